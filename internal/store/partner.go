package store

import (
	"database/sql"
	"strconv"
	"time"

	"offramp/internal/tatm"
)

// AddPartner adds a partner with the hash of their link.
func (t *Tx) AddPartner(org tatm.OrgID, team tatm.TeamID, p tatm.Partner, hash []byte, now time.Time) error {
	_, err := t.exec(`INSERT INTO partner (org, id, team, name, kind, contact, hash, until_at, made) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		org, p.ID, team, p.Name, p.Kind, p.Contact, hash, stamp(p.Until), stamp(now))
	return wrap(err, "partner")
}

// EndPartner ends a partner's link. It reports false for one that is none.
func (t *Tx) EndPartner(org tatm.OrgID, team tatm.TeamID, id string, now time.Time) (bool, error) {
	n, err := t.exec(`UPDATE partner SET ended = $4 WHERE org = $1 AND team = $2 AND id = $3 AND ended = 0`, org, team, id, stamp(now))
	return n == 1, wrap(err, "partner")
}

const partnerColumns = `id, name, kind, contact, until_at`

// Partners lists a team's partners whose links hold.
func (t *Tx) Partners(org tatm.OrgID, team tatm.TeamID, now time.Time) ([]tatm.Partner, error) {
	var out []tatm.Partner
	err := t.each(`SELECT `+partnerColumns+` FROM partner WHERE org = $1 AND team = $2 AND ended = 0 AND until_at > $3 ORDER BY id`, []any{org, team, stamp(now)}, func(rows *sql.Rows) error {
		var p tatm.Partner
		var until int64
		err := rows.Scan(&p.ID, &p.Name, &p.Kind, &p.Contact, &until)
		p.Until = unstamp(until)
		out = append(out, p)
		return err
	})
	return out, wrap(err, "partners")
}

// Partner finds the partner whose link holds, with their team and the hash of
// the link.
func (t *Tx) Partner(org tatm.OrgID, id string, now time.Time) (p tatm.Partner, team tatm.TeamID, hash []byte, found bool, err error) {
	var until int64
	found, err = t.row(`SELECT `+partnerColumns+`, team, hash FROM partner WHERE org = $1 AND id = $2 AND ended = 0 AND until_at > $3`, []any{org, id, stamp(now)},
		&p.ID, &p.Name, &p.Kind, &p.Contact, &until, &team, &hash)
	p.Until = unstamp(until)
	return p, team, hash, found, wrap(err, "partner")
}

// AddReferral notes whose referral a report is.
func (t *Tx) AddReferral(org tatm.OrgID, who string, file tatm.FileID, now time.Time) error {
	_, err := t.exec(`INSERT INTO referral (org, who, file, made) VALUES ($1, $2, $3, $4)`, org, who, file, stamp(now))
	return wrap(err, "referral")
}

// Referrals lists the reports that somebody referred, newest first, from before
// a file on.
func (t *Tx) Referrals(org tatm.OrgID, who string, before tatm.FileID, limit int) ([]tatm.FileID, error) {
	q, args := `SELECT file FROM referral WHERE org = $1 AND who = $2`, []any{org, who}
	if before != "" {
		q, args = q+` AND file < $3`, append(args, before)
	}
	var out []tatm.FileID
	err := t.each(q+` ORDER BY file DESC LIMIT `+strconv.Itoa(limit), args, func(rows *sql.Rows) error {
		var id tatm.FileID
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, wrap(err, "referrals")
}

// Referred reports whether a report is somebody's referral.
func (t *Tx) Referred(org tatm.OrgID, who string, file tatm.FileID) (bool, error) {
	var id tatm.FileID
	found, err := t.row(`SELECT file FROM referral WHERE org = $1 AND who = $2 AND file = $3`, []any{org, who, file}, &id)
	return found, wrap(err, "referral")
}

// Briefed is when somebody last read what to know before referring.
func (t *Tx) Briefed(org tatm.OrgID, who string) (time.Time, error) {
	var at int64
	_, err := t.row(`SELECT at FROM briefing WHERE org = $1 AND who = $2`, []any{org, who}, &at)
	return unstamp(at), wrap(err, "briefing")
}

// KeepBriefing notes that somebody read it now.
func (t *Tx) KeepBriefing(org tatm.OrgID, who string, now time.Time) error {
	_, err := t.exec(`INSERT INTO briefing (org, who, at) VALUES ($1, $2, $3) ON CONFLICT (org, who) DO UPDATE SET at = $3`, org, who, stamp(now))
	return wrap(err, "briefing")
}
