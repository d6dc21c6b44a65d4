package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// RecordsView is how long one file is kept, and what stops or hastens its end.
// The records officer sees no more of the file than its head and this.
type RecordsView struct {
	Row      store.Row
	File     tatm.File // as far as the asker may see it
	Kept     tatm.Kept
	Over     bool // the file is no longer worked on
	Validate map[tatm.EntryID]time.Time
	Proposal *tatm.Item[tatm.PurgeProposal]
	Lacks    []tatm.Missing // in the way of what was proposed
	Names    Names
	Now      time.Time
	Me       tatm.ActorID
	Roles    []tatm.Role
}

// SeeRecords shows how long a file is kept. The class and the days are
// worked out from the whole file; nothing else of it leaves.
func (d Desk) SeeRecords(ctx context.Context, on tatm.FileID) (v RecordsView, err error) {
	err = d.see(ctx, opRecordsSee, on, func(s *sight) error {
		v = RecordsView{Row: s.Head(), Now: s.Now, Me: d.who.ID, Roles: s.Scope().Roles()}
		if v.File, err = s.File(); err != nil {
			return err
		}
		whole, err := s.tx.Whole(v.Row)
		if err != nil {
			return err
		}
		p := d.app.packOf(whole)
		v.Kept, v.Over = tatm.Keeping(whole, p)
		v.Validate = tatm.Validations(whole, p)
		if q, ok := tatm.Proposed(whole); ok {
			v.Proposal = &q
			if v.Lacks, err = d.app.purgeLacks(s.tx, v.Row, whole, q.Rec.Rule, s.Now); err != nil {
				return err
			}
		}
		v.Names, err = namesOf(s.tx, d.who.Org)
		return err
	})
	return v, err
}

// RecordsDesk is what is due on the records officer's desk, and what was purged
// last.
type RecordsDesk struct {
	Lines []store.DocketLine
	Now   time.Time
	Names Names
}

// recordsMost is how many lines of each kind of file the desk shows; the rest
// follows when those are done.
const recordsMost = 50

// SeeRecordsDesk shows what is due for the records officer, the oldest first.
func (d Desk) SeeRecordsDesk(ctx context.Context) (v RecordsDesk, err error) {
	err = d.list(ctx, opRecordsDesk, tatm.CaseFile, func(s *survey) error {
		v = RecordsDesk{Now: s.Now}
		for _, kind := range []tatm.FileKind{tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile} {
			scope, err := access.DecideList(d.who, opRecordsDesk, kind, s.Now)
			if err != nil {
				return err
			}
			lines, err := s.tx.Lists(scope).Docket(store.DocketFilter{Owner: tatm.RecordsDesk, Own: true, Until: s.Now.Add(deskAhead), Limit: recordsMost})
			if err != nil {
				return err
			}
			v.Lines = append(v.Lines, lines...)
		}
		slices.SortStableFunc(v.Lines, func(a, b store.DocketLine) int { return a.At.Compare(b.At) })
		v.Names, err = s.names()
		return err
	})
	return v, err
}

// PlaceHold keeps a file from being purged until it is released.
func (d Desk) PlaceHold(ctx context.Context, on tatm.FileID, h tatm.Hold) (Made, error) {
	return d.do(ctx, opHoldPlace, on, func(w *work) error {
		if err := w.mayHold(); err != nil {
			return err
		}
		h.Released, h.Why = time.Time{}, ""
		_, err := w.add(h, Circumstance{})
		return err
	})
}

// ReleaseHold ends a hold, or, given a later day, keeps it and looks again then.
func (d Desk) ReleaseHold(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, why string, look time.Time) (Made, error) {
	return d.do(ctx, opHoldRelease, on, func(w *work) error {
		if err := w.mayHold(); err != nil {
			return err
		}
		h, err := find[tatm.Hold](w, id)
		if err != nil {
			return err
		}
		if !h.Rec.Released.IsZero() {
			return fault.New(fault.Conflict, "record.changed")
		}
		if why == "" {
			return fault.Bad("why", "field.missing")
		}
		h.Rec.Why = why
		if h.Rec.Look = look; look.IsZero() {
			h.Rec.Look, h.Rec.Released = w.Now, w.Now
		}
		return w.mend(id, seen, h.Rec, Circumstance{})
	})
}

// mayHold lets in who may place and release a hold: who keeps the records,
// who presides, and counsel, whatever their role.
func (w *work) mayHold() error {
	for _, r := range w.roles {
		if slices.Contains(keepers, r) {
			return nil
		}
	}
	for _, s := range w.run.desk.who.Holds(w.run.now) {
		if s.Discipline == tatm.LegalCounsel && (s.Team == w.row.Team || s.Team == "") {
			return nil
		}
	}
	return fault.New(fault.Conflict, "hold.who")
}

// NoteMilestone notes an event that a time of keeping counts from.
func (d Desk) NoteMilestone(ctx context.Context, on tatm.FileID, m tatm.Milestone) (Made, error) {
	return d.do(ctx, opMilestoneNote, on, func(w *work) error {
		_, err := w.add(m, Circumstance{})
		return err
	})
}

// NoteChallenge writes down that somebody challenges the file.
func (d Desk) NoteChallenge(ctx context.Context, on tatm.FileID, c tatm.Challenge) (Made, error) {
	return d.do(ctx, opChallengeNote, on, func(w *work) error {
		c.Decided, c.Why, c.When = "", "", time.Time{}
		_, err := w.add(c, Circumstance{})
		return err
	})
}

// DecideChallenge answers a challenge, with the reason. It destroys nothing by
// itself.
func (d Desk) DecideChallenge(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, decided, why string) (Made, error) {
	return d.do(ctx, opChallengeDecide, on, func(w *work) error {
		c, err := find[tatm.Challenge](w, id)
		if err != nil {
			return err
		}
		if c.Rec.Decided != "" {
			return fault.New(fault.Conflict, "record.changed")
		}
		if decided == "" {
			return fault.Bad("decided", "field.choose")
		}
		c.Rec.Decided, c.Rec.Why, c.Rec.When = decided, why, w.Now
		return w.mend(id, seen, c.Rec, Circumstance{})
	})
}

// ValidateEntry says that an intelligence entry was looked at and may stay. Who
// says so must be cleared to see it.
func (d Desk) ValidateEntry(ctx context.Context, on tatm.FileID, v tatm.Validation) (Made, error) {
	return d.do(ctx, opEntryValidate, on, func(w *work) error {
		if err := w.visible(v.Of); err != nil {
			return fault.Bad("of", "field.choose")
		}
		_, err := w.add(v, Circumstance{})
		return err
	})
}
