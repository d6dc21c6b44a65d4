package app

import (
	"fmt"
	"reflect"
	"testing"

	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// lookUp is what a search by a line finds.
func lookUp(t *testing.T, d Desk, line string) []Find {
	t.Helper()
	return must[Finds](t)(d.FindPeople(t.Context(), match.ParseTyped(line, 2026), 1)).People
}

func (w world) person(t *testing.T, d Desk, given, family string, born tatm.PartialDate) tatm.FileID {
	t.Helper()
	made := must[Made](t)
	id := made(d.FilePerson(t.Context(), w.team, tatm.Name{Given: given, Family: family, Type: tatm.LegalName})).File
	if born != (tatm.PartialDate{}) {
		made(d.TellOfPerson(t.Context(), id, tatm.Birth{Date: born}, Circumstance{}))
	}
	return id
}

// TestPairs: two files of one person come to the review list by the sweep, with
// why; an answer takes the pair off it, is remembered, and can be taken back.
func TestPairs(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake, records := w.as(t, "intake"), w.as(t, "records")
		born := tatm.PartialDate{Year: 2009, Month: 11, Day: 2}
		a, b := w.person(t, intake, "Ignatius", "Thornquist", born), w.person(t, intake, "Ignatius", "Thornqvist", born)
		w.person(t, intake, "Beatrix", "Halloway", tatm.PartialDate{Year: 1984})
		pairs := func() PairView {
			t.Helper()
			for range 3 {
				if err := w.SweepPairs(ctx); err != nil {
					t.Fatal(err)
				}
			}
			return must[PairView](t)(records.ListPairs(ctx, ""))
		}
		v := pairs()
		if len(v.Pairs) != 1 || v.Pairs[0].Band != match.Likely || len(v.Pairs[0].Clues) == 0 || v.Swept != 100 {
			t.Fatalf("the list: %+v", v)
		}
		if got := [2]tatm.FileID{v.Pairs[0].Sides[0].Row.ID, v.Pairs[0].Sides[1].Row.ID}; got != [2]tatm.FileID{min(a, b), max(a, b)} {
			t.Errorf("the pair is %v", got)
		}
		if _, err := records.DifferPerson(ctx, a, b, tatm.OtherOne, ""); fault.Fields(err)["basis"] == nil {
			t.Errorf("two people without a reason: %v", err)
		}
		made(records.DifferPerson(ctx, a, b, tatm.Unsure, "one of two cousins?"))
		if v = pairs(); len(v.Pairs) != 1 || v.Pairs[0].Stands.Rec.Found() != tatm.Unsure {
			t.Errorf("not sure, and the list is %+v", v.Pairs)
		}
		made(records.DifferPerson(ctx, b, a, tatm.OtherOne, "cousins"))
		made(records.SweepAnew(ctx))
		if v = pairs(); len(v.Pairs) != 0 {
			t.Error("two people are asked about again")
		}
		made(records.ApartPerson(ctx, a, b, "the birth record says otherwise"))
		if v = pairs(); len(v.Pairs) != 1 {
			t.Error("taken back, and not on the list")
		}
		made(records.SamePerson(ctx, a, b, "birth record"))
		if v = pairs(); len(v.Pairs) != 0 {
			t.Error("the same, and still on the list")
		}
		p := must[PersonView](t)(records.SeePerson(ctx, a))
		if len(p.Same) != 1 || len(p.Same[0].Past) != 3 || p.Same[0].Rec.Basis != "birth record" {
			t.Fatalf("the history: %+v", p.Same)
		}
		for i, want := range []tatm.Verdict{tatm.Unsure, tatm.OtherOne, ""} {
			if got := p.Same[0].Past[i].Record.(tatm.SamePerson).Found(); got != want {
				t.Errorf("version %d: %q, want %q", i+1, got, want)
			}
		}
	})
}

