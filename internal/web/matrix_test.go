package web_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/letter"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// TestA4_01_Matrix asks every route of the desk as every role in every stand,
// on each engine. What somebody may not know of answers byte for byte like what
// does not exist; nobody is shown a word of an entry that is not theirs to read,
// on pages, lists, searches, suggestions, prints or in letters; and no page of
// theirs differs because files they may not know of are there.
//
// The routes come from the table the mux is made from: a route that names
// something new fails here with what to add.
func TestA4_01_Matrix(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			m := newMatrix(t, url)
			m.suspects()
			m.days(0)
			alone := m.pages(outsiders)
			m.days(-20)
			m.writeFiles()
			m.words()
			m.days(0)
			m.unchanged(t, "reports, people and meetings", alone, m.pages(outsiders))
			before := m.pages(shutOut)
			m.days(-10)
			m.writeCase()
			m.words()
			m.days(0)
			m.unchanged(t, "the case", before, m.pages(shutOut))
			m.hiddenFiles(t)
			m.searches(t)
			m.signedOut(t)
			m.letters(t)
			m.ownPages(t)
			m.hiddenEntries(t)
			m.ownActs(t)
			m.ledgerHolds(t)
			if strings.Contains(m.log.String(), "zq") {
				t.Errorf("the log says: %s", m.log)
			}
		})
	}
}

// once is the form's key: chance, and the one thing in an answer that two
// requests for the same do not share. A passkey's question is another, on the
// pages of one's own account.
var chance = regexp.MustCompile(`(name="once" value=|name="(proof\.)?ticket" value=|name="secret" value=|data-(ask|enrol|options)=)"[^"]*"`)

// same makes what depends on the request alone equal: the form's key and the
// id that was asked for, which the asker knows.
func same(a answer, ids ...string) string {
	s := fmt.Sprint(a.status, "\n", a.head, "\n", a.body)
	for _, id := range ids {
		s = strings.ReplaceAll(s, id, "ID")
	}
	return chance.ReplaceAllString(s, "$1")
}

// difference shows where two texts part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i, len(s))-60):min(len(s), i+120)] }
	return fmt.Sprintf("%q\nand\n%q", cut(a), cut(b))
}

// leaks fails for a canary that somebody was shown and may not read.
func (m *matrix) leaks(t *testing.T, p person, what string, a answer) {
	t.Helper()
	body := strings.ToLower(a.body + fmt.Sprint(a.head))
	for _, c := range m.planted {
		if strings.Contains(body, c.word) && !m.reads(p, c) {
			t.Errorf("LEAK: %s shows %s the word %s (%s, %s, %s)", what, p, c.word, c.kind, c.section, c.regime)
		}
	}
	if a.status >= 500 {
		t.Errorf("%s as %s: status %d", what, p, a.status)
	}
}

// names says what an address names of the matrix, by its parameters: what a
// route with another parameter names must be added here.
var names = map[string]tatm.FileKind{"case": tatm.CaseFile, "report": tatm.ReportFile, "person": tatm.PersonFile, "meeting": tatm.MeetingFile, "file": tatm.CaseFile}

var parameter = regexp.MustCompile(`\{(\w+)\.{0,3}\}`)

// about is the parameter of a route that names a file, or "".
func about(t *testing.T, r web.Route) (file string) {
	t.Helper()
	for _, p := range parameter.FindAllStringSubmatch(strings.ReplaceAll(r.Pattern, "{$}", ""), -1) {
		switch name := p[1]; {
		case names[name] != "":
			file = name
		case name == "act" || name == "tab" || name == "entry":
		case name == "team" || name == "channel" || name == "n" || name == "stone": // of the office, and no file
		default:
			t.Errorf("the route %q names {%s}: put it into names in matrix_test.go with the kind of file, or beside act, tab and entry with what stands there (path)", r.Pattern, name)
		}
	}
	return file
}

