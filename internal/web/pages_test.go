package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
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

// look is a page to look at, and as whom.
type look struct{ who, path string }

// pages are the addresses of the desk: every route that shows a page, one of
// each kind, with every tab and every form of a case.
func (s site) pages(p *testbed.Page) []look {
	find := func(list, script string) string {
		p.Open(s.desk.URL + list)
		return testbed.Eval[string](p, script)
	}
	kase := find("/cases?all=1&order=changed", `[...document.querySelectorAll("tr")].find(r => r.textContent.includes("Waiting in the lot")).querySelector("a").pathname`)
	screened := find("/reports?closed=1", `document.querySelector("td a").pathname`)
	waiting := find("/reports", `document.querySelector("td a").pathname`)
	meeting := find("/meetings", `document.querySelector("main li a").pathname`)
	person := find("/people", `document.querySelector("main li a").pathname`)
	entry := find(kase+"/facts", `document.querySelector("article.card[id]").id`)
	attach := find(kase+"/facts", `document.querySelector("a[href*='/do/attach/']").pathname`)
	mend := find(person, `document.querySelector("a[href*='/entry/']").pathname`)
	release := kase + "/releases/" + string(s.released(tatm.FileID(strings.TrimPrefix(kase, "/cases/")), tatm.EntryID(entry)))
	report, err := s.as("Rosa Delgado", tatm.Chair).SeeReport(context.Background(), tatm.FileID(strings.TrimPrefix(screened, "/reports/")))
	if err != nil {
		panic(err)
	}
	told := screened + "/access/" + string(report.File.Entries[0].ID)
	canned := find("/canned", `document.querySelector("a.button.primary").pathname`)
	const chair = "Rosa Delgado"
	var out []look
	for _, at := range []string{
		"/", "/reports", screened, waiting, "/reports/new", "/reports/blank", "/reports/key", "/cases", "/cases?mine=1", "/cases/new", "/caseload", "/people", person, "/people/new", "/people/doubles",
		"/meetings", meeting, "/meetings/new", "/roster", "/canned", canned, "/partners", "/search", "/team", "/keys", "/nowhere", kase, kase + "/versions/" + entry, kase + "/then?at=2100-01-01T00:00",
		"/records", "/records/" + strings.TrimPrefix(kase, "/cases/"), release, release + "/print", told, kase + "/access/" + entry, kase + "/opening/ask", screened + "/access", screened + "/opening/ask", "/flows", "/counsel", kase + "/do/observation/" + entry, attach, mend, waiting + "/close-short", "/account", "/locked", s.copyOf(p, kase+"/do/print", "brief"), s.copyOf(p, meeting, ""),
	} {
		out = append(out, look{chair, at})
	}
	p.Open(s.desk.URL + kase + "/facts")
	for _, at := range testbed.Eval[[]string](p, `[...document.querySelectorAll(".attached a")].map(a => a.pathname)`) {
		out = append(out, look{chair, at})
	}
	for _, tab := range web.Tabs() {
		out = append(out, look{chair, kase + "/" + tab})
	}
	for _, act := range web.Acts() {
		out = append(out, look{chair, kase + "/do/" + act})
	}
	out = append(out, look{chair, s.enclosed()})
	for _, at := range []string{"", "/default", "/new", "/default/form", "/default/form/1", "/default/poster"} {
		out = append(out, look{"Ray Castor", "/office/channels" + at})
	}
	out = append(out, look{"Owen Pryce", "/records/purged"}, look{"Owen Pryce", "/records/purged/" + string(s.purged())})
	return append(out, look{"Ray Castor", "/office"}, look{"Ray Castor", "/spellings"}, look{"Pastor Eli Grant", "/refer"}, look{"Greta Storm", "/audit"}, look{"", "/sign-in"}, look{"", "/welcome"}, look{"Ray Castor", "/second-factor"})
}

// as is the desk of somebody of the county, in one seat for the whole of it.
func (s site) as(name string, role tatm.Role) app.Desk {
	a := access.Actor{Org: s.org, Seats: []tatm.Seat{{Role: role}}}
	for _, x := range s.personas {
		if x.Name == name {
			a.ID = x.ID
		}
	}
	return s.app.As(a)
}

