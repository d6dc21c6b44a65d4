package match

import (
	"strings"

	"offramp/internal/tatm"
)

// probe is one thing that is asked: a word of a name, or a value.
type probe struct {
	kind  uint8
	role  role
	text  string
	cover uint32 // of a name: the halves of the asked words that it stands for
	other bool   // another reading: two words as one, or one as two
	whole int    // of half a word: the probe of the whole
	at    [levels]tally
}

// tally is what is known of one level of a probe.
type tally struct {
	count int // people whom the asker may see
	prior float64
	bits  float64
}

// hit says that a term agrees with a probe.
type hit struct {
	term  uint32
	probe uint8
	level level
}

// asked is a query made ready for one state of the index.
type asked struct {
	tables  *Tables
	birth   date
	ages    [2]int
	suffix  uint8
	words   []token
	probes  []probe
	parts   []view
	n       int // people whom the asker may see
	dates   [agreements]float64
	inAge   float64 // weight of a year of birth within ages
	offAge  float64
	asks    uint32 // kinds of value asked for, as bits
	differs [kinds]float64
	pairs   []joint
	twins   float64 // further records of one person that are expected: none in a file of people
	looked  int     // people who were looked at
	least   float64 // bits below which nobody is suggested
}

// joint is how much less two probes say together than each by itself: given
// and family names go together within a community, town and postcode always.
type joint struct {
	both  uint64 // the two probes, as bits
	less  float64
	loose float64 // the same where one of the two only resembles
}

const mostProbes = 64

// read takes the query apart into probes.
func (a *asked) read(q Query) {
	var row nameRow
	if len(q.Names) > 0 {
		row = rowOf(q.Names[0])
	}
	a.words, a.suffix = row.tokens, row.suffix
	for i, t := range row.tokens {
		a.probes = append(a.probes, probe{role: t.role, text: t.text, cover: 3 << (2 * i)})
	}
	for i, t := range row.tokens {
		if w, ok := row.glued[i]; ok {
			a.reading(t.role, w, 3<<(2*i))
		}
		if i+1 < len(row.tokens) {
			a.reading(t.role, t.text+row.tokens[i+1].text, 15<<(2*i))
		}
		a.split(t, i)
	}
	for _, f := range facts(q.Details) {
		if len(a.probes) < mostProbes {
			a.probes = append(a.probes, probe{kind: f.kind, text: f.text})
		}
	}
	a.birth, a.ages = packDate(q.Birth), q.Between
	if a.birth != 0 {
		a.ages = [2]int{}
	}
}

func (a *asked) reading(as role, text string, cover uint32) {
	if len(a.probes) < mostProbes && len(text) >= 4 {
		a.probes = append(a.probes, probe{role: as, text: text, cover: cover, other: true})
	}
}

// split reads one word as two that are known, or as a particle and a word.
func (a *asked) split(t token, i int) {
	for at := 2; at <= len(t.text)-3; at++ {
		x, y := t.text[:at], t.text[at:]
		if particles[x] && len(y) >= 4 && a.known(y) {
			a.reading(t.role, y, 3<<(2*i))
		}
		if at >= 3 && len(t.text) >= 6 && a.known(x) && a.known(y) {
			a.half(t.role, x, 1<<(2*i), i)
			a.half(t.role, y, 2<<(2*i), i)
		}
	}
}

func (a *asked) half(as role, text string, cover uint32, whole int) {
	for _, p := range a.probes {
		if p.text == text && p.cover == cover {
			return
		}
	}
	if len(a.probes) < mostProbes {
		a.probes = append(a.probes, probe{role: as, text: text, cover: cover, other: true, whole: whole})
	}
}

// known reports whether anybody bears the word. That somebody hidden does adds
// a reading that nothing visible agrees with, which changes nothing.
func (a *asked) known(w string) bool {
	for _, v := range a.parts {
		if _, ok := v.find(nameTerm, w); ok {
			return true
		}
	}
	_, ok := a.tables.shares[w]
	return ok || len(a.tables.spelt[w]) > 0
}

// similar calls found for every term of the lexicon that agrees with the
// probe, once each, at its best level.
func (p *probe) similar(t *Tables, l *lexicon, found func(term uint32, at level)) {
	if p.kind != nameTerm {
		p.values(l, found)
		return
	}
	var first []uint32
	look := func(w string, at level) {
		if term, ok := l.find(nameTerm, w); ok && !holds(first, term) {
			first = append(first, term)
			found(term, at)
		}
	}
	look(p.text, exact)
	for _, w := range t.spelt[p.text] {
		look(w, spelling)
	}
	for _, w := range t.nick[p.text] {
		look(w, nickname)
	}
	if p.other {
		return
	}
	if len(p.text) == 1 {
		p.initials(l, found)
		return
	}
	look(p.text[:1], initial)
	p.scan(l, first, found)
}

func holds(list []uint32, x uint32) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func (p *probe) initials(l *lexicon, found func(uint32, level)) {
	lo, hi := l.span(nameTerm, 2, longest-1)
	for t := lo; t < hi; t++ {
		if l.text[l.off[t]] == p.text[0] {
			found(t, initial)
		}
	}
}

