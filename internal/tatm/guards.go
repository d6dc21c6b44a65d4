package tatm

import (
	"errors"
	"time"

	"offramp/internal/fault"
)

// Missing is something a guard still lacks, and the screen that supplies it.
type Missing struct {
	Screen string
	Code   string
	Args   []string
}

// The screens that supply what is missing: the tabs of a case.
const (
	OnOverview   = "overview"
	OnFacts      = "facts"
	OnFactors    = "factors"
	OnAssessment = "assessment"
	OnPlan       = "plan"
	OnTripwires  = "tripwires"
	OnTasks      = "tasks"
	OnSharing    = "sharing"
	OnDecisions  = "decisions"
	OnPeople     = "people"
	OnEmergency  = "emergency"
	OnClosure    = "closure"
	OnNotices    = "notices"
	OnRecords    = "records"
)

// Lacking is the error of a guard: the whole list, not just no. It is nil for
// an empty list.
func Lacking(ms []Missing) error {
	var out []error
	for _, m := range ms {
		out = append(out, fault.Lacks(m.Screen, m.Code, m.Args...))
	}
	return errors.Join(out...)
}

// Asker is who asks for a transition or a signature: the rules name roles, and
// those for two people need to know how many there are.
type Asker struct {
	Actor    ActorID
	Roles    []Role
	TeamSize int // people with a chair, deputy or core seat
}

// Is reports whether the asker has one of the roles.
func (a Asker) Is(roles ...Role) bool {
	for _, have := range a.Roles {
		for _, r := range roles {
			if have == r {
				return true
			}
		}
	}
	return false
}

// Alone holds an act that needs a second person. In a team of more than one
// the author may not do it alone. In a team of one it stands at once if
// somebody from outside gave the second word, else after the pack's wait; both
// carry a visible single-handed mark, so that it is never a dead end.
func Alone(author ActorID, outside *Second, by Asker, now time.Time, p *Pack) (single bool, effective time.Time, err error) {
	if author != by.Actor {
		return false, now, nil
	}
	if outside != nil {
		return true, now, nil
	}
	if by.TeamSize > 1 {
		return false, now, fault.New(fault.Conflict, "second.needed")
	}
	return true, p.Due(ClockSecondWait, now), nil
}

// Lacks says what is missing before the assessment can be signed (practice
// reference 2.3, row 4). seats are the disciplines that gave a view.
func (a Assessment) Lacks(f File, p *Pack, by Asker) []Missing {
	var out []Missing
	add := func(screen, code string, args ...string) { out = append(out, Missing{screen, code, args}) }
	for _, x := range Axes {
		if a.Axes[x] == "" {
			add(OnAssessment, "lacks.axis", string(x))
		}
	}
	texts := []struct{ code, text string }{
		{"lacks.level", string(a.Level)}, {"lacks.basis", a.Basis}, {"lacks.risk", a.Risk}, {"lacks.protective", a.Protective},
		{"lacks.precipitating", a.Precipitating}, {"lacks.gaps", a.Gaps}, {"lacks.alternatives", a.Alternatives},
		{"lacks.confidence", a.Confidence}, {"lacks.protected", a.Protected}, {"lacks.disability", a.Disability},
	}
	for _, t := range texts {
		if t.text == "" {
			add(OnAssessment, t.code)
		}
	}
	if c, ok := Last[Case](f); ok && c.Rec.Young && (a.Development == "" || a.Language == "") {
		add(OnAssessment, "lacks.development")
	}
	if !ParentAnswered(f) {
		add(OnNotices, "lacks.parent")
	}
	if len(Origins(f, a.Observations)) < 2 && a.OneSource == "" {
		add(OnAssessment, "lacks.independent")
	}
	for _, id := range a.Observations {
		if o, ok := Find[Observation](f, id); ok && o.Rec.Withdrawn != "" {
			add(OnAssessment, "lacks.withdrawn", line(o.Rec.Text))
		}
	}
	for _, id := range Ungraded(f, Holding(f, a.Observations)) {
		o, _ := Find[Observation](f, id)
		add(OnFacts, "lacks.grading", line(o.Rec.Text))
	}
	for _, g := range Gaps(f, p) {
		if g.Must {
			add(OnFactors, "lacks.question", g.Question)
		}
	}
	return append(out, a.lacksViews(f, p, by)...)
}

