package store

import "context"

// TakeWordsWhile takes words in while something else happens between reading
// and writing them.
func (db *DB) TakeWordsWhile(ctx context.Context, meanwhile func()) error {
	all, err := db.waiting(ctx, 100)
	if err != nil {
		return err
	}
	meanwhile()
	return db.take(ctx, all)
}
