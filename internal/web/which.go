package web

import (
	"context"
	"strconv"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// Forms name another file by its number or by words, as people do. What the
// words find more than once stands as a choice when the form comes back.

// whichField is the question for another file: a line, or a choice among what
// the line found.
func (c *call) whichField(name, label string) field {
	f := field{Name: name, Kind: line, Label: label, Hint: "hint.which"}
	if found := c.found[name]; len(found) > 0 {
		f.Kind, f.Options, f.Hint = choice, found, ""
	}
	return f
}

// whichPerson is the person's file that a field names, or none.
func (c *call) whichPerson(name string) (tatm.FileID, error) {
	return c.which(name, "person.number", c.desk.ListPeople, c.peopleNamed)
}

// whichCase is the case that a field names.
func (c *call) whichCase(name string) (tatm.FileID, error) {
	id, err := c.which(name, "case.number", c.desk.ListCases, c.casesNamed)
	if err == nil && id == "" {
		err = fault.Bad(name, "field.case")
	}
	return id, err
}

// named is a file that a line may mean; sure says that it can mean no other.
type named struct {
	id     tatm.FileID
	number int64
	name   string
	sure   bool
}

func (c *call) casesNamed(ctx context.Context, text string) (out []named, err error) {
	hits, err := c.desk.SearchCases(ctx, text)
	for _, h := range hits {
		out = append(out, named{h.Line.ID, h.Line.Number, titleOf(h.Line.File), len(hits) == 1})
	}
	return out, err
}

// peopleNamed finds people misspelt too, so that one who is found so is asked
// about, never taken.
func (c *call) peopleNamed(ctx context.Context, text string) (out []named, err error) {
	v, err := c.desk.FindPeople(ctx, c.meant(text), 1)
	for _, x := range v.People {
		out = append(out, named{x.ID, x.Row.Number, x.Name, len(v.People) == 1 && exact(x.Suggestion)})
	}
	return out, err
}

func (c *call) which(name, numbered string, list func(context.Context, app.Filter) (app.ListView, error), search func(context.Context, string) ([]named, error)) (tatm.FileID, error) {
	text := c.text(name)
	if text == "" || tatm.ValidID(text) {
		return tatm.FileID(text), nil
	}
	if n := lastNumber(text); n > 0 {
		v, err := list(c.ctx(), app.Filter{Number: n, All: true, Order: app.ByNumber, Limit: 1})
		if err != nil || len(v.Rows) == 0 {
			return "", firstOf(err, fault.Bad(name, "field.which-none"))
		}
		return v.Rows[0].ID, nil
	}
	hits, err := search(c.ctx(), text)
	switch {
	case fault.KindOf(err) == fault.Denied, err == nil && len(hits) == 0:
		return "", fault.Bad(name, "field.which-none")
	case err != nil:
		return "", err
	case hits[0].sure:
		return hits[0].id, nil
	}
	if c.found == nil {
		c.found = map[string][]option{}
	}
	for _, h := range hits[:min(len(hits), whichMost)] {
		c.found[name] = append(c.found[name], option{Value: string(h.id), Label: h.name + " · " + locale.T(c.ctx(), numbered, itoa(h.number))})
	}
	return "", fault.Bad(name, "field.which-many")
}

// whichMost is how many files a choice offers.
const whichMost = 12

// lastNumber is the number a line gives, alone or after a word ("Case 12").
func lastNumber(s string) int64 {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 2 {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(words[len(words)-1], "#"), 10, 32)
	if err != nil {
		return 0
	}
	return n
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
