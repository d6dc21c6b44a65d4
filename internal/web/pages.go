package web

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

func (c *call) deskPage() error {
	f := c.frame("desk.title")
	if !f.has(tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake, tatm.RecordsOffice, tatm.Approver, tatm.Affiliate) {
		// Auditors and administrators have no desk of cases.
		if f.has(tatm.Administrator) {
			return c.goTo("/office")
		}
		if f.has(tatm.Auditor) {
			return c.goTo("/audit")
		}
		return c.goTo("/team")
	}
	v, err := c.desk.SeeDesk(c.ctx())
	switch {
	case fault.KindOf(err) == fault.Denied: // sees no case, and may have reports
		v = app.DeskView{Now: c.s.app.Now()}
	case err != nil:
		return err
	}
	var reports, meetings []app.DocketLine
	if f.has(tatm.Intake, tatm.Chair, tatm.Deputy, tatm.Core, tatm.RecordsOffice) {
		if reports, err = c.desk.WaitingReports(c.ctx()); err != nil {
			return err
		}
	}
	if f.has(tatm.Chair, tatm.Deputy, tatm.Core) {
		if meetings, err = c.desk.ComingMeetings(c.ctx()); err != nil {
			return err
		}
	}
	return c.see(deskPage(f, c, v, reports, meetings))
}

// filter reads a list's filter off the address.
func (c *call) filter() app.Filter {
	q := c.r.URL.Query()
	f := app.Filter{State: q.Get("state"), Level: tatm.Level(q.Get("level")), Team: tatm.TeamID(q.Get("team")), Order: app.Order(q.Get("order")), After: q.Get("after"), Emergency: q.Get("emergency") != "",
		Stale: q.Get("stale") != "", All: q.Get("all") != "", Closed: q.Get("closed") != "", Limit: 50}
	if q.Get("mine") != "" {
		f.Owner = c.signed.Actor.ID
	}
	f.Order = f.By() // the page says in which order its list is
	return f
}

func (c *call) reportsPage() error {
	f := c.filter()
	if f.Closed {
		f.Order = app.ByNumber
	}
	v, err := c.desk.ListReports(c.ctx(), f)
	if err != nil {
		return err
	}
	duty, err := c.desk.SeeRoster(c.ctx())
	if err != nil {
		return err
	}
	apart, err := c.desk.ListReports(c.ctx(), app.Filter{State: string(tatm.ReportApart), Limit: 1})
	if err != nil {
		return err
	}
	return c.see(reportsPage(c.frame("nav.reports"), v, f, c.s.app.Now(), len(apart.Rows) > 0, duty))
}

