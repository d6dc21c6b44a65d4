package coherence

import (
	"slices"

	"offramp/internal/tatm"
)

// late are the lines of the docket of a kind whose time has come.
func late(l look, what string) []lack {
	var out []lack
	for _, d := range l.due {
		if d.What == what && !d.At.After(l.now) {
			out = append(out, lack{entry: d.Entry})
		}
	}
	return out
}

// consentAnew: a parent's consent that ended because the rights passed, while
// the student neither gave nor refused one since.
func consentAnew(l look) []lack {
	at := tatm.RightsPassAt(l.f)
	asked := slices.ContainsFunc(tatm.All[tatm.Consent](l.f), func(x tatm.Item[tatm.Consent]) bool {
		return x.Rec.As == "self" && !x.RecordedAt.Before(at)
	})
	if asked {
		return nil
	}
	return each(l, func(x tatm.Consent) bool { return x.State(l.f, l.now) == "passed-on" })
}
