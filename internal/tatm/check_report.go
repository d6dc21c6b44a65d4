package tatm

import (
	"time"

	"offramp/internal/fault"
)

func (r Report) check(_ File, now time.Time, c *checks) {
	c.need("narrative", r.Narrative, TextMost)
	for field, s := range map[string]string{"who": r.Who, "where": r.Where, "when": r.When, "knows": r.Knows, "details": r.Details} {
		c.text(field, s, TextMost)
	}
	for field, t := range map[string]Tri{"weapon": r.Weapon, "target": r.Target, "imminent": r.Imminent} {
		c.oneOf(field, string(t), "", string(Yes), string(No), string(Unknown))
	}
	c.oneOf("channel", string(r.Channel), string(ByPortal), string(ByPhone), string(ByWalkIn), string(ByLetter), string(ByMail), string(ByPartner), string(ByOther), string(ByImport))
	c.text("language", r.Language, 20)
	if len(r.Own) > OwnMost {
		c.bad("own1", "form.own-many")
	}
	for i, t := range r.Own {
		c.text(OwnKey(i), t.Answer, TextMost)
		c.text(OwnKey(i), t.Ask, LineMost)
	}
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
	c.text("taken_by", s.TakenBy, LineMost)
	c.text("refused", s.Refused, LineMost)
	if (s.Outcome == Accepted || s.Outcome == Linked) && len(s.Cases) == 0 && s.Undone == "" {
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
	if s.Undone != "" {
		return false
	}
	switch s.Outcome {
	case InfoRequested:
		return false
	case Accepted, Linked:
		return len(s.Cases) > 0
	case Routed:
		return s.TakenBy != ""
	case KnowinglyFalse:
		return s.Second != "" && (s.Second != s.First || s.SingleHanded)
	}
	return true
}

// GivesWay reports whether a finding may be replaced by outcome to. One that is
// final stays, but a report that was dismissed can always still go to a case:
// the misspelt name is found later.
func (s Screening) GivesWay(to Outcome) bool {
	return !s.Final() || ((to == Accepted || to == Linked) && len(s.Cases) == 0)
}

// Agree is the second person's word that a report is knowingly false, told by
// one person already at first. Somebody alone may agree with themselves after
// the pack's wait, with a mark, so that it is never a dead end.
func (s Screening) Agree(first time.Time, by Asker, now time.Time, p *Pack) (Screening, error) {
	if s.First != by.Actor {
		s.Second, s.SingleHanded = by.Actor, false
		return s, nil
	}
	single, from, err := Alone(s.First, s.Outside, by, first, p)
	if err != nil {
		return s, err
	}
	if from.After(now) {
		return s, fault.New(fault.Conflict, "second.wait")
	}
	s.Second, s.SingleHanded = by.Actor, single
	return s, nil
}

func (n Name) check(_ File, now time.Time, c *checks) {
	if n.Given == "" && n.Family == "" {
		c.bad("family", "field.name-missing")
	}
	for field, s := range map[string]string{"given": n.Given, "middle": n.Middle, "family": n.Family, "source": n.Source} {
		c.text(field, s, LineMost)
	}
	c.oneOf("type", string(n.Type), string(LegalName), string(CalledName), string(AliasName), string(FormerName))
	c.oneOf("script", n.Script, append([]string{""}, Scripts...)...)
	c.span(n.From, n.To, now)
	c.text("withdrawn", n.Withdrawn, LineMost)
}

func (b Birth) check(_ File, now time.Time, c *checks) {
	c.partial("date", b.Date, now)
	c.text("source", b.Source, LineMost)
	c.text("withdrawn", b.Withdrawn, LineMost)
}

// span is the time for which something held: each end may be unknown or
// partial, and the end does not lie before the beginning.
func (c *checks) span(from, to PartialDate, now time.Time) {
	zero := PartialDate{}
	if from != zero {
		c.partial("from", from, now)
	}
	if to == zero {
		return
	}
	c.partial("to", to, now)
	if from != zero && to.before(from) {
		c.bad("to", "field.before")
	}
}

// before reports whether d surely ends before e begins.
func (d PartialDate) before(e PartialDate) bool {
	a, b := [3]int{d.Year, d.Month, d.Day}, [3]int{e.Year, e.Month, e.Day}
	for i := range a {
		if a[i] == 0 || b[i] == 0 {
			return false
		}
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

func (c *checks) partial(field string, d PartialDate, now time.Time) {
	if d.Year < 1900 || d.Year > now.Year() || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || (d.Day > 0 && d.Month == 0) {
		c.bad(field, "field.past")
		return
	}
	if d.Day > 0 && time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Day() != d.Day {
		c.bad(field, "field.past")
	}
}

func (d Detail) check(_ File, now time.Time, c *checks) {
	c.need("value", d.Value, LineMost)
	c.text("source", d.Source, LineMost)
	c.text("withdrawn", d.Withdrawn, LineMost)
	c.span(d.From, d.To, now)
	c.oneOf("what", string(d.What), string(SchoolDetail), string(EmployerDetail), string(HandleDetail), string(PhoneDetail), string(MailDetail), string(AddressDetail), string(LanguageDetail))
}
