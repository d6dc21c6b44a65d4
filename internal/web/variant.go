package web

import (
	"net/url"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// variantsPage serves GET /spellings.
func (c *call) variantsPage() error { return c.variantsWith(nil) }

func (c *call) variantsWith(wrong error) error {
	after := c.r.URL.Query().Get("after")
	v, err := c.desk.SeeVariants(c.ctx(), after)
	if err != nil {
		return err
	}
	f := form{Action: "/spellings", Submit: "variant.add", Once: fresh(), Values: url.Values{"what": {string(tatm.Spelling)}}, Fields: []field{
		{Name: "what", Kind: choice, Need: true, Label: "variant.what", Options: c.options("variant.", string(tatm.Spelling), string(tatm.ShortForm))},
		{Name: "names", Kind: line, Need: true, Label: "variant.names.label", Hint: "variant.names.hint"},
	}}
	status := 200
	if wrong != nil {
		f.Values = c.form
		f.faulty(wrong)
		status = statuses[fault.KindOf(wrong)]
	}
	c.show(status, variantsPage(c.frame("variant.title"), v, after == "", f))
	return nil
}

// variantsAct serves POST /spellings: a line added, or taken out.
func (c *call) variantsAct() error {
	var err error
	if id := c.form.Get("drop"); id != "" {
		_, err = c.desk.DropVariant(c.ctx(), tatm.EntryID(id))
	} else {
		_, err = c.desk.AddVariant(c.ctx(), read[tatm.Variant](c))
	}
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.variantsWith(err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/spellings")
}
