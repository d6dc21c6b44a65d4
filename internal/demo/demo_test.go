package demo

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// built is a county as the demonstration made it, read through use cases.
type built struct {
	app   *app.App
	org   tatm.OrgID
	end   time.Time
	all   app.Desk                // sees every file of both teams
	desks map[string]app.Desk     // by name
	ids   map[string]tatm.ActorID // likewise
	rows  map[string]app.ListLine // cases by title
	cases map[string]tatm.File
}

func build(t *testing.T, url string, end time.Time) built {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, keys := NewClock(end.AddDate(0, -6, 0)), seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := built{app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: c.Now}), end: end, desks: map[string]app.Desk{}, ids: map[string]tatm.ActorID{}, rows: map[string]app.ListLine{}, cases: map[string]tatm.File{}}
	began, steps := time.Now(), 0
	if b.org, err = Build(t.Context(), b.app, c, end, func(_, all int) { steps = all }); err != nil {
		t.Fatal(err)
	}
	t.Logf("built by %d steps in %v", steps, time.Since(began).Round(10*time.Millisecond))
	if !c.Now().Equal(end) {
		t.Errorf("the clock ended at %v", c.Now())
	}
	b.all = b.app.As(access.Actor{ID: "test", Org: b.org, Seats: []tatm.Seat{{Role: tatm.Chair, Discipline: tatm.LawEnforcement}}})
	b.read(t)
	return b
}

func (b built) read(t *testing.T) {
	t.Helper()
	office, err := b.app.As(access.Actor{ID: "console", Org: b.org, Seats: []tatm.Seat{{Role: tatm.Administrator}}}).SeeOffice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range office.Members {
		a := access.Actor{ID: m.ID, Org: b.org}
		for _, s := range office.Seats {
			if s.Actor == m.ID {
				a.Seats = append(a.Seats, s.Seat)
			}
		}
		b.desks[m.Name], b.ids[m.Name] = b.app.As(a), m.ID
	}
	list, err := b.all.ListCases(t.Context(), app.Filter{All: true, Limit: 100, Order: app.ByNumber})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list.Rows {
		v, err := b.all.SeeCase(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := tatm.Last[tatm.Case](v.File)
		b.rows[c.Rec.Title], b.cases[c.Rec.Title] = r, v.File
	}
}

// TestCounty builds the county on both engines and holds it against what the
// demonstration promises.
func TestCounty(t *testing.T) {
	end := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			b := build(t, url, end)
			t.Run("counts", b.counts)
			t.Run("states", b.states)
			t.Run("clocks", b.clocks)
			t.Run("content", b.content)
			t.Run("people", b.people)
			t.Run("hours", b.hours)
			t.Run("stories", b.stories)
		})
	}
}

// TestAnyMoment builds the county at moments at which nobody works: a Sunday
// night, and the morning of a holiday.
func TestAnyMoment(t *testing.T) {
	for _, end := range []time.Time{time.Date(2026, 11, 29, 8, 12, 0, 0, time.UTC), time.Date(2027, 1, 1, 16, 41, 0, 0, time.UTC)} {
		t.Run(end.Format("Mon 15h"), func(t *testing.T) {
			b := build(t, filepath.Join(t.TempDir(), "x.db"), end)
			t.Run("counts", b.counts)
			t.Run("states", b.states)
			t.Run("clocks", b.clocks)
			t.Run("hours", b.hours)
			t.Run("people", b.people)
		})
	}
}

