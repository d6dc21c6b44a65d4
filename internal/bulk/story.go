package bulk

import (
	"fmt"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// Crew is a team of the caseload and who does its work.
type Crew struct {
	Team  tatm.TeamID
	Chair tatm.ActorID
}

// Story is one case as a team lives it: a report at the portal, the person's
// file, the case opened for the report, what was seen, the factors that rest on
// it, and for some a new charge, or what intake asks and the move to triage. It
// is told once, and
// used by the bulk path and by the test that holds it against the use cases.
type Story struct {
	Crew
	At       time.Time // of the first step; each further one is a second later
	Report   tatm.Report
	Reporter tatm.Reporter
	Person   tatm.Name
	Reason   string
	Title    string
	Summary  string
	Next     string
	By       time.Time
	Seen     []tatm.Observation
	Factors  []tatm.Factor // each rests on the observation of its place in Seen
	Recharge string        // the charge is given anew with this next action, if any
	Asked    []tatm.Answer // what intake asks before the move to triage, if there is one
}

// item is a catalog item, so that the caseload has marks of factors.
const item = "meloy-warning-behaviours#fixation"

// apart is how far two stories lie apart: more than the steps of one.
const apart = 20 * time.Second

var (
	given  = []string{"Ada", "Bruno", "Carmen", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya", "Liam", "Mara", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Sami", "Tessa"}
	family = []string{"Abel", "Brandt", "Castro", "Dahl", "Egan", "Fuchs", "Greer", "Hale", "Ibarra", "Jansen", "Keller", "Lund", "Moss", "Novak", "Ortega", "Pratt", "Quist", "Reyes", "Stone", "Tran"}
	places = []string{"north yard", "bus stop", "canteen", "car park", "library", "front desk", "gym", "chat room"}
	deeds  = []string{"said that somebody would be sorry", "drew the floor plan again", "asked who has the keys", "stayed away for three days", "wrote a farewell", "talked with the counsellor"}
)

// Tell tells the n-th case of a caseload that begins at start.
func Tell(n int, start time.Time, crews []Crew) Story {
	pick := func(words []string, salt int) string { return words[(n*7+n/len(words)+salt)%len(words)] }
	who := pick(given, 0) + " " + pick(family, 3)
	s := Story{
		Crew: crews[n%len(crews)], At: start.Add(time.Duration(n) * apart).UTC().Truncate(time.Microsecond),
		Report: tatm.Report{
			Language: "en", Narrative: strings.Repeat(fmt.Sprintf("%s %s at the %s, number %d of its kind. ", who, pick(deeds, 1), pick(places, 2), n), 2),
			Who: who, Where: pick(places, 2), When: "this week", Weapon: tatm.Unknown, Target: []tatm.Tri{tatm.No, tatm.Yes}[n%9/8],
		},
		Person: tatm.Name{Given: pick(given, 0), Family: pick(family, 3), Type: tatm.LegalName, Source: "the report"},
		Reason: "within scope", Title: "What was said at the " + pick(places, 2), Summary: "Taken up because of what " + who + " said.",
		Next: "Ask the counsellor",
	}
	s.Report.Received = s.At
	s.By = s.At.Add(72 * time.Hour)
	if n%3 == 0 {
		s.Reporter = tatm.Reporter{Name: pick(given, 5), Contact: "by the office", SafeWay: "after four"}
	}
	if n%4 == 0 {
		s.Recharge = "Call the school"
	}
	if n%2 == 1 {
		for _, q := range []string{tatm.DangerNow, tatm.ConflictCheck} {
			s.Asked = append(s.Asked, tatm.Answer{Question: q, Status: tatm.Answered, Text: "Asked the front desk and the team: no."})
		}
	}
	for i := range 2 {
		s.Seen = append(s.Seen, tatm.Observation{Text: fmt.Sprintf("Seen at the %s: %s %s.", pick(places, i), who, pick(deeds, i)), How: tatm.SawOrHeard, Nature: tatm.Fact, Source: pick(given, 9+i)})
		s.Factors = append(s.Factors, tatm.Factor{Class: tatm.RiskFactor, Item: item, Rating: tatm.Present, Dynamic: true})
	}
	s.Factors[1] = tatm.Factor{Class: tatm.Protective, Own: "Somebody to talk to", Rating: tatm.Partial}
	return s
}

// newCase is what the chair gives when the report is accepted.
func (s Story) newCase(person tatm.FileID) app.NewCase {
	return app.NewCase{Title: s.Title, Summary: s.Summary, Person: person, Charge: tatm.Charge{Owner: s.Chair, Next: s.Next, By: s.By}}
}
