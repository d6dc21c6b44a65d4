package authn

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Passkeys proves people by passkeys (WebAuthn level 3) for one site. A
// passkey is bound to the site's name, so it cannot be phished, and with the
// person verified on the device it counts as two factors.
type Passkeys struct{ site *webauthn.WebAuthn }

// NewPasskeys returns the passkeys of the site at origin, such as
// https://desk.example.org. A site without a name (a bare address) has none.
func NewPasskeys(origin string) (*Passkeys, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return nil, fmt.Errorf("authn: no passkeys for %q: the site needs a name", origin)
	}
	site, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Offramp", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("authn: passkeys: %w", err)
	}
	return &Passkeys{site}, nil
}

// Holder is somebody with the passkeys they have, as they were encoded.
type Holder struct {
	ID   string // of the account; what the device keeps, not a name
	Name string
	Keys [][]byte
}

// WebAuthnID is the account's id.
func (h Holder) WebAuthnID() []byte { return []byte(h.ID) }

// WebAuthnName is what the device shows.
func (h Holder) WebAuthnName() string { return h.Name }

// WebAuthnDisplayName is what the device shows.
func (h Holder) WebAuthnDisplayName() string { return h.Name }

// WebAuthnCredentials are the passkeys; one that cannot be read is none.
func (h Holder) WebAuthnCredentials() []webauthn.Credential {
	var out []webauthn.Credential
	for _, b := range h.Keys {
		var c webauthn.Credential
		if json.Unmarshal(b, &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

// Ceremony is what the browser is asked, as JSON, and what the server must
// remember until it answers.
type Ceremony struct{ Ask, State []byte }

func ceremony(ask any, state *webauthn.SessionData, err error) (Ceremony, error) {
	if err != nil {
		return Ceremony{}, fmt.Errorf("authn: passkey: %w", err)
	}
	a, err := json.Marshal(ask)
	if err != nil {
		return Ceremony{}, err
	}
	s, err := json.Marshal(state)
	return Ceremony{a, s}, err
}

// Enrol begins a new passkey of h.
func (p *Passkeys) Enrol(h Holder) (Ceremony, error) {
	known := webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()
	ask, state, err := p.site.BeginRegistration(h, webauthn.WithExclusions(known))
	if err != nil {
		return ceremony(nil, nil, err)
	}
	return ceremony(ask.Response, state, nil)
}

// Enrolled checks the device's answer and returns the passkey, encoded.
func (p *Passkeys) Enrolled(h Holder, state, answer []byte) ([]byte, error) {
	var s webauthn.SessionData
	if err := json.Unmarshal(state, &s); err != nil {
		return nil, fmt.Errorf("authn: passkey: %w", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, fmt.Errorf("authn: passkey: %w", err)
	}
	c, err := p.site.CreateCredential(h, s, parsed)
	if err != nil {
		return nil, fmt.Errorf("authn: passkey: %w", err)
	}
	return json.Marshal(c)
}

// Ask begins a sign-in by any passkey of this site.
func (p *Passkeys) Ask() (Ceremony, error) {
	ask, state, err := p.site.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return ceremony(nil, nil, err)
	}
	return ceremony(ask.Response, state, nil)
}

// Proof is a checked answer to a sign-in.
type Proof struct {
	Holder    string // id of the account
	Key       []byte // the passkey with its new counter, encoded
	KeyID     []byte
	Challenge string // each counts once
}

// Proved checks the device's answer to Ask. find gives the holder of an
// account; a counter that went back (a copied device) is refused.
func (p *Passkeys) Proved(state, answer []byte, find func(id string) (Holder, error)) (Proof, error) {
	var s webauthn.SessionData
	if err := json.Unmarshal(state, &s); err != nil {
		return Proof{}, fmt.Errorf("authn: passkey: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Proof{}, fmt.Errorf("authn: passkey: %w", err)
	}
	id := ""
	c, err := p.site.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		id = string(handle)
		return find(id)
	}, s, parsed)
	if err != nil {
		return Proof{}, fmt.Errorf("authn: passkey: %w", err)
	}
	if c.Authenticator.CloneWarning {
		return Proof{}, fmt.Errorf("authn: passkey: its counter went back")
	}
	key, err := json.Marshal(c)
	return Proof{Holder: id, Key: key, KeyID: c.ID, Challenge: s.Challenge}, err
}

// SameKey reports whether an encoded passkey is the one with that id.
func SameKey(encoded, id []byte) bool {
	var c webauthn.Credential
	return json.Unmarshal(encoded, &c) == nil && string(c.ID) == string(id)
}
