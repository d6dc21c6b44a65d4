package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"offramp/internal/fault"
)

// openPostgres opens the pool. A server on another machine must be reached
// with TLS: the caller's URL says how.
func (db *DB) openPostgres(ctx context.Context, o Options) error {
	db.engine = postgresEngine
	cfg, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return fault.New(fault.Invalid, "store.bad-url")
	}
	if cfg.MaxConns < 8 {
		cfg.MaxConns = 8
	}
	// The statements are few and constant; planning each call anew made the
	// list page twice as slow in a trial.
	cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	cfg.ConnConfig.RuntimeParams["application_name"] = "offramp"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	db.write = stdlib.OpenDBFromPool(pool)
	db.read = db.write
	db.write.SetMaxOpenConns(int(cfg.MaxConns))
	db.write.SetMaxIdleConns(int(cfg.MaxConns))
	if err := db.write.PingContext(ctx); err != nil {
		return fmt.Errorf("store: the database does not answer: %w", err)
	}
	return nil
}
