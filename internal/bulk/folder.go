package bulk

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// version is one version of an entry as its row is.
type version struct {
	tatm.Entry
	superseded time.Time
	doc        []byte
	digest     [sha256.Size]byte
}

// folder is a file that is being filled.
type folder struct {
	tatm.File // Entries: the current ones
	rows      []version
	key       seal.FileKey
	wrapped   []byte
	keyNo     int64
	words     time.Time // since when words wait to be taken in
}

func newID(at time.Time, n int) string {
	var b [8]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return tatm.MintID(at, uint8(n), b)
}

// begin begins a file in a team.
func (l *loader) begin(kind tatm.FileKind, team tatm.TeamID, now time.Time) (*folder, error) {
	f := &folder{File: tatm.File{Org: l.org, ID: tatm.FileID(newID(now, 0)), Kind: kind, Team: team, Opened: now}}
	l.tally[kind]++
	f.Number = l.tally[kind]
	var err error
	f.key, f.wrapped, f.keyNo, err = l.keys.NewFileKey(seal.Bind("file", string(f.Org), string(f.ID)))
	return f, err
}

// bind ties a sealed document to its row, as the store does.
func bind(f tatm.File, e tatm.Entry, kind tatm.Kind) []byte {
	return seal.Bind(string(f.Org), string(f.ID), string(e.ID), strconv.FormatInt(e.Version, 10), string(kind), string(e.Regime), string(e.OnlyFor))
}

// work is one piece of work on one file: the entries of one audit line.
type work struct {
	f       *folder
	now     time.Time
	who     tatm.ActorID
	n       int
	facts   []string
	digests []byte
}

func (f *folder) work(who tatm.ActorID, now time.Time) *work { return &work{f: f, now: now, who: who} }

// put adds an entry under the general regime.
func (w *work) put(r tatm.Record) (tatm.EntryID, error) { return w.putAs(r, tatm.General, w.now) }

func (w *work) putAs(r tatm.Record, regime tatm.Regime, happened time.Time) (tatm.EntryID, error) {
	e := tatm.Entry{ID: tatm.EntryID(newID(w.now, w.n)), Version: 1, Regime: regime, HappenedAt: happened, RecordedAt: w.now, RecordedBy: w.who, Record: r}
	w.f.Entries = append(w.f.Entries, e)
	return e.ID, w.write(e)
}

// revise writes the next version of an entry.
func (w *work) revise(id tatm.EntryID, r tatm.Record) error {
	for i := range w.f.Entries {
		if e := &w.f.Entries[i]; e.ID == id {
			for k := range w.f.rows {
				if row := &w.f.rows[k]; row.ID == id && row.Version == e.Version {
					row.superseded = w.now
				}
			}
			e.Version, e.RecordedAt, e.RecordedBy, e.Record = e.Version+1, w.now, w.who, r
			return w.write(*e)
		}
	}
	return fmt.Errorf("bulk: no entry %s", id)
}

func (w *work) write(e tatm.Entry) error {
	doc, err := tatm.Encode(e.Record)
	if err != nil {
		return err
	}
	v := version{Entry: e, doc: w.f.key.Seal(doc, bind(w.f.File, e, e.Record.Kind()))}
	v.digest = sha256.Sum256(v.doc)
	w.f.rows = append(w.f.rows, v)
	w.digests = append(w.digests, v.digest[:]...)
	w.facts = append(w.facts, fmt.Sprintf("%s=%s/%d", e.Record.Kind(), e.ID, e.Version))
	if w.f.words.IsZero() && tatm.Words(e.Record) != "" {
		w.f.words = w.now
	}
	w.n++
	return nil
}

// keep ends the work with its line of the audit.
func (w *work) keep(l *loader, op string) error {
	w.f.Version++
	w.f.ChangedAt = w.now
	return l.line(store.Line{At: w.now.UnixMicro(), Actor: w.who, Op: op, File: w.f.ID, Outcome: store.Done, Facts: strings.Join(w.facts, " ")}, w.digests)
}

// rows turns the file into rows of its tables.
func (l *loader) rows(f *folder) {
	d := tatm.Derive(f.File, l.packs)
	h := d.Head
	l.add("file", f.Org, f.ID, f.Kind, f.Team, f.Number, h.State, h.Owner, stamp(h.NextDue), h.Level, stamp(h.LevelExpires), h.Stale, h.Emergency, h.Convened, h.Urgent,
		f.Version, stamp(f.ChangedAt), f.wrapped, f.keyNo, stamp(f.Opened), stamp(h.Closed), stamp(h.RetainUntil), h.Held)
	for _, v := range f.rows {
		l.add("entry", f.Org, f.ID, v.ID, v.Version, v.Record.Kind(), tatm.Kinds[v.Record.Kind()].Section, v.Regime, v.OnlyFor, stamp(v.HappenedAt), stamp(v.RecordedAt), v.RecordedBy, orNull(v.superseded), v.digest[:], v.doc)
	}
	for _, x := range d.Docket {
		l.add("docket", f.Org, f.ID, x.Entry, x.What, x.ID, f.Kind, f.Team, x.Owner, x.Section, x.Regime, stamp(x.At), orNull(x.Done))
	}
	for _, x := range d.Marks {
		l.add("mark", f.Org, f.ID, x.Entry, x.Catalog, x.Code, x.Status, stamp(x.At), x.Regime, f.Team)
	}
	for _, x := range d.Links {
		l.add("link", f.Org, f.ID, x.Entry, x.Other, x.Role, x.Section, x.Regime, f.Team, stamp(x.From), stamp(x.Until))
	}
	if !f.words.IsZero() {
		l.add("seek_todo", f.Org, f.ID, stamp(f.words))
	}
}

// stamp is a time as the database keeps it.
func stamp(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

func orNull(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMicro()
}
