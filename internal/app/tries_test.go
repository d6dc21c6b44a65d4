package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"offramp/internal/match"
	"offramp/internal/tatm"
)

// stage is what the tries act on: one file of each kind with one entry of each
// kind that an operation may name, a second team, and a seat to end.
type stage struct {
	world
	file   map[tatm.FileKind]tatm.FileID
	entry  map[string]tatm.EntryID
	other  tatm.FileID // a second person
	report tatm.FileID // a second report
	stone  tatm.FileID // a report that was purged
}

// set builds a stage as the chair, who may do all of it.
func set(t *testing.T, w world) stage {
	t.Helper()
	s := stage{world: w, file: map[tatm.FileKind]tatm.FileID{}, entry: map[string]tatm.EntryID{}}
	made, ctx, chair, in := must[Made](t), t.Context(), w.as(t, "chair"), w.Now().AddDate(0, 0, 7)
	keep := func(name string, m Made, err error) {
		t.Helper()
		s.entry[name] = made(m, err).Entry
	}
	s.file[tatm.ReportFile] = made(chair.FileReport(ctx, w.team, tatm.Report{Narrative: "a passage"}, tatm.Reporter{})).File
	s.report = made(chair.FileReport(ctx, w.team, tatm.Report{Narrative: "m"}, tatm.Reporter{})).File
	r := s.file[tatm.ReportFile]
	keep("veil", made(chair.VeilPassage(ctx, r, "passage")), nil)
	keep("retaliation", made(chair.NoteRetaliation(ctx, r, "p")), nil)
	keep("demand", made(chair.LogDemand(ctx, r, tatm.Demand{What: "order", By: "b", Asks: "a", Received: w.Now()})), nil)
	mail := must[Staged](t)(w.as(t, "clock").StageMail(ctx, r, "m.txt", []byte("m")))
	keep("mail-in", made(w.as(t, "clock").EncloseMail(ctx, r, mail.ID, tatm.MailIn{})), nil)
	person := made(chair.FilePerson(ctx, w.team, tatm.Name{Family: "Roe", Type: tatm.LegalName}))
	s.file[tatm.PersonFile], s.entry["name"] = person.File, person.Entry
	s.other = made(chair.FilePerson(ctx, w.team, tatm.Name{Family: "Doe", Type: tatm.LegalName})).File
	s.file[tatm.MeetingFile] = made(chair.CallMeeting(ctx, w.team, tatm.Meeting{When: in, Type: "routine"})).File
	kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: in}}))
	k := kase.File
	s.file[tatm.CaseFile], s.entry["case"] = k, kase.Entry
	m, err := chair.Invite(ctx, k, tatm.Invitation{Actor: w.who["guest"], Sections: tatm.Sections, Purpose: "p", Basis: "b", Until: in})
	keep("of the guest", m, err)
	m, err = chair.Invite(ctx, k, tatm.Invitation{Actor: w.who["deputy"], Purpose: "p", Basis: "b", Until: in})
	keep("invitation", m, err)
	m, err = chair.AddPart(ctx, k, tatm.Part{Role: tatm.WitnessPart, Known: "w"}, Circumstance{})
	keep("part", m, err)
	m, err = chair.AddObservation(ctx, k, tatm.Observation{Text: "o"}, Circumstance{})
	keep("observation", m, err)
	m, err = chair.AddFactor(ctx, k, tatm.Factor{Class: tatm.RiskFactor, Own: "f", Rating: tatm.NotKnown}, "", Circumstance{})
	keep("factor", m, err)
	m, err = chair.MakeRequest(ctx, k, tatm.Request{Question: "q", Of: "o", Due: in})
	keep("request", m, err)
	m, err = chair.RaiseEmergency(ctx, k, "")
	keep("emergency", m, err)
	m, err = chair.AddIntervention(ctx, k, tatm.Intervention{Column: tatm.OnSubject, What: "w", Intrusiveness: tatm.Supportive, State: "planned"})
	keep("intervention", m, err)
	m, err = chair.ArmTripwire(ctx, k, tatm.Tripwire{Watch: "w", Type: "behaviour", Action: "a", Within: time.Hour, Expires: in})
	keep("tripwire", m, err)
	m, err = chair.AgreeMonitor(ctx, k, tatm.Monitor{Name: "n", Relation: "r", Why: "w", Told: "t", Basis: "b", Watch: "w", Reach: "r", Every: 7, Until: in})
	keep("monitor", m, err)
	m, err = chair.NoteCheckIn(ctx, k, tatm.CheckIn{Monitor: m.Entry, Word: "changed"}, Circumstance{})
	keep("check-in", m, err)
	m, err = chair.do(ctx, opMonitorLink, k, func(w *work) error {
		_, err := w.add(tatm.MonitorLink{Monitor: s.entry["monitor"], Hash: "h"}, Circumstance{})
		return err
	})
	keep("link", m, err)
	m, err = chair.GiveTask(ctx, k, tatm.Task{What: "t", Owner: w.who["chair"], Due: in})
	keep("task", m, err)
	m, err = chair.PromptDuty(ctx, k, tatm.Duty{What: "warn"})
	keep("duty", m, err)
	m, err = chair.PostMessage(ctx, k, tatm.Message{Text: "m"}, Becomes{})
	keep("message", m, err)
	m, err = chair.do(ctx, opProceeding, k, func(w *work) error { // seen by everybody, so that each role is tried on it
		w.put(tatm.Proceeding{What: "student-discipline", Agency: "a", Number: "1"})
		return nil
	})
	keep("proceeding", m, err)
	m, err = chair.do(ctx, opCounselMark, k, func(w *work) error {
		w.put(tatm.CounselMark{Of: s.entry["observation"], What: "exculpatory", Why: "w", By: in}, under(tatm.Counsel))
		return nil
	})
	keep("counsel-mark", m, err)
	m, err = w.as(t, "detective").AskOpening(ctx, k, tatm.Health, "r", 1)
	keep("opening", m, err)
	m, err = w.as(t, "detective").OpenNow(ctx, k, tatm.Health, "r")
	keep("opened", m, err)
	m, err = chair.DraftDisclosure(ctx, k, "", 0, tatm.Disclosure{To: "t", Purpose: "p", Basis: "team-need", Manner: "paper", Items: []tatm.EntryID{s.entry["observation"]}})
	keep("disclosure", m, err)
	m, err = chair.RecordConsent(ctx, k, tatm.Consent{Giver: "g", As: "self", Answer: tatm.Yes, Scope: "s", Recipients: "r", Purpose: "p", Until: in, How: "h"}, Circumstance{})
	keep("consent", m, err)
	m, err = chair.AskRights(ctx, k, tatm.RightsRequest{What: "access", Who: "w", As: "self", Words: "w"}, Circumstance{})
	keep("rights", m, err)
	m, err = chair.do(ctx, opCorrectionFollow, k, func(w *work) error {
		return discard(w.add(tatm.CorrectedCopy{To: "t", State: "open"}, Circumstance{}))
	})
	keep("copy", m, err)
	made(chair.LinkReport(ctx, s.file[tatm.ReportFile], k, "r"))
	m, err = w.as(t, "detective").OpenNow(ctx, s.file[tatm.ReportFile], tatm.ReporterID, "r")
	keep("identity", m, err)
	// A letter stands in the reporter's compartment: who opens it was let see that.
	asked := made(w.as(t, "intake").AskOpening(ctx, r, tatm.ReporterID, "r", 1)).Entry
	made(chair.AnswerOpening(ctx, r, asked, tatm.Yes, "w"))
	made(chair.SamePerson(ctx, person.File, s.other, "b"))
	m, err = chair.PlaceHold(ctx, k, tatm.Hold{Reason: "r", Scope: tatm.HoldFile, Look: in})
	keep("hold", m, err)
	m, err = chair.NoteChallenge(ctx, k, tatm.Challenge{By: "b", Words: "w"})
	keep("challenge", m, err)
	s.stone = w.purged(t)
	f, err := chair.StageFile(ctx, k, "n.txt", strings.NewReader("n"))
	if err != nil {
		t.Fatal(err)
	}
	m, err = chair.Attach(ctx, k, s.entry["observation"], []tatm.BlobID{f.ID}, Given{By: "b"})
	keep("attachment", m, err)
	door := w.as(t, "clock")
	f, err = door.StageEnclosure(ctx, s.file[tatm.ReportFile], "n.txt", strings.NewReader("n"))
	if err != nil {
		t.Fatal(err)
	}
	m, err = door.Enclose(ctx, []tatm.FileID{s.file[tatm.ReportFile]}, f, false)
	keep("enclosure", m, err)
	// Only a team of one may ask outside: the link of this team is put there.
	m, err = chair.do(ctx, opOutsideAsk, k, func(w *work) error {
		return discard(w.addOutside(tatm.OutsideSecond{Matter: s.entry["observation"], Of: "observation", Version: 1, Name: "n", Role: "r", Reach: "r", Hash: "h", Until: in}))
	})
	keep("outside", m, err)
	return s
}

