package catalog

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// protected finds the name of a protected characteristic. An indicator speaks
// of what somebody does, never of what somebody is.
var protected = regexp.MustCompile(`(?i)\b(race|racial|ethnic\w*|national origin|immigra\w*|muslim|islam\w*|jew\w*|christian|catholic|hindu|sikh|arab|black|white|latino|hispanic|asian|gay|lesbian|transgender|lgbt\w*|autis\w*|schizo\w*|bipolar|mosque|church|synagogue|refugee)\b`)

// kinds are the kinds of file that hold items to pick or show.
var kinds = []string{"catalog", "training", "directory", "registry", "notices"}

// checkCatalog checks what a schema cannot say: that names are used once, that
// references lead somewhere, and that indicators carry their safeguards.
func (l *Library) checkCatalog(c *Catalog, s *sheet) {
	if !slices.Contains(kinds, c.Kind) {
		s.fault(place{"kind"}, "a file of kind %s is not read from here", c.Kind)
	}
	if path.Base(s.name) != c.ID+".yaml" {
		s.fault(place{"id"}, "the file is not named after the id %q", c.ID)
	}
	if c.Status == "active" && c.Provenance.Verification == "recalled" {
		s.fault(place{"provenance"}, "an active file was only recalled")
	}
	for i, ref := range c.Safeguards.Notices {
		if _, ok := l.Notice(ref); !ok {
			s.fault(place{"safeguards", "notices", i}, "there is no notice %q", ref)
		}
	}
	once(s, "sources", c.Sources, func(x Source) string { return x.ID })
	once(s, "groups", c.Groups, func(x Group) string { return x.ID })
	once(s, "items", c.Items, func(x Item) string { return x.ID })
	for i, it := range c.Items {
		at := place{"items", i}
		l.checkItem(c, it, s, at)
		checkFacets(c, it, s, at)
		if it.indicates() {
			checkIndicator(c, it, s, at)
		}
	}
}

// once says where a name stands a second time.
func once[T any](s *sheet, list string, of []T, id func(T) string) {
	seen := map[string]bool{}
	for i, x := range of {
		if seen[id(x)] {
			s.fault(place{list, i}, "the id %q is used twice", id(x))
		}
		seen[id(x)] = true
	}
}

// checkItem checks that what an item names is there.
func (l *Library) checkItem(c *Catalog, it Item, s *sheet, at place) {
	if !slices.ContainsFunc(c.Groups, func(g Group) bool { return g.ID == it.Group }) && (it.Group != "" || len(c.Groups) > 0) {
		s.fault(at, "there is no group %q", it.Group)
	}
	if !slices.ContainsFunc(c.Sources, func(x Source) bool { return x.ID == it.Source }) {
		s.fault(at, "there is no source %q", it.Source)
	}
	if it.Verification == "" || it.Type == "" {
		s.fault(at, "verification or type is missing")
	}
	if c.Status == "active" && it.Verification == "recalled" {
		s.fault(at, "a recalled item stands in an active file")
	}
	for _, id := range []string{it.Parent, it.ReplacedBy} {
		if _, ok := l.items[c.ID+"#"+id]; id != "" && !ok {
			s.fault(at, "there is no item %q", id)
		}
	}
	for i, m := range it.Mappings {
		if m.Scheme == "" && !l.resolves(m.To) {
			s.fault(at.to("maps_to").to(i), "%q leads nowhere", m.To)
		}
	}
}

// resolves reports whether a reference names a catalog or an item of one.
func (l *Library) resolves(ref string) bool {
	if !strings.Contains(ref, "#") {
		return l.catalogs[ref] != nil
	}
	_, ok := l.items[ref]
	return ok
}

func checkFacets(c *Catalog, it Item, s *sheet, at place) {
	for _, name := range sorted(it.Facets) {
		f, ok := c.Facets[name]
		here := at.to("facets").to(name)
		if !ok {
			s.fault(here, "there is no facet %q", name)
			continue
		}
		for _, v := range it.Facets[name] {
			if !slices.Contains(f.ids(), v) {
				s.fault(here, "%q is no value of %s", v, name)
			}
		}
		if len(it.Facets[name]) > 1 && !f.Multi {
			s.fault(here, "%s takes one value", name)
		}
	}
}

func (f Facet) ids() []string {
	var out []string
	for _, v := range f.Values {
		out = append(out, v.ID)
	}
	return out
}

// checkIndicator holds what speaks against a person to the rights rules: a
// mark of the rights it may touch, no protected characteristic, and a file
// that says it is never the sole basis of an action.
func checkIndicator(c *Catalog, it Item, s *sheet, at place) {
	if it.Rights == nil {
		s.fault(at, "an indicator has no rights mark")
	}
	if word := protected.FindString(it.Label + " " + it.Text); word != "" {
		s.fault(at, "names a protected characteristic: %s", word)
	}
	if c.Safeguards.SoleBasis == nil || *c.Safeguards.SoleBasis {
		s.fault(at, "indicators need safeguards with sole_basis: false")
	}
}
