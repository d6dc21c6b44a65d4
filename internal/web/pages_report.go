package web

import (
	"net/url"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

func (c *call) options(prefix string, vs ...string) []option {
	return asked{c: c}.words(prefix, vs...)
}

func (c *call) reportFormOf() (form, error) {
	teams, err := c.myTeams()
	return form{Title: "act.report", Lead: "act.report.lead", Action: "/reports/new", Back: "/reports", Submit: "save", Once: fresh(), Values: url.Values{"channel": {"phone"}}, Fields: []field{
		{Name: "team", Kind: pick, Options: teams, Need: true}, {Name: "channel", Kind: pick, Need: true, Options: c.options("channel.", "phone", "walk-in", "letter", "e-mail", "partner")},
		{Name: "narrative", Kind: area, Need: true}, {Name: "who", Kind: line}, {Name: "where", Kind: line}, {Name: "when", Kind: line, Label: "field.when-words"},
		{Name: "weapon", Kind: choice, Options: c.options("tri.", "yes", "no", "unknown")}, {Name: "target", Kind: choice, Options: c.options("tri.", "yes", "no", "unknown")}, {Name: "imminent", Kind: choice, Options: c.options("tri.", "yes", "no", "unknown")},
		{Name: "details", Kind: area}, {Name: "received", Kind: minute}, {Name: "name", Kind: line, Label: "field.reporter-name"}, {Name: "contact", Kind: line, Label: "field.reporter-contact"}, {Name: "relation", Kind: line}, {Name: "safe_way", Kind: line},
	}}, err
}

func (c *call) reportForm() error {
	f, err := c.reportFormOf()
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

func (c *call) fileReport() error {
	r, who := read[tatm.Report](c), read[tatm.Reporter](c)
	err := c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.FileReport(c.ctx(), tatm.TeamID(c.form.Get("team")), r, who); err == nil {
			return c.goTo("/reports/" + string(made.File))
		}
	}
	f, ferr := c.reportFormOf()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}

func (c *call) reportPage() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	return c.reportWith(on, "", nil, "")
}

