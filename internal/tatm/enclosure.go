package tatm

import "time"

// Enclosure is a mail as it came in, whole, with all that was attached to it:
// the original of a report by mail, sealed like an attachment.
type Enclosure struct {
	Attachment
	Files  []string `json:"files,omitempty"`  // the names of what was attached to it
	Broken bool     `json:"broken,omitempty"` // it could not be read as a mail, or not to its end
}

// Kind is "enclosure".
func (Enclosure) Kind() Kind { return "enclosure" }

func (e Enclosure) words() []string { return e.Files }

func (e Enclosure) check(_ File, _ time.Time, c *checks) {
	if e.Blob == "" {
		c.bad("file", "attachment.again")
	}
}
