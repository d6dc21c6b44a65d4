package catalog

import (
	"io/fs"
	"slices"

	"offramp/internal/tatm"
)

// basisFile is a catalogue of legal bases as a file, with the notices that a
// regime wants; data/schema/legal-bases.schema.json is its form.
type basisFile struct {
	Bases   []basis `yaml:"bases"`
	Notices []struct {
		Regime      tatm.Regime       `yaml:"regime"`
		Text        map[string]string `yaml:"text"`
		Cites       string            `yaml:"cites"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"notices"`
}

type basis struct {
	Code        string            `yaml:"code"`
	Title       map[string]string `yaml:"title"`
	Rule        map[string]string `yaml:"rule"`
	Onward      map[string]string `yaml:"onward"`
	Cites       string            `yaml:"cites"`
	Carries     []tatm.Regime     `yaml:"carries"`
	Needs       []string          `yaml:"needs"`
	tatm.Origin `yaml:",inline"`
}

func (l *Library) loadBases(from fs.FS) error {
	rules, err := readSchema("legal-bases.schema.json")
	if err != nil {
		return err
	}
	return each(from, "bases", func(name string, text []byte) error {
		var f basisFile
		s, err := readSheet(name, text, rules, &f)
		if err != nil {
			return err
		}
		once(s, "bases", f.Bases, func(b basis) string { return b.Code })
		for i, b := range f.Bases {
			if _, twice := l.Basis(b.Code); twice {
				s.fault(place{"bases", i, "code"}, "%q is in another file too", b.Code)
			}
			s.regimes(place{"bases", i, "carries"}, b.Carries...)
			l.bases = append(l.bases, tatm.Basis{Code: b.Code, Title: b.Title, Rule: b.Rule, Onward: b.Onward, Cites: b.Cites, Carries: b.Carries, Needs: b.Needs, Origin: b.Origin})
		}
		for i, n := range f.Notices {
			s.regimes(place{"notices", i, "regime"}, n.Regime)
			l.notices = append(l.notices, tatm.RegimeNotice{Regime: n.Regime, Text: n.Text, Cites: n.Cites, Origin: n.Origin})
		}
		return s.err()
	})
}

// regimes says which of some words are no regime.
func (s *sheet) regimes(at place, rs ...tatm.Regime) {
	for _, r := range rs {
		if !slices.Contains(tatm.Regimes, r) {
			s.fault(at, "there is no regime %q", r)
		}
	}
}

// Bases are the legal bases on which something may be given away, in the order
// of their files.
func (l *Library) Bases() []tatm.Basis { return l.bases }

// Basis returns the legal basis of a code.
func (l *Library) Basis(code string) (tatm.Basis, bool) {
	i := slices.IndexFunc(l.bases, func(b tatm.Basis) bool { return b.Code == code })
	if i < 0 {
		return tatm.Basis{}, false
	}
	return l.bases[i], true
}

// RegimeNotices are the notices that the regimes want with every view and print of
// what stands under them, each once.
func (l *Library) RegimeNotices(of ...tatm.Regime) []tatm.RegimeNotice {
	return slices.DeleteFunc(slices.Clone(l.notices), func(n tatm.RegimeNotice) bool { return !slices.Contains(of, n.Regime) })
}