// released gives an entry of a case away.
func (s site) released(on tatm.FileID, entry tatm.EntryID) tatm.EntryID {
	ctx, chair := context.Background(), s.as("Rosa Delgado", tatm.Chair)
	made, err := chair.DraftDisclosure(ctx, on, "", 0, tatm.Disclosure{To: "Officer Hale", Purpose: "Safety", Basis: "team-need", Manner: "paper", Items: []tatm.EntryID{entry}})
	if err == nil {
		_, err = chair.Release(ctx, on, made.Entry, 1)
	}
	if err != nil {
		panic(err)
	}
	return made.Entry
}

// purged files a report, finds it unfounded and has two people destroy it.
func (s site) purged() tatm.FileID {
	ctx := context.Background()
	chair, records := s.as("Rosa Delgado", tatm.Chair), s.as("Owen Pryce", tatm.RecordsOffice)
	by, err := s.app.Door(s.org).Channel(ctx, "", "")
	made, err1 := chair.FileReport(ctx, by.Channel.Team, tatm.Report{Narrative: "A rumour.", Received: s.app.Now()}, tatm.Reporter{})
	_, err2 := chair.ScreenReport(ctx, made.File, tatm.Screening{Outcome: tatm.Unfounded, Reason: "It was about a song."})
	_, err3 := records.ProposePurge(ctx, made.File, tatm.PurgeProposal{Rule: tatm.PurgeUnfounded, Basis: "Nothing was there"})
	_, err4 := chair.AgreePurge(ctx, made.File)
	if err := errors.Join(err, err1, err2, err3, err4); err != nil {
		panic(err)
	}
	return made.File
}

