package web_test

import (
	"path/filepath"
	"strings"
	"testing"

	"offramp/internal/testbed"
)

// TestIntakeInABrowser: the roster is kept, a report is filed and taken by who
// is on duty, a passage is hidden, a ready message is chosen and changed, and
// what protects the reporter is done, all by forms without scripts.
func TestIntakeInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	h := &hand{t: t, p: p, m: newTeam(t, filepath.Join(t.TempDir(), "x.db"))}
	h.be("Desk")
	p.Scripts(false)
	p.Open(h.m.desk.URL + "/roster")
	me := testbed.Eval[string](p, `[...document.querySelectorAll("form[action$='/turn'] select option")].find(o => o.textContent.startsWith("Desk")).value`)
	choose := func(name, value string) {
		testbed.Eval[bool](p, `(() => { document.querySelector("form[action$='/turn'] input[name=`+name+`][value=`+value+`]").checked = true; return true })()`)
	}
	choose("hours", "hours")
	if got := h.sent("/turn", "who", me, "from", "half past", "to", "6 am"); got != 422 || !strings.Contains(p.Text("main"), "time of day") || testbed.Eval[string](p, `document.querySelector("form[action$='/turn'] [name=from]").value`) != "half past" {
		t.Errorf("a time that is none: %d %s", got, p.Text("main"))
	}
	choose("hours", "always")
	if got := h.sent("/turn", "who", me, "from", "", "to", ""); got != 200 || !strings.Contains(p.Text("main"), "By day and night") {
		t.Fatalf("a turn: %d %s", got, p.Text("main"))
	}
	p.Open(h.m.desk.URL + "/reports/new")
	h.fill("narrative", "My brother keeps a list. I am his only sister.")
	if p.Follow(".form button.primary") != 200 {
		t.Fatal(p.Text("main"))
	}
	at := p.URL()
	p.Follow("form[action$='/take'] button")
	if !strings.Contains(p.Text("main"), "Taken by Desk · on duty") {
		t.Errorf("who took it: %s", p.Text("main"))
	}
	if got := h.sent("/veil", "passage", "not there"); got != 422 || !strings.Contains(p.Text("main"), "Copy them exactly") {
		t.Errorf("a passage that is not there: %d", got)
	}
	if got := h.sent("/veil", "passage", "his only sister"); got != 200 {
		t.Errorf("a passage: %d %s", got, p.Text("main"))
	}
	testbed.Eval[bool](p, `(() => { document.querySelector("#do-reply").open = true; return true })()`)
	p.Follow(`a[href*="say=working"]`)
	if got := testbed.Eval[string](p, `document.querySelector("form[action$='/reply'] textarea").value`); !strings.HasPrefix(got, "We are looking into") {
		t.Errorf("the ready message is not in the form: %q", got)
	}
	if got := h.sent("/reply", "text", "We are looking into it, Wednesday at the latest."); got != 200 || !strings.Contains(p.Text("main"), "Wednesday at the latest") {
		t.Errorf("the reply: %d", got)
	}
	if got := h.sent("/punished", "text", "He took her keys"); got != 200 || !strings.Contains(p.Text("main"), "Punished for reporting") {
		t.Errorf("retaliation: %d", got)
	}
	if got := h.sent("/demand", "by", "County court", "asks", "The name", "received", "2020-01-01T10:00"); got != 200 || !strings.Contains(p.Text("main"), "waits for counsel") {
		t.Errorf("a demand: %d %s", got, p.Text("main"))
	}
	for n := range 2 { // two papers, one after another
		if n == 0 {
			p.Open(h.m.desk.URL + "/reports/key")
		}
		h.fill("narrative", "From paper", "received", "2026-01-05T08:30", "choose", "weapon=yes", "name", "Mrs. Alder")
		if p.Follow(".form button.primary") != 200 || !strings.Contains(p.Text("main"), "is kept. Write its number on the paper") || testbed.Eval[string](p, `document.querySelector(".form [name=narrative]").value`) != "" {
			t.Fatalf("a paper was not keyed in: %s", p.Text("main"))
		}
	}
	if p.Open(h.m.desk.URL + "/reports/blank?lang=es"); !strings.Contains(p.Text("main"), "12. ") || !strings.Contains(p.Text("main"), "¿") {
		t.Errorf("the paper form in Spanish: %s", p.Text("main"))
	}
	h.be("Chair")
	p.Open(at)
	if got := p.Text("main"); strings.Contains(got, "sister") || !strings.Contains(got, "▮▮▮") {
		t.Errorf("the chair reads: %s", got)
	}
	p.Open(h.m.desk.URL + "/reports")
	if got := p.Text("main"); strings.Contains(got, "sister") {
		t.Errorf("the list tells it: %s", got)
	}
	p.Open(h.m.desk.URL + "/canned")
	p.Follow("a.button.primary")
	h.fill("text", "The office is closed on Monday.")
	if p.Follow(".form button.primary") != 200 || !strings.Contains(p.Text("main"), "closed on Monday") {
		t.Errorf("a message of the team's own: %s", p.Text("main"))
	}
	if h.m.log.Len() > 0 {
		t.Errorf("the log says: %s", h.m.log)
	}
}
