package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// Member is a person with an account.
type Member struct {
	Org      tatm.OrgID
	ID       tatm.ActorID
	Login    string // as typed at sign-in, lower case
	Name     string
	Lang     string
	Mail     string // where notices go; empty: nowhere
	Made     time.Time
	Disabled time.Time
}

// AddMember adds an account. Two people cannot share a login.
func (t *Tx) AddMember(m Member) error {
	_, err := t.exec(`INSERT INTO member (org, id, login, name, lang, made, disabled) VALUES ($1, $2, $3, $4, $5, $6, 0)`, m.Org, m.ID, m.Login, m.Name, m.Lang, stamp(m.Made))
	return wrap(err, "new member")
}

// Taken reports whether err says that a row with that key exists already.
func (db *DB) Taken(err error) bool { return err != nil && db.engine.conflict(err) }

// SaveMember changes name, language and whether the account is disabled.
func (t *Tx) SaveMember(m Member) error {
	_, err := t.exec(`UPDATE member SET name = $3, lang = $4, disabled = $5 WHERE org = $1 AND id = $2`, m.Org, m.ID, m.Name, m.Lang, stamp(m.Disabled))
	return wrap(err, "member %s", m.ID)
}

const memberColumns = `org, id, login, name, lang, mail, made, disabled`

func scanMember(scan func(...any) error) (Member, error) {
	var m Member
	var made, disabled int64
	err := scan(&m.Org, &m.ID, &m.Login, &m.Name, &m.Lang, &m.Mail, &made, &disabled)
	m.Made, m.Disabled = unstamp(made), unstamp(disabled)
	return m, err
}

// Members lists the accounts of the organisation by name.
func (t *Tx) Members(org tatm.OrgID) ([]Member, error) {
	var out []Member
	err := t.each(`SELECT `+memberColumns+` FROM member WHERE org = $1 ORDER BY id`, []any{org}, func(rows *sql.Rows) error {
		m, err := scanMember(rows.Scan)
		out = append(out, m)
		return err
	})
	return out, wrap(err, "members")
}

// MemberByLogin finds an account by what is typed at sign-in.
func (t *Tx) MemberByLogin(login string) (Member, bool, error) {
	return t.member(`SELECT `+memberColumns+` FROM member WHERE login = $1`, login)
}

// Member finds an account.
func (t *Tx) Member(org tatm.OrgID, id tatm.ActorID) (Member, bool, error) {
	return t.member(`SELECT `+memberColumns+` FROM member WHERE org = $1 AND id = $2`, org, id)
}

func (t *Tx) member(q string, args ...any) (m Member, found bool, err error) {
	err = t.each(q, args, func(rows *sql.Rows) error {
		m, err = scanMember(rows.Scan)
		found = true
		return err
	})
	return m, found, wrap(err, "member")
}