// scan looks at every name of about the length for slips: one pass over
// signatures is faster than any structure below about 300,000 distinct words.
// What sounds or begins alike lies together.
func (p *probe) scan(l *lexicon, first []uint32, found func(uint32, level)) {
	like := resembling(p.text)
	if len(p.text) > 2 {
		from, to := l.span(nameTerm, max(2, like.from), like.to)
		for t := from; t < to; t++ {
			if near(like.sig, l.sig[t], like.most) {
				if at := like.slips(l, t); at != levels && !holds(first, t) {
					found(t, at)
				}
			}
		}
	}
	for _, t := range l.heard(like.sound) {
		if like.slips(l, t) == levels && !holds(first, t) {
			found(t, heard)
		}
	}
	for _, t := range l.beginning(p.text) {
		if l.sounds[t] != like.sound && like.slips(l, t) == levels && begins(p.text, l.word(t)) && !holds(first, t) {
			found(t, part1)
		}
	}
}

// resemblance is what is asked of names that may be slips of one.
type resemblance struct {
	text           string
	most, from, to int // slips; lengths
	sig            uint64
	sound          uint32
}

func resembling(w string) resemblance {
	r := resemblance{text: w, most: 1, sig: signature(w), sound: sound(w)}
	if len(w) >= 6 {
		r.most = 2
	}
	r.from, r.to = len(w)-r.most, len(w)+r.most
	return r
}

// slips is the level at which a name is a slip of another, or levels.
func (r resemblance) slips(l *lexicon, t uint32) level {
	n := int(l.off[t+1] - l.off[t])
	if len(r.text) <= 2 || n < r.from || n > r.to || !near(r.sig, l.sig[t], r.most) {
		return levels
	}
	switch d := edits(r.text, l.word(t), 2); {
	case d == 1, d == 2 && l.sounds[t] == r.sound:
		return slip
	case d == 2 && r.most == 2 && n >= 6:
		return slips2
	}
	return levels
}

// begins reports whether one word begins with the other.
func begins(a, b string) bool {
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// values finds what agrees with a value that is no name.
func (p *probe) values(l *lexicon, found func(uint32, level)) {
	same, ok := l.find(p.kind, p.text)
	if ok {
		found(same, exact)
	}
	n, most := len(p.text), 1
	if n >= 6 {
		most = rules[p.kind].edits
	}
	if p.kind == phoneTerm && n >= leastPhone {
		p.phones(l, found)
		return
	}
	sig := signature(p.text)
	from, to := l.span(p.kind, n-most, n+most)
	for t := from; t < to; t++ {
		if near(sig, l.sig[t], most) && (!ok || t != same) {
			switch d := edits(p.text, l.word(t), most); {
			case d == 1:
				found(t, slip)
				continue
			case d <= most:
				found(t, slips2)
				continue
			}
		}
	}
	p.within(l, same, ok, most, found)
}

// phones finds phones with one slip, and those of which one ends like the other.
func (p *probe) phones(l *lexicon, found func(uint32, level)) {
	look := func(t uint32) {
		w := l.word(t)
		switch d := edits(p.text, w, 1); {
		case d == 1:
			found(t, slip)
		case d > 1 && partly(phoneTerm, w) == partly(phoneTerm, p.text):
			found(t, part1)
		}
	}
	starts, ends := l.phones(p.text)
	for _, t := range starts {
		look(t)
	}
	for _, t := range ends {
		if start(l.word(t)) != start(p.text) {
			look(t)
		}
	}
}

// within finds values of which one holds the other: a place or a school as a
// word, the beginning of a postcode, an address at another provider, a handle
// with other figures.
func (p *probe) within(l *lexicon, same uint32, ok bool, most int, found func(uint32, level)) {
	if rules[p.kind].m[part1] == 0 {
		return
	}
	mine := partly(p.kind, p.text)
	if mine == "" {
		return
	}
	sig, either := signature(mine), mine == p.text
	lo, hi := l.first[p.kind][0], l.first[p.kind][longest]
	for t := lo; t < hi; t++ {
		lacks := sig&^l.sig[t] != 0 // a letter of mine that the value has not
		if ok && t == same || lacks && !(either && l.sig[t]&^sig == 0) {
			continue
		}
		w := l.word(t)
		if w == "" || !maybeWithin(p.kind, p.text, mine, w) || edits(p.text, w, most) <= most {
			continue
		}
		found(t, part1)
	}
}

func maybeWithin(kind uint8, text, mine, w string) bool {
	switch kind {
	case orgTerm, cityTerm, streetTerm:
		return wordIn(text, w) || wordIn(w, text)
	case phoneTerm, mailTerm, handleTerm:
		if kind != phoneTerm && w[0] != text[0] {
			return false
		}
		return partly(kind, w) == mine
	}
	return partly(kind, w) == mine
}

// partly is the part of a value that is enough to count as agreeing in part.
func partly(kind uint8, s string) string {
	switch kind {
	case orgTerm, cityTerm, streetTerm:
		return s
	case postcodeTerm:
		if len(s) >= 4 {
			return s[:3]
		}
	case phoneTerm:
		if len(s) >= 7 {
			return s[len(s)-7:]
		}
	case mailTerm:
		if local, _, _ := strings.Cut(s, "@"); len(local) >= 5 {
			return local
		}
	case handleTerm:
		if t := strings.TrimRight(s, "0123456789"); len(t) >= 4 {
			return t
		}
	}
	return ""
}

// wordIn reports whether a stands in b as whole words.
func wordIn(a, b string) bool {
	if len(a) < 4 || len(a) >= len(b) {
		return false
	}
	return strings.HasPrefix(b, a+" ") || strings.HasSuffix(b, " "+a) || strings.Contains(b, " "+a+" ")
}

// Queries returns one query for each name that q gives: a report that knows
// two names of somebody asks for both.
func (q Query) each() []Query {
	if len(q.Names) < 2 {
		return []Query{q}
	}
	var out []Query
	for _, n := range q.Names {
		one := q
		one.Names = []tatm.Name{n}
		out = append(out, one)
	}
	return out
}
