// Package testbed holds what tests need of the outside world: a database of
// each engine at hand and a browser. Only tests import it.
package testbed

import (
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Engines returns a database URL for each engine at hand, by name. PostgreSQL
// is at hand when OFFRAMP_TEST_POSTGRES names a server; where OFFRAMP_REQUIRE
// is set, a test fails without it.
func Engines(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{"sqlite": filepath.Join(t.TempDir(), "offramp.db")}
	if pg := Postgres(t); pg != "" {
		out["postgres"] = pg
	}
	return out
}

// Postgres makes a database of its own on the test server and drops it at the
// end. It returns "" where there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("OFFRAMP_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("OFFRAMP_REQUIRE") != "" {
			t.Fatal("OFFRAMP_TEST_POSTGRES names no server")
		}
		t.Log("left out: PostgreSQL (OFFRAMP_TEST_POSTGRES names no server)")
		return ""
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 6)
	rand.Read(b)
	name := "t_" + hex.EncodeToString(b)
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
