package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"offramp/internal/testbed"
)

// TestYear sends a state's record year of reports (practice reference, section
// 7) in ten minutes: 50 a second, on the tick whatever is still under way, from
// networks of a hundred people each, every thirtieth of them twice. None is lost,
// none is doubled; 95 of 100 are answered within 300 ms, counted from when they
// should have left. OFFRAMP_YEAR says for how long (make year: 10m); without it a
// short form runs that counts and times nothing.
func TestYear(t *testing.T) {
	lasts, err := time.ParseDuration(os.Getenv("OFFRAMP_YEAR"))
	timed := err == nil
	if !timed {
		if lasts = 4 * time.Second; testing.Short() {
			t.Log("left out: a year of reports (a short run)")
			return
		}
	}
	const aSecond = 50
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			n := int(lasts.Seconds() * aSecond)
			var mu sync.Mutex
			var wg sync.WaitGroup
			var took []time.Duration
			receipts := map[string]int{}
			began := time.Now()
			one := func(i int, c *http.Client, due time.Time) {
				defer c.CloseIdleConnections()
				f := url.Values{"once": {fmt.Sprint("y", i)}, "narrative": {fmt.Sprintf("Report %d: he said it again in the yard, and two of us heard it.", i)}, "who": {"a boy of ninth grade"}, "weapon": {"unknown"}}
				for range 1 + max(0, 1-i%30) {
					status, page := sendForm(t, d, c, f)
					words := receipt.FindStringSubmatch(page)
					if status != 200 || words == nil {
						t.Errorf("report %d: status %d", i, status)
						return
					}
					mu.Lock()
					took = append(took, time.Since(due))
					receipts[words[1]]++
					mu.Unlock()
					due = time.Now()
				}
			}
			for i := range n {
				due := began.Add(time.Duration(i) * time.Second / aSecond)
				time.Sleep(time.Until(due))
				wg.Go(func() { one(i, from(3<<20+i/8), due) })
			}
			wg.Wait()
			slices.Sort(took)
			p50, p95, p99 := took[len(took)/2], took[len(took)*95/100], took[len(took)*99/100]
			there, doubled := d.there(t), 0
			for words, times := range there {
				if times != 1 && strings.HasPrefix(words, "Report ") {
					doubled++
				}
			}
			t.Logf("%d reports in %v: median %v, 95 of 100 %v, 99 of 100 %v, longest %v; %d receipts, %d there, %d doubled",
				n, time.Since(began).Round(time.Second), p50.Round(time.Millisecond), p95.Round(time.Millisecond), p99.Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond), len(receipts), len(there), doubled)
			if len(receipts) != n || len(there) != n || doubled > 0 {
				t.Errorf("%d sent, %d receipts, %d there, %d doubled", n, len(receipts), len(there), doubled)
			}
			if timed && p95 > 300*time.Millisecond {
				t.Errorf("95 of 100 were answered within %v", p95)
			}
		})
	}
}
