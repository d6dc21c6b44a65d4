package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// Variant is a line of names that the staff added, with who did and when. One
// that was taken out again stays on record.
type Variant struct {
	ID string
	tatm.Variant
	Made time.Time
	By   tatm.ActorID
}

// AddVariant keeps a line of names.
func (t *Tx) AddVariant(org tatm.OrgID, v Variant) error {
	_, err := t.exec(`INSERT INTO variant (org, id, kind, names, made, by_whom, gone) VALUES ($1, $2, $3, $4, $5, $6, 0)`, org, v.ID, v.What, v.Names, stamp(v.Made), v.By)
	return wrap(err, "new variant")
}

// DropVariant takes a line out; false if there is none.
func (t *Tx) DropVariant(org tatm.OrgID, id string, now time.Time) (bool, error) {
	n, err := t.exec(`UPDATE variant SET gone = $3 WHERE org = $1 AND id = $2 AND gone = 0`, org, id, stamp(now))
	return n == 1, wrap(err, "variant")
}

// VariantsChanged counts what was ever added and taken out: it differs where
// the lines in force do.
func (t *Tx) VariantsChanged(org tatm.OrgID) (n int64, err error) {
	_, err = t.row(`SELECT COUNT(*) + COUNT(CASE WHEN gone > 0 THEN 1 END) FROM variant WHERE org = $1`, []any{org}, &n)
	return n, wrap(err, "variants")
}

// Variants lists every line in force, for the tables of names.
func (t *Tx) Variants(org tatm.OrgID) ([]Variant, error) {
	return t.variants(`SELECT id, kind, names, made, by_whom FROM variant WHERE org = $1 AND gone = 0 ORDER BY id`, org)
}

// VariantPage lists lines in force, newest first, from after a line on.
func (t *Tx) VariantPage(org tatm.OrgID, after string, limit int) ([]Variant, error) {
	return t.variants(`SELECT id, kind, names, made, by_whom FROM variant WHERE org = $1 AND gone = 0 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, org, after, limit)
}

func (t *Tx) variants(text string, args ...any) (out []Variant, err error) {
	err = t.each(text, args, func(rows *sql.Rows) error {
		var v Variant
		var made int64
		err := rows.Scan(&v.ID, &v.What, &v.Names, &made, &v.By)
		v.Made = unstamp(made)
		out = append(out, v)
		return err
	})
	return out, wrap(err, "variants")
}
