package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

// Org is an organisation: the tenant.
type Org struct {
	ID   tatm.OrgID
	Name string
	Zone string // IANA time zone
	Made time.Time
}

// Team is a team of an organisation.
type Team struct {
	Org     tatm.OrgID
	ID      tatm.TeamID
	Name    string
	Purpose string // school, campus, workplace, county, state
	Pack    string // id of the policy pack
	Made    time.Time
}

// AddOrg adds an organisation with an empty audit.
func (t *Tx) AddOrg(o Org) error {
	return firstError(
		func() error {
			_, err := t.exec(`INSERT INTO org (id, name, zone, made) VALUES ($1, $2, $3, $4)`, o.ID, o.Name, o.Zone, stamp(o.Made))
			return wrap(err, "new organisation")
		},
		func() error {
			_, err := t.exec(`INSERT INTO audit_head (org, n, edge) VALUES ($1, 0, $2)`, o.ID, []byte{})
			return wrap(err, "new organisation's audit")
		},
	)
}

// Orgs lists the organisations of this installation.
func (t *Tx) Orgs() ([]Org, error) {
	var out []Org
	err := t.each(`SELECT id, name, zone, made FROM org ORDER BY id`, nil, func(rows *sql.Rows) error {
		var o Org
		var made int64
		err := rows.Scan(&o.ID, &o.Name, &o.Zone, &made)
		o.Made = unstamp(made)
		out = append(out, o)
		return err
	})
	return out, wrap(err, "organisations")
}

// AddTeam adds a team.
func (t *Tx) AddTeam(m Team) error {
	_, err := t.exec(`INSERT INTO team (org, id, name, purpose, pack, made) VALUES ($1, $2, $3, $4, $5, $6)`, m.Org, m.ID, m.Name, m.Purpose, m.Pack, stamp(m.Made))
	return wrap(err, "new team")
}

// Teams lists the organisation's teams.
func (t *Tx) Teams(org tatm.OrgID) ([]Team, error) {
	var out []Team
	err := t.each(`SELECT org, id, name, purpose, pack, made FROM team WHERE org = $1 ORDER BY made, id`, []any{org}, func(rows *sql.Rows) error {
		var m Team
		var made int64
		err := rows.Scan(&m.Org, &m.ID, &m.Name, &m.Purpose, &m.Pack, &made)
		m.Made = unstamp(made)
		out = append(out, m)
		return err
	})
	return out, wrap(err, "teams")
}

// HasTeam reports whether the organisation has the team.
func (t *Tx) HasTeam(org tatm.OrgID, team tatm.TeamID) (bool, error) {
	var one int
	found, err := t.row(`SELECT 1 FROM team WHERE org = $1 AND id = $2`, []any{org, team}, &one)
	return found, wrap(err, "team %s", team)
}

// Org reads one organisation.
func (t *Tx) Org(id tatm.OrgID) (Org, error) {
	o := Org{ID: id}
	var made int64
	_, err := t.row(`SELECT name, zone, made FROM org WHERE id = $1`, []any{id}, &o.Name, &o.Zone, &made)
	o.Made = unstamp(made)
	return o, wrap(err, "organisation %s", id)
}
