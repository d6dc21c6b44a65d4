package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// TestASVS_Passwords: each field for a password is masked and open to pasting
// and to password managers; none asks for a hint; an old password goes on
// counting (OWASP ASVS 5.0 6.2.6, 6.2.7, 6.2.10, 6.4.2).
func TestASVS_Passwords(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	m.admin(t, "robin")
	c, fields := m.caller(t, "Chair"), 0
	for _, at := range []string{"/sign-in", "/welcome", "/account"} {
		_, page := c.get(at)
		for _, in := range regexp.MustCompile(`<input[^>]*name="(password|old|new)"[^>]*>`).FindAllString(page, -1) {
			fields++
			if !strings.Contains(in, `type="password"`) || strings.Contains(in, "onpaste") || strings.Contains(in, "maxlength") || strings.Contains(in, `autocomplete="off"`) {
				t.Errorf("%s: %s", at, in)
			}
		}
		if low := strings.ToLower(page); strings.Contains(low, "security question") || regexp.MustCompile(`name="[^"]*(hint|maiden|answer-to)[^"]*"`).MatchString(low) {
			t.Errorf("%s asks for a hint", at)
		}
	}
	if fields < 2 {
		t.Errorf("only %d fields for a password were found", fields)
	}
	m.pass(5 * 365 * 24 * time.Hour)
	if _, err := m.app.SignIn(t.Context(), "robin", firstPassword, "", "n"); err != nil {
		t.Errorf("a password of five years ago: %v", err)
	}
}

// TestASVS_EachPage: every route tells browsers and caches to keep nothing, also
// where it refuses; every page of somebody signed in can sign out, and signing
// out clears the browser; cookies hold the session and settings, nothing else
// (OWASP ASVS 5.0 7.4.4, 14.2.2, 14.3.1, 14.3.2, 14.3.3).
func TestASVS_EachPage(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	chair, seat := m.as(t, "Chair")
	made, err := chair.OpenCase(t.Context(), seat.Team, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: m.app.Now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := m.app.Persona(t.Context(), m.org, tatm.ActorID(m.id(t, "Chair")))
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]bool{"offramp": true, "lang": true, "theme": true, "keys": true, "order": true, "sso": true}
	pages := 0
	for _, r := range web.Routes() {
		method, at, found := strings.Cut(r.Pattern, " ")
		if !found {
			method, at = http.MethodGet, "/nowhere"
		}
		at = strings.NewReplacer("{$}", "", "{tab}", "facts", "{act}", "message").Replace(at)
		at = regexp.MustCompile(`\{\w+\}`).ReplaceAllString(at, string(made.File))
		q := httptest.NewRequest(method, at, strings.NewReader(url.Values{"once": {"k"}}.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if at != "/sign-out" {
			q.AddCookie(&http.Cookie{Name: "offramp", Value: token})
		}
		w := httptest.NewRecorder()
		m.desk.Config.Handler.ServeHTTP(w, q)
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", r.Pattern, got)
		}
		for _, c := range w.Result().Cookies() {
			if !settings[c.Name] || c.Name != "offramp" && strings.Contains(c.Value, string(made.File)) {
				t.Errorf("%s keeps %s=%s in the browser", r.Pattern, c.Name, c.Value)
			}
		}
		if at == "/sign-out" && !strings.Contains(w.Header().Get("Clear-Site-Data"), "storage") {
			t.Error("signing out does not clear the browser")
		}
		// A paper page and the open ones stand in no frame.
		if body := w.Body.String(); method == http.MethodGet && w.Code == http.StatusOK && !r.Open && !strings.HasSuffix(at, "/blank") {
			if pages++; !strings.Contains(body, `action="/sign-out"`) {
				t.Errorf("%s: no way to sign out", r.Pattern)
			}
		}
	}
	if pages < 15 {
		t.Errorf("only %d pages were looked at", pages)
	}
}
