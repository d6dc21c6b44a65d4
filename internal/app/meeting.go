package app

import (
	"context"
	"slices"

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

// SeatMeeting records who sat in which seat, and who withdrew from which case.
// Who withdrew loses that case from now on.
func (d Desk) SeatMeeting(ctx context.Context, on tatm.FileID, a tatm.Attendance) (Made, error) {
	return d.many(ctx, opMeetingSeat, "", append([]tatm.FileID{on}, a.Recused...), func(_ *work, of map[tatm.FileID]*work) error {
		w := of[on]
		if w.row.Kind != tatm.MeetingFile {
			return absent()
		}
		for _, id := range a.Recused {
			if of[id].row.Kind != tatm.CaseFile || a.Actor == "" {
				return fault.Bad("recused", "field.choose")
			}
			of[id].put(tatm.Wall{Actor: a.Actor, Reason: "recused in the meeting: " + a.Why, From: w.clock()})
		}
		for _, was := range tatm.All[tatm.Attendance](w.file) {
			if a.Actor != "" && was.Rec.Actor == a.Actor {
				return w.mend(was.ID, was.Version, a, Circumstance{})
			}
		}
		_, err := w.add(a, Circumstance{})
		return err
	})
}

// PutOnAgenda puts cases on the agenda, or writes the line of one.
func (d Desk) PutOnAgenda(ctx context.Context, on tatm.FileID, items []tatm.AgendaItem) (Made, error) {
	return d.do(ctx, opMeetingAgenda, on, func(w *work) error {
		for _, item := range items {
			if err := w.agenda(item); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *work) agenda(item tatm.AgendaItem) error {
	if item.Place == 0 {
		item.Place = len(tatm.All[tatm.AgendaItem](w.file)) + 1
	}
	for _, was := range tatm.All[tatm.AgendaItem](w.file) {
		if was.Rec.Case == item.Case {
			item.Place, item.Why = was.Rec.Place, was.Rec.Why
			return w.revise(was.ID, was.Version, item)
		}
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
		n.Rec.Signed, n.Rec.SignedBy = w.Now, w.who()
		return w.mend(n.ID, seen, n.Rec, Circumstance{})
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

// agendaWhys are the docket lines that put a case on the agenda, in the order
// of the agenda (practice reference 2.6, line 1).
var agendaWhys = []string{
	tatm.DueEmergency, tatm.DueBackfill, tatm.DueRaised, tatm.DueStale, tatm.DueReview, tatm.DueExpiry,
	tatm.DueStage, tatm.DueTask, tatm.DueIntervention, tatm.DueClosure,
}

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
	lines, err := cases.Docket(store.DocketFilter{Team: v.Row.Team, Until: s.Now.AddDate(0, 0, 2), Limit: 100})
	if err != nil {
		return err
	}
	for _, why := range agendaWhys {
		for _, l := range lines {
			if l.What != why || on[l.File] || len(v.Proposed) >= 30 {
				continue
			}
			on[l.File] = true
			if err := sv.keepLine(v, l.File); err != nil {
				return err
			}
			v.Proposed = append(v.Proposed, Proposal{v.Cases[l.File], why})
		}
	}
	return nil
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
