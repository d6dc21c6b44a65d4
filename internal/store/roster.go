package store

import (
	"database/sql"
	"strings"
	"time"

	"offramp/internal/tatm"
)

// AddTurn adds a turn to a team's roster.
func (t *Tx) AddTurn(org tatm.OrgID, team tatm.TeamID, x tatm.Turn, now time.Time) error {
	_, err := t.exec(`INSERT INTO turn (org, id, team, actor, step, days, hours, from_min, to_min, begins, ends, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		org, x.ID, team, x.Who, x.Step, daysText(x.Days), x.Hours, x.From, x.To, stamp(x.Begins), stamp(x.Ends), stamp(now))
	return wrap(err, "turn")
}

// AddAbsence adds a time at which somebody is away.
func (t *Tx) AddAbsence(org tatm.OrgID, team tatm.TeamID, x tatm.Absence, now time.Time) error {
	_, err := t.exec(`INSERT INTO absence (org, id, team, actor, stand_in, from_at, until_at, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, x.ID, team, x.Who, x.By, stamp(x.From), stamp(x.Until), stamp(now))
	return wrap(err, "absence")
}

// EndTurn takes a turn or an absence off a team's roster. It reports false for
// what is not on it.
func (t *Tx) EndTurn(org tatm.OrgID, team tatm.TeamID, id string, now time.Time) (bool, error) {
	a, err := t.exec(`UPDATE turn SET ended = $4 WHERE org = $1 AND team = $2 AND id = $3 AND ended = 0`, org, team, id, stamp(now))
	if err != nil {
		return false, wrap(err, "turn")
	}
	b, err := t.exec(`UPDATE absence SET ended = $4 WHERE org = $1 AND team = $2 AND id = $3 AND ended = 0`, org, team, id, stamp(now))
	return a+b > 0, wrap(err, "absence")
}

// Roster reads who is on duty for a team when; absences that were over by now
// are left out.
func (t *Tx) Roster(org tatm.OrgID, team tatm.TeamID, now time.Time) (r tatm.Roster, err error) {
	err = t.each(`SELECT id, actor, step, days, hours, from_min, to_min, begins, ends FROM turn WHERE org = $1 AND team = $2 AND ended = 0 ORDER BY step, id`, []any{org, team}, func(rows *sql.Rows) error {
		var x tatm.Turn
		var days string
		var begins, ends int64
		err := rows.Scan(&x.ID, &x.Who, &x.Step, &days, &x.Hours, &x.From, &x.To, &begins, &ends)
		for i := range x.Days {
			x.Days[i] = i < len(days) && days[i] == '1'
		}
		x.Begins, x.Ends = unstamp(begins), unstamp(ends)
		r.Turns = append(r.Turns, x)
		return err
	})
	if err != nil {
		return r, wrap(err, "roster")
	}
	err = t.each(`SELECT id, actor, stand_in, from_at, until_at FROM absence WHERE org = $1 AND team = $2 AND ended = 0 AND until_at > $3 ORDER BY id`, []any{org, team, stamp(now)}, func(rows *sql.Rows) error {
		var x tatm.Absence
		var from, until int64
		err := rows.Scan(&x.ID, &x.Who, &x.By, &from, &until)
		x.From, x.Until = unstamp(from), unstamp(until)
		r.Absences = append(r.Absences, x)
		return err
	})
	return r, wrap(err, "roster")
}

// daysText is a set of weekdays as seven digits, Sunday first.
func daysText(days [7]bool) string {
	var b strings.Builder
	for _, on := range days {
		if on {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}
