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

// SeatRow is a seat as it is kept.
type SeatRow struct {
	ID    string
	Actor tatm.ActorID
	tatm.Seat
}

// Credential is a way of proving who one is: a row with a kind, whose secret
// carries its algorithm, so that passkeys and single sign-on only add rows.
type Credential struct {
	Org    tatm.OrgID
	ID     string
	Actor  tatm.ActorID
	Kind   string // password, totp, recovery, invite, passkey, sso
	Secret []byte
	Made   time.Time
	Used   int64 // TOTP: the last time step; others: the time of use
	Until  time.Time
}

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

// AddCredential keeps a way of proving who one is.
func (t *Tx) AddCredential(c Credential) error {
	_, err := t.exec(`INSERT INTO credential (org, id, actor, kind, secret, made, used, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.Org, c.ID, c.Actor, c.Kind, c.Secret, stamp(c.Made), c.Used, stamp(c.Until))
	return wrap(err, "new credential")
}

// Credentials lists a person's credentials of one kind, newest first.
func (t *Tx) Credentials(org tatm.OrgID, who tatm.ActorID, kind string) ([]Credential, error) {
	var out []Credential
	err := t.each(`SELECT id, secret, made, used, until_at FROM credential WHERE org = $1 AND actor = $2 AND kind = $3 ORDER BY id DESC`, []any{org, who, kind}, func(rows *sql.Rows) error {
		c := Credential{Org: org, Actor: who, Kind: kind}
		var made, until int64
		err := rows.Scan(&c.ID, &c.Secret, &made, &c.Used, &until)
		c.Made, c.Until = unstamp(made), unstamp(until)
		out = append(out, c)
		return err
	})
	return out, wrap(err, "credentials")
}

// AllCredentials lists a person's credentials of every kind.
func (t *Tx) AllCredentials(org tatm.OrgID, who tatm.ActorID) ([]Credential, error) {
	var out []Credential
	err := t.each(`SELECT id, kind, secret, made, used, until_at FROM credential WHERE org = $1 AND actor = $2 ORDER BY kind, id`, []any{org, who}, func(rows *sql.Rows) error {
		c := Credential{Org: org, Actor: who}
		var made, until int64
		err := rows.Scan(&c.ID, &c.Kind, &c.Secret, &made, &c.Used, &until)
		c.Made, c.Until = unstamp(made), unstamp(until)
		out = append(out, c)
		return err
	})
	return out, wrap(err, "credentials")
}

// CredentialBySubject finds the tie to single sign-on that a digest of issuer
// and subject names.
func (t *Tx) CredentialBySubject(secret []byte) (Credential, bool, error) {
	c := Credential{Kind: "sso", Secret: secret}
	found, err := t.row(`SELECT org, id, actor FROM credential WHERE kind = 'sso' AND secret = $1`, []any{secret}, &c.Org, &c.ID, &c.Actor)
	return c, found, wrap(err, "credential")
}

// KeepCredential keeps a credential's new secret and its last use.
func (t *Tx) KeepCredential(org tatm.OrgID, id string, secret []byte, used int64) error {
	_, err := t.exec(`UPDATE credential SET secret = $3, used = $4 WHERE org = $1 AND id = $2`, org, id, secret, used)
	return wrap(err, "credential %s", id)
}

// DropCredential removes one credential.
func (t *Tx) DropCredential(org tatm.OrgID, id string) error {
	_, err := t.exec(`DELETE FROM credential WHERE org = $1 AND id = $2`, org, id)
	return wrap(err, "credential %s", id)
}

// UseCredential notes a use. It reports false when the credential was used at
// or after that mark already: a code counts once.
func (t *Tx) UseCredential(org tatm.OrgID, id string, used int64) (bool, error) {
	n, err := t.exec(`UPDATE credential SET used = $3 WHERE org = $1 AND id = $2 AND used < $3`, org, id, used)
	return n == 1, wrap(err, "credential %s", id)
}

// DropCredentials removes a person's credentials of one kind.
func (t *Tx) DropCredentials(org tatm.OrgID, who tatm.ActorID, kind string) error {
	_, err := t.exec(`DELETE FROM credential WHERE org = $1 AND actor = $2 AND kind = $3`, org, who, kind)
	return wrap(err, "credentials")
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

// Throttle is how often something failed of late. Key is a hash.
type Throttle struct {
	Key   []byte
	Tries int64
	Since time.Time
	Until time.Time
}

// Throttle reads how often the thing of key failed.
func (t *Tx) Throttle(key []byte) (Throttle, error) {
	h := Throttle{Key: key}
	var since, until int64
	_, err := t.row(`SELECT tries, since, until_at FROM throttle WHERE key = $1`, []any{key}, &h.Tries, &since, &until)
	h.Since, h.Until = unstamp(since), unstamp(until)
	return h, wrap(err, "throttle")
}

// SaveThrottle keeps it.
func (t *Tx) SaveThrottle(h Throttle) error {
	_, err := t.exec(`INSERT INTO throttle (key, tries, since, until_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET tries = excluded.tries, since = excluded.since, until_at = excluded.until_at`, h.Key, h.Tries, stamp(h.Since), stamp(h.Until))
	return wrap(err, "throttle")
}

// Count counts one more of what key stands for, and says how many there were
// within the window. It is one statement, so that none is missed.
func (t *Tx) Count(key []byte, now time.Time, window time.Duration) (n int64, err error) {
	_, err = t.row(`INSERT INTO throttle (key, tries, since, until_at) VALUES ($1, 1, $2, 0)
 ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN throttle.since < $3 THEN 1 ELSE throttle.tries + 1 END, since = CASE WHEN throttle.since < $3 THEN excluded.since ELSE throttle.since END
 RETURNING tries`, []any{key, stamp(now), stamp(now.Add(-window))}, &n)
	return n, wrap(err, "count")
}

// SweepThrottles forgets what failed before the time given.
func (t *Tx) SweepThrottles(before time.Time) error {
	_, err := t.exec(`DELETE FROM throttle WHERE since < $1 AND until_at < $1`, stamp(before))
	return wrap(err, "throttles")
}

// Org reads one organisation.
func (t *Tx) Org(id tatm.OrgID) (Org, error) {
	o := Org{ID: id}
	var made int64
	_, err := t.row(`SELECT name, zone, made FROM org WHERE id = $1`, []any{id}, &o.Name, &o.Zone, &made)
	o.Made = unstamp(made)
	return o, wrap(err, "organisation %s", id)
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
