// Package tatm is the field: what a threat assessment and management team
// writes down, the states it goes through and the rules that hold. It knows no
// database, no clock and no web; time and policy come in as arguments.
//
// A file (a report, a case, a person, a meeting) is a folder of entries. Each
// entry is one Record in the field's own words. kinds.go lists them all.
package tatm

import "time"

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

// All returns the entries of type R, oldest first. The rules ask for all of a
// kind many times a page, so they are counted before they are copied.
func All[R Record](f File) []Item[R] {
	n := 0
	for i := range f.Entries {
		if _, ok := f.Entries[i].Record.(R); ok {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]Item[R], 0, n)
	for i := range f.Entries {
		if r, ok := f.Entries[i].Record.(R); ok {
			out = append(out, Item[R]{f.Entries[i], r})
		}
	}
	return out
}

// Last returns the entry of type R that was begun last.
func Last[R Record](f File) (Item[R], bool) {
	for i := len(f.Entries) - 1; i >= 0; i-- {
		if r, ok := f.Entries[i].Record.(R); ok {
			return Item[R]{f.Entries[i], r}, true
		}
	}
	return Item[R]{}, false
}

// Find returns the entry id if it is of type R.
func Find[R Record](f File, id EntryID) (Item[R], bool) {
	for i := range f.Entries {
		if f.Entries[i].ID == id {
			r, ok := f.Entries[i].Record.(R)
			return Item[R]{f.Entries[i], r}, ok
		}
	}
	return Item[R]{}, false
}