// acts are what stands at {act} or {tab} of a route: every one its handler
// knows, read from the source where no table has them.
func acts(pattern string) []string {
	switch {
	case strings.Contains(pattern, "{tab}"):
		return append(slices.Clone(web.Tabs()), "print", "then", "nothing")
	case strings.Contains(pattern, "/opening/"):
		return append(web.OpeningActs(), "nothing")
	case strings.Contains(pattern, "/cases/"):
		return append(slices.Clone(web.Acts()), "nothing")
	}
	first := strings.Split(pattern, "/")[1]
	known, ok := actsKnown.Load(first)
	if !ok {
		known, _ = actsKnown.LoadOrStore(first, web.ActsOf(first))
	}
	return append(slices.Clone(known.([]string)), "nothing")
}

// actsKnown are the acts by the first part of an address: the source is read once.
var actsKnown sync.Map

// path is the address of a route for a file, an entry and an act.
func (m *matrix) path(pattern string, file tatm.FileID, entry tatm.EntryID, act string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	path = strings.NewReplacer("{$}", "", "{act}", act, "{tab}", act, "{entry}", string(entry),
		"{team}", string(m.north), "{channel}", string(tatm.DefaultChannel), "{n}", "1", "{stone}", "06bdrg67grg002atprrm9k0dyb").Replace(path)
	return method, parameter.ReplaceAllString(path, string(file))
}

// filed are the routes that name a file, by the parameter's name.
func filed(t *testing.T) map[string][]web.Route {
	out := map[string][]web.Route{}
	for _, r := range web.Routes() {
		out[about(t, r)] = append(out[about(t, r)], r)
	}
	return out
}

// turns are the acts that the n-th of some people asks a route with, so that
// each person asks every route and the people of a stand together ask every act.
func turns(pattern string, n, of int) (out []string) {
	if !strings.Contains(pattern, "{act}") && !strings.Contains(pattern, "{tab}") {
		return []string{""}
	}
	all := acts(pattern)
	for i := range all {
		if i%of == n%of {
			out = append(out, all[i])
		}
	}
	if len(out) == 0 {
		out = all[n%len(all) : n%len(all)+1]
	}
	return out
}

// entryOf is an entry that stands where a route names one.
func (m *matrix) entryOf(file, pattern string) tatm.EntryID {
	for _, part := range []string{"attachments", "files", "mail", "releases"} {
		if strings.Contains(pattern, "/"+part+"/") {
			return m.entry[part]
		}
	}
	return m.entry[file]
}

// sent is a form as somebody would send it, with a key of its own.
func (m *matrix) sent(act string) url.Values {
	return url.Values{"once": {fmt.Sprint("k", m.asked.Add(1))}, "version": {"1"}, "text": {"x"}, "reason": {"x"}, "act": {act}}
}

// lasting are the acts that nobody does here: after them the file stands
// otherwise for who asks next.
var lasting = []string{"recuse", "reveal", "take", "take-over", "now", "answer"}

// hiddenFiles: a file that somebody may not know of answers like none.
func (m *matrix) hiddenFiles(t *testing.T) {
	absent := tatm.FileID("06bdrg67grg002atprrm9k0dyb")
	routes := filed(t)
	var count atomic.Int64
	for _, s := range append([]stand{own, guest}, shutOut...) {
		people := m.of(s)
		each(people, func(n int, p person) {
			p.part = n%3 == 1
			for name, kind := range names {
				if m.knows(p, kind) {
					continue
				}
				for _, r := range routes[name] {
					for _, act := range turns(r.Pattern, n, len(people)) {
						count.Add(1)
						m.likeNone(t, p, r.Pattern, name, absent, act)
					}
				}
			}
		})
	}
	t.Logf("%d requests for files that are hidden", count.Load())
	if count.Load() < 2000 {
		t.Errorf("only %d requests for hidden files", count.Load())
	}
}

func (m *matrix) likeNone(t *testing.T, p person, pattern, name string, absent tatm.FileID, act string) {
	t.Helper()
	entry := m.entryOf(name, pattern)
	method, hidden := m.path(pattern, m.file[name], entry, act)
	_, none := m.path(pattern, absent, entry, act)
	form := m.sent(act)
	a, b := m.ask(p, method, hidden, form), m.ask(p, method, none, form)
	m.leaks(t, p, method+" "+pattern+" "+act, a)
	if x, y := same(a, string(m.file[name])), same(b, string(absent)); x != y {
		t.Errorf("LEAK: %s %s (%s) as %s: a hidden file and none answer differently: %s", method, pattern, act, p, difference(x, y))
	}
	if a.status < 300 || a.status == http.StatusForbidden {
		t.Errorf("%s %s (%s) as %s: status %d for a hidden file", method, pattern, act, p, a.status)
	}
}

