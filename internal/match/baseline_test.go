package match_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"offramp/internal/match"
	"offramp/internal/match/people"
)

// BenchmarkMatchBaselines asks the two databases for the same names: full text
// by trigrams on SQLite, pg_trgm on PostgreSQL, and the index beside them.
func BenchmarkMatchBaselines(b *testing.B) {
	n := min(size(20000), 200000)
	made := crowd(n, 1)
	var asks []people.Report
	m := people.New(99, "q")
	for i := 0; len(asks) < 200; i++ {
		if r, ok := m.Ask(made[(i*7919)%n], []string{"right name, name only", "slip in the name, name only"}[i%2]); ok && r.Names != nil {
			asks = append(asks, r)
		}
	}
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	beside(n, "this index", asks, func(r people.Report) (ids []string) {
		for _, s := range x.Search(match.Query{Names: r.Names}, nil, 10) {
			ids = append(ids, string(s.ID))
		}
		return ids
	})
	lite, err := driver.Open("file:"+filepath.Join(b.TempDir(), "x.db"), fts5.Register)
	if err != nil {
		b.Fatal(err)
	}
	defer lite.Close()
	fill(b, lite, made, "CREATE VIRTUAL TABLE person USING fts5(id UNINDEXED, name, tokenize='trigram')", "INSERT INTO person (id, name) VALUES ($1, $2)")
	beside(n, "SQLite FTS5 trigram", asks, func(r people.Report) []string {
		return ids(b, lite, "SELECT id FROM person WHERE person MATCH $1 ORDER BY rank LIMIT 10", trigrams(line(r.Names[0].Given, r.Names[0].Family)))
	})
	url := os.Getenv("OFFRAMP_TEST_POSTGRES")
	if url == "" {
		b.Log("left out: PostgreSQL (OFFRAMP_TEST_POSTGRES is not set)")
		return
	}
	pg, err := sql.Open("pgx", url)
	if err != nil {
		b.Fatal(err)
	}
	defer pg.Close()
	pg.SetMaxOpenConns(1) // a temporary table belongs to its connection
	if _, err := pg.Exec("CREATE EXTENSION IF NOT EXISTS pg_trgm"); err != nil {
		b.Log("left out: pg_trgm (", err, ")")
		return
	}
	fill(b, pg, made, "CREATE TEMP TABLE person (id TEXT, name TEXT)", "INSERT INTO person (id, name) VALUES ($1, $2)", "CREATE INDEX ON person USING gin (name gin_trgm_ops)", "ANALYZE person")
	beside(n, "PostgreSQL pg_trgm", asks, func(r people.Report) []string {
		return ids(b, pg, "SELECT id FROM person WHERE name % $1 ORDER BY similarity(name, $1) DESC LIMIT 10", line(r.Names[0].Given, r.Names[0].Family))
	})
}

func line(given, family string) string { return strings.ToLower(given + " " + family) }

func trigrams(s string) string {
	var out []string
	for i := 0; i+3 <= len(s); i++ {
		out = append(out, `"`+strings.ReplaceAll(s[i:i+3], `"`, "")+`"`)
	}
	return strings.Join(out, " OR ")
}

func fill(b *testing.B, db *sql.DB, made []people.Made, create, insert string, after ...string) {
	b.Helper()
	if _, err := db.Exec(create); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	st, err := tx.Prepare(insert)
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range made {
		if _, err := st.Exec(string(p.ID), line(p.Names[0].Given, p.Names[0].Family)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	for _, s := range after {
		if _, err := db.Exec(s); err != nil {
			b.Fatal(err)
		}
	}
}

func ids(b *testing.B, db *sql.DB, query string, arg string) (out []string) {
	rows, err := db.Query(query, arg)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			b.Fatal(err)
		}
		out = append(out, id)
	}
	return out
}

func beside(n int, what string, asks []people.Report, ask func(people.Report) []string) {
	var took []time.Duration
	found := 0
	for _, r := range asks {
		start := time.Now()
		list := ask(r)
		took = append(took, time.Since(start))
		if slices.Contains(list, string(r.Means)) {
			found++
		}
	}
	slices.Sort(took)
	say("%-20s %d people, name only: recall at 10 %.3f, p50 %v, p99 %v", what, n, float64(found)/float64(len(asks)), took[len(took)/2], took[len(took)*99/100])
}
