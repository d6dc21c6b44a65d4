package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/portal"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/web"
)

// yard is an organisation to measure on.
type yard struct {
	app  *app.App
	db   *store.DB
	org  tatm.OrgID
	team tatm.TeamID
	who  tatm.ActorID
}

func newYard(b *testing.B, url string) yard {
	b.Helper()
	lib, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(b.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2, CacheKB: 16 << 10})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	y := yard{db: db, app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now})}
	if y.org, err = y.app.Found(b.Context(), "Bench", "UTC"); err != nil {
		b.Fatal(err)
	}
	boot := y.app.As(access.Actor{ID: "console", Org: y.org, Clock: true})
	if y.team, err = boot.AddTeam(b.Context(), "Team", "county"); err != nil {
		b.Fatal(err)
	}
	if y.who, _, err = boot.AddMember(b.Context(), app.NewMember{Login: "chair", Name: "Chair"}); err != nil {
		b.Fatal(err)
	}
	if _, err := boot.GiveSeat(b.Context(), y.who, tatm.Seat{Team: y.team, Role: tatm.Chair}); err != nil {
		b.Fatal(err)
	}
	return y
}

func (y yard) desk() app.Desk {
	return y.app.As(access.Actor{ID: y.who, Org: y.org, Seats: []tatm.Seat{{Team: y.team, Role: tatm.Chair}}})
}

// typical is a case of 20 entries on the timeline and 30 factors.
func (y yard) typical(b *testing.B) tatm.FileID {
	b.Helper()
	made, err := y.desk().OpenCase(b.Context(), y.team, app.NewCase{Title: "A typical case", Subject: "Somebody", Charge: tatm.Charge{Next: "Look", By: time.Now().Add(time.Hour)}})
	if err != nil {
		b.Fatal(err)
	}
	var last tatm.EntryID
	for i := range 17 {
		m, err := y.desk().AddObservation(b.Context(), made.File, tatm.Observation{Text: strings.Repeat("Something was seen by somebody. ", 8), How: tatm.SawOrHeard, Nature: tatm.Fact, Source: fmt.Sprint("witness ", i)}, app.Circumstance{})
		if err != nil {
			b.Fatal(err)
		}
		last = m.Entry
	}
	for i := range 30 {
		class := []tatm.FactorClass{tatm.RiskFactor, tatm.Protective}[i%2]
		if _, err := y.desk().AddFactor(b.Context(), made.File, tatm.Factor{Class: class, Own: fmt.Sprint("Factor ", i), Rating: tatm.Present, Observations: []tatm.EntryID{last}}, "", app.Circumstance{}); err != nil {
			b.Fatal(err)
		}
	}
	return made.File
}

// BenchmarkCreate posts a filled portal form over HTTP to the receipt page, by
// 16 callers on the same machine: durable, sealed, audited.
func BenchmarkCreate(b *testing.B) {
	y := newYard(b, filepath.Join(b.TempDir(), "x.db"))
	s := httptest.NewServer(portal.New(y.app, y.org, slog.New(slog.DiscardHandler)))
	defer s.Close()
	client := callers(16)
	var n atomic.Int64
	ctx, stop := context.WithCancel(b.Context())
	var clock sync.WaitGroup
	clock.Go(func() {
		for ctx.Err() == nil {
			if err := y.app.TakeWords(ctx); err != nil && ctx.Err() == nil {
				b.Error(err)
			}
			time.Sleep(time.Second)
		}
	})
	words := strings.Repeat("He said it again in the yard and two people heard it. ", 4)
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			f := url.Values{"once": {fmt.Sprint("k", n.Add(1))}, "narrative": {words}, "who": {"a driver"}, "where": {"the yard"}, "when": {"Monday"}, "weapon": {"unknown"}, "target": {"no"}}
			r, err := client.PostForm(s.URL+"/tell?lang=en", f)
			if err != nil {
				b.Error(err)
				return
			}
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
			if r.StatusCode != http.StatusOK {
				b.Errorf("status %d", r.StatusCode)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "creates/s")
	stop()
	clock.Wait()
	// How long until a search finds all of them.
	began := time.Now()
	if err := y.app.TakeWords(b.Context()); err != nil {
		b.Error(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s-words-behind")
}

// BenchmarkCasePage reads a typical case over HTTP: signed in, scope, view
// audit and findings included.
func BenchmarkCasePage(b *testing.B) { casePage(b, "/overview") }

// BenchmarkFactorsPage reads its page of factors.
func BenchmarkFactorsPage(b *testing.B) { casePage(b, "/factors") }

func casePage(b *testing.B, tab string) {
	y := newYard(b, filepath.Join(b.TempDir(), "x.db"))
	id := y.typical(b)
	s := httptest.NewServer(web.New(web.Options{App: y.app, Log: slog.New(slog.DiscardHandler)}))
	defer s.Close()
	token, err := y.app.Persona(b.Context(), y.org, y.who)
	if err != nil {
		b.Fatal(err)
	}
	client := callers(16)
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			q, _ := http.NewRequest("GET", s.URL+"/cases/"+string(id)+tab, nil)
			q.AddCookie(&http.Cookie{Name: "offramp", Value: token})
			r, err := client.Do(q)
			if err != nil {
				b.Error(err)
				return
			}
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
			if r.StatusCode != http.StatusOK {
				b.Errorf("status %d", r.StatusCode)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func callers(n int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n, MaxConnsPerHost: n}}
}
