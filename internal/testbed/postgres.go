package testbed

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Engines returns a database URL for each engine at hand, by name: "sqlite"
// always, "postgres" where Postgres finds a server.
func Engines(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{"sqlite": filepath.Join(t.TempDir(), "offramp.db")}
	if pg := Postgres(t); pg != "" {
		out["postgres"] = pg
	}
	return out
}

// Postgres makes an empty database of its own on the server that
// OFFRAMP_TEST_POSTGRES names, and drops it when the test ends. It returns ""
// where no server is named; scripts/with-postgres.sh starts one.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("OFFRAMP_TEST_POSTGRES")
	if server == "" {
		absent(t, "postgres", "OFFRAMP_TEST_POSTGRES names no server")
		return ""
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ToLower(rand.Text())
	// template0 takes no connections, so nothing can be in the way of a copy.
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	plainUser(t, db, name)
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
	q := u.Query()
	q.Set("role", plain)
	u.RawQuery = q.Encode()
	return u.String()
}

// Whole is the address of a database for somebody who works around the program:
// it says that it is of the whole installation, so that the policies between
// organisations let it in.
func Whole(t testing.TB, at string) string {
	t.Helper()
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("offramp.org", "*")
	u.RawQuery = q.Encode()
	return u.String()
}

// plain is the user as whom tests work on their databases: the owner and no
// more, so that the policies between organisations bind it.
const plain = "offramp_plain"

// plainUser gives a database to the plain user, whom the first test makes.
func plainUser(t testing.TB, db *sql.DB, name string) {
	t.Helper()
	for _, text := range []string{
		"DO $$ BEGIN CREATE ROLE " + plain + " NOSUPERUSER NOBYPASSRLS; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
		"ALTER DATABASE " + name + " OWNER TO " + plain,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}
