package store

import (
	"database/sql"
	"fmt"
	"strings"

	"offramp/internal/tatm"
)

// LinkedLine is a file on the other end of a link.
type LinkedLine struct {
	Row   Row
	Entry tatm.EntryID
	Role  string
}

// LinkedTo lists the files of the scope's kind that link to other. A link shows
// only if the scope admits the file, and one under another regime than the
// general one only to who is cleared for it: that a person came to notice
// before shows to intake, that a health record says so does not. The caller has
// been admitted to other already.
func (s *Shelf) LinkedTo(other tatm.FileID, limit int) ([]LinkedLine, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	q := &query{}
	o := q.arg(other)
	var parts []string
	a := s.asker(q)
	for i, b := range s.fileBranches(q, a) {
		parts = append(parts, `SELECT `+rowColumns+`, l.entry, l.role, `+b.body+` AS body FROM file f JOIN link l ON l.org = f.org AND l.file = f.id WHERE l.other = `+o+
			` AND l.until_at = 0 AND `+b.where+` AND (l.regime = 'GENERAL' OR `+s.shows(q, i, "l", "entry", a)+`)`)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" ORDER BY number DESC, entry, body DESC LIMIT %d", min(max(limit, 1), 100)*len(parts))
	var out []LinkedLine
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var sc scanned
		var l LinkedLine
		var body bool
		if err := rows.Scan(append(sc.dest(), &l.Entry, &l.Role, &body)...); err != nil {
			return err
		}
		l.Row = veiled(sc.done(s.scope.Org()), body)
		if n := len(out); n == 0 || out[n-1].Entry != l.Entry {
			out = append(out, l)
		}
		return nil
	})
	return out[:min(len(out), limit)], wrap(err, "links to %s", other)
}
