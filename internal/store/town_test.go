package store_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offramp/internal/access"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// noon is the time at which everybody asks.
var noon = time.Date(2026, 9, 14, 12, 0, 0, 0, time.UTC)

// open opens an empty database.
func open(t testing.TB, url string) *store.DB {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: seal.Ephemeral(), Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// each runs a test on every engine at hand.
func each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) { fn(t, open(t, url)) })
	}
}

// town is a random organisation: teams, people with seats, and files with
// entries under every regime, invitations, walls and sealed views. It keeps
// what it wrote, so that the policy can be asked without the database.
type town struct {
	db     *store.DB
	org    tatm.OrgID
	packs  tatm.Packs
	teams  []tatm.TeamID
	people []access.Actor
	files  []*folder
	words  map[tatm.EntryID]string // one word that stands in this entry alone
	n      int
}

// folder is a file of the town with all its versions.
type folder struct {
	tatm.File
	past    []tatm.Entry // superseded versions
	derived tatm.Derived
}

func mint(at time.Time) string {
	var b [8]byte
	rand.Read(b[:])
	return tatm.MintID(at, 0, b)
}

// pick draws one of several.
func pick[T any](t *rapid.T, what string, of ...T) T {
	return of[rapid.IntRange(0, len(of)-1).Draw(t, what)]
}

func drawTown(t *rapid.T, db *store.DB, packs tatm.Packs) *town {
	w := &town{db: db, org: tatm.OrgID(mint(noon)), packs: packs, words: map[tatm.EntryID]string{}}
	for range 2 {
		w.teams = append(w.teams, tatm.TeamID(mint(noon)))
	}
	for range 3 {
		w.people = append(w.people, w.drawPerson(t))
	}
	for _, kind := range []tatm.FileKind{tatm.CaseFile, tatm.CaseFile, tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile} {
		w.files = append(w.files, &folder{File: tatm.File{Org: w.org, ID: tatm.FileID(mint(noon)), Kind: kind, Team: pick(t, "team", w.teams...), Opened: noon.Add(-48 * time.Hour)}})
	}
	for _, f := range w.files {
		w.fill(t, f)
		f.derived = tatm.Derive(f.File, packs)
	}
	return w
}

// drawPerson seats somebody in one to four places, now, before or later.
func (w *town) drawPerson(t *rapid.T) access.Actor {
	a := access.Actor{ID: tatm.ActorID(mint(noon)), Org: w.org, Pack: w.packs[tatm.PackRef{ID: "default", Version: "1"}]}
	for range rapid.IntRange(1, 4).Draw(t, "seats") {
		s := tatm.Seat{
			Team:       pick(t, "seat in", append(w.teams, "")...),
			Role:       pick(t, "role", tatm.Roles...),
			Discipline: pick(t, "discipline", tatm.LawEnforcement, tatm.MentalHealth, tatm.SchoolAdmin, tatm.LegalCounsel, tatm.HumanResources, ""),
		}
		s.From, s.Until = drawSpan(t)
		a.Seats = append(a.Seats, s)
	}
	return a
}

// drawSpan is a time that holds at noon, is over, or has not begun.
func drawSpan(t *rapid.T) (from, until time.Time) {
	switch pick(t, "span", "open", "open", "now", "over", "ahead", "ends at noon") {
	case "now":
		return noon.Add(-time.Hour), noon.Add(time.Hour)
	case "over":
		return noon.Add(-2 * time.Hour), noon.Add(-time.Hour)
	case "ahead":
		return noon.Add(time.Hour), time.Time{}
	case "ends at noon":
		return noon.Add(-time.Hour), noon
	}
	return noon.Add(-time.Hour), time.Time{}
}