// interviewed is an interview with all that must be written of one.
var interviewed = tatm.Interview{With: "w", Capacity: "c", By: "b", Told: "t", Summary: "s", ToldUse: tatm.WasSaid, ToldRights: tatm.WasSaid, ToldParent: tatm.NotTheirs, ToldCounsel: tatm.NotSaid}

// referral is a report of somebody's own, for who only refers: what is not
// theirs answers them like what does not exist.
func (s stage) referral(d Desk) tatm.FileID {
	if !d.refersFrom(s.team, s.Now()) {
		return s.file[tatm.ReportFile] // they are refused for this alone, in one line
	}
	made, err := d.FileReport(context.Background(), s.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})
	if err != nil {
		return s.file[tatm.ReportFile]
	}
	return made.File
}

// discard keeps what a try says of being let in, not what was made.
func discard[T any](_ T, err error) error { return err }

// triesOn are the operations on one file, as somebody would ask for them. What a
// rule of the field says afterwards does not matter: only whether they were let
// in.
func triesOn(s stage, on tatm.FileID) map[tatm.FileKind]map[string]func(Desk) error {
	return map[tatm.FileKind]map[string]func(Desk) error{
		tatm.CaseFile: onCaseFile(s, on), tatm.ReportFile: onReportFile(s, on),
		tatm.PersonFile: onPersonFile(s, on), tatm.MeetingFile: onMeetingFile(s, on),
	}
}

