package web

import (
	"context"
	"maps"
	"slices"
	"strings"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// viewOf names the switches of a filter that are on: one way of seeing a list.
func viewOf(f app.Filter) []string {
	var out []string
	for _, x := range []struct {
		name string
		on   bool
	}{{"mine", f.Owner != ""}, {"emergency", f.Emergency}, {"stale", f.Stale}, {"closed", f.Closed}, {"all", f.All}} {
		if x.on {
			out = append(out, x.name)
		}
	}
	return out
}

// seen is a filter with another way of seeing, from its first page.
func seen(f, view app.Filter) app.Filter {
	f.Owner, f.Emergency, f.Stale, f.Closed, f.All, f.After = view.Owner, view.Emergency, view.Stale, view.Closed, view.All, ""
	return f
}

func stateOptions(ctx context.Context) []option {
	out := []option{{Label: locale.T(ctx, "filter.any")}}
	for _, st := range states {
		out = append(out, option{Value: string(st), Label: locale.T(ctx, "state."+string(st))})
	}
	return out
}

func levelOptions(ctx context.Context) []option {
	out := []option{{Label: locale.T(ctx, "filter.any")}}
	for _, l := range tatm.Levels {
		out = append(out, option{Value: string(l), Label: locale.T(ctx, "level."+string(l))})
	}
	return out
}

// orders are the orders a list of cases can be read in.
var orders = []app.Order{app.ByDue, app.ByNumber, app.ByChanged}

func orderOptions(ctx context.Context) []option {
	var out []option
	for _, o := range orders {
		out = append(out, option{Value: string(o), Label: locale.T(ctx, "order."+string(o))})
	}
	return out
}

func teamOptions(ctx context.Context, names app.Names) []option {
	out := []option{{Label: locale.T(ctx, "filter.any")}}
	ids := slices.SortedFunc(maps.Keys(names.Teams), func(a, b tatm.TeamID) int { return strings.Compare(names.Team(a), names.Team(b)) })
	for _, id := range ids {
		out = append(out, option{Value: string(id), Label: names.Team(id)})
	}
	return out
}

// byRole puts the seats of a team in the order of the roles.
func byRole(seats []app.Colleague) []app.Colleague {
	rank := func(c app.Colleague) int { return slices.Index(tatm.Roles, c.Role) }
	return slices.SortedStableFunc(slices.Values(seats), func(a, b app.Colleague) int { return rank(a) - rank(b) })
}