// enclosed sends a report with a file by the portal, whose form it changes first,
// and returns the address of the file's page.
func (s site) enclosed() string {
	ctx, admin := context.Background(), s.app.As(access.Actor{ID: "console", Org: s.org, Clock: true})
	own := tatm.OwnQuestion{Kind: tatm.AskChoice, Words: tatm.Texts{"en": "Which building?", "es": "¿Qué edificio?"}, Choices: []tatm.Texts{{"en": "North", "es": "Norte"}, {"en": "South", "es": "Sur"}}}
	_, err := admin.KeepForm(ctx, tatm.DefaultChannel, 0, tatm.Form{Asks: tatm.FormTopics(), Own: []tatm.OwnQuestion{own}})
	door := s.app.Door(s.org)
	by, err1 := door.Channel(ctx, "", "")
	sent, err2 := door.Report(ctx, by.Channel.Team, tatm.Report{Through: by.ID, Form: 1, Language: "en", Narrative: "He wrote this down.", Own: []tatm.Told{{Ask: "Which building?", Answer: "North"}}, Received: s.app.Now()}, tatm.Reporter{})
	file := strings.NewReader("What he wrote.")
	_, err3 := door.EncloseWith(ctx, sent, func() (string, io.Reader, error) {
		if file.Len() == 0 {
			return "", nil, io.EOF
		}
		return "note.txt", file, nil
	})
	if err := errors.Join(err, err1, err2, err3); err != nil {
		panic(err)
	}
	desk := s.app.As(access.Actor{ID: "x", Org: s.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	list, err := desk.ListReports(ctx, app.Filter{All: true, Order: app.ByNumber, Limit: 1})
	if err != nil {
		panic(err)
	}
	v, err := desk.SeeReport(ctx, list.Rows[0].ID)
	if err != nil {
		panic(err)
	}
	return "/reports/" + string(v.Row.ID) + "/files/" + string(tatm.All[tatm.Enclosure](v.File)[0].ID)
}

// copyOf records a copy at the form of a page and returns the address of the
// print.
func (s site) copyOf(p *testbed.Page, form, what string) string {
	p.Open(s.desk.URL + form)
	on := `form[action$="/print"] `
	testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
	if what != "" {
		p.Check(on + `[name="what"][value="` + what + `"]`)
	}
	p.Fill(on+`[name="for"]`, "Counsel")
	p.Fill(on+`[name="purpose"]`, "Review")
	p.Follow(on + "button.primary")
	return strings.TrimPrefix(p.URL(), s.desk.URL)
}

// sizes are the windows the pages are looked at in: a phone at 400 % zoom on a
// desk, a tablet, a wide screen.
var sizes = [][2]int{{1440, 900}, {768, 1024}, {320, 640}}

// TestPagesAreAccessible looks at every kind of page, in both languages, at
// three widths and in the dark: axe finds nothing, nothing scrolls sideways, no
// more than a hundred stops lie before the content, the browser has nothing to
// complain of. Each page takes turns at the widths; OFFRAMP_WIDTHS=all looks at
// each in all of them.
func TestPagesAreAccessible(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	s.be(t, p, "Rosa Delgado")
	pages := s.pages(p)
	everyRoute(t, pages)
	now := "Rosa Delgado"
	for turn, lang := range []string{"en", "es"} {
		if lang == "es" {
			p.Follow("button[name=lang]")
		}
		for i, x := range pages {
			if turn == 1 && strings.Contains(x.path, "/do/") && i%4 != 0 {
				continue // one component shows every form
			}
			if now != x.who {
				if now = x.who; now == "" {
					p.Follow("form[action='/sign-out'] button")
				} else {
					s.be(t, p, now)
				}
			}
			widths := [][2]int{sizes[(i+turn)%3]}
			if os.Getenv("OFFRAMP_WIDTHS") == "all" {
				widths = sizes
			}
			for j, size := range widths {
				p.Size(size[0], size[1])
				p.Dark((i+j)%2 == 1)
				s.lookAt(t, p, lang, x.path, size[0])
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

// lookAt opens a page and says what is wrong with it.
func (s site) lookAt(t *testing.T, p *testbed.Page, lang, path string, width int) {
	t.Helper()
	want := 200
	if path == "/nowhere" {
		want = 404
	}
	if got := p.Open(s.desk.URL + path); got != want {
		t.Errorf("%s %s: status %d", lang, path, got)
	}
	if got := testbed.Eval[string](p, `document.documentElement.lang`); got != lang {
		t.Errorf("%s is in %q, not %q", path, got, lang)
	}
	for _, v := range p.Axe() {
		t.Errorf("%s %s at %d: %s", lang, path, width, v)
	}
	if n := p.Overflow(); n > 0 {
		t.Errorf("%s %s at %d: %d pixels too wide", lang, path, width, n)
	}
	stops := testbed.Eval[int](p, `(() => {
		const main = document.querySelector("main");
		return [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]")].filter(e => e.checkVisibility() && !main.contains(e) && (main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING)).length;
	})()`)
	if stops > 100 {
		t.Errorf("%s %s: %d stops before the content", lang, path, stops)
	}
	if shots := os.Getenv("OFFRAMP_SCREENSHOTS"); shots != "" {
		p.Screenshot(filepath.Join(shots, lang+strings.ReplaceAll(short(path), "/", "_")+"-"+strconv.Itoa(width)+".png"))
	}
}

// pageless are the routes that lead away or hand over bytes; TestSingleSignOn
// TestFilesOverHTTP and TestEnclosuresOverHTTP ask for them, and mailin for a
// message as it came.
var pageless = []string{"/sso", "/sso/back", "/cases/{case}/attachments/{entry}/shown", "/cases/{case}/attachments/{entry}/original", "/reports/{report}/files/{entry}/shown", "/reports/{report}/files/{entry}/original", "/reports/{report}/mail/{entry}"}

// everyRoute fails for a route that shows a page and is not among those looked
// at.
func everyRoute(t *testing.T, pages []look) {
	t.Helper()
	mux, seen := http.NewServeMux(), map[string]bool{}
	for _, pattern := range web.Shown() {
		mux.Handle("GET "+pattern, http.NotFoundHandler())
	}
	for _, x := range pages {
		_, pattern := mux.Handler(httptest.NewRequest(http.MethodGet, x.path, nil))
		seen[strings.TrimPrefix(pattern, "GET ")] = true
	}
	for _, pattern := range web.Shown() {
		if !seen[pattern] && !slices.Contains(pageless, pattern) {
			t.Errorf("nobody looks at the page of GET %s", pattern)
		}
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
