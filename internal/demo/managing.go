package demo

import (
	"time"

	"offramp/internal/tatm"
)

// planning are cases with a level and no plan yet, within their time.
func (w *world) planning() {
	m := matter{
		name: "the custody ruling", team: county, given: "Sam", family: "Oduya", age: 36, day: 3, owner: "psy", first: "See him today; where are the children?",
		report: tatm.Report{Channel: tatm.ByPartner, Narrative: "After the ruling he said in the corridor that the judge would be sorry. He sat on the stairs until we closed.", Where: "Family court", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Bailiff", Contact: "555-0125", Relation: "court staff"}, reason: "Words about a judge, on the worst day of his year",
		title: "Words after a custody ruling", summary: "A father's words in a court corridor.", violence: "public-figure",
		one: saw("Bailiff", "“He will be sorry.” Then he sat on the stairs for three hours."), two: saw("His former wife", "He rang eleven times that night and wept. He did not threaten. She is worried for him."),
		prior: "None", weapons: "Two rifles, moved to his brother's on the same day, with a receipt", despair: "Asked twice; no plan; promised his brother to call", protective: "His brother; the children's swimming on Saturdays", motive: "To see his children on a school day",
		risk: risk("us-fbi-prevent-mass-violence-2024#coping", "Eleven calls in a night", "two"), also: risk("meloy-warning-behaviours#leakage", "“He will be sorry”, said aloud in a corridor", "one"), holds: holds("tatm-protective-factors#caring-responsibilities", "Saturdays at the pool", "two"), lost: lost("tatm-precipitants#custody", "The ruling", "one"),
		judged: tatm.Assessment{Axes: axes("Words on a hard day", "Watched by his brother", "Grief, shame", "This week"), Level: tatm.Moderate, Basis: "The bailiff heard it and his former wife heard the nights: two people, far from each other.", Risk: "Blames one man.", Protective: "Brother; Saturdays.", Precipitating: "The ruling; the first weekend without them.", Gaps: "How he takes the first weekend", Alternatives: "Grief, spoken aloud", Confidence: "Fair", Protected: "He may appeal, and is helped to", Disability: "None known"},
		views:  []view{{"det", tatm.Moderate, "A named judge; but the rifles went within the hour."}, {"psy", tatm.Moderate, "Grief. The first weekend decides."}},
		need:   tatm.Need{}, grudge: tatm.Grievance{},
	}
	s := w.opened(m)
	s.inquired(m)
	s.on(1, 9, 20).by("psy").move(tatm.AtAssessment, "")
	s.assess(m.judged, "", m.views...)
	s.by("psy").move(tatm.AtPlanning, "")
	s.put("grudge", tatm.Grievance{Words: "Nobody read what the children wrote.", Nature: "personal", Against: "The judge", Truth: "The letters came a day late and were not read", Tried: "None", Enough: "“That somebody reads them.”", Strategy: "Counsel asks the court how late letters are read", State: "open"})
	s.put("need", tatm.Need{Domain: "family", Words: "Weekends without the children", Own: "Saturdays", Service: "Fathers' circle", Contact: "Tom Breland", Referred: w.back(1, 12, 0), State: "referred"})
	s.wire("wire", "situation", "The first weekend without the children", "soc", "his brother", "Tom Breland calls on Saturday morning and evening", 12*time.Hour, 12)
	s.charge("psy", "Plan for the first weekend, with his brother", w.ahead(1))
}

// managing are cases in management: on time, most of them.
func (w *world) managing() {
	s := w.walk(matter{
		name: "the car park notes", team: county, given: "June", family: "Halvorsen", age: 41, day: 17, owner: "hr", first: "See the colleague; keep the notes",
		report: tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Someone leaves notes on my car. I know her hand: we shared a desk for six years. The last one says that she knows my daughter's bus.", Where: "County garage", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Colleague", Contact: "555-0172", Relation: "colleague"}, reason: "Notes that name a child's bus",
		title: "Notes on a colleague's car", summary: "Seven notes after a promotion.", violence: "stalking",
		one: onRecord("The seven notes", "The first are about a promotion; the seventh names the bus of the colleague's daughter."), two: saw("Her own supervisor", "She stays late alone and cries. She asked for a transfer in spring and got no answer."),
		prior: "None", weapons: "None; asked", despair: "Empty, she says; no plan; seen by Dr. Falk", protective: "Her mother, whom she cares for; the choir", motive: "The promotion that she had been promised",
		risk: risk("meloy-warning-behaviours#fixation", "Seven notes; knows the bus", "one"), also: risk("us-fbi-prevent-mass-violence-2024#isolation", "Stays late, alone, and cries", "two"), holds: holds("tatm-protective-factors#caring-responsibilities", "Her mother", "two"), lost: lost("tatm-precipitants#work-conflict", "Passed over, without a talk", "two"),
		judged: tatm.Assessment{Axes: axes("Notes, one about a child; no approach", "Empty; no plan", "Care at home, no sleep", "Days"), Level: tatm.Moderate, Basis: "The notes are on paper; her supervisor sees her each day.", Risk: "The notes come closer.", Protective: "Her mother; wrote the truth when she was asked.", Precipitating: "The new post begins next month.", Gaps: "Whether she has followed the bus", Alternatives: "To hurt by words, not more", Confidence: "Fair", Protected: "Complaints about a promotion are her right", Disability: "Hearing aid; speak face to face"},
		views:  []view{{"det", tatm.Moderate, "The bus."}, {"psy", tatm.Moderate, "She was relieved to be asked."}, {"hr", tatm.Low, "We made this."}},
		need:   tatm.Need{Domain: "family", Words: "Cares for her mother alone, nights too", Strength: "Patient", Own: "One night's sleep", Service: "Night care of the parish nurses", Contact: "Tom Breland", Referred: w.back(14, 11, 0), State: "met"},
		grudge: tatm.Grievance{Words: "He shook my hand on it.", Nature: "personal", Against: "Head of the garage", Truth: "True: it was promised", Tried: "One request, not answered", Enough: "“That he says so.”", Strategy: "The head says so, before both", State: "eased"},
		watch:  "Another note, or she is seen at the bus", channel: "colleague; bus driver", action: "Dana Whitlock calls both families the same hour",
		plan: tatm.Plan{Goals: "No more notes; she sleeps; the promise is owned up to", Exit: "Two quiet reviews after the new post begins", Voice: "“I am glad that somebody asked. I would like to say sorry, when she wants.”", TargetPlan: "The colleague has a contact person; her daughter takes another bus by her own choice", Review: w.ahead(7), Considered: weighed("no: the colleague wishes no charge, and knows how to", "yes: her brother takes two nights", "yes: parish nurses", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "mental-health", "individual", "Dr. Falk each week", "psy", w.ahead(9), "Sleeps", "After eight", "risk", "also"),
				s.step("b", tatm.OnTarget, "victim-services", "individual", "The colleague is called each Friday; she decides about the apology", "vic", w.ahead(3), "She parks where she likes", "When she says so"),
				s.step("c", tatm.OnEnvironment, "employment", "targeted", "The head of the garage owns up to the promise, and moves her to the depot she asked for", "hr", w.back(1, 16, 0), "Said, before both", "Once it is done", "grudge", "lost"),
				s.step("d", tatm.OnEvents, "employment", "targeted", "The first day of the new post: she is on leave, by her own wish", "hr", w.ahead(13), "A quiet day", "The day after"),
			}
		},
	})
	s.on(11, 10, 0).by("psy").delivered("a", "Two sessions", "Dr. Falk's calendar")
	s.by("vic").delivered("b", "Two calls; she would read a letter", "Call note")
	s.on(6, 9, 0).by("hr").put("mother", tatm.Monitor{Name: "Sister Agnes (parish nurse)", Relation: "night nurse of her mother", Why: "Comes three nights a week and is liked", Told: "That the family is under strain; no case facts", Basis: "Her consent", Watch: "Sleep; tears; notes", Reach: "Parish telephone, mornings", Every: 8, Owner: "hr", Until: w.ahead(40)})
	s.on(2, 10, 30).put("", tatm.CheckIn{Monitor: "mother", Word: "fine", Text: "Slept three nights. Sang while she cooked."})
	s.charge("hr", "The letter of apology: does the colleague want it?", w.ahead(3))

	w.gameChat()
	w.fixedOnTeacher()
}

