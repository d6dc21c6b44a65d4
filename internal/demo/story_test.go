package demo

import (
	"strings"
	"testing"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// stories holds each story against its point, as the record has it.
func (b built) stories(t *testing.T) {
	for title, check := range map[string]func(*testing.T, tatm.File){
		"A drawing with a sword": b.sawDrawing, "A list with names": b.sawMisspelt, "Bomb threat, courthouse annex": b.sawBombThreat,
		"Shotgun in the truck": b.sawFriday, "Posts against the county board": b.sawSpeech, "Waiting in the lot": b.sawStalking,
		"Nights in a violent group": b.sawDrawnIn, "Rumour about the homecoming game": b.sawRumour, "Threats in a group chat": b.sawFaded,
		"Letters to a judge": b.sawRefusal, "Letters to the ward": b.sawDissent, "Posts about a school attack": b.sawEighteen,
		"Rage in the warehouse": b.sawRetaliation, "What Lily wrote": b.sawParent,
	} {
		t.Run(title, func(t *testing.T) {
			f, ok := b.cases[title]
			if !ok {
				t.Fatal("no such case")
			}
			check(t, f)
		})
	}
	t.Run("serial reporter", b.sawSerial)
}

// need fails a story whose point is not in the record.
func need(t *testing.T, ok bool, point string) {
	t.Helper()
	if !ok {
		t.Errorf("not in the record: %s", point)
	}
}

func (b built) sawDrawing(t *testing.T, f tatm.File) {
	c, _ := tatm.Last[tatm.Case](f)
	s, short := tatm.Last[tatm.ShortClose](f)
	need(t, tatm.StateOf(f) == tatm.Closed && short && c.Rec.Young, "closed on the short path, as a young child's")
	need(t, strings.Contains(s.Rec.What, "autistic") && s.Rec.Help != "" && s.Rec.SecondLook != "", "disability named, help offered, a second look")
	need(t, len(tatm.All[tatm.Assessment](f)) == 0, "no level was put on a child")
	v, err := b.all.SeePerson(t.Context(), tatm.All[tatm.Part](f)[0].Rec.Person)
	x, _ := tatm.Last[tatm.Birth](v.File)
	need(t, err == nil && b.end.Year()-x.Rec.Date.Year == 8, "he is eight")
}

func (b built) sawMisspelt(t *testing.T, f tatm.File) {
	v, err := b.all.SeePerson(t.Context(), tatm.All[tatm.Part](f)[0].Rec.Person)
	need(t, err == nil && len(tatm.All[tatm.Name](v.File)) == 3, "three spellings on the person's file")
	links := tatm.All[tatm.ReportLink](f)
	need(t, len(links) == 3, "both earlier reports are linked to the case")
	for _, l := range links[1:] {
		r, err := b.all.SeeReport(t.Context(), l.Rec.Report)
		s, _ := tatm.Last[tatm.Screening](r.File)
		need(t, err == nil && s.Rec.Outcome == tatm.Linked && s.Version == 2, "each was screened out first and linked later")
		need(t, f.Opened.Sub(r.File.Opened) > 20*24*time.Hour, "each came weeks before the case")
	}
	d, _ := tatm.Last[tatm.Decision](f)
	need(t, strings.Contains(d.Rec.Decided, "Reinhart, Rinehart"), "what was missed is said in words")
}

func (b built) sawBombThreat(t *testing.T, f tatm.File) {
	p := tatm.All[tatm.Part](f)[0]
	vs, _, err := b.all.VersionsOf(t.Context(), f.ID, p.ID)
	if err != nil || len(vs) != 2 {
		t.Fatalf("the part has %d versions, %v", len(vs), err)
	}
	need(t, vs[0].Record.(tatm.Part).Person == "" && vs[1].Record.(tatm.Part).Person != "", "not known, then found")
	r, _ := tatm.Last[tatm.ReportLink](f)
	v, err := b.all.SeeReport(t.Context(), r.Rec.Report)
	x, _ := tatm.Last[tatm.Report](v.File)
	need(t, err == nil && x.Rec.Anonymous && x.Rec.Channel == tatm.ByPortal, "the report was anonymous")
}

func (b built) sawFriday(t *testing.T, f tatm.File) {
	e, _ := tatm.Last[tatm.Emergency](f)
	zone := b.app.Library().PackAt("default", b.end).Zone
	up := e.HappenedAt.In(zone)
	need(t, up.Weekday() == time.Friday && up.Hour() >= 20, "a Friday night")
	need(t, e.Rec.Words == "" && !e.Rec.Filled.IsZero() && e.Rec.Filled.Sub(e.HappenedAt) < 24*time.Hour, "raised without a form, back-filled within a day")
	need(t, e.Rec.Ratified == b.ids["Rosa Delgado"], "ratified by the chair")
	need(t, e.Rec.CalledAt.Before(e.Rec.Filled) && strings.Contains(e.Rec.Called, "911"), "911 was called first")
	done := false
	for _, v := range tatm.All[tatm.Intervention](f) {
		done = done || v.Rec.DoneFirst && v.Rec.Restricts() && len(tatm.Origins(f, v.Rec.Observations)) >= 2
	}
	need(t, done, "the gun was held first, and the step cites the totality")
	raised := false
	for _, w := range tatm.All[tatm.Tripwire](f) {
		raised = raised || w.Rec.State == tatm.Raised
	}
	need(t, raised && len(tatm.News(f)) > 0, "a raised tripwire makes the assessment stale")
}

func (b built) sawSpeech(t *testing.T, f tatm.File) {
	c, _ := tatm.Last[tatm.Closure](f)
	a, _ := tatm.Standing(f)
	n, _ := tatm.Last[tatm.Nexus](f)
	need(t, tatm.StateOf(f) == tatm.Closed && c.Rec.Reason == "protected", "closed as protected")
	need(t, a.Rec.Level == tatm.NoConcern && n.Rec.Tied == tatm.No, "no concern found, and no nexus from belief")
	need(t, strings.Contains(c.Rec.AfterCare, "mediator") && c.Rec.Proposed != c.Rec.Approved, "help offered, closed by two")
}

func (b built) sawStalking(t *testing.T, f tatm.File) {
	hearing, watched := time.Time{}, false
	for _, k := range tatm.All[tatm.Factor](f) {
		if k.Rec.Timing == tatm.Anticipated {
			hearing = k.Rec.On
		}
	}
	for _, w := range tatm.All[tatm.Tripwire](f) {
		watched = watched || w.Rec.Type == "calendar" && w.Rec.State == tatm.Armed && strings.Contains(w.Rec.Watch, "hearing")
	}
	need(t, hearing.After(b.end) && watched, "the hearing lies ahead, and a tripwire stands on it")
	need(t, len(tatm.All[tatm.TargetPlan](f)) == 1 && len(tatm.All[tatm.CheckIn](f)) >= 2, "a plan for the person followed, and a monitor who calls")
}

func (b built) sawDrawnIn(t *testing.T, f tatm.File) {
	var levels []string
	for _, a := range tatm.All[tatm.Assessment](f) {
		levels = append(levels, string(a.Rec.Level))
		if a.Rec.Level == tatm.Moderate {
			need(t, a.Rec.Second != "" && a.Rec.Second != a.Rec.SignedBy, "going down from high took one signature more")
		}
	}
	need(t, strings.Join(levels, " ") == "high moderate low low", "the level falls over reassessments: "+strings.Join(levels, " "))
	need(t, tatm.StateOf(f) == tatm.Monitored, "stepped down to monitoring")
	domains := map[string]bool{}
	for _, v := range tatm.All[tatm.Intervention](f) {
		domains[v.Rec.Domain] = true
		need(t, v.Rec.LawReport == "" && !v.Rec.Restricts(), "no report and no restriction: there was no crime")
	}
	need(t, domains["disengagement"] && domains["employment"] && domains["family"], "a former extremist, a job, the family")
	delivered := 0
	for _, d := range tatm.All[tatm.Delivery](f) {
		if d.Rec.Done {
			delivered++
		}
	}
	need(t, delivered >= 8, "the steps reached him")
}

func (b built) sawRumour(t *testing.T, f tatm.File) {
	var tips []tatm.EntryID
	for _, o := range tatm.All[tatm.Observation](f) {
		if o.Rec.Report != "" {
			tips = append(tips, o.ID)
		}
	}
	need(t, len(tips) == 5 && len(tatm.All[tatm.ReportLink](f)) == 5, "five tips, linked and not merged")
	need(t, len(tatm.Origins(f, tips)) == 1, "they count as one source")
	a, ok := tatm.Standing(f)
	need(t, ok && a.Rec.Level == tatm.NoConcern && len(tatm.Origins(f, a.Rec.Observations)) == 2, "the level rests on two origins, not on six accounts")
}

func (b built) sawSerial(t *testing.T) {
	v, err := b.all.ListReports(t.Context(), app.Filter{All: true, Limit: 100, Order: app.ByNumber})
	if err != nil {
		t.Fatal(err)
	}
	found, heard := 0, false
	for _, r := range v.Rows {
		full, err := b.desks["Marta Quill"].SeeReport(t.Context(), r.ID)
		if err != nil {
			continue // the other team's
		}
		told, _ := tatm.Last[tatm.Report](full.File) // who reported is seen by whoever took it, until it was screened
		s, _ := tatm.Last[tatm.Screening](full.File)
		if !strings.Contains(told.Rec.Who, "umber 12") {
			continue
		}
		if s.Rec.Outcome == tatm.KnowinglyFalse {
			found++
			need(t, s.Rec.First == b.ids["Dana Whitlock"] && s.Rec.Second == b.ids["Rosa Delgado"], "two people found it knowingly false")
			need(t, len(tatm.All[tatm.Addition](full.File)) > 0, "it was checked on the spot first")
		}
		heard = heard || s.Rec.Outcome == tatm.Routed && s.Rec.TakenBy != ""
	}
	need(t, found == 3 && heard, "three false reports, and the fourth, a true one, was heard")
}

func (b built) sawFaded(t *testing.T, f tatm.File) {
	fired := false
	for _, w := range tatm.All[tatm.Tripwire](f) {
		if w.Rec.Type == "silence" {
			last := time.Time{}
			for _, d := range tatm.All[tatm.Delivery](f) {
				if d.Rec.Done && d.Rec.Intervention == w.Rec.Of {
					last = d.HappenedAt
				}
			}
			quiet := w.Rec.RaisedAt.Sub(last.AddDate(0, 0, w.Rec.Silence))
			fired = w.Rec.State == tatm.Raised && w.Rec.RaisedBy == "clock" && quiet >= 0 && quiet < 4*24*time.Hour
		}
	}
	need(t, fired, "the clock raised the tripwire on silence when its time ran out")
	need(t, b.rows["Threats in a group chat"].Head.LevelExpires.Before(b.end), "its level has run out, and the file says so")
}

func (b built) sawRefusal(t *testing.T, f tatm.File) {
	missed, refused := 0, 0
	for _, d := range tatm.All[tatm.Delivery](f) {
		if !d.Rec.Done {
			missed++
		}
	}
	for _, v := range tatm.All[tatm.Intervention](f) {
		if v.Rec.State == "refused" {
			refused++
		}
		need(t, !v.Rec.Restricts(), "refusal is answered by no restriction")
	}
	d, _ := tatm.Last[tatm.Decision](f)
	need(t, missed >= 4 && refused == 2, "every attempt is logged, and what was refused says so")
	need(t, strings.Contains(d.Rec.Question, "lawfully") && d.Rec.Review.After(b.end), "the lawful next steps are decided, until a date")
}

func (b built) sawDissent(t *testing.T, f tatm.File) {
	x, ok := tatm.Last[tatm.Dissent](f)
	if !ok || x.RecordedBy != b.ids["Dr. Ines Falk"] {
		t.Fatalf("no dissent of the psychologist: %v", x)
	}
	was, err := b.desks["Rosa Delgado"].SeeCaseThen(t.Context(), f.ID, x.RecordedAt.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	then, _ := tatm.Standing(was.File)
	shown, _ := tatm.Last[tatm.Dissent](was.File)
	now, _ := tatm.Standing(f)
	need(t, then.Rec.Level == tatm.High && shown.Rec.Text == x.Rec.Text, "on that day the level was high, and her words stood beside it")
	need(t, now.Rec.Level == tatm.Low, "today it is low")
	views := map[tatm.ActorID]tatm.Level{}
	for _, v := range tatm.All[tatm.View](was.File) {
		views[v.Rec.Rater] = v.Rec.Level
	}
	need(t, views[b.ids["Dana Whitlock"]] == tatm.High && views[b.ids["Dr. Ines Falk"]] == tatm.Low, "the detective and the psychologist differed before they talked")
	before, err := b.desks["Rosa Delgado"].SeeCaseThen(t.Context(), f.ID, then.Rec.Signed.Add(-time.Minute))
	_, signed := tatm.Standing(before.File)
	need(t, err == nil && !signed, "a minute before the signature there was no level")
}

func (b built) sawEighteen(t *testing.T, f tatm.File) {
	c, _ := tatm.Last[tatm.Closure](f)
	need(t, tatm.StateOf(f) == tatm.Transferred && c.Rec.Receiver != "" && strings.Contains(c.Rec.Receipt, "in writing"), "handed over, and accepted in writing")
	need(t, len(tatm.All[tatm.Notice](f)) > 0 && len(tatm.All[tatm.Printout](f)) > 0, "she was told, and what left is on record")
}

func (b built) sawRetaliation(t *testing.T, f tatm.File) {
	var seen, undone time.Time
	for _, o := range tatm.All[tatm.Observation](f) {
		if strings.Contains(o.Rec.Text, "locker was forced") {
			seen = o.RecordedAt
		}
	}
	for _, k := range tatm.All[tatm.Task](f) {
		if k.Rec.State == "done" {
			undone = k.RecordedAt
		}
	}
	need(t, !seen.IsZero() && undone.After(seen) && undone.Sub(seen) < 9*time.Hour, "answered on the same day")
	d, _ := tatm.Last[tatm.Decision](f)
	need(t, strings.Contains(d.Rec.Question, "retaliation"), "called by its name")
}

func (b built) sawParent(t *testing.T, f tatm.File) {
	silent := false
	for _, n := range tatm.All[tatm.Notice](f) {
		silent = silent || n.Rec.NotBecause != "" && n.Rec.Reached == tatm.No
	}
	d, _ := tatm.Last[tatm.Duty](f)
	need(t, silent, "a notice that was not given, with its reason")
	need(t, d.Rec.Answer == tatm.Yes && d.Rec.Reference != "", "the duty to report was answered")
	_, err := b.desks["Superintendent Lena Voss"].SeeCase(t.Context(), f.ID)
	need(t, err != nil, "a relative of the family does not see the case")
}
