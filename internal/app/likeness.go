package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// SamePerson says that two files are about one person: two teams know them, or
// one file was made twice. Each file keeps its entries and its team; both say
// so, and each shows the other only to who may see that one too.
func (d Desk) SamePerson(ctx context.Context, on, other tatm.FileID, basis string) (Made, error) {
	return d.many(ctx, opPersonSame, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		return found(of, on, other, tatm.SamePerson{Verdict: tatm.SameOne, Basis: basis})
	})
}

// DifferPerson says that two files are about two people, or that it cannot be
// told yet. Two people are not asked about again.
func (d Desk) DifferPerson(ctx context.Context, on, other tatm.FileID, verdict tatm.Verdict, basis string) (Made, error) {
	return d.many(ctx, opPersonDiffer, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		if verdict != tatm.OtherOne && verdict != tatm.Unsure {
			return fault.Bad("verdict", "field.choose")
		}
		return found(of, on, other, tatm.SamePerson{Verdict: verdict, Basis: basis})
	})
}

// found puts a finding down in both files, as the next version of what stood
// there.
func found(of map[tatm.FileID]*work, on, other tatm.FileID, s tatm.SamePerson) error {
	if on == other {
		return fault.Bad("other", "field.person-file")
	}
	for id, w := range of {
		if w.row.Kind != tatm.PersonFile {
			return absent()
		}
		s.Other = on
		if id == on {
			s.Other = other
		}
		was, before := tatm.Between(w.file, s.Other)
		if before && was.Rec.Found() == s.Verdict && s.Verdict != tatm.Unsure {
			return fault.New(fault.Conflict, "person.same-already")
		}
		var entry tatm.EntryID
		if before {
			entry, s.Split = was.ID, was.Rec.Split
		}
		if err := w.keepOne(entry, was.Version, s, Circumstance{}); err != nil {
			return err
		}
	}
	return nil
}

// ApartPerson takes back what was found about two files, for a reason, in both:
// they may be asked about again.
func (d Desk) ApartPerson(ctx context.Context, on, other tatm.FileID, why string) (Made, error) {
	return d.many(ctx, opPersonApart, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		if why == "" {
			return fault.Bad("undone", "field.missing")
		}
		for id, w := range of {
			there := on
			if id == on {
				there = other
			}
			s, ok := tatm.Between(w.file, there)
			if !ok || s.Rec.Found() == "" {
				return absent()
			}
			s.Rec.Undone = why
			if err := w.mend(s.ID, s.Version, s.Rec, Circumstance{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// SplitPerson begins a file with entries of another one that were somebody
// else's. There they are withdrawn with the reason, never deleted, both files
// say of each other that they are two people, and what was linked to the first
// stays linked to it until somebody answers anew. Saying later that the two are
// the same takes it back.
func (d Desk) SplitPerson(ctx context.Context, on tatm.FileID, entries []tatm.EntryID, why string) (Made, error) {
	return d.many(ctx, opPersonSplit, tatm.PersonFile, []tatm.FileID{on}, func(made *work, of map[tatm.FileID]*work) error {
		w := of[on]
		if w.row.Kind != tatm.PersonFile {
			return absent()
		}
		if why == "" {
			return fault.Bad("why", "field.missing")
		}
		for _, id := range entries {
			if err := w.visible(id); err != nil {
				return fault.Bad("entries", "field.choose")
			}
		}
		goes, stays, ok := tatm.SplitOff(w.file, entries, why)
		if !ok {
			return fault.Bad("entries", "split.names")
		}
		for _, e := range goes {
			if _, err := made.add(e.Record, Circumstance{Happened: e.HappenedAt, Regime: e.Regime}); err != nil {
				return err
			}
		}
		for _, e := range stays {
			if err := w.mend(e.ID, e.Version, e.Record, Circumstance{}); err != nil {
				return err
			}
		}
		finding := tatm.SamePerson{Verdict: tatm.OtherOne, Basis: why, Split: true}
		return found(map[tatm.FileID]*work{on: w, made.row.ID: made}, on, made.row.ID, finding)
	})
}
