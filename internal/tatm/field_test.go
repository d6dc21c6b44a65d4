package tatm

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
)

// TestScreening: which finding takes a report off the queue, and which gives way.
func TestScreening(t *testing.T) {
	for name, c := range map[string]struct {
		s       Screening
		final   bool
		to      Outcome
		givesIt bool
	}{
		"asked back":              {Screening{Outcome: InfoRequested}, false, Unfounded, true},
		"routed, not taken":       {Screening{Outcome: Routed, RoutedTo: "x"}, false, Unfounded, true},
		"routed and taken":        {Screening{Outcome: Routed, RoutedTo: "x", TakenBy: "Ann"}, true, Unfounded, false},
		"false, by one":           {Screening{Outcome: KnowinglyFalse, First: "a"}, false, Unfounded, true},
		"false, by one twice":     {Screening{Outcome: KnowinglyFalse, First: "a", Second: "a"}, false, Unfounded, true},
		"false, by two":           {Screening{Outcome: KnowinglyFalse, First: "a", Second: "b"}, true, Unfounded, false},
		"unfounded":               {Screening{Outcome: Unfounded}, true, OutOfScope, false},
		"unfounded, then a case":  {Screening{Outcome: Unfounded}, true, Linked, true},
		"linked":                  {Screening{Outcome: Linked, Cases: []FileID{"c"}}, true, Accepted, false},
		"linked, and taken back":  {Screening{Outcome: Linked, Undone: "wrong man"}, false, Unfounded, true},
		"accepted, a second case": {Screening{Outcome: Accepted, Cases: []FileID{"c"}}, true, Linked, false},
	} {
		if got := c.s.Final(); got != c.final {
			t.Errorf("%s: final %v", name, got)
		}
		if got := c.s.GivesWay(c.to); got != c.givesIt {
			t.Errorf("%s: gives way to %s: %v", name, c.to, got)
		}
	}
}

// TestKnowinglyFalse: two people, or one alone after the wait and with a mark.
func TestKnowinglyFalse(t *testing.T) {
	s := Screening{Outcome: KnowinglyFalse, Reason: "r", First: "a"}
	if got, err := s.Agree(day0, Asker{Actor: "b", TeamSize: 2}, day0, testPack); err != nil || got.Second != "b" || got.SingleHanded {
		t.Errorf("two people: %+v %v", got, err)
	}
	if _, err := s.Agree(day0, Asker{Actor: "a", TeamSize: 2}, day0.Add(48*time.Hour), testPack); !errors.Is(err, fault.Conflict) {
		t.Errorf("one person was two: %v", err)
	}
	if _, err := s.Agree(day0, Asker{Actor: "a", TeamSize: 1}, day0.Add(time.Hour), testPack); !errors.Is(err, fault.Conflict) {
		t.Errorf("one alone, before the wait was over: %v", err)
	}
	got, err := s.Agree(day0, Asker{Actor: "a", TeamSize: 1}, day0.Add(25*time.Hour), testPack)
	if err != nil || !got.SingleHanded || !got.Final() || Check(File{}, got, day0) != nil {
		t.Errorf("one alone, after the wait: %+v %v", got, err)
	}
}

