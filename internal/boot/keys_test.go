package boot_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// begun is an installation with a record, closed again.
func begun(t *testing.T, engine, url string) config.Config {
	t.Helper()
	c := config.Config{Data: t.TempDir()}
	if engine == "postgres" {
		c.Database = url
	}
	o, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	org, err := o.App.Found(t.Context(), "Org", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	console := o.App.As(console(org))
	team, err := console.AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := console.FileReport(t.Context(), team, tatm.Report{Narrative: "n"}, tatm.Reporter{}); err != nil {
		t.Fatal(err)
	}
	return c
}

// refuses holds that an installation is not opened, that one sentence says why,
// and that the folder holds what it held.
func refuses(t *testing.T, what string, c config.Config, code string) {
	t.Helper()
	list := func() (out []string) {
		out, _ = filepath.Glob(filepath.Join(c.Data, "*"))
		return out
	}
	before := list()
	o, err := boot.Open(t.Context(), c, time.Now)
	if err == nil {
		o.Close()
		t.Errorf("%s: opened", what)
		return
	}
	if fs := fault.All(err); len(fs) != 1 || fs[0].Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
	if after := list(); len(after) != len(before) {
		t.Errorf("%s: the folder held %v and holds %v", what, before, after)
	}
}

// TestKeysAndRecordBelongTogether: a wrong key, a missing one and a missing
// record are each refused in a sentence; nothing new is begun beside them, and
// with the right key all is as before.
func TestKeysAndRecordBelongTogether(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := begun(t, engine, url)
			other := begun(t, "sqlite", "")
			right, err := os.ReadFile(c.KeyFile())
			if err != nil {
				t.Fatal(err)
			}
			wrong, err := os.ReadFile(other.KeyFile())
			if err != nil {
				t.Fatal(err)
			}
			keep := func(b []byte, mode os.FileMode) {
				os.Remove(c.KeyFile())
				if b != nil {
					if err := os.WriteFile(c.KeyFile(), b, mode); err != nil {
						t.Fatal(err)
					}
				}
			}
			keep(wrong, 0o600)
			refuses(t, "wrong keys", c, "store.wrong-key")
			keep(right[:40], 0o600)
			refuses(t, "damaged keys", c, "keys.damaged")
			keep(right, 0o644)
			refuses(t, "keys that others can read", c, "keys.open-to-others")
			keep(nil, 0)
			missing := map[string]string{"sqlite": "keys.missing", "postgres": "store.keys-lost"}[engine]
			refuses(t, "missing keys", c, missing)
			keep(right, 0o600)
			lost := c
			if engine == "postgres" {
				lost.Database = testbed.Postgres(t)
				refuses(t, "keys without their record", lost, "store.not-begun")
			} else {
				db := c.DatabaseURL()
				os.Rename(db, db+".away")
				refuses(t, "keys without their record", c, "store.missing")
				os.WriteFile(db, nil, 0o600)
				refuses(t, "a file of no bytes", c, "store.not-begun")
				os.Rename(db+".away", db)
			}
			o, err := boot.Open(t.Context(), c, time.Now)
			if err != nil {
				t.Fatalf("with the right keys: %v", err)
			}
			defer o.Close()
			orgs, err := o.App.Orgs(t.Context())
			if err != nil || len(orgs) != 1 || len(count(t, o, orgs[0].ID)) != 1 {
				t.Errorf("the record is not what it was: %v %v", orgs, err)
			}
		})
	}
}

// TestNewerSchemaIsRefused: a program older than its database says so and
// changes nothing.
func TestNewerSchemaIsRefused(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := begun(t, engine, url)
			raw := around(t, c)
			if _, err := raw.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, ` + map[string]string{"sqlite": "1", "postgres": "TRUE"}[engine] + `)`); err != nil {
				t.Fatal(err)
			}
			refuses(t, "a newer schema", c, "store.newer")
			if _, err := raw.Exec(`DELETE FROM goose_db_version WHERE version_id = 9999`); err != nil {
				t.Fatal(err)
			}
			o, err := boot.Open(t.Context(), c, time.Now)
			if err != nil {
				t.Fatalf("the database was changed: %v", err)
			}
			o.Close()
		})
	}
}

// around opens the database around the program, with its keys.
func around(t *testing.T, c config.Config) *sql.DB {
	t.Helper()
	if store.Postgres(c.DatabaseURL()) {
		db, err := sql.Open("pgx", testbed.Whole(t, c.DatabaseURL()))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	o, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	page := o.Keys.PageHex()
	o.Close()
	db, err := driver.Open("file:"+c.DatabaseURL()+"?vfs=adiantum", func(s *sqlite3.Conn) error {
		return s.Exec("PRAGMA hexkey='" + page + "'; PRAGMA busy_timeout=5000")
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
