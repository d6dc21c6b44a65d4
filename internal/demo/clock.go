// Package demo builds a fictional county's caseload by calling use cases as
// the people would, never by writing rows: so the demonstration proves the
// rules. Everybody and everything in it is made up.
package demo

import (
	"sync"
	"time"
)

// Clock is the moved clock: it only goes forward, over all cases together.
type Clock struct {
	mu   sync.Mutex
	at   time.Time
	real func() time.Time
}

// NewClock returns a clock that stands at start.
func NewClock(start time.Time) *Clock { return &Clock{at: start.UTC()} }

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.real != nil {
		if now := c.real().UTC(); now.After(c.at) {
			c.at = now
		}
	}
	return c.at
}

// To moves it forward; it never goes back.
func (c *Clock) To(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.at) {
		c.at = at.UTC()
	}
}

// Real lets it follow the real time from now on.
func (c *Clock) Real(now func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.real = now
}
