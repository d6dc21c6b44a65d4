package app

import (
	"context"
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
}

// DeskView is what waits for a person: overdue, due soon, raised, asked.
type DeskView struct {
	Now      time.Time
	Lines    []DeskLine // cases: mine, and the team's where nobody in particular is named
	Reports  []store.DocketLine
	Meetings []store.DocketLine
	More     bool
	Names    Names
}

// deskAhead is how far the desk looks ahead.
const deskAhead = 7 * 24 * time.Hour

// SeeDesk shows what is due for the asker in cases.
func (d Desk) SeeDesk(ctx context.Context) (v DeskView, err error) {
	err = d.list(ctx, opDeskSee, tatm.CaseFile, func(s *survey) error {
		v = DeskView{Now: s.Now}
		lines, err := s.Docket(store.DocketFilter{Owner: d.who.ID, Until: s.Now.Add(deskAhead), Limit: 60})
		if err != nil {
			return err
		}
		if len(lines) > 60 {
			lines, v.More = lines[:60], true
		}
		titles := map[tatm.FileID]string{}
		for _, l := range lines {
			if _, known := titles[l.File]; !known {
				if titles[l.File], err = s.title(l.File); err != nil {
					return err
				}
			}
			v.Lines = append(v.Lines, DeskLine{l, titles[l.File]})
		}
		v.Names, err = s.names()
		return err
	})
	return v, err
}

// title is what a case is called, for who may see it.
func (s *survey) title(id tatm.FileID) (string, error) {
	row, ok, err := s.One(id)
	if err != nil || !ok {
		return "", err
	}
	es, err := s.Openings([]store.ListRow{row}, "case")
	for _, e := range es[id] {
		if c, ok := e.Record.(tatm.Case); ok {
			return c.Title, err
		}
	}
	return "", err
}

// WaitingReports lists the reports that wait to be taken or screened.
func (d Desk) WaitingReports(ctx context.Context) (lines []store.DocketLine, err error) {
	err = d.list(ctx, opDeskReports, tatm.ReportFile, func(s *survey) error {
		lines, err = s.Docket(store.DocketFilter{Until: s.Now.Add(deskAhead), Limit: 20})
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
