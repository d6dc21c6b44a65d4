package store

import (
	"fmt"
	"time"

	"offramp/internal/access"
	"offramp/internal/seal"
	"offramp/internal/tatm"
)

// Row is a file as its one row tells it: whose it is and where it stands.
type Row struct {
	Org       tatm.OrgID
	ID        tatm.FileID
	Kind      tatm.FileKind
	Team      tatm.TeamID
	Number    int64
	Head      tatm.Head
	Version   int64
	ChangedAt time.Time
	Opened    time.Time
	key       seal.FileKey
}

// rowColumns are the columns of a Row, in the order scanRow takes them.
const rowColumns = `f.id, f.kind, f.team, f.number, f.state, f.owner, f.next_due, f.level, f.level_expires,
 f.stale, f.emergency, f.convened, f.urgent, f.version, f.changed_at, f.opened, f.closed`

// scanned holds a Row's columns as the database gives them.
type scanned struct {
	row                                   Row
	due, expires, changed, opened, closed int64
}

func (s *scanned) dest() []any {
	r, h := &s.row, &s.row.Head
	return []any{
		&r.ID, &r.Kind, &r.Team, &r.Number, &h.State, &h.Owner, &s.due, &h.Level, &s.expires,
		&h.Stale, &h.Emergency, &h.Convened, &h.Urgent, &r.Version, &s.changed, &s.opened, &s.closed,
	}
}

func (s *scanned) done(org tatm.OrgID) Row {
	r := s.row
	r.Org, r.ChangedAt, r.Opened = org, unstamp(s.changed), unstamp(s.opened)
	r.Head.NextDue, r.Head.LevelExpires, r.Head.Closed = unstamp(s.due), unstamp(s.expires), unstamp(s.closed)
	return r
}

// head finds a file and what stands between it and one person: walls and
// shares that hold at $4.
const head = `SELECT ` + rowColumns + `, f.key, f.key_no,
 EXISTS (SELECT 1 FROM wall w WHERE w.org = f.org AND w.actor = $3 AND w.file = f.id AND w.from_at <= $4 AND (w.until_at = 0 OR w.until_at > $4)),
 EXISTS (SELECT 1 FROM share s WHERE s.org = f.org AND s.grantee = $3 AND s.file = f.id AND s.revoked_at IS NULL AND s.from_at <= $4 AND (s.until_at = 0 OR s.until_at > $4)),
 EXISTS (SELECT 1 FROM share s WHERE s.org = f.org AND s.grantee = $3 AND s.file = f.id AND s.revoked_at IS NULL AND s.from_at <= $4 AND (s.until_at = 0 OR s.until_at > $4) AND s.entry = '' AND s.section = '')
 FROM file f WHERE f.org = $1 AND f.id = $2`

// Head tells whose a file is. It is the one read that needs no scope, because
// the scope is decided on it. With lock the file stays the caller's until the
// end of the transaction, so two people at work on one case take turns and two
// cases never wait for each other. It reports false when there is none.
func (t *Tx) Head(org tatm.OrgID, id tatm.FileID, who tatm.ActorID, now time.Time, lock bool) (access.Head, Row, bool, error) {
	if lock && t.db.engine.lock != "" {
		// The row is locked by itself, first: a statement that waits for a row
		// answers what stands beside it, walls and shares, as it was before the
		// wait. Asked after it, they are as the one before left them.
		var one int
		if found, err := t.row(`SELECT 1 FROM file f WHERE f.org = $1 AND f.id = $2`+t.db.engine.lock, []any{org, id}, &one); err != nil || !found {
			return access.Head{}, Row{}, false, wrap(err, "lock of %s", id)
		}
	}
	var s scanned
	var key []byte
	var keyNo int64
	h := access.Head{Org: org, File: id}
	dest := append(s.dest(), &key, &keyNo, &h.Walled, &h.Shared, &h.SharedWhole)
	found, err := t.row(head, []any{org, id, who, stamp(now)}, dest...)
	if err != nil || !found {
		return access.Head{}, Row{}, false, wrap(err, "head of %s", id)
	}
	r := s.done(org)
	if r.key, err = t.db.keys.Open(key, keyNo, fileBinding(org, id)); err != nil {
		return access.Head{}, Row{}, false, fmt.Errorf("store: key of file %s: %w", id, err)
	}
	h.Kind, h.Team, h.Owner, h.Convened = r.Kind, r.Team, r.Head.Owner, r.Head.Convened
	return h, r, true, nil
}

