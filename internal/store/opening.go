package store

import (
	"database/sql"
	"slices"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// Openings returns, for each row, the current entries of the given kinds that
// the scope may see: what a list shows of a file beside its head. There are at
// most a page of rows; those that one branch found are read in one statement,
// for they are seen under the same grants.
func (s *Shelf) Openings(rows []ListRow, kinds ...tatm.Kind) (map[tatm.FileID][]tatm.Entry, error) {
	out := make(map[tatm.FileID][]tatm.Entry, len(rows))
	branches := map[int][]ListRow{}
	for _, r := range rows {
		branches[r.branch] = append(branches[r.branch], r)
	}
	for _, of := range branches {
		for some := range slices.Chunk(of, fileSlots) {
			if err := s.opening(some, kinds, out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// opening reads the entries of rows that one branch found.
func (s *Shelf) opening(rows []ListRow, kinds []tatm.Kind, out map[tatm.FileID][]tatm.Entry) error {
	args := s.rowArgs(rows[0])
	for i := range kindSlots {
		args = append(args, string(at(kinds, i)))
	}
	text, of := openingsOfOne, map[tatm.FileID]Row{rows[0].ID: rows[0].Row}
	if len(rows) > 1 {
		text = openings
		for i := 1; i < fileSlots; i++ {
			r := at(rows, i)
			of[r.ID], args = r.Row, append(args, r.ID)
		}
	}
	var x sealed
	var file tatm.FileID
	dest := append(x.dest(), &file)
	some := false
	err := s.tx.each(text, args, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		e, err := of[file].open(&x)
		out[file], some = append(out[file], e), some || hideable(e)
		return err
	})
	if err != nil || !some {
		return wrap(err, "entries of a list")
	}
	delete(of, "")
	hidden, err := s.tx.veilsFrom(s.scope, of)
	for id := range of {
		hide(out[id], hidden[id])
	}
	return err
}

// at is the i-th of a list, or nothing past its end: lists of arguments are
// padded, so that one statement text serves them all.
func at[V any](list []V, i int) (v V) {
	if i < len(list) {
		v = list[i]
	}
	return v
}

// rowArgs are the arguments of inFile for a listed file. One found through a
// share alone shows what is shared, whatever seats its team has for the asker.
func (s *Shelf) rowArgs(r ListRow) []any {
	return append([]any{r.Org, r.ID, s.scope.Who(), stamp(s.scope.Now())}, visibleArgs(s.grantsOf(r))...)
}

// grantsOf are the grants under which a listed file is read.
func (s *Shelf) grantsOf(r ListRow) []access.Grant {
	if r.branch < len(s.scope.Branches()) {
		return s.scope.Branches()[r.branch].Grants
	}
	return nil
}

const (
	kindSlots = 4
	fileSlots = 50
)

var (
	openings      = opening(`IN ($2, ` + slots(inFileNext+kindSlots, fileSlots-1) + `)`)
	openingsOfOne = opening(`= $2`)
)

func opening(file string) string {
	return `SELECT ` + entryColumns + `, e.file FROM entry e WHERE e.org = $1 AND e.file ` + file + ` AND e.superseded_at IS NULL AND ` + inFile +
		` AND e.kind IN (` + slots(inFileNext, kindSlots) + `) ORDER BY e.file, e.id`
}

// Full reads all current entries of a listed file that the scope may see.
func (s *Shelf) Full(r ListRow) (tatm.File, error) {
	es, err := s.tx.entries(r.Row, current, s.rowArgs(r)...)
	if err == nil {
		es, err = s.tx.shown(r.Row, es, s.scope)
	}
	return r.file(es), err
}
