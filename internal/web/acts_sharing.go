package web

import (
	"net/url"
	"slices"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// sharingActs are what is done with what goes out, and with the rights of whom
// the record is about.
var sharingActs = map[string]act{
	"disclose": {tab: "sharing", lead: true, fields: disclosureFields, fill: func(a asked) url.Values {
		v := entryValues(a)
		if a.entry.ID == "" {
			v.Set("manner", "paper")
		}
		return v
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Disclosure) (app.Made, error) {
			m, err := c.desk.DraftDisclosure(c.ctx(), on, id, seen, r)
			return c.toRelease(on, m, err)
		})
	}},
	"cover": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "item", Kind: pick, Need: true, Label: "field.cover-item", Options: a.carried()}, {Name: "words", Kind: line, Need: true, Label: "field.cover-words"}, {Name: "why", Kind: line, Need: true, Label: "field.cover-why"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		m, err := c.desk.CoverWords(c.ctx(), on, id, seen, tatm.EntryID(c.form.Get("item")), c.text("words"), c.text("why"))
		return c.toRelease(on, m, err)
	}},
	"uncover": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "item", Kind: pick, Need: true, Label: "field.cover-item", Options: a.carried()}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		m, err := c.desk.UncoverWords(c.ctx(), on, id, seen, tatm.EntryID(c.form.Get("item")))
		return c.toRelease(on, m, err)
	}},
	"release": {tab: "sharing", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		m, err := c.desk.Release(c.ctx(), on, id, seen)
		return c.toRelease(on, m, err)
	}},
	"drop-release": {tab: "sharing", fields: func(asked) []field {
		return []field{{Name: "dropped", Kind: line, Need: true, Label: "field.why"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.DropDisclosure(c.ctx(), on, id, c.text("dropped"))
	}},
	"emergency-disclosure": {tab: "sharing", lead: true, fields: func(asked) []field {
		return []field{{Name: "threat", Kind: area, Need: true, Label: "field.articulable"}, {Name: "parties", Kind: line, Need: true, Label: "field.told-whom"}, {Name: "what", Kind: area, Need: true, Label: "field.told-what"}, {Name: "happened", Kind: minute, Label: "field.told-when"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.EmergencyDisclosure) (app.Made, error) {
			m, err := c.desk.DiscloseInEmergency(c.ctx(), on, r, c.around())
			return c.toRelease(on, m, err)
		})
	}},
	"correct": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "item", Kind: pick, Need: true, Label: "field.wrong-item", Options: a.offered()}, {Name: "wrong", Kind: area, Need: true}, {Name: "right", Kind: area, Need: true}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Correction) (app.Made, error) { return c.desk.CorrectItem(c.ctx(), on, r) })
	}},
	"follow-copy": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "state", Kind: choice, Need: true, Options: a.words("copy.", tatm.CopyStates[1:]...)}, {Name: "how", Kind: line, Need: true, Label: "field.copy-how"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return c.desk.FollowCopy(c.ctx(), on, id, seen, c.form.Get("state"), c.text("how"))
	}},
	"consent": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "answer", Kind: choice, Need: true, Label: "field.consent-answer", Options: a.words("consent-answer.", "yes", "no")}, {Name: "giver", Kind: line, Need: true}, {Name: "as", Kind: choice, Need: true, Label: "field.consent-as", Options: a.words("consent-as.", tatm.ConsentAs...)},
			{Name: "scope", Kind: area, Need: true, Label: "field.consent-scope"}, {Name: "recipients", Kind: area, Need: true}, {Name: "purpose", Kind: line, Need: true}, {Name: "until", Kind: day}, {Name: "how", Kind: line, Need: true, Label: "field.consent-how"}, {Name: "regime", Kind: pick, Options: a.regimes()}}
	}, fill: func(a asked) url.Values {
		v := a.before()
		v.Set("answer", "yes")
		return v
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Consent) (app.Made, error) { return c.desk.RecordConsent(c.ctx(), on, r, c.around()) })
	}},
	"revoke-consent": {tab: "sharing", lead: true, fields: func(asked) []field {
		return []field{{Name: "revoked_why", Kind: line, Need: true}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.RevokeConsent(c.ctx(), on, id, c.text("revoked_why"))
	}},
	"agreement": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "parties", Kind: line, Need: true}, {Name: "scope", Kind: area, Need: true, Label: "field.agreement-scope"}, {Name: "kept", Kind: line, Need: true}, {Name: "until", Kind: day, Need: true}, {Name: "owner", Kind: pick, Need: true, Options: a.team()}, {Name: "ended", Kind: line}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Agreement) (app.Made, error) { return c.desk.KeepAgreement(c.ctx(), on, id, seen, r) })
	}},
	"guardian": {tab: "sharing", lead: true, fields: func(a asked) []field {
		tri := func() []option { return a.words("tri.", "yes", "no", "unknown") }
		return []field{{Name: "name", Kind: line, Need: true}, {Name: "relation", Kind: line, Need: true}, {Name: "custody", Kind: choice, Need: true, Options: tri()}, {Name: "order", Kind: line}, {Name: "suspected", Kind: choice, Need: true, Options: tri()},
			{Name: "barred", Kind: check}, {Name: "why", Kind: line, Label: "field.barred-why"}, {Name: "until", Kind: day, Label: "field.barred-until"}, {Name: "regime", Kind: pick, Options: a.regimes()}}
	}, fill: entryValues, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.Guardian) (app.Made, error) {
			return c.desk.KeepGuardian(c.ctx(), on, id, seen, r, c.around())
		})
	}},
	"pass-rights": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "on", Kind: day, Need: true, Label: "field.pass-on"}, {Name: "cause", Kind: choice, Need: true, Options: a.words("pass.", tatm.PassCauses...)}, {Name: "known", Kind: line, Need: true, Label: "field.pass-known"}, {Name: "told", Kind: line, Label: "field.pass-told"}}
	}, fill: lastOf[tatm.RightsPass], do: func(c *call, on tatm.FileID, _ tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.RightsPass) (app.Made, error) { return c.desk.PassRights(c.ctx(), on, seen, r) })
	}},
	"ask-rights": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "what", Kind: choice, Need: true, Label: "field.rights-what", Options: a.words("rights.", tatm.RightsAsked...)}, {Name: "who", Kind: line, Need: true, Label: "field.rights-who"}, {Name: "as", Kind: choice, Need: true, Label: "field.consent-as", Options: a.words("consent-as.", tatm.ConsentAs...)},
			{Name: "words", Kind: area, Need: true, Label: "field.rights-words"}, {Name: "owner", Kind: pick, Options: a.team()}, {Name: "happened", Kind: minute, Label: "field.rights-when"}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.RightsRequest) (app.Made, error) { return c.desk.AskRights(c.ctx(), on, r, c.around()) })
	}},
	"decide-rights": {tab: "sharing", lead: true, fields: func(a asked) []field {
		return []field{{Name: "decision", Kind: choice, Need: true, Label: "field.rights-decision", Options: a.words("rights-decision.", tatm.RightsDecisions...)}, {Name: "why", Kind: area, Need: true}, {Name: "done", Kind: area, Label: "field.rights-done"}, {Name: "told", Kind: area, Need: true, Label: "field.rights-told"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, seen int64) (app.Made, error) {
		return with(c, func(r tatm.RightsRequest) (app.Made, error) {
			return c.desk.DecideRights(c.ctx(), on, id, seen, r)
		})
	}},
}

// toRelease leads to the page that shows what goes.
func (c *call) toRelease(on tatm.FileID, m app.Made, err error) (app.Made, error) {
	if err != nil {
		return m, err
	}
	_ = c.leave(releaseOf(on, m.Entry))
	return app.Made{}, errAnswered
}

func releaseOf(on tatm.FileID, id tatm.EntryID) string {
	return "/cases/" + string(on) + "/releases/" + string(id)
}

func disclosureFields(a asked) []field {
	return []field{
		{Name: "items", Kind: many, Need: true, Label: "field.release-items", Options: a.offered()},
		{Name: "to", Kind: line, Need: true, Label: "field.release-to"}, {Name: "purpose", Kind: line, Need: true},
		{Name: "basis", Kind: pick, Need: true, Options: a.bases()}, {Name: "threat", Kind: area, Label: "field.articulable"},
		{Name: "consent", Kind: pick, Options: a.consents()}, {Name: "agreement", Kind: pick, Options: a.agreements()},
		{Name: "manner", Kind: choice, Need: true, Options: a.words("manner.", tatm.Manners...)}, {Name: "conditions", Kind: area}, {Name: "meeting", Kind: hidden},
	}
}

// offered are the entries that may go out, as far as the reader may see them.
func (a asked) offered() []option { return a.lines(tatm.Offered(a.v.File)) }

// carried are the items of the draft that is changed.
func (a asked) carried() []option {
	d, _ := a.entry.Record.(tatm.Disclosure)
	return a.lines(slices.DeleteFunc(tatm.Offered(a.v.File), func(e tatm.Entry) bool { return !slices.Contains(d.Items, e.ID) }))
}

func (a asked) lines(es []tatm.Entry) []option {
	var out []option
	for _, e := range es {
		l := a.c.said(a, e)
		if e.Regime != tatm.General {
			l += " · " + locale.T(a.c.ctx(), "regime."+string(e.Regime))
		}
		out = append(out, option{Value: string(e.ID), Label: l})
	}
	return out
}

func (a asked) bases() []option {
	out := []option{{Label: locale.T(a.c.ctx(), "choose.none")}}
	for _, b := range a.c.s.app.Library().Bases() {
		out = append(out, option{Value: b.Code, Label: b.Title[a.lang()] + " · " + b.Cites, Draft: b.Draft})
	}
	return out
}

// consents are those that hold now.
func (a asked) consents() []option {
	out := []option{{Label: locale.T(a.c.ctx(), "choose.none")}}
	for _, x := range tatm.All[tatm.Consent](a.v.File) {
		if x.Rec.State(a.v.File, a.v.Now) == "given" {
			out = append(out, option{Value: string(x.ID), Label: short(listed(x.Rec.Giver, x.Rec.Scope, locale.Date(a.c.ctx(), x.Rec.Ends(a.v.File))), 120)})
		}
	}
	return out
}

func (a asked) agreements() []option {
	out := []option{{Label: locale.T(a.c.ctx(), "choose.none")}}
	for _, x := range tatm.All[tatm.Agreement](a.v.File) {
		if x.Rec.Holds(a.v.Now) {
			out = append(out, option{Value: string(x.ID), Label: short(listed(x.Rec.Parties, x.Rec.Scope), 120)})
		}
	}
	return out
}
