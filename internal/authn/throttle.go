package authn

import "time"

// Tries is how often something failed of late.
type Tries struct {
	Count int64
	Since time.Time
	Until time.Time // no further try before
}

const (
	freeTries   = 4
	triesWindow = 15 * time.Minute
	waitMost    = 15 * time.Minute
)

// Waits reports how long until the next try may be made.
func (t Tries) Waits(now time.Time) time.Duration { return max(0, t.Until.Sub(now)) }

// Failed counts a failed try. The first ones are free, then each doubles the
// wait. The key is the login together with the network it comes from, so a
// stranger elsewhere cannot lock a person out.
func (t Tries) Failed(now time.Time) Tries {
	if t.Since.IsZero() || now.Sub(t.Since) > triesWindow {
		t = Tries{Since: now}
	}
	t.Count++
	if over := t.Count - freeTries; over > 0 {
		wait := time.Second << min(over, 12)
		t.Until = now.Add(min(wait, waitMost))
	}
	return t
}
