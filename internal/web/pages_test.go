package web_test

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/demo"
	"offramp/internal/portal"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// site is the demo's caseload behind both listeners.
type site struct {
	app          *app.App
	org          tatm.OrgID
	desk, portal *httptest.Server
	personas     []web.Persona
	log          *strings.Builder
}

func newSite(t *testing.T, url string) site {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, keys := demo.NewClock(time.Now().AddDate(0, -6, 0)), seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := site{app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: c.Now}), log: &strings.Builder{}}
	if s.org, err = demo.Build(t.Context(), s.app, c, time.Now(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	c.Real(time.Now)
	people, err := demo.Personas(t.Context(), s.app, s.org)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		s.personas = append(s.personas, web.Persona{Org: p.Org, ID: p.ID, Name: p.Name, Seat: p.Role, Field: p.Discipline, Team: p.Team})
	}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	s.desk = httptest.NewServer(web.New(web.Options{App: s.app, Log: log, Personas: s.personas}))
	s.portal = httptest.NewServer(portal.New(s.app, s.org, log))
	t.Cleanup(s.desk.Close)
	t.Cleanup(s.portal.Close)
	return s
}

// be signs in as somebody with one click.
func (s site) be(t *testing.T, p *testbed.Page, name string) {
	t.Helper()
	p.Open(s.desk.URL + "/sign-in")
	for _, x := range s.personas {
		if x.Name == name {
			p.Follow("button[value='" + string(x.ID) + "']")
			return
		}
	}
	t.Fatalf("nobody is called %s", name)
}

// pages are the addresses of the chair's desk, one of each kind.
func (s site) pages(t *testing.T, p *testbed.Page) []string {
	t.Helper()
	p.Open(s.desk.URL + "/cases?all=1&order=changed")
	kase := testbed.Eval[string](p, `[...document.querySelectorAll("tr")].find(r => r.textContent.includes("Waiting in the lot")).querySelector("a").pathname`)
	p.Open(s.desk.URL + "/reports?closed=1")
	report := testbed.Eval[string](p, `document.querySelector("td a").pathname`)
	p.Open(s.desk.URL + "/reports")
	waiting := testbed.Eval[string](p, `document.querySelector("td a").pathname`)
	p.Open(s.desk.URL + "/meetings")
	meeting := testbed.Eval[string](p, `document.querySelector("main li a").pathname`)
	p.Open(s.desk.URL + "/people")
	person := testbed.Eval[string](p, `document.querySelector("main li a").pathname`)
	out := []string{"/", "/reports", report, waiting, "/reports/new", "/cases", "/cases/new", "/caseload", "/people", person, "/people/new", "/meetings", meeting, "/meetings/new", "/search", "/team", "/keys", "/nowhere"}
	for _, tab := range []string{"overview", "timeline", "facts", "factors", "assessment", "plan", "tripwires", "tasks", "discussion", "decisions", "people", "history", "activity", "print"} {
		out = append(out, kase+"/"+tab)
	}
	for _, act := range []string{"observation", "risk", "assess", "view", "plan", "intervention", "tripwire", "emergency", "close", "move", "print", "unchanged"} {
		out = append(out, kase+"/do/"+act)
	}
	return out
}

// TestPagesAreAccessible looks at every kind of page, in both languages, at
// three widths and in the dark: axe finds nothing, nothing scrolls sideways,
// the browser has nothing to complain of.
func TestPagesAreAccessible(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	shots := os.Getenv("OFFRAMP_SCREENSHOTS")
	s.be(t, p, "Rosa Delgado")
	pages := s.pages(t, p)
	for _, lang := range []string{"en", "es"} {
		if lang == "es" {
			p.Open(s.desk.URL + "/team")
			p.Follow("button[name=lang]")
		}
		for i, path := range pages {
			size := [][2]int{{1440, 900}, {768, 1024}, {320, 640}}[i%3]
			p.Size(size[0], size[1])
			p.Dark(i%2 == 1)
			want := 200
			if path == "/nowhere" {
				want = 404
			}
			if got := p.Open(s.desk.URL + path); got != want {
				t.Errorf("%s %s: status %d", lang, path, got)
			}
			for _, v := range p.Axe() {
				t.Errorf("%s %s: %s", lang, path, v)
			}
			if n := p.Overflow(); n > 0 {
				t.Errorf("%s %s at %d: %d pixels too wide", lang, path, size[0], n)
			}
			if shots != "" {
				for j, sz := range [][2]int{{1280, 900}, {390, 844}} {
					p.Size(sz[0], sz[1])
					p.Dark(j == 1 && i%2 == 1)
					p.Screenshot(filepath.Join(shots, lang+strings.ReplaceAll(short(path), "/", "_")+[]string{"", "-phone"}[j]+".png"))
				}
			}
		}
	}
	for _, bad := range p.Trouble() {
		if !strings.Contains(bad, "status of 404") { // /nowhere is one

			t.Errorf("the browser says: %s", bad)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("the log says: %s", s.log)
	}
}

// short is a path without ids.
func short(path string) string {
	parts := strings.Split(path, "/")
	for i, x := range parts {
		if tatm.ValidID(x) {
			parts[i] = "x"
		}
	}
	return strings.Join(parts, "/")
}

// TestPortalIsAccessible looks at the public door with scripts off.
func TestPortalIsAccessible(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	for _, lang := range []string{"en", "es"} {
		for _, w := range []int{320, 768, 1440} {
			p.Size(w, 800)
			for _, path := range []string{"/", "/tell", "/thread"} {
				p.Open(s.portal.URL + path + "?lang=" + lang)
				sound(t, p, lang, path, w)
			}
			p.Open(s.portal.URL + "/tell?lang=" + lang)
			p.Fill("#narrative", "He said he would bring it on Monday.")
			for _, press := range []string{"next", "next", "next", "next", "send"} {
				p.Follow("button[value=" + press + "]")
				sound(t, p, lang, "after "+press, w)
			}
			p.Fill("#words", p.Text(".ref"))
			p.Follow("main form button")
			sound(t, p, lang, "thread", w)
		}
	}
	p.Scripts(false)
	p.Open(s.portal.URL + "/tell?lang=en")
	p.Follow("button[value=next]")
	if got := p.Text(".fault"); got == "" {
		t.Error("an empty report is not refused in words")
	}
	p.Fill("#narrative", "He said he would bring it on Monday.")
	for _, press := range []string{"next", "next", "next", "next", "send"} {
		p.Follow("button[value=" + press + "]")
	}
	if p.Count(".ref") != 1 {
		t.Error("no receipt is shown")
	}
	if !p.Stored().Empty() {
		t.Errorf("the portal stored something: %+v", p.Stored())
	}
	for _, r := range p.Requests() {
		if !strings.HasPrefix(r, s.portal.URL) {
			t.Errorf("the portal asked elsewhere: %s", r)
		}
	}
}

// sound holds one page of the portal against axe and its window.
func sound(t *testing.T, p *testbed.Page, lang, what string, w int) {
	t.Helper()
	for _, v := range p.Axe() {
		t.Errorf("%s, %s, %d: %s", what, lang, w, v)
	}
	if n := p.Overflow(); n > 0 {
		t.Errorf("%s, %s: %d pixels too wide at %d", what, lang, n, w)
	}
}
