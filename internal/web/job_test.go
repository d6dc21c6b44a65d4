package web_test

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/portal"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// team is a small team of its own, with a clock that the test moves.
type team struct {
	site
	mu    *sync.Mutex
	at    *time.Time
	packs tatm.Packs
}

func newTeam(t *testing.T, url string) team {
	t.Helper()
	return newTeamOf(t, url, map[string]tatm.Seat{"Chair": {Role: tatm.Chair}, "Cop": {Role: tatm.Core, Discipline: tatm.LawEnforcement}, "Doc": {Role: tatm.Core, Discipline: tatm.MentalHealth}, "Desk": {Role: tatm.Intake}, "Out": {Role: tatm.Affiliate}})
}

func newTeamOf(t *testing.T, url string, seats map[string]tatm.Seat) team {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := team{mu: &sync.Mutex{}, at: new(time.Now()), packs: lib.Packs()}
	now := func() time.Time {
		m.mu.Lock()
		defer m.mu.Unlock()
		*m.at = m.at.Add(time.Second)
		return *m.at
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	m.log = &strings.Builder{}
	m.app = app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: now})
	if m.org, err = m.app.Found(t.Context(), "Org", "UTC"); err != nil {
		t.Fatal(err)
	}
	boot := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true})
	id, err := boot.AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	for name, seat := range seats {
		seat.Team = id
		who, _, err := boot.AddMember(t.Context(), app.NewMember{Login: name, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := boot.GiveSeat(t.Context(), who, seat); err != nil {
			t.Fatal(err)
		}
		m.personas = append(m.personas, web.Persona{Org: m.org, ID: who, Name: name, Seat: string(seat.Role)})
	}
	log := slog.New(slog.NewTextHandler(m.log, nil))
	m.portal = httptest.NewServer(portal.New(m.app, m.org, log))
	m.desk = httptest.NewServer(web.New(web.Options{App: m.app, Log: log, Personas: m.personas, Portal: m.portal.URL}))
	t.Cleanup(m.desk.Close)
	t.Cleanup(m.portal.Close)
	return m
}

// hand is somebody at a browser with a case before them.
type hand struct {
	t    *testing.T
	p    *testbed.Page
	m    team
	kase string
}

func (h *hand) be(name string) { h.m.be(h.t, h.p, name) }

// fill fills a form: names of fields and what they get. A choice is written as
// name=value, a tick as name alone.
func (h *hand) fill(answers ...string) {
	h.t.Helper()
	for i := 0; i < len(answers); i += 2 {
		name, value := answers[i], answers[i+1]
		switch {
		case name == "choose" || name == "tick":
			f, v, _ := strings.Cut(value, "=")
			sel := `.form input[name="` + f + `"]`
			if v != "" {
				sel += `[value="` + v + `"]`
			}
			if !testbed.Eval[bool](h.p, `document.querySelector('`+sel+`').checked`) {
				h.p.Check(sel)
			}
		case name == "all":
			testbed.Eval[bool](h.p, `(() => { document.querySelectorAll('.form input[name="`+value+`"]').forEach(e => { e.checked = true }); return true })()`)
		default:
			h.p.Fill(`.form [name="`+name+`"]`, value)
		}
	}
}

// do opens a form of the case, fills it and sends it; it must be taken.
func (h *hand) do(act string, answers ...string) {
	h.t.Helper()
	if got := h.p.Open(h.m.desk.URL + h.kase + "/do/" + act); got != 200 {
		h.t.Fatalf("%s: status %d", act, got)
	}
	h.fill(answers...)
	if got := h.p.Follow(".form button.primary"); got != 200 {
		h.t.Fatalf("%s: status %d: %s", act, got, h.p.Text("main"))
	}
}

// lacks sends a form that a guard must refuse, and returns what it says.
func (h *hand) lacks(act string, answers ...string) string {
	h.t.Helper()
	h.p.Open(h.m.desk.URL + h.kase + "/do/" + act)
	h.fill(answers...)
	if got := h.p.Follow(".form button.primary"); got != 422 {
		h.t.Fatalf("%s was not refused: status %d", act, got)
	}
	return h.p.Text(".summary")
}

func (h *hand) see(tab string) string {
	h.t.Helper()
	if got := h.p.Open(h.m.desk.URL + h.kase + "/" + tab); got != 200 {
		h.t.Fatalf("%s: status %d", tab, got)
	}
	return h.p.Text("main")
}

// TestJobInABrowser drives the whole job through the pages, on each engine.
func TestJobInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			h := &hand{t: t, p: p, m: newTeam(t, url)}
			h.report()
			h.inquiry()
			h.assessment()
			h.planning()
			h.raised()
			h.closing()
			if h.m.log.Len() > 0 {
				t.Errorf("the log says: %s", h.m.log)
			}
		})
	}
}

