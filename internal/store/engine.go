package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
)

// engine holds, as data, all that differs between the two databases. Nothing
// else asks which one it is on.
type engine struct {
	name     string
	lock     string // appended to a read that precedes a write of the row
	blob     string // type of sealed bytes
	cluster  string // rows live in their primary key
	newest   string // order of what a search found: the index's own, where it has one
	text     func(q string) string
	retry    func(error) bool
	conflict func(error) bool
	full     func(error) bool
	// everywhere says that a transaction is of the whole installation.
	everywhere func(context.Context, *sql.Tx) error
}

var dollar = regexp.MustCompile(`\$(\d+)`)

var sqliteEngine = &engine{
	name:    "sqlite",
	blob:    "BLOB",
	cluster: " WITHOUT ROWID",
	newest:  "x.rowid DESC",
	// The writer is alone by BEGIN IMMEDIATE: no row locks are needed.
	text:  func(q string) string { return dollar.ReplaceAllString(q, "?$1") },
	retry: func(err error) bool { return errors.Is(err, sqlite3.BUSY) },
	conflict: func(err error) bool {
		return errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY) || errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_ROWID)
	},
	full:       func(err error) bool { return errors.Is(err, sqlite3.FULL) || errors.Is(err, sqlite3.IOERR) },
	everywhere: func(context.Context, *sql.Tx) error { return nil }, // the statements alone keep organisations apart
}

var postgresEngine = &engine{
	name:       "postgres",
	lock:       " FOR UPDATE",
	blob:       "BYTEA",
	newest:     "k.at DESC, k.entry",
	text:       func(q string) string { return q },
	retry:      func(err error) bool { return pgCode(err, "40001") || pgCode(err, "40P01") },
	conflict:   func(err error) bool { return pgCode(err, "23505") },
	full:       func(err error) bool { return pgCode(err, "53100") },
	everywhere: sayEverywhere,
}

func pgCode(err error, code string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == code
}

// ddl fills in what the engine says for {BLOB} and {C}.
func (e *engine) ddl(text string) string {
	return strings.NewReplacer("{BLOB}", e.blob, "{C}", e.cluster).Replace(text)
}

// slots returns "$from, $from+1, …" for n values, so that one statement text
// serves every list of up to n.
func slots(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}
