package store

import (
	"database/sql"
	"slices"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// This file is where hidden passages are hidden: whatever reads entries for a
// person comes through here, and what a search finds follows the veils in the
// transaction that wrote them.

const veils = ` AND e.superseded_at IS NULL AND e.kind IN ('veil', 'case-veil') ORDER BY e.file, e.id`

var (
	veilsOfOne  = `SELECT ` + entryColumns + `, e.file FROM entry e WHERE e.org = $1 AND e.file = $2` + veils
	veilsOfMany = `SELECT ` + entryColumns + `, e.file FROM entry e WHERE e.org = $1 AND e.file IN (` + slots(2, fileSlots) + `)` + veils
)

// cleared reports whether grants show what would give a reporter away.
func cleared(grants []access.Grant, s tatm.Section) bool {
	return slices.ContainsFunc(grants, func(g access.Grant) bool {
		return slices.Contains(g.Regimes, tatm.ReporterID) && slices.Contains(g.Sections, s)
	})
}

// shown is entries of one file as somebody under these grants reads them.
func (t *Tx) shown(r Row, es []tatm.Entry, grants []access.Grant) ([]tatm.Entry, error) {
	if !slices.ContainsFunc(es, hideable(grants)) {
		return es, nil
	}
	all, err := t.veilsIn(map[tatm.FileID]Row{r.ID: r})
	if err != nil {
		return nil, err
	}
	hide(es, all[r.ID], grants)
	return es, nil
}

// hideable reports whether a passage of an entry may be hidden under grants.
func hideable(grants []access.Grant) func(tatm.Entry) bool {
	return func(e tatm.Entry) bool {
		return tatm.MayVeil(e.Record) && !cleared(grants, tatm.Kinds[e.Record.Kind()].Section)
	}
}

func hide(es []tatm.Entry, vs tatm.Veils, grants []access.Grant) {
	may := hideable(grants)
	for i := range es {
		if len(vs) > 0 && may(es[i]) {
			es[i] = vs.Hide(es[i])
		}
	}
}

// veilsIn reads the veils of up to fileSlots files of one organisation.
func (t *Tx) veilsIn(of map[tatm.FileID]Row) (map[tatm.FileID]tatm.Veils, error) {
	var args []any
	text := veilsOfOne
	for id, r := range of {
		if len(args) == 0 {
			args = []any{r.Org}
		}
		args = append(args, id)
	}
	if len(of) > 1 {
		for text = veilsOfMany; len(args) <= fileSlots; {
			args = append(args, "")
		}
	}
	if len(args) == 0 {
		return nil, nil
	}
	found := map[tatm.FileID][]tatm.Entry{}
	var x sealed
	var file tatm.FileID
	dest := append(x.dest(), &file)
	err := t.each(text, args, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		e, err := of[file].open(&x)
		found[file] = append(found[file], e)
		return err
	})
	out := map[tatm.FileID]tatm.Veils{}
	for id, es := range found {
		out[id] = tatm.VeilsOf(es)
	}
	return out, wrap(err, "hidden passages")
}

// seekVeiled takes the words that are hidden now out of the search, and puts
// back those that are no longer: in this transaction, not by the clock. What a
// round has read of the file before is not written any more.
func (t *Tx) seekVeiled(r Row, before, after tatm.File) error {
	was, is := tatm.VeilsOf(before.Entries), tatm.VeilsOf(after.Entries)
	changed := was.Differ(is)
	if len(changed) == 0 {
		return nil
	}
	_, err := t.exec(`INSERT INTO seek_todo (org, file, at) VALUES ($1, $2, $3) ON CONFLICT (org, file) DO UPDATE SET at = seek_todo.at + 1`, r.Org, r.ID, stamp(r.ChangedAt)+1)
	if err != nil {
		return wrap(err, "words of %s", r.ID)
	}
	w := waiting{org: r.Org, file: r.ID, row: r}
	for _, id := range changed {
		var x wordy
		var version int64
		have, err := t.row(`SELECT docid, version FROM seek WHERE org = $1 AND file = $2 AND entry = $3`, []any{r.Org, r.ID, id}, &x.docid, &version)
		if err != nil {
			return err
		}
		if !have {
			continue // the clock takes its words in as they are then
		}
		if x.was, err = t.wordsWere(r, id, version, was); err != nil {
			return err
		}
		if i := slices.IndexFunc(after.Entries, func(e tatm.Entry) bool { return e.ID == id }); i >= 0 {
			x.entry, x.words = after.Entries[i], t.words(after.Entries[i], is)
		}
		w.wordy = append(w.wordy, x)
	}
	return t.takeWords([]waiting{w})
}
