package demo

import (
	"fmt"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// drawing: a pupil of eight with autism and a drawing. The point: a small
// matter takes the short path, development and disability come first, help is
// offered, and nothing with a level stays behind.
func (w *world) drawing() {
	s := w.story("the drawing", schools)
	s.on(31, 9, 5).person("person", "Theo", "Marsh", "art teacher", born(w.end.Year()-8, 5, 0), detail(tatm.SchoolDetail, "Cedar Street Elementary, second grade"))
	s.report("r", tatm.Report{
		Channel: tatm.ByWalkIn, Who: "Theo M., second grade", Where: "Art room", When: "Yesterday, third period", Weapon: tatm.No, Target: tatm.Unknown, Imminent: tatm.No,
		Narrative: "Theo drew himself with a long sword next to me, with red all around. A classmate was upset and told her father, and he called the office. I do not think Theo means anything by it, but I was asked to pass it on.",
	}, tatm.Reporter{Name: "Ms. Weir", Relation: "art teacher", Contact: "School extension 31"})
	s.accept("r", "A parent is worried and the teacher asked for a second look; to be looked at with special education first", "couns", "Ask Hugo Lind and the mother what the drawing is about", app.NewCase{Title: "A drawing with a sword", Summary: "One drawing in second grade. Taken up to answer a worried parent, not because of a threat.", Young: true, Minor: true})
	s.by("prin").ask(func(d app.Desk) (app.Made, error) {
		return d.CloseShort(w.ctx, s.kase, tatm.ShortClose{
			What:        "One drawing, made the week after a film about knights. Theo is eight and autistic. He says that he guards his teacher from the dragon; the red is its fire.",
			CheckedWith: "Art teacher, his mother, Hugo Lind (special education, who knows his support plan)",
			Prior:       "Name searched under every spelling in both teams: nothing",
			WhyNone:     "Play, at his stage of development. Nobody is named, nobody was frightened by him, and he has no means. Judging pictures literally would be unfair to a child who thinks in them.",
			Help:        "A social story about showing drawings to friends; his mother was thanked and shown the picture; the worried father was called back",
			SecondLook:  "Hugo Lind, special education",
		})
	})
}

// rumour: five tips about one post. The point: they are one source, counted
// once, and the level says so.
func (w *world) rumour() {
	s := w.story("one rumour", schools)
	tips := []struct{ text, who, relation string }{
		{"Somebody is going to shoot up the homecoming game. Everyone is saying it. I am keeping my son home.", "Mr. Adeyemi", "father of a pupil"},
		{"My daughter saw a post about the game on Friday with a picture of a rifle on a school desk.", "Mrs. Kowalczyk", "mother of a pupil"},
		{"I heard from three kids at practice that there will be a shooting on Friday. They all saw it on a phone.", "Coach Ruiz", "assistant coach"},
		{"There is a screenshot going around about the game. I can show it to you if you come to room 12.", "Ms. Haddow", "teacher"},
		{"Is it true about Friday? We are scared and nobody says anything.", "", ""},
	}
	s.on(9, 8, 20)
	for i, t := range tips {
		channel := tatm.ByPhone
		if t.who == "" {
			channel = tatm.ByMail
		}
		s.report(fmt.Sprintf("r%d", i), tatm.Report{Channel: channel, Narrative: t.text, Who: "Not known", Where: "Homecoming game", When: "Friday evening", Weapon: tatm.Yes, Target: tatm.Unknown, Imminent: tatm.Unknown}, tatm.Reporter{Name: t.who, Relation: t.relation})
	}
	s.accept("r0", "Five calls within an hour; find out where they come from before Friday", "couns", "See the post itself and ask who posted it first", app.NewCase{Title: "Rumour about the homecoming game", Summary: "Five reports of a coming shooting. Nobody is named in any of them.", Subject: "Not known: nobody is named", Minor: true})
	for i := 1; i < len(tips); i++ {
		s.link(fmt.Sprintf("r%d", i), "About the same post; linked, so that every family hears back")
	}
	origin := "One screenshot, passed on in a group chat of the tenth grade"
	s.by("couns").grade(tatm.Observation{How: tatm.SawOnline, Nature: tatm.Inference, Origin: origin, Reliability: "Honest and frightened; nobody saw more than the picture", Corroboration: "All five go back to the same picture"})
	s.by("sro").put("platform", onRecord("Platform's safety desk", "The picture was first posted two years ago in another state and was answered there as a hoax. The desk with the rifle is not one of ours."))
	s.put("thread", tatm.Observation{Text: "The group chat shows one pupil asking “is this real?”. Forty others passed it on as a question or a warning; none added a threat.", How: tatm.SawOnline, Nature: tatm.Fact, Source: "Pupil who showed his phone of his own accord", Origin: origin, Repeats: ""})
	s.by("couns").answers(
		tatm.PriorContact, "No name to search. The words and the picture were searched in both teams: no earlier report",
		"weapons", "Nobody is named, so nobody could be asked; the picture is not from here",
		"despair", "Does not apply: no person of concern. Counsellors were at hand for frightened pupils",
		"protective", "Pupils spoke up, and did so within the hour; families trust the office enough to call",
		"communications", "One old screenshot, passed on",
	)
	s.put("prot", holds("tatm-protective-factors#trusted-adult", "Pupils and parents told an adult at once", "account"))
	s.put("none", tatm.Factor{Class: tatm.RiskFactor, Item: "meloy-warning-behaviours#leakage", Own: "Somebody here who means it", Rating: tatm.Absent, Looked: "Group chat, platform's safety desk, each of the five who called"})
	s.triage()
	s.move(tatm.AtInquiry, "Find the first post before Friday")
	s.put("", tatm.Notice{Whom: tatm.ParentNotice, To: "No parent", What: "That their child is looked into", NotBecause: "Nobody is named, so there is no parent to tell. All families hear when the origin is clear.", Reached: tatm.No})
	s.on(8, 9, 15).by("couns").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("No sign that anybody here means harm", "Not raised", "Frightened pupils need plain words", "Before Friday"), Level: tatm.NoConcern,
		Basis: "Five reports, and all of them go back to one old picture: they are one source and count once. The second source, the platform's own record, shows where it came from.",
		Risk:  "None found. A copycat cannot be ruled out by anybody; the game is supervised as always.", Protective: "Pupils spoke up early; staff answered the same day.", Precipitating: "The game itself, on Friday.",
		Gaps: "Who first brought the picture into the chat. It was not pursued: asking would not make anyone safer.", Alternatives: "A hoax passed on in good faith, which is what the record shows.",
		Confidence: "Good: the platform's record is clear", Protected: "Passing on a warning is what we ask pupils to do; nobody is to be punished for it.", Disability: "Does not arise: nobody is named",
		Observations: nil,
	}, "", view{"sro", tatm.NoConcern, "The picture is old and from elsewhere."}, view{"spsy", tatm.NoConcern, "Fear, spreading as it does. No author here."})
	s.by("couns").put("told", tatm.Notice{Whom: tatm.ParentNotice, To: "All families, and each of the five who called", What: "Where the picture came from, that the game goes ahead, and thanks for calling", How: "letter and calls", Attempts: 1, Reached: tatm.Yes})
	s.on(4, 10, 0).by("couns").close(tatm.Closure{
		Reason: "unfounded", AfterCare: "Counsellors in the library during the week of the game", Reporter: "All five were called back and told where the picture came from", Retaliation: "Asked; nobody was blamed for passing it on",
		Lessons: "Say within the hour what is known, even when it is little. Silence fed the rumour more than the picture did.",
		Checks:  checks("Families know where it came from", "None was armed", "The game was played without trouble", "None needed", "The pupils who were frightened were asked", "At the signature, the same week", "None", "Reports stay linked; nobody is named"),
	}, "prin", tatm.Closed)
}

