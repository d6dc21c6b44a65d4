package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// CallMeeting calls a sitting of a team.
func (d Desk) CallMeeting(ctx context.Context, team tatm.TeamID, m tatm.Meeting) (Made, error) {
	return d.open(ctx, opMeetingCall, team, tatm.MeetingFile, func(w *work) error {
		m.Pack = d.app.library.PackAt("default", w.Now).Ref()
		_, err := w.add(m, Circumstance{})
		return err
	})
}

// Had are the versions of entries that somebody had before them.
type Had map[tatm.EntryID]int64

// SeatMeeting records who sat in which seat, and who withdrew from which case.
// Who withdrew loses that case from now on. had are the versions of the
// meeting's entries that the asker had before them: who changes what they did
// not see is told.
func (d Desk) SeatMeeting(ctx context.Context, on tatm.FileID, had Had, a tatm.Attendance) (Made, error) {
	return d.many(ctx, opMeetingSeat, "", append([]tatm.FileID{on}, a.Recused...), func(_ *work, of map[tatm.FileID]*work) error {
		w := of[on]
		if w.row.Kind != tatm.MeetingFile {
			return absent()
		}
		for _, id := range a.Recused {
			if err := of[id].recuse(a, w.clock()); err != nil {
				return err
			}
		}
		for _, was := range tatm.All[tatm.Attendance](w.file) {
			if a.Actor != "" && was.Rec.Actor == a.Actor {
				return w.mend(was.ID, had[was.ID], a, Circumstance{})
			}
		}
		_, err := w.add(a, Circumstance{})
		return err
	})
}

// recuse takes a case away from who withdraws from it in a meeting, once. A case
// keeps its owner: who owns it hands it over first.
func (w *work) recuse(a tatm.Attendance, now time.Time) error {
	switch {
	case w.row.Kind != tatm.CaseFile:
		return fault.Bad("recused", "field.choose")
	case a.Actor != "" && w.row.Head.Owner == a.Actor:
		return fault.Bad("recused", "wall.owner-other")
	case tatm.Walled(w.file, a.Actor, now):
		return nil
	}
	w.put(tatm.Wall{Actor: a.Actor, Reason: a.Why, From: now})
	return nil
}

