package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

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
	return form{Title: "act.report", Lead: "act.report.lead", Action: "/reports/new", Beside: "/reports/guess", Back: "/reports", Submit: "save", Once: fresh(), Values: url.Values{"channel": {"phone"}, "language": {locale.From(c.ctx()).Lang}}, Fields: []field{
		{Name: "team", Kind: pick, Options: teams, Need: true}, {Name: "channel", Kind: pick, Need: true, Options: c.channels()}, {Name: "language", Kind: choice, Label: "field.report-language", Options: languages()},
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
	alike, err := c.desk.Resemble(c.ctx(), on)
	if err != nil {
		return err
	}
	ready, err := c.ready(v)
	if err != nil {
		return err
	}
	c.say(forms, ready)
	c.show(status, reportPage(c.frame("report.number", itoa(v.Row.Number)), v, c.s.app.Now(), forms, alike, words, ready))
	return nil
}

// say puts the ready message that the address names into the form that writes
// to the reporter: to be read and changed before it is sent.
func (c *call) say(forms []form, ready []tatm.Canned) {
	for i := range forms {
		for _, x := range ready {
			if forms[i].Title == "act.reply" && c.r.Method == http.MethodGet && x.Code == c.r.URL.Query().Get("say") {
				forms[i].Open = true
				forms[i].Values.Set("text", x.Text)
			}
		}
	}
}

// reportForms are what can be done to a report now.
func (c *call) reportForms(v app.ReportView) []form {
	base := "/reports/" + string(v.Row.ID)
	r, _ := tatm.Last[tatm.Report](v.File)
	s, screened := tatm.Last[tatm.Screening](v.File)
	reason := field{Name: "reason", Kind: area, Need: true}
	var out []form
	if screened && s.Rec.Outcome == tatm.Routed && !s.Rec.Final() && s.Rec.Undone == "" {
		out = append(out, form{Title: "report.taken", Lead: "report.taken.lead", Action: base + "/taken", Submit: "save", Fields: []field{{Name: "taken_by", Kind: line, Need: true}}})
	}
	if screened && s.Rec.Outcome == tatm.Routed && !s.Rec.Final() && s.Rec.Undone == "" {
		out = append(out, form{Title: "report.returned", Lead: "report.returned.lead", Action: base + "/returned", Submit: "save", Fields: []field{{Name: "refused", Kind: line, Need: true}, reason}})
	}
	if x, waits := tatm.Sampled(v.File); waits && s.Rec.First != v.Me {
		lead := "sample.lead"
		if x.Rec.For == v.Me {
			lead = "sample.lead-yours"
		}
		out = append(out, form{Title: "sample.look", Lead: lead, Action: base + "/sample", Submit: "save", Fields: []field{
			{Name: "verdict", Kind: choice, Need: true, Label: "field.sample-verdict", Options: c.options("sample.", "agrees", "reopens")}, {Name: "why", Kind: area, Need: true}}})
	}
	if screened && s.Rec.Outcome == tatm.KnowinglyFalse && !s.Rec.Final() {
		out = append(out, form{Title: "report.agree", Lead: "report.agree.lead", Action: base + "/agree", Submit: "report.agree", Fields: []field{reason}})
	}
	out = append(out, aboutForm(base, v, c.zone))
	if !screened || s.Rec.GivesWay(tatm.Accepted) {
		out = append(out, form{Title: "report.open-case", Action: base + "/accept", Submit: "report.open-case", Values: url.Values{"subject": {r.Rec.Who}}, Fields: []field{
			{Name: "title", Kind: line, Need: true}, {Name: "subject", Kind: line, Need: true}, c.whichField("person", "field.which-person"), {Name: "young", Kind: check}, {Name: "minor", Kind: check},
			reason, {Name: "next", Kind: line, Need: true}, {Name: "by", Kind: minute, Need: true},
		}})
	}
	which := c.whichField("case", "field.which-case")
	which.Need = true
	out = append(out, form{Title: "report.link", Lead: "report.link.lead", Action: base + "/link", Submit: "report.link", Fields: []field{which, reason}})
	if !screened || s.Rec.GivesWay(tatm.Unfounded) {
		out = append(out, form{Title: "report.other", Action: base + "/screen", Submit: "save", Fields: []field{
			{Name: "outcome", Kind: pick, Need: true, Options: c.options("outcome.", "information", "routed", "out-of-scope", "unfounded", "knowingly-false")}, reason, {Name: "routed_to", Kind: line}, {Name: "taken_by", Kind: line},
		}})
	}
	if cases := c.tied(v); len(cases) > 0 {
		out = append(out, form{Title: "report.unlink", Lead: "report.unlink.lead", Action: base + "/unlink", Submit: "report.unlink", Fields: []field{{Name: "case", Kind: choice, Need: true, Label: "col.case", Options: cases}, reason}})
	}
	out = append(out, form{Title: "report.add", Lead: "report.add.lead", Action: base + "/add", Submit: "save", Fields: []field{{Name: "text", Kind: area, Need: true, Label: "field.addition"}}})
	if screened && tatm.Needs(v.File, s.Rec) {
		out = append(out, form{Title: "act.outside", Lead: "act.outside.lead", Action: base + "/outside", Submit: "act.outside", Values: url.Values{"days": {"2"}, "matter": {string(s.ID)}},
			Fields: append([]field{{Name: "matter", Kind: hidden}}, whomOutside()...)})
	}
	reporter := []form{
		{Title: "act.reply", Lead: "act.reply.lead", Action: base + "/reply", Submit: "portal.send", Fields: []field{
			{Name: "text", Kind: area, Need: true, Label: "field.reply"}, {Name: "asks", Kind: check, Label: "field.hopes"},
		}},
		{Title: "act.receipt", Lead: "act.receipt.lead", Action: base + "/receipt", Submit: "act.receipt"},
	}
	reporter = append(reporter, c.protectionForms(base, v)...)
	reporter[0].Group = "report.reporter"
	out = append(out, reporter...)
	var file []form
	if c.frame("").has(tatm.Chair, tatm.Deputy) {
		file = append(file, c.wallForm(base))
	}
	file = append(file, stepBackForm(base))
	file[0].Group = "report.this-file"
	out = append(out, file...)
	for i := range out {
		out[i].Once = fresh()
		if out[i].Values == nil {
			out[i].Values = url.Values{}
		}
	}
	return out
}

// tied are the cases a report is tied to and the reader may see.
func (c *call) tied(v app.ReportView) []option {
	var out []option
	for _, row := range v.Cases {
		out = append(out, option{Value: string(row.ID), Label: locale.T(c.ctx(), "case.number", itoa(row.Number))})
	}
	return out
}

func (c *call) reportAct() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	act, to := c.r.PathValue("act"), "/reports/"+string(on)
	if act == "receipt" {
		words, err := c.desk.GiveReceipt(c.ctx(), on)
		if err != nil {
			return err
		}
		return c.reportWith(on, "", nil, words)
	}
	do, ok := reportActs[act]
	if !ok {
		do, ok = protectionActs[act]
	}
	if !ok {
		return fault.New(fault.NotFound, "record.absent")
	}
	made, err := do(c, on)
	if err = c.faults(err); err == nil {
		if act == "accept" {
			to = "/cases/" + string(made.File)
		}
		if act == "recuse" {
			to = "/reports" // for who stepped back there is no report
		}
		return c.goTo(to)
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict || k == fault.Lacking {
		return c.reportWith(on, act, err, "")
	}
	return err
}

// asksWho reports whether a report says anything of whom it is about.
func asksWho(v app.ReportView) bool {
	r, _ := tatm.Last[tatm.Report](v.File)
	return r.Rec.Who != "" || len(tatm.All[tatm.About](v.File)) > 0
}

// aboutForm asks whom a report is about, filled with what was made out.
func aboutForm(base string, v app.ReportView, zone *time.Location) form {
	f := form{Title: "act.about", Lead: "act.about.lead", Action: base + "/about", Beside: "/reports/guess", Submit: "save", Fields: append(aboutFields(), field{Name: "entry", Kind: hidden})}
	if a, ok := tatm.Last[tatm.About](v.File); ok {
		f.Values, f.Version = values(a.Rec, zone), a.Version
		f.Values.Set("entry", string(a.ID))
	}
	return f
}

// aboutFields are the questions of whom a report is about.
func aboutFields() []field {
	var out []field
	for _, name := range []string{"given", "middle", "family"} {
		out = append(out, field{Name: name, Kind: line})
	}
	out = append(out, field{Name: "birth", Kind: partialDay}, field{Name: "age", Kind: number})
	for _, name := range []string{"school", "employer", "handle", "phone", "e-mail", "address"} {
		out = append(out, field{Name: name, Kind: line})
	}
	return out
}

// reportActs are what can be done to a report, by the name in the address.
var reportActs = map[string]func(*call, tatm.FileID) (app.Made, error){
	"wall":    (*call).keepOut,
	"recuse":  (*call).stepBack,
	"outside": func(c *call, on tatm.FileID) (app.Made, error) { return c.askOutside(on, "/reports/"+string(on)) },
	"reply": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.ReplyToReporter(c.ctx(), on, tatm.Reply{Text: c.text("text"), Asks: c.form.Get("asks") != ""})
	},
	"about": func(c *call, on tatm.FileID) (app.Made, error) {
		id, seen := tatm.EntryID(c.form.Get("entry")), int64(0)
		if id != "" {
			seen, _ = strconv.ParseInt(orZero(c.form.Get("version")), 10, 64)
		}
		return with(c, func(a tatm.About) (app.Made, error) { return c.desk.TellAbout(c.ctx(), on, id, seen, a) })
	},
	"known": func(c *call, on tatm.FileID) (app.Made, error) {
		k := tatm.Known{Person: tatm.FileID(c.form.Get("person")), Verdict: tatm.Verdict(c.form.Get("verdict")), Why: c.text("why")}
		return c.desk.AnswerLikeness(c.ctx(), on, k)
	},
	"incident": func(c *call, on tatm.FileID) (app.Made, error) {
		made, err := c.desk.AnswerIncident(c.ctx(), on, tatm.FileID(c.form.Get("other")), tatm.Verdict(c.form.Get("verdict")), c.text("basis"))
		if fault.KindOf(err) == fault.NotFound {
			err = fault.Bad("other", "field.report")
		}
		return made, err
	},
	"take":      func(c *call, on tatm.FileID) (app.Made, error) { return c.desk.AcknowledgeReport(c.ctx(), on) },
	"take-over": func(c *call, on tatm.FileID) (app.Made, error) { return c.desk.TakeOverReport(c.ctx(), on) },
	"add": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.AddToReport(c.ctx(), on, c.text("text"))
	},
	"screen": func(c *call, on tatm.FileID) (app.Made, error) {
		s := tatm.Screening{Outcome: tatm.Outcome(c.form.Get("outcome")), Reason: c.text("reason"), RoutedTo: c.text("routed_to"), TakenBy: c.text("taken_by")}
		return c.desk.ScreenReport(c.ctx(), on, s)
	},
	"agree": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.ScreenReport(c.ctx(), on, tatm.Screening{Outcome: tatm.KnowinglyFalse, Reason: c.text("reason")})
	},
	"sample": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.LookAtSample(c.ctx(), on, tatm.SampleVerdict(c.form.Get("verdict")), c.text("why"))
	},
	"returned": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.ReturnReport(c.ctx(), on, c.text("refused"), c.text("reason"))
	},
	"taken": func(c *call, on tatm.FileID) (app.Made, error) { return c.takenReport(on) },
	"link": func(c *call, on tatm.FileID) (app.Made, error) {
		to, err := c.whichCase("case")
		if err != nil {
			return app.Made{}, err
		}
		made, err := c.desk.LinkReport(c.ctx(), on, to, c.text("reason"))
		if fault.KindOf(err) == fault.NotFound {
			err = fault.Bad("case", "field.case")
		}
		return made, err
	},
	"unlink": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.UnlinkReport(c.ctx(), on, tatm.FileID(c.form.Get("case")), c.text("reason"))
	},
	"accept": func(c *call, on tatm.FileID) (app.Made, error) {
		n := c.newCaseOf()
		if len(c.bad) > 0 {
			return app.Made{}, nil // the caller joins what could not be read
		}
		return c.desk.AcceptReport(c.ctx(), on, c.text("reason"), n)
	},
}

