package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"offramp/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// steps are the migrations in their order; the number of one is its place. A
// step that a release has carried is never changed: the next one follows it.
// seekStep stands for the engine's own search index.
var steps = []string{
	"0001_start.sql",
	seekStep,
	"0003_sso.sql",
	"0004_letter.sql",
	"0005_blob.sql",
	"0006_receipt.sql",
}

const seekStep = "0002_seek"

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
	if have == int64(SchemaVersion) {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: schema: %w", err)
	}
	return nil
}

func (db *DB) provider() (*goose.Provider, error) {
	step := func(version int64, name string) *goose.Migration {
		return goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			text, err := migrations.ReadFile(name)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, db.engine.ddl(string(text)))
			return err
		}}, nil)
	}
	var all []*goose.Migration
	for i, name := range steps {
		if name == seekStep {
			name = db.engine.seek
		}
		all = append(all, step(int64(i+1), "migrations/"+name))
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
