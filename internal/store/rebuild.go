package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"sort"

	"offramp/internal/tatm"
)

// Digests calls each for every version of every entry of an organisation: the
// digest as stored, and that of the sealed document as it is.
func (t *Tx) Digests(org tatm.OrgID, each func(file tatm.FileID, entry tatm.EntryID, version int64, stored, actual string)) error {
	return wrap(t.each(`SELECT file, id, version, digest, doc FROM entry WHERE org = $1`, []any{org}, func(rows *sql.Rows) error {
		var file tatm.FileID
		var entry tatm.EntryID
		var version int64
		var digest, doc sql.RawBytes
		if err := rows.Scan(&file, &entry, &version, &digest, &doc); err != nil {
			return err
		}
		sum := sha256.Sum256(doc)
		each(file, entry, version, hex.EncodeToString(digest), hex.EncodeToString(sum[:]))
		return nil
	}), "digests")
}

// AllFiles lists the ids of every file of an organisation.
func (t *Tx) AllFiles(org tatm.OrgID) ([]tatm.FileID, error) {
	var out []tatm.FileID
	err := t.each(`SELECT id FROM file WHERE org = $1 ORDER BY id`, []any{org}, func(rows *sql.Rows) error {
		var id tatm.FileID
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, wrap(err, "files")
}

// derivedTables are the tables that follow from entries, with the columns a
// comparison looks at.
var derivedTables = map[string]string{
	"docket": "file, entry, what, id, kind, team, owner, section, regime, due_at, done_at",
	"mark":   "file, entry, catalog, code, status, at, regime, team",
	"link":   "file, entry, other, role, section, regime, team, from_at, until_at",
	"share":  "file, source, entry, section, grantee, basis, from_at, until_at, revoked_at",
	"wall":   "file, entry, actor, from_at, until_at",
	"file":   "id, state, owner, next_due, level, level_expires, stale, emergency, convened, urgent, closed, retain_until, hold",
}

// Derived is every derived row of an organisation, each as a line of text, in
// order: two are equal when nothing differs.
func (t *Tx) Derived(org tatm.OrgID) ([]string, error) {
	var out []string
	for table, columns := range derivedTables {
		err := t.each(`SELECT `+columns+` FROM `+table+` WHERE org = $1`, []any{org}, func(rows *sql.Rows) error {
			names, err := rows.Columns()
			if err != nil {
				return err
			}
			cells, dest := make([]sql.NullString, len(names)), make([]any, len(names))
			for i := range cells {
				dest[i] = &cells[i]
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			line := table
			for _, c := range cells {
				line += fmt.Sprintf("|%q", c.String)
			}
			out = append(out, line)
			return nil
		})
		if err != nil {
			return nil, wrap(err, "derived rows")
		}
	}
	sort.Strings(out)
	return out, nil
}

// Remake makes the derived rows of one file anew from its entries.
func (t *Tx) Remake(org tatm.OrgID, id tatm.FileID) error {
	_, r, found, err := t.Head(org, id, "", unstamp(1), true)
	if err != nil || !found {
		return err
	}
	for table := range derivedTables {
		if table == "file" {
			continue
		}
		if _, err := t.exec(`DELETE FROM `+table+` WHERE org = $1 AND file = $2`, org, id); err != nil {
			return wrap(err, "remake %s", id)
		}
	}
	f, err := t.Whole(r)
	if err != nil {
		return err
	}
	d := tatm.Derive(f, t.db.packs)
	if err := t.change(r, tatm.Derived{}, d); err != nil {
		return err
	}
	return t.settle(r, d.Head, r.ChangedAt)
}