// reportWith shows a report; the form that was posted shows what was wrong,
// words are those of a new receipt, shown once.
func (c *call) reportWith(on tatm.FileID, act string, wrong error, words string) error {
	v, err := c.desk.SeeReport(c.ctx(), on)
	if err != nil {
		return err
	}
	forms := c.reportForms(v)
	status := 200
	for i := range forms {
		if wrong != nil && forms[i].Action == "/reports/"+string(on)+"/"+act {
			forms[i].Values = c.form
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	c.show(status, reportPage(c.frame("report.number", itoa(v.Row.Number)), v, c.s.app.Now(), forms, words))
	return nil
}

func (c *call) reportForms(v app.ReportView) []form {
	base := "/reports/" + string(v.Row.ID)
	who := ""
	if r, ok := tatm.Last[tatm.Report](v.File); ok {
		who = r.Rec.Who
	}
	open := form{Title: "report.open-case", Action: base + "/accept", Submit: "report.open-case", Values: url.Values{"subject": {who}}, Fields: []field{
		{Name: "title", Kind: line, Need: true}, {Name: "subject", Kind: line, Need: true}, {Name: "person", Kind: line, Label: "field.person-id"}, {Name: "young", Kind: check}, {Name: "minor", Kind: check},
		{Name: "reason", Kind: area, Need: true}, {Name: "next", Kind: line, Need: true}, {Name: "by", Kind: minute, Need: true},
	}}
	link := form{Title: "report.link", Action: base + "/link", Submit: "report.link", Fields: []field{{Name: "case", Kind: line, Need: true, Label: "field.case-id"}, {Name: "reason", Kind: area, Need: true}}}
	other := form{Title: "report.other", Action: base + "/screen", Submit: "save", Fields: []field{
		{Name: "outcome", Kind: pick, Need: true, Options: c.options("outcome.", "information", "routed", "out-of-scope", "unfounded", "knowingly-false")}, {Name: "reason", Kind: area, Need: true}, {Name: "routed_to", Kind: line}, {Name: "taken", Kind: check},
	}}
	add := form{Title: "report.add", Action: base + "/add", Submit: "save", Fields: []field{{Name: "text", Kind: area, Need: true, Label: "field.addition"}}}
	reply := form{Title: "act.reply", Lead: "act.reply.lead", Action: base + "/reply", Submit: "portal.send", Fields: []field{
		{Name: "canned", Kind: pick, Options: c.options("canned.", "thanks", "working", "more", "safe", "done")}, {Name: "text", Kind: area, Label: "field.reply"}, {Name: "asks", Kind: check, Label: "field.hopes"},
	}}
	words := form{Title: "act.receipt", Lead: "act.receipt.lead", Action: base + "/receipt", Submit: "act.receipt"}
	out := []form{open, link, other, add, reply, words}
	if !v.Row.Head.Closed.IsZero() {
		out = []form{reply, words}
	}
	for i := range out {
		out[i].Once = fresh()
		if out[i].Values == nil {
			out[i].Values = url.Values{}
		}
	}
	return out
}

// replyOf reads a message to a reporter: own words, or a ready message in the
// language of the report.
func (c *call) replyOf(v app.ReportView) tatm.Reply {
	lang := locale.From(c.ctx()).Lang
	if told, ok := tatm.Last[tatm.Report](v.File); ok && told.Rec.Language != "" {
		lang = told.Rec.Language
	}
	r := tatm.Reply{Text: c.text("text"), Asks: c.form.Get("asks") != ""}
	if code := "canned." + c.form.Get("canned"); r.Text == "" && locale.Has(code) {
		r.Text = locale.Text(lang, code)
	}
	return r
}

func (c *call) reportAct() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	to := "/reports/" + string(on)
	act := c.r.PathValue("act")
	switch act {
	case "take":
		_, err = c.desk.AcknowledgeReport(c.ctx(), on)
	case "add":
		_, err = c.desk.AddToReport(c.ctx(), on, c.text("text"))
	case "reply":
		var v app.ReportView
		if v, err = c.desk.SeeReport(c.ctx(), on); err == nil {
			_, err = c.desk.ReplyToReporter(c.ctx(), on, c.replyOf(v))
		}
	case "receipt":
		var words string
		if words, err = c.desk.GiveReceipt(c.ctx(), on); err == nil {
			return c.reportWith(on, "", nil, words)
		}
	case "screen":
		s := read[tatm.Screening](c)
		s.First, s.Second, s.Case = "", "", ""
		_, err = c.desk.ScreenReport(c.ctx(), on, s)
	case "link":
		id := tatm.FileID(c.text("case"))
		if !tatm.ValidID(string(id)) {
			err = fault.Bad("case", "field.case")
			break
		}
		_, err = c.desk.LinkReport(c.ctx(), on, id, c.text("reason"))
		if fault.KindOf(err) == fault.NotFound {
			err = fault.Bad("case", "field.case")
		}
	case "accept":
		made, e := c.desk.AcceptReport(c.ctx(), on, c.text("reason"), c.newCaseOf())
		if err = c.faults(e); err == nil {
			to = "/cases/" + string(made.File)
		}
	default:
		return fault.New(fault.NotFound, "record.absent")
	}
	if err == nil {
		return c.goTo(to)
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.reportWith(on, act, err, "")
	}
	return err
}

// newCaseOf reads what opening a case asks for.
func (c *call) newCaseOf() app.NewCase {
	by, err := c.time("by")
	if err != nil {
		c.bad = append(c.bad, err)
	}
	n := app.NewCase{Title: c.text("title"), Summary: c.text("summary"), Subject: c.text("subject"), Person: tatm.FileID(c.text("person")), Young: c.form.Get("young") != "", Minor: c.form.Get("minor") != "",
		Charge: tatm.Charge{Owner: tatm.ActorID(c.form.Get("owner")), Next: c.text("next"), By: by}}
	if n.Person != "" && !tatm.ValidID(string(n.Person)) {
		c.bad = append(c.bad, fault.Bad("person", "field.person-file"))
		n.Person = ""
	}
	return n
}

func (c *call) newCaseFormOf() (form, error) {
	teams, err := c.myTeams()
	return form{Title: "act.case", Lead: "act.case.lead", Action: "/cases/new", Back: "/cases", Submit: "report.open-case", Once: fresh(), Fields: []field{
		{Name: "team", Kind: pick, Options: teams, Need: true}, {Name: "title", Kind: line, Need: true}, {Name: "summary", Kind: area}, {Name: "subject", Kind: line}, {Name: "person", Kind: line, Label: "field.person-id"}, {Name: "young", Kind: check}, {Name: "minor", Kind: check}, {Name: "next", Kind: line, Need: true}, {Name: "by", Kind: minute, Need: true},
	}}, err
}

func (c *call) newCaseForm() error {
	f, err := c.newCaseFormOf()
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

func (c *call) newCase() error {
	n := c.newCaseOf()
	err := c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.OpenCase(c.ctx(), tatm.TeamID(c.form.Get("team")), n); err == nil {
			return c.goTo("/cases/" + string(made.File))
		}
	}
	f, ferr := c.newCaseFormOf()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}

func (c *call) newPersonFormOf() (form, error) {
	teams, err := c.myTeams()
	return form{Title: "act.person", Action: "/people/new", Back: "/people", Submit: "save", Once: fresh(), Values: url.Values{"type": {"legal"}}, Fields: append([]field{{Name: "team", Kind: pick, Options: teams, Need: true}}, c.nameFields()...)}, err
}

func (c *call) nameFields() []field {
	return []field{{Name: "given", Kind: line}, {Name: "middle", Kind: line}, {Name: "family", Kind: line}, {Name: "type", Kind: choice, Need: true, Label: "field.name-type", Options: c.options("name.", "legal", "called", "alias", "former")}, {Name: "source", Kind: line}}
}

func (c *call) newPersonForm() error {
	f, err := c.newPersonFormOf()
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

func (c *call) newPerson() error {
	made, err := c.desk.FilePerson(c.ctx(), tatm.TeamID(c.form.Get("team")), read[tatm.Name](c))
	if err == nil {
		return c.goTo("/people/" + string(made.File))
	}
	f, ferr := c.newPersonFormOf()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}

func (c *call) personPage() error {
	on, err := c.file("person")
	if err != nil {
		return err
	}
	return c.personWith(on, "", nil)
}

func (c *call) personWith(on tatm.FileID, act string, wrong error) error {
	v, err := c.desk.SeePerson(c.ctx(), on)
	if err != nil {
		return err
	}
	base := "/people/" + string(on)
	forms := []form{
		{Title: "person.add-name", Action: base + "/name", Values: url.Values{"type": {"alias"}}, Fields: c.nameFields()},
		{Title: "person.add-birth", Action: base + "/birth", Fields: []field{{Name: "date.year", Kind: number}, {Name: "date.month", Kind: number}, {Name: "date.day", Kind: number}, {Name: "source", Kind: line}}},
		{Title: "person.add-detail", Action: base + "/detail", Fields: []field{{Name: "what", Kind: pick, Label: "field.detail-what", Options: c.options("detail.", "school", "employer", "handle", "phone", "e-mail", "address", "language")}, {Name: "value", Kind: line, Need: true}, {Name: "source", Kind: line}}},
	}
	status := 200
	for i := range forms {
		forms[i].Once, forms[i].Submit = fresh(), "save"
		if forms[i].Values == nil {
			forms[i].Values = url.Values{}
		}
		if wrong != nil && forms[i].Action == base+"/"+act {
			forms[i].Values = c.form
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	c.show(status, personPage(c.frame("nav.people"), v, forms, c.zone))
	return nil
}

func (c *call) personAct() error {
	on, err := c.file("person")
	if err != nil {
		return err
	}
	var r tatm.Record
	switch c.r.PathValue("act") {
	case "name":
		r = read[tatm.Name](c)
	case "birth":
		r = read[tatm.Birth](c)
	case "detail":
		r = read[tatm.Detail](c)
	default:
		return fault.New(fault.NotFound, "record.absent")
	}
	if err = c.faults(nil); err == nil {
		_, err = c.desk.TellOfPerson(c.ctx(), on, r, app.Circumstance{})
	}
	if fault.KindOf(err) == fault.Invalid {
		return c.personWith(on, c.r.PathValue("act"), err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/people/" + string(on))
}
