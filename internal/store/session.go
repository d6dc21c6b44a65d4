package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// Session is a signed-in browser. ID is the SHA-256 of its token.
type Session struct {
	ID      []byte
	Org     tatm.OrgID
	Actor   tatm.ActorID
	Began   time.Time
	Seen    time.Time
	Proved  time.Time // when the last factor was given: for step-up
	Factors int64     // how many were given
}

// AddSession begins a session.
func (t *Tx) AddSession(s Session) error {
	_, err := t.exec(`INSERT INTO session (id, org, actor, began, seen, proved, factors) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, s.Org, s.Actor, stamp(s.Began), stamp(s.Seen), stamp(s.Proved), s.Factors)
	return wrap(err, "new session")
}

// Session finds a session by the hash of its token.
func (t *Tx) Session(id []byte) (Session, bool, error) {
	s := Session{ID: id}
	var began, seen, proved int64
	found, err := t.row(`SELECT org, actor, began, seen, proved, factors FROM session WHERE id = $1`, []any{id}, &s.Org, &s.Actor, &began, &seen, &proved, &s.Factors)
	s.Began, s.Seen, s.Proved = unstamp(began), unstamp(seen), unstamp(proved)
	return s, found, wrap(err, "session")
}

// Sessions lists a person's sessions, last used first.
func (t *Tx) Sessions(org tatm.OrgID, who tatm.ActorID) ([]Session, error) {
	var out []Session
	err := t.each(`SELECT id, began, seen, proved, factors FROM session WHERE org = $1 AND actor = $2 ORDER BY seen DESC`, []any{org, who}, func(rows *sql.Rows) error {
		s := Session{Org: org, Actor: who}
		var began, seen, proved int64
		err := rows.Scan(&s.ID, &began, &seen, &proved, &s.Factors)
		s.Began, s.Seen, s.Proved = unstamp(began), unstamp(seen), unstamp(proved)
		out = append(out, s)
		return err
	})
	return out, wrap(err, "sessions")
}

// TouchSession notes that a session was used.
func (t *Tx) TouchSession(id []byte, now time.Time) error {
	_, err := t.exec(`UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2`, id, stamp(now))
	return wrap(err, "session")
}

// EndSession ends one session.
func (t *Tx) EndSession(id []byte) error {
	_, err := t.exec(`DELETE FROM session WHERE id = $1`, id)
	return wrap(err, "session")
}

// EndSessions ends every session of a person: at once when they are disabled
// or their seats change.
func (t *Tx) EndSessions(org tatm.OrgID, who tatm.ActorID) error {
	_, err := t.exec(`DELETE FROM session WHERE org = $1 AND actor = $2`, org, who)
	return wrap(err, "sessions")
}

// SweepSessions ends the sessions not used since the time given.
func (t *Tx) SweepSessions(before time.Time) error {
	_, err := t.exec(`DELETE FROM session WHERE seen < $1`, stamp(before))
	return wrap(err, "sessions")
}
