package match_test

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"offramp/internal/match"
	"offramp/internal/match/people"
	"offramp/internal/tatm"
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

// say prints a line of the report; a benchmark's own log is cut after ten.
func say(format string, args ...any) { fmt.Printf("    "+format+"\n", args...) }

// least is the least processor time of five runs: on a shared machine a clock
// on the wall measures the neighbours.
func least(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Hour
	for range 5 {
		start := thread()
		f()
		best = min(best, thread()-start)
	}
	return best
}

// thread is the processor time of this thread so far.
func thread() time.Duration {
	const ofThread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if syscall.Getrusage(ofThread, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkMatchSpeed(t *testing.B) {
	n := size(20000)
	made := crowd(n, 1)
	before := heap()
	start := time.Now()
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	built := time.Since(start)
	say("%d people: built in %v, %d bytes a person", n, built.Round(time.Millisecond), (heap()-before)/uint64(n))
	m := people.New(99, "q")
	reps := 100
	for _, class := range people.Classes {
		var took []time.Duration
		asked, found, likely, looked := 0, 0, 0, 0
		for i := 0; asked < reps && i < 20*reps; i++ {
			r, ok := m.Ask(made[int(uint(i)*7919)%n], class)
			if !ok {
				continue
			}
			asked++
			var list []match.Suggestion
			took = append(took, least(func() { list = x.Search(r.Query, nil, 10) }))
			looked += x.Looked(r.Query)
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
		say("%-36s recall at 10 %.3f, likely %.3f, p50 %v p99 %v, looked at %d (%d)", class, float64(found)/float64(asked), float64(likely)/float64(asked), took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond), looked/asked, asked)
	}
}

// BenchmarkMatchStrangers asks for people who are not on file: how often does that
// raise "likely", and are those called likely the ones as often as it says?
func BenchmarkMatchStrangers(t *testing.B) {
	n := size(20000)
	made := crowd(n, 1)
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	m, asked := people.New(55, "n"), max(300, n/100)
	alerts := 0
	for i := 0; i < asked; {
		if r, ok := m.Ask(m.Anybody(), people.Classes[i%13]); ok {
			i++
			if list := x.Search(r.Query, nil, 1); len(list) > 0 && list[0].Band == match.Likely {
				alerts++
			}
		}
	}
	say("%d people on file, %d reports of others: %.2f %% raise likely", n, asked, 100*float64(alerts)/float64(asked))
	expected, observed, likely := 0.0, 0, 0
	for i := 0; i < asked; i++ {
		p := made[int(m.Next()%uint64(n))]
		on := i%2 == 0
		if !on {
			p = m.Anybody() // as often not on file as the search takes it to be
		}
		r, ok := m.Ask(p, people.Classes[i/2%13])
		if !ok {
			continue
		}
		if list := x.Search(r.Query, nil, 1); len(list) > 0 && list[0].Band == match.Likely {
			likely++
			expected += list[0].Chance
			if on && list[0].ID == r.Means {
				observed++
			}
		}
	}
	say("of %d called likely, %.1f %% were expected to be the one and %.1f %% were", likely, 100*expected/float64(max(likely, 1)), 100*float64(observed)/float64(max(likely, 1)))
}

// BenchmarkMatchTogether measures 8 readers with and without 50 inserts a second.
func BenchmarkMatchTogether(t *testing.B) {
	n := size(20000)
	made := crowd(n, 1)
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	asks := reports(made, 500, 12)
	alone := readers(x, asks, 3*time.Second)
	stop := make(chan struct{})
	var slowest time.Duration
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for _, p := range crowd(10000, 66) {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			p.ID = "w" + p.ID
			start := time.Now()
			x.Put(p.Person)
			slowest = max(slowest, time.Since(start))
		}
	})
	beside := readers(x, asks, 3*time.Second)
	close(stop)
	wg.Wait()
	say("%d people, 8 readers: p99 %v alone, %v beside 50 inserts a second; the slowest insert took %v until it was found", n, alone, beside, slowest)
}

func readers(x *match.Index, asks []people.Report, during time.Duration) (p99 time.Duration) {
	var all []time.Duration
	var mu sync.Mutex
	var wg sync.WaitGroup
	end := time.Now().Add(during)
	for w := range 8 {
		wg.Go(func() {
			var took []time.Duration
			for i := w; time.Now().Before(end); i++ {
				start := time.Now()
				x.Search(asks[i%len(asks)].Query, nil, 10)
				took = append(took, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	wg.Wait()
	slices.Sort(all)
	return all[len(all)*99/100].Round(10 * time.Microsecond)
}

// BenchmarkMatchHidden measures whether the time of an answer tells that hidden
// people are there: Welch's t of two files that differ in one hidden namesake.
func BenchmarkMatchHidden(t *testing.B) {
	made := crowd(size(5000), 1)
	sees := func(id tatm.FileID) bool { return id[0] != 'h' }
	one, two := match.New(match.Shipped()), match.New(match.Shipped())
	one.Load(each(made), nil)
	hidden := made[17]
	hidden.ID = "hidden"
	two.Load(each(append(slices.Clone(made), hidden)), nil)
	q := match.Ask(made[17].Person)
	var with, without []float64
	for range 2000 {
		start := time.Now()
		one.Search(q, sees, 10)
		without = append(without, float64(time.Since(start)))
		start = time.Now()
		two.Search(q, sees, 10)
		with = append(with, float64(time.Since(start)))
	}
	a, va := middling(without)
	b, vb := middling(with)
	say("mean %.1f µs without, %.1f µs with a hidden namesake; Welch's t %.2f", a/1000, b/1000, (b-a)/math.Sqrt(va/float64(len(without))+vb/float64(len(with))))
}

// middling is mean and variance of all but the slowest twentieth, which the
// machine's other work owns.
func middling(list []float64) (mean, variance float64) {
	slices.Sort(list)
	list = list[:len(list)*19/20]
	for _, v := range list {
		mean += v / float64(len(list))
	}
	for _, v := range list {
		variance += (v - mean) * (v - mean) / float64(len(list)-1)
	}
	return mean, variance
}
