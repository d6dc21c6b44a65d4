package match

import (
	"cmp"
	"math"
	"slices"

	"offramp/internal/tatm"
)

// Pair is two records that may be one person.
type Pair struct {
	Left, Right tatm.FileID
	Chance      float64
	Suggestion
}

// Link finds the pairs of two files, in each of which a person stands once.
func Link(t *Tables, left, right []Person, tell func(done, all int)) []Pair {
	return pairs(t, left, right, false, 0, tell)
}

// Within finds the pairs of one file that may be one person. How many records
// a person has is told from the file: it is the one thing that is.
func Within(t *Tables, people []Person, tell func(done, all int)) []Pair {
	first := pairs(t, people, people, true, 0, nil)
	twins := 0.0
	for _, p := range first {
		twins += 2 * p.Chance
	}
	return pairs(t, people, people, true, twins/float64(len(people)), tell)
}

// worth is the chance from which a pair is listed.
const worth = .01

func pairs(t *Tables, left, right []Person, within bool, twins float64, tell func(done, all int)) []Pair {
	x := New(t)
	x.Load(slices.Values(right), nil)
	s := x.state.Load()
	lists := make([][]Suggestion, len(left))
	for i, p := range left {
		for _, q := range Ask(p).each() {
			if a := prepare(t, s, q, nil, twins); len(a.probes) > 0 {
				lists[i] = append(lists[i], a.suggest(a.best(false))...)
			}
		}
		if tell != nil {
			tell(i+1, len(left))
		}
	}
	by := map[[2]tatm.FileID]Pair{}
	odds := float64(len(right)) / expected(lists, left, len(right), within)
	for i, p := range left {
		sum := odds
		for _, s := range lists[i] {
			sum += math.Exp2(s.Bits)
		}
		for _, s := range lists[i] {
			if within && p.ID == s.ID {
				continue
			}
			w := math.Exp2(s.Bits)
			pair := Pair{Left: p.ID, Right: s.ID, Chance: w / sum, Suggestion: s}
			if within {
				pair.Chance = w / (w + odds)
				if pair.Left > pair.Right {
					pair.Left, pair.Right = pair.Right, pair.Left
				}
			}
			key := [2]tatm.FileID{pair.Left, pair.Right}
			if had, ok := by[key]; pair.Chance >= worth && (!ok || pair.Chance > had.Chance) {
				by[key] = pair
			}
		}
	}
	out := make([]Pair, 0, len(by))
	for _, p := range by {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right)) })
	return out
}

// Beside sets two records side by side, as if each came from a big population
// of whom nothing is known but the public lists.
func Beside(t *Tables, left, right Person) Suggestion {
	x := New(t)
	x.Load(slices.Values([]Person{right}), nil)
	best := Suggestion{ID: right.ID, Band: NameOnly}
	for _, q := range Ask(left).each() {
		a := prepare(t, x.state.Load(), q, nil, alone)
		if len(a.parts) == 0 || len(a.probes) == 0 {
			continue
		}
		f := found{id: right.ID}
		f.bits = a.score(&a.parts[0], 0, nil)
		if s := a.suggest([]found{f})[0]; s.Bits > best.Bits || best.Clues == nil {
			best = s
		}
	}
	return best
}

// expected is how many records of the right a record of the left is expected
// to have: the one number that is estimated from the file, by its fixed point.
func expected(lists [][]Suggestion, left []Person, n int, within bool) float64 {
	e := onFile
	for range 30 {
		sum := 0.0
		for i, l := range lists {
			all := float64(n) / e
			if !within {
				for _, s := range l {
					all += math.Exp2(s.Bits)
				}
			}
			for _, s := range l {
				if w := math.Exp2(s.Bits); !within {
					sum += w / all
				} else if s.ID != left[i].ID {
					sum += w / (w + all)
				}
			}
		}
		e = max(sum/float64(len(left)), .01)
	}
	return e
}
