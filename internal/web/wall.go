package web

import (
	"slices"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// wallForm takes a report or a person's file away from somebody whom it concerns.
func (c *call) wallForm(base string) form {
	return form{Title: "act.file-wall", Lead: "act.wall.lead", Action: base + "/wall", Submit: "act.file-wall", Once: fresh(), Values: map[string][]string{},
		Fields: []field{{Name: "actor", Kind: pick, Need: true, Options: c.colleagues()}, {Name: "reason", Kind: line, Need: true, Label: "field.wall-reason"}, {Name: "until", Kind: day}}}
}

// stepBackForm takes it away from the reader.
func stepBackForm(base string) form {
	return form{Title: "act.file-recuse", Lead: "act.file-recuse.lead", Action: base + "/recuse", Submit: "act.file-recuse", Once: fresh(), Values: map[string][]string{},
		Fields: []field{{Name: "reason", Kind: line, Need: true, Label: "field.wall-reason"}}}
}

func (c *call) keepOut(on tatm.FileID) (app.Made, error) {
	return with(c, func(w tatm.Wall) (app.Made, error) { return c.desk.KeepOut(c.ctx(), on, w) })
}

func (c *call) stepBack(on tatm.FileID) (app.Made, error) {
	return c.desk.StepBack(c.ctx(), on, c.text("reason"))
}

// colleagues are the people of the reader's teams.
func (c *call) colleagues() []option {
	teams, err := c.desk.SeeTeams(c.ctx())
	if err != nil {
		return nil // the form says that there is nobody to choose
	}
	var out []option
	for _, t := range teams {
		for _, s := range t.Seats {
			if !slices.ContainsFunc(out, func(o option) bool { return o.Value == string(s.ID) }) {
				out = append(out, option{Value: string(s.ID), Label: s.Name + " · " + locale.T(c.ctx(), "role."+string(s.Role))})
			}
		}
	}
	return out
}
