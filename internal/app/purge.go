package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// ProposePurge is the records officer's word that a file should be destroyed.
// What stands in the way is said at once.
func (d Desk) ProposePurge(ctx context.Context, on tatm.FileID, p tatm.PurgeProposal) (Made, error) {
	return d.do(ctx, opPurgePropose, on, func(w *work) error {
		if _, there := tatm.Proposed(w.file); there {
			return fault.New(fault.Conflict, "purge.proposed")
		}
		p.Withdrawn = ""
		if err := tatm.Check(w.file, p, w.Now); err != nil {
			return err
		}
		if err := w.mayPurge(p.Rule); err != nil {
			return err
		}
		w.put(p)
		return nil
	})
}

// WithdrawPurge takes a proposal back.
func (d Desk) WithdrawPurge(ctx context.Context, on tatm.FileID, why string) (Made, error) {
	return d.do(ctx, opPurgeWithdraw, on, func(w *work) error {
		p, there := tatm.Proposed(w.file)
		if !there {
			return fault.New(fault.Conflict, "purge.none")
		}
		if why == "" {
			return fault.Bad("withdrawn", "field.missing")
		}
		p.Rec.Withdrawn = why
		return w.mend(p.ID, p.Version, p.Rec, Circumstance{})
	})
}

// mayPurge holds what stands in the way against a rule.
func (w *work) mayPurge(rule tatm.PurgeRule) error {
	lacks, err := w.run.desk.app.purgeLacks(w.tx, w.row, w.file, rule, w.clock())
	if err != nil || len(lacks) == 0 {
		return err
	}
	return tatm.Lacking(lacks)
}

// purgeLacks is what stands in the way of purging a file, in it and in the
// files tied to it: a hold that reaches it, or, for a person, work that still
// goes on about them.
func (a *App) purgeLacks(tx *store.Tx, r store.Row, f tatm.File, rule tatm.PurgeRule, now time.Time) ([]tatm.Missing, error) {
	out := tatm.PurgeLacks(f, a.packOf(f), rule, now)
	tied, err := tx.TiedTo(r.Org, r.ID)
	for _, id := range tied {
		_, other, found, err := tx.Head(r.Org, id, "", now, false)
		if err != nil {
			return nil, err
		}
		if !found {
			continue // purged before
		}
		whole, err := tx.Whole(other)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(tatm.HoldsOn(whole), func(h tatm.Item[tatm.Hold]) bool { return h.Rec.Scope == tatm.HoldTied }) {
			out = append(out, tatm.Missing{Screen: tatm.OnRecords, Code: "lacks.hold-tied"})
		}
		if f.Kind == tatm.PersonFile && other.Kind != tatm.PersonFile && (rule == tatm.PurgeDue || other.Head.Closed.IsZero()) {
			out = append(out, tatm.Missing{Screen: tatm.OnRecords, Code: "lacks.tied"})
		}
	}
	slices.SortFunc(out, func(a, b tatm.Missing) int { return cmp.Compare(a.Code, b.Code) })
	return slices.CompactFunc(out, func(a, b tatm.Missing) bool { return a.Code == b.Code }), err
}

// AgreePurge is the second person's word. The file is destroyed in the same
// commit: key, versions, words, letters; then its attachments' chunks, which
// nothing opens any more, and what the database's own files still hold. In
// a team of one the proposer agrees after the pack's wait, and the tombstone
// says so.
func (d Desk) AgreePurge(ctx context.Context, on tatm.FileID) (Made, error) {
	made, err := d.do(ctx, opPurgeAgree, on, func(w *work) error {
		stone, err := w.tombstone()
		if err != nil {
			return err
		}
		note(&w.facts, "kind", tatm.Kind(w.row.Kind))
		note(&w.facts, "rule", stone.Rule)
		w.stone, w.run.made.File = &stone, on
		return nil
	})
	if err != nil {
		return made, err
	}
	return made, d.app.scrub(ctx, d.who.Org)
}

// tombstone holds the rules for two people and says what will stay.
func (w *work) tombstone() (store.Tombstone, error) {
	p, there := tatm.Proposed(w.file)
	if !there {
		return store.Tombstone{}, fault.New(fault.Conflict, "purge.none")
	}
	if err := w.mayPurge(p.Rec.Rule); err != nil {
		return store.Tombstone{}, err
	}
	single := p.RecordedBy == w.who()
	if single {
		n, err := w.people(keepers...)
		if err != nil {
			return store.Tombstone{}, err
		}
		if n > 1 {
			return store.Tombstone{}, fault.New(fault.Conflict, "second.needed")
		}
		if w.clock().Before(w.pack().Due(tatm.ClockSecondWait, p.RecordedAt)) {
			return store.Tombstone{}, fault.New(fault.Conflict, "purge.wait")
		}
	}
	kept, _ := tatm.Keeping(w.file, w.pack())
	return store.Tombstone{
		RetainUntil: kept.Until, Class: kept.Class, Rule: p.Rec.Rule, ProposedBy: p.RecordedBy, ProposedAt: p.RecordedAt,
		AgreedBy: w.who(), AgreedAt: w.clock(), Single: single,
	}, nil
}

// Tombstones are what stays of purged files, the newest first.
type Tombstones struct {
	Stones []store.Tombstone
	Next   time.Time // older ones are before; zero at the end
	Names  Names
}

// tombstonesMost is a page of tombstones.
const tombstonesMost = 50

// ListTombstones lists what was purged, before a time.
func (d Desk) ListTombstones(ctx context.Context, before time.Time) (v Tombstones, err error) {
	err = d.ask(ctx, opTombstoneList, func(o *office) error {
		v = Tombstones{}
		if v.Stones, err = o.Tombstones(o.Org, before, tombstonesMost+1); err != nil {
			return err
		}
		if len(v.Stones) > tombstonesMost {
			v.Stones = v.Stones[:tombstonesMost]
			v.Next = v.Stones[tombstonesMost-1].AgreedAt
		}
		v.Names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return v, err
}

// Certificate is one purge as it is shown and printed: the tombstone and the
// line of the audit that vouches for it.
type Certificate struct {
	Stone store.Tombstone
	Line  store.Line
	Names Names
	Now   time.Time
}

// SeeTombstone shows the certificate of a purge.
func (d Desk) SeeTombstone(ctx context.Context, file tatm.FileID) (v Certificate, err error) {
	err = d.ask(ctx, opTombstoneSee, func(o *office) error {
		v = Certificate{Now: o.Now}
		var found bool
		if v.Stone, found, err = o.Tombstone(o.Org, file); err != nil || !found {
			return firstErr(err, absent())
		}
		lines, err := o.LinesOf(o.Org, file, 0, 100)
		for _, l := range lines {
			if l.Purges() {
				v.Line = l
			}
		}
		if err != nil {
			return err
		}
		v.Names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return v, err
}
