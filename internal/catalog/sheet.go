package catalog

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// sheet is one data file while it is read: its text by line, and what was
// found wrong in it.
type sheet struct {
	name   string
	file   *ast.File
	faults []error
}

// readSheet parses a file, holds it against its schema and fills into. A key
// used twice, a key that the schema does not know and one that it misses are
// all said, each with its line.
func readSheet(name string, text []byte, as *schema, into any) (*sheet, error) {
	s := &sheet{name: name}
	var err error
	if s.file, err = parser.ParseBytes(text, 0); err != nil {
		return nil, s.said(err)
	}
	if len(s.file.Docs) != 1 || s.file.Docs[0].Body == nil {
		return nil, fmt.Errorf("catalog: %s: must hold one document", name)
	}
	var v any
	if err := yaml.NodeToValue(s.file.Docs[0].Body, &v); err != nil {
		return nil, s.said(err)
	}
	for _, m := range as.check(v) {
		s.fault(m.at, "%s", m.what)
	}
	if err := s.err(); err != nil {
		return nil, err
	}
	if err := yaml.NodeToValue(s.file.Docs[0].Body, into); err != nil {
		return nil, s.said(err)
	}
	return s, nil
}

// fault notes what is wrong at a place.
func (s *sheet) fault(at place, format string, args ...any) {
	where := fmt.Sprintf("catalog: %s:%d", s.name, s.line(at))
	if len(at) > 0 {
		where += fmt.Sprint(": ", at)
	}
	s.faults = append(s.faults, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

// err is everything that was found wrong, or nil.
func (s *sheet) err() error { return errors.Join(s.faults...) }

// said is an error of the YAML reader with the file and the line.
func (s *sheet) said(err error) error {
	line := 0
	if e, ok := errors.AsType[yaml.Error](err); ok {
		if t := e.GetToken(); t != nil {
			line = t.Position.Line
		}
		return fmt.Errorf("catalog: %s:%d: %s", s.name, line, e.GetMessage())
	}
	return fmt.Errorf("catalog: %s: %w", s.name, err)
}

// line is the line of a place, or of what is nearest around it.
func (s *sheet) line(at place) int {
	for ; ; at = at[:len(at)-1] {
		to := new(yaml.PathBuilder).Root()
		for _, step := range at {
			switch step := step.(type) {
			case int:
				to = to.Index(uint(step))
			case string:
				to = to.Child(step)
			}
		}
		if n, err := to.Build().FilterFile(s.file); err == nil && n != nil {
			return first(n)
		}
		if len(at) == 0 {
			return 1
		}
	}
}

// first is the line a node begins on: that of its first key.
func first(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	return n.GetToken().Position.Line
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
