package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// stalking: an ex-employee follows a colleague; his hearing is a tripwire. The
// point: the day that may turn things is watched before it comes, and the
// person followed has a plan of her own.
func (w *world) stalking() {
	s := w.story("the ex-employee", county)
	s.on(34, 9, 20).person("person", "Victor", "Lang", "depot manager", born(w.end.Year()-38, 0, 0), detail(tatm.EmployerDetail, "Harlow Transit, dismissed this year"), tatm.Name{Given: "Vic", Family: "Lang", Type: tatm.CalledName, Source: "depot manager"})
	s.person("her", "Renee", "Baptiste", "herself")
	s.report("r", tatm.Report{Channel: tatm.ByPartner, Narrative: "A driver whom we dismissed waits in the lot for the dispatcher who reported him. She says that he has followed her home twice. She asks us not to wait until something happens.", Who: "Victor Lang", Where: "Depot lot", When: "For two weeks, at shift's end", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Depot manager", Contact: "555-0117", Relation: "employer"})
	s.accept("r", "Following a named person", "miles", "See the dispatcher today, and ask about weapons", app.NewCase{Title: "Waiting in the lot", Summary: "A dismissed driver waits for and follows the dispatcher whose report led to the hearing about him."})
	s.by("det").put("van", saw("Dispatcher", "A grey van behind her on two evenings, from the lot to her street. It stopped with its lights off."))
	s.attach("van", "Depot manager", "gate camera.jpg", vanPicture())
	s.attach("van", "Dispatcher", "It happened again.eml", []byte(vanMail))
	s.by("miles").put("said", saw("Yard foreman", "He said that she took his life and will answer for it. He said it twice, the second time quietly."))
	s.by("miles").describe("Team, by consensus", false, "stalking", "targeted-workplace")
	s.by("vic").under(tatm.Victim).put("fear", saw("Dispatcher", "She sleeps at her sister's on the days of late shift."))
	s.by("det").put("talk", tatm.Interview{By: "The detective", ToldUse: tatm.WasSaid, ToldRights: tatm.WasSaid, ToldParent: tatm.NotTheirs, ToldCounsel: tatm.WasSaid, With: "Victor Lang", Part: tatm.SubjectPart, Capacity: "free to leave, at the county office", Told: "Why we ask, who will read it, that he may bring somebody, and how to object", Summary: "“I drive there because it is where I drove for eleven years.” He was never heard before the dismissal. Angry, tired, polite."})
	s.answers(tatm.PriorContact, "Nothing in both teams; one commendation at work", "weapons", "Sold his pistol last year; the receipt was seen. His brother-in-law says the same", "despair", "Sleeps badly. Denies wanting to die; asked twice", "protective", "His brother-in-law; goes to church; day work at the mill", "motive", "That he was dismissed without being heard", "violence", "Says that she “will answer”; asked what he means, he said “in front of a judge”")
	s.triage()
	s.move(tatm.AtInquiry, "Following is a warning behaviour; two people saw it")
	s.by("psy").put("fix", risk("meloy-warning-behaviours#fixation", "Waits for her, at her hours", "van"))
	s.put("blame", risk("us-fbi-prevent-mass-violence-2024#hardened-outlook", "She “will answer for it”", "said"))
	s.put("prot", holds("tatm-protective-factors#trusted-adult", "A brother-in-law to whom he listens", "said"))
	s.put("hearing", tatm.Factor{Class: tatm.Precipitating, Own: "Hearing about his unemployment pay, with her as a witness", Rating: tatm.Present, Timing: tatm.Anticipated, On: w.ahead(7), Observations: cite([]string{"said"})})
	s.on(33, 10, 0).by("det").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Follows a named person; no weapon; no entry", "Denied, asked twice", "Not heard, out of work, tired", "Before the hearing"), Level: tatm.Moderate,
		Basis: "She saw him twice, the foreman heard him: two people, each for themselves. No weapon, and there is somebody to whom he listens.", Risk: "He follows, and says that she will answer.", Protective: "Brother-in-law, church, day work.", Precipitating: "The dismissal; the hearing ahead.",
		Gaps: "What he does in the hours between shifts", Alternatives: "He drives where he has always driven, and wants to be heard", Confidence: "Fair", Protected: "He may be angry, complain and sue; following is what concerns us", Disability: "None known",
	}, "", view{"det", tatm.High, "He follows her home. I would not wait for a third time."}, view{"psy", tatm.Moderate, "He stops when somebody speaks with him."}, view{"vic", tatm.High, "She moves house twice a week because of him."})
	s.by("det").put("", tatm.Dissent{From: "signed", Text: "I would hold this at high until the hearing is past. The following is the point, not the words."})
	s.beforeTheHearing()
}

