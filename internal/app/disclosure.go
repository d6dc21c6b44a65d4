package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// DraftDisclosure keeps a disclosure while it is written: what would go, to
// whom, for what, on which basis. Nothing leaves by it. What the author may not
// see cannot be among its items.
func (d Desk) DraftDisclosure(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, x tatm.Disclosure) (Made, error) {
	return d.do(ctx, opDisclosureDraft, on, func(w *work) error {
		x.Covered, x.Copy, x.By, x.Released, x.Dropped = nil, 0, w.who(), time.Time{}, ""
		if id != "" {
			was, err := w.draft(id)
			if err != nil {
				return err
			}
			x.Covered = slices.DeleteFunc(slices.Clone(was.Rec.Covered), func(c tatm.Covered) bool { return !slices.Contains(x.Items, c.Item) })
		}
		if err := w.mine(x.Items); err != nil { // first, and alone: what else is wrong would tell of an item that is hidden
			return err
		}
		if err := w.lawful(x); err != nil {
			return err
		}
		return w.keepOne(id, seen, x, Circumstance{}, w.keptUnder(x.Regime(w.file), x)...)
	})
}

// draft finds a disclosure that has not gone.
func (w *work) draft(id tatm.EntryID) (tatm.Item[tatm.Disclosure], error) {
	x, err := find[tatm.Disclosure](w, id)
	if err == nil && x.Rec.State() != "draft" {
		err = fault.New(fault.Conflict, "disclosure.gone")
	}
	return x, err
}

// mine holds that the actor sees every item: nobody can give away what they may
// not see, and an item they may not see answers like one that is not there.
func (w *work) mine(items []tatm.EntryID) error {
	f, err := w.File()
	if err != nil {
		return err
	}
	for _, id := range items {
		if !slices.ContainsFunc(f.Entries, func(e tatm.Entry) bool { return e.ID == id }) {
			return fault.Bad("items", "disclosure.item")
		}
	}
	return nil
}

// lawful holds the disclosure against its legal basis, its consent or agreement,
// and whoever may not be contacted.
func (w *work) lawful(x tatm.Disclosure) error {
	b, ok := w.run.desk.app.library.Basis(x.Basis)
	if !ok {
		return fault.Bad("basis", "field.choose")
	}
	var errs []error
	bad := func(field, code string, args ...string) { errs = append(errs, fault.Bad(field, code, args...)) }
	for _, e := range w.file.Entries {
		if slices.Contains(x.Items, e.ID) && !b.May(e.Regime) {
			bad("basis", "disclosure.carries", string(e.Regime))
			break
		}
	}
	hidden := tatm.VeilsOf(w.file.Entries)
	if slices.ContainsFunc(x.Items, hidden.Over) {
		bad("items", "disclosure.hidden") // ranges are of the text as it stands, hidden passages and all
	}
	if b.Asks("threat") && strings.TrimSpace(x.Threat) == "" {
		bad("threat", "disclosure.threat")
	}
	if b.Asks("consent") {
		errs = append(errs, w.consented(x))
	}
	if b.Asks("agreement") {
		if a, ok := tatm.Find[tatm.Agreement](w.file, x.Agreement); !ok || !a.Rec.Holds(w.Now) || w.visible(a.ID) != nil {
			bad("agreement", "disclosure.agreement")
		}
	}
	return errors.Join(append(errs, w.reachable("to", x.To))...)
}

// consented holds that a consent covers the recipient and still holds: a
// revoked, refused or ended one stops what has not yet gone.
func (w *work) consented(x tatm.Disclosure) error {
	c, ok := tatm.Find[tatm.Consent](w.file, x.Consent)
	if !ok || w.visible(c.ID) != nil {
		return fault.Bad("consent", "disclosure.consent")
	}
	if s := c.Rec.State(w.file, w.Now); s != "given" {
		return fault.Bad("consent", "disclosure.consent-over")
	}
	if !c.Rec.Names(x.To) {
		return fault.Bad("to", "disclosure.not-named")
	}
	return nil
}

// reachable refuses somebody whose contact is barred, with the reason for who
// may see it.
func (w *work) reachable(field, to string) error {
	g, ok := tatm.GuardianNamed(w.file, to)
	if !ok || !g.Rec.Bars(w.Now) {
		return nil
	}
	if w.visible(g.ID) != nil {
		return fault.Bad(field, "guardian.barred-elsewhere")
	}
	return fault.Bad(field, "guardian.barred", g.Rec.Name, g.Rec.Why)
}