// lacksViews asks for each rater's own view before the discussion, revealed,
// and for the seats that the pack and the age of the person ask for.
func (a Assessment) lacksViews(f File, p *Pack, by Asker) []Missing {
	var out []Missing
	raters, seats, hidden := map[ActorID]bool{}, map[Discipline]bool{}, false
	for _, v := range Views(f) {
		raters[v.Rec.Rater], seats[v.Rec.Seat] = true, true
		hidden = hidden || v.OnlyFor != ""
	}
	if need := min(2, max(1, by.TeamSize)); len(raters) < need {
		out = append(out, Missing{Screen: OnAssessment, Code: "lacks.views"})
	}
	if hidden {
		out = append(out, Missing{Screen: OnAssessment, Code: "lacks.reveal"})
	}
	if by.TeamSize > 1 {
		for _, d := range p.Seats[a.Level] {
			if !seats[d] {
				out = append(out, Missing{Screen: OnAssessment, Code: "lacks.seat", Args: []string{string(d)}})
			}
		}
	}
	// A young child is not held at high or above without somebody who knows
	// children's development.
	if c, ok := Last[Case](f); ok && c.Rec.Young && a.Outside == nil && (a.Level == High || a.Level == Imminent) && !seats[MentalHealth] && !seats[SpecialEducation] {
		out = append(out, Missing{Screen: OnAssessment, Code: "lacks.young"})
	}
	return out
}

