package match

import (
	"os"
	"testing"

	"offramp/internal/tatm"
)

// TestNamePairs holds names side by side: name only, no file to count in.
func TestNamePairs(t *testing.T) {
	rows := labelled(t, "name_pairs_dev.csv")
	if rows == nil {
		return
	}
	tables := Shipped()
	var list []judged
	total := 0
	for _, r := range rows[1:] {
		a, b := Person{ID: "a", Names: []tatm.Name{ParseName(r[0])}}, Person{ID: "b", Names: []tatm.Name{ParseName(r[1])}}
		s := Beside(tables, a, b)
		same := r[2] == "true"
		if same {
			total++
		}
		list = append(list, judged{chance: s.Pair, same: same})
		if os.Getenv("SHOW") != "" && same != (s.Pair >= .5) {
			t.Log(same, s.Pair, r, s.Clues)
		}
	}
	got := measure(list, total)
	t.Log(got)
	atLeast(t, "name pairs, default", got.at, .90)
}

func atLeast(t *testing.T, what string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s: %.4f, want at least %.4f", what, got, want)
	}
}
