package app

import (
	"sync"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// world is an organisation with one team and one person in each role.
type world struct {
	*App
	db   *store.DB
	keys *seal.Keys
	org  tatm.OrgID
	team tatm.TeamID
	who  map[string]tatm.ActorID
	mu   *sync.Mutex
	at   *time.Time
}

// start is a Monday morning in New York.
var start = time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)

// pass moves the clock on.
func (w world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*w.at = w.at.Add(d)
}

// as seats somebody as they are now.
func (w world) as(t testing.TB, name string) Desk {
	t.Helper()
	if name == "clock" {
		return w.As(access.Actor{ID: "clock", Org: w.org, Clock: true})
	}
	var a access.Actor
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) {
		a, err = actorOf(tx, w.org, w.who[name])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w.As(a)
}

var seats = map[string]tatm.Seat{
	"chair":     {Role: tatm.Chair, Discipline: tatm.SchoolAdmin},
	"deputy":    {Role: tatm.Deputy, Discipline: "counselling"},
	"detective": {Role: tatm.Core, Discipline: tatm.LawEnforcement},
	"clinician": {Role: tatm.Core, Discipline: tatm.MentalHealth},
	"intake":    {Role: tatm.Intake},
	"affiliate": {Role: tatm.Affiliate},
	"records":   {Role: tatm.RecordsOffice},
	"approver":  {Role: tatm.Approver},
	"auditor":   {Role: tatm.Auditor},
	"admin":     {Role: tatm.Administrator},
}

// each runs a test in a fresh world on every engine at hand.
func each(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) { fn(t, newWorld(t, url, seats)) })
	}
}

func newWorld(t testing.TB, url string, seats map[string]tatm.Seat) world {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := world{keys: seal.Ephemeral(), who: map[string]tatm.ActorID{}, mu: &sync.Mutex{}, at: new(start)}
	w.db, err = store.Open(t.Context(), store.Options{URL: url, Keys: w.keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.db.Close() })
	w.App = New(Parts{DB: w.db, Keys: w.keys, Library: lib, Now: func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return *w.at
	}})
	if w.org, err = w.Found(t.Context(), "Harlow County", "America/New_York"); err != nil {
		t.Fatal(err)
	}
	boot := w.as(t, "clock")
	if w.team, err = boot.AddTeam(t.Context(), "County team", "county"); err != nil {
		t.Fatal(err)
	}
	for name, s := range seats {
		id, _, err := boot.AddMember(t.Context(), NewMember{Login: name, Name: "The " + name})
		if err != nil {
			t.Fatal(err)
		}
		w.who[name] = id
		if s.Team = w.team; s.Role == tatm.Administrator || s.Role == tatm.Auditor {
			s.Team = ""
		}
		if _, err := boot.GiveSeat(t.Context(), id, s); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// atTriage answers what intake asks and takes the case to triage.
func (w world) atTriage(t testing.TB, kase tatm.FileID) {
	t.Helper()
	for _, q := range []string{tatm.DangerNow, tatm.ConflictCheck} {
		must[Made](t)(w.as(t, "detective").GiveAnswer(t.Context(), kase, 0, tatm.Answer{Question: q, Status: tatm.Answered, Text: "Asked the reporter and the team: no"}))
	}
	must[Made](t)(w.as(t, "chair").MoveCase(t.Context(), kase, tatm.AtTriage, "", ""))
}

// listAll is a filter that narrows nothing.
var listAll = store.Filter{All: true, Limit: 50}

// purged is an unfounded report that two people destroyed.
func (w world) purged(t testing.TB) tatm.FileID {
	t.Helper()
	made, ctx := must[Made](t), t.Context()
	on := made(w.as(t, "chair").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
	made(w.as(t, "chair").ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.Unfounded, Reason: "r"}))
	made(w.as(t, "records").ProposePurge(ctx, on, tatm.PurgeProposal{Rule: tatm.PurgeUnfounded, Basis: "b"}))
	made(w.as(t, "chair").AgreePurge(ctx, on))
	return on
}
