package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// Letter is a message without case content that waits to leave.
type Letter struct {
	Org   tatm.OrgID
	ID    string
	Kind  string // code of its text
	File  tatm.FileID
	To    tatm.ActorID // empty: the people on duty
	Due   time.Time
	Tries int64
}

// Post leaves a letter in the outbox; it goes out only if the work commits.
func (t *Tx) Post(l Letter) error {
	_, err := t.exec(`INSERT INTO outbox (org, id, kind, file, grantee, due_at, sent_at) VALUES ($1, $2, $3, $4, $5, $6, NULL)`,
		l.Org, l.ID, l.Kind, l.File, l.To, stamp(l.Due))
	return wrap(err, "outbox")
}

// DueLetters lists the letters that are to leave by now, oldest first.
func (t *Tx) DueLetters(now time.Time, limit int) ([]Letter, error) {
	var out []Letter
	err := t.each(`SELECT org, id, kind, file, grantee, due_at, tries FROM outbox WHERE sent_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2`, []any{stamp(now), limit}, func(rows *sql.Rows) error {
		var l Letter
		var due int64
		err := rows.Scan(&l.Org, &l.ID, &l.Kind, &l.File, &l.To, &due, &l.Tries)
		l.Due = unstamp(due)
		out = append(out, l)
		return err
	})
	return out, wrap(err, "outbox")
}

// Sent notes that a letter has left, or that nobody is there to take it.
func (t *Tx) Sent(l Letter, now time.Time) error {
	_, err := t.exec(`UPDATE outbox SET sent_at = $3, tries = tries + 1 WHERE org = $1 AND id = $2`, l.Org, l.ID, stamp(now))
	return wrap(err, "outbox")
}

// Delayed notes that a letter could not leave and is tried again at due.
func (t *Tx) Delayed(l Letter, due time.Time) error {
	_, err := t.exec(`UPDATE outbox SET due_at = $3, tries = tries + 1 WHERE org = $1 AND id = $2`, l.Org, l.ID, stamp(due))
	return wrap(err, "outbox")
}

// Waiting is how many letters were tried and have not left.
func (t *Tx) Waiting(org tatm.OrgID) (n int64, err error) {
	_, err = t.row(`SELECT COUNT(*) FROM outbox WHERE org = $1 AND sent_at IS NULL AND tries > 0`, []any{org}, &n)
	return n, wrap(err, "outbox")
}

// Delivery is what became of one try to deliver a letter.
type Delivery struct {
	Letter  string
	Kind    string
	At      time.Time
	Courier string
	To      tatm.ActorID
	Done    bool
}

// AddDelivery keeps what became of a try.
func (t *Tx) AddDelivery(org tatm.OrgID, d Delivery) error {
	_, err := t.exec(`INSERT INTO delivery (org, letter, at, courier, actor, kind, done) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org, letter, at, courier, actor) DO NOTHING`,
		org, d.Letter, stamp(d.At), d.Courier, d.To, d.Kind, d.Done)
	return wrap(err, "delivery")
}

// Deliveries lists the last tries, newest first.
func (t *Tx) Deliveries(org tatm.OrgID, limit int) ([]Delivery, error) {
	var out []Delivery
	err := t.each(`SELECT letter, at, courier, actor, kind, done FROM delivery WHERE org = $1 ORDER BY at DESC LIMIT $2`, []any{org, limit}, func(rows *sql.Rows) error {
		var d Delivery
		var at int64
		err := rows.Scan(&d.Letter, &at, &d.Courier, &d.To, &d.Kind, &d.Done)
		d.At = unstamp(at)
		out = append(out, d)
		return err
	})
	return out, wrap(err, "deliveries")
}

// SetMail says where somebody's notices go; empty for nowhere.
func (t *Tx) SetMail(org tatm.OrgID, who tatm.ActorID, mail string) error {
	_, err := t.exec(`UPDATE member SET mail = $3 WHERE org = $1 AND id = $2`, org, who, mail)
	return wrap(err, "member %s", who)
}
