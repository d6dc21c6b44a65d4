package web

import (
	"net/url"
	"slices"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// act is one thing that can be done to a case: a form and the use case behind
// it. Each has an address of its own, so it works without JavaScript, and shows
// itself again with everything typed when something was wrong.
type act struct {
	tab     string // the tab that shows the outcome
	warning bool   // indicators are chosen: the JCAT notice stands above
	lead    bool   // a sentence explains it: "act.<name>.lead"
	fields  func(f asked) []field
	// fill are the values the form begins with; entry is the one to change.
	fill func(f asked) url.Values
	do   func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error)
}

// asked is what a form may look at.
type asked struct {
	c     *call
	v     app.CaseView
	entry tatm.Entry // the entry to change; zero for a new one
}

func (a asked) lang() string { return locale.From(a.c.ctx()).Lang }

func short(s string, n int) string {
	seen, cut := 0, 0
	for i := range s {
		if seen++; seen == n {
			cut = i
		}
		if seen > n {
			return s[:cut] + "…"
		}
	}
	return s
}

// words are options whose labels are codes: prefix + value.
func (a asked) words(prefix string, vs ...string) []option {
	var out []option
	for _, v := range vs {
		out = append(out, option{Value: v, Label: locale.T(a.c.ctx(), prefix+v)})
	}
	return out
}

func list[S ~string](vs []S) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = string(v)
	}
	return out
}

// team are the people a form may name.
func (a asked) team() []option {
	seen := map[tatm.ActorID]bool{}
	var out []option
	for _, m := range a.v.Team {
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		out = append(out, option{Value: string(m.ID), Label: m.Name + " · " + locale.T(a.c.ctx(), "role."+string(m.Role))})
	}
	return out
}

// observations are what a factor or an assessment may cite.
func (a asked) observations() []option {
	var out []option
	for _, o := range tatm.All[tatm.Observation](a.v.File) {
		if o.Rec.Withdrawn != "" {
			continue
		}
		out = append(out, option{Value: string(o.ID), Label: locale.Date(a.c.ctx(), o.HappenedAt) + ": " + short(o.Rec.Text, 120)})
	}
	return out
}

// facts are what a decision may rest on: observations and interviews.
func (a asked) facts() []option {
	out := a.observations()
	for _, i := range tatm.All[tatm.Interview](a.v.File) {
		out = append(out, option{Value: string(i.ID), Label: locale.Date(a.c.ctx(), i.HappenedAt) + ": " + locale.T(a.c.ctx(), "interview.with", i.Rec.With)})
	}
	return out
}

// seats are the disciplines that sit in the team.
func (a asked) seats() []option {
	var out []option
	for _, m := range a.v.Team {
		if m.Discipline != "" && !slices.ContainsFunc(out, func(o option) bool { return o.Value == string(m.Discipline) }) {
			out = append(out, option{Value: string(m.Discipline), Label: disciplineName(a.c.ctx(), m.Discipline)})
		}
	}
	return out
}

// things are what an invitation may name and counsel may mark: what was seen,
// said, attached and decided.
func (a asked) things() []option {
	var out []option
	for _, e := range a.v.File.Entries {
		switch e.Record.(type) {
		case tatm.Observation, tatm.Interview, tatm.Attachment, tatm.Assessment, tatm.Plan, tatm.Decision, tatm.Message:
			out = append(out, option{Value: string(e.ID), Label: locale.T(a.c.ctx(), "kind."+string(e.Record.Kind())) + ", " + locale.Date(a.c.ctx(), e.HappenedAt) + ": " + short(gist(a.c, e.Record), 100)})
		}
	}
	return out
}

// others are what an observation may repeat: every one but itself.
func (a asked) others() []option {
	return slices.DeleteFunc(a.observations(), func(o option) bool { return o.Value == string(a.entry.ID) })
}

