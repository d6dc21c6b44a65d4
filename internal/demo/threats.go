package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// bombThreat: anonymous, the person unknown, then found. The point: a case
// needs no name to begin; the person is put into it when somebody knows.
func (w *world) bombThreat() {
	s := w.story("the bomb threat", county)
	s.atNight(w.back(24, 19, 48)).report("r", tatm.Report{Channel: tatm.ByPortal, Narrative: "theres a bomb in the courthouse annex friday 10am dont ask me how i know", Where: "Courthouse annex", When: "Friday, 10 in the morning", Weapon: tatm.Yes, Target: tatm.Unknown, Imminent: tatm.Unknown}, tatm.Reporter{})
	s.accept("r", "A place and a time; taken up at once, whoever wrote it", "det", "Dispatch and the annex's guards tonight; look for the sender by lawful means", app.NewCase{Title: "Bomb threat, courthouse annex", Summary: "Anonymous, with a place and a time. Nobody is named.", Subject: "Not known: whoever wrote it"})
	s.by("intake").emergency("Anonymous bomb threat with a place and a time")
	s.on(23, 8, 35).by("det").backfilled("911 and the sheriff's dispatch, 19:55", "Annex searched by dogs in the night and cleared; guards doubled until Friday noon; annex staff told before work", tatm.Yes, "The words, the place and the time together; no single one of them alone")
	s.ratified("The search found nothing, and the guards stay until the hour has passed")
	s.by("det").put("voice", onRecord("Annex voice mail, kept by the clerk", "The same words were left on the annex's voice mail an hour before, by a man who was out of breath."))
	s.answers(tatm.PriorContact, "No name to search; the words were searched: nothing", "weapons", "Not known while the sender is not known; the building was searched", "despair", "Not known; the voice sounds afraid more than angry", "protective", "Not known", tatm.DangerNow, "Not after the search; the guards stay until the hour named has passed")
	s.triage()
	s.move(tatm.AtInquiry, "A place and a time; the sender to be found")
	s.by("det").charge("det", "Ask the clerks whose hearing was on Friday at ten", w.back(15, 16, 0))
	s.on(14, 10, 20).person("person", "Curtis", "Vane", "clerk of the housing court", born(w.end.Year()-41, 0, 0), detail(tatm.EmployerDetail, "Night cleaner at the mill, until this year"))
	s.by("det").do(func() error {
		f, err := s.see()
		if err != nil {
			return err
		}
		p := tatm.All[tatm.Part](f)[0]
		p.Rec.Person, p.Rec.Known = s.file("person"), "Not known until a clerk knew the voice"
		_, err = w.desks["det"].MendPart(w.ctx, s.kase, p.ID, p.Version, p.Rec, app.Circumstance{})
		return err
	})
	s.put("clerk", saw("Clerk of the housing court", "She knew the voice: he had called five times that week to ask whether his hearing could be put off."))
	s.put("own", tatm.Interview{By: "The detective", ToldUse: tatm.WasSaid, ToldRights: tatm.WasSaid, ToldParent: tatm.NotTheirs, ToldCounsel: tatm.WasSaid, With: "Curtis Vane, with a legal-aid lawyer", Part: tatm.SubjectPart, Capacity: "free to leave, lawyer present", Told: "His rights, what the team is and is not, and that help with the flat does not depend on what he says", Summary: "He wanted his eviction hearing put off and had nothing. He did not know whom else to call. He asked what happens to his daughter's school place."})
	s.answers("weapons", "None: he offered his flat to be looked at, and it was", "despair", "Ashamed; no wish to die; has a daughter of nine", "protective", "His daughter; his sister offers a room; legal aid has his case", "motive", "To put off the eviction hearing on Friday at ten")
	s.by("soc").put("risk", risk("us-fbi-prevent-mass-violence-2024#coping", "Out of work and about to lose the flat; threw out words when nobody answered", "voice", "clerk"))
	s.put("words", risk("us-fbi-prevent-mass-violence-2024#violent-plans-talk", "Spoke of a bomb to stop a hearing", "voice"))
	s.put("prot", holds("tatm-protective-factors#caring-responsibilities", "Takes his daughter to school each day", "clerk"))
	s.put("out", lost("tatm-precipitants#eviction", "Eviction hearing, put off by the court since", "clerk"))
	s.by("det").describe("Team, by consensus", false, "mass")
	s.on(13, 9, 10).by("det").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Words to stop a hearing; no step, no means", "Ashamed; no wish to die", "Flat, work, a child", "Before the next hearing"), Level: tatm.Low,
		Basis: "The voice mail and the clerk's account fit what he says himself. He had no means and looked for none.", Risk: "Says anything when cornered.", Protective: "His daughter, his sister, a lawyer who answers.", Precipitating: "The eviction hearing, put off by six weeks.",
		Gaps: "The landlord's account", Alternatives: "Fear of losing the flat, which is what he says and what the calls show", Confidence: "Good", Protected: "A false bomb threat is not protected; whether it is charged is for the prosecutor, and separate from this case", Disability: "None known; reads with difficulty, letters are read out to him",
	}, "", view{"det", tatm.Low, "No means, no steps. The charge is a matter of its own."}, view{"psy", tatm.Low, "Fear, in the worst words he could find."})
	s.by("soc").move(tatm.AtPlanning, "")
	s.put("need", tatm.Need{Domain: "housing", Words: "Three months behind with the rent", Strength: "Paid on time for six years", Own: "“Her school. Nothing else.”", Service: "Rent bridge of the county and legal aid", Contact: "Tom Breland", Referred: w.back(12, 11, 0), State: "referred"})
	s.put("work", tatm.Need{Domain: "employment", Words: "Lost the night shift when it was outsourced", Service: "", Own: "Days, so that he can be home at night", State: "open"})
	s.plan(tatm.Plan{
		Goals: "The flat is kept or left in order, and he knows whom to call", Exit: "The hearing is past and he has work or a bridge to it", Voice: "“Tell them I am sorry. I would say it to their face.”", TargetPlan: "The annex's staff were told what it was; nobody is named as a target", Review: w.ahead(14),
		Considered: weighed("yes: the charge goes its own way; Dana Whitlock tells him what is next", "yes: his sister, with his consent", "yes: the tenants' advice desk sits with him at the hearing", "no: this has nothing to do with a movement"),
		NoneNeeded: map[tatm.Column]string{tatm.OnEnvironment: "The annex's doors and drills were checked and are sound"},
	},
		s.step("rent", tatm.OnSubject, "housing", "individual", "Rent bridge, with the landlord at the table", "soc", w.ahead(8), "A signed arrangement", "If he moves in with his sister", "out", "risk", "words"),
		s.step("sorry", tatm.OnTarget, "grievance-redress", "targeted", "He tells the annex's staff himself, if they wish to hear it", "vic", w.ahead(9), "They say that it helped", "If anyone of the staff does not want it"),
		s.step("hearing", tatm.OnEvents, "legal-civil", "individual", "A lawyer and the tenants' desk beside him at the hearing", "law", w.ahead(11), "He speaks, and stays", "After the hearing"))
	s.approve()
	s.by("soc").move(tatm.Managed, "")
	s.on(5, 11, 20).by("soc").delivered("rent", "Landlord agreed to talk; first paper signed", "Copy of the paper")
	s.charge("soc", "Landlord's answer to the second paper", w.ahead(4))
}