func onReportFile(s stage, on tatm.FileID) map[string]func(Desk) error {
	ctx, in := context.Background(), s.Now().AddDate(0, 0, 7)
	return map[string]func(Desk) error{
		"report.see":         func(d Desk) error { return discard(d.SeeReport(ctx, on)) },
		"report.acknowledge": func(d Desk) error { return discard(d.AcknowledgeReport(ctx, on)) },
		"report.take-over":   func(d Desk) error { return discard(d.TakeOverReport(ctx, on)) },
		"report.add":         func(d Desk) error { return discard(d.AddToReport(ctx, on, "t")) },
		"report.screen": func(d Desk) error {
			return discard(d.ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.Unfounded, Reason: "r"}))
		},
		"report.accept": func(d Desk) error {
			return discard(d.AcceptReport(ctx, on, "r", NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: in}}))
		},
		"report.sample":      func(d Desk) error { return discard(d.LookAtSample(ctx, on, tatm.SampleAgrees, "w")) },
		"report.return":      func(d Desk) error { return discard(d.ReturnReport(ctx, on, "b", "w")) },
		"mail.enclose":       func(d Desk) error { return discard(d.EncloseMail(ctx, on, "none", tatm.MailIn{})) },
		"mail.open":          func(d Desk) error { return discard(d.OpenMail(ctx, on, s.entry["mail-in"])) },
		"mail.stage":         func(d Desk) error { return discard(d.StageMail(ctx, on, "m.txt", []byte("m"))) },
		"report.veil":        func(d Desk) error { return discard(d.VeilPassage(ctx, on, "passage")) },
		"report.unveil":      func(d Desk) error { return discard(d.UnveilPassage(ctx, on, s.entry["veil"], "w")) },
		"report.retaliation": func(d Desk) error { return discard(d.NoteRetaliation(ctx, on, "t")) },
		"report.protect":     func(d Desk) error { return discard(d.AnswerRetaliation(ctx, on, s.entry["retaliation"], "d")) },
		"report.demand":      func(d Desk) error { return discard(d.LogDemand(ctx, on, tatm.Demand{})) },
		"report.answer-demand": func(d Desk) error {
			return discard(d.AnswerDemand(ctx, on, s.entry["demand"], tatm.DemandObjected, "w"))
		},
		"thread.punished": func(d Desk) error { return discard(d.PunishedInThread(ctx, on, "t")) },
		"report.link":     func(d Desk) error { return discard(d.LinkReport(ctx, on, s.file[tatm.CaseFile], "r")) },
		"report.unlink":   func(d Desk) error { return discard(d.UnlinkReport(ctx, on, s.file[tatm.CaseFile], "r")) },
		"report.climb":    func(d Desk) error { return discard(d.ClimbReport(ctx, on)) },
		"report.resemble": func(d Desk) error { return discard(d.Resemble(ctx, on)) },
		"report.about":    func(d Desk) error { return discard(d.TellAbout(ctx, on, "", 0, tatm.About{Family: "f"})) },
		"report.known": func(d Desk) error {
			return discard(d.AnswerLikeness(ctx, on, tatm.Known{Person: s.other, Verdict: tatm.NotYet}))
		},
		"report.incident": func(d Desk) error {
			return discard(d.AnswerIncident(ctx, on, s.report, tatm.Unsure, "b"))
		},
		"report.release": func(d Desk) error { return discard(d.ReleaseReports(ctx, []tatm.FileID{on})) },
		"report.reply":   func(d Desk) error { return discard(d.ReplyToReporter(ctx, on, tatm.Reply{Text: "t"})) },
		"report.receipt": func(d Desk) error { return discard(d.GiveReceipt(ctx, on)) },
		"thread.see":     func(d Desk) error { return discard(d.SeeThread(ctx, on)) },
		"thread.write":   func(d Desk) error { return discard(d.WriteThread(ctx, []tatm.FileID{on}, "t")) },
		"thread.reveal":  func(d Desk) error { return discard(d.RevealThread(ctx, on, tatm.Reporter{Name: "n"})) },
		"file.wall":      func(d Desk) error { return discard(d.KeepOut(ctx, on, tatm.Wall{Actor: s.who["admin"], Reason: "r"})) },
		"file.recuse":    func(d Desk) error { return discard(d.StepBack(ctx, on, "")) },
		"opening.end":    func(d Desk) error { return discard(d.EndOpening(ctx, on, s.entry["identity"])) },
		"opening.ask":    func(d Desk) error { return discard(d.AskOpening(ctx, on, tatm.ReporterID, "r", 1)) },
		"thread.notify":  func(d Desk) error { return discard(d.NotifyThread(ctx, on, "a@example.org", "en")) },
		"enclosure.stage": func(d Desk) error {
			return discard(d.StageEnclosure(ctx, on, "n.txt", strings.NewReader("n")))
		},
		"enclosure.add": func(d Desk) error {
			return discard(d.Enclose(ctx, []tatm.FileID{on}, Staged{ID: "none"}, true))
		},
		"enclosure.show": func(d Desk) error { return discard(d.ShowEnclosure(ctx, on, s.entry["enclosure"])) },
		"enclosure.open": func(d Desk) error { return discard(d.OpenEnclosure(ctx, on, s.entry["enclosure"])) },
		"report.close-short": func(d Desk) error {
			return discard(d.CloseReportShort(ctx, on, "s", tatm.ShortClose{}))
		},
	}
}

