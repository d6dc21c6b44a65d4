package demo

import (
	"fmt"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// stories tells every case.
func (w *world) stories() {
	w.drawing()
	w.misspelt()
	w.bombThreat()
	w.fridayNight()
	w.odiousSpeech()
	w.stalking()
	w.drawnIn()
	w.rumour()
	w.serialReporter()
	w.faded()
	w.refuses()
	w.turnsEighteen()
	w.retaliation()
	w.parentNotTold()
	w.others()
	w.queue()
	w.meetings()
}

// drawing: a pupil of eight with autism and a drawing; short path, closed.
func (w *world) drawing() {
	s := w.story("the drawing", schools)
	s.person(40, "Theo", "Marsh")
	s.report(39.9, "r", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "A second-grader drew himself with a sword next to the art teacher. A classmate was upset.", Who: "Theo M., second grade"}, tatm.Reporter{Name: "Ms. Weir", Relation: "art teacher"})
	s.accept(39.8, "r", app.NewCase{Title: "A drawing with a sword", Subject: "Theo", Young: true, Minor: true}, "couns")
	s.at(39.7, func() error {
		return done(s.as("prin").CloseShort(w.ctx, s.kase, tatm.ShortClose{
			What: "One drawing after a film about knights. Theo is eight and autistic; he says he protects his teacher in it.", CheckedWith: "Art teacher, mother, special-education teacher",
			Prior: "No earlier contact under any spelling", WhyNone: "Play at his stage of development; no target, no anger, no means", Help: "Social story about drawings; art teacher knows whom to ask", SecondLook: "Hugo Lind, special education",
		}))
	})
}

