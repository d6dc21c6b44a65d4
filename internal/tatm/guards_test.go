package tatm

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
)

// TestAlone: two people; or one person with a word from outside; or one person
// and a wait. The last two carry the mark.
func TestAlone(t *testing.T) {
	if _, _, err := Alone("a", nil, Asker{Actor: "a", TeamSize: 2}, day0, testPack); !errors.Is(err, fault.Conflict) {
		t.Errorf("one person was two: %v", err)
	}
	single, at, err := Alone("a", nil, Asker{Actor: "a", TeamSize: 1}, day0, testPack)
	if err != nil || !single || !at.Equal(day0.Add(24*time.Hour)) {
		t.Errorf("a team of one: %v %v %v", single, at, err)
	}
	if single, at, err = Alone("a", &Second{Name: "N"}, Asker{Actor: "a", TeamSize: 1}, day0, testPack); err != nil || !single || !at.Equal(day0) {
		t.Errorf("seconded from outside: %v %v %v", single, at, err)
	}
	if single, at, err = Alone("a", nil, Asker{Actor: "b", TeamSize: 2}, day0, testPack); err != nil || single || !at.Equal(day0) {
		t.Errorf("two people: %v %v %v", single, at, err)
	}
}

// TestJustify: each person puts their own name, once; alone it holds after the
// wait, or with a word from outside.
func TestJustify(t *testing.T) {
	f := folder()
	v := Intervention{Intrusiveness: Restrictive, State: "planned", OneSource: "because"}
	team := func(who ActorID, size int) Asker { return Asker{Actor: who, TeamSize: size} }
	v, err := v.Justify(team("a", 3), day0, testPack)
	if err != nil || v.RestsAt(f, day0.AddDate(1, 0, 0)) {
		t.Fatalf("one name was enough: %v", err)
	}
	if _, err := v.Justify(team("a", 3), day0, testPack); !errors.Is(err, fault.Conflict) {
		t.Errorf("one person signed twice: %v", err)
	}
	if w, _ := v.Justify(team("b", 3), day0, testPack); !w.RestsAt(f, day0) || len(v.Justified) != 1 {
		t.Error("two names were not enough, or the first record was changed")
	}
	if w := v; true {
		w.Outside = &Second{Name: "N"}
		if !w.RestsAt(f, day0) {
			t.Error("a word from outside was not enough")
		}
	}
	lone, err := Intervention{OneSource: "because"}.Justify(team("a", 1), day0, testPack)
	if err != nil || lone.RestsAt(f, day0.Add(23*time.Hour)) || !lone.RestsAt(f, day0.Add(25*time.Hour)) {
		t.Errorf("a team of one: %+v %v", lone, err)
	}
	if _, err := (Intervention{}).Justify(team("a", 1), day0, testPack); fault.Fields(err)["one_source"] == nil {
		t.Errorf("nothing written was justified: %v", err)
	}
}

// TestLoweringAlone: a lone chair takes a high level down only after the wait,
// or at once with a word from outside; the mark shows.
func TestLoweringAlone(t *testing.T) {
	for name, outside := range map[string]*Second{"alone": nil, "seconded": {Name: "N", Role: "chair next door"}} {
		f := with(folder(Observation{Text: "a", Source: "Ann", How: SawOrHeard, Nature: Fact}, Observation{Text: "b", Source: "Bob", How: SawOrHeard, Nature: Fact}), day0, Assessment{Level: High, Signed: day0})
		f = with(f, day0.Add(time.Hour), View{Rater: "c", Level: Low})
		a := Assessment{Level: Low, Basis: "b", Risk: "r", Protective: "p", Precipitating: "x", Gaps: "g", Alternatives: "a", Confidence: "c", Protected: "n", Disability: "n",
			Observations: []EntryID{f.Entries[0].ID, f.Entries[1].ID}, Axes: map[Axis]string{}, Outside: outside}
		for _, x := range Axes {
			a.Axes[x] = "w"
		}
		if outside == nil {
			a.Second = "c"
		}
		now := day0.Add(2 * time.Hour)
		signed, err := a.Sign(f, &Pack{Clocks: testPack.Clocks}, Asker{Actor: "c", Roles: []Role{Chair}, TeamSize: 1}, now)
		if err != nil || !signed.SingleHanded || signed.EffectiveFrom.After(now) != (outside == nil) {
			t.Errorf("%s: %+v %v", name, signed.EffectiveFrom, err)
		}
	}
}

// TestYoungChildren: development and language come first, and a high level needs
// somebody who knows children's development, from the team or from outside.
func TestYoungChildren(t *testing.T) {
	codes := func(a Assessment, f File) map[string]bool {
		out := map[string]bool{}
		for _, m := range a.Lacks(f, testPack, Asker{Actor: "c", Roles: []Role{Chair}, TeamSize: 1}) {
			out[m.Code] = true
		}
		return out
	}
	child := folder(Case{Young: true}, View{Rater: "c", Seat: LawEnforcement})
	if got := codes(Assessment{Level: High}, child); !got["lacks.young"] || !got["lacks.development"] {
		t.Errorf("a child at high: %v", got)
	}
	if got := codes(Assessment{Level: Low, Development: "d", Language: "l"}, child); got["lacks.young"] || got["lacks.development"] {
		t.Errorf("a child at low: %v", got)
	}
	for name, f := range map[string]File{"mental health": with(child, day0, View{Rater: "d", Seat: MentalHealth}), "special education": with(child, day0, View{Rater: "d", Seat: SpecialEducation})} {
		if codes(Assessment{Level: High}, f)["lacks.young"] {
			t.Errorf("%s gave a view, and is missed", name)
		}
	}
	if codes(Assessment{Level: High, Outside: &Second{Name: "N"}}, child)["lacks.young"] {
		t.Error("somebody from outside seconded it, and is missed")
	}
	if got := codes(Assessment{Level: High}, folder(Case{}, View{Rater: "c"})); got["lacks.young"] || got["lacks.development"] {
		t.Errorf("an adult: %v", got)
	}
}

