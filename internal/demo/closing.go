package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// meter is the matter of a meter reader; the case waits for a second person's
// word that it may close.
var meter = matter{
	name: "the meter reader", team: county, given: "Abel", family: "Quist", age: 67, day: 40, owner: "soc", first: "Hear the meter reader; what was in his hand?",
	report: tatm.Report{Channel: tatm.ByPartner, Narrative: "Our reader was chased off with a bar and told that the next one gets it. He is an old man. We read meters there for thirty years.", Where: "River road", Target: tatm.Unknown, Weapon: tatm.Unknown, Imminent: tatm.No},
	from:   tatm.Reporter{Name: "Water utility", Contact: "555-0136", Relation: "utility"}, reason: "A bar, and words about the next one",
	violence: "targeted-workplace", title: "Chased from the meter", summary: "An old man chases a meter reader. His water was cut in error in spring.",
	one: saw("Meter reader", "He held an iron bar and shook more than I did."), two: saw("Foreman of the mill", "They cut his water for nine days in spring by mistake. He carried it from the river."),
	prior: "None", weapons: "The bar is a gate bolt; asked about others: none", despair: "No; stubborn, and glad to be asked", protective: "The mill's foreman, who worked with him", motive: "Nine days without water, and no word",
	risk: risk("us-fbi-prevent-mass-violence-2024#outbursts", "Chased a man with a bolt", "one"), holds: holds("tatm-protective-factors#social-support", "The foreman", "two"), lost: lost("tatm-precipitants#benefit-loss", "Water cut in error", "two"),
	judged: tatm.Assessment{Axes: axes("Once, on his land; nobody was touched", "None", "Alone, and wronged", "Before the next reading"), Level: tatm.Low, Basis: "The reader saw it; the foreman knows why.", Risk: "The next reader.", Protective: "The foreman.", Precipitating: "The next reading.", Gaps: "His sight", Alternatives: "He was wronged", Confidence: "Good", Protected: "His complaint is right", Disability: "Hears badly: knock, wait, and stand where he sees you"},
	views:  []view{{"det", tatm.Low, "A bolt, on his own land."}, {"psy", tatm.Low, "He was without water for nine days."}},
	need:   tatm.Need{Domain: "housing", Words: "A pump that works", Own: "Not to be beholden", Service: "Home repair fund", Contact: "Tom Breland", Referred: time.Time{}.AddDate(2025, 5, 1), State: "met"},
	grudge: tatm.Grievance{Words: "Nine days, and a bill for it.", Nature: "personal", Against: "Water utility", Truth: "True; the utility has found the slip", Tried: "A letter", Enough: "“A hat in the hand.”", Strategy: "The utility's head drives out and says sorry", State: "resolved"},
	watch:  "Another chase", channel: "meter readers", action: "The foreman is called first",
	plan: tatm.Plan{Goals: "The utility says sorry; readings are announced", Exit: "One quiet reading", Voice: "“A man comes on my land, he says his name.”", TargetPlan: "Readers come with the foreman for now", Considered: weighed("no: nobody wants a charge", "no: no family near; asked", "yes: the foreman", "no: this has nothing to do with a movement"), NoneNeeded: map[tatm.Column]string{tatm.OnEvents: "The next reading is announced"}},
	steps: func(s *story) []planned {
		return []planned{
			s.step("a", tatm.OnSubject, "grievance-redress", "individual", "The head of the utility drives out and says sorry", "soc", s.w.back(30, 15, 0), "Coffee is offered", "Once", "lost", "risk", "grudge"),
			s.step("b", tatm.OnTarget, "victim-services", "targeted", "Readers come with the foreman", "soc", s.w.back(10, 15, 0), "The reader is at ease", "After two readings"),
			s.step("c", tatm.OnEnvironment, "civic", "universal", "Readings are announced by post in large print", "soc", s.w.back(20, 15, 0), "Nobody is surprised", "Never"),
		}
	},
}

