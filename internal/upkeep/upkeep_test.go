package upkeep_test

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/demo"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// county is the demo's caseload, as a long history.
type county struct {
	db   *store.DB
	keys *seal.Keys
	app  *app.App
	org  tatm.OrgID
	url  string
}

func newCounty(t *testing.T, url string) county {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	clock, c := demo.NewClock(end.AddDate(0, -6, 0)), county{keys: seal.Ephemeral(), url: url}
	c.db, err = store.Open(t.Context(), store.Options{URL: url, Keys: c.keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.db.Close() })
	c.app = app.New(app.Parts{DB: c.db, Keys: c.keys, Library: lib, Now: clock.Now})
	if c.org, err = demo.Build(t.Context(), c.app, clock, end, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return c
}

// raw opens the database around the program, as somebody with the machine
// (and, for SQLite, with the keys) would.
func (c county) raw(t *testing.T) *sql.DB {
	t.Helper()
	var db *sql.DB
	var err error
	if store.Postgres(c.url) {
		db, err = sql.Open("pgx", testbed.Whole(t, c.url))
	} else {
		db, err = driver.Open("file:"+c.url+"?vfs=adiantum", func(s *sqlite3.Conn) error {
			return s.Exec("PRAGMA hexkey='" + c.keys.PageHex() + "'; PRAGMA busy_timeout=5000")
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func (c county) verify(t *testing.T, outside ...string) upkeep.Verdict {
	t.Helper()
	v, err := upkeep.Verify(t.Context(), c.db, c.keys, outside)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestVerifyFindsWhatWasDoneAroundTheProgram changes the database directly in
// every way the audit promises to find, and takes each change back.
func TestVerifyFindsWhatWasDoneAroundTheProgram(t *testing.T) {
	attacks := []struct{ name, do string }{
		{"a line is changed", "UPDATE audit SET actor = 'nobody' WHERE n = 100"},
		{"a line is deleted", "DELETE FROM audit WHERE n = 50"},
		{"a line is inserted", "INSERT INTO audit SELECT org, n + 100000, at, actor, op, file, outcome, facts, digests, leaf FROM audit WHERE n = 7"},
		{"two lines change places", "UPDATE audit SET at = 1 WHERE n IN (10, 11)"},
		{"the end is cut off", "DELETE FROM audit WHERE n > 200"},
		{"a leaf is forged", "UPDATE audit SET leaf = digests WHERE n = 120"},
		{"a view is removed", "DELETE FROM seen WHERE day = (SELECT MIN(day) FROM seen)"},
		{"a view is moved to another person", "UPDATE seen SET actor = 'somebody' WHERE day = (SELECT MIN(day) FROM seen)"},
		{"a view is made up", "INSERT INTO seen SELECT org, 'somebody', file, day, first, last, times FROM seen WHERE day = (SELECT MIN(day) FROM seen)"},
		{"a view is made up on a day without any", "INSERT INTO seen SELECT org, actor, file, 1, first, last, times FROM seen WHERE day = (SELECT MIN(day) FROM seen)"},
		{"an entry is deleted", "DELETE FROM entry WHERE kind = 'observation'"},
		{"an entry's text is swapped", "UPDATE entry SET doc = digest WHERE kind = 'observation'"},
	}
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			c := newCounty(t, url)
			if err := c.app.Minute(t.Context(), "test"); err != nil {
				t.Fatal(err)
			}
			v := c.verify(t)
			if len(v.Findings) != 0 || v.Lines < 500 || v.Checkpoints == 0 {
				t.Fatalf("an untouched database: %+v", v)
			}
			raw := c.raw(t)
			for _, a := range attacks {
				tx, err := raw.Begin()
				if err != nil {
					t.Fatal(err)
				}
				copyOut(t, tx)
				if r, err := tx.Exec(a.do); err != nil {
					t.Fatalf("%s: %v", a.name, err)
				} else if n, _ := r.RowsAffected(); n == 0 {
					t.Fatalf("%s: nothing was changed", a.name)
				}
				if err := tx.Commit(); err != nil {
					t.Fatal(err)
				}
				if v := c.verify(t); len(v.Findings) == 0 {
					t.Errorf("%s: not found", a.name)
				}
				copyBack(t, raw)
				if v := c.verify(t); len(v.Findings) != 0 {
					t.Fatalf("%s: not taken back: %+v", a.name, v.Findings[0])
				}
			}
		})
	}
}

// copyOut keeps the tables beside themselves, copyBack puts them back.
func copyOut(t *testing.T, tx *sql.Tx) {
	t.Helper()
	for _, q := range []string{"CREATE TABLE audit_kept AS SELECT * FROM audit", "CREATE TABLE entry_kept AS SELECT * FROM entry", "CREATE TABLE seen_kept AS SELECT * FROM seen"} {
		if _, err := tx.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func copyBack(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, q := range []string{"DELETE FROM audit", "INSERT INTO audit SELECT * FROM audit_kept", "DELETE FROM entry", "INSERT INTO entry SELECT * FROM entry_kept", "DELETE FROM seen", "INSERT INTO seen SELECT * FROM seen_kept", "DROP TABLE audit_kept", "DROP TABLE entry_kept", "DROP TABLE seen_kept"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerifyFindsARollBack: a database put back as a whole to an earlier day
// fits itself, but not a checkpoint that was kept outside.
func TestVerifyFindsARollBack(t *testing.T) {
	c := newCounty(t, testbed.Engines(t)["sqlite"])
	if err := c.app.Minute(t.Context(), "test"); err != nil {
		t.Fatal(err)
	}
	kept, err := upkeep.Checkpoint(t.Context(), c.db, c.org)
	if err != nil || kept == "" {
		t.Fatal(err)
	}
	if v := c.verify(t, kept); len(v.Findings) != 0 {
		t.Fatalf("its own checkpoint does not fit: %+v", v.Findings)
	}
	cut(t, c)
	if v := c.verify(t, kept); len(v.Findings) == 0 {
		t.Error("a database that was rolled back was not found")
	}
	other := seal.Ephemeral()
	v, err := upkeep.Verify(t.Context(), c.db, other, []string{kept})
	if err != nil || len(v.Findings) == 0 {
		t.Errorf("a checkpoint of other keys was taken: %v %+v", err, v)
	}
}

// TestRebuildGivesTheSame: the derived rows after a long history are those
// that are made anew from the entries.
func TestRebuildGivesTheSame(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			c := newCounty(t, url)
			before := c.derived(t)
			// What a rebuild is for: rows that are wrong.
			if _, err := c.raw(t).Exec("DELETE FROM docket"); err != nil {
				t.Fatal(err)
			}
			last := 0
			if err := upkeep.Rebuild(t.Context(), c.db, func(done, all int) { last = all - done }); err != nil || last != 0 {
				t.Fatal(err, last)
			}
			after := c.derived(t)
			if !slices.Equal(before, after) {
				t.Errorf("%d rows before, %d after; first difference: %s", len(before), len(after), difference(before, after))
			}
			if len(before) < 500 {
				t.Errorf("only %d derived rows: the history is too short to show much", len(before))
			}
		})
	}
}

func (c county) derived(t *testing.T) (rows []string) {
	t.Helper()
	err := c.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) {
		rows, err = tx.Derived(c.org)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func difference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + " / " + b[i]
		}
	}
	return "one is longer"
}

// cut puts the audit and its checkpoints back to 300 lines.
func cut(t *testing.T, c county) {
	t.Helper()
	raw := c.raw(t)
	for _, q := range []string{"DELETE FROM audit WHERE n >= 300", "DELETE FROM checkpoint WHERE n > 300"} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}
