package match

import (
	"slices"

	"offramp/internal/tatm"
)

// A person is packed as cells of 32 bits: four for what it is, the rest for
// which. Rows of names come first, each begun by a row cell.
const (
	cellBits  = 28
	cellRow   = 4 // its low bits: suffix, and what kind of name it is
	cellBirth = 5
	cellFact  = 6 // + kind-1
	lowBits   = 1<<cellBits - 1
)

func cell(what uint32, low uint32) uint32 { return what<<cellBits | low&lowBits }

// segment is an immutable part of the index: some people, packed, with the
// list of those who have each term. It is never changed, so readers need no
// lock.
type segment struct {
	*lexicon
	people   int
	ids      string
	idOff    []uint32
	idTable  []uint32 // ordinal+1 by hash of the id
	sample   []uint32 // one person in sampled, chosen by id alone
	cells    []uint32
	cellOff  []uint32
	post     []uint32
	postOff  []uint32
	births   []date // distinct, sorted
	born     []uint32
	birthOff []uint32
	birth    []date // by ordinal: the one date of birth on file, 0, or manyDates
}

// manyDates says that more than one date of birth is on file.
const manyDates = date(lowBits)

const sampled = 64

func (s *segment) id(ord uint32) tatm.FileID { return tatm.FileID(s.ids[s.idOff[ord]:s.idOff[ord+1]]) }

func (s *segment) person(ord uint32) []uint32 { return s.cells[s.cellOff[ord]:s.cellOff[ord+1]] }

func (s *segment) having(term uint32) []uint32 { return s.post[s.postOff[term]:s.postOff[term+1]] }

// bornIn lists those born from one date to another, both included.
func (s *segment) bornIn(from, to date) []uint32 {
	i, _ := slices.BinarySearch(s.births, from)
	j, _ := slices.BinarySearch(s.births, to+1)
	if i >= j {
		return nil
	}
	return s.born[s.birthOff[i]:s.birthOff[j]]
}

// each calls visit for every ordinal that has the id.
func (s *segment) each(id tatm.FileID, visit func(ord uint32)) {
	mask := uint32(len(s.idTable) - 1)
	for i := hash32(0, string(id)) & mask; s.idTable[i] != 0; i = (i + 1) & mask {
		if ord := s.idTable[i] - 1; s.id(ord) == id {
			visit(ord)
		}
	}
}

// draft is a segment in the making.
type draft struct {
	*builder
	ids     []byte
	idOff   []uint32
	cells   []uint32
	cellOff []uint32
}

func newDraft() *draft {
	return &draft{builder: newBuilder(), idOff: []uint32{0}, cellOff: []uint32{0}}
}

// add packs a person.
func (d *draft) add(p Person) {
	for _, n := range p.Names {
		row := rowOf(n)
		if len(row.tokens) == 0 {
			continue
		}
		d.cells = append(d.cells, cell(cellRow, uint32(row.suffix)|uint32(nameKind(n.Type))<<4))
		for _, t := range row.tokens {
			d.cells = append(d.cells, cell(uint32(t.role), d.term(nameTerm, t.text)))
		}
	}
	for _, b := range p.Births {
		if b := packDate(b); b != 0 {
			d.cells = append(d.cells, cell(cellBirth, uint32(b)))
		}
	}
	for _, f := range facts(p.Details) {
		d.cells = append(d.cells, cell(cellFact+uint32(f.kind)-1, d.term(f.kind, f.text)))
	}
	d.end(string(p.ID))
}

func (d *draft) end(id string) {
	d.ids = append(d.ids, id...)
	d.idOff = append(d.idOff, uint32(len(d.ids)))
	d.cellOff = append(d.cellOff, uint32(len(d.cells)))
}

// take copies the people of s that are not dead.
func (d *draft) take(s *segment, dead bitset) {
	renumber := make([]uint32, s.size()) // term+1 here, by term there
	for ord := range uint32(s.people) {
		if dead.has(ord) {
			continue
		}
		for _, c := range s.person(ord) {
			what, low := c>>cellBits, c&lowBits
			kind, isTerm := kindOf(what)
			if isTerm {
				if renumber[low] == 0 {
					renumber[low] = d.term(kind, s.word(low)) + 1
				}
				low = renumber[low] - 1
			}
			d.cells = append(d.cells, cell(what, low))
		}
		d.end(string(s.id(ord)))
	}
}

