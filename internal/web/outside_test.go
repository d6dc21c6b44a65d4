package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestOutsideSecondInABrowser: a chair who is the whole team writes a plan, hands
// over a link, somebody outside reads and signs it, and the chair approves: the
// plan says by whom it was seconded. Nothing of the pages breaks a rule of
// accessibility, and none is wider than a phone.
func TestOutsideSecondInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	h := &hand{t: t, p: p, m: newTeamOf(t, testbed.Engines(t)["sqlite"], map[string]tatm.Seat{"Chair": {Role: tatm.Chair, Discipline: tatm.LawEnforcement}})}
	look := func(name string) {
		t.Helper()
		for _, w := range []int{320, 1280} {
			p.Size(w, 800)
			for _, v := range p.Axe() {
				t.Errorf("%s: %s", name, v)
			}
			if n := p.Overflow(); n > 0 {
				t.Errorf("%s at %d: %d pixels too wide", name, w, n)
			}
			if to := os.Getenv("OFFRAMP_SCREENSHOTS"); to != "" {
				p.Screenshot(filepath.Join(to, name+map[int]string{320: "-phone", 1280: ""}[w]+".png"))
			}
		}
	}
	h.be("Chair")
	h.p.Open(h.m.desk.URL + "/cases/new")
	h.fill("title", "Secret title", "subject", "Jo Hidden", "next", "Write the plan", "by", "2030-01-01T10:00")
	h.p.Follow(".form button.primary")
	h.kase = strings.TrimPrefix(h.p.URL(), h.m.desk.URL)
	plan := []string{"goals", "Heard and housed", "voice", "v", "target_plan", "t", "exit", "e", "review", "2030-01-20", "none_needed.subject", "n", "none_needed.target", "n", "none_needed.environment", "n", "none_needed.events", "n", "no_monitor", "Nobody suitable"}
	for _, c := range tatm.Considerations {
		plan = append(plan, "choose", "considered."+c+"=no", "considered."+c+".why", "not now")
	}
	h.do("plan", plan...)
	h.p.Open(h.m.desk.URL + h.kase + "/do/outside")
	look("outside-ask")
	h.fill("name", "Ann Other", "role", "Chair, next county", "reach", "By phone")
	if got := h.p.Follow(".form button.primary"); got != 200 {
		t.Fatalf("asked: status %d: %s", got, p.Text("main"))
	}
	look("outside-link")
	link := p.Text("code.outside-link")
	if s := p.Text("main"); !strings.Contains(s, "Heard and housed") || strings.Contains(s, "Hidden") {
		t.Errorf("the asker reads what will be seen: %s", s)
	}
	p.Open(link + "?lang=en")
	look("outside-second")
	if s := p.Text("main"); !strings.Contains(s, "Heard and housed") || strings.Contains(s, "Hidden") || strings.Contains(s, "Secret title") {
		t.Errorf("who holds the link sees: %s", s)
	}
	p.Check("input[name=answer][value=yes]")
	p.Fill("#words", "I would do the same")
	p.Fill("#signed_name", "Ann Other")
	p.Fill("#signed_role", "Chair, next county")
	p.Follow("main form button")
	if s := p.Text("main"); !strings.Contains(s, "on record") {
		t.Fatalf("signed: %s", s)
	}
	h.do("approve")
	if s := h.see("plan"); !strings.Contains(s, "seconded from outside by Ann Other, Chair, next county") {
		t.Errorf("the approved plan does not say who seconded it: %s", s)
	}
	look("outside-plan")
	if s := h.see("decisions"); !strings.Contains(s, "Agrees") || !strings.Contains(s, "I would do the same") {
		t.Errorf("the request with its answer is no entry on the case: %s", s)
	}
	if h.m.log.Len() > 0 {
		t.Errorf("the log says: %s", h.m.log)
	}
}
