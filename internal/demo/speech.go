package demo

import (
	"fmt"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// odiousSpeech: lawful but odious political speech. The point: it is looked
// at, found protected, and closed as that, with help offered.
func (w *world) odiousSpeech() {
	s := w.story("odious speech", county)
	s.on(46, 9, 40).person("person", "Dale", "Hutchins", "county clerk", born(w.end.Year()-63, 0, 0), detail(tatm.HandleDetail, "IronPlough"))
	s.report("r", tatm.Report{Channel: tatm.ByMail, Narrative: "This man posts hateful things about newcomers every day and calls the county board traitors. My family reads it. Somebody should stop him before he does something.", Who: "User “IronPlough”", Where: "Public page", Weapon: tatm.Unknown, Target: tatm.No, Imminent: tatm.No}, tatm.Reporter{Name: "A resident", Relation: "neighbour", Contact: "resident@mail.example"})
	s.accept("r", "To be sure: is there a step toward harm behind the words?", "law", "Read the page once, lawfully, and ask the board's clerk", app.NewCase{Title: "Posts against the county board", Summary: "Contempt for newcomers and for the board. Taken up to look for conduct, not for opinion."})
	s.by("det").put("page", online("Public page, read once", "His public page", "Long posts of contempt. No threat, no plan, no call to act against a person. Three posts correct others who say that somebody should be hurt."))
	s.by("law").put("board", saw("Clerk of the board", "He speaks at every meeting, loudly, and stops when his three minutes are over. He holds the door for the woman with the pram."))
	s.answers(tatm.PriorContact, "None in both teams. Two parking fines are not our matter", "weapons", "None known; asked the clerk and a neighbour. A hunting licence years ago is lawful and says nothing", "despair", "No sign", "protective", "Volunteer fire company; wife and grandchildren; uses every lawful way to be heard", "violence", "Writes that violence “is for cowards”")
	s.triage()
	s.move(tatm.AtInquiry, "To be sure, once")
	s.by("psy").put("prot", holds("tatm-protective-factors#democratic-means", "Speaks at the board, within his time", "board"))
	s.put("none", tatm.Factor{Class: tatm.RiskFactor, Item: "us-fbi-prevent-mass-violence-2024#violence-solves", Rating: tatm.Absent, Looked: "The public page, three years; the minutes of the board"})
	s.by("law").put("", tatm.Nexus{Tied: tatm.No, Words: "Opinion, however hateful. No conduct toward violence, and he speaks against it.", Judged: "Priya Nandakumar, legal counsel; agreed by all", Observations: cite([]string{"page", "board"})})
	s.on(45, 10, 0).by("law").move(tatm.AtAssessment, "")
	s.assess(tatm.Assessment{
		Axes: axes("None found", "No sign", "None asked of us", "None"), Level: tatm.NoConcern, Basis: "The page was read and the clerk was asked: contempt, no conduct. Odious, lawful and protected.", Risk: "None found.", Protective: "Takes part in public life by lawful means.", Precipitating: "None known; an election ahead is no event of his.",
		Gaps: "Nothing that we have a right to ask", Alternatives: "Politics", Confidence: "Good", Protected: "All of it is protected speech. It must not be kept longer than the law demands, nor be searched for again.", Disability: "Not asked; nothing calls for it",
	}, "", view{"law", tatm.NoConcern, "Protected, all of it."}, view{"det", tatm.NoConcern, "No step toward harm."}, view{"psy", tatm.NoConcern, "I dislike every line. That is not a finding."})
	s.by("law").put("", tatm.Notice{Whom: "other", To: "The resident who wrote", What: "That we looked, that opinions are free, and where her family finds help when words hurt", How: "letter and a call", Attempts: 1, Reached: tatm.Yes})
	s.on(44, 9, 30).by("law").close(tatm.Closure{
		Reason: "protected", AfterCare: "None for him: he did not ask. The family who wrote was given the community mediator's number and took it", Reporter: "Called; told what is and is not ours to look at", Retaliation: "Asked; none", Lessons: "Say on the first day that opinion alone is not our matter, to the reporter and to ourselves.",
		Checks: checks("No goal was set", "None was armed", "None", "Mediator offered to both; taken by one", "Nobody is a target", "At the signature, the day before", "None", "Earliest day on which it may be expunged; not linked to anything"),
	}, "miles", tatm.Closed)
}

// serialReporter: three false reports by one person. The point: that a report
// is knowingly false is found by two people each time, and the fourth is
// looked at like any other.
func (w *world) serialReporter() {
	s := w.story("the serial reporter", county)
	s.on(57, 9, 5).person("neighbour", "Ahmed", "Rahmani", "report", detail(tatm.EmployerDetail, "Baker, early shift"))
	s.tell("neighbour", tatm.Detail{What: tatm.LanguageDetail, Value: "Dari, English", Source: "himself"})
	calls := []struct {
		day                    int
		text, checked, finding string
	}{
		{56, "My neighbour builds bombs in his shed. I hear him at four in the morning.", "Visited with Mr. Rahmani: the shed holds flour, and he is a baker. He was kind about it.", "The caller says on the second call that he never heard anything from the shed"},
		{39, "The man at number 12 has a list of police officers. I saw it on his table.", "Visited: the list is a rota of the bakery. The caller has never been in the house.", "He says that he made up the table; he “wants those people gone from the street”"},
		{22, "He is loading the car with guns right now.", "Officers came in four minutes, guns drawn, and found trays of bread. Two children were in the car. They were seen by Joan Teller the same day.", "He told the officer that he knew it was bread"},
	}
	for i, t := range calls {
		key := fmt.Sprintf("r%d", i)
		s.on(t.day, 16, 10).report(key, tatm.Report{Channel: tatm.ByPhone, Narrative: t.text, Who: "Neighbour at number 12", Weapon: tatm.Yes, Target: tatm.Unknown, Imminent: []tatm.Tri{tatm.No, tatm.No, tatm.Yes}[i]}, tatm.Reporter{Name: "Lorne Pike", Contact: "555-0133", Relation: "neighbour"})
		s.take(key)
		s.on(t.day-1, 9, 20).by("det").added(key, t.checked)
		s.found(key, tatm.KnowinglyFalse, t.finding+". Checked on the spot; first finding.")
		s.on(t.day-1, 14, 30).by("rosa").found(key, tatm.KnowinglyFalse, t.finding+". Read and agreed by a second person; the caller was told how it harms his neighbour, and was offered the mediator.")
	}
	s.on(5, 11, 30).report("r3", tatm.Report{Channel: tatm.ByPhone, Narrative: "There is smoke from number 12. I know what you think of me, but there is smoke.", Who: "Number 12", Weapon: tatm.No, Imminent: tatm.Unknown}, tatm.Reporter{Name: "Lorne Pike", Contact: "555-0133", Relation: "neighbour"})
	s.take("r3")
	s.by("intake").added("r3", "Looked at like any other report: the fire service was called while he was on the line. The chimney was alight; nobody was hurt.")
	s.do(func() error {
		_, err := w.desks["intake"].ScreenReport(w.ctx, s.file("r3"), tatm.Screening{Outcome: tatm.Routed, RoutedTo: "Fire service", Reason: "A true report, and theirs. He was thanked.", TakenBy: "The captain on duty, by phone"})
		return err
	})
}
