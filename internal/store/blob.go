package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"offramp/internal/seal"
	"offramp/internal/tatm"
)

// A blob is the sealed bytes of an attachment, in chunks. It is staged first,
// in small transactions that never hold the writer long; a row of staged says
// whose it is, and nobody sees it. The transaction that puts the entry takes
// that row away: then, and only then, the bytes belong to the record. What no
// entry took is swept.

// BlobKey makes the key of a new blob beneath the file's own, and its wrapped
// form; place is what it is bound to.
func (r Row) BlobKey(place []byte) (seal.FileKey, []byte, error) { return r.key.NewKey(place) }

// OpenBlobKey opens the key of a blob.
func (r Row) OpenBlobKey(wrapped, place []byte) (seal.FileKey, error) {
	return r.key.OpenKey(wrapped, place)
}

// Stage begins a blob that nobody sees yet.
func (t *Tx) Stage(r Row, id tatm.BlobID, who tatm.ActorID, now time.Time) error {
	_, err := t.exec(`INSERT INTO staged (org, file, id, actor, at, doc) VALUES ($1, $2, $3, $4, $5, NULL)`, r.Org, r.ID, id, who, stamp(now))
	return wrap(err, "stage blob %s", id)
}

// PutChunks adds chunks to a staged blob, the first of them number from. The
// row of the blob is touched with them: an upload at work is never swept, and
// chunks without a row never stay.
func (t *Tx) PutChunks(r Row, id tatm.BlobID, from int64, chunks [][]byte, now time.Time) error {
	n, err := t.exec(`UPDATE staged SET at = $4 WHERE org = $1 AND file = $2 AND id = $3 AND doc IS NULL AND actor <> ''`, r.Org, r.ID, id, stamp(now))
	if err == nil && n != 1 {
		err = fmt.Errorf("it is not being staged")
	}
	for i, c := range chunks {
		if err == nil {
			_, err = t.exec(`INSERT INTO blob (org, file, id, n, bytes) VALUES ($1, $2, $3, $4, $5)`, r.Org, r.ID, id, from+int64(i), c)
		}
	}
	return wrap(err, "chunks of blob %s", id)
}

// Staged says that a blob is whole and what it is; the record is sealed under
// the file's key until an entry takes it.
func (t *Tx) Staged(r Row, a tatm.HeldFile, now time.Time) error {
	doc, err := json.Marshal(a)
	if err != nil {
		return wrap(err, "staged blob %s", a.Blob)
	}
	n, err := t.exec(`UPDATE staged SET at = $4, doc = $5 WHERE org = $1 AND file = $2 AND id = $3 AND doc IS NULL AND actor <> ''`,
		r.Org, r.ID, a.Blob, stamp(now), r.key.Seal(doc, stagedBinding(r, a.Blob)))
	if err == nil && n != 1 {
		err = fmt.Errorf("it is not being staged")
	}
	return wrap(err, "staged blob %s", a.Blob)
}

func stagedBinding(r Row, id tatm.BlobID) []byte {
	return seal.Bind("staged", string(r.Org), string(r.ID), string(id))
}

// Drop gives up a blob that was refused or broke off: the next sweep has it.
func (t *Tx) Drop(r Row, id tatm.BlobID) error {
	_, err := t.exec(`UPDATE staged SET actor = '', at = 0 WHERE org = $1 AND file = $2 AND id = $3`, r.Org, r.ID, id)
	return wrap(err, "drop blob %s", id)
}

// Take takes a whole blob that who staged out of staging, for the entry that
// is put in the same transaction. It reports false where there is none.
func (t *Tx) Take(r Row, id tatm.BlobID, who tatm.ActorID) (a tatm.HeldFile, ok bool, err error) {
	var doc []byte
	ok, err = t.row(`DELETE FROM staged WHERE org = $1 AND file = $2 AND id = $3 AND actor = $4 AND doc IS NOT NULL RETURNING doc`, []any{r.Org, r.ID, id, who}, &doc)
	if err != nil || !ok {
		return a, false, wrap(err, "take blob %s", id)
	}
	clear, err := r.key.Open(doc, stagedBinding(r, id))
	if err == nil {
		err = json.Unmarshal(clear, &a)
	}
	return a, true, wrap(err, "take blob %s", id)
}

// Chunk is sealed chunk n of a blob.
func (t *Tx) Chunk(org tatm.OrgID, file tatm.FileID, id tatm.BlobID, n int64) (sealed []byte, err error) {
	ok, err := t.row(`SELECT bytes FROM blob WHERE org = $1 AND file = $2 AND id = $3 AND n = $4`, []any{org, file, id, n}, &sealed)
	if err == nil && !ok {
		err = fmt.Errorf("it is not there")
	}
	return sealed, wrap(err, "chunk %d of blob %s", n, id)
}

