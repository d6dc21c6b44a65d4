package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Statement is a query as the program would run it.
type Statement struct {
	Text string
	Args []any
}

// ear hears queries and answers none.
type ear struct{ heard *[]Statement }

var errHeard = errors.New("heard")

func (e ear) ExecContext(context.Context, string, ...any) (sql.Result, error) { return nil, errHeard }

func (e ear) QueryContext(_ context.Context, text string, args ...any) (*sql.Rows, error) {
	*e.heard = append(*e.heard, Statement{text, args})
	return nil, errHeard
}

func (e ear) QueryRowContext(context.Context, string, ...any) *sql.Row { return nil }

// Hear returns the queries that fn would run.
func (db *DB) Hear(ctx context.Context, fn func(*Tx) error) (heard []Statement) {
	_ = fn(&Tx{ctx: ctx, db: db, q: ear{&heard}})
	return heard
}

// Plan is the engine's plan of a statement, a line a step, indented.
func (db *DB) Plan(t *testing.T, s Statement) (lines []string) {
	t.Helper()
	explain := "EXPLAIN (COSTS OFF) "
	if db.engine == sqliteEngine {
		explain = "EXPLAIN QUERY PLAN "
	}
	err := db.Read(t.Context(), Everywhere, func(tx *Tx) error {
		lines = nil
		if db.engine == postgresEngine {
			// Whether an index can serve is asked, not whether it pays on so few rows.
			for _, off := range []string{"enable_seqscan", "enable_sort", "enable_hashjoin", "enable_hashagg"} {
				if _, err := tx.exec("SET LOCAL " + off + " = off"); err != nil {
					return err
				}
			}
		}
		rows, err := tx.rows(explain+s.Text, s.Args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		depth := map[int64]int{}
		for rows.Next() {
			var id, parent, unused int64
			var line string
			if db.engine == postgresEngine {
				err = rows.Scan(&line)
			} else if err = rows.Scan(&id, &parent, &unused, &line); err == nil {
				depth[id] = depth[parent] + 1
				line = strings.Repeat("  ", depth[id]) + line
			}
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", s.Text, err))
	}
	return lines
}