// hiddenEntries: an entry under a regime that somebody is not cleared for, in a
// file that they read, answers like none.
func (m *matrix) hiddenEntries(t *testing.T) {
	absent := tatm.EntryID("06bdrg67grg002atprrm9k0dyb")
	routes := filed(t)
	count := 0
	for n, p := range m.of(own, guest) {
		for _, name := range []string{"case", "person"} {
			if !m.knows(p, names[name]) {
				continue
			}
			for i, regime := range tatm.Regimes {
				e := m.hidden[regime][name]
				if e == "" { // nothing can be written under it
					continue
				}
				if m.reads(p, canary{kind: names[name], section: m.sectionOf(name), regime: regime}) {
					continue
				}
				for _, r := range routes[name] {
					if !strings.Contains(r.Pattern, "{entry}") {
						continue
					}
					for _, act := range turns(r.Pattern, n+i, 12) {
						if slices.Contains(lasting, act) {
							continue
						}
						count++
						method, at := m.path(r.Pattern, m.file[name], e, act)
						_, none := m.path(r.Pattern, m.file[name], absent, act)
						form := m.sent(act)
						b := m.ask(p, method, none, form)
						if b.status < 400 && method == http.MethodPost {
							continue // the act looks at no entry, and is done
						}
						a := m.ask(p, method, at, form)
						m.leaks(t, p, method+" "+r.Pattern+" "+act, a)
						if x, y := same(a, string(e)), same(b, string(absent)); x != y {
							t.Errorf("LEAK: %s %s (%s) as %s, regime %s: a hidden entry and none answer differently: %s", method, r.Pattern, act, p, regime, difference(x, y))
						}
					}
				}
			}
		}
	}
	t.Logf("%d requests for entries that are hidden", count)
	if count < 500 {
		t.Errorf("only %d requests for hidden entries", count)
	}
}

func (m *matrix) sectionOf(name string) tatm.Section {
	return map[string]tatm.Section{"case": tatm.SectionFacts, "person": tatm.SectionIdentity}[name]
}

// pages are all pages that name no file, as everybody of some stands sees them:
// lists with their counts, desks with their badges, forms with what they
// suggest, and a southern report with the people it resembles.
func (m *matrix) pages(of []stand) map[string]string {
	out, mu := map[string]string{}, sync.Mutex{}
	each(m.of(of...), func(_ int, p person) {
		for _, at := range m.unfiled(p) {
			a := m.ask(p, http.MethodGet, at, nil)
			m.leaks(m.t, p, at, a)
			mu.Lock()
			out[p.String()+" GET "+at] = same(a)
			mu.Unlock()
		}
		for _, q := range []string{"Zqvist", "zqcaseheadgeneral", "zqreportreportgeneral", "zqcasefactshealth"} {
			a := m.ask(p, http.MethodPost, "/search", url.Values{"q": {q}})
			mu.Lock()
			out[p.String()+" search "+q] = same(a)
			mu.Unlock()
		}
	})
	return out
}

// unfiled are the addresses of pages that name no file, with every way of
// seeing a list. The audit is left out: whoever reads it reads of every act.
func (m *matrix) unfiled(p person) (out []string) {
	for _, r := range filed(m.t)[""] {
		method, path := m.path(r.Pattern, "", "", "")
		if method != http.MethodGet || path == "/audit" || strings.HasPrefix(path, "/sso") || path == "/second-factor" || path == "/account" {
			continue
		}
		out = append(out, path)
	}
	if !slices.Contains(out, "/cases") || !slices.Contains(out, "/reports") {
		m.t.Fatal("the table of routes has no lists")
	}
	out = append(out, "/cases?all=1", "/cases?closed=1&order=changed", "/cases?stale=1", "/reports?closed=1", "/caseload?all=1", "/reports/"+string(m.suspect), "/cases/new?person=Zqvist")
	return out
}

