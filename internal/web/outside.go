package web

import (
	"strconv"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// outsideFields ask whom outside the team, and for what.
func outsideFields(a asked) []field {
	var matters []option
	for _, e := range a.v.File.Entries {
		if tatm.Needs(a.v.File, e.Record) {
			matters = append(matters, option{Value: string(e.ID), Label: locale.T(a.c.ctx(), "kind."+string(e.Record.Kind())) + ": " + short(gist(a.c, e.Record), 100)})
		}
	}
	return append([]field{{Name: "matter", Kind: pick, Need: true, Options: matters}}, whomOutside()...)
}

func whomOutside() []field {
	return []field{{Name: "name", Kind: line, Need: true, Label: "field.outside-name"}, {Name: "role", Kind: line, Need: true, Label: "field.outside-role"},
		{Name: "reach", Kind: line, Need: true, Label: "field.outside-reach"}, {Name: "days", Kind: number, Need: true, Label: "field.outside-days"}}
}

// askOutside makes the link and shows it, once, with what its holder will see.
func (c *call) askOutside(on tatm.FileID, back string) (app.Made, error) {
	days, err := strconv.Atoi(orZero(c.form.Get("days")))
	if err != nil || days < 1 || days > 7 {
		return app.Made{}, fault.Bad("days", "outside.until")
	}
	token, m, err := c.desk.AskOutside(c.ctx(), on, app.Asking{Matter: tatm.EntryID(c.form.Get("matter")), Name: c.text("name"), Role: c.text("role"), Reach: c.text("reach"), Days: days})
	if err != nil {
		return app.Made{}, err
	}
	c.show(200, outsideLinkPage(c.frame("act.outside"), strings.TrimSuffix(c.s.portal, "/")+"/second/"+token, m, back))
	return app.Made{}, errAnswered
}
