package web_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// onePage is how Chromium writes a page of a PDF.
var onePage = regexp.MustCompile(`/Type /Page\b[^s]`)

// mediaBox is the size of the paper in points.
var mediaBox = regexp.MustCompile(`/MediaBox \[0 0 (\d+) (\d+)\]`)

// TestPrints: the brief of a case that holds more than any sheet stays on one
// sheet of 11 × 17, the contact sheet on one letter page; each says who got it
// and what it is not for, and neither says how a target is kept safe.
func TestPrints(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newTeam(t, filepath.Join(t.TempDir(), "x.db"))
	kase := s.crowded(t)
	s.be(t, p, "Chair")
	for _, x := range []struct{ what, wide, high string }{{"brief", "1224", "792"}, {"contact-sheet", "612", "792"}} {
		at := s.copyOf(p, "/cases/"+string(kase)+"/do/print", x.what)
		p.Open(s.desk.URL + at)
		pdf := p.Printed()
		if n := len(onePage.FindAll(pdf, -1)); n != 1 {
			t.Errorf("%s: %d pages", x.what, n)
		}
		if m := mediaBox.FindSubmatch(pdf); m == nil || string(m[1]) != x.wide || string(m[2]) != x.high {
			t.Errorf("%s: paper of %s", x.what, bytes.Join(m, []byte(" ")))
		}
		said := p.Text("main")
		for _, must := range []string{"Counsel", "Review", "Not for administrative or judicial use", "lawful"} {
			if !strings.Contains(said, must) {
				t.Errorf("%s does not say %q", x.what, must)
			}
		}
		if strings.Contains(said, "Elm Street") {
			t.Errorf("%s says where the target is", x.what)
		}
	}
	p.Open(s.desk.URL + s.copyOf(p, "/cases/"+string(kase)+"/do/print", "case"))
	if said := p.Text("main"); strings.Contains(said, "Elm Street") || !strings.Contains(said, "kept for the safety of a target") {
		t.Error("the case file says where the target is, or does not say that something is kept back")
	}
}

// crowded is a case with more of everything than a sheet has room for.
func (m team) crowded(t *testing.T) tatm.FileID {
	t.Helper()
	ok := func(made app.Made, err error) app.Made {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	chair, doc := m.actor(t, "Chair", tatm.Seat{Role: tatm.Chair}), m.actor(t, "Doc", tatm.Seat{Role: tatm.Core, Discipline: tatm.MentalHealth})
	d, soon, long := m.app.As(chair), time.Now().AddDate(0, 0, 7), strings.Repeat("Words that go on and on. ", 60)
	on := ok(d.OpenCase(t.Context(), chair.Seats[0].Team, app.NewCase{Title: "A crowded file", Summary: long, Subject: "Somebody", Charge: tatm.Charge{Owner: chair.ID, Next: "Call", By: soon}})).File
	for i := range 20 {
		name := fmt.Sprintf("Number %d: %s", i, long[:150])
		for _, class := range []tatm.FactorClass{tatm.RiskFactor, tatm.Protective, tatm.Precipitating} {
			ok(d.AddFactor(t.Context(), on, tatm.Factor{Class: class, Own: name, Rating: tatm.NotKnown, Timing: tatm.Current}, "", app.Circumstance{}))
		}
		ok(d.AddIntervention(t.Context(), on, tatm.Intervention{Column: tatm.OnSubject, What: name, Intrusiveness: tatm.Supportive, Owner: chair.ID, Due: soon}))
		ok(d.ArmTripwire(t.Context(), on, tatm.Tripwire{Watch: name, Type: "behaviour", Action: name, Within: time.Hour, Expires: soon, Watcher: chair.ID}))
		ok(d.GiveTask(t.Context(), on, tatm.Task{What: name, Owner: chair.ID, Due: soon}))
	}
	ok(m.app.As(doc).GiveView(t.Context(), on, tatm.View{Level: tatm.Moderate, Reason: "r"}))
	ok(d.GiveView(t.Context(), on, tatm.View{Level: tatm.Low, Reason: "r"}))
	ok(d.RevealViews(t.Context(), on))
	judged(t, d, on, long)
	ok(d.AddObservation(t.Context(), on, tatm.Observation{Text: "She sleeps on Elm Street now"}, app.Circumstance{Regime: tatm.Victim}))
	ok(d.KeepTargetPlan(t.Context(), on, "", 0, tatm.TargetPlan{Contact: "Her sister on Elm Street", SafeWay: "By phone", Steps: "New locks on Elm Street", State: "running"}))
	ok(d.KeepContactSheet(t.Context(), on, "", 0, tatm.ContactSheet{Arms: tatm.ArmsAsked, Weapons: "Asked, not known", Home: long[:300], Medical: long[:300], Language: long[:300], Calms: long[:300], Escalates: long[:300], CallBack: m.app.Now().Add(time.Hour)}))
	return on
}

// actor is a persona in a seat of the team.
func (m team) actor(t *testing.T, name string, seat tatm.Seat) access.Actor {
	t.Helper()
	office, err := m.app.As(access.Actor{ID: "console", Org: m.org, Seats: []tatm.Seat{{Role: tatm.Administrator}}}).SeeOffice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seat.Team = office.Teams[0].ID
	for _, p := range m.personas {
		if p.Name == name {
			return access.Actor{ID: p.ID, Org: m.org, Seats: []tatm.Seat{seat}}
		}
	}
	t.Fatalf("nobody is called %s", name)
	return access.Actor{}
}

// judged signs an assessment with much to say.
func judged(t *testing.T, d app.Desk, on tatm.FileID, long string) {
	t.Helper()
	for _, q := range []string{"weapons", "prior-contact", "despair", "protective"} {
		if _, err := d.GiveAnswer(t.Context(), on, 0, tatm.Answer{Question: q, Status: tatm.NotObtained, Text: "Asked"}); err != nil {
			t.Fatal(err)
		}
	}
	axes := map[tatm.Axis]string{}
	for _, x := range tatm.Axes {
		axes[x] = long
	}
	a := tatm.Assessment{Axes: axes, Level: tatm.Moderate, Basis: long, Risk: long, Protective: long, Precipitating: long, Gaps: long, Alternatives: long, Confidence: long, Protected: long, Disability: long, OneSource: long}
	if _, err := d.DraftAssessment(t.Context(), on, 0, a); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignAssessment(t.Context(), on, 1); err != nil {
		t.Fatal(err)
	}
}
