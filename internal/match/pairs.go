package match

import (
	"cmp"
	"math"
	"slices"

	"offramp/internal/tatm"
)

// Pair is two records that may be one person. Its Pair is the chance of that.
type Pair struct {
	Left, Right tatm.FileID
	Suggestion
}

// Link finds the pairs of two files that may be one person each.
func Link(t *Tables, left, right []Person, tell func(done, all int)) []Pair {
	return pairing{tables: t, left: left, right: right, tell: tell}.pairs()
}

// Within finds the pairs of one file that may be one person.
func Within(t *Tables, people []Person, tell func(done, all int)) []Pair {
	return pairing{tables: t, left: people, right: people, within: true, tell: tell}.pairs()
}

// worth is the chance from which a pair is listed.
const worth = .01

// pairing is a run over two files, or over one.
type pairing struct {
	tables      *Tables
	left, right []Person
	within      bool
	tell        func(done, all int)
}

// pairs runs once to learn how many records a person has here, the one number
// that is told from the file, and again if people have several: the weight of
// a rare name must not suffer from a person's own further records.
func (r pairing) pairs() []Pair {
	x := New(r.tables)
	x.Load(slices.Values(r.right), nil)
	s := x.state.Load()
	lists := r.lists(s, 0)
	records := r.expected(lists)
	twins := records
	if !r.within {
		twins--
	}
	if twins > .05 {
		lists = r.lists(s, twins)
		records = r.expected(lists)
	}
	return r.best(lists, float64(len(r.right))/records)
}

func (r pairing) lists(s *state, twins float64) [][]Suggestion {
	lists := make([][]Suggestion, len(r.left))
	for i, p := range r.left {
		for _, q := range Ask(p).each() {
			if a := prepare(r.tables, s, q, nil, twins); len(a.probes) > 0 {
				a.least = max(0, a.least-6) // pairs are weighed by what the file tells, which may be kinder
				lists[i] = append(lists[i], a.suggest(a.best(false))...)
			}
		}
		lists[i] = slices.DeleteFunc(lists[i], func(s Suggestion) bool { return r.within && s.ID == p.ID })
		if r.tell != nil {
			r.tell(i+1, len(r.left))
		}
	}
	return lists
}

// expected is how many records of the right a record of the left has, as the
// fixed point of the chances that follow from it.
func (r pairing) expected(lists [][]Suggestion) float64 {
	records := onFile
	for range 30 {
		sum, odds := 0.0, float64(len(r.right))/records
		for _, l := range lists {
			for _, s := range l {
				w := math.Exp2(s.Bits)
				sum += w / (w + odds)
			}
		}
		records = max(sum/float64(max(len(r.left), 1)), .01)
	}
	return records
}

// best is each pair once, at its best: a pair of one file was asked for from
// both sides.
func (r pairing) best(lists [][]Suggestion, odds float64) []Pair {
	by := map[[2]tatm.FileID]Pair{}
	for i, p := range r.left {
		for _, s := range lists[i] {
			w := math.Exp2(s.Bits)
			s.Pair = w / (w + odds)
			pair := Pair{Left: p.ID, Right: s.ID, Suggestion: s}
			if r.within && pair.Left > pair.Right {
				pair.Left, pair.Right = pair.Right, pair.Left
			}
			key := [2]tatm.FileID{pair.Left, pair.Right}
			if had, ok := by[key]; s.Pair >= worth && (!ok || s.Pair > had.Suggestion.Pair) {
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

// Beside sets two records side by side, with no file to count in: what is
// common is told from the public lists alone. At least half of what the lesser
// record could agree in has to agree.
func Beside(t *Tables, a, b Person) Suggestion {
	s, back := beside(t, a, b), beside(t, b, a)
	if back.Bits > s.Bits {
		s.Bits, s.Clues = back.Bits, back.Clues
	}
	least := max(math.Log2(crowd), min(beside(t, a, a).Bits, beside(t, b, b).Bits)/2)
	s.ID, s.Pair = b.ID, 1/(1+math.Exp2(least-s.Bits))
	s.Chance, s.Others, s.Settle = s.Pair, 0, nil
	return s
}

func beside(t *Tables, left, right Person) Suggestion {
	x := New(t)
	x.Load(slices.Values([]Person{right}), nil)
	best := Suggestion{Band: NameOnly}
	for _, q := range Ask(left).each() {
		a := prepare(t, x.state.Load(), q, nil, alone)
		if len(a.probes) == 0 {
			continue
		}
		f := found{id: right.ID, bits: a.score(&a.parts[0], 0, nil)}
		if s := a.suggest([]found{f})[0]; s.Bits > best.Bits || best.Clues == nil {
			best = s
		}
	}
	return best
}