// gameChat: words at night to a boy who stays away from school.
func (w *world) gameChat() {
	t := w.walk(matter{
		name: "the game chat", team: schools, given: "Rafi", family: "Montero", age: 16, minor: true, day: 21, owner: "couns", first: "See Rafi with his aunt; ask for the whole chat",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "In a game chat he wrote to a boy in my class that he knows his street and will come with friends. The boy has stopped coming.", Where: "Game chat", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Mr. Farouk", Relation: "teacher"}, reason: "A named boy stays away from school",
		title: "Threats in a game chat", summary: "A boy stays at home because of what was written to him at night.", violence: "targeted-school",
		one: online("Teacher, who was shown it", "Game chat of the 10th grade", "“I know your street. Saturday.” Sent at two in the morning, after nine hours of play."), two: saw("His aunt", "He plays until dawn since his parents went abroad for work. He does not know the boy's street."),
		prior: "None", weapons: "None; asked of aunt and Rafi", despair: "“Tired.” No plan", protective: "His aunt; parents on the telephone each Sunday; math club", motive: "Being called a coward in front of forty players",
		risk: risk("meloy-warning-behaviours#direct-threat", "Named a boy and a day", "one"), also: risk("us-fbi-prevent-mass-violence-2024#performance", "Asleep in class since he plays until dawn", "two"), holds: holds("tatm-protective-factors#parental-involvement", "Aunt and parents acted at once", "two"), lost: lost("tatm-precipitants#public-humiliation", "Mocked before forty players", "one"),
		judged: tatm.Assessment{Axes: axes("Words at night, a day that has passed", "Tired", "Nights, parents far away", "Days"), Level: tatm.Low, Basis: "The chat is there to read; his aunt knows that he does not know the street.", Risk: "Nights without sleep.", Protective: "Aunt, parents, math club.", Precipitating: "Parents away until spring.", Gaps: "Who set him on", Alternatives: "Boasting before an audience", Confidence: "Good", Protected: "Games and boasting are lawful; a named boy stays away", Disability: "None known; reads in two languages"},
		views:  []view{{"sro", tatm.Low, "He does not know the street."}, {"spsy", tatm.Low, "Nights."}},
		need:   tatm.Need{Domain: "family", Words: "His parents are away until spring", Strength: "Looks after his small cousin", Own: "To hear them when they are not tired", Service: "", Contact: "", State: "open"},
		grudge: tatm.Grievance{Words: "Forty people laughed, and nobody stopped it.", Nature: "personal", Against: "The boy; the chat", Truth: "The moderator was asleep", Enough: "That it is deleted", Strategy: "Deleted by the moderator; both boys talk with the math teacher", State: "resolved"},
		watch:  "New words to the boy, or he follows him home", channel: "teacher; chat moderator", action: "Call both families the same day",
		plan: tatm.Plan{Goals: "The boy comes to school; Rafi sleeps", Exit: "Four quiet weeks", Voice: "“I would not have come. I did not know how to take it back.”", TargetPlan: "The boy's family was visited; he came back on the third day", Review: w.ahead(6), NoneNeeded: map[tatm.Column]string{tatm.OnEvents: "The day he named has passed"}, Considered: weighed("no: nothing to investigate", "yes: aunt, and parents by telephone", "yes: math club's helper", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "digital-life", "individual", "Nights: agreed hours, kept with his aunt", "couns", w.ahead(10), "In class before nine", "After a month", "risk", "also"),
				s.step("b", tatm.OnTarget, "grievance-redress", "targeted", "Both boys with the math teacher, by their own wish", "couns", w.ahead(4), "They sit at one table", "If one does not want to", "lost"),
				s.step("c", tatm.OnEnvironment, "digital-life", "universal", "An hour for the tenth grade on what to do when a chat turns", "prin", w.ahead(11), "Pupils report it themselves", "Never"),
			}
		},
	})
	t.on(12, 9, 30).by("couns").delivered("a", "In class before nine, four days of five", "Class list")
	t.by("couns").delivered("b", "They met; awkward, then chess", "Math teacher")
	t.judged("b", "better", "The boy himself", "keep")
	t.by("prin").put("", tatm.Invitation{Actor: "mentor", Sections: []tatm.Section{tatm.SectionPlan, tatm.SectionDiscussion, tatm.SectionHead}, Purpose: "Mentor of Rafi in the math club", Basis: "Consent of aunt and parents", Until: w.ahead(20)})
	t.on(1, 14, 20).by("couns").put("m", tatm.Message{Text: "Amara, does he still come on Wednesdays when the room is full?", Asks: "mentor"})
	t.charge("couns", "Ask both boys whether it has stopped", w.ahead(4))
}

