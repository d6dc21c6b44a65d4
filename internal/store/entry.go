package store

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"offramp/internal/seal"
	"offramp/internal/tatm"
)

// entryColumns are what one entry is read from.
const entryColumns = `e.id, e.version, e.kind, e.regime, e.only_for, e.happened_at, e.recorded_at, e.recorded_by, e.doc`

// Whole reads every current entry of a file for the rules of the field, which
// judge the whole file whoever asks. Only the runner calls it, and what it
// gives never leaves a piece of work unscoped.
func (t *Tx) Whole(r Row) (tatm.File, error) {
	es, err := t.entries(r, `SELECT `+entryColumns+` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.superseded_at IS NULL ORDER BY e.id`, r.Org, r.ID)
	return r.file(es), err
}

// file is the row with entries, as package tatm takes it.
func (r Row) file(es []tatm.Entry) tatm.File {
	return tatm.File{Org: r.Org, ID: r.ID, Kind: r.Kind, Team: r.Team, Number: r.Number, Opened: r.Opened, ChangedAt: r.ChangedAt, Version: r.Version, Entries: es}
}

func (t *Tx) entries(r Row, q string, args ...any) ([]tatm.Entry, error) {
	var out []tatm.Entry
	var x sealed
	dest := x.dest()
	err := t.each(q, args, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		e, err := r.open(&x)
		out = append(out, e)
		return err
	})
	return out, wrap(err, "entries of %s", r.ID)
}

// sealed holds entryColumns as the database gives them. One serves all rows of
// a statement.
type sealed struct {
	e                  tatm.Entry
	kind               tatm.Kind
	happened, recorded int64
	doc                sql.RawBytes
}

func (x *sealed) dest() []any {
	return []any{&x.e.ID, &x.e.Version, &x.kind, &x.e.Regime, &x.e.OnlyFor, &x.happened, &x.recorded, &x.e.RecordedBy, &x.doc}
}

// open unseals an entry of the file.
func (r Row) open(x *sealed) (tatm.Entry, error) {
	e := x.e
	e.HappenedAt, e.RecordedAt = unstamp(x.happened), unstamp(x.recorded)
	clear, err := r.key.Open(x.doc, binding(r, e, x.kind))
	if err != nil {
		return e, fmt.Errorf("entry %s does not open: %w", e.ID, err)
	}
	e.Record, err = tatm.Decode(x.kind, clear)
	return e, err
}

// binding ties a sealed document to its row: moved or relabelled in the
// database, it does not open.
func binding(r Row, e tatm.Entry, kind tatm.Kind) []byte {
	return seal.Bind(string(r.Org), string(r.ID), string(e.ID), strconv.FormatInt(e.Version, 10), string(kind), string(e.Regime), string(e.OnlyFor))
}

// Digest is the SHA-256 of a sealed document: it stands in the audit, and
// tells nothing of a clear text, not even by guessing.
type Digest [sha256.Size]byte

// Put writes one version of an entry. A later version first closes the one
// before it, which stays as it was.
func (t *Tx) Put(r Row, e tatm.Entry) (Digest, error) {
	kind := e.Record.Kind()
	row, known := tatm.Kinds[kind]
	if !known || (row.File != "" && row.File != r.Kind) {
		return Digest{}, fmt.Errorf("store: a %s file has no %s", r.Kind, kind)
	}
	doc, err := tatm.Encode(e.Record)
	if err != nil {
		return Digest{}, wrap(err, "encode %s", kind)
	}
	sealed := r.key.Seal(doc, binding(r, e, kind))
	digest := Digest(sha256.Sum256(sealed))
	if e.Version > 1 {
		if err := t.supersede(r, e); err != nil {
			return Digest{}, err
		}
	}
	_, err = t.exec(`INSERT INTO entry (org, file, id, version, kind, section, regime, only_for, happened_at, recorded_at, recorded_by, superseded_at, digest, doc)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, $12, $13)`,
		r.Org, r.ID, e.ID, e.Version, kind, row.Section, e.Regime, e.OnlyFor, stamp(e.HappenedAt), stamp(e.RecordedAt), e.RecordedBy, digest[:], sealed)
	return digest, wrap(err, "entry %s", e.ID)
}

func (t *Tx) supersede(r Row, e tatm.Entry) error {
	n, err := t.exec(`UPDATE entry SET superseded_at = $5 WHERE org = $1 AND file = $2 AND id = $3 AND version = $4 AND superseded_at IS NULL`,
		r.Org, r.ID, e.ID, e.Version-1, stamp(e.RecordedAt))
	if err == nil && n != 1 {
		err = fmt.Errorf("version %d is not the current one", e.Version-1)
	}
	return wrap(err, "close entry %s", e.ID)
}

// Later is the time to write with: not before the clock, and after everything
// that the file holds, so that the past never changes.
func (r Row) Later(clock time.Time) time.Time {
	clock = clock.UTC().Truncate(time.Microsecond)
	if next := r.ChangedAt.Add(time.Microsecond); clock.Before(next) {
		return next
	}
	return clock
}

// WholeVersions reads every version of an entry for the rules of the field,
// as Whole does: a hidden passage is hidden in all of them.
func (t *Tx) WholeVersions(r Row, id tatm.EntryID) ([]tatm.Entry, error) {
	return t.entries(r, `SELECT `+entryColumns+` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.id = $3 ORDER BY e.version`, r.Org, r.ID, id)
}