// TestParentOfAMinor: an assessment of a minor is not signed before a parent
// was reached or a reason stands; what reached nobody, went to somebody else or
// belongs to the time before a reopening answers nothing.
func TestParentOfAMinor(t *testing.T) {
	asks := func(f File) bool {
		return slices.ContainsFunc(Assessment{Level: Low}.Lacks(f, testPack, Asker{}), func(m Missing) bool { return m.Code == "lacks.parent" })
	}
	minor := folder(Case{Minor: true})
	told := Notice{Whom: ParentNotice, Reached: Yes}
	for name, tt := range map[string]struct {
		f    File
		want bool
	}{
		"nobody told":        {minor, true},
		"an adult":           {folder(Case{}), false},
		"a young child":      {folder(Case{Young: true}), true},
		"told":               {with(minor, day0, told), false},
		"not reached":        {with(minor, day0, Notice{Whom: ParentNotice, Reached: No, Attempts: 2}), true},
		"must not be told":   {with(minor, day0, Notice{Whom: ParentNotice, Reached: No, NotBecause: "The child names him"}), false},
		"the school was":     {with(minor, day0, Notice{Whom: "superintendent", Reached: Yes}), true},
		"at intake":          {with(with(minor, day0, told), day0.Add(time.Hour), Stage{From: AtIntake, To: AtTriage}), false},
		"before a reopening": {with(with(minor, day0, told), day0.Add(time.Hour), Stage{From: Closed, To: AtTriage}), true},
	} {
		if got := asks(tt.f); got != tt.want {
			t.Errorf("%s: asks %v, want %v", name, got, tt.want)
		}
	}
}

// TestClosingAsksTheFile: a word in the checklist does not stand against what
// the file says.
func TestClosingAsksTheFile(t *testing.T) {
	whole := Closure{Reason: "resolved", Checks: map[string]string{}, AfterCare: "a", Reporter: "r", Retaliation: "n", Lessons: "l"}
	for _, k := range ClosureChecks {
		whole.Checks[k] = "yes"
	}
	low := with(folder(), day0, Assessment{Level: Low, Signed: day0})
	codes := func(c Closure, f File, at time.Time) (out []string) {
		for _, m := range c.Lacks(f, testPack, at) {
			out = append(out, m.Code)
		}
		return out
	}
	if got := codes(whole, low, day0.Add(time.Hour)); len(got) != 0 {
		t.Errorf("a whole checklist lacks %v", got)
	}
	raised := with(low, day0, Tripwire{State: Raised, Watch: "w"})
	if got := codes(whole, raised, day0.Add(time.Hour)); !slices.Equal(got, []string{"lacks.raised"}) {
		t.Errorf("a raised tripwire: %v", got)
	}
	if got := codes(whole, low, day0.AddDate(0, 2, 0)); !slices.Equal(got, []string{"lacks.reassessed"}) {
		t.Errorf("an old assessment: %v", got)
	}
	if got := codes(whole, with(folder(), day0, Assessment{Level: High, Signed: day0}), day0.Add(time.Hour)); !slices.Equal(got, []string{"lacks.low"}) {
		t.Errorf("a high level was resolved: %v", got)
	}
	gone := whole
	gone.Reason = "deceased"
	if got := codes(gone, folder(), day0); len(got) != 0 {
		t.Errorf("who died: %v", got)
	}
	left := whole
	left.Reason = "left"
	if got := codes(left, low, day0); !slices.Contains(got, "lacks.reason") {
		t.Errorf("that somebody left was a reason: %v", got)
	}
}

// TestAfterClosing: after-care and the review of retention come due, earlier
// for a young child, and a look back answers each.
func TestAfterClosing(t *testing.T) {
	closed := day0.Add(time.Hour)
	lines := func(f File) map[string]time.Time {
		out := map[string]time.Time{}
		for _, l := range Derive(f, Packs{}).Docket {
			out[l.What] = l.At
		}
		return out
	}
	shut := func(c Case, more ...Record) File {
		f := folder(c, Charge{Owner: "m", Next: "n", By: day0}, Closure{Approved: "c", CareOn: day0.AddDate(0, 1, 0)})
		f = with(f, closed, Stage{To: Closed})
		for i, r := range more {
			f = with(f, closed.Add(time.Duration(i+1)*time.Hour), r)
		}
		return f
	}
	if got := lines(shut(Case{})); !got[DueAfterCare].Equal(day0.AddDate(0, 1, 0)) || got[DueRetention].IsZero() || len(got) != 2 {
		t.Errorf("closed: %v", got)
	}
	got := lines(shut(Case{}, LookBack{What: "after-care", Found: "well"}, LookBack{What: "retention", Found: "kept", Again: day0.AddDate(1, 0, 0)}))
	if _, still := got[DueAfterCare]; still || !got[DueRetention].Equal(day0.AddDate(1, 0, 0)) {
		t.Errorf("looked back: %v", got)
	}
}
