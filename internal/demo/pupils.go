package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// turnsEighteen: a pupil who turns 18 and leaves. The point: leaving is no
// reason to close; the case is handed over, and the receiver accepted.
func (w *world) turnsEighteen() {
	s := w.story("turns eighteen", schools)
	s.on(98, 9, 10).person("person", "Nadia", "Roman", "school register", born(w.end.Year()-18, 0, 0), detail(tatm.SchoolDetail, "Harlow High School, 12th grade"), tatm.Name{Given: "Naddy", Family: "Roman", Type: tatm.CalledName, Source: "herself"})
	s.report("r", tatm.Report{Channel: tatm.ByPhone, Narrative: "Nadia writes that she understands the ones who did it at other schools, and that a door would be enough. My girl shares a table with her and cannot sleep.", Who: "Nadia Roman", Weapon: tatm.No, Target: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Mr. Castellanos", Relation: "father of a classmate", Contact: "555-0155"})
	s.accept("r", "Written words about attacks; two people saw them", "couns", "Read the posts as they stand and see Nadia with her mother", app.NewCase{Title: "Posts about a school attack", Summary: "Posts that dwell on earlier attacks. No name, no date.", Minor: true})
	s.by("couns").put("posts", online("Classmate, who showed them", "Nadia's own page", "Eleven posts in three weeks about earlier attackers. The last ones ask what their mothers did afterwards."))
	s.put("mother", saw("Her mother", "Nadia stays up until three. She stopped swimming when her coach left."))
	s.answers(tatm.PriorContact, "None under any spelling", "weapons", "No weapon at home or with relatives; asked of mother and of Nadia", "despair", "Thinks about not waking up. No plan. Dr. Li the same day", "protective", "Her mother; swimming; a cousin at the college", "interests", "Reads about attackers and their families")
	s.triage()
	s.move(tatm.AtInquiry, "Two people saw it; find out what is behind it")
	s.by("spsy").put("risk", risk("us-fbi-prevent-mass-violence-2024#attack-obsession", "Reads and writes about earlier attackers at night", "posts"))
	s.put("prot", holds("tatm-protective-factors#activities", "Swimming, and a team that asks after her", "mother"))
	s.by("couns").parentTold("Her mother")
	s.on(96, 10, 0).by("spsy").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Words about others' deeds; no step of her own", "Passive thoughts; seen weekly", "Lost her coach and her sleep", "This month"), Level: tatm.Moderate,
		Basis: "Her own posts and what her mother sees at home fit together: despair that found a subject.", Risk: "Dwells on attackers at night.", Protective: "Mother, swimming, goes to Dr. Li.", Precipitating: "Coach left in summer; turns 18 this term.",
		Gaps: "Whom she writes with", Alternatives: "Looking for words for her own despair", Confidence: "Good", Protected: "Reading and writing about crimes is lawful", Disability: "None known; sleep looked at by her doctor",
	}, "", view{"spsy", tatm.Moderate, "She asks what becomes of the mothers. That is not a plan."}, view{"sro", tatm.Moderate, "No means, no target. The dwelling worries me."})
	s.by("spsy").move(tatm.AtPlanning, "")
	s.wire("quiet", "behaviour", "Goodbyes, or a new fascination with a date", "couns", "mother; swim coach", "Same-day visit by somebody she knows", 4*time.Hour, 5)
	s.plan(tatm.Plan{
		Goals: "She sleeps, swims, and has somebody to tell", Exit: "Two quiet reviews, and care at the college in place", Voice: "“I wanted somebody to ask me what I was reading.”", TargetPlan: "No target is named; the classmate's family was told what we can say", Review: w.back(60, 15, 0),
		NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named in anything she wrote"},
		Considered: weighed("no: no crime, and a uniform at the door would harm her", "yes: her mother is in every meeting", "yes: the swim club", "no: no movement; she writes about despair"),
	},
		s.step("talk", tatm.OnSubject, "mental-health", "individual", "Dr. Li each week", "spsy", w.back(20, 15, 0), "Sleeps by midnight", "When care at the college has begun", "risk"),
		s.step("swim", tatm.OnEnvironment, "positive-activities", "targeted", "A place in the morning squad with the new coach", "couns", w.back(40, 15, 0), "In the water three times a week", "If it becomes pressure"),
		s.step("leaving", tatm.OnEvents, "navigation", "individual", "Birthday and graduation: nothing that holds her ends on the same day", "couns", w.back(14, 15, 0), "Two names at the college before she goes", "When the college has taken over"))
	s.approve()
	s.by("spsy").move(tatm.Managed, "")
	s.on(80, 14, 0).delivered("talk", "Four sessions", "Dr. Li's calendar")
	s.handingOver()
}

