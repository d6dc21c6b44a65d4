package web

import (
	"net/url"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

func (c *call) newMeetingFormOf() (form, error) {
	teams, err := c.myTeams()
	return form{Title: "act.meeting", Action: "/meetings/new", Back: "/meetings", Submit: "save", Once: fresh(), Values: url.Values{"type": {"routine"}}, Fields: []field{
		{Name: "team", Kind: pick, Options: teams, Need: true}, {Name: "when", Kind: minute, Need: true}, {Name: "place", Kind: line}, {Name: "type", Kind: choice, Need: true, Label: "field.meeting-type", Options: c.options("meeting-type.", "routine", "emergency")},
	}}, err
}

func (c *call) newMeetingForm() error {
	f, err := c.newMeetingFormOf()
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

func (c *call) newMeeting() error {
	m := read[tatm.Meeting](c)
	err := c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.CallMeeting(c.ctx(), tatm.TeamID(c.form.Get("team")), m); err == nil {
			return c.goTo("/meetings/" + string(made.File))
		}
	}
	f, ferr := c.newMeetingFormOf()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}

func (c *call) meetingPage() error {
	on, err := c.file("meeting")
	if err != nil {
		return err
	}
	return c.meetingWith(on, "", nil)
}

func (c *call) meetingWith(on tatm.FileID, act string, wrong error) error {
	v, err := c.desk.SeeMeeting(c.ctx(), on)
	if err != nil {
		return err
	}
	forms := c.meetingForms(v)
	status := 200
	for i := range forms {
		forms[i].Once, forms[i].Submit = fresh(), "save"
		if wrong != nil && forms[i].Action == "/meetings/"+string(on)+"/"+act {
			had := forms[i].Values.Get("had")
			if forms[i].Values = c.form; fault.KindOf(wrong) == fault.Conflict {
				forms[i].Theirs = c.theirsInMeeting(v, act)
				forms[i].Values.Set("had", had) // now they have seen it
			}
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	c.show(status, meetingPage(c.frame("nav.meetings"), v, forms))
	return nil
}

func (c *call) meetingForms(v app.MeetingView) []form {
	base := "/meetings/" + string(v.Row.ID)
	var people, cases, seats []option
	for _, m := range v.Team {
		people = append(people, option{Value: string(m.ID), Label: m.Name})
	}
	people = append(people, option{Label: locale.T(c.ctx(), "meeting.guest")})
	for _, a := range ordered(v) {
		if l, ok := v.Cases[a.Rec.Case]; ok && l.ID != "" {
			cases = append(cases, option{Value: string(l.ID), Label: locale.T(c.ctx(), "case.number", itoa(l.Number)) + " " + titleOf(l.File)})
		}
	}
	for _, d := range c.s.app.Library().Disciplines() {
		seats = append(seats, option{Value: d.ID, Label: disciplineName(c.ctx(), tatm.Discipline(d.ID))})
	}
	minutes := url.Values{"held": {"yes"}}
	version := int64(0)
	if m, ok := tatm.Last[tatm.Minutes](v.File); ok && m.Rec.Signed.IsZero() {
		minutes.Set("text", m.Rec.Text)
		version = m.Version
	}
	out := []form{
		{Title: "meeting.seat", Action: base + "/seat", Values: url.Values{"present": {"yes"}, "actor": {string(c.signed.Actor.ID)}, "had": {hadIn(v)}}, Fields: []field{{Name: "had", Kind: hidden}, {Name: "actor", Kind: pick, Options: people, Need: true}, {Name: "name", Kind: line, Label: "field.guest"}, {Name: "seat", Kind: pick, Options: seats, Need: true, Label: "field.discipline"}, {Name: "present", Kind: check}, {Name: "recused", Kind: many, Options: cases}, {Name: "why", Kind: line, Label: "field.recused-why"}}},
		{Title: "meeting.line", Action: base + "/line", Values: url.Values{"had": {hadIn(v)}}, Fields: []field{{Name: "had", Kind: hidden}, {Name: "case", Kind: pick, Options: cases, Need: true, Label: "col.case"}, {Name: "line", Kind: line}, {Name: "place", Kind: number, Label: "field.agenda-place"}}},
		{Title: "meeting.minutes", Action: base + "/minutes", Values: minutes, Version: version, Fields: []field{{Name: "held", Kind: choice, Options: c.options("meeting.held-", "yes", "no")}, {Name: "text", Kind: area, Label: "kind.minutes"}}},
	}
	out = append(out, form{Title: "meeting.print", Action: base + "/print", Values: url.Values{}, Fields: []field{{Name: "for", Kind: line, Need: true}, {Name: "purpose", Kind: line, Need: true}}})
	if c.frame("").has(tatm.Chair, tatm.Deputy) && version > 0 {
		out = append(out, form{Title: "meeting.sign", Action: base + "/sign", Values: url.Values{}, Version: version})
	}
	return out
}

func (c *call) meetingAct() error {
	on, err := c.file("meeting")
	if err != nil {
		return err
	}
	typed := read[struct {
		Version int64 `json:"version"`
		Place   int   `json:"place"`
	}](c)
	seen, place := typed.Version, typed.Place
	if err := c.faults(nil); err != nil {
		return c.meetingWith(on, c.r.PathValue("act"), err)
	}
	switch c.r.PathValue("act") {
	case "seat":
		_, err = c.desk.SeatMeeting(c.ctx(), on, c.had(), read[tatm.Attendance](c))
	case "agenda":
		var items []tatm.AgendaItem
		for _, s := range c.form["case"] {
			id, why, _ := strings.Cut(s, " ")
			items = append(items, tatm.AgendaItem{Case: tatm.FileID(id), Why: why})
		}
		_, err = c.desk.PutOnAgenda(c.ctx(), on, nil, items)
	case "line":
		_, err = c.desk.PutOnAgenda(c.ctx(), on, c.had(), []tatm.AgendaItem{{Case: tatm.FileID(c.form.Get("case")), Line: c.text("line"), Place: place}})
	case "minutes":
		_, err = c.desk.WriteMinutes(c.ctx(), on, seen, c.text("text"), tatm.Tri(c.form.Get("held")))
	case "sign":
		_, err = c.desk.SignMinutes(c.ctx(), on, seen)
	case "print":
		var n int
		if n, err = c.desk.PrintMeeting(c.ctx(), on, read[tatm.MeetingCopy](c)); err == nil {
			return c.goTo("/meetings/" + string(on) + "/print?copy=" + itoa(int64(n)))
		}
	default:
		return fault.New(fault.NotFound, "record.absent")
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.meetingWith(on, c.r.PathValue("act"), err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/meetings/" + string(on))
}

func (c *call) officePage() error { return c.officeWith("", nil, "") }

func (c *call) officeWith(act string, wrong error, invite string) error {
	v, err := c.desk.SeeOffice(c.ctx())
	if err != nil {
		return err
	}
	var members, teams, seats []option
	for _, m := range v.Members {
		members = append(members, option{Value: string(m.ID), Label: m.Name})
	}
	teams = append(teams, option{Label: locale.T(c.ctx(), "office.whole")})
	for _, t := range v.Teams {
		teams = append(teams, option{Value: string(t.ID), Label: t.Name})
	}
	seats = append(seats, option{Label: "–"})
	for _, d := range c.s.app.Library().Disciplines() {
		seats = append(seats, option{Value: d.ID, Label: disciplineName(c.ctx(), tatm.Discipline(d.ID))})
	}
	forms := []form{
		{Title: "office.add-member", Action: "/office/add", Fields: []field{{Name: "login", Kind: line, Need: true}, {Name: "name", Kind: line, Need: true}, {Name: "lang", Kind: choice, Options: []option{{Value: "en", Label: "English"}, {Value: "es", Label: "Español"}}}}},
		{Title: "office.give-seat", Action: "/office/seat", Fields: []field{{Name: "member", Kind: pick, Options: members, Need: true}, {Name: "team", Kind: pick, Options: teams}, {Name: "role", Kind: pick, Options: c.options("role.", list(tatm.Roles)...), Need: true}, {Name: "discipline", Kind: pick, Options: seats}, {Name: "until", Kind: day}}},
		{Title: "office.mail", Action: "/office/mail", Fields: []field{{Name: "member", Kind: pick, Options: members, Need: true}, {Name: "mail", Kind: line}}},
		{Title: "office.add-team", Action: "/office/team", Fields: []field{{Name: "name", Kind: line, Need: true}, {Name: "purpose", Kind: line}}},
	}
	status := 200
	for i := range forms {
		forms[i].Once, forms[i].Submit, forms[i].Values = fresh(), "save", url.Values{}
		if wrong != nil && forms[i].Action == "/office/"+act {
			forms[i].Values = c.form
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	letters, err := c.desk.SeeLetters(c.ctx())
	if err != nil {
		return err
	}
	c.show(status, officePage(c.frame("nav.office"), v, forms, invite, letters))
	return nil
}

func (c *call) officeAct() error {
	var err error
	invite := ""
	act := c.r.PathValue("act")
	switch act {
	case "add":
		_, secret, e := c.desk.AddMember(c.ctx(), app.NewMember{Login: c.text("login"), Name: c.text("name"), Lang: c.form.Get("lang")})
		if err = e; err == nil {
			invite = secret
		}
	case "member":
		invite, err = c.desk.ChangeMember(c.ctx(), tatm.ActorID(c.form.Get("member")), c.form.Get("act"))
	case "seat":
		until, e := c.time("until")
		if err = e; err == nil {
			_, err = c.desk.GiveSeat(c.ctx(), tatm.ActorID(c.form.Get("member")), tatm.Seat{Team: tatm.TeamID(c.form.Get("team")), Role: tatm.Role(c.form.Get("role")), Discipline: tatm.Discipline(c.form.Get("discipline")), Until: until})
		}
	case "mail":
		_, err = c.desk.MemberMail(c.ctx(), tatm.ActorID(c.form.Get("member")), c.text("mail"))
	case "letter-test":
		_, err = c.desk.TestLetter(c.ctx())
	case "end-seat":
		_, err = c.desk.EndSeat(c.ctx(), tatm.ActorID(c.form.Get("member")), c.form.Get("seat"))
	case "team":
		_, err = c.desk.AddTeam(c.ctx(), c.text("name"), c.text("purpose"))
	default:
		return fault.New(fault.NotFound, "record.absent")
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.officeWith(act, err, "")
	}
	if err != nil {
		return err
	}
	if invite != "" {
		return c.officeWith("", nil, invite)
	}
	return c.goTo("/office")
}
