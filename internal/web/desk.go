package web

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// deskGroup is what waits on a desk for one reason.
type deskGroup struct {
	name  string // "desk.group.<name>"
	lines []app.DeskLine
}

// deskGroups puts the lines of a desk in the order in which they press: what
// was raised, what somebody waits for, what is late, today, and this week.
func deskGroups(v app.DeskView, me tatm.ActorID, zone *time.Location) []deskGroup {
	groups := []deskGroup{{name: "raised"}, {name: "asked"}, {name: "late"}, {name: "today"}, {name: "week"}}
	y, m, d := v.Now.In(zone).Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	for _, l := range v.Lines {
		at := 4
		switch {
		case l.What == tatm.DueRaised || l.What == tatm.DueWord || l.What == tatm.DueEmergency || l.What == tatm.DueBackfill || l.What == tatm.DueOpeningRatify:
			at = 0
		case l.Owner == me && (l.What == tatm.DueQuestion || l.What == tatm.DueClosure) || l.What == tatm.DueOpeningAsked:
			at = 1
		case l.At.Before(v.Now):
			at = 2
		case l.At.Before(tomorrow):
			at = 3
		}
		groups[at].lines = append(groups[at].lines, l)
	}
	return groups
}

// reportLine is where a line of a report's docket is answered.
func reportLine(l app.DocketLine) string {
	if tabOf(l.What) == "access" {
		return "/reports/" + string(l.File) + "/access"
	}
	return "/reports/" + string(l.File)
}
