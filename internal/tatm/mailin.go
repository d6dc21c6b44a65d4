package tatm

import "time"

// MailIn is a mail as it came in, whole, with all that was attached to it:
// the original of a report by mail, sealed like an attachment.
type MailIn struct {
	HeldFile
	Files  []string `json:"files,omitempty"`  // the names of what was attached to it
	Broken bool     `json:"broken,omitempty"` // it could not be read as a mail, or not to its end
}

// Kind is "mail-in".
func (MailIn) Kind() Kind { return "mail-in" }

func (e MailIn) words() []string { return e.Files }

func (e MailIn) check(_ File, _ time.Time, c *checks) {
	if e.Blob == "" {
		c.bad("file", "attachment.again")
	}
}
