package web

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
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

// TestFormsCarryAKey: every form of the desk that writes carries a key that
// tells a second sending from a second request.
func TestFormsCarryAKey(t *testing.T) {
	form := regexp.MustCompile(`(?s)<form[^>]*method="post"[^>]*>.*?</form>`)
	open := []string{`action="/sign-in"`, `action="/sign-out"`, `action="/welcome"`, `action="/second-factor"`, `action="/setting"`, `action="/persona"`, `action="/search"`}
	n := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(p string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".templ") {
			return err
		}
		b, err := os.ReadFile(p)
		for _, f := range form.FindAllString(string(b), -1) {
			// What was typed carries its own key, which a proof must not change.
			writes := !strings.Contains(f, "@keptInputs(kept)")
			for _, o := range open {
				writes = writes && !strings.Contains(f, o)
			}
			if n++; writes && !strings.Contains(f, `name="once"`) {
				t.Errorf("%s: a form without a key: %.120s", p, f)
			}
		}
		return err
	})
	if err != nil || n < 6 {
		t.Fatalf("%d forms, %v", n, err)
	}
}

// signedIn is a desk with one chair, and a way to post as them.
func signedIn(t *testing.T, at string) (send func(path string, f url.Values) int, desk app.Desk, team tatm.TeamID) {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: at, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	a := app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now})
	org, err := a.Found(t.Context(), "Org", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	boot := a.As(access.Actor{ID: "console", Org: org, Clock: true})
	if team, err = boot.AddTeam(t.Context(), "Team", "county"); err != nil {
		t.Fatal(err)
	}
	who, _, err := boot.AddMember(t.Context(), app.NewMember{Login: "chair", Name: "The chair"})
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Team: team, Role: tatm.Chair}
	if _, err := boot.GiveSeat(t.Context(), who, seat); err != nil {
		t.Fatal(err)
	}
	token, err := a.Persona(t.Context(), org, who)
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{App: a, Log: slog.New(slog.DiscardHandler)})
	send = func(path string, f url.Values) int {
		r := httptest.NewRequest("POST", path, strings.NewReader(f.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "offramp", Value: token})
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	return send, a.As(access.Actor{ID: who, Org: org, Seats: []tatm.Seat{seat}}), team
}

// TestSecondSending: a form without a key is refused, one sent twice is done
// once, and one that was changed and sent again under its old key is not
// dropped.
func TestSecondSending(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			send, desk, team := signedIn(t, db)
			form := func(narrative, once string) url.Values {
				return url.Values{"team": {string(team)}, "channel": {"phone"}, "narrative": {narrative}, "once": {once}}
			}
			for i, try := range []struct {
				narrative, once string
				status, reports int
			}{
				{"one", "", http.StatusUnprocessableEntity, 0},
				{"one", strings.Repeat("k", 65), http.StatusUnprocessableEntity, 0},
				{"one", "k", http.StatusSeeOther, 1},
				{"one", "k", http.StatusSeeOther, 1},
				{"one, and more", "k", http.StatusSeeOther, 2},
				{"one", "other", http.StatusSeeOther, 3},
			} {
				status := send("/reports/new", form(try.narrative, try.once))
				v, err := desk.ListReports(t.Context(), app.Filter{All: true, Limit: 50})
				if err != nil || status != try.status || len(v.Rows) != try.reports {
					t.Errorf("%d: status %d, %d reports, %v; want %d and %d", i, status, len(v.Rows), err, try.status, try.reports)
				}
			}
		})
	}
}

// TestCookieName: bound to the host over TLS, plain on loopback alone.
func TestCookieName(t *testing.T) {
	if got := (&Server{secure: true}).cookieName("offramp"); got != "__Host-offramp" {
		t.Errorf("over TLS: %s", got)
	}
	if got := (&Server{}).cookieName("offramp"); got != "offramp" {
		t.Errorf("on loopback: %s", got)
	}
	w := httptest.NewRecorder()
	(&Server{secure: true}).keep(w, "offramp", "t", time.Hour)
	c := w.Result().Cookies()[0]
	if !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("the session's cookie: %+v", c)
	}
}
