package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/coherence"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// states are the states a list can be narrowed to.
var states = []tatm.State{tatm.AtIntake, tatm.AtTriage, tatm.AtInquiry, tatm.AtAssessment, tatm.AtPlanning, tatm.Managed, tatm.Monitored, tatm.AtClosure, tatm.Closed, tatm.Transferred}

// shortcuts are the keys of the desk, each with what it does; offramp.js acts
// on them.
var shortcuts = []struct {
	keys []string
	does string
}{
	{[]string{"g", "d"}, "nav.desk"}, {[]string{"g", "r"}, "nav.reports"}, {[]string{"g", "c"}, "nav.cases"}, {[]string{"g", "l"}, "nav.caseload"},
	{[]string{"g", "p"}, "nav.people"}, {[]string{"g", "m"}, "nav.meetings"}, {[]string{"g", "t"}, "nav.team"}, {[]string{"/"}, "nav.search"},
	{[]string{"["}, "keys.before"}, {[]string{"]"}, "keys.after"}, {[]string{"?"}, "keys.title"},
}

// htmxConfig keeps htmx to what the pages are sure of: nothing of a page stays
// in the browser, nothing is evaluated, no other site is asked, no style is
// written into the page, and an answer that refuses is shown like any other.
const htmxConfig = `{"historyCacheSize":0,"refreshOnHistoryMiss":true,"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"allowScriptTags":false,"scrollIntoViewOnBoost":false,` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[2345]..","swap":true}]}`

// doing is the address of an act on the case.
func doing(v app.CaseView, name, entry string) string {
	to := "/cases/" + string(v.Row.ID) + "/do/" + name
	if entry != "" {
		to += "/" + entry
	}
	return to
}

// actOf is the act that adds a factor of a class.
func actOf(class tatm.FactorClass) string {
	switch class {
	case tatm.Protective:
		return "protective"
	case tatm.Precipitating:
		return "event"
	}
	return "risk"
}

// tabOf is the tab that answers a line of the docket.
func tabOf(what string) string {
	switch what {
	case tatm.DueReview, tatm.DueExpiry, tatm.DueStale:
		return "assessment"
	case tatm.DueTask, tatm.DueDuty:
		return "tasks"
	case tatm.DueRequest, tatm.DueEvent:
		return "factors"
	case tatm.DueIntervention, tatm.DuePlanReview, tatm.DueRatify:
		return "plan"
	case tatm.DueRaised, tatm.DueTripwireEnds, tatm.DueSilence, tatm.DueCheckIn, tatm.DueWord:
		return "tripwires"
	case tatm.DueQuestion:
		return "discussion"
	case tatm.DueOpeningAsked, tatm.DueOpeningRatify, tatm.DueOpeningReview:
		return "access"
	case tatm.DueRelease, tatm.DueCorrected, tatm.DueConsent, tatm.DueAgreement, tatm.DueRights, tatm.DueRightsPass:
		return "sharing"
	case tatm.DueDecision, tatm.DueClosure, tatm.DueOutside, tatm.DueCounsel, tatm.DueAfterCare, tatm.DueRetention:
		return "decisions"
	}
	return "overview"
}

func factorsOf(v app.CaseView, class tatm.FactorClass) []tatm.Item[tatm.Factor] {
	return slices.DeleteFunc(tatm.All[tatm.Factor](v.File), func(k tatm.Item[tatm.Factor]) bool { return k.Rec.Class != class })
}

func stepsIn(v app.CaseView, col tatm.Column) []tatm.Item[tatm.Intervention] {
	return slices.DeleteFunc(tatm.All[tatm.Intervention](v.File), func(s tatm.Item[tatm.Intervention]) bool { return s.Rec.Column != col })
}

// noneNeeded is what an empty column says.
func noneNeeded(ctx context.Context, v app.CaseView, col tatm.Column) string {
	if p, ok := tatm.Last[tatm.Plan](v.File); ok && p.Rec.NoneNeeded[col] != "" {
		return locale.T(ctx, "plan.none-needed", p.Rec.NoneNeeded[col])
	}
	return locale.T(ctx, "plan.column-empty")
}

// openDue is the date of a step that is still to be done.
func openDue(v tatm.Intervention) time.Time {
	if v.State == "planned" || v.State == "running" {
		return v.Due
	}
	return time.Time{}
}

func draftItem(c *call, k tatm.Factor) bool {
	i, ok := c.s.app.Library().Item(k.Item)
	return ok && i.Draft
}

// newest is a list last one first.
func newest[R tatm.Record](items []tatm.Item[R]) []tatm.Item[R] {
	out := slices.Clone(items)
	slices.Reverse(out)
	return out
}

// recorded are entries in the order of their writing, last first.
func recorded(es []tatm.Entry) []tatm.Entry {
	out := slices.Clone(es)
	slices.SortStableFunc(out, func(a, b tatm.Entry) int { return b.RecordedAt.Compare(a.RecordedAt) })
	return out
}

