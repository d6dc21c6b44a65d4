package bulk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting VFS

	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// tables are what is loaded, with their columns in the order of the rows.
var tables = []struct{ name, columns string }{
	{"file", "org, id, kind, team, number, state, owner, next_due, level, level_expires, stale, emergency, convened, urgent, version, changed_at, key, key_no, opened, closed, retain_until, hold"},
	{"entry", "org, file, id, version, kind, section, regime, only_for, happened_at, recorded_at, recorded_by, superseded_at, digest, doc"},
	{"docket", "org, file, entry, what, id, kind, team, owner, section, regime, due_at, done_at"},
	{"mark", "org, file, entry, catalog, code, status, at, regime, team"},
	{"link", "org, file, entry, other, role, section, regime, team, from_at, until_at"},
	{"audit", "org, n, at, actor, op, file, outcome, facts, digests, leaf"},
	{"receipt", "org, mark, file, made"},
	{"outbox", "org, id, kind, file, grantee, due_at, sent_at"},
	{"seek_todo", "org, file, at"},
}

// counters are what an organisation counts by.
type counters struct {
	org   tatm.OrgID
	tally map[tatm.FileKind]int64
	n     int64
	edge  []byte
}

// sink is a database that takes rows table by table.
type sink interface {
	counters(ctx context.Context, org tatm.OrgID) (tally map[tatm.FileKind]int64, n int64, edge []byte, err error)
	write(ctx context.Context, full map[string][][]any, c counters) error
	close() error
}

func open(ctx context.Context, url string, keys *seal.Keys) (sink, error) {
	if store.Postgres(url) {
		c, err := pgx.Connect(ctx, url)
		if err == nil {
			_, err = c.Exec(ctx, "SET offramp.org = '"+string(store.Everywhere)+"'")
		}
		return postgres{c}, err
	}
	db, err := driver.Open("file:"+url+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		for _, p := range []string{"PRAGMA hexkey='" + keys.PageHex() + "'", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-65536"} {
			if err := c.Exec(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return lite{db}, nil
}

type lite struct {
	db *sql.DB
}

func (s lite) counters(ctx context.Context, org tatm.OrgID) (tally map[tatm.FileKind]int64, n int64, edge []byte, err error) {
	tally = map[tatm.FileKind]int64{}
	rows, err := s.db.QueryContext(ctx, `SELECT kind, n FROM tally WHERE org = ?`, org)
	if err != nil {
		return nil, 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var kind tatm.FileKind
		var n int64
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, 0, nil, err
		}
		tally[kind] = n
	}
	if err := rows.Err(); err != nil {
		return nil, 0, nil, err
	}
	rows.Close()
	err = s.db.QueryRowContext(ctx, `SELECT n, edge FROM audit_head WHERE org = ?`, org).Scan(&n, &edge)
	return tally, n, edge, err
}

func (s lite) write(ctx context.Context, full map[string][][]any, c counters) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, t := range tables {
		marks := strings.TrimSuffix(strings.Repeat("?, ", strings.Count(t.columns, ",")+1), ", ")
		put, err := tx.PrepareContext(ctx, "INSERT INTO "+t.name+" ("+t.columns+") VALUES ("+marks+")")
		if err != nil {
			return err
		}
		for _, r := range full[t.name] {
			if _, err := put.ExecContext(ctx, r...); err != nil {
				return fmt.Errorf("bulk: %s: %w", t.name, err)
			}
		}
		if err := put.Close(); err != nil {
			return err
		}
	}
	for kind, n := range c.tally {
		if _, err := tx.ExecContext(ctx, `INSERT INTO tally (org, kind, n) VALUES (?1, ?2, ?3) ON CONFLICT (org, kind) DO UPDATE SET n = ?3`, c.org, kind, n); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE audit_head SET n = ?, edge = ? WHERE org = ?`, c.n, c.edge, c.org); err != nil {
		return err
	}
	return tx.Commit()
}

func (s lite) close() error { return s.db.Close() }

type postgres struct{ c *pgx.Conn }

func (s postgres) counters(ctx context.Context, org tatm.OrgID) (tally map[tatm.FileKind]int64, n int64, edge []byte, err error) {
	tally = map[tatm.FileKind]int64{}
	rows, err := s.c.Query(ctx, `SELECT kind, n FROM tally WHERE org = $1`, string(org))
	if err != nil {
		return nil, 0, nil, err
	}
	var kind string
	if _, err = pgx.ForEachRow(rows, []any{&kind, &n}, func() error { tally[tatm.FileKind(kind)] = n; return nil }); err != nil {
		return nil, 0, nil, err
	}
	err = s.c.QueryRow(ctx, `SELECT n, edge FROM audit_head WHERE org = $1`, string(org)).Scan(&n, &edge)
	return tally, n, edge, err
}

func (s postgres) write(ctx context.Context, full map[string][][]any, c counters) error {
	return pgx.BeginFunc(ctx, s.c, func(tx pgx.Tx) error {
		for _, t := range tables { // nothing is copied in beneath a policy: the owner steps around it for the load
			if _, err := tx.Exec(ctx, `ALTER TABLE `+pgx.Identifier{t.name}.Sanitize()+` NO FORCE ROW LEVEL SECURITY`); err != nil {
				return err
			}
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, strings.Split(t.columns, ", "), pgx.CopyFromRows(full[t.name])); err != nil {
				return fmt.Errorf("bulk: %s: %w", t.name, err)
			}
			if _, err := tx.Exec(ctx, `ALTER TABLE `+pgx.Identifier{t.name}.Sanitize()+` FORCE ROW LEVEL SECURITY`); err != nil {
				return err
			}
		}
		for kind, n := range c.tally {
			if _, err := tx.Exec(ctx, `INSERT INTO tally (org, kind, n) VALUES ($1, $2, $3) ON CONFLICT (org, kind) DO UPDATE SET n = $3`, string(c.org), string(kind), n); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE audit_head SET n = $1, edge = $2 WHERE org = $3`, c.n, c.edge, string(c.org))
		return err
	})
}

func (s postgres) close() error {
	_, err := s.c.Exec(context.Background(), `ANALYZE`)
	return errors.Join(err, s.c.Close(context.Background()))
}
