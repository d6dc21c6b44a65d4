package tatm

import "time"

// Role is what a seat may do. One person may hold several seats.
type Role string

// The roles. The case manager is the owner of a case, not a role.
const (
	Chair         Role = "chair"
	Deputy        Role = "deputy"
	Core          Role = "core"
	Affiliate     Role = "affiliate"
	Intake        Role = "intake"
	RecordsOffice Role = "records"
	Approver      Role = "approver"
	Auditor       Role = "auditor"
	Administrator Role = "administrator"
)

// Roles lists every role.
var Roles = []Role{Chair, Deputy, Core, Affiliate, Intake, RecordsOffice, Approver, Auditor, Administrator}

// Discipline is the profession a seat brings: an item of the catalog
// tatm-mdt-disciplines.
type Discipline string

// The disciplines that rules name. The catalog lists more.
const (
	LawEnforcement   Discipline = "law-enforcement"
	MentalHealth     Discipline = "mental-health"
	SchoolAdmin      Discipline = "school-admin"
	SpecialEducation Discipline = "special-education"
	HumanResources   Discipline = "human-resources"
	LegalCounsel     Discipline = "legal-counsel"
	SchoolPsych      Discipline = "school-psychologist"
	Medical          Discipline = "medical"
	SocialServices   Discipline = "social-services"
	VictimAdvocate   Discipline = "victim-advocate"
)

// Seat is one person's place: in a team, or over the whole organisation when
// Team is empty, for a time.
type Seat struct {
	Team       TeamID
	Role       Role
	Discipline Discipline
	From       time.Time
	Until      time.Time // zero: no end set
}

// Holds reports whether the seat is held at now.
func (s Seat) Holds(now time.Time) bool {
	return !now.Before(s.From) && (s.Until.IsZero() || now.Before(s.Until))
}