// sorted is the docket of a case, soonest first.
func sorted(ds []tatm.Due) []tatm.Due {
	out := slices.Clone(ds)
	slices.SortStableFunc(out, func(a, b tatm.Due) int { return a.At.Compare(b.At) })
	return out
}

func teamSize(v app.CaseView) int {
	seen := map[tatm.ActorID]bool{}
	for _, m := range v.Team {
		if m.Role == tatm.Chair || m.Role == tatm.Deputy || m.Role == tatm.Core {
			seen[m.ID] = true
		}
	}
	return len(seen)
}

// sections are the written parts of an assessment: label code and text.
func sections(a tatm.Assessment) [][2]string {
	all := [][2]string{{"field.development", a.Development}, {"field.child-language", a.Language}, {"field.level-basis", a.Basis}, {"field.risk", a.Risk}, {"field.protective", a.Protective}, {"field.precipitating", a.Precipitating}, {"field.gaps", a.Gaps},
		{"field.alternatives", a.Alternatives}, {"field.confidence", a.Confidence}, {"field.protected", a.Protected}, {"field.disability", a.Disability}, {"field.one_source", a.OneSource}}
	return slices.DeleteFunc(all, func(p [2]string) bool { return p[1] == "" })
}

func micro(n int64) time.Time { return time.UnixMicro(n) }

func nameOf(f tatm.File) string {
	if n := app.DisplayName(f); n != "" {
		return n
	}
	return "–"
}

func meetingTime(ctx context.Context, f tatm.File) string {
	if m, ok := tatm.Last[tatm.Meeting](f); ok {
		return locale.T(ctx, "meeting-type."+m.Rec.Type) + ", " + locale.DateTime(ctx, m.Rec.When)
	}
	return ""
}

// ordered is the agenda in the chair's order.
func ordered(v app.MeetingView) []tatm.Item[tatm.AgendaItem] {
	out := tatm.All[tatm.AgendaItem](v.File)
	slices.SortStableFunc(out, func(a, b tatm.Item[tatm.AgendaItem]) int { return cmp.Compare(a.Rec.Place, b.Rec.Place) })
	return out
}

// withdrawnSeats are the disciplines that a case lacks for a quorum because
// somebody withdrew from it.
func withdrawnSeats(v app.MeetingView, kase tatm.FileID) []tatm.Discipline {
	return slices.DeleteFunc(tatm.QuorumFor(v.File, v.Pack, kase), func(d tatm.Discipline) bool { return slices.Contains(v.Missing, d) })
}

func disciplineName(ctx context.Context, d tatm.Discipline) string {
	if d == "" {
		return ""
	}
	if code := "discipline." + string(d); locale.Has(code) {
		return locale.T(ctx, code)
	}
	return strings.ReplaceAll(string(d), "-", " ")
}

func partial(d tatm.PartialDate) string {
	s := fmt.Sprintf("%04d", d.Year)
	if d.Month > 0 {
		s += fmt.Sprintf("-%02d", d.Month)
	}
	if d.Day > 0 {
		s += fmt.Sprintf("-%02d", d.Day)
	}
	return s
}

// gap is a line of the list of gaps in words.
func (c *call) gap(v app.CaseView, g tatm.Gap) string {
	ask := asked{c: c, v: v}
	for _, q := range v.Pack.Questions {
		if g.Question != "" && q.Code == g.Question {
			return q.Label[ask.lang()]
		}
	}
	if k, ok := tatm.Find[tatm.Factor](v.File, g.Entry); ok {
		return ask.factor(k.Rec)
	}
	if o, ok := tatm.Find[tatm.Observation](v.File, g.Entry); ok {
		return locale.T(c.ctx(), "gaps.ungraded", short(o.Rec.Text, 100))
	}
	if r, ok := tatm.Find[tatm.Request](v.File, g.Entry); ok {
		return locale.T(c.ctx(), "gaps.requested", r.Rec.Question, r.Rec.Of)
	}
	return ""
}

// gapSteps are the addresses that close a gap, each with the code of its name.
func gapSteps(v app.CaseView, g tatm.Gap) [][2]string {
	if g.Question != "" {
		return [][2]string{{doing(v, "request", "") + "?code=" + g.Question, "act.request"}, {doing(v, "answer", "") + "?question=" + g.Question, "act.answer"}}
	}
	if k, ok := tatm.Find[tatm.Factor](v.File, g.Entry); ok {
		return [][2]string{{doing(v, "request", "") + "?gap=" + string(k.ID), "act.request"}, {doing(v, actOf(k.Rec.Class), string(k.ID)), "gaps.rate"}}
	}
	if _, ok := tatm.Find[tatm.Observation](v.File, g.Entry); ok {
		return [][2]string{{doing(v, "observation", string(g.Entry)), "gaps.grade"}}
	}
	return [][2]string{{doing(v, "close-request", string(g.Entry)), "act.close-request"}}
}

