package web

import (
	"fmt"
	"strconv"
	"strings"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// hadIn are the versions of a meeting's seats and lines that a page shows: its
// forms bring them back, so that nobody changes what they did not see.
func hadIn(v app.MeetingView) string {
	var b strings.Builder
	for _, e := range v.File.Entries {
		switch e.Record.(type) {
		case tatm.Attendance, tatm.AgendaItem:
			fmt.Fprintf(&b, "%s:%d ", e.ID, e.Version)
		}
	}
	return strings.TrimSpace(b.String())
}

// had reads what hadIn wrote.
func (c *call) had() app.Had {
	out := app.Had{}
	for _, s := range strings.Fields(c.form.Get("had")) {
		id, version, _ := strings.Cut(s, ":")
		if n, err := strconv.ParseInt(version, 10, 64); err == nil && tatm.ValidID(id) {
			out[tatm.EntryID(id)] = n
		}
	}
	return out
}

// theirsInMeeting is what the record says now of the seat or the line that two
// people changed.
func (c *call) theirsInMeeting(v app.MeetingView, act string) [][2]string {
	t := func(code string) string { return locale.T(c.ctx(), code) }
	switch act {
	case "line":
		for _, a := range tatm.All[tatm.AgendaItem](v.File) {
			if string(a.Rec.Case) == c.form.Get("case") {
				return [][2]string{{t("field.line"), a.Rec.Line}, {t("field.agenda-place"), itoa(int64(a.Rec.Place))}}
			}
		}
	case "seat":
		for _, a := range tatm.All[tatm.Attendance](v.File) {
			if a.Rec.Actor != "" && string(a.Rec.Actor) == c.form.Get("actor") {
				there := t("meeting.absent")
				if a.Rec.Present {
					there = t("field.present")
				}
				return [][2]string{{t("field.discipline"), disciplineName(c.ctx(), a.Rec.Seat)}, {t("meeting.present"), listed(there, a.Rec.Why)}}
			}
		}
	}
	return nil
}