// moved are what an intervention may be there to move.
func (a asked) moved() []option {
	var out []option
	for _, k := range tatm.All[tatm.Factor](a.v.File) {
		out = append(out, option{Value: string(k.ID), Label: locale.T(a.c.ctx(), "class."+string(k.Rec.Class)) + ": " + a.factor(k.Rec)})
	}
	for _, n := range tatm.All[tatm.Need](a.v.File) {
		out = append(out, option{Value: string(n.ID), Label: locale.T(a.c.ctx(), "word.need") + ": " + short(n.Rec.Words, 80)})
	}
	for _, g := range tatm.All[tatm.Grievance](a.v.File) {
		out = append(out, option{Value: string(g.ID), Label: locale.T(a.c.ctx(), "word.grievance") + ": " + short(g.Rec.Words, 80)})
	}
	return out
}

func (a asked) factor(k tatm.Factor) string {
	if k.Own != "" {
		return short(k.Own, 100)
	}
	if i, ok := a.c.s.app.Library().Item(k.Item); ok {
		return i.Labelled(a.lang())
	}
	return k.Item
}

// interventions and monitors are what silence may be counted of.
func (a asked) quiet() []option {
	out := []option{{Value: "", Label: locale.T(a.c.ctx(), "choose.none")}}
	for _, v := range tatm.All[tatm.Intervention](a.v.File) {
		out = append(out, option{Value: string(v.ID), Label: short(v.Rec.What, 100)})
	}
	for _, m := range tatm.All[tatm.Monitor](a.v.File) {
		out = append(out, option{Value: string(m.ID), Label: m.Rec.Name})
	}
	return out
}

func (a asked) steps() []option { return a.quiet()[1:] }

// items are the lines of vocabularies a factor may be picked from.
func (a asked) items(class tatm.FactorClass) []option {
	out := []option{{Value: "", Label: locale.T(a.c.ctx(), "choose.own")}}
	for _, k := range a.c.s.app.Library().Factors(class) {
		for _, i := range k.Items {
			out = append(out, option{Value: i.Ref, Label: i.Labelled(a.lang()), Group: k.Title, Draft: i.Draft})
		}
	}
	return out
}

func (a asked) domains() []option {
	var out []option
	for _, i := range a.c.s.app.Library().Domains() {
		out = append(out, option{Value: i.ID, Label: i.Labelled(a.lang())})
	}
	return out
}

// regimes are those an entry may stand under; the first is what the policy pack
// says of the record it comes from and of its author's profession.
func (a asked) regimes() []option {
	usual := a.v.Pack.RegimeOf(tatm.Observation{}, a.mySeat())
	out := []option{{Label: locale.T(a.c.ctx(), "regime.usual", locale.T(a.c.ctx(), "regime."+string(usual)))}}
	return append(out, a.words("regime.", list(a.v.Pack.Open())...)...)
}

// openRegimes are those that an entry of a person's file may stand under.
func (c *call) openRegimes() []option {
	p := c.s.app.Library().PackAt("default", c.s.app.Now())
	return asked{c: c}.words("regime.", list(p.Open())...)
}

// mySeat is the asker's first seat for the team of the case.
func (a asked) mySeat() tatm.Seat {
	for _, s := range a.c.signed.Actor.Holds(a.v.Now) {
		if s.Team == a.v.Row.Team || s.Team == "" {
			return s
		}
	}
	return tatm.Seat{}
}

// registers are the records that something may be taken from.
func (a asked) registers() []option {
	return append([]option{{Label: "–"}}, a.words("register.", list(tatm.Registers)...)...)
}

// circumstance are the two questions every fact ends with: both prefilled.
func (a asked) circumstance() []field {
	return []field{{Name: "happened", Kind: minute}, {Name: "regime", Kind: pick, Options: a.regimes()}}
}

// before are the values of a new fact.
func (a asked) before() url.Values {
	return url.Values{"regime": {""}}
}

// entryValues are the values of the entry to change.
func entryValues(a asked) url.Values {
	if a.entry.Record == nil {
		return a.before()
	}
	v := values(a.entry.Record, a.c.zone)
	v.Set("regime", string(a.entry.Regime))
	v.Set("happened", a.entry.HappenedAt.In(a.c.zone).Format("2006-01-02T15:04"))
	return v
}

// around reads the circumstance of a form.
func (c *call) around() app.Circumstance {
	at, err := c.time("happened")
	if err != nil {
		c.bad = append(c.bad, err)
	}
	return app.Circumstance{Happened: at, Regime: tatm.Regime(c.form.Get("regime"))}
}

