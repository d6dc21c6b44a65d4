package app

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// This file is what people do to their own account. It hangs on the token of
// their session, not on a seat, and each change is a line of the audit.

// Account is what somebody sees of their own account.
type Account struct {
	Login, Name string
	Password    bool
	TOTP        bool
	Passkeys    []Passkey
	Recovery    int // codes that are left
	Single      bool
	Sessions    []OpenSession
}

// Passkey is one of somebody's passkeys.
type Passkey struct {
	ID   string
	Made time.Time
	Used time.Time // zero: never yet
}

// OpenSession is one of somebody's sessions.
type OpenSession struct {
	ID    string // to end it by; not its token
	Began time.Time
	Seen  time.Time
	This  bool
}

// SeeAccount shows somebody their own account.
func (a *App) SeeAccount(ctx context.Context, token string) (v Account, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		v = Account{}
		s, m, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		v.Login, v.Name = m.Login, m.Name
		cs, err := tx.AllCredentials(m.Org, m.ID)
		if err != nil {
			return err
		}
		for _, c := range cs {
			v.count(c)
		}
		sessions, err := tx.Sessions(m.Org, m.ID)
		for _, o := range sessions {
			v.Sessions = append(v.Sessions, OpenSession{hex.EncodeToString(o.ID), o.Began, o.Seen, string(o.ID) == string(s.ID)})
		}
		return err
	})
	return v, err
}

func (v *Account) count(c store.Credential) {
	switch c.Kind {
	case "password":
		v.Password = true
	case "totp":
		v.TOTP = true
	case "sso":
		v.Single = true
	case "recovery":
		if c.Used == 0 {
			v.Recovery++
		}
	case "passkey":
		k := Passkey{ID: c.ID, Made: c.Made}
		if c.Used > 0 {
			k.Used = time.UnixMicro(c.Used)
		}
		v.Passkeys = append(v.Passkeys, k)
	}
}

// holder is whose session a token is.
func (a *App) holder(tx *store.Tx, token string) (s store.Session, m store.Member, err error) {
	s, found, err := tx.Session(authn.TokenHash(token))
	if err == nil && found {
		m, found, err = tx.Member(s.Org, s.Actor)
	}
	if err != nil || !found || !m.Disabled.IsZero() || authn.Expired(s.Began, s.Seen, a.Now()) {
		return s, m, firstErr(err, fault.New(fault.SignIn, "sign-in.needed"))
	}
	return s, m, nil
}

// Account finds the account of a login, for the console.
func (a *App) Account(ctx context.Context, login string) (org tatm.OrgID, who tatm.ActorID, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		m, found, err := tx.MemberByLogin(strings.ToLower(strings.TrimSpace(login)))
		if err == nil && !found {
			err = fault.Bad("login", "member.none")
		}
		org, who = m.Org, m.ID
		return err
	})
	return org, who, err
}

// hasFactor reports whether somebody has a second factor.
func hasFactor(tx *store.Tx, org tatm.OrgID, who tatm.ActorID) (bool, error) {
	cs, err := tx.AllCredentials(org, who)
	return slices.ContainsFunc(cs, func(c store.Credential) bool { return c.Kind == "totp" || c.Kind == "passkey" }), err
}

// own is a change of somebody's own account: the session must be whole, and
// its proof fresh; what is done is a line under op.
func (a *App) own(ctx context.Context, token, op string, fn func(tx *store.Tx, s store.Session, m store.Member, now time.Time) error) error {
	now := a.Now()
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		s, m, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		if s.Factors < 2 {
			return fault.New(fault.SignIn, "sign-in.needed")
		}
		if now.Sub(s.Proved) >= authn.StepUp {
			return fault.New(fault.Proof, "proof.needed")
		}
		if err := fn(tx, s, m, now); err != nil {
			return err
		}
		return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: op, Outcome: store.Done}, nil)
	})
}

// renew gives a session a new token: at sign-in, and whenever more is proved.
func renew(tx *store.Tx, s store.Session, now time.Time) (token string, err error) {
	token, hash := authn.Token()
	if err := tx.EndSession(s.ID); err != nil {
		return "", err
	}
	s.ID, s.Factors, s.Seen = hash, 2, now
	if s.Proved.Before(now) {
		s.Proved = now
	}
	return token, tx.AddSession(s)
}

