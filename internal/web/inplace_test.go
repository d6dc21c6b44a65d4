package web_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"offramp/internal/testbed"
)

// walk goes through one job at a browser: a case, its facts, an observation
// that is refused for want of words, and taken with them.
func (s site) walk(t *testing.T, p *testbed.Page) {
	t.Helper()
	s.be(t, p, "Rosa Delgado")
	p.Follow("nav a[href='/cases']")
	p.Follow("tbody a")
	testbed.Eval[string](p, "window.mark = 'here'")
	p.Follow(".casenav a[href$='/facts']")
	if !strings.HasSuffix(p.URL(), "/facts") || p.Count(".casenav a[aria-current][href$='/facts']") != 1 {
		t.Fatalf("the facts are not shown at %s", p.URL())
	}
	p.Follow("a[href$='/do/observation']")
	p.Fill(".form [name='source']", "The foreman")
	if got := p.Follow(".form button.primary"); got != http.StatusUnprocessableEntity {
		t.Fatalf("an empty observation: status %d", got)
	}
	if p.Count("#faults a[href='#f-text']") != 1 || p.Count("#f-text[aria-invalid][aria-describedby~='e-text']") != 1 {
		t.Error("the fault is not at its field")
	}
	if got := testbed.Eval[string](p, `document.querySelector(".form [name='source']").value`); got != "The foreman" {
		t.Errorf("the source was lost: %q", got)
	}
	p.Fill(".form [name='text']", "He parked across the street again.")
	if got := p.Follow(".form button.primary"); got != http.StatusOK || !strings.HasSuffix(p.URL(), "/facts") {
		t.Fatalf("the observation: status %d at %s", got, p.URL())
	}
	if !strings.Contains(p.Text("main"), "across the street") {
		t.Error("the observation is not shown")
	}
}

// TestInPlace: where scripts run, tabs and forms of a case change the inside of
// the page alone, with the focus where it belongs, and what stands around it
// knows where the reader is.
func TestInPlace(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	s.walk(t, p)
	if testbed.Eval[string](p, "window.mark ?? 'gone'") != "here" {
		t.Error("the page was loaded anew")
	}
	if p.Count("main main, main header") != 0 {
		t.Error("a page stands inside the page")
	}
	p.Follow("a[href$='/do/task']")
	p.Follow(".form button.primary")
	if got := p.Focused(); got != "div#faults" {
		t.Errorf("after a refusal the keyboard is at %s", got)
	}
	at := p.URL()
	p.Follow("button[name=lang]")
	if p.URL() != at || p.Text("h1") == "" || testbed.Eval[string](p, "document.documentElement.lang") != "es" {
		t.Errorf("another language leads to %s, not %s", p.URL(), at)
	}
	if testbed.Eval[int](p, "sessionStorage.length + localStorage.length") != 0 {
		t.Error("something of a page stays in the browser")
	}
	p.Open(s.desk.URL + "/cases")
	testbed.Eval[string](p, "window.mark = 'here'")
	p.Follow(".pills a[href*='mine']")
	if !strings.Contains(p.URL(), "mine=1") || testbed.Eval[string](p, "window.mark ?? 'gone'") != "here" {
		t.Error("the view of a list loads the page anew")
	}
	for _, bad := range p.Trouble() {
		if !strings.Contains(bad, "status of 422") {
			t.Errorf("the browser says: %s", bad)
		}
	}
}

// TestWithoutScripts: the same job, with the same words and the same ends, by
// links and forms alone.
func TestWithoutScripts(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	p.Scripts(false)
	s.walk(t, p)
}

// TestFragments: an answer to htmx is the inside of the page with the status of
// the whole one; without a session it sends the browser to the sign-in.
func TestFragments(t *testing.T) {
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	ask := func(path string) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.desk.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("HX-Request", "true")
		res, err := s.desk.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	if res := ask("/cases"); res.StatusCode != http.StatusUnauthorized || res.Header.Get("HX-Redirect") != "/sign-in" {
		t.Errorf("without a session: %d, to %q", res.StatusCode, res.Header.Get("HX-Redirect"))
	}
	res := ask("/nowhere")
	body := make([]byte, 200)
	n, _ := res.Body.Read(body)
	if res.StatusCode != http.StatusNotFound || !strings.HasPrefix(string(body[:n]), "<title>") || res.Header.Get("HX-Push-Url") != "false" {
		t.Errorf("nowhere: %d, %q", res.StatusCode, body[:n])
	}
}
