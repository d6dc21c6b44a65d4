package tatm

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
)

var update = flag.Bool("update", false, "write the printed files anew")

var day0 = time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)

// folder builds a case file for tests.
func folder(rs ...Record) File {
	f := File{Kind: CaseFile, Opened: day0}
	for _, r := range rs {
		f = with(f, day0, r)
	}
	return f
}

func with(f File, at time.Time, r Record) File {
	n := len(f.Entries)
	e := Entry{ID: EntryID(MintID(at, uint8(n), [8]byte{byte(n >> 8), byte(n)})), Version: 1, Regime: General, HappenedAt: at, RecordedAt: at, RecordedBy: "m", Record: r}
	f.Entries = append(slices.Clip(f.Entries), e)
	return f
}

var testPack = &Pack{ID: "default", Version: "t", Clocks: map[Clock]Span{ClockSecondWait: {Length: 24, Unit: InHours}, ClockClosureReassessed: {Length: 14, Unit: InDays}}, Questions: []Question{{Code: PriorContact, Must: true}, {Code: "weapons", Must: true}}}

// TestLifecycleIsPrinted: docs/lifecycle.md is the table.
func TestLifecycleIsPrinted(t *testing.T) {
	var b strings.Builder
	b.WriteString("# The lifecycle of a case\n\nPrinted from the table in `internal/tatm/transitions.go`. The emergency flag runs beside it and is never blocked.\nowner: the case manager.\n\n| From | To | Who | Guards | Reason | Chair may go on in writing |\n|---|---|---|---|---|---|\n")
	for _, x := range Transitions {
		var guards []string
		for _, g := range x.Guards {
			guards = append(guards, g.Name)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", x.From, x.To, strings.Join(words(x.Roles), ", "), strings.Join(guards, "; "), mark(x.Reason), mark(x.Override))
	}
	const path = "../../docs/lifecycle.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(path); err != nil || string(have) != b.String() {
		t.Errorf("docs/lifecycle.md is not the table: run go test ./internal/tatm -run Lifecycle -update (%v)", err)
	}
}