// misspelt: a misspelt surname hid two earlier reports. The point: what was
// lost is found, said in words, and linked.
func (w *world) misspelt() {
	s := w.story("the misspelt name", schools)
	s.on(62, 11, 10).report("a", tatm.Report{Channel: tatm.ByPhone, Narrative: "Jonas Reinhart told his cousin that he would bring something to school that nobody would forget. I thought somebody should know.", Who: "Jonas Reinhart, 10th grade", Weapon: tatm.Unknown, Target: tatm.No, Imminent: tatm.No}, tatm.Reporter{Name: "Mrs. Abel", Relation: "aunt", Contact: "555-0151", SafeWay: "evenings, after eight"})
	s.take("a")
	s.by("sintake").found("a", tatm.Unfounded, "No pupil of the name Reinhart in any school of the district; nobody to look at")
	s.on(41, 14, 40).report("b", tatm.Report{Channel: tatm.ByMail, Narrative: "A boy called Jonas Rinehart talks about explosives in the bus. He may be joking. The smaller ones laugh but not all of them.", Who: "Jonas Rinehart", Where: "Bus 9", Weapon: tatm.Unknown}, tatm.Reporter{Name: "Mr. Sosa", Relation: "bus driver"})
	s.take("b")
	s.found("b", tatm.OutOfScope, "No pupil of the name Rinehart; passed to the bus company as a matter of conduct")
	s.on(16, 8, 40).person("person", "Jonas", "Reinhardt", "school register", born(w.end.Year()-16, 2, 11), detail(tatm.SchoolDetail, "Harlow High School, 10th grade"))
	s.report("c", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Jonas Reinhardt showed two boys a list with four names and a date under it. They came to me after practice. One of them is on it.", Who: "Jonas Reinhardt, 10th grade", Where: "Locker room", When: "Yesterday after practice", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Coach Dean", Relation: "coach", Contact: "Gym office"})
	s.accept("c", "Named pupils and a date", "couns", "See Jonas and his grandfather today; ask about weapons first", app.NewCase{Title: "A list with names", Summary: "A list of four pupils with the date of the last day of term. Two earlier reports about the same boy were found under other spellings.", Minor: true})
	s.tell("person", tatm.Name{Given: "Jonas", Family: "Reinhart", Type: tatm.AliasName, Source: "report of the aunt, misspelt by us on the telephone"})
	s.tell("person", tatm.Name{Given: "Jonas", Family: "Rinehart", Type: tatm.AliasName, Source: "report of the bus driver, misspelt"})
	s.link("a", "The same boy, written Reinhart: screened out then, linked now")
	s.link("b", "The same boy, written Rinehart: screened out then, linked now")
	s.by("couns").put("list", saw("Coach Dean", "The list has four first names with initials and, under them, the last day of term. It is folded small, as if carried for a while."))
	s.put("cousin", saw("Mrs. Abel", "In late summer he told his cousin at her table that he would bring something to school that nobody would forget. She called us then. We had the name wrong and told her nothing."))
	s.put("bus", saw("Mr. Sosa", "In the bus he talked about explosives, loudly, for about a week, and stopped when an older boy laughed at him."))
	s.put("lost", tatm.Decision{Question: "Why were two reports about this boy not found?", Options: "Leave it in the notes; say it openly and mend it", Decided: "Both earlier reports (Reinhart, Rinehart) are about Jonas Reinhardt. They are named here, the names are on his file as other spellings, and the aunt and the driver were called and told that we missed them.", Why: "A name written as it sounded hid two reports for weeks. The next search must find him under each spelling.", How: "consensus", Seats: []tatm.Discipline{tatm.SchoolAdmin, tatm.SchoolPsych, tatm.LawEnforcement}, Relied: cite([]string{"cousin", "bus"})})
	s.put("", tatm.Notice{Whom: "other", To: "Mrs. Abel and Mr. Sosa, the earlier reporters", What: "That their reports were about this boy, that we had the name wrong, and that somebody is with him now", How: "telephone", Attempts: 2, Reached: tatm.Yes})
	s.answers(
		tatm.PriorContact, "Searched again by sound and by school: two earlier reports, under Reinhart and Rinehart, screened out because no such pupil was found",
		"weapons", "His grandfather's hunting rifle, locked; the key was moved to the aunt's house the same day",
		"despair", "He says that he does not care what happens to him. No plan. Seen by Dr. Li the same day",
		"protective", "Close to his cousin; plays the drums; the band teacher keeps a place for him",
		"motive", "A year of being laughed at in the locker room; the four names are those who did it",
		"planning", "A date and a list. No search for means found by his family, who looked with him",
	)
	s.triage()
	s.move(tatm.AtInquiry, "Target named, and two earlier reports")
	s.by("spsy").put("talk", tatm.Interview{By: "The psychologist, as counselor", ToldUse: tatm.WasSaid, ToldRights: tatm.WasSaid, ToldParent: tatm.WasSaid, ToldCounsel: tatm.NotSaid, With: "Jonas, with his grandfather", Part: tatm.SubjectPart, Capacity: "pupil, with a carer present", Told: "Why we talk, that he need not answer, who will read it, and how he and his family can object", Summary: "He says the list was about who laughed. He wanted them to be afraid for once. He wept when asked about his mother, who died two years ago, at the end of a term."})
	s.put("fixed", risk("us-fbi-prevent-mass-violence-2024#violent-plans-talk", "Said it to his cousin, in the bus and on paper", "cousin", "bus", "list"))
	s.put("hurt", risk("us-fbi-prevent-mass-violence-2024#hurt-self-others", "Does not care what happens to him", "cousin"))
	s.put("prot", holds("tatm-protective-factors#trusted-adult", "Grandfather, aunt and the band teacher", "cousin"))
	s.put("bullied", lost("tatm-precipitants#bullying", "Laughed at in the locker room all year", "list"))
	s.put("term", tatm.Factor{Class: tatm.Precipitating, Own: "The last day of term, the date on the list", Rating: tatm.Present, Timing: tatm.Anticipated, On: w.ahead(18), Observations: cite([]string{"list"})})
	s.by("couns").parentTold("His grandfather, who has custody")
	s.describe("Team, by consensus", false, "targeted-school")
	s.on(15, 9, 30).by("couns").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Four pupils named, a date, no means in reach now", "Careless of himself; no plan", "Grief and a year of humiliation", "Before the last day of term"), Level: tatm.High,
		Basis: "Three people heard or saw it themselves, months apart and not from each other: the cousin's table, the bus, the list. He names people and a day.",
		Risk:  "It has gone from talk to names and a date. He is humiliated again each week in the same room.", Protective: "Grandfather and aunt act at once; a teacher he trusts; he talked to Dr. Li and came back.", Precipitating: "Bullying now; his mother's anniversary; the last day of term.",
		Gaps: "Whether the older boys in the bus urge him on", Alternatives: "A wish to frighten those who laughed, and to be stopped", Confidence: "Fair: three sources, one conversation so far",
		Protected: "A list with a date is not opinion; nothing he believes is held against him", Disability: "No support plan. Screened by Dr. Li for depression; the school will test his reading, which he hides.",
	}, "", view{"sro", tatm.High, "Names and a day, and the rifle was in the house until we asked."}, view{"spsy", tatm.High, "He is in despair more than in anger. That does not make it less."}, view{"sped", tatm.Moderate, "I see a boy who cannot read the board and is laughed at for it."})
	s.withJonas()
}

