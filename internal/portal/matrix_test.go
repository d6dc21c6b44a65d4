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
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// way is how a stranger tries a route: with something that opens nothing. What
// is tried stands as %s in the address or in the form.
type way struct {
	address string
	form    url.Values
	opens   string // what opens it: "words", "link", "partner", "monitor", "channel", or nothing
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
	"GET /c/{slug}":        {{address: "/c/%s", opens: "channel"}},
	"GET /c/{slug}/{$}":    {{address: "/c/%s/", opens: "channel"}},
	"GET /c/{slug}/tell":   {{address: "/c/%s/tell", opens: "channel"}},
	"POST /c/{slug}/tell":  {{address: "/c/%s/tell", form: url.Values{"narrative": {""}}, opens: "channel"}},
	"GET /c/{slug}/thread": {{address: "/c/%s/thread", opens: "channel"}},
	"POST /c/{slug}/thread": {
		{address: "/c/%s/thread", form: url.Values{"words": {"one two three four five six seven"}}, opens: "channel"},
		{address: "/c/open-here/thread", form: url.Values{"words": {"%s"}}, opens: "words"},
		{address: "/c/open-here/thread", form: url.Values{"words": {"%s"}, "do": {"add"}, "text": {"more"}}, opens: "words"},
		{address: "/c/open-here/thread", form: url.Values{"words": {"%s"}, "do": {"reveal"}, "name": {"N"}, "contact": {"c"}}, opens: "words"},
	},
	"GET /refer/{token}": {{address: "/refer/%s", opens: "partner"}},
	"POST /refer/{token}": {
		{address: "/refer/%s", form: url.Values{"do": {"refer"}, "narrative": {"n"}}, opens: "partner"},
		{address: "/refer/%s", form: url.Values{"do": {"brief"}}, opens: "partner"},
		{address: "/refer/%s", form: url.Values{"do": {"add"}, "file": {"x"}, "text": {"more"}}, opens: "partner"},
	},
	"GET /checkin/{token}":  {{address: "/checkin/%s", opens: "monitor"}},
	"POST /checkin/{token}": {{address: "/checkin/%s", form: url.Values{"word": {"fine"}}, opens: "monitor"}},
	"GET /second/{token}":   {{address: "/second/%s", opens: "link"}},
	"POST /second/{token}":  {{address: "/second/%s", form: url.Values{"answer": {"yes"}, "words": {"x"}, "signed_name": {"x"}, "signed_role": {"x"}}, opens: "link"}},
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
		"channel": channels(t, d, other),
		"partner": partners(t, d, other),
		"monitor": monitors(t, d, other),
		"":        {"made up": "", "signed in": "cookie"},
		"words":   {"made up": "one two three four five six seven", "another organisation's": theirs, "replaced": replaced},
		"link":    {"made up": made, "another organisation's": elsewhere, "revoked": revoked, "no link at all": "not-a-link"},
	}
}

// channels are addresses of no open channel of this organisation, which gets one
// at /c/open-here.
func channels(t *testing.T, d, other door) map[string]string {
	t.Helper()
	for slug, of := range map[string]door{"theirs-only": other, "long-ended": d, "open-here": d} {
		by, err := of.app.Door(of.org).Channel(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		ch := tatm.PublicChannel{Name: "Zqchannel", Slug: slug, Team: by.Channel.Team, Languages: []string{"en"}}
		id, err := of.admin().KeepChannel(t.Context(), "", 0, ch)
		if err != nil {
			t.Fatal(err)
		}
		if slug == "long-ended" {
			ch.Closed = true
			if _, err := of.admin().KeepChannel(t.Context(), id, 1, ch); err != nil {
				t.Fatal(err)
			}
		}
	}
	return map[string]string{"made up": "nowhere", "another organisation's": "theirs-only", "closed": "long-ended"}
}

// partners are partners' links that open nothing here.
func partners(t *testing.T, d, other door) map[string]string {
	t.Helper()
	link := func(d door, end bool) string {
		ctx := t.Context()
		by, err := d.app.Door(d.org).Channel(ctx, "", "")
		if err != nil {
			t.Fatal(err)
		}
		desk, team := d.intake(), by.Channel.Team
		token, err := desk.AddPartner(ctx, team, tatm.Partner{Name: "Zqpartner", Kind: "shelter", Contact: "zqcontact"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.app.Door(d.org).ReferByLink(ctx, token, tatm.Report{Narrative: "zqtold by a partner"}); err != nil {
			t.Fatal(err)
		}
		if end {
			ps, err := desk.SeePartners(ctx, team)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := desk.EndPartner(ctx, team, ps[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		return token
	}
	ended := link(d, true)
	return map[string]string{"made up": ended[:len(ended)-4] + "zzzz", "another organisation's": link(other, false), "ended": ended, "no link at all": "not-a-link"}
}

// monitors are monitors' links that open nothing here.
func monitors(t *testing.T, d, other door) map[string]string {
	t.Helper()
	link := func(d door, revoke bool) string {
		ctx := t.Context()
		desk, kase, _ := d.lone(t)
		m, err := desk.AgreeMonitor(ctx, kase, tatm.Monitor{Name: "zqvera", Relation: "aunt", Why: "w", Told: "t", Basis: "b", Watch: "zqwatch", Reach: "telephone", Every: 7, Until: d.app.Now().AddDate(0, 1, 0)})
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := desk.LinkMonitor(ctx, kase, m.Entry)
		if err == nil && revoke {
			_, err = desk.UnlinkMonitor(ctx, kase, m.Entry)
		}
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	revoked := link(d, true)
	return map[string]string{"made up": revoked[:len(revoked)-4] + "zzzz", "another organisation's": link(other, false), "revoked": revoked, "no link at all": "not-a-link"}
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
