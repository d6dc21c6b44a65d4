package match

import (
	"fmt"
	"testing"

	"offramp/internal/tatm"
)

// TestParseTyped: one box takes a name and what stands beside it.
func TestParseTyped(t *testing.T) {
	for in, want := range map[string]struct {
		name   tatm.Name
		birth  tatm.PartialDate
		detail tatm.Detail
	}{
		"Ana Ruiz":                {name: tatm.Name{Given: "Ana Ruiz"}},
		"Ruiz, Ana 2010":          {name: tatm.Name{Given: "Ana", Family: "Ruiz"}, birth: tatm.PartialDate{Year: 2010}},
		"2010-04-17 Ana":          {name: tatm.Name{Family: "Ana"}, birth: tatm.PartialDate{Year: 2010, Month: 4, Day: 17}},
		"Ana (4/17/2010)":         {name: tatm.Name{Family: "Ana"}, birth: tatm.PartialDate{Year: 2010, Month: 4, Day: 17}},
		"@night_owl":              {detail: tatm.Detail{What: tatm.HandleDetail, Value: "@night_owl"}},
		"ana@example.org Ana":     {name: tatm.Name{Family: "Ana"}, detail: tatm.Detail{What: tatm.MailDetail, Value: "ana@example.org"}},
		"Ana 555-010-4477":        {name: tatm.Name{Family: "Ana"}, detail: tatm.Detail{What: tatm.PhoneDetail, Value: "555-010-4477"}},
		"  ":                      {},
		"Marie-Claire O'Neil 3rd": {name: tatm.Name{Given: "Marie-Claire O'Neil 3rd"}},
	} {
		q := ParseTyped(in, 2026)
		var name tatm.Name
		if len(q.Names) > 0 {
			name = q.Names[len(q.Names)-1] // the reading without roles, or the only one
			name.Type = ""
		}
		var detail tatm.Detail
		if len(q.Details) == 1 {
			detail = q.Details[0]
		}
		if name != want.name || q.Birth != want.birth || detail != want.detail || len(q.Details) > 1 {
			t.Errorf("%q: %+v", in, q)
		}
	}
}

// TestNamesakesAreFound: words in one box find everybody of that name, however
// many bear it.
func TestNamesakesAreFound(t *testing.T) {
	for _, n := range [][2]int{{1, 1}, {3, 3}, {5, 6}, {10, 12}, {24, 60}} {
		x := New(Shipped())
		for i := range n[1] {
			name := tatm.Name{Given: "Walter", Family: "Birch"}
			if i >= n[0] {
				name = tatm.Name{Given: fmt.Sprintf("Q%cin", 'a'+i%26), Family: fmt.Sprintf("Zor%cn", 'a'+i%26)}
			}
			x.Put(Person{ID: tatm.FileID(fmt.Sprint(i)), Names: []tatm.Name{name}})
		}
		for _, line := range []string{"Walter Birch", "Birch Walter", "Birch, Walter"} {
			if got := x.Search(ParseTyped(line, 2026), nil, 32); len(got) != n[0] {
				t.Errorf("%q finds %d of %d among %d", line, len(got), n[0], n[1])
			}
		}
	}
}
