package boot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"offramp/internal/catalog"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/upkeep"
)

// Restore restores a backup into the place that c names, where there must be
// neither keys nor a record yet. If it fails, the place is as empty as before.
func Restore(ctx context.Context, c config.Config, in io.Reader, recovery string) (rows int64, err error) {
	lib, err := catalog.Load()
	if err != nil {
		return 0, err
	}
	file := !store.Postgres(c.DatabaseURL())
	if _, e := os.Stat(c.KeyFile()); e == nil {
		return 0, fault.New(fault.Conflict, "keys.exist", c.KeyFile())
	}
	if _, e := os.Stat(c.DatabaseURL()); file && e == nil {
		return 0, fault.New(fault.Conflict, "backup.not-empty")
	}
	made := false
	rows, err = upkeep.Restore(ctx, in, recovery, func(export json.RawMessage) (*store.DB, error) {
		keys, err := seal.Import(export, c.KeyFile())
		if err != nil {
			return nil, err
		}
		made = true
		return store.Open(ctx, store.Options{URL: c.DatabaseURL(), Keys: keys, Packs: lib.Packs(), Readers: 1})
	})
	if err != nil && made {
		err = errors.Join(err, empty(c))
	}
	return rows, err
}

// empty takes away the keys that were just made, and the database file that
// was begun with them.
func empty(c config.Config) error {
	err := os.Remove(c.KeyFile())
	if store.Postgres(c.DatabaseURL()) {
		return err
	}
	for _, more := range []string{"", "-wal", "-shm"} {
		if e := os.Remove(filepath.Clean(c.DatabaseURL()) + more); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
