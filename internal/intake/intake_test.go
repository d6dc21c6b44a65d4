package intake_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/intake"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

func desk(t *testing.T) (app.Desk, tatm.TeamID) {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(t.TempDir(), "x.db"), Keys: keys, Packs: lib.Packs(), Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	a := app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now})
	org, err := a.Found(t.Context(), "Org", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	console := a.As(access.Actor{ID: "console", Org: org, Clock: true})
	team, err := console.AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	chair, _, err := console.AddMember(t.Context(), app.NewMember{Login: "chair", Name: "The chair"})
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Team: team, Role: tatm.Chair}
	if _, err := console.GiveSeat(t.Context(), chair, seat); err != nil {
		t.Fatal(err)
	}
	return a.As(access.Actor{ID: chair, Org: org, Seats: []tatm.Seat{seat}}), team
}

// TestReports: good rows are taken, bad ones come back with line and reason, a
// second run changes nothing, and every row is accounted for.
func TestReports(t *testing.T) {
	d, team := desk(t)
	files := map[string]string{
		"plain":        "id,date,person,description\n1,2026-01-05,Ann,\"He said it, twice\"\n2,not a day,Bo,Something\n3,2026-01-07,Cid,\n4,1/8/2026,Dot,Fine\n",
		"semicolons":   "\xef\xbb\xbfid;date;person;description\r\n11;2026-01-05;Ann;He said it\r\n",
		"windows-1252": "id,person,description\n21,Jos\xe9,Se\xf1al\n",
	}
	want := map[string]intake.Summary{"plain": {Rows: 4, Taken: 2, Bad: 2}, "semicolons": {Rows: 1, Taken: 1}, "windows-1252": {Rows: 1, Taken: 1}}
	for name, file := range files {
		var bad bytes.Buffer
		got, err := intake.Reports(t.Context(), d, team, time.UTC, strings.NewReader(file), nil, &bad)
		if err != nil || got != want[name] {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, want[name])
		}
		if name == "plain" && (!strings.Contains(bad.String(), "\n3,") || !strings.Contains(bad.String(), "received: Please give a date") || strings.Count(bad.String(), "\n") != 3) {
			t.Errorf("the bad rows: %s", bad.String())
		}
		again, err := intake.Reports(t.Context(), d, team, time.UTC, strings.NewReader(file), nil, &bad)
		if err != nil || again.Taken != 0 || again.Again != want[name].Taken {
			t.Errorf("%s a second time: %+v %v", name, again, err)
		}
	}
	v, err := d.ListReports(t.Context(), app.Filter{All: true, Limit: 50, Order: app.ByNumber})
	if err != nil || len(v.Rows) != 4 {
		t.Errorf("%d reports are there, %v", len(v.Rows), err)
	}
	if _, err := intake.Reports(t.Context(), d, team, time.UTC, strings.NewReader("a,b\n1,2\n"), nil, &bytes.Buffer{}); err == nil {
		t.Error("a file without the words of the report was taken")
	}
	mapped := intake.Columns{"narrative": "Was geschah"}
	if got, err := intake.Reports(t.Context(), d, team, time.UTC, strings.NewReader("Was geschah\nEtwas\n"), mapped, &bytes.Buffer{}); err != nil || got.Taken != 1 {
		t.Errorf("a mapped column: %+v %v", got, err)
	}
}

// TestCases: an open caseload is carried over, marked as not assessed here.
func TestCases(t *testing.T) {
	d, team := desk(t)
	file := "key,person,level,level date,owner,next action,tripwire\n1,Ann Weld,Moderate,2026-01-05,chair,Call her,Loses the job\n2,Bo,very high,,,,\n3,,low,,,,\n4,Cid,low,,nobody,,\n"
	var bad bytes.Buffer
	owners := map[string]tatm.ActorID{"chair": d.Who().ID}
	got, err := intake.Cases(t.Context(), d, team, time.UTC, owners, strings.NewReader(file), nil, &bad)
	if err != nil || got != (intake.Summary{Rows: 4, Taken: 1, Bad: 3}) {
		t.Fatalf("%+v %v: %s", got, err, bad.String())
	}
	v, err := d.ListCases(t.Context(), app.Filter{Limit: 10})
	if err != nil || len(v.Rows) != 1 || v.Rows[0].Head.Level != tatm.Moderate || v.Rows[0].Head.NextDue.IsZero() {
		t.Fatalf("%+v %v", v.Rows, err)
	}
	c, err := d.SeeCase(t.Context(), v.Rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range c.Findings {
		found = found || f.Code == "carried"
	}
	if !found {
		t.Error("the case does not say that it was carried over")
	}
}