// fill writes the entries of a file, some of them twice.
func (w *town) fill(t *rapid.T, f *folder) {
	somebody := func() tatm.ActorID { return pick(t, "who", w.people...).ID }
	switch f.Kind {
	case tatm.CaseFile:
		w.put(t, f, tatm.Case{Title: w.word(), Convened: rapid.Bool().Draw(t, "convened")}, tatm.General)
		w.put(t, f, tatm.Charge{Owner: somebody(), Next: "n", By: noon.Add(time.Hour)}, tatm.General)
		w.put(t, f, tatm.Stage{To: tatm.AtTriage}, tatm.General)
		if rapid.Bool().Draw(t, "assessed") {
			w.put(t, f, tatm.Assessment{Level: pick(t, "level", tatm.Low, tatm.High), Basis: w.word(), Signed: noon.Add(-30 * time.Hour), Expires: noon.Add(99 * time.Hour)}, tatm.General)
		}
		if rapid.Bool().Draw(t, "emergency") {
			w.put(t, f, tatm.Emergency{}, tatm.General)
		}
	case tatm.ReportFile:
		w.put(t, f, tatm.Report{Narrative: w.word(), Weapon: pick(t, "weapon", tatm.Yes, "")}, tatm.General)
		w.put(t, f, tatm.Reporter{Name: w.word()}, tatm.ReporterID)
		if rapid.Bool().Draw(t, "taken") {
			w.put(t, f, tatm.Acknowledgement{}, tatm.General)
		}
		for range rapid.IntRange(0, 2).Draw(t, "identity") {
			w.put(t, f, tatm.IdentityOpening{Opening: w.drawOpening(t)}, tatm.General)
		}
	case tatm.MeetingFile:
		w.put(t, f, tatm.Meeting{When: noon.Add(time.Hour), Type: "routine"}, tatm.General)
	}
	for range rapid.IntRange(2, 6).Draw(t, "entries") {
		w.put(t, f, w.drawRecord(t, f.Kind), pick(t, "regime", append(tatm.Regimes, tatm.General, tatm.General, tatm.General)...))
	}
	if f.Kind == tatm.CaseFile {
		w.open(t, f)
	}
}

// drawRecord is an entry of a kind that the file may have.
func (w *town) drawRecord(t *rapid.T, in tatm.FileKind) tatm.Record {
	other := func() tatm.FileID { return pick(t, "other", w.files...).ID }
	due := noon.Add(time.Duration(rapid.IntRange(-50, 50).Draw(t, "due")) * time.Hour)
	switch in {
	case tatm.ReportFile:
		return pick[tatm.Record](t, "record", tatm.Addition{Text: w.word()}, tatm.Screening{Outcome: tatm.Linked, Reason: w.word(), Cases: []tatm.FileID{other()}})
	case tatm.PersonFile:
		return pick[tatm.Record](t, "record", tatm.Name{Family: w.word()}, tatm.Detail{Value: w.word()}, tatm.SamePerson{Other: other(), Basis: "b"})
	case tatm.MeetingFile:
		return pick[tatm.Record](t, "record", tatm.AgendaItem{Case: other()}, tatm.Minutes{Text: w.word()})
	}
	return pick[tatm.Record](t, "record", tatm.Observation{Text: w.word()}, tatm.Part{Role: tatm.SubjectPart, Person: other()}, tatm.ReportLink{Report: other()},
		tatm.Task{What: w.word(), Owner: w.people[0].ID, Due: due, State: "open"}, tatm.Request{Question: w.word(), Due: due, State: "open"},
		tatm.Factor{Own: w.word(), Item: "x#y"}, tatm.View{Reason: "r"}, tatm.Need{Words: w.word()}, tatm.Message{Text: w.word(), Asks: w.people[0].ID},
		tatm.Intervention{What: w.word(), State: "planned", Due: due}, tatm.Decision{Question: w.word(), Review: due}, tatm.TargetPlan{Contact: "c"})
}

// open invites and walls off, at random.
func (w *town) open(t *rapid.T, f *folder) {
	for range rapid.IntRange(0, 3).Draw(t, "invitations") {
		v := tatm.Invitation{Actor: pick(t, "guest", w.people...).ID}
		v.From, v.Until = drawSpan(t)
		switch pick(t, "of", "whole", "section", "entry") {
		case "section":
			v.Sections = []tatm.Section{pick(t, "section", tatm.SectionFacts, tatm.SectionPlan, tatm.SectionTask, tatm.SectionHead)}
		case "entry":
			v.Entries = []tatm.EntryID{pick(t, "entry", f.Entries...).ID}
		}
		if rapid.IntRange(0, 3).Draw(t, "revoked") == 0 {
			v.Revoked = noon.Add(-time.Minute)
		}
		w.put(t, f, v, tatm.General)
	}
	for range rapid.IntRange(0, 2).Draw(t, "openings") {
		o := w.drawOpening(t)
		o.Regime = pick(t, "opened", tatm.Regimes[1:]...)
		w.put(t, f, o, tatm.General)
	}
	if rapid.IntRange(0, 2).Draw(t, "walled") == 0 {
		v := tatm.Wall{Actor: pick(t, "walled off", w.people...).ID}
		v.From, v.Until = drawSpan(t)
		w.put(t, f, v, tatm.General)
	}
}

