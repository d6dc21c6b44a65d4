package web

import (
	"net/url"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// shortPage serves GET /reports/{report}/close-short: the whole short path on
// one page, the report's words above and the summary beneath.
func (c *call) shortPage() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	v, err := c.desk.SeeReport(c.ctx(), on)
	if err != nil {
		return err
	}
	return c.see(shortClosePage(c.frame("act.close-short"), v, c.shortFormOf(v)))
}

func (c *call) shortFormOf(v app.ReportView) form {
	subject := ""
	if r, ok := tatm.Last[tatm.Report](v.File); ok {
		subject = r.Rec.Who
	}
	back := "/reports/" + string(v.Row.ID)
	return form{Title: "act.close-short", Action: back + "/close-short", Back: back, Submit: "short.close", Once: fresh(), Values: url.Values{"subject": {subject}},
		Fields: append([]field{{Name: "subject", Kind: line, Need: true}}, shortFields...)}
}

// shortFields are the six answers of a summary close, and a date if somebody
// looks again.
var shortFields = []field{{Name: "what", Kind: area, Need: true, Label: "field.short-what"}, {Name: "checked_with", Kind: line, Need: true}, {Name: "prior", Kind: line, Need: true, Label: "field.prior"},
	{Name: "why_none", Kind: area, Need: true}, {Name: "help", Kind: line, Need: true}, {Name: "second_look", Kind: line, Need: true}, {Name: "look_again", Kind: day}}

// closeShort serves POST /reports/{report}/close-short.
func (c *call) closeShort() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	short := read[tatm.ShortClose](c)
	err = c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.CloseReportShort(c.ctx(), on, c.text("subject"), short); err == nil {
			return c.goTo("/cases/" + string(made.File) + "/decisions")
		}
	}
	k := fault.KindOf(err)
	if k != fault.Invalid && k != fault.Conflict && k != fault.Lacking {
		return err
	}
	v, see := c.desk.SeeReport(c.ctx(), on)
	if see != nil {
		return see
	}
	f := c.shortFormOf(v)
	f.Values = c.form
	f.faulty(err)
	c.show(statuses[k], shortClosePage(c.frame("act.close-short"), v, f))
	return nil
}
