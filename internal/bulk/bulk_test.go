package bulk

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// cases are enough that every kind of story occurs many times.
const cases = 200

var begins = time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)

// office is an organisation of two teams with a chair each.
type office struct {
	*app.App
	db    *store.DB
	keys  *seal.Keys
	lib   *catalog.Library
	org   tatm.OrgID
	crews []Crew
	now   *time.Time
}

func newOffice(t *testing.T, url string) office {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := office{keys: seal.Ephemeral(), lib: lib, now: new(begins.Add(-time.Hour))}
	if o.db, err = store.Open(t.Context(), store.Options{URL: url, Keys: o.keys, Packs: lib.Packs(), Readers: 2}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.db.Close() })
	o.App = app.New(app.Parts{DB: o.db, Keys: o.keys, Library: lib, Now: func() time.Time { return *o.now }})
	must(t, func() error { o.org, err = o.Found(t.Context(), "Harlow County", "America/New_York"); return err })
	console := o.As(access.Actor{ID: "console", Org: o.org, Clock: true})
	for i := range 2 {
		c := Crew{}
		*o.now = o.now.Add(time.Second)
		must(t, func() error { c.Team, err = console.AddTeam(t.Context(), fmt.Sprint("Team ", i), "county"); return err })
		*o.now = o.now.Add(time.Second)
		must(t, func() error {
			c.Chair, _, err = console.AddMember(t.Context(), app.NewMember{Login: fmt.Sprint("chair", i), Name: "Chair"})
			return err
		})
		*o.now = o.now.Add(time.Second)
		must(t, func() error {
			_, err = console.GiveSeat(t.Context(), c.Chair, tatm.Seat{Team: c.Team, Role: tatm.Chair})
			return err
		})
		o.crews = append(o.crews, c)
	}
	return o
}

func must(t *testing.T, act func() error) {
	t.Helper()
	if err := act(); err != nil {
		t.Fatal(err)
	}
}

// live lives a story through the use cases, as people would.
func (o office) live(t *testing.T, s Story) {
	t.Helper()
	step := 0
	tick := func() { *o.now = s.At.Add(time.Duration(step) * time.Second); step++ }
	done := func(m app.Made, err error) app.Made {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	chair := o.As(access.Actor{ID: s.Chair, Org: o.org, Seats: []tatm.Seat{{Team: s.Team, Role: tatm.Chair}}})
	ctx := t.Context()
	tick()
	if _, err := o.Door(o.org).Report(ctx, s.Team, s.Report, s.Reporter); err != nil {
		t.Fatal(err)
	}
	report := o.newest(t, chair)
	tick()
	person := done(chair.FilePerson(ctx, s.Team, s.Person))
	tick()
	kase := done(chair.AcceptReport(ctx, report, s.Reason, s.newCase(person.File))).File
	var seen []tatm.EntryID
	for _, x := range s.Seen {
		tick()
		seen = append(seen, done(chair.AddObservation(ctx, kase, x, app.Circumstance{})).Entry)
	}
	for i, k := range s.Factors {
		tick()
		k.Observations = []tatm.EntryID{seen[i]}
		done(chair.AddFactor(ctx, kase, k, "", app.Circumstance{}))
	}
	if s.Recharge != "" {
		tick()
		done(chair.ChargeCase(ctx, kase, 1, tatm.Charge{Owner: s.Chair, Next: s.Recharge, By: s.By}))
	}
	for _, a := range s.Asked {
		tick()
		done(chair.GiveAnswer(ctx, kase, 0, a))
	}
	if len(s.Asked) > 0 {
		tick()
		done(chair.MoveCase(ctx, kase, tatm.AtTriage, "", ""))
	}
}

// newest is the report filed last: the portal's answer names none.
func (o office) newest(t *testing.T, chair app.Desk) tatm.FileID {
	v, err := chair.ListReports(t.Context(), app.Filter{Order: app.ByNumber, Limit: 1})
	if err != nil || len(v.Rows) == 0 {
		t.Fatalf("no report: %v", err)
	}
	return v.Rows[0].ID
}

// TestBulkEqualsUseCases lives 200 cases through the use cases in one database,
// loads them in bulk into another, and compares every row of every table: ids
// may differ in their chance alone, and one to one; what is sealed is opened.
func TestBulkEqualsUseCases(t *testing.T) {
	one, two := testbed.Engines(t), testbed.Engines(t)
	for _, engine := range slices.Sorted(maps.Keys(one)) {
		t.Run(engine, func(t *testing.T) {
			lived, loaded := newOffice(t, one[engine]), newOffice(t, two[engine])
			for i := range cases {
				lived.live(t, Tell(i, begins, lived.crews))
			}
			err := Load(t.Context(), two[engine], Plan{
				Org: loaded.org, Cases: cases, Start: begins, Crews: loaded.crews,
				Pack: loaded.lib.PackAt("default", begins), Packs: loaded.lib.Packs(), Keys: loaded.keys,
			})
			if err != nil {
				t.Fatal(err)
			}
			same(t, lived, loaded)
			sound(t, loaded)
		})
	}
}

// sound holds the loaded database to what holds of every other: its audit
// verifies, a rebuild changes nothing, and it goes on from there.
func sound(t *testing.T, o office) {
	t.Helper()
	v, err := upkeep.Verify(t.Context(), o.db, o.keys, nil)
	if err != nil || len(v.Findings) > 0 || v.Entries == 0 {
		t.Errorf("the loaded audit: %+v, %v", v, err)
	}
	before := o.derived(t)
	if err := upkeep.Rebuild(t.Context(), o.db, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if after := o.derived(t); !slices.Equal(before, after) {
		t.Error("a rebuild changes the loaded rows")
	}
	o.live(t, Tell(cases, begins, o.crews))
	if v, err = upkeep.Verify(t.Context(), o.db, o.keys, nil); err != nil || len(v.Findings) > 0 {
		t.Errorf("the audit after one more case: %+v, %v", v.Findings, err)
	}
}

func (o office) derived(t *testing.T) (out []string) {
	must(t, func() error {
		return o.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) { out, err = tx.Derived(o.org); return err })
	})
	return out
}