// drawOpening lets somebody see who reported: asked, granted, declined, over.
func (w *town) drawOpening(t *rapid.T) tatm.Opening {
	o := tatm.Opening{Regime: tatm.ReporterID, Actor: pick(t, "opener", w.people...).ID, Hours: 1}
	switch pick(t, "answer", "asked", "granted", "granted", "declined", "now") {
	case "granted":
		o.Answer = tatm.Yes
	case "declined":
		o.Answer = tatm.No
	case "now":
		o.Now = true
	}
	if o.Opened() {
		o.From, o.Until = drawSpan(t)
		if rapid.IntRange(0, 3).Draw(t, "ended") == 0 {
			o.Ended = noon.Add(-time.Minute)
		}
	}
	return o
}

// word is a word that stands nowhere else.
func (w *town) word() string {
	w.n++
	return fmt.Sprintf("word%dx", w.n)
}

// put adds an entry, and sometimes a second version of it under another regime.
func (w *town) put(t *rapid.T, f *folder, r tatm.Record, regime tatm.Regime) {
	at := f.Opened.Add(time.Duration(len(f.Entries)+len(f.past)) * time.Minute)
	e := tatm.Entry{ID: tatm.EntryID(mint(at)), Version: 1, Regime: regime, HappenedAt: at, RecordedAt: at, RecordedBy: pick(t, "by", w.people...).ID, Record: r}
	switch k := r.Kind(); {
	case k == "view" || tatm.Kinds[k].Section == tatm.SectionFacts && rapid.IntRange(0, 5).Draw(t, "sealed") == 0:
		e.OnlyFor = pick(t, "sealed to", w.people...).ID
	}
	if words := tatm.Words(r); words != "" {
		w.words[e.ID] = words
	}
	if !tatm.Kinds[r.Kind()].Fixed && tatm.Kinds[r.Kind()].Section != tatm.SectionHead && rapid.IntRange(0, 3).Draw(t, "twice") == 0 {
		f.past = append(f.past, e)
		e.Version, e.RecordedAt = 2, at.Add(30*time.Second)
		e.Regime, e.OnlyFor = pick(t, "regime now", append(tatm.Regimes, tatm.General, tatm.General)...), ""
	}
	f.Entries = append(f.Entries, e)
}

// write puts the town into the database as the runner does.
func (w *town) write(t *rapid.T) {
	err := w.db.Write(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		if err := tx.AddOrg(store.Org{ID: w.org, Name: "o", Zone: "UTC", Made: noon}); err != nil {
			return err
		}
		for _, f := range w.files {
			row, err := tx.Create(w.org, f.ID, f.Kind, f.Team, f.Opened)
			if err != nil {
				return err
			}
			f.Number = row.Number
			puts := append(append([]tatm.Entry{}, f.past...), f.Entries...)
			for _, e := range puts {
				if _, err := tx.Put(row, e); err != nil {
					return err
				}
			}
			if err := tx.Keep(row, tatm.File{}, f.File, noon); err != nil {
				return err
			}
			if err := tx.Seekable(row, puts, noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for {
		n, err := w.db.TakeWords(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// head is what the policy is asked with, from what the town wrote.
func (w *town) head(f *folder, who access.Actor) access.Head {
	h := access.Head{Org: w.org, File: f.ID, Kind: f.Kind, Team: f.Team, Owner: f.derived.Head.Owner, Convened: f.derived.Head.Convened}
	for _, b := range f.derived.Bars {
		h.Walled = h.Walled || b.Actor == who.ID && b.Holds(noon)
	}
	for _, g := range f.derived.Grants {
		if g.Actor == who.ID && g.Holds(noon) {
			h.Shared, h.SharedWhole = true, h.SharedWhole || g.Entry == "" && g.Section == ""
		}
	}
	return h
}