// fixedOnTeacher: a pupil's grief that holds on to a teacher; something new
// came in yesterday, and the assessment is stale.
func (w *world) fixedOnTeacher() {
	u := w.walk(matter{
		name: "fixed on a teacher", team: schools, given: "Tess", family: "Iverson", age: 17, minor: true, day: 14, owner: "spsy", first: "See the teacher; what has he said to her, and what not?",
		report: tatm.Report{Channel: tatm.ByWalkIn, Narrative: "She waits at my car each day and knows what I eat. Yesterday she said that if I leave she will know where. I am moving to another school at the end of the term.", Where: "Parking lot", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Mr. Renner", Relation: "teacher", Contact: "Room 22"}, reason: "Waits for a named person each day",
		title: "Waiting at a teacher's car", summary: "A pupil's fixation; the teacher leaves at the end of the term.", violence: "stalking",
		one: saw("Mr. Renner", "She waits at the car each day and knew what he had eaten."), two: saw("Her best friend", "She has a book with his hours. She stopped eating with us weeks ago."),
		prior: "None", weapons: "None; asked of her parents", despair: "Says there is nothing after he leaves. No plan; Dr. Li each Tuesday", protective: "Her parents; the theatre group", motive: "He was kind when her grandfather died",
		risk: risk("meloy-warning-behaviours#fixation", "His hours in a book", "one", "two"), also: risk("us-fbi-prevent-mass-violence-2024#isolation", "Stopped eating with her friends", "two"), holds: holds("tatm-protective-factors#activities", "The theatre group", "two"), lost: lost("tatm-precipitants#bereavement", "Her grandfather, at the start of term", "two"),
		judged: tatm.Assessment{Axes: axes("Waits, follows his hours; no threat", "“Nothing after that”", "Grief", "Before he leaves"), Level: tatm.Moderate, Basis: "He sees her each day and her friend saw the book.", Risk: "The book; his leaving.", Protective: "Parents, theatre, comes to Dr. Li.", Precipitating: "He leaves at the end of the term.", Gaps: "What she does on weekends", Alternatives: "A first grief, held on to", Confidence: "Fair", Protected: "Admiring somebody is not our matter", Disability: "None known"},
		views:  []view{{"sro", tatm.Moderate, "The book."}, {"spsy", tatm.Moderate, "I worry for her more than for him."}},
		need:   tatm.Need{Domain: "trauma", Words: "Nobody spoke with her of her grandfather", Own: "His workshop", Service: "Grief group for the young", Contact: "Dr. Li", Referred: w.back(10, 11, 0), State: "referred"},
		watch:  "She is seen near his home", channel: "Mr. Renner; her parents", action: "Dr. Li and Officer Reyes see her the same day",
		plan: tatm.Plan{Goals: "She grieves for whom she lost; he goes in peace", Exit: "Two quiet reviews after he has left", Voice: "“I know that it is strange. I do not know how to stop.”", TargetPlan: "Mr. Renner parks inside and is never alone with her; told kindly, with her parents", Review: w.ahead(5), Considered: weighed("no: nothing unlawful", "yes: her parents, each week", "yes: theatre director", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "mental-health", "individual", "Dr. Li each Tuesday", "spsy", w.ahead(7), "Eats with her friends", "In spring", "risk", "also"),
				s.step("b", tatm.OnTarget, "victim-services", "individual", "Mr. Renner: how to be kind and brief, and whom to call", "sro", w.ahead(3), "He is at ease", "When he has left"),
				s.step("c", tatm.OnEnvironment, "positive-activities", "targeted", "Stage manager of the winter play", "couns", w.ahead(16), "Busy until six", "If it becomes too much"),
				s.step("d", tatm.OnEvents, "family", "individual", "His farewell is short and in a group; her parents fetch her", "couns", w.ahead(24), "She says goodbye and goes home", "The day after", "lost"),
			}
		},
	})
	u.on(7, 13, 0).by("spsy").delivered("a", "First session; she brought a photograph of the workshop", "Dr. Li's calendar")
	u.by("sro").delivered("b", "Talked for half an hour", "Note")
	u.on(1, 15, 30).by("sro").put("night", saw("Her father", "Found her on her bicycle near his street on Sunday night. She said that she was only riding."))
	u.by("spsy").put("mom", tatm.Monitor{Name: "Her mother", Relation: "mother", Why: "At home in the evenings; Tess trusts her", Told: "What to look for, and that nobody is angry", Basis: "Parent", Watch: "Evenings out; meals", Reach: "Telephone", Every: 7, Owner: "spsy", Until: w.ahead(30)})
	u.charge("spsy", "Sunday's ride: does it change the level?", w.ahead(1))
}

