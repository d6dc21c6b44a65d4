package web_test

import (
	"path/filepath"
	"strings"
	"testing"

	"offramp/internal/testbed"
)

// sent sends the form of a page with this address and returns the status.
func (h *hand) sent(path string, answers ...string) int {
	h.t.Helper()
	form := `form[action$="` + path + `"]`
	testbed.Eval[bool](h.p, `(() => { document.querySelectorAll("details").forEach(d => { d.open = true }); return true })()`)
	for i := 0; i < len(answers); i += 2 {
		h.p.Fill(form+` [name="`+answers[i]+`"]`, answers[i+1])
	}
	return h.p.Follow(form + " button.primary")
}

// TestPeopleInABrowser: an unknown person is found by number or by words, a
// detail is corrected and withdrawn, two files are linked, and the list of gaps
// asks somebody in one step.
func TestPeopleInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	h := &hand{t: t, p: p, m: newTeam(t, filepath.Join(t.TempDir(), "x.db"))}
	h.be("Chair")
	var files []string
	for _, family := range []string{"Vane", "Vain"} {
		p.Open(h.m.desk.URL + "/people/new")
		p.Fill(`[name="given"]`, "Curtis")
		p.Fill(`[name="family"]`, family)
		if p.Follow(".form button.primary") != 200 {
			t.Fatal(p.Text("main"))
		}
		files = append(files, strings.TrimPrefix(p.URL(), h.m.desk.URL))
	}
	if err := h.m.app.TakeWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.sent("/detail", "value", "555-0100", "from.year", "2020", "to.year", "2019"); got != 422 || !strings.Contains(p.Text(".summary"), "before the beginning") {
		t.Errorf("an end before the beginning: %d %s", got, p.Text("main"))
	}
	if got := h.sent("/detail", "value", "555-0100", "from.year", "2020", "to.year", ""); got != 200 || !strings.Contains(p.Text("main"), "since 2020") {
		t.Errorf("a detail: %d %s", got, p.Text("main"))
	}
	p.Follow(".told:last-of-type a")
	p.Fill(`[name="withdrawn"]`, "his uncle’s")
	if p.Follow(".form button.primary") != 200 || p.Count("del") != 1 {
		t.Errorf("a detail was not withdrawn: %s", p.Text("main"))
	}
	if got := h.sent("/same", "other", "Curtis", "basis", "one voice"); got != 422 || p.Count(`form[action$="/same"] input[type=radio]`) != 2 {
		t.Errorf("two people of one name are not offered as a choice: %d %s", got, p.Text("main"))
	}
	if got := h.sent("/same", "basis", "one voice"); got != 422 {
		t.Errorf("linked to nobody: %d", got)
	}
	p.Open(h.m.desk.URL + files[1])
	if got := h.sent("/same", "other", "1", "basis", "one voice"); got != 200 || !strings.Contains(p.Text("main"), "Curtis Vane") {
		t.Errorf("linked by number: %d %s", got, p.Text("main"))
	}

	p.Open(h.m.desk.URL + "/cases/new")
	for _, x := range [][2]string{{"title", "A voice"}, {"subject", "unknown"}, {"next", "Listen"}, {"by", "2030-01-01T10:00"}} {
		p.Fill(`[name="`+x[0]+`"]`, x[1])
	}
	p.Follow(".form button.primary")
	h.kase = strings.TrimPrefix(p.URL(), h.m.desk.URL)
	h.see("people")
	part := testbed.Eval[string](p, `[...document.querySelectorAll("td a")].find(a => a.pathname.includes("/do/part/")).pathname.split("/").pop()`)
	h.do("part/"+part, "person", "Person 1")
	if s := h.see("people"); !strings.Contains(s, "Curtis Vane") || !strings.Contains(s, "2 versions") {
		t.Errorf("found later: %s", s)
	}
	h.do("risk", "own", "What he wants", "choose", "rating=unknown")
	h.see("factors")
	ask := testbed.Eval[string](p, `document.querySelector(".gaps a[href*='gap=']").href`)
	p.Open(ask)
	p.Fill(`[name="of"]`, "His landlord")
	if p.Follow(".form button.primary") != 200 || !strings.Contains(p.Text("main"), "His landlord") {
		t.Errorf("from the list of gaps, asking takes more than whom: %s", p.Text("main"))
	}
	if h.m.log.Len() > 0 {
		t.Errorf("the log says: %s", h.m.log)
	}
}