// beforeTheHearing is the plan, the tripwires and the weeks before the day.
func (s *story) beforeTheHearing() {
	w := s.w
	s.by("psy").move(tatm.AtPlanning, "")
	s.by("vic").put("renee", tatm.Part{Role: tatm.TargetPart, Person: "her"})
	s.put("safety", tatm.TargetPlan{Part: "renee", Contact: "Joan Teller", SafeWay: "Work phone at the start of shift; never by letter", Steps: "Parks at the gate; walks with two; knows how to ask for an order; notes each sighting", Told: "Joan Teller told her in person, on the first day", State: "running"})
	s.by("miles").put("grudge", tatm.Grievance{Words: "They believed her and never asked me.", Nature: "personal", Against: "The dispatcher and the depot manager", Truth: "It is true that he was not heard before the dismissal", Tried: "Two letters, not answered", Enough: "“A hearing where I speak.”", Strategy: "A fair hearing with somebody beside him, and an answer to both letters", State: "eased"})
	s.by("soc").put("income", tatm.Need{Domain: "income-benefits", Words: "Behind with the truck loan since his dismissal", Strength: "Never missed a payment before", Own: "To keep the truck", Service: "Debt advice at the credit union", Contact: "Tom Breland", Referred: w.back(28, 11, 0), State: "referred"})
	s.by("psy").wire("day", "calendar", "The hearing, and the day after", "miles", "calendar of the hearing office", "The team looks again the same evening; two of us call him and her", 12*time.Hour, 20)
	s.wire("lot", "behaviour", "He is seen in the lot or in her street", "det", "gate guard; dispatcher", "Call Dana Whitlock the same hour; she is called first", 2*time.Hour, 50)
	s.wire("loan", "situation", "The truck is taken back", "soc", "debt adviser, with his consent", "Tom Breland visits the same day", 24*time.Hour, 50)
	nocall := s.step("nolot", tatm.OnSubject, "grievance-redress", "individual", "A letter: he may not come to the lot, why, for how long, and how to object", "hr", w.ahead(15), "He stays away", "After the hearing, at review", "fix")
	nocall.Intrusiveness, nocall.WhyNotLess = tatm.Restrictive, "Two talks were tried; he came back after each"
	nocall.Heard, nocall.TargetAsked, nocall.Observations = "Heard for an hour before it was written; told how to object", "She was asked, and told the day on which he would get it", cite([]string{"van", "said"})
	s.plan(tatm.Plan{
		Goals: "She goes home alone again; he is heard; the hearing passes", Exit: "Two quiet reviews after the hearing", Voice: "“Nobody asked me. I will stay away if somebody asks me.” He was told why he may not come and how to object.",
		TargetPlan: "A safety plan with her, by the victim advocate; she decides who is told", Review: w.ahead(8),
		Considered: weighed("yes: Dana Whitlock speaks with him; an order is hers to ask for", "yes: his brother-in-law, with his consent", "yes: his pastor was asked by him, and sits with him", "no: this has nothing to do with a movement"),
	},
		s.step("heard", tatm.OnSubject, "grievance-redress", "individual", "Brother-in-law and Miles Okafor meet him each fortnight: what was decided, and why", "miles", w.ahead(5), "He asks questions instead of driving by", "After the hearing", "blame", "grudge"),
		nocall,
		s.step("her2", tatm.OnTarget, "victim-services", "individual", "Safety plan with the dispatcher, looked at with her each week", "vic", w.ahead(3), "She sleeps at home", "When she says so"),
		s.step("gate", tatm.OnEnvironment, "civic", "universal", "Lights and a gate code at the lot; complaints are answered within a week", "hr", w.ahead(10), "No sightings; letters answered", "Never"),
		s.step("beside", tatm.OnEvents, "legal-civil", "individual", "Somebody beside him at the hearing; the result is told in person", "law", w.ahead(7), "He stays until the end", "The day after", "hearing"))
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.by("miles").put("anton", tatm.Monitor{Name: "Anton (brother-in-law)", Relation: "family", Why: "He is trusted, lives two streets away and is not afraid of him", Told: "That the family worries; no case facts", Basis: "His own offer, and Victor's consent", Watch: "Sleep, drink, talk of the dispatcher", Reach: "Telephone, evenings", Every: 10, Owner: "miles", Until: w.ahead(60)})
	s.by("rosa").put("grant", tatm.Invitation{Actor: "aff", Sections: []tatm.Section{tatm.SectionPlan, tatm.SectionDiscussion, tatm.SectionHead}, Purpose: "Sits with Victor before the hearing; reads the plan only", Basis: "Victor's consent, in writing", Until: w.ahead(20)})
	s.on(27, 14, 0).by("miles").delivered("heard", "An hour; he spoke at length, and asked about the letters", "Note of the talk")
	s.on(26, 9, 0).by("hr").delivered("nolot", "Given in person; he read it and asked two questions", "Signed copy")
	s.on(25, 10, 30).by("hr").delivered("gate", "Gate code and two lamps", "Work order")
	s.on(19, 16, 10).by("det").raised("lot", "The gate guard saw a grey van pass slowly.")
	s.looked("lot", "A florist's van; plate and driver known. Nobody was alarmed but us", true)
	s.stands("The sighting was a florist's van, and nothing else is new")
	s.on(14, 10, 0).by("soc").retired("loan", "The credit union put the loan off by a year")
	s.on(12, 9, 0).by("miles").put("mill", saw("Mill foreman", "Comes each day at six. Talks about the hearing, not about her."))
	s.put("church", told("Pastor Grant, with Victor's consent", "Victor himself", "He says that he drove by “to see if my life was still there”, and that he has stopped."))
	s.assess(tatm.Assessment{
		Axes: axes("No sighting for three weeks; the hearing lies ahead", "Sleeps; no such thoughts", "Heard now; in debt", "The hearing"), Level: tatm.Moderate,
		Basis: "The foreman sees him daily and the guard has not seen the van. The hearing, with her as a witness, is still ahead.", Risk: "The hearing may turn it.", Protective: "Day work, brother-in-law, is heard each fortnight.", Precipitating: "The hearing.",
		Gaps: "How he takes a no", Alternatives: "He wanted to be heard, and is", Confidence: "Good", Protected: "His complaint is his right and is helped along", Disability: "None known",
	}, "", view{"det", tatm.Moderate, "Three weeks without the van. I can live with moderate until the hearing."}, view{"psy", tatm.Moderate, "He plans the hearing, not her."}, view{"vic", tatm.Moderate, "She slept at home this week."})
	s.by("psy").renewed("“I stay away. I want to be heard, that is all.”", w.ahead(8))
	s.by("miles").put("", tatm.CheckIn{Monitor: "anton", Word: "fine", Text: "Calmer. He has a day job at the mill and wears the good jacket to church."})
	s.by("vic").delivered("her2", "Walks to the car with two; slept at home", "Her own note")
	s.on(4, 15, 0).by("miles").put("", tatm.CheckIn{Monitor: "anton", Word: "fine", Text: "Asked me to read his statement. It has no word about her."})
	s.put("tell", tatm.Task{What: "Tell the dispatcher in which room the hearing is, and by which door she leaves", Owner: "vic", Due: w.ahead(4)})
	s.put("", tatm.Decision{Question: "Is the result told to him in person, or by letter?", Options: "Letter; telephone; in person with his brother-in-law", Decided: "In person, the same day, with his brother-in-law in the room", Why: "A letter without a talk is what began this", How: "consensus", Seats: []tatm.Discipline{tatm.HumanResources, tatm.MentalHealth, tatm.LawEnforcement}, Change: "If he asks for a letter", Review: w.ahead(9), Relied: cite([]string{"said", "church"})})
	s.put("", tatm.Printout{What: "case", For: "Rosa Delgado", Purpose: "Team meeting, read and returned"})
	s.on(1, 15, 10).by("miles").put("ask", tatm.Message{Text: "Pastor Grant, will you sit behind him at the hearing, or outside?", Asks: "aff"})
	s.charge("miles", "Prepare the hearing with him and, apart from him, with her", w.ahead(4))
}

