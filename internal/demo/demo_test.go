package demo

import (
	"path/filepath"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// TestBuild builds the county and holds it against what the demonstration
// promises.
func TestBuild(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	c := NewClock(end.AddDate(0, -6, 0))
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(t.TempDir(), "x.db"), Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a := app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: c.Now})
	org, err := Build(t.Context(), a, c, end, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if !c.Now().Equal(end) {
		t.Errorf("the clock ended at %v", c.Now())
	}
	people, err := Personas(t.Context(), a, org)
	if err != nil || len(people) < 14 {
		t.Errorf("%d personas, %v", len(people), err)
	}
	desk := a.As(access.Actor{ID: "test", Org: org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	all := app.Filter{All: true, Limit: 100, Order: app.ByNumber}
	cases, err := desk.ListCases(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	states, stale, fresh, over, onTime := map[tatm.State]int{}, 0, 0, 0, 0
	for _, r := range cases.Rows {
		states[r.Head.State]++
		if r.Head.Stale {
			stale++
		} else if r.Head.Level != "" {
			fresh++
		}
		if r.Head.Closed.IsZero() && r.Head.NextDue.Before(end) {
			over++
		} else {
			onTime++
		}
	}
	for _, s := range []tatm.State{tatm.AtIntake, tatm.AtTriage, tatm.AtInquiry, tatm.AtAssessment, tatm.AtPlanning, tatm.Managed, tatm.Monitored, tatm.AtClosure, tatm.Closed, tatm.Transferred} {
		if states[s] == 0 {
			t.Errorf("no case in state %s", s)
		}
	}
	if stale == 0 || fresh == 0 || over == 0 || onTime == 0 {
		t.Errorf("stale %d, fresh %d, overdue %d, on time %d", stale, fresh, over, onTime)
	}
	reports, err := desk.ListReports(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	persons, err := desk.ListPeople(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if len(reports.Rows) < 60 || len(persons.Rows) < 40 {
		t.Errorf("%d reports, %d persons", len(reports.Rows), len(persons.Rows))
	}
	t.Logf("%d cases %v, %d reports, %d persons", len(cases.Rows), states, len(reports.Rows), len(persons.Rows))
}