// kindOf is the kind of term that a cell holds, if it holds one.
func kindOf(what uint32) (uint8, bool) {
	switch {
	case what < cellRow:
		return nameTerm, true
	case what >= cellFact:
		return uint8(what - cellFact + 1), true
	}
	return 0, false
}

// segment ends the draft.
func (d *draft) segment() *segment {
	lex, renumber := d.sorted()
	s := &segment{
		lexicon: lex, people: len(d.idOff) - 1, ids: string(d.ids), idOff: slices.Clip(d.idOff),
		cells: slices.Clone(d.cells), cellOff: slices.Clip(d.cellOff),
	}
	s.postOff = make([]uint32, lex.size()+1)
	each := func(visit func(ord, term uint32)) {
		for ord := range uint32(s.people) {
			cells := s.person(ord)
			for i, c := range cells {
				if _, isTerm := kindOf(c >> cellBits); isTerm && !repeated(cells[:i], c) {
					visit(ord, c&lowBits)
				}
			}
		}
	}
	for i, c := range s.cells {
		if _, isTerm := kindOf(c >> cellBits); isTerm {
			s.cells[i] = cell(c>>cellBits, renumber[c&lowBits])
		}
	}
	each(func(_, term uint32) { s.postOff[term+1]++ })
	for t := range lex.size() {
		s.postOff[t+1] += s.postOff[t]
	}
	s.post = make([]uint32, s.postOff[lex.size()])
	next := slices.Clone(s.postOff)
	each(func(ord, term uint32) {
		s.post[next[term]] = ord
		next[term]++
	})
	s.byBirth()
	s.byID()
	return s
}

// repeated reports whether the person has c's term already, in any role.
func repeated(before []uint32, c uint32) bool {
	kind, _ := kindOf(c >> cellBits)
	for _, b := range before {
		if k, isTerm := kindOf(b >> cellBits); isTerm && k == kind && b&lowBits == c&lowBits {
			return true
		}
	}
	return false
}

func (s *segment) byBirth() {
	var all []uint64
	s.birth = make([]date, s.people)
	for ord := range uint32(s.people) {
		for _, c := range s.person(ord) {
			if c>>cellBits == cellBirth {
				all = append(all, uint64(c&lowBits)<<32|uint64(ord))
				if s.birth[ord] == 0 {
					s.birth[ord] = date(c & lowBits)
				} else if s.birth[ord] != date(c&lowBits) {
					s.birth[ord] = manyDates
				}
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	s.born = make([]uint32, len(all))
	for i, b := range all {
		if d := date(b >> 32); len(s.births) == 0 || s.births[len(s.births)-1] != d {
			s.births, s.birthOff = append(s.births, d), append(s.birthOff, uint32(i))
		}
		s.born[i] = uint32(b)
	}
	s.births, s.birthOff = slices.Clip(s.births), append(s.birthOff, uint32(len(all)))
}

func (s *segment) byID() {
	size := 4
	for 2*size < 3*s.people+8 {
		size *= 2
	}
	s.idTable = make([]uint32, size)
	for ord := range uint32(s.people) {
		h := hash32(0, string(s.id(ord)))
		if hash32(1, string(s.id(ord)))%sampled == 0 {
			s.sample = append(s.sample, ord)
		}
		i := h & uint32(size-1)
		for ; s.idTable[i] != 0; i = (i + 1) & uint32(size-1) {
		}
		s.idTable[i] = ord + 1
	}
}

// nameKind numbers the kinds of name.
func nameKind(k tatm.NameKind) uint8 {
	switch k {
	case tatm.CalledName:
		return 1
	case tatm.AliasName:
		return 2
	case tatm.FormerName:
		return 3
	}
	return 0
}

// rowOf brings a name to words. A name of which only one part is filled, with
// several words, was typed in one box: its words have no role.
func rowOf(n tatm.Name) nameRow {
	var row nameRow
	filled, only := 0, ""
	for _, p := range []string{n.Given, n.Middle, n.Family} {
		if p != "" {
			filled++
			only = p
		}
	}
	if filled == 1 && len(wordsOf(only)) > 1 {
		row.add(only, anyRole)
		return row
	}
	row.add(n.Given, given)
	row.add(n.Middle, middle)
	row.add(n.Family, family)
	return row
}