// TestPairsHidden: a pair of which the reader may not see both is not there.
func TestPairsHidden(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		far := w.far(t, "far", tatm.Intake)
		name := tatm.Name{Given: "Ignatius", Family: "Thornquist", Type: tatm.LegalName}
		here := made(w.as(t, "intake").FilePerson(ctx, w.team, name)).File
		there := made(far.FilePerson(ctx, w.teamOf(t, "far"), name)).File
		for _, d := range []struct {
			desk Desk
			id   tatm.FileID
		}{{w.as(t, "intake"), here}, {far, there}} {
			made(d.desk.TellOfPerson(ctx, d.id, tatm.Birth{Date: tatm.PartialDate{Year: 2009, Month: 11, Day: 2}}, Circumstance{}))
		}
		if err := w.SweepPairs(ctx); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"records", "chair"} {
			if v := must[PairView](t)(w.as(t, who).ListPairs(ctx, "")); len(v.Pairs) != 0 {
				t.Errorf("%s sees a pair with another team's file", who)
			}
		}
		if _, err := w.as(t, "clock").GiveSeat(ctx, w.who["records"], tatm.Seat{Role: tatm.RecordsOffice, Team: w.teamOf(t, "far")}); err != nil {
			t.Fatal(err)
		}
		if v := must[PairView](t)(w.as(t, "records").ListPairs(ctx, "")); len(v.Pairs) != 1 {
			t.Errorf("who may see both sees %d pairs", len(v.Pairs))
		}
	})
}

// TestSplit: entries that were somebody else's begin a file of their own; in
// the old one they are withdrawn, links stay, and both files say what was done.
func TestSplit(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake, records := w.as(t, "intake"), w.as(t, "records")
		on := w.person(t, intake, "Edith", "Marlowe", tatm.PartialDate{Year: 1990})
		other := made(intake.TellOfPerson(ctx, on, tatm.Name{Given: "Judith", Family: "Farrow", Type: tatm.AliasName}, Circumstance{})).Entry
		school := made(intake.TellOfPerson(ctx, on, tatm.Detail{What: tatm.SchoolDetail, Value: "Harlow High", Source: "roll"}, Circumstance{Regime: tatm.General})).Entry
		report := w.newReport(t, "She waited at the gate.")
		made(intake.AnswerLikeness(ctx, report, tatm.Known{Person: on, Verdict: tatm.SameOne}))
		if _, err := records.SplitPerson(ctx, on, []tatm.EntryID{school}, "another pupil"); fault.Fields(err)["entries"] == nil {
			t.Errorf("a file without a name was begun: %v", err)
		}
		all := []tatm.EntryID{}
		for _, e := range must[PersonView](t)(records.SeePerson(ctx, on)).File.Entries {
			all = append(all, e.ID)
		}
		if _, err := records.SplitPerson(ctx, on, all, "another pupil"); fault.Fields(err)["entries"] == nil {
			t.Errorf("nothing was left: %v", err)
		}
		made2 := made(records.SplitPerson(ctx, on, []tatm.EntryID{other, school}, "another pupil"))
		old, begun := must[PersonView](t)(records.SeePerson(ctx, on)), must[PersonView](t)(records.SeePerson(ctx, made2.File))
		if begun.Name != "Judith Farrow" || last[tatm.Detail](t, begun.File).Rec.Source != "roll" {
			t.Errorf("the new file: %+v", begun.File.Entries)
		}
		if old.Name != "Edith Marlowe" || last[tatm.Detail](t, old.File).Rec.Withdrawn != "another pupil" {
			t.Errorf("the old file: %+v", old.File.Entries)
		}
		if a, b := must[PersonView](t)(intake.SeePerson(ctx, on)), must[PersonView](t)(intake.SeePerson(ctx, made2.File)); len(a.Reports) != 1 || len(b.Reports) != 0 {
			t.Error("a link moved by itself")
		}
		if len(old.Apart) != 1 || !old.Apart[0].Rec.Split || len(begun.Apart) != 1 {
			t.Errorf("the files do not name each other: %+v", old.Apart)
		}
		if got := lookUp(t, records, "Judith Farrow"); len(got) == 0 || got[0].ID != made2.File {
			t.Errorf("the split person is found as %+v", got)
		}
		made(records.SamePerson(ctx, on, made2.File, "it was her after all"))
	})
}

// TestJoinedAnswers: an answer about one of two files of a person is an answer
// about both, and what came before is shown for both.
func TestJoinedAnswers(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake := w.as(t, "intake")
		born := tatm.PartialDate{Year: 2009, Month: 11, Day: 2}
		a, b := w.person(t, intake, "Ignatius", "Thornquist", born), w.person(t, intake, "Ignatius", "Thornquist", born)
		made(intake.SamePerson(ctx, a, b, "one birth record"))
		first := w.newReport(t, "He shouted.")
		made(intake.AnswerLikeness(ctx, first, tatm.Known{Person: b, Verdict: tatm.SameOne}))
		made(intake.ScreenReport(ctx, first, tatm.Screening{Outcome: tatm.Unfounded, Reason: "it was a play"}))
		report := w.newReport(t, "He shouted again.")
		made(intake.TellAbout(ctx, report, "", 0, tatm.About{Given: "Ignatius", Family: "Thornquist", Birth: born}))
		v := must[Alike](t)(intake.Resemble(ctx, report))
		for _, l := range v.People {
			if len(l.Reports) != 1 || l.Reports[0].Outcome != tatm.Unfounded {
				t.Errorf("before: %+v", l.Reports)
			}
			if n, _ := Sources(l.Reports); n != 0 {
				t.Error("an unfounded report counts")
			}
		}
		made(intake.AnswerLikeness(ctx, report, tatm.Known{Person: a, Verdict: tatm.SameOne}))
		made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "words only"}))
	})
}