// handingOver is the better half of the year, and the hand-over.
func (s *story) handingOver() {
	w := s.w
	s.on(66, 9, 40).by("spsy").under(tatm.Education).put("better", saw("Swim coach", "Here before me, three mornings a week. Laughs."))
	s.move(tatm.AtAssessment, "Two months on; much has changed for the better")
	s.assess(tatm.Assessment{
		Axes: axes("None seen for two months", "No such thoughts for weeks", "Sleep mended; leaving lies ahead", "Not urgent"), Level: tatm.Low,
		Basis: "Seen by her coach and by her mother, each for themselves. The posts stopped in the second week.", Risk: "Leaving school ends three supports in one month.", Protective: "Swimming, mother, Dr. Li, a cousin at the college.", Precipitating: "Turns 18; graduates soon after.",
		Gaps: "The college's waiting time", Alternatives: "A bad summer, and it passed", Confidence: "Good", Protected: "As before", Disability: "None known",
	}, "", view{"spsy", tatm.Low, "She is well, and says so."}, view{"sro", tatm.Low, "Agree."})
	s.by("spsy").move(tatm.AtPlanning, "")
	s.plan(tatm.Plan{
		Goals: "She leaves school without losing what holds her", Exit: "The college's team has taken over, in writing", Voice: "“Tell them about me, but let me read it first.” She did.", TargetPlan: "Nobody is named", Review: w.back(30, 15, 0),
		NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "Nobody is named"},
		Considered: weighed("no: not needed", "yes: with her consent, now that she is of age", "yes: swim club of the college", "no: this has nothing to do with a movement"),
	})
	s.approve()
	s.by("spsy").move(tatm.Managed, "")
	s.on(60, 10, 0).by("couns").move(tatm.Monitored, "Two quiet months")
	s.on(20, 9, 30).by("couns").put("adult", onRecord("Registrar", "Turned 18. Graduates this term and goes to Harlow State."))
	s.stands("Her support goes with her. Nothing in the concern has changed, and leaving is no reason to close")
	s.judged("talk", "better", "Nadia and her mother", "keep")
	s.stepped("talk", "done", time.Time{})
	s.stepped("swim", "done", time.Time{})
	s.judged("swim", "better", "Swim coach", "keep")
	s.retired("quiet", "Handed over: the college's team watches for the same signs")
	s.on(16, 9, 10).by("couns").put("", tatm.Notice{Whom: "person", To: "Nadia herself, now of age", What: "What is handed over, to whom, on which basis, and how she may object", How: "in person, in writing", Attempts: 1, Reached: tatm.Yes})
	s.sharedWithCollege()
	s.put("", tatm.Printout{What: "brief", For: "Campus team of Harlow State", Purpose: "Hand-over with her consent"})
	s.close(tatm.Closure{
		Reason: "transferred", AfterCare: "Campus counselling, first appointment kept", Reporter: "Thanked; told that people looked after it", Retaliation: "Asked; none", Lessons: "Begin the hand-over two months before a birthday, not two weeks.",
		Receiver: "Campus team of Harlow State, Dr. Mbeki", Receipt: "Accepted in writing by Dr. Mbeki, who met Nadia with us before",
		Checks: checks("Sleeps, swims, talks", "Handed over with their signs", "Graduation planned with her", "Campus counselling has begun", "Nobody was named", "Low, within the quarter", "None", "Package sent with her consent; ours is sealed"),
	}, "srec", tatm.Transferred)
}