// Create begins a new file with the next number of its kind. It has no entries
// yet; the caller puts them and then settles the file.
func (t *Tx) Create(org tatm.OrgID, id tatm.FileID, kind tatm.FileKind, team tatm.TeamID, now time.Time) (Row, error) {
	key, wrapped, keyNo, err := t.db.keys.NewFileKey(fileBinding(org, id))
	if err != nil {
		return Row{}, fmt.Errorf("store: new key: %w", err)
	}
	r := Row{Org: org, ID: id, Kind: kind, Team: team, ChangedAt: now, Opened: now, key: key}
	_, err = t.row(`INSERT INTO tally (org, kind, n) VALUES ($1, $2, 1) ON CONFLICT (org, kind) DO UPDATE SET n = tally.n + 1 RETURNING n`,
		[]any{org, kind}, &r.Number)
	if err != nil {
		return Row{}, wrap(err, "number of a new %s", kind)
	}
	_, err = t.exec(`INSERT INTO file (org, id, kind, team, number, state, owner, next_due, level, level_expires, stale, emergency, convened, urgent, version, changed_at, key, key_no, opened, closed)
		VALUES ($1, $2, $3, $4, $5, '', '', 0, '', 0, FALSE, FALSE, FALSE, FALSE, 0, $6, $7, $8, $6, 0)`,
		org, id, kind, team, r.Number, stamp(now), wrapped, keyNo)
	return r, wrap(err, "new file %s", id)
}

// settle writes the derived head of a file with its next version.
func (t *Tx) settle(r Row, h tatm.Head, now time.Time) error {
	n, err := t.exec(`UPDATE file SET state = $3, owner = $4, next_due = $5, level = $6, level_expires = $7, stale = $8, emergency = $9,
		convened = $10, urgent = $11, version = $12, changed_at = $13, closed = $14, retain_until = $16, hold = $17 WHERE org = $1 AND id = $2 AND version = $15`,
		r.Org, r.ID, h.State, h.Owner, stamp(h.NextDue), h.Level, stamp(h.LevelExpires), h.Stale, h.Emergency,
		h.Convened, h.Urgent, r.Version+1, stamp(now), stamp(h.Closed), r.Version, stamp(h.RetainUntil), h.Held)
	if err == nil && n != 1 {
		err = fmt.Errorf("version %d is gone", r.Version)
	}
	return wrap(err, "settle file %s", r.ID)
}

// fileBinding ties a file's key to its place.
func fileBinding(org tatm.OrgID, id tatm.FileID) []byte {
	return seal.Bind("file", string(org), string(id))
}

func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: "+format+": %w", append(args, err)...)
}

// aroundMost bounds how many numbers to either side ReportsAround looks at.
const aroundMost = 100

// ReportsAround counts the reports that the team of r got within a span of it,
// as far as their numbers lie near.
func (t *Tx) ReportsAround(r Row, span time.Duration) (n int64, err error) {
	_, err = t.row(`SELECT COUNT(*) FROM file WHERE org = $1 AND kind = $2 AND team = $3 AND number BETWEEN $4 AND $5 AND opened BETWEEN $6 AND $7`,
		[]any{r.Org, tatm.ReportFile, r.Team, r.Number - aroundMost, r.Number + aroundMost, stamp(r.Opened.Add(-span)), stamp(r.Opened.Add(span))}, &n)
	return n, wrap(err, "reports around %s", r.ID)
}
