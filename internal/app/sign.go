package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Signed is somebody who is signed in.
type Signed struct {
	Actor access.Actor
	Name  string
	Lang  string
	Org   store.Org
	// NeedsFactor: one factor was given; nothing is open but to give the
	// second one, or to set one up where there is none (HasFactor).
	NeedsFactor bool
	HasFactor   bool
}

// Orgs lists the organisations of the installation.
func (a *App) Orgs(ctx context.Context) (orgs []store.Org, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		orgs, err = tx.Orgs()
		return err
	})
	return orgs, err
}

// throttleKey binds a login to the network it is tried from.
func (a *App) throttleKey(login, network string) []byte {
	return a.keys.Mark("throttle", []byte(strings.ToLower(login)+"\x00"+network))
}

// SignIn proves a login by password and one-time or recovery code and returns
// the token of a new session. The slow hash runs outside every transaction.
// Every failure reads the same, and takes the same time.
func (a *App) SignIn(ctx context.Context, login, password, code, network string) (token string, err error) {
	now, key := a.Now(), a.throttleKey(login, network)
	m, passwords, tries, err := a.prepare(ctx, login, key)
	if err != nil {
		return "", err
	}
	if wait := tries.Waits(now); wait > 0 {
		return "", fault.New(fault.Busy, "sign-in.wait", strconv.Itoa(int(wait.Seconds())+1))
	}
	right := false
	if len(passwords) > 0 && m.Disabled.IsZero() {
		right, err = a.hasher.Check(ctx, string(passwords[0].Secret), password)
	} else {
		a.hasher.Pretend(ctx, password)
	}
	if err != nil {
		return "", err
	}
	return a.enter(ctx, m, right, code, key, now)
}

func (a *App) prepare(ctx context.Context, login string, key []byte) (m store.Member, passwords []store.Credential, t authn.Tries, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		h, err := tx.Throttle(key)
		if err != nil {
			return err
		}
		t = authn.Tries{Count: h.Tries, Since: h.Since, Until: h.Until}
		var found bool
		if m, found, err = tx.MemberByLogin(strings.ToLower(strings.TrimSpace(login))); err != nil || !found {
			return err
		}
		passwords, err = tx.Credentials(m.Org, m.ID, "password")
		return err
	})
	return m, passwords, t, err
}

// tries reads how often the thing of key failed of late, and refuses a next try
// that comes too soon.
func (a *App) tries(ctx context.Context, key []byte, now time.Time) (t authn.Tries, err error) {
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		h, err := tx.Throttle(key)
		t = authn.Tries{Count: h.Tries, Since: h.Since, Until: h.Until}
		return err
	})
	if wait := t.Waits(now); err == nil && wait > 0 {
		err = fault.New(fault.Busy, "sign-in.wait", strconv.Itoa(int(wait.Seconds())+1))
	}
	return t, err
}

// strange counts a stranger who was turned away, and slows the next one down.
func (a *App) strange(ctx context.Context, org tatm.OrgID, what string, key []byte, t authn.Tries, now time.Time) error {
	t = t.Failed(now)
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		if err := tx.Stranger(org, what, now); err != nil {
			return err
		}
		return tx.SaveThrottle(store.Throttle{Key: key, Tries: t.Count, Since: t.Since, Until: t.Until})
	})
}

// enter checks the second factor and begins the session, or counts the failure.
func (a *App) enter(ctx context.Context, m store.Member, right bool, code string, key []byte, now time.Time) (token string, err error) {
	secret, hash := authn.Token()
	var refused error
	err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		refused = nil
		factors := int64(1)
		ok := right
		if ok {
			if factors, ok, err = a.second(tx, m, code, now); err != nil {
				return err
			}
		}
		if !ok {
			refused = fault.New(fault.SignIn, "sign-in.wrong")
			return a.failed(tx, m, key, now)
		}
		return begin(tx, m, hash, factors, now)
	})
	if err == nil {
		err = refused
	}
	return secret, err
}

// begin begins a session.
func begin(tx *store.Tx, m store.Member, hash []byte, factors int64, now time.Time) error {
	if err := tx.AddSession(store.Session{ID: hash, Org: m.Org, Actor: m.ID, Began: now, Seen: now, Proved: now, Factors: factors}); err != nil {
		return err
	}
	return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: "session.begin", Outcome: store.Done}, nil)
}

