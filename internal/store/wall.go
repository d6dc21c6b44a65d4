package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"offramp/internal/tatm"
)

// This file is the second wall between organisations. The first are the
// statements, each of which names its organisation; the second stands in
// PostgreSQL, whose policies show a transaction the rows of the organisation it
// said at its beginning, and none to one that said none. A statement that
// forgot its organisation finds nothing of others.

// Everywhere is said instead of an organisation by what belongs to the
// installation: signing in, sweeping, letters, upkeep. The places that may say
// it are named in package arch.
const Everywhere tatm.OrgID = "*"

var errUnsaid = errors.New("store: a transaction must say its organisation")

// said reports whether org can be said: an id, which stands in the statement
// that begins a transaction as it is, or Everywhere.
func said(org tatm.OrgID) bool { return org == Everywhere || tatm.ValidID(string(org)) }

// What begins a transaction on PostgreSQL, and says its organisation in the
// same message: it costs no round trip of its own, and ends with it.
const (
	beginWrite = `BEGIN; SET LOCAL offramp.org = '%s'`
	beginRead  = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL offramp.org = '%s'`
)

// inPostgres runs fn in one transaction of org.
func (db *DB) inPostgres(ctx context.Context, begin string, org tatm.OrgID, fn func(*Tx) error) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	defer conn.Close()
	var work pgx.Tx // begins and ends the transaction; the statements go through conn
	err = conn.Raw(func(c any) (err error) {
		work, err = c.(*stdlib.Conn).Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: fmt.Sprintf(begin, org)})
		return err
	})
	if err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	// A cancelled request must not leave the connection inside a transaction.
	defer work.Rollback(context.WithoutCancel(ctx))
	tx := &Tx{ctx: ctx, db: db, q: conn}
	if err := fn(tx); err != nil {
		return err
	}
	if err := work.Commit(ctx); err != nil {
		return db.failed(err)
	}
	for _, f := range tx.after {
		f()
	}
	return nil
}

// peek reads one row of the installation before the program is up.
func (db *DB) peek(ctx context.Context, q string, dest ...any) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := db.engine.everywhere(ctx, tx); err != nil {
		return err
	}
	return tx.QueryRowContext(ctx, q).Scan(dest...)
}

// SecondWall reports whether the database itself keeps organisations apart. It
// does not on SQLite, nor for a PostgreSQL user whom no policy binds: a
// superuser, or one with BYPASSRLS.
func (db *DB) SecondWall(ctx context.Context) (bool, error) {
	if db.engine != postgresEngine {
		return false, nil
	}
	var free bool
	err := db.peek(ctx, `SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user`, &free)
	return !free, wrap(err, "the database's user")
}

// sayEverywhere is said by what works on the whole database at its start.
func sayEverywhere(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SET LOCAL offramp.org = '`+string(Everywhere)+`'`)
	return err
}

// wall is the policy: the organisation that was said, and for the installation
// itself every one. The settings stand in sub-selects, which are asked once a
// statement, not once a row.
const wall = `(%I = (SELECT current_setting('offramp.org', true)) OR (SELECT current_setting('offramp.org', true)) = '*')`

// unwalledTables have an organisation and no policy, each with its reason.
var unwalledTables = map[string]string{
	"seek": "beneath a policy PostgreSQL may not use the index of words, whose operator is not leakproof; the words are blind there, and what a search finds is shown only through files and entries, which have a policy",
}

// lacksWall lists the tables that have an organisation and no policy yet, with
// the column that names it.
const lacksWall = `SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace) AND NOT a.attisdropped
 AND a.attname = CASE c.relname WHEN 'org' THEN 'id' ELSE 'org' END
 AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall'))
 ORDER BY c.relname`

// raiseWall puts every table with an organisation behind the policy, those of
// a step to come among them, for the owner of the tables too. Where nothing is
// lacking it changes nothing, so that the program may run as a user who does
// not own the tables.
func (db *DB) raiseWall(ctx context.Context) error {
	if db.engine != postgresEngine {
		return nil
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return wrap(err, "second wall")
	}
	defer tx.Rollback()
	lacking, err := lackingWall(ctx, tx)
	if err != nil || len(lacking) == 0 {
		return wrap(err, "second wall")
	}
	// Two servers that start at once take turns; the second finds nothing to do.
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext('offramp wall'))`); err != nil {
		return wrap(err, "second wall")
	}
	if lacking, err = lackingWall(ctx, tx); err != nil {
		return wrap(err, "second wall")
	}
	for _, t := range lacking {
		for _, text := range []string{`ALTER TABLE %I ENABLE ROW LEVEL SECURITY`, `ALTER TABLE %I FORCE ROW LEVEL SECURITY`, `CREATE POLICY wall ON %I USING ` + wall} {
			text = strings.Replace(strings.Replace(text, "%I", pgx.Identifier{t.name}.Sanitize(), 1), "%I", pgx.Identifier{t.column}.Sanitize(), 1)
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return wrap(err, "second wall of %s", t.name)
			}
		}
	}
	return wrap(tx.Commit(), "second wall")
}

// walled is a table and the column that names its organisation.
type walled struct{ name, column string }

func lackingWall(ctx context.Context, tx *sql.Tx) (out []walled, err error) {
	rows, err := tx.QueryContext(ctx, lacksWall)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t walled
		if err := rows.Scan(&t.name, &t.column); err != nil {
			return nil, err
		}
		if unwalledTables[t.name] == "" {
			out = append(out, t)
		}
	}
	return out, rows.Err()
}
