package portal_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/portal"
	"offramp/internal/testbed"
)

// way is how a stranger tries a route: with something that opens nothing. What
// is tried stands as %s in the address or in the form.
type way struct {
	address string
	form    url.Values
	opens   string // what opens it: "words", "link", or nothing
}

// ways has a row for each route of the portal.
var ways = map[string][]way{
	"GET /{$}":     {{address: "/"}},
	"GET /tell":    {{address: "/tell"}},
	"POST /tell":   {{address: "/tell", form: url.Values{"narrative": {""}}}},
	"GET /thread":  {{address: "/thread"}},
	"GET /exit":    {{address: "/exit"}},
	"GET /assets/": {{address: "/assets/portal.css"}},
	"/":            {{address: "/nowhere/at/all"}},
	"POST /thread": {
		{address: "/thread", form: url.Values{"words": {"%s"}}, opens: "words"},
		{address: "/thread", form: url.Values{"words": {"%s"}, "do": {"add"}, "text": {"more"}}, opens: "words"},
		{address: "/thread", form: url.Values{"words": {"%s"}, "do": {"reveal"}, "name": {"N"}, "contact": {"c"}}, opens: "words"},
	},
	"GET /second/{token}":  {{address: "/second/%s", opens: "link"}},
	"POST /second/{token}": {{address: "/second/%s", form: url.Values{"answer": {"yes"}, "words": {"x"}, "signed_name": {"x"}, "signed_role": {"x"}}, opens: "link"}},
}

// TestA4_01_PortalMatrix: every route of the portal, with words and links that
// are made up, another organisation's or replaced: each answers byte for byte
// like the made-up one; and none, revoked links too, shows a word that was told. A staff
// cookie changes nothing anywhere.
func TestA4_01_PortalMatrix(t *testing.T) {
	for _, pattern := range portal.Patterns() {
		if ways[pattern] == nil {
			t.Errorf("the portal's route %q has no row in ways (portal/matrix_test.go): add how a stranger tries it, and what opens it", pattern)
		}
	}
	for engine, at := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			d := newDoor(t, at)
			tried := strangers(t, d)
			n := 0
			for pattern, rows := range ways {
				for _, row := range rows {
					like := d.try(row, pattern, tried[row.opens]["made up"], &n)
					for name, key := range tried[row.opens] {
						got := d.try(row, pattern, key, &n)
						if strings.Contains(strings.ToLower(got), "zq") {
							t.Errorf("LEAK: %s with what is %s shows what was told", pattern, name)
						}
						// Whoever holds the secret of a link is told that the team ended it.
						if got != like && name != "revoked" {
							t.Errorf("LEAK: %s answers what is %s differently from what is made up:\n%.900s\nand\n%.900s", pattern, name, got, like)
						}
					}
				}
			}
			if strings.Contains(strings.ToLower(d.log.String()), "zq") {
				t.Errorf("the log says %s", d.log)
			}
		})
	}
}

// strangers are the keys that open nothing at this organisation's door.
func strangers(t *testing.T, d door) map[string]map[string]string {
	t.Helper()
	ctx := t.Context()
	other := door{app: d.app, log: d.log}
	var err error
	if other.org, err = d.app.Found(ctx, "Elsewhere", "UTC"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.app.As(access.Actor{ID: "console", Org: other.org, Clock: true}).AddTeam(ctx, "Team", "county"); err != nil {
		t.Fatal(err)
	}
	other.Server = httptest.NewServer(portal.New(d.app, other.org, slog.New(slog.NewTextHandler(d.log, nil))))
	t.Cleanup(other.Close)
	_, _, theirs := other.tell(t, url.Values{"once": {"a"}, "narrative": {"zqtold elsewhere"}})
	_, _, replaced := d.tell(t, url.Values{"once": {"a"}, "narrative": {"zqtold here"}})
	if _, err := d.intake().GiveReceipt(ctx, d.only(t)); err != nil || theirs == "" || replaced == "" {
		t.Fatalf("no receipts: %q %q %v", theirs, replaced, err)
	}
	link := func(d door, revoke bool) string {
		desk, kase, closure := d.lone(t)
		token, _, err := desk.AskOutside(ctx, kase, app.Asking{Matter: closure, Name: "zqann", Role: "Chair", Reach: "phone", Days: 2})
		if err != nil {
			t.Fatal(err)
		}
		v, err := desk.SeeCase(ctx, kase)
		for _, e := range v.File.Entries {
			if revoke && e.Record.Kind() == "outside" {
				_, err = desk.RevokeOutside(ctx, kase, e.ID)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	revoked, elsewhere := link(d, true), link(other, false)
	made := revoked[:len(revoked)-4] + "zzzz"
	return map[string]map[string]string{
		"":      {"made up": "", "signed in": "cookie"},
		"words": {"made up": "one two three four five six seven", "another organisation's": theirs, "replaced": replaced},
		"link":  {"made up": made, "another organisation's": elsewhere, "revoked": revoked, "no link at all": "not-a-link"},
	}
}

// chance is the form's key: the one thing that differs between two answers to
// the same request.
var chance = regexp.MustCompile(`name="once" value="[^"]*"`)

// try asks once, from a network of its own, and makes equal what the request
// itself brought.
func (d door) try(w way, pattern, key string, n *int) string {
	*n++
	method, _, found := strings.Cut(pattern, " ")
	if !found {
		method = http.MethodGet
	}
	at, form := w.address, url.Values{}
	if w.opens != "" {
		at = strings.ReplaceAll(at, "%s", key)
	}
	for name, v := range w.form {
		form.Set(name, strings.ReplaceAll(v[0], "%s", key))
	}
	r := httptest.NewRequest(method, at, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.1:99", *n/250, *n%250)
	if key == "cookie" {
		r.AddCookie(&http.Cookie{Name: "offramp", Value: "staff"})
	}
	rec := httptest.NewRecorder()
	d.Config.Handler.ServeHTTP(rec, r)
	s := fmt.Sprint(rec.Code, rec.Header(), rec.Body.String())
	if w.opens != "" {
		s = strings.ReplaceAll(s, key, "KEY")
	}
	return chance.ReplaceAllString(s, "")
}
