package web_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
)

// canary is a word planted in one entry: it stands nowhere else, so where it is
// read the entry was shown.
type canary struct {
	word    string
	kind    tatm.FileKind
	section tatm.Section
	regime  tatm.Regime
	author  tatm.ActorID // of what only its author sees
}

// plant makes the canary of an entry.
func (m *matrix) plant(kind tatm.FileKind, s tatm.Section, r tatm.Regime) string {
	c := canary{kind: kind, section: s, regime: r}
	c.word = "zq" + strings.ToLower(strings.ReplaceAll(string(kind)+string(s)+string(r), "-", ""))
	m.planted = append(m.planted, c)
	return c.word
}

// writeFiles fills the report, the person and the meeting of the north.
func (m *matrix) writeFiles() {
	ctx, keep := m.t.Context(), made[app.Made](m)
	desk := m.app.As(m.chair)
	report := tatm.Report{Narrative: "He said " + m.plant(tatm.ReportFile, tatm.SectionReport, tatm.General), Who: "Marisol Zqvist"}
	m.file["report"] = keep(desk.FileReport(ctx, m.north, report, tatm.Reporter{Name: m.plant(tatm.ReportFile, tatm.SectionReport, tatm.ReporterID), Contact: "555"})).File
	door := m.app.As(access.Actor{ID: "portal", Org: m.chair.Org, Clock: true})
	file := made[app.Staged](m)(door.StageEnclosure(ctx, m.file["report"], "note.png", picture(m.t)))
	m.entry["files"] = keep(door.Enclose(ctx, []tatm.FileID{m.file["report"]}, file, false)).Entry
	mail := made[app.Staged](m)(door.StageMail(ctx, m.file["report"], "message.eml", []byte("From: a@example.org\r\nSubject: s\r\nDate: Thu, 01 Jan 1970 00:00:00 +0000\r\n\r\nwords\r\n")))
	m.entry["mail"] = keep(door.EncloseMail(ctx, m.file["report"], mail.ID, tatm.MailIn{})).Entry
	name := tatm.Name{Given: "Marisol", Family: "Zqvist", Type: tatm.LegalName}
	person := keep(desk.FilePerson(ctx, m.north, name))
	m.file["person"], m.entry["person"] = person.File, person.Entry
	m.entry["report"] = made[app.ReportView](m)(desk.SeeReport(ctx, m.file["report"])).File.Entries[0].ID
	for _, r := range written() {
		d := tatm.Detail{What: tatm.EmployerDetail, Value: m.plant(tatm.PersonFile, tatm.SectionIdentity, r)}
		e := keep(m.everyRegime().TellOfPerson(ctx, person.File, d, app.Circumstance{Regime: r})).Entry
		m.hide(r, "person", e)
	}
	meeting := tatm.Meeting{When: m.now().AddDate(0, 0, 40), Type: "routine"}
	m.file["meeting"] = keep(desk.CallMeeting(ctx, m.north, meeting)).File
	keep(desk.WriteMinutes(ctx, m.file["meeting"], 0, m.plant(tatm.MeetingFile, tatm.SectionMeeting, tatm.General), ""))
}

func (m *matrix) hide(r tatm.Regime, what string, e tatm.EntryID) {
	if m.hidden[r] == nil {
		m.hidden[r] = map[string]tatm.EntryID{}
	}
	m.hidden[r][what] = e
}

// everyRegime is the chair, who writes what they are not cleared to read again.
func (m *matrix) everyRegime() app.Desk { return m.app.As(m.chair) }

