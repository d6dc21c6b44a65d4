package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offramp/internal/access"
	"offramp/internal/catalog"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// TestScope: whatever the organisation, the seats, invitations and walls, each
// of the scope's shapes shows exactly what the policy of package access allows:
// one file, now and as it was; lists, their filters and their heads; the
// docket; links; the search.
func TestScope(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(t *rapid.T) {
			w := drawTown(t, db, lib.Packs())
			w.write(t)
			roles := append(slices.Clone(tatm.Roles), access.Owner, access.Guest)
			op := access.Op{Name: "test", Roles: rapid.SliceOfNDistinct(rapid.SampledFrom(roles), 1, len(roles), rapid.ID).Draw(t, "op's roles")}
			for _, who := range w.people {
				err := db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
					a := asked{t, w, tx, who, op, map[tatm.FileID]access.Scope{}}
					for _, f := range w.files {
						a.file(f)
					}
					for _, kind := range []tatm.FileKind{tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile} {
						a.lists(kind)
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	})
}

// asked is one person asking under one operation. admits holds the scopes that
// the policy gives them.
type asked struct {
	t      *rapid.T
	w      *town
	tx     *store.Tx
	who    access.Actor
	op     access.Op
	admits map[tatm.FileID]access.Scope
}

// same fails unless what the database shows is what the policy allows.
func same[T any](a asked, what string, got, want []T) {
	a.t.Helper()
	lines := func(of []T) []string {
		var out []string
		for _, x := range of {
			out = append(out, fmt.Sprint(x))
		}
		slices.Sort(out)
		return out
	}
	if g, w := lines(got), lines(want); !slices.Equal(g, w) {
		a.t.Fatalf("%s, seats %+v, op %v:\nthe database shows %v\nthe policy allows  %v", what, a.who.Seats, a.op.Roles, g, w)
	}
}

// line is a version of an entry.
func line(e tatm.Entry) string { return fmt.Sprintf("%s/%d", e.ID, e.Version) }

func lines(es []tatm.Entry) (out []string) {
	for _, e := range es {
		out = append(out, line(e))
	}
	return out
}

// file asks for one file: head, entries, the past.
func (a asked) file(f *folder) {
	head, row, found, err := a.tx.Head(a.w.org, f.ID, a.who.ID, noon, false)
	if want := a.w.head(f, a.who); err != nil || !found || head != want {
		a.t.Fatalf("head %+v, want %+v, %v", head, want, err)
	}
	a.explained(f, head)
	scope, err := access.Decide(a.who, a.op, head, noon)
	if err != nil {
		return
	}
	a.admits[f.ID] = scope
	r := a.tx.Admit(scope, row)
	got, err := r.File()
	if err != nil {
		a.t.Fatal(err)
	}
	same(a, "entries of a "+string(f.Kind), lines(got.Entries), lines(a.shown(f, f.Entries)))
	if want := a.veil(f, scope.SeesBody()); r.Head().Head != want {
		a.t.Fatalf("head shows %+v, want %+v", r.Head().Head, want)
	}
	all := append(slices.Clone(f.past), f.Entries...)
	for _, e := range f.Entries {
		vs, err := r.Versions(e.ID)
		if err != nil {
			a.t.Fatal(err)
		}
		same(a, "versions", lines(vs), lines(a.shown(f, slices.DeleteFunc(slices.Clone(all), func(x tatm.Entry) bool { return x.ID != e.ID }))))
	}
	at := f.Opened.Add(time.Duration(rapid.IntRange(0, 700).Draw(a.t, "then")) * time.Second)
	was, err := r.FileAt(at)
	if err != nil {
		a.t.Fatal(err)
	}
	same(a, "as it was", lines(was.Entries), lines(a.shown(f, f.at(at))))
}

// explained holds that the page that says why somebody sees something says
// what the policy does: a reason for all that is shown, and for nothing else.
func (a asked) explained(f *folder, head access.Head) {
	any := access.Op{Name: "any", Roles: append(slices.Clone(tatm.Roles), access.Owner, access.Guest)}
	scope, err := access.Decide(a.who, any, head, noon)
	why := access.Why(a.who, access.HeadOf(head, a.who.ID, f.derived.Grants, f.derived.Bars, noon), f.derived.Grants, noon)
	if (err == nil) != why.Any() {
		a.t.Fatalf("%s: admitted %v, reasons %+v", f.Kind, err, why)
	}
	for _, e := range f.Entries {
		if scope.Shows(e, f.derived.Grants) != why.Of(e).Any() {
			a.t.Fatalf("%s %s under %s: shown %v, reasons %+v", f.Kind, e.Record.Kind(), e.Regime, scope.Shows(e, f.derived.Grants), why.Of(e))
		}
	}
}

// at is the file as it stood at a time.
func (f *folder) at(at time.Time) (out []tatm.Entry) {
	for _, e := range append(slices.Clone(f.past), f.Entries...) {
		superseded := slices.ContainsFunc(f.Entries, func(x tatm.Entry) bool {
			return x.ID == e.ID && x.Version > e.Version && !x.RecordedAt.After(at)
		})
		if !e.RecordedAt.After(at) && !superseded {
			out = append(out, e)
		}
	}
	return out
}

// shown are the versions that the policy shows; an old one only with the
// current one.
func (a asked) shown(f *folder, es []tatm.Entry) (out []tatm.Entry) {
	scope, admitted := a.admits[f.ID]
	if !admitted {
		return nil
	}
	for _, e := range es {
		now := slices.IndexFunc(f.Entries, func(x tatm.Entry) bool { return x.ID == e.ID })
		if scope.Shows(e, f.derived.Grants) && scope.Shows(f.Entries[now], f.derived.Grants) {
			out = append(out, e)
		}
	}
	return out
}

// veil is the head as it shows.
func (a asked) veil(f *folder, body bool) tatm.Head {
	h := f.derived.Head
	h.RetainUntil, h.Held = time.Time{}, false // for the records desk alone: no list reads them
	if !body {
		h.Level, h.LevelExpires, h.Stale, h.Emergency, h.Urgent = "", time.Time{}, false, false, false
	}
	return h
}

// lists asks for everything that lists files of a kind.
func (a asked) lists(kind tatm.FileKind) {
	scope, err := access.DecideList(a.who, a.op, kind, noon)
	shelf := a.tx.Lists(scope)
	var in []*folder
	for _, f := range a.w.files {
		if _, admitted := a.admits[f.ID]; admitted && f.Kind == kind {
			in = append(in, f)
		}
	}
	if err != nil && len(in) > 0 {
		a.t.Fatalf("no list of a %s, but %d may be seen", kind, len(in))
	}
	filters := []store.Filter{{}, {Emergency: true}, {Stale: true}, {Level: tatm.Low}, {Level: tatm.High}, {Team: a.w.teams[0]}, {Owner: a.w.people[0].ID}}
	for _, f := range filters {
		f.All, f.Limit, f.Order = true, rapid.IntRange(1, 4).Draw(a.t, "limit"), pick(a.t, "order", store.ByDue, store.ByNumber, store.ByChanged)
		a.list(shelf, in, f)
	}
	a.docket(shelf, in)
	for _, other := range a.w.files {
		a.links(shelf, in, other.ID)
	}
	a.search(shelf, in)
}

// matches reports whether a filter finds the file for somebody who sees its
// head, or its body too.
func matches(f *folder, x store.Filter, body bool) bool {
	h := f.derived.Head
	if !body && (x.Level != "" || x.Emergency || x.Stale) {
		return false
	}
	return (x.Level == "" || h.Level == x.Level) && (!x.Emergency || h.Emergency) && (!x.Stale || h.Stale) &&
		(x.Team == "" || f.Team == x.Team) && (x.Owner == "" || h.Owner == x.Owner)
}

// list walks all pages of a list.
func (a asked) list(shelf *store.Shelf, in []*folder, x store.Filter) {
	var want, got []string
	for _, f := range in {
		body := a.admits[f.ID].SeesBody()
		if matches(f, x, body) {
			want = append(want, fmt.Sprint(f.ID, a.veil(f, body), lines(a.shown(f, f.Entries))))
		}
	}
	for page := 0; page < 20; page++ {
		rows, err := shelf.Files(x)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, r := range rows[:min(len(rows), x.Limit)] {
			full, err := shelf.Full(r)
			if err != nil {
				a.t.Fatal(err)
			}
			got = append(got, fmt.Sprint(r.ID, r.Head, lines(full.Entries)))
			x.After = r.Cursor
			a.opening(shelf, r, full)
		}
		if len(rows) <= x.Limit {
			break
		}
	}
	same(a, fmt.Sprintf("list %+v", x), got, want)
}

// opening holds that a line of a list shows what its file shows.
func (a asked) opening(shelf *store.Shelf, r store.ListRow, full tatm.File) {
	es, err := shelf.Openings([]store.ListRow{r}, "case", "observation", "report", "name")
	if err != nil {
		a.t.Fatal(err)
	}
	want := slices.DeleteFunc(slices.Clone(full.Entries), func(e tatm.Entry) bool {
		return !slices.Contains([]tatm.Kind{"case", "observation", "report", "name"}, e.Record.Kind())
	})
	same(a, "opening", lines(es[r.ID]), lines(want))
	one, found, err := shelf.One(r.ID)
	if err != nil || !found || one.Head != r.Head {
		a.t.Fatalf("one: %+v %v %v, want %+v", one.Head, found, err, r.Head)
	}
}

func (a asked) sees(f *folder, id tatm.EntryID) bool {
	return slices.ContainsFunc(a.shown(f, f.Entries), func(e tatm.Entry) bool { return e.ID == id })
}

func (a asked) docket(shelf *store.Shelf, in []*folder) {
	var want, got []string
	for _, f := range in {
		for _, d := range f.derived.Docket {
			shows := a.sees(f, d.Entry)
			if d.Section == tatm.SectionRecords { // a day and a class, whatever entry it is about
				shows = a.admits[f.ID].Shows(tatm.Entry{ID: d.Entry, Regime: d.Regime, Record: tatm.Hold{}}, f.derived.Grants)
			}
			if shows {
				want = append(want, fmt.Sprint(f.ID, d))
			}
		}
	}
	ds, err := shelf.Docket(store.DocketFilter{Limit: 100})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, d := range ds {
		got = append(got, fmt.Sprint(d.File, d.Due))
	}
	same(a, "docket", got, want)
}

// links holds that a general link shows to whoever may list the file that makes
// it, and another one to whoever sees its entry.
func (a asked) links(shelf *store.Shelf, in []*folder, other tatm.FileID) {
	var want, got []string
	for _, f := range in {
		for _, l := range f.derived.Links {
			if l.Other == other && (l.Regime == tatm.General || a.sees(f, l.Entry)) {
				want = append(want, fmt.Sprint(f.ID, l.Entry, l.Role, a.veil(f, a.admits[f.ID].SeesBody())))
			}
		}
	}
	ls, err := shelf.LinkedTo(other, 100)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, l := range ls {
		got = append(got, fmt.Sprint(l.Row.ID, l.Entry, l.Role, l.Row.Head))
	}
	same(a, "links", got, want)
}

// search looks for every word of the town. What is sealed to its author is
// found by nobody.
func (a asked) search(shelf *store.Shelf, in []*folder) {
	var want, got []string
	for _, f := range in {
		for _, e := range a.shown(f, f.Entries) {
			if a.w.words[e.ID] != "" && e.OnlyFor == "" {
				want = append(want, fmt.Sprint(f.ID, e.ID))
			}
		}
	}
	for _, word := range a.w.words {
		hits, err := shelf.Seek(word, 100)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, h := range hits {
			got = append(got, fmt.Sprint(h.File, h.Entry))
		}
	}
	same(a, "search", got, want)
}

// TestClockSeesEveryDate: what the program does by itself sees every line of
// the docket, and content for nobody.
func TestClockSeesEveryDate(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(t *rapid.T) {
			w := drawTown(t, db, lib.Packs())
			w.write(t)
			want, got := 0, 0
			for _, f := range w.files {
				if f.Kind == tatm.CaseFile {
					want += len(f.derived.Docket)
				}
			}
			scope, err := access.DecideList(access.Actor{ID: "clock", Org: w.org, Clock: true}, access.Op{Clock: true}, tatm.CaseFile, noon)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
				shelf := tx.Lists(scope)
				ds, err := shelf.Docket(store.DocketFilter{Limit: 100})
				got = len(ds)
				if err != nil {
					return err
				}
				rows, err := shelf.Files(store.Filter{All: true, Limit: 100})
				for _, r := range rows {
					if f, err := shelf.Full(r); err != nil || len(f.Entries) > 0 {
						t.Fatalf("the clock was shown %d entries, %v", len(f.Entries), err)
					}
				}
				return err
			})
			if err != nil || got != want {
				t.Fatalf("the clock sees %d dates of %d, %v", got, want, err)
			}
		})
	})
}
