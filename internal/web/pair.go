package web

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// pairsPage serves GET /people/doubles.
func (c *call) pairsPage() error { return c.pairsWith(nil) }

func (c *call) pairsWith(wrong error) error {
	after := c.r.URL.Query().Get("after")
	v, err := c.desk.ListPairs(c.ctx(), after)
	if err != nil {
		return err
	}
	var f form
	status := 200
	if wrong != nil {
		f.faulty(wrong)
		status = statuses[fault.KindOf(wrong)]
	}
	c.show(status, pairsPage(c.frame("pairs.title"), v, after == "", f))
	return nil
}

// pairsAct serves POST /people/doubles: an answer, or a sweep from the start.
func (c *call) pairsAct() error {
	var err error
	if c.form.Get("act") == "anew" {
		_, err = c.desk.SweepAnew(c.ctx())
	} else {
		err = c.answerPair(tatm.FileID(c.form.Get("one")), tatm.FileID(c.form.Get("two")))
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.pairsWith(err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/people/doubles")
}

func (c *call) answerPair(one, two tatm.FileID) (err error) {
	if !tatm.ValidID(string(one)) || !tatm.ValidID(string(two)) {
		return fault.New(fault.NotFound, "record.absent")
	}
	if v := tatm.Verdict(c.form.Get("verdict")); v == tatm.SameOne {
		_, err = c.desk.SamePerson(c.ctx(), one, two, c.text("basis"))
	} else {
		_, err = c.desk.DifferPerson(c.ctx(), one, two, v, c.text("basis"))
	}
	return err
}

// known is what is told of somebody, a line each, in the order of the record.
func known(ctx context.Context, f tatm.File) (out []string) {
	for _, e := range f.Entries {
		switch x := e.Record.(type) {
		case tatm.Name:
			if x.Withdrawn == "" {
				out = append(out, locale.T(ctx, "name."+string(x.Type))+": "+written(x))
			}
		case tatm.Birth:
			if x.Withdrawn == "" {
				out = append(out, locale.T(ctx, "kind.birth")+": "+partial(x.Date))
			}
		case tatm.Detail:
			if x.Withdrawn == "" {
				out = append(out, locale.T(ctx, "detail."+string(x.What))+": "+x.Value)
			}
		}
	}
	return out
}
