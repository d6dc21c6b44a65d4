package app

import (
	"testing"

	"offramp/internal/match"
	"offramp/internal/tatm"
)

// TestFindPeople: a misspelt name finds its file with the reason, a page at a
// time, for those alone whom the asker may see.
func TestFindPeople(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, intake := t.Context(), w.as(t, "intake")
		id := w.person(t, intake, "Mariana", "Castellanos", tatm.PartialDate{Year: 2010, Month: 4, Day: 17})
		for _, line := range []string{"Mariana Castellanos", "Mariana Castelanos", "Castellanos Mariana", "Mariana Castellanos-Vega 2010", "castellanos, mariana 4/17/2010"} {
			for _, who := range []string{"intake", "records"} {
				got := lookUp(t, w.as(t, who), line)
				if len(got) != 1 || got[0].ID != id || len(got[0].Clues) == 0 || got[0].Name != "Mariana Castellanos" {
					t.Errorf("%q as %s: %+v", line, who, got)
				}
			}
		}
		if got := lookUp(t, intake, "Mariana Castelanos 2010-04-17"); got[0].Band != match.Likely {
			t.Errorf("a name with its date is %s", got[0].Band)
		}
		for i := range 24 {
			w.person(t, intake, "Walter", "Birch", tatm.PartialDate{Year: 1960 + i})
			w.person(t, intake, []string{"Nell", "Odo", "Pia", "Quin"}[i%4], []string{"Vance", "Wick", "Yarrow", "Zell", "Ashe", "Brome"}[i%6], tatm.PartialDate{Year: 1950 + i})
		}
		seen := map[tatm.FileID]bool{}
		for page := 1; page <= 3; page++ {
			v := must[Finds](t)(intake.FindPeople(ctx, match.ParseTyped("Walter Birch", 2026), page))
			if v.Page != page || v.Pages != 3 {
				t.Fatalf("page %d of %d", v.Page, v.Pages)
			}
			for _, x := range v.People {
				if seen[x.ID] {
					t.Errorf("twice in the pages: %s", x.ID)
				}
				seen[x.ID] = true
			}
		}
		if len(seen) != 24 {
			t.Errorf("the pages show %d of 24", len(seen))
		}
		if v := must[Finds](t)(intake.FindPeople(ctx, match.ParseTyped("Walter Birch", 2026), 99)); v.Page != 3 {
			t.Errorf("a page beyond the last is page %d", v.Page)
		}
	})
}
