package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// schema is a JSON Schema, in as much of draft 2020-12 as the project's own
// schemas use. A word beyond that does not load, so nothing that a schema says
// goes unchecked.
type schema struct {
	root     map[string]any
	patterns map[string]*regexp.Regexp
}

// place is a way into a file: keys and indexes from the top.
type place []any

// to returns the place one step further in.
func (p place) to(step any) place { return append(slices.Clip(p), step) }

// misfit is one thing in a file that is not as it should be.
type misfit struct {
	at   place
	what string
}

// schemaWords are the words that are understood, and those that say nothing
// about the file.
var schemaWords = []string{
	"$schema", "$id", "$defs", "title", "description",
	"$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
	"pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "items", "contains",
	"required", "properties", "propertyNames", "additionalProperties",
}

// readSchema reads the embedded schema of that name.
func readSchema(name string) (*schema, error) {
	b, err := files.ReadFile(path.Join("data/schema", name))
	if err != nil {
		return nil, err
	}
	s := &schema{patterns: map[string]*regexp.Regexp{}}
	if err := json.Unmarshal(b, &s.root); err != nil {
		return nil, fmt.Errorf("catalog: %s: %w", name, err)
	}
	if err := s.understood(s.root); err != nil {
		return nil, fmt.Errorf("catalog: %s: %w", name, err)
	}
	return s, nil
}

