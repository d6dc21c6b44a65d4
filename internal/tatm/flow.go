package tatm

import "slices"

// Recipient is a kind of receiver of what a file says: a column of the flow
// matrix (practice reference 4.7).
type Recipient string

// The recipients.
const (
	ToEducation    Recipient = "core-education"
	ToMentalHealth Recipient = "core-mental-health"
	ToPolice       Recipient = "core-law-enforcement"
	ToAffiliate    Recipient = "affiliate"
	ToSchool       Recipient = "other-school"
	ToPoliceAgency Recipient = "law-enforcement-agency"
	ToFusion       Recipient = "fusion-center"
	ToTarget       Recipient = "target"
	ToParent       Recipient = "parent"
	ToMonitor      Recipient = "monitor"
)

// Recipients lists every recipient, in the order of the matrix.
var Recipients = []Recipient{ToEducation, ToMentalHealth, ToPolice, ToAffiliate, ToSchool, ToPoliceAgency, ToFusion, ToTarget, ToParent, ToMonitor}

// Ground is what a flow can rest on.
type Ground string

// The grounds.
const (
	ByDuty      Ground = "duty"      // a member's role, with a purpose
	ByRight     Ground = "right"     // the recipient's own right
	ByConsent   Ground = "consent"   // consent or authorisation on file
	ByEmergency Ground = "emergency" // the emergency basis of the regime
	ByAgreement Ground = "agreement" // a written agreement or a statute
	ByLaw       Ground = "law"       // an order, a subpoena, a statute that demands it
	ByTransfer  Ground = "transfer"  // the person goes there
	ByTreatment Ground = "treatment" // between those who treat the person
	ByForm      Ground = "form"      // the referral form, never the record
	ByRelease   Ground = "release"   // the release view of the records officer
)

// Grounds lists every ground.
var Grounds = []Ground{ByDuty, ByRight, ByConsent, ByEmergency, ByAgreement, ByLaw, ByTransfer, ByTreatment, ByForm, ByRelease}

// Flow is one cell of the matrix: what a flow from a regime to a recipient may
// rest on. No ground at all: it never flows.
type Flow struct {
	By    []Ground
	Least bool   // only what the recipient must know to be safe or to act
	Note  string // what a person must mind, for counsel
}

// FlowRow is the row of one regime, with where it comes from.
type FlowRow struct {
	To     map[Recipient]Flow
	Source string
	Draft  bool
}

// Flows is the cell for a regime and a recipient. What the pack does not name
// does not flow.
func (p *Pack) Flows(from Regime, to Recipient) Flow { return p.FlowRows[from].To[to] }

// Allows reports whether the flow may rest on a ground.
func (f Flow) Allows(on Ground) bool { return slices.Contains(f.By, on) }

// Released splits the entries of a file by what may reach a recipient on a
// ground: those that may go, and those that stay. Who wrote an entry for
// themselves alone keeps it.
func (p *Pack) Released(f File, to Recipient, on Ground) (goes, stays []Entry) {
	for _, e := range f.Entries {
		if e.OnlyFor == "" && p.Flows(e.Regime, to).Allows(on) {
			goes = append(goes, e)
		} else {
			stays = append(stays, e)
		}
	}
	return goes, stays
}
