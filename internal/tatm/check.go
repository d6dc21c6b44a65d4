package tatm

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"offramp/internal/fault"
)

// Lengths, in characters, that a text may have. They keep a page readable and
// a row small; a longer text belongs into an attachment.
const (
	LineMost = 300
	TextMost = 20_000
)

// checks gathers the faults of a record: all of them, not the first.
type checks struct{ faults []error }

func (c *checks) err() error { return errors.Join(c.faults...) }

func (c *checks) bad(field, code string, args ...string) {
	c.faults = append(c.faults, fault.Bad(field, code, args...))
}

// need asks for a text; a text that is given must be readable and not too long.
func (c *checks) need(field, s string, most int) {
	if strings.TrimSpace(s) == "" {
		c.bad(field, "field.missing")
		return
	}
	c.text(field, s, most)
}

func (c *checks) text(field, s string, most int) {
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		c.bad(field, "field.unreadable")
	case utf8.RuneCountInString(s) > most:
		c.bad(field, "field.long")
	}
}

func (c *checks) oneOf(field, s string, words ...string) {
	for _, w := range words {
		if s == w {
			return
		}
	}
	c.bad(field, "field.choose")
}

func (c *checks) date(field string, at time.Time) {
	if at.IsZero() {
		c.bad(field, "field.date")
	}
}

func (c *checks) ids(field string, f File, ids []EntryID) {
	for _, id := range ids {
		if _, ok := Find[Observation](f, id); !ok {
			c.bad(field, "field.observation-missing")
			return
		}
	}
}

// Check holds a record against its own rules: what must be given, what a word
// may be, what it may cite. Guards, which look at the whole case, stand before
// a signature or a transition, never before saving (see Lacks).
func Check(f File, r Record, now time.Time) error {
	if c, ok := r.(interface {
		check(f File, now time.Time, c *checks)
	}); ok {
		var cs checks
		c.check(f, now, &cs)
		return cs.err()
	}
	return nil
}
