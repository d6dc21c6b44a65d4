package tatm

import (
	"slices"
	"time"
)

// Notice records that somebody was told: to whom, how, with which outcome.
type Notice struct {
	Whom       string    `json:"whom,omitempty"` // one of NoticeTo; "" for notices from before it was asked
	To         string    `json:"to"`
	What       string    `json:"what"`
	How        string    `json:"how"`
	Attempts   int       `json:"attempts"`
	Reached    Tri       `json:"reached"`
	NotBecause string    `json:"not_because,omitempty"` // a documented reason not to tell
	By         ActorID   `json:"by"`
	When       time.Time `json:"when"`
}

// Kind is "notice".
func (Notice) Kind() Kind { return "notice" }

// ParentNotice is a notice to a parent or guardian.
const ParentNotice = "parent"

// NoticeTo are those whom a notice goes to (practice reference 2.7: letters to
// parent, target, superintendent and police).
var NoticeTo = []string{ParentNotice, "person", "target", "superintendent", "police", "other"}

func (n Notice) check(_ File, _ time.Time, c *checks) {
	c.oneOf("whom", n.Whom, append([]string{""}, NoticeTo...)...)
	c.need("to", n.To, LineMost)
	c.need("what", n.What, LineMost)
	if n.NotBecause == "" {
		c.need("how", n.How, LineMost)
	}
	c.text("not_because", n.NotBecause, TextMost)
}

// ParentAnswered reports whether a parent was told that the case is looked
// into, or why not, since it was opened, or opened again: asked before the assessment of a
// minor is signed (practice reference 2.3, row 3; Texas Education Code 37.115).
// An attempt that reached nobody is no answer: it is tried again, or a reason
// is given. That a parent must not be told is such a reason.
func ParentAnswered(f File) bool {
	if c, ok := Last[Case](f); !ok || !c.Rec.Minor && !c.Rec.Young {
		return true
	}
	return slices.ContainsFunc(All[Notice](f), func(n Item[Notice]) bool {
		return n.Rec.Whom == ParentNotice && (n.Rec.Reached == Yes || n.Rec.NotBecause != "") && !n.RecordedAt.Before(reopened(f))
	})
}
