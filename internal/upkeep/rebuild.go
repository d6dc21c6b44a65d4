package upkeep

import (
	"context"

	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Rebuild makes docket, marks, links, shares, walls and heads anew from the
// entries, file by file, and tells its progress.
func Rebuild(ctx context.Context, db *store.DB, progress func(done, all int)) error {
	type file struct {
		org tatm.OrgID
		id  tatm.FileID
	}
	var files []file
	err := db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		files = nil
		orgs, err := tx.Orgs()
		if err != nil {
			return err
		}
		for _, o := range orgs {
			ids, err := tx.AllFiles(o.ID)
			if err != nil {
				return err
			}
			for _, id := range ids {
				files = append(files, file{o.ID, id})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, f := range files {
		if err := db.Write(ctx, f.org, func(tx *store.Tx) error { return tx.Remake(f.org, f.id) }); err != nil {
			return err
		}
		progress(i+1, len(files))
	}
	return nil
}