// steppingDown are cases in monitoring.
func (w *world) steppingDown() {
	s := w.walk(matter{
		name: "the feed store", team: county, given: "Delroy", family: "Banton", age: 29, day: 58, owner: "soc", first: "See the owner of the feed store; is the pitchfork a story?",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "He put a fork through the counter because I could not give him more credit. He came back an hour later to mend it.", Where: "Feed store", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Owner of the feed store", Contact: "555-0147", Relation: "owner"}, reason: "Violence against a thing, before a person",
		violence: "targeted-workplace", title: "A fork through the counter", summary: "A young farmer after a failed harvest.",
		one: saw("Owner of the feed store", "The fork went through the counter. He came back with wood and nails."), two: saw("His sister", "Two harvests lost. He does not open the letters."),
		prior: "None", weapons: "Shotgun for foxes; his sister keeps the shells", despair: "“They would have the insurance.” Seen the same day", protective: "His sister; his cows", motive: "Debt",
		risk: risk("us-fbi-prevent-mass-violence-2024#outbursts", "The fork", "one"), also: risk("us-fbi-prevent-mass-violence-2024#hurt-self-others", "“They would have the insurance”", "two"), holds: holds("tatm-protective-factors#social-support", "His sister", "two"), lost: lost("tatm-precipitants#debt", "Two harvests", "two"),
		judged: tatm.Assessment{Axes: axes("Once, at a thing", "Thought of the insurance; no plan", "Debt", "This week"), Level: tatm.Moderate, Basis: "The owner saw it; his sister knows the letters.", Risk: "Debt that he hides.", Protective: "Sister; mends what he breaks.", Precipitating: "The bank's date in winter.", Gaps: "How much he owes", Alternatives: "Shame", Confidence: "Good", Protected: "None arises", Disability: "None known"},
		views:  []view{{"det", tatm.Moderate, "A fork."}, {"psy", tatm.Moderate, "The insurance sentence is why I would not wait."}},
		need:   tatm.Need{Domain: "income-benefits", Words: "Letters unopened since spring", Own: "To keep the cows", Service: "Farm debt clinic", Contact: "Tom Breland", Referred: w.back(55, 10, 0), State: "met"},
		watch:  "Talk of the insurance; selling the cows", channel: "his sister", action: "Tom Breland drives out the same day",
		plan: tatm.Plan{Goals: "The letters are open; he is not alone with them", Exit: "A plan with the bank", Voice: "“Just sit beside me when I open them.”", TargetPlan: "The owner asked for nothing but the counter, and has it", Review: w.ahead(10), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "The owner is at ease; they had a beer"}, Considered: weighed("no: the owner wants no charge", "yes: his sister", "yes: the farmers' circle", "no: this has nothing to do with a movement")},
		steps: func(s *story) []planned {
			return []planned{
				s.step("a", tatm.OnSubject, "income-benefits", "individual", "Open the letters together, each Monday", "soc", w.ahead(10), "No unopened letters", "When there are none", "lost", "risk", "also"),
				s.step("b", tatm.OnEnvironment, "family", "targeted", "The farmers' circle looks in on bad days", "soc", w.ahead(15), "He goes by himself", "Never by us"),
				s.step("c", tatm.OnEvents, "legal-civil", "individual", "The bank's date, with the debt clinic beside him", "law", w.ahead(18), "An arrangement", "The day after"),
			}
		},
	})
	s.on(50, 10, 0).by("soc").delivered("a", "Forty letters, in one evening, with pie", "Tom Breland")
	s.on(34, 9, 30).by("soc").put("bank", onRecord("Farm debt clinic", "The bank agreed to three years."))
	s.by("psy").put("cow", saw("His sister", "He has bought a calf."))
	s.move(tatm.AtAssessment, "The bank has agreed")
	s.assess(tatm.Assessment{Axes: axes("None since", "None; he laughed when asked", "Debt, in order", "Not urgent"), Level: tatm.Low, Basis: "The clinic's paper and his sister's eyes.", Risk: "A third bad harvest.", Protective: "Sister, circle, a calf.", Precipitating: "The bank's date, agreed.", Gaps: "None", Alternatives: "Shame, and it is over", Confidence: "Good", Protected: "None arises", Disability: "None known"}, "", view{"det", tatm.Low, "Quiet."}, view{"psy", tatm.Low, "He sleeps."})
	s.by("psy").move(tatm.AtPlanning, "")
	s.plan(tatm.Plan{Goals: "It stands by itself", Exit: "The bank's date is past", Voice: "“Come and see the calf.”", TargetPlan: "None is needed", Review: w.ahead(14), NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "They are friends"}, Considered: weighed("no: nothing", "yes: his sister", "yes: the circle", "no: this has nothing to do with a movement")})
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.on(15, 11, 0).by("psy").move(tatm.Monitored, "Two quiet reviews")
	s.by("soc").delivered("b", "Looked in after the storm; all well", "Circle's note")
	s.on(6, 9, 0).by("soc").charge("soc", "The bank's date with the debt clinic", w.ahead(9))
}
