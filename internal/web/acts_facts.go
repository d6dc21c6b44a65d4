package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// acts is every act there is, by the name in its address.
var acts = func() map[string]act {
	all := map[string]act{}
	for _, part := range []map[string]act{caseActs, factActs, assessActs, planActs, wireActs, monitorActs, workActs, sharingActs} {
		maps.Copy(all, part)
	}
	return all
}()

var factActs = map[string]act{
	"observation": {tab: "facts", lead: true, fields: func(a asked) []field {
		fs := []field{{Name: "text", Kind: area, Need: true, Label: "field.observation"}, {Name: "how", Kind: choice, Options: a.words("how.", "saw", "told", "online", "record")},
			{Name: "register", Kind: pick, Options: a.registers()},
			{Name: "source", Kind: line}, {Name: "origin", Kind: line}, {Name: "where", Kind: line}, {Name: "nature", Kind: choice, Options: a.words("nature.", "fact", "inference", "opinion")},
			{Name: "repeats", Kind: pick, Options: append([]option{{Label: "–"}}, a.others()...)}, {Name: "reliability", Kind: line}, {Name: "corroboration", Kind: line}}
		fs = append(fs, a.circumstance()...)
		if a.entry.ID != "" {
			fs = append(fs, field{Name: "typing", Kind: line}, field{Name: "withdrawn", Kind: line})
		}
		if a.entry.ID == "" {
			fs = append(fs, field{Name: "file", Kind: upload})
		}
		return fs
	}, fill: func(a asked) url.Values {
		v := entryValues(a)
		v.Del("typing")
		if a.entry.ID == "" {
			// Who and when are prefilled, to be corrected.
			v.Set("source", a.c.signed.Name)
			v.Set("happened", a.v.Now.In(a.c.zone).Format("2006-01-02T15:04"))
		}
		return v
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Observation) (app.Made, error) {
			around := c.around()
			if len(c.bad) > 0 {
				return app.Made{}, c.faults(nil)
			}
			if id == "" {
				return c.desk.AddObservation(c.ctx(), on, r, around, c.blobs()...)
			}
			// The report that carried it is no question of the form.
			v, err := c.desk.SeeCase(c.ctx(), on)
			if err != nil {
				return app.Made{}, err
			}
			if was, ok := tatm.Find[tatm.Observation](v.File, id); ok {
				r.Report = was.Rec.Report
			}
			return c.desk.MendObservation(c.ctx(), on, id, seen, r, around)
		})
	}},
	"attach": {tab: "facts", lead: true, fields: func(a asked) []field {
		return []field{{Name: "file", Kind: upload, Need: true}, {Name: "given_by", Kind: line}, {Name: "happened", Kind: minute, Label: "field.taken"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		around := c.around()
		if len(c.bad) > 0 {
			return app.Made{}, c.faults(nil)
		}
		return c.desk.Attach(c.ctx(), on, id, c.blobs(), app.Given{By: c.text("given_by"), Taken: around.Happened})
	}},
	"interview": {tab: "facts", lead: true, fields: func(a asked) []field {
		return append([]field{{Name: "with", Kind: line, Need: true}, {Name: "part", Kind: pick, Label: "field.role", Options: a.words("part.", "subject", "target", "witness", "family")}, {Name: "capacity", Kind: line, Need: true}, {Name: "by", Kind: line, Need: true, Label: "field.interview-by"},
			a.said("told_use"), a.said("told_rights"), a.said("told_parent"), a.said("told_counsel"), {Name: "told", Kind: area, Need: true}, {Name: "present", Kind: line, Label: "field.interview-present"}, {Name: "language", Kind: line, Label: "field.interview-language"},
			{Name: "declined", Kind: check}, {Name: "summary", Kind: area}}, a.circumstance()...)
	}, fill: func(a asked) url.Values {
		v := entryValues(a)
		v.Set("by", a.c.signed.Name)
		return v
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Interview) (app.Made, error) { return c.desk.AddInterview(c.ctx(), on, r, c.around()) })
	}},
	"risk":       {tab: "factors", warning: true, lead: true, fields: factorFields(tatm.RiskFactor), fill: factorValues(tatm.RiskFactor), do: factorDo},
	"protective": {tab: "factors", warning: true, lead: true, fields: factorFields(tatm.Protective), fill: factorValues(tatm.Protective), do: factorDo},
	"event":      {tab: "factors", warning: true, lead: true, fields: factorFields(tatm.Precipitating), fill: factorValues(tatm.Precipitating), do: factorDo},
	"answer": {tab: "factors", lead: true, fields: func(a asked) []field {
		var qs []option
		for _, q := range a.v.Pack.Questions {
			qs = append(qs, option{Value: q.Code, Label: q.Label[a.lang()], Draft: q.Draft})
		}
		return []field{{Name: "question", Kind: pick, Need: true, Options: qs}, {Name: "status", Kind: choice, Need: true, Options: a.words("status.", "answered", "not-obtained", "not-sought")},
			{Name: "text", Kind: area, Need: true, Label: "field.answer"}, {Name: "observations", Kind: many, Options: a.observations()}, {Name: "seen", Kind: area}, {Name: "typing", Kind: line}}
	}, fill: func(a asked) url.Values {
		code := a.c.r.URL.Query().Get("question")
		if a.c.form != nil {
			code = a.c.form.Get("question")
		}
		if was, ok := tatm.AnswerTo(a.v.File, code); ok {
			v := values(was.Rec, a.c.zone)
			v.Del("typing")
			v.Set("version", strconv.FormatInt(was.Version, 10))
			return v
		}
		return url.Values{"status": {"answered"}, "question": {code}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, version int64) (app.Made, error) {
		return with(c, func(r tatm.Answer) (app.Made, error) {
			return c.desk.GiveAnswer(c.ctx(), on, version, r, c.text("seen"))
		})
	}},
	"request": {tab: "factors", lead: true, fields: func(a asked) []field {
		return []field{{Name: "of", Kind: line, Need: true, Label: "field.request-of"}, {Name: "question", Kind: line, Need: true, Label: "field.request"}, {Name: "basis", Kind: line}, {Name: "owner", Kind: pick, Options: a.team()}, {Name: "due", Kind: day, Need: true}, {Name: "gap", Kind: hidden}, {Name: "code", Kind: hidden}}
	}, fill: requestValues, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Request) (app.Made, error) { return c.desk.MakeRequest(c.ctx(), on, r) })
	}},
	"close-request": {tab: "factors", fields: func(a asked) []field {
		return []field{{Name: "state", Kind: choice, Need: true, Options: a.words("request.", "answered", "refused", "not-obtained")}, {Name: "got", Kind: area}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.CloseRequest(c.ctx(), on, id, c.text("state"), c.text("got"))
	}},
}

