package catalog

import (
	"slices"
	"testing"

	"offramp/internal/tatm"
)

func load(t *testing.T) *Library {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLoad(t *testing.T) {
	l := load(t)
	if len(l.catalogs) != 20 || len(l.items) != 527 {
		t.Errorf("%d catalogs with %d items, want 20 with 527", len(l.catalogs), len(l.items))
	}
	if l.Warning().Text == "" {
		t.Error("the JCAT warning is missing")
	}
	if _, ok := l.Notice("tatm-mdt-disciplines#fire"); ok {
		t.Error("a discipline passes for a notice")
	}
	for ref, i := range l.items {
		if i.Ref != ref || i.Label == "" || i.Type == "" || i.Verification == "" || i.Source == "" {
			t.Errorf("%s is not whole: %+v", ref, i)
		}
	}
}

// TestDraftShows: what was not reconciled with its source says so, line by line.
func TestDraftShows(t *testing.T) {
	l := load(t)
	for ref, want := range map[string]bool{
		"us-vemi-2021#travel-to-fight":                                                true, // corroborated, in a draft file
		"us-ntac-school-themes-2018#t04-weapons-access":                               true, // recalled
		"tatm-protective-factors#" + l.Catalog("tatm-protective-factors").Items[0].ID: false,
		"meloy-warning-behaviours#leakage":                                            false,
	} {
		if i, ok := l.Item(ref); !ok || i.Draft != want {
			t.Errorf("%s: there %v, draft %v, want %v", ref, ok, i.Draft, want)
		}
	}
}

func TestFactorsAreOfTheirClass(t *testing.T) {
	l := load(t)
	types := map[tatm.FactorClass][]string{
		tatm.RiskFactor: {"behaviour", "warning", "risk"}, tatm.Protective: {"protective"}, tatm.Precipitating: {"precipitant"},
	}
	for class, want := range types {
		cs := l.Factors(class)
		if len(cs) == 0 {
			t.Errorf("nothing is offered for %s", class)
		}
		for _, c := range cs {
			if len(c.Items) == 0 {
				t.Errorf("%s offers nothing for %s", c.ID, class)
			}
			if len(l.Notices(c)) == 0 && class == tatm.RiskFactor {
				t.Errorf("%s lists indicators without a notice", c.ID)
			}
			for _, i := range c.Items {
				if !slices.Contains(want, i.Type) {
					t.Errorf("%s is a %s, offered as %s", i.Ref, i.Type, class)
				}
			}
		}
	}
	if n := len(l.Catalog("us-fbi-bau-mpr-2017").Items); n != 64 {
		t.Errorf("offering a part of a catalog left %d items in it", n)
	}
}

func TestLists(t *testing.T) {
	l := load(t)
	for name, got := range map[string][]Item{
		"disciplines": l.Disciplines(), "feedback": l.FeedbackDisciplines(), "domains": l.Domains(), "interventions": l.Interventions(),
		"tripwires": l.Tripwires(), "stages": l.Stages(), "services": l.Services(), "trainings": l.Trainings(), "tools": l.Tools(),
	} {
		if len(got) < 5 {
			t.Errorf("%s: %d lines", name, len(got))
		}
	}
	for _, s := range l.Services() {
		if s.Service == nil || len(s.Service.Services) == 0 {
			t.Errorf("%s has no service", s.Ref)
		}
	}
	for _, c := range l.Trainings() {
		if c.Training == nil || c.Training.Provider == "" {
			t.Errorf("%s has no provider", c.Ref)
		}
	}
	for _, v := range tatm.Levels {
		if i, ok := l.Level(v); !ok || i.Text == "" {
			t.Errorf("level %s is not explained", v)
		}
	}
	for _, d := range []tatm.Discipline{
		tatm.LawEnforcement, tatm.MentalHealth, tatm.SchoolAdmin, tatm.SpecialEducation, tatm.HumanResources,
		tatm.LegalCounsel, tatm.SchoolPsych, tatm.Medical, tatm.SocialServices, tatm.VictimAdvocate,
	} {
		if !slices.ContainsFunc(l.Disciplines(), func(i Item) bool { return i.ID == string(d) }) {
			t.Errorf("the rules name a discipline that the catalog lacks: %s", d)
		}
	}
}

func TestSpanish(t *testing.T) {
	l := load(t)
	i, _ := l.Item("us-fbi-prevent-mass-violence-2024#isolation")
	if got := i.Labelled("es"); got != "Se aísla cada vez más de familiares, amigos u otros" {
		t.Errorf("in Spanish: %q", got)
	}
	if got := i.Labelled("en"); got != i.Label {
		t.Errorf("in English: %q", got)
	}
	if w, ok := i.In("es"); !ok || !w.Draft {
		t.Error("a machine translation that nobody reviewed does not say so")
	}
	offered := l.Factors(tatm.RiskFactor)[0]
	if w, ok := offered.In("es"); !ok || w.Caveat == "" {
		t.Error("the caveat has no Spanish")
	}
	plain, _ := l.Item("meloy-warning-behaviours#leakage")
	if _, ok := plain.In("es"); ok || plain.Labelled("es") != plain.Label {
		t.Error("an item without a translation pretends to have one")
	}
}
