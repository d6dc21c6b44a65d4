package store_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/demo"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// county is a record that use cases made: its rows, by table, with its keys.
type county struct {
	keys *seal.Keys
	lib  *catalog.Library
	org  tatm.OrgID
	at   time.Time
	rows []store.OldRow
}

func newCounty(t *testing.T) county {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := county{keys: seal.Ephemeral(), lib: lib, at: time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)}
	db := c.open(t, filepath.Join(t.TempDir(), "county.db"))
	clock := demo.NewClock(c.at.AddDate(0, -6, 0))
	if c.org, err = demo.Build(t.Context(), app.New(app.Parts{DB: db, Keys: c.keys, Library: lib, Now: clock.Now}), clock, c.at, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	c.rows = rowsOf(t, db)
	return c
}

func (c county) open(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: c.keys, Packs: c.lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// rowsOf are all rows that a backup carries.
func rowsOf(t *testing.T, db *store.DB) (out []store.OldRow) {
	t.Helper()
	err := db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		out = nil
		for _, table := range store.Dumped {
			var columns []string
			err := tx.Dump(table, func(c []string) { columns = c }, func(cells store.Cells) error {
				b, err := json.Marshal(cells)
				if err != nil {
					return err
				}
				r := store.OldRow{Table: table, Columns: columns}
				out = append(out, r)
				return json.Unmarshal(b, &out[len(out)-1].Cells)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// later are the tables and columns that came after schema 1, with the schema
// that brought them: what an older record cannot have held.
var later = map[string]int{"delivery": 4, "member.mail": 4, "outbox.tries": 4, "blob": 5, "staged": 5, "receipt": 6}

// asLines are the rows as they must be after an upgrade from schema: each with
// its columns by name, those that were not there yet at their default.
func asLines(rows []store.OldRow, schema int) (out []string) {
	empty := map[string]string{"member.mail": `""`, "outbox.tries": `0`}
	for _, r := range rows {
		if later[r.Table] > schema {
			continue
		}
		cells := make([]string, len(r.Columns))
		for i, c := range r.Columns {
			v := string(r.Cells[i])
			if later[r.Table+"."+c] > schema {
				v = empty[r.Table+"."+c]
			}
			cells[i] = c + "=" + v
		}
		slices.Sort(cells)
		out = append(out, r.Table+" "+strings.Join(cells, " "))
	}
	slices.Sort(out)
	return out
}

// TestUpgrade: a record of every older schema, with the rows of a whole county,
// is brought to the newest one on both engines; not a row is lost or changed,
// what follows from the entries can be made anew and is the same, the audit
// verifies, and the next use cases work.
func TestUpgrade(t *testing.T) {
	c := newCounty(t)
	for schema := 1; schema < store.SchemaVersion; schema++ {
		for name, url := range testbed.Engines(t) {
			t.Run(strconv.Itoa(schema)+" on "+name, func(t *testing.T) {
				if err := store.Old(t.Context(), store.Options{URL: url, Keys: c.keys, Packs: c.lib.Packs(), Readers: 1}, schema, c.rows); err != nil {
					t.Fatal(err)
				}
				db := c.open(t, url)
				want, got := asLines(c.rows, schema), asLines(rowsOf(t, db), store.SchemaVersion)
				if !slices.Equal(got, want) {
					t.Fatalf("%d rows, want %d; the first that differs: %s", len(got), len(want), firstOther(got, want))
				}
				c.works(t, db, schema)
			})
		}
	}
}

func firstOther(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\nand\n" + b[i]
		}
	}
	return "one is longer"
}

// works: verify, rebuild to the same rows, and the next use cases.
func (c county) works(t *testing.T, db *store.DB, schema int) {
	t.Helper()
	derived := func() (out []string) {
		if err := db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) { out, err = tx.Derived(c.org); return err }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	v, err := upkeep.Verify(t.Context(), db, c.keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	// Before schema 5 there were no attachments: here alone their bytes are gone.
	if schema >= later["blob"] && len(v.Findings) > 0 {
		t.Errorf("does not verify: %v", v.Findings)
	}
	if schema == 1 { // what follows from the entries does not depend on the way here
		before := derived()
		if err := upkeep.Rebuild(t.Context(), db, func(int, int) {}); err != nil || len(before) == 0 || !slices.Equal(before, derived()) {
			t.Errorf("rebuilt, the rows differ: %v", err)
		}
	}
	a := app.New(app.Parts{DB: db, Keys: c.keys, Library: c.lib, Now: func() time.Time { return c.at.Add(time.Hour) }})
	chair := a.As(access.Actor{ID: "test", Org: c.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	cases, err := chair.ListCases(t.Context(), app.Filter{All: true, Limit: 1})
	if err != nil || len(cases.Rows) != 1 {
		t.Fatalf("%d cases, %v", len(cases.Rows), err)
	}
	m, err := chair.AddObservation(t.Context(), cases.Rows[0].ID, tatm.Observation{Text: "Written after the upgrade"}, app.Circumstance{})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := chair.SeeCase(t.Context(), cases.Rows[0].ID)
	if o, ok := tatm.Find[tatm.Observation](seen.File, m.Entry); err != nil || !ok || o.Rec.Text != "Written after the upgrade" {
		t.Errorf("what was written after the upgrade is not there: %v", err)
	}
}
