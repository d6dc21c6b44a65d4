package match

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
	return l, renumber
}
