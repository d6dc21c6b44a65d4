package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/boombuler/barcode/qr"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// toldIn is what a report says beside its story, question and answer, in the
// words of the form as it was when the reporter answered.
func toldIn(ctx context.Context, v app.ReportView, r tatm.Report) (out [][2]string) {
	put := func(question, label, answer string) {
		if answer == "" {
			return
		}
		asked := v.Form.Words[question][r.Language]
		if asked == "" {
			asked = locale.T(ctx, label)
		}
		out = append(out, [2]string{asked, answer})
	}
	put("who", "field.who", r.Who)
	put("where", "field.where", r.Where)
	put("when", "field.when-words", r.When)
	put("knows", "field.knows", r.Knows)
	put("details", "field.details", r.Details)
	for _, t := range [][2]string{{"weapon", string(r.Weapon)}, {"target", string(r.Target)}, {"imminent", string(r.Imminent)}} {
		if t[1] != "" {
			put(t[0], "field."+t[0], locale.T(ctx, "tri."+t[1]))
		}
	}
	for _, t := range r.Own {
		out = append(out, [2]string{t.Ask, t.Answer})
	}
	return out
}

// has reports whether a list holds something.
func has(list []string, s string) bool { return slices.Contains(list, s) }

func (c *call) channelsPage() error {
	v, err := c.desk.SeeChannels(c.ctx())
	if err != nil {
		return err
	}
	return c.see(channelsPage(c.frame("nav.channels"), c, v))
}

// channelID is the channel that the address names; "new" is one to be made.
func (c *call) channelID() tatm.ChannelID {
	if id := c.r.PathValue("channel"); id != "new" {
		return tatm.ChannelID(id)
	}
	return ""
}

func (c *call) channelPage() error {
	id := c.channelID()
	v := app.ChannelView{}
	if id == "" {
		all, err := c.desk.SeeChannels(c.ctx())
		if err != nil {
			return err
		}
		v.Teams, v.Languages = all.Teams, tatm.Languages
		return c.seeForm(c.channelForm(v))
	}
	v, err := c.desk.SeeChannel(c.ctx(), id)
	if err != nil {
		return err
	}
	return c.seeChannel(v, nil)
}

// seeChannel shows a channel; with a fault, what was typed and what was wrong.
func (c *call) seeChannel(v app.ChannelView, wrong error) error {
	f := c.channelForm(v)
	status := http.StatusOK
	if wrong != nil {
		f.Values, status = c.form, statuses[fault.KindOf(wrong)]
		f.faulty(wrong)
	}
	c.show(status, channelPage(c.frame("nav.channels"), c, v, f))
	return nil
}

// channelForm asks what a channel is.
func (c *call) channelForm(v app.ChannelView) form {
	var teams, languages, themes, keeps []option
	for _, t := range v.Teams {
		teams = append(teams, option{Value: string(t.ID), Label: t.Name})
	}
	for _, l := range locale.Languages {
		languages = append(languages, option{Value: l.Code, Label: l.Name})
	}
	for _, t := range tatm.Themes {
		themes = append(themes, option{Value: string(t), Label: locale.T(c.ctx(), "theme."+string(t))})
	}
	for _, k := range tatm.RetentionClasses {
		keeps = append(keeps, option{Value: string(k), Label: locale.T(c.ctx(), "keep."+string(k))})
	}
	values := url.Values{"name": {v.Name}, "slug": {v.Slug}, "host": {v.Host}, "team": {string(v.PublicChannel.Team)}, "languages": v.Languages, "theme": {string(v.Theme)}, "keep": {string(v.Keep)}}
	if v.Closed {
		values.Set("closed", "yes")
	}
	fields := []field{{Name: "name", Kind: line, Need: true, Label: "channel.name"}}
	if v.ID != tatm.DefaultChannel {
		fields = append(fields, field{Name: "slug", Kind: line, Need: true, Label: "channel.slug-label", Hint: "hint.slug"})
	}
	fields = append(fields,
		field{Name: "host", Kind: line, Label: "channel.host-label", Hint: "hint.host"},
		field{Name: "team", Kind: pick, Need: true, Options: teams, Label: "channel.team"},
		field{Name: "languages", Kind: many, Need: true, Options: languages, Label: "channel.languages"},
		field{Name: "theme", Kind: pick, Options: themes, Label: "channel.theme"},
		field{Name: "keep", Kind: pick, Options: keeps, Label: "channel.keep"})
	for i := range tatm.NumbersMost {
		n := itoa(int64(i + 1))
		fields = append(fields, field{Name: "number" + n, Kind: line, Label: "channel.number-label", Args: []string{n}})
		for _, l := range locale.Languages {
			fields = append(fields, field{Name: "number" + n + l.Code, Kind: line, Label: "channel.number-for", Args: []string{n, l.Name}})
		}
		fields = append(fields, field{Name: "urgent" + n, Kind: check, Label: "channel.number-urgent", Args: []string{n}})
		if i < len(v.Numbers) {
			values.Set("number"+n, v.Numbers[i].Number)
			for l, w := range v.Numbers[i].For {
				values.Set("number"+n+l, w)
			}
			if v.Numbers[i].Urgent {
				values.Set("urgent"+n, "yes")
			}
		}
	}
	if v.ID != tatm.DefaultChannel && v.ID != "" {
		fields = append(fields, field{Name: "closed", Kind: check, Label: "channel.closed"})
	}
	to := "/office/channels/new"
	if v.ID != "" {
		to = "/office/channels/" + string(v.ID)
	}
	return form{Title: "channel.set", Action: to, Back: "/office/channels", Submit: "save", Fields: fields, Values: values, Once: fresh(), Version: v.Version}
}

