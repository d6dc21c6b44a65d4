package web

import (
	"net/url"
	"slices"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// shipped are the ready messages that come with the program, where they fit.
// Their words stand with every other sentence.
var shipped = []struct {
	code   string
	status tatm.ThreadStatus
}{
	{"thanks", tatm.ThreadReceived}, {"working", tatm.ThreadRead}, {"more", tatm.ThreadRead}, {"again", tatm.ThreadAsked}, {"safe", ""}, {"done", tatm.ThreadClosed}, {"other-place", tatm.ThreadClosed},
}

// cannedOf are a team's ready messages: those that ship with the program, as
// the team changed them, and the team's own.
func (c *call) cannedOf(team tatm.TeamID) ([]tatm.Canned, error) {
	own, err := c.desk.SeeCanned(c.ctx(), team)
	if err != nil {
		return nil, err
	}
	var out []tatm.Canned
	for _, l := range locale.Languages {
		for _, s := range shipped {
			if !slices.ContainsFunc(own, func(x tatm.Canned) bool { return x.Code == s.code && x.Lang == l.Code }) {
				out = append(out, tatm.Canned{Code: s.code, Lang: l.Code, Status: s.status, Text: locale.Text(l.Code, "canned."+s.code)})
			}
		}
	}
	for _, x := range own {
		if x.Text != "" {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b tatm.Canned) int {
		return slices.Index(tatm.CannedStatuses, a.Status) - slices.Index(tatm.CannedStatuses, b.Status)
	})
	return out, nil
}

// ready are the messages for a report: in its language, what fits where it
// stands first.
func (c *call) ready(v app.ReportView) ([]tatm.Canned, error) {
	all, err := c.cannedOf(v.Row.Team)
	lang, status := c.langOf(v), tatm.ThreadOf(v.File)
	all = slices.DeleteFunc(all, func(x tatm.Canned) bool { return x.Lang != lang })
	slices.SortStableFunc(all, func(a, b tatm.Canned) int { return fits(b, status) - fits(a, status) })
	return all, err
}

func fits(x tatm.Canned, status tatm.ThreadStatus) int {
	switch x.Status {
	case status:
		return 2
	case "":
		return 1
	}
	return 0
}

// langOf is the language in which a reporter is written to.
func (c *call) langOf(v app.ReportView) string {
	if told, ok := tatm.Last[tatm.Report](v.File); ok && told.Rec.Language != "" {
		return told.Rec.Language
	}
	return locale.From(c.ctx()).Lang
}

// cannedPage serves GET /canned: the ready messages of each team.
func (c *call) cannedPage() error {
	teams, err := c.screened()
	if err != nil {
		return err
	}
	all := map[string][]tatm.Canned{}
	for _, t := range teams {
		if all[t.Value], err = c.cannedOf(tatm.TeamID(t.Value)); err != nil {
			return err
		}
	}
	return c.see(cannedPage(c.frame("nav.canned"), teams, all))
}

// screened are the teams whose reports the asker screens.
func (c *call) screened() ([]option, error) {
	vs, err := c.desk.SeeRoster(c.ctx())
	var out []option
	for _, v := range vs {
		out = append(out, option{Value: string(v.Team.ID), Label: v.Team.Name})
	}
	return out, err
}

// cannedForm serves GET /canned/{team}: a new message, or the one that ?code
// and ?lang name.
func (c *call) cannedForm() error {
	f := c.cannedFormOf()
	q := c.r.URL.Query()
	all, err := c.cannedOf(tatm.TeamID(c.r.PathValue("team")))
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Code == q.Get("code") && x.Lang == q.Get("lang") {
			f.Values = url.Values{"code": {x.Code}, "lang": {x.Lang}, "status": {string(x.Status)}, "text": {x.Text}}
		}
	}
	return c.seeForm(f)
}

func (c *call) cannedFormOf() form {
	var langs []option
	for _, l := range locale.Languages {
		langs = append(langs, option{Value: l.Code, Label: l.Name})
	}
	return form{Title: "canned.keep", Lead: "canned.keep.lead", Action: "/canned/" + c.r.PathValue("team"), Back: "/canned", Submit: "save", Once: fresh(), Values: url.Values{"lang": {locale.From(c.ctx()).Lang}}, Fields: []field{
		{Name: "code", Kind: hidden}, {Name: "lang", Kind: choice, Need: true, Options: langs}, {Name: "status", Kind: pick, Label: "field.canned-status", Options: c.options("canned-status.", list(tatm.CannedStatuses)...)},
		{Name: "text", Kind: area, Need: true, Label: "field.canned-text"}}}
}

// keepCanned serves POST /canned/{team}.
func (c *call) keepCanned() error {
	x := tatm.Canned{Code: c.form.Get("code"), Lang: c.form.Get("lang"), Status: tatm.ThreadStatus(c.form.Get("status")), Text: c.text("text")}
	away := c.form.Get("away") != ""
	if away {
		x.Text = ""
	}
	var err error
	if x.Text == "" && !away {
		err = fault.Bad("text", "field.missing")
	} else {
		_, err = c.desk.KeepCanned(c.ctx(), tatm.TeamID(c.r.PathValue("team")), x)
	}
	if err != nil {
		return c.refill(c.cannedFormOf(), err)
	}
	return c.goTo("/canned")
}
