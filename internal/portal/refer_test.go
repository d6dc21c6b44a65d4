package portal_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestPartnersLink: a partner refers by their link and reads one word for where
// it stands; a link that does not hold looks like one that never was.
func TestPartnersLink(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			var team tatm.TeamID
			if by, err := d.app.Door(d.org).Channel(t.Context(), "", ""); err == nil {
				team = by.Channel.Team
			}
			desk := d.app.As(access.Actor{ID: d.staff, Org: d.org, Seats: []tatm.Seat{{Role: tatm.Intake, Team: team}}})
			token, err := desk.AddPartner(t.Context(), team, tatm.Partner{Name: "Harbor Shelter", Kind: "shelter", Contact: "555-0177"})
			if err != nil {
				t.Fatal(err)
			}
			read := func(path string) (int, string) {
				r, err := http.Get(d.URL + path)
				if err != nil {
					t.Fatal(err)
				}
				defer r.Body.Close()
				b, _ := io.ReadAll(r.Body)
				if r.Header.Get("Set-Cookie") != "" {
					t.Error("a cookie is set")
				}
				return r.StatusCode, string(b)
			}
			if status, page := read("/refer/" + token + "?lang=en"); status != 200 || !strings.Contains(page, "Harbor Shelter") || !strings.Contains(page, "Training due") {
				t.Errorf("%d %s", status, page)
			}
			if status, page := d.post(t, "/refer/"+token, url.Values{"do": {"refer"}, "who": {"kept words"}}); status != 422 || !strings.Contains(page, "kept words") {
				t.Errorf("without a word: %d", status)
			}
			f := url.Values{"do": {"refer"}, "once": {"a"}, "narrative": {"A guest keeps a knife"}}
			for range 2 {
				if status, page := d.post(t, "/refer/"+token, f); status != 200 || strings.Count(page, "Received") != 1 || strings.Contains(page, "a knife") {
					t.Errorf("%d %s", status, page)
				}
			}
			if status, page := d.post(t, "/refer/"+token, url.Values{"do": {"brief"}}); status != 200 || strings.Contains(page, "Training due") {
				t.Errorf("what was read is due still: %d", status)
			}
			report := d.only(t)
			if status, page := d.post(t, "/refer/"+token, url.Values{"do": {"add"}, "file": {string(report)}, "text": {"He left"}}); status != 200 || !strings.Contains(page, "It has been added") {
				t.Errorf("an answer: %d %s", status, page)
			}
			one, a := read("/refer/" + token + "x?lang=en")
			two, b := read("/refer/nothing?lang=en")
			if one != 404 || two != 404 || strings.ReplaceAll(a, token+"x", "T") != strings.ReplaceAll(b, "nothing", "T") {
				t.Error("a wrong link is told apart from none")
			}
		})
	}
}
