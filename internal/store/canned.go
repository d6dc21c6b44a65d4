package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// KeepCanned keeps a team's ready message in place of the one it had under the
// same code and language.
func (t *Tx) KeepCanned(org tatm.OrgID, team tatm.TeamID, id string, c tatm.Canned, now time.Time) error {
	if err := t.DropCanned(org, team, c.Code, c.Lang, now); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO canned (org, id, team, code, lang, status, words, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, id, team, c.Code, c.Lang, c.Status, c.Text, stamp(now))
	return wrap(err, "ready message")
}

// DropCanned takes a team's ready message away.
func (t *Tx) DropCanned(org tatm.OrgID, team tatm.TeamID, code, lang string, now time.Time) error {
	_, err := t.exec(`UPDATE canned SET ended = $5 WHERE org = $1 AND team = $2 AND code = $3 AND lang = $4 AND ended = 0`, org, team, code, lang, stamp(now))
	return wrap(err, "ready message")
}

// Canned lists a team's ready messages.
func (t *Tx) Canned(org tatm.OrgID, team tatm.TeamID) ([]tatm.Canned, error) {
	var out []tatm.Canned
	err := t.each(`SELECT code, lang, status, words FROM canned WHERE org = $1 AND team = $2 AND ended = 0 ORDER BY made, id`, []any{org, team}, func(rows *sql.Rows) error {
		var c tatm.Canned
		err := rows.Scan(&c.Code, &c.Lang, &c.Status, &c.Text)
		out = append(out, c)
		return err
	})
	return out, wrap(err, "ready messages")
}