// TestFlood: in a flood nobody is held up, and each question waits on the desk.
func TestFlood(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake := w.as(t, "intake")
		born := tatm.PartialDate{Year: 2009, Month: 11, Day: 2}
		person := w.person(t, intake, "Ignatius", "Thornquist", born)
		var report tatm.FileID
		for range floodLeast {
			report = w.newReport(t, "The same again.")
		}
		made(intake.TellAbout(ctx, report, "", 0, tatm.About{Given: "Ignatius", Family: "Thornquist", Birth: born}))
		made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "one of many"}))
		if k, ok := tatm.KnownAs(must[ReportView](t)(intake.SeeReport(ctx, report)).File, person); !ok || k.Rec.Verdict != tatm.NotYet {
			t.Error("the question does not wait")
		}
		err := intake.list(ctx, opDeskReports, tatm.ReportFile, func(s *survey) error {
			lines, err := s.Docket(store.DocketFilter{What: tatm.DueKnown, Until: w.Now().Add(deskAhead), Limit: 5})
			if len(lines) != 1 || lines[0].File != report {
				t.Errorf("the question is on no desk: %+v", lines)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestVariants: what one person adds is searched by at once, on every server,
// until it is taken out.
func TestVariants(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake, records := w.as(t, "intake"), w.as(t, "records")
		id := w.person(t, intake, "Xochiquetzal", "Obrador", tatm.PartialDate{})
		second := New(Parts{DB: w.db, Keys: w.keys, Library: w.Library(), Now: w.Now}).As(intake.Who())
		found := func(d Desk) bool {
			t.Helper()
			for _, x := range lookUp(t, d, "Quetzi Obrador") {
				for _, k := range x.Clues {
					if x.ID == id && k.Code == "nickname" {
						return true
					}
				}
			}
			return false
		}
		if found(intake) || found(second) {
			t.Fatal("the short form is known already")
		}
		if _, err := records.AddVariant(ctx, tatm.Variant{What: tatm.ShortForm, Names: "Quetzi"}); fault.Fields(err)["names"] == nil {
			t.Errorf("one name is a line: %v", err)
		}
		line := made(records.AddVariant(ctx, tatm.Variant{What: tatm.ShortForm, Names: "Xochiquetzal, Quetzi"})).Entry
		if !found(intake) || !found(second) {
			t.Error("a short form is not used at once by both servers")
		}
		if v := must[VariantView](t)(records.SeeVariants(ctx, "")); len(v.Lines) != 1 || v.Lines[0].By != w.who["records"] {
			t.Errorf("the list: %+v", v.Lines)
		}
		made(w.as(t, "admin").DropVariant(ctx, line))
		if found(intake) || found(second) {
			t.Error("a line that was taken out is used")
		}
		if n := w.countDone(t, "variant.add") + w.countDone(t, "variant.drop"); n != 2 {
			t.Errorf("%d lines of the audit, want 2", n)
		}
	})
}

// TestNobodyLeft: a file of which nothing is left to be found by, and one
// behind a wall, leave every answer in the same operation; and the answers are
// those of an organisation that never had them.
func TestNobodyLeft(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake := w.as(t, "intake")
		born := tatm.PartialDate{Year: 2009, Month: 11, Day: 2}
		w.person(t, intake, "Ignatius", "Thornberry", born)
		w.person(t, intake, "Ignaz", "Thornquist", tatm.PartialDate{Year: 1971})
		ask := func() (out []match.Suggestion) {
			t.Helper()
			for _, x := range lookUp(t, intake, "Ignatius Thornquist 2009-11-02") {
				out = append(out, x.Suggestion)
			}
			return out
		}
		never := ask()
		p := made(intake.FilePerson(ctx, w.team, tatm.Name{Given: "Ignatius", Family: "Thornquist", Type: tatm.LegalName}))
		b := made(intake.TellOfPerson(ctx, p.File, tatm.Birth{Date: born}, Circumstance{}))
		if got := ask(); len(got) == 0 || got[0].ID != p.File {
			t.Fatalf("not found: %+v", got)
		}
		w.walled(t, p.File, "intake")
		if got := ask(); !reflect.DeepEqual(got, never) {
			t.Errorf("behind a wall: %+v, never there: %+v", got, never)
		}
		if got := lookUp(t, w.as(t, "deputy"), "Ignatius Thornquist 2009-11-02"); len(got) == 0 || got[0].ID != p.File {
			t.Error("the wall hides it from others too")
		}
		deputy := w.as(t, "deputy")
		made(deputy.MendPerson(ctx, p.File, p.Entry, 1, tatm.Name{Given: "Ignatius", Family: "Thornquist", Type: tatm.LegalName, Withdrawn: "by order"}, Circumstance{}))
		made(deputy.MendPerson(ctx, p.File, b.Entry, 1, tatm.Birth{Date: born, Withdrawn: "by order"}, Circumstance{}))
		var got []match.Suggestion
		for _, x := range lookUp(t, deputy, "Ignatius Thornquist 2009-11-02") {
			got = append(got, x.Suggestion)
		}
		if !reflect.DeepEqual(got, never) {
			t.Errorf("emptied: %+v, never there: %+v", got, never)
		}
	})
}