func (b built) counts(t *testing.T) {
	all := app.Filter{All: true, Limit: 100, Order: app.ByNumber}
	reports, err := b.all.ListReports(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	persons, err := b.all.ListPeople(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if len(reports.Rows) < 60 || len(persons.Rows) < 40 || len(b.cases) < 30 {
		t.Errorf("%d reports, %d persons, %d cases", len(reports.Rows), len(persons.Rows), len(b.cases))
	}
	said := map[string]bool{}
	for _, r := range reports.Rows {
		for _, e := range r.File.Entries {
			if x, ok := e.Record.(tatm.Report); ok && said[x.Narrative] {
				t.Errorf("two reports say %q", x.Narrative)
			} else if ok {
				said[x.Narrative] = true
			}
		}
	}
	t.Logf("%d cases, %d reports, %d persons", len(b.cases), len(reports.Rows), len(persons.Rows))
}

// states: every state of the lifecycle, in each team where that makes sense,
// and one case that was closed and opened again.
func (b built) states(t *testing.T) {
	found, again := map[tatm.State]int{}, 0
	for _, f := range b.cases {
		found[tatm.StateOf(f)]++
		for _, s := range tatm.All[tatm.Stage](f) {
			if s.Rec.From == tatm.Closed {
				again++
			}
		}
	}
	for _, s := range []tatm.State{tatm.AtIntake, tatm.AtTriage, tatm.AtInquiry, tatm.AtAssessment, tatm.AtPlanning, tatm.Managed, tatm.Monitored, tatm.AtClosure, tatm.Closed, tatm.Transferred} {
		if found[s] == 0 {
			t.Errorf("no case in state %s", s)
		}
	}
	if again == 0 {
		t.Error("no case was opened again")
	}
	t.Logf("%v", found)
}

// clocks: a well-run team is on time in most cases and honest about the few
// that are late; some assessments are stale, one level has run out.
func (b built) clocks(t *testing.T) {
	open, late, stale, fresh, expired := map[tatm.TeamID]int{}, map[tatm.TeamID]int{}, 0, 0, 0
	for title, r := range b.rows {
		h := r.Head
		if !h.Closed.IsZero() {
			continue
		}
		open[r.Team]++
		if h.NextDue.Before(b.end) {
			late[r.Team]++
			t.Logf("late: %s: %s", title, b.lateLines(b.cases[title]))
		}
		switch {
		case h.Stale:
			stale++
		case h.Level != "":
			fresh++
		}
		if h.Level != "" && h.LevelExpires.Before(b.end) {
			expired++
		}
	}
	for team, n := range open {
		if late[team] == 0 || late[team]*3 > n {
			t.Errorf("of %d open cases of a team %d are late", n, late[team])
		}
	}
	if len(open) != 2 || stale == 0 || fresh < stale || expired != 1 {
		t.Errorf("%d teams, %d stale, %d fresh, %d expired", len(open), stale, fresh, expired)
	}
}

// lateLines names what is late in a case.
func (b built) lateLines(f tatm.File) []string {
	var out []string
	for _, l := range tatm.Derive(f, b.app.Library().Packs()).Docket {
		if l.At.Before(b.end) {
			out = append(out, l.What+" "+l.At.Format(time.DateOnly))
		}
	}
	return out
}

// content: what the files hold between them.
func (b built) content(t *testing.T) {
	has, domains := map[string]int{}, map[string]bool{}
	for _, f := range b.cases {
		answered := map[tatm.EntryID]bool{}
		for _, m := range tatm.All[tatm.Message](f) {
			answered[m.Rec.Answers] = true
		}
		for _, e := range f.Entries {
			b.note(has, domains, answered, e)
		}
	}
	for _, what := range []string{
		"column subject", "column target", "column environment", "column events", "tier universal", "tier targeted", "tier individual", "direct", "indirect",
		"need served", "grievance with strategy", "armed", "raised", "retired", "false alarm", "monitor", "check-in", "task open", "task done", "question open", "question answered",
		"decision", "dissent", "notice", "not told", "duty open", "duty answered", "contact-sheet", "printout", "convened", "wall", "invitation ended", "invitation", "gap", "effect", "interview", "target-plan", "nexus",
		"disclosure", "released", "consent", "guardian", "rights-pass", "rights-request",
	} {
		if has[what] == 0 {
			t.Errorf("no file has: %s", what)
		}
	}
	if len(domains) < 10 {
		t.Errorf("plans act in %d domains", len(domains))
	}
	b.sittings(t)
}

func (b built) note(has map[string]int, domains map[string]bool, answered map[tatm.EntryID]bool, e tatm.Entry) {
	mark := func(what string, so bool) {
		if so {
			has[what]++
		}
	}
	has[string(e.Record.Kind())]++
	switch r := e.Record.(type) {
	case tatm.Intervention:
		domains[r.Domain] = true
		has["column "+string(r.Column)]++
		has["tier "+r.Tier]++
		mark("direct", r.Direct)
		mark("indirect", !r.Direct)
	case tatm.Need:
		mark("need served", r.Service != "" && !r.Referred.IsZero())
	case tatm.Grievance:
		mark("grievance with strategy", r.Strategy != "")
	case tatm.Tripwire:
		has[string(r.State)]++
		mark("false alarm", r.False)
	case tatm.Task:
		has["task "+r.State]++
	case tatm.Message:
		asks := r.Asks != ""
		mark("question open", asks && !answered[e.ID])
		mark("question answered", asks && answered[e.ID])
	case tatm.Notice:
		mark("not told", r.NotBecause != "")
	case tatm.Duty:
		mark("duty open", r.Answer == "")
		mark("duty answered", r.Answer != "")
	case tatm.Case:
		mark("convened", r.Convened)
	case tatm.Invitation:
		mark("invitation ended", r.Until.Before(b.end))
	case tatm.Factor:
		mark("gap", r.Rating == tatm.NotKnown)
	}
}

// sittings: each team met, with a quorum and signed minutes, and has a meeting
// ahead with an agenda; in one somebody withdrew.
func (b built) sittings(t *testing.T) {
	list, err := b.all.ListMeetings(t.Context(), app.Filter{All: true, Limit: 100, Order: app.ByNumber})
	if err != nil {
		t.Fatal(err)
	}
	past, ahead, withdrew := map[tatm.TeamID]int{}, map[tatm.TeamID]int{}, 0
	for _, r := range list.Rows {
		v, err := b.all.SeeMeeting(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := tatm.Last[tatm.Meeting](v.File)
		n, _ := tatm.Last[tatm.Minutes](v.File)
		items := tatm.All[tatm.AgendaItem](v.File)
		if m.Rec.When.After(b.end) && len(items) > 0 {
			ahead[r.Team]++
		}
		if m.Rec.Held == tatm.Yes && !n.Rec.Signed.IsZero() && len(v.Missing) == 0 {
			past[r.Team]++
		}
		for _, a := range tatm.All[tatm.Attendance](v.File) {
			withdrew += len(a.Rec.Recused)
		}
	}
	if len(past) != 2 || len(ahead) != 2 || withdrew == 0 {
		t.Errorf("past %v, ahead %v, %d withdrew", past, ahead, withdrew)
	}
}

// people: every role has somebody, in the order of the picker, and everybody's
// desk has something to look at.
func (b built) people(t *testing.T) {
	people, err := Personas(t.Context(), b.app, b.org)
	if err != nil {
		t.Fatal(err)
	}
	roles, order := map[string]bool{}, []string{}
	for _, p := range people {
		roles[p.Role] = true
		if len(order) == 0 || order[len(order)-1] != p.Team {
			order = append(order, p.Team)
		}
		b.something(t, p)
	}
	for _, r := range tatm.Roles {
		if !roles[string(r)] {
			t.Errorf("nobody is %s", r)
		}
	}
	if !slices.Equal(order, []string{"Harlow County team", "Harlow Schools team", ""}) {
		t.Errorf("the picker's groups are %q", order)
	}
}

func (b built) something(t *testing.T, p Persona) {
	t.Helper()
	d, n := b.desks[p.Name], 0
	var err error
	switch tatm.Role(p.Role) {
	case tatm.Chair, tatm.Deputy, tatm.Core, tatm.Affiliate, tatm.Approver:
		v, e := d.SeeDesk(t.Context())
		n, err = len(v.Lines), e
	case tatm.Intake:
		lines, e := d.WaitingReports(t.Context())
		n, err = len(lines), e
	case tatm.RecordsOffice:
		v, e := d.ListCases(t.Context(), app.Filter{Closed: true, Limit: 10, Order: app.ByNumber})
		n, err = len(v.Rows), e
	case tatm.Auditor:
		lines, _, e := d.ReadAudit(t.Context(), 0)
		n, err = len(lines), e
	case tatm.Administrator:
		v, e := d.SeeOffice(t.Context())
		n, err = len(v.Members), e
	}
	if err != nil || n == 0 {
		t.Errorf("%s (%s) finds nothing on the desk: %v", p.Name, p.Role, err)
	}
}

// hours: people write in working hours of working days, save for the nights of
// an emergency. The clock and the portal know no hours.
func (b built) hours(t *testing.T) {
	pack := b.app.Library().PackAt("default", b.end)
	d := days{pack.Calendar, pack.Zone, b.end}
	checked := 0
	for title, f := range b.cases {
		flags := tatm.All[tatm.Emergency](f)
		for _, e := range f.Entries {
			open, shut, works := d.hours(e.RecordedAt)
			night := slices.ContainsFunc(flags, func(x tatm.Item[tatm.Emergency]) bool {
				gap := e.RecordedAt.Sub(x.HappenedAt)
				return gap > -time.Hour && gap < 24*time.Hour
			})
			if e.RecordedBy == "clock" || night {
				continue
			}
			checked++
			if !works || e.RecordedAt.Before(open) || e.RecordedAt.After(shut) {
				t.Errorf("%s: a %s was written at %s", title, e.Record.Kind(), e.RecordedAt.In(pack.Zone).Format("Mon Jan 2 15:04"))
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d entries were looked at", checked)
	}
}