// with reads a record and asks the desk for it, unless something could not
// even be read.
func with[R any](c *call, ask func(R) (app.Made, error)) (app.Made, error) {
	r := read[R](c)
	if len(c.bad) > 0 {
		return app.Made{}, c.faults(nil)
	}
	return ask(r)
}

// caseForm serves GET /cases/{case}/do/{act} and …/{act}/{entry}.
func (c *call) caseForm() error {
	name := c.r.PathValue("act")
	a, ok := acts[name]
	on, err := c.file("case")
	if !ok || err != nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return err
	}
	f, err := c.caseFormOf(name, a, v)
	if err != nil {
		return err
	}
	return c.see(formPage(c.frame("act."+name), f, c.s.app.Library().Warning()))
}

func (c *call) caseFormOf(name string, a act, v app.CaseView) (form, error) {
	ask := asked{c: c, v: v}
	f := form{Title: "act." + name, Action: c.r.URL.Path, Back: "/cases/" + string(v.Row.ID) + "/" + a.tab, Submit: "save", Once: fresh(), Warning: a.warning, Case: v.Row.ID, InPlace: true, Kept: c.kept, Most: c.s.app.AttachmentMost()}
	if a.lead {
		f.Lead = "act." + name + ".lead"
	}
	if c.r.PathValue("entry") != "" {
		id, err := c.entry()
		if err != nil {
			return f, err
		}
		for _, e := range v.File.Entries {
			if e.ID == id {
				ask.entry = e
			}
		}
		if ask.entry.ID == "" {
			return f, fault.New(fault.NotFound, "record.absent")
		}
		f.Version = ask.entry.Version
	}
	f.Fields = a.fields(ask)
	f.Values = url.Values{}
	if a.fill != nil {
		f.Values = a.fill(ask)
	}
	// An address may carry a first answer, such as the question to answer.
	for _, x := range f.Fields {
		if q := c.r.URL.Query().Get(x.Name); q != "" && c.r.Method == "GET" {
			f.Values.Set(x.Name, q)
		}
	}
	if n := f.Values.Get("version"); n != "" {
		f.Version, _ = strconv.ParseInt(n, 10, 64)
	}
	return f, nil
}

// caseAct serves POST /cases/{case}/do/{act} and …/{act}/{entry}.
func (c *call) caseAct() error {
	name := c.r.PathValue("act")
	a, ok := acts[name]
	on, err := c.file("case")
	if !ok || err != nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	id := tatm.EntryID("")
	if c.r.PathValue("entry") != "" {
		if id, err = c.entry(); err != nil {
			return err
		}
	}
	seen, _ := strconv.ParseInt(orZero(c.form.Get("version")), 10, 64)
	_, err = a.do(c, on, id, seen)
	if err == nil {
		return c.goTo("/cases/" + string(on) + "/" + a.tab)
	}
	return c.again(name, a, on, err)
}

// again shows the form once more: what was wrong at its field, nothing typed
// lost, and on a conflict what the record says now beside it.
func (c *call) again(name string, a act, on tatm.FileID, err error) error {
	k := fault.KindOf(err)
	if k != fault.Invalid && k != fault.Lacking && k != fault.Conflict {
		return err
	}
	v, see := c.desk.SeeCase(c.ctx(), on)
	if see != nil {
		return see
	}
	f, see := c.caseFormOf(name, a, v)
	if see != nil {
		return see
	}
	if k == fault.Conflict {
		f.Theirs = c.theirs(f)
	} else {
		f.Version, _ = strconv.ParseInt(orZero(c.form.Get("version")), 10, 64)
	}
	f.Values = c.form
	f.faulty(err)
	c.show(statuses[k], formPage(c.frame("act."+name), f, c.s.app.Library().Warning()))
	return nil
}

// theirs is what the record says now, where it differs from what was typed.
func (c *call) theirs(f form) [][2]string {
	var out [][2]string
	for _, x := range f.Fields {
		now, mine := f.Values.Get(x.Name), c.form.Get(x.Name)
		if now != "" && now != mine {
			out = append(out, [2]string{x.label(c.ctx()), now})
		}
	}
	return out
}