// TestPersonEntries: each entry says for how long it held, and a person is not
// somebody else by being themselves.
func TestPersonEntries(t *testing.T) {
	y := func(year, month int) PartialDate { return PartialDate{Year: year, Month: month} }
	name := func(from, to PartialDate) Name {
		return Name{Given: "A", Type: FormerName, From: from, To: to}
	}
	for field, r := range map[string]Record{
		"to":        name(y(2020, 0), y(2019, 0)),
		"from":      name(y(2020, 14), PartialDate{}),
		"script":    Name{Given: "A", Type: LegalName, Script: "Elvish"},
		"date":      Birth{Date: PartialDate{Year: 2015, Day: 3}},
		"other":     SamePerson{Other: "p", Basis: "b"},
		"basis":     SamePerson{Other: "q"},
		"withdrawn": Detail{What: PhoneDetail, Value: "1", Withdrawn: string(make([]byte, LineMost+1))},
	} {
		if fault.Fields(Check(File{ID: "p"}, r, day0))[field] == nil {
			t.Errorf("%+v: nothing at %s", r, field)
		}
	}
	for _, r := range []Record{name(y(2019, 5), y(2019, 0)), name(PartialDate{}, y(2020, 1)), Birth{Date: y(2015, 0)}, Name{Given: "Иван", Type: LegalName, Script: "Cyrl"}} {
		if err := Check(File{ID: "p"}, r, day0); err != nil {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if Words(Name{Given: "Ann", Withdrawn: "not she"}) != "" || Words(Name{Given: "Ann"}) == "" {
		t.Error("a withdrawn name still leads to the person")
	}
}

// last is the entry written last.
func last(f File) Entry { return f.Entries[len(f.Entries)-1] }

// TestTyping: a slip of typing is no news, hides no news, and changes no meaning.
func TestTyping(t *testing.T) {
	signed, later := with(folder(), day0, Assessment{Level: Low, Signed: day0}), day0.Add(time.Hour)
	f := with(signed, later, Observation{Text: "He sad it", How: SawOrHeard})
	mend := func(f File, at time.Time, r Record) (File, error) {
		was := last(f)
		r, err := OnlyTyping(was, r)
		f.Entries = slices.Clone(f.Entries)
		was.Record, was.Version, was.RecordedAt = r, was.Version+1, at
		f.Entries[len(f.Entries)-1] = was
		return f, err
	}
	f, err := mend(f, later.Add(time.Hour), Observation{Text: "He said it", How: SawOrHeard, Nature: Fact, Typing: "sad"})
	if err != nil || len(News(f)) != 1 {
		t.Errorf("a slip that was mended hid what is new: %d %v", len(News(f)), err)
	}
	f, err = mend(f, later.Add(2*time.Hour), Observation{Text: "He said it.", How: SawOrHeard, Nature: Fact, Typing: "full stop"})
	if err != nil || !newsAt(last(f)).Equal(later) {
		t.Errorf("two slips moved when it was told: %v %v", newsAt(last(f)), err)
	}
	f = with(f, later.Add(3*time.Hour), Unchanged{Assessment: signed.Entries[0].ID, Because: "b", Considered: []EntryID{last(f).ID}})
	o := f.Entries[1]
	o.RecordedAt = later.Add(4 * time.Hour)
	f.Entries[1] = o
	if len(News(f)) != 0 {
		t.Error("a slip mended after the answer is news again")
	}
	for name, r := range map[string]Observation{
		"who saw it": {Text: "t", How: ToldBy, Nature: Fact, Typing: "x"}, "its nature": {Text: "t", How: SawOrHeard, Nature: Opinion, Typing: "x"}, "that it holds": {Text: "t", How: SawOrHeard, Nature: Fact, Typing: "x", Withdrawn: "y"},
	} {
		if _, err := OnlyTyping(o, r); fault.Fields(err)["typing"] == nil {
			t.Errorf("%s was changed as a slip of typing", name)
		}
	}
	k := Entry{RecordedAt: day0, Record: Factor{Class: RiskFactor, Own: "angr", Rating: Partial}}
	if _, err := OnlyTyping(k, Factor{Class: RiskFactor, Own: "anger", Rating: Present, Typing: "x"}); err == nil {
		t.Error("a rating was changed as a slip of typing")
	}
	r, err := OnlyTyping(k, Factor{Class: RiskFactor, Own: "anger", Rating: Partial, Typing: "x"})
	if err != nil || !r.(Factor).Substance.Equal(day0) {
		t.Errorf("a factor: %+v %v", r, err)
	}
}

// TestHearsay: what was told or posted by nobody knows whom is one origin, and
// what was withdrawn is none.
func TestHearsay(t *testing.T) {
	f := folder(
		Observation{Text: "a", How: ToldBy, Source: "Ann"}, Observation{Text: "b", How: ToldBy, Source: "Bob"}, Observation{Text: "c", How: SawOnline},
		Observation{Text: "d", How: SawOrHeard, Source: "Cid"}, Observation{Text: "e", How: SawOrHeard, Source: "Dot", Withdrawn: "of another man"},
	)
	var ids []EntryID
	for _, e := range f.Entries {
		ids = append(ids, e.ID)
	}
	if got := len(Origins(f, ids)); got != 2 {
		t.Errorf("%d origins, want one unknown and Cid", got)
	}
	if err := Check(f, Factor{Class: RiskFactor, Own: "x", Rating: Present, Observations: ids[4:]}, day0); fault.Fields(err)["observations"] == nil {
		t.Error("a factor rests on what was withdrawn")
	}
	a := Assessment{Level: Low, Observations: ids}
	if !slices.ContainsFunc(a.Lacks(f, testPack, Asker{TeamSize: 1}), func(m Missing) bool { return m.Code == "lacks.withdrawn" }) {
		t.Error("an assessment rests on what was withdrawn and does not say so")
	}
}

// TestGaps: one list of what is not known; must-answer questions alone block.
func TestGaps(t *testing.T) {
	f := folder(Observation{Text: "ungraded"}, Answer{Question: "weapons", Status: NotObtained, Text: "asked"})
	f = with(f, day0, Factor{Class: RiskFactor, Own: "u", Rating: NotKnown})
	unknown := last(f).ID
	f = with(f, day0, Factor{Class: RiskFactor, Own: "p", Rating: Present, Observations: []EntryID{f.Entries[0].ID}})
	f = with(f, day0, Request{Question: "q", Of: "school", Gap: unknown, State: "open"})
	f = with(f, day0, Request{Question: "loose", Of: "bank", State: "open"})
	got := Gaps(f, testPack)
	want := []Gap{{Entry: unknown, Asked: true}, {Question: PriorContact, Must: true}, {Question: "weapons"}, {Entry: f.Entries[0].ID}, {Entry: last(f).ID, Asked: true}}
	if !slices.Equal(got, want) {
		t.Errorf("gaps:\n%+v, want\n%+v", got, want)
	}
}

// TestViews: a view given after the reveal is marked, and one that is open stays.
func TestViews(t *testing.T) {
	f := with(folder(), day0, View{Rater: "a", Level: Low})
	f.Entries[0].OnlyFor = "a"
	if v, err := (View{Level: High}).Give(f, "b", MentalHealth); err != nil || v.Late || v.Rater != "b" || v.Seat != MentalHealth {
		t.Errorf("before the reveal: %+v %v", v, err)
	}
	if _, err := (View{Level: High}).Give(f, "a", ""); err != nil {
		t.Errorf("one's own, while it is hidden: %v", err)
	}
	f.Entries[0].OnlyFor = ""
	if v, err := (View{Level: High}).Give(f, "b", ""); err != nil || !v.Late {
		t.Errorf("after the reveal: %+v %v", v, err)
	}
	if _, err := (View{Level: High}).Give(f, "a", ""); !errors.Is(err, fault.Conflict) {
		t.Errorf("an open view was given anew: %v", err)
	}
	next := with(f, day0.Add(time.Hour), Assessment{Level: Low, Signed: day0.Add(time.Hour)})
	if v, err := (View{Level: High}).Give(next, "a", ""); err != nil || v.Late {
		t.Errorf("the next round: %+v %v", v, err)
	}
}

// TestStage: a transition writes the role it was made in, the pack, and what
// every guard answered (global invariant 8).
func TestStage(t *testing.T) {
	f := folder(Case{Title: "t"}, Charge{Owner: "m", Next: "n", By: day0}, Stage{To: AtIntake}, Part{Role: SubjectPart, Known: "u"})
	pack := &Pack{ID: "p", Version: "2", Questions: []Question{{Code: DangerNow}, {Code: ConflictCheck}}}
	by := Asker{Actor: "x", Roles: []Role{Affiliate, Intake}, TeamSize: 3}
	_, err := Move(f, pack, AtTriage, by, "", "", day0)
	if !errors.Is(err, fault.Lacking) || len(fault.All(err)) != 2 {
		t.Errorf("intake was left without its two questions: %v", err)
	}
	f = with(f, day0, Answer{Question: DangerNow, Status: Answered, Text: "no"})
	f = with(f, day0, Answer{Question: ConflictCheck, Status: NotSought, Text: "one-officer unit"})
	s, err := Move(f, pack, AtTriage, by, "", "", day0)
	if err != nil || s.Role != Intake || s.Pack.Version != "2" || len(s.Guards) != 4 || slices.ContainsFunc(s.Guards, func(h Held) bool { return !h.Holds }) {
		t.Errorf("%+v %v", s, err)
	}
	f = with(f, day0, Stage{To: AtInquiry})
	s, err = Move(f, testPack, AtAssessment, Asker{Roles: []Role{Core, Deputy}, TeamSize: 3}, "", "cannot wait", day0)
	if err != nil || s.Role != Deputy || s.Override == "" || len(s.Lacked) == 0 || !slices.Contains(s.Guards, Held{"facts", false}) || !slices.Contains(s.Guards, Held{"owner", true}) {
		t.Errorf("with an override: %+v %v", s, err)
	}
}

// TestTwoLooked: in a team of more than one, somebody else has looked before
// the inquiry.
func TestTwoLooked(t *testing.T) {
	f := folder(Charge{Owner: "m", Next: "n", By: day0}, Stage{To: AtTriage}, Answer{Question: PriorContact})
	to := func(actor ActorID, size int) error {
		_, err := Move(f, testPack, AtInquiry, Asker{Actor: actor, Roles: []Role{Chair}, TeamSize: size}, "r", "", day0)
		return err
	}
	if err := to("m", 3); !errors.Is(err, fault.Lacking) {
		t.Errorf("one person alone took it to the inquiry: %v", err)
	}
	if to("c", 3) != nil || to("m", 1) != nil {
		t.Error("two people, or a team of one, could not")
	}
}

// TestReopened: a case opens again with an owner, a step and a date of now.
func TestReopened(t *testing.T) {
	f := folder(Charge{Owner: "m", Next: "n", By: day0})
	f = with(f, day0.Add(time.Hour), Stage{To: Closed})
	by := Asker{Actor: "c", Roles: []Role{Chair}, TeamSize: 3}
	for _, to := range []State{AtTriage, AtAssessment} {
		if _, err := Move(f, testPack, to, by, "r", "", day0.Add(2*time.Hour)); !errors.Is(err, fault.Lacking) {
			t.Errorf("to %s with the owner it was closed with: %v", to, err)
		}
		g := with(f, day0.Add(2*time.Hour), Charge{Owner: "m", Next: "look again", By: day0})
		if _, err := Move(g, testPack, to, by, "r", "", day0.Add(3*time.Hour)); err != nil {
			t.Errorf("to %s: %v", to, err)
		}
	}
}

// TestLevelExpires: sooner than the pack says, never later, and a carried level
// comes down like one of our own.
func TestLevelExpires(t *testing.T) {
	p := &Pack{Clocks: map[Clock]Span{ClockExpiresLow: {Length: 10, Unit: InDays}}}
	f := folder(Observation{Text: "a", How: SawOrHeard, Nature: Fact, Source: "x"}, View{Rater: "v", Level: Low})
	a := Assessment{Level: Low, Basis: "b", Risk: "r", Protective: "p", Precipitating: "x", Gaps: "g", Alternatives: "a", Confidence: "c", Protected: "p", Disability: "d", Observations: []EntryID{f.Entries[0].ID}, OneSource: "why", Axes: map[Axis]string{}}
	for _, x := range Axes {
		a.Axes[x] = "w"
	}
	by := Asker{Actor: "c", Roles: []Role{Chair}, TeamSize: 1}
	for days, ok := range map[int]bool{-1: false, 0: true, 5: true, 11: false} {
		a.Expires = time.Time{}
		if days != 0 {
			a.Expires = day0.AddDate(0, 0, days)
		}
		if _, err := a.Sign(f, p, by, day0); (err == nil) != ok {
			t.Errorf("expiry in %d days: %v", days, err)
		}
	}
	carried := folder(Carried{Level: High})
	if !lowers(carried, Low) || lowers(carried, Imminent) {
		t.Error("a carried level comes down with one signature")
	}
}

// TestNexus: a tie is judged from observations and opens a consultation.
func TestNexus(t *testing.T) {
	f := folder(Observation{Text: "o"})
	n := Nexus{Tied: Yes, Words: "w", Judged: "team"}
	if fs := fault.Fields(Check(f, n, day0)); fs["observations"] == nil || fs["consulted"] == nil {
		t.Errorf("a tie from nothing, told to nobody: %v", fs)
	}
	n.Observations, n.Consulted = []EntryID{f.Entries[0].ID}, "regional consultants"
	r := n.Consultation("n1", "m", testPack, day0)
	if Check(f, n, day0) != nil || Check(f, r, day0) != nil || r.Of != n.Consulted || r.State != "open" {
		t.Errorf("%+v", r)
	}
	if Consulting(f, "n1") || !Consulting(with(f, day0, r), "n1") {
		t.Error("whether the consultation is open is not told")
	}
	k := Case{Title: "t", Feared: "an attack on the school"}
	if fs := fault.Fields(Check(f, k, day0)); fs["judged"] == nil || fs["observations"] == nil {
		t.Errorf("violence feared by nobody, from nothing: %v", fs)
	}
}

// TestMeeting: minutes are signed once, of a meeting that was held; a quorum is
// by discipline and by case; a decision says which seats it was made without.
func TestMeeting(t *testing.T) {
	f := folder(Meeting{Type: "routine"}, Attendance{Actor: "a", Seat: LawEnforcement, Present: true, Recused: []FileID{"k"}, Why: "kin"}, Attendance{Actor: "b", Seat: MentalHealth, Present: true})
	m := Minutes{Text: "t"}
	if _, err := m.Sign(f, "c", day0); !errors.Is(err, fault.Conflict) {
		t.Errorf("minutes of no meeting: %v", err)
	}
	f.Entries[0].Record = Meeting{Type: "routine", Held: Yes}
	m, err := m.Sign(f, "c", day0)
	if err != nil || m.SignedBy != "c" {
		t.Fatalf("%+v %v", m, err)
	}
	if _, err := m.Sign(f, "d", day0); !errors.Is(err, fault.Conflict) {
		t.Errorf("signed minutes were signed over: %v", err)
	}
	p := &Pack{Quorum: []Discipline{LawEnforcement, MentalHealth}, Seats: map[Level][]Discipline{High: {LawEnforcement, MentalHealth}}}
	if QuorumLacks(f, p) != nil || !slices.Equal(QuorumFor(f, p, "k"), []Discipline{LawEnforcement}) || QuorumFor(f, p, "other") != nil {
		t.Error("who withdrew counts for the quorum of that case")
	}
	if fault.Fields(Check(f, Attendance{Actor: "a", Seat: LawEnforcement, Recused: []FileID{"k"}}, day0))["why"] == nil {
		t.Error("somebody withdraws without a reason")
	}
	k := folder(Assessment{Level: High, Signed: day0}, Decision{Question: "q", Decided: "d", Why: "w", How: "vote", Seats: []Discipline{MentalHealth}}, Observation{Text: "o"})
	if got := All[Decision](k)[0].Rec.SeatsLack(k, p); !slices.Equal(got, []Discipline{LawEnforcement}) {
		t.Errorf("decided without %v", got)
	}
	for i, ok := range []bool{true, true, false} {
		if err := Check(k, Dissent{From: k.Entries[i].ID, Text: "no"}, day0); (err == nil) != ok {
			t.Errorf("dissent from entry %d: %v", i, err)
		}
	}
}

// TestTransferWaits: a transfer that the receiver has not accepted stands in the
// docket, and on the agenda with it.
func TestTransferWaits(t *testing.T) {
	for receipt, want := range map[string]bool{"": true, "letter of the 3rd": false} {
		f := folder(Case{Title: "t"}, Charge{Owner: "m", Next: "n", By: day0}, Stage{To: AtClosure}, Closure{Reason: "transferred", Receiver: "campus team", Receipt: receipt})
		due := Derive(f, Packs{{}: testPack}).Docket
		if got := slices.ContainsFunc(due, func(d Due) bool { return d.What == DueTransfer && d.Owner == "m" }); got != want {
			t.Errorf("receipt %q: waits %v", receipt, got)
		}
	}
}
