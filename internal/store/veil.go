package store

import (
	"database/sql"
	"slices"
	"time"

	"offramp/internal/tatm"
)

// This file is where hidden passages are hidden: whatever reads entries for a
// person comes through here, and what a search finds follows the veils in the
// transaction that wrote them.

// cleared is the condition on a share s of a file that lets $who know who made
// the report now: somebody opened it to them, or they took the report and its
// screening is not over. It holds for an entry under REPORTER-ID and for a veil
// alike (tatm/opening.go grants both); an invitation lifts no veil.
func cleared(who, now string) string {
	return `s.basis IN ('opening', 'taken') AND ` + sharing(who, now)
}

var (
	veils = ` AND e.superseded_at IS NULL AND e.kind IN ('veil', 'case-veil')
  AND NOT EXISTS (SELECT 1 FROM share s WHERE s.org = e.org AND s.file = e.file AND s.entry = e.id AND ` + cleared("$2", "$3") + `) ORDER BY e.file, e.id`
	veilsOfOne  = `SELECT ` + entryColumns + `, e.file FROM entry e WHERE e.org = $1 AND e.file = $4` + veils
	veilsOfMany = `SELECT ` + entryColumns + `, e.file FROM entry e WHERE e.org = $1 AND e.file IN (` + slots(4, fileSlots) + `)` + veils
)

// Knows reports whether the actor may know who made the admitted report.
func (r *Records) Knows() (bool, error) {
	if !r.scope.Admits() {
		return false, nil
	}
	var one int
	return r.tx.row(`SELECT 1 FROM share s WHERE s.org = $1 AND s.file = $4 AND `+cleared("$2", "$3")+` LIMIT 1`,
		[]any{r.row.Org, r.scope.Who(), stamp(r.scope.Now()), r.row.ID}, &one)
}

// sighted is who reads entries, and when: what both scopes say.
type sighted interface {
	Who() tatm.ActorID
	Now() time.Time
}

// shown is entries of one file as somebody reads them.
func (t *Tx) shown(r Row, es []tatm.Entry, by sighted) ([]tatm.Entry, error) {
	if !slices.ContainsFunc(es, hideable) {
		return es, nil
	}
	all, err := t.veilsFrom(by, map[tatm.FileID]Row{r.ID: r})
	if err != nil {
		return nil, err
	}
	hide(es, all[r.ID])
	return es, nil
}

// hideable reports whether a passage of an entry may be hidden.
func hideable(e tatm.Entry) bool { return tatm.MayVeil(e.Record) }

func hide(es []tatm.Entry, vs tatm.Veils) {
	for i := range es {
		if len(vs) > 0 && hideable(es[i]) {
			es[i] = vs.Hide(es[i])
		}
	}
}

// veilsFrom reads what is veiled from somebody, in up to fileSlots files of one
// organisation.
func (t *Tx) veilsFrom(by sighted, of map[tatm.FileID]Row) (map[tatm.FileID]tatm.Veils, error) {
	var args []any
	text := veilsOfOne
	for id, r := range of {
		if len(args) == 0 {
			args = []any{r.Org, by.Who(), stamp(by.Now())}
		}
		args = append(args, id)
	}
	if len(of) > 1 {
		for text = veilsOfMany; len(args) < 3+fileSlots; {
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