// takenReport notes that the receiver of a routed report accepted it: the
// finding stays as it was, with who took it.
func (c *call) takenReport(on tatm.FileID) (app.Made, error) {
	v, err := c.desk.SeeReport(c.ctx(), on)
	if err != nil {
		return app.Made{}, err
	}
	s, ok := tatm.Last[tatm.Screening](v.File)
	if !ok || s.Rec.Outcome != tatm.Routed {
		return app.Made{}, fault.New(fault.Conflict, "report.not-routed")
	}
	if s.Rec.TakenBy = c.text("taken_by"); s.Rec.TakenBy == "" {
		return app.Made{}, fault.Bad("taken_by", "field.missing")
	}
	return c.desk.ScreenReport(c.ctx(), on, s.Rec)
}

// newCaseOf reads what opening a case asks for.
func (c *call) newCaseOf() app.NewCase {
	by, err := c.time("by")
	if err != nil {
		c.bad = append(c.bad, err)
	}
	n := app.NewCase{Title: c.text("title"), Summary: c.text("summary"), Subject: c.text("subject"), Young: c.form.Get("young") != "", Minor: c.form.Get("minor") != "",
		Charge: tatm.Charge{Owner: tatm.ActorID(c.form.Get("owner")), Next: c.text("next"), By: by}}
	if n.Person, err = c.whichPerson("person"); err != nil {
		c.bad = append(c.bad, err)
	}
	return n
}

func (c *call) newCaseFormOf() (form, error) {
	teams, err := c.myTeams()
	return form{Title: "act.case", Lead: "act.case.lead", Action: "/cases/new", Back: "/cases", Submit: "report.open-case", Once: fresh(), Fields: []field{
		{Name: "team", Kind: pick, Options: teams, Need: true}, {Name: "title", Kind: line, Need: true}, {Name: "summary", Kind: area}, {Name: "subject", Kind: line}, c.whichField("person", "field.which-person"), {Name: "young", Kind: check}, {Name: "minor", Kind: check}, {Name: "next", Kind: line, Need: true}, {Name: "by", Kind: minute, Need: true},
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
