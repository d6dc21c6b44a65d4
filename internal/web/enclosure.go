package web

import (
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

func (c *call) enclosure() (on tatm.FileID, id tatm.EntryID, err error) {
	if on, err = c.file("report"); err == nil {
		id, err = c.entry()
	}
	return on, id, err
}

// enclosurePage shows what a reporter's file is and, as far as that is safe,
// what is in it.
func (c *call) enclosurePage() error {
	on, id, err := c.enclosure()
	if err != nil {
		return err
	}
	v, err := c.desk.SeeReport(c.ctx(), on)
	if err != nil {
		return err
	}
	if _, ok := tatm.Find[tatm.Enclosure](v.File, id); !ok {
		return fault.New(fault.NotFound, "record.absent")
	}
	s, err := c.desk.ShowEnclosure(c.ctx(), on, id)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Security-Policy", policy+"; media-src 'self'")
	return c.see(enclosurePage(c.frame("kind.enclosure"), v, s))
}

// enclosureShown serves the picture drawn anew, or sound and film in pieces.
func (c *call) enclosureShown() error {
	on, id, err := c.enclosure()
	if err != nil {
		return err
	}
	s, err := c.desk.ShowEnclosure(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.shown(s)
}

// enclosureOriginal serves the original, to be saved and never opened here.
func (c *call) enclosureOriginal() error {
	on, id, err := c.enclosure()
	if err != nil {
		return err
	}
	h, err := c.desk.OpenEnclosure(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.original(h)
}
