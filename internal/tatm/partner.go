package tatm

import "time"

// Partner is an organisation outside the team that refers to it by a personal
// link: it sees its own referrals with the words a reporter sees, and nothing
// else.
type Partner struct {
	ID      string
	Name    string // who holds the link, and where
	Kind    string
	Contact string
	Until   time.Time // the link ends
}

// PartnerKinds are the kinds of partner.
var PartnerKinds = []string{"agency", "employer", "congregation", "shelter", "private-security", "other"}

// PartnerMost is how long a partner's link may live.
const PartnerMost = 366 * 24 * time.Hour

// BriefingLasts is how long what somebody read before referring holds: each
// year again (project proposal, as the training of members in VA, TX and FL).
const BriefingLasts = 365 * 24 * time.Hour

// Check holds a partner against its own rules.
func (p Partner) Check(now time.Time) error {
	var c checks
	c.need("name", p.Name, LineMost)
	c.need("contact", p.Contact, LineMost)
	c.oneOf("kind", p.Kind, PartnerKinds...)
	if !p.Until.After(now) || p.Until.After(now.Add(PartnerMost)) {
		c.bad("until", "partner.until")
	}
	return c.err()
}
