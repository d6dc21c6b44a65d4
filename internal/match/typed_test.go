package match

import (
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
		"2010-04-17 Ana":          {name: tatm.Name{Given: "Ana"}, birth: tatm.PartialDate{Year: 2010, Month: 4, Day: 17}},
		"Ana (4/17/2010)":         {name: tatm.Name{Given: "Ana"}, birth: tatm.PartialDate{Year: 2010, Month: 4, Day: 17}},
		"@night_owl":              {detail: tatm.Detail{What: tatm.HandleDetail, Value: "@night_owl"}},
		"ana@example.org Ana":     {name: tatm.Name{Given: "Ana"}, detail: tatm.Detail{What: tatm.MailDetail, Value: "ana@example.org"}},
		"Ana 555-010-4477":        {name: tatm.Name{Given: "Ana"}, detail: tatm.Detail{What: tatm.PhoneDetail, Value: "555-010-4477"}},
		"  ":                      {},
		"Marie-Claire O'Neil 3rd": {name: tatm.Name{Given: "Marie-Claire O'Neil 3rd"}},
	} {
		q := ParseTyped(in, 2026)
		var name tatm.Name
		if len(q.Names) == 1 {
			name = q.Names[0]
			name.Type = ""
		}
		var detail tatm.Detail
		if len(q.Details) == 1 {
			detail = q.Details[0]
		}
		if name != want.name || q.Birth != want.birth || detail != want.detail || len(q.Names) > 1 || len(q.Details) > 1 {
			t.Errorf("%q: %+v", in, q)
		}
	}
}
