package store

import (
	"database/sql"
	"time"

	"offramp/internal/tatm"
)

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
