package tatm

import (
	"slices"
	"strings"
)

// Origins groups the observations by where they go back to. Observations that
// go back to one person or one post count as one, however many reports carry
// them: two groups are two independent sources.
func Origins(f File, ids []EntryID) [][]EntryID {
	var keys []string
	groups := map[string][]EntryID{}
	for _, id := range ids {
		o, ok := Find[Observation](f, id)
		if !ok || o.Rec.Withdrawn != "" || slices.Contains(groups[origin(f, o)], id) {
			continue
		}
		k := origin(f, o)
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], id)
	}
	out := make([][]EntryID, 0, len(keys))
	for _, k := range keys {
		out = append(out, groups[k])
	}
	return out
}

// origin names where an observation goes back to. What was told or seen online
// and nobody knows by whom goes back to one unknown origin, and an observation
// of which nothing is known but who wrote it down to that person: too few
// sources are counted then, never too many.
func origin(f File, o Item[Observation]) string {
	for seen := map[EntryID]bool{}; o.Rec.Repeats != "" && !seen[o.ID]; {
		seen[o.ID] = true
		first, ok := Find[Observation](f, o.Rec.Repeats)
		if !ok {
			break
		}
		o = first
	}
	switch {
	case plain(o.Rec.Origin) != "":
		return "whom " + plain(o.Rec.Origin)
	case o.Rec.How == ToldBy || o.Rec.How == SawOnline:
		return "unknown"
	case plain(o.Rec.Source) != "":
		return "whom " + plain(o.Rec.Source)
	case o.Rec.Report != "":
		return "report " + string(o.Rec.Report)
	}
	return "by " + string(o.RecordedBy)
}

func plain(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Holding returns those of the observations that were not withdrawn.
func Holding(f File, ids []EntryID) []EntryID {
	var out []EntryID
	for _, id := range ids {
		if o, ok := Find[Observation](f, id); ok && o.Rec.Withdrawn == "" {
			out = append(out, id)
		}
	}
	return out
}

// Ungraded returns those of the observations that still lack how the source
// came to know, or whether it is fact, inference or opinion: asked when a
// factor or an assessment first relies on them.
func Ungraded(f File, ids []EntryID) []EntryID {
	var out []EntryID
	for _, id := range ids {
		if o, ok := Find[Observation](f, id); ok && (o.Rec.How == "" || o.Rec.Nature == "") {
			out = append(out, id)
		}
	}
	return out
}
