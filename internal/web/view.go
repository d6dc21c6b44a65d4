package web

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

func hasPrefix(s, p string) bool { return strings.HasPrefix(s, p) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func chosen(have []string, v string) bool { return slices.Contains(have, v) }

func inputType(k kind) string {
	switch k {
	case day:
		return "date"
	case minute:
		return "datetime-local"
	case number:
		return "number"
	case secret:
		return "password"
	}
	return "text"
}

// shown is a value as its input takes it: a day without its hour.
func shown(k kind, v string) string {
	if k == day && len(v) > len(time.DateOnly) {
		return v[:len(time.DateOnly)]
	}
	if k == secret {
		return ""
	}
	return v
}

// group is options under one heading.
type group struct {
	name    string
	options []option
}

func grouped(os []option) []group {
	var out []group
	for _, o := range os {
		if len(out) == 0 || out[len(out)-1].name != o.Group {
			out = append(out, group{name: o.Group})
		}
		out[len(out)-1].options = append(out[len(out)-1].options, o)
	}
	return out
}

// casePart is some tabs of a case under one heading.
type casePart struct {
	name string
	tabs []string
}

// caseParts are the tabs of a case, in the order of the work.
var caseParts = []casePart{
	{"known", []string{"overview", "timeline", "facts", "factors", "people"}},
	{"judged", []string{"assessment", "decisions"}},
	{"managed", []string{"plan", "tripwires", "tasks", "discussion"}},
	{"record", []string{"sharing", "history", "access", "activity", "print"}},
}

func isTab(s string) bool {
	return slices.ContainsFunc(caseParts, func(p casePart) bool { return slices.Contains(p.tabs, s) })
}

// waiting counts what is to be done on a tab: things, never a person's state.
func waiting(v app.CaseView, tab string) int {
	if tab == "overview" {
		return len(v.Findings)
	}
	n := 0
	for _, d := range v.Due {
		switch d.What {
		case tatm.DueTask, tatm.DueDuty, tatm.DueQuestion, tatm.DueRaised, tatm.DueWord, tatm.DueRequest, tatm.DueClosure, tatm.DueOpeningAsked, tatm.DueOpeningRatify, tatm.DueOpeningReview, tatm.DueRelease, tatm.DueCorrected, tatm.DueRights:
			if tabOf(d.What) == tab {
				n++
			}
		}
	}
	return n
}

// screen is the tab that supplies what a guard misses.
func screen(s string) string {
	switch s {
	case tatm.OnEmergency, tatm.OnOverview:
		return "overview"
	case tatm.OnClosure:
		return "decisions"
	case tatm.OnNotices:
		return "tasks"
	}
	if isTab(s) {
		return s
	}
	return "overview"
}

// worded are the arguments of a guard or finding that are codes themselves.
var worded = map[string]string{
	"lacks.axis": "axis.", "lacks.column": "column.", "lacks.considered": "considered.", "lacks.seat": "discipline.",
	"lacks.check": "check.", "lacks.question": "question.", "finding.question-open": "question.", "finding.seat-missing": "discipline.",
	"finding.level-expired": "level.", "disclosure.carries": "regime.",
}

// said is a fault's arguments in words.
func said(ctx context.Context, f *fault.Fault) []string { return inWords(ctx, f.Code, f.Args) }

func inWords(ctx context.Context, code string, args []string) []string {
	prefix, ok := worded[code]
	if !ok {
		return args
	}
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = locale.T(ctx, prefix+a)
	}
	return out
}

// said is an entry in a line: its kind and its beginning.
func (c *call) said(a asked, e tatm.Entry) string {
	kind := locale.T(c.ctx(), "kind."+string(e.Record.Kind()))
	return locale.Date(c.ctx(), e.RecordedAt) + " · " + kind + ": " + short(gist(c, e.Record), 120)
}

// gist is what a line says of a record: never nothing.
func gist(c *call, r tatm.Record) string {
	if s := strings.TrimSpace(gistOf(c, r)); s != "" {
		return s
	}
	return locale.T(c.ctx(), "kind."+string(r.Kind()))
}

func gistOf(c *call, r tatm.Record) string {
	switch x := r.(type) {
	case tatm.Observation:
		return x.Text
	case tatm.Attachment:
		return x.Name
	case tatm.Opening:
		return x.Reason
	case tatm.Proceeding:
		return listed(x.Agency, x.Number)
	case tatm.CounselMark:
		return x.Why
	case tatm.Factor:
		return asked{c: c}.factor(x)
	case tatm.Answer:
		return phrase(locale.T(c.ctx(), "question."+x.Question), x.Text)
	case tatm.Tripwire:
		return x.Watch
	case tatm.Interview:
		return x.With
	case tatm.CheckIn:
		return phrase(locale.T(c.ctx(), "word."+x.Word), x.Text)
	case tatm.Intervention:
		return x.What
	case tatm.Delivery:
		return x.What
	case tatm.Task:
		return x.What
	case tatm.Message:
		return x.Text
	case tatm.Notice:
		return phrase(x.What, x.To)
	case tatm.Decision:
		return phrase(x.Question, x.Decided)
	case tatm.Stage:
		return phrase(locale.T(c.ctx(), "state."+string(x.To)), x.Reason)
	case tatm.Charge:
		return x.Next
	case tatm.Assessment:
		if x.Signed.IsZero() {
			return locale.T(c.ctx(), "draft")
		}
		return locale.T(c.ctx(), "level."+string(x.Level))
	case tatm.View:
		return locale.T(c.ctx(), "level."+string(x.Level))
	case tatm.Unchanged:
		return x.Because
	case tatm.Need:
		return x.Words
	case tatm.Grievance:
		return x.Words
	case tatm.Monitor:
		return listed(x.Name, x.Relation)
	case tatm.Emergency:
		return emergencySays(c, x)
	case tatm.Request:
		return x.Question
	case tatm.Closure:
		return locale.T(c.ctx(), "closing."+x.Reason)
	case tatm.Printout:
		return listed(locale.T(c.ctx(), "print."+x.What), x.For, x.Purpose)
	}
	return gistMore(c, r)
}

