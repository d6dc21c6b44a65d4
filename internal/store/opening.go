package store

import (
	"database/sql"
	"slices"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// Openings returns, for each row, the current entries of the given kinds that
// the scope may see: what a list shows of a file beside its head. There are at
// most a page of rows; those of a team are read in one statement, for they are
// seen under the same grants.
func (s *Shelf) Openings(rows []ListRow, kinds ...tatm.Kind) (map[tatm.FileID][]tatm.Entry, error) {
	out := make(map[tatm.FileID][]tatm.Entry, len(rows))
	teams := map[tatm.TeamID][]Row{}
	for _, r := range rows {
		teams[r.Team] = append(teams[r.Team], r.Row)
	}
	for team, of := range teams {
		for some := range slices.Chunk(of, fileSlots) {
			if err := s.opening(team, some, kinds, out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (s *Shelf) opening(team tatm.TeamID, rows []Row, kinds []tatm.Kind, out map[tatm.FileID][]tatm.Entry) error {
	args := append([]any{s.scope.Org(), rows[0].ID, s.scope.Who(), stamp(s.scope.Now())}, visibleArgs(s.grants(team))...)
	for i := range kindSlots {
		args = append(args, string(at(kinds, i)))
	}
	text, of := openingsOfOne, map[tatm.FileID]Row{rows[0].ID: rows[0]}
	if len(rows) > 1 {
		text = openings
		for i := 1; i < fileSlots; i++ {
			r := at(rows, i)
			of[r.ID], args = r, append(args, r.ID)
		}
	}
	var x sealed
	var file tatm.FileID
	dest := append(x.dest(), &file)
	return wrap(s.tx.each(text, args, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		e, err := of[file].open(&x)
		out[file] = append(out[file], e)
		return err
	}), "entries of a list")
}

// at is the i-th of a list, or nothing past its end: lists of arguments are
// padded, so that one statement text serves them all.
func at[V any](list []V, i int) (v V) {
	if i < len(list) {
		v = list[i]
	}
	return v
}

// grants are what the scope shows of the files of a team.
func (s *Shelf) grants(team tatm.TeamID) (grants []access.Grant) {
	for _, b := range s.scope.Branches() {
		if b.Team == team || b.Team == "" {
			grants = append(grants, b.Grants...)
		}
	}
	return grants
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
	es, err := s.tx.entries(r.Row, current, append([]any{r.Org, r.ID, s.scope.Who(), stamp(s.scope.Now())}, visibleArgs(s.grants(r.Team))...)...)
	return r.file(es), err
}
