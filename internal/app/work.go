package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// work is one admitted write on one file, in one transaction. Records is what
// the actor may see of it; file is the whole of it, for the rules alone.
type work struct {
	*store.Records
	Now    time.Time
	tx     *store.Tx
	run    *run
	row    store.Row
	before tatm.File
	file   tatm.File // with what was put so far
	roles  []tatm.Role
	facts  facts
	puts   []tatm.Entry
	others []*work          // files that are kept with this one
	stone  *store.Tombstone // all that is kept of it: the file is purged
}

// who is the actor.
func (w *work) who() tatm.ActorID { return w.run.desk.who.ID }

// clock is the program's time, which a wall or an invitation counts from: Now
// may lie ahead of it where a file was written just before, or after the clock
// of the machine went back, and a wall must stand at once.
func (w *work) clock() time.Time { return w.run.now.Truncate(time.Microsecond) }

// seat is the first seat the actor holds in the file's team.
func (w *work) seat() tatm.Seat {
	for _, s := range w.run.desk.who.Holds(w.run.now) {
		if s.Team == w.row.Team || s.Team == "" {
			return s
		}
	}
	return tatm.Seat{}
}

// pack is the policy pack the file names.
func (w *work) pack() *tatm.Pack { return w.run.desk.app.packOf(w.file) }

// assessors are the roles that assess: a rule for two people counts them.
var assessors = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core}

// teamSize counts the people who hold a chair, deputy or core seat in the
// file's team now: the rules for two people ask for it.
func (w *work) teamSize() (int, error) { return w.people(assessors...) }

// people counts those who hold one of the roles in the file's team now.
func (w *work) people(roles ...tatm.Role) (int, error) {
	seats, err := w.tx.Seats(w.row.Org, "")
	if err != nil {
		return 0, err
	}
	people := map[tatm.ActorID]bool{}
	for _, s := range seats {
		if s.Team == w.row.Team && s.Holds(w.Now) && slices.Contains(roles, s.Role) {
			people[s.Actor] = true
		}
	}
	return len(people), nil
}

// how says the circumstances of an entry that are not the defaults.
type how func(*tatm.Entry)

// happened says when it happened in the world.
func happened(at time.Time) how {
	return func(e *tatm.Entry) {
		if !at.IsZero() {
			e.HappenedAt = at.UTC().Truncate(time.Microsecond)
		}
	}
}

// under puts the entry under a regime.
func under(r tatm.Regime) how {
	return func(e *tatm.Entry) {
		if r != "" {
			e.Regime = r
		}
	}
}

// onlyFor seals the entry to one person until a later version reveals it.
func onlyFor(who tatm.ActorID) how { return func(e *tatm.Entry) { e.OnlyFor = who } }

// put adds an entry and returns its id.
func (w *work) put(r tatm.Record, hows ...how) tatm.EntryID {
	e := tatm.Entry{
		ID: tatm.EntryID(newID(w.Now, len(w.puts))), Version: 1, Regime: tatm.General,
		HappenedAt: w.Now, RecordedAt: w.Now, RecordedBy: w.who(), Record: r,
	}
	for _, h := range hows {
		h(&e)
	}
	w.puts = append(w.puts, e)
	w.file.Entries = append(slices.Clip(w.file.Entries), e)
	if w.run.made.Entry == "" {
		w.run.made.Entry = e.ID
	}
	return e.ID
}

// revise writes the next version of an entry. seen is the version the actor
// had before them: if there is a newer one the answer is a conflict, and the
// surface shows both texts.
func (w *work) revise(id tatm.EntryID, seen int64, r tatm.Record, hows ...how) error {
	i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == id })
	if i < 0 || w.file.Entries[i].Record.Kind() != r.Kind() {
		return absent()
	}
	was := w.file.Entries[i]
	if tatm.Kinds[r.Kind()].Fixed {
		return fault.New(fault.Conflict, "record.fixed")
	}
	if was.Version != seen {
		return fault.New(fault.Conflict, "record.changed")
	}
	e := was
	e.Version, e.RecordedAt, e.RecordedBy, e.Record = was.Version+1, w.Now, w.who(), r
	for _, h := range hows {
		h(&e)
	}
	w.puts = append(w.puts, e)
	w.file.Entries = slices.Clone(w.file.Entries)
	w.file.Entries[i] = e
	if w.run.made.Entry == "" {
		w.run.made.Entry = id
	}
	w.reveil(was, e)
	return nil
}