// misspelt: a misspelt surname hid two earlier reports.
func (w *world) misspelt() {
	s := w.story("the misspelt name", schools)
	s.report(75, "a", tatm.Report{Channel: tatm.ByPhone, Narrative: "Jonas Reinhart told his cousin he would bring something to school that nobody would forget.", Who: "Jonas Reinhart, 10th grade"}, tatm.Reporter{Name: "Mrs. Abel", Relation: "aunt"})
	s.at(74, func() error {
		return done(s.as("intake").ScreenReport(w.ctx, s.file("a"), tatm.Screening{Outcome: tatm.Unfounded, Reason: "No pupil of this name in the district"}))
	})
	s.report(50, "b", tatm.Report{Channel: tatm.ByMail, Narrative: "Boy called Jonas Rinehart talks about explosives in the bus. He may be joking.", Who: "Jonas Rinehart"}, tatm.Reporter{})
	s.at(49, func() error {
		return done(s.as("intake").ScreenReport(w.ctx, s.file("b"), tatm.Screening{Outcome: tatm.OutOfScope, Reason: "No pupil of this name; passed to the bus company"}))
	})
	s.person(20, "Jonas", "Reinhardt")
	s.at(19.9, func() error {
		return done(s.as("intake").TellOfPerson(w.ctx, s.file("person"), tatm.Name{Given: "Jonas", Family: "Reinhart", Type: tatm.AliasName, Source: "earlier report, misspelt"}, app.Circumstance{}))
	})
	s.at(19.8, func() error {
		return done(s.as("intake").TellOfPerson(w.ctx, s.file("person"), tatm.Name{Given: "Jonas", Family: "Rinehart", Type: tatm.AliasName, Source: "earlier report, misspelt"}, app.Circumstance{}))
	})
	s.report(19.7, "c", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Jonas Reinhardt showed two boys a list with names and a date.", Who: "Jonas Reinhardt, 10th grade", Target: tatm.Yes}, tatm.Reporter{Name: "Coach Dean"})
	s.accept(19.6, "c", app.NewCase{Title: "A list with names", Subject: "Jonas Reinhardt", Minor: true}, "couns")
	s.see(19.5, "couns", "Coach Dean", "The list has four names and the last day of term.")
	s.see(19.4, "couns", "Mrs. Abel", "In spring he told his cousin he would bring something to school that nobody would forget. The report was lost under another spelling.")
	s.answers(19.3, "couns", "Grandfather's hunting rifle, locked; key with the grandfather", "Says he does not care what happens to him; no plan", "Close to his cousin; plays the drums")
	s.move(19.2, tatm.AtTriage, "")
	s.move(19.1, tatm.AtInquiry, "Target named; earlier reports found")
	s.factor(19, "risk", tatm.Factor{Class: tatm.RiskFactor, Item: "us-fbi-prevent-mass-violence-2024#violent-plans-talk", Dynamic: true})
	s.factor(18.9, "prot", tatm.Factor{Class: tatm.Protective, Own: "A cousin he talks to every day", Rating: tatm.Partial})
	s.move(18.8, tatm.AtAssessment, "")
	s.assess(18.7, tatm.High, "Named targets, a date, and the same words to two people who saw it themselves.", both(tatm.High, tatm.Moderate, "Names and a date"))
	s.move(18.5, tatm.AtPlanning, "")
	s.at(18.45, func() error {
		return done(s.as("prin").AddPart(w.ctx, s.kase, tatm.Part{Role: tatm.TargetPart, Known: "Four pupils on the list"}, app.Circumstance{}))
	})
	s.wire(18.4, "wire", tatm.Tripwire{Watch: "He misses two days in a row, or gives things away", Type: "behaviour", Action: "Call the chair; visit the family the same day", Channel: "attendance office"})
	s.plan(18.3, "He says the list was about who laughed at him. He wants it to stop.",
		tatm.Intervention{Column: tatm.OnSubject, What: "Daily check-in with the counsellor", Domain: "mental-health", Direct: true},
		tatm.Intervention{Column: tatm.OnTarget, What: "The four families told and asked what they need", Domain: "victim-services"},
		tatm.Intervention{Column: tatm.OnEnvironment, What: "Bullying in the locker room stopped: a coach is present", Domain: "belonging-mentoring"},
		tatm.Intervention{Column: tatm.OnEvents, What: "Plan for the last day of term", Domain: "education"})
	s.approve(18.1)
	s.deliver(15, "step0", "First week of check-ins, each day")
	s.deliver(8, "step1", "All four families visited")
	s.wire(7, "wire2", tatm.Tripwire{Watch: "Last day of term", Type: "calendar", Action: "Look again two days before"})
	s.charge(2, "couns", "Review before the last day of term", 3)
}

// bombThreat: anonymous, subject unknown, then found.
func (w *world) bombThreat() {
	s := w.story("the bomb threat", county)
	s.report(30, "r", tatm.Report{Channel: tatm.ByPortal, Narrative: "theres a bomb in the courthouse annex friday 10am dont ask me how i know", Weapon: tatm.Yes, Imminent: tatm.Unknown}, tatm.Reporter{})
	s.accept(29.95, "r", app.NewCase{Title: "Bomb threat, courthouse annex", Subject: "Unknown person"}, "det")
	s.at(29.94, func() error {
		return done(s.as("intake").RaiseEmergency(w.ctx, s.kase, "Anonymous bomb threat"))
	})
	s.at(29.5, func() error { return s.fill("911 and sheriff's dispatch", "Annex searched and cleared; staff told") })
	s.at(29.4, func() error { return s.ratify("The search found nothing") })
	s.see(29, "det", "dispatch recording", "The same words were left on the annex's voice mail an hour before.")
	s.person(20, "Curtis", "Vane")
	s.at(19.9, func() error {
		v, err := s.as("rosa").SeeCase(w.ctx, s.kase)
		if err != nil {
			return err
		}
		p := tatm.All[tatm.Part](v.File)[0]
		p.Rec.Person, p.Rec.Known = s.file("person"), "Unknown person until the voice was known"
		return done(s.as("det").MendPart(w.ctx, s.kase, p.ID, p.Version, p.Rec, app.Circumstance{}))
	})
	s.see(19.8, "det", "Curtis Vane", "He says he wanted his eviction hearing put off and had nothing.")
	s.answers(19.7, "det", "None; search of the flat by consent", "Ashamed; no wish to die", "Sister offers a room; legal aid has his case")
	s.move(19.6, tatm.AtTriage, "")
	s.move(19.5, tatm.AtInquiry, "Caller found")
	s.charge(3, "det", "Hear the landlord's account", 2)
}

func (s *story) fill(called, steps string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	e, _ := tatm.Last[tatm.Emergency](v.File)
	e.Rec.Called, e.Rec.CalledAt, e.Rec.Steps, e.Rec.TargetTold, e.Rec.Totality = called, e.HappenedAt, steps, tatm.Yes, "The words, the place and the time together"
	return done(s.as("det").FillEmergency(s.w.ctx, s.kase, e.ID, e.Version, e.Rec))
}

func (s *story) ratify(why string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	e, _ := tatm.Last[tatm.Emergency](v.File)
	if err := done(s.as(s.chair).RatifyEmergency(s.w.ctx, s.kase, e.ID)); err != nil || why == "" {
		return err
	}
	return done(s.as(s.chair).LowerEmergency(s.w.ctx, s.kase, e.ID, why))
}

// fridayNight: imminent, with a weapon, back-filled.
func (w *world) fridayNight() {
	s := w.story("Friday night", county)
	s.person(12, "Ronald", "Keene")
	s.report(11.9, "r", tatm.Report{Channel: tatm.ByPhone, Narrative: "My brother-in-law is drunk, has his shotgun in the truck and says he is driving to his boss's house.", Who: "Ronald Keene", Weapon: tatm.Yes, Target: tatm.Yes, Imminent: tatm.Yes}, tatm.Reporter{Name: "Gail Sutter", Contact: "555-0142", Relation: "sister-in-law", SafeWay: "text first"})
	s.accept(11.89, "r", app.NewCase{Title: "Shotgun in the truck", Subject: "Ronald Keene"}, "det")
	s.at(11.88, func() error { return done(s.as("intake").RaiseEmergency(w.ctx, s.kase, "")) })
	s.see(11.5, "det", "Deputy Hale", "Stopped at the county line, shotgun unloaded on the seat, wept and asked for help.")
	s.see(11.4, "psy", "Gail Sutter", "He lost the contract last week and has not slept.")
	s.at(11.3, func() error {
		return s.fill("911; deputies at both houses", "Truck stopped; shotgun kept by the sheriff by consent; boss's family away for the weekend")
	})
	s.at(11.2, func() error { return s.ratify("Man in care, gun held, target safe") })
	s.answers(11.1, "det", "One shotgun, held by the sheriff; asked about others, none", "Said he had nothing left; in care since", "Wife and sister-in-law with him; wants to keep his licence")
	s.move(11, tatm.AtTriage, "")
	s.move(10.9, tatm.AtInquiry, "Emergency over, facts to gather")
	s.factor(10.8, "risk", tatm.Factor{Class: tatm.RiskFactor, Item: "us-fbi-prevent-mass-violence-2024#coping", Dynamic: true})
	s.factor(10.7, "prot", tatm.Factor{Class: tatm.Protective, Own: "Family close by and engaged"})
	s.factor(10.6, "ev", tatm.Factor{Class: tatm.Precipitating, Item: "tatm-precipitants#custody", Own: "Contract ended", Timing: tatm.Current})
	s.move(10.5, tatm.AtAssessment, "")
	s.assess(10.4, tatm.High, "Went toward a named person with a weapon; stopped, engaged, and the weapon is held.", both(tatm.High, tatm.High, "Means and target together"))
	s.move(10.2, tatm.AtPlanning, "")
	s.at(10.15, func() error {
		return done(s.as("rosa").AddPart(w.ctx, s.kase, tatm.Part{Role: tatm.TargetPart, Known: "Former boss and family"}, app.Circumstance{}))
	})
	s.at(10.14, func() error {
		return done(s.as("vic").KeepTargetPlan(w.ctx, s.kase, "", 0, tatm.TargetPlan{Contact: "Joan Teller", SafeWay: "Call the office line before noon", Steps: "Neighbour knows whom to call; route to work varies; gate closed at night", Told: "Joan Teller told the family on Saturday morning", State: "running"}))
	})
	s.wire(10.1, "wire", tatm.Tripwire{Watch: "He asks for the shotgun back, or drinks again", Type: "behaviour", Action: "Deputy and counsellor visit together"})
	s.plan(10, "He is ashamed and wants to say sorry; asked how he can object to the gun being held.",
		tatm.Intervention{Column: tatm.OnSubject, What: "Crisis counselling twice a week", Domain: "mental-health", Direct: true},
		tatm.Intervention{Column: tatm.OnSubject, What: "Shotgun stays with the sheriff by his consent", Domain: "means-safety", Direct: true, Intrusiveness: tatm.Restrictive, WhyNotLess: "Storage at home was tried and failed that night", Heard: "Told in writing how to object", TargetAsked: "Asked on Saturday; agrees", DoneFirst: true, Owner: w.ids["det"]},
		tatm.Intervention{Column: tatm.OnTarget, What: "Safety plan with the former boss", Domain: "victim-services", Owner: w.ids["vic"]},
		tatm.Intervention{Column: tatm.OnEvents, What: "Someone with him on the day the contract is re-let", Domain: "employment"})
	s.approve(9.8)
	s.deliver(7, "step0", "First two sessions held")
	s.at(1.2, func() error {
		return done(s.as("det").RaiseTripwire(w.ctx, s.kase, s.acts["wire"], "He telephoned the property room about the shotgun."))
	})
	s.charge(1.1, "det", "Look again: the call about the shotgun", 1)
}

// odiousSpeech: lawful but odious political speech, closed as protected with
// help offered.
func (w *world) odiousSpeech() {
	s := w.story("odious speech", county)
	s.report(60, "r", tatm.Report{Channel: tatm.ByMail, Narrative: "This man posts hateful things about immigrants every day and says the county board are traitors. Somebody should stop him.", Who: "User 'IronPlough'"}, tatm.Reporter{Name: "A resident"})
	s.person(59.8, "Dale", "Hutchins")
	s.accept(59.7, "r", app.NewCase{Title: "Posts against the county board", Subject: "Dale Hutchins"}, "law")
	s.see(59.5, "det", "public page", "Long posts of contempt. No threat, no plan, no call to act against a person.")
	s.see(59.4, "law", "board clerk", "He speaks at every meeting, loudly, and leaves when his time is up.")
	s.answers(59.3, "law", "None known; asked the clerk and a neighbour", "No sign", "Volunteer fire company; wife and grandchildren")
	s.move(59.2, tatm.AtTriage, "")
	s.move(59.1, tatm.AtInquiry, "To be sure")
	s.factor(59, "prot", tatm.Factor{Class: tatm.Protective, Own: "Takes part in public life by lawful means"})
	s.move(58.9, tatm.AtAssessment, "")
	s.assess(58.8, tatm.NoConcern, "Odious, lawful, and protected. No movement toward violence.", map[string]tatm.View{"law": {Level: tatm.NoConcern, Reason: "Protected speech"}, "det": {Level: tatm.NoConcern, Reason: "No step toward harm"}})
	s.close(58, "protected", "Say early that opinion alone is not our matter.", tatm.Closed)
}

// stalking: an ex-employee, the hearing as tripwire.
func (w *world) stalking() {
	s := w.story("the ex-employee", county)
	s.person(45, "Victor", "Lang")
	s.report(44.9, "r", tatm.Report{Channel: tatm.ByPartner, Narrative: "A dismissed driver waits in the lot for the dispatcher who reported him. He has followed her home twice.", Who: "Victor Lang", Target: tatm.Yes}, tatm.Reporter{Name: "Depot manager", Contact: "555-0117"})
	s.accept(44.8, "r", app.NewCase{Title: "Waiting in the lot", Subject: "Victor Lang"}, "miles")
	s.see(44.6, "det", "dispatcher", "Grey van behind her on the 3rd and the 9th, to her street.")
	s.see(44.5, "miles", "yard foreman", "He said she took his life and will answer for it.")
	s.answers(44.4, "det", "Sold his pistol last year; receipt seen", "Denies; angry, sleeps badly", "Brother-in-law speaks with him; goes to church")
	s.move(44.3, tatm.AtTriage, "")
	s.move(44.2, tatm.AtInquiry, "Following is a warning behaviour")
	s.factor(44.1, "risk", tatm.Factor{Class: tatm.RiskFactor, Item: "meloy-warning-behaviours#fixation", Dynamic: true})
	s.factor(44, "ev", tatm.Factor{Class: tatm.Precipitating, Own: "Unemployment hearing", Timing: tatm.Anticipated, On: w.end.AddDate(0, 0, 9)})
	s.factor(43.9, "prot", tatm.Factor{Class: tatm.Protective, Own: "Brother-in-law he listens to", Rating: tatm.Partial})
	s.move(43.8, tatm.AtAssessment, "")
	s.assess(43.7, tatm.Moderate, "Following on two days and words of blame; no weapon, no entry, listens to family.", both(tatm.High, tatm.Moderate, "He follows her home"))
	s.at(43.6, func() error {
		return s.dissent("det", "I would hold this at high until the hearing is past. The following is the point, not the words.")
	})
	s.move(43.5, tatm.AtPlanning, "")
	s.at(43.4, func() error {
		return done(s.as("rosa").AddPart(w.ctx, s.kase, tatm.Part{Role: tatm.TargetPart, Known: "The dispatcher"}, app.Circumstance{}))
	})
	s.at(43.35, func() error {
		return done(s.as("vic").KeepTargetPlan(w.ctx, s.kase, "", 0, tatm.TargetPlan{Contact: "Joan Teller", SafeWay: "Work phone, shift start", Steps: "Parks at the gate; escort to the car; order explained", State: "running"}))
	})
	s.at(43.3, func() error {
		return done(s.as("miles").KeepGrievance(w.ctx, s.kase, "", 0, tatm.Grievance{Words: "They believed her and never asked me.", Nature: "personal", Against: "dispatcher, manager", Truth: "He was not heard before the dismissal", Enough: "A hearing where he speaks", Strategy: "Fair hearing with a support person", State: "open"}))
	})
	s.wire(43.2, "wire", tatm.Tripwire{Watch: "The unemployment hearing and the day after", Type: "calendar", Action: "Team looks again the same evening"})
	s.plan(43.1, "He says nobody asked him. He was told why he may not come to the lot and how to object.",
		tatm.Intervention{Column: tatm.OnSubject, What: "Brother-in-law and HR meet him, with what was decided and why", Domain: "grievance-redress", Direct: true, Intrusiveness: tatm.Talking},
		tatm.Intervention{Column: tatm.OnTarget, What: "Safety plan with the dispatcher", Domain: "victim-services", Owner: w.ids["vic"]},
		tatm.Intervention{Column: tatm.OnEnvironment, What: "Lighting and a gate code at the lot", Domain: "civic", Owner: w.ids["miles"]},
		tatm.Intervention{Column: tatm.OnEvents, What: "Support person at the hearing; result told in person", Domain: "legal-civil", Owner: w.ids["law"]})
	s.approve(42.8)
	s.at(42, func() error {
		return done(s.as("miles").AgreeMonitor(w.ctx, s.kase, tatm.Monitor{Name: "Anton (brother-in-law)", Relation: "family", Why: "He is trusted and lives two streets away", Told: "That the family worries; no case facts", Basis: "consent", Watch: "Sleep, drink, talk of the dispatcher", Reach: "Phone, evenings", Every: 7, Until: w.end.AddDate(0, 3, 0)}))
	})
	s.deliver(30, "step0", "Met for an hour; he spoke at length")
	s.at(3, func() error { return s.checkIn("fine", "Calmer; has a day job at the mill.") })
	s.charge(2.9, "miles", "Prepare the hearing with the support person", 4)
}

func (s *story) dissent(who, text string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	a, _ := tatm.Standing(v.File)
	return done(s.as(who).AddDissent(s.w.ctx, s.kase, tatm.Dissent{From: a.ID, Text: text}))
}

func (s *story) checkIn(word, text string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	m, _ := tatm.Last[tatm.Monitor](v.File)
	return done(s.as("miles").NoteCheckIn(s.w.ctx, s.kase, tatm.CheckIn{Monitor: m.ID, Word: word, Text: text}, app.Circumstance{}))
}

// drawnIn: a young man drawn to violent extremist groups; no crime; family, a
// former extremist and a job; the level falls. The psychologist dissents.
func (w *world) drawnIn() {
	s := w.story("drawn in", county)
	s.person(100, "Eric", "Solberg")
	s.report(99.9, "r", tatm.Report{Channel: tatm.ByPhone, Narrative: "My son spends every night in a group that praises attacks. He has cut off his friends and says the time for talking is over.", Who: "Eric, 19"}, tatm.Reporter{Name: "Karin Solberg", Contact: "555-0160", Relation: "mother", SafeWay: "mornings"})
	s.accept(99.8, "r", app.NewCase{Title: "Nights in a violent group", Subject: "Eric Solberg"}, "psy")
	s.see(99, "psy", "mother", "Since June he says that people who talk are cowards; he gave away his guitar.")
	s.see(98.9, "det", "former coach", "He asked how one gets a rifle without the family knowing.")
	s.answers(98.8, "det", "None at home; asked about one", "Denies; flat, tired", "Mother, sister, and a coach he misses")
	s.move(98.7, tatm.AtTriage, "")
	s.move(98.6, tatm.AtInquiry, "No crime; movement to understand")
	s.factor(98.5, "risk", tatm.Factor{Class: tatm.RiskFactor, Item: "us-fbi-prevent-mass-violence-2024#hardened-outlook", Dynamic: true})
	s.factor(98.4, "prot", tatm.Factor{Class: tatm.Protective, Own: "Family that keeps the door open"})
	s.at(98.35, func() error {
		return done(s.as("det").JudgeNexus(w.ctx, s.kase, "", 0, tatm.Nexus{Tied: tatm.Yes, Words: "Conduct in a group that praises attacks, and a question about a rifle. What he believes is his own.", Judged: "Team, by consensus", Observations: s.obs, Consulted: "Regional consultation asked for"}))
	})
	s.move(98.3, tatm.AtAssessment, "")
	s.assess(98.2, tatm.Moderate, "Two people saw change and one question about means; no plan, no target, family engaged.", both(tatm.Moderate, tatm.Low, "A question about means"))
	s.at(98.1, func() error {
		return s.dissent("psy", "The question about a rifle was put to someone who would stop him. I read it as asking for help, and would say low.")
	})
	s.move(98, tatm.AtPlanning, "")
	s.wire(97.9, "wire", tatm.Tripwire{Watch: "He says goodbye, or goes silent in the family for three days", Type: "behaviour", Action: "Call the mother, then visit"})
	s.plan(97.8, "He will meet somebody 'who has been there', not a psychologist.",
		tatm.Intervention{Column: tatm.OnSubject, What: "Meets a former extremist each week", Domain: "disengagement", Direct: true},
		tatm.Intervention{Column: tatm.OnSubject, What: "Apprenticeship at the boat yard", Domain: "employment", Direct: true},
		tatm.Intervention{Column: tatm.OnEnvironment, What: "Support group for the family", Domain: "family"})
	s.approve(97.5)
	for d := 90.0; d > 40; d -= 7 {
		s.deliver(d, "step0", "Met for coffee and a walk")
	}
	s.deliver(60, "step1", "Began at the boat yard")
	s.at(42, func() error {
		return done(s.as("psy").JudgeEffect(w.ctx, s.kase, tatm.Effect{Intervention: s.acts["step0"], Change: "better", Source: "mother, and Eric himself", Verdict: "keep"}))
	})
	s.see(41, "psy", "boat yard foreman", "On time every day; laughs with the others.")
	s.move(40, tatm.AtAssessment, "Ten weeks; things have changed")
	s.assess(39, tatm.Low, "Left the group by his own word and by what his sister sees; works; sleeps.", both(tatm.Low, tatm.Low, "Left the group"))
	s.move(38, tatm.AtPlanning, "")
	s.plan(37.9, "He wants to keep the Thursdays.", tatm.Intervention{Column: tatm.OnSubject, What: "Thursdays with the former extremist go on", Domain: "disengagement", Direct: true, Due: w.end.AddDate(0, 0, 20)})
	s.approve(37.5)
	s.move(20, tatm.Monitored, "Two quiet reviews")
	s.deliver(6, "step0", "Thursday walk")
	s.charge(5, "psy", "Look in on Thursday's walk", 6)
}

// rumour: five tips from one rumour.
func (w *world) rumour() {
	s := w.story("one rumour", schools)
	tips := []string{"Somebody is going to shoot up the homecoming game. Everyone is saying it.", "My daughter saw a post about the game on Friday.", "Heard from three kids that there will be a shooting Friday.", "There is a screenshot going around about the game.", "Is it true about Friday? We are scared."}
	for i, t := range tips {
		s.report(15-float64(i)*0.01, fmt.Sprintf("r%d", i), tatm.Report{Channel: tatm.ByPhone, Narrative: t, Weapon: tatm.Yes}, tatm.Reporter{})
	}
	s.accept(14.9, "r0", app.NewCase{Title: "Rumour about the homecoming game", Subject: "Unknown"}, "couns")
	for i := 1; i < len(tips); i++ {
		s.link(14.8, fmt.Sprintf("r%d", i))
	}
	s.at(14.7, func() error { return s.oneOrigin("a screenshot from another state, two years old") })
	s.see(14.5, "det", "platform record", "The screenshot is from another state, two years old.")
	s.answers(14.4, "couns", "None: nobody named", "Does not apply", "School community told what is known")
	s.move(14.3, tatm.AtTriage, "")
	s.move(14.2, tatm.AtInquiry, "Find where it began")
	s.charge(2, "couns", "Tell families where it came from, then close", 1)
}

// oneOrigin grades every account of a case as going back to one post.
func (s *story) oneOrigin(origin string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	for _, o := range tatm.All[tatm.Observation](v.File) {
		o.Rec.How, o.Rec.Nature, o.Rec.Origin = tatm.SawOnline, tatm.Inference, origin
		if err := done(s.as("couns").MendObservation(s.w.ctx, s.kase, o.ID, o.Version, o.Rec, app.Circumstance{})); err != nil {
			return err
		}
	}
	return nil
}

// serialReporter: three false reports, each a finding of two people.
func (w *world) serialReporter() {
	s := w.story("the serial reporter", county)
	for i, t := range []string{"My neighbour builds bombs in his shed.", "The man at number 12 has a list of police officers.", "He is loading the car with guns right now."} {
		key := fmt.Sprintf("r%d", i)
		days := 70 - float64(i)*20
		s.report(days, key, tatm.Report{Channel: tatm.ByPhone, Narrative: t, Who: "Neighbour at number 12", Weapon: tatm.Yes}, tatm.Reporter{Name: "Lorne Pike", Contact: "555-0133"})
		finding := tatm.Screening{Outcome: tatm.KnowinglyFalse, Reason: "Visited; the caller said he wants the neighbour gone and made it up"}
		s.at(days-1, func() error { return done(s.as("det").ScreenReport(w.ctx, s.file(key), finding)) })
		s.at(days-1.5, func() error { return done(s.as("rosa").ScreenReport(w.ctx, s.file(key), finding)) })
	}
}

// faded: agreed counselling that faded; silence fires.
func (w *world) faded() {
	s := w.story("the counselling that faded", schools)
	s.managed(80, "Marcus", "Dell", "Threats in a group chat", tatm.Moderate, "couns")
	s.wire(76, "silence", tatm.Tripwire{Watch: "No counselling session for 21 days", Type: "silence", Silence: 21, Of: "step0", Action: "Call the counsellor and the family"})
	s.deliver(74, "step0", "First session held")
	s.deliver(67, "step0", "Second session, short")
	s.at(40, func() error { return w.app.Minute(w.ctx, "demo") })
	s.charge(39, "couns", "Find out why the sessions stopped", 3)
}

// refuses: a person who refuses everything.
func (w *world) refuses() {
	s := w.story("refuses everything", county)
	s.managed(66, "Harriet", "Stone", "Letters to a judge", tatm.Moderate, "law")
	for i, key := range []string{"step0", "step1"} {
		s.at(50-float64(i), func() error { return s.refused(key) })
	}
	s.at(48, func() error {
		return done(s.as("law").MakeDecision(w.ctx, s.kase, tatm.Decision{Question: "What may we lawfully do when everything is refused?", Options: "Close; keep a light watch; ask the court", Decided: "Keep the door open, keep the tripwires, write to her once a month", Why: "Nothing unlawful; refusal is her right", How: "consensus", Review: s.in(30)}))
	})
	s.at(10, func() error {
		return done(s.as("psy").PostMessage(w.ctx, s.kase, tatm.Message{Text: "Has anybody from her parish been in touch? She used to sing there.", Asks: w.ids["law"]}, app.Becomes{}))
	})
}

func (s *story) refused(key string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	i, _ := tatm.Find[tatm.Intervention](v.File, s.acts[key])
	i.Rec.State = "refused"
	return done(s.as("psy").MendIntervention(s.w.ctx, s.kase, i.ID, i.Version, i.Rec))
}

// turnsEighteen: a pupil who turns 18 and leaves; handed over.
func (w *world) turnsEighteen() {
	s := w.story("turns eighteen", schools)
	s.managed(120, "Nadia", "Roman", "Posts about a school attack", tatm.Low, "couns")
	s.move(60, tatm.Monitored, "Quiet")
	s.see(30, "couns", "registrar", "Turned 18, graduates in December and goes to Harlow State.")
	s.at(29, func() error { return s.unchanged("Her support goes with her; nothing in the concern changed") })
	s.close(20, "transferred", "Begin the hand-over two months before.", tatm.Transferred)
}

func (s *story) unchanged(because string) error {
	v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return err
	}
	var ids []tatm.EntryID
	for _, e := range v.News {
		ids = append(ids, e.ID)
	}
	return done(s.as(s.chair).SayUnchanged(s.w.ctx, s.kase, because, ids))
}

