package catalog

import (
	"io/fs"
	"maps"
)

// Wording is what a catalog or an item says in another language.
type Wording struct {
	Title      string   `yaml:"title"`
	ShortTitle string   `yaml:"short_title"`
	Summary    string   `yaml:"summary"`
	Caveat     string   `yaml:"caveat"`
	Label      string   `yaml:"label"`
	Text       string   `yaml:"text"`
	Prompts    []string `yaml:"prompts"`
	Counter    []string `yaml:"counter"`
	RightsNote string   `yaml:"rights_note"`
	// Draft: no bilingual practitioner has read it, so the English line is
	// shown beneath.
	Draft bool `yaml:"-"`
}

// translation is a file that gives a catalog in another language.
type translation struct {
	Kind   string `yaml:"kind"`
	Lang   string `yaml:"lang"`
	Status string `yaml:"status"`
	Base   struct {
		ID string `yaml:"id"`
	} `yaml:"base"`
	Provenance struct {
		Translation struct {
			Review string `yaml:"review"`
		} `yaml:"translation"`
	} `yaml:"provenance"`
	Strings struct {
		Wording `yaml:",inline"`
		Items   map[string]Wording `yaml:"items"`
	} `yaml:"strings"`
}

func (l *Library) loadTranslations(from fs.FS) error {
	rules, err := readSchema("tatm-catalog.schema.json")
	if err != nil {
		return err
	}
	return each(from, "data/i18n", func(name string, text []byte) error {
		var t translation
		s, err := readSheet(name, text, rules, &t)
		if err != nil {
			return err
		}
		if t.Kind != "translation" {
			s.fault(place{"kind"}, "a file of kind %s is not read from here", t.Kind)
		}
		c := l.catalogs[t.Base.ID]
		if c == nil {
			s.fault(place{"base"}, "there is no catalog %q", t.Base.ID)
			return s.err()
		}
		for _, id := range sorted(t.Strings.Items) {
			if _, ok := l.items[c.ID+"#"+id]; !ok {
				s.fault(place{"strings", "items", id}, "%s has no such item", c.ID)
			}
		}
		l.translate(c, t)
		return s.err()
	})
}

func (l *Library) translate(c *Catalog, t translation) {
	draft := t.Status == "draft" || t.Provenance.Translation.Review == "none"
	in := func(was map[string]Wording, w Wording) map[string]Wording {
		w.Draft = draft
		out := maps.Clone(was)
		if out == nil {
			out = map[string]Wording{}
		}
		out[t.Lang] = w
		return out
	}
	c.wordings = in(c.wordings, t.Strings.Wording)
	for i := range c.Items {
		it := &c.Items[i]
		if w, ok := t.Strings.Items[it.ID]; ok {
			it.wordings = in(it.wordings, w)
			l.items[it.Ref] = *it
		}
	}
}