func mark(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// FuzzLifecycle: whatever people try, a case moves only along the table, never
// with a guard unmet unless the chair went on in writing where the table allows
// it, a closed case only reopens, and an emergency can always be raised.
func FuzzLifecycle(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	f.Add([]byte{200, 30, 0, 201, 40, 1, 202, 60, 2})
	states := []State{AtIntake, AtTriage, AtInquiry, AtAssessment, AtPlanning, Managed, Monitored, AtClosure, Closed, Transferred}
	records := []Record{
		Part{Role: SubjectPart, Known: "u"}, Charge{Owner: "m", Next: "n", By: day0}, Answer{Question: PriorContact, Status: Answered}, Answer{Question: "weapons", Status: NotSought},
		Observation{Text: "o", How: SawOrHeard, Nature: Fact, Source: "a"}, Observation{Text: "p", How: SawOrHeard, Nature: Fact, Source: "b"},
		Assessment{Level: Low}, Plan{}, Emergency{}, ShortClose{What: "w"}, Closure{Reason: "resolved"}, Tripwire{State: Armed},
	}
	askers := []Asker{{Actor: "c", Roles: []Role{Chair}, TeamSize: 3}, {Actor: "m", Roles: []Role{Core, CaseManager}, TeamSize: 3}, {Actor: "i", Roles: []Role{Intake}, TeamSize: 3}}
	f.Fuzz(func(t *testing.T, acts []byte) {
		file := folder(Case{Title: "t"}, Stage{To: AtIntake})
		for i, a := range acts[:min(len(acts), 60)] {
			now := day0.Add(time.Duration(i+1) * time.Hour)
			if a < 120 {
				file = with(file, now, stamped(records[int(a)%len(records)], now, a))
				continue
			}
			by, to := askers[int(a)%3], states[int(a/3)%len(states)]
			before, override := StateOf(file), ""
			if a%2 == 0 {
				override = "on what we have"
			}
			s, err := Move(file, testPack, to, by, "r", override, now)
			if err != nil {
				if StateOf(file) != before {
					t.Fatal("a refused move moved")
				}
				continue
			}
			held(t, file, s, by, now)
			file = with(file, now, s)
		}
	})
}

// stamped gives a record what a signature would.
func stamped(r Record, now time.Time, a byte) Record {
	switch x := r.(type) {
	case Assessment:
		if a > 60 {
			x.Signed = now
		}
		return x
	case Plan:
		if a > 60 {
			x.Approved = now
		}
		return x
	case Closure:
		if a > 60 {
			x.Approved, x.ApprovedAt = "c", now
		}
		return x
	}
	return r
}

// held checks a move that was allowed.
func held(t *testing.T, f File, s Stage, by Asker, now time.Time) {
	t.Helper()
	i := slices.IndexFunc(Transitions, func(x Transition) bool { return x.From == s.From && x.To == s.To })
	if i < 0 || s.From != StateOf(f) {
		t.Fatalf("%s to %s is not in the table", s.From, s.To)
	}
	x := Transitions[i]
	if !by.Is(x.Roles...) {
		t.Fatalf("%v moved a case from %s to %s", by.Roles, s.From, s.To)
	}
	if ms := x.missing(f, testPack, by, now); len(ms) > 0 && (s.Override == "" || !x.Override || !by.Is(Chair, Deputy)) {
		t.Fatalf("%s to %s although %v is missing", s.From, s.To, ms)
	}
	if s.From == Closed && s.To != AtTriage && s.To != AtAssessment {
		t.Fatalf("a closed case went to %s", s.To)
	}
}

// FuzzTripwire: a second sighting keeps the first clock, and nothing comes back
// from retirement.
func FuzzTripwire(f *testing.F) {
	f.Add([]byte("rrlxr"))
	f.Fuzz(func(t *testing.T, acts []byte) {
		w := Tripwire{State: Armed}
		for i, a := range acts[:min(len(acts), 40)] {
			now, before := day0.Add(time.Duration(i)*time.Minute), w
			switch a % 3 {
			case 0:
				w, _ = w.Raise("m", "seen", now)
			case 1:
				w, _ = w.Look("found", false)
			case 2:
				w, _ = w.Retire("why")
			}
			if before.State == Raised && w.State == Raised && !w.RaisedAt.Equal(before.RaisedAt) {
				t.Fatal("a second sighting moved the clock")
			}
			if before.State == Retired && w != before {
				t.Fatal("it came back from retirement")
			}
		}
	})
}

// TestOrigins: accounts that go back to one person or post count as one.
func TestOrigins(t *testing.T) {
	f := folder(
		Observation{Text: "a", How: SawOrHeard, Source: "Ann"},
		Observation{Text: "b", How: ToldBy, Source: "Bob", Origin: " ann "},
		Observation{Text: "c", How: SawOnline, Origin: "the post"},
		Observation{Text: "d", How: SawOnline, Source: "Cid", Origin: "The Post"},
		Observation{Text: "e", Report: "r1"},
		Observation{Text: "f", Report: "r1"},
	)
	var ids []EntryID
	for _, e := range f.Entries {
		ids = append(ids, e.ID)
	}
	if got := len(Origins(f, ids)); got != 3 {
		t.Errorf("%d origins, want Ann, the post and one report", got)
	}
	g := with(f, day0, Observation{Text: "g", Source: "Dot", Repeats: ids[0]})
	if got := len(Origins(g, append(ids, g.Entries[len(g.Entries)-1].ID))); got != 3 {
		t.Errorf("a repeat added an origin: %d", got)
	}
}

// TestNews: what makes an assessment stale, and what does not.
func TestNews(t *testing.T) {
	signed := with(folder(), day0, Assessment{Level: Low, Signed: day0})
	later := day0.Add(time.Hour)
	for _, c := range []struct {
		r    Record
		news bool
	}{
		{Observation{Text: "o"}, true}, {Observation{Text: "o", Typing: "a letter"}, false}, {Factor{}, true}, {ReportLink{}, true}, {Tripwire{State: Raised, RaisedAt: later}, true},
		{Tripwire{State: Armed}, false}, {CheckIn{Word: "changed"}, true}, {CheckIn{Word: "fine"}, false}, {Task{}, false}, {Delivery{}, false}, {Message{}, false}, {Notice{}, false}, {Intervention{}, false},
	} {
		f := with(signed, later, c.r)
		if got := len(News(f)) > 0; got != c.news {
			t.Errorf("%T %+v: news = %v", c.r, c.r, got)
		}
		if !c.news {
			continue
		}
		id := f.Entries[len(f.Entries)-1].ID
		answered := with(f, later.Add(time.Hour), Unchanged{Assessment: signed.Entries[0].ID, Because: "b", Considered: []EntryID{id}})
		if len(News(answered)) != 0 {
			t.Errorf("%T: answered, and still news", c.r)
		}
		if again := with(answered, later.Add(2*time.Hour), Observation{Text: "more"}); len(News(again)) != 1 {
			t.Errorf("%T: what came after the answer is not news alone", c.r)
		}
	}
}

// TestOneIndicatorCarriesNothing: a restrictive step, a referral to law
// enforcement and a suspicious activity report rest on the totality or on two
// seats' written justification; what could not wait is entered as done.
func TestOneIndicatorCarriesNothing(t *testing.T) {
	f := folder(Observation{Text: "a", Source: "Ann"}, Observation{Text: "b", Source: "Bob"})
	one, two := f.Entries[0].ID, f.Entries[1].ID
	base := Intervention{Column: OnSubject, What: "w", Intrusiveness: Supportive, State: "running"}
	restrict := base
	restrict.Intrusiveness, restrict.WhyNotLess = Restrictive, "less was tried"
	sar, referral := base, base
	sar.LawReport, referral.LawReport = "sar", "referral"
	for name, v := range map[string]Intervention{"restrictive": restrict, "sar": sar, "referral": referral} {
		bad := func(v Intervention) bool { return fault.Fields(Check(f, v, day0))["observations"] != nil }
		v.Observations = []EntryID{one}
		if !bad(v) {
			t.Errorf("%s: one indicator carried it", name)
		}
		draft := v
		if draft.State = "planned"; bad(draft) {
			t.Errorf("%s: a draft was refused", name)
		}
		if ms := draft.lacks(f, day0); !slices.ContainsFunc(ms, func(m Missing) bool { return m.Code == "lacks.totality" }) {
			t.Errorf("%s: the approval does not ask for the totality: %v", name, ms)
		}
		v.Observations = []EntryID{one, two}
		if bad(v) {
			t.Errorf("%s: two of independent origin did not", name)
		}
		v.Observations, v.OneSource, v.Justified = nil, "because", []ActorID{"a", "b"}
		if bad(v) {
			t.Errorf("%s: two seats' justification did not", name)
		}
		v.OneSource, v.Justified, v.DoneFirst = "", nil, true
		if bad(v) {
			t.Errorf("%s: what could not wait was refused", name)
		}
	}
}

// TestLowering: taking down a high level needs one signature more than putting
// it up.
func TestLowering(t *testing.T) {
	f := with(folder(), day0, Assessment{Level: High, Signed: day0})
	for to, want := range map[Level]bool{High: false, Imminent: false, Moderate: true, NoConcern: true, Undetermined: true} {
		if lowers(f, to) != want {
			t.Errorf("high to %s: %v", to, !want)
		}
	}
}
