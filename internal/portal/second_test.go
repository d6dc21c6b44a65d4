package portal_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestSecondByLink: somebody outside opens a link without an account, with a
// staff cookie that goes unread, sees the closing and nothing else, is told what
// is missing with nothing typed lost, signs once, and then sees nothing more.
func TestSecondByLink(t *testing.T) {
	for name, at := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, at)
			desk, kase, closure := d.lone(t)
			token, _, err := desk.AskOutside(t.Context(), kase, app.Asking{Matter: closure, Name: "Ann Other", Role: "Chair, next county", Reach: "by phone", Days: 2})
			if err != nil {
				t.Fatal(err)
			}
			link := d.URL + "/second/" + token
			status, page, cookies := send(t, "GET", link+"?lang=en", nil)
			if status != 200 || len(cookies) != 0 {
				t.Fatalf("status %d, cookies %v", status, cookies)
			}
			for _, want := range []string{"Lesson learned here", "Ann Other", "Closing"} {
				if !strings.Contains(page, want) {
					t.Errorf("the page does not show %q", want)
				}
			}
			for _, never := range []string{"Secret title", "Jo Hidden", "The only one", string(kase) + `"`} {
				if strings.Contains(page, never) {
					t.Errorf("the page shows %q", never)
				}
			}
			if strings.Contains(page, "<script") {
				t.Error("the page needs a script")
			}
			status, page, _ = send(t, "POST", link+"?lang=en", url.Values{"answer": {"yes"}, "words": {"I read it twice"}})
			if status != 422 || !strings.Contains(page, "I read it twice") || !strings.Contains(page, `id="e-signed_name"`) {
				t.Errorf("without a name: status %d", status)
			}
			full := url.Values{"answer": {"yes"}, "words": {"I read it twice"}, "signed_name": {"Ann Other"}, "signed_role": {"Chair"}, "once": {"k"}}
			for range 2 { // the same form sent twice is one answer
				if status, page, _ = send(t, "POST", link+"?lang=en", full); status != 200 || !strings.Contains(page, "on record") {
					t.Errorf("signed: status %d", status)
				}
			}
			if status, page, _ = send(t, "GET", link+"?lang=es", nil); status != 200 || strings.Contains(page, "Lesson learned") || !strings.Contains(page, "ya se respondió") {
				t.Errorf("a used link: status %d", status)
			}
			if status, page, _ = send(t, "GET", d.URL+"/second/"+token[:len(token)-2]+"xx?lang=en", nil); status != 404 || strings.Contains(page, "Lesson") {
				t.Errorf("a made-up link: status %d", status)
			}
			if strings.Contains(d.log.String(), token) {
				t.Error("the log holds the link")
			}
			v, err := desk.SeeCase(t.Context(), kase)
			c, _ := tatm.Last[tatm.Closure](v.File)
			if err != nil || c.Rec.Outside == nil || c.Rec.Outside.Name != "Ann Other" {
				t.Errorf("the closing: %+v %v", c.Rec, err)
			}
		})
	}
}

// lone is a team of one with a closing that waits for a second person.
func (d door) lone(t *testing.T) (app.Desk, tatm.FileID, tatm.EntryID) {
	t.Helper()
	ctx := t.Context()
	boot := d.app.As(access.Actor{ID: "console", Org: d.org, Clock: true})
	by, err := d.app.Door(d.org).Channel(ctx, "", "")
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := boot.AddMember(ctx, app.NewMember{Login: fmt.Sprint("one-", networks.Add(1)), Name: "The only one"})
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Role: tatm.Chair, Team: by.Channel.Team}
	if _, err := boot.GiveSeat(ctx, id, seat); err != nil {
		t.Fatal(err)
	}
	desk := d.app.As(access.Actor{ID: id, Org: d.org, Seats: []tatm.Seat{seat}})
	kase, err := desk.OpenCase(ctx, by.Channel.Team, app.NewCase{Title: "Secret title", Subject: "Jo Hidden", Charge: tatm.Charge{Next: "n", By: d.app.Now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	c := tatm.Closure{Reason: "deceased", Checks: map[string]string{}, AfterCare: "a", Reporter: "r", Retaliation: "n", Lessons: "Lesson learned here"}
	for _, k := range tatm.ClosureChecks {
		c.Checks[k] = "in order"
	}
	made, err := desk.WriteClosure(ctx, kase.File, 0, c, true)
	if err != nil {
		t.Fatal(err)
	}
	return desk, kase.File, made.Entry
}

// send asks with a staff cookie, which must go unread, and returns what came.
func send(t *testing.T, method, to string, f url.Values) (int, string, []*http.Cookie) {
	t.Helper()
	r, err := http.NewRequest(method, to, strings.NewReader(f.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", "offramp=staff-token; __Host-offramp=staff-token")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Cookies()
}
