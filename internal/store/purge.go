package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"offramp/internal/tatm"
)

// Tombstone is all that stays of a purged file: what kind of file it was, its
// dates, the rule, who decided. It holds nothing about anybody the file was
// about.
type Tombstone struct {
	Org         tatm.OrgID     `json:"org"`
	File        tatm.FileID    `json:"file"`
	Kind        tatm.FileKind  `json:"kind"`
	Team        tatm.TeamID    `json:"team"`
	Number      int64          `json:"number"`
	Opened      time.Time      `json:"opened"`
	Closed      time.Time      `json:"closed,omitzero"`
	RetainUntil time.Time      `json:"retain_until,omitzero"`
	Class       tatm.KeepClass `json:"class,omitempty"`
	Rule        tatm.PurgeRule `json:"rule"`
	ProposedBy  tatm.ActorID   `json:"proposed_by"`
	ProposedAt  time.Time      `json:"proposed_at"`
	AgreedBy    tatm.ActorID   `json:"agreed_by"`
	AgreedAt    time.Time      `json:"agreed_at"`
	Single      bool           `json:"single,omitempty"` // a team of one, after the wait
	Entries     int64          `json:"entries"`          // versions destroyed
	Blobs       int64          `json:"blobs"`            // attachments destroyed
}

// ofFile are the tables that hold rows of one file under (org, file), which go
// with it. Views and lines of the audit stay: they hold ids and times, and the
// tree and the days' digests vouch for them.
var ofFile = []string{"docket", "mark", "link", "share", "wall", "entry", "seek_todo", "receipt", "referral", "outbox"}

// Purge destroys a file: its key, every version of every entry, what was
// derived from them, its search words, receipts and letters; and leaves the
// tombstone. Chunks of attachments lose their key with it and become uploads
// that nobody took: Sweep takes them in small transactions. It counts what it
// destroyed into the tombstone.
func (t *Tx) Purge(r Row, s Tombstone) error {
	s.Org, s.File, s.Kind, s.Team, s.Number, s.Opened, s.Closed = r.Org, r.ID, r.Kind, r.Team, r.Number, r.Opened, r.Head.Closed
	_, err := t.row(`SELECT COUNT(*) FROM entry WHERE org = $1 AND file = $2`, []any{r.Org, r.ID}, &s.Entries)
	if err == nil {
		_, err = t.row(`SELECT COUNT(DISTINCT id) FROM blob WHERE org = $1 AND file = $2`, []any{r.Org, r.ID}, &s.Blobs)
	}
	return firstError(
		func() error { return wrap(err, "count %s", r.ID) },
		func() error { return t.forgetWords(r) },
		func() error { return t.forgetAnswers(r) },
		func() error { return t.orphan(r) },
		func() error { return t.PairsGone(r.Org, r.ID) },
		func() error {
			for _, table := range ofFile {
				if _, err := t.exec(`DELETE FROM `+table+` WHERE org = $1 AND file = $2`, r.Org, r.ID); err != nil {
					return wrap(err, "purge %s of %s", table, r.ID)
				}
			}
			_, err := t.exec(`DELETE FROM file WHERE org = $1 AND id = $2`, r.Org, r.ID)
			return wrap(err, "purge %s", r.ID)
		},
		func() error { return t.bury(s) },
	)
}

// forgetWords takes the words of a file out of the search, while its entries
// can still be read: SQLite's index must be told each word it is to forget.
func (t *Tx) forgetWords(r Row) error {
	whole, err := t.Whole(r)
	if err != nil {
		return err
	}
	hidden := tatm.VeilsOf(whole.Entries)
	w := waiting{org: r.Org, file: r.ID, row: r}
	var versions []int64
	err = t.each(`SELECT entry, docid, version FROM seek WHERE org = $1 AND file = $2`, []any{r.Org, r.ID}, func(rows *sql.Rows) error {
		var x wordy
		var version int64
		err := rows.Scan(&x.entry.ID, &x.docid, &version)
		w.wordy, versions = append(w.wordy, x), append(versions, version)
		return err
	})
	for i := range w.wordy {
		if err == nil {
			w.wordy[i].was, err = t.wordsWere(r, w.wordy[i].entry.ID, versions[i], hidden)
		}
	}
	if err == nil {
		err = t.takeWords([]waiting{w})
	}
	return wrap(err, "words of %s", r.ID)
}

// forgetAnswers drops the answers to requests that made the file or wrote in
// it, and what became of its letters. Keys of imports stay, an id alone: else
// the list imported again would bring the person back.
func (t *Tx) forgetAnswers(r Row) error {
	_, err := t.exec(`DELETE FROM once WHERE org = $1 AND result LIKE $2 AND key NOT LIKE '% import %'`, r.Org, "%"+string(r.ID)+"%")
	if err == nil {
		_, err = t.exec(`DELETE FROM delivery WHERE org = $1 AND letter IN (SELECT id FROM outbox WHERE org = $1 AND file = $2)`, r.Org, r.ID)
	}
	return wrap(err, "answers of %s", r.ID)
}

