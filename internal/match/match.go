// Package match finds who a report may be about: given what a worker has typed,
// which people already on file could be meant, each with the reason.
//
// Nothing here is a score of a person. The number inside is the likelihood that
// two records mean the same human being (Fellegi and Sunter 1969), in bits; it
// says nothing about what anybody did or might do. It orders suggestions and is
// never shown: pages show a band in words, field by field why, and what would
// settle it. A person decides, and nothing is joined by itself.
//
// The package knows no ethnicity, no group and no threshold for one: names of
// every origin pass the same tables, and a team adds spellings without code.
//
// It is pure: no database, no clock, no web. What somebody may not see is
// tested in the scoring loop, before a candidate can count for anything, so a
// hidden record changes neither the order, nor a band, nor a number.
package match

import "offramp/internal/tatm"

// Person is what is known of one person on file, in the words of the record.
type Person struct {
	ID      tatm.FileID
	Names   []tatm.Name // legal, called, alias, former: each is a row of its own
	Births  []tatm.PartialDate
	Details []tatm.Detail
}

// Kinds of detail that the record keeps inside an address, for sources that
// have them apart.
const (
	CityDetail     tatm.DetailKind = "city"
	PostcodeDetail tatm.DetailKind = "postcode"
	RegionDetail   tatm.DetailKind = "region"
	NumberDetail   tatm.DetailKind = "number" // a student, staff or register number
)

// Query is what a worker knows of somebody: a Person without a file.
type Query struct {
	Names   []tatm.Name
	Birth   tatm.PartialDate
	Between [2]int // years of birth that an age leaves open; zero when not known
	Details []tatm.Detail
}

// Ask is the query for whom p describes.
func Ask(p Person) Query {
	q := Query{Names: p.Names, Details: p.Details}
	if len(p.Births) > 0 {
		q.Birth = p.Births[0]
	}
	return q
}

// Band is how far a suggestion goes, as the code of its words.
type Band string

// The bands. Likely needs something that agrees and is neither a name nor a
// year of birth alone: those by themselves never ask to be answered.
const (
	Likely   Band = "likely"
	Possible Band = "possible"
	NameOnly Band = "name-only"
)

// Clue is one field of the explanation. Code says how the field agrees; a page
// finds its sentence under "match." + Code, filled with Args.
type Clue struct {
	Field string   `json:"field"`
	Code  string   `json:"code"`
	Args  []string `json:"args,omitempty"` // as asked, then as on file
	Bits  float64  `json:"bits"`           // negative when it speaks against
}

// Suggestion is a person on file who may be meant.
type Suggestion struct {
	ID     tatm.FileID
	Band   Band
	Bits   float64 // weight of evidence that the two records are one person
	Chance float64 // list-wise: shared with all who fit, so equal namesakes divide it
	Pair   float64 // the same for this pair alone, as if nobody else fitted
	Clues  []Clue
	Others int      // how many others fit as well, of those the asker may see
	Settle []string // what would decide, as codes: "birth.day", "phone"
}

// Settings of the list that a search weighs.
const (
	weighed = 32  // suggestions that share the chance; more who fit are "31 or more"
	floor   = 9   // bits below the weight of an even chance: less is not suggested
	behind  = 12  // bits below the best: less is not suggested either, unless it is plausible by itself
	fair    = 3   // bits below the weight of an even chance that are plausible by themselves
	onFile  = .5  // how often somebody who is asked for is on file
	like    = .8  // chance from which, with a corroborator, it is likely
	maybe   = .01 // chance from which, with a corroborator, it is possible
)
