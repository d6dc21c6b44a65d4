package web

import (
	"maps"
	"slices"
	"strings"
)

// Shown are the patterns of the routes that show a page.
func Shown() []string {
	var out []string
	for _, r := range (&Server{}).routes() {
		if p, ok := strings.CutPrefix(r.pattern, "GET "); ok {
			out = append(out, p)
		}
	}
	return out
}

// Acts are the names of everything that can be done to a case.
func Acts() []string { return slices.Sorted(maps.Keys(acts)) }

// Tabs are the parts of a case.
func Tabs() []string {
	var out []string
	for _, p := range caseParts {
		out = append(out, p.tabs...)
	}
	return out
}
