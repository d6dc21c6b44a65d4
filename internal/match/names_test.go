package match

import (
	"sort"
	"testing"
	"os"
)

func TestNamePairs(t *testing.T) {
	rows := labelled(t, "name_pairs_dev.csv")
	type one struct {
		bits float64
		same bool
		row  []string
		s    Suggestion
	}
	var list []one
	total := 0
	for _, r := range rows[1:] {
		a, b := Person{ID: "a"}, Person{ID: "b"}
		a.Names, b.Names = append(a.Names, ParseName(r[0])), append(b.Names, ParseName(r[1]))
		s, s2 := Beside(Shipped(), a, b), Beside(Shipped(), b, a)
		if s2.Bits > s.Bits { s = s2 }
		list = append(list, one{s.Bits, r[2] == "true", r, s})
		if r[2] == "true" {
			total++
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].bits > list[j].bits })
	tp := 0
	best, at := 0.0, 0.0
	for i, l := range list {
		if l.same {
			tp++
		}
		p, r := float64(tp)/float64(i+1), float64(tp)/float64(total)
		if f := 2 * p * r / (p + r); f > best {
			best, at = f, l.bits
		}
		if os.Getenv("SHOW") != "" {
		t.Log(l.bits, l.same, l.row, 2 * p * r / (p + r), l.s.Clues)
		}
	}
	t.Log(best, at)
}
