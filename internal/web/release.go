package web

import (
	"context"
	"slices"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// goes is what a disclosure carries: of a draft what would go, of a released
// one what went, out of its own entries.
func goes(v app.CaseView, d tatm.Item[tatm.Disclosure]) []tatm.Item[tatm.Released] {
	if d.Rec.Copy == 0 {
		return d.Rec.Goes(v.File)
	}
	return slices.DeleteFunc(tatm.All[tatm.Released](v.File), func(r tatm.Item[tatm.Released]) bool { return r.Rec.Disclosure != d.ID })
}

// releasePage shows exactly what goes, or went, to whom and on which ground.
func (c *call) releasePage() error {
	v, id, err := c.released()
	if err != nil {
		return err
	}
	f := c.frame("case.number", itoa(v.Row.Number))
	if d, ok := tatm.Find[tatm.Disclosure](v.File, id); ok {
		return c.see(releasePage(f, c, v, d))
	}
	if d, ok := tatm.Find[tatm.EmergencyDisclosure](v.File, id); ok {
		return c.see(emergencyReleasePage(f, c, v, d))
	}
	return fault.New(fault.NotFound, "record.absent")
}

// releasePrint is the controlled copy on paper. It is whole or it is not
// printed: somebody who sees only some of what went gets no other copy under
// its number.
func (c *call) releasePrint() error {
	v, id, err := c.released()
	if err != nil {
		return err
	}
	x := paper{class: "release", title: locale.T(c.ctx(), "case.number", itoa(v.Row.Number)), owner: v.Names.Team(v.Row.Team)}
	if d, ok := tatm.Find[tatm.Disclosure](v.File, id); ok && d.Rec.Copy > 0 && len(goes(v, d)) == len(d.Rec.Items) {
		x.copy, x.to, x.purpose, x.by, x.at = d.Rec.Copy, d.Rec.To, d.Rec.Purpose, v.Names.Of(d.Rec.By), d.Rec.Released
		return c.see(releasePaper(c.frame("print.release"), c, v, x, d))
	}
	if d, ok := tatm.Find[tatm.EmergencyDisclosure](v.File, id); ok {
		x.copy, x.to, x.purpose, x.by, x.at = d.Rec.Copy, locale.T(c.ctx(), "release.own-file"), locale.T(c.ctx(), "release.own-purpose"), v.Names.Of(d.RecordedBy), d.RecordedAt
		return c.see(emergencyReleasePaper(c.frame("print.emergency-disclosure"), c, x, d))
	}
	return fault.New(fault.NotFound, "record.absent")
}

func (c *call) released() (v app.CaseView, id tatm.EntryID, err error) {
	on, err := c.file("case")
	if err != nil {
		return v, id, err
	}
	if id, err = c.entry(); err != nil {
		return v, id, err
	}
	v, err = c.desk.SeeCase(c.ctx(), on)
	return v, id, err
}

// pieceSays is an answer of a copy in words. What was taken out is said in a
// word, which a reader's voice can read.
func (c *call) pieceSays(p tatm.Piece) string {
	ctx := c.ctx()
	if p.Code == "" {
		return strings.ReplaceAll(p.Text, tatm.Covering, "["+locale.T(ctx, "cover.taken-out")+"]")
	}
	if i, ok := c.s.app.Library().Item(p.Code); ok {
		return i.Labelled(locale.From(ctx).Lang)
	}
	if locale.Has(p.Code) {
		return locale.T(ctx, p.Code)
	}
	return p.Code
}

// basisOf is the legal basis of a code; one that the catalogue no longer has
// says its code.
func (c *call) basisOf(code string) tatm.Basis {
	b, ok := c.s.app.Library().Basis(code)
	if !ok {
		b.Title = map[string]string{locale.From(c.ctx()).Lang: code}
	}
	return b
}

// in is a text of the catalogue in the reader's language.
func in(ctx context.Context, text map[string]string) string { return text[locale.From(ctx).Lang] }

// regimesOf are the regimes of what the reader sees of a case.
func regimesOf(v app.CaseView) []tatm.Regime {
	var out []tatm.Regime
	for _, e := range v.File.Entries {
		if !slices.Contains(out, e.Regime) {
			out = append(out, e.Regime)
		}
	}
	return out
}

// closeOf are those of them whose notice stands on every page of the case: the
// law wants it with each view (42 CFR 2.32).
func closeOf(v app.CaseView) []tatm.Regime {
	return slices.DeleteFunc(regimesOf(v), func(r tatm.Regime) bool {
		return r != tatm.SubstanceUse && r != tatm.CrimeHistory && r != tatm.Counsel
	})
}

// carriedRegimes are the regimes of what a copy carries.
func carriedRegimes(rs []tatm.Item[tatm.Released]) []tatm.Regime {
	var out []tatm.Regime
	for _, r := range rs {
		out = append(out, r.Rec.Regime)
	}
	return out
}

// copiesOf are the copies that a correction must reach.
func copiesOf(v app.CaseView, id tatm.EntryID) []tatm.Item[tatm.CorrectedCopy] {
	return slices.DeleteFunc(tatm.All[tatm.CorrectedCopy](v.File), func(x tatm.Item[tatm.CorrectedCopy]) bool { return x.Rec.Correction != id })
}

// corrected reports whether an item of a copy was found wrong since.
func corrected(v app.CaseView, id tatm.EntryID) []tatm.Item[tatm.Correction] {
	return slices.DeleteFunc(tatm.All[tatm.Correction](v.File), func(x tatm.Item[tatm.Correction]) bool { return x.Rec.Item != id })
}