func onPersonFile(s stage, on tatm.FileID) map[string]func(Desk) error {
	ctx := context.Background()
	return map[string]func(Desk) error{
		"person.see": func(d Desk) error { return discard(d.SeePerson(ctx, on)) },
		"person.tell": func(d Desk) error {
			return discard(d.TellOfPerson(ctx, on, tatm.Name{Family: "f", Type: tatm.LegalName}, Circumstance{}))
		},
		"person.mend": func(d Desk) error {
			return discard(d.MendPerson(ctx, on, s.entry["name"], 1, tatm.Name{Family: "f", Type: tatm.LegalName}, Circumstance{}))
		},
		"person.same":  func(d Desk) error { return discard(d.SamePerson(ctx, on, s.other, "b")) },
		"person.apart": func(d Desk) error { return discard(d.ApartPerson(ctx, on, s.other, "w")) },
		"person.differ": func(d Desk) error {
			return discard(d.DifferPerson(ctx, on, s.other, tatm.Unsure, "b"))
		},
		"person.split": func(d Desk) error { return discard(d.SplitPerson(ctx, on, nil, "w")) },
	}
}

func onMeetingFile(s stage, on tatm.FileID) map[string]func(Desk) error {
	ctx := context.Background()
	return map[string]func(Desk) error{
		"meeting.see": func(d Desk) error { return discard(d.SeeMeeting(ctx, on)) },
		"meeting.seat": func(d Desk) error {
			return discard(d.SeatMeeting(ctx, on, nil, tatm.Attendance{Actor: s.who["chair"], Seat: tatm.SchoolAdmin, Present: true}))
		},
		"meeting.agenda": func(d Desk) error {
			return discard(d.PutOnAgenda(ctx, on, nil, []tatm.AgendaItem{{Case: s.file[tatm.CaseFile], Why: "chair"}}))
		},
		"meeting.minutes": func(d Desk) error { return discard(d.WriteMinutes(ctx, on, 0, "m", "")) },
		"meeting.sign":    func(d Desk) error { return discard(d.SignMinutes(ctx, on, 1)) },
		"meeting.print": func(d Desk) error {
			return discard(d.PrintMeeting(ctx, on, tatm.MeetingCopy{For: "f", Purpose: "p"}))
		},
	}
}

