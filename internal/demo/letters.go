package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// dissent: the psychologist differs from the detective, and turns out to have
// seen it first. The point: the dissent stands in its author's words, and the
// case can be replayed as it was on that day.
func (w *world) dissent() {
	s := w.story("letters to the ward", county)
	s.on(52, 9, 15).person("person", "Gilbert", "Farrow", "patient office of the hospital", born(w.end.Year()-71, 0, 0))
	s.report("r", tatm.Report{Channel: tatm.ByPartner, Narrative: "We have nine letters from the husband of a patient who died. They say that the ward will learn what it is to lose somebody. They come each Monday. The nurses read them aloud and are afraid to go to their cars.", Who: "Gilbert Farrow", Where: "Ward 5", When: "Each Monday since the funeral", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Patient office", Contact: "555-0188", Relation: "hospital"})
	s.accept("r", "Repeated letters to a ward; named nurses", "det", "Read all nine letters; ask about weapons; see him", app.NewCase{Title: "Letters to the ward", Summary: "A widower writes to the ward on which his wife died."})
	s.by("det").put("letters", onRecord("The nine letters", "Each begins with the date of her death. The seventh names two nurses. “You will learn what it is to lose somebody.”"))
	s.put("lot", saw("Night guard", "He sat in his car in the hospital's lot for two hours on a Sunday night, with the light on."))
	s.by("psy").put("home", saw("His neighbour", "He sets the table for two. He asked her to read the hospital's bill to him, because the words swim."))
	s.by("det").describe("Dana Whitlock, at the first meeting", false, "targeted-workplace")
	s.by("psy").answers(tatm.PriorContact, "None in both teams; no record", "weapons", "An old service pistol, said to be in the attic; he could not find it. The neighbour looked with him: not there", "despair", "Wants to be with his wife; no plan; seen by Dr. Falk the same day", "protective", "A neighbour; a daughter abroad who calls on Sundays", "motive", "That nobody told him she was dying, and that the bill came first")
	s.triage()
	s.move(tatm.AtInquiry, "Named people, nine letters, the lot")
	s.by("psy").put("risk", risk("meloy-warning-behaviours#fixation", "A letter each Monday; the lot at night", "letters", "lot"))
	s.put("prot", holds("tatm-protective-factors#social-support", "A neighbour who comes in each day", "home"))
	s.put("death", lost("tatm-precipitants#bereavement", "His wife died in summer, after forty-six years", "home"))
	s.on(51, 9, 0).by("det").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Names two nurses; sits in the lot", "Wants to be with his wife", "Grief, bills, eyes", "Days"), Level: tatm.High,
		Basis: "The letters are on paper and the guard saw him: words with names, and a place at night.", Risk: "It grows: from the ward to names, from paper to the lot.", Protective: "Neighbour; daughter on Sundays.", Precipitating: "Her death; the bill; her birthday in three weeks.",
		Gaps: "Where the pistol is", Alternatives: "Grief that wants an answer from the ward", Confidence: "Divided: see the dissent", Protected: "Complaining of the hospital is his right; the names and the lot are the concern", Disability: "Sees badly: large print, and read aloud to him",
	}, "", view{"det", tatm.High, "He names two people and sits outside at night."}, view{"psy", tatm.Low, "“Lose somebody” is what happened to him. He asks to be answered."}, view{"vic", tatm.High, "Two nurses are afraid to go to their cars."})
	s.by("psy").put("differs", tatm.Dissent{From: "signed", Text: "I differ from the detective. Read in order, the letters do not threaten, they ask: why did nobody tell me? He sits in the lot where he waited for her each evening. I would say low, send somebody who answers his question, and look again in a week. What we set up against him now, he will read as the hospital's answer."})
	s.answerToMrFarrow()
}

