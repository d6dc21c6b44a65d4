package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// arriving are cases of today and yesterday: at intake and at triage.
func (w *world) arriving() {
	s := w.story("the counter", county)
	s.lately(28 * time.Minute).meet(matter{
		given: "Paul", family: "Achterberg", age: 55, owner: "det", first: "Call the clerk back; who else heard it?",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "He slammed the counter so that the glass broke and swore to come back on the day of the auction. My hands still shake.", Where: "Tax office", When: "This morning", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Clerk of the tax office", Contact: "555-0101", Relation: "clerk"}, reason: "Words with a day in them, and a broken pane",
		title: "Broken glass at the tax office", summary: "Anger at the counter; he named the day of an auction.",
	})
	s.by("det").put("warn", tatm.Duty{What: "warn", Found: "He named a day and the office; does somebody have to be warned?"})
	t := w.story("the locker", schools)
	t.lately(24 * time.Minute).meet(matter{
		given: "Ivy", family: "Tran", age: 14, minor: true, owner: "couns", first: "See Ivy before the last bell; call her parents",
		report: tatm.Report{Channel: tatm.ByWalkIn, Narrative: "There are knives drawn all over the inside of her locker, and a name scratched out. I only saw it because the door would not close.", Where: "Second floor", Target: tatm.Unknown, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Custodian", Relation: "staff"}, reason: "Drawings and a scratched-out name; let us ask her",
		title: "Drawings in a locker", summary: "Knives drawn inside a locker; a name that cannot be read.",
	})
	u := w.story("the council member", county)
	u.on(1, 13, 10).meet(matter{
		given: "Milo", family: "Bracken", age: 34, owner: "law", first: "Sort the messages by what they ask for",
		report: tatm.Report{Channel: tatm.ByMail, Narrative: "Sixty messages to a council member since Sunday. Most are about a bus stop. Three ask where she parks.", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Council office", Contact: "555-0109", Relation: "office"}, reason: "Asks where a named person parks",
		title: "Sixty messages to a council member", summary: "Most are about a bus stop; three ask where she parks.",
	})
	u.lately(70 * time.Minute).triage()
	u.by("law").charge("law", "Call her office: has anybody been seen at the car park?", w.ahead(1))
	v := w.story("the bus stop bench", schools)
	v.on(1, 10, 30).meet(matter{
		given: "Samuel", family: "Okonkwo", age: 17, minor: true, owner: "sro", first: "Ask who made the recording and whether it is whole",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "There is a recording in which Samuel says he will settle it after school. My son was at the bench and says it was about a football bet.", Target: tatm.Unknown, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Mrs. Lindqvist", Contact: "555-0119", Relation: "mother of a classmate"}, reason: "A recording, perhaps cut; hear him first",
		title: "A recording at the bus stop", summary: "Words in a short recording; a witness says they were about a bet.",
	})
	v.lately(60 * time.Minute).triage()
	v.by("sro").answers(tatm.PriorContact, "Nothing under his name or his brother's")
	v.put("bench", saw("Boy at the bench", "It was about a football bet. Samuel laughed when he said it, and paid."))
	v.put("", tatm.Task{What: "Hear the whole recording with Samuel and his mother", Owner: "sro", Due: w.ahead(1)})
	v.charge("sro", "Hear the whole recording with Samuel and his mother", w.ahead(1))
}

// inquiring are cases whose facts are being gathered; one waits longer than it
// should for a record.
func (w *world) inquiring() {
	s := w.opened(matter{
		name: "the pharmacy", team: county, given: "Wanda", family: "Pell", age: 44, day: 4, owner: "med", first: "Call the pharmacist back about what she wrote down",
		report: tatm.Report{Channel: tatm.ByPartner, Narrative: "A customer told my colleague that he “should sleep with one eye open”, after he could not fill her prescription. It is the third time this month.", Where: "Pharmacy", Target: tatm.Yes, Weapon: tatm.No, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Pharmacist", Contact: "555-0121", Relation: "pharmacist"}, reason: "Repeated words to a named person",
		title: "Words at the pharmacy counter", summary: "Three outbursts in a month, each when a prescription could not be filled.",
	})
	s.by("det").put("one", saw("Pharmacist", "“Sleep with one eye open.” She wept in the doorway afterwards."))
	s.by("med").put("two", saw("Her sister", "Her pain is not treated since her doctor retired. She was never like this."))
	s.by("det").answers(tatm.PriorContact, "None in both teams", "weapons", "None; asked of her and of her sister")
	s.triage()
	s.move(tatm.AtInquiry, "Three times, a named person; and a cause that can be mended")
	s.by("med").put("pain", lost("tatm-precipitants#treatment-change", "Her doctor retired in spring; nobody took over", "two"))
	s.put("help", holds("tatm-protective-factors#help-seeking", "She has asked four practices for a place", "two"))
	s.put("ask", tatm.Request{Question: "Which practice can take her this week?", Of: "County health desk", Basis: "Her consent, in writing", Owner: "med", Due: w.ahead(1)})
	s.on(2, 11, 0).by("med").put("q", tatm.Message{Text: "Ines, will you see her with me this week? She asked whether it is about her head or her back.", Asks: "psy"})
	s.by("psy").answered("q", "Yes. About her back first.")
	s.by("med").charge("med", "A practice for her, and the pharmacist's side of it", w.ahead(1))

	t := w.opened(matter{
		name: "the plant", team: county, given: "Otis", family: "Carver", age: 59, day: 12, owner: "hr", first: "Hear the two who sat at the table",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "Otis talks of his last day at the plant as if it was everybody's last day. He has four weeks until his pension.", Where: "Canteen", Target: tatm.No, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "A colleague", Relation: "colleague", SafeWay: "not at work"}, reason: "Words about a day that is coming",
		title: "Talk of a last day at the plant", summary: "A man four weeks from his pension speaks darkly of his last day.",
	})
	t.by("det").put("one", saw("Colleague at the table", "“On my last day nobody here will laugh.” He was looking at his soup."))
	t.by("hr").put("two", onRecord("Personnel office", "His wife died in the year in which his shifts were doubled. Nobody from the plant came to the funeral."))
	t.by("det").answers(tatm.PriorContact, "None", "weapons", "Hunting rifles, in a safe; he offered to show them")
	t.triage()
	t.move(tatm.AtInquiry, "A day is named")
	t.by("hr").put("day", tatm.Factor{Class: tatm.Precipitating, Own: "His last day at the plant", Rating: tatm.Present, Timing: tatm.Anticipated, On: w.ahead(14), Observations: cite([]string{"one"})})
	t.put("ask", tatm.Request{Question: "Is there a doctor's note about his sleep?", Of: "Plant physician", Basis: "His consent, in writing", Owner: "med", Due: w.back(5, 16, 0)})
	t.on(3, 9, 30).by("hr").put("", tatm.Message{Text: "We are late with this one: the plant physician is on leave. I have asked for her deputy.", Asks: ""})
	t.charge("hr", "See Otis at home with Dr. Falk, with or without the note", w.ahead(1))
}

// judging are cases at assessment: one with a view given and not yet revealed,
// one whose views differ and wait for the meeting.
func (w *world) judging() {
	s := w.opened(matter{
		name: "the bus", team: schools, given: "Ben", family: "Osgood", age: 15, minor: true, day: 4, owner: "sro", first: "Hear the driver and Ben, apart",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "After the fight on the bus Ben said that he would bring his brother's knife. He was bleeding from the nose when he said it.", Where: "Bus 4", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Bus driver", Relation: "driver"}, reason: "Words about a knife, after being hit",
		title: "A fight and a threat on the bus", summary: "Said in pain, after the second beating of the month.",
	})
	s.by("sro").put("one", saw("Bus driver", "“I will bring my brother's knife.” He was bleeding, and the others laughed."))
	s.by("couns").put("two", saw("His sister", "He was hit twice this month by the older boys. Since then he walks."))
	s.by("sro").answers(tatm.PriorContact, "None", "weapons", "His brother's pocket knife; their mother keeps it now")
	s.by("couns").answers("despair", "No; he is afraid of the bus", "protective", "His sister; the football team")
	s.triage()
	s.move(tatm.AtInquiry, "A short look: who hits whom?")
	s.by("spsy").put("holds", holds("tatm-protective-factors#prosocial-peers", "His team walks with him", "two"))
	s.put("beat", lost("tatm-precipitants#bullying", "Hit twice on the bus this month", "one", "two"))
	s.put("unk", gap("What the older boys want from him"))
	s.put("ask", tatm.Request{Question: "What does the bus camera show of the weeks before?", Of: "Bus company", Basis: "School's own record", Owner: "sro", Due: w.ahead(1), Gap: "unk"})
	s.on(1, 14, 0).by("couns").move(tatm.AtAssessment, "")
	s.by("spsy").ask(func(d app.Desk) (app.Made, error) {
		return d.GiveView(w.ctx, s.kase, tatm.View{Level: tatm.Low, Reason: "Afraid, not planning. The bus is the danger, for him."})
	})
	s.by("couns").charge("couns", "Each gives a view; reveal them at the meeting", w.ahead(1))

	m := matter{
		name: "the neighbour's dog", team: county, given: "Leonor", family: "Quintela", age: 49, day: 5, owner: "psy", first: "Read the letters in order; call the neighbour",
		report: tatm.Report{Channel: tatm.ByPhone, Narrative: "My neighbour wrote that one of us will be gone by winter, me or the dog. She used to bring us soup.", Where: "Mill Lane", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.No},
		from:   tatm.Reporter{Name: "Neighbour on Mill Lane", Contact: "555-0166", Relation: "neighbour"}, reason: "Words with a time in them",
		title: "Gone by winter", summary: "A letter after a year of barking. She works nights.",
		one: onRecord("The letter", "“One of us will be gone by winter, you or the dog.”"), two: saw("Her colleague on the night ward", "She has slept in her car before shifts since spring."),
		prior: "None", weapons: "None; asked, and shown the house of her own accord", despair: "Exhausted; no wish to die", protective: "Colleagues; a son who rings daily", motive: "Sleep",
		risk: risk("us-fbi-prevent-mass-violence-2024#coping", "A year without sleep", "one", "two"), holds: holds("tatm-protective-factors#employment", "Her ward, where she is needed", "two"),
	}
	t := w.opened(m)
	t.inquired(m)
	t.on(1, 11, 0).by("psy").move(tatm.AtAssessment, "")
	for _, v := range []view{{"det", tatm.Moderate, "A date, in writing, to a named person."}, {"psy", tatm.Low, "She wants to sleep."}, {"law", tatm.Low, "A nuisance complaint that was never answered."}} {
		t.by(v.who).ask(func(d app.Desk) (app.Made, error) {
			return d.GiveView(w.ctx, t.kase, tatm.View{Level: v.level, Reason: v.reason})
		})
	}
	t.by("rosa").ask(func(d app.Desk) (app.Made, error) { return d.RevealViews(w.ctx, t.kase) })
	t.by("psy").ask(func(d app.Desk) (app.Made, error) {
		return d.DraftAssessment(w.ctx, t.kase, 0, tatm.Assessment{Level: tatm.Low, Basis: "Draft: a letter out of exhaustion; the views differ and are to be talked through at the meeting.", Observations: t.keys(cite([]string{"one", "two"}))})
	})
	t.charge("psy", "Talk the two views through at the meeting", w.ahead(1))
}
