package web

import (
	"net/url"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

var planActs = map[string]act{
	"plan": {tab: "plan", lead: true, fields: func(a asked) []field {
		fs := []field{{Name: "goals", Kind: area}, {Name: "voice", Kind: area}, {Name: "target_plan", Kind: line}, {Name: "exit", Kind: area}, {Name: "review", Kind: day}, {Name: "no_monitor", Kind: line}}
		for _, c := range tatm.Columns {
			fs = append(fs, field{Name: "none_needed." + string(c), Kind: line, Label: "field.none-needed", Args: a.words1("column.", string(c))})
		}
		for _, c := range tatm.Considerations {
			fs = append(fs, field{Name: "considered." + c, Kind: choice, Label: "considered." + c, Options: a.words("considered-answer.", "", "yes", "no")}, field{Name: "considered." + c + ".why", Kind: line, Label: "field.why"})
		}
		return fs
	}, fill: func(a asked) url.Values {
		v := lastOf[tatm.Plan](a)
		if p, ok := tatm.Last[tatm.Plan](a.v.File); ok && !p.Rec.Approved.IsZero() {
			v.Del("version")
		}
		return v
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Plan) (app.Made, error) { return c.desk.DraftPlan(c.ctx(), on, seen, r) })
	}},
	"approve": {tab: "plan", lead: true, fields: none, fill: lastOf[tatm.Plan], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.ApprovePlan(c.ctx(), on, seen)
	}},
	"intervention": {tab: "plan", lead: true, warning: true, fields: interventionFields, fill: func(a asked) url.Values {
		v := entryValues(a)
		if a.entry.ID == "" {
			v.Set("state", "planned")
			v.Set("intrusiveness", "supportive")
		}
		return v
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Intervention) (app.Made, error) {
			if id != "" {
				return c.desk.MendIntervention(c.ctx(), on, id, seen, r)
			}
			return c.desk.AddIntervention(c.ctx(), on, r)
		})
	}},
	"justify-step": {tab: "plan", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.JustifyStep(c.ctx(), on, id, seen)
	}},
	"ratify-step": {tab: "plan", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RatifyStep(c.ctx(), on, id)
	}},
	"delivery": {tab: "plan", lead: true, fields: func(a asked) []field {
		return []field{{Name: "intervention", Kind: pick, Need: true, Options: a.steps()}, {Name: "done", Kind: check}, {Name: "what", Kind: line, Need: true, Label: "field.delivered"}, {Name: "evidence", Kind: line}, {Name: "happened", Kind: minute}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Delivery) (app.Made, error) { return c.desk.NoteDelivery(c.ctx(), on, r, c.around()) })
	}},
	"effect": {tab: "plan", lead: true, fields: func(a asked) []field {
		return []field{{Name: "intervention", Kind: pick, Need: true, Options: a.steps()}, {Name: "change", Kind: choice, Need: true, Options: a.words("change.", "better", "same", "worse", "unknown")},
			{Name: "source", Kind: line, Need: true}, {Name: "harm", Kind: line}, {Name: "verdict", Kind: choice, Need: true, Options: a.words("verdict.", "keep", "adjust", "stop")}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Effect) (app.Made, error) { return c.desk.JudgeEffect(c.ctx(), on, r) })
	}},
	"need": {tab: "plan", fields: func(a asked) []field {
		return []field{{Name: "domain", Kind: pick, Need: true, Options: a.domains()}, {Name: "words", Kind: area, Need: true, Label: "field.need"}, {Name: "strength", Kind: line}, {Name: "own", Kind: line, Label: "field.own-priority"}, {Name: "urgency", Kind: line}, {Name: "barrier", Kind: line},
			{Name: "state", Kind: choice, Need: true, Options: a.words("need.", "open", "referred", "met", "refused")}, {Name: "service", Kind: line}, {Name: "contact", Kind: line}, {Name: "referred", Kind: day}}
	}, fill: stated("open"), do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Need) (app.Made, error) { return c.desk.KeepNeed(c.ctx(), on, id, seen, r) })
	}},
	"grievance": {tab: "plan", lead: true, fields: func(a asked) []field {
		return []field{{Name: "words", Kind: area, Need: true, Label: "field.grievance"}, {Name: "nature", Kind: choice, Need: true, Options: a.words("grievance.", "personal", "socio-political", "mixed")}, {Name: "against", Kind: line}, {Name: "since", Kind: line}, {Name: "truth", Kind: area},
			{Name: "tried", Kind: area}, {Name: "enough", Kind: line}, {Name: "outlets", Kind: area}, {Name: "strategy", Kind: area}, {Name: "state", Kind: choice, Need: true, Options: a.words("grievance.", "open", "eased", "resolved", "hardened")}}
	}, fill: stated("open"), do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Grievance) (app.Made, error) { return c.desk.KeepGrievance(c.ctx(), on, id, seen, r) })
	}},
	"target-plan": {tab: "plan", lead: true, fields: func(a asked) []field {
		var targets []option
		for _, p := range tatm.All[tatm.Part](a.v.File) {
			if p.Rec.Role == tatm.TargetPart {
				targets = append(targets, option{Value: string(p.ID), Label: a.c.partName(a.v, p.Rec)})
			}
		}
		return []field{{Name: "part", Kind: pick, Options: targets, Label: "part.target"}, {Name: "contact", Kind: line, Need: true}, {Name: "safe_way", Kind: line, Need: true}, {Name: "steps", Kind: area, Need: true}, {Name: "told", Kind: area, Label: "field.target-told"}, {Name: "state", Kind: choice, Options: a.words("target.", "running", "ended")}}
	}, fill: stated("running"), do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.TargetPlan) (app.Made, error) { return c.desk.KeepTargetPlan(c.ctx(), on, id, seen, r) })
	}},
}

