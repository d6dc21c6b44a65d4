package store

import (
	"database/sql"
	"fmt"
	"slices"

	"offramp/internal/tatm"
)

// OnFile calls each for every person's file of the organisation, with its
// current entries: for the index of who is on file, which is made anew from
// them at every start. Files come in the order of their ids, a page of rows and
// keys in memory at a time.
func (t *Tx) OnFile(org tatm.OrgID, each func(tatm.File) error) error {
	return t.onFile(`f.org = $1 AND f.kind = $2`, []any{org, tatm.PersonFile}, org, each)
}

// onFilePage is how many files are read at once.
const onFilePage = 500

// named are the files that lines of the audit from line $2 on name.
const named = `SELECT a.file FROM audit a WHERE a.org = $1 AND a.n >= $2`

// OnFileSince is OnFile for the files that lines of the audit from line n on
// name: what any server wrote since.
func (t *Tx) OnFileSince(org tatm.OrgID, n int64, each func(tatm.File) error) error {
	return t.onFile(`f.org = $1 AND f.kind = $3 AND f.id IN (`+named+`)`, []any{org, n, tatm.PersonFile}, org, each)
}

// OnFileBetween is OnFileSince for the lines before line until.
func (t *Tx) OnFileBetween(org tatm.OrgID, n, until int64, each func(tatm.File) error) error {
	return t.onFile(`f.org = $1 AND f.kind = $3 AND f.id IN (`+named+` AND a.n < $4)`, []any{org, n, tatm.PersonFile, until}, org, each)
}

// GoneSince lists the files that lines of the audit from line n on name and
// that are no more: what was expunged is found by nobody.
func (t *Tx) GoneSince(org tatm.OrgID, n int64) (out []tatm.FileID, err error) {
	err = t.each(`SELECT DISTINCT x.file FROM (`+named+`) x WHERE x.file <> '' AND NOT EXISTS (SELECT 1 FROM file f WHERE f.org = $1 AND f.id = x.file)`, []any{org, n}, func(rows *sql.Rows) error {
		var id tatm.FileID
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, wrap(err, "files that are gone")
}

func (t *Tx) onFile(where string, args []any, org tatm.OrgID, each func(tatm.File) error) error {
	q := fmt.Sprintf(`SELECT `+rowColumns+`, f.key, f.key_no FROM file f WHERE `+where+` AND f.id > $%d ORDER BY f.id LIMIT %d`, len(args)+1, onFilePage)
	var after tatm.FileID
	for {
		files, err := t.keyed(q, append(slices.Clone(args), after), org)
		for i := 0; err == nil && i < len(files); i++ {
			var f tatm.File
			if f, err = t.Whole(files[i]); err == nil {
				err = each(f)
			}
		}
		if err != nil || len(files) < onFilePage {
			return wrap(err, "people on file")
		}
		after = files[len(files)-1].ID
	}
}

// keyed reads rows with their keys opened.
func (t *Tx) keyed(q string, args []any, org tatm.OrgID) (files []Row, err error) {
	err = t.each(q, args, func(rows *sql.Rows) error {
		var s scanned
		var key []byte
		var no int64
		if err := rows.Scan(append(s.dest(), &key, &no)...); err != nil {
			return err
		}
		r := s.done(org)
		var err error
		r.key, err = t.db.keys.Open(key, no, fileBinding(org, r.ID))
		files = append(files, r)
		return err
	})
	return files, err
}

// AuditSize is how many lines the organisation's audit has: what is kept in
// memory follows it.
func (t *Tx) AuditSize(org tatm.OrgID) (n int64, err error) {
	_, err = t.row(`SELECT n FROM audit_head WHERE org = $1`, []any{org}, &n)
	return n, wrap(err, "audit of %s", org)
}

// WalledOff lists the files that a wall takes away from somebody now.
func (t *Tx) WalledOff(org tatm.OrgID, who tatm.ActorID, now int64) (map[tatm.FileID]bool, error) {
	out := map[tatm.FileID]bool{}
	err := t.each(`SELECT file FROM wall w WHERE w.org = $1 AND w.actor = $2 AND w.from_at <= $3 AND (w.until_at = 0 OR w.until_at > $3)`, []any{org, who, now}, func(rows *sql.Rows) error {
		var id tatm.FileID
		err := rows.Scan(&id)
		out[id] = true
		return err
	})
	return out, wrap(err, "walls")
}
