package demo

import (
	"fmt"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// table is who sits at a team's meetings, with the seat that each brings.
var table = map[string][]struct {
	who  string
	seat tatm.Discipline
}{
	county:  {{"rosa", tatm.SocialServices}, {"miles", tatm.HumanResources}, {"det", tatm.LawEnforcement}, {"psy", tatm.MentalHealth}, {"law", tatm.LegalCounsel}, {"vic", tatm.VictimAdvocate}, {"med", tatm.Medical}},
	schools: {{"prin", tatm.SchoolAdmin}, {"couns", tatm.SchoolPsych}, {"sro", tatm.LawEnforcement}, {"spsy", tatm.MentalHealth}, {"sped", tatm.SpecialEducation}},
}

// meetings: each team met every other week, with minutes signed, and has its
// next one called with an agenda. In one of them a member withdrew from a case.
func (w *world) meetings() {
	for _, team := range []string{county, schools} {
		s := w.story("meetings of "+team, team)
		hour := map[string]int{county: 10, schools: 13}[team]
		for i, day := range []int{47, 29, 18, 8} {
			key := fmt.Sprintf("m%d", i)
			s.on(day+2, 11, 30).ofChair(func(d app.Desk) (app.Made, error) {
				m, err := d.CallMeeting(w.ctx, w.teams[team], tatm.Meeting{When: w.back(day, hour, 0), Place: map[string]string{county: "Room 204", schools: "Library of Harlow High"}[team], Type: "routine"})
				s.acts[key] = tatm.EntryID(m.File)
				return m, err
			})
			s.on(day, hour-1, 50).propose(key)
			s.on(day, hour, 5).hold(key, i)
		}
		s.on(1, 12, 30).ofChair(func(d app.Desk) (app.Made, error) {
			m, err := d.CallMeeting(w.ctx, w.teams[team], tatm.Meeting{When: w.ahead(2), Place: "Room 204", Type: "routine"})
			s.acts["next"] = tatm.EntryID(m.File)
			return m, err
		})
		s.propose("next")
	}
}

func (s *story) ofChair(f func(d app.Desk) (app.Made, error)) { s.by(s.chair).ask(f) }

// agendaMost is how many cases a meeting of an hour can do justice to.
const agendaMost = 5

// propose puts on the agenda what the docket proposes.
func (s *story) propose(key string) {
	s.ofChair(func(d app.Desk) (app.Made, error) {
		v, err := d.SeeMeeting(s.w.ctx, s.file(key))
		if err != nil {
			return app.Made{}, err
		}
		var items []tatm.AgendaItem
		for _, p := range v.Proposed[:min(agendaMost, len(v.Proposed))] {
			items = append(items, tatm.AgendaItem{Case: p.Line.ID, Why: p.Why})
		}
		return d.PutOnAgenda(s.w.ctx, s.file(key), nil, items)
	})
}

// lines are what came of an item, by what put it on the agenda.
var lines = map[string]string{
	tatm.DueNext: "The next step was done this morning; the owner reports in a week", tatm.DueReview: "Reviewed with what is new; the level is looked at before the week is out",
	tatm.DueStale: "What is new was read aloud; the owner answers for it by tomorrow", tatm.DueRaised: "The tripwire was looked at the same day; what was found was told",
	tatm.DueStage: "On its way; what is missing has an owner and a day", tatm.DueTask: "The task is done; evidence is in the case", tatm.DueIntervention: "The step was delivered once; whether it helps is asked of the person",
	tatm.DueClosure: "Ready to close; a second person reads it", tatm.DueExpiry: "The level is looked at again before it runs out",
}

// hold holds a meeting: seats, a line for each case, minutes, signature.
func (s *story) hold(key string, n int) {
	for i, x := range table[s.team] {
		present := (i+n)%6 != 5 || x.seat == tatm.LawEnforcement || x.seat == tatm.MentalHealth
		s.ofChair(func(d app.Desk) (app.Made, error) {
			a := tatm.Attendance{Actor: s.w.ids[x.who], Seat: x.seat, Present: present}
			if why, on := withdrawn(s.team, n, x.who); on != "" {
				a.Recused, a.Why = []tatm.FileID{s.w.cases[on]}, why
			}
			return d.SeatMeeting(s.w.ctx, s.file(key), nil, a)
		})
	}
	s.ofChair(func(d app.Desk) (app.Made, error) {
		v, err := d.SeeMeeting(s.w.ctx, s.file(key))
		if err != nil {
			return app.Made{}, err
		}
		had, items := app.Had{}, []tatm.AgendaItem(nil)
		for _, a := range tatm.All[tatm.AgendaItem](v.File) {
			had[a.ID] = a.Version
			a.Rec.Line = lines[a.Rec.Why]
			if a.Rec.Line == "" {
				a.Rec.Line = "Looked at; the plan goes on as it stands"
			}
			items = append(items, a.Rec)
		}
		return d.PutOnAgenda(s.w.ctx, s.file(key), had, items)
	})
	s.ofChair(func(d app.Desk) (app.Made, error) {
		return d.WriteMinutes(s.w.ctx, s.file(key), 0, minutes[s.team][n], tatm.Yes)
	})
	s.at = s.at.Add(50 * time.Minute)
	s.ofChair(func(d app.Desk) (app.Made, error) { return d.SignMinutes(s.w.ctx, s.file(key), 1) })
}

// withdrawn says who withdraws from which case in which meeting, and why.
func withdrawn(team string, n int, who string) (why, from string) {
	if team == county && n == 2 && who == "med" {
		return "He treats the sister of the person", "retaliation"
	}
	return "", ""
}

var minutes = map[string][]string{
	county: {
		"Began at 10:05. Each case on the list was read with its newest facts first. The letters to the ward: the first assessment was divided; Dr. Falk's dissent was read aloud and stands. Closed at 11:10. Nobody withdrew.",
		"Began at 10:05. The committee heard how two cases were closed and what was learned: ask who knows the person before anybody writes to them. Tasks stand in the cases. Nobody withdrew.",
		"Began at 10:05. Dr. Khoury withdrew from one case and left the room for it. Weapons were asked about in every open case; two answers are still sought and have an owner. Closed at 11:00.",
		"Began at 10:05. The hearing ahead: who tells whom, by which door, on which day. Consent block: cases without change, one line each. Closed at 10:55. Nobody withdrew.",
	},
	schools: {
		"Began at 13:05. Each pupil's support plan was at hand. The older drawings of younger children were not discussed as threats. Closed at 13:50. Nobody withdrew.",
		"Began at 13:05. Hand-over of a pupil who leaves: two months before, not two weeks. Closed at 13:45. Nobody withdrew.",
		"Began at 13:05. The misspelt name: how it could be missed, and that the next search sounds names out. The families of the list were told. Closed at 14:05. Nobody withdrew.",
		"Began at 13:05. The rumour: what was said to families within the hour, and what should have been. Closed at 13:40. Nobody withdrew.",
	},
}