// stated are the values of a record that begins in a state.
func stated(state string) func(asked) url.Values {
	return func(a asked) url.Values {
		v := entryValues(a)
		if v.Get("state") == "" {
			v.Set("state", state)
		}
		return v
	}
}

func (a asked) words1(prefix, v string) []string { return []string{a.words(prefix, v)[0].Label} }

func interventionFields(a asked) []field {
	return []field{
		{Name: "what", Kind: line, Need: true, Label: "field.intervention"}, {Name: "column", Kind: choice, Need: true, Options: a.words("column.", list(tatm.Columns)...)},
		{Name: "domain", Kind: pick, Options: a.domains()}, {Name: "tier", Kind: choice, Options: a.words("tier.", "universal", "targeted", "individual")}, {Name: "direct", Kind: check},
		{Name: "intrusiveness", Kind: choice, Need: true, Options: a.words("intrusive.", "supportive", "watchful", "talking", "restrictive", "coercive")}, {Name: "why_not_less", Kind: area},
		{Name: "moves", Kind: many, Options: a.moved()}, {Name: "owner", Kind: pick, Options: a.team()}, {Name: "due", Kind: day}, {Name: "sign", Kind: line}, {Name: "stop", Kind: line},
		{Name: "heard", Kind: line}, {Name: "target_asked", Kind: line}, {Name: "observations", Kind: many, Options: a.observations(), Label: "field.totality"}, {Name: "one_source", Kind: area},
		{Name: "law_report", Kind: choice, Options: a.words("law.", "", "referral", "sar")}, {Name: "done_first", Kind: check}, {Name: "state", Kind: choice, Need: true, Options: a.words("step.", "planned", "running", "done", "stopped", "refused")},
	}
}

// watcher and monitorWatches ask who watches: a member, or a third party who
// agreed to.
func (a asked) watcher() field {
	return field{Name: "watcher", Kind: pick, Options: append([]option{{Label: "–"}}, a.team()...)}
}

func (a asked) monitorWatches() field {
	return field{Name: "monitor", Kind: pick, Label: "field.or-monitor", Options: append([]option{{Label: "–"}}, a.monitors()...)}
}

func (a asked) monitors() []option {
	var out []option
	for _, m := range tatm.All[tatm.Monitor](a.v.File) {
		if m.Rec.Ended == "" {
			out = append(out, option{Value: string(m.ID), Label: m.Rec.Name})
		}
	}
	return out
}

var wireActs = map[string]act{
	"tripwire": {tab: "tripwires", lead: true, fields: func(a asked) []field {
		return []field{{Name: "watch", Kind: line, Need: true, Label: "field.tripwire"}, {Name: "type", Kind: pick, Need: true, Label: "field.tripwire-type", Options: a.words("tripwire-type.", "behaviour", "situation", "compliance", "silence", "information", "calendar")},
			a.watcher(), a.monitorWatches(), {Name: "channel", Kind: line}, {Name: "action", Kind: line, Need: true}, {Name: "within", Kind: number, Need: true}, {Name: "expires", Kind: day, Need: true}, {Name: "silence", Kind: number}, {Name: "of", Kind: pick, Options: a.quiet()}}
	}, fill: func(a asked) url.Values { return url.Values{"within": {"4"}} }, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Tripwire) (app.Made, error) { return c.desk.ArmTripwire(c.ctx(), on, r) })
	}},
	"mend-tripwire": {tab: "tripwires", lead: true, fields: func(a asked) []field {
		return []field{a.watcher(), a.monitorWatches(), {Name: "channel", Kind: line}, {Name: "action", Kind: line, Need: true}, {Name: "within", Kind: number, Need: true}, {Name: "expires", Kind: day, Need: true}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Tripwire) (app.Made, error) { return c.desk.MendTripwire(c.ctx(), on, id, seen, r) })
	}},
	"test-tripwire": {tab: "tripwires", lead: true, fields: func(a asked) []field { return []field{{Name: "test_found", Kind: line, Need: true}} }, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.TestTripwire(c.ctx(), on, id, c.text("test_found"))
	}},
	"raise": {tab: "tripwires", lead: true, fields: func(a asked) []field { return []field{{Name: "seen", Kind: area, Need: true, Label: "field.raised"}} }, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RaiseTripwire(c.ctx(), on, id, c.text("seen"))
	}},
	"look": {tab: "tripwires", lead: true, fields: func(a asked) []field {
		return []field{{Name: "review", Kind: area, Need: true, Label: "field.looked-into"}, {Name: "false", Kind: check}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.LookAtTripwire(c.ctx(), on, id, c.text("review"), c.form.Get("false") != "")
	}},
	"retire": {tab: "tripwires", fields: func(a asked) []field { return []field{{Name: "retired_why", Kind: line, Need: true}} }, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RetireTripwire(c.ctx(), on, id, c.text("retired_why"))
	}},
}