// TestElsewhere: that another team has a file is told only where the policy
// pack allows it, and then nothing but whom to ask.
func TestElsewhere(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		far := w.far(t, "far", tatm.Intake)
		p := made(far.FilePerson(ctx, w.teamOf(t, "far"), tatm.Name{Given: "Ignatius", Family: "Thornquist", Type: tatm.LegalName})).File
		born := tatm.PartialDate{Year: 2009, Month: 11, Day: 2}
		made(far.TellOfPerson(ctx, p, tatm.Birth{Date: born}, Circumstance{}))
		intake := w.as(t, "intake")
		report := w.newReport(t, "He shouted.")
		made(intake.TellAbout(ctx, report, "", 0, tatm.About{Given: "Ignatius", Family: "Thornquist", Birth: born}))
		pack := w.Library().PackAt("default", w.Now())
		for _, allowed := range []bool{false, true} {
			pack.AcrossTeams = allowed
			v := must[Alike](t)(intake.Resemble(ctx, report))
			if len(v.People) != 0 {
				t.Fatalf("a file of another team is shown: %+v", v.People)
			}
			if want := map[bool]string{false: "[]", true: "[Team far]"}[allowed]; fmt.Sprint(v.Elsewhere) != want {
				t.Errorf("allowed %v: %v", allowed, v.Elsewhere)
			}
		}
		pack.AcrossTeams = false
	})
}

// far seats somebody in a team of their own.
func (w world) far(t *testing.T, name string, role tatm.Role) Desk {
	t.Helper()
	team, err := w.as(t, "clock").AddTeam(t.Context(), "Team "+name, "school")
	if err != nil {
		t.Fatal(err)
	}
	w.seated(t, name, tatm.Seat{Team: team, Role: role})
	return w.as(t, name)
}

// teamOf is the team that somebody sits in.
func (w world) teamOf(t *testing.T, name string) tatm.TeamID {
	t.Helper()
	return w.as(t, name).Who().Seats[0].Team
}

// TestExpunged: a file that is no more leaves the index with the line of the
// audit that says so. What is tried is what an expunging leaves behind: a
// person in memory, a line that names the file, and no file.
func TestExpunged(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, intake := t.Context(), w.as(t, "intake")
		w.person(t, intake, "Ignaz", "Thornberry", tatm.PartialDate{Year: 1971})
		never := lookUp(t, intake, "Ignatius Thornquist")
		gone := tatm.FileID(newID(w.Now(), 3))
		r := w.onFile.of(w.org)
		r.homes.set(gone, w.team)
		r.index.Put(match.Person{ID: gone, Names: []tatm.Name{{Given: "Ignatius", Family: "Thornquist", Type: tatm.LegalName}}})
		if err := intake.line(ctx, opPersonMend, gone, store.Done); err != nil {
			t.Fatal(err)
		}
		if got := lookUp(t, intake, "Ignatius Thornquist"); !reflect.DeepEqual(got, never) {
			t.Errorf("found: %+v, never there: %+v", got, never)
		}
		if _, held := r.homes.team(gone); held || r.index.Len() != 1 {
			t.Errorf("%d people are in memory", r.index.Len())
		}
	})
}