// suspects files a report in the south about somebody whom the north will have
// on file: what a form suggests must not tell.
func (m *matrix) suspects() {
	desk := m.app.As(m.actor(m.one(otherTeam, tatm.Chair, "")))
	r := made[app.Made](m)(desk.FileReport(m.t.Context(), m.south, tatm.Report{Narrative: "She was followed", Who: "Marisol Zqvist"}, tatm.Reporter{}))
	m.suspect = r.File
	made[app.Made](m)(desk.TellAbout(m.t.Context(), r.File, "", 0, tatm.About{Given: "Marisol", Family: "Zqvist"}))
}

// unchanged fails where a page differs because something hidden is there.
func (m *matrix) unchanged(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	if len(before) < 200 || len(before) != len(after) {
		t.Errorf("%s: only %d pages were looked at", what, len(before))
	}
	for _, at := range slices.Sorted(maps.Keys(before)) {
		if before[at] != after[at] {
			t.Errorf("LEAK: %s shows that %s are there: %s", at, what, difference(before[at], after[at]))
		}
	}
}

// searches: a word that somebody may not read is found by them like a word that
// stands nowhere; who may read it finds the file, so the words were there.
func (m *matrix) searches(t *testing.T) {
	var found atomic.Int64
	each(m.all, func(_ int, p person) {
		ask := func(word string) string {
			a := m.ask(p, http.MethodPost, "/search", url.Values{"q": {word}})
			a.body = strings.ReplaceAll(a.body, word, "WORD")
			m.leaks(t, p, "a search", a)
			return same(a)
		}
		none := ask("zqnowhere")
		for _, c := range m.planted {
			if c.kind != tatm.CaseFile && c.kind != tatm.PersonFile {
				continue
			}
			got := ask(c.word)
			switch {
			case !m.reads(p, c) && got != none:
				t.Errorf("LEAK: a search for %s tells %s that it is there: %s", c.word, p, difference(got, none))
			case m.reads(p, c) && strings.Contains(got, string(m.file[string(c.kind)])):
				found.Add(1)
			}
		}
	})
	if found.Load() < 50 {
		t.Errorf("only %d words were found by who may read them", found.Load())
	}
}

// signedOut: without a session, and with one that was ended, every route that
// is not open leads to the sign-in, whatever it names.
func (m *matrix) signedOut(t *testing.T) {
	gone := person{stand: sessionEnd, seat: m.chairPerson().seat, token: made[string](m)(m.app.Persona(t.Context(), m.orgs[0], m.chair.ID))}
	if err := m.app.SignOut(t.Context(), gone.token); err != nil {
		t.Fatal(err)
	}
	for _, p := range []person{{stand: signedOut}, gone} {
		for _, r := range web.Routes() {
			if r.Open {
				continue
			}
			file := about(t, r)
			for _, act := range turns(r.Pattern, 0, 1) {
				method, at := m.path(r.Pattern, m.file[file], m.entryOf(file, r.Pattern), act)
				a := m.ask(p, method, at, m.sent(act))
				m.leaks(t, p, r.Pattern, a)
				if a.status != http.StatusSeeOther || a.head.Get("Location") != "/sign-in" {
					t.Errorf("%s (%s) as %s: status %d to %q", r.Pattern, act, p.stand, a.status, a.head.Get("Location"))
				}
			}
		}
	}
}

// box is a courier that keeps what it takes.
type box struct{ taken []letter.Letter }

func (b *box) Name() string { return "box" }

func (b *box) Take(_ context.Context, l letter.Letter) error {
	b.taken = append(b.taken, l)
	return nil
}

// letters: what leaves says nothing of any entry.
func (m *matrix) letters(t *testing.T) {
	b := &box{}
	err := m.app.Deliver(t.Context(), "test", []letter.Courier{b}, func(lang, kind string) (string, string) { return kind, kind })
	if err != nil || len(b.taken) == 0 {
		t.Fatalf("%d letters, %v", len(b.taken), err)
	}
	all := strings.ToLower(fmt.Sprint(b.taken)) // with ids, in which any two letters may stand together
	for _, c := range m.planted {
		if strings.Contains(all, c.word) {
			t.Errorf("LEAK: a letter says %s: %s", c.word, all)
		}
	}
}

