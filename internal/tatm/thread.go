package tatm

import "time"

// Reply is what the team writes to a reporter, who reads it with the receipt.
// It never says who a report led to or what became of anybody.
type Reply struct {
	Text string `json:"text"`
	Asks bool   `json:"asks,omitempty"` // an answer is hoped for
}

// Kind is "reply".
func (Reply) Kind() Kind { return "reply" }

func (r Reply) check(_ File, _ time.Time, c *checks) { c.need("text", r.Text, TextMost) }

// ThreadStatus is all that a reporter learns of what becomes of a report:
// fixed words without content, the same whatever was found.
type ThreadStatus string

// The words.
const (
	ThreadReceived ThreadStatus = "received"
	ThreadRead     ThreadStatus = "read"
	ThreadAsked    ThreadStatus = "asked" // the team hopes for an answer
	ThreadClosed   ThreadStatus = "closed"
)

// ThreadOf is where a report stands for its reporter.
func ThreadOf(f File) ThreadStatus {
	status := ThreadReceived
	if len(All[Acknowledgement](f)) > 0 {
		status = ThreadRead
	}
	if s, ok := Last[Screening](f); ok {
		status = ThreadRead
		if s.Rec.Final() {
			status = ThreadClosed
		}
	}
	if r, ok := Last[Reply](f); ok && r.Rec.Asks && !r.RecordedAt.Before(lastHeard(f)) {
		status = ThreadAsked
	}
	return status
}

// lastHeard is when the reporter last wrote, zero for never since the report.
func lastHeard(f File) time.Time {
	if h := heard(f); len(h) > 0 {
		return h[len(h)-1].RecordedAt
	}
	return time.Time{}
}

// Unheard is the last that the reporter wrote or gave and that nobody of the
// team has answered or taken note of since.
func Unheard(f File) (last Entry, waits bool) {
	h := heard(f)
	if len(h) == 0 {
		return last, false
	}
	last = h[len(h)-1]
	for _, e := range f.Entries {
		switch e.Record.Kind() {
		case "reply", "acknowledgement", "screening":
			if e.RecordedAt.After(last.RecordedAt) {
				return last, false
			}
		}
	}
	return last, true
}
