package app

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"

	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Asking is a request to somebody outside the team, as its form gives it.
type Asking struct {
	Matter tatm.EntryID
	Name   string
	Role   string
	Reach  string
	Days   int // how long the link lives
}

// AskOutside makes a link by which somebody outside the team may second one
// matter. Only a team of one may: where there is a second person, that person
// is asked. The token is returned once; the record keeps its hash.
func (d Desk) AskOutside(ctx context.Context, on tatm.FileID, a Asking) (token string, m Matter, err error) {
	_, err = d.do(ctx, opOutsideAsk, on, func(w *work) error {
		n, err := w.teamSize()
		if err != nil {
			return err
		}
		if n > 1 {
			return fault.New(fault.Conflict, "outside.inside")
		}
		if w.visible(a.Matter) != nil {
			return fault.Bad("matter", "field.choose")
		}
		i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == a.Matter })
		e := w.file.Entries[i]
		if !tatm.Needs(w.file, e.Record) {
			return fault.Bad("matter", "outside.matter")
		}
		secret, hash := authn.Token()
		o := tatm.OutsideSecond{
			Matter: e.ID, Of: e.Record.Kind(), Version: e.Version, Name: a.Name, Role: a.Role, Reach: a.Reach,
			Asked: w.who(), Hash: hex.EncodeToString(hash), Until: w.Now.AddDate(0, 0, max(1, a.Days)),
		}
		o.Facts, o.Kept = tatm.FactsOf(tatm.Veiled(w.file), e.Record)
		id, err := w.addOutside(o)
		token, m = w.run.desk.app.linkToken(secondLink, w.row.ID, id, secret), matterOf(tatm.Veiled(w.file), e, o)
		return err
	})
	return token, m, err
}

func (w *work) addOutside(o tatm.OutsideSecond) (tatm.EntryID, error) {
	if w.row.Kind == tatm.ReportFile {
		return w.add(tatm.OutsideFinding{OutsideSecond: o}, Circumstance{})
	}
	return w.add(o, Circumstance{})
}

// RevokeOutside ends a link at once.
func (d Desk) RevokeOutside(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opOutsideRevoke, on, func(w *work) error {
		if err := w.visible(id); err != nil {
			return err
		}
		o, version, err := w.outside(id)
		if err != nil {
			return err
		}
		if o.State(w.Now) != "open" {
			return fault.New(fault.Conflict, "outside.over")
		}
		o.Revoked = w.Now
		return w.reviseOutside(id, version, o)
	})
}

// outside finds a link in a case or a report.
func (w *work) outside(id tatm.EntryID) (tatm.OutsideSecond, int64, error) {
	if o, ok := tatm.Find[tatm.OutsideSecond](w.file, id); ok {
		return o.Rec, o.Version, nil
	}
	if o, ok := tatm.Find[tatm.OutsideFinding](w.file, id); ok {
		return o.Rec.OutsideSecond, o.Version, nil
	}
	return tatm.OutsideSecond{}, 0, absent()
}

func (w *work) reviseOutside(id tatm.EntryID, version int64, o tatm.OutsideSecond) error {
	if w.row.Kind == tatm.ReportFile {
		return w.revise(id, version, tatm.OutsideFinding{OutsideSecond: o})
	}
	return w.revise(id, version, o)
}

// Matter is what an outside second judges: its words, each with the code of
// its question, the observations that it cites, and nothing else of the file.
// No title, no number and no name of a member or a source is among them.
type Matter struct {
	Of    tatm.Kind
	Words []Answered
	Facts []tatm.FactShown // as they stood when it was asked
	Kept  int              // cited, and not shown
}

// Answered is one question of a matter with its answer. Code is the code of an
// answer that is a closed word; Text then explains it.
type Answered struct{ Ask, Text, Code string }

