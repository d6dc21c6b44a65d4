package portal_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

func (d door) post(t *testing.T, path string, f url.Values) (int, string) {
	t.Helper()
	r, err := http.PostForm(d.URL+path+"?lang=en", f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func (d door) intake() app.Desk {
	return d.app.As(access.Actor{ID: d.staff, Org: d.org, Seats: []tatm.Seat{{Role: tatm.Intake}}})
}

func (d door) only(t testing.TB) tatm.FileID {
	t.Helper()
	v, err := d.intake().ListReports(t.Context(), app.Filter{All: true, Order: app.ByNumber, Limit: 10})
	if err != nil || len(v.Rows) == 0 {
		t.Fatal(err)
	}
	return v.Rows[0].ID
}

// TestThread: a reporter who stays unknown looks back, is asked, answers and
// says who they are; the answer reaches the case; the words open nothing else.
func TestThread(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			ctx := t.Context()
			_, _, words := d.tell(t, url.Values{"once": {"a"}, "narrative": {"He says he will bring it on Monday."}})
			if n := len(strings.Fields(words)); n != 7 {
				t.Fatalf("the receipt has %d words", n)
			}
			report := d.only(t)
			status, page := d.post(t, "/thread", url.Values{"words": {words}})
			if status != 200 || !strings.Contains(page, "Received") || strings.Contains(page, "Monday") {
				t.Fatalf("status %d: the thread is not as it should be", status)
			}
			if _, err := d.intake().AcknowledgeReport(ctx, report); err != nil {
				t.Fatal(err)
			}
			made, err := d.intake().AcceptReport(ctx, report, "a threat", app.NewCase{Title: "Monday", Subject: "a boy", Charge: tatm.Charge{Owner: d.staff, Next: "ask", By: d.app.Now().AddDate(0, 0, 1)}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.intake().ReplyToReporter(ctx, report, tatm.Reply{Text: "Who else heard it?", Asks: true}); err != nil {
				t.Fatal(err)
			}
			loose := "  " + strings.ToUpper(strings.ReplaceAll(words, " ", ", ")) + " "
			if _, page = d.post(t, "/thread", url.Values{"words": {loose}}); !strings.Contains(page, "We have a question") || !strings.Contains(page, "Who else heard it?") {
				t.Fatal("the question does not reach the reporter")
			}
			f := url.Values{"words": {words}, "do": {"add"}, "once": {"b"}, "text": {"Two others at the bus stop."}}
			for range 2 { // sent twice, kept once
				if status, page = d.post(t, "/thread", f); status != 200 || !strings.Contains(page, "It has been added") {
					t.Fatalf("status %d: the answer was not taken", status)
				}
			}
			if status, page = d.post(t, "/thread", url.Values{"words": {words}, "do": {"add"}, "once": {"c"}, "text": {" "}}); status != 422 || !strings.Contains(page, "Add something") {
				t.Errorf("an empty addition: status %d", status)
			}
			d.post(t, "/thread", url.Values{"words": {words}, "do": {"reveal"}, "once": {"d"}, "name": {"Robin Vale"}})
			chair := d.app.As(access.Actor{ID: "chair", Org: d.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
			// The screening is over: who it was is seen by asking.
			asked, err := d.intake().AskOpening(ctx, report, tatm.ReporterID, "To call back", 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := chair.AnswerOpening(ctx, report, asked.Entry, tatm.Yes, ""); err != nil {
				t.Fatal(err)
			}
			v, err := d.intake().SeeReport(ctx, report)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(tatm.All[tatm.Addition](v.File)); n != 1 {
				t.Errorf("%d additions", n)
			}
			if r, ok := tatm.Last[tatm.Reporter](v.File); !ok || r.Rec.Name != "Robin Vale" || r.Regime != tatm.ReporterID {
				t.Errorf("the reporter: %+v", r)
			}
			if _, waits := tatm.Unheard(v.File); !waits {
				t.Error("the reporter's words wait for nobody")
			}
			k, err := chair.SeeCase(ctx, made.File)
			if err != nil {
				t.Fatal(err)
			}
			if os := tatm.All[tatm.Observation](k.File); len(os) != 2 || os[1].Rec.Text != "Two others at the bus stop." || os[1].Rec.Report != report {
				t.Errorf("the case heard %+v", os)
			}
			if strings.Contains(d.log.String(), "Monday") || strings.Contains(d.log.String(), words) {
				t.Error("the log holds what was told")
			}
		})
	}
}

// TestWrongWords: words that never were a receipt, and those of a receipt that
// has ended, get the same bytes.
func TestWrongWords(t *testing.T) {
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	_, _, words := d.tell(t, url.Values{"once": {"a"}, "narrative": {"Something."}})
	if _, err := d.intake().GiveReceipt(t.Context(), d.only(t)); err != nil {
		t.Fatal(err)
	}
	same := func(words string) string {
		status, page := d.post(t, "/thread", url.Values{"words": {words}})
		return regexp.MustCompile(`value="[^"]*"`).ReplaceAllString(fmt.Sprint(status, page), "")
	}
	if ended, never := same(words), same("one two three four five six seven"); ended != never {
		t.Errorf("an ended receipt answers otherwise than a wrong one:\n%s\n%s", ended, never)
	}
}

// TestGuessing: guesses from many networks find nothing, are slowed, and call
// for a person.
func TestGuessing(t *testing.T) {
	if testing.Short() {
		t.Log("left out: guessing (a short run)")
		return
	}
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	d.tell(t, url.Values{"once": {"a"}, "narrative": {"Something."}})
	door, guesses := d.app.Door(d.org), atomic.Int64{}
	most, networks := int64(5000), int64(50)
	if n, err := strconv.ParseInt(os.Getenv("OFFRAMP_GUESSES"), 10, 64); err == nil {
		most, networks = n, 1000
	}
	var looked, waited atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for n := guesses.Add(1); n <= most; n = guesses.Add(1) {
				_, err := door.SeeThread(t.Context(), fmt.Sprintf("guess number %d of many such words", n), fmt.Sprint("network ", n%networks))
				switch fault.KindOf(err) {
				case fault.Invalid:
					looked.Add(1)
				case fault.Busy:
					waited.Add(1)
				default:
					t.Errorf("guess %d: %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d guesses from %d networks: %d were looked at and opened nothing, %d made to wait", most, networks, looked.Load(), waited.Load())
	if looked.Load() < 200 || looked.Load() > networks*10 || waited.Load() < most-networks*10 {
		t.Errorf("%d guesses were looked at, %d made to wait", looked.Load(), waited.Load())
	}
	lines, _, err := d.app.As(access.Actor{ID: "x", Org: d.org, Seats: []tatm.Seat{{Role: tatm.Auditor}}}).ReadAudit(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	alarms := 0
	for _, l := range lines {
		if l.Op == "receipt.guessing" {
			alarms++
		}
	}
	if alarms != 1 {
		t.Errorf("%d alarms", alarms)
	}
}
