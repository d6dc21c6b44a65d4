package web

import (
	"net/url"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// openingAct is one thing that can be done about a sealed part of a case or a
// report: ask, open in an emergency, answer, ratify, end, review.
type openingAct struct {
	fields func(c *call, v app.AccessView) []field
	do     func(c *call, on tatm.FileID, id tatm.EntryID) (app.Made, error)
}

// openingActs are all of them, by the name in their address.
var openingActs = map[string]openingAct{
	"ask": {fields: func(c *call, v app.AccessView) []field {
		return []field{{Name: "regime", Kind: pick, Need: true, Label: "field.opening-regime", Options: c.sealed(v, func(r tatm.RegimeRule) bool { return r.Ask })},
			{Name: "reason", Kind: line, Need: true, Label: "field.opening-reason"}, {Name: "hours", Kind: number, Need: true, Label: "field.opening-hours", Hint: "hint.opening-hours"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID) (app.Made, error) {
		hours, _ := strconv.Atoi(orZero(c.form.Get("hours"))) // no number is out of range, which the field refuses
		return c.desk.AskOpening(c.ctx(), on, tatm.Regime(c.form.Get("regime")), c.text("reason"), hours)
	}},
	"now": {fields: func(c *call, v app.AccessView) []field {
		return []field{{Name: "regime", Kind: pick, Need: true, Label: "field.opening-regime", Options: c.sealed(v, func(r tatm.RegimeRule) bool { return r.Emergency })},
			{Name: "reason", Kind: line, Need: true, Label: "field.opening-sentence"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID) (app.Made, error) {
		return c.desk.OpenNow(c.ctx(), on, tatm.Regime(c.form.Get("regime")), c.text("reason"))
	}},
	"answer": {fields: func(c *call, _ app.AccessView) []field {
		return []field{{Name: "answer", Kind: choice, Need: true, Label: "field.opening-answer", Options: c.options("opening-answer.", "yes", "no")}, {Name: "words", Kind: line, Label: "field.opening-words"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID) (app.Made, error) {
		return c.desk.AnswerOpening(c.ctx(), on, id, tatm.Tri(c.form.Get("answer")), c.text("words"))
	}},
	"ratify": {fields: func(c *call, _ app.AccessView) []field {
		return []field{{Name: "right", Kind: choice, Need: true, Label: "field.opening-right", Options: c.options("opening-right.", "yes", "no")}, {Name: "words", Kind: line, Label: "field.opening-words"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID) (app.Made, error) {
		return c.desk.RatifyOpening(c.ctx(), on, id, tatm.Tri(c.form.Get("right")), c.text("words"))
	}},
	"look": {fields: func(*call, app.AccessView) []field {
		return []field{{Name: "review", Kind: area, Need: true, Label: "field.opening-review"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID) (app.Made, error) {
		return c.desk.LookAtOpening(c.ctx(), on, id, c.text("review"))
	}},
	"end": {fields: func(*call, app.AccessView) []field { return nil }, do: func(c *call, on tatm.FileID, id tatm.EntryID) (app.Made, error) {
		return c.desk.EndOpening(c.ctx(), on, id)
	}},
}

// sealed are the regimes that the reader may ask for.
func (c *call) sealed(v app.AccessView, may func(tatm.RegimeRule) bool) []option {
	var out []option
	for _, r := range v.Sealed {
		if may(v.Pack.Regimes[r]) {
			out = append(out, option{Value: string(r), Label: locale.T(c.ctx(), "regime."+string(r))})
		}
	}
	return out
}

// openingForm serves GET /cases/{case}/opening/{act}, and of a report.
func (c *call) openingForm() error {
	f, _, _, err := c.openingFormOf(c.r.URL.Query().Get("entry"))
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

// openingDo serves the form's POST.
func (c *call) openingDo() error {
	entry := c.form.Get("entry")
	f, on, a, err := c.openingFormOf(entry)
	if err != nil {
		return err
	}
	if _, err = a.do(c, on, tatm.EntryID(entry)); err == nil {
		return c.goTo(f.Back)
	}
	return c.refill(f, err)
}

func (c *call) openingFormOf(entry string) (form, tatm.FileID, openingAct, error) {
	on, base, err := c.caseOrReport()
	name := c.r.PathValue("act")
	a, ok := openingActs[name]
	if err != nil || !ok || entry != "" && !tatm.ValidID(entry) {
		return form{}, "", a, fault.New(fault.NotFound, "record.absent")
	}
	v, err := c.desk.SeeAccess(c.ctx(), on, "")
	if err != nil {
		return form{}, "", a, err
	}
	f := form{Title: "opening." + name, Lead: "opening." + name + ".lead", Action: base + "/opening/" + name, Back: base + "/access", Submit: "opening." + name, Once: fresh(),
		Fields: append(a.fields(c, v), field{Name: "entry", Kind: hidden}), Values: url.Values{"entry": {entry}, "hours": {"4"}}}
	if len(v.Sealed) == 1 {
		f.Values.Set("regime", string(v.Sealed[0]))
	}
	return f, on, a, nil
}

// caseOrReport is the file that an address names, with where it stands.
func (c *call) caseOrReport() (tatm.FileID, string, error) {
	if c.r.PathValue("report") != "" {
		on, err := c.file("report")
		return on, "/reports/" + string(on), err
	}
	on, err := c.file("case")
	return on, "/cases/" + string(on), err
}

// accessPage answers why the reader sees a file, or an entry of it, who else
// could open it, and who was let see more than their seat.
func (c *call) accessPage() error {
	on, base, err := c.caseOrReport()
	if err != nil {
		return err
	}
	var id tatm.EntryID
	if c.r.PathValue("entry") != "" {
		if id, err = c.entry(); err != nil {
			return err
		}
	}
	a, err := c.desk.SeeAccess(c.ctx(), on, id)
	if err != nil {
		return err
	}
	number := itoa(a.Row.Number)
	if a.Row.Kind == tatm.ReportFile {
		return c.see(reportAccessPage(c.frame("access.of-report", number), c, a, base))
	}
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return err
	}
	return c.see(accessTab(c.frame("access.of-case", number), c, v, a, base))
}

// flowsPage shows the clearances and the flow matrix of the pack in force, for
// counsel, on paper too.
func (c *call) flowsPage() error {
	p := c.s.app.Library().PackAt("default", c.s.app.Now())
	return c.see(flowsPage(c.frame("flows.title"), c, p))
}

// counselPage serves GET /counsel.
func (c *call) counselPage() error {
	v, err := c.desk.CounselMarks(c.ctx())
	if err != nil {
		return err
	}
	return c.see(counselPage(c.frame("counsel.title"), v))
}

// markedEntry says in short what counsel marked.
func (c *call) markedEntry(v app.CaseView, id tatm.EntryID) string {
	for _, e := range v.File.Entries {
		if e.ID == id {
			return short(gist(c, e.Record), 160)
		}
	}
	return ""
}