// retaliation: a reporter who suffers it.
func (w *world) retaliation() {
	s := w.story("retaliation", county)
	s.managed(35, "Gordon", "Fitch", "Rage in the warehouse", tatm.Moderate, "miles")
	s.at(6, func() error {
		return done(s.as("miles").AddObservation(w.ctx, s.kase, tatm.Observation{Text: "The colleague who reported him found her locker forced and was moved to nights.", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "shift lead"}, app.Circumstance{}))
	})
	s.at(5.9, func() error {
		return done(s.as("rosa").GiveTask(w.ctx, s.kase, tatm.Task{What: "Same day: undo the move to nights and see that the reporter is safe", Owner: w.ids["miles"], Due: s.in(0).Add(6 * time.Hour)}))
	})
	s.at(5.5, func() error {
		return done(s.as("miles").RecordNotice(w.ctx, s.kase, tatm.Notice{To: "The reporter", What: "That the move is undone and whom to call", How: "in person", Attempts: 1, Reached: tatm.Yes}, app.Circumstance{}))
	})
}

// parentNotTold: a parent who must not be told.
func (w *world) parentNotTold() {
	s := w.story("a parent who must not be told", schools)
	s.person(9, "Lily", "Ames")
	s.report(8.9, "r", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Lily wrote that she would rather burn the house down with him in it than go home.", Who: "Lily Ames, 8th grade"}, tatm.Reporter{Name: "Ms. Orr", Relation: "teacher"})
	s.accept(8.8, "r", app.NewCase{Title: "What Lily wrote", Subject: "Lily Ames", Minor: true}, "couns")
	s.see(8.7, "couns", "Lily", "She says her stepfather comes into her room at night.")
	s.at(8.65, func() error {
		return done(s.as("couns").PromptDuty(w.ctx, s.kase, tatm.Duty{What: "abuse", Found: "What she said about nights at home"}))
	})
	s.at(8.6, func() error {
		v, err := s.as("couns").SeeCase(w.ctx, s.kase)
		if err != nil {
			return err
		}
		y, _ := tatm.Last[tatm.Duty](v.File)
		y.Rec.Answer, y.Rec.Who, y.Rec.Agency, y.Rec.When, y.Rec.Reference = tatm.Yes, "Aisha Bell", "Child protection hotline", s.w.clock.Now(), "CPS 26-4471"
		return done(s.as("couns").AnswerDuty(w.ctx, s.kase, y.ID, y.Version, y.Rec))
	})
	s.at(8.5, func() error {
		return done(s.as("couns").RecordNotice(w.ctx, s.kase, tatm.Notice{To: "Stepfather", What: "Not told of the report", NotBecause: "He is the person she names; child protection asks that he not be told", Reached: tatm.No}, app.Circumstance{}))
	})
	s.at(8.4, func() error {
		return done(s.as("prin").WallOff(w.ctx, s.kase, tatm.Wall{Actor: w.ids["sup"], Reason: "Related to the family"}))
	})
	s.answers(8.3, "couns", "Matches at home; no weapon", "Cried; does not want to die", "Grandmother; Ms. Orr")
	s.move(8.2, tatm.AtTriage, "")
	s.move(8.1, tatm.AtInquiry, "A child in need first")
	s.charge(8, "couns", "Meet with child protection", 2)
}

// managed takes a case the usual way to active management.
func (s *story) managed(days float64, given, family, title string, l tatm.Level, owner string) {
	s.person(days, given, family)
	s.report(days-0.1, "r", tatm.Report{Channel: tatm.ByPhone, Narrative: title + ". I am worried about what comes next.", Who: given + " " + family}, tatm.Reporter{Name: "Somebody close"})
	s.accept(days-0.2, "r", app.NewCase{Title: title, Subject: given + " " + family}, owner)
	s.see(days-0.4, "det", "first witness", "Heard it said aloud, twice, with a time named.")
	s.see(days-0.5, "psy", "second witness", "Saw the messages on the phone.")
	s.answers(days-0.6, "det", "Asked at home; none found", "No plan; low mood", "A relative in daily touch")
	s.move(days-0.7, tatm.AtTriage, "")
	s.move(days-0.8, tatm.AtInquiry, "Two people saw it")
	s.factor(days-0.9, "risk", tatm.Factor{Class: tatm.RiskFactor, Item: "us-fbi-prevent-mass-violence-2024#outbursts", Dynamic: true})
	s.factor(days-1, "prot", tatm.Factor{Class: tatm.Protective, Own: "A relative in daily touch", Rating: tatm.Partial})
	s.move(days-1.1, tatm.AtAssessment, "")
	s.assess(days-1.2, l, "Two people saw it themselves; no step toward means.", both(l, l, "What two people saw"))
	s.move(days-1.5, tatm.AtPlanning, "")
	s.wire(days-1.6, "wire", tatm.Tripwire{Watch: "Talk of a weapon or a farewell", Type: "behaviour", Action: "Call the chair the same hour"})
	s.plan(days-1.7, "Agrees to talk, on Tuesdays.",
		tatm.Intervention{Column: tatm.OnSubject, What: "Weekly counselling", Domain: "mental-health", Direct: true},
		tatm.Intervention{Column: tatm.OnEnvironment, What: "A mentor at work or school", Domain: "belonging-mentoring", Direct: true})
	s.approve(days - 2)
}

// others fill the lists with cases in every state.
func (w *world) others() {
	open := func(days float64, team, given, family, title string) *story {
		s := w.story(title, team)
		owner := "det"
		s.person(days, given, family)
		s.report(days-0.1, "r", tatm.Report{Channel: tatm.ByPhone, Narrative: title + ". Please look into it.", Who: given + " " + family}, tatm.Reporter{})
		s.accept(days-0.2, "r", app.NewCase{Title: title, Subject: given + " " + family}, owner)
		return s
	}
	open(0.6, county, "Paul", "Achter", "Slammed the counter and swore to come back")
	open(0.9, schools, "Ivy", "Tran", "Knife drawings in a locker")
	t := open(2.5, county, "Milo", "Bracken", "Messages to a council member")
	t.move(2.2, tatm.AtTriage, "")
	a := open(9, schools, "Ben", "Osgood", "Fight and a threat on the bus")
	a.see(8.8, "det", "bus driver", "Said he would bring his brother's knife.")
	a.see(8.7, "couns", "sister", "He has been hit twice this month by older boys.")
	a.answers(8.6, "det", "Brother has a pocket knife; kept by the mother now", "No", "Sister; football")
	a.move(8.5, tatm.AtTriage, "")
	a.move(8.4, tatm.AtInquiry, "Short look")
	a.factor(8.3, "prot", tatm.Factor{Class: tatm.Protective, Own: "Sister and team"})
	a.factor(8.25, "unk", tatm.Factor{Class: tatm.RiskFactor, Own: "What the older boys want", Rating: tatm.NotKnown})
	a.move(8.2, tatm.AtAssessment, "")
	a.at(3, func() error {
		return done(a.as("psy").GiveView(w.ctx, a.kase, tatm.View{Level: tatm.Low, Reason: "Afraid, not planning"}))
	})
	p := w.story("planning", county)
	p.managedTo(6, "Sam", "Oduya", "Threat after a custody ruling")
	for i, x := range []struct{ given, family, title string }{
		{"Wanda", "Pell", "Anger at the clinic desk"}, {"Otis", "Carver", "Talk of a last day at the plant"}, {"June", "Halvorsen", "Notes left on a colleague's car"}, {"Rafi", "Montero", "Threats in a game chat"}, {"Tess", "Iverson", "Fixed on a teacher"},
	} {
		s := w.story(x.title, []string{county, schools}[i%2])
		s.managed(float64(28+i*9), x.given, x.family, x.title, []tatm.Level{tatm.Low, tatm.Moderate}[i%2], "psy")
		s.deliver(float64(12+i), "step0", "Session held")
		if i%2 == 0 {
			s.see(float64(2+i), "det", "a neighbour", "Shouting late at night again.")
		}
	}
	c := w.story("waiting to close", county)
	c.managed(50, "Abel", "Quist", "Threats to a utility worker", tatm.Low, "psy")
	c.close(3, "resolved", "The mill's foreman was the key.", "")
	d := w.story("resolved", schools)
	d.managed(110, "Cora", "Bly", "Threat to a coach", tatm.Low, "couns")
	d.close(60, "resolved", "An apology early would have done most of it.", tatm.Closed)
}

// managedTo takes a case to planning and leaves it there.
func (s *story) managedTo(days float64, given, family, title string) {
	s.person(days, given, family)
	s.report(days-0.1, "r", tatm.Report{Channel: tatm.ByPhone, Narrative: title, Who: given + " " + family, Target: tatm.Yes}, tatm.Reporter{Name: "Clerk of court"})
	s.accept(days-0.2, "r", app.NewCase{Title: title, Subject: given + " " + family}, "psy")
	s.see(days-0.4, "det", "bailiff", "Said the judge would be sorry.")
	s.see(days-0.5, "psy", "ex-wife", "He rang eleven times that night and wept.")
	s.answers(days-0.6, "det", "Two rifles, moved to his brother's", "Asked; no plan", "His brother")
	s.move(days-0.7, tatm.AtTriage, "")
	s.move(days-0.8, tatm.AtInquiry, "Target named")
	s.factor(days-0.9, "risk", tatm.Factor{Class: tatm.RiskFactor, Own: "Blames the judge", Dynamic: true})
	s.factor(days-1, "prot", tatm.Factor{Class: tatm.Protective, Own: "His brother"})
	s.move(days-1.1, tatm.AtAssessment, "")
	s.assess(days-1.2, tatm.Moderate, "Words of blame on a hard day; means moved away; a brother who helps.", both(tatm.Moderate, tatm.Moderate, "Named a judge"))
	s.move(days-1.4, tatm.AtPlanning, "")
}

// queue are reports that wait, came to nothing or went elsewhere.
func (w *world) queue() {
	s := w.story("the queue", county)
	for i, t := range []string{"A man shouts at buses on Elm Street every morning.", "Graffiti with a gun behind the library.", "My ex says he knows where I live.", "Someone asked the gym about the judge's hours."} {
		s.report(0.5-float64(i)*0.1, fmt.Sprintf("q%d", i), tatm.Report{Channel: tatm.ByPortal, Narrative: t, Target: []tatm.Tri{"", "", tatm.Yes, tatm.Yes}[i]}, tatm.Reporter{})
	}
	for i, t := range []string{"Loud music next door.", "A dog was poisoned.", "Kids throw stones at cars.", "Somebody stole my bicycle.", "A teacher was rude.", "A strange man in the park, feeding birds.", "They changed the bus times again.", "Fireworks on a Tuesday."} {
		key := fmt.Sprintf("o%d", i)
		days := 33 - float64(i)*3
		s.report(days, key, tatm.Report{Channel: tatm.ByPhone, Narrative: t}, tatm.Reporter{})
		s.at(days-0.5, func() error {
			o := tatm.Screening{Outcome: tatm.OutOfScope, Reason: "Not a matter of violence; told whom to call"}
			if i%3 == 0 {
				o = tatm.Screening{Outcome: tatm.Routed, RoutedTo: "Animal control", Reason: "Theirs", TakenBy: "Officer Teal, by phone"}
			}
			return done(s.as("intake").ScreenReport(w.ctx, s.file(key), o))
		})
	}
	for i := range 14 {
		key := fmt.Sprintf("p%d", i)
		s.report(88-float64(i)*5, key, tatm.Report{Channel: tatm.ByMail, Narrative: fmt.Sprintf("Worried about a colleague who has changed since spring (%d).", i+1)}, tatm.Reporter{})
		s.at(87-float64(i)*5, func() error {
			return done(s.as("intake").ScreenReport(w.ctx, s.file(key), tatm.Screening{Outcome: tatm.Unfounded, Reason: "Called back; a hard time, no concern for safety; help offered"}))
		})
	}
	for i, n := range [][2]string{{"Anna", "Weld"}, {"Bruno", "Kast"}, {"Celia", "Drum"}, {"Dov", "Aster"}, {"Elsa", "Moor"}, {"Finn", "Calder"}, {"Gia", "Holt"}, {"Hank", "Ruddy"}, {"Iris", "Vole"}, {"Jack", "Tarn"}, {"Kira", "Lund"}, {"Leo", "Marsh"}, {"Mona", "Pike"}, {"Ned", "Osier"}, {"Ola", "Rand"}, {"Pia", "Senn"}} {
		s.person(34-float64(i)*2, n[0], n[1])
	}
}

// meetings: two held with minutes, one to come with an agenda.
func (w *world) meetings() {
	for _, team := range []string{county, schools} {
		s := w.story("meetings of "+team, team)
		for i, days := range []float64{21, 7} {
			key := fmt.Sprintf("m%d", i)
			s.at(days+3, func() error {
				m, err := s.as(s.chair).CallMeeting(w.ctx, w.teams[team], tatm.Meeting{When: s.in(3), Place: "Room 204", Type: "routine"})
				s.acts[key] = tatm.EntryID(m.File)
				return err
			})
			s.at(days, func() error { return s.hold(s.file(key)) })
		}
		s.at(1, func() error {
			m, err := s.as(s.chair).CallMeeting(w.ctx, w.teams[team], tatm.Meeting{When: s.in(4), Place: "Room 204", Type: "routine"})
			if err != nil {
				return err
			}
			return s.propose(m.File)
		})
	}
}

// hold holds a meeting: seats, agenda, minutes, signature.
func (s *story) hold(id tatm.FileID) error {
	if err := s.propose(id); err != nil {
		return err
	}
	for who, d := range map[string]tatm.Discipline{"det": tatm.LawEnforcement, "psy": tatm.MentalHealth, s.chair: tatm.SchoolAdmin} {
		if err := done(s.as(s.chair).SeatMeeting(s.w.ctx, id, tatm.Attendance{Actor: s.id(who), Seat: d, Present: true})); err != nil {
			return err
		}
	}
	if err := done(s.as(s.chair).WriteMinutes(s.w.ctx, id, 0, "All cases on the agenda were looked at. Tasks stand in the cases. Nobody withdrew.", tatm.Yes)); err != nil {
		return err
	}
	return done(s.as(s.chair).SignMinutes(s.w.ctx, id, 1))
}

// propose puts on the agenda what the docket proposes.
func (s *story) propose(id tatm.FileID) error {
	v, err := s.as(s.chair).SeeMeeting(s.w.ctx, id)
	if err != nil {
		return err
	}
	var items []tatm.AgendaItem
	for _, p := range v.Proposed[:min(5, len(v.Proposed))] {
		items = append(items, tatm.AgendaItem{Case: p.Line.ID, Why: p.Why})
	}
	return done(s.as(s.chair).PutOnAgenda(s.w.ctx, id, items))
}