func (h *hand) report() {
	h.p.Scripts(false)
	h.p.Open(h.m.portal.URL + "/?lang=en")
	h.p.Follow("a.button")
	h.p.Fill("#narrative", "He says he will make them pay, and he has a gun in the truck.")
	h.p.Follow("button[value=next]")
	h.p.Follow("button[value=next]")
	h.p.Check("input[name=weapon][value=yes]")
	h.p.Follow("button[value=next]")
	h.p.Fill("#details", "A rifle behind the seat.")
	h.p.Follow("button[value=next]")
	h.p.Follow("button[value=next]")
	h.p.Follow("button[value=send]")
	if h.p.Count(".ref") != 1 {
		h.t.Fatal("the portal did not take the report")
	}
	h.p.Scripts(true)
	h.be("Desk")
	h.p.Open(h.m.desk.URL + "/reports")
	if !strings.Contains(h.p.Text("main"), "Look first") {
		h.t.Error("a report that speaks of a weapon does not say so in the queue")
	}
	h.p.Follow("td a")
	h.p.Follow("form[action$='/take'] button")
	sent := testbed.Eval[bool](h.p, `(() => {
		const f = document.querySelector("form[action$='/accept']");
		f.closest("details").open = true;
		const set = (n, v) => { f.querySelector('[name="' + n + '"]').value = v };
		set("title", "Gun in the truck"); set("subject", "Unknown man"); set("reason", "A weapon"); set("next", "Call back"); set("by", "2030-01-01T10:00");
		return true })()`)
	if !sent || h.p.Follow("form[action$='/accept'] button.primary") != 200 {
		h.t.Fatal("the case was not opened: " + h.p.Text("main"))
	}
	h.kase = strings.TrimPrefix(h.p.URL(), h.m.desk.URL)
}

func (h *hand) inquiry() {
	h.be("Chair")
	h.do("charge", "owner", h.id("Cop"), "next", "Talk to the foreman", "by", "2030-01-02T10:00")
	if said := h.lacks("move", "choose", "to=triage"); !strings.Contains(said, "conflict of interest") || !strings.Contains(said, "in danger") {
		h.t.Errorf("the guard says: %s", said)
	}
	h.do("answer?question=danger-now", "choose", "status=answered", "text", "The neighbour says not today")
	h.do("answer?question=conflict", "choose", "status=answered", "text", "Asked all three: no ties")
	h.do("move", "choose", "to=triage")
	if said := h.lacks("move", "choose", "to=inquiry", "reason", "A weapon"); !strings.Contains(said, "prior contact") {
		h.t.Errorf("the guard says: %s", said)
	}
	h.do("answer", "question", "prior-contact", "choose", "status=answered", "text", "Searched, none")
	h.do("move", "choose", "to=inquiry", "reason", "A weapon")
	for _, q := range []string{"weapons", "despair", "protective"} {
		h.do("answer?question="+q, "text", "Asked")
	}
	h.see("facts")
	first := testbed.Eval[string](h.p, `document.querySelector("article.card").id`)
	h.do("observation/"+first, "choose", "how=saw", "source", "neighbour", "choose", "nature=fact")
	h.do("observation", "text", "The foreman heard it in the yard", "choose", "how=saw", "source", "foreman", "choose", "nature=fact")
	if said := h.lacks("risk", "own", "Grievance", "choose", "rating=present"); !strings.Contains(said, "observation") {
		h.t.Errorf("a factor without an observation: %s", said)
	}
	h.do("risk", "own", "Grievance at work", "choose", "rating=present", "all", "observations", "tick", "dynamic")
	h.do("protective", "own", "A sister", "choose", "rating=partial", "seen", "She calls each day")
	h.do("move", "choose", "to=assessment")
}

func (h *hand) id(name string) string {
	for _, x := range h.m.personas {
		if x.Name == name {
			return string(x.ID)
		}
	}
	h.t.Fatalf("nobody is called %s", name)
	return ""
}

func (h *hand) assessment() {
	h.be("Cop")
	h.do("view", "choose", "level=high", "reason", "The gun")
	h.be("Doc")
	h.do("view", "choose", "level=moderate", "reason", "The sister")
	if strings.Contains(h.see("assessment"), "The gun") {
		h.t.Error("the clinician sees the detective's view before the reveal")
	}
	h.write("moderate")
	h.be("Chair")
	if said := h.lacks("sign"); !strings.Contains(said, "revealed") {
		h.t.Errorf("the guard says: %s", said)
	}
	h.do("reveal")
	if s := h.see("assessment"); !strings.Contains(s, "The gun") || !strings.Contains(s, "The sister") {
		h.t.Error("the views are not shown after the reveal")
	}
	h.do("sign")
	h.do("move", "choose", "to=planning")
}