func onCaseFile(s stage, on tatm.FileID) map[string]func(Desk) error {
	ctx, in, id := context.Background(), s.Now().AddDate(0, 0, 7), s.entry
	var none Circumstance
	return map[string]func(Desk) error{
		"case.see":       func(d Desk) error { return discard(d.SeeCase(ctx, on)) },
		"case.as-it-was": func(d Desk) error { return discard(d.SeeCaseThen(ctx, on, s.Now())) },
		"case.versions":  func(d Desk) error { _, _, err := d.VersionsOf(ctx, on, id["observation"]); return err },
		"case.activity":  func(d Desk) error { _, _, _, err := d.Activity(ctx, on, 0); return err },
		"case.describe":  func(d Desk) error { return discard(d.DescribeCase(ctx, on, id["case"], 1, tatm.Case{Title: "t"})) },
		"case.move":      func(d Desk) error { return discard(d.MoveCase(ctx, on, tatm.AtTriage, "", "")) },
		"case.charge": func(d Desk) error {
			return discard(d.ChargeCase(ctx, on, 0, tatm.Charge{Owner: s.who["detective"], Next: "x", By: in}))
		},
		"case.invite": func(d Desk) error {
			return discard(d.Invite(ctx, on, tatm.Invitation{Actor: s.who["records"], Sections: []tatm.Section{tatm.SectionTask}, Purpose: "p", Basis: "b", From: in, Until: in.AddDate(0, 0, 1)}))
		},
		"case.revoke": func(d Desk) error { return discard(d.Revoke(ctx, on, id["invitation"])) },
		"case.wall":   func(d Desk) error { return discard(d.WallOff(ctx, on, tatm.Wall{Actor: s.who["admin"], Reason: "r"})) },
		"case.recuse": func(d Desk) error { return discard(d.Recuse(ctx, on, "kin")) },
		"case.print": func(d Desk) error {
			return discard(d.PrintCase(ctx, on, tatm.Printout{What: "case", For: "f", Purpose: "p"}))
		},
		"part.add": func(d Desk) error {
			return discard(d.AddPart(ctx, on, tatm.Part{Role: tatm.WitnessPart, Known: "w"}, none))
		},
		"part.mend": func(d Desk) error {
			return discard(d.MendPart(ctx, on, id["part"], 1, tatm.Part{Role: tatm.WitnessPart, Known: "w"}, none))
		},
		"nexus.judge": func(d Desk) error {
			return discard(d.JudgeNexus(ctx, on, "", 0, tatm.Nexus{Tied: tatm.No, Words: "w", Judged: "j"}))
		},
		"emergency.raise": func(d Desk) error { return discard(d.RaiseEmergency(ctx, on, "")) },
		"emergency.fill": func(d Desk) error {
			return discard(d.FillEmergency(ctx, on, id["emergency"], 1, tatm.Emergency{Called: "c", Steps: "s"}))
		},
		"emergency.ratify": func(d Desk) error { return discard(d.RatifyEmergency(ctx, on, id["emergency"])) },
		"access.see":       func(d Desk) error { return discard(d.SeeAccess(ctx, on, "")) },
		"opening.answer":   func(d Desk) error { return discard(d.AnswerOpening(ctx, on, id["opening"], tatm.No, "w")) },
		"opening.now":      func(d Desk) error { return discard(d.OpenNow(ctx, on, tatm.Health, "r")) },
		"opening.ratify":   func(d Desk) error { return discard(d.RatifyOpening(ctx, on, id["opened"], tatm.Yes, "")) },
		"opening.look":     func(d Desk) error { return discard(d.LookAtOpening(ctx, on, id["opened"], "w")) },
		"proceeding.link": func(d Desk) error {
			return discard(d.LinkProceeding(ctx, on, tatm.Proceeding{What: "criminal", Agency: "a", Number: "1"}))
		},
		"proceeding.end": func(d Desk) error { return discard(d.EndProceeding(ctx, on, id["proceeding"], "w")) },
		"counsel.mark": func(d Desk) error {
			return discard(d.MarkForCounsel(ctx, on, tatm.CounselMark{Of: id["observation"], What: "exculpatory", Why: "w", By: in}))
		},
		"counsel.decide":  func(d Desk) error { return discard(d.DecideCounselMark(ctx, on, id["counsel-mark"], "d")) },
		"emergency.lower": func(d Desk) error { return discard(d.LowerEmergency(ctx, on, id["emergency"], "w")) },
		"observation.add": func(d Desk) error { return discard(d.AddObservation(ctx, on, tatm.Observation{Text: "o"}, none)) },
		"observation.mend": func(d Desk) error {
			return discard(d.MendObservation(ctx, on, id["observation"], 1, tatm.Observation{Text: "o"}, none))
		},
		"interview.add": func(d Desk) error {
			return discard(d.AddInterview(ctx, on, interviewed, none))
		},
		"factor.add": func(d Desk) error {
			return discard(d.AddFactor(ctx, on, tatm.Factor{Class: tatm.RiskFactor, Own: "f", Rating: tatm.NotKnown}, "", none))
		},
		"factor.mend": func(d Desk) error {
			return discard(d.MendFactor(ctx, on, id["factor"], 1, tatm.Factor{Class: tatm.RiskFactor, Own: "f", Rating: tatm.NotKnown}, "", none))
		},
		"answer.give": func(d Desk) error {
			return discard(d.GiveAnswer(ctx, on, 0, tatm.Answer{Question: "weapons", Status: tatm.NotSought, Text: "x"}))
		},
		"disclosure.draft": func(d Desk) error { return discard(d.DraftDisclosure(ctx, on, "", 0, tatm.Disclosure{})) },
		"disclosure.cover": func(d Desk) error {
			return discard(d.CoverWords(ctx, on, id["disclosure"], 1, id["observation"], "o", "w"))
		},
		"disclosure.uncover": func(d Desk) error { return discard(d.UncoverWords(ctx, on, id["disclosure"], 1, id["observation"])) },
		"disclosure.release": func(d Desk) error { return discard(d.Release(ctx, on, id["disclosure"], 1)) },
		"disclosure.drop":    func(d Desk) error { return discard(d.DropDisclosure(ctx, on, id["disclosure"], "")) },
		"disclosure.emergency": func(d Desk) error {
			return discard(d.DiscloseInEmergency(ctx, on, tatm.EmergencyDisclosure{Threat: "t", Parties: "p", What: "w"}, none))
		},
		"correction.make": func(d Desk) error {
			return discard(d.CorrectItem(ctx, on, tatm.Correction{Item: id["observation"], Wrong: "w", Right: "r"}))
		},
		"correction.follow": func(d Desk) error { return discard(d.FollowCopy(ctx, on, id["copy"], 1, "told", "h")) },
		"consent.record":    func(d Desk) error { return discard(d.RecordConsent(ctx, on, tatm.Consent{}, none)) },
		"consent.revoke":    func(d Desk) error { return discard(d.RevokeConsent(ctx, on, id["consent"], "w")) },
		"agreement.keep":    func(d Desk) error { return discard(d.KeepAgreement(ctx, on, "", 0, tatm.Agreement{})) },
		"guardian.keep":     func(d Desk) error { return discard(d.KeepGuardian(ctx, on, "", 0, tatm.Guardian{}, none)) },
		"rights.pass":       func(d Desk) error { return discard(d.PassRights(ctx, on, 0, tatm.RightsPass{})) },
		"rights.ask":        func(d Desk) error { return discard(d.AskRights(ctx, on, tatm.RightsRequest{}, none)) },
		"rights.decide":     func(d Desk) error { return discard(d.DecideRights(ctx, on, id["rights"], 1, tatm.RightsRequest{})) },
		"request.make": func(d Desk) error {
			return discard(d.MakeRequest(ctx, on, tatm.Request{Question: "q", Of: "o", Due: in}))
		},
		"request.close":     func(d Desk) error { return discard(d.CloseRequest(ctx, on, id["request"], "answered", "g")) },
		"view.give":         func(d Desk) error { return discard(d.GiveView(ctx, on, tatm.View{Level: tatm.Low, Reason: "r"})) },
		"view.reveal":       func(d Desk) error { return discard(d.RevealViews(ctx, on)) },
		"assessment.draft":  func(d Desk) error { return discard(d.DraftAssessment(ctx, on, 0, tatm.Assessment{})) },
		"assessment.second": func(d Desk) error { return discard(d.SecondAssessment(ctx, on, 0)) },
		"assessment.sign":   func(d Desk) error { return discard(d.SignAssessment(ctx, on, 0)) },
		"assessment.stands": func(d Desk) error { return discard(d.SayUnchanged(ctx, on, "b", nil)) },
		"plan.draft":        func(d Desk) error { return discard(d.DraftPlan(ctx, on, 0, tatm.Plan{})) },
		"plan.approve":      func(d Desk) error { return discard(d.ApprovePlan(ctx, on, 0)) },
		"intervention.add": func(d Desk) error {
			return discard(d.AddIntervention(ctx, on, tatm.Intervention{Column: tatm.OnSubject, What: "w", Intrusiveness: tatm.Supportive}))
		},
		"intervention.mend": func(d Desk) error {
			return discard(d.MendIntervention(ctx, on, id["intervention"], 1, tatm.Intervention{Column: tatm.OnSubject, What: "w", Intrusiveness: tatm.Supportive, State: "running"}))
		},
		"intervention.justify": func(d Desk) error { return discard(d.JustifyStep(ctx, on, id["intervention"], 1)) },
		"intervention.ratify":  func(d Desk) error { return discard(d.RatifyStep(ctx, on, id["intervention"])) },
		"delivery.note": func(d Desk) error {
			return discard(d.NoteDelivery(ctx, on, tatm.Delivery{Intervention: id["intervention"], What: "w"}, none))
		},
		"effect.judge": func(d Desk) error {
			return discard(d.JudgeEffect(ctx, on, tatm.Effect{Intervention: id["intervention"], Change: "same", Verdict: "keep", Source: "s"}))
		},
		"need.keep": func(d Desk) error {
			return discard(d.KeepNeed(ctx, on, "", 0, tatm.Need{Domain: "housing", Words: "w", State: "open"}))
		},
		"grievance.keep": func(d Desk) error {
			return discard(d.KeepGrievance(ctx, on, "", 0, tatm.Grievance{Words: "w", Nature: "personal", State: "open"}))
		},
		"target-plan.keep": func(d Desk) error {
			return discard(d.KeepTargetPlan(ctx, on, "", 0, tatm.TargetPlan{Contact: "c", SafeWay: "s", Steps: "s", State: "running"}))
		},
		"tripwire.arm": func(d Desk) error {
			return discard(d.ArmTripwire(ctx, on, tatm.Tripwire{Watch: "w", Type: "behaviour", Action: "a", Within: time.Hour, Expires: in}))
		},
		"tripwire.raise":  func(d Desk) error { return discard(d.RaiseTripwire(ctx, on, id["tripwire"], "s")) },
		"tripwire.look":   func(d Desk) error { return discard(d.LookAtTripwire(ctx, on, id["tripwire"], "f", false)) },
		"tripwire.retire": func(d Desk) error { return discard(d.RetireTripwire(ctx, on, id["tripwire"], "w")) },
		"tripwire.mend": func(d Desk) error {
			return discard(d.MendTripwire(ctx, on, id["tripwire"], 1, tatm.Tripwire{Watch: "w", Type: "behaviour", Action: "a", Within: time.Hour, Expires: in}))
		},
		"tripwire.test":   func(d Desk) error { return discard(d.TestTripwire(ctx, on, id["tripwire"], "f")) },
		"tripwire.silent": func(d Desk) error { return discard(d.FireSilence(ctx, on, id["tripwire"])) },
		"monitor.agree":   func(d Desk) error { return discard(d.AgreeMonitor(ctx, on, tatm.Monitor{Name: "n"})) },
		"monitor.end":     func(d Desk) error { return discard(d.EndMonitor(ctx, on, id["monitor"], "w")) },
		"monitor.link":    func(d Desk) error { _, _, err := d.LinkMonitor(ctx, on, id["monitor"]); return err },
		"monitor.unlink":  func(d Desk) error { return discard(d.UnlinkMonitor(ctx, on, id["monitor"])) },
		"monitor.open":    func(d Desk) error { return discard(d.OpenMonitor(ctx, on, id["link"], "h")) },
		"monitor.word": func(d Desk) error {
			return discard(d.TakeMonitorWord(ctx, on, id["link"], "h", tatm.CheckIn{Word: "fine"}))
		},
		"check-in.read": func(d Desk) error { return discard(d.ReadCheckIn(ctx, on, id["check-in"], "f")) },
		"check-in.note": func(d Desk) error {
			return discard(d.NoteCheckIn(ctx, on, tatm.CheckIn{Monitor: id["monitor"], Word: "fine"}, none))
		},
		"task.give": func(d Desk) error {
			return discard(d.GiveTask(ctx, on, tatm.Task{What: "t", Owner: s.who["chair"], Due: in}))
		},
		"task.mend": func(d Desk) error {
			return discard(d.MendTask(ctx, on, id["task"], 1, tatm.Task{What: "t", Owner: s.who["chair"], Due: in, State: "open"}))
		},
		"message.post": func(d Desk) error { return discard(d.PostMessage(ctx, on, tatm.Message{Text: "m"}, Becomes{})) },
		"message.turn": func(d Desk) error { return discard(d.TurnMessage(ctx, on, id["message"], Becomes{})) },
		"notice.record": func(d Desk) error {
			return discard(d.RecordNotice(ctx, on, tatm.Notice{To: "t", What: "w", How: "h"}, none))
		},
		"duty.prompt": func(d Desk) error { return discard(d.PromptDuty(ctx, on, tatm.Duty{What: "warn"})) },
		"duty.answer": func(d Desk) error {
			return discard(d.AnswerDuty(ctx, on, id["duty"], 1, tatm.Duty{Answer: tatm.No, Why: "w"}))
		},
		"contact-sheet.keep": func(d Desk) error { return discard(d.KeepContactSheet(ctx, on, "", 0, tatm.ContactSheet{})) },
		"decision.make": func(d Desk) error {
			return discard(d.MakeDecision(ctx, on, tatm.Decision{Question: "q", Decided: "d", Why: "w", How: "chair"}))
		},
		"dissent.add": func(d Desk) error {
			return discard(d.AddDissent(ctx, on, tatm.Dissent{From: id["observation"], Text: "t"}))
		},
		"closure.write": func(d Desk) error { return discard(d.WriteClosure(ctx, on, 0, tatm.Closure{}, false)) },
		"closure.agree": func(d Desk) error { return discard(d.AgreeClosure(ctx, on, 0)) },
		"case.look-back": func(d Desk) error {
			return discard(d.NoteLookBack(ctx, on, tatm.LookBack{What: "after-care", Found: "f"}))
		},
		"attachment.stage": func(d Desk) error { return discard(d.StageFile(ctx, on, "n.txt", strings.NewReader("n"))) },
		"attachment.add": func(d Desk) error {
			return discard(d.Attach(ctx, on, id["observation"], nil, Given{}))
		},
		"attachment.show": func(d Desk) error { return discard(d.ShowAttachment(ctx, on, id["attachment"])) },
		"attachment.open": func(d Desk) error { return discard(d.OpenAttachment(ctx, on, id["attachment"])) },
		"outside.ask": func(d Desk) error {
			_, _, err := d.AskOutside(ctx, on, Asking{Matter: id["observation"], Name: "n", Role: "r", Reach: "r"})
			return err
		},
		"outside.revoke":   func(d Desk) error { return discard(d.RevokeOutside(ctx, on, id["outside"])) },
		"outside.see":      func(d Desk) error { return discard(d.OpenOutside(ctx, on, id["outside"], "h")) },
		"outside.answer":   func(d Desk) error { return discard(d.AnswerOutside(ctx, on, id["outside"], "h", tatm.OutsideSecond{})) },
		"mail.case":        func(d Desk) error { return discard(d.MailToCase(ctx, on, tatm.Observation{Text: "t"}, nil)) },
		"case.close-short": func(d Desk) error { return discard(d.CloseShort(ctx, on, tatm.ShortClose{})) },
		"records.see":      func(d Desk) error { return discard(d.SeeRecords(ctx, on)) },
		"hold.place": func(d Desk) error {
			return discard(d.PlaceHold(ctx, on, tatm.Hold{Reason: "r", Scope: tatm.HoldFile, Look: in}))
		},
		"hold.release": func(d Desk) error { return discard(d.ReleaseHold(ctx, on, id["hold"], 1, "w", time.Time{})) },
		"milestone.note": func(d Desk) error {
			return discard(d.NoteMilestone(ctx, on, tatm.Milestone{Event: tatm.OnLeft, On: in, Source: "s"}))
		},
		"challenge.note": func(d Desk) error {
			return discard(d.NoteChallenge(ctx, on, tatm.Challenge{By: "b", Words: "w"}))
		},
		"challenge.decide": func(d Desk) error {
			return discard(d.DecideChallenge(ctx, on, id["challenge"], 1, "refused", "w"))
		},
		"entry.validate": func(d Desk) error {
			return discard(d.ValidateEntry(ctx, on, tatm.Validation{Of: id["observation"], Basis: "b"}))
		},
		"purge.propose": func(d Desk) error {
			return discard(d.ProposePurge(ctx, on, tatm.PurgeProposal{Rule: tatm.PurgeDue, Basis: "b"}))
		},
		"purge.withdraw": func(d Desk) error { return discard(d.WithdrawPurge(ctx, on, "w")) },
		"purge.agree":    func(d Desk) error { return discard(d.AgreePurge(ctx, on)) },
	}
}

