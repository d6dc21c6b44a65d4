package demo

import (
	"fmt"
	"time"

	"offramp/internal/tatm"
)

// queue are reports that wait, and those that came to nothing or went
// elsewhere: most reports of a year.
func (w *world) queue() {
	w.waiting()
	w.screened(county, "intake")
	w.screened(schools, "sintake")
}

func (w *world) waiting() {
	s := w.story("what waits", county)
	s.atNight(w.end.Add(-35*time.Minute)).report("p1", tatm.Report{Channel: tatm.ByPortal, Narrative: "My ex says he knows where I live now. He was at my mother's door and asked for the new street. I have a daughter of three.", When: "Tonight", Target: tatm.Yes, Weapon: tatm.Unknown, Imminent: tatm.Unknown}, tatm.Reporter{Name: "Dolores", Contact: "555-0193", SafeWay: "text, never call"})
	s.report("p2", tatm.Report{Channel: tatm.ByPortal, Language: "es", Narrative: "En el taller un compañero dice que va a “limpiar” la oficina el lunes. No sé si es broma. Nadie se ríe.", Where: "Taller, turno de noche", Target: tatm.Unknown, Weapon: tatm.Unknown, Imminent: tatm.No}, tatm.Reporter{})
	t := w.story("what came today", county)
	t.lately(200*time.Minute).report("c1", tatm.Report{Channel: tatm.ByPhone, Narrative: "Somebody asked at our gym for the judge's hours. He paid for a day and did not train.", Where: "Gym", Target: tatm.Unknown, Weapon: tatm.No, Imminent: tatm.No}, tatm.Reporter{Name: "Gym desk", Contact: "555-0198"})
	t.take("c1")
	t.report("c2", tatm.Report{Channel: tatm.ByMail, Narrative: "A man shouts at the buses on Elm Street every morning. He seems unwell and has no shoes.", Where: "Elm Street"}, tatm.Reporter{Name: "A shopkeeper"})
	u := w.story("what came to school", schools)
	u.lately(170*time.Minute).report("s1", tatm.Report{Channel: tatm.ByWalkIn, Narrative: "Graffiti of a gun behind the gym, with a date that was last week. The paint is old.", Where: "Behind the gym", Weapon: tatm.Unknown}, tatm.Reporter{Name: "Grounds keeper"})
	u.report("s2", tatm.Report{Channel: tatm.ByPhone, Narrative: "My daughter will not say why she does not want to sit near the window in history.", Target: tatm.Unknown}, tatm.Reporter{Name: "Mr. Achterberg", Relation: "father", Contact: "555-0199"})
	u.take("s2")
	u.on(1, 14, 10).report("s3", tatm.Report{Channel: tatm.ByMail, Narrative: "Is it your team that looks at what is said in the fan forum of the hockey club?", Where: "Forum"}, tatm.Reporter{Name: "A parent", Contact: "parent@mail.example"})
	u.take("s3")
	u.by("sintake").found("s3", tatm.InfoRequested, "Asked which words, and whether a pupil is meant")
	v := w.story("what was passed on", county)
	v.on(1, 11, 20).report("c3", tatm.Report{Channel: tatm.ByPhone, Narrative: "A neighbour's child is alone in the garden until midnight and throws stones at the cat.", Where: "Orchard Street"}, tatm.Reporter{Name: "A neighbour"})
	v.take("c3")
	v.by("intake").do(func() error {
		_, err := w.desks["intake"].ScreenReport(w.ctx, v.file("c3"), tatm.Screening{Outcome: tatm.Routed, RoutedTo: "Child protection", Reason: "Theirs first; they are to tell us if it is more"})
		return err
	})
}

// ended is a report that opened no case, and why.
type ended struct {
	day           int
	given, family string // of the person named, where one was
	text          string
	outcome       tatm.Outcome
	to, reason    string
}

// screened are the reports that opened no case, a week apart.
func (w *world) screened(team, door string) {
	all := map[string][]ended{county: endedCounty, schools: endedSchools}[team]
	s := w.story("screened by "+door, team)
	for i, e := range all {
		key := fmt.Sprintf("e%d", i)
		s.on(e.day, 9+i%6, 5+i*7%50)
		r := tatm.Report{Channel: []tatm.Channel{tatm.ByPhone, tatm.ByMail, tatm.ByWalkIn}[i%3], Narrative: e.text}
		if e.family != "" {
			s.person(key+"p", e.given, e.family, "report; kept for the search of earlier contacts")
			r.Who = e.given + " " + e.family
		}
		s.report(key, r, tatm.Reporter{Name: []string{"A resident", "A colleague", "A relative", "Staff"}[i%4]})
		s.take(key)
		s.do(func() error {
			taker := ""
			if e.to != "" {
				taker = "Their desk, by phone"
			}
			_, err := w.desks[door].ScreenReport(w.ctx, s.file(key), tatm.Screening{Outcome: e.outcome, Reason: e.reason, RoutedTo: e.to, TakenBy: taker})
			return err
		})
	}
}

