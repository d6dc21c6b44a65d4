package portal_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// sendForm sends a form from a network and answers status and page.
func sendForm(t *testing.T, d door, c *http.Client, f url.Values) (int, string) {
	t.Helper()
	r, err := c.PostForm(d.URL+"/tell?lang=en", f)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	return r.StatusCode, string(b)
}

// held is the form that a page of waiting holds.
func held(page string) url.Values {
	f := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		f.Add(m[1], strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(m[2]))
	}
	return f
}

// work does what the page's script does.
func work(ticket string) string {
	for n := 0; ; n++ {
		s := strconv.Itoa(n)
		h := sha256.Sum256([]byte(ticket + "." + s))
		if bits.LeadingZeros32(binary.BigEndian.Uint32(h[:])) >= 18 {
			return s
		}
	}
}

func (d door) states(t *testing.T) map[string]int {
	t.Helper()
	out := map[string]int{}
	for name, f := range map[string]app.Filter{"queue": {Limit: 100}, "apart": {State: string(tatm.ReportApart), Limit: 100}} {
		for {
			v, err := d.intake().ListReports(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			out[name] += len(v.Rows)
			if f.After = v.Next; v.Next == "" {
				break
			}
		}
	}
	return out
}

// TestSlowedNeverRefused: the eleventh report of one network waits, by a ticket
// that is good for its own words alone; one that waited, and one whose browser
// worked, is taken; past twenty they are held apart, whole, and one step puts
// them into the queue.
func TestSlowedNeverRefused(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			c := from(1 << 20)
			for i := range 10 {
				if status, _ := sendForm(t, d, c, url.Values{"once": {fmt.Sprint(i)}, "narrative": {fmt.Sprint("Free ", i)}}); status != 200 {
					t.Fatalf("report %d: status %d", i, status)
				}
			}
			f := url.Values{"once": {"w"}, "narrative": {`He said "wait" & <smiled>.`}, "who": {"ñandú"}, "weapon": {"yes"}}
			status, page := sendForm(t, d, c, f)
			if status != 429 || !strings.Contains(page, "Nothing you wrote is lost") {
				t.Fatalf("status %d", status)
			}
			again := held(page)
			if status, page = sendForm(t, d, c, again); status != 429 || held(page).Get("ticket") != again.Get("ticket") {
				t.Errorf("a button pressed too early: status %d", status)
			}
			other := url.Values{"once": {"x"}, "narrative": {"Other words."}, "ticket": {again.Get("ticket")}, "work": {work(again.Get("ticket"))}}
			if status, _ = sendForm(t, d, c, other); status != 429 {
				t.Errorf("a ticket for other words: status %d", status)
			}
			again.Set("work", "1")
			if status, _ = sendForm(t, d, c, again); status != 429 {
				t.Errorf("work that was not done: status %d", status)
			}
			again.Set("work", work(again.Get("ticket")))
			if status, page = sendForm(t, d, c, again); status != 200 || receipt.FindString(page) == "" {
				t.Fatalf("work that was done: status %d", status)
			}
			if n := d.there(t)[`He said "wait" & <smiled>.`]; n != 1 {
				t.Errorf("the report that waited is there %d times", n)
			}
			for i := range 25 {
				_, page := sendForm(t, d, c, url.Values{"once": {fmt.Sprint("f", i)}, "narrative": {fmt.Sprint("Flood ", i)}})
				g := held(page)
				g.Set("work", work(g.Get("ticket")))
				if status, _ := sendForm(t, d, c, g); status != 200 {
					t.Fatalf("report %d of a flood: status %d", i, status)
				}
			}
			got := d.states(t)
			if got["queue"]+got["apart"] != 36 || got["apart"] < 15 {
				t.Fatalf("%v", got)
			}
			d.release(t, got)
		})
	}
}