// fridayNight: imminent, with a weapon, on a Friday night. The point: people
// call and act first; the writing follows within a day, and the chair ratifies.
func (w *world) fridayNight() {
	s := w.story("Friday night", county)
	night := w.friday(9, 21, 41)
	s.atNight(night).person("person", "Ronald", "Keene", "caller", born(w.end.Year()-52, 0, 0), detail(tatm.EmployerDetail, "Own haulage, one truck"))
	s.report("r", tatm.Report{Channel: tatm.ByPhone, Narrative: "My brother-in-law is drunk, he has his shotgun in the truck and says that he is driving to his boss's house. He left ten minutes ago.", Who: "Ronald Keene", Where: "County road toward the river", When: "Now", Weapon: tatm.Yes, Target: tatm.Yes, Imminent: tatm.Yes}, tatm.Reporter{Name: "Gail Sutter", Contact: "555-0142", Relation: "sister-in-law", SafeWay: "text first"})
	s.accept("r", "Danger now", "det", "Write down tonight's calls before tomorrow night", app.NewCase{Title: "Shotgun in the truck", Summary: "On his way to a named house with a loaded gun. 911 was called before anything was typed."})
	s.by("intake").emergency("")
	s.by("det").put("stop", saw("Deputy Hale", "Stopped at the county line at 22:15. The shotgun lay unloaded on the seat. He wept and asked for help."))
	s.atNight(night.Add(11*time.Hour)).by("psy").put("lost", saw("Gail Sutter", "He lost the haulage contract last week, after nineteen years, by a letter. He has not slept since."))
	s.by("det").backfilled("911 at 21:43; deputies at both houses by 22:05", "Truck stopped; shotgun given to the sheriff by his own word; former boss and family away until Monday; he spent the night at the crisis centre by consent", tatm.Yes, "The gun, the house and the words together, from someone who saw him leave")
	s.atNight(night.Add(12 * time.Hour)).ratified("He is in care, the gun is held, the family is safe")
	s.by("vic").put("boss", tatm.Part{Role: tatm.TargetPart, Known: "Former boss and family"})
	s.put("warn", tatm.Duty{What: "warn", Found: "He named the house and was on his way"})
	s.dutyDone("warn", tatm.Duty{Who: "Dana Whitlock, by the deputies", Agency: "The family themselves", Reference: "Dispatch log of that night"})
	s.morning(night.Add(48*time.Hour)).by("det").answers(tatm.PriorContact, "Searched both teams and the sheriff's contacts: nothing in nineteen years", "weapons", "One shotgun, held by the sheriff; asked about others in writing and of his wife: none", "despair", "Said on Saturday that he had nothing left. In care since; today he asked about his dog", "protective", "Wife and sister-in-law; wants to keep his licence; went with the deputies by himself", "motive", "The letter that ended the contract", tatm.DangerNow, "On Friday night, yes: everybody acted. Now he is in care, and the gun is held by the sheriff")
	s.triage()
	s.move(tatm.AtInquiry, "The night is over; now the facts")
	s.by("psy").put("cope", risk("us-fbi-prevent-mass-violence-2024#coping", "Drank and drove off when the letter came", "stop", "lost"))
	s.put("last", risk("meloy-warning-behaviours#last-resort", "“Then let him see what he did”, on the way to the truck", "stop"))
	s.put("prot", holds("tatm-protective-factors#help-seeking", "Asked for help when he was stopped", "stop"))
	s.put("near", holds("tatm-protective-factors#social-support", "Wife and sister-in-law are in the house", "lost"))
	s.put("letter", lost("tatm-precipitants#job-loss", "Contract ended by a letter", "lost"))
	s.put("relet", tatm.Factor{Class: tatm.Precipitating, Own: "The contract is let to another haulier", Rating: tatm.Present, Timing: tatm.Anticipated, On: w.ahead(12), Observations: cite([]string{"lost"})})
	s.by("det").describe("Team, by consensus", false, "targeted-workplace")
	s.move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Went toward a named person with a gun; stopped; the gun is held", "In care; no plan today", "Work, debt, sleep, drink", "This week"), Level: tatm.High,
		Basis: "A deputy saw the gun and the way he drove; his sister-in-law saw him leave. He stopped when asked and wanted help.", Risk: "Means, a named house and a step, within one night.", Protective: "Asked for help; family in the house; the gun is out of reach.", Precipitating: "The letter; the contract will be let anew.",
		Gaps: "How much he drinks on other days", Alternatives: "To be seen in his despair by the man who wrote the letter", Confidence: "Good", Protected: "Nothing protected was held against him", Disability: "Sleeps three hours; looked at by Dr. Khoury",
	}, "", view{"det", tatm.High, "Means and a target, the same night."}, view{"psy", tatm.High, "It is the sleeplessness that frightens me now."}, view{"med", tatm.High, "He should not be alone before he sleeps."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.by("vic").put("safe", tatm.TargetPlan{Part: "boss", Contact: "Joan Teller", SafeWay: "Office line before noon", Steps: "A neighbour knows whom to call; the gate is closed at night; they know his truck", Told: "Joan Teller told the family in person on Saturday morning", State: "running"})
	s.by("hr").put("grudge", tatm.Grievance{Words: "Nineteen years, and not one call. A letter.", Nature: "personal", Against: "Former boss", Truth: "The letter came without a talk; the boss says today that he was ashamed", Tried: "None", Enough: "“That he says it to my face.”", Strategy: "A talk with a mediator, when both want it and the gun is out of reach", State: "open"})
	s.by("soc").put("work", tatm.Need{Domain: "employment", Words: "No contract, and a truck to pay", Strength: "Nineteen years without an accident", Own: "To keep his licence", Service: "Hauliers' exchange and outplacement", Contact: "Lucia Ferrante", Referred: w.back(4, 12, 0), State: "referred"})
	s.by("psy").wire("gun", "behaviour", "He asks for the shotgun back, or drinks again", "det", "sheriff's property room; his wife", "Deputy and counsellor visit together the same day", 8*time.Hour, 45)
	s.wire("relet2", "calendar", "The day on which the contract is let anew", "hr", "calendar of the county board", "Somebody is with him before he reads it", 24*time.Hour, 25)
	hold := s.step("hold", tatm.OnSubject, "means-safety", "individual", "The shotgun stays with the sheriff, by his own word", "det", w.ahead(20), "He does not ask for it", "After a review with him, his wife and Dr. Falk", "last")
	hold.Intrusiveness, hold.WhyNotLess, hold.DoneFirst = tatm.Restrictive, "It was locked at home, and he had the key in his hand that night", true
	hold.Heard, hold.TargetAsked, hold.Observations = "Told in writing why, for how long, and how to object; he signed it", "The family was asked on Saturday and told when he would hear of it", cite([]string{"stop", "lost"})
	s.plan(tatm.Plan{
		Goals: "He sleeps, he is heard, and the gun is out of reach until the contract is let", Exit: "Two quiet reviews after the contract is let, and work or a way to it", Voice: "“I am ashamed. I want to say it to him. Keep the gun.”",
		TargetPlan: "A safety plan with the family of the former boss; Joan Teller is their one contact", Review: w.ahead(3),
		Considered: weighed("yes: the sheriff keeps the gun; the prosecutor was told and leaves him in care for now", "yes: wife and sister-in-law learn what helps at night", "yes: a haulier from the same road, who lost a contract once", "no: this has nothing to do with a movement"),
	},
		s.step("crisis", tatm.OnSubject, "mental-health", "individual", "Crisis counselling twice a week, and sleep looked at by Dr. Khoury", "psy", w.ahead(8), "Sleeps five hours", "When he and Dr. Falk agree on once a week", "cope"),
		hold,
		s.step("boss2", tatm.OnTarget, "victim-services", "individual", "Safety plan with the former boss's family, called each Monday", "vic", w.ahead(5), "They sleep as well", "When they say that it is enough"),
		s.step("wife", tatm.OnEnvironment, "family", "targeted", "His wife and sister-in-law learn what to do in a bad night", "soc", w.ahead(6), "They call before midnight, not after", "When they no longer want it", "near"),
		s.step("day", tatm.OnEvents, "employment", "individual", "Somebody with him on the day the contract is let; outplacement before it", "hr", w.ahead(11), "Two offers looked at together", "The week after", "relet"))
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.put("sheet", tatm.ContactSheet{Arms: tatm.ArmsKnown, Weapons: "One shotgun, held by the sheriff. Asked in writing about others: none", Home: "Wife; sister-in-law until Sunday; an old dog that barks", Medical: "Sleeps three hours; new tablets in the evening", Language: "English", Calms: "His first name; the dog; being asked about the truck", Escalates: "Being told to calm down; talk of the letter"})
	s.put("", tatm.Printout{What: "contact-sheet", For: "Deputy Hale", Purpose: "Visit at home"})
	s.on(3, 9, 10).by("psy").delivered("crisis", "Two sessions held; five hours of sleep", "Dr. Falk's calendar")
	s.by("vic").delivered("boss2", "Called on Monday; they are back home", "Call note")
	s.by("det").delivered("hold", "In the property room, tag and receipt", "Receipt")
	s.by("soc").put("mend", saw("His wife", "Slept six hours. Walked the dog to the river and came back by himself."))
	s.stands("Better sleep is what we hoped for. The level stays until the contract is let")
	s.lately(100*time.Minute).by("soc").put("drive", tatm.Message{Text: "Samir, may he drive again with the new tablets? He asks each day.", Asks: "med"})
	s.by("det").raised("gun", "He telephoned the property room and asked what it would take to have the shotgun back.")
	s.charge("det", "Look again: the call about the shotgun", w.ahead(1))
}
