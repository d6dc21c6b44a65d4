package main

import (
	"context"
	"database/sql"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting VFS

	"offramp/internal/seal"
	"offramp/internal/store"
)

// watcher looks into the database beside the server.
type watcher struct{ db *sql.DB }

func watch(_ context.Context, y yard) (*watcher, error) {
	url := y.config.DatabaseURL()
	if store.Postgres(url) {
		db, err := sql.Open("pgx", url)
		return &watcher{db}, err
	}
	keys, err := seal.Load(y.config.KeyFile())
	if err != nil {
		return nil, err
	}
	db, err := driver.Open("file:"+url+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		return c.Exec("PRAGMA hexkey='" + keys.PageHex() + "'; PRAGMA busy_timeout=10000; PRAGMA query_only=1")
	})
	return &watcher{db}, err
}

// reports counts the reports there are.
func (w *watcher) reports(ctx context.Context) (n int64, err error) {
	err = w.db.QueryRowContext(ctx, `SELECT n FROM tally WHERE kind = 'report'`).Scan(&n)
	return n, err
}

// behind is how long the oldest words wait to be taken in.
func (w *watcher) behind(ctx context.Context) (time.Duration, error) {
	var at sql.NullInt64
	err := w.db.QueryRowContext(ctx, `SELECT MIN(at) FROM seek_todo`).Scan(&at)
	if err != nil || !at.Valid {
		return 0, err
	}
	return time.Since(time.UnixMicro(at.Int64)), nil
}

func (w *watcher) close() { w.db.Close() }