// inTeam are the operations that begin a file in a team.
func inTeam(s stage, team tatm.TeamID) map[string]func(Desk) error {
	ctx, in := context.Background(), s.Now().AddDate(0, 0, 7)
	open := NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: in}}
	return map[string]func(Desk) error{
		"report.file": func(d Desk) error {
			return discard(d.FileReport(ctx, team, tatm.Report{Narrative: "n"}, tatm.Reporter{}))
		},
		"person.file": func(d Desk) error {
			return discard(d.FilePerson(ctx, team, tatm.Name{Family: "f", Type: tatm.LegalName}))
		},
		"case.open":    func(d Desk) error { return discard(d.OpenCase(ctx, team, open)) },
		"case.carry":   func(d Desk) error { return discard(d.CarryOver(ctx, team, Carry{NewCase: open, Level: tatm.Low})) },
		"meeting.call": func(d Desk) error { return discard(d.CallMeeting(ctx, team, tatm.Meeting{When: in, Type: "routine"})) },
	}
}

// listing are the operations that list or search what the asker may see.
func listing() map[string]func(Desk) error {
	ctx := context.Background()
	return map[string]func(Desk) error{
		"records.desk":   func(d Desk) error { return discard(d.SeeRecordsDesk(ctx)) },
		"report.list":    func(d Desk) error { return discard(d.ListReports(ctx, listAll)) },
		"person.list":    func(d Desk) error { return discard(d.ListPeople(ctx, listAll)) },
		"person.search":  func(d Desk) error { return discard(d.FindPeople(ctx, match.ParseTyped("roe", 2026), 1)) },
		"person.guess":   func(d Desk) error { return discard(d.GuessPeople(ctx, tatm.File{})) },
		"pair.list":      func(d Desk) error { return discard(d.ListPairs(ctx, "")) },
		"case.list":      func(d Desk) error { return discard(d.ListCases(ctx, listAll)) },
		"case.caseload":  func(d Desk) error { return discard(d.Caseload(ctx, listAll)) },
		"counsel.list":   func(d Desk) error { return discard(d.CounselMarks(ctx)) },
		"case.search":    func(d Desk) error { return discard(d.SearchCases(ctx, "t")) },
		"meeting.list":   func(d Desk) error { return discard(d.ListMeetings(ctx, listAll)) },
		"desk.see":       func(d Desk) error { return discard(d.SeeDesk(ctx)) },
		"desk.reports":   func(d Desk) error { return discard(d.WaitingReports(ctx)) },
		"desk.meetings":  func(d Desk) error { return discard(d.ComingMeetings(ctx)) },
		"report.late":    func(d Desk) error { return discard(d.LateReports(ctx)) },
		"tripwire.quiet": func(d Desk) error { return discard(d.Silences(ctx)) },
	}
}