// writeCase opens the case with an entry in every regime, a sealed view, walls,
// invitations that hold, have ended, and were taken back.
func (m *matrix) writeCase() {
	ctx, keep, desk := m.t.Context(), made[app.Made](m), m.app.As(m.chair)
	title := m.plant(tatm.CaseFile, tatm.SectionHead, tatm.General)
	owner := m.one(own, tatm.Core, tatm.LawEnforcement)
	kase := keep(desk.OpenCase(ctx, m.north, app.NewCase{Title: title, Subject: "Known to us", Charge: tatm.Charge{Owner: owner.id, Next: "Call", By: matrixDay.AddDate(0, 0, 3)}})).File
	m.file["case"], m.file["file"] = kase, kase
	for _, r := range written() {
		o := tatm.Observation{Text: "Seen: " + m.plant(tatm.CaseFile, tatm.SectionFacts, r)}
		m.hide(r, "case", keep(desk.AddObservation(ctx, kase, o, app.Circumstance{Regime: r})).Entry)
	}
	m.entry["case"] = m.hidden[tatm.General]["case"]
	m.entry["file"] = m.entry["case"]
	s := made[app.Staged](m)(desk.StageFile(ctx, kase, "note.png", picture(m.t)))
	m.entry["attachments"] = keep(desk.Attach(ctx, kase, m.entry["case"], []tatm.BlobID{s.ID}, app.Given{By: "the school"})).Entry
	gone := keep(desk.DraftDisclosure(ctx, kase, "", 0, tatm.Disclosure{To: "Officer Hale", Purpose: "p", Basis: "team-need", Manner: "paper", Items: []tatm.EntryID{m.entry["case"]}}))
	keep(desk.Release(ctx, kase, gone.Entry, 1))
	m.entry["releases"] = gone.Entry
	keep(desk.GiveTask(ctx, kase, tatm.Task{What: m.plant(tatm.CaseFile, tatm.SectionTask, tatm.General), Owner: owner.id, Due: matrixDay.AddDate(0, 0, 2)}))
	keep(desk.PostMessage(ctx, kase, tatm.Message{Text: m.plant(tatm.CaseFile, tatm.SectionDiscussion, tatm.General)}, app.Becomes{}))
	keep(desk.MakeDecision(ctx, kase, tatm.Decision{Question: m.plant(tatm.CaseFile, tatm.SectionDecision, tatm.General), Decided: "d", Why: "w", How: "chair"}))
	keep(desk.AddFactor(ctx, kase, tatm.Factor{Class: tatm.RiskFactor, Own: m.plant(tatm.CaseFile, tatm.SectionFactors, tatm.General), Rating: tatm.NotKnown}, "", app.Circumstance{}))
	keep(desk.KeepNeed(ctx, kase, "", 0, tatm.Need{Domain: "housing", Words: m.plant(tatm.CaseFile, tatm.SectionPlan, tatm.General), State: "open"}))
	m.standAround(kase)
}

// standAround puts everybody where they stand to the case.
func (m *matrix) standAround(kase tatm.FileID) {
	ctx, keep, desk := m.t.Context(), made[app.Made](m), m.app.As(m.chair)
	v := tatm.Invitation{Sections: []tatm.Section{tatm.SectionFacts}, Purpose: "p", Basis: "b", Until: matrixDay.AddDate(0, 0, -5)}
	for _, p := range m.all {
		switch v.Actor = p.id; p.stand {
		case walled:
			keep(desk.WallOff(ctx, kase, tatm.Wall{Actor: p.id, Reason: "kin"}))
		case recused:
			who := access.Actor{ID: p.id, Org: p.org, Seats: []tatm.Seat{p.seat}}
			keep(m.app.As(who).Recuse(ctx, kase, "kin"))
		case expired:
			keep(desk.Invite(ctx, kase, v))
		case takenBack:
			long := v
			long.Until = matrixDay.AddDate(0, 1, 0)
			keep(desk.Revoke(ctx, kase, keep(desk.Invite(ctx, kase, long)).Entry))
		case guest:
			some := v
			some.Until, some.Sections = matrixDay.AddDate(0, 1, 0), []tatm.Section{tatm.SectionFacts}
			keep(desk.Invite(ctx, kase, some))
		}
	}
	sealed := m.one(own, tatm.Core, tatm.MentalHealth)
	m.planted = append(m.planted, canary{word: "zqsealedview", kind: tatm.CaseFile, section: tatm.SectionAssessment, regime: tatm.General, author: sealed.id})
	keep(m.app.As(access.Actor{ID: sealed.id, Org: sealed.org, Seats: []tatm.Seat{sealed.seat}}).GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "zqsealedview"}))
}

// one is the person of a stand, role and discipline.
func (m *matrix) one(s stand, r tatm.Role, d tatm.Discipline) person {
	for _, p := range m.of(s) {
		if p.seat.Role == r && p.seat.Discipline == d {
			return p
		}
	}
	m.t.Fatalf("nobody is %s %s %s", s, r, d)
	return person{}
}

// The policy once more, written from the practice reference (2.5, 4.7) and the
// issue, without asking package access: a change of it shows here.

