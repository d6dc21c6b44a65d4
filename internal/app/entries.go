package app

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Circumstance is what a form may say of an entry beside its record: when it
// happened and under which regime it stands. Both have defaults: now, and what
// the policy pack says of its source and its author's profession.
type Circumstance struct {
	Happened time.Time
	Regime   tatm.Regime
}

func (c Circumstance) hows() []how { return []how{happened(c.Happened), under(c.Regime)} }

func (c Circumstance) check(now time.Time) error {
	var errs []error
	if c.Happened.After(now.Add(time.Minute)) {
		errs = append(errs, fault.Bad("happened", "field.past"))
	}
	if c.Regime != "" {
		known := false
		for _, r := range tatm.Regimes {
			known = known || r == c.Regime
		}
		if !known {
			errs = append(errs, fault.Bad("regime", "field.choose"))
		}
	}
	return errors.Join(errs...)
}

// ids holds that whoever and whatever a record names is named by an id: such
// fields reach lists, shares and the audit in clear, where no text may stand.
func ids(r tatm.Record) error {
	var errs []error
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		code := ""
		switch v.Field(i).Interface().(type) {
		case tatm.ActorID, []tatm.ActorID:
			code = "field.person"
		case tatm.FileID, []tatm.FileID, tatm.EntryID, []tatm.EntryID:
			code = "field.choose"
		default:
			continue
		}
		if !named(v.Field(i)) {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			errs = append(errs, fault.Bad(name, code))
		}
	}
	return errors.Join(errs...)
}

func named(v reflect.Value) bool {
	if v.Kind() != reflect.Slice {
		return v.String() == "" || tatm.ValidID(v.String())
	}
	for i := range v.Len() {
		if !named(v.Index(i)) {
			return false
		}
	}
	return true
}

// add checks a record and puts it.
func (w *work) add(r tatm.Record, c Circumstance, more ...how) (tatm.EntryID, error) {
	if c.Regime == "" {
		c.Regime = w.pack().RegimeOf(r, w.seat())
	}
	f, err := w.citable(r, nil)
	if err = errors.Join(err, tatm.Check(f, r, w.Now), c.check(w.Now), ids(r), w.pack().MayStand(r, "", c.Regime)); err != nil {
		return "", err
	}
	return w.put(r, append(c.hows(), more...)...), nil
}

// mend checks a record and writes it as the next version of an entry that the
// actor may see.
func (w *work) mend(id tatm.EntryID, seen int64, r tatm.Record, c Circumstance, more ...how) error {
	if err := w.visible(id); err != nil {
		return err
	}
	was := w.file.Entries[slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == id })]
	if c.Regime == "" {
		c.Regime = was.Regime
	}
	f, err := w.citable(r, was.Record)
	if err = errors.Join(err, tatm.Check(f, r, w.Now), c.check(w.Now), ids(r), w.pack().MayStand(r, was.Regime, c.Regime)); err != nil {
		return err
	}
	return w.revise(id, seen, r, append(c.hows(), more...)...)
}

// citable is the file that a record is checked against: without the entries it
// names that the actor may not see, so that naming one answers like naming
// none. What the record named before it was mended stays, and what this piece of
// work wrote.
func (w *work) citable(r, was tatm.Record) (tatm.File, error) {
	named := slices.DeleteFunc(cited(r), func(id tatm.EntryID) bool {
		return was != nil && slices.Contains(cited(was), id) || slices.ContainsFunc(w.puts, func(e tatm.Entry) bool { return e.ID == id })
	})
	if len(named) == 0 || w.Records == nil || w.run.desk.who.Clock {
		return w.file, nil
	}
	seen, err := w.File()
	f := w.file
	f.Entries = slices.DeleteFunc(slices.Clone(f.Entries), func(e tatm.Entry) bool {
		return slices.Contains(named, e.ID) && !slices.ContainsFunc(seen.Entries, func(s tatm.Entry) bool { return s.ID == e.ID })
	})
	return f, err
}

// cited are the entries that a record names one by one. Lists of observations
// are left to their own check: a team's demo and its carried cases cite across
// regimes (docs/missing.md).
func cited(r tatm.Record) (out []tatm.EntryID) {
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if id, ok := v.Field(i).Interface().(tatm.EntryID); ok && id != "" {
			out = append(out, id)
		}
	}
	return out
}

// regimeOf is the regime an entry stands under now.
func (w *work) regimeOf(id tatm.EntryID) tatm.Regime {
	i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == id })
	if i < 0 {
		return tatm.General
	}
	return w.file.Entries[i].Regime
}

// keepOne adds a record, or mends the entry id when one is named.
func (w *work) keepOne(id tatm.EntryID, seen int64, r tatm.Record, c Circumstance, more ...how) error {
	if id != "" {
		return w.mend(id, seen, r, c, more...)
	}
	_, err := w.add(r, c, more...)
	return err
}

// find returns an entry of type R that the actor may see, at the version they
// had before them.
func find[R tatm.Record](w *work, id tatm.EntryID) (tatm.Item[R], error) {
	if err := w.visible(id); err != nil {
		return tatm.Item[R]{}, err
	}
	i, ok := tatm.Find[R](w.file, id)
	if !ok {
		return tatm.Item[R]{}, absent()
	}
	return i, nil
}

// asker is who asks, for the rules of the field.
func (w *work) asker() (tatm.Asker, error) {
	n, err := w.teamSize()
	return tatm.Asker{Actor: w.who(), Roles: w.roles, TeamSize: n}, err
}