// readChannel reads that form.
func (c *call) readChannel() tatm.PublicChannel {
	ch := tatm.PublicChannel{
		Name: c.text("name"), Slug: strings.ToLower(c.text("slug")), Host: strings.ToLower(c.text("host")), Team: tatm.TeamID(c.form.Get("team")),
		Keep: tatm.RetentionClass(c.form.Get("keep")), Languages: c.form["languages"], Theme: tatm.Theme(c.form.Get("theme")), Closed: c.form.Get("closed") != "",
	}
	for i := range tatm.NumbersMost {
		n := itoa(int64(i + 1))
		h := tatm.HelpNumber{Number: c.text("number" + n), For: tatm.Texts{}, Urgent: c.form.Get("urgent"+n) != ""}
		for _, l := range locale.Languages {
			if w := c.text("number" + n + l.Code); w != "" {
				h.For[l.Code] = w
			}
		}
		if h.Number != "" || len(h.For) > 0 {
			ch.Numbers = append(ch.Numbers, h)
		}
	}
	return ch
}

func (c *call) keepChannel() error {
	id := c.channelID()
	typed := read[struct {
		Version int64 `json:"version"`
	}](c)
	made, err := c.desk.KeepChannel(c.ctx(), id, typed.Version, c.readChannel())
	if err == nil {
		return c.goTo("/office/channels/" + string(made))
	}
	if k := fault.KindOf(err); k != fault.Invalid && k != fault.Conflict {
		return err
	}
	if id == "" {
		all, seen := c.desk.SeeChannels(c.ctx())
		if seen != nil {
			return seen
		}
		return c.refill(c.channelForm(app.ChannelView{Teams: all.Teams}), err)
	}
	v, seen := c.desk.SeeChannel(c.ctx(), id)
	if seen != nil {
		return seen
	}
	return c.seeChannel(v, err)
}

// address is where the public finds a channel.
func (c *call) address(ch tatm.PublicChannel) string {
	at := strings.TrimSuffix(c.s.portal, "/")
	switch {
	case ch.Host != "":
		scheme, _, _ := strings.Cut(at, "://")
		return scheme + "://" + ch.Host + "/"
	case ch.Slug != "":
		return at + "/c/" + ch.Slug
	}
	return at + "/"
}

// posterPage serves the printed sheet with the code that leads to a channel.
func (c *call) posterPage() error {
	v, err := c.desk.SeeChannel(c.ctx(), c.channelID())
	if err != nil {
		return err
	}
	lang := v.Languages[0]
	for _, l := range []string{locale.From(c.ctx()).Lang, c.r.URL.Query().Get("lang")} {
		if slices.Contains(v.Languages, l) {
			lang = l
		}
	}
	path, size, err := squares(c.address(v.PublicChannel))
	if err != nil {
		return err
	}
	c.show(http.StatusOK, posterPage(c.frame("channel.poster"), v, poster{lang: lang, at: c.address(v.PublicChannel), path: path, size: size}))
	return nil
}

// poster is what the sheet shows: the address, as words and as a code.
type poster struct {
	lang, at, path string
	size           int
}

// quiet is how many squares of white stand around the code (ISO/IEC 18004).
const quiet = 4

// squares is a QR code as the outline of its dark squares, in a box of size.
func squares(text string) (path string, size int, err error) {
	code, err := qr.Encode(text, qr.Q, qr.Auto)
	if err != nil {
		return "", 0, err
	}
	n := code.Bounds().Dx()
	var b strings.Builder
	for y := range n {
		for x := range n {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				b.WriteString("M" + itoa(int64(x+quiet)) + " " + itoa(int64(y+quiet)) + "h1v1h-1z")
			}
		}
	}
	return b.String(), n + 2*quiet, nil
}