// said asks whether something was said to the person.
func (a asked) said(name string) field {
	return field{Name: name, Kind: choice, Need: true, Options: a.words("said.", "yes", "no", "not-theirs")}
}

// changedSince reports whether one of the entries was changed after the form was
// shown: nobody answers for what they did not see.
func (c *call) changedSince(on tatm.FileID, ids []tatm.EntryID) (bool, error) {
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return false, err
	}
	shown, _ := strconv.ParseInt(c.form.Get("as_of"), 10, 64)
	c.form.Set("as_of", strconv.FormatInt(v.Now.UnixMicro(), 10)) // the form that is shown again shows them
	return slices.ContainsFunc(v.News, func(e tatm.Entry) bool { return slices.Contains(ids, e.ID) && e.RecordedAt.UnixMicro() > shown }), nil
}

func factorFields(class tatm.FactorClass) func(asked) []field {
	return func(a asked) []field {
		fs := []field{{Name: "class", Kind: hidden}, {Name: "item", Kind: pick, Options: a.items(class)}, {Name: "own", Kind: line},
			{Name: "rating", Kind: choice, Need: true, Options: a.words("rating.", "present", "partial", "absent", "unknown")},
			{Name: "observations", Kind: many, Options: a.observations()}, {Name: "seen", Kind: area}, {Name: "looked", Kind: line}}
		if class == tatm.Precipitating {
			fs = append(fs, field{Name: "timing", Kind: choice, Need: true, Options: a.words("timing.", "past", "current", "anticipated")}, field{Name: "on", Kind: day}, field{Name: "resolved", Kind: line})
		} else {
			fs = append(fs, field{Name: "dynamic", Kind: check})
		}
		fs = append(fs, field{Name: "note", Kind: area})
		if a.entry.ID != "" {
			fs = append(fs, field{Name: "typing", Kind: line})
		}
		return fs
	}
}

// requestValues prefills everything of a request but whom to ask: from the gap
// list it is one step.
func requestValues(a asked) url.Values {
	v, q := url.Values{}, a.c.r.URL.Query()
	v.Set("owner", string(a.v.Me))
	v.Set("due", a.v.Pack.Due(tatm.ClockQuestion, a.v.Now).In(a.c.zone).Format("2006-01-02T15:04"))
	if k, ok := tatm.Find[tatm.Factor](a.v.File, tatm.EntryID(q.Get("gap"))); ok {
		v.Set("question", a.factor(k.Rec))
	}
	for _, x := range a.v.Pack.Questions {
		if x.Code == q.Get("code") {
			v.Set("question", x.Label[a.lang()])
		}
	}
	return v
}

func factorValues(class tatm.FactorClass) func(asked) url.Values {
	return func(a asked) url.Values {
		v := entryValues(a)
		v.Del("typing")
		v.Set("class", string(class))
		return v
	}
}

