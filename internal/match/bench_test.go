package match_test

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"offramp/internal/match"
	"offramp/internal/match/people"
)

// size is how many people a measurement takes: OFFRAMP_MATCH_PEOPLE, or few.
func size(few int) int {
	if n, err := strconv.Atoi(os.Getenv("OFFRAMP_MATCH_PEOPLE")); err == nil {
		return n
	}
	return few
}

func crowd(n int, seed uint64) []people.Made {
	m := people.New(seed, "p")
	out := make([]people.Made, n)
	for i := range out {
		out[i] = m.Anybody()
	}
	return out
}

func each(made []people.Made) func(func(match.Person) bool) {
	return func(yield func(match.Person) bool) {
		for _, p := range made {
			if !yield(p.Person) {
				return
			}
		}
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// least is the shortest of five runs: on a shared machine the others measure
// the neighbours.
func least(f func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

func TestReportSpeed(t *testing.T) {
	n := size(20000)
	made := crowd(n, 1)
	before := heap()
	start := time.Now()
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	built := time.Since(start)
	t.Logf("%d people: built in %v, %d bytes a person", n, built.Round(time.Millisecond), (heap()-before)/uint64(n))
	m := people.New(99, "q")
	for _, class := range people.Classes {
		var took []time.Duration
		asked, found, likely := 0, 0, 0
		for i := 0; asked < 200 && i < 5000; i++ {
			r, ok := m.Ask(made[int(uint(i)*7919)%n], class)
			if !ok {
				continue
			}
			asked++
			var list []match.Suggestion
			took = append(took, least(func() { list = x.Search(r.Query, nil, 10) }))
			for _, s := range list {
				if s.ID == r.Means {
					found++
					if s.Band == match.Likely {
						likely++
					}
				}
			}
		}
		if asked == 0 {
			continue
		}
		slices.Sort(took)
		t.Logf("%-36s recall at 10 %.3f, likely %.3f, p50 %v p99 %v (%d)", class, float64(found)/float64(asked), float64(likely)/float64(asked), took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond), asked)
	}
}
