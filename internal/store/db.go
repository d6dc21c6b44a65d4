// Package store keeps files and their entries in SQLite or PostgreSQL, with
// one text for each query. It knows files and entries, not nouns: what they
// mean is package tatm's, who may see them is package access's.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/tatm"
)

// DB is an open database.
type DB struct {
	engine *engine
	keys   *seal.Keys
	write  *sql.DB
	read   *sql.DB
	lite   *writer       // SQLite: the one writer
	idle   chan *session // SQLite: readers
	packs  tatm.Packs
	shown  *shown
	stop   sync.Once
}

// Options say which database to open and with what.
type Options struct {
	// URL is postgres://… or the path of a SQLite file.
	URL  string
	Keys *seal.Keys
	// Packs gives the policy packs that entries name.
	Packs tatm.Packs
	// Readers is the number of SQLite readers, at least 1.
	Readers int
	// Expect says what must be found.
	Expect Expect
	// CacheKB is the page cache of each SQLite connection in KiB.
	CacheKB int
}

// Expect is what must be found in a database that is opened.
type Expect int

// What may be expected. Keys that are there already belong to a record, and
// new ones to none: anything else is something lost, and nothing new is begun
// beside it.
const (
	Either Expect = iota
	NoRecord
	ARecord
)

// Postgres reports whether url names a PostgreSQL database.
func Postgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// Open opens the database and brings its schema up to date. A newer schema, a
// wrong key and a missing file beside existing keys are refused with a fault.
func Open(ctx context.Context, o Options) (*DB, error) {
	db := &DB{keys: o.Keys, packs: o.Packs, shown: newShown()}
	var err error
	if Postgres(o.URL) {
		err = db.openPostgres(ctx, o)
	} else {
		err = db.openSQLite(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	if err := firstError(func() error { return db.expected(ctx, o) }, func() error { return db.migrate(ctx) }); err != nil {
		db.Close()
		return nil, err
	}
	if db.engine == sqliteEngine {
		if err := db.startSQLite(ctx, o); err != nil {
			db.Close()
			return nil, err
		}
	}
	return db, nil
}

// expected holds what is there against what must be, before anything is
// changed, and the keys against what they should open: SQLite finds a wrong key
// by itself, PostgreSQL's rows are opened one by one.
func (db *DB) expected(ctx context.Context, o Options) error {
	var orgs int64
	begun := db.peek(ctx, `SELECT COUNT(*) FROM org`, &orgs) == nil
	switch {
	case o.Expect == ARecord && !begun:
		return fault.New(fault.Conflict, "store.not-begun")
	case o.Expect == NoRecord && orgs > 0:
		return fault.New(fault.Conflict, "store.keys-lost")
	case !begun:
		return nil
	}
	var org tatm.OrgID
	var file tatm.FileID
	var key []byte
	var no int64
	err := db.peek(ctx, `SELECT org, id, key, key_no FROM file WHERE key IS NOT NULL LIMIT 1`, &org, &file, &key, &no)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if _, err := db.keys.Open(key, no, fileBinding(org, file)); err != nil {
		return fault.New(fault.Conflict, "store.wrong-key")
	}
	return nil
}

// Close ends the writer after the work at hand and closes the database.
func (db *DB) Close() error {
	var err error
	db.stop.Do(func() {
		if db.lite != nil {
			db.lite.close()
		}
		if db.read != nil && db.read != db.write {
			err = db.read.Close()
		}
		if db.write != nil {
			err = errors.Join(err, db.write.Close())
		}
	})
	return err
}

// Engine names the kind of database, for the operator.
func (db *DB) Engine() string { return db.engine.name }

// Tx is one transaction before anybody has been let in: it can tell whose a
// file is and it can write the audit. Records come from Admit.
type Tx struct {
	ctx context.Context
	db  *DB
	q   querier
	on  *session // SQLite: statements are prepared once a connection
	// after runs when the transaction has been committed.
	after []func()
}

// querier is what *sql.Conn and *sql.Tx have in common.
type querier interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// Write runs fn in a transaction of one organisation that may change the
// database and commits when fn returns nil. It runs fn again when the engine
// asks for that, so fn has no effect outside tx. When Write returns nil the
// change is on the disk.
func (db *DB) Write(ctx context.Context, org tatm.OrgID, fn func(*Tx) error) error {
	if !said(org) {
		return errUnsaid
	}
	if db.lite != nil {
		return db.lite.do(ctx, fn)
	}
	return db.again(func() error { return db.inPostgres(ctx, beginWrite, org, fn) })
}

// Read runs fn over one unchanging picture of one organisation's rows.
func (db *DB) Read(ctx context.Context, org tatm.OrgID, fn func(*Tx) error) error {
	if !said(org) {
		return errUnsaid
	}
	if db.lite == nil {
		return db.again(func() error { return db.inPostgres(ctx, beginRead, org, fn) })
	}
	var s *session
	select {
	case s = <-db.idle:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.idle <- s }()
	// A cancelled request must not leave the reader inside a transaction.
	return s.inRead(context.WithoutCancel(ctx), db, fn)
}

func (db *DB) again(fn func() error) error {
	for try := 1; ; try++ {
		err := fn()
		if err == nil || try == 5 || !db.engine.retry(err) {
			return err
		}
		time.Sleep(time.Duration(try) * 5 * time.Millisecond)
	}
}

// failed turns a full disk into a fault a person can be told about; anything
// else stays ours to mend.
func (db *DB) failed(err error) error {
	if db.engine.full(err) {
		return errors.Join(fault.New(fault.Busy, "store.full"), fmt.Errorf("store: commit: %w", err))
	}
	return fmt.Errorf("store: commit: %w", err)
}

// exec runs a statement and returns the number of rows it changed.
func (t *Tx) exec(q string, args ...any) (int64, error) {
	var r sql.Result
	var err error
	if t.on != nil {
		var s *sql.Stmt
		if s, err = t.on.stmt(t.ctx, q); err == nil {
			r, err = s.ExecContext(t.ctx, args...)
		}
	} else {
		r, err = t.q.ExecContext(t.ctx, q, args...)
	}
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// rows runs a query.
func (t *Tx) rows(q string, args ...any) (*sql.Rows, error) {
	if t.on == nil {
		return t.q.QueryContext(t.ctx, q, args...)
	}
	s, err := t.on.stmt(t.ctx, q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(t.ctx, args...)
}

// row runs a query of one row into dest. It reports false for none.
func (t *Tx) row(q string, args []any, dest ...any) (bool, error) {
	var r *sql.Row
	if t.on == nil {
		r = t.q.QueryRowContext(t.ctx, q, args...)
	} else {
		s, err := t.on.stmt(t.ctx, q)
		if err != nil {
			return false, err
		}
		r = s.QueryRowContext(t.ctx, args...)
	}
	err := r.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each runs a query and calls scan for every row.
func (t *Tx) each(q string, args []any, scan func(*sql.Rows) error) error {
	rows, err := t.rows(q, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// stamp is a time as the database keeps it: microseconds since 1970 UTC, 0 for
// the zero time.
func stamp(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

// unstamp is the time of a stamp, in UTC.
func unstamp(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