// PutOnAgenda puts cases on the agenda, orders them, or writes the line of one.
// A case that is on it already stays as it is, unless its line or place is given.
func (d Desk) PutOnAgenda(ctx context.Context, on tatm.FileID, had Had, items []tatm.AgendaItem) (Made, error) {
	return d.do(ctx, opMeetingAgenda, on, func(w *work) error {
		for _, item := range items {
			if err := w.agenda(had, item); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *work) agenda(had Had, item tatm.AgendaItem) error {
	for _, was := range tatm.All[tatm.AgendaItem](w.file) {
		if was.Rec.Case != item.Case {
			continue
		}
		if item.Line == "" && item.Place == 0 {
			return nil
		}
		if item.Why = was.Rec.Why; item.Place == 0 {
			item.Place = was.Rec.Place
		}
		if item.Line == "" {
			item.Line = was.Rec.Line
		}
		return w.mend(was.ID, had[was.ID], item, Circumstance{})
	}
	if item.Place == 0 {
		item.Place = len(tatm.All[tatm.AgendaItem](w.file)) + 1
	}
	if err := w.mayName("case", "field.case", opCaseSee, item.Case); err != nil {
		return err
	}
	_, err := w.add(item, Circumstance{})
	return err
}

// WriteMinutes keeps the minutes and says whether the meeting was held.
func (d Desk) WriteMinutes(ctx context.Context, on tatm.FileID, seen int64, text string, held tatm.Tri) (Made, error) {
	return d.do(ctx, opMeetingMinutes, on, func(w *work) error {
		m, ok := tatm.Last[tatm.Meeting](w.file)
		if !ok {
			return absent()
		}
		if held != "" && held != m.Rec.Held {
			m.Rec.Held = held
			if err := w.revise(m.ID, m.Version, m.Rec); err != nil {
				return err
			}
		}
		if text == "" {
			return nil
		}
		n, ok := tatm.Last[tatm.Minutes](w.file)
		if !ok || !n.Rec.Signed.IsZero() {
			_, err := w.add(tatm.Minutes{Text: text, Addendum: ok}, Circumstance{})
			return err
		}
		n.Rec.Text = text
		return w.mend(n.ID, seen, n.Rec, Circumstance{})
	})
}

// SignMinutes signs the minutes. Later changes are addenda.
func (d Desk) SignMinutes(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opMeetingSign, on, func(w *work) error {
		n, ok := tatm.Last[tatm.Minutes](w.file)
		if !ok {
			return fault.Bad("text", "field.missing")
		}
		signed, err := n.Rec.Sign(w.file, w.who(), w.Now)
		if err != nil {
			return err
		}
		return w.mend(n.ID, seen, signed, Circumstance{})
	})
}

// PrintMeeting records a copy of the agenda and the minutes, and returns its
// number.
func (d Desk) PrintMeeting(ctx context.Context, on tatm.FileID, c tatm.MeetingCopy) (copy int, err error) {
	_, err = d.do(ctx, opMeetingPrint, on, func(w *work) error {
		c.Copy = len(tatm.All[tatm.MeetingCopy](w.file)) + 1
		copy = c.Copy
		_, err := w.add(c, Circumstance{})
		return err
	})
	return copy, err
}

// Proposal is a case the docket would put on the agenda, and why.
type Proposal struct {
	Line ListLine
	Why  string
}

// MeetingView is a meeting as its page shows it.
type MeetingView struct {
	Row      store.Row
	File     tatm.File
	Pack     *tatm.Pack
	Missing  []tatm.Discipline // of the quorum
	Proposed []Proposal
	Cases    map[tatm.FileID]ListLine
	Team     []Colleague
	Names    Names
}

// SeeMeeting shows a meeting, with the agenda that the docket proposes.
func (d Desk) SeeMeeting(ctx context.Context, on tatm.FileID) (v MeetingView, err error) {
	err = d.see(ctx, opMeetingSee, on, func(s *sight) error {
		v = MeetingView{Row: s.Head(), Cases: map[tatm.FileID]ListLine{}}
		if v.File, err = s.File(); err != nil {
			return err
		}
		v.Pack = d.app.packOf(v.File)
		v.Missing = tatm.QuorumLacks(v.File, v.Pack)
		if v.Team, err = s.colleagues(v.Row.Team); err != nil {
			return err
		}
		if v.Names, err = namesOf(s.tx, d.who.Org); err != nil {
			return err
		}
		return s.agenda(&v)
	})
	return v, err
}

// agendaWhys are what puts a case on the agenda, in the order of the agenda
// (practice reference 2.6, line 1): what happened since the last meeting, then
// what is due, or overdue, in the docket.
var agendaWhys = []struct {
	why     string
	mark    string // of the catalog "stage" or "emergency", set since the last meeting
	overdue bool   // only if its date has passed
}{
	{why: tatm.DueEmergency}, {why: tatm.DueBackfill}, {why: sinceEmergency, mark: "emergency"}, {why: sinceTriaged, mark: "stage"},
	{why: tatm.DueReview}, {why: tatm.DueExpiry}, {why: tatm.DueRaised}, {why: tatm.DueTask, overdue: true}, {why: tatm.DueIntervention, overdue: true},
	{why: tatm.DueClosure}, {why: tatm.DueStale}, {why: tatm.DueTransfer}, {why: tatm.DueStage, overdue: true},
}

// Why a case is proposed for what happened since the last meeting.
const (
	sinceEmergency = "emergency-since"
	sinceTriaged   = "triaged"
)

// proposedMost is how many cases the docket proposes for one meeting.
const proposedMost = 30

// agendaAhead is how far ahead of the meeting a date counts as due.
const agendaAhead = 48 * time.Hour

func (s *sight) agenda(v *MeetingView) error {
	cases, err := s.lists(opCaseList, tatm.CaseFile)
	if err != nil {
		return err
	}
	sv := &survey{Shelf: cases, Now: s.Now, tx: s.tx, desk: s.desk}
	on := map[tatm.FileID]bool{}
	for _, a := range tatm.All[tatm.AgendaItem](v.File) {
		on[a.Rec.Case] = true
		if err := sv.keepLine(v, a.Rec.Case); err != nil {
			return err
		}
	}
	since, err := s.lastMeeting(v)
	if err != nil {
		return err
	}
	for _, w := range agendaWhys {
		ids, err := sv.due(v, w.why, w.mark, w.overdue, since)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if on[id] || len(v.Proposed) >= proposedMost {
				continue
			}
			on[id] = true
			if err := sv.keepLine(v, id); err != nil {
				return err
			}
			v.Proposed = append(v.Proposed, Proposal{v.Cases[id], w.why})
		}
	}
	return nil
}

// due are the cases that one line of agendaWhys puts on the agenda.
func (s *survey) due(v *MeetingView, why, mark string, overdue bool, since time.Time) ([]tatm.FileID, error) {
	switch mark {
	case "emergency":
		return s.Marked(v.Row.Team, "emergency", "raised", since, proposedMost)
	case "stage":
		return s.Marked(v.Row.Team, "stage", string(tatm.AtTriage), since, proposedMost)
	}
	until := s.Now
	if m, ok := tatm.Last[tatm.Meeting](v.File); ok && !overdue && m.Rec.When.After(until) {
		until = m.Rec.When
	}
	if !overdue {
		until = until.Add(agendaAhead)
	}
	lines, err := s.Docket(store.DocketFilter{Team: v.Row.Team, What: why, Until: until, Limit: proposedMost})
	var ids []tatm.FileID
	for _, l := range lines {
		ids = append(ids, l.File)
	}
	return ids, err
}

// lastMeeting is when the team last sat before this meeting; a month back, the
// longest a team should go without one, if none is on record.
func (s *sight) lastMeeting(v *MeetingView) (time.Time, error) {
	this, _ := tatm.Last[tatm.Meeting](v.File)
	last := this.Rec.When.AddDate(0, -1, 0)
	meetings, err := s.lists(opMeetingList, tatm.MeetingFile)
	if err != nil {
		return last, err
	}
	rows, err := meetings.Files(store.Filter{Team: v.Row.Team, All: true, Order: store.ByNumber, Limit: 10})
	if err != nil {
		return last, err
	}
	held, err := meetings.Openings(rows, "meeting")
	for _, r := range rows {
		m, ok := tatm.Last[tatm.Meeting](tatm.File{Entries: held[r.ID]})
		if ok && r.ID != v.Row.ID && m.Rec.Held == tatm.Yes && m.Rec.When.Before(this.Rec.When) && m.Rec.When.After(last) {
			last = m.Rec.When
		}
	}
	return last, err
}

func (s *survey) keepLine(v *MeetingView, id tatm.FileID) error {
	row, ok, err := s.One(id)
	if err != nil || !ok {
		return err
	}
	es, err := s.Openings([]store.ListRow{row}, "case", "charge")
	v.Cases[id] = ListLine{row, tatm.File{ID: id, Kind: tatm.CaseFile, Number: row.Number, Entries: es[id]}}
	return err
}

// ListMeetings lists meetings, newest first.
func (d Desk) ListMeetings(ctx context.Context, f store.Filter) (v ListView, err error) {
	err = d.list(ctx, opMeetingList, tatm.MeetingFile, func(s *survey) error {
		v, err = s.page(f, "meeting")
		return err
	})
	slices.SortStableFunc(v.Rows, func(a, b ListLine) int { return int(b.Number - a.Number) })
	return v, err
}
