package store_test

import (
	"net/url"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/bulk"
	"offramp/internal/config"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// BenchmarkListPage is a page of 50 cases of three teams, under all rules, and
// the same page with every entry shown: what the regimes cost. On PostgreSQL
// the third is the same page for a user whom the policies between organisations
// do not bind: what the second wall costs.
func BenchmarkListPage(b *testing.B) {
	for engine, at := range testbed.Engines(b) {
		c := config.Config{Data: b.TempDir()}
		if engine == "postgres" {
			c.Database = at
		}
		who := loaded(b, c)
		page := func(b *testing.B, c config.Config) {
			o, err := boot.Open(b.Context(), c, time.Now)
			if err != nil {
				b.Fatal(err)
			}
			defer o.Close()
			for b.Loop() {
				l, err := o.App.As(who).ListCases(b.Context(), app.Filter{Limit: 50, Order: app.ByDue})
				if err != nil || len(l.Rows) != 50 {
					b.Fatal(len(l.Rows), err)
				}
			}
		}
		b.Run(engine+"/all rules", func(b *testing.B) { page(b, c) })
		b.Run(engine+"/without regimes", func(b *testing.B) {
			defer store.WithoutRegimes()()
			page(b, c)
		})
		if engine == "postgres" {
			b.Run(engine+"/without the second wall", func(b *testing.B) {
				free := c
				free.Database = unbound(b, at)
				page(b, free)
			})
		}
	}
}

// unbound is the address for the server's own user, whom no policy binds.
func unbound(b *testing.B, at string) string {
	u, err := url.Parse(at)
	if err != nil {
		b.Fatal(err)
	}
	q := u.Query()
	q.Del("role")
	u.RawQuery = q.Encode()
	return u.String()
}

// loaded fills an installation with 2,000 cases of three teams and returns
// somebody seated in each with another discipline.
func loaded(b *testing.B, c config.Config) access.Actor {
	o, err := boot.Open(b.Context(), c, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer o.Close()
	org, err := o.App.Found(b.Context(), "Lists", "UTC")
	if err != nil {
		b.Fatal(err)
	}
	who := access.Actor{ID: someID, Org: org}
	console := o.App.As(access.Actor{ID: "console", Org: org, Clock: true})
	var crews []bulk.Crew
	for _, d := range []tatm.Discipline{tatm.LawEnforcement, tatm.MentalHealth, tatm.SchoolAdmin} {
		team, err := console.AddTeam(b.Context(), "Team", "county")
		if err != nil {
			b.Fatal(err)
		}
		crews = append(crews, bulk.Crew{Team: team, Chair: someID})
		who.Seats = append(who.Seats, tatm.Seat{Team: team, Role: tatm.Core, Discipline: d})
	}
	err = bulk.Load(b.Context(), c.DatabaseURL(), bulk.Plan{Org: org, Cases: 2000, Start: time.Now().Add(-24 * time.Hour), Crews: crews, Pack: o.Library.PackAt("default", time.Now()), Packs: o.Library.Packs(), Keys: o.Keys})
	if err != nil {
		b.Fatal(err)
	}
	return who
}
