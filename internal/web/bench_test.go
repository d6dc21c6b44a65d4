package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/web"
)

// BenchmarkPage renders the pages of a typical case without the network: what
// a page costs in processor time and memory, whoever else is on the machine.
// How fast the program answers is measured by internal/bench.
func BenchmarkPage(b *testing.B) {
	lib, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(b.Context(), store.Options{URL: filepath.Join(b.TempDir(), "x.db"), Keys: keys, Packs: lib.Packs(), Readers: 2, CacheKB: 16 << 10})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	a := app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now})
	id, token := typicalCase(b, a)
	s := web.New(web.Options{App: a, Log: slog.New(slog.DiscardHandler)})
	for _, path := range []string{"/cases/" + string(id) + "/overview", "/cases/" + string(id) + "/timeline", "/cases/" + string(id) + "/factors", "/cases", "/reports"} {
		b.Run(path[strings.LastIndex(path, "/")+1:], func(b *testing.B) {
			b.ReportAllocs()
			before := processor()
			for b.Loop() {
				r := httptest.NewRequest("GET", path, nil)
				r.AddCookie(&http.Cookie{Name: "offramp", Value: token})
				w := httptest.NewRecorder()
				if s.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("status %d", w.Code)
				}
			}
			b.ReportMetric(float64((processor()-before).Microseconds())/float64(b.N), "cpu-us/page")
		})
	}
}

// processor is the processor time of this process so far.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// typicalCase is a case of 30 observations and 30 factors beside 60
// cases and 60 reports, and the session of a chair.
func typicalCase(b *testing.B, a *app.App) (id tatm.FileID, token string) {
	b.Helper()
	check := func(err error) {
		if b.Helper(); err != nil {
			b.Fatal(err)
		}
	}
	org, err := a.Found(b.Context(), "Bench", "UTC")
	check(err)
	console := a.As(access.Actor{ID: "console", Org: org, Clock: true})
	team, err := console.AddTeam(b.Context(), "Team", "county")
	check(err)
	who, _, err := console.AddMember(b.Context(), app.NewMember{Login: "chair", Name: "Chair"})
	check(err)
	seat := tatm.Seat{Team: team, Role: tatm.Chair}
	_, err = console.GiveSeat(b.Context(), who, seat)
	check(err)
	desk := a.As(access.Actor{ID: who, Org: org, Seats: []tatm.Seat{seat}})
	for range 60 {
		made, err := desk.OpenCase(b.Context(), team, app.NewCase{Title: "A typical case", Subject: "Somebody", Charge: tatm.Charge{Next: "Look", By: time.Now().Add(time.Hour)}})
		check(err)
		id = made.File
		_, err = a.Door(org).Report(b.Context(), team, tatm.Report{Narrative: strings.Repeat("He said it again. ", 12), Received: time.Now()}, tatm.Reporter{})
		check(err)
	}
	for i := range 30 {
		m, err := desk.AddObservation(b.Context(), id, tatm.Observation{Text: strings.Repeat("Something was seen by somebody. ", 8), How: tatm.SawOrHeard, Nature: tatm.Fact, Source: fmt.Sprint("witness ", i%19)}, app.Circumstance{})
		check(err)
		class := []tatm.FactorClass{tatm.RiskFactor, tatm.Protective}[i%2]
		_, err = desk.AddFactor(b.Context(), id, tatm.Factor{Class: class, Own: fmt.Sprint("Factor ", i), Rating: tatm.Present, Observations: []tatm.EntryID{m.Entry}}, "", app.Circumstance{})
		check(err)
	}
	token, err = a.Persona(b.Context(), org, who)
	check(err)
	return id, token
}
