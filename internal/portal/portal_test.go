package portal_test

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/portal"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// door is a portal with the organisation behind it.
type door struct {
	*httptest.Server
	app *app.App
	org tatm.OrgID
	// staff is somebody who takes reports.
	staff tatm.ActorID
	log   *strings.Builder
}

func newDoor(t testing.TB, url string) door {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d := door{app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now}), log: &strings.Builder{}}
	if d.org, err = d.app.Found(t.Context(), "Org", "UTC"); err != nil {
		t.Fatal(err)
	}
	boot := d.app.As(access.Actor{ID: "console", Org: d.org, Clock: true})
	if _, err := boot.AddTeam(t.Context(), "Team", "county"); err != nil {
		t.Fatal(err)
	}
	if d.staff, _, err = boot.AddMember(t.Context(), app.NewMember{Login: "staff", Name: "Staff"}); err != nil {
		t.Fatal(err)
	}
	if _, err := boot.GiveSeat(t.Context(), d.staff, tatm.Seat{Role: tatm.Intake}); err != nil {
		t.Fatal(err)
	}
	d.Server = httptest.NewServer(portal.New(d.app, d.org, slog.New(slog.NewTextHandler(d.log, nil))))
	t.Cleanup(d.Close)
	return d
}

var receipt = regexp.MustCompile(`class="ref">([a-zñ ]+)<`)

// tell sends a form and returns status, page and receipt.
func (d door) tell(t testing.TB, f url.Values) (status int, page, words string) {
	t.Helper()
	r, err := elsewhere().PostForm(d.URL+"/tell?lang=en", f)
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	if m := receipt.FindSubmatch(b); m != nil {
		words = string(m[1])
	}
	return r.StatusCode, string(b), words
}

var networks atomic.Int64

// elsewhere is a client in a network of its own.
func elsewhere() *http.Client { return from(int(networks.Add(1))) }

// from is a client in the n-th network: this machine has as many addresses as
// begin with 127.
func from(n int) *http.Client {
	at := net.TCPAddr{IP: net.IPv4(127, 1+byte(n>>16), byte(n>>8), byte(n))}
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &at}).DialContext}}
}

// there counts the reports by their words.
func (d door) there(t *testing.T) map[string]int {
	t.Helper()
	desk := d.app.As(access.Actor{ID: "x", Org: d.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	out := map[string]int{}
	f := app.Filter{All: true, Order: app.ByNumber, Limit: 100}
	for {
		v, err := desk.ListReports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range v.Rows {
			told, _ := tatm.Last[tatm.Report](r.File)
			out[told.Rec.Narrative]++
		}
		if f.After = v.Next; v.Next == "" {
			return out
		}
	}
}

// TestTwoHundredAtOnce: none lost, none doubled; and one form sent fifty times
// at once is one report.
func TestTwoHundredAtOnce(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			var mu sync.Mutex
			var wg sync.WaitGroup
			told := map[string]int{}
			send := func(once string) {
				status, _, words := d.tell(t, url.Values{"once": {once}, "narrative": {"Report " + once}})
				mu.Lock()
				defer mu.Unlock()
				if status != 200 || words == "" {
					t.Errorf("%s: status %d", once, status)
				}
				told[words]++
			}
			for i := range 200 {
				wg.Go(func() { send(fmt.Sprint("k", i)) })
			}
			wg.Wait()
			if len(told) != 200 {
				t.Errorf("200 senders were given %d receipts", len(told))
			}
			for range 50 {
				wg.Go(func() { send("the same") })
			}
			wg.Wait()
			for range 20 { // a form without a key: its words tell
				wg.Go(func() { send("") })
			}
			wg.Wait()
			if _, _, ref := d.tell(t, url.Values{"once": {"the same"}, "narrative": {"Report the same, and one thing more"}}); told[ref] > 0 {
				t.Error("a report that was changed and sent again was dropped")
			}
			there := d.there(t)
			if len(there) != 203 {
				t.Errorf("%d reports are there, want 203", len(there))
			}
			if len(told) != 202 {
				t.Errorf("202 reports were given %d receipts", len(told))
			}
			for words, n := range there {
				if n != 1 {
					t.Errorf("%s is there %d times", words, n)
				}
			}
		})
	}
}

// TestKnowsNoCookies: a staff cookie is neither read nor answered.
func TestKnowsNoCookies(t *testing.T) {
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	body := func(cookie bool, path string) string {
		q, _ := http.NewRequest("GET", d.URL+path, nil)
		if cookie {
			q.AddCookie(&http.Cookie{Name: "offramp", Value: "staff"})
			q.AddCookie(&http.Cookie{Name: "lang", Value: "es"})
		}
		r, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		if r.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
		b, _ := io.ReadAll(r.Body)
		if len(b) > 60<<10 {
			t.Errorf("%s weighs %d bytes", path, len(b))
		}
		return regexp.MustCompile(`value="[0-9a-f]{32}"`).ReplaceAllString(string(b), "")
	}
	for _, path := range []string{"/", "/?lang=es", "/tell", "/thread", "/assets/portal.css"} {
		if body(true, path) != body(false, path) {
			t.Errorf("%s differs with a staff cookie", path)
		}
	}
}

// TestBadInput: what cannot be taken is refused in words, nothing typed is
// lost, and no word of it reaches the log.
func TestBadInput(t *testing.T) {
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	for name, f := range map[string]url.Values{
		"empty":      {"narrative": {"  "}, "who": {"canary-who"}},
		"too long":   {"narrative": {strings.Repeat("canary ", 9000)}, "who": {"canary-who"}},
		"not text":   {"narrative": {"canary \xff\xfe"}, "who": {"canary-who"}},
		"nul":        {"narrative": {"canary \x00"}, "who": {"canary-who"}},
		"bad choice": {"narrative": {"canary"}, "weapon": {"bazooka"}, "who": {"canary-who"}},
	} {
		status, page, _ := d.tell(t, f)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, status)
		}
		if !strings.Contains(page, "canary-who") {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	if n := len(d.there(t)); n != 0 {
		t.Errorf("%d reports were taken", n)
	}
	if status, _, _ := d.tell(t, url.Values{"narrative": {strings.Repeat("x", 400<<10)}}); status < 400 || status >= 600 {
		t.Errorf("a form beyond every bound: status %d", status)
	}
	for _, nasty := range []string{"\u202eabc\u202c", "<script>alert(1)</script>", "Robert'); DROP TABLE file;--", "🧨 ñandú \u200b", "{{7*7}} ${x} %s %n", "a\u0301"} {
		status, _, ref := d.tell(t, url.Values{"narrative": {nasty}})
		if status != 200 || ref == "" {
			t.Errorf("%q: status %d", nasty, status)
		}
	}
	desk := d.app.As(access.Actor{ID: "x", Org: d.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	v, err := desk.ListReports(t.Context(), app.Filter{All: true, Limit: 50, Order: app.ByNumber})
	if err != nil || len(v.Rows) != 6 {
		t.Fatal(err, len(v.Rows))
	}
	if r, _ := tatm.Last[tatm.Report](v.Rows[0].File); r.Rec.Narrative != "a\u0301" {
		t.Errorf("the words came back as %q", r.Rec.Narrative)
	}
	if strings.Contains(d.log.String(), "canary") {
		t.Errorf("the log holds what a reporter wrote: %s", d.log)
	}
}
