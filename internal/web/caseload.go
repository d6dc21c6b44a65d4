package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// bar is one line of a picture that counts things to do.
type bar struct {
	label string
	n     int
	late  bool
}

// bars is a picture of counts: of cases, reviews, work; never of a person.
type bars struct {
	id          string
	title, desc string // codes
	rows        []bar
}

const (
	barHeight = 38
	barWidth  = 330
)

// most is the longest bar, at least one.
func (b bars) most() int {
	n := 1
	for _, r := range b.rows {
		n = max(n, r.n)
	}
	return n
}

func (b bars) width(n int) int64 { return int64(n * barWidth / b.most()) }

func (b bars) height() int64 { return int64(len(b.rows)*barHeight + 4) }

// figures are the pictures over the caseload. People who carry cases stand in
// the order of their names: it is a picture of work, not a table of best and
// worst.
func figures(ctx context.Context, v app.LoadView) []bars {
	byState := bars{id: "by-state", title: "caseload.by-state", desc: "caseload.by-state.desc"}
	for _, st := range states {
		if n := v.States[string(st)]; n > 0 {
			byState.rows = append(byState.rows, bar{label: locale.T(ctx, "state."+string(st)), n: n})
		}
	}
	byOwner := bars{id: "by-owner", title: "caseload.by-owner", desc: "caseload.by-owner.desc"}
	for id, n := range v.Owners {
		byOwner.rows = append(byOwner.rows, bar{label: v.Names.Of(tatm.ActorID(id)), n: n})
	}
	slices.SortFunc(byOwner.rows, func(a, b bar) int { return cmp.Compare(a.label, b.label) })
	return []bars{byState, reviewWeeks(ctx, v), byOwner}
}

// reviewWeeks counts reassessments by the week they fall in: late ones first,
// then what is coming.
func reviewWeeks(ctx context.Context, v app.LoadView) bars {
	const weeks = 4 // to either side; what is later still stands in the first line
	out := bars{id: "by-week", title: "caseload.by-week", desc: "caseload.by-week.desc"}
	for i := weeks; i >= 1; i-- {
		code := "caseload.late"
		switch i {
		case weeks:
			code = "caseload.later"
		case 1:
			code = "caseload.late-less"
		}
		out.rows = append(out.rows, bar{label: locale.T(ctx, code, itoa(int64(i-1)), itoa(int64(i))), late: true})
	}
	for i := range weeks {
		out.rows = append(out.rows, bar{label: locale.T(ctx, "caseload.coming", locale.Date(ctx, v.Now.AddDate(0, 0, 7*i)))})
	}
	for _, l := range v.Reviews {
		if l.At.Before(v.Now) {
			late := min(int(v.Now.Sub(l.At)/(7*24*time.Hour)), weeks-1)
			out.rows[weeks-1-late].n++
		} else {
			out.rows[weeks+min(int(l.At.Sub(v.Now)/(7*24*time.Hour)), weeks-1)].n++
		}
	}
	return out
}
