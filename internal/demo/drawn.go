package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// drawnIn: a young man drawn to violent extremist groups, and no crime. The
// point: a plan over many domains, family and a former extremist in it, and a
// level that falls from high to moderate to low as people see him change.
func (w *world) drawnIn() {
	s := w.story("drawn in", county)
	s.on(99, 9, 30).person("person", "Eric", "Solberg", "his mother", born(w.end.Year()-19, 6, 0), detail(tatm.HandleDetail, "northwind_e"), detail(tatm.PhoneDetail, "555-0163"))
	s.report("r", tatm.Report{Channel: tatm.ByPhone, Narrative: "My son spends every night in a group that praises attacks. He has cut off his friends and says that the time for talking is over. He has done nothing. I want him back.", Who: "Eric, 19", Where: "At home", Weapon: tatm.No, Target: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Karin Solberg", Contact: "555-0160", Relation: "mother", SafeWay: "mornings"})
	s.accept("r", "Movement that a mother sees from close by; no crime", "psy", "Meet the mother; ask what she has seen, and since when", app.NewCase{Title: "Nights in a violent group", Summary: "A mother sees her son move away from people and toward a group that praises attacks. No crime. What he believes is his own; what he does is what we look at."})
	s.put("mother", saw("His mother", "For some weeks he has said that people who talk are cowards. He gave away his guitar and his fishing rods in one week."))
	s.by("det").put("coach", saw("Former coach", "He asked how one gets a rifle without the family knowing. The coach said no, and asked what was wrong."))
	s.put("page", online("Public page, seen by the sister", "Eric's public page", "A picture of an attacker with a heart under it, on the day of the anniversary."))
	s.by("psy").describe("Team, by consensus", false, "extremist")
	s.by("det").answers(tatm.PriorContact, "None in both teams; no record", "weapons", "None at home; he asked about one. The sellers nearby belong to the county's safe-sale circle", "despair", "Flat and tired. Denies wanting to die; “it would not matter”", "protective", "His mother, his sister, and a coach whom he misses", "interests", "Attackers and their writings, at night", "violence", "Says that violence is the only honest thing left")
	s.triage()
	s.move(tatm.AtInquiry, "No crime; movement to understand")
	s.by("psy").put("hard", risk("us-fbi-prevent-mass-violence-2024#hardened-outlook", "“The time for talking is over”", "mother"))
	s.put("ask", risk("us-fbi-prevent-mass-violence-2024#weapons-interest", "Asked for a rifle behind the family's back", "coach"))
	s.put("alone", risk("us-fbi-prevent-mass-violence-2024#isolation", "Cut off friends; gave away what he loved", "mother", "page"))
	s.put("prot", holds("tatm-protective-factors#parental-involvement", "A family that keeps the door open", "mother"))
	s.put("left", lost("tatm-precipitants#admission-denied", "Refused by the marine school in May", "mother"))
	s.by("det").put("", tatm.Nexus{Tied: tatm.Yes, Words: "He takes part in a closed group that praises attacks, and asked for a rifle. Both were seen and are dated. What he believes is not held against him.", Judged: "Team, by consensus", Observations: cite([]string{"coach", "page"}), Consulted: "Regional consultation, by telephone; no report was made"})
	s.consulted("No report is asked for; they may be called again")
	s.on(98, 10, 0).by("psy").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("A question about a rifle, and praise of attacks; no target", "Flat; “it would not matter”", "Alone, refused, without a task", "Days"), Level: tatm.High,
		Basis: "The coach heard the question, the mother sees the change, the page is public: three sources, none of whom had it from another.", Risk: "Praise, a question about means, and giving things away, within weeks.", Protective: "Mother, sister and coach, all still in touch.", Precipitating: "Refused by the marine school; anniversary of an attack.",
		Gaps: "Who leads the group; whether he pays into it", Alternatives: "He asked the one man who would say no: perhaps to be stopped", Confidence: "Fair", Protected: "Opinions, reading and groups are lawful. The question about a rifle and the giving away are conduct.", Disability: "None known; sleeps by day",
	}, "", view{"det", tatm.High, "He asked for means."}, view{"psy", tatm.High, "Giving his guitar away troubles me more than the page."}, view{"soc", tatm.Moderate, "He eats with his sister each evening."})
	s.withEric()
}

