package match

import (
	"cmp"
	"slices"
	"sort"
)

// Kinds of term: a name's word, or a value of another field. Names come first,
// so that they lie together.
const (
	nameTerm uint8 = iota
	orgTerm
	cityTerm
	postcodeTerm
	regionTerm
	streetTerm
	phoneTerm
	mailTerm
	handleTerm
	numberTerm
	kinds
)

// lexicon is every distinct word and value of some people, numbered by kind
// and length so that those of similar length lie together. It never changes.
type lexicon struct {
	text   string
	off    []uint32 // where each term's text begins
	sig    []uint64
	sounds []uint32 // of names only
	first  [kinds][longest + 1]uint32
	table  []uint32 // term+1 by hash, open addressing
	// Names by their sound and by their first three letters, phones by their
	// first and by their last digits: whoever agrees in those lies together.
	bySound, byHead, byStart, byEnd []uint32
}

func (l *lexicon) size() int { return len(l.sig) }

func (l *lexicon) word(t uint32) string { return l.text[l.off[t]:l.off[t+1]] }

// span is the range of terms of a kind with lengths from to up to.
func (l *lexicon) span(kind uint8, from, to int) (uint32, uint32) {
	from, to = max(from, 0), min(to, longest-1)
	if from > to {
		return 0, 0
	}
	return l.first[kind][from], l.first[kind][to+1]
}

// head is the first three letters of a name; ok is false for a shorter one.
func head(w string) (h uint32, ok bool) {
	if len(w) < 3 {
		return 0, false
	}
	return uint32(w[0])<<16 | uint32(w[1])<<8 | uint32(w[2]), true
}

// phoneEnds is how many digits of either end of a phone are the same, at one
// end at least, where one slip is all that differs: a slip touches two digits
// beside one another at most.
const phoneEnds = 4

// leastPhone is how short a phone may be so that this is so.
const leastPhone = 2*phoneEnds + 2

func start(w string) string { return w[:min(phoneEnds, len(w))] }

func end(w string) string { return w[len(w)-min(phoneEnds, len(w)):] }

// heard lists the names that sound so.
func (l *lexicon) heard(snd uint32) []uint32 {
	return equal(l.bySound, func(t uint32) int { return cmp.Compare(l.sounds[t], snd) })
}

// beginning lists the names with the first three letters of w.
func (l *lexicon) beginning(w string) []uint32 {
	mine, ok := head(w)
	if !ok {
		return nil
	}
	return equal(l.byHead, func(t uint32) int {
		h, _ := head(l.word(t))
		return cmp.Compare(h, mine)
	})
}

// phones lists the phones with the first digits of w, and those with the last.
func (l *lexicon) phones(w string) (starts, ends []uint32) {
	starts = equal(l.byStart, func(t uint32) int { return cmp.Compare(start(l.word(t)), start(w)) })
	ends = equal(l.byEnd, func(t uint32) int { return cmp.Compare(end(l.word(t)), end(w)) })
	return starts, ends
}

// equal is the run of a sorted list that compares as equal.
func equal(list []uint32, to func(uint32) int) []uint32 {
	from := sort.Search(len(list), func(i int) bool { return to(list[i]) >= 0 })
	n := sort.Search(len(list)-from, func(i int) bool { return to(list[from+i]) > 0 })
	return list[from : from+n]
}

// gather sorts what scans would look for too long.
func (l *lexicon) gather() {
	lo, hi := l.span(nameTerm, 2, longest-1)
	for t := lo; t < hi; t++ {
		l.bySound = append(l.bySound, t)
		if len(l.word(t)) >= 3 {
			l.byHead = append(l.byHead, t)
		}
	}
	slices.SortStableFunc(l.bySound, func(a, b uint32) int { return cmp.Compare(l.sounds[a], l.sounds[b]) })
	slices.SortStableFunc(l.byHead, func(a, b uint32) int {
		x, _ := head(l.word(a))
		y, _ := head(l.word(b))
		return cmp.Compare(x, y)
	})
	for t := l.first[phoneTerm][0]; t < l.first[phoneTerm][longest]; t++ {
		l.byStart, l.byEnd = append(l.byStart, t), append(l.byEnd, t)
	}
	slices.SortStableFunc(l.byStart, func(a, b uint32) int { return cmp.Compare(start(l.word(a)), start(l.word(b))) })
	slices.SortStableFunc(l.byEnd, func(a, b uint32) int { return cmp.Compare(end(l.word(a)), end(l.word(b))) })
}

