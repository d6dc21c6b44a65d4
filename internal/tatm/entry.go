// Package tatm is the field: what a threat assessment and management team
// writes down, the states it goes through and the rules that hold. It knows no
// database, no clock and no web; time and policy come in as arguments.
//
// A file (a report, a case, a person, a meeting) is a folder of entries. Each
// entry is one Record in the field's own words. kinds.go lists them all.
package tatm

import (
	"slices"
	"time"
)

// Record is what an entry says. Each kind of entry has one Go type, a plain
// value that is stored as JSON; kinds.go holds the table.
type Record interface {
	// Kind names the type in the record; it never changes once released.
	Kind() Kind
}

// Entry is one version of one record with the circumstances of its writing.
type Entry struct {
	ID      EntryID
	Version int64 // 1 for the first; each change writes the next
	Regime  Regime
	// HappenedAt is when it happened in the world; RecordedAt when it was written.
	HappenedAt time.Time
	RecordedAt time.Time
	RecordedBy ActorID
	// OnlyFor names the one person who sees this entry, until a later version
	// reveals it. Empty for all who may see the section and the regime.
	OnlyFor ActorID
	Record  Record
}

// Item is an entry whose record has its own type.
type Item[R Record] struct {
	Entry
	Rec R
}

// File is a folder with its current entries, oldest first.
type File struct {
	Org       OrgID
	ID        FileID
	Kind      FileKind
	Team      TeamID
	Number    int64 // counted per organisation and kind, from 1
	Opened    time.Time
	ChangedAt time.Time
	Version   int64
	Entries   []Entry
}

// All returns the entries of type R, oldest first.
func All[R Record](f File) []Item[R] {
	var out []Item[R]
	for _, e := range f.Entries {
		if r, ok := e.Record.(R); ok {
			out = append(out, Item[R]{e, r})
		}
	}
	return out
}

// Last returns the entry of type R that was begun last.
func Last[R Record](f File) (Item[R], bool) {
	for _, e := range slices.Backward(f.Entries) {
		if r, ok := e.Record.(R); ok {
			return Item[R]{e, r}, true
		}
	}
	return Item[R]{}, false
}

// Find returns the entry id if it is of type R.
func Find[R Record](f File, id EntryID) (Item[R], bool) {
	for _, e := range f.Entries {
		if e.ID == id {
			r, ok := e.Record.(R)
			return Item[R]{e, r}, ok
		}
	}
	return Item[R]{}, false
}