// understood reports the first word of a schema that check would read past,
// and compiles the patterns on the way.
func (s *schema) understood(v any) error {
	rule, ok := v.(map[string]any)
	if !ok {
		return nil // true or false
	}
	for word, arg := range rule {
		if !slices.Contains(schemaWords, word) {
			return fmt.Errorf("the word %q is not understood", word)
		}
		var inner []any
		switch word {
		case "properties", "$defs":
			for _, r := range arg.(map[string]any) {
				inner = append(inner, r)
			}
		case "allOf", "anyOf", "oneOf":
			inner = arg.([]any)
		case "not", "if", "then", "else", "items", "contains", "propertyNames", "additionalProperties":
			inner = []any{arg}
		case "pattern":
			re, err := regexp.Compile(arg.(string))
			if err != nil {
				return err
			}
			s.patterns[arg.(string)] = re
		}
		for _, r := range inner {
			if err := s.understood(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// check returns what in v, which stands at a place, is not as the schema says.
func (s *schema) check(v any) []misfit { return s.misfits(s.root, v, nil) }

func (s *schema) fits(rule, v any) bool { return len(s.misfits(rule, v, nil)) == 0 }

func (s *schema) misfits(rule, v any, at place) []misfit {
	r, ok := rule.(map[string]any)
	if !ok {
		if rule == false {
			return []misfit{{at, "is not expected here"}}
		}
		return nil
	}
	if ref, ok := r["$ref"].(string); ok {
		return s.misfits(s.def(ref), v, at)
	}
	if out := s.kind(r, v, at); len(out) > 0 {
		return out // of the wrong type: the rest would only repeat it
	}
	var out []misfit
	switch v := v.(type) {
	case string:
		out = s.text(r, v, at)
	case []any:
		out = s.list(r, v, at)
	case map[string]any:
		out = s.object(r, v, at)
	default:
		out = s.number(r, v, at)
	}
	return append(out, s.combined(r, v, at)...)
}

// def returns the definition a reference "#/$defs/name" names.
func (s *schema) def(ref string) any {
	defs, _ := s.root["$defs"].(map[string]any)
	return defs[strings.TrimPrefix(ref, "#/$defs/")]
}

// kind checks type, enum and const.
func (s *schema) kind(r map[string]any, v any, at place) []misfit {
	if want, ok := r["type"]; ok {
		names, many := want.([]any)
		if !many {
			names = []any{want}
		}
		if !slices.ContainsFunc(names, func(n any) bool { return typed(n, v) }) {
			return []misfit{{at, fmt.Sprintf("must be %v", want)}}
		}
	}
	same := func(x any) bool { return reflect.DeepEqual(x, v) }
	if list, ok := r["enum"].([]any); ok && !slices.ContainsFunc(list, same) {
		return []misfit{{at, fmt.Sprintf("%v is none of %v", v, list)}}
	}
	if one, ok := r["const"]; ok && !same(one) {
		return []misfit{{at, fmt.Sprintf("must be %v", one)}}
	}
	return nil
}

// typed reports whether v, as the YAML reader gives it, is of a JSON type.
func typed(name, v any) bool {
	switch v := v.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	case int64, uint64:
		return name == "integer" || name == "number"
	case float64:
		return name == "number" || name == "integer" && v == math.Trunc(v)
	}
	return false
}

func (s *schema) text(r map[string]any, v string, at place) []misfit {
	var out []misfit
	if p, ok := r["pattern"].(string); ok && !s.patterns[p].MatchString(v) {
		out = append(out, misfit{at, fmt.Sprintf("%q is not of the form %s", v, p)})
	}
	n := float64(utf8.RuneCountInString(v))
	if least, ok := r["minLength"].(float64); ok && n < least {
		out = append(out, misfit{at, "is empty or too short"})
	}
	if most, ok := r["maxLength"].(float64); ok && n > most {
		out = append(out, misfit{at, fmt.Sprintf("is longer than %v characters", most)})
	}
	return out
}

func (s *schema) number(r map[string]any, v any, at place) []misfit {
	var n float64
	switch v := v.(type) {
	case int64:
		n = float64(v)
	case uint64:
		n = float64(v)
	case float64:
		n = v
	default:
		return nil
	}
	least, low := r["minimum"].(float64)
	most, high := r["maximum"].(float64)
	if low && n < least || high && n > most {
		return []misfit{{at, fmt.Sprintf("%v is out of range", v)}}
	}
	return nil
}

func (s *schema) list(r map[string]any, v []any, at place) []misfit {
	var out []misfit
	if least, ok := r["minItems"].(float64); ok && float64(len(v)) < least {
		out = append(out, misfit{at, fmt.Sprintf("needs at least %v", least)})
	}
	if each, ok := r["items"]; ok {
		for i, x := range v {
			out = append(out, s.misfits(each, x, at.to(i))...)
		}
	}
	if one, ok := r["contains"]; ok && !slices.ContainsFunc(v, func(x any) bool { return s.fits(one, x) }) {
		out = append(out, misfit{at, "lacks an element that it must have"})
	}
	return out
}

func (s *schema) object(r map[string]any, v map[string]any, at place) []misfit {
	var out []misfit
	required, _ := r["required"].([]any)
	for _, k := range required {
		if _, ok := v[k.(string)]; !ok {
			out = append(out, misfit{at, fmt.Sprintf("%v is missing", k)})
		}
	}
	known, _ := r["properties"].(map[string]any)
	others, closed := r["additionalProperties"]
	names, named := r["propertyNames"]
	for _, k := range sorted(v) {
		if named {
			out = append(out, s.misfits(names, k, at.to(k))...)
		}
		if rule, ok := known[k]; ok {
			out = append(out, s.misfits(rule, v[k], at.to(k))...)
		} else if closed && others == false {
			out = append(out, misfit{at.to(k), fmt.Sprintf("%q is not a key that is known here", k)})
		} else if closed {
			out = append(out, s.misfits(others, v[k], at.to(k))...)
		}
	}
	return out
}

// combined checks the words that join rules.
func (s *schema) combined(r map[string]any, v any, at place) []misfit {
	var out []misfit
	all, _ := r["allOf"].([]any)
	for _, rule := range all {
		out = append(out, s.misfits(rule, v, at)...)
	}
	for word, right := range map[string]func(n int) bool{"anyOf": func(n int) bool { return n > 0 }, "oneOf": func(n int) bool { return n == 1 }} {
		if of, ok := r[word].([]any); ok {
			n := 0
			for _, rule := range of {
				if s.fits(rule, v) {
					n++
				}
			}
			if !right(n) {
				out = append(out, misfit{at, "has none of the allowed forms"})
			}
		}
	}
	if rule, ok := r["not"]; ok && s.fits(rule, v) {
		out = append(out, misfit{at, "has a key that its kind may not have"})
	}
	if cond, ok := r["if"]; ok {
		branch := "else"
		if s.fits(cond, v) {
			branch = "then"
		}
		if rule, ok := r[branch]; ok {
			out = append(out, s.misfits(rule, v, at)...)
		}
	}
	return out
}
