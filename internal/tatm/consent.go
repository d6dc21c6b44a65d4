package tatm

import (
	"slices"
	"strings"
	"time"
)

// Consent is leave to give something to somebody, or the refusal of it: its
// scope, who may have it, for what, until when (34 CFR 99.30; 45 CFR 164.508;
// 42 CFR 2.31). Revoking it stops what has not yet gone; what went is not
// called back, and both show.
type Consent struct {
	Giver      string    `json:"giver"`
	As         string    `json:"as"`                 // one of ConsentAs
	Guardian   EntryID   `json:"guardian,omitempty"` // who of the parents and guardians
	Answer     Tri       `json:"answer"`             // yes, or no: refused
	Scope      string    `json:"scope"`
	Recipients string    `json:"recipients"` // one a line
	Purpose    string    `json:"purpose"`
	Until      time.Time `json:"until"`
	How        string    `json:"how"` // signed, spoken before whom, where it is kept
	Revoked    time.Time `json:"revoked,omitzero"`
	RevokedWhy string    `json:"revoked_why,omitempty"`
}

// Kind is "consent".
func (Consent) Kind() Kind { return "consent" }

// ConsentAs are who may consent: the person themselves, or a parent or guardian
// for them until the rights pass.
var ConsentAs = []string{"self", "parent"}

func (x Consent) check(f File, now time.Time, c *checks) {
	c.need("giver", x.Giver, LineMost)
	c.oneOf("as", x.As, ConsentAs...)
	c.oneOf("answer", string(x.Answer), string(Yes), string(No))
	c.need("scope", x.Scope, TextMost)
	c.need("recipients", x.Recipients, TextMost)
	c.need("purpose", x.Purpose, LineMost)
	c.need("how", x.How, LineMost)
	c.text("revoked_why", x.RevokedWhy, LineMost)
	if x.Answer == Yes && x.Revoked.IsZero() && !x.Until.After(now) {
		c.bad("until", "field.future")
	}
	if x.As != "parent" || !x.Revoked.IsZero() {
		return
	}
	if at := RightsPassAt(f); !at.IsZero() && !now.Before(at) {
		c.bad("as", "consent.passed")
	}
	if g, ok := GuardianNamed(f, x.Giver); ok && g.Rec.Custody == No && g.Rec.Order != "" {
		c.bad("giver", "consent.no-standing")
	}
}

// State says in a word how a consent stands in a file at now: given, refused,
// revoked, ended, or passed-on, when a parent's ended because the rights passed.
func (x Consent) State(f File, now time.Time) string {
	at := RightsPassAt(f)
	switch {
	case !x.Revoked.IsZero():
		return "revoked"
	case x.Answer != Yes:
		return "refused"
	case !now.Before(x.Until):
		return "ended"
	case x.As == "parent" && !at.IsZero() && !now.Before(at):
		return "passed-on"
	}
	return "given"
}

// Names reports whether the consent names somebody as one who may have it.
func (x Consent) Names(to string) bool {
	return slices.ContainsFunc(strings.Split(x.Recipients, "\n"), func(l string) bool {
		return strings.EqualFold(strings.Join(strings.Fields(l), " "), strings.Join(strings.Fields(to), " "))
	})
}

// Ends is when a consent that holds no longer will.
func (x Consent) Ends(f File) time.Time {
	if at := RightsPassAt(f); x.As == "parent" && !at.IsZero() && at.Before(x.Until) {
		return at
	}
	return x.Until
}
