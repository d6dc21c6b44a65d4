package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"offramp/internal/tatm"
)

// Pair is two files of people that may be one person. One is the lesser id.
type Pair struct {
	One, Two tatm.FileID
	Rank     int64 // the lower, the sooner it is looked at
	At       time.Time
}

// Cursor is the pair as the place from which a list goes on.
func (p Pair) Cursor() string { return fmt.Sprintf("%d.%s.%s", p.Rank, p.One, p.Two) }

// ParsePair reads a cursor; what is none begins the list.
func ParsePair(cursor string) (p Pair) {
	parts := strings.Split(cursor, ".")
	if len(parts) != 3 || !tatm.ValidID(parts[1]) || !tatm.ValidID(parts[2]) {
		return Pair{}
	}
	rank, err := strconv.ParseInt(parts[0], 10, 8)
	if err != nil {
		return Pair{}
	}
	return Pair{Rank: rank, One: tatm.FileID(parts[1]), Two: tatm.FileID(parts[2])}
}

// SetPairs puts the pairs that a file has now in place of those it had.
func (t *Tx) SetPairs(org tatm.OrgID, of tatm.FileID, pairs []Pair) error {
	if _, err := t.exec(`DELETE FROM pair WHERE org = $1 AND (one = $2 OR two = $2)`, org, of); err != nil {
		return wrap(err, "pairs of %s", of)
	}
	for _, p := range pairs {
		_, err := t.exec(`INSERT INTO pair (org, one, two, rank, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, one, two) DO UPDATE SET rank = excluded.rank`, org, p.One, p.Two, p.Rank, stamp(p.At))
		if err != nil {
			return wrap(err, "pairs of %s", of)
		}
	}
	return nil
}

// Swept is how many lines of the audit the sweep for pairs has gone through.
func (t *Tx) Swept(org tatm.OrgID) (n int64, err error) {
	_, err = t.row(`SELECT n FROM swept WHERE org = $1`, []any{org}, &n)
	return n, wrap(err, "sweep of %s", org)
}

// SetSwept keeps that the lines from one to another were gone through. It
// reports false, and keeps nothing, where they were already or where somebody
// asked to begin anew meanwhile.
func (t *Tx) SetSwept(org tatm.OrgID, from, to int64) (bool, error) {
	n, err := t.exec(`INSERT INTO swept (org, n) VALUES ($1, $3) ON CONFLICT (org) DO UPDATE SET n = excluded.n WHERE swept.n = $2`, org, from, to)
	return n == 1, wrap(err, "sweep of %s", org)
}

// SweepAnew makes the sweep begin at the first line again.
func (t *Tx) SweepAnew(org tatm.OrgID) error {
	_, err := t.exec(`DELETE FROM swept WHERE org = $1`, org)
	return wrap(err, "sweep of %s", org)
}

// PairsGone takes out the pairs of a file that is no more.
func (t *Tx) PairsGone(org tatm.OrgID, ids ...tatm.FileID) error {
	for _, id := range ids {
		if err := t.SetPairs(org, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// unanswered is the condition that nobody found a pair p the same or two
// people. "Not sure" leaves it on the list.
const unanswered = `NOT EXISTS (SELECT 1 FROM link l WHERE l.org = p.org AND l.file = p.one AND l.other = p.two AND l.until_at = 0 AND l.role IN ('same', 'other'))`

// Pairs lists the pairs of whom the scope admits both, a page at a time; after
// is the last pair of the page before.
func (s *Shelf) Pairs(after Pair, limit int) ([]Pair, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	q := &query{}
	a := s.asker(q)
	where := unanswered
	if after.One != "" {
		where += " AND (p.rank, p.one, p.two) > (" + strings.Join([]string{q.arg(after.Rank), q.arg(after.One), q.arg(after.Two)}, ", ") + ")"
	}
	var sides [2][]string
	for i, column := range []string{"one", "two"} {
		for _, b := range s.fileBranches(q, a) {
			if b.body == "TRUE" {
				sides[i] = append(sides[i], `EXISTS (SELECT 1 FROM file f WHERE f.id = p.`+column+` AND `+b.where+`)`)
			}
		}
		if len(sides[i]) == 0 {
			return nil, nil
		}
	}
	text := `SELECT p.one, p.two, p.rank, p.at FROM pair p WHERE p.org = ` + a.org + ` AND ` + where + ` AND (` + strings.Join(sides[0], " OR ") + `) AND (` + strings.Join(sides[1], " OR ") + `)` +
		fmt.Sprintf(" ORDER BY p.rank, p.one, p.two LIMIT %d", min(max(limit, 1), 100))
	var out []Pair
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var p Pair
		var at int64
		err := rows.Scan(&p.One, &p.Two, &p.Rank, &at)
		p.At = unstamp(at)
		out = append(out, p)
		return err
	})
	return out, wrap(err, "pairs")
}
