package catalog

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

const mini = `format: tatm-catalog/1
kind: notices
id: tatm-notices
version: 1.0.0
lang: en
status: active
title: Notices
sources:
  - {id: own, title: Own work, issuers: [Project maintainers]}
licence: {source_code: own-work, file: CC0-1.0}
provenance: {prepared_by: project, prepared_on: "2026-11-23", verification: editorial}
safeguards: {notices: [tatm-notices#one], sole_basis: false}
facets:
  mode: {title: Mode, values: [{id: direct, title: Direct}, {id: indirect, title: Indirect}]}
groups: [{id: a, title: A}]
item_defaults: {source: own, verification: editorial, rights: [none]}
items:
  - {id: one, group: a, type: notice, label: A notice, facets: {mode: direct}}
  - id: two
    group: a
    type: risk
    label: A line
    maps_to: [{to: tatm-notices#one, relation: related}]
`

// faulty loads mini with one thing changed and returns what is said.
func faulty(t *testing.T, old, new string) string {
	t.Helper()
	if !strings.Contains(mini, old) {
		t.Fatalf("%q is not in the file", old)
	}
	from := fstest.MapFS{"data/catalogs/tatm-notices.yaml": {Data: []byte(strings.Replace(mini, old, new, 1))}}
	l := &Library{catalogs: map[string]*Catalog{}, items: map[string]Item{}}
	if err := l.loadCatalogs(from); err != nil {
		return err.Error()
	}
	return ""
}

// TestCatalogFaults plants one fault at a time: each is found, with its line.
func TestCatalogFaults(t *testing.T) {
	if said := faulty(t, "Notices", "Notices"); said != "" {
		t.Fatalf("the file without a fault: %s", said)
	}
	tests := []struct{ name, old, new, want string }{
		{"not YAML", "id: two", "id: 'two", "tatm-notices.yaml:19"},
		{"key twice", "lang: en", "lang: en\nlang: en", "tatm-notices.yaml:6: mapping key \"lang\" already defined"},
		{"unknown key", "    label: A line", "    label: A line\n    weight: 3", `yaml:23: [items 1 weight]: "weight" is not a key`},
		{"unknown key at the top", "lang: en", "lang: en\nscore: 1", `yaml:6: [score]: "score" is not a key`},
		{"no title", "title: Notices\n", "", "yaml:1: title is missing"},
		{"no label", "    label: A line\n", "", "yaml:19: [items 1]: label is missing"},
		{"no items", mini[strings.Index(mini, "items:\n"):], "", "items is missing"},
		{"bad version", "version: 1.0.0", "version: one", "yaml:4: [version]"},
		{"number for text", "title: Notices", "title: 7", "yaml:7: [title]: must be string"},
		{"unknown word", "type: risk", "type: omen", "yaml:21: [items 1 type]: omen is none of"},
		{"directory without entries", "kind: notices", "kind: directory", "entry is missing"},
		{"overlay without a base", "kind: notices", "kind: overlay", "yaml:1: base is missing"},
		{"wrong file name", "id: tatm-notices", "id: tatm-notes", `yaml:3: [id]: the file is not named after the id`},
		{"dead notice", "[tatm-notices#one]", "[tatm-notices#two]", `there is no notice "tatm-notices#two"`},
		{"item twice", "id: two", "id: one", `yaml:19: [items 1]: the id "one" is used twice`},
		{"no such group", "    group: a", "    group: b", `yaml:19: [items 1]: there is no group "b"`},
		{"no such source", "item_defaults: {source: own", "item_defaults: {source: other", `there is no source "other"`},
		{"no verification", "source: own, verification: editorial", "source: own", "verification or type is missing"},
		{"recalled in an active file", "source: own, verification: editorial", "source: own, verification: recalled", "a recalled item stands in an active file"},
		{"recalled active file", `"2026-11-23", verification: editorial`, `"2026-11-23", verification: recalled`, "an active file was only recalled"},
		{"no such facet", "mode: direct", "mood: direct", `there is no facet "mood"`},
		{"no such value", "mode: direct", "mode: loud", `"loud" is no value of mode`},
		{"two values of one", "mode: direct", "mode: [direct, indirect]", "mode takes one value"},
		{"dead mapping", "to: tatm-notices#one", "to: tatm-notices#three", `yaml:23: [items 1 maps_to 0]: "tatm-notices#three" leads nowhere`},
		{"no rights mark", ", rights: [none]", "", "an indicator has no rights mark"},
		{"protected characteristic", "label: A line", "label: Goes to a mosque", "names a protected characteristic: mosque"},
		{"sole basis not ruled out", ", sole_basis: false", "", "indicators need safeguards with sole_basis: false"},
		{"sole basis", "sole_basis: false", "sole_basis: true", "[safeguards sole_basis]: must be false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if said := faulty(t, tt.old, tt.new); !strings.Contains(said, tt.want) {
				t.Errorf("said %q, want %q", said, tt.want)
			}
		})
	}
}

