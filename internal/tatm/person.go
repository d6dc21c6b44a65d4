package tatm

// NameKind is what kind of name a name is.
type NameKind string

// The kinds of name.
const (
	LegalName  NameKind = "legal"
	CalledName NameKind = "called"
	AliasName  NameKind = "alias"
	FormerName NameKind = "former"
)

// PartialDate is a date of which the month or the day may be unknown (zero).
type PartialDate struct {
	Year  int `json:"year,omitempty"`
	Month int `json:"month,omitempty"`
	Day   int `json:"day,omitempty"`
}

// Name is one name of a person, as written, with its own source.
type Name struct {
	Given  string      `json:"given,omitempty"`
	Middle string      `json:"middle,omitempty"`
	Family string      `json:"family,omitempty"`
	Type   NameKind    `json:"type"`
	Script string      `json:"script,omitempty"` // ISO 15924, empty for Latin
	From   PartialDate `json:"from,omitzero"`
	To     PartialDate `json:"to,omitzero"`
	Source string      `json:"source,omitempty"`
	// Withdrawn: it never was theirs, why. Nothing is deleted.
	Withdrawn string `json:"withdrawn,omitempty"`
}

// Scripts are the scripts a name may be written in beside Latin (ISO 15924).
var Scripts = []string{"Arab", "Armn", "Beng", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Hans", "Hant", "Hebr", "Jpan", "Khmr", "Kore", "Thai"}

// Kind is "name".
func (Name) Kind() Kind { return "name" }

// Birth is a date of birth, which may be partial.
type Birth struct {
	Date      PartialDate `json:"date"`
	Source    string      `json:"source,omitempty"`
	Withdrawn string      `json:"withdrawn,omitempty"` // as for a name
}

// Kind is "birth".
func (Birth) Kind() Kind { return "birth" }

// DetailKind is what a Detail tells of a person.
type DetailKind string

// The kinds of detail.
const (
	SchoolDetail   DetailKind = "school"
	EmployerDetail DetailKind = "employer"
	HandleDetail   DetailKind = "handle"
	PhoneDetail    DetailKind = "phone"
	MailDetail     DetailKind = "e-mail"
	AddressDetail  DetailKind = "address"
	LanguageDetail DetailKind = "language"
)

// Detail is one thing that helps to know or to reach a person, with source,
// regime (on the entry) and the time for which it held.
type Detail struct {
	What   DetailKind  `json:"what"`
	Value  string      `json:"value"`
	From   PartialDate `json:"from,omitzero"`
	To     PartialDate `json:"to,omitzero"`
	Source string      `json:"source,omitempty"`
	// Withdrawn is as for a name.
	Withdrawn string `json:"withdrawn,omitempty"`
}

// Kind is "detail".
func (Detail) Kind() Kind { return "detail" }