// release puts what was held apart into the queue, twice: the second does
// nothing.
func (d door) release(t *testing.T, got map[string]int) {
	t.Helper()
	v, err := d.intake().ListReports(t.Context(), app.Filter{State: string(tatm.ReportApart), Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var ids []tatm.FileID
	for _, r := range v.Rows {
		ids = append(ids, r.ID)
	}
	for range 2 {
		if _, err := d.intake().ReleaseReports(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
	}
	now := d.states(t)
	if now["apart"] != 0 || now["queue"] != got["queue"]+got["apart"] {
		t.Errorf("after the release: %v", now)
	}
	r, err := d.intake().SeeReport(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := tatm.Last[tatm.Apart](r.File); r.Row.Head.State != tatm.ReportReceived || a.Rec.Released != d.staff || r.Row.Head.NextDue.Year() > 9000 {
		t.Errorf("released: %+v, %v", a.Rec, r.Row.Head)
	}
}

// TestSameWords: the same words from many networks are held apart from the
// fourth on; somebody else's are not.
func TestSameWords(t *testing.T) {
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	for i := range 8 {
		words := "There is a bomb."
		if i%2 == 1 {
			words = " there  is a BOMB. "
		}
		if status, _ := sendForm(t, d, elsewhere(), url.Values{"once": {fmt.Sprint(i)}, "narrative": {words}}); status != 200 {
			t.Fatalf("status %d", status)
		}
	}
	sendForm(t, d, elsewhere(), url.Values{"once": {"true"}, "narrative": {"There is a bomb, I saw it."}})
	if got := d.states(t); got["queue"] != 4 || got["apart"] != 5 {
		t.Errorf("%v", got)
	}
}

// TestTrueAmongFakes: while 1,000 fakes a minute come from ten networks,
// some of which do the work that they are asked for, a true report is in the
// queue within five seconds of its sending, and nothing that was acknowledged is
// lost. The flood lasts 12 seconds, or what OFFRAMP_FLOOD says.
func TestTrueAmongFakes(t *testing.T) {
	if testing.Short() {
		t.Log("left out: a flood (a short run)")
		return
	}
	lasts, err := time.ParseDuration(os.Getenv("OFFRAMP_FLOOD"))
	if err != nil {
		lasts = 12 * time.Second
	}
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			var wg sync.WaitGroup
			var mu sync.Mutex
			taken, sent := 0, 0
			end := time.Now().Add(lasts)
			fake := func(n int) {
				c := from(2<<20 + n%10) // ten networks: each is soon past its measure
				status, page := sendForm(t, d, c, url.Values{"once": {fmt.Sprint("fake", n)}, "narrative": {fmt.Sprint("Fake number ", n)}, "imminent": {"yes"}})
				if status == 429 && n%2 == 0 {
					f := held(page)
					f.Set("work", work(f.Get("ticket")))
					status, _ = sendForm(t, d, c, f)
				}
				mu.Lock()
				defer mu.Unlock()
				if sent++; status == 200 {
					taken++
				}
			}
			wg.Go(func() {
				tick := time.NewTicker(time.Minute / 1000)
				defer tick.Stop()
				for n := 0; time.Now().Before(end); n++ {
					<-tick.C
					wg.Go(func() { fake(n) })
				}
			})
			time.Sleep(lasts / 2)
			began := time.Now()
			c := elsewhere()
			if status, page := sendForm(t, d, c, url.Values{"once": {"true"}, "narrative": {"My brother has taken the rifle."}, "weapon": {"yes"}, "imminent": {"yes"}}); status != 200 {
				t.Errorf("the true report: status %d %s", status, page)
			}
			in, place := time.Duration(0), 0
			for in == 0 && time.Since(began) < 10*time.Second {
				if place = d.place(t, "My brother has taken the rifle."); place >= 0 {
					in = time.Since(began)
				}
			}
			wg.Wait()
			got := d.states(t)
			t.Logf("%d fakes in %v (%.0f a minute), %d of them taken, %d in the queue and %d apart; the true one was in the queue after %v, at place %d",
				sent, lasts, float64(sent)/lasts.Minutes(), taken, got["queue"], got["apart"], in.Round(time.Millisecond), place+1)
			if in == 0 || in > 5*time.Second {
				t.Errorf("the true report was in the queue after %v", in)
			}
			if got["queue"]+got["apart"] != taken+1 {
				t.Errorf("%d reports are there, %d were acknowledged", got["queue"]+got["apart"], taken+1)
			}
		})
	}
}

// place is where in the queue a report stands, or -1.
func (d door) place(t *testing.T, words string) int {
	t.Helper()
	f, n := app.Filter{Limit: 100}, 0
	for {
		v, err := d.intake().ListReports(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(v.Rows, func(r app.ListLine) bool {
			told, _ := tatm.Last[tatm.Report](r.File)
			return told.Rec.Narrative == words
		}); i >= 0 {
			return n + i
		}
		n += len(v.Rows)
		if f.After = v.Next; v.Next == "" {
			return -1
		}
	}
}