// written are the regimes that something can be written under: the others are
// off in the default pack.
func written() []tatm.Regime {
	return slices.DeleteFunc(slices.Clone(tatm.Regimes), func(r tatm.Regime) bool {
		return r == tatm.SubstanceUse || r == tatm.Intelligence || r == tatm.Suspicious
	})
}

// clears are the regimes of a seat besides GENERAL, as the default pack has them:
// by presiding and by profession. Who made a report is seen by asking alone.
func clears(p person) (out []tatm.Regime) {
	if p.seat.Role == tatm.RecordsOffice {
		return nil
	}
	if p.seat.Role == tatm.Chair || p.seat.Role == tatm.Deputy {
		out = append(out, tatm.Education, tatm.Health, tatm.Personnel, tatm.Juvenile, tatm.ChildWelfare, tatm.Victim)
	}
	return append(out, map[tatm.Discipline][]tatm.Regime{
		tatm.LawEnforcement: {tatm.CrimeHistory, tatm.Juvenile, tatm.Victim},
		tatm.MentalHealth:   {tatm.Education, tatm.Health, tatm.ChildWelfare, tatm.Victim},
		tatm.SchoolAdmin:    {tatm.Education, tatm.ChildWelfare},
		tatm.HumanResources: {tatm.Personnel},
		tatm.LegalCounsel:   {tatm.Personnel, tatm.Counsel},
		tatm.SocialServices: {tatm.ChildWelfare, tatm.Victim},
	}[p.seat.Discipline]...)
}

// readers are the roles that read a kind of file: whole, or some sections.
var readers = map[tatm.Role]map[tatm.FileKind][]tatm.Section{
	tatm.Chair:  {tatm.CaseFile: nil, tatm.ReportFile: nil, tatm.PersonFile: nil, tatm.MeetingFile: nil},
	tatm.Deputy: {tatm.CaseFile: nil, tatm.ReportFile: nil, tatm.PersonFile: nil, tatm.MeetingFile: nil},
	tatm.Core:   {tatm.CaseFile: nil, tatm.ReportFile: nil, tatm.PersonFile: nil, tatm.MeetingFile: nil},
	tatm.Intake: {tatm.ReportFile: nil, tatm.PersonFile: nil},
	// Whose file is whose is the records officer's to keep: who somebody is shows.
	tatm.RecordsOffice: {tatm.PersonFile: {tatm.SectionIdentity, tatm.SectionRecords}},
	tatm.Approver:      {tatm.CaseFile: {tatm.SectionHead, tatm.SectionAssessment, tatm.SectionPlan, tatm.SectionDecision}},
}

// heads are the roles that know of a kind of file, not what it says.
var heads = map[tatm.Role][]tatm.FileKind{
	tatm.Intake:        {tatm.CaseFile},
	tatm.RecordsOffice: {tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile},
}

// reads reports whether somebody may read what a canary was planted in.
func (m *matrix) reads(p person, c canary) bool {
	if c.author != "" && c.author != p.id {
		return false
	}
	switch {
	case slices.Contains(outsiders, p.stand), p.token == "":
		return false
	case c.kind == tatm.CaseFile && slices.Contains(shutOut, p.stand):
		return false
	case c.kind == tatm.CaseFile && p.stand == guest:
		return c.section == tatm.SectionFacts && c.regime == tatm.General
	}
	if c.kind == tatm.ReportFile && c.regime == tatm.ReporterID {
		return p.id == m.chair.ID // whoever took the report, until its screening ends
	}
	sections, some := readers[p.seat.Role][c.kind]
	return some && (sections == nil || slices.Contains(sections, c.section)) && (c.regime == tatm.General || slices.Contains(clears(p), c.regime))
}

// knows reports whether somebody may know that a file of the north is there.
func (m *matrix) knows(p person, kind tatm.FileKind) bool {
	switch {
	case slices.Contains(outsiders, p.stand), p.token == "":
		return false
	case kind == tatm.CaseFile && slices.Contains(shutOut, p.stand):
		return false
	case kind == tatm.CaseFile && p.stand == guest:
		return true
	}
	_, some := readers[p.seat.Role][kind]
	return some || slices.Contains(heads[p.seat.Role], kind)
}

// picture is a small one.
func picture(t *testing.T) io.Reader {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return &b
}
