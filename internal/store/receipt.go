package store

import (
	"time"

	"offramp/internal/tatm"
)

// PutReceipt lets the words behind mark find the report again. A mark that is
// there already stays: the same request made it.
func (t *Tx) PutReceipt(org tatm.OrgID, mark []byte, file tatm.FileID, now time.Time) error {
	_, err := t.exec(`INSERT INTO receipt (org, mark, file, made) VALUES ($1, $2, $3, $4) ON CONFLICT (org, mark) DO NOTHING`, org, mark, file, stamp(now))
	return wrap(err, "receipt of %s", file)
}

// Receipt finds the report that the words behind mark belong to.
func (t *Tx) Receipt(org tatm.OrgID, mark []byte) (file tatm.FileID, found bool, err error) {
	found, err = t.row(`SELECT file FROM receipt WHERE org = $1 AND mark = $2`, []any{org, mark}, &file)
	return file, found, wrap(err, "receipt")
}

// DropReceipts ends every receipt of a report: it is then answered like words
// that never were one.
func (t *Tx) DropReceipts(org tatm.OrgID, file tatm.FileID) error {
	_, err := t.exec(`DELETE FROM receipt WHERE org = $1 AND file = $2`, org, file)
	return wrap(err, "receipts of %s", file)
}

// EndReceipts ends the receipts of reports that were closed before the time
// given.
func (t *Tx) EndReceipts(before time.Time) error {
	_, err := t.exec(`DELETE FROM receipt WHERE EXISTS (SELECT 1 FROM file f WHERE f.org = receipt.org AND f.id = receipt.file AND f.closed > 0 AND f.closed < $1)`, stamp(before))
	return wrap(err, "old receipts")
}

// Strangers is how often something was refused to people who are not signed
// in, on the day of now.
func (t *Tx) Strangers(org tatm.OrgID, what string, now time.Time) (times int64, err error) {
	_, err = t.row(`SELECT times FROM stranger WHERE org = $1 AND day = $2 AND what = $3`, []any{org, now.Unix() / 86400, what}, &times)
	return times, wrap(err, "strangers")
}
