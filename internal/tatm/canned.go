package tatm

// Canned is a message that a team keeps ready for reporters, in one language,
// for where a report stands. It is chosen, read and changed before it is sent:
// nothing is ever answered by itself.
type Canned struct {
	Code   string       // the same message in each language; one that ships with the program has its name
	Lang   string       // "en" or "es"
	Status ThreadStatus // where the report stands; empty: anywhere
	Text   string       // empty: a message that ships with the program and that the team does not want
}

// CannedStatuses are where a report may stand for a ready message, "" first.
var CannedStatuses = []ThreadStatus{"", ThreadReceived, ThreadRead, ThreadAsked, ThreadClosed}

// Check holds a ready message against its own rules.
func (c Canned) Check() error {
	var x checks
	x.oneOf("lang", c.Lang, "en", "es")
	x.oneOf("status", string(c.Status), "", string(ThreadReceived), string(ThreadRead), string(ThreadAsked), string(ThreadClosed))
	x.text("text", c.Text, TextMost)
	x.text("code", c.Code, 40)
	return x.err()
}
