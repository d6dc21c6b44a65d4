package web

import (
	"net/url"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// values of a record that stands once in a case, with its version.
func lastOf[R tatm.Record](a asked) url.Values {
	i, ok := tatm.Last[R](a.v.File)
	if !ok {
		return url.Values{}
	}
	v := values(i.Rec, a.c.zone)
	v.Set("version", strconv.FormatInt(i.Version, 10))
	return v
}

// caseActs are what can be done to the case as a whole.
var caseActs = map[string]act{
	"describe": {tab: "overview", lead: true, warning: true, fields: func(a asked) []field {
		return []field{{Name: "title", Kind: line, Need: true}, {Name: "summary", Kind: area},
			{Name: "violence", Kind: many, Options: a.words("violence.", "targeted-school", "targeted-workplace", "public-figure", "intimate-partner", "stalking", "extremist", "mass", "self")},
			{Name: "feared", Kind: area}, {Name: "judged", Kind: line}, {Name: "observations", Kind: many, Options: a.observations()}, {Name: "seen", Kind: area}, {Name: "minor", Kind: check}, {Name: "young", Kind: check}, {Name: "convened", Kind: check}}
	}, fill: lastOf[tatm.Case], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Case) (app.Made, error) {
			v, err := c.desk.SeeCase(c.ctx(), on)
			if err != nil {
				return app.Made{}, err
			}
			was, _ := tatm.Last[tatm.Case](v.File)
			return c.desk.DescribeCase(c.ctx(), on, was.ID, seen, r, c.text("seen"))
		})
	}},
	"charge": {tab: "overview", lead: true, fields: func(a asked) []field {
		return []field{{Name: "owner", Kind: pick, Options: a.team(), Need: true}, {Name: "next", Kind: line, Need: true}, {Name: "by", Kind: minute, Need: true}}
	}, fill: lastOf[tatm.Charge], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Charge) (app.Made, error) { return c.desk.ChargeCase(c.ctx(), on, seen, r) })
	}},
	"move": {tab: "overview", lead: true, fields: func(a asked) []field {
		var ways []option
		for _, o := range a.v.Options {
			ways = append(ways, a.words("state.", string(o.To))...)
		}
		return []field{{Name: "to", Kind: choice, Options: ways, Need: true}, {Name: "reason", Kind: area}, {Name: "override", Kind: area}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.MoveCase(c.ctx(), on, tatm.State(c.form.Get("to")), c.text("reason"), c.text("override"))
	}},
	"part": {tab: "people", fields: func(a asked) []field {
		return []field{{Name: "role", Kind: pick, Need: true, Options: a.words("part.", "subject", "target", "witness", "family", "monitor", "reporter")},
			a.c.whichField("person", "field.which-person"), {Name: "known", Kind: line}, {Name: "ended", Kind: line}}
	}, fill: func(a asked) url.Values {
		v := entryValues(a)
		if name := a.v.People[tatm.FileID(v.Get("person"))]; name != "" {
			// The file is named as people name it; left as it is, it stays.
			v.Set("person", name)
		}
		return v
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Part) (app.Made, error) {
			v, err := c.desk.SeeCase(c.ctx(), on)
			if err != nil {
				return app.Made{}, err
			}
			was, _ := tatm.Find[tatm.Part](v.File, id)
			if r.Person != "" && string(r.Person) == v.People[was.Rec.Person] {
				r.Person = was.Rec.Person
			} else if r.Person, err = c.whichPerson("person"); err != nil {
				return app.Made{}, err
			}
			if id != "" {
				return c.desk.MendPart(c.ctx(), on, id, seen, r, app.Circumstance{})
			}
			return c.desk.AddPart(c.ctx(), on, r, app.Circumstance{})
		})
	}},
	"nexus": {tab: "factors", warning: true, lead: true, fields: func(a asked) []field {
		return []field{{Name: "tied", Kind: choice, Need: true, Options: a.words("tri.", "yes", "no", "unknown")}, {Name: "words", Kind: area, Need: true}, {Name: "judged", Kind: line, Need: true},
			{Name: "observations", Kind: many, Options: a.observations()}, {Name: "seen", Kind: area}, {Name: "consulted", Kind: line}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Nexus) (app.Made, error) {
			return c.desk.JudgeNexus(c.ctx(), on, id, seen, r, c.text("seen"))
		})
	}},
	"invite": {tab: "people", lead: true, fields: func(a asked) []field {
		return []field{{Name: "actor", Kind: pick, Options: a.team(), Need: true},
			{Name: "sections", Kind: many, Options: a.words("section.", "head", "facts", "factors", "assessment", "plan", "tripwire", "task", "decision", "discussion")},
			{Name: "entries", Kind: many, Label: "field.invite-entries", Options: a.things()},
			{Name: "purpose", Kind: line, Need: true}, {Name: "basis", Kind: line, Need: true}, {Name: "until", Kind: day, Need: true}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Invitation) (app.Made, error) { return c.desk.Invite(c.ctx(), on, r) })
	}},
	"revoke": {tab: "people", fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.Revoke(c.ctx(), on, id)
	}},
	"wall": {tab: "people", lead: true, fields: func(a asked) []field {
		return []field{{Name: "actor", Kind: pick, Options: a.team(), Need: true}, {Name: "reason", Kind: line, Need: true}, {Name: "until", Kind: day}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Wall) (app.Made, error) { return c.desk.WallOff(c.ctx(), on, r) })
	}},
	"proceeding": {tab: "people", lead: true, fields: func(a asked) []field {
		return []field{{Name: "what", Kind: choice, Need: true, Label: "field.proceeding", Options: a.words("proceeding.", tatm.ProceedingKinds...)}, {Name: "agency", Kind: line, Need: true, Label: "field.proceeding-agency"}, {Name: "number", Kind: line, Need: true, Label: "field.proceeding-number", Hint: "hint.proceeding-number"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Proceeding) (app.Made, error) { return c.desk.LinkProceeding(c.ctx(), on, r) })
	}},
	"end-proceeding": {tab: "people", fields: func(asked) []field { return []field{{Name: "ended", Kind: line, Need: true}} }, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.EndProceeding(c.ctx(), on, id, c.text("ended"))
	}},
	"counsel-mark": {tab: "decisions", lead: true, fields: func(a asked) []field {
		return []field{{Name: "of", Kind: pick, Need: true, Label: "field.counsel-of", Options: a.things()}, {Name: "what", Kind: choice, Need: true, Label: "field.counsel-what", Options: a.words("counsel.", "discoverable", "exculpatory")},
			{Name: "why", Kind: area, Need: true, Label: "field.counsel-why"}, {Name: "by", Kind: day, Need: true, Label: "field.counsel-by"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.CounselMark) (app.Made, error) { return c.desk.MarkForCounsel(c.ctx(), on, r) })
	}},
	"decide-counsel-mark": {tab: "decisions", fields: func(asked) []field {
		return []field{{Name: "decided", Kind: area, Need: true, Label: "field.counsel-decided"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.DecideCounselMark(c.ctx(), on, id, c.text("decided"))
	}},
	"recuse": {tab: "overview", lead: true, fields: func(a asked) []field { return []field{{Name: "reason", Kind: line, Need: true}} },
		do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
			return c.desk.Recuse(c.ctx(), on, c.text("reason"))
		}},
	"emergency": {tab: "overview", lead: true, fields: func(a asked) []field { return []field{{Name: "words", Kind: line}} },
		do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
			return c.desk.RaiseEmergency(c.ctx(), on, c.text("words"))
		}},
	"fill-emergency": {tab: "overview", lead: true, fields: func(a asked) []field {
		return []field{{Name: "words", Kind: line}, {Name: "called", Kind: line, Need: true}, {Name: "called_at", Kind: minute}, {Name: "steps", Kind: area, Need: true},
			{Name: "target_told", Kind: choice, Options: a.words("tri.", "yes", "no", "unknown")}, {Name: "totality", Kind: area, Need: true}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Emergency) (app.Made, error) { return c.desk.FillEmergency(c.ctx(), on, id, seen, r) })
	}},
	"ratify-emergency": {tab: "overview", fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RatifyEmergency(c.ctx(), on, id)
	}},
	"lower-emergency": {tab: "overview", fields: func(a asked) []field { return []field{{Name: "lowered_why", Kind: line, Need: true}} },
		do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
			return c.desk.LowerEmergency(c.ctx(), on, id, c.text("lowered_why"))
		}},
	"close-short": {tab: "overview", lead: true, fields: func(asked) []field { return shortFields }, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.ShortClose) (app.Made, error) { return c.desk.CloseShort(c.ctx(), on, r) })
	}},
	"close": {tab: "decisions", lead: true, fields: closureFields, fill: lastOf[tatm.Closure], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Closure) (app.Made, error) {
			return c.desk.WriteClosure(c.ctx(), on, seen, r, c.form.Get("propose") != "")
		})
	}},
	"look-back": {tab: "decisions", lead: true, fields: func(a asked) []field {
		return []field{{Name: "what", Kind: choice, Need: true, Label: "field.look-back", Options: a.words("look-back.", "after-care", "retention")}, {Name: "found", Kind: area, Need: true, Label: "field.look-back-found"}, {Name: "again", Kind: day}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.LookBack) (app.Made, error) { return c.desk.NoteLookBack(c.ctx(), on, r) })
	}},
	"outside": {tab: "decisions", lead: true, fields: outsideFields, fill: func(asked) url.Values { return url.Values{"days": {"2"}} }, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return c.askOutside(on, "/cases/"+string(on)+"/decisions")
	}},
	"revoke-outside": {tab: "decisions", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RevokeOutside(c.ctx(), on, id)
	}},
	"agree-closure": {tab: "decisions", lead: true, fields: none, fill: lastOf[tatm.Closure], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.AgreeClosure(c.ctx(), on, seen)
	}},
	"print": {tab: "print", lead: true, fields: func(a asked) []field {
		return []field{{Name: "what", Kind: choice, Need: true, Label: "field.print-what", Options: a.words("print.", tatm.Printables...)}, {Name: "parts", Kind: many, Label: "field.print-parts", Options: a.words("tab.", tatm.PrintParts...)}, {Name: "for", Kind: line, Need: true}, {Name: "purpose", Kind: line, Need: true}}
	}, fill: func(asked) url.Values { return url.Values{"what": {"case"}} },
		do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) { return c.printCase(on) }},
}

func none(asked) []field { return nil }

func closureFields(a asked) []field {
	fs := []field{{Name: "reason", Kind: pick, Need: true, Label: "field.closing-reason", Options: a.words("closing.", tatm.ClosureReasons...)}}
	for _, k := range tatm.ClosureChecks {
		fs = append(fs, field{Name: "checks." + k, Kind: line, Need: true, Label: "check." + k})
	}
	return append(fs, field{Name: "after_care", Kind: line, Need: true}, field{Name: "care_on", Kind: day}, field{Name: "reporter", Kind: line, Need: true, Label: "field.closing-message"}, field{Name: "retaliation", Kind: line, Need: true}, field{Name: "lessons", Kind: area, Need: true},
		field{Name: "receiver", Kind: line}, field{Name: "receipt", Kind: line}, field{Name: "propose", Kind: check})
}