// Welcome sets the password of somebody who holds a one-time link.
func (a *App) Welcome(ctx context.Context, login, invite, password string) error {
	m, _, _, err := a.prepare(ctx, login, a.throttleKey(login, "invite"))
	if err != nil {
		return err
	}
	if err := authn.Acceptable(password, authn.PasswordLeastWithTwo, m.Login, m.Name); err != nil {
		return err
	}
	record, err := a.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	now := a.Now()
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		links, err := tx.Credentials(m.Org, m.ID, "invite")
		if err != nil {
			return err
		}
		if len(links) == 0 || string(links[0].Secret) != string(authn.TokenHash(invite)) || !now.Before(links[0].Until) || !m.Disabled.IsZero() {
			return fault.New(fault.SignIn, "invite.ended")
		}
		if err := tx.DropCredentials(m.Org, m.ID, "invite"); err != nil {
			return err
		}
		return setPassword(tx, m, record, now)
	})
}

func setPassword(tx *store.Tx, m store.Member, record string, now time.Time) error {
	if err := tx.DropCredentials(m.Org, m.ID, "password"); err != nil {
		return err
	}
	if err := tx.AddCredential(store.Credential{Org: m.Org, ID: newID(now, 0), Actor: m.ID, Kind: "password", Secret: []byte(record), Made: now}); err != nil {
		return err
	}
	return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: "password.set", Outcome: store.Done}, nil)
}

// ChangePassword sets a new password and ends the person's other sessions. It
// returns the new token of this one.
func (a *App) ChangePassword(ctx context.Context, token, old, password string) (renewed string, err error) {
	var m store.Member
	var kept []store.Credential
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		if _, m, err = a.holder(tx, token); err != nil {
			return err
		}
		kept, err = tx.Credentials(m.Org, m.ID, "password")
		return err
	})
	if err != nil {
		return "", err
	}
	if len(kept) > 0 {
		if right, err := a.hasher.Check(ctx, string(kept[0].Secret), old); err != nil || !right {
			return "", firstErr(err, fault.Bad("old", "password.wrong"))
		}
	}
	if err := authn.Acceptable(password, authn.PasswordLeastWithTwo, m.Login, m.Name); err != nil {
		return "", err
	}
	record, err := a.hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	err = a.own(ctx, token, "sessions.end", func(tx *store.Tx, s store.Session, m store.Member, now time.Time) error {
		if err := setPassword(tx, m, record, now); err != nil {
			return err
		}
		if err := tx.EndSessions(m.Org, m.ID); err != nil {
			return err
		}
		renewed, err = renew(tx, s, now)
		return err
	})
	return renewed, err
}

// SetTOTP takes an authenticator app as second factor after a right code. Who
// has no second factor yet may do it after the password alone; who has one must
// have proved it. It returns the session's new token and, with a first factor,
// recovery codes, shown once.
func (a *App) SetTOTP(ctx context.Context, token, secret, code string) (renewed string, codes []string, err error) {
	now := a.Now()
	step, ok := authn.CheckTOTP(secret, strings.TrimSpace(code), now)
	if !ok {
		return "", nil, fault.Bad("code", "sign-in.code")
	}
	return a.addFactor(ctx, token, "second-factor.set", func(tx *store.Tx, s store.Session) error {
		if err := tx.DropCredentials(s.Org, s.Actor, "totp"); err != nil {
			return err
		}
		return tx.AddCredential(store.Credential{Org: s.Org, ID: newID(now, 0), Actor: s.Actor, Kind: "totp", Secret: []byte(secret), Made: now, Used: step})
	})
}

