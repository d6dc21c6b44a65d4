package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// VariantView is a page of the spellings and short forms that the staff added.
type VariantView struct {
	Lines []store.Variant
	Next  string
	Names Names
}

// variantPage is how many lines a page shows.
const variantPage = 50

// SeeVariants lists the lines in force, newest first.
func (d Desk) SeeVariants(ctx context.Context, after string) (v VariantView, err error) {
	err = d.ask(ctx, opVariantSee, func(o *office) error {
		v = VariantView{}
		if v.Lines, err = o.VariantPage(o.Org, after, variantPage+1); err != nil {
			return err
		}
		if len(v.Lines) > variantPage {
			v.Lines = v.Lines[:variantPage]
			v.Next = v.Lines[variantPage-1].ID
		}
		v.Names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return v, err
}

// AddVariant adds a line of names that are forms of one: every server searches
// by it from the next question on.
func (d Desk) AddVariant(ctx context.Context, n tatm.Variant) (Made, error) {
	return d.office(ctx, opVariantAdd, func(o *office) error {
		if err := n.Check(); err != nil {
			return err
		}
		v := store.Variant{ID: newID(o.Now, 0), Variant: n, Made: o.Now, By: d.who.ID}
		o.run.made.Entry = tatm.EntryID(v.ID)
		note(&o.facts, "variant", tatm.EntryID(v.ID))
		return o.Tx.AddVariant(o.Org, v)
	})
}

// DropVariant takes a line out again. That it was there stays on record.
func (d Desk) DropVariant(ctx context.Context, id tatm.EntryID) (Made, error) {
	return d.office(ctx, opVariantDrop, func(o *office) error {
		found, err := o.Tx.DropVariant(o.Org, string(id), o.Now)
		if err != nil || !found {
			return firstErr(err, fault.New(fault.Conflict, "variant.gone"))
		}
		note(&o.facts, "variant", id)
		return nil
	})
}