// write writes the assessment with every section.
func (h *hand) write(level string) {
	h.t.Helper()
	all := []string{"all", "observations", "choose", "level=" + level, "one_source", "two people saw it"}
	for _, f := range []string{"risk", "protective", "precipitating", "gaps", "alternatives", "protected", "disability", "basis", "confidence", "axes.violence", "axes.self-harm", "axes.need", "axes.urgency"} {
		all = append(all, f, "Written for "+f)
	}
	// The observation typed beside a factor is graded before it is relied on.
	h.see("facts")
	for _, id := range strings.Fields(testbed.Eval[string](h.p, `[...document.querySelectorAll("article.card[id]")].map(e => e.id).join(" ")`)) {
		h.do("observation/"+id, "choose", "how=saw", "choose", "nature=fact", "typing", "graded only")
	}
	h.do("assess", all...)
}

func (h *hand) planning() {
	h.be("Doc")
	h.do("intervention", "what", "Weekly talk", "choose", "column=subject", "choose", "intrusiveness=supportive", "all", "moves", "owner", h.id("Doc"), "due", "2030-01-10", "tick", "direct")
	h.do("tripwire", "watch", "He buys another gun", "type", "behaviour", "watcher", h.id("Cop"), "action", "Call the chair", "within", "4", "expires", "2030-06-01")
	plan := []string{"goals", "g", "voice", "v", "target_plan", "t", "exit", "e", "review", "2030-01-20", "none_needed.target", "n", "none_needed.environment", "n", "none_needed.events", "n"}
	for _, c := range tatm.Considerations {
		plan = append(plan, "choose", "considered."+c+"=no", "considered."+c+".why", "not now")
	}
	h.do("plan", plan...)
	h.p.Open(h.m.desk.URL + h.kase + "/do/approve")
	if got := h.p.Follow(".form button.primary"); got != 409 {
		h.t.Errorf("the author approved the plan alone: status %d", got)
	}
	h.be("Chair")
	h.do("approve")
	h.do("move", "choose", "to=active")
}

func (h *hand) raised() {
	h.be("Cop")
	h.do("observation", "text", "He was at the yard again")
	if s := h.see("overview"); !strings.Contains(s, "Stale") {
		h.t.Errorf("a new observation, and the case says: %s", s)
	}
	h.do("unchanged", "because", "He fetched his wages")
	if s := h.see("overview"); strings.Contains(s, "Stale") {
		h.t.Errorf("answered, and the case says: %s", s)
	}
	h.see("tripwires")
	wire := testbed.Eval[string](h.p, `[...document.querySelectorAll("a.button")].find(a => a.pathname.includes("/do/raise/")).pathname.split("/").pop()`)
	h.do("raise/"+wire, "seen", "He asked about a shotgun")
	if s := h.see("overview"); !strings.Contains(s, "Stale") || !strings.Contains(s, "Moderate") {
		h.t.Errorf("raised, and the case says: %s", s)
	}
	h.do("look/"+wire, "review", "It was for a friend; the dealer says so")
	h.be("Chair")
	h.do("move", "choose", "to=assessment", "reason", "The tripwire")
	h.be("Cop")
	h.do("view", "choose", "level=low", "reason", "Explained")
	h.be("Doc")
	h.do("view", "choose", "level=low", "reason", "Engaged")
	h.be("Chair")
	h.do("reveal")
	h.write("low")
	h.do("sign")
}

func (h *hand) closing() {
	h.do("move", "choose", "to=closure-review", "reason", "Quiet")
	h.be("Doc")
	closing := []string{"reason", "resolved", "after_care", "Doc", "reporter", "Thanked", "retaliation", "Asked, none", "lessons", "Ask the foreman first", "tick", "propose"}
	for _, k := range tatm.ClosureChecks {
		closing = append(closing, "checks."+k, "In order")
	}
	h.do("close", closing...)
	h.be("Chair")
	h.do("agree-closure")
	h.do("move", "choose", "to=closed")
	if s := h.see("overview"); !strings.Contains(s, "Closed") {
		h.t.Errorf("closed, and the case says: %s", s)
	}
	// As it was before the reassessment: the line of the tripwire's raising.
	h.see("history")
	then := testbed.Eval[string](h.p, `(() => { const a = [...document.querySelectorAll("tr")].filter(r => r.textContent.includes("Moderate")).map(r => r.querySelector("a"))[0]; return a.pathname + a.search })()`)
	if got := h.p.Open(h.m.desk.URL + then); got != 200 {
		h.t.Fatalf("as it was: status %d", got)
	}
	if s := h.p.Text("main"); !strings.Contains(s, "Moderate") || strings.Contains(s, "Closed") || !strings.Contains(s, "as the team knew it") {
		h.t.Errorf("as it was before the reassessment: %s", s)
	}
}