// addFactor adds a second factor. A session of one factor may do so only while
// there is none: else a stolen password could put its own factor in place.
func (a *App) addFactor(ctx context.Context, token, op string, add func(*store.Tx, store.Session) error) (renewed string, codes []string, err error) {
	now := a.Now()
	err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		codes = nil
		s, m, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		have, err := hasFactor(tx, s.Org, s.Actor)
		if err != nil {
			return err
		}
		switch {
		case have && s.Factors < 2:
			return fault.New(fault.SignIn, "sign-in.needed")
		case have && now.Sub(s.Proved) >= authn.StepUp:
			return fault.New(fault.Proof, "proof.needed")
		}
		if err := add(tx, s); err != nil {
			return err
		}
		if !have {
			if codes, err = newCodes(tx, m, now); err != nil {
				return err
			}
		}
		if renewed, err = renew(tx, s, now); err != nil {
			return err
		}
		return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: op, Outcome: store.Done}, nil)
	})
	return renewed, codes, err
}

// newCodes replaces somebody's recovery codes.
func newCodes(tx *store.Tx, m store.Member, now time.Time) ([]string, error) {
	if err := tx.DropCredentials(m.Org, m.ID, "recovery"); err != nil {
		return nil, err
	}
	codes := authn.Recovery(10)
	for i, c := range codes {
		if err := tx.AddCredential(store.Credential{Org: m.Org, ID: newID(now, i), Actor: m.ID, Kind: "recovery", Secret: authn.TokenHash(c), Made: now}); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// RenewCodes gives new recovery codes, shown once; the old ones end.
func (a *App) RenewCodes(ctx context.Context, token string) (codes []string, err error) {
	err = a.own(ctx, token, "recovery.set", func(tx *store.Tx, _ store.Session, m store.Member, now time.Time) error {
		codes, err = newCodes(tx, m, now)
		return err
	})
	return codes, err
}

// DropFactor takes a passkey away (by its id), the authenticator app ("totp")
// or the tie to single sign-on ("sso"). The last second factor stays.
func (a *App) DropFactor(ctx context.Context, token, id string) error {
	return a.own(ctx, token, "second-factor.drop", func(tx *store.Tx, _ store.Session, m store.Member, _ time.Time) error {
		cs, err := tx.AllCredentials(m.Org, m.ID)
		if err != nil {
			return err
		}
		left, drop := 0, ""
		for _, c := range cs {
			if (c.Kind == "totp" || c.Kind == "sso") && id == c.Kind || c.Kind == "passkey" && id == c.ID {
				drop = c.ID
			} else if c.Kind == "totp" || c.Kind == "passkey" {
				left++
			}
		}
		if drop == "" {
			return absent()
		}
		if left == 0 {
			return fault.New(fault.Conflict, "factor.last")
		}
		return tx.DropCredential(m.Org, drop)
	})
}

// EndOtherSession ends one of somebody's own sessions, or with id "" all but
// this one.
func (a *App) EndOtherSession(ctx context.Context, token, id string) error {
	now := a.Now()
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		s, m, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		all, err := tx.Sessions(m.Org, m.ID)
		if err != nil {
			return err
		}
		for _, o := range all {
			if string(o.ID) != string(s.ID) && (id == "" || hex.EncodeToString(o.ID) == id) {
				if err := tx.EndSession(o.ID); err != nil {
					return err
				}
			}
		}
		return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: "sessions.end", Outcome: store.Done}, nil)
	})
}

// Prove takes a fresh proof from somebody who is signed in: a one-time code or
// a recovery code. It returns the session's new token; the old one ends.
func (a *App) Prove(ctx context.Context, token, code, network string) (renewed string, err error) {
	now := a.Now()
	var refused error
	err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		refused = nil
		s, m, err := a.holder(tx, token)
		if err != nil {
			return err
		}
		key := a.throttleKey(m.Login+" proof", network)
		h, err := tx.Throttle(key)
		if err != nil {
			return err
		}
		if wait := (authn.Tries{Count: h.Tries, Since: h.Since, Until: h.Until}).Waits(now); wait > 0 {
			return fault.New(fault.Busy, "sign-in.wait", strconv.Itoa(int(wait.Seconds())+1))
		}
		factors, ok, err := a.second(tx, m, code, now)
		if err != nil {
			return err
		}
		if !ok || factors < 2 {
			refused = fault.Bad("proof", "sign-in.code")
			return a.failed(tx, m, key, now)
		}
		renewed, err = renew(tx, s, now)
		return err
	})
	return renewed, firstErr(err, refused)
}
