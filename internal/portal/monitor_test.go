package portal_test

import (
	"net/url"
	"strings"
	"testing"

	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestCheckInByLink: a monitor checks in by a link without an account, with a
// staff cookie that goes unread; what is missing is said with nothing typed
// lost; the same form sent twice is one word; nothing of the case is shown, and
// what they sent is not shown again. A made-up link answers like nothing.
func TestCheckInByLink(t *testing.T) {
	for name, at := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, at)
			desk, kase, _ := d.lone(t)
			made := func(m app.Made, err error) app.Made {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				return m
			}
			ctx, now := t.Context(), d.app.Now()
			monitor := made(desk.AgreeMonitor(ctx, kase, tatm.Monitor{Name: "Aunt Vera", Relation: "aunt", Why: "w", Told: "t", Basis: "b", Watch: "Days missed", Reach: "telephone", Every: 7, Until: now.AddDate(0, 1, 0)})).Entry
			wire := made(desk.ArmTripwire(ctx, kase, tatm.Tripwire{Watch: "Gives things away", Type: "behaviour", Monitor: monitor, Action: "Secret action", Within: 3600e9, Expires: now.AddDate(0, 1, 0)})).Entry
			token, _, err := desk.LinkMonitor(ctx, kase, monitor)
			if err != nil {
				t.Fatal(err)
			}
			link := d.URL + "/checkin/" + token
			status, page, cookies := send(t, "GET", link+"?lang=en", nil)
			if status != 200 || len(cookies) != 0 || !strings.Contains(page, "Days missed") || !strings.Contains(page, "Gives things away") {
				t.Fatalf("status %d, cookies %v: %s", status, cookies, page)
			}
			for _, never := range []string{"Secret", "Jo Hidden", "Aunt Vera", "The only one", "<script"} {
				if strings.Contains(page, never) {
					t.Errorf("the page shows %q", never)
				}
			}
			status, page, _ = send(t, "POST", link+"?lang=es", url.Values{"word": {"changed"}, "seen_when": {"Sunday night"}, "wire": {string(wire)}})
			if status != 422 || !strings.Contains(page, "Sunday night") || !strings.Contains(page, `id="e-text"`) || !strings.Contains(page, `value="`+string(wire)+`" checked`) {
				t.Errorf("a change without a word: status %d: %s", status, page)
			}
			full := url.Values{"word": {"changed"}, "seen_words": {"He gave his drum away"}, "wire": {string(wire)}, "once": {"k"}}
			for range 2 {
				if status, page, _ = send(t, "POST", link+"?lang=en", full); status != 200 || !strings.Contains(page, "It has arrived") {
					t.Errorf("sent: status %d: %s", status, page)
				}
			}
			if status, page, _ = send(t, "GET", link+"?lang=en", nil); status != 200 || strings.Contains(page, "drum") || !strings.Contains(page, "Nobody has read it yet") {
				t.Errorf("afterwards: status %d: %s", status, page)
			}
			v, err := desk.SeeCase(ctx, kase)
			if err != nil {
				t.Fatal(err)
			}
			if w, _ := tatm.Find[tatm.Tripwire](v.File, wire); len(tatm.All[tatm.CheckIn](v.File)) != 1 || w.Rec.State != tatm.Raised {
				t.Errorf("%d words, the tripwire is %s", len(tatm.All[tatm.CheckIn](v.File)), w.Rec.State)
			}
			made(desk.UnlinkMonitor(ctx, kase, monitor))
			for _, method := range []string{"GET", "POST"} {
				if status, page, _ = send(t, method, link+"?lang=en", url.Values{"word": {"fine"}}); status != 410 || !strings.Contains(page, "does not work any more") || strings.Contains(page, "Days missed") {
					t.Errorf("%s after it was ended: status %d", method, status)
				}
			}
			if status, page, _ = send(t, "GET", d.URL+"/checkin/"+token[:len(token)-2]+"xx?lang=en", nil); status != 404 || strings.Contains(page, "Days missed") {
				t.Errorf("a made-up link: status %d", status)
			}
			if strings.Contains(d.log.String(), token) {
				t.Error("the log holds the link")
			}
		})
	}
}