// second checks the one-time code, or a recovery code. Somebody without a
// second factor comes in to set one up, and to nothing else; somebody whose
// second factor is a passkey alone comes in by it, or by a recovery code.
func (a *App) second(tx *store.Tx, m store.Member, code string, now time.Time) (factors int64, ok bool, err error) {
	codes, err := tx.Credentials(m.Org, m.ID, "totp")
	if err != nil {
		return 0, false, err
	}
	keys, err := tx.Credentials(m.Org, m.ID, "passkey")
	if err != nil {
		return 0, false, err
	}
	if len(codes)+len(keys) == 0 {
		return 1, true, nil
	}
	code = strings.ToLower(strings.TrimSpace(code))
	for _, c := range codes {
		if step, right := authn.CheckTOTP(string(c.Secret), code, now); right {
			once, err := tx.UseCredential(m.Org, c.ID, step)
			return 2, once, err
		}
	}
	spare, err := tx.Credentials(m.Org, m.ID, "recovery")
	if err != nil {
		return 0, false, err
	}
	for _, c := range spare {
		if string(c.Secret) == string(authn.TokenHash(code)) && c.Used == 0 {
			once, err := tx.UseCredential(m.Org, c.ID, now.UnixMicro())
			return 2, once, err
		}
	}
	return 0, false, nil
}

// failed counts a failed sign-in: a line for an account, a count for strangers.
func (a *App) failed(tx *store.Tx, m store.Member, key []byte, now time.Time) error {
	h, err := tx.Throttle(key)
	if err != nil {
		return err
	}
	t := authn.Tries{Count: h.Tries, Since: h.Since, Until: h.Until}.Failed(now)
	if err := tx.SaveThrottle(store.Throttle{Key: key, Tries: t.Count, Since: t.Since, Until: t.Until}); err != nil {
		return err
	}
	if m.ID == "" {
		return tx.Stranger("", "sign-in", now)
	}
	return tx.Append(m.Org, store.Line{At: now.UnixMicro(), Actor: m.ID, Op: "session.begin", Outcome: store.Refused}, nil)
}

// Session tells who holds a token now: their seats as they are, not as they
// were at sign-in. It ends what is idle or too old.
func (a *App) Session(ctx context.Context, token string) (s Signed, err error) {
	now, hash := a.Now(), authn.TokenHash(token)
	var touch, end bool
	err = a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		touch, end = false, false
		row, found, err := tx.Session(hash)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.SignIn, "sign-in.needed")
		}
		if authn.Expired(row.Began, row.Seen, now) {
			end = true
			return fault.New(fault.SignIn, "sign-in.ended")
		}
		m, found, err := tx.Member(row.Org, row.Actor)
		if err != nil || !found || !m.Disabled.IsZero() {
			return firstErr(err, fault.New(fault.SignIn, "sign-in.needed"))
		}
		touch = now.Sub(row.Seen) > time.Minute
		s = Signed{Name: m.Name, Lang: m.Lang, NeedsFactor: row.Factors < 2}
		if s.Org, err = tx.Org(row.Org); err != nil {
			return err
		}
		if s.NeedsFactor {
			if s.HasFactor, err = hasFactor(tx, row.Org, row.Actor); err != nil {
				return err
			}
		}
		s.Actor, err = actorOf(tx, row.Org, row.Actor)
		s.Actor.Unproved = now.Sub(row.Proved) >= authn.StepUp
		return err
	})
	if end {
		return s, firstErr(a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error { return tx.EndSession(hash) }), err)
	}
	if err == nil && touch {
		err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error { return tx.TouchSession(hash, now) })
	}
	return s, err
}

// SignOut ends the session of a token.
func (a *App) SignOut(ctx context.Context, token string) error {
	return a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error { return tx.EndSession(authn.TokenHash(token)) })
}

// Persona begins a session without a proof, which none is asked for later
// either: a persona has no factors. Only the demo wires it to a page.
func (a *App) Persona(ctx context.Context, org tatm.OrgID, who tatm.ActorID) (token string, err error) {
	secret, hash := authn.Token()
	now := a.Now()
	return secret, a.db.Write(ctx, org, func(tx *store.Tx) error {
		return tx.AddSession(store.Session{ID: hash, Org: org, Actor: who, Began: now, Seen: now, Proved: now.Add(authn.SessionMost), Factors: 2})
	})
}

// Found begins an organisation: the first thing in an empty installation.
func (a *App) Found(ctx context.Context, name, zone string) (tatm.OrgID, error) {
	now := a.Now()
	org := store.Org{ID: tatm.OrgID(newID(now, 0)), Name: name, Zone: zone, Made: now}
	return org.ID, a.db.Write(ctx, org.ID, func(tx *store.Tx) error { return tx.AddOrg(org) })
}
