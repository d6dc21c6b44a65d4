package tatm

import (
	"slices"
	"time"
)

// Enclosure is a file that a reporter gave with a report, or with what they
// added later. Whoever holds the receipt can give more and can never get one
// back: a receipt in other hands tells nothing.
type Enclosure struct {
	HeldFile
	Later bool `json:"later,omitempty"` // came after the report, by the thread
}

// Kind is "enclosure".
func (Enclosure) Kind() Kind { return "enclosure" }

func (e Enclosure) words() []string { return []string{e.Name} }

// EnclosuresMost is how many files one report carries.
const EnclosuresMost = 20

func (Enclosure) check(f File, _ time.Time, c *checks) {
	if len(All[Enclosure](f)) >= EnclosuresMost {
		c.bad("file", "enclosure.too-many")
	}
}

// heard lists what the reporter wrote or gave after the report, oldest first.
func heard(f File) []Entry {
	return slices.DeleteFunc(slices.Clone(f.Entries), func(e Entry) bool {
		switch r := e.Record.(type) {
		case Addition:
			return r.From != "reporter"
		case Enclosure:
			return !r.Later
		}
		return true
	})
}