func (l *lexicon) find(kind uint8, s string) (uint32, bool) {
	if len(l.table) == 0 {
		return 0, false
	}
	mask := uint32(len(l.table) - 1)
	lo, hi := l.first[kind][0], l.first[kind][longest]
	for i := hash32(kind, s) & mask; l.table[i] != 0; i = (i + 1) & mask {
		if t := l.table[i] - 1; t >= lo && t < hi && l.word(t) == s {
			return t, true
		}
	}
	return 0, false
}

// builder collects terms in the order in which they come.
type builder struct {
	text  []byte
	off   []uint32
	kind  []uint8
	table []uint32
}

func newBuilder() *builder { return &builder{off: []uint32{0}, table: make([]uint32, 64)} }

// term returns the provisional number of a term.
func (b *builder) term(kind uint8, s string) uint32 {
	if len(s) >= longest {
		s = s[:longest-1]
	}
	mask := uint32(len(b.table) - 1)
	i := hash32(kind, s) & mask
	for ; b.table[i] != 0; i = (i + 1) & mask {
		if t := b.table[i] - 1; b.kind[t] == kind && string(b.text[b.off[t]:b.off[t+1]]) == s {
			return t
		}
	}
	t := uint32(len(b.kind))
	b.text, b.kind = append(b.text, s...), append(b.kind, kind)
	b.off = append(b.off, uint32(len(b.text)))
	b.table[i] = t + 1
	if 3*len(b.kind) > 2*len(b.table) {
		b.grow()
	}
	return t
}

func (b *builder) grow() {
	b.table = make([]uint32, 2*len(b.table))
	mask := uint32(len(b.table) - 1)
	for t, kind := range b.kind {
		i := hash32(kind, string(b.text[b.off[t]:b.off[t+1]])) & mask
		for ; b.table[i] != 0; i = (i + 1) & mask {
		}
		b.table[i] = uint32(t) + 1
	}
}

// lexicon numbers the terms anew, by kind and length.
func (b *builder) lexicon() *lexicon {
	l, _ := b.sorted()
	return l
}

// sorted returns the lexicon and, by provisional number, the new one.
func (b *builder) sorted() (*lexicon, []uint32) {
	n := len(b.kind)
	l := &lexicon{off: make([]uint32, n+1), sig: make([]uint64, n)}
	var count [kinds][longest + 1]uint32
	for t, k := range b.kind {
		count[k][b.off[t+1]-b.off[t]]++
	}
	at := uint32(0)
	for k := range count {
		for i := range count[k] {
			l.first[k][i] = at
			at += count[k][i]
		}
	}
	next, renumber := l.first, make([]uint32, n)
	back := make([]uint32, n)
	for t, k := range b.kind {
		to := &next[k][b.off[t+1]-b.off[t]]
		renumber[t], back[*to] = *to, uint32(t)
		*to++
	}
	text := make([]byte, 0, len(b.text))
	l.sounds = make([]uint32, l.first[nameTerm][longest])
	for to, t := range back {
		w := string(b.text[b.off[t]:b.off[t+1]])
		text = append(text, w...)
		l.off[to+1] = uint32(len(text))
		l.sig[to] = signature(w)
		if to < len(l.sounds) {
			l.sounds[to] = sound(w)
		}
	}
	l.text = string(text)
	l.table = make([]uint32, len(b.table))
	for i, t := range b.table {
		if t != 0 {
			l.table[i] = renumber[t-1] + 1
		}
	}
	l.gather()
	return l, renumber
}
