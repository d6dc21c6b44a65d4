package boot_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// TestTwoServersShareOneDatabase: numbers without gaps or doubles, sessions
// known on both, and what one takes away is gone on the other at once.
func TestTwoServersShareOneDatabase(t *testing.T) {
	url := testbed.Postgres(t)
	if url == "" {
		return
	}
	c := config.Config{Data: t.TempDir(), Database: url}
	one, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	two, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	org, err := one.App.Found(t.Context(), "Org", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	console := access.Actor{ID: "console", Org: org, Clock: true}
	team, err := one.App.As(console).AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := one.App.As(console).AddMember(t.Context(), app.NewMember{Login: "m", Name: "M"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.App.As(console).GiveSeat(t.Context(), who, tatm.Seat{Team: team, Role: tatm.Chair}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	numbers := map[int64]int{}
	for i := range 60 {
		a := []*boot.Opened{one, two}[i%2].App
		wg.Go(func() {
			desk := a.As(access.Actor{ID: who, Org: org, Seats: []tatm.Seat{{Team: team, Role: tatm.Chair}}})
			m, err := desk.FileReport(t.Context(), team, tatm.Report{Narrative: "n"}, tatm.Reporter{})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			numbers[m.Number]++
		})
		if i%20 == 0 {
			wg.Go(func() {
				if err := a.Minute(t.Context(), string(rune('a'+i%2))); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	for n := int64(1); n <= 60; n++ {
		if numbers[n] != 1 {
			t.Errorf("number %d was given %d times", n, numbers[n])
		}
	}
	token, err := one.App.Persona(t.Context(), org, who)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.App.Session(t.Context(), token); err != nil {
		t.Errorf("the other server does not know the session: %v", err)
	}
	admin := one.App.As(access.Actor{ID: "admin", Org: org, Seats: []tatm.Seat{{Role: tatm.Administrator}}})
	if _, err := admin.ChangeMember(t.Context(), who, "disable"); err != nil {
		t.Fatal(err)
	}
	if _, err := two.App.Session(t.Context(), token); !errors.Is(err, fault.SignIn) {
		t.Errorf("a disabled person is still signed in on the other server: %v", err)
	}
	v, err := upkeep.Verify(t.Context(), two.DB, two.Keys, nil)
	if err != nil || len(v.Findings) > 0 {
		t.Errorf("the audit does not verify: %v %v", err, v.Findings)
	}
}