// withEric is the first plan, and how its steps reached him.
func (s *story) withEric() {
	w := s.w
	s.by("psy").move(tatm.AtPlanning, "")
	s.put("mine", tatm.Grievance{Words: "They took people who cheat. I did everything right, and nobody needs me.", Nature: "mixed", Against: "The marine school; “the system”", Truth: "The list was closed by mistake a week early, and the school has said so", Tried: "One letter", Enough: "“A place where I am of use.”", Strategy: "The school's letter of apology, and a task on the water now", State: "resolved"})
	s.put("task", tatm.Need{Domain: "employment", Words: "No task since May", Strength: "Knows boats; patient with small engines", Own: "“On the water.”", Service: "Apprenticeship at the boat yard", Contact: "Foreman at the yard", Referred: w.back(92, 11, 0), State: "met"})
	s.wire("silent", "behaviour", "He says goodbye, or is silent in the family for three days", "psy", "mother and sister", "Call the mother; two of us visit the same day", 4*time.Hour, 40)
	s.wire("range", "information", "He asks again about a rifle, anywhere", "det", "safe-sale circle of the county's dealers", "Dana Whitlock speaks with him the same day", 4*time.Hour, 40)
	s.plan(tatm.Plan{
		Goals: "He has a task, somebody who has been there, and his family", Exit: "Three quiet reviews, out of the group by his own word and by what others see", Voice: "He will meet somebody “who has been there”, not a psychologist. He asked whether it goes on a list. It does not.",
		TargetPlan: "No target is named", Review: w.back(80, 15, 0), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named by him or in the group"},
		Considered: weighed("no: no crime; Dana Whitlock is known to him as the one who asks how he is", "yes: mother and sister, in their own group", "yes: the sailing club's youth worker", "yes: Jens Aldous, who left such a group nine years ago"),
	},
		s.step("former", tatm.OnSubject, "disengagement", "individual", "Meets Jens Aldous, who left such a group, each Thursday", "psy", w.ahead(9), "He argues, and comes back", "When he says so, or Jens does", "hard", "ask"),
		s.step("yard", tatm.OnSubject, "employment", "individual", "Apprenticeship at the boat yard", "soc", w.back(50, 15, 0), "On time", "It is his own", "alone", "mine"),
		s.step("family", tatm.OnEnvironment, "family", "targeted", "A group for families; how to talk without a quarrel", "soc", w.back(40, 15, 0), "They eat together", "When they want", "prot"),
		s.step("anniv", tatm.OnEvents, "belonging-mentoring", "targeted", "Not alone on anniversaries: a crew trip on those days", "soc", w.ahead(12), "He comes along", "After a year", "left"))
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.by("rosa").put("", tatm.Invitation{Actor: "former", Sections: []tatm.Section{tatm.SectionPlan, tatm.SectionDiscussion}, Purpose: "Meets Eric each Thursday; reads the plan only", Basis: "Eric's consent", Until: w.ahead(25)})
	s.put("", tatm.Invitation{Actor: "aff", Sections: []tatm.Section{tatm.SectionHead}, Purpose: "First talk with the family", Basis: "The mother's wish", Until: w.back(85, 17, 0)})
	for n := 95; n > 60; n -= 5 {
		s.on(n, 15, 20).by("psy").delivered("former", thursdays[n/5%len(thursdays)], "Jens Aldous, by telephone")
	}
	s.on(90, 9, 0).by("soc").delivered("yard", "Began at the boat yard", "Foreman")
	s.by("soc").delivered("family", "Mother and sister, first evening", "Group's list")
	s.put("sister", saw("His sister", "He sits in the kitchen again. He left two of the chats while I was watching."))
	s.put("yard2", saw("Boat yard foreman", "Six days, six times on time. Says little. Good with the old engine."))
	s.on(89, 10, 10).by("psy").move(tatm.AtAssessment, "Two weeks; new things from two people")
	s.assess(tatm.Assessment{
		Axes: axes("No more questions about means; still in the group", "Less flat", "Has a task", "Weeks"), Level: tatm.Moderate,
		Basis: "His sister and the foreman, each for themselves, see him turn toward people. The group goes on.", Risk: "Still in one group at night.", Protective: "Work, Jens, family meals.", Precipitating: "An anniversary next month.",
		Gaps: "What he writes in the group", Alternatives: "A task was what he lacked", Confidence: "Fair", Protected: "The group is lawful; leaving it is his own choice", Disability: "None known",
	}, "det", view{"det", tatm.Moderate, "No second question about a rifle; the dealers would have called."}, view{"psy", tatm.Moderate, "He argues with Jens. That is good."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.plan(tatm.Plan{
		Goals: "The task holds, and the nights become his own", Exit: "Out of the group by his own word and by what others see", Voice: "“Thursdays are all right.”", TargetPlan: "No target is named", Review: w.back(50, 15, 0), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named"},
		Considered: weighed("no: nothing calls for it", "yes: goes on as it is", "yes: the youth worker takes the crew trips", "yes: Jens, each Thursday"),
	})
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.sinceHeLeft()
}

// sinceHeLeft is the time after he left the group: low, and stepped down.
func (s *story) sinceHeLeft() {
	w := s.w
	s.on(60, 15, 30).by("psy").delivered("former", "Talked for three hours about the year after leaving", "Jens Aldous, by telephone")
	s.judged("former", "better", "His mother, and Eric himself", "keep")
	s.on(57, 9, 40).by("psy").put("left2", saw("Eric", "He showed that he had left the group, and asked whether we would tell his sister."))
	s.by("soc").put("laugh", saw("Boat yard foreman", "He laughs with the others. He has bought a guitar on credit, and asked me first."))
	s.by("psy").move(tatm.AtAssessment, "Ten weeks; he has left the group")
	s.assess(tatm.Assessment{
		Axes: axes("Left the group; no step for ten weeks", "Sleeps; plans a summer", "Has work and people", "Not urgent"), Level: tatm.Low,
		Basis: "He showed it himself, and the foreman sees him each day.", Risk: "Old contacts may write again.", Protective: "Work, Jens, family, a guitar on credit.", Precipitating: "Anniversaries, with the crew.", Gaps: "None that we would press for", Alternatives: "He needed a place", Confidence: "Good", Protected: "His opinions were never our matter", Disability: "None known",
	}, "", view{"det", tatm.Low, "Nothing for ten weeks."}, view{"psy", tatm.Low, "He plans a summer."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.plan(tatm.Plan{
		Goals: "It stands without us", Exit: "One more quiet review", Voice: "“I want to keep the Thursdays. Not for you. For me.”", TargetPlan: "No target is named", Review: w.ahead(13), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named"},
		Considered: weighed("no: not needed", "yes: they need us less each month", "yes: sailing club", "yes: Jens stays a friend"),
	})
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.stepped("yard", "done", time.Time{})
	s.judged("yard", "better", "Foreman", "keep")
	s.stepped("family", "done", time.Time{})
	s.judged("family", "better", "Mother and sister", "keep")
	s.retired("range", "Nothing more was heard; the dealers' circle was thanked")
	s.on(22, 10, 0).by("psy").put("summer", saw("His mother", "He sleeps at night. He asked his old friends to the boat and two came."))
	s.assess(tatm.Assessment{
		Axes: axes("None seen for five months", "None", "Stands by himself", "Not urgent"), Level: tatm.Low, Basis: "Mother and foreman, each for themselves, over months.", Risk: "None that is new.", Protective: "Work, friends, Thursdays.", Precipitating: "First winter without the yard's crew.", Gaps: "None", Alternatives: "None needed", Confidence: "Good", Protected: "As before", Disability: "None known",
	}, "", view{"det", tatm.Low, "Quiet."}, view{"psy", tatm.Low, "Well."})
	s.plan(tatm.Plan{
		Goals: "It stands without us", Exit: "A quiet winter", Voice: "“Thursdays stay.”", TargetPlan: "No target is named", Review: w.ahead(15), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named"},
		Considered: weighed("no: nothing calls for it", "yes: mother and sister know whom to call", "no: the club does it by itself now", "yes: Jens stays a friend"),
	})
	s.approve()
	s.on(17, 10, 0).by("psy").move(tatm.Monitored, "Two quiet reviews at low")
	s.on(3, 15, 40).delivered("former", "Thursday walk; they talked about fish", "Jens Aldous, by telephone")
	s.on(1, 14, 0).by("psy").put("jens", tatm.Message{Text: "Jens, does he know that you will be away next month? It should come from you.", Asks: "former"})
	s.charge("psy", "Look in on a Thursday, and say goodbye when it is time", w.ahead(6))
}

// thursdays are what Jens Aldous told of them.
var thursdays = []string{
	"Walked to the weir. He listened", "Coffee; he asked why Jens left", "A quarrel about a song; both came back from it", "Mended a reel together",
	"He brought a friend from the yard", "Rain; two hours in the car", "He asked what Jens's mother said",
}
