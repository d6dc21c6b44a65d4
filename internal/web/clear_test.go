package web_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"offramp/internal/coherence"
)

var caseLinks = regexp.MustCompile(`/cases/[0-9a-z]{26}`)

var findingLinks = regexp.MustCompile(`(?s)aria-labelledby="lack">.*?</section>`)

// TestEveryFindingIsCleared: the link of every finding of every case of the
// county answers with a form to a chair of its team, and the form of every rule
// opens on a case that does not have its finding too.
func TestEveryFindingIsCleared(t *testing.T) {
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	href, followed := regexp.MustCompile(`href="(/cases/[^"]+/do/[^"]+)"`), map[string]bool{}
	for _, who := range []string{"Rosa Delgado", "Carl Medina"} {
		chair := s.caller(t, who)
		_, list := chair.get("/cases?all=1")
		cases := slices.Compact(slices.Sorted(slices.Values(caseLinks.FindAllString(list, -1))))
		if len(cases) < 5 {
			t.Fatalf("%s sees %d cases", who, len(cases))
		}
		for _, kase := range cases {
			_, page := chair.get(kase)
			for _, a := range href.FindAllStringSubmatch(findingLinks.FindString(page), -1) {
				to := strings.ReplaceAll(a[1], "&amp;", "&")
				if res, form := chair.get(to); res.StatusCode != http.StatusOK || !strings.Contains(form, `class="form"`) {
					t.Errorf("%s: status %d", to, res.StatusCode)
				}
				act, _, _ := strings.Cut(to[strings.Index(to, "/do/")+4:], "?")
				act, _, _ = strings.Cut(act, "/")
				followed[act] = true
			}
		}
		for _, f := range coherence.Rules() {
			if res, _ := chair.get(cases[0] + "/do/" + f.Act); res.StatusCode != http.StatusOK {
				t.Errorf("%s: the form %s answers %d", f.Code, f.Act, res.StatusCode)
			}
		}
	}
	if len(followed) < 8 {
		t.Errorf("only %v was followed: the test shows little", followed)
	}
}

// caller signs somebody of the county in without a browser.
func (s site) caller(t *testing.T, name string) caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := caller{t, team{site: s}, &http.Client{Jar: jar}}
	for _, p := range s.personas {
		if p.Name == name {
			r, err := c.c.PostForm(s.desk.URL+"/persona", url.Values{"id": {string(p.ID)}})
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			return c
		}
	}
	t.Fatalf("nobody is called %s", name)
	return c
}
