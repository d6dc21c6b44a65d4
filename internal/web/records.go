package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// recordsDeskPage serves GET /records: what is due on the records officer's
// desk.
func (c *call) recordsDeskPage() error {
	v, err := c.desk.SeeRecordsDesk(c.ctx())
	if err != nil {
		return err
	}
	return c.see(recordsDeskPage(c.frame("nav.records"), v))
}

// recordsPage serves GET /records/{file}: how long one file is kept.
func (c *call) recordsPage() error {
	on, err := c.file("file")
	if err != nil {
		return err
	}
	return c.recordsWith(on, "", nil)
}

// recordsWith shows the page with its forms, one of them with what was wrong.
func (c *call) recordsWith(on tatm.FileID, act string, wrong error) error {
	v, err := c.desk.SeeRecords(c.ctx(), on)
	if err != nil {
		return err
	}
	forms, status := c.recordsForms(v), 200
	for i := range forms {
		forms[i].Once, forms[i].Submit = fresh(), forms[i].Title
		if forms[i].Values == nil {
			forms[i].Values = url.Values{}
		}
		if wrong != nil && forms[i].Action == "/records/"+string(on)+"/"+act && (forms[i].Values.Get("entry") == c.form.Get("entry")) {
			forms[i].Values = c.form
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	c.show(status, recordsPage(c.frame("records.title"), v, forms))
	return nil
}

// recordsForms are what may be done next, for who may do it.
func (c *call) recordsForms(v app.RecordsView) (out []form) {
	has := func(roles ...tatm.Role) bool {
		return slices.ContainsFunc(v.Roles, func(r tatm.Role) bool { return slices.Contains(roles, r) })
	}
	keeps := has(tatm.RecordsOffice, tatm.Chair, tatm.Deputy)
	base := "/records/" + string(v.Row.ID) + "/"
	add := func(act string, entry tatm.Entry, fields ...field) {
		f := form{Title: "records." + act, Action: base + act, Version: entry.Version, Fields: fields}
		if entry.ID != "" {
			f.Values, f.Fields = url.Values{"entry": {string(entry.ID)}}, append([]field{{Name: "entry", Kind: hidden}}, fields...)
		}
		out = append(out, f)
	}
	for _, h := range tatm.HoldsOn(v.File) {
		add("release", h.Entry, field{Name: "why", Kind: area, Need: true, Label: "field.release-why"}, field{Name: "look", Kind: day, Label: "field.release-look"})
	}
	for _, x := range tatm.All[tatm.Challenge](v.File) {
		if keeps && x.Rec.Decided == "" {
			add("decide", x.Entry, field{Name: "decided", Kind: choice, Need: true, Options: c.options("challenge.", "granted", "refused")}, field{Name: "why", Kind: area, Need: true, Label: "field.decided-why"})
		}
	}
	if v.Proposal != nil && keeps {
		add("agree", tatm.Entry{})
		add("withdraw", tatm.Entry{}, field{Name: "withdrawn", Kind: line, Need: true, Label: "field.purge-withdrawn"})
	}
	if v.Proposal == nil && has(tatm.RecordsOffice) {
		add("propose", tatm.Entry{}, field{Name: "rule", Kind: choice, Need: true, Options: c.options("purge-rule.", list(tatm.PurgeRules)...)}, field{Name: "basis", Kind: area, Need: true, Label: "field.purge-basis"})
	}
	add("hold", tatm.Entry{}, field{Name: "reason", Kind: area, Need: true, Label: "field.hold-reason"}, field{Name: "scope", Kind: choice, Need: true, Options: c.options("hold-scope.", list(tatm.HoldScopes)...)}, field{Name: "look", Kind: day, Need: true, Label: "field.hold-look"})
	if keeps {
		add("milestone", tatm.Entry{}, field{Name: "event", Kind: choice, Need: true, Options: c.options("keep-event.", list(tatm.Milestones)...)}, field{Name: "on", Kind: day, Need: true, Label: "field.milestone-on"}, field{Name: "source", Kind: line, Need: true, Label: "field.milestone-source"})
		add("challenge", tatm.Entry{}, field{Name: "by", Kind: line, Need: true, Label: "field.challenge-by"}, field{Name: "words", Kind: area, Need: true, Label: "field.challenge-words"})
	}
	if fs := c.validated(v); len(fs) > 0 {
		add("validate", tatm.Entry{}, field{Name: "of", Kind: pick, Need: true, Options: fs, Label: "field.validate-of"}, field{Name: "basis", Kind: area, Need: true, Label: "field.validate-basis"})
	}
	return out
}

// validated are the intelligence entries that the reader may see, so that
// whoever says that one may stay has read it.
func (c *call) validated(v app.RecordsView) (out []option) {
	for _, e := range v.File.Entries {
		if at, ok := v.Validate[e.ID]; ok {
			out = append(out, option{Value: string(e.ID), Label: locale.T(c.ctx(), "kind."+string(e.Record.Kind())) + ": " + short(gist(c, e.Record), 80) + " · " + locale.Date(c.ctx(), at)})
		}
	}
	return out
}

// recordsAct serves POST /records/{file}/{act}.
func (c *call) recordsAct() error {
	on, err := c.file("file")
	if err != nil {
		return err
	}
	act, d, id := c.r.PathValue("act"), c.desk, tatm.EntryID(c.form.Get("entry"))
	seen, _ := strconv.ParseInt(orZero(c.form.Get("version")), 10, 64)
	err = fault.New(fault.NotFound, "record.absent")
	switch act {
	case "hold":
		err = c.did(with(c, func(r tatm.Hold) (app.Made, error) { return d.PlaceHold(c.ctx(), on, r) }))
	case "release":
		err = c.did(with(c, func(r tatm.Hold) (app.Made, error) { return d.ReleaseHold(c.ctx(), on, id, seen, r.Why, r.Look) }))
	case "milestone":
		err = c.did(with(c, func(r tatm.Milestone) (app.Made, error) { return d.NoteMilestone(c.ctx(), on, r) }))
	case "challenge":
		err = c.did(with(c, func(r tatm.Challenge) (app.Made, error) { return d.NoteChallenge(c.ctx(), on, r) }))
	case "decide":
		err = c.did(d.DecideChallenge(c.ctx(), on, id, seen, c.form.Get("decided"), c.text("why")))
	case "validate":
		err = c.did(with(c, func(r tatm.Validation) (app.Made, error) { return d.ValidateEntry(c.ctx(), on, r) }))
	case "propose":
		err = c.did(with(c, func(r tatm.PurgeProposal) (app.Made, error) { return d.ProposePurge(c.ctx(), on, r) }))
	case "withdraw":
		err = c.did(d.WithdrawPurge(c.ctx(), on, c.text("withdrawn")))
	case "agree":
		if err = c.did(d.AgreePurge(c.ctx(), on)); err == nil {
			return c.goTo("/records")
		}
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict || k == fault.Lacking {
		return c.recordsWith(on, act, err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/records/" + string(on))
}

func (c *call) did(_ app.Made, err error) error { return err }

// tombstonesPage serves GET /records/purged.
func (c *call) tombstonesPage() error {
	var before time.Time
	if n, err := strconv.ParseInt(c.r.URL.Query().Get("before"), 10, 64); err == nil {
		before = time.UnixMicro(n)
	}
	v, err := c.desk.ListTombstones(c.ctx(), before)
	if err != nil {
		return err
	}
	return c.see(tombstonesPage(c.frame("records.purged"), v))
}

// certificatePage serves GET /records/purged/{stone}: one purge, to be printed.
func (c *call) certificatePage() error {
	on, err := c.file("stone")
	if err != nil {
		return err
	}
	v, err := c.desk.SeeTombstone(c.ctx(), on)
	if err != nil {
		return err
	}
	return c.see(certificatePage(c.frame("certificate.title"), v))
}

// numbered is what a kind of file is called, with its number.
func numbered(ctx context.Context, kind tatm.FileKind, n int64) string {
	if kind == tatm.MeetingFile {
		return locale.T(ctx, "records.meeting", itoa(n))
	}
	return locale.T(ctx, string(kind)+".number", itoa(n))
}

// classed is a line of the records officer's desk in words.
func classed(ctx context.Context, l app.DocketLine) string {
	switch l.What {
	case tatm.DueKeep:
		return locale.T(ctx, "keep-class."+l.ID)
	case tatm.DueMilestone:
		return locale.T(ctx, "keep-event."+l.ID)
	case tatm.DuePurge:
		return locale.T(ctx, "purge-rule."+l.ID)
	}
	return ""
}