// line is the beginning of a text, to name what is meant in a list.
func line(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// Sign signs the assessment for the team. Chair or deputy signs. Taking down a
// high or imminent level needs one signature more than putting it up (global
// invariant 3): it takes effect when a second person has signed.
func (a Assessment) Sign(f File, p *Pack, by Asker, now time.Time) (Assessment, error) {
	if !a.Signed.IsZero() {
		return a, fault.New(fault.Conflict, "assessment.signed-already")
	}
	if !by.Is(Chair, Deputy) {
		return a, fault.New(fault.Denied, "assessment.signer")
	}
	if err := Lacking(a.Lacks(f, p, by)); err != nil {
		return a, err
	}
	if lowers(f, a.Level) {
		if a.Second == "" && a.Outside == nil {
			return a, Lacking([]Missing{{Screen: OnAssessment, Code: "lacks.second"}})
		}
		second := a.Second
		if second == "" {
			second = by.Actor // alone, with a word from outside
		}
		single, from, err := Alone(second, a.Outside, by, now, p)
		if err != nil {
			return a, err
		}
		a.SingleHanded, a.EffectiveFrom = single, from
	}
	// A level may expire sooner than the pack says, and never later.
	last := p.Due(p.ExpiryClock(a.Level), now)
	switch {
	case a.Expires.IsZero():
		a.Expires = last
	case !a.Expires.After(now) || a.Expires.After(last):
		return a, Lacking([]Missing{{OnAssessment, "lacks.expires", []string{last.Format(time.DateOnly)}}})
	}
	a.Signed, a.SignedBy = now, by.Actor
	return a, nil
}

// lowers reports whether level to takes down a high or imminent one that stands,
// assessed here or carried over.
func lowers(f File, to Level) bool {
	var from Level
	if s, ok := Standing(f); ok {
		from = s.Rec.Level
	} else if k, ok := Last[Carried](f); ok {
		from = k.Rec.Level
	}
	switch from {
	case Imminent:
		return to != Imminent
	case High:
		return to != High && to != Imminent
	}
	return false
}

// Lacks says what is missing before the plan can be approved.
func (p Plan) Lacks(f File, _ *Pack, now time.Time) []Missing {
	var out []Missing
	add := func(screen, code string, args ...string) { out = append(out, Missing{screen, code, args}) }
	for _, t := range []struct{ code, text string }{{"lacks.goals", p.Goals}, {"lacks.exit", p.Exit}, {"lacks.voice", p.Voice}, {"lacks.target-plan", p.TargetPlan}} {
		if t.text == "" {
			add(OnPlan, t.code)
		}
	}
	if p.Review.IsZero() {
		add(OnPlan, "lacks.review")
	}
	for _, c := range Considerations {
		if k := p.Considered[c]; k.Answer == "" || k.Why == "" {
			add(OnPlan, "lacks.considered", c)
		}
	}
	filled := map[Column]bool{}
	for _, v := range All[Intervention](f) {
		if v.Rec.State == "stopped" || v.Rec.State == "refused" {
			continue
		}
		filled[v.Rec.Column] = true
		out = append(out, v.Rec.lacks(f, now)...)
	}
	for _, c := range Columns {
		if !filled[c] && p.NoneNeeded[c] == "" {
			add(OnPlan, "lacks.column", string(c))
		}
	}
	if s, ok := Standing(f); ok && atLeastModerate(s.Rec.Level) && !armed(f) {
		add(OnTripwires, "lacks.tripwire")
	}
	return out
}

func (v Intervention) lacks(f File, now time.Time) []Missing {
	var out []Missing
	if v.Totality() && !v.DoneFirst && !v.RestsAt(f, now) {
		out = append(out, Missing{OnPlan, "lacks.totality", []string{v.What}})
	}
	if v.Restricts() && v.WhyNotLess == "" {
		out = append(out, Missing{OnPlan, "lacks.why-not-less", []string{v.What}})
	}
	if v.Owner == "" || v.Due.IsZero() {
		out = append(out, Missing{OnPlan, "lacks.owner-date", []string{v.What}})
	}
	if v.Restricts() && !v.DoneFirst {
		if v.Heard == "" {
			out = append(out, Missing{OnPlan, "lacks.heard", []string{v.What}})
		}
		if v.TargetAsked == "" {
			out = append(out, Missing{OnPlan, "lacks.target-asked", []string{v.What}})
		}
	}
	return out
}

func atLeastModerate(l Level) bool { return l == Moderate || l == High || l == Imminent }

func armed(f File) bool {
	for _, t := range All[Tripwire](f) {
		if t.Rec.State != Retired {
			return true
		}
	}
	return false
}

// Approve approves the plan: by somebody other than its author where the team
// has more than one (global invariant 2).
func (p Plan) Approve(f File, k *Pack, by Asker, now time.Time) (Plan, error) {
	if !p.Approved.IsZero() {
		return p, fault.New(fault.Conflict, "plan.approved-already")
	}
	if err := Lacking(p.Lacks(f, k, now)); err != nil {
		return p, err
	}
	single, from, err := Alone(p.Author, p.Outside, by, now, k)
	if err != nil {
		return p, err
	}
	p.Approved, p.ApprovedBy, p.SingleHanded, p.EffectiveFrom = now, by.Actor, single, from
	p.Steps = nil
	for _, v := range All[Intervention](f) {
		p.Steps = append(p.Steps, v.ID)
	}
	return p, nil
}

// Raise notes that what the tripwire watches for was seen. A second sighting
// is welcome and keeps the first clock.
func (t Tripwire) Raise(by ActorID, seen string, now time.Time) (Tripwire, error) {
	switch t.State {
	case Retired:
		return t, fault.New(fault.Conflict, "tripwire.retired")
	case Raised:
		t.Seen = joinSeen(t.Seen, seen)
	case Armed:
		t.State, t.RaisedAt, t.RaisedBy, t.Seen, t.Review, t.False = Raised, now, by, seen, "", false
	}
	return t, nil
}

func joinSeen(was, more string) string {
	if more == "" || was == more {
		return was
	}
	return was + "\n" + more
}

// Look notes what the responder found and arms the tripwire again.
func (t Tripwire) Look(found string, falseAlarm bool) (Tripwire, error) {
	if t.State != Raised {
		return t, fault.New(fault.Conflict, "tripwire.not-raised")
	}
	if found == "" {
		return t, fault.Bad("review", "field.missing")
	}
	t.State, t.Review, t.False = Armed, found, falseAlarm
	return t, nil
}

// Test notes a test run: who watches was reached by the channel and knows what
// to do, or not. It raises nothing.
func (t Tripwire) Test(found string, now time.Time) (Tripwire, error) {
	if t.State == Retired {
		return t, fault.New(fault.Conflict, "tripwire.retired")
	}
	if found == "" {
		return t, fault.Bad("test_found", "field.missing")
	}
	t.Tested, t.TestFound = now, found
	return t, nil
}

// Retire ends the tripwire for a reason.
func (t Tripwire) Retire(why string) (Tripwire, error) {
	if t.State == Retired {
		return t, fault.New(fault.Conflict, "tripwire.retired")
	}
	if why == "" {
		return t, fault.Bad("retired_why", "field.missing")
	}
	t.State, t.RetiredWhy = Retired, why
	return t, nil
}
