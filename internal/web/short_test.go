package web_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// walk counts what somebody at a browser has to do: answers typed, pages loaded.
type walk struct {
	*testbed.Page
	typed, loads int
}

func (w *walk) open(t *testing.T, url string) {
	t.Helper()
	w.loads++
	if got := w.Open(url); got != 200 {
		t.Fatalf("%s: status %d", url, got)
	}
}

func (w *walk) fill(selector, value string) {
	w.typed++
	w.Fill(selector, value)
}

func (w *walk) follow(t *testing.T, selector string) {
	t.Helper()
	w.loads++
	if got := w.Follow(selector); got != 200 {
		t.Fatalf("%s: status %d: %s", selector, got, w.Text("main"))
	}
}

// TestPathsAreShort measures the two short paths of the issue: report → triage →
// summary close in at most eight typed answers, one click from the queue, on one
// page; and a phone call to a case with an owner.
func TestPathsAreShort(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	m.be(t, p, "Cop")
	call := &walk{Page: p}
	call.open(t, m.desk.URL+"/reports/new")
	call.fill(`.form [name=narrative]`, "She drew a sword on her folder.")
	call.fill(`.form [name=who]`, "A pupil of 8")
	call.follow(t, ".form button.primary")
	report := p.URL()
	p.Click("details:has(form[action$='/accept']) > summary")
	for name, value := range map[string]string{"title": "Sword on a folder", "reason": "A parent asks", "next": "Call the teacher", "by": "2030-01-01T10:00"} {
		call.fill(`form[action$='/accept'] [name=`+name+`]`, value)
	}
	call.follow(t, "form[action$='/accept'] button.primary")
	if !strings.Contains(p.Text("main"), "Call the teacher") || call.typed > 8 || call.loads > 3 {
		t.Errorf("phone call to owned case: %d answers, %d pages at %s", call.typed, call.loads, report)
	}
	t.Logf("phone call to owned case: %d typed answers, %d pages", call.typed, call.loads)

	p.Open(m.desk.URL + "/reports/new")
	p.Fill(`.form [name=narrative]`, "He drew a sword on his folder.")
	p.Fill(`.form [name=who]`, "A pupil of 9")
	p.Follow(".form button.primary")
	m.be(t, p, "Chair")
	short := &walk{Page: p}
	short.open(t, m.desk.URL+"/reports")
	short.follow(t, `td a[href$="/close-short"]`)
	if !strings.Contains(p.Text("main"), "He drew a sword") {
		t.Error("the page of the summary close does not show the report")
	}
	for name, value := range map[string]string{"what": "A drawing from a game", "checked_with": "Teacher and mother", "prior": "Both names: none", "why_none": "No threat, no target", "help": "Art club", "second_look": "The counsellor"} {
		short.fill(`.form [name=`+name+`]`, value)
	}
	short.follow(t, ".form button.primary")
	if s := p.Text("main"); !strings.Contains(s, "Closed") || !strings.Contains(s, "Art club") || short.typed > 8 || short.loads > 3 {
		t.Errorf("summary close: %d answers, %d pages: %s", short.typed, short.loads, s)
	}
	t.Logf("report to summary close: %d typed answers, %d pages", short.typed, short.loads)
}

// reader is somebody signed in without a browser.
func (m team) reader(t *testing.T, name string) func(path string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	for _, x := range m.personas {
		if x.Name == name {
			r, err := c.PostForm(m.desk.URL+"/persona", url.Values{"id": {string(x.ID)}})
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
		}
	}
	return func(path string) string {
		t.Helper()
		r, err := c.Get(m.desk.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != 200 {
			t.Fatalf("%s: status %d, %v", path, r.StatusCode, err)
		}
		return string(b)
	}
}

// TestTargetsAddressNeverShows: an address in the target's own file is on no
// page, print or sheet of the case, and the target's safety plan on no print.
func TestTargetsAddressNeverShows(t *testing.T) {
	const address, steps = "17 Hidden Lane", "New locks before Friday"
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	ctx := t.Context()
	var chair tatm.ActorID
	for _, x := range m.personas {
		if x.Name == "Chair" {
			chair = x.ID
		}
	}
	teams, err := m.app.As(access.Actor{ID: chair, Org: m.org, Seats: []tatm.Seat{{Role: tatm.Chair}}}).SeeTeams(ctx)
	if err != nil || len(teams) == 0 {
		t.Fatal(err)
	}
	who := access.Actor{ID: chair, Org: m.org, Seats: []tatm.Seat{{Role: tatm.Chair, Team: teams[0].Team.ID}}}
	desk := m.app.As(who)
	made := func(x app.Made, err error) app.Made {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	target := made(desk.FilePerson(ctx, who.Seats[0].Team, tatm.Name{Given: "Ida", Family: "Moss", Type: tatm.LegalName})).File
	made(desk.TellOfPerson(ctx, target, tatm.Detail{What: "address", Value: address}, app.Circumstance{Regime: tatm.Victim}))
	kase := made(desk.OpenCase(ctx, who.Seats[0].Team, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: m.app.Now().Add(time.Hour)}})).File
	part := made(desk.AddPart(ctx, kase, tatm.Part{Role: tatm.TargetPart, Person: target}, app.Circumstance{})).Entry
	made(desk.KeepTargetPlan(ctx, kase, "", 0, tatm.TargetPlan{Part: part, Contact: "Her advocate", SafeWay: "Mornings", Steps: steps, State: "running"}))
	made(desk.KeepContactSheet(ctx, kase, "", 0, tatm.ContactSheet{Arms: tatm.ArmsUnknown, CallBack: m.app.Now().Add(time.Hour)}))
	get := m.reader(t, "Chair")
	for _, tab := range []string{"overview", "timeline", "facts", "factors", "assessment", "plan", "tripwires", "tasks", "discussion", "decisions", "people", "history", "activity", "print"} {
		if strings.Contains(get("/cases/"+string(kase)+"/"+tab), address) {
			t.Errorf("the tab %s shows the target's address", tab)
		}
	}
	if !strings.Contains(get("/cases/"+string(kase)+"/plan"), steps) {
		t.Fatal("who is cleared does not see the target's plan")
	}
	for _, what := range []string{"case", "brief", "contact-sheet"} {
		n, err := desk.PrintCase(ctx, kase, tatm.Printout{What: what, For: "f", Purpose: "p"})
		if err != nil {
			t.Fatal(err)
		}
		page := get("/cases/" + string(kase) + "/print?what=" + what + "&copy=" + string(rune('0'+n)))
		if strings.Contains(page, address) || strings.Contains(page, steps) {
			t.Errorf("the print %s shows the target's address or plan", what)
		}
	}
	if !strings.Contains(get("/people/"+string(target)), address) {
		t.Fatal("the address is not in the target's own file: the test proves nothing")
	}
}
