package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"slices"
	"strconv"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"offramp/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is the newest schema this program knows.
const SchemaVersion = 4

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
	if have > SchemaVersion {
		return fault.New(fault.Conflict, "store.newer", strconv.FormatInt(have, 10), strconv.Itoa(SchemaVersion))
	}
	if have == SchemaVersion {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: schema: %w", err)
	}
	return nil
}

func (db *DB) provider() (*goose.Provider, error) {
	step := func(version int64, names ...string) *goose.Migration {
		return goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			for _, name := range slices.DeleteFunc(names, func(name string) bool { return name == "" }) {
				text, err := migrations.ReadFile(name)
				if err != nil {
					return err
				}
				if _, err = tx.ExecContext(ctx, db.engine.ddl(string(text))); err != nil {
					return err
				}
			}
			return nil
		}}, nil)
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(step(1, "migrations/0001_start.sql"), step(2, db.engine.seek), step(4, "migrations/0004_order.sql", db.engine.planner)),
	}
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
