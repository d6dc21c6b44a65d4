package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// ceremonyLasts is how long somebody has to answer their device.
const ceremonyLasts = 5 * time.Minute

// Purposes of the tickets that a browser carries between question and answer.
const (
	enrolTicket = "passkey-enrol"
	askTicket   = "passkey-ask"
)

// Asked is what the browser asks a device, as JSON, with the ticket to send
// back beside the answer.
type Asked struct{ Options, Ticket string }

func (a *App) asked(purpose string, c authn.Ceremony, err error) (Asked, error) {
	if err != nil {
		return Asked{}, err
	}
	ticket, err := a.keys.Ticket(purpose, c.State, a.Now().Add(ceremonyLasts))
	return Asked{string(c.Ask), ticket}, err
}

// handle is what a device keeps of an account: organisation and id, no name.
func handle(m store.Member) string { return string(m.Org) + "/" + string(m.ID) }

func (a *App) passkeyHolder(tx *store.Tx, org tatm.OrgID, id tatm.ActorID) (authn.Holder, store.Member, error) {
	m, found, err := tx.Member(org, id)
	if err != nil || !found || !m.Disabled.IsZero() {
		return authn.Holder{}, m, firstErr(err, errors.New("app: no such account"))
	}
	keys, err := tx.Credentials(org, id, "passkey")
	h := authn.Holder{ID: handle(m), Name: m.Login}
	for _, k := range keys {
		h.Keys = append(h.Keys, k.Secret)
	}
	return h, m, err
}

// AskForPasskey begins a new passkey of somebody signed in at a site.
func (a *App) AskForPasskey(ctx context.Context, site *authn.Passkeys, token string) (q Asked, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		s, _, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		h, _, err := a.passkeyHolder(tx, s.Org, s.Actor)
		if err != nil {
			return err
		}
		c, err := site.Enrol(h)
		q, err = a.asked(enrolTicket, c, err)
		return err
	})
	return q, err
}

// AddPasskey keeps a new passkey after the device's answer. As with SetTOTP it
// returns the session's new token and, with a first factor, recovery codes.
func (a *App) AddPasskey(ctx context.Context, site *authn.Passkeys, token, ticket, answer string) (renewed string, codes []string, err error) {
	now := a.Now()
	state, err := a.keys.OpenTicket(enrolTicket, ticket, now)
	if err != nil {
		return "", nil, fault.Bad("passkey", "passkey.late")
	}
	var key []byte
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error { // the device's answer is checked before the write
		s, _, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		h, _, err := a.passkeyHolder(tx, s.Org, s.Actor)
		if err != nil {
			return err
		}
		if key, err = site.Enrolled(h, state, []byte(answer)); err != nil {
			return fault.Bad("passkey", "passkey.refused")
		}
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	return a.addFactor(ctx, token, "passkey.add", func(tx *store.Tx, s store.Session) error {
		return tx.AddCredential(store.Credential{Org: s.Org, ID: newID(now, 0), Actor: s.Actor, Kind: "passkey", Secret: key, Made: now})
	})
}

// AskPasskey begins a proof by passkey: at sign-in, or a fresh one.
func (a *App) AskPasskey(site *authn.Passkeys) (Asked, error) {
	c, err := site.Ask()
	return a.asked(askTicket, c, err)
}

// SignInByPasskey begins a session after a device's answer. A passkey with the
// person verified on it counts as two factors. Every failure reads the same.
func (a *App) SignInByPasskey(ctx context.Context, site *authn.Passkeys, ticket, answer string) (token string, err error) {
	secret, hash := authn.Token()
	err = a.passkey(ctx, site, ticket, answer, func(tx *store.Tx, m store.Member, now time.Time) error {
		return begin(tx, m, hash, 2, now)
	})
	return secret, err
}

// ProveByPasskey takes a fresh proof by passkey from somebody signed in.
func (a *App) ProveByPasskey(ctx context.Context, site *authn.Passkeys, token, ticket, answer string) (renewed string, err error) {
	err = a.passkey(ctx, site, ticket, answer, func(tx *store.Tx, m store.Member, now time.Time) error {
		s, own, err := a.holder(tx, token)
		if err != nil || own.ID != m.ID || own.Org != m.Org {
			return firstErr(err, fault.New(fault.SignIn, "passkey.wrong"))
		}
		renewed, err = renew(tx, s, now)
		return err
	})
	return renewed, err
}

// passkey checks a device's answer and runs fn for whom it proves. Each
// challenge counts once: the same answer sent again is refused.
func (a *App) passkey(ctx context.Context, site *authn.Passkeys, ticket, answer string, fn func(*store.Tx, store.Member, time.Time) error) error {
	now, wrong := a.Now(), fault.New(fault.SignIn, "passkey.wrong")
	state, err := a.keys.OpenTicket(askTicket, ticket, now)
	if err != nil {
		return fault.New(fault.SignIn, "passkey.late")
	}
	var m store.Member
	var p authn.Proof
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) (err error) { // the signature is checked before the write
		p, err = site.Proved(state, []byte(answer), func(id string) (h authn.Holder, err error) {
			org, who, _ := strings.Cut(id, "/")
			h, m, err = a.passkeyHolder(tx, tatm.OrgID(org), tatm.ActorID(who))
			return h, err
		})
		return err
	})
	if err != nil {
		return errors.Join(wrong, a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error { return tx.Stranger("", "passkey", now) }))
	}
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		if _, again, err := tx.Once(m.Org, "passkey "+p.Challenge, now); err != nil || again {
			return firstErr(err, wrong)
		}
		if err := a.usedPasskey(tx, m, p, now); err != nil {
			return err
		}
		return fn(tx, m, now)
	})
}

// usedPasskey keeps a passkey's new counter and when it was used.
func (a *App) usedPasskey(tx *store.Tx, m store.Member, p authn.Proof, now time.Time) error {
	keys, err := tx.Credentials(m.Org, m.ID, "passkey")
	if err != nil {
		return err
	}
	for _, k := range keys {
		if authn.SameKey(k.Secret, p.KeyID) {
			return tx.KeepCredential(m.Org, k.ID, p.Key, now.UnixMicro())
		}
	}
	return fault.New(fault.SignIn, "passkey.wrong")
}
