package store

import (
	"slices"
	"time"

	"offramp/internal/tatm"
)

// Keep writes what follows from a change of the file: the rows of docket, mark,
// link, share and wall that differ between before and after, and the head.
// Before is the file as it was read, after as it will be. Nothing else writes
// these tables.
func (t *Tx) Keep(r Row, before, after tatm.File, now time.Time) error {
	var old tatm.Derived
	if len(before.Entries) > 0 {
		old = tatm.Derive(before, t.db.packs)
	}
	d := tatm.Derive(after, t.db.packs)
	if err := t.change(r, old, d); err != nil {
		return err
	}
	if err := t.seekVeiled(r, before, after); err != nil {
		return err
	}
	return t.settle(r, d.Head, now)
}

func (t *Tx) change(r Row, old, d tatm.Derived) error {
	return firstError(
		func() error { return differ(old.Docket, d.Docket, dueKey, t.dropDue(r), t.putDue(r)) },
		func() error { return differ(old.Marks, d.Marks, markKey, t.dropMark(r), t.putMark(r)) },
		func() error { return differ(old.Links, d.Links, linkKey, t.dropLink(r), t.putLink(r)) },
		func() error { return differ(old.Grants, d.Grants, grantKey, t.dropGrant(r), t.putGrant(r)) },
		func() error { return differ(old.Bars, d.Bars, barKey, t.dropBar(r), t.putBar(r)) },
	)
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// differ drops the rows that are gone or changed and puts those that are new
// or changed.
func differ[R comparable, K comparable](old, now []R, key func(R) K, drop, put func(R) error) error {
	have := make(map[K]R, len(old))
	for _, r := range old {
		have[key(r)] = r
	}
	for _, r := range now {
		was, there := have[key(r)]
		delete(have, key(r))
		if there && was == r {
			continue
		}
		if there {
			if err := drop(was); err != nil {
				return err
			}
		}
		if err := put(r); err != nil {
			return err
		}
	}
	gone := make([]R, 0, len(have))
	for _, r := range old {
		if _, still := have[key(r)]; still && !slices.Contains(gone, r) {
			gone = append(gone, r)
		}
	}
	for _, r := range gone {
		if err := drop(r); err != nil {
			return err
		}
	}
	return nil
}

type key3 struct{ a, b, c string }

func dueKey(d tatm.Due) key3   { return key3{string(d.Entry), d.What, d.ID} }
func markKey(m tatm.Mark) key3 { return key3{string(m.Entry), m.Catalog, m.Code} }
func linkKey(l tatm.Link) key3 { return key3{string(l.Entry), string(l.Other), ""} }
func barKey(b tatm.Bar) key3   { return key3{string(b.Entry), string(b.Actor), ""} }
func grantKey(g tatm.Grant) key4 {
	return key4{string(g.Source), string(g.Entry), string(g.Section), string(g.Actor)}
}

type key4 struct{ a, b, c, d string }

func (t *Tx) putDue(r Row) func(tatm.Due) error {
	return func(d tatm.Due) error {
		var done any
		if !d.Done.IsZero() {
			done = stamp(d.Done)
		}
		_, err := t.exec(`INSERT INTO docket (org, file, entry, what, id, kind, team, owner, section, regime, due_at, done_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			r.Org, r.ID, d.Entry, d.What, d.ID, r.Kind, r.Team, d.Owner, d.Section, d.Regime, stamp(d.At), done)
		return wrap(err, "docket of %s", r.ID)
	}
}

func (t *Tx) dropDue(r Row) func(tatm.Due) error {
	return func(d tatm.Due) error {
		_, err := t.exec(`DELETE FROM docket WHERE org = $1 AND file = $2 AND entry = $3 AND what = $4 AND id = $5`, r.Org, r.ID, d.Entry, d.What, d.ID)
		return wrap(err, "docket of %s", r.ID)
	}
}

func (t *Tx) putMark(r Row) func(tatm.Mark) error {
	return func(m tatm.Mark) error {
		_, err := t.exec(`INSERT INTO mark (org, file, entry, catalog, code, status, at, regime, team) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			r.Org, r.ID, m.Entry, m.Catalog, m.Code, m.Status, stamp(m.At), m.Regime, r.Team)
		return wrap(err, "marks of %s", r.ID)
	}
}

func (t *Tx) dropMark(r Row) func(tatm.Mark) error {
	return func(m tatm.Mark) error {
		_, err := t.exec(`DELETE FROM mark WHERE org = $1 AND file = $2 AND entry = $3 AND catalog = $4 AND code = $5`, r.Org, r.ID, m.Entry, m.Catalog, m.Code)
		return wrap(err, "marks of %s", r.ID)
	}
}

func (t *Tx) putLink(r Row) func(tatm.Link) error {
	return func(l tatm.Link) error {
		_, err := t.exec(`INSERT INTO link (org, file, entry, other, role, section, regime, team, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			r.Org, r.ID, l.Entry, l.Other, l.Role, l.Section, l.Regime, r.Team, stamp(l.From), stamp(l.Until))
		return wrap(err, "links of %s", r.ID)
	}
}

func (t *Tx) dropLink(r Row) func(tatm.Link) error {
	return func(l tatm.Link) error {
		_, err := t.exec(`DELETE FROM link WHERE org = $1 AND file = $2 AND entry = $3 AND other = $4`, r.Org, r.ID, l.Entry, l.Other)
		return wrap(err, "links of %s", r.ID)
	}
}

func (t *Tx) putGrant(r Row) func(tatm.Grant) error {
	return func(g tatm.Grant) error {
		var revoked any
		if !g.Revoked.IsZero() {
			revoked = stamp(g.Revoked)
		}
		_, err := t.exec(`INSERT INTO share (org, file, source, entry, section, grantee, basis, from_at, until_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			r.Org, r.ID, g.Source, g.Entry, g.Section, g.Actor, g.Basis, stamp(g.From), stamp(g.Until), revoked)
		return wrap(err, "shares of %s", r.ID)
	}
}

func (t *Tx) dropGrant(r Row) func(tatm.Grant) error {
	return func(g tatm.Grant) error {
		_, err := t.exec(`DELETE FROM share WHERE org = $1 AND file = $2 AND source = $3 AND entry = $4 AND section = $5 AND grantee = $6`,
			r.Org, r.ID, g.Source, g.Entry, g.Section, g.Actor)
		return wrap(err, "shares of %s", r.ID)
	}
}

func (t *Tx) putBar(r Row) func(tatm.Bar) error {
	return func(b tatm.Bar) error {
		_, err := t.exec(`INSERT INTO wall (org, file, entry, actor, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			r.Org, r.ID, b.Entry, b.Actor, stamp(b.From), stamp(b.Until))
		return wrap(err, "walls of %s", r.ID)
	}
}

func (t *Tx) dropBar(r Row) func(tatm.Bar) error {
	return func(b tatm.Bar) error {
		_, err := t.exec(`DELETE FROM wall WHERE org = $1 AND file = $2 AND entry = $3 AND actor = $4`, r.Org, r.ID, b.Entry, b.Actor)
		return wrap(err, "walls of %s", r.ID)
	}
}