// TestEveryFaultIsSaid: a person mending a file sees all of it at once.
func TestEveryFaultIsSaid(t *testing.T) {
	said := faulty(t, "type: risk\n    label: A line", "type: omen\n    weight: 3")
	for _, want := range []string{"omen", "weight", "label is missing"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said in %s", want, said)
		}
	}
}

func TestTranslationFaults(t *testing.T) {
	good, err := fs.ReadFile(files, "data/i18n/us-fbi-prevent-mass-violence-2024.es.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for old, want := range map[string]string{
		"base: {id: us-fbi-prevent-mass-violence-2024": "there is no catalog",
		"    isolation:": "us-fbi-prevent-mass-violence-2024 has no such item",
		"    caveat:":    "",
	} {
		l := load(t)
		text := strings.Replace(string(good), old, strings.NewReplacer("us-fbi", "us-fib", "isolation", "insulation").Replace(old), 1)
		err := l.loadTranslations(fstest.MapFS{"data/i18n/x.es.yaml": {Data: []byte(text)}})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", old, err, want)
		}
	}
}

// TestSchemaIsWhollyUnderstood: a word that the checker would read past does
// not load, so a rule in a schema is never only written down.
func TestSchemaIsWhollyUnderstood(t *testing.T) {
	s := &schema{}
	if err := s.understood(map[string]any{"properties": map[string]any{"a": map[string]any{"uniqueItems": true}}}); err == nil {
		t.Error("an unknown word was read past")
	}
}

func TestSchemaWords(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rule     map[string]any
		fit, not any
	}{
		{"integer", map[string]any{"type": "integer", "minimum": 1.0, "maximum": 3.0}, uint64(2), uint64(4)},
		{"negative", map[string]any{"type": "integer", "minimum": 0.0}, uint64(0), int64(-1)},
		{"not whole", map[string]any{"type": "integer"}, 2.0, 2.5},
		{"or null", map[string]any{"type": []any{"integer", "null"}}, nil, "x"},
		{"least", map[string]any{"minItems": 2.0}, []any{"a", "b"}, []any{"a"}},
		{"contains", map[string]any{"contains": map[string]any{"const": "a"}}, []any{"b", "a"}, []any{"b"}},
		{"one of", map[string]any{"oneOf": []any{map[string]any{"minLength": 2.0}, map[string]any{"maxLength": 3.0}}}, "a", "ab"},
		{"not", map[string]any{"not": map[string]any{"anyOf": []any{map[string]any{"required": []any{"a"}}}}}, map[string]any{"b": 1.0}, map[string]any{"a": 1.0}},
		{"else", map[string]any{"if": map[string]any{"const": "a"}, "else": map[string]any{"const": "b"}}, "a", "c"},
		{"names", map[string]any{"propertyNames": map[string]any{"enum": []any{"a"}}}, map[string]any{"a": nil}, map[string]any{"b": nil}},
	} {
		s := &schema{}
		if !s.fits(tt.rule, tt.fit) {
			t.Errorf("%s: %v does not fit", tt.name, tt.fit)
		}
		if s.fits(tt.rule, tt.not) {
			t.Errorf("%s: %v fits", tt.name, tt.not)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
