package web_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// fourTimes takes the same person down four times: right, misspelt, with the
// names the other way round, with a hyphen. The file that was there first is
// the first suggestion each time; with scripts it is so before anything is
// saved.
func (m team) fourTimes(t *testing.T, p *testbed.Page, scripts bool) {
	t.Helper()
	m.be(t, p, "Desk")
	add := func(given, family, year string) {
		p.Open(m.desk.URL + "/people/new")
		p.Fill(".form [name=given]", given)
		p.Fill(".form [name=family]", family)
		p.Follow(".form button.primary")
		if year != "" {
			testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
			p.Fill(`form[action$="/birth"] [name="date.year"]`, year)
			p.Follow(`form[action$="/birth"] button.primary`)
		}
	}
	add("Mariana", "Castellanos", "2010")
	first := strings.TrimPrefix(p.URL(), m.desk.URL)
	for _, other := range [][2]string{{"Marian", "Castle"}, {"Martina", "Costello"}, {"Ana", "Castro"}, {"Mariano", "Castillo"}} {
		add(other[0], other[1], "2010")
	}
	for i, who := range []string{"Mariana Castellanos", "Mariana Castelanos", "Castellanos Mariana", "Mariana Castellanos-Vega"} {
		p.Open(m.desk.URL + "/reports/new")
		p.Fill(".form [name=narrative]", "She says nobody would miss her teacher.")
		p.Fill(".form [name=who]", who)
		if scripts {
			testbed.Eval[bool](p, `(document.querySelector(".form [name=who]").dispatchEvent(new Event("change", {bubbles: true})), true)`)
			p.Wait("#beside article")
			if at := testbed.Eval[string](p, `document.querySelector("#beside article a").pathname`); at != first {
				t.Errorf("report %d, while it is written: %s is first, not %s", i, at, first)
			}
			if p.Count("#beside form") != 0 {
				t.Error("a report that is not saved can be answered")
			}
		}
		if got := p.Follow(".form button.primary"); got != http.StatusOK {
			t.Fatalf("report %d: status %d", i, got)
		}
		p.Wait("#likenesses article a")
		if at := testbed.Eval[string](p, `document.querySelector("#likenesses article a").pathname`); at != first {
			t.Fatalf("report %d: %s is first, not %s", i, at, first)
		}
		if p.Count("#likenesses article:first-of-type .clues li") == 0 {
			t.Error("no reason is given")
		}
		if earlier := p.Count("#likenesses article:first-of-type .clues a[href^='/reports/']"); earlier != i {
			t.Errorf("report %d names %d earlier ones", i, earlier)
		}
		testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
		p.Fill(`form[action$="/about"] [name=given]`, "Mariana")
		p.Fill(`form[action$="/about"] [name=family]`, "Castelanos")
		p.Fill(`form[action$="/about"] [name="birth.year"]`, "2010")
		p.Follow(`form[action$="/about"] button.primary`)
		p.Wait("#likenesses article a")
		if at := testbed.Eval[string](p, `document.querySelector("#likenesses article a").pathname`); at != first {
			t.Errorf("report %d, with a year: %s is first, not %s", i, at, first)
		}
		p.Fill("#likenesses article:first-of-type [name=why]", "the same year and school")
		p.Follow("#likenesses article:first-of-type button[value=same]")
		if !strings.Contains(p.Text("#likenesses article:first-of-type"), "the same year and school") {
			t.Error("the reason of the answer is not shown")
		}
	}
	p.Open(m.desk.URL + "/")
	p.Fill("main form[role=search] [name=q]", "Mariana Castelanos")
	p.Follow("main form[role=search] button")
	p.Wait("main article a")
	if at := testbed.Eval[string](p, `document.querySelector("main article a").pathname`); at != first || strings.Contains(p.URL(), "Mariana") {
		t.Errorf("the search box finds %s first, at %s", at, p.URL())
	}
	for _, bad := range p.Trouble() {
		t.Errorf("the browser says: %s", bad)
	}
}

// TestReportedFourTimes: with scripts and without.
func TestReportedFourTimes(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	newTeam(t, filepath.Join(t.TempDir(), "x.db")).fourTimes(t, p, true)
	p.Scripts(false)
	newTeam(t, filepath.Join(t.TempDir(), "y.db")).fourTimes(t, p, false)
}

// TestReviewList: the records officer sees a pair with the reason, says what it
// is, finds it in both files and takes it back; adds a spelling and takes it
// out.
func TestReviewList(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	m := newTeamOf(t, filepath.Join(t.TempDir(), "x.db"), map[string]tatm.Seat{"Desk": {Role: tatm.Intake}, "Records": {Role: tatm.RecordsOffice}})
	m.be(t, p, "Desk")
	for _, family := range []string{"Thornquist", "Thornqvist"} {
		p.Open(m.desk.URL + "/people/new")
		p.Fill(".form [name=given]", "Ignatius")
		p.Fill(".form [name=family]", family)
		p.Follow(".form button.primary")
		testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
		for part, v := range map[string]string{"year": "2009", "month": "11", "day": "2"} {
			p.Fill(`form[action$="/birth"] [name="date.`+part+`"]`, v)
		}
		p.Follow(`form[action$="/birth"] button.primary`)
	}
	if err := m.app.SweepPairs(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.be(t, p, "Records")
	p.Open(m.desk.URL + "/people/doubles")
	if p.Count("main article") != 1 || p.Count("main article .clues li") == 0 {
		t.Fatalf("the list: %s", p.Text("main"))
	}
	if bad := p.Axe(); len(bad) > 0 {
		t.Errorf("axe: %v", bad)
	}
	p.Fill("main article [name=basis]", "one birth record")
	p.Follow("main article button[value=same]")
	if p.Count("main article") != 0 {
		t.Error("answered, and still on the list")
	}
	p.Open(m.desk.URL + "/people")
	p.Follow("main .rows a")
	if !strings.Contains(p.Text("main"), "one birth record") || p.Count(`form[action$="/name"]`) != 0 {
		t.Errorf("the file: %s", p.Text("main"))
	}
	testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
	p.Check(`form[action$="/apart"] [name=other]`)
	p.Fill(`form[action$="/apart"] [name=undone]`, "two cousins")
	p.Follow(`form[action$="/apart"] button.primary`)
	if !strings.Contains(p.Text("main"), "two cousins") {
		t.Error("that it was taken back is not shown")
	}
	p.Open(m.desk.URL + "/spellings")
	p.Fill(".form [name=names]", "Ignatius")
	if got := p.Follow(".form button.primary"); got != http.StatusUnprocessableEntity || p.Count("#e-names") != 1 {
		t.Errorf("one name as a line: status %d", got)
	}
	p.Fill(".form [name=names]", "Ignatius, Iggy")
	p.Follow(".form button.primary")
	if p.Count("main .rows li") != 1 {
		t.Error("the line is not listed")
	}
	p.Follow("main .rows li button")
	if p.Count("main .rows li") != 0 {
		t.Error("the line is listed after it was taken out")
	}
}
