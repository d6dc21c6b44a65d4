package tatm

import "time"

func (r Report) check(_ File, now time.Time, c *checks) {
	c.need("narrative", r.Narrative, TextMost)
	for field, s := range map[string]string{"who": r.Who, "where": r.Where, "when": r.When, "knows": r.Knows, "details": r.Details} {
		c.text(field, s, TextMost)
	}
	for field, t := range map[string]Tri{"weapon": r.Weapon, "target": r.Target, "imminent": r.Imminent} {
		c.oneOf(field, string(t), "", string(Yes), string(No), string(Unknown))
	}
	c.oneOf("channel", string(r.Channel), string(ByPortal), string(ByPhone), string(ByWalkIn), string(ByLetter), string(ByMail), string(ByPartner), string(ByImport))
	if r.Received.IsZero() || r.Received.After(now.Add(time.Minute)) {
		c.bad("received", "field.past")
	}
}

func (r Reporter) check(_ File, _ time.Time, c *checks) {
	for field, s := range map[string]string{"name": r.Name, "contact": r.Contact, "relation": r.Relation, "safe_way": r.SafeWay} {
		c.text(field, s, LineMost)
	}
}

func (a Addition) check(_ File, _ time.Time, c *checks) {
	c.need("text", a.Text, TextMost)
	c.oneOf("from", a.From, "reporter", "staff")
}

// A finding of "knowingly false" is two people's; the others are one's. Every
// outcome has a reason (practice reference 2.2).
func (s Screening) check(_ File, _ time.Time, c *checks) {
	c.need("reason", s.Reason, TextMost)
	c.oneOf("outcome", string(s.Outcome), string(Accepted), string(Linked), string(InfoRequested), string(Routed), string(OutOfScope), string(Unfounded), string(KnowinglyFalse))
	if s.Outcome == Routed {
		c.need("routed_to", s.RoutedTo, LineMost)
	}
	if (s.Outcome == Accepted || s.Outcome == Linked) && s.Case == "" {
		c.bad("case", "field.case")
	}
	if s.Outcome == KnowinglyFalse && s.Second != "" && s.Second == s.First && !s.SingleHanded {
		c.bad("second", "second.same")
	}
}

// Final reports whether the finding takes the report off the queue: a routed
// one stays until the receiver accepted, one called knowingly false until a
// second person agreed, one asked back until it is answered.
func (s Screening) Final() bool {
	switch s.Outcome {
	case InfoRequested:
		return false
	case Routed:
		return s.Taken
	case KnowinglyFalse:
		return s.Second != "" && (s.Second != s.First || s.SingleHanded)
	}
	return true
}

func (n Name) check(_ File, _ time.Time, c *checks) {
	if n.Given == "" && n.Family == "" {
		c.bad("family", "field.name-missing")
	}
	for field, s := range map[string]string{"given": n.Given, "middle": n.Middle, "family": n.Family, "source": n.Source} {
		c.text(field, s, LineMost)
	}
	c.oneOf("type", string(n.Type), string(LegalName), string(CalledName), string(AliasName), string(FormerName))
}

func (b Birth) check(_ File, now time.Time, c *checks) { c.partial("date", b.Date, now) }

func (c *checks) partial(field string, d PartialDate, now time.Time) {
	if d.Year < 1900 || d.Year > now.Year() || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || (d.Day > 0 && d.Month == 0) {
		c.bad(field, "field.past")
		return
	}
	if d.Day > 0 && time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Day() != d.Day {
		c.bad(field, "field.past")
	}
}

func (d Detail) check(_ File, _ time.Time, c *checks) {
	c.need("value", d.Value, LineMost)
	c.oneOf("what", string(d.What), string(SchoolDetail), string(EmployerDetail), string(HandleDetail), string(PhoneDetail), string(MailDetail), string(AddressDetail), string(LanguageDetail))
}