// reliedOn reports whether a factor or an assessment rests on the observation:
// then it is asked how it is known and whether it is fact or opinion.
func reliedOn(v app.CaseView, id tatm.EntryID) bool {
	for _, k := range tatm.All[tatm.Factor](v.File) {
		if slices.Contains(k.Rec.Observations, id) {
			return true
		}
	}
	a, _ := tatm.Last[tatm.Assessment](v.File)
	return slices.Contains(a.Rec.Observations, id)
}

// written is a name as it is written.
func written(n tatm.Name) string {
	return strings.Join(strings.Fields(n.Given+" "+n.Middle+" "+n.Family), " ")
}

// spanned is the time for which something held, as far as it is known.
func spanned(ctx context.Context, from, to tatm.PartialDate) string {
	none := tatm.PartialDate{}
	switch {
	case from != none && to != none:
		return partial(from) + " – " + partial(to)
	case from != none:
		return locale.T(ctx, "person.from", partial(from))
	case to != none:
		return locale.T(ctx, "people.until", partial(to))
	}
	return ""
}

func seatsOf(v app.OfficeView, id tatm.ActorID) []app.SeatRow {
	return slices.DeleteFunc(slices.Clone(v.Seats), func(s app.SeatRow) bool { return s.Actor != id || !s.Until.IsZero() })
}

func teamName(v app.OfficeView, id tatm.TeamID) string {
	for _, t := range v.Teams {
		if t.ID == id {
			return t.Name
		}
	}
	return ""
}

// query is a filter as it stands in an address.
func query(f app.Filter, after string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("state", f.State)
	set("level", string(f.Level))
	set("team", string(f.Team))
	set("order", string(f.Order))
	set("after", after)
	for name, on := range map[string]bool{"mine": f.Owner != "", "emergency": f.Emergency, "stale": f.Stale, "all": f.All, "closed": f.Closed} {
		if on {
			v.Set(name, "1")
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// pairs are a record's fields in words, for a page that shows any kind.
func pairs(ctx context.Context, c *call, e tatm.Entry) [][2]string {
	var out [][2]string
	for name, vs := range values(e.Record, c.zone) {
		label := "field." + name
		if !locale.Has(label) {
			continue
		}
		if s := strings.Join(vs, ", "); s != "" && !tatm.ValidID(s) {
			out = append(out, [2]string{locale.T(ctx, label), s})
		}
	}
	slices.SortFunc(out, func(a, b [2]string) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// changes are the acts that, on an entry, change it.
var changes = map[string]bool{"observation": true, "risk": true, "protective": true, "event": true, "intervention": true, "need": true, "grievance": true, "target-plan": true, "mend-tripwire": true, "task": true, "part": true, "contact-sheet": true, "disclose": true, "agreement": true, "guardian": true}

// takes says how a form is told which entry it is about: in its address ("/"),
// or as a first answer.
var takes = map[string]string{
	"fill-emergency": "/", "ratify-emergency": "/", "need": "/", "grievance": "/", "intervention": "/", "ratify-step": "/", "justify-step": "/",
	"follow-copy": "/", "decide-rights": "/", "release": "/", "mend-tripwire": "/", "look": "/", "event": "/", "answer-duty": "/", "delivery": "intervention", "effect": "intervention", "check-in": "monitor", "target-plan": "part",
}

// clearing is the address of the form that clears a finding.
func clearing(id string, x coherence.Finding) string {
	to := "/cases/" + id + "/do/" + x.Act
	switch how := takes[x.Act]; {
	case x.Code == "question-open" && len(x.Args) > 0:
		return to + "?question=" + x.Args[0]
	case x.Code == "dynamic-unaddressed":
		return to + "?moves=" + string(x.Entry)
	case x.Entry == "" || how == "":
		return to
	case how == "/":
		return to + "/" + string(x.Entry)
	default:
		return to + "?" + how + "=" + string(x.Entry)
	}
}

// about says of which entry a finding speaks.
func (c *call) about(v app.CaseView) func(tatm.EntryID) string {
	return func(id tatm.EntryID) string {
		for _, e := range v.File.Entries {
			if e.ID != id {
				continue
			}
			if k, ok := e.Record.(tatm.Factor); ok && k.Class == tatm.Precipitating {
				at := k.On
				if at.IsZero() {
					at = e.HappenedAt
				}
				return locale.Date(c.ctx(), at) + ": " + short(gist(c, e.Record), 100)
			}
			return short(gist(c, e.Record), 100)
		}
		return ""
	}
}

// nothing says nothing of an entry, where the file is not at hand.
func nothing(tatm.EntryID) string { return "" }

// invitedTo says what an invitation lets somebody see.
func invitedTo(ctx context.Context, i tatm.Invitation) string {
	if len(i.Sections)+len(i.Entries) == 0 {
		return locale.T(ctx, "people.invited.whole")
	}
	var out []string
	for _, s := range i.Sections {
		out = append(out, locale.T(ctx, "section."+string(s)))
	}
	if n := len(i.Entries); n > 0 {
		out = append(out, locale.Count(ctx, "people.invited.entries", n))
	}
	return strings.Join(out, ", ")
}