// closing are cases at their end: one in each team waits for a second person,
// one was closed after help, one on the short path.
func (w *world) closing() {
	m := meter
	m.plan.Review, m.need.Referred = w.ahead(9), w.back(38, 12, 0)
	s := w.walk(m)
	s.on(30, 11, 0).by("soc").delivered("a", "He took off his hat; coffee was offered", "Head of the utility")
	s.delivered("b", "Second reading; they talked about eels", "Foreman")
	s.delivered("c", "Cards printed", "Copy of the card")
	for _, k := range []string{"a", "b", "c"} {
		s.stepped(k, "done", time.Time{})
		s.judged(k, "better", "Meter reader and Mr. Quist", "keep")
	}
	s.by("psy").retired("wire", "Two quiet readings")
	s.on(6, 14, 0).by("soc").put("quiet", saw("Meter reader", "Third reading since then: he held the gate open and asked after my daughter."))
	s.stands("Low, as it was: three readings without a word, and the one who feared him says so")
	s.on(5, 10, 0).by("soc").close(tatm.Closure{
		Reason: "resolved", AfterCare: "Tom Breland's card is on his door, in large print", Reporter: "The utility was called", Retaliation: "Asked; none", Lessons: "The foreman was the key. Ask first who knows him.",
		Checks: checks("Said sorry; readings announced", "Retired", "The next reading is announced", "Pump mended", "Readers are at ease", "Low; still so", "None", "Shortest term"),
	}, "", "")
	s.charge("rosa", "A second person reads the closing", w.ahead(2))
	s.on(1, 9, 40).by("soc").put("", tatm.Message{Text: "Rosa, will you read the closing before the meeting?", Asks: "rosa"})

	w.coach()
	w.replica()
}

// coach: a message after a line-up; the closing waits for a second person.
func (w *world) coach() {
	p := matter{
		name: "the coach", team: schools, given: "Cora", family: "Blythe", age: 16, minor: true, day: 36, owner: "couns", first: "Hear both coaches and Cora",
		report: tatm.Report{Channel: tatm.ByWalkIn, Narrative: "She wrote to the coach that he will wish he had picked her. With it came a picture of his car.", Where: "Gym", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Assistant coach", Relation: "staff"}, reason: "A picture of a car, after she was left out",
		violence: "targeted-school", title: "A message to a coach", summary: "Left out of the relay; a message with a picture of his car.",
		one: onRecord("The message", "“You will wish that you had picked me”, and the coach's car."), two: saw("Her brother", "She ran every morning for a year. She took the picture because his car has the team's sticker."),
		prior: "None", weapons: "None; asked", despair: "Cried; no", protective: "Her brother; she runs with the older women on Sundays", motive: "Left out, without a word",
		risk: risk("meloy-warning-behaviours#leakage", "The message", "one"), holds: holds("tatm-protective-factors#mentor", "The women she runs with", "two"),
		judged: tatm.Assessment{Axes: axes("A message; no step", "None", "Disappointment", "Not urgent"), Level: tatm.Low, Basis: "The message is there; her brother knows the picture.", Risk: "None beside the message.", Protective: "Runs on.", Precipitating: "The state meet.", Gaps: "None", Alternatives: "Disappointment", Confidence: "Good", Protected: "A sharp message is lawful", Disability: "None known"},
		views:  []view{{"sro", tatm.Low, "A sticker."}, {"spsy", tatm.Low, "Sixteen."}},
		watch:  "Another message with a picture", channel: "coaches", action: "See her the same day",
		plan: tatm.Plan{Goals: "She is told why, and what would get her in", Exit: "The meet is past", Voice: "“He could have told me.”", TargetPlan: "The coach was told; he is at ease", Review: w.ahead(9), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "The coach asked for nothing", tatm.OnEvents: "She runs at another meet that day"}, Considered: weighed("no: nothing", "yes: her brother", "yes: the running circle", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "grievance-redress", "individual", "The coach tells her why, and what would get her in", "couns", w.back(28, 15, 0), "She trains", "Once", "risk"),
				s.step("b", tatm.OnEnvironment, "positive-activities", "universal", "Line-ups are told in person, with reasons", "prin", w.back(28, 15, 0), "No surprises on the wall", "Never"),
			}
		},
	}
	t := w.walk(p)
	t.on(30, 10, 0).by("couns").delivered("a", "Twenty minutes on the bleachers", "Both")
	t.by("prin").delivered("b", "Since this season", "Coach's plan")
	for _, k := range []string{"a", "b"} {
		t.stepped(k, "done", time.Time{})
		t.by("couns").judged(k, "better", "Cora and the coach", "keep")
	}
	t.retired("wire", "Quiet since the talk")
	t.on(6, 14, 30).by("couns").put("meet", saw("Assistant coach", "The meet is past. She ran elsewhere, told everybody her time, and is at training."))
	t.stands("Low, as it was: the day is past, and there was no second message")
	t.on(5, 13, 30).by("couns").close(tatm.Closure{
		Reason: "resolved", AfterCare: "Her running circle", Reporter: "The assistant coach was thanked", Retaliation: "Asked; none", Lessons: "An honest word early would have done most of it.",
		Checks: checks("She was told why", "Retired", "The meet is past", "None needed", "The coach is at ease", "Low; still so", "None", "Pupil's record: shortest term"),
	}, "", "")

	t.charge("prin", "A second person reads the closing", w.ahead(2))
}

