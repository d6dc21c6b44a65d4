package upkeep

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Purged writes every tombstone as a line of JSON: the list to be kept outside,
// by which purges are made again after a backup from before was restored. It
// holds ids, dates and who decided, and nobody a file was about.
func Purged(ctx context.Context, db *store.DB, out io.Writer) (n int, err error) {
	err = db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		orgs, err := tx.Orgs()
		for _, o := range orgs {
			stones, failed := tx.Tombstones(o.ID, time.Time{}, 1<<30)
			if failed != nil {
				return failed
			}
			for _, s := range stones {
				if err := json.NewEncoder(out).Encode(s); err != nil {
					return err
				}
				n++
			}
		}
		return err
	})
	return n, err
}

// PurgeAgain destroys what a list that Purged wrote names and what is there
// again, each with its tombstone and a line of the audit. A list that cannot be
// read is refused before anything is destroyed.
func PurgeAgain(ctx context.Context, db *store.DB, list io.Reader, now time.Time) (n int, err error) {
	var stones []store.Tombstone
	r := bufio.NewScanner(list)
	for r.Scan() {
		var s store.Tombstone
		if json.Unmarshal(r.Bytes(), &s) != nil || !tatm.ValidID(string(s.File)) {
			return 0, fault.New(fault.Invalid, "purged.damaged")
		}
		stones = append(stones, s)
	}
	if r.Err() != nil {
		return 0, fault.New(fault.Invalid, "purged.damaged")
	}
	for _, s := range stones {
		err := db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
			_, row, found, err := tx.Head(s.Org, s.File, "", now, true)
			if err != nil || !found {
				return err
			}
			n++
			if err := tx.Purge(row, s); err != nil {
				return err
			}
			return tx.Append(s.Org, store.Line{At: now.UnixMicro(), Actor: "restore", Op: store.AgainOp, File: s.File, Outcome: store.Done}, nil)
		})
		if err != nil {
			return n, err
		}
	}
	for more := n > 0; more; {
		err := db.Write(ctx, store.Everywhere, func(tx *store.Tx) (err error) {
			more, err = tx.SweepStaged(time.UnixMicro(1))
			return err
		})
		if err != nil {
			return n, err
		}
	}
	if n == 0 {
		return 0, nil
	}
	return n, db.Scrub(ctx)
}