var endedCounty = []ended{
	{95, "Anna", "Weld", "My colleague has changed since spring. She eats alone, and yesterday she gave me her plants.", tatm.Unfounded, "", "Called back, and then her: she moves to her sister's. Help for the move offered and taken"},
	{88, "", "", "Loud music next door, each night until two.", tatm.OutOfScope, "", "Not a matter of violence; the county's quiet line was given"},
	{81, "Bruno", "Kast", "He said at the feed store that he could strangle the tax man.", tatm.Unfounded, "", "Called the store: a joke among five, the tax man's cousin among them. Nobody was afraid"},
	{74, "", "", "A dog was poisoned on our lane.", tatm.Routed, "Animal control", "Theirs; accepted the same day"},
	{66, "Celia", "Drummond", "She stares at the school fence in the morning.", tatm.Unfounded, "", "Visited: her grandson started school. She was asked in for coffee by the school"},
	{59, "", "", "Somebody stole my bicycle again.", tatm.Routed, "Police desk", "Theirs; accepted"},
	{52, "Dov", "Aster", "He writes to the paper each week about the dam and says that blood will be on their hands.", tatm.OutOfScope, "", "Opinion, about water. Protected; the writer was told why we do not look further"},
	{45, "Elsa", "Moor", "My sister says that she would rather drive into the river than go back to him.", tatm.Routed, "Crisis line and the victim advocate", "A call for help: taken over by Joan Teller within the hour, with her consent"},
	{37, "", "", "Kids throw stones at cars from the bridge.", tatm.Routed, "Sheriff's youth desk", "Theirs; accepted"},
	{30, "Finn", "Calder", "He keeps to himself since he came back from service. Shouldn't somebody check on people like that?", tatm.Unfounded, "", "No conduct. Having served is no sign of anything. The caller was told so; the veterans' circle was named to both"},
	{23, "", "", "A strange man sits in the park and feeds birds.", tatm.OutOfScope, "", "Sitting in a park is lawful"},
	{15, "Gia", "Holt", "She prays in the break room and it makes people nervous.", tatm.OutOfScope, "", "Prayer is protected and is no sign of anything. Her employer was told of its duty to give her room"},
	{8, "", "", "Fireworks on a Tuesday, and it sounded like shots.", tatm.Unfounded, "", "A wedding. Dispatch had the permit"},
}

var endedSchools = []ended{
	{97, "Hank", "Ruddy", "He wears a long black coat in summer.", tatm.OutOfScope, "", "Clothes are no sign of anything. The caller was thanked for asking"},
	{90, "", "", "A teacher was rude to my son.", tatm.Routed, "Principal", "Theirs; accepted"},
	{83, "Iris", "Volkov", "She wrote a story in which a school burns.", tatm.Unfounded, "", "Read by her teacher and Dr. Li: a story, and a good one; the school is saved. It goes into the yearbook"},
	{71, "Jack", "Tarn", "He said “I will kill you” when they took his ball.", tatm.Unfounded, "", "Six years old. Both played again within the hour; his teacher talked with him"},
	{64, "", "", "They changed the bus times again and nobody cares.", tatm.OutOfScope, "", "Passed to the bus office"},
	{55, "Kira", "Lundgren", "My friend cuts her arms and I promised not to tell.", tatm.Routed, "School nurse and Dr. Li", "Taken the same hour; the friend was thanked and is looked after too"},
	{43, "Leo", "Marchetti", "He knows everything about guns.", tatm.Unfounded, "", "Hunts with his grandmother, safely, and said so. No conduct"},
	{33, "Mona", "Pike", "She says that she hates us all and will move to the moon.", tatm.Unfounded, "", "Talked with her: a bad week. She has a card with two names to call"},
	{25, "Ned", "Osier", "He told the class that his father has a bunker.", tatm.OutOfScope, "", "A cellar with beans. Lawful, and no concern"},
	{13, "Ola", "Randhawa", "Boys call him a terrorist because of his turban, and one day he will explode, they say.", tatm.Routed, "Principal, as bullying", "He is the one who is wronged. Taken over as bullying; his family was called by Aisha Bell"},
	{6, "Pia", "Sennett", "She laughed at the fire drill.", tatm.OutOfScope, "", "Nothing to look at"},
}