// orphan makes every blob of the file an upload that nobody took.
func (t *Tx) orphan(r Row) error {
	_, err := t.exec(`DELETE FROM staged WHERE org = $1 AND file = $2`, r.Org, r.ID)
	if err == nil {
		_, err = t.exec(`INSERT INTO staged (org, file, id, actor, at) SELECT DISTINCT org, file, id, '', 0 FROM blob WHERE org = $1 AND file = $2`, r.Org, r.ID)
	}
	return wrap(err, "attachments of %s", r.ID)
}

// The operations whose lines say that a file was purged: by two people, or
// anew after a backup from before was restored.
const (
	PurgeOp = "purge.agree"
	AgainOp = "purge.again"
)

// Purges reports whether the line says that its file was purged.
func (l Line) Purges() bool { return l.Outcome == Done && (l.Op == PurgeOp || l.Op == AgainOp) }

const tombstoneColumns = `org, file, kind, team, number, opened, closed, retain_until, class, rule, proposed_by, proposed_at, agreed_by, agreed_at, single, entries, blobs`

func (t *Tx) bury(s Tombstone) error {
	_, err := t.exec(`INSERT INTO tombstone (`+tombstoneColumns+`) VALUES (`+slots(1, 17)+`)`,
		s.Org, s.File, s.Kind, s.Team, s.Number, stamp(s.Opened), stamp(s.Closed), stamp(s.RetainUntil), s.Class, s.Rule,
		s.ProposedBy, stamp(s.ProposedAt), s.AgreedBy, stamp(s.AgreedAt), s.Single, s.Entries, s.Blobs)
	return wrap(err, "tombstone of %s", s.File)
}

func (t *Tx) tombstones(where string, args ...any) ([]Tombstone, error) {
	var out []Tombstone
	err := t.each(`SELECT `+tombstoneColumns+` FROM tombstone WHERE `+where, args, func(rows *sql.Rows) error {
		var s Tombstone
		var opened, closed, until, proposed, agreed int64
		err := rows.Scan(&s.Org, &s.File, &s.Kind, &s.Team, &s.Number, &opened, &closed, &until, &s.Class, &s.Rule,
			&s.ProposedBy, &proposed, &s.AgreedBy, &agreed, &s.Single, &s.Entries, &s.Blobs)
		s.Opened, s.Closed, s.RetainUntil, s.ProposedAt, s.AgreedAt = unstamp(opened), unstamp(closed), unstamp(until), unstamp(proposed), unstamp(agreed)
		out = append(out, s)
		return err
	})
	return out, wrap(err, "tombstones")
}

// Tombstones lists tombstones, the newest first, before a time (zero: from the
// newest).
func (t *Tx) Tombstones(org tatm.OrgID, before time.Time, limit int) ([]Tombstone, error) {
	at := stamp(before)
	if at == 0 {
		at = 1<<62 - 1
	}
	return t.tombstones(`org = $1 AND agreed_at < $2 ORDER BY agreed_at DESC, file LIMIT $3`, org, at, limit)
}

// Tombstone is the one of a file, if it was purged.
func (t *Tx) Tombstone(org tatm.OrgID, file tatm.FileID) (Tombstone, bool, error) {
	all, err := t.tombstones(`org = $1 AND file = $2`, org, file)
	if err != nil || len(all) == 0 {
		return Tombstone{}, false, err
	}
	return all[0], true, nil
}

// TiedTo lists the files on the other end of a link with a file, whichever of
// the two made it.
func (t *Tx) TiedTo(org tatm.OrgID, file tatm.FileID) ([]tatm.FileID, error) {
	var out []tatm.FileID
	err := t.each(`SELECT other FROM link WHERE org = $1 AND file = $2 UNION SELECT file FROM link WHERE org = $1 AND other = $2`, []any{org, file}, func(rows *sql.Rows) error {
		var id tatm.FileID
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, wrap(err, "files tied to %s", file)
}

// Scrub overwrites what a purge left behind in the database's own files, as
// far as the engine lets it: on SQLite deleted rows are overwritten in place
// and the write-ahead log, which still holds the pages as they were, is copied
// back and cut to nothing. PostgreSQL takes the dead rows out of its tables;
// its own log and the free room of its pages may hold sealed bytes, and blind
// search words, until they are used again.
func (db *DB) Scrub(ctx context.Context) error {
	if db.lite == nil {
		for _, table := range append([]string{"file", "blob", "staged", "seek", "once", "delivery", "pair"}, ofFile...) {
			if _, err := db.write.ExecContext(ctx, `VACUUM `+table); err != nil {
				return fmt.Errorf("store: scrub: %w", err)
			}
		}
		return nil
	}
	db.lite.scrub.Store(true)
	// The log is cut after the batch of the first; the second waits for that.
	nothing := func(*Tx) error { return nil }
	return firstError(func() error { return db.Write(ctx, Everywhere, nothing) }, func() error { return db.Write(ctx, Everywhere, nothing) })
}
