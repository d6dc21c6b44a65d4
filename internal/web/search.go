package web

import (
	"net/http"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/match"
)

// searchShows is what of a search the reader may ask for at all.
type searchShows struct{ people, cases bool }

// searchPage answers a search. The words come in the body of a post, so that
// no name stands in an address or a log.
func (c *call) searchPage() error {
	q, page := "", 1
	if c.r.Method == http.MethodPost {
		q = c.text("q")
		page, _ = strconv.Atoi(orZero(c.form.Get("page"))) // anything else is the first
	}
	var people app.Finds
	var cases []app.Found
	var shows searchShows
	var err error
	if q != "" {
		if people, err = c.desk.FindPeople(c.ctx(), c.meant(q), page); err != nil && fault.KindOf(err) != fault.Denied {
			return err
		}
		shows.people = err == nil
	}
	if q != "" && page < 2 {
		if cases, err = c.desk.SearchCases(c.ctx(), q); err != nil && fault.KindOf(err) != fault.Denied {
			return err
		}
		shows.cases = err == nil
	}
	return c.see(searchPage(c.frame("nav.search"), q, people, cases, shows))
}

// meant reads whom somebody means by a line.
func (c *call) meant(line string) match.Query {
	return match.ParseTyped(line, c.s.app.Now().Year())
}

// exact reports whether every word that was asked for stands on file as it was
// typed: only then does a line name somebody by itself.
func exact(s match.Suggestion) bool {
	for _, k := range s.Clues {
		if k.Code != "same" {
			return false
		}
	}
	return len(s.Clues) > 0
}