// inOffice are the operations on the organisation.
func inOffice(s stage) map[string]func(Desk) error {
	ctx := context.Background()
	return map[string]func(Desk) error{
		"tombstone.list": func(d Desk) error { return discard(d.ListTombstones(ctx, time.Time{})) },
		"tombstone.see":  func(d Desk) error { return discard(d.SeeTombstone(ctx, s.stone)) },
		"variant.see":    func(d Desk) error { return discard(d.SeeVariants(ctx, "")) },
		"variant.add": func(d Desk) error {
			return discard(d.AddVariant(ctx, tatm.Variant{What: tatm.Spelling, Names: "Ana Anna"}))
		},
		"variant.drop": func(d Desk) error { return discard(d.DropVariant(ctx, "none")) },
		"pair.sweep":   func(d Desk) error { return discard(d.SweepAnew(ctx)) },
		"team.see":     func(d Desk) error { return discard(d.SeeTeams(ctx)) },
		"team.add":     func(d Desk) error { return discard(d.AddTeam(ctx, "Another", "county")) },
		"office.see":   func(d Desk) error { return discard(d.SeeOffice(ctx)) },
		"member.add": func(d Desk) error {
			_, _, err := d.AddMember(ctx, NewMember{Login: newID(s.Now(), 0), Name: "n"})
			return err
		},
		"member.change": func(d Desk) error { return discard(d.ChangeMember(ctx, s.who["intake"], "enable")) },
		"seat.give":     func(d Desk) error { return discard(d.GiveSeat(ctx, s.who["spare"], tatm.Seat{Role: tatm.Affiliate})) },
		"seat.end":      func(d Desk) error { return discard(d.EndSeat(ctx, s.who["spare"], "none")) },
		"referral.list": func(d Desk) error { return discard(d.MyReferrals(ctx, "")) },
		"referral.write": func(d Desk) error {
			if d.who.Clock {
				d.refers = "partner/p" // the door asks for who holds a link
			}
			return discard(d.AddToReferral(ctx, s.referral(d), "t"))
		},
		"referral.brief": func(d Desk) error { return discard(d.ReadBriefing(ctx)) },
		"partner.see":    func(d Desk) error { return discard(d.SeePartners(ctx, s.team)) },
		"partner.add":    func(d Desk) error { return discard(d.AddPartner(ctx, s.team, tatm.Partner{})) },
		"partner.end":    func(d Desk) error { return discard(d.EndPartner(ctx, s.team, "none")) },
		"canned.see":     func(d Desk) error { return discard(d.SeeCanned(ctx, s.team)) },
		"canned.keep":    func(d Desk) error { return discard(d.KeepCanned(ctx, s.team, tatm.Canned{Code: "thanks", Lang: "en"})) },
		"roster.see":     func(d Desk) error { return discard(d.SeeRoster(ctx)) },
		"roster.turn":    func(d Desk) error { return discard(d.AddTurn(ctx, s.team, tatm.Turn{})) },
		"roster.away":    func(d Desk) error { return discard(d.AddAbsence(ctx, s.team, tatm.Absence{})) },
		"roster.end":     func(d Desk) error { return discard(d.EndTurn(ctx, s.team, "none")) },
		"member.mail":    func(d Desk) error { return discard(d.MemberMail(ctx, s.who["spare"], "")) },
		"letters.see":    func(d Desk) error { return discard(d.SeeLetters(ctx)) },
		"letter.test":    func(d Desk) error { return discard(d.TestLetter(ctx)) },
		"case.hand-over": func(d Desk) error { return d.HandOver(ctx, s.who["spare"]) },
		"channel.list":   func(d Desk) error { return discard(d.SeeChannels(ctx)) },
		"channel.see":    func(d Desk) error { return discard(d.SeeChannel(ctx, tatm.DefaultChannel)) },
		"channel.keep": func(d Desk) error {
			return discard(d.KeepChannel(ctx, "", 0, tatm.PublicChannel{Name: "n"}))
		},
		"form.keep":  func(d Desk) error { return discard(d.KeepForm(ctx, tatm.DefaultChannel, 99, tatm.Form{})) },
		"audit.read": func(d Desk) error { _, _, err := d.ReadAudit(ctx, 0); return err },
	}
}