// replica: a long bag in the library, on the short path within the hour.
func (w *world) replica() {
	u := w.story("the replica", county)
	u.on(12, 13, 15).meet(matter{
		given: "Nils", family: "Haverkamp", age: 24, owner: "det", first: "Ask him what was in the bag",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "A man with something like a rifle in a long bag sat in the library all afternoon and drew people.", Where: "Library", Weapon: tatm.Unknown, Target: tatm.No, Imminent: tatm.Unknown},
		from:   tatm.Reporter{Name: "Library guest", Relation: "bystander"}, reason: "Seen in a public room; asked at once",
		title: "A long bag in the library", summary: "Looked at within the hour.",
	})
	u.by("rosa").ask(func(d app.Desk) (app.Made, error) {
		return d.CloseShort(w.ctx, u.kase, tatm.ShortClose{What: "A folding easel. He draws people in the library for his art school and showed the book.", CheckedWith: "Librarian, who has known him since he was six; himself", Prior: "None in both teams", WhyNone: "Lawful, and lovely: he gave the librarian her portrait", Help: "The guest who called was thanked and told", SecondLook: "Dana Whitlock"})
	})
}

// comingBack is a case that was closed and is open again, by a new report.
func (w *world) comingBack() {
	m := matter{
		name: "the night bus", team: county, given: "Ruben", family: "Castellan", age: 33, day: 70, owner: "soc", first: "Hear the driver; where does he sleep?",
		report: tatm.Report{Channel: tatm.ByPartner, Narrative: "He rides the last bus to the depot each night and tells the driver that one day he will take the wheel. He has nowhere to go.", Where: "Night bus 2", Target: tatm.Unknown, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Harlow Transit", Contact: "555-0118", Relation: "employer of the driver"}, reason: "Words about the wheel, each night",
		violence: "mass", title: "The last bus each night", summary: "A man without a home rides the last bus and talks about the wheel.",
		one: saw("Driver of night bus 2", "“One day I take the wheel.” He falls asleep before the river."), two: saw("Shelter volunteer", "He left the shelter when his dog was not let in."),
		prior: "None", weapons: "None; asked", despair: "Tired of it all; no plan", protective: "His dog; the volunteer", motive: "A place where the dog may sleep",
		risk: risk("us-fbi-prevent-mass-violence-2024#coping", "Nights in a bus", "one"), holds: holds("tatm-protective-factors#caring-responsibilities", "His dog", "two"), lost: lost("tatm-precipitants#eviction", "Lost his room in winter", "two"),
		judged: tatm.Assessment{Axes: axes("Words about the wheel; sleeps", "Tired; no plan", "A roof", "Before the frost"), Level: tatm.Low, Basis: "The driver hears it, the volunteer knows why.", Risk: "Cold nights.", Protective: "The dog.", Precipitating: "Winter.", Gaps: "Where he worked", Alternatives: "He wants to be noticed", Confidence: "Good", Protected: "Riding a bus is lawful", Disability: "Feet, frostbitten once"},
		views:  []view{{"det", tatm.Low, "He sleeps."}, {"psy", tatm.Low, "A roof."}},
		watch:  "He stands beside the driver", channel: "night drivers", action: "Tom Breland comes to the depot",
		plan: tatm.Plan{Goals: "A room, with the dog", Exit: "Four weeks in the room", Voice: "“Both of us, or none.”", TargetPlan: "The driver knows whom to call", Review: w.back(55, 15, 0), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "The driver likes him", tatm.OnEvents: "None before the frost"}, Considered: weighed("no: nothing", "no: none that he wants called; asked", "yes: the volunteer", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "housing", "individual", "A room in which the dog may sleep", "soc", w.back(60, 15, 0), "He is not on the bus", "When he has it", "lost", "risk"),
				s.step("b", tatm.OnEnvironment, "housing", "universal", "The shelter takes dogs", "soc", w.back(50, 15, 0), "Two kennels", "Never"),
			}
		},
	}
	s := w.walk(m)
	s.on(62, 10, 0).by("soc").delivered("a", "A room over the garage of the parish", "Key handed over")
	s.delivered("b", "Two kennels", "Shelter")
	for _, k := range []string{"a", "b"} {
		s.stepped(k, "done", time.Time{})
		s.judged(k, "better", "Ruben; the driver", "stop")
	}
	s.by("psy").retired("wire", "He has a room")
	s.on(51, 9, 30).by("soc").put("roof", saw("Driver of night bus 2", "He has not ridden since he has the room. He waved from the kerb, with the dog."))
	s.stands("Low, and lower: he has a roof, and the words about the wheel have stopped")
	s.on(50, 9, 30).by("soc").close(tatm.Closure{
		Reason: "resolved", AfterCare: "The volunteer looks in on Sundays", Reporter: "Transit was called", Retaliation: "Asked; none", Lessons: "Ask about the dog first.",
		Checks: checks("A room", "Retired", "The frost, in a room", "Parish", "The driver is at ease", "Low; still so", "None", "Shortest term"),
	}, "miles", tatm.Closed)
	s.on(4, 8, 40).report("again", tatm.Report{Channel: tatm.ByPartner, Narrative: "He is back on the last bus since Sunday, without the dog. He does not talk about the wheel. He does not talk at all.", Who: "Ruben Castellan", Where: "Night bus 2", Target: tatm.No, Weapon: tatm.No, Imminent: tatm.No}, tatm.Reporter{Name: "Harlow Transit", Contact: "555-0118"})
	s.take("again")
	s.link("again", "The same man; the case is opened again")
	s.by("soc").charge("soc", "Ride the last bus with him tonight", w.back(3, 16, 0))
	s.by("intake").move(tatm.AtTriage, "A new report: back on the bus, without the dog, silent")
	s.on(3, 9, 0).by("soc").put("dog", saw("Tom Breland, who rode along", "The dog died on Friday. He has the collar in his hand."))
	s.by("rosa").move(tatm.AtInquiry, "A loss; silence instead of words")
	s.by("psy").put("loss", lost("tatm-precipitants#bereavement", "The dog died on Friday", "dog"))
	s.answers("despair", "“No reason to go up the stairs.” No plan; not alone since; seen by Dr. Falk at the depot")
	s.on(1, 11, 0).by("psy").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{Axes: axes("None", "Nothing to live for, he says; no plan; watched with his consent", "Grief", "These days"), Level: tatm.Low, Basis: "Tom Breland rode along and the driver sees him each night. The concern is for him, not about him.", Risk: "Loss of the one he lived for.", Protective: "The volunteer; the driver keeps a seat.", Precipitating: "The dog's death.", Gaps: "None that would be kind to ask now", Alternatives: "Grief", Confidence: "Good", Protected: "None arises", Disability: "Feet"}, "", view{"det", tatm.Low, "No danger to anybody else."}, view{"psy", tatm.Low, "High need, low concern: both are true."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.put("need2", tatm.Need{Domain: "suicide-prevention", Words: "Not to be alone this week", Own: "“Somebody who knew her.” The dog.", Service: "Crisis circle; the volunteer each evening", Contact: "Dr. Falk", Referred: w.back(1, 12, 0), State: "referred"})
	s.plan(tatm.Plan{
		Goals: "He is not alone, and the room stays his", Exit: "He says that he can", Voice: "“Bury her where she ran.”", TargetPlan: "No target: the concern is for him", Review: w.ahead(6),
		NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is in danger but he", tatm.OnEvents: "The burial is in the plan of today"}, Considered: weighed("no: nothing that police could do better", "no: none that he wants called; asked again", "yes: the volunteer and the driver", "no: this has nothing to do with a movement"),
	},
		s.step("evening", tatm.OnSubject, "suicide-prevention", "individual", "Somebody with him each evening; Dr. Falk on the telephone at night", "psy", w.ahead(5), "He goes up the stairs", "When he asks for it to end", "loss"),
		s.step("seat", tatm.OnEnvironment, "belonging-mentoring", "targeted", "The night driver keeps a seat, and tells us when it stays empty", "soc", w.ahead(8), "He rides by day", "When he no longer rides at night"))
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.charge("soc", "Bury the dog, with him and the driver", w.ahead(1))
}