// compared are the tables of a backup and the queue of words. Sessions and
// leases are of the moment.
var compared = append(slices.Clone(store.Dumped), "seek_todo")

func same(t *testing.T, a, b office) {
	t.Helper()
	twin := twins{there: map[string]string{}, back: map[string]string{}}
	rows := 0
	for _, table := range compared {
		x, y := a.rows(t, table), b.rows(t, table)
		rows += len(x)
		if len(x) != len(y) {
			t.Errorf("%s: %d rows lived, %d loaded", table, len(x), len(y))
			continue
		}
		for i := range x {
			if !twin.match(x[i], y[i]) {
				t.Errorf("%s, row %d:\n lived  %q\n loaded %q", table, i, x[i], y[i])
				break
			}
		}
	}
	if rows < 38*cases {
		t.Errorf("only %d rows were compared", rows)
	}
}

// twins pairs the ids of two databases, one to one.
type twins struct{ there, back map[string]string }

var id = regexp.MustCompile(`[0-9a-z]{26}`)

// match reports whether two rows differ in the chance of ids alone, and each id
// has the same twin everywhere.
func (w twins) match(a, b string) bool {
	x, y := id.FindAllString(a, -1), id.FindAllString(b, -1)
	if timed(a) != timed(b) || len(x) != len(y) {
		return false
	}
	for i := range x {
		if was, known := w.there[x[i]]; known && was != y[i] {
			return false
		}
		if was, known := w.back[y[i]]; known && was != x[i] {
			return false
		}
		w.there[x[i]], w.back[y[i]] = y[i], x[i]
	}
	return true
}

// timed leaves of each id its time: what two databases have in common. The
// thirteenth character ends in the count.
func timed(s string) string {
	return id.ReplaceAllStringFunc(s, func(id string) string { return id[:13] })
}

// rows reads a table as lines of text in an order that both databases have.
// What depends on keys is opened, or left to the verification of the audit.
func (o office) rows(t *testing.T, table string) []string {
	t.Helper()
	var out []string
	must(t, func() error {
		return o.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
			out = nil
			return o.read(tx, table, &out)
		})
	})
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(strings.Compare(timed(a), timed(b)), strings.Compare(a, b)) })
	return out
}

var keyed = map[string][]string{
	"file": {"key"}, "entry": {"digest"}, "audit": {"digests", "leaf"}, "audit_head": {"edge"}, "credential": {"secret"}, "receipt": {"mark"},
	"seek_todo": {"at"}, // counts up with each write until the words are taken in
}

func (o office) read(tx *store.Tx, table string, out *[]string) error {
	var keys map[string]seal.FileKey
	if table == "entry" {
		var err error
		if keys, err = o.fileKeys(tx); err != nil {
			return err
		}
	}
	return each(tx, table, func(row map[string]any) error {
		if table == "entry" {
			clear, err := o.open(row, keys)
			if err != nil {
				return err
			}
			row["doc"] = clear
		}
		var b strings.Builder
		for _, column := range slices.Sorted(maps.Keys(row)) {
			if slices.Contains(keyed[table], column) {
				row[column] = len(fmt.Sprint(row[column])) // as long, at least
			}
			fmt.Fprintf(&b, "%s=%v|", column, row[column])
		}
		*out = append(*out, b.String())
		return nil
	})
}

// each reads a table as a backup does: bytes come as map[b:base64].
func each(tx *store.Tx, table string, fn func(row map[string]any) error) error {
	var names []string
	return tx.Dump(table, func(n []string) { names = n }, func(cells store.Cells) error {
		b, err := json.Marshal(cells)
		if err != nil {
			return err
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		var plain []any
		if err := d.Decode(&plain); err != nil {
			return err
		}
		row := map[string]any{}
		for i, c := range plain {
			row[names[i]] = c
		}
		return fn(row)
	})
}

func raw(cell any) []byte {
	b, _ := base64.StdEncoding.DecodeString(cell.(map[string]any)["b"].(string))
	return b
}

func number(cell any) int64 {
	n, _ := cell.(json.Number).Int64()
	return n
}

// fileKeys unwraps the key of every file.
func (o office) fileKeys(tx *store.Tx) (map[string]seal.FileKey, error) {
	keys := map[string]seal.FileKey{}
	return keys, each(tx, "file", func(row map[string]any) error {
		id := row["id"].(string)
		key, err := o.keys.Open(raw(row["key"]), number(row["key_no"]), seal.Bind("file", string(o.org), id))
		keys[id] = key
		return err
	})
}

// open opens a sealed document with what its row says: written by either
// path, it opens in one way alone.
func (o office) open(row map[string]any, keys map[string]seal.FileKey) (string, error) {
	f := tatm.File{Org: o.org, ID: tatm.FileID(row["file"].(string))}
	e := tatm.Entry{ID: tatm.EntryID(row["id"].(string)), Version: number(row["version"]), Regime: tatm.Regime(row["regime"].(string)), OnlyFor: tatm.ActorID(row["only_for"].(string))}
	clear, err := keys[string(f.ID)].Open(raw(row["doc"]), bind(f, e, tatm.Kind(row["kind"].(string))))
	return string(clear), err
}
