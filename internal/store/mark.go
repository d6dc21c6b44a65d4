package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"offramp/internal/tatm"
)

// Marked lists the files of the scope's kind and a team that bear a mark set at
// or after a time, newest first: whose content the actor may see, under the
// general regime.
func (s *Shelf) Marked(team tatm.TeamID, catalog, code string, since time.Time, limit int) ([]tatm.FileID, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	q := &query{}
	marked := " AND f.team = " + q.arg(team) + " AND m.team = f.team AND m.catalog = " + q.arg(catalog) + " AND m.code = " + q.arg(code) +
		" AND m.at >= " + q.arg(stamp(since)) + " AND m.regime = 'GENERAL'"
	var parts []string
	for _, b := range s.fileBranches(q, s.asker(q)) {
		parts = append(parts, `SELECT f.id, m.at FROM mark m JOIN file f ON f.org = m.org AND f.id = m.file WHERE `+b.where+` AND `+b.body+marked)
	}
	text := strings.Join(parts, " UNION ") + fmt.Sprintf(" ORDER BY at DESC, id LIMIT %d", min(max(limit, 1), 100))
	var out []tatm.FileID
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var id tatm.FileID
		var at int64
		err := rows.Scan(&id, &at)
		out = append(out, id)
		return err
	})
	return out, wrap(err, "marks %s %s", catalog, code)
}
