package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// docketOf is the filter for what is due by now under one heading.
func docketOf(what string, now time.Time) store.DocketFilter {
	return store.DocketFilter{What: what, Until: now.Add(time.Microsecond), Limit: 100}
}

// lists opens the shelf of a kind for the reader of one file, as far as they
// may list it at all.
func (s *sight) lists(op access.Op, kind tatm.FileKind) (*store.Shelf, error) {
	scope, err := access.DecideList(s.desk.who, op, kind, s.Now)
	if err != nil {
		return s.tx.Lists(access.ListScope{}), nil // lists nothing
	}
	return s.tx.Lists(scope), nil
}

// DeskLine is a line of somebody's desk.
type DeskLine struct {
	store.DocketLine
	Title string
	Next  string // the next action of the case, in words
}

// DeskView is what waits for a person: overdue, due soon, raised, asked.
type DeskView struct {
	Now      time.Time
	Lines    []DeskLine // cases: mine, and the team's where nobody in particular is named
	Reports  []store.DocketLine
	Meetings []store.DocketLine
	Team     []DeskLine // for who presides: what is overdue with others
	More     bool
	Names    Names
}

// deskAhead is how far the desk looks ahead.
const deskAhead = 7 * 24 * time.Hour

// overdueMost is how many overdue lines of others a chair's desk shows; the
// caseload has them all.
const overdueMost = 15

// SeeDesk shows what is due for the asker in cases. Who presides also sees
// what is overdue with others: it climbs to them.
func (d Desk) SeeDesk(ctx context.Context) (v DeskView, err error) {
	err = d.list(ctx, opDeskSee, tatm.CaseFile, func(s *survey) error {
		v = DeskView{Now: s.Now}
		lines, err := s.Docket(store.DocketFilter{Owner: d.who.ID, Until: s.Now.Add(deskAhead), Limit: 60})
		if err != nil {
			return err
		}
		v.More = len(lines) > 60
		titles := map[tatm.FileID]heading{}
		if v.Lines, err = s.titled(lines[:min(60, len(lines))], titles); err != nil {
			return err
		}
		v.Lines = d.asked(v.Lines, s.Now)
		if presides(d.who, s.Now) {
			if v.Team, err = s.climbed(d.who.ID, titles); err != nil {
				return err
			}
		}
		v.Names, err = s.names()
		return err
	})
	return v, err
}

// asked leaves out the questions to a seat that the actor does not hold.
func (d Desk) asked(lines []DeskLine, now time.Time) []DeskLine {
	return slices.DeleteFunc(lines, func(l DeskLine) bool {
		return l.What == tatm.DueQuestion && l.ID != "" && !slices.ContainsFunc(d.who.Holds(now), func(x tatm.Seat) bool {
			return string(x.Discipline) == l.ID && (x.Team == l.Team || x.Team == "")
		})
	})
}

func presides(a access.Actor, now time.Time) bool {
	for _, seat := range a.Holds(now) {
		if seat.Role == tatm.Chair || seat.Role == tatm.Deputy {
			return true
		}
	}
	return false
}

// climbed are the overdue lines that stand on other people's desks.
func (s *survey) climbed(me tatm.ActorID, titles map[tatm.FileID]heading) ([]DeskLine, error) {
	lines, err := s.Docket(store.DocketFilter{Not: tatm.RecordsDesk, Until: s.Now, Limit: 100})
	if err != nil {
		return nil, err
	}
	var out []store.DocketLine
	for _, l := range lines {
		if l.Owner != me && l.Owner != "" && len(out) < overdueMost {
			out = append(out, l)
		}
	}
	return s.titled(out, titles)
}

// heading is what a desk says of a case: what it is called and what is next.
type heading struct{ title, next string }

// titled puts the heading of its case to each line.
func (s *survey) titled(lines []store.DocketLine, known map[tatm.FileID]heading) ([]DeskLine, error) {
	var out []DeskLine
	for _, l := range lines {
		if _, there := known[l.File]; !there {
			h, err := s.heading(l.File)
			if err != nil {
				return nil, err
			}
			known[l.File] = h
		}
		out = append(out, DeskLine{l, known[l.File].title, known[l.File].next})
	}
	return out, nil
}

// heading is that of one case, for who may see it.
func (s *survey) heading(id tatm.FileID) (h heading, err error) {
	row, ok, err := s.One(id)
	if err != nil || !ok {
		return h, err
	}
	es, err := s.Openings([]store.ListRow{row}, "case", "charge")
	for _, e := range es[id] {
		switch r := e.Record.(type) {
		case tatm.Case:
			h.title = r.Title
		case tatm.Charge:
			h.next = r.Next
		}
	}
	return h, err
}

// WaitingReports lists the reports that wait to be taken or screened.
func (d Desk) WaitingReports(ctx context.Context) (lines []store.DocketLine, err error) {
	err = d.list(ctx, opDeskReports, tatm.ReportFile, func(s *survey) error {
		mine, err := s.Docket(store.DocketFilter{Owner: d.who.ID, Own: true, Until: s.Now.Add(deskAhead), Limit: 20})
		if err != nil {
			return err
		}
		all, err := s.Docket(store.DocketFilter{Until: s.Now.Add(deskAhead), Limit: 40})
		lines = slices.Concat(mine, slices.DeleteFunc(all, func(l store.DocketLine) bool {
			return l.Owner == d.who.ID || (l.What == tatm.DueSample && l.Owner != "")
		}))
		lines = lines[:min(len(lines), 30)]
		return err
	})
	return lines, err
}

// ComingMeetings lists meetings ahead and minutes that wait for a signature.
func (d Desk) ComingMeetings(ctx context.Context) (lines []store.DocketLine, err error) {
	err = d.list(ctx, opDeskMeetings, tatm.MeetingFile, func(s *survey) error {
		lines, err = s.Docket(store.DocketFilter{Until: s.Now.Add(2 * deskAhead), Limit: 10})
		return err
	})
	return lines, err
}
