package match_test

import (
	"os"
	"strconv"
	"testing"

	"offramp/internal/match"
	"offramp/internal/match/people"
)

// rates are what befell the reports of one origin of names.
type rates struct{ asked, missed, unlikely, strangers, alerts int }

func share(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

// TestFairness asks for people of each origin of names, on file and not, with
// the same slips for all and then with the customs of each. It is the gate of
// docs/matching.md; OFFRAMP_MATCH_FAIR=2000 is the full size: so many reports
// of people on file for each origin, five times as many of others.
func TestFairness(t *testing.T) {
	each1, n := 60, size(6000)
	if v, err := strconv.Atoi(os.Getenv("OFFRAMP_MATCH_FAIR")); err == nil {
		each1 = v
	}
	m := people.New(21, "p")
	made := make([]people.Made, n)
	by := map[string][]people.Made{}
	cultures := people.Cultures()
	for i := range made {
		if i%4 > 0 { // every origin in numbers that can be measured, and the usual mixture
			made[i] = m.One(cultures[i%len(cultures)])
		} else {
			made[i] = m.Anybody()
		}
		by[made[i].Culture] = append(by[made[i].Culture], made[i])
	}
	x := match.New(match.Shipped())
	x.Load(each(made), nil)
	for _, noise := range []struct {
		name    string
		classes []string
	}{{"equal", people.Alike}, {"by custom", people.Customs}} {
		all := map[string]rates{}
		for _, c := range cultures {
			all[c] = fare(x, by[c], c, noise.classes, each1)
		}
		gate(t, noise.name, cultures, all, each1 >= 2000)
	}
}

func fare(x *match.Index, on []people.Made, culture string, classes []string, n int) (r rates) {
	m, off := people.New(33, "q"), people.New(34, "n")
	for i := 0; r.asked < n; i++ {
		q, ok := m.Ask(on[int(m.Next()%uint64(len(on)))], classes[i%len(classes)])
		if !ok {
			continue
		}
		r.asked++
		missed, unlikely := true, true
		for _, s := range x.Search(q.Query, nil, 10) {
			if s.ID == q.Means {
				missed = s.Band == match.NameOnly
				unlikely = s.Band != match.Likely
			}
		}
		if missed {
			r.missed++
		}
		if unlikely {
			r.unlikely++
		}
	}
	for i := 0; r.strangers < 5*n; i++ {
		q, ok := m.Ask(off.One(culture), classes[i%len(classes)])
		if !ok {
			continue
		}
		r.strangers++
		if s := x.Search(q.Query, nil, 1); len(s) > 0 && s[0].Band == match.Likely {
			r.alerts++
		}
	}
	return r
}

// gate prints the table and, at full size, holds it against the gate.
func gate(t *testing.T, noise string, cultures []string, all map[string]rates, full bool) {
	best, worst, alerts, strangers, most := 1.0, 0.0, 0, 0, 0.0
	for _, c := range cultures {
		r := all[c]
		missed, false1 := share(r.missed, r.asked), share(r.alerts, r.strangers)
		t.Logf("%-9s | %-12s | missed %5.2f %% | not likely %5.2f %% | false alerts %5.3f %%", noise, c, 100*missed, 100*share(r.unlikely, r.asked), 100*false1)
		best, worst, most = min(best, missed), max(worst, missed), max(most, false1)
		alerts, strangers = alerts+r.alerts, strangers+r.strangers
	}
	overall := share(alerts, strangers)
	t.Logf("%-9s | worst missed %.2f %%, best %.2f %%; worst false alerts %.3f %%, overall %.3f %%", noise, 100*worst, 100*best, 100*most, 100*overall)
	if full && worst > max(1.5*best, best+.01) {
		t.Errorf("%s: the worst missed rate %.4f is more than 1.5 times the best, %.4f, and more than a point above it", noise, worst, best)
	}
	if full && most > 2*overall && most > .0005 {
		t.Errorf("%s: the worst rate of false alerts %.5f is more than twice that of all, %.5f", noise, most, overall)
	}
}