// faded: agreed counselling that faded. The point: each delivery is noted, and
// when none comes the clock, not a person, raises the tripwire on silence. It
// is the one file of the school team that is honestly late, and says so.
func (w *world) faded() {
	s := w.story("the counselling that faded", schools)
	s.on(48, 10, 20).person("person", "Marcus", "Dell", "school register", born(w.end.Year()-15, 9, 3), detail(tatm.SchoolDetail, "Ridge Middle and High, 9th grade"))
	s.report("r", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "In the group chat Marcus wrote that he would make them all sorry, and then a picture of the gym. He deleted it. I took a photo of my phone.", Who: "Marcus Dell, 9th grade", Where: "Group chat of the 9th grade", Target: tatm.Unknown, Weapon: tatm.No}, tatm.Reporter{Name: "A classmate", Relation: "pupil", SafeWay: "only through the library"})
	s.accept("r", "Words and a place; a deleted post", "spsy", "See the photo and talk to Marcus and his father", app.NewCase{Title: "Threats in a group chat", Summary: "A deleted post that names a place, after a fight about a game.", Minor: true})
	s.by("spsy").put("photo", online("Classmate's photo of the phone", "Marcus's post", "“you will all be sorry”, then a picture of the gym; deleted after two minutes."))
	s.put("father", saw("His father", "He broke the controller and cried. He has no friends left in that chat."))
	s.answers(tatm.PriorContact, "One earlier talk with the counsellor about a fight", "weapons", "None at home; asked of both parents, who live apart", "despair", "Low; says that it would be easier not to be here. No plan. Seen the same day", "protective", "His father; a younger sister; the robotics room", "stressors", "Parents separated some months ago; thrown out of the chat")
	s.triage()
	s.move(tatm.AtInquiry, "A place was named")
	s.by("spsy").put("risk", risk("us-fbi-prevent-mass-violence-2024#isolation", "Thrown out by the only group he had", "photo", "father"))
	s.put("said", risk("us-fbi-prevent-mass-violence-2024#violent-plans-talk", "A place, in a deleted post", "photo"))
	s.put("prot", holds("tatm-protective-factors#parental-involvement", "His father came within the hour", "father"))
	s.put("out", lost("tatm-precipitants#group-expulsion", "Thrown out of the chat", "photo"))
	s.parentTold("His father and his mother, apart")
	s.describe("Team, by consensus", false, "targeted-school")
	s.on(46, 9, 0).move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Words and a place, no step", "Low mood, no plan", "Alone for months", "Weeks"), Level: tatm.Moderate, Basis: "His own words, kept by a classmate, and what his father saw at home.", Risk: "Alone, and ashamed of it.", Protective: "Father, sister, robotics.", Precipitating: "Parents' separation; the chat.",
		Gaps: "His mother's view", Alternatives: "Rage at being thrown out", Confidence: "Fair", Protected: "Words alone; the place is why we looked", Disability: "Screened; nothing known",
	}, "", view{"spsy", tatm.Moderate, "Shame, not a plan. It needs somebody each week."}, view{"sro", tatm.Moderate, "A place was named."})
	s.by("spsy").move(tatm.AtPlanning, "")
	s.wire("talk", "behaviour", "A new post with a place or a time", "sro", "classmates; the chat's moderator", "Call the father and the principal the same hour", 4*time.Hour, 40)
	s.plan(tatm.Plan{
		Goals: "He has one group and one adult", Exit: "Two quiet reviews and robotics each week", Voice: "“I will go if it is not during robotics.”", TargetPlan: "No person is named; the gym teacher was told", Review: w.ahead(3),
		NoneNeeded: map[tatm.Column]string{tatm.OnTarget: "No person is named", tatm.OnEvents: "No date lies ahead"},
		Considered: weighed("no: no crime; Officer Reyes knows him from the robotics fair", "yes: both parents agreed to the sessions", "no: looked for a mentor; the robotics teacher is one", "no: this has nothing to do with a movement"),
	},
		s.step("sessions", tatm.OnSubject, "mental-health", "individual", "Counselling each Tuesday, agreed with both parents", "spsy", w.ahead(4), "He comes by himself", "After ten sessions, at review", "risk", "said"),
		s.step("robotics", tatm.OnEnvironment, "belonging-mentoring", "targeted", "A task of his own in the robotics team", "couns", w.ahead(10), "The others ask for him", "Never by us alone"))
	s.put("silence", tatm.Tripwire{Type: "silence", Watch: "No counselling session for three weeks", Watcher: "couns", Channel: "delivery log", Silence: 21, Of: "sessions", Action: "Call the counsellor and the family, and look at the case again", Within: 24 * time.Hour, Expires: w.ahead(40)})
	s.approve()
	s.by("spsy").move(tatm.Managed, "")
	s.on(42, 14, 30).delivered("sessions", "First session, all of the hour", "Dr. Li's calendar")
	s.on(37, 14, 30).delivered("sessions", "Second session; he talked about the chat", "Dr. Li's calendar")
	s.on(31, 14, 30).delivered("sessions", "Third session; short, he was tired", "Dr. Li's calendar")
	s.on(24, 11, 0).by("couns").delivered("robotics", "Builds the arm for the fair", "Robotics teacher")
	s.on(22, 9, 20).by("couns").put("arm", saw("Robotics teacher", "Comes each day. Says little."))
	s.stands("Good at the bench; nothing new in the concern")
	s.on(19, 14, 30).by("spsy").delivered("sessions", "Fourth session; he left after ten minutes", "Dr. Li's calendar")
	s.on(14, 14, 30).notReached("sessions", "Did not come; a greeting in the corridor", "Dr. Li's calendar")
	s.on(9, 14, 30).notReached("sessions", "Did not come; nobody asked why", "Dr. Li's calendar")
	s.on(3, 11, 40).by("couns").charge("couns", "Find out why the sessions stopped, and look at the case again", w.back(1, 16, 0))
}

