package web

import (
	"context"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// monitorActs are what can be done about third-party monitors.
var monitorActs = map[string]act{
	"monitor": {tab: "tripwires", lead: true, fields: func(a asked) []field {
		return []field{{Name: "name", Kind: line, Need: true}, {Name: "relation", Kind: line, Need: true}, {Name: "why", Kind: line, Need: true, Label: "field.monitor-why"}, {Name: "told", Kind: line, Need: true, Label: "field.monitor-told"}, {Name: "basis", Kind: line, Need: true}, {Name: "watch", Kind: line, Need: true, Label: "field.monitor-watch"}, {Name: "reach", Kind: line, Need: true}, {Name: "every", Kind: number, Need: true}, {Name: "owner", Kind: pick, Options: a.team()}, {Name: "until", Kind: day, Need: true}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.Monitor) (app.Made, error) { return c.desk.AgreeMonitor(c.ctx(), on, r) })
	}},
	"end-monitor": {tab: "tripwires", fields: func(a asked) []field { return []field{{Name: "ended", Kind: line, Need: true}} }, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.EndMonitor(c.ctx(), on, id, c.text("ended"))
	}},
	"check-in": {tab: "tripwires", fields: func(a asked) []field {
		return []field{{Name: "monitor", Kind: pick, Need: true, Options: a.monitors()}, {Name: "word", Kind: choice, Need: true, Options: a.words("word.", "fine", "changed", "urgent")}, {Name: "text", Kind: area, Label: "field.note"}, {Name: "happened", Kind: minute}}
	}, do: func(c *call, on tatm.FileID, _ tatm.EntryID, _ int64) (app.Made, error) {
		return with(c, func(r tatm.CheckIn) (app.Made, error) { return c.desk.NoteCheckIn(c.ctx(), on, r, c.around()) })
	}},
	"read-check-in": {tab: "tripwires", lead: true, fields: func(a asked) []field {
		return []field{{Name: "found", Kind: area, Need: true, Label: "field.check-in-found"}}
	}, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.ReadCheckIn(c.ctx(), on, id, c.text("found"))
	}},
	"monitor-link": {tab: "tripwires", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.linkMonitor(on, id)
	}},
	"end-monitor-link": {tab: "tripwires", lead: true, fields: none, do: func(c *call, on tatm.FileID, id tatm.EntryID, _ int64) (app.Made, error) {
		return c.desk.UnlinkMonitor(c.ctx(), on, id)
	}},
}

// linkMonitor makes the link of a monitor's page and shows it, once, with what
// its holder will see.
func (c *call) linkMonitor(on tatm.FileID, id tatm.EntryID) (app.Made, error) {
	token, p, err := c.desk.LinkMonitor(c.ctx(), on, id)
	if err != nil {
		return app.Made{}, err
	}
	c.show(200, monitorLinkPage(c.frame("act.monitor-link"), strings.TrimSuffix(c.s.portal, "/")+"/checkin/"+token, p, "/cases/"+string(on)+"/tripwires"))
	return app.Made{}, errAnswered
}

// linkSays is how the link of a monitor's page stands, in a sentence.
func linkSays(ctx context.Context, v app.CaseView, l tatm.MonitorLink, now time.Time) string {
	switch state := l.State(v.File, now); {
	case state != "open":
		return locale.T(ctx, "monitor-link."+state)
	case l.Opened.IsZero():
		return locale.T(ctx, "monitor-link.waits", v.Names.Of(l.Made))
	}
	return locale.T(ctx, "monitor-link.opened", locale.DateTime(ctx, l.Opened))
}

// checkInSays is word from a monitor in a line: which, when it was seen, what.
func checkInSays(ctx context.Context, k tatm.CheckIn) string {
	word := locale.T(ctx, "word."+k.Word)
	if k.When != "" {
		word += " (" + k.When + ")"
	}
	return phrase(word, k.Text)
}
