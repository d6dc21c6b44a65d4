package web

import (
	"net/url"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// protectionForms are what protects the reporter of a report.
func (c *call) protectionForms(base string, v app.ReportView) []form {
	var out []form
	if open := openRetaliations(v.File); len(open) > 0 {
		out = append(out, form{Title: "protect.answer", Lead: "protect.answer.lead", Action: base + "/protect", Submit: "save", Fields: []field{
			{Name: "retaliation", Kind: pick, Need: true, Label: "field.retaliation-which", Options: open}, {Name: "done", Kind: area, Need: true, Label: "field.retaliation-done"}}})
	}
	if open := openDemands(c, v.File); len(open) > 0 {
		out = append(out, form{Title: "demand.answer", Lead: "demand.answer.lead", Action: base + "/answer-demand", Submit: "save", Fields: []field{
			{Name: "demand", Kind: pick, Need: true, Label: "field.demand-which", Options: open},
			{Name: "answer", Kind: choice, Need: true, Label: "field.demand-answer", Options: c.options("demand-answer.", string(tatm.DemandObjected), string(tatm.DemandNarrowed), string(tatm.DemandComplied), string(tatm.DemandWithdrawn))},
			{Name: "words", Kind: area, Need: true, Label: "field.demand-words"}}})
	}
	out = append(out, form{Title: "veil.hide", Lead: "veil.hide.lead", Action: base + "/veil", Submit: "veil.hide", Fields: []field{{Name: "passage", Kind: area, Need: true}}})
	if marks := marked(v); len(marks) > 0 {
		out = append(out, form{Title: "veil.lift", Lead: "veil.lift.lead", Action: base + "/unveil", Submit: "veil.lift", Fields: []field{
			{Name: "veil", Kind: pick, Need: true, Label: "field.veil-which", Options: marks}, {Name: "reason", Kind: line, Need: true}}})
	}
	return append(out,
		form{Title: "protect.note", Lead: "protect.note.lead", Action: base + "/punished", Submit: "save", Fields: []field{{Name: "text", Kind: area, Need: true, Label: "field.retaliation-text"}}},
		form{Title: "demand.log", Lead: "demand.log.lead", Action: base + "/demand", Submit: "save", Values: url.Values{"what": {"subpoena"}}, Fields: []field{
			{Name: "what", Kind: choice, Need: true, Label: "field.demand-what", Options: c.options("demand.", tatm.Demands...)}, {Name: "by", Kind: line, Need: true, Label: "field.demand-by"},
			{Name: "asks", Kind: area, Need: true, Label: "field.demand-asks"}, {Name: "received", Kind: minute, Need: true}, {Name: "deadline", Kind: minute, Label: "field.demand-deadline"}}})
}

func openRetaliations(f tatm.File) (out []option) {
	for _, r := range tatm.All[tatm.Retaliation](f) {
		if r.Rec.Answered.IsZero() {
			out = append(out, option{Value: string(r.ID), Label: short(r.Rec.Text, 80)})
		}
	}
	return out
}

func openDemands(c *call, f tatm.File) (out []option) {
	for _, d := range tatm.All[tatm.Demand](f) {
		if d.Rec.Answered.IsZero() {
			out = append(out, option{Value: string(d.ID), Label: locale.T(c.ctx(), "demand."+d.Rec.What) + ": " + short(d.Rec.By, 80)})
		}
	}
	return out
}

// marked are the hidden passages, in words, for who may read them.
func marked(v app.ReportView) (out []option) {
	if !v.Cleared {
		return nil
	}
	for _, x := range tatm.All[tatm.Veil](v.File) {
		for _, e := range v.File.Entries {
			if e.ID == x.Rec.Of && e.Version == x.Rec.Version && x.Rec.Lifted == "" {
				out = append(out, option{Value: string(x.ID), Label: short(tatm.PassageOf(e.Record, x.Rec), 80)})
			}
		}
	}
	return out
}

// protectionActs are what can be done for a reporter, by the name in the
// address.
var protectionActs = map[string]func(*call, tatm.FileID) (app.Made, error){
	"veil": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.VeilPassage(c.ctx(), on, c.text("passage"))
	},
	"unveil": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.UnveilPassage(c.ctx(), on, tatm.EntryID(c.form.Get("veil")), c.text("reason"))
	},
	"punished": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.NoteRetaliation(c.ctx(), on, c.text("text"))
	},
	"protect": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.AnswerRetaliation(c.ctx(), on, tatm.EntryID(c.form.Get("retaliation")), c.text("done"))
	},
	"demand": func(c *call, on tatm.FileID) (app.Made, error) {
		return with(c, func(d tatm.Demand) (app.Made, error) { return c.desk.LogDemand(c.ctx(), on, d) })
	},
	"answer-demand": func(c *call, on tatm.FileID) (app.Made, error) {
		return c.desk.AnswerDemand(c.ctx(), on, tatm.EntryID(c.form.Get("demand")), tatm.DemandAnswer(c.form.Get("answer")), c.text("words"))
	},
}
