package match

import (
	"cmp"
	"slices"

	"offramp/internal/tatm"
)

// Pair is two records that may be one person.
type Pair struct {
	Left, Right tatm.FileID
	Chance      float64
	Suggestion
}

func pairsOf(left, right []Person, within bool) []Pair {
	x := New(Shipped())
	x.Load(slices.Values(right), nil)
	by := map[[2]tatm.FileID]Pair{}
	for _, p := range left {
		for _, s := range x.Search(Ask(p), nil, weighed) {
			key := [2]tatm.FileID{p.ID, s.ID}
			if within {
				if p.ID == s.ID {
					continue
				}
				if key[0] > key[1] {
					key[0], key[1] = key[1], key[0]
				}
			}
			c := s.Pair
			if !within {
				c = s.Chance
			}
			if had, ok := by[key]; !ok || c > had.Chance {
				by[key] = Pair{Left: key[0], Right: key[1], Chance: c, Suggestion: s}
			}
		}
	}
	var out []Pair
	for _, p := range by {
		if p.Chance >= .01 {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right)) })
	return out
}
