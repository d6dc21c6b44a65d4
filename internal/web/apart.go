package web

import "offramp/internal/tatm"

// releaseReports puts reports that were held apart into the queue.
func (c *call) releaseReports() error {
	var on []tatm.FileID
	for _, id := range c.form["report"] {
		if tatm.ValidID(id) && len(on) < 100 {
			on = append(on, tatm.FileID(id))
		}
	}
	if _, err := c.desk.ReleaseReports(c.ctx(), on); err != nil {
		return err
	}
	if len(on) == 1 {
		return c.goTo("/reports/" + string(on[0]))
	}
	return c.goTo("/reports")
}
