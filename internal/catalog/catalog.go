// Package catalog holds the vocabularies and policy packs that ship with the
// program, read from data files that keep where each line comes from and
// whether it was checked against its source.
package catalog

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"offramp/internal/tatm"
)

//go:embed data/catalogs/*.yaml data/i18n/*.yaml packs/*.yaml
var files embed.FS

// Catalog is one vocabulary.
type Catalog struct {
	ID         string     `yaml:"id"`
	Kind       string     `yaml:"kind"`
	Version    string     `yaml:"version"`
	Status     string     `yaml:"status"`
	Title      string     `yaml:"title"`
	ShortTitle string     `yaml:"short_title"`
	Summary    string     `yaml:"summary"`
	Provenance Provenance `yaml:"provenance"`
	Safeguards Safeguards `yaml:"safeguards"`
	Defaults   Item       `yaml:"item_defaults"`
	Groups     []Group    `yaml:"groups"`
	Items      []Item     `yaml:"items"`
}

// Provenance says how a file was checked.
type Provenance struct {
	Verification string `yaml:"verification"`
}

// Safeguards are what must be shown wherever the items are.
type Safeguards struct {
	Notices []string `yaml:"notices"`
	Caveat  string   `yaml:"caveat"`
}

// Group gathers items.
type Group struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
}

// Item is one line of a vocabulary.
type Item struct {
	ID           string         `yaml:"id"`
	Group        string         `yaml:"group"`
	Label        string         `yaml:"label"`
	Text         string         `yaml:"text"`
	Dynamics     string         `yaml:"dynamics"`
	Verification string         `yaml:"verification"`
	RightsNote   string         `yaml:"rights_note"`
	Facets       map[string]any `yaml:"facets"`
	// Ref is "catalog#item", the name entries cite it by.
	Ref string `yaml:"-"`
	// Draft: the file or the line was not reconciled with its source.
	Draft bool `yaml:"-"`
	// Spanish is the label in Spanish, where there is one.
	Spanish string `yaml:"-"`
}

// Labelled is the item's label in a language.
func (i Item) Labelled(lang string) string {
	if lang == "es" && i.Spanish != "" {
		return i.Spanish
	}
	if i.Label == "" {
		return strings.ReplaceAll(i.ID, "-", " ")
	}
	return i.Label
}

// Library is every vocabulary and pack.
type Library struct {
	catalogs map[string]*Catalog
	items    map[string]Item
	packs    tatm.Packs
}

// Load reads the embedded files. It fails on the first that is not as it
// should be: a program with a broken vocabulary must not start.
func Load() (*Library, error) {
	l := &Library{catalogs: map[string]*Catalog{}, items: map[string]Item{}, packs: tatm.Packs{}}
	for _, step := range []func() error{l.loadCatalogs, l.loadSpanish, l.loadPacks} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func names(dir string) ([]string, error) {
	es, err := fs.ReadDir(files, dir)
	var out []string
	for _, e := range es {
		out = append(out, path.Join(dir, e.Name()))
	}
	return out, err
}

func (l *Library) loadCatalogs() error {
	list, err := names("data/catalogs")
	if err != nil {
		return err
	}
	for _, name := range list {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		var c Catalog
		if err := yaml.Unmarshal(b, &c); err != nil {
			return fmt.Errorf("catalog: %s: %w", name, err)
		}
		if c.ID == "" || c.Version == "" || len(c.Items) == 0 {
			return fmt.Errorf("catalog: %s: id, version or items are missing", name)
		}
		l.add(&c)
	}
	return nil
}

func (l *Library) add(c *Catalog) {
	draft := c.Status == "draft"
	for i := range c.Items {
		it := &c.Items[i]
		it.Ref = c.ID + "#" + it.ID
		if it.Dynamics == "" {
			it.Dynamics = c.Defaults.Dynamics
		}
		if it.Verification == "" {
			it.Verification = c.Defaults.Verification
		}
		it.Draft = draft || it.Verification == "recalled"
		l.items[it.Ref] = *it
	}
	l.catalogs[c.ID] = c
}

func (l *Library) loadSpanish() error {
	list, err := names("data/i18n")
	if err != nil {
		return err
	}
	for _, name := range list {
		var t struct {
			Base struct {
				ID string `yaml:"id"`
			} `yaml:"base"`
			Strings struct {
				Items map[string]struct {
					Label string `yaml:"label"`
				} `yaml:"items"`
			} `yaml:"strings"`
		}
		b, err := files.ReadFile(name)
		if err == nil {
			err = yaml.Unmarshal(b, &t)
		}
		c := l.catalogs[t.Base.ID]
		if err != nil || c == nil {
			return fmt.Errorf("catalog: %s: no base %q: %w", name, t.Base.ID, err)
		}
		for i := range c.Items {
			c.Items[i].Spanish = t.Strings.Items[c.Items[i].ID].Label
			l.items[c.Items[i].Ref] = c.Items[i]
		}
	}
	return nil
}

// Catalog returns a vocabulary, or nil.
func (l *Library) Catalog(id string) *Catalog { return l.catalogs[id] }

// Item returns the line a reference "catalog#item" names.
func (l *Library) Item(ref string) (Item, bool) {
	i, ok := l.items[ref]
	return i, ok
}

// Packs are the policy packs, by id and version.
func (l *Library) Packs() tatm.Packs { return l.packs }

// PackAt returns the pack id in force at a time: the newest one begun by then.
func (l *Library) PackAt(id string, at time.Time) *tatm.Pack {
	var best *tatm.Pack
	for _, p := range l.packs {
		in := p.ID == id && !p.From.After(at) && (p.Until.IsZero() || at.Before(p.Until))
		if in && (best == nil || p.From.After(best.From)) {
			best = p
		}
	}
	return best
}

// Warning is the notice that stands wherever indicators are chosen (JCAT sheet).
func (l *Library) Warning() Item { return l.items["tatm-notices#jcat-warning"] }

// Vocabularies, by what a form offers.
var (
	riskCatalogs       = []string{"us-fbi-prevent-mass-violence-2024", "meloy-warning-behaviours", "us-fbi-bau-mpr-2017", "us-fbi-preattack-2018", "us-vemi-2021"}
	protectiveCatalogs = []string{"tatm-protective-factors"}
	eventCatalogs      = []string{"tatm-precipitants"}
)

// Factors returns the catalogs a factor of the class is picked from.
func (l *Library) Factors(class tatm.FactorClass) []*Catalog {
	ids := riskCatalogs
	switch class {
	case tatm.Protective:
		ids = protectiveCatalogs
	case tatm.Precipitating:
		ids = eventCatalogs
	}
	var out []*Catalog
	for _, id := range ids {
		if c := l.catalogs[id]; c != nil {
			out = append(out, c)
		}
	}
	return out
}

// Disciplines are the seats a team may have, without the duplicates of the
// feedback form.
func (l *Library) Disciplines() []Item {
	return slices.DeleteFunc(slices.Clone(l.catalogs["tatm-mdt-disciplines"].Items), func(i Item) bool { return i.Group == "feedback" })
}

// Domains are the domains of support.
func (l *Library) Domains() []Item { return l.catalogs["tatm-support-domains"].Items }

// Interventions are the kinds of step of a plan.
func (l *Library) Interventions() []Item { return l.catalogs["tatm-interventions"].Items }
