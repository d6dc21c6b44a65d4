package store

import (
	"database/sql"

	"offramp/internal/tatm"
)

// Shares are all shares and walls of the admitted file, those that are over
// too: who was let in, and who was kept out. They name people, never content.
func (r *Records) Shares() (shares []tatm.Grant, walls []tatm.Bar, err error) {
	if !r.scope.Admits() {
		return nil, nil, nil
	}
	err = r.tx.each(`SELECT source, entry, section, grantee, basis, from_at, until_at, revoked_at FROM share WHERE org = $1 AND file = $2 ORDER BY source, entry, section`,
		[]any{r.row.Org, r.row.ID}, func(rows *sql.Rows) error {
			var g tatm.Grant
			var from, until int64
			var revoked sql.NullInt64
			err := rows.Scan(&g.Source, &g.Entry, &g.Section, &g.Actor, &g.Basis, &from, &until, &revoked)
			g.From, g.Until, g.Revoked = unstamp(from), unstamp(until), unstamp(revoked.Int64)
			shares = append(shares, g)
			return err
		})
	if err != nil {
		return nil, nil, wrap(err, "shares of %s", r.row.ID)
	}
	err = r.tx.each(`SELECT entry, actor, from_at, until_at FROM wall WHERE org = $1 AND file = $2 ORDER BY entry`,
		[]any{r.row.Org, r.row.ID}, func(rows *sql.Rows) error {
			var b tatm.Bar
			var from, until int64
			err := rows.Scan(&b.Entry, &b.Actor, &from, &until)
			b.From, b.Until = unstamp(from), unstamp(until)
			walls = append(walls, b)
			return err
		})
	return shares, walls, wrap(err, "walls of %s", r.row.ID)
}