// gistMore is gistOf for what is seldom listed.
func gistMore(c *call, r tatm.Record) string {
	switch x := r.(type) {
	case tatm.Effect:
		return listed(locale.T(c.ctx(), "change."+x.Change), locale.T(c.ctx(), "verdict."+x.Verdict), x.Source)
	case tatm.Plan:
		return x.Goals
	case tatm.TargetPlan:
		return x.Steps
	case tatm.Duty:
		return phrase(locale.T(c.ctx(), "duty."+x.What), x.Found)
	case tatm.ContactSheet:
		return listed(arms(c.ctx(), x.Arms), x.Weapons)
	case tatm.Part:
		return phrase(locale.T(c.ctx(), "part."+string(x.Role)), x.Known)
	case tatm.Nexus:
		return x.Words
	case tatm.Invitation:
		return x.Purpose
	case tatm.Wall:
		return x.Reason
	case tatm.ReportLink:
		return x.Basis
	case tatm.Screening:
		return phrase(locale.T(c.ctx(), "outcome."+string(x.Outcome)), x.Reason)
	case tatm.MonitorLink:
		return locale.T(c.ctx(), "kind.monitor-link")
	case tatm.CheckInRead:
		return x.Found
	case tatm.OutsideSecond:
		return listed(x.Name, x.Role)
	case tatm.OutsideFinding:
		return listed(x.Name, x.Role)
	case tatm.LookBack:
		return phrase(locale.T(c.ctx(), "look-back."+x.What), x.Found)
	case tatm.Dissent:
		return x.Text
	case tatm.Disclosure:
		return listed(x.To, x.Purpose)
	case tatm.EmergencyDisclosure:
		return listed(x.Parties, x.What)
	case tatm.Correction:
		return x.Right
	case tatm.CorrectedCopy:
		return x.To
	case tatm.Consent:
		return listed(x.Giver, x.Scope)
	case tatm.Agreement:
		return x.Parties
	case tatm.Guardian:
		return listed(x.Name, x.Relation)
	case tatm.RightsRequest:
		return x.Words
	case tatm.ShortClose:
		return x.WhyNone
	case tatm.Case:
		return x.Title
	case tatm.Report:
		return x.Narrative
	case tatm.Addition:
		return x.Text
	case tatm.Minutes:
		return x.Text
	}
	return ""
}

// emergencySays is an emergency in a line, whether or not anything was written.
func emergencySays(c *call, e tatm.Emergency) string {
	code := "emergency.raised"
	if !e.Lowered.IsZero() {
		code = "emergency.over"
	}
	return phrase(locale.T(c.ctx(), code), listed(e.Words, e.Called, e.LoweredWhy))
}

// partName is what a person of the case is called, for who may know it.
func (c *call) partName(v app.CaseView, p tatm.Part) string {
	if name := v.People[p.Person]; name != "" {
		return name
	}
	if p.Known != "" {
		return p.Known
	}
	return locale.T(c.ctx(), "part.hidden")
}

// titleOf is the working title of a listed case.
func titleOf(f tatm.File) string {
	if c, ok := tatm.Last[tatm.Case](f); ok {
		return c.Rec.Title
	}
	return ""
}

// nextOf is the next action of a listed case.
func nextOf(f tatm.File) string {
	if c, ok := tatm.Last[tatm.Charge](f); ok {
		return c.Rec.Next
	}
	return ""
}

// foldOf names the fold of a form: the last part of where it is sent.
func foldOf(x form) string { return "do-" + path.Base(x.Action) }

// takenSays is who took a report, and whether they were on duty.
func takenSays(ctx context.Context, v app.ReportView) string {
	a, _ := tatm.Last[tatm.Acknowledgement](v.File)
	duty := ""
	if a.Rec.Duty > 0 {
		duty = locale.T(ctx, "report.on-duty")
	}
	return listed(locale.T(ctx, "report.taken-by", v.Names.Of(v.Row.Head.Owner)), duty, momented(ctx, a.RecordedAt))
}

// screeningWaits says what a finding that is not final waits for.
func screeningWaits(s tatm.Screening) string {
	switch {
	case s.Undone != "":
		return "report.waits-again"
	case s.Outcome == tatm.Routed:
		return "report.waits-receiver"
	case s.Outcome == tatm.KnowinglyFalse:
		return "report.waits-second"
	}
	return "report.waits-answer"
}

// storyOf is the beginning of a listed report.
func storyOf(f tatm.File) string {
	if r, ok := tatm.Last[tatm.Report](f); ok {
		return short(r.Rec.Narrative, 160)
	}
	return ""
}

// overdue is the class of a date that has passed.
func overdue(at, now time.Time) string {
	if !at.IsZero() && at.Before(now) {
		return "over"
	}
	return ""
}

// expired reports whether a level's date has passed.
func expired(h tatm.Head, now time.Time) bool {
	return h.Level != "" && !h.LevelExpires.IsZero() && h.LevelExpires.Before(now)
}
