package app

import (
	"context"
	"strings"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// cannedMost is how many ready messages a team may keep.
const cannedMost = 200

// SeeCanned lists the ready messages that a team keeps itself.
func (d Desk) SeeCanned(ctx context.Context, team tatm.TeamID) (out []tatm.Canned, err error) {
	err = d.ask(ctx, opCannedSee, func(o *office) error {
		if err := access.DecideTeam(d.who, opCannedSee, o.Org, team, o.Now); err != nil {
			return err
		}
		out, err = o.Canned(o.Org, team)
		return err
	})
	return out, err
}

// KeepCanned keeps a ready message of a team. One without a code is new; one
// without a text puts a message that ships with the program away.
func (d Desk) KeepCanned(ctx context.Context, team tatm.TeamID, c tatm.Canned) (Made, error) {
	return d.office(ctx, opCannedKeep, func(o *office) error {
		if err := o.run.admitTeam(o.Tx, opCannedKeep, team); err != nil {
			return err
		}
		id := newID(o.Now, 0)
		if c.Text = strings.TrimSpace(c.Text); c.Text == "" && c.Code == "" {
			return fault.Bad("text", "field.missing")
		}
		if c.Code == "" {
			c.Code = id
		}
		if err := c.Check(); err != nil {
			return err
		}
		have, err := o.Canned(o.Org, team)
		if err != nil {
			return err
		}
		if len(have) >= cannedMost {
			return fault.New(fault.Conflict, "canned.many")
		}
		note(&o.facts, "team", team)
		return o.Tx.KeepCanned(o.Org, team, id, c, o.Now)
	})
}
