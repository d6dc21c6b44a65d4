package app

import (
	"context"
	"slices"
	"strconv"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Channel is a way for the public to report, with the form in force and the
// name of the team that receives.
type Channel struct {
	store.Channel
	Form tatm.Form
	Team string
}

// standardChannel is the channel at the portal's own address while nobody has
// changed it: the oldest team receives, the standard form is asked.
func standardChannel(org tatm.OrgID, teams []store.Team) store.Channel {
	c := store.Channel{Org: org, ID: tatm.DefaultChannel}
	c.Name, c.Languages = "Portal", tatm.Languages
	if len(teams) > 0 {
		c.PublicChannel.Team = teams[0].ID
	}
	return c
}

// channelsOf are the channels of an organisation, the default one first, and
// its teams.
func channelsOf(tx *store.Tx, org tatm.OrgID) (out []store.Channel, teams []store.Team, err error) {
	if teams, err = tx.Teams(org); err != nil {
		return nil, nil, err
	}
	out, err = tx.Channels(org)
	if i := slices.IndexFunc(out, func(c store.Channel) bool { return c.ID == tatm.DefaultChannel }); i > 0 {
		d := out[i]
		out = append([]store.Channel{d}, slices.Delete(out, i, i+1)...)
	} else if i < 0 {
		out = append([]store.Channel{standardChannel(org, teams)}, out...)
	}
	return out, teams, err
}

// formOf is a version of a channel's form; 0 is the standard one.
func formOf(tx *store.Tx, org tatm.OrgID, id tatm.ChannelID, n int64) (tatm.Form, error) {
	if n == 0 {
		return tatm.StandardForm(), nil
	}
	fs, err := tx.Forms(org, id, n)
	if err == nil && len(fs) == 0 {
		err = absent()
	}
	if err != nil {
		return tatm.Form{}, err
	}
	return fs[0].Form, nil
}

// cameBy is the channel that a report came by, as it is called now, and the
// version of its form that the reporter answered.
func cameBy(tx *store.Tx, org tatm.OrgID, r tatm.Report) (name string, f tatm.Form, err error) {
	if r.Through == "" {
		return "", tatm.StandardForm(), nil
	}
	all, _, err := channelsOf(tx, org)
	if err != nil {
		return "", f, err
	}
	for _, c := range all {
		if c.ID == r.Through {
			name = c.Name
		}
	}
	f, err = formOf(tx, org, r.Through, r.Form)
	return name, f, err
}

// ChannelsView is the channels of an organisation.
type ChannelsView struct {
	Channels []store.Channel
	Teams    []store.Team
}

// SeeChannels lists the channels.
func (d Desk) SeeChannels(ctx context.Context) (v ChannelsView, err error) {
	err = d.ask(ctx, opChannelList, func(o *office) error {
		v.Channels, v.Teams, err = channelsOf(o.Tx, o.Org)
		return err
	})
	return v, err
}

// ChannelView is one channel with every version of its form.
type ChannelView struct {
	store.Channel
	InForce tatm.Form
	Forms   []tatm.FormVersion // newest first
	Teams   []store.Team
	Names   Names
}

// SeeChannel shows a channel.
func (d Desk) SeeChannel(ctx context.Context, id tatm.ChannelID) (v ChannelView, err error) {
	err = d.ask(ctx, opChannelSee, func(o *office) error {
		if v.Channel, v.Teams, err = o.channel(id); err != nil {
			return err
		}
		if v.Forms, err = o.Tx.Forms(o.Org, id, 0); err != nil {
			return err
		}
		if v.InForce, err = formOf(o.Tx, o.Org, id, v.Form); err != nil {
			return err
		}
		v.Names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return v, err
}

func (o *office) channel(id tatm.ChannelID) (store.Channel, []store.Team, error) {
	all, teams, err := channelsOf(o.Tx, o.Org)
	if err != nil {
		return store.Channel{}, nil, err
	}
	i := slices.IndexFunc(all, func(c store.Channel) bool { return c.ID == id })
	if i < 0 {
		return store.Channel{}, nil, absent()
	}
	return all[i], teams, nil
}

// KeepChannel keeps what a channel is: a new one where id is empty, else the
// next version of one; seen is the version that was changed.
func (d Desk) KeepChannel(ctx context.Context, id tatm.ChannelID, seen int64, ch tatm.PublicChannel) (tatm.ChannelID, error) {
	made, err := d.office(ctx, opChannelKeep, func(o *office) error {
		row := store.Channel{Org: o.Org, ID: tatm.ChannelID(newID(o.Now, 0)), Made: o.Now}
		if id != "" {
			var err error
			if row, _, err = o.channel(id); err != nil {
				return err
			}
			if row.Version != seen {
				return fault.New(fault.Conflict, "record.changed")
			}
		}
		if err := tatm.CheckChannel(row.ID, ch); err != nil {
			return err
		}
		if err := o.mayStand(row.ID, ch); err != nil {
			return err
		}
		row.Version, row.PublicChannel = row.Version+1, ch
		if row.Version == 1 {
			row.Made = o.Now
		}
		o.run.made.Entry = tatm.EntryID(row.ID)
		note(&o.facts, "channel", row.ID)
		note(&o.facts, "team", ch.Team)
		kept, err := o.SaveChannel(row)
		if err == nil && !kept {
			err = fault.New(fault.Conflict, "record.changed")
		}
		return err
	})
	return tatm.ChannelID(made.Entry), err
}

// mayStand holds that a channel's team exists and nobody else has its address.
func (o *office) mayStand(id tatm.ChannelID, ch tatm.PublicChannel) error {
	all, teams, err := channelsOf(o.Tx, o.Org)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(teams, func(t store.Team) bool { return t.ID == ch.Team }) {
		return fault.Bad("team", "field.choose")
	}
	for _, c := range all {
		if c.ID != id && c.Slug != "" && c.Slug == ch.Slug {
			return fault.Bad("slug", "channel.slug-taken")
		}
		if c.ID != id && c.Host != "" && c.Host == ch.Host {
			return fault.Bad("host", "channel.host-taken")
		}
	}
	return nil
}

// KeepForm makes a form the one in force, as the next version; seen is the one
// that was changed. Earlier versions stay, for the reports that answered them.
func (d Desk) KeepForm(ctx context.Context, id tatm.ChannelID, seen int64, f tatm.Form) (Made, error) {
	return d.office(ctx, opFormKeep, func(o *office) error {
		row, _, err := o.channel(id)
		if err != nil {
			return err
		}
		if row.Form != seen {
			return fault.New(fault.Conflict, "record.changed")
		}
		if err := tatm.CheckForm(f, row.Languages); err != nil {
			return err
		}
		f.N = row.Form + 1
		row.Form, row.Version = f.N, row.Version+1
		if row.Version == 1 {
			row.Made = o.Now
		}
		note(&o.facts, "channel", row.ID)
		note(&o.facts, "form", formNumber(f.N))
		added, err := o.AddForm(o.Org, id, tatm.FormVersion{Form: f, Made: o.Now, By: d.who.ID})
		kept := false
		if err == nil && added {
			kept, err = o.SaveChannel(row)
		}
		if err == nil && !kept {
			err = fault.New(fault.Conflict, "record.changed")
		}
		return err
	})
}

// formNumber is the number of a form's version in an audit line.
func formNumber(n int64) tatm.EntryID { return tatm.EntryID(strconv.FormatInt(n, 10)) }
