package store

import (
	"database/sql"
	"time"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// Records is the part of one file that a scope lets an actor see. Reading
// hangs on it, and only the runner hands it out.
type Records struct {
	tx    *Tx
	row   Row
	scope access.Scope
}

// Admit opens what s covers of the file in r.
func (t *Tx) Admit(s access.Scope, r Row) *Records { return &Records{t, r, s} }

// Head tells where the file stands, without the level and the flags for those
// who may see its head alone.
func (r *Records) Head() Row { return veiled(r.row, r.scope.SeesBody()) }

// Scope is what was admitted.
func (r *Records) Scope() access.Scope { return r.scope }

func veiled(row Row, body bool) Row {
	if !body {
		h := row.Head
		row.Head = tatm.Head{State: h.State, Owner: h.Owner, NextDue: h.NextDue, Closed: h.Closed, Convened: h.Convened}
	}
	return row
}

// current, then, one and versions are the one statement family that reads entries
// for a person: what may be seen is decided here or nowhere.
var (
	current  = `SELECT ` + entryColumns + ` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.superseded_at IS NULL AND ` + inFile + ` ORDER BY e.id`
	then     = `SELECT ` + entryColumns + ` FROM entry e WHERE e.org = $1 AND e.file = $2 AND ` + inPast + ` AND e.recorded_at <= ` + slots(inFileNext, 1) + ` AND (e.superseded_at IS NULL OR e.superseded_at > ` + slots(inFileNext, 1) + `) ORDER BY e.id`
	versions = `SELECT ` + entryColumns + ` FROM entry e WHERE e.org = $1 AND e.file = $2 AND ` + inPast + ` AND e.id = ` + slots(inFileNext, 1) + ` ORDER BY e.version`
	one      = `SELECT ` + entryColumns + ` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.superseded_at IS NULL AND ` + inFile + ` AND e.id = ` + slots(inFileNext, 1)
)

// entries reads what the scope may see, hidden passages hidden.
func (r *Records) entries(q string, args ...any) ([]tatm.Entry, error) {
	es, err := r.tx.entries(r.row, q, args...)
	if err != nil {
		return nil, err
	}
	return r.tx.shown(r.row, es, r.scope)
}

// File returns the file with its current entries that the scope may see,
// oldest first.
func (r *Records) File() (tatm.File, error) {
	if !r.scope.Admits() {
		return tatm.File{}, nil
	}
	es, err := r.entries(current, inFileArgs(r.scope)...)
	return r.row.file(es), err
}

// Behind names who wrote entries of a kind that only they see yet: that they
// did, and nothing of what they wrote.
func (r *Records) Behind(kind tatm.Kind) ([]tatm.ActorID, error) {
	if !r.scope.SeesBody() {
		return nil, nil
	}
	var out []tatm.ActorID
	err := r.tx.each(`SELECT DISTINCT e.recorded_by FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.kind = $3 AND e.superseded_at IS NULL AND e.only_for <> '' ORDER BY e.recorded_by`,
		[]any{r.row.Org, r.row.ID, kind}, func(rows *sql.Rows) error {
			var who tatm.ActorID
			err := rows.Scan(&who)
			out = append(out, who)
			return err
		})
	return out, wrap(err, "sealed entries of %s", r.row.ID)
}

// FileAt returns the file as the team knew it at the time at, of what the
// scope may see now.
func (r *Records) FileAt(at time.Time) (tatm.File, error) {
	if !r.scope.Admits() {
		return tatm.File{}, nil
	}
	es, err := r.entries(then, append(inFileArgs(r.scope), stamp(at))...)
	return r.row.file(es), err
}

// Entry returns one entry as it stands, if the scope may see it.
func (r *Records) Entry(id tatm.EntryID) (tatm.Entry, bool, error) {
	if !r.scope.Admits() {
		return tatm.Entry{}, false, nil
	}
	es, err := r.entries(one, append(inFileArgs(r.scope), id)...)
	if err != nil || len(es) == 0 {
		return tatm.Entry{}, false, err
	}
	return es[0], true, nil
}

// Versions returns every version of one entry, first to last.
func (r *Records) Versions(id tatm.EntryID) ([]tatm.Entry, error) {
	if !r.scope.Admits() {
		return nil, nil
	}
	return r.entries(versions, append(inFileArgs(r.scope), id)...)
}
