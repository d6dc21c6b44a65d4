package web

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// canary stands in every text of the case that this test writes.
const canary = "zqsecretword"

// TestAdministratorReadsNothing: whoever keeps the accounts, the backups and the
// letters sees no word of a case by any address of the desk, asked or sent to,
// nor in a backup; and cannot seat themselves where there is a chair.
func TestAdministratorReadsNothing(t *testing.T) {
	for name, at := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			y := yardOf(t, at)
			ask := func(token, method, path string) (int, string) {
				r := httptest.NewRequest(method, path, strings.NewReader(url.Values{"once": {"k" + path}, "entry": {y.of["entry"]}, "q": {"zqsecret"}}.Encode()))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.AddCookie(&http.Cookie{Name: "offramp", Value: token})
				w := httptest.NewRecorder()
				y.site.ServeHTTP(w, r)
				b, _ := io.ReadAll(w.Result().Body)
				return w.Code, string(b) + w.Header().Get("Location")
			}
			seen, asked := 0, 0
			for _, route := range y.site.routes() {
				method, pattern, ok := strings.Cut(route.pattern, " ")
				if !ok || strings.HasPrefix(pattern, "/sign-out") {
					continue
				}
				for _, path := range y.paths(pattern) {
					asked++
					if status, b := ask(y.admin, method, path); strings.Contains(b, canary) || status >= 500 {
						t.Errorf("the administrator: %s %s answers %d with words of the case", method, path, status)
					}
					if _, b := ask(y.chair, method, path); method == "GET" && strings.Contains(b, canary) {
						seen++
					}
				}
			}
			if asked < 150 || seen < 15 {
				t.Errorf("%d addresses asked, of which %d show the chair something: the test shows little", asked, seen)
			}
			var backup bytes.Buffer
			if rows, err := upkeep.Backup(t.Context(), y.db, y.keys, time.Now(), &backup, func(int, int) {}); err != nil || rows < 20 {
				t.Fatal(rows, err)
			}
			if bytes.Contains(backup.Bytes(), []byte(canary)) {
				t.Error("a backup has words of the case in clear")
			}
			office := y.app.As(access.Actor{ID: y.adminID, Org: y.org, Seats: []tatm.Seat{{Role: tatm.Administrator}}})
			if _, err := office.GiveSeat(t.Context(), y.adminID, tatm.Seat{Team: y.team, Role: tatm.Core}); fault.Fields(err)["actor"] == nil {
				t.Errorf("the administrator took a seat: %v", err)
			}
		})
	}
}

// yard is a team with a chair and an administrator, and one file of each kind.
type yard struct {
	app          *app.App
	db           *store.DB
	keys         *seal.Keys
	site         *Server
	org          tatm.OrgID
	team         tatm.TeamID
	adminID      tatm.ActorID
	chair, admin string            // sessions
	of           map[string]string // what a name in an address stands for
}

// paths are the addresses of a pattern: each tab, each act.
func (y yard) paths(pattern string) []string {
	pattern = strings.ReplaceAll(pattern, "{$}", "")
	for name, id := range y.of {
		pattern = strings.ReplaceAll(pattern, "{"+name+"}", id)
	}
	switch {
	case strings.Contains(pattern, "{tab}"):
		return expand(pattern, "{tab}", Tabs())
	case strings.Contains(pattern, "/do/{act}"):
		return expand(pattern, "{act}", Acts())
	}
	return expand(pattern, "{act}", []string{"ask", "now", "answer", "screen", "take", "name", "print"})
}

func expand(pattern, name string, words []string) []string {
	if !strings.Contains(pattern, name) {
		return []string{pattern}
	}
	var out []string
	for _, w := range words {
		out = append(out, strings.ReplaceAll(pattern, name, w))
	}
	return out
}

func yardOf(t *testing.T, at string) (y yard) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lib, err := catalog.Load()
	must(err)
	y.keys = seal.Ephemeral()
	y.db, err = store.Open(ctx, store.Options{URL: at, Keys: y.keys, Packs: lib.Packs(), Readers: 2})
	must(err)
	t.Cleanup(func() { y.db.Close() })
	y.app = app.New(app.Parts{DB: y.db, Keys: y.keys, Library: lib, Now: time.Now})
	y.org, err = y.app.Found(ctx, "Org", "UTC")
	must(err)
	boot := y.app.As(access.Actor{ID: "console", Org: y.org, Clock: true})
	y.team, err = boot.AddTeam(ctx, "Team", "county")
	must(err)
	sit := func(name string, s tatm.Seat) (tatm.ActorID, string) {
		id, _, err := boot.AddMember(ctx, app.NewMember{Login: name, Name: "The " + name})
		must(err)
		_, err = boot.GiveSeat(ctx, id, s)
		must(err)
		token, err := y.app.Persona(ctx, y.org, id)
		must(err)
		return id, token
	}
	var chairID tatm.ActorID
	chairID, y.chair = sit("chair", tatm.Seat{Team: y.team, Role: tatm.Chair})
	y.adminID, y.admin = sit("admin", tatm.Seat{Role: tatm.Administrator})
	chair := y.app.As(access.Actor{ID: chairID, Org: y.org, Seats: []tatm.Seat{{Team: y.team, Role: tatm.Chair}}})
	in := time.Now().AddDate(0, 0, 7)
	report, err := chair.FileReport(ctx, y.team, tatm.Report{Narrative: canary, Who: canary}, tatm.Reporter{Name: canary})
	must(err)
	person, err := chair.FilePerson(ctx, y.team, tatm.Name{Family: canary, Type: tatm.LegalName})
	must(err)
	kase, err := chair.OpenCase(ctx, y.team, app.NewCase{Title: canary, Summary: canary, Person: person.File, Charge: tatm.Charge{Next: canary, By: in}})
	must(err)
	_, err = chair.LinkReport(ctx, report.File, kase.File, canary)
	must(err)
	o, err := chair.AddObservation(ctx, kase.File, tatm.Observation{Text: canary}, app.Circumstance{})
	must(err)
	_, err = chair.GiveTask(ctx, kase.File, tatm.Task{What: canary, Owner: chairID, Due: in})
	must(err)
	meeting, err := chair.CallMeeting(ctx, y.team, tatm.Meeting{When: in, Type: "routine"})
	must(err)
	y.of = map[string]string{"case": string(kase.File), "report": string(report.File), "person": string(person.File), "meeting": string(meeting.File), "entry": string(o.Entry)}
	must(y.app.TakeWords(ctx))
	y.site = New(Options{App: y.app, Log: slog.New(slog.DiscardHandler)})
	return y
}