// answerToMrFarrow is the plan, and how the dissent turned out.
func (s *story) answerToMrFarrow() {
	w := s.w
	s.by("det").move(tatm.AtPlanning, "")
	s.put("nurses", tatm.Part{Role: tatm.TargetPart, Known: "Two nurses of the ward"})
	s.by("vic").put("plan2", tatm.TargetPlan{Part: "nurses", Contact: "Joan Teller", SafeWay: "At the start of shift, in the nurses' room", Steps: "Cars at the door; a guard walks along until further word", Told: "Joan Teller told both the same day", State: "ended"})
	s.by("psy").put("grudge", tatm.Grievance{Words: "Forty-six years, and I read it on a bill.", Nature: "personal", Against: "Ward 5", Truth: "It is true: the call to him was never made", Tried: "Nine letters", Enough: "“That somebody says it. Out loud.”", Strategy: "The head of the ward sits down with him and answers", State: "resolved"})
	s.wire("lot2", "behaviour", "He is seen in the lot at night", "det", "night guard", "Two of us speak with him, kindly, the same hour", 2*time.Hour, 10)
	s.plan(tatm.Plan{
		Goals: "He is answered; the ward is not afraid", Exit: "He says that he was answered; the ward says so too", Voice: "“I would like to know whether she asked for me.”", TargetPlan: "Both nurses were told, and walk with a guard for now", Review: w.back(45, 15, 0),
		NoneNeeded: map[tatm.Column]string{tatm.OnEvents: "Her birthday is in the neighbour's hands: she bakes"},
		Considered: weighed("yes: Dana Whitlock speaks with him once, without uniform", "yes: his daughter is called, with his consent", "yes: the parish's visiting circle", "no: this has nothing to do with a movement"),
	},
		s.step("answer", tatm.OnSubject, "grievance-redress", "individual", "The head of the ward sits down with him and answers every letter, aloud", "psy", w.back(40, 15, 0), "No tenth letter", "When he has no more questions", "grudge", "risk"),
		s.step("visit", tatm.OnSubject, "trauma", "individual", "A visitor of the grief circle each Wednesday", "soc", w.back(20, 15, 0), "He sets the table for one, or for a guest", "When he says so", "death"),
		s.step("cars", tatm.OnTarget, "victim-services", "individual", "A guard walks with the two nurses", "vic", w.back(40, 15, 0), "They say that they need him no longer", "When they say so"),
		s.step("calls", tatm.OnEnvironment, "civic", "universal", "The ward calls the family before the bill is sent", "soc", w.back(20, 15, 0), "Each death has a call on record", "Never"))
	s.approve()
	s.by("det").move(tatm.Managed, "")
	s.on(48, 14, 0).by("psy").delivered("answer", "Two hours. He asked whether she had asked for him. She had.", "Head of the ward")
	s.by("soc").delivered("visit", "First Wednesday; he showed the garden", "Grief circle")
	s.by("vic").delivered("cars", "Each evening this week", "Guard's list")
	s.on(46, 9, 30).by("det").put("thanks", onRecord("Tenth letter", "It came on Monday. It says thank you, and asks both nurses for forgiveness."))
	s.put("pistol", saw("His daughter", "The pistol was sold in the year she was born; she found the paper."))
	s.move(tatm.AtAssessment, "The tenth letter, and the pistol's paper")
	s.assess(tatm.Assessment{
		Axes: axes("Asked for forgiveness; no pistol", "Misses her; wants to see the spring", "Grief, eyes", "Not urgent"), Level: tatm.Low,
		Basis: "The tenth letter is on paper; his daughter found the pistol's paper. The psychologist had read the first nine rightly, and says so nowhere but in her dissent.", Risk: "Her birthday.", Protective: "Daughter, neighbour, grief circle.", Precipitating: "Her birthday, with a cake.", Gaps: "None", Alternatives: "He asked to be answered, and was", Confidence: "Good", Protected: "His complaint was right", Disability: "Large print, and read aloud",
	}, "psy", view{"det", tatm.Low, "I read them as threats. They were questions."}, view{"psy", tatm.Low, "As before."})
	s.by("psy").move(tatm.AtPlanning, "")
	for _, k := range []string{"answer", "visit", "cars", "calls"} {
		s.stepped(k, "done", time.Time{})
	}
	s.judged("answer", "better", "He, and the ward", "stop")
	s.judged("visit", "better", "Grief circle; goes on without us", "stop")
	s.judged("cars", "better", "Both nurses", "stop")
	s.by("soc").delivered("calls", "In force for all wards", "Letter of the hospital")
	s.judged("calls", "better", "Patient office", "keep")
	s.by("psy").plan(tatm.Plan{
		Goals: "He is not alone on her birthday", Exit: "The birthday is past", Voice: "“Come and eat cake.”", TargetPlan: "Ended, at the wish of both", Review: w.back(20, 15, 0),
		NoneNeeded: map[tatm.Column]string{tatm.OnSubject: "The grief circle goes on by itself", tatm.OnTarget: "Both nurses asked to end it", tatm.OnEnvironment: "The hospital has changed its calls", tatm.OnEvents: "The neighbour bakes"},
		Considered: weighed("no: not needed", "yes: his daughter comes in spring", "yes: grief circle", "no: this has nothing to do with a movement"),
	})
	s.approve()
	s.by("psy").move(tatm.Managed, "")
	s.retired("lot2", "He has not been seen there since he was answered")
	s.on(29, 10, 30).by("psy").put("cake", saw("His neighbour", "Her birthday is past. His daughter rang, the cake was eaten, and he has written no letter since he was answered."))
	s.stands("Low, as it was: the day that we feared most has passed quietly")
	s.on(28, 10, 30).by("psy").close(tatm.Closure{
		Reason: "resolved", AfterCare: "Grief circle, each Wednesday", Reporter: "The patient office was called, and has changed its calls", Retaliation: "Asked; none", Lessons: "We nearly answered a question with guards. Read letters in order, and aloud, before rating them.",
		Checks: checks("He was answered; the ward is at ease", "Retired", "Her birthday passed, with cake", "Grief circle and daughter", "Both nurses asked to end it", "Low, and still so today", "Dr. Falk's dissent stands with the first assessment", "Kept for the shortest term"),
	}, "rosa", tatm.Closed)
}

