package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// SeatRow is a seat as it is kept.
type SeatRow struct {
	ID    string
	Actor tatm.ActorID
	tatm.Seat
}

// AddSeat seats a person.
func (t *Tx) AddSeat(org tatm.OrgID, s SeatRow) error {
	_, err := t.exec(`INSERT INTO seat (org, id, actor, team, role, discipline, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, s.ID, s.Actor, s.Team, s.Role, s.Discipline, stamp(s.From), stamp(s.Until))
	return wrap(err, "new seat")
}

// EndSeat ends a seat at the time given.
func (t *Tx) EndSeat(org tatm.OrgID, id string, at time.Time) error {
	_, err := t.exec(`UPDATE seat SET until_at = $3 WHERE org = $1 AND id = $2`, org, id, stamp(at))
	return wrap(err, "seat %s", id)
}

// Seats lists the seats of one person, or of everybody when who is empty.
func (t *Tx) Seats(org tatm.OrgID, who tatm.ActorID) ([]SeatRow, error) {
	q, args := `SELECT id, actor, team, role, discipline, from_at, until_at FROM seat WHERE org = $1`, []any{org}
	if who != "" {
		q, args = q+` AND actor = $2`, append(args, who)
	}
	var out []SeatRow
	err := t.each(q+` ORDER BY id`, args, func(rows *sql.Rows) error {
		var s SeatRow
		var from, until int64
		err := rows.Scan(&s.ID, &s.Actor, &s.Team, &s.Role, &s.Discipline, &from, &until)
		s.From, s.Until = unstamp(from), unstamp(until)
		out = append(out, s)
		return err
	})
	return out, wrap(err, "seats")
}

// SeatsEnded lists the people who own an open case and of whose seats one ended
// after from and not after until.
func (t *Tx) SeatsEnded(org tatm.OrgID, from, until time.Time) ([]tatm.ActorID, error) {
	var out []tatm.ActorID
	err := t.each(`SELECT DISTINCT s.actor FROM seat s WHERE s.org = $1 AND s.until_at > $2 AND s.until_at <= $3
  AND EXISTS (SELECT 1 FROM file f JOIN team m ON m.org = f.org AND m.id = f.team WHERE f.org = s.org AND f.kind = 'case' AND f.owner = s.actor AND f.closed = 0)`,
		[]any{org, stamp(from), stamp(until)}, func(rows *sql.Rows) error {
			var who tatm.ActorID
			err := rows.Scan(&who)
			out = append(out, who)
			return err
		})
	return out, wrap(err, "seats that ended")
}

// OpenCasesOf lists the open cases of a team that somebody owns.
func (t *Tx) OpenCasesOf(org tatm.OrgID, team tatm.TeamID, owner tatm.ActorID) ([]tatm.FileID, error) {
	var out []tatm.FileID
	err := t.each(`SELECT f.id FROM file f WHERE f.org = $1 AND f.kind = 'case' AND f.team = $2 AND f.owner = $3 AND f.closed = 0 ORDER BY f.id`,
		[]any{org, team, owner}, func(rows *sql.Rows) error {
			var id tatm.FileID
			err := rows.Scan(&id)
			out = append(out, id)
			return err
		})
	return out, wrap(err, "open cases of %s", owner)
}

// NamedSeat is a seat with the name of who sits in it.
type NamedSeat struct {
	SeatRow
	Name string
}

// TeamSeats lists the seats of a team, disabled people left out.
func (t *Tx) TeamSeats(org tatm.OrgID, team tatm.TeamID) ([]NamedSeat, error) {
	var out []NamedSeat
	err := t.each(`SELECT s.id, s.actor, s.team, s.role, s.discipline, s.from_at, s.until_at, m.name FROM seat s JOIN member m ON m.org = s.org AND m.id = s.actor
		WHERE s.org = $1 AND s.team = $2 AND m.disabled = 0 ORDER BY s.id`, []any{org, team}, func(rows *sql.Rows) error {
		var s NamedSeat
		var from, until int64
		err := rows.Scan(&s.ID, &s.Actor, &s.Team, &s.Role, &s.Discipline, &from, &until, &s.Name)
		s.From, s.Until = unstamp(from), unstamp(until)
		out = append(out, s)
		return err
	})
	return out, wrap(err, "seats of %s", team)
}
