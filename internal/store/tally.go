package store

import (
	"database/sql"
	"strings"
)

// Column is a column of the head that open files are counted by: where the work
// stands and with whom. Nothing that is said of a person is counted.
type Column string

// The columns.
const (
	CountState Column = "state"
	CountOwner Column = "owner"
)

// Tally counts the open files that the scope lists by a column, each file once.
func (s *Shelf) Tally(by Column) (map[string]int, error) {
	out := map[string]int{}
	if !s.scope.Admits() || (by != CountState && by != CountOwner) {
		return out, nil
	}
	q := &query{}
	var parts []string
	for _, b := range s.fileBranches(q, s.asker(q)) {
		parts = append(parts, `SELECT f.id, f.`+string(by)+` AS counted, `+b.body+` AS body FROM file f WHERE f.closed = 0 AND `+b.where)
	}
	text := `SELECT counted, COUNT(DISTINCT id) FROM (` + strings.Join(parts, " UNION ALL ") + `) open_files GROUP BY counted`
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var value string
		var n int
		err := rows.Scan(&value, &n)
		out[value] = n
		return err
	})
	return out, wrap(err, "tally by %s", by)
}