// casesPage lists cases, in the order that the reader chose last.
func (c *call) casesPage() error {
	f := c.filter()
	switch {
	case slices.Contains(orders, f.Order):
		c.s.keep(c.w, "order", string(f.Order), 365*24*time.Hour)
	default:
		f.Order = app.Order(c.s.setting(c.r, "order"))
	}
	v, err := c.desk.ListCases(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.see(casesPage(c.frame("nav.cases"), c, v, f, c.s.app.Now()))
}

func (c *call) caseloadPage() error {
	f := c.filter()
	f.Limit = 25
	v, err := c.desk.Caseload(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.see(caseloadPage(c.frame("nav.caseload"), v, f))
}

func (c *call) peoplePage() error {
	f := c.filter()
	f.Order = app.ByChanged
	v, err := c.desk.ListPeople(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.see(peoplePage(c.frame("nav.people"), v, f))
}

func (c *call) meetingsPage() error {
	f := c.filter()
	f.All, f.Order = true, app.ByNumber
	v, err := c.desk.ListMeetings(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.see(meetingsPage(c.frame("nav.meetings"), v))
}

func (c *call) casePage() error {
	on, err := c.file("case")
	if err != nil {
		return err
	}
	tab := c.r.PathValue("tab")
	if tab == "" {
		tab = "overview"
	}
	if tab == "then" {
		return c.thenPage(on)
	}
	if tab == "print" && c.r.URL.Query().Get("what") != "" {
		return c.printPage(on)
	}
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return err
	}
	return c.tabPage(v, tab)
}

func (c *call) tabPage(v app.CaseView, tab string) error {
	f := c.frame("case.number", itoa(v.Row.Number))
	switch tab {
	case "overview":
		return c.see(overviewTab(f, c, v))
	case "timeline":
		months, _ := strconv.Atoi(c.r.URL.Query().Get("months"))
		if !slices.Contains(spans, months) {
			months = 0
		}
		return c.see(timelineTab(f, c, v, c.timeline(v, months)))
	case "facts":
		return c.see(factsTab(f, c, v))
	case "factors":
		return c.see(factorsTab(f, c, v))
	case "assessment":
		return c.see(assessmentTab(f, c, v))
	case "plan":
		return c.see(planTab(f, c, v))
	case "tripwires":
		return c.see(tripwiresTab(f, c, v))
	case "tasks":
		return c.see(tasksTab(f, c, v))
	case "discussion":
		return c.see(discussionTab(f, c, v))
	case "decisions":
		return c.see(decisionsTab(f, c, v))
	case "people":
		return c.see(peopleTab(f, c, v))
	case "sharing":
		return c.see(sharingTab(f, c, v))
	case "history":
		return c.see(historyTab(f, c, v))
	case "print":
		return c.see(printTab(f, c, v))
	case "activity":
		lines, views, names, err := c.desk.Activity(c.ctx(), v.Row.ID, 0)
		if err != nil {
			return err
		}
		return c.see(activityTab(f, c, v, lines, views, names))
	}
	return fault.New(fault.NotFound, "record.absent")
}

// thenPage shows the case as it was at a minute.
func (c *call) thenPage(on tatm.FileID) error {
	s := c.r.URL.Query().Get("at")
	at, err := time.ParseInLocation("2006-01-02T15:04:05", s, c.zone)
	if err != nil {
		at, err = time.ParseInLocation("2006-01-02T15:04", s, c.zone)
	}
	if err != nil {
		return fault.Bad("at", "field.date")
	}
	// To the end of the second named: a line of the history shows what it wrote.
	v, err := c.desk.SeeCaseThen(c.ctx(), on, at.Add(time.Second-time.Microsecond).UTC())
	if err != nil {
		return err
	}
	return c.see(thenPage(c.frame("case.number", itoa(v.Row.Number)), c, v))
}

func (c *call) versionsPage() error {
	on, err := c.file("case")
	if err != nil {
		return err
	}
	id, err := c.entry()
	if err != nil {
		return err
	}
	es, names, err := c.desk.VersionsOf(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.see(versionsPage(c.frame("versions.title"), c, es, names, "/cases/"+string(on)+"/history"))
}

func (c *call) teamPage() error {
	teams, err := c.desk.SeeTeams(c.ctx())
	if err != nil {
		return err
	}
	return c.see(teamPage(c.frame("nav.team"), teams))
}

func (c *call) auditPage() error {
	before, _ := strconv.ParseInt(c.r.URL.Query().Get("before"), 10, 64)
	lines, names, err := c.desk.ReadAudit(c.ctx(), before)
	if err != nil {
		return err
	}
	return c.see(auditPage(c.frame("nav.audit"), lines, names))
}

// myTeams are the teams the asker may open files in.
func (c *call) myTeams() ([]option, error) {
	teams, err := c.desk.SeeTeams(c.ctx())
	var out []option
	for _, t := range teams {
		out = append(out, option{Value: string(t.Team.ID), Label: t.Team.Name})
	}
	return out, err
}

// refill shows a form again with what was wrong and everything typed.
func (c *call) refill(f form, err error) error {
	k := fault.KindOf(err)
	if k != fault.Invalid && k != fault.Lacking && k != fault.Conflict {
		return err
	}
	f.Values = c.form
	f.faulty(err)
	c.show(statuses[k], formPage(c.frame(f.Title), f, c.s.app.Library().Warning()))
	return nil
}

func (c *call) seeForm(f form) error {
	if f.Values == nil {
		f.Values = url.Values{}
	}
	return c.see(formPage(c.frame(f.Title), f, c.s.app.Library().Warning()))
}