// matterOf is the matter of an entry, with the facts of the link that asks.
func matterOf(f tatm.File, e tatm.Entry, o tatm.OutsideSecond) Matter {
	m := Matter{Of: e.Record.Kind(), Facts: o.Facts, Kept: o.Kept}
	add := func(ask, text string) {
		if text != "" {
			m.Words = append(m.Words, Answered{Ask: ask, Text: text})
		}
	}
	code := func(ask, word string) { m.Words = append(m.Words, Answered{Ask: ask, Code: word}) }
	switch r := e.Record.(type) {
	case tatm.Assessment:
		if was, ok := tatm.Standing(f); ok {
			code("outside.level-was", "level."+string(was.Rec.Level))
		}
		code("field.level", "level."+string(r.Level))
		for _, x := range tatm.Axes {
			add("axis."+string(x), r.Axes[x])
		}
		for _, p := range [][2]string{{"field.level-basis", r.Basis}, {"field.risk", r.Risk}, {"field.protective", r.Protective}, {"field.precipitating", r.Precipitating}, {"field.gaps", r.Gaps},
			{"field.alternatives", r.Alternatives}, {"field.confidence", r.Confidence}, {"field.protected", r.Protected}, {"field.disability", r.Disability}, {"field.one_source", r.OneSource}} {
			add(p[0], p[1])
		}
	case tatm.Plan:
		for _, p := range [][2]string{{"field.goals", r.Goals}, {"field.voice", r.Voice}, {"field.exit", r.Exit}, {"field.target_plan", r.TargetPlan}} {
			add(p[0], p[1])
		}
		for _, k := range tatm.Considerations {
			x := r.Considered[k]
			m.Words = append(m.Words, Answered{Ask: "considered." + k, Code: "considered-answer." + string(x.Answer), Text: x.Why})
		}
		for _, c := range tatm.Columns {
			add("column."+string(c), r.NoneNeeded[c])
		}
		add("field.no_monitor", r.NoMonitor)
		for _, v := range tatm.All[tatm.Intervention](f) {
			if v.Rec.State != "stopped" && v.Rec.State != "refused" && v.Regime == tatm.General {
				m.Words = append(m.Words, stepWords(v.Rec)...)
			}
		}
	case tatm.Intervention:
		m.Words = append(m.Words, stepWords(r)...)
		add("field.one_source", r.OneSource)
	case tatm.Closure:
		code("field.closing-reason", "closing."+r.Reason)
		for _, k := range tatm.ClosureChecks {
			add("check."+k, r.Checks[k])
		}
		for _, p := range [][2]string{{"field.after_care", r.AfterCare}, {"field.closing-message", r.Reporter}, {"field.retaliation", r.Retaliation}, {"field.lessons", r.Lessons}} {
			add(p[0], p[1])
		}
	case tatm.Opening:
		m.Words = append(m.Words, openingWords(r)...)
	case tatm.IdentityOpening:
		m.Words = append(m.Words, openingWords(r.Opening)...)
	case tatm.Screening:
		if x, ok := tatm.Last[tatm.Report](f); ok {
			add("field.narrative", x.Rec.Narrative)
		}
		code("field.outcome", "outcome."+string(r.Outcome))
		add("field.reason", r.Reason)
	}
	return m
}

func openingWords(o tatm.Opening) []Answered {
	return []Answered{{Ask: "field.regime", Code: "regime." + string(o.Regime)}, {Ask: "field.reason", Text: o.Reason}, {Ask: "field.hours", Text: strconv.Itoa(o.Hours)}}
}

func stepWords(v tatm.Intervention) []Answered {
	out := []Answered{{Ask: "field.intervention", Text: v.What}, {Ask: "field.intrusiveness", Code: "intrusive." + string(v.Intrusiveness)}}
	for _, p := range [][2]string{{"field.why_not_less", v.WhyNotLess}, {"field.heard", v.Heard}, {"field.target_asked", v.TargetAsked}} {
		if p[1] != "" {
			out = append(out, Answered{Ask: p[0], Text: p[1]})
		}
	}
	return out
}