// refuses: a person who refuses everything. The point: every attempt is
// logged, refusal is a right, and the lawful next steps are decided in words.
func (w *world) refuses() {
	s := w.story("refuses everything", county)
	s.on(38, 10, 0).person("person", "Harriet", "Stone", "court clerk", born(w.end.Year()-58, 0, 0))
	s.report("r", tatm.Report{Channel: tatm.ByPartner, Narrative: "Ms. Stone has sent the judge forty pages in a month. The last one has a drawing of his house, with the dog. There is no threat in words.", Who: "Harriet Stone", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{Name: "Clerk of court", Contact: "555-0129", Relation: "court"})
	s.accept("r", "A drawing of a judge's house", "law", "Read the forty pages; learn how she knows the house", app.NewCase{Title: "Letters to a judge", Summary: "Forty pages and a drawing of a private house, after a ruling about her mother's land."})
	s.by("law").put("house", onRecord("Her longest letter", "A drawing of the judge's house from the street, with the dog and the time at which the light goes on."))
	s.by("det").put("street", saw("Neighbour of the judge", "A woman stood across the street on two evenings and wrote in a book."))
	s.by("law").describe("Team, by consensus", false, "public-figure")
	s.by("law").answers(tatm.PriorContact, "Two complaints against the land office, both lawful; no contact with a team", "weapons", "Not known: she does not speak with us. No permit in the register; her brother says that she fears guns", "despair", "Not known; her brother hears hope when the land is spoken of", "protective", "Her brother; the choir, until spring", "motive", "Her mother's land, lost in a ruling that she thinks was bought")
	s.triage()
	s.move(tatm.AtInquiry, "A private house, seen and drawn")
	s.by("psy").put("risk", risk("meloy-warning-behaviours#fixation", "Forty pages in a month; stands before the house", "house", "street"))
	s.put("bought", risk("us-fbi-prevent-mass-violence-2024#hardened-outlook", "Each answer is one more proof that the ruling was bought", "house"))
	s.put("prot", holds("tatm-protective-factors#social-support", "A brother who sees her each Sunday", "street"))
	s.on(37, 9, 20).by("law").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("Watches a house; no threat in words", "Not known", "Land, loneliness", "Weeks"), Level: tatm.Moderate, Basis: "The drawing is on paper and the neighbour saw her there: a private house, on two evenings.", Risk: "From the court to the home.", Protective: "Brother; uses the courts.", Precipitating: "Her appeal was refused in autumn.", Gaps: "She has not spoken with us: everything here is seen from outside", Alternatives: "Proof-gathering, as she says to her brother", Confidence: "Low: one side only", Protected: "Letters to a judge are petition; drawing his house at night is what concerns us", Disability: "None known; not asked for, not assumed",
	}, "", view{"det", tatm.Moderate, "The house, not the letters."}, view{"law", tatm.Moderate, "She may write what she likes; she may stand in the street. It is both together."}, view{"psy", tatm.Moderate, "I have not seen her. I say so."})
	s.by("law").move(tatm.AtPlanning, "")
	s.put("judge", tatm.Part{Role: tatm.TargetPart, Known: "The judge and his household"})
	s.by("vic").put("", tatm.TargetPlan{Part: "judge", Contact: "Joan Teller", SafeWay: "Chambers, before ten", Steps: "Light on a timer; the court's guards know; photographs of the street are offered, not taken", Told: "Told by Joan Teller in chambers", State: "running"})
	s.by("law").put("grudge", tatm.Grievance{Words: "They took my mother's orchard, and he laughed.", Nature: "personal", Against: "The judge; the land office", Truth: "The ruling is lawful; the office did misplace one of her papers", Tried: "Two complaints, one appeal", Enough: "“That it is read.”", Strategy: "The land office answers about the misplaced paper, in writing, with an apology", State: "open"})
	s.wire("near", "behaviour", "She enters the property, or writes of the household", "det", "chambers; court guards", "Dana Whitlock calls chambers the same hour", 2*time.Hour, 40)
	s.wire("brother", "information", "Her brother stops hearing from her", "soc", "her brother, who calls us of his own accord", "Tom Breland calls him the same day", 24*time.Hour, 40)
	s.plan(tatm.Plan{
		Goals: "The judge's household is safe; she is answered", Exit: "Three quiet months", Voice: "She refused to speak with us, twice, politely. Her letter says: “I have nothing to say to people who cannot give it back.” It is on file.",
		TargetPlan: "A safety plan with chambers", Review: w.ahead(11), NoneNeeded: map[tatm.Column]string{tatm.OnEvents: "No date lies ahead: the appeal is over"},
		Considered: weighed("yes: the court's guards; no order is sought on what we have", "yes: her brother, who came by himself", "yes: the choir's leader was asked for nothing but a greeting", "no: this has nothing to do with a movement"),
	},
		s.step("talk", tatm.OnSubject, "navigation", "individual", "A talk, where and with whom she likes", "psy", w.ahead(9), "She answers", "When she says no, and again when she says it twice", "risk"),
		s.step("help", tatm.OnSubject, "legal-civil", "individual", "Legal advice about the orchard, free, by somebody who is not us", "law", w.ahead(9), "She goes once", "When she says no", "grudge"),
		s.step("house2", tatm.OnTarget, "victim-services", "individual", "Safety plan with chambers", "vic", w.ahead(7), "Nights are quiet", "When the household says so"),
		s.step("paper", tatm.OnEnvironment, "grievance-redress", "individual", "The land office answers about the paper it misplaced", "law", w.ahead(3), "A letter with an apology has gone", "Once it has gone", "bought"))
	s.approve()
	s.by("law").move(tatm.Managed, "")
	attempts := []struct {
		day             int
		who, what, note string
	}{{35, "psy", "Called; she said no, politely, and hung up", "Call note"}, {31, "psy", "Letter with three times and a place of her choice; came back unopened", "Envelope"}, {26, "soc", "Her brother carried the offer; she said no", "His call"}, {18, "psy", "A card, with a number and no questions; no answer", "Copy of the card"}}
	for _, a := range attempts {
		s.on(a.day, 11, 15).by(a.who).notReached("talk", a.what, a.note)
	}
	s.on(30, 10, 30).by("law").notReached("help", "Legal-aid office wrote; she answered that she has read the law herself", "Her letter")
	s.put("", tatm.Notice{Whom: "person", To: "Harriet Stone", What: "That we are concerned for a household, what we do and do not do, and how she may object or be heard", How: "letter, telephone, through her brother", Attempts: 3, Reached: tatm.Unknown})
	for _, key := range []string{"talk", "help"} {
		s.stepped(key, "refused", time.Time{})
	}
	s.on(17, 10, 0).by("law").put("go on", tatm.Decision{Question: "What may we lawfully do when everything is refused?", Options: "Close; watch the house; ask a court for an order; keep the door open", Decided: "No order and no watching of her. The tripwires and the household's plan stay; a card once a month; the land office's answer is pressed; counsel looks each month at whether we may go on.", Why: "Refusal is her right, and it is no sign of anything. Standing in a street is lawful. The household's safety does not need her consent.", How: "consensus", Seats: []tatm.Discipline{tatm.LegalCounsel, tatm.LawEnforcement, tatm.MentalHealth, tatm.VictimAdvocate}, Change: "Entering the property, words about the household, or her brother's silence", Review: w.ahead(9), Relied: cite([]string{"house", "street"})})
	s.by("vic").put("", tatm.Dissent{From: "go on", Text: "I would ask the court for an order now. The household should not have to live by a timer because we are patient."})
	s.by("vic").delivered("house2", "Looked at with chambers; quiet", "Joan Teller's note")
	s.on(11, 14, 30).by("soc").put("sunday", saw("Her brother", "She gardens. She asked him whether the card was from a person or from a machine."))
	s.stands("Quiet, and seen by him alone. Nothing new about the house")
	s.on(1, 10, 40).by("psy").put("choir", tatm.Message{Text: "Has anybody from the choir been in touch with her? Not for us: for her.", Asks: "law"})
	s.charge("law", "The land office's letter: has it gone?", w.ahead(3))
}