// sweptMost is how many chunks one transaction of a sweep deletes: what is
// deleted is overwritten, and the writer is not held for a whole file.
const sweptMost = 8

// SweepStaged deletes some of the oldest upload that was last touched before
// the time given and that no entry took. It takes the upload from its owner
// first, so that nothing half swept is taken. It reports whether there may be
// more.
func (t *Tx) SweepStaged(before time.Time) (more bool, err error) {
	var org tatm.OrgID
	var file tatm.FileID
	var id tatm.BlobID
	ok, err := t.row(`SELECT org, file, id FROM staged WHERE at < $1 ORDER BY at LIMIT 1`+t.db.engine.lock, []any{stamp(before)}, &org, &file, &id)
	if err != nil || !ok {
		return false, wrap(err, "staged blobs")
	}
	if _, err := t.exec(`UPDATE staged SET actor = '' WHERE org = $1 AND file = $2 AND id = $3`, org, file, id); err != nil {
		return false, wrap(err, "sweep blob %s", id)
	}
	n, err := t.exec(`DELETE FROM blob WHERE org = $1 AND file = $2 AND id = $3 AND n IN (SELECT n FROM blob WHERE org = $1 AND file = $2 AND id = $3 LIMIT $4)`, org, file, id, sweptMost)
	if err == nil && n < sweptMost {
		_, err = t.exec(`DELETE FROM staged WHERE org = $1 AND file = $2 AND id = $3`, org, file, id)
	}
	return true, wrap(err, "sweep blob %s", id)
}

// Named is a blob that an entry or an upload names, with the sum of its sealed
// chunks; an upload that is not whole yet has none.
type Named struct {
	File tatm.FileID
	Blob tatm.BlobID
	Sum  string
}

// NamedBlobs lists the blobs that entries and uploads name.
func (t *Tx) NamedBlobs(org tatm.OrgID) (out []Named, err error) {
	type at struct {
		file tatm.FileID
		id   tatm.EntryID
	}
	var entries []at
	err = t.each(`SELECT file, id FROM entry WHERE org = $1 AND kind IN ('attachment', 'enclosure', 'mail-in') AND version = 1`, []any{org}, func(rows *sql.Rows) error {
		var a at
		err := rows.Scan(&a.file, &a.id)
		entries = append(entries, a)
		return err
	})
	for _, a := range entries {
		if err != nil {
			return nil, wrap(err, "attachments")
		}
		var n Named
		if n, err = t.namedBy(org, a.file, a.id); err == nil {
			out = append(out, n)
		}
	}
	if err == nil {
		err = t.each(`SELECT file, id FROM staged WHERE org = $1`, []any{org}, func(rows *sql.Rows) error {
			var n Named
			err := rows.Scan(&n.File, &n.Blob)
			out = append(out, n)
			return err
		})
	}
	return out, wrap(err, "attachments")
}

// namedBy is what the first version of an entry that holds a file names. An entry
// that does not open is found by its own digest.
func (t *Tx) namedBy(org tatm.OrgID, file tatm.FileID, id tatm.EntryID) (Named, error) {
	_, r, found, err := t.Head(org, file, "", time.Unix(0, 0), false)
	if err != nil || !found {
		return Named{}, err
	}
	es, err := t.entries(r, `SELECT `+entryColumns+` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.id = $3 AND e.version = 1`, org, file, id)
	if err != nil || len(es) == 0 {
		return Named{File: file}, nil
	}
	switch r := es[0].Record.(type) {
	case tatm.Attachment:
		return Named{file, r.Blob, r.Sealed}, nil
	case tatm.Enclosure:
		return Named{file, r.Blob, r.Sealed}, nil
	case tatm.MailIn:
		return Named{file, r.Blob, r.Sealed}, nil
	}
	return Named{File: file}, nil
}

// Blobs calls each for every chunk of the organisation, in order.
func (t *Tx) Blobs(org tatm.OrgID, each func(file tatm.FileID, id tatm.BlobID, n int64, sealed []byte)) error {
	return wrap(t.each(`SELECT file, id, n, bytes FROM blob WHERE org = $1 ORDER BY file, id, n`, []any{org}, func(rows *sql.Rows) error {
		var file tatm.FileID
		var id tatm.BlobID
		var n int64
		var sealed sql.RawBytes
		err := rows.Scan(&file, &id, &n, &sealed)
		if err == nil {
			each(file, id, n, sealed)
		}
		return err
	}), "blobs")
}
