package tatm

import "time"

// SamePerson is what somebody found about two files of people: one person, two
// people, or not to be told yet. It stands in both files, is changed by its
// next version and taken back by a reason, so that who thought what, and when,
// stays on record. Nothing is moved: each file keeps its entries and its team.
type SamePerson struct {
	Other FileID `json:"other"`
	Basis string `json:"basis"`
	// Verdict is empty where it is "the same".
	Verdict Verdict `json:"verdict,omitempty"`
	// Split: one of the files was begun from entries of the other that were
	// somebody else's.
	Split  bool   `json:"split,omitempty"`
	Undone string `json:"undone,omitempty"` // why it was taken back
}

// Kind is "same-person".
func (SamePerson) Kind() Kind { return "same-person" }

// Found is the answer that stands; empty once it was taken back.
func (s SamePerson) Found() Verdict {
	switch {
	case s.Undone != "":
		return ""
	case s.Verdict == "":
		return SameOne
	}
	return s.Verdict
}

// Between is what a person's file says about another one, with the answer that
// stands, or was taken back last.
func Between(f File, other FileID) (last Item[SamePerson], ok bool) {
	for _, s := range All[SamePerson](f) {
		if s.Rec.Other != other {
			continue
		}
		if last, ok = s, true; s.Rec.Found() != "" {
			break
		}
	}
	return last, ok
}

// Joined are the other files that are about the same person.
func Joined(f File) (out []FileID) {
	for _, s := range All[SamePerson](f) {
		if s.Rec.Found() == SameOne {
			out = append(out, s.Rec.Other)
		}
	}
	return out
}

func (s SamePerson) check(f File, _ time.Time, c *checks) {
	if s.Other == "" || s.Other == f.ID {
		c.bad("other", "field.person-file")
	}
	c.need("basis", s.Basis, LineMost)
	c.oneOf("verdict", string(s.Verdict), "", string(SameOne), string(OtherOne), string(Unsure))
	c.text("undone", s.Undone, LineMost)
}

// SplitOff takes entries of a person's file that were somebody else's: what the
// other file begins with, and what stays here with the reason. At least a name
// goes, and at least one stays.
func SplitOff(f File, ids []EntryID, why string) (goes []Entry, stays []Entry, ok bool) {
	chosen := map[EntryID]bool{}
	for _, id := range ids {
		chosen[id] = true
	}
	here, there := 0, 0
	for _, e := range f.Entries {
		left, standing := withdrawn(e.Record, why)
		if !standing {
			continue
		}
		_, isName := e.Record.(Name)
		if !chosen[e.ID] {
			here += count(isName)
			continue
		}
		there += count(isName)
		goes = append(goes, e)
		e.Record = left
		stays = append(stays, e)
	}
	return goes, stays, here > 0 && there > 0 && len(goes) == len(chosen)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// withdrawn is an entry of who somebody is, taken back for a reason; false for
// what is no such entry, or was taken back before.
func withdrawn(r Record, why string) (Record, bool) {
	switch x := r.(type) {
	case Name:
		was := x.Withdrawn
		x.Withdrawn = why
		return x, was == ""
	case Birth:
		was := x.Withdrawn
		x.Withdrawn = why
		return x, was == ""
	case Detail:
		was := x.Withdrawn
		x.Withdrawn = why
		return x, was == ""
	}
	return nil, false
}

func derivePerson(f File, d *Derived) {
	d.Head.State = "known"
	d.walls(f)
	for _, s := range All[SamePerson](f) {
		if v := s.Rec.Found(); v != "" {
			d.Links = append(d.Links, Link{Entry: s.ID, Other: s.Rec.Other, Role: string(v), Section: SectionIdentity, Regime: s.Regime, From: s.RecordedAt})
		}
	}
}
