package web

import (
	"net/url"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// referPage serves GET /refer: what somebody who refers sees of their own
// referrals, and the form for a new one.
func (c *call) referPage() error { return c.referWith("", nil) }

func (c *call) referWith(act string, wrong error) error {
	v, err := c.desk.MyReferrals(c.ctx(), tatm.FileID(c.r.URL.Query().Get("after")))
	if err != nil {
		return err
	}
	var teams []option
	for _, t := range v.Teams {
		teams = append(teams, option{Value: string(t.ID), Label: t.Name})
	}
	tri := c.options("tri.", "yes", "no", "unknown")
	f := form{Title: "refer.new", Action: "/refer/new", Submit: "portal.send", Once: fresh(), Values: url.Values{}, Fields: []field{
		{Name: "team", Kind: pick, Need: true, Options: teams}, {Name: "narrative", Kind: area, Need: true}, {Name: "who", Kind: line}, {Name: "where", Kind: line}, {Name: "when", Kind: line, Label: "field.when-words"}, {Name: "knows", Kind: line},
		{Name: "imminent", Kind: choice, Options: tri}, {Name: "weapon", Kind: choice, Options: tri}, {Name: "target", Kind: choice, Options: tri}, {Name: "details", Kind: area}}}
	status := 200
	if wrong != nil {
		status = statuses[fault.KindOf(wrong)]
	}
	if wrong != nil && act == "new" {
		f.Values = c.form
		f.faulty(wrong)
	}
	c.show(status, referralsPage(c.frame("nav.refer"), v, f, fault.Fields(wrong), c.form))
	return nil
}

// referAct serves POST /refer/{act}.
func (c *call) referAct() error {
	act := c.r.PathValue("act")
	var err error
	switch act {
	case "new":
		r := read[tatm.Report](c)
		if r.Language == "" {
			r.Language = locale.From(c.ctx()).Lang
		}
		_, err = c.desk.FileReport(c.ctx(), tatm.TeamID(c.form.Get("team")), r, tatm.Reporter{})
	case "add":
		_, err = c.desk.AddToReferral(c.ctx(), tatm.FileID(c.form.Get("file")), c.text("text"))
	case "brief":
		_, err = c.desk.ReadBriefing(c.ctx())
	default:
		err = fault.New(fault.NotFound, "record.absent")
	}
	err = c.faults(err)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.referWith(act, err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/refer")
}

// partnersPage serves GET /partners: who refers by a link.
func (c *call) partnersPage() error { return c.partnersWith(nil, "") }

func (c *call) partnersWith(wrong error, token string) error {
	teams, err := c.screened()
	if err != nil {
		return err
	}
	all := map[string][]tatm.Partner{}
	for _, t := range teams {
		if all[t.Value], err = c.desk.SeePartners(c.ctx(), tatm.TeamID(t.Value)); err != nil {
			return err
		}
	}
	f := form{Title: "partner.add", Lead: "partner.add.lead", Action: "/partners", Submit: "partner.add", Once: fresh(), Values: url.Values{}, Fields: []field{
		{Name: "team", Kind: pick, Need: true, Options: teams}, {Name: "name", Kind: line, Need: true, Label: "field.partner-name"},
		{Name: "kind", Kind: pick, Need: true, Label: "field.partner-kind", Options: c.options("partner.", tatm.PartnerKinds...)}, {Name: "contact", Kind: line, Need: true, Label: "field.partner-contact"}, {Name: "until", Kind: day, Label: "field.partner-until"}}}
	status, link := 200, ""
	if wrong != nil {
		f.Values = c.form
		f.faulty(wrong)
		status = statuses[fault.KindOf(wrong)]
	}
	if token != "" {
		link = strings.TrimSuffix(c.s.portal, "/") + "/refer/" + token
	}
	c.show(status, partnersPage(c.frame("nav.partners"), teams, all, f, link))
	return nil
}

// partnersAct serves POST /partners: a new link, or the end of one.
func (c *call) partnersAct() error {
	team := tatm.TeamID(c.form.Get("team"))
	if id := c.form.Get("end"); id != "" {
		if _, err := c.desk.EndPartner(c.ctx(), team, id); err != nil && fault.KindOf(err) != fault.Conflict {
			return err
		}
		return c.goTo("/partners")
	}
	until, err := c.time("until")
	token := ""
	if err == nil {
		token, err = c.desk.AddPartner(c.ctx(), team, tatm.Partner{Name: c.text("name"), Kind: c.form.Get("kind"), Contact: c.text("contact"), Until: until})
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.partnersWith(err, "")
	}
	if err != nil {
		return err
	}
	return c.partnersWith(nil, token)
}

// ownWords is what was typed as an answer on one referral.
func ownWords(typed url.Values, r app.Referral) string {
	if typed.Get("file") == string(r.File) {
		return typed.Get("text")
	}
	return ""
}
