package catalog

import (
	"slices"

	"offramp/internal/tatm"
)

// What a form offers, by catalog and by type of item: one catalog may hold
// risks, protective factors and events side by side.
var offers = map[tatm.FactorClass]struct{ catalogs, types []string }{
	tatm.RiskFactor: {
		[]string{"us-fbi-prevent-mass-violence-2024", "meloy-warning-behaviours", "us-fbi-bau-mpr-2017", "us-fbi-preattack-2018", "us-vemi-2021"},
		[]string{"behaviour", "warning", "risk"},
	},
	tatm.Protective:    {[]string{"tatm-protective-factors", "us-fbi-bau-mpr-2017"}, []string{"protective"}},
	tatm.Precipitating: {[]string{"tatm-precipitants", "us-fbi-bau-mpr-2017", "us-fbi-preattack-2018"}, []string{"precipitant"}},
}

// Factors returns the catalogs a factor of the class is picked from, each with
// the items of that class alone.
func (l *Library) Factors(class tatm.FactorClass) []*Catalog {
	o := offers[class]
	var out []*Catalog
	for _, id := range o.catalogs {
		c := *l.catalogs[id]
		c.Items = l.of(id, func(i Item) bool { return slices.Contains(o.types, i.Type) && i.Status != "deprecated" })
		out = append(out, &c)
	}
	return out
}

// of returns the items of a catalog that are wanted.
func (l *Library) of(id string, wanted func(Item) bool) []Item {
	return slices.DeleteFunc(slices.Clone(l.catalogs[id].Items), func(i Item) bool { return !wanted(i) })
}

// Warning is the notice that stands wherever indicators are chosen (JCAT sheet).
func (l *Library) Warning() Item { return l.items["tatm-notices#jcat-warning"] }

// Notice returns the notice that a reference names.
func (l *Library) Notice(ref string) (Item, bool) {
	i, ok := l.items[ref]
	return i, ok && i.Type == "notice"
}

// Notices are what must stand wherever the items of c are shown.
func (l *Library) Notices(c *Catalog) []Item {
	var out []Item
	for _, ref := range c.Safeguards.Notices {
		out = append(out, l.items[ref])
	}
	return out
}

// Disciplines are the seats a team may have, without the duplicates of the
// feedback form.
func (l *Library) Disciplines() []Item {
	return l.of("tatm-mdt-disciplines", func(i Item) bool { return i.Group != "feedback" })
}

// FeedbackDisciplines are the disciplines that the JCAT feedback form asks for.
func (l *Library) FeedbackDisciplines() []Item {
	return l.of("tatm-mdt-disciplines", func(i Item) bool { return i.Group == "feedback" })
}

// Domains are the domains of support.
func (l *Library) Domains() []Item { return l.catalogs["tatm-support-domains"].Items }

// Interventions are the kinds of step of a plan.
func (l *Library) Interventions() []Item {
	return l.of("tatm-interventions", func(i Item) bool { return i.Type == "intervention" })
}

// Tripwires are kinds of tripwire and monitor.
func (l *Library) Tripwires() []Item {
	return l.of("tatm-interventions", func(i Item) bool { return i.Type == "tripwire" })
}

// Level returns the line that says what a level of concern means.
func (l *Library) Level(v tatm.Level) (Item, bool) {
	if v == tatm.NoConcern {
		v = "not-a-concern" // the catalog's own name
	}
	return l.Item("tatm-concern-levels#" + string(v))
}

// Stages are the stages of the pathway to violence: lanes of a time line, not
// steps that a person must go.
func (l *Library) Stages() []Item { return l.catalogs["pathway-to-violence"].Items }

// Services are the lines of the resource directory.
func (l *Library) Services() []Item { return l.catalogs["tatm-resource-directory"].Items }

// Trainings are the courses of the training list.
func (l *Library) Trainings() []Item { return l.catalogs["tatm-training"].Items }

// Tools are the instruments a team may have used elsewhere.
func (l *Library) Tools() []Item { return l.catalogs["tatm-licensed-tools"].Items }