// visible reports whether the actor may see the entry: who may not see it may
// not change it, and learns nothing of it.
func (w *work) visible(id tatm.EntryID) error {
	f, err := w.File()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(f.Entries, func(e tatm.Entry) bool { return e.ID == id }) {
		return absent()
	}
	return nil
}

// post leaves a letter without content that goes out only if the work commits.
func (w *work) post(kind string, to tatm.ActorID, due time.Time) error {
	return w.tx.Post(store.Letter{Org: w.row.Org, ID: newID(w.Now, 0), Kind: kind, File: w.row.ID, To: to, Due: due})
}

// keep writes what was put and what follows from it.
func (w *work) keep() error {
	if w.row.Kind == tatm.CaseFile && !tatm.Charged(w.file) {
		// A net beneath every use case: it cannot happen through one.
		return fmt.Errorf("app: case %s without owner, next action or next date", w.row.ID)
	}
	l := line{file: w.row.ID}
	for _, e := range w.puts {
		d, err := w.tx.Put(w.row, e)
		if err != nil {
			return err
		}
		l.digests = append(l.digests, d)
		w.facts.entry(e)
	}
	l.facts = w.facts.text()
	w.run.lines = append(w.run.lines, l)
	if w.stone != nil {
		return w.tx.Purge(w.row, *w.stone)
	}
	if len(w.puts) == 0 {
		return nil
	}
	if err := w.tx.Keep(w.row, w.before, w.file, w.Now); err != nil {
		return err
	}
	if err := w.tx.Seekable(w.row, w.puts, w.Now); err != nil {
		return err
	}
	for _, other := range w.others {
		if err := other.keep(); err != nil {
			return err
		}
	}
	return nil
}

// facts gathers the facts of an audit line. It takes identifiers and states,
// not strings, so no narrative can reach the log.
type facts struct{ b strings.Builder }

// fact is what a fact may be: closed vocabularies and ids.
type fact interface {
	tatm.FileID | tatm.EntryID | tatm.ChannelID | tatm.BlobID | tatm.ActorID | tatm.TeamID | tatm.State | tatm.Outcome | tatm.Level | tatm.Role | tatm.Kind | tatm.Regime | tatm.PurgeRule
}

// note adds a fact to the line. Key is a constant of the caller.
func note[F fact](f *facts, key string, v F) { fmt.Fprintf(&f.b, "%s=%s ", key, string(v)) }

func (f *facts) entry(e tatm.Entry) {
	fmt.Fprintf(&f.b, "%s=%s/%d ", e.Record.Kind(), e.ID, e.Version)
}

func (f *facts) text() string { return strings.TrimSpace(f.b.String()) }

// sight is one admitted read of one file.
type sight struct {
	*store.Records
	Now  time.Time
	tx   *store.Tx
	desk Desk
}

// survey is one admitted read over all that the actor may see of a kind.
type survey struct {
	*store.Shelf
	Now  time.Time
	tx   *store.Tx
	desk Desk
}

// other returns the shelf of another kind under the same operation, or an
// empty one for who may list none of it.
func (s *survey) names() (Names, error) { return namesOf(s.tx, s.desk.who.Org) }

// office is one admitted piece of work on the organisation.
type office struct {
	*store.Tx
	Now    time.Time
	Org    tatm.OrgID
	run    *run
	facts  facts
	byFile bool // its lines are those of the files it writes, and none of its own
}

// packOf is the policy pack a file names, or the default one in force when it
// names none.
func (a *App) packOf(f tatm.File) *tatm.Pack {
	if c, ok := tatm.Last[tatm.Case](f); ok {
		if p := a.library.Packs()[c.Rec.Pack]; p != nil {
			return p
		}
	}
	if m, ok := tatm.Last[tatm.Meeting](f); ok {
		if p := a.library.Packs()[m.Rec.Pack]; p != nil {
			return p
		}
	}
	return a.library.PackAt("default", a.Now())
}
