package web

import (
	"net/http"
	"net/url"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// asks is one question of the paper form.
type asks struct {
	code string // its words are those of the portal
	name string // of the field it is keyed into
	kind kind
}

// paperAsks are the questions of the paper form, in the order in which they are
// printed, numbered and keyed in.
var paperAsks = []asks{
	{"portal.narrative", "narrative", area}, {"portal.who", "who", line}, {"portal.where", "where", line}, {"portal.when", "when", line}, {"portal.knows", "knows", line},
	{"portal.imminent", "imminent", choice}, {"portal.weapon", "weapon", choice}, {"portal.target", "target", choice}, {"portal.details", "details", area},
	{"portal.name", "name", line}, {"portal.contact", "contact", line}, {"portal.safe_way", "safe_way", line},
}

// blankReport serves GET /reports/blank: the report form on paper, for an
// outage or a counter, in the language that ?lang names.
func (c *call) blankReport() error {
	if lang := c.r.URL.Query().Get("lang"); lang != "" {
		c.r = c.r.WithContext(locale.With(c.ctx(), locale.Setting{Lang: locale.Choose(lang, ""), Zone: c.zone}))
	}
	c.show(http.StatusOK, blankReportPage(c.frame("print.blank"), c, paper{class: "blank", title: locale.T(c.ctx(), "print.blank")}))
	return nil
}

// keyForm is the paper form to be keyed in: the same questions under the same
// numbers, one page, and the next blank one after it.
func (c *call) keyForm() (form, error) {
	teams, err := c.myTeams()
	var fields []field
	for i, a := range paperAsks {
		f := field{Name: a.name, Kind: a.kind, Need: i == 0, Label: "paper.numbered", Args: []string{itoa(int64(i + 1)), locale.T(c.ctx(), a.code)}}
		if a.kind == choice {
			f.Options = c.options("tri.", "yes", "no", "unknown")
		}
		fields = append(fields, f)
	}
	fields = append(fields, field{Name: "received", Kind: minute, Need: true, Label: "print.blank.received"}, field{Name: "channel", Kind: pick, Need: true, Options: c.channels()},
		field{Name: "language", Kind: choice, Label: "field.report-language", Options: languages()}, field{Name: "team", Kind: pick, Options: teams, Need: true})
	return form{Title: "paper.key", Lead: "paper.key.lead", Action: "/reports/key", Back: "/reports", Submit: "paper.keep", Once: fresh(), Fields: fields,
		Values: url.Values{"channel": {string(tatm.ByWalkIn)}, "language": {locale.From(c.ctx()).Lang}}}, err
}

// channels are the ways by which a report reaches the staff.
func (c *call) channels() []option {
	return c.options("channel.", string(tatm.ByPhone), string(tatm.ByWalkIn), string(tatm.ByLetter), string(tatm.ByMail), string(tatm.ByPartner), string(tatm.ByOther))
}

func languages() (out []option) {
	for _, l := range locale.Languages {
		out = append(out, option{Value: l.Code, Label: l.Name})
	}
	return out
}

// keyPage serves GET /reports/key; ?kept names the report keyed in before.
func (c *call) keyPage() error {
	f, err := c.keyForm()
	if err != nil {
		return err
	}
	q := c.r.URL.Query()
	for _, name := range []string{"channel", "team", "language"} {
		if v := q.Get(name); v != "" {
			f.Values.Set(name, v)
		}
	}
	kept, number := q.Get("kept"), ""
	if tatm.ValidID(kept) {
		v, err := c.desk.SeeReport(c.ctx(), tatm.FileID(kept))
		if err != nil {
			return err
		}
		number = itoa(v.Row.Number)
	}
	return c.see(keyReportPage(c.frame("paper.key"), f, kept, number))
}

// keyReport serves POST /reports/key.
func (c *call) keyReport() error {
	r, who := read[tatm.Report](c), read[tatm.Reporter](c)
	if r.Received.IsZero() && c.faults(nil) == nil {
		c.bad = append(c.bad, fault.Bad("received", "field.missing"))
	}
	err := c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.FileReport(c.ctx(), tatm.TeamID(c.form.Get("team")), r, who); err == nil {
			next := url.Values{"kept": {string(made.File)}}
			for _, name := range []string{"channel", "team", "language"} {
				next.Set(name, c.form.Get(name))
			}
			return c.goTo("/reports/key?" + next.Encode())
		}
	}
	f, ferr := c.keyForm()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}