// parentNotTold: a parent who must not be told. The point: the notice stands
// in the record as not given, with its reason, and the duty was answered.
func (w *world) parentNotTold() {
	s := w.story("a parent who must not be told", schools)
	s.on(4, 8, 50).person("person", "Lily", "Ames", "school register", born(w.end.Year()-13, 3, 0), detail(tatm.SchoolDetail, "Ridge Middle and High, 8th grade"))
	s.report("r", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Lily wrote in her essay that she would rather burn the house down with him in it than go home. She stayed behind as if she wanted me to read it while she stood there.", Who: "Lily Ames, 8th grade", Where: "English class", Weapon: tatm.Unknown, Target: tatm.Yes, Imminent: tatm.No}, tatm.Reporter{Name: "Ms. Orr", Relation: "English teacher", Contact: "Room 8"})
	s.accept("r", "Words against somebody at home; a child who wanted to be read", "couns", "Talk to Lily today, alone, before anybody calls home", app.NewCase{Title: "What Lily wrote", Summary: "An essay. Child first: what is happening at home?", Minor: true})
	s.by("couns").put("essay", onRecord("Essay, kept by Ms. Orr", "“I would rather burn the house down with him in it than go home.” The rest is about her grandmother's kitchen."))
	s.under(tatm.ChildWelfare).put("said", saw("Lily", "She says that her stepfather comes into her room at night, since spring. She asks that he not be told."))
	s.put("abuse", tatm.Duty{What: "abuse", Found: "What she said about the nights at home"})
	s.dutyDone("abuse", tatm.Duty{Who: "Aisha Bell", Agency: "Child protection hotline", Reference: "CPS 26-4471"})
	s.put("", tatm.Notice{Whom: tatm.ParentNotice, To: "Stepfather", What: "Not told of the report, of the case, or of what she said", NotBecause: "He is the person she names. Child protection asks in writing that he not be told before they have seen her; Lily asks the same.", Reached: tatm.No})
	s.put("", tatm.Notice{Whom: tatm.ParentNotice, To: "Mother", What: "That Lily is safe at school and that child protection will call her today", How: "by child protection, in person", Attempts: 1, Reached: tatm.Yes})
	s.by("prin").put("", tatm.Wall{Actor: "sup", Reason: "Related to the family; asked to be kept out of it", From: time.Time{}})
	s.by("couns").put("list", tatm.Task{What: "Set the pick-up list: grandmother and Ms. Orr's aide only", Owner: "prin", Due: w.back(3, 15, 0)})
	s.answers(tatm.PriorContact, "None. The nurse saw her four times this term for stomach pain", "weapons", "Matches in the kitchen; no gun in the house, asked of her grandmother", "despair", "Cried; does not want to die; wants to live at her grandmother's", "protective", "Grandmother; Ms. Orr; a friend, Ruth", "motive", "To be safe at night")
	s.triage()
	s.move(tatm.AtInquiry, "A child in need first; the words are a cry for help")
	s.on(3, 9, 0).by("prin").finished("list", "Set in the office system; the front desk has it on paper")
	s.by("spsy").put("prot", holds("tatm-protective-factors#trusted-adult", "She chose Ms. Orr and waited until it was read", "essay"))
	s.put("what", gap("Where she sleeps after this week"))
	s.by("couns").put("ask", tatm.Request{Question: "Where may she sleep, and who decides it?", Of: "Child protection", Basis: "Joint protocol of the county", Owner: "couns", Due: w.ahead(2), Gap: "what"})
	s.sharedForLily()
	s.on(2, 15, 10).by("couns").put("", tatm.Interview{By: "The counselor", ToldUse: tatm.WasSaid, ToldRights: tatm.WasSaid, ToldParent: tatm.NotTheirs, ToldCounsel: tatm.NotSaid, With: "Grandmother", Part: tatm.FamilyPart, Capacity: "relative", Told: "That we may not say what Lily told us; what we ask, and why", Summary: "Lily has slept at hers since that night. She has a bed, a key and a bus pass there."})
	s.put("school", tatm.Message{Text: "Hugo, may she have the quiet room at lunch without a note each time?", Asks: "sped"})
	s.by("sped").answered("school", "Yes, from today. The aide knows and will not ask why.")
	s.on(1, 10, 30).by("couns").charge("couns", "Meet child protection about the weeks ahead", w.ahead(2))
}