// withJonas is the plan with him, and the weeks since.
func (s *story) withJonas() {
	w := s.w
	s.by("couns").move(tatm.AtPlanning, "")
	s.put("four", tatm.Part{Role: tatm.TargetPart, Known: "The four pupils on the list"})
	s.put("aunt", tatm.Part{Role: tatm.FamilyPart, Known: "Mrs. Abel, aunt, keeps the key of the rifle cabinet"})
	s.put("", tatm.TargetPlan{Part: "four", Contact: "Aisha Bell", SafeWay: "Each family by telephone, never through the pupils", Steps: "Coach at the locker-room door; other way to the bus; whom to call at night", Told: "Principal and Officer Reyes told each family in person", State: "running"})
	s.put("grudge", tatm.Grievance{Words: "They laugh every single day and the coach looks at his phone.", Nature: "personal", Against: "Four pupils; the school, for not seeing it", Truth: "It is true: two staff knew of the locker room and wrote nothing", Tried: "He told a teacher in spring; nothing came of it", Enough: "That it stops, and that somebody says it was wrong", Strategy: "The coach said so to him, and the locker room is never without an adult", State: "eased"})
	s.put("read", tatm.Need{Domain: "education", Words: "Cannot follow written work and hides it", Strength: "Learns by ear; remembers every rhythm", Own: "“I want to pass one thing.”", Service: "Reading clinic of the district", Contact: "Hugo Lind", Referred: w.back(12, 12, 0), State: "referred"})
	s.put("watch", tatm.Monitor{Name: "Mrs. Abel (aunt)", Relation: "aunt", Why: "He eats at her table three times a week; she called us first", Told: "What to look for, and that he is not in trouble", Basis: "Her own wish, and the grandfather's consent", Watch: "Days missed, goodbyes, gifts", Reach: "Telephone, evenings", Every: 12, Owner: "couns", Until: w.ahead(40)})
	s.wire("away", "behaviour", "He misses two days in a row, says goodbye, or gives his drum sticks away", "couns", "attendance office, and the band teacher", "Call the principal; two of us visit the family the same day", 4*time.Hour, 60)
	s.wire("term2", "calendar", "The week of the last day of term and of his mother's anniversary", "couns", "calendar", "Look again three days before; somebody he trusts is with him on the day", 24*time.Hour, 30)
	s.plan(tatm.Plan{
		Goals: "He is not laughed at, he is not alone on the day, and the rifle stays out of reach", Exit: "Two quiet reviews after the last day of term, and reading help that goes on without us", Voice: "“Just make it stop. I do not want to hurt anybody. I wanted them to feel it.” His grandfather agrees with every step.",
		TargetPlan: "The four families were told in person the same day and asked what they need; see the safety plan", Review: w.ahead(4),
		Considered: weighed("yes: Officer Reyes told the families and keeps the contact; no charge is sought", "yes: grandfather and aunt carry half of the plan", "yes: the band teacher, who keeps a place for him", "no: nothing here has to do with a movement"),
	},
		s.step("daily", tatm.OnSubject, "mental-health", "individual", "Ten minutes with the counsellor each morning, and Dr. Li each Thursday", "spsy", w.ahead(19), "He comes by himself and sleeps through the night", "When he and Dr. Li agree that twice a week is enough", "hurt"),
		s.step("drums", tatm.OnSubject, "belonging-mentoring", "targeted", "Drum section leader in the winter concert", "couns", w.ahead(12), "He is at rehearsal, and the others wait for him", "If it becomes one more stage to be laughed at on", "fixed"),
		s.step("families", tatm.OnTarget, "victim-services", "individual", "The four families told, asked, and called each Friday", "sro", w.ahead(2), "They say that they feel safe, and say when they do not", "When each family says that it is enough"),
		s.step("locker", tatm.OnEnvironment, "education", "universal", "An adult in the locker room at every change, and what happened there is answered for", "prin", w.ahead(6), "No more reports from that room", "Never: it should have been so before", "grudge"),
		s.step("lastday", tatm.OnEvents, "family", "individual", "A plan for the last day of term and for the anniversary: with whom he is, hour by hour", "couns", w.ahead(15), "He helps to write it", "The day after", "term"))
	s.approve()
	s.by("couns").move(tatm.Managed, "")
	s.on(10, 10, 5).by("spsy").delivered("daily", "First week: every morning, and an hour on Thursday", "Counsellor's log")
	s.on(7, 9, 0).by("prin").delivered("locker", "Coach at the door since the plan was signed; two pupils answered for what they did", "Duty list")
	s.by("couns").put("calm", saw("Band teacher", "He came early to rehearsal twice and showed a younger boy how to hold the sticks."))
	s.assess(tatm.Assessment{
		Axes: axes("The same names, no new step; means out of reach", "He makes plans for the concert", "Reading, grief", "The last day of term"), Level: tatm.High,
		Basis: "A week is too short to go down before the date on the list. What was new is good, and was seen by somebody who sees him daily.",
		Risk:  "The date still lies ahead.", Protective: "Comes each morning; leads the drums; the room where he was laughed at is supervised.", Precipitating: "The anniversary and the last day of term.",
		Gaps: "The older boys in the bus", Alternatives: "He wanted it to stop, and it did", Confidence: "Fair", Protected: "Nothing he says or believes is held against him; names and a date are the concern", Disability: "Reading test agreed with the family",
	}, "", view{"sro", tatm.High, "Not before the date."}, view{"spsy", tatm.High, "Going well. I would wait as well."})
	s.by("couns").renewed("“It is better. Do not stop yet.”", w.ahead(4))
	s.put("", tatm.CheckIn{Monitor: "watch", Word: "fine", Text: "He beat time on my table all through dinner."})
	s.on(4, 9, 20).by("couns").put("week", saw("Grandfather", "Sleeps. Ate with us on Sunday and talked about the concert. Asked for nothing from the cabinet."))
	s.stands("More of the same good: nothing new in the concern before the date")
	s.by("sro").delivered("families", "All four families visited, then called each Friday", "Call notes")
	s.on(2, 13, 20).by("couns").charge("couns", "Write the plan for the last day of term with Jonas", w.ahead(3))
}