// Outside is what somebody with a link is shown.
type Outside struct {
	State string // open, agreed, declined, revoked, ended, changed
	Name  string
	Role  string
	Matter
}

// OpenOutside shows the matter of a link, if it is open. That it was opened is
// on record before it is shown.
func (d Desk) OpenOutside(ctx context.Context, on tatm.FileID, id tatm.EntryID, hash string) (v Outside, err error) {
	_, err = d.do(ctx, opOutsideSee, on, func(w *work) error {
		o, e, version, err := w.linked(id, hash)
		if err != nil {
			return err
		}
		v = Outside{State: o.State(w.Now), Name: o.Name, Role: o.Role}
		if v.State == "open" && e.Version != o.Version {
			v.State = "changed"
		}
		if v.State != "open" {
			return nil // nothing of the matter is shown any more
		}
		v.Matter = matterOf(tatm.Veiled(w.file), e, o)
		if !o.Seen.IsZero() {
			return nil
		}
		o.Seen = w.Now
		return w.reviseOutside(id, version, o)
	})
	return v, err
}

// linked finds a link by its hash, with the entry it is about.
func (w *work) linked(id tatm.EntryID, hash string) (o tatm.OutsideSecond, e tatm.Entry, version int64, err error) {
	o, version, err = w.outside(id)
	if err != nil {
		return o, e, 0, err
	}
	i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == o.Matter })
	if o.Hash != hash || i < 0 {
		return o, e, 0, absent()
	}
	return o, w.file.Entries[i], version, nil
}

// AnswerOutside takes the written word of the outside second. It ends the link;
// agreeing puts their name on the matter they judged.
func (d Desk) AnswerOutside(ctx context.Context, on tatm.FileID, id tatm.EntryID, hash string, given tatm.OutsideSecond) (Made, error) {
	return d.do(ctx, opOutsideAnswer, on, func(w *work) error {
		o, e, version, err := w.linked(id, hash)
		if err != nil {
			return err
		}
		if o.State(w.Now) != "open" || e.Version != o.Version {
			return fault.New(fault.Conflict, "outside.over")
		}
		o.Answer, o.Words, o.SignedName, o.SignedRole, o.Answered = given.Answer, given.Words, given.SignedName, given.SignedRole, w.Now
		if o.Answer == "" {
			return fault.Bad("answer", "field.choose")
		}
		if err := tatm.Check(w.file, o, w.Now); err != nil {
			return err
		}
		if err := w.reviseOutside(id, version, o); err != nil {
			return err
		}
		if o.Answer != tatm.Yes {
			return w.post("outside-answered", o.Asked, w.Now)
		}
		r, err := tatm.Seconded(e.Record, tatm.Second{Name: o.SignedName, Role: o.SignedRole, Link: id}, w.clock())
		if err != nil {
			return err
		}
		if err := w.revise(e.ID, e.Version, r); err != nil {
			return err
		}
		return w.post("outside-answered", o.Asked, w.Now)
	})
}

// Outside shows what the link of a token asks, to who holds it. A made-up or
// foreign token is counted, slowed down by network, and answered like nothing.
func (d Door) Outside(ctx context.Context, token, network string) (v Outside, err error) {
	err = d.byLink(ctx, secondLink, token, network, func(desk Desk, file tatm.FileID, id tatm.EntryID, hash string) error {
		v, err = desk.OpenOutside(ctx, file, id, hash)
		return err
	})
	return v, err
}

// SecondFromOutside takes the answer of who holds the token.
func (d Door) SecondFromOutside(ctx context.Context, token, network string, given tatm.OutsideSecond) error {
	return d.byLink(ctx, secondLink, token, network, func(desk Desk, file tatm.FileID, id tatm.EntryID, hash string) error {
		_, err := desk.Once(d.key).AnswerOutside(ctx, file, id, hash, given)
		return err
	})
}