// ownPages: who stands in the team gets every page that is theirs, with nothing
// that is not.
func (m *matrix) ownPages(t *testing.T) {
	routes := filed(t)
	shown := map[string]int{}
	for n, p := range m.of(own, guest, walled, recused) {
		for _, r := range web.Routes() {
			if !strings.HasPrefix(r.Pattern, "GET ") || strings.HasPrefix(r.Pattern, "GET /sso") {
				continue
			}
			file := about(t, r)
			if kind := names[file]; file != "" && !m.knows(p, kind) {
				continue
			}
			of := 4
			if strings.Contains(r.Pattern, "{tab}") {
				of = 1
			}
			for _, act := range turns(r.Pattern, n, of) {
				method, at := m.path(r.Pattern, m.file[file], m.entryOf(file, r.Pattern), act)
				a := m.ask(p, method, at, nil)
				m.leaks(t, p, r.Pattern+" "+act, a)
				if a.status == http.StatusOK {
					shown[r.Pattern]++
					for _, c := range m.planted {
						if strings.Contains(strings.ToLower(a.body), c.word) {
							shown[c.word]++
						}
					}
				}
			}
		}
	}
	for name := range names {
		for _, r := range routes[name] {
			// A print and a report's short path show only what was made before; a
			// mail lies in the reporter's compartment, which mailin's test opens.
			if strings.HasPrefix(r.Pattern, "GET ") && shown[r.Pattern] == 0 && !strings.HasSuffix(r.Pattern, "/print") && !strings.Contains(r.Pattern, "/mail/") {
				t.Errorf("nobody of the team was shown %s: the matrix asks for nothing there", r.Pattern)
			}
		}
	}
	for _, c := range m.planted {
		if c.author == "" && shown[c.word] == 0 && slices.ContainsFunc(m.all, func(p person) bool { return m.reads(p, c) }) {
			t.Errorf("nobody was shown %s, which somebody may read: the canary proves nothing", c.word)
		}
	}
}

// ownActs: every form sent by everybody of the team, and by who was walled off.
// What a rule says to it does not matter; what comes back does.
func (m *matrix) ownActs(t *testing.T) {
	people := m.of(own, guest)
	for n, p := range people {
		for _, r := range web.Routes() {
			if !strings.HasPrefix(r.Pattern, "POST ") || r.Open || strings.Contains(r.Pattern, "/account") {
				continue
			}
			file := about(t, r)
			for _, act := range turns(r.Pattern, n, len(people)) {
				if slices.Contains(lasting, act) || file != "" && !m.knows(p, names[file]) {
					continue // hiddenFiles asks for the rest
				}
				method, at := m.path(r.Pattern, m.file[file], m.entryOf(file, r.Pattern), act)
				a := m.ask(p, method, at, m.sent(act))
				m.leaks(t, p, r.Pattern+" "+act, a)
			}
		}
	}
}

// ledgerHolds: whatever was done in the run was done by somebody whom the
// ledger lets, and nothing of the north by anybody outside it.
func (m *matrix) ledgerHolds(t *testing.T) {
	ops := map[string]access.Op{}
	for _, op := range app.Ledger() {
		ops[op.Name] = op
	}
	roles := map[tatm.ActorID][]tatm.Role{}
	for _, p := range m.all {
		roles[p.id] = append(roles[p.id], p.seat.Role)
		if p.stand == guest {
			roles[p.id] = append(roles[p.id], access.Guest)
		}
		if p.seat.Role == tatm.Core && p.seat.Discipline == tatm.LawEnforcement {
			roles[p.id] = append(roles[p.id], access.Owner)
		}
	}
	done := 0
	for _, org := range m.orgs {
		err := m.db.Read(t.Context(), org, func(tx *store.Tx) error {
			return tx.Lines(org, 0, func(l store.Line, _ tlog.Hash) bool {
				may, known := ops[l.Op]
				if l.Outcome != store.Done || !known || roles[l.Actor] == nil {
					return true
				}
				done++
				invited := may.Line && slices.Contains(may.Roles, access.Guest) // whoever may be invited may search what they were invited to
				if !invited && !slices.ContainsFunc(roles[l.Actor], func(r tatm.Role) bool { return slices.Contains(may.Roles, r) }) {
					t.Errorf("%s was done by a %v", l.Op, roles[l.Actor])
				}
				return true
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if done < 50 {
		t.Errorf("only %d acts were done", done)
	}
}
