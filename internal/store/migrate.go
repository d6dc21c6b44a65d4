package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"offramp/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// steps are the migrations in their order; the number of one is its place. A
// step that a release has carried is never changed: the next one follows it.
// Where an engine has a text of its own, 0002_seek_sqlite.sql, it follows the
// one for both, if there is one.
var steps = []string{
	"0001_start.sql",
	"0002_seek.sql",
	"0003_sso.sql",
	"0004_letter.sql",
	"0005_blob.sql",
	"0006_receipt.sql",
	"0007_order.sql",
	"0009_people.sql",
	"0013_keeping.sql",
	"0014_channel.sql",
	"0015_intake.sql",
}

// SchemaVersion is the newest schema this program knows.
var SchemaVersion = len(steps)

// migrate brings the schema forward, never back. A database written by a newer
// program is refused.
func (db *DB) migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("store: schema: %w", err)
	}
	if have > int64(SchemaVersion) {
		return fault.New(fault.Conflict, "store.newer", strconv.FormatInt(have, 10), strconv.Itoa(SchemaVersion))
	}
	if have < int64(SchemaVersion) {
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("store: schema: %w", err)
		}
	}
	return db.raiseWall(ctx)
}

func (db *DB) provider() (*goose.Provider, error) {
	var all []*goose.Migration
	for i, name := range steps {
		texts, err := db.engine.step(name)
		if err != nil {
			return nil, err
		}
		all = append(all, goose.NewGoMigration(int64(i+1), &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			if err := db.engine.everywhere(ctx, tx); err != nil {
				return err
			}
			for _, text := range texts {
				if _, err := tx.ExecContext(ctx, text); err != nil {
					return err
				}
			}
			return nil
		}}, nil))
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(all...)}
	dialect := goose.DialectSQLite3
	if db.engine == postgresEngine {
		dialect = goose.DialectPostgres
		// Two servers that start at once must not migrate at once.
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("store: schema: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db.write, nil, options...)
	if err != nil {
		return nil, fmt.Errorf("store: schema: %w", err)
	}
	return p, nil
}

// step returns the texts of a step: the one for both engines, then the engine's
// own. There is at least one.
func (e *engine) step(name string) (texts []string, err error) {
	for _, name := range []string{name, strings.TrimSuffix(name, ".sql") + "_" + e.name + ".sql"} {
		text, err := migrations.ReadFile("migrations/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("store: schema: %w", err)
		}
		texts = append(texts, e.ddl(string(text)))
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("store: schema: no text of %s", name)
	}
	return texts, nil
}
