package portal_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"offramp/internal/testbed"
)

// BenchmarkTell posts a filled form by sixteen callers without the network,
// search words taken in beside it: what a report costs in processor time,
// whoever else is on the machine. How fast the program answers is measured by
// internal/bench.
func BenchmarkTell(b *testing.B) {
	for name, at := range testbed.Engines(b) {
		d := newDoor(b, at)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			ended := make(chan struct{})
			var words, callers sync.WaitGroup
			words.Go(func() {
				for {
					select {
					case <-ended:
						return
					case <-time.After(time.Second):
						if err := d.app.TakeWords(b.Context()); err != nil {
							b.Error(err)
						}
					}
				}
			})
			var n atomic.Int64
			before := processor()
			b.ResetTimer()
			for range 16 {
				callers.Go(func() {
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						d.file(b, i)
					}
				})
			}
			callers.Wait()
			b.StopTimer()
			b.ReportMetric(float64((processor()-before).Microseconds())/float64(b.N), "cpu-us/report")
			close(ended)
			words.Wait()
		})
	}
}

var runs atomic.Int64

func (d door) file(b *testing.B, n int64) {
	f := url.Values{
		"narrative": {strings.Repeat("He said it again in the yard and two people heard it. ", 5)}, "who": {"a driver"}, "where": {"the yard"},
		"when": {"Monday"}, "weapon": {"unknown"}, "target": {"no"}, "imminent": {"no"}, "name": {"Ines Lund"}, "once": {fmt.Sprintf("%d-%d", runs.Add(1), n)},
	}
	r := httptest.NewRequest("POST", "/tell?lang=en", strings.NewReader(f.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if d.Config.Handler.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `class="ref"`) {
		b.Errorf("status %d", w.Code)
	}
}

// processor is the processor time of this process so far.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