// keptUnder puts an entry under a regime. One that its author sees only by a
// share, which shows single entries, is kept for the author alone: nobody else
// may read in it whom something closer went to.
func (w *work) keptUnder(r tatm.Regime, rec tatm.Record) []how {
	if w.Scope().Shows(tatm.Entry{Regime: r, Record: rec}, nil) {
		return []how{under(r), onlyFor("")}
	}
	return []how{under(tatm.General), onlyFor(w.who())}
}

// CoverWords takes words out of a draft: every place of the item at which they
// stand. It can be taken back until the copy goes.
func (d Desk) CoverWords(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, item tatm.EntryID, words, why string) (Made, error) {
	return d.do(ctx, opDisclosureCover, on, func(w *work) error {
		x, err := w.draft(id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == item && slices.Contains(x.Rec.Items, item) })
		if i < 0 {
			return fault.Bad("item", "field.choose")
		}
		if why = strings.TrimSpace(why); why == "" {
			return fault.Bad("why", "field.missing")
		}
		found := tatm.Cover(w.file.Entries[i], words, why)
		if len(found) == 0 {
			return fault.Bad("words", "cover.none")
		}
		x.Rec.Covered = append(slices.Clip(x.Rec.Covered), found...)
		return w.mend(id, seen, x.Rec, Circumstance{})
	})
}

// UncoverWords takes back what was taken out of an item of a draft.
func (d Desk) UncoverWords(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, item tatm.EntryID) (Made, error) {
	return d.do(ctx, opDisclosureUncover, on, func(w *work) error {
		x, err := w.draft(id)
		if err != nil {
			return err
		}
		x.Rec.Covered = slices.DeleteFunc(slices.Clone(x.Rec.Covered), func(c tatm.Covered) bool { return c.Item == item })
		return w.mend(id, seen, x.Rec, Circumstance{})
	})
}

// Release gives the copy its number and writes down, item by item, what goes:
// from then on neither the words nor what was taken out of them can change.
func (d Desk) Release(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64) (Made, error) {
	return d.do(ctx, opDisclosureRelease, on, func(w *work) error {
		x, err := w.draft(id)
		if err != nil {
			return err
		}
		if x.Version != seen {
			return fault.New(fault.Conflict, "record.changed")
		}
		if err := w.mine(x.Rec.Items); err != nil {
			return err
		}
		if err := errors.Join(w.lawful(x.Rec), tatm.Check(w.file, x.Rec, w.Now)); err != nil {
			return err
		}
		if len(x.Rec.Missed(w.file)) > 0 {
			return fault.New(fault.Conflict, "cover.changed")
		}
		goes := x.Rec.Goes(w.file)
		x.Rec.Copy, x.Rec.By, x.Rec.Released = tatm.NextCopy(w.file), w.who(), w.Now
		w.run.made.Number = int64(x.Rec.Copy)
		if err := w.revise(id, seen, x.Rec, w.keptUnder(x.Rec.Regime(w.file), x.Rec)...); err != nil {
			return err
		}
		for _, r := range goes {
			r.Rec.Disclosure = id
			w.put(r.Rec, append(w.keptUnder(r.Regime, r.Rec), happened(r.HappenedAt))...)
		}
		return nil
	})
}

// DropDisclosure gives up a draft, with the reason.
func (d Desk) DropDisclosure(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opDisclosureDrop, on, func(w *work) error {
		x, err := w.draft(id)
		if err != nil {
			return err
		}
		if x.Rec.Dropped = strings.TrimSpace(why); x.Rec.Dropped == "" {
			return fault.Bad("dropped", "field.missing")
		}
		return w.mend(id, x.Version, x.Rec, Circumstance{})
	})
}

// DiscloseInEmergency writes down what was told in a health or safety
// emergency. It asks for no fresh proof: nothing of the file leaves by it, and
// what was said on the telephone is to be on record within the minute.
func (d Desk) DiscloseInEmergency(ctx context.Context, on tatm.FileID, x tatm.EmergencyDisclosure, c Circumstance) (Made, error) {
	return d.do(ctx, opDisclosureEmergency, on, func(w *work) error {
		x.Copy = tatm.NextCopy(w.file)
		w.run.made.Number = int64(x.Copy)
		_, err := w.add(x, c)
		return err
	})
}
