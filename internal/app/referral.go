package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Who refers without being of the team (an affiliate with a sign-in, a partner
// with a link) sees their own referrals as a reporter sees a report: fixed
// words for where it stands, and what the team wrote to them.

// referralsMost is a page of referrals.
const referralsMost = 20

// Referral is one of somebody's own referrals.
type Referral struct {
	File    tatm.FileID
	Number  int64
	Made    time.Time
	Status  tatm.ThreadStatus
	Replies []tatm.Item[tatm.Reply]
}

// ReferralsView is what somebody who refers is shown.
type ReferralsView struct {
	Referrals []Referral
	Next      tatm.FileID // where the next page begins
	Teams     []TeamName  // where they may refer to
	Briefed   time.Time   // when they last read what to know; zero: never
	Due       bool        // they should read it now
}

// TeamName is a team by its name.
type TeamName struct {
	ID   tatm.TeamID
	Name string
}

// referrer is who refers, for the list of their own.
func (d Desk) referrer() string {
	if d.refers != "" {
		return d.refers
	}
	return string(d.who.ID)
}

// refersFrom reports whether the actor only refers to a team: the report is
// then a referral of theirs, and they see no more of it.
func (d Desk) refersFrom(team tatm.TeamID, now time.Time) bool {
	if d.refers != "" {
		return true
	}
	roles := d.who.RolesIn(team, now)
	return slices.Contains(roles, tatm.Affiliate) && !slices.ContainsFunc(roles, func(r tatm.Role) bool { return slices.Contains(screeners, r) })
}

// MyReferrals lists the asker's own referrals.
func (d Desk) MyReferrals(ctx context.Context, after tatm.FileID) (v ReferralsView, err error) {
	err = d.ask(ctx, opReferralList, func(o *office) error {
		v = ReferralsView{}
		if v.Briefed, err = o.Briefed(o.Org, d.referrer()); err != nil {
			return err
		}
		v.Due = v.Briefed.IsZero() || !v.Briefed.Add(tatm.BriefingLasts).After(o.Now)
		teams, err := o.Teams(o.Org)
		if err != nil {
			return err
		}
		for _, t := range teams {
			if !d.who.Clock && d.refersFrom(t.ID, o.Now) {
				v.Teams = append(v.Teams, TeamName{t.ID, t.Name})
			}
		}
		ids, err := o.Referrals(o.Org, d.referrer(), after, referralsMost+1)
		if err != nil {
			return err
		}
		if len(ids) > referralsMost {
			ids = ids[:referralsMost]
			v.Next = ids[referralsMost-1]
		}
		for _, id := range ids {
			_, row, found, err := o.Head(o.Org, id, "", o.Now, false)
			if err != nil || !found {
				return err
			}
			f, err := o.Whole(row)
			if err != nil {
				return err
			}
			v.Referrals = append(v.Referrals, Referral{File: id, Number: row.Number, Made: row.Opened, Status: tatm.ThreadOf(f), Replies: tatm.All[tatm.Reply](f)})
		}
		return nil
	})
	return v, err
}

// AddToReferral adds what somebody knows beside their own referral, as a
// reporter does in a thread.
func (d Desk) AddToReferral(ctx context.Context, on tatm.FileID, text string) (Made, error) {
	return d.office(ctx, opReferralWrite, func(o *office) error {
		mine, err := o.Referred(o.Org, d.referrer(), on)
		if err != nil || !mine {
			return firstErr(err, absent())
		}
		_, row, found, err := o.Tx.Head(o.Org, on, "", o.Now, true)
		if err != nil || !found {
			return firstErr(err, absent())
		}
		whole, err := o.Whole(row)
		if err != nil {
			return err
		}
		o.byFile = true
		w := o.run.work(o.Tx, row, whole, nil, nil)
		if _, err := w.add(tatm.Addition{Text: text, From: "reporter"}, Circumstance{}); err != nil {
			return err
		}
		if err := w.post("reporter-wrote", row.Head.Owner, w.Now); err != nil {
			return err
		}
		err = w.inCases(func(kase *work) error {
			if _, tied := tie(kase, on); tied {
				kase.put(tatm.Observation{Text: text, Report: on})
			}
			return nil
		})
		if err != nil {
			return err
		}
		return w.keep()
	})
}

// ReadBriefing notes that the asker read what to know before referring.
func (d Desk) ReadBriefing(ctx context.Context) (Made, error) {
	return d.office(ctx, opReferralBrief, func(o *office) error {
		return o.KeepBriefing(o.Org, d.referrer(), o.Now)
	})
}

// refer puts a referral down as whose it is: by a partner, with who they are in
// the reporter's compartment.
func (w *work) refer(r *tatm.Report, from *tatm.Reporter) error {
	d := w.run.desk
	r.Channel = tatm.ByPartner
	if d.refers == "" && *from == (tatm.Reporter{}) {
		m, found, err := w.tx.Member(w.row.Org, d.who.ID)
		if err != nil || !found {
			return firstErr(err, fault.Bad("name", "field.person"))
		}
		*from = tatm.Reporter{Name: m.Name, Contact: m.Mail, Relation: string(w.seat().Discipline)}
	}
	return w.tx.AddReferral(w.row.Org, d.referrer(), w.row.ID, w.Now)
}
