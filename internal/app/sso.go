package app

import (
	"context"
	"crypto/sha256"
	"time"

	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
)

const (
	tripTicket = "sso"
	tripLasts  = 10 * time.Minute
)

// subjectKey finds the account that is bound to (issuer, subject).
func subjectKey(s authn.Subject) []byte {
	h := sha256.New()
	h.Write([]byte(s.Issuer))
	h.Write([]byte{0})
	h.Write([]byte(s.Subject))
	return h.Sum(nil)
}

// GoSingle begins single sign-on: where to send the browser, and the ticket
// it carries. With a token, it ties the provider's account to the one signed
// in, which asks for a fresh proof.
func (a *App) GoSingle(ctx context.Context, with *authn.Single, token string) (to, ticket string, err error) {
	link := ""
	if token != "" {
		err := a.own(ctx, token, "sso.begin", func(_ *store.Tx, _ store.Session, m store.Member, _ time.Time) error {
			link = handle(m)
			return nil
		})
		if err != nil {
			return "", "", err
		}
	}
	to, trip, err := with.Go(ctx, link)
	if err != nil {
		return "", "", err
	}
	ticket, err = a.keys.Ticket(tripTicket, trip, a.Now().Add(tripLasts))
	return to, ticket, err
}

// CameSingle takes who comes back from the provider. Somebody who set out
// signed in is tied to it; anybody else is signed in as the account that was
// tied to (issuer, subject) before. The provider's word counts as one factor,
// or as two where it says that it asked for more than one.
func (a *App) CameSingle(ctx context.Context, with *authn.Single, token, ticket, state, code string) (renewed string, err error) {
	trip, err := a.keys.OpenTicket(tripTicket, ticket, a.Now())
	if err != nil {
		return "", fault.New(fault.SignIn, "sso.late")
	}
	who, t, err := with.Came(ctx, trip, state, code)
	if err != nil {
		return "", fault.New(fault.SignIn, "sso.refused")
	}
	if t.Link != "" {
		return "", a.tie(ctx, token, t.Link, who)
	}
	return a.enterSingle(ctx, who)
}

func (a *App) tie(ctx context.Context, token, link string, who authn.Subject) error {
	return a.own(ctx, token, "sso.tie", func(tx *store.Tx, _ store.Session, m store.Member, now time.Time) error {
		if handle(m) != link {
			return fault.New(fault.SignIn, "sso.refused")
		}
		if _, taken, err := tx.CredentialBySubject(subjectKey(who)); err != nil || taken {
			return firstErr(err, fault.New(fault.Conflict, "sso.taken"))
		}
		if err := tx.DropCredentials(m.Org, m.ID, "sso"); err != nil {
			return err
		}
		return tx.AddCredential(store.Credential{Org: m.Org, ID: newID(now, 0), Actor: m.ID, Kind: "sso", Secret: subjectKey(who), Made: now})
	})
}

func (a *App) enterSingle(ctx context.Context, who authn.Subject) (token string, err error) {
	secret, hash := authn.Token()
	now := a.Now()
	var refused error
	err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		refused = fault.New(fault.SignIn, "sso.unknown")
		c, found, err := tx.CredentialBySubject(subjectKey(who))
		if err != nil {
			return err
		}
		if !found {
			return tx.Stranger("", "sso", now)
		}
		m, found, err := tx.Member(c.Org, c.Actor)
		if err != nil || !found || !m.Disabled.IsZero() {
			return err
		}
		refused = nil
		factors := int64(1)
		if who.TwoFactors {
			factors = 2
		}
		return begin(tx, m, hash, factors, now)
	})
	return secret, firstErr(err, refused)
}