func factorDo(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
	return with(c, func(r tatm.Factor) (app.Made, error) {
		if id != "" {
			return c.desk.MendFactor(c.ctx(), on, id, seen, r, c.text("seen"), app.Circumstance{})
		}
		return c.desk.AddFactor(c.ctx(), on, r, c.text("seen"), app.Circumstance{})
	})
}

var assessActs = map[string]act{
	"view": {tab: "assessment", lead: true, warning: true, fields: func(a asked) []field {
		fs := []field{}
		for _, x := range tatm.Axes {
			fs = append(fs, field{Name: "axes." + string(x), Kind: line, Label: "axis." + string(x)})
		}
		return append(fs, field{Name: "level", Kind: choice, Need: true, Options: a.words("level.", list(tatm.Levels)...)}, field{Name: "reason", Kind: area, Need: true})
	}, fill: func(a asked) url.Values {
		for _, v := range tatm.All[tatm.View](a.v.File) {
			if v.Rec.Rater == a.v.Me && v.OnlyFor != "" {
				return values(v.Rec, a.c.zone)
			}
		}
		return url.Values{}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.View) (app.Made, error) { return c.desk.GiveView(c.ctx(), on, r) })
	}},
	"reveal": {tab: "assessment", lead: true, fields: none, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RevealViews(c.ctx(), on)
	}},
	"assess": {tab: "assessment", lead: true, warning: true, fields: func(a asked) []field {
		fs := []field{{Name: "observations", Kind: many, Label: "field.relied", Options: a.observations()}, {Name: "seen", Kind: area}, {Name: "one_source", Kind: area},
			{Name: "risk", Kind: area}, {Name: "protective", Kind: area}, {Name: "precipitating", Kind: area}, {Name: "gaps", Kind: area}, {Name: "alternatives", Kind: area},
			{Name: "protected", Kind: area}, {Name: "disability", Kind: area}}
		if k, ok := tatm.Last[tatm.Case](a.v.File); ok && k.Rec.Young {
			// Development, disability and language come first for a child.
			fs = slices.DeleteFunc(fs, func(f field) bool { return f.Name == "disability" })
			fs = append([]field{{Name: "development", Kind: area}, {Name: "disability", Kind: area}, {Name: "language", Kind: line, Label: "field.child-language"}}, fs...)
		}
		for _, x := range tatm.Axes {
			fs = append(fs, field{Name: "axes." + string(x), Kind: line, Label: "axis." + string(x)})
		}
		return append(fs, field{Name: "level", Kind: choice, Options: a.words("level.", list(tatm.Levels)...)}, field{Name: "basis", Kind: area, Label: "field.level-basis"}, field{Name: "confidence", Kind: line}, field{Name: "expires", Kind: day})
	}, fill: func(a asked) url.Values {
		v := lastOf[tatm.Assessment](a)
		if _, drafting := tatm.Drafted(a.v.File); !drafting {
			// A reassessment begins with what the last one said.
			for _, drop := range []string{"level", "expires", "version", "basis", "confidence"} {
				v.Del(drop)
			}
		}
		return v
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Assessment) (app.Made, error) {
			return c.desk.DraftAssessment(c.ctx(), on, seen, r, c.text("seen"))
		})
	}},
	"second": {tab: "assessment", lead: true, fields: none, fill: lastOf[tatm.Assessment], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.SecondAssessment(c.ctx(), on, seen)
	}},
	"sign": {tab: "assessment", lead: true, warning: true, fields: none, fill: lastOf[tatm.Assessment], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.SignAssessment(c.ctx(), on, seen)
	}},
	"unchanged": {tab: "assessment", lead: true, fields: func(a asked) []field {
		var news []option
		for _, e := range a.v.News {
			news = append(news, option{Value: string(e.ID), Label: a.c.said(a, e)})
		}
		fs := []field{{Name: "because", Kind: area, Need: true}, {Name: "as_of", Kind: hidden}}
		if len(news) > 0 {
			fs = slices.Insert(fs, 0, field{Name: "considered", Kind: many, Need: true, Options: news})
		}
		return fs
	}, fill: func(a asked) url.Values {
		v := url.Values{}
		for _, e := range a.v.News {
			v.Add("considered", string(e.ID))
		}
		v.Set("as_of", strconv.FormatInt(a.v.Now.UnixMicro(), 10))
		return v
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Unchanged) (app.Made, error) {
			if changed, err := c.changedSince(on, r.Considered); err != nil || changed {
				return app.Made{}, firstOf(err, fault.Bad("considered", "unchanged.more"))
			}
			return c.desk.SayUnchanged(c.ctx(), on, r.Because, r.Considered)
		})
	}},
}