// retaliation: a reporter suffers for having reported. The point: it is
// answered the same day, and stands in the case as what it is.
func (w *world) retaliation() {
	s := w.story("retaliation", county)
	s.on(20, 9, 30).person("person", "Gordon", "Fitch", "shift lead", born(w.end.Year()-47, 0, 0), detail(tatm.EmployerDetail, "Northgate Warehouse, forklift"))
	s.report("r", tatm.Report{Channel: tatm.ByPhone, Narrative: "Gordon threw a pallet hook at the wall beside my head and said that next time he would not miss. Two of us saw it. I am afraid of what happens when he learns who called.", Who: "Gordon Fitch", Where: "Warehouse, aisle 6", When: "Monday, early shift", Weapon: tatm.No, Target: tatm.Yes, Imminent: tatm.No}, tatm.Reporter{Name: "Yolanda Pruitt", Contact: "555-0170", Relation: "colleague", SafeWay: "not at work; text after four"})
	s.accept("r", "Violence at work, seen by two", "miles", "See both who saw it, apart from each other; ask about weapons", app.NewCase{Title: "Rage in the warehouse", Summary: "A hook thrown at the wall beside a colleague, and words about next time."})
	s.by("hr").put("hook", saw("Second colleague in aisle 6", "The hook hit the wall at head height. He went white and walked out."))
	s.put("wall", onRecord("Safety officer", "A mark in the wall, 1.60 m high, photographed the same morning."))
	s.answers(tatm.PriorContact, "Two notes about shouting since spring; none before that", "weapons", "Deer rifle at his brother's, two counties away; asked of both", "despair", "“What for” when asked about the future; no plan. Seen by Dr. Falk", "protective", "His brother; sober for six years; a supervisor he respects", "stressors", "His son was refused bail in spring; double shifts since")
	s.triage()
	s.move(tatm.AtInquiry, "Seen by two; a named person")
	s.by("hr").put("burst", risk("us-fbi-prevent-mass-violence-2024#outbursts", "Threw a hook; shouted twice before", "hook", "wall"))
	s.put("strain", risk("us-fbi-prevent-mass-violence-2024#performance", "Double shifts since spring; mistakes he never made", "hook"))
	s.put("prot", holds("tatm-protective-factors#coping-skills", "Sober for six years, and goes to his group", "hook"))
	s.put("son", lost("tatm-precipitants#family-conflict", "His son in custody since spring", "hook"))
	s.describe("Team, by consensus", false, "targeted-workplace")
	s.on(19, 9, 15).move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("One outburst toward a named colleague; no plan", "Low; no plan", "Exhausted; afraid for his son", "This week"), Level: tatm.Moderate,
		Basis: "Seen by a second colleague and by the mark in the wall.", Risk: "Outbursts grow with the double shifts.", Protective: "Sober, goes to his group, hears his supervisor.", Precipitating: "His son's trial in winter.", Gaps: "Whether somebody eggs him on", Alternatives: "Exhaustion", Confidence: "Good", Protected: "Complaining about shifts is his right", Disability: "Hearing loss on one side: speak to the other",
	}, "", view{"det", tatm.Moderate, "A hook at head height is not a bad mood."}, view{"psy", tatm.Moderate, "Exhausted, and ashamed of it."}, view{"hr", tatm.Moderate, "The shifts are ours to mend."})
	s.by("hr").move(tatm.AtPlanning, "")
	s.put("yolanda", tatm.Part{Role: tatm.TargetPart, Known: "The colleague in aisle 6"})
	s.by("vic").put("", tatm.TargetPlan{Part: "yolanda", Contact: "Joan Teller", SafeWay: "Text after four, never at work", Steps: "Another aisle by her own choice; a named person to call; no change to her shift unless she asks", Told: "Joan Teller, in person, the same day", State: "running"})
	s.by("hr").wire("again", "behaviour", "Another outburst, or he asks who called", "hr", "supervisor", "Miles Okafor is there within the hour", time.Hour, 40)
	s.plan(tatm.Plan{
		Goals: "No more outbursts; nobody pays for having called", Exit: "Two quiet reviews after his son's trial", Voice: "“I scared myself. Take me off the doubles.”", TargetPlan: "A safety plan with the colleague; her name is in no paper he sees", Review: w.ahead(6),
		Considered: weighed("no: she does not wish to press a charge, and was told how to", "yes: his brother drives him home after late shifts", "yes: his group's elder", "no: this has nothing to do with a movement"),
	},
		s.step("shifts", tatm.OnSubject, "employment", "individual", "No double shifts; two weeks on the day roster", "hr", w.ahead(8), "No mistakes, no shouting", "At review", "strain"),
		s.step("talk2", tatm.OnSubject, "mental-health", "individual", "Six sessions of the employee programme", "psy", w.ahead(14), "He stops before he throws", "After six", "burst"),
		s.step("her3", tatm.OnTarget, "victim-services", "individual", "Weekly call to the colleague, by the advocate", "vic", w.ahead(2), "She is at work and unafraid", "When she says so"),
		s.step("roster", tatm.OnEnvironment, "employment", "universal", "Rosters for the whole shed: nobody above ten hours", "hr", w.ahead(12), "No doubles on the list", "Never"),
		s.step("trial", tatm.OnEvents, "family", "individual", "Leave on the days of his son's trial", "hr", w.ahead(30), "He asks for it himself", "After the verdict", "son"))
	s.approve()
	s.by("hr").move(tatm.Managed, "")
	s.on(12, 11, 0).delivered("shifts", "Day roster since Monday", "Roster")
	s.by("psy").delivered("talk2", "First session", "Programme's note")
	s.on(6, 8, 50).by("vic").put("locker", saw("The colleague who reported", "Her locker was forced and emptied, and the roster puts her on nights from Monday. She did not ask for it."))
	s.by("rosa").put("undo", tatm.Task{What: "Today: undo the move to nights, see that she is safe, and find out who changed the roster", Owner: "miles", Due: w.back(6, 16, 30)})
	s.put("", tatm.Decision{Question: "Is this retaliation against a reporter?", Options: "Wait for the locker's story; treat it as retaliation now", Decided: "It is treated as retaliation from today. The move to nights is undone before anything else is looked at.", Why: "She called, and within two weeks her shift and her locker were touched. Nobody else's were.", How: "chair", Seats: []tatm.Discipline{tatm.SocialServices, tatm.HumanResources}, Review: w.ahead(3), Relied: cite([]string{"locker"})})
	s.by("miles").finished("undo", "Back on days from today, written to her. The shift planner had moved her “to calm things down”, without asking. The locker: two colleagues of Gordon's, not he; they are answered for by the employer.")
	s.put("", tatm.Notice{Whom: "other", To: "The reporter", What: "That the move is undone, what was found out about the locker, and whom to call at any hour", How: "in person, outside work", Attempts: 1, Reached: tatm.Yes})
	s.stands("He had no part in it and was told of it by us. It concerns her safety, not his steps; her plan was widened")
	s.by("vic").delivered("her3", "Talked for an hour; she stays on days and has a new lock", "Her own words")
	s.charge("miles", "Ask her, and the second colleague, whether it has stopped", w.ahead(3))
}
