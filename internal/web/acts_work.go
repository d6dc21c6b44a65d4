package web

import (
	"net/url"
	"strings"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// seatPrefix marks a seat among the people a message may ask.
const seatPrefix = "seat:"

// askedSeats are the seats a message may ask, each marked as one.
func (a asked) askedSeats() []option {
	out := a.seats()
	for i := range out {
		out[i].Value, out[i].Group = seatPrefix+out[i].Value, locale.T(a.c.ctx(), "discussion.seat")
	}
	return out
}

// becomes reads what a message is turned into.
func (c *call) becomes(text string, owner tatm.ActorID) (b app.Becomes) {
	switch c.form.Get("becomes") {
	case "observation":
		b.Observation = &tatm.Observation{Text: text}
	case "task":
		if owner == "" {
			owner = c.signed.Actor.ID
		}
		b.Task = &tatm.Task{What: short(text, 280), Owner: owner, Due: c.s.app.Now().AddDate(0, 0, 7)}
	case "decision":
		b.Decision = &tatm.Decision{Question: short(text, 280), Decided: text, Why: c.text("why"), How: "consensus"}
	}
	return b
}

// beforeNotice are the values of a new notice: now, and of the first kind of
// addressee that the file still waits for.
func (a asked) beforeNotice() url.Values {
	v := a.before()
	v.Set("when", a.v.Now.In(a.c.zone).Format("2006-01-02T15:04"))
	if !tatm.ParentAnswered(a.v.File) {
		v.Set("whom", tatm.ParentNotice)
	}
	return v
}

var workActs = map[string]act{
	"task": {tab: "tasks", fields: func(a asked) []field {
		fs := []field{{Name: "what", Kind: line, Need: true, Label: "field.task"}, {Name: "owner", Kind: pick, Need: true, Options: a.team()}, {Name: "due", Kind: day, Need: true}}
		if a.entry.ID != "" {
			fs = append(fs, field{Name: "state", Kind: choice, Need: true, Options: a.words("task.", "open", "accepted", "done", "cancelled")}, field{Name: "evidence", Kind: area})
		}
		return fs
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Task) (app.Made, error) {
			if id != "" {
				return c.desk.MendTask(c.ctx(), on, id, seen, r)
			}
			return c.desk.GiveTask(c.ctx(), on, r)
		})
	}},
	"message": {tab: "discussion", lead: true, fields: func(a asked) []field {
		return []field{{Name: "text", Kind: area, Need: true, Label: "field.message"}, {Name: "asks", Kind: pick, Options: append(append([]option{{Label: "–"}}, a.team()...), a.askedSeats()...)}, {Name: "answers", Kind: hidden},
			{Name: "becomes", Kind: choice, Options: a.words("becomes.", "", "observation", "task", "decision")}, {Name: "why", Kind: line, Label: "field.becomes-why"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Message) (app.Made, error) {
			if seat, ok := strings.CutPrefix(string(r.Asks), seatPrefix); ok {
				r.Asks, r.Seat = "", tatm.Discipline(seat)
			}
			return c.desk.PostMessage(c.ctx(), on, r, c.becomes(r.Text, r.Asks))
		})
	}},
	"turn": {tab: "discussion", lead: true, fields: func(a asked) []field {
		return []field{{Name: "becomes", Kind: choice, Need: true, Options: a.words("becomes.", "observation", "task", "decision")}, {Name: "text", Kind: area, Need: true, Label: "field.message"}, {Name: "owner", Kind: pick, Options: a.team(), Label: "field.becomes-owner"}, {Name: "why", Kind: line, Label: "field.becomes-why"}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.TurnMessage(c.ctx(), on, id, c.becomes(c.text("text"), tatm.ActorID(c.form.Get("owner"))))
	}},
	"notice": {tab: "tasks", lead: true, fields: func(a asked) []field {
		return []field{{Name: "whom", Kind: choice, Need: true, Label: "field.notice-whom", Options: a.words("notice-to.", tatm.NoticeTo...)}, {Name: "to", Kind: line, Need: true, Label: "field.notice-to"}, {Name: "what", Kind: line, Need: true, Label: "field.notice-what"}, {Name: "how", Kind: line, Label: "field.notice-how"}, {Name: "attempts", Kind: number}, {Name: "reached", Kind: choice, Options: a.words("tri.", "yes", "no")}, {Name: "when", Kind: minute}, {Name: "not_because", Kind: area}, {Name: "regime", Kind: pick, Options: a.regimes()}}
	}, fill: asked.beforeNotice, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Notice) (app.Made, error) { return c.desk.RecordNotice(c.ctx(), on, r, c.around()) })
	}},
	"duty": {tab: "tasks", lead: true, fields: func(a asked) []field {
		whose := append([]option{{Value: "", Label: locale.T(a.c.ctx(), "duty.mine")}, {Value: string(app.Everyone), Label: locale.T(a.c.ctx(), "duty.everyone")}}, a.team()...)
		return []field{{Name: "what", Kind: choice, Need: true, Label: "field.duty", Options: a.words("duty.", "abuse", "warn")}, {Name: "found", Kind: area}, {Name: "whose", Kind: pick, Label: "field.duty-whose", Options: whose}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Duty) (app.Made, error) { return c.desk.PromptDuty(c.ctx(), on, r) })
	}},
	"answer-duty": {tab: "tasks", lead: true, fields: func(a asked) []field {
		return []field{{Name: "answer", Kind: choice, Need: true, Label: "field.duty-answer", Options: a.words("duty-answer.", "yes", "no")}, {Name: "who", Kind: line, Label: "field.duty-who"}, {Name: "agency", Kind: line}, {Name: "when", Kind: minute}, {Name: "reference", Kind: line}, {Name: "why", Kind: area}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Duty) (app.Made, error) { return c.desk.AnswerDuty(c.ctx(), on, id, seen, r) })
	}},
	"contact-sheet": {tab: "print", lead: true, fields: func(a asked) []field {
		return []field{{Name: "arms", Kind: choice, Need: true, Options: a.words("arms.", "known", "asked", "unknown")}, {Name: "weapons", Kind: line}, {Name: "home", Kind: line}, {Name: "medical", Kind: line}, {Name: "language", Kind: line}, {Name: "calms", Kind: area}, {Name: "escalates", Kind: area}, {Name: "call_back", Kind: minute, Need: true}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.ContactSheet) (app.Made, error) { return c.desk.KeepContactSheet(c.ctx(), on, id, seen, r) })
	}},
	"decision": {tab: "decisions", fields: func(a asked) []field {
		return []field{{Name: "question", Kind: line, Need: true, Label: "field.decision-question"}, {Name: "options", Kind: area}, {Name: "decided", Kind: area, Need: true}, {Name: "why", Kind: area, Need: true}, {Name: "how", Kind: choice, Need: true, Label: "field.decision-how", Options: a.words("decision.", "consensus", "vote", "chair")}, {Name: "seats", Kind: many, Label: "field.decision-seats", Options: a.seats()}, {Name: "relied", Kind: many, Label: "field.decision-relied", Options: a.facts()}, {Name: "change", Kind: line, Label: "field.decision-change"}, {Name: "review", Kind: day}, {Name: "meeting", Kind: hidden}}
	}, fill: func(asked) url.Values { return url.Values{"how": {"consensus"}} }, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Decision) (app.Made, error) { return c.desk.MakeDecision(c.ctx(), on, r) })
	}},
	"dissent": {tab: "decisions", lead: true, fields: func(a asked) []field {
		var of []option
		for _, d := range tatm.All[tatm.Decision](a.v.File) {
			of = append(of, option{Value: string(d.ID), Label: short(d.Rec.Question, 100)})
		}
		for _, s := range tatm.All[tatm.Assessment](a.v.File) {
			if !s.Rec.Signed.IsZero() {
				of = append(of, a.words("level.", string(s.Rec.Level))...)
				of[len(of)-1].Value = string(s.ID)
			}
		}
		return []field{{Name: "from", Kind: pick, Need: true, Label: "field.dissent-from", Options: of}, {Name: "text", Kind: area, Need: true, Label: "field.dissent"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Dissent) (app.Made, error) { return c.desk.AddDissent(c.ctx(), on, r) })
	}},
}
