package app

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/match"
	folk "offramp/internal/match/people"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// filed puts made-up people on file, as the staff would.
func (w world) filed(t testing.TB, d Desk, team tatm.TeamID, all []folk.Made) {
	t.Helper()
	made := must[Made](t)
	for _, p := range all {
		id := made(d.FilePerson(t.Context(), team, p.Names[0])).File
		for _, b := range p.Births {
			if b.Year >= 1900 && b.Year <= 2026 {
				made(d.TellOfPerson(t.Context(), id, tatm.Birth{Date: b}, Circumstance{}))
			}
		}
	}
}

func crowd(n int, seed uint64) (out []folk.Made) {
	m := folk.New(seed, "p")
	for range n {
		out = append(out, m.Anybody())
	}
	return out
}

// BenchmarkMatchSearchable measures how long it takes from the answer to "put
// on file" until a search finds the person, on each engine at hand. It must be
// no more than 50 ms (issue 5).
func BenchmarkMatchSearchable(b *testing.B) {
	for name, url := range testbed.Engines(b) {
		w := newWorld(b, url, seats)
		intake := w.as(b, "intake")
		w.filed(b, intake, w.team, crowd(1000, 1))
		look := func(q match.Query) []Find {
			return must[Finds](b)(intake.FindPeople(b.Context(), q, 1)).People
		}
		look(match.ParseTyped("Anybody", 2026))
		var took, index []time.Duration
		for i, p := range crowd(200, 2) {
			p.Names[0].Family += fmt.Sprintf(" Zq%cx%c", 'a'+i%26, 'a'+i/26)
			id := must[Made](b)(intake.FilePerson(b.Context(), w.team, p.Names[0])).File
			start := time.Now()
			if i%2 == 0 {
				w.indexed(b, p.Names[:1], id)
				index = append(index, time.Since(start))
				continue
			}
			found := look(match.Query{Names: p.Names[:1]})
			took = append(took, time.Since(start))
			if len(found) == 0 || found[0].ID != id {
				b.Errorf("%s: not found at once: %+v", name, p.Names[0])
			}
		}
		timed(name+": from put on file until the index has it", index)
		timed(name+": the same until a search is answered, its line of the audit kept", took)
	}
}

// indexed holds that the index finds somebody who was just put on file.
func (w world) indexed(b *testing.B, names []tatm.Name, id tatm.FileID) {
	b.Helper()
	err := w.db.Read(b.Context(), w.org, func(tx *store.Tx) error {
		r, err := w.App.onFile.current(tx, w.org, true)
		if err != nil {
			return err
		}
		if found := r.index.Search(match.Query{Names: names}, nil, 1); len(found) == 0 || found[0].ID != id {
			b.Errorf("not found at once: %+v", names)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func timed(what string, took []time.Duration) {
	slices.Sort(took)
	fmt.Printf("%s: p50 %v, p99 %v, most %v (%d)\n", what, took[len(took)/2].Round(10*time.Microsecond), took[len(took)*99/100].Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond), len(took))
}

// BenchmarkMatchHiddenFile measures whether the time in which a report's
// suggestions come tells that another team has a file of the same name and
// date: Welch's t of a world with the file and one without, asked in turns.
func BenchmarkMatchHiddenFile(b *testing.B) {
	for name, url := range testbed.Engines(b) {
		if !strings.Contains(name, "sqlite") {
			continue // two organisations at once; the index is the same
		}
		asks := [2]func(){}
		for i := range asks {
			w := newWorld(b, strings.Replace(url, ".db", fmt.Sprintf("%d.db", i), 1), seats)
			intake := w.as(b, "intake")
			all := crowd(500, 1)
			w.filed(b, intake, w.team, all)
			team, err := w.as(b, "clock").AddTeam(b.Context(), "Other", "school")
			if err != nil {
				b.Fatal(err)
			}
			w.seated(b, "far", tatm.Seat{Team: team, Role: tatm.Intake})
			hidden := crowd(500, 3)
			if i == 1 {
				hidden[100] = all[17]
			}
			w.filed(b, w.as(b, "far"), team, hidden)
			report := w.newReport(b, "Something.")
			n := all[17].Names[0]
			must[Made](b)(intake.TellAbout(b.Context(), report, "", 0, tatm.About{Given: n.Given, Family: n.Family}))
			asks[i] = func() { must[Alike](b)(intake.Resemble(b.Context(), report)) }
		}
		var took [2][]float64
		for turn := range 2000 {
			i := turn % 2
			for range 2 {
				start := time.Now()
				asks[i]()
				took[i] = append(took[i], float64(time.Since(start)))
				i = 1 - i
			}
		}
		without, va := middling(took[0])
		with, vb := middling(took[1])
		fmt.Printf("%s: suggestions beside a report: mean %.0f µs without, %.0f µs with a hidden file of the same name; Welch's t %.2f\n",
			name, without/1000, with/1000, (with-without)/math.Sqrt(va/float64(len(took[0]))+vb/float64(len(took[1]))))
	}
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