// convened is a case about a colleague, which only convened people see; one
// member is recused.
func (w *world) convened() {
	s := w.story("the colleague", county)
	s.on(11, 8, 45).meet(matter{
		given: "Simone", family: "Achebe", age: 45, owner: "miles", first: "Convene four people; keep it out of the corridor",
		report: tatm.Report{Channel: tatm.ByLetter, Narrative: "She works two floors above you. She said on Friday that she understands now why people bring a gun to work. I have known her for twelve years and I am writing this by hand so that it stays small.", Where: "County building", Target: tatm.Unknown, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "A colleague", Relation: "colleague", SafeWay: "by letter to her home"}, reason: "A colleague of ours: few people, soon",
		title: "A sentence on a Friday", summary: "About a colleague in this building: convened people only.",
	})
	s.by("hr").ask(func(d app.Desk) (app.Made, error) {
		return d.Recuse(w.ctx, s.kase, "She is my cousin. I want to help her, and not from here.")
	})
	for _, who := range []string{"det", "psy"} {
		s.by("rosa").put("", tatm.Invitation{Actor: tatm.ActorID(who), Purpose: "Convened to this case", Basis: "Chair's decision", Until: w.ahead(90)})
	}
	s.by("miles").describe("", true)
	s.under(tatm.Personnel).put("leave", onRecord("Personnel office", "Three refusals of leave since her father's stroke, each in one line."))
	s.by("det").put("friday", saw("Colleague who wrote", "“I understand now why people bring a gun to work.” She looked at the floor, and then said sorry."))
	s.put("own", tatm.Observation{Text: "She said it herself, in the first minute, and asked what took us so long.", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "Simone Achebe"})
	s.by("miles").describe("Miles Okafor, at the first meeting", true, "targeted-workplace")
	s.by("det").answers(tatm.PriorContact, "None", "weapons", "None; asked, and of her sister")
	s.by("psy").answers("despair", "At the end of her strength; no plan", "protective", "Her sister; her choir; twelve years of friends here")
	s.triage()
	s.move(tatm.AtInquiry, "A colleague: carefully, and soon")
	s.by("psy").put("risk", risk("us-fbi-prevent-mass-violence-2024#coping", "Cares at night, works by day", "friday", "own"))
	s.put("tired", risk("us-fbi-prevent-mass-violence-2024#performance", "Mistakes she never made, since spring", "leave"))
	s.put("prot", holds("tatm-protective-factors#help-seeking", "Said it herself, and asked for help", "own"))
	s.put("care", lost("tatm-precipitants#care-burden", "Her father's stroke", "own"))
	s.on(10, 9, 30).by("psy").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{Axes: axes("A sentence; no step", "At the end of her strength", "Care at night", "This week"), Level: tatm.Low, Basis: "Her colleague heard it and she said it herself. Nothing else was found, and we asked.", Risk: "No sleep.", Protective: "Sister, choir, friends here.", Precipitating: "Her father's stroke; three refusals.", Gaps: "None", Alternatives: "A cry for leave", Confidence: "Good", Protected: "A sentence is not a threat", Disability: "None; her father's is what tires her"}, "", view{"det", tatm.Low, "No means, no plan."}, view{"psy", tatm.Low, "She needs a week of sleep."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.by("miles").put("grudge", tatm.Grievance{Words: "One line, three times.", Nature: "personal", Against: "Her head of section", Truth: "True", Tried: "Three requests", Enough: "Four weeks with her father", Strategy: "Leave was granted this morning, with an apology", State: "resolved"})
	s.put("need", tatm.Need{Domain: "family", Words: "Nights beside her father", Own: "To be his daughter and not his nurse", Service: "Night care", Contact: "Parish nurses", Referred: w.back(9, 12, 0), State: "met"})
	s.by("psy").plan(tatm.Plan{
		Goals: "She sleeps; her father is cared for", Exit: "Back at work, and well", Voice: "“I wanted somebody to hear how tired I am.”", TargetPlan: "Nobody is named", Review: w.ahead(8),
		NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named", tatm.OnEvents: "No date lies ahead"}, Considered: weighed("no: nothing", "yes: her sister", "yes: choir and parish nurses", "no: this has nothing to do with a movement"),
	},
		s.step("leave2", tatm.OnSubject, "employment", "individual", "Four weeks of leave, with pay", "miles", w.ahead(10), "She sleeps", "When she comes back", "care", "risk", "tired"),
		s.step("refusals", tatm.OnEnvironment, "grievance-redress", "universal", "No leave is refused in one line, in any section", "miles", w.ahead(12), "Reasons, in person", "Never"))
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.on(5, 14, 0).by("psy").delivered("leave2", "First week of leave; slept nine hours", "Her own words")
	s.charge("miles", "Call her, as a friend of the house", w.ahead(4))
}
