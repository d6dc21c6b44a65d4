package app

import (
	"context"
	"encoding/base64"
	"strings"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// AddPartner makes a personal link by which a partner refers. The token is
// returned once; the database keeps its hash.
func (d Desk) AddPartner(ctx context.Context, team tatm.TeamID, p tatm.Partner) (token string, err error) {
	made, err := d.office(ctx, opPartnerAdd, func(o *office) error {
		if err := o.run.admitTeam(o.Tx, opPartnerAdd, team); err != nil {
			return err
		}
		p.Name, p.Contact = strings.TrimSpace(p.Name), strings.TrimSpace(p.Contact)
		if p.Until.IsZero() {
			p.Until = o.Now.Add(tatm.PartnerMost)
		}
		if err := p.Check(o.Now); err != nil {
			return err
		}
		secret, hash := authn.Token()
		p.ID = newID(o.Now, 0)
		token = d.app.partnerToken(p.ID, secret)
		note(&o.facts, "team", team)
		return o.Tx.AddPartner(o.Org, team, p, hash, o.Now)
	})
	if made.Again {
		token = "" // it was shown once, to the first sending
	}
	return token, err
}

// EndPartner ends a partner's link at once.
func (d Desk) EndPartner(ctx context.Context, team tatm.TeamID, id string) (Made, error) {
	return d.office(ctx, opPartnerEnd, func(o *office) error {
		if err := o.run.admitTeam(o.Tx, opPartnerEnd, team); err != nil {
			return err
		}
		note(&o.facts, "team", team)
		found, err := o.Tx.EndPartner(o.Org, team, id, o.Now)
		if err == nil && !found {
			err = fault.New(fault.Conflict, "record.changed")
		}
		return err
	})
}

// SeePartners lists the partners of a team.
func (d Desk) SeePartners(ctx context.Context, team tatm.TeamID) (out []tatm.Partner, err error) {
	err = d.ask(ctx, opPartnerSee, func(o *office) error {
		if err := access.DecideTeam(d.who, opPartnerSee, o.Org, team, o.Now); err != nil {
			return err
		}
		out, err = o.Partners(o.Org, team, o.Now)
		return err
	})
	return out, err
}

// partnerToken is what stands in a partner's link: who, a secret, and a seal
// over both, so that a made-up link is known for one before anything is read.
func (a *App) partnerToken(id, secret string) string {
	body := id + "." + secret
	return body + "." + base64.RawURLEncoding.EncodeToString(a.keys.Mark("partner", []byte(body))[:12])
}
