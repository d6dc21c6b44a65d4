package match

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSimilarMissesNobody holds what a probe finds against a look at every word
// of a file, one by one.
func TestSimilarMissesNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func(letters string, from, to int) string {
		var b strings.Builder
		for range from + r.IntN(to-from+1) {
			b.WriteByte(letters[r.IntN(len(letters))])
		}
		return b.String()
	}
	names := func() string { return word("aeilmnrst", 1, 9) }
	phones := func() string { return word("0157", 7, 11) }
	b := newBuilder()
	for range 4000 {
		b.term(nameTerm, names())
		b.term(phoneTerm, phones())
	}
	l := b.lexicon()
	tables := Shipped()
	for i := range 400 {
		p := probe{text: names()}
		if i%2 == 1 {
			p = probe{kind: phoneTerm, text: phones()}
		}
		want := map[uint32]level{}
		for term := l.first[p.kind][0]; term < l.first[p.kind][longest]; term++ {
			if at := p.plainly(tables, l, term); at != levels {
				want[term] = at
			}
		}
		got := map[uint32]level{}
		p.similar(tables, l, func(term uint32, at level) {
			if _, twice := got[term]; twice {
				t.Errorf("%q finds %q twice", p.text, l.word(term))
			}
			got[term] = at
		})
		if !maps.Equal(got, want) {
			for term := range uint32(l.size()) {
				at, ok := got[term]
				if right, has := want[term]; ok != has || at != right {
					t.Errorf("%q and %q: level %d, %v, want %d, %v", p.text, l.word(term), at, ok, right, has)
				}
			}
			t.FailNow()
		}
	}
}

// plainly is the level at which a term agrees, by what the levels mean.
func (p *probe) plainly(tables *Tables, l *lexicon, term uint32) level {
	w := l.word(term)
	if w == p.text {
		return exact
	}
	most := 1
	if len(p.text) >= 6 {
		most = max(1, rules[p.kind].edits)
		if p.kind == nameTerm {
			most = 2
		}
	}
	d := edits(p.text, w, 2)
	if p.kind == phoneTerm {
		switch {
		case d == 1:
			return slip
		case d > most && len(p.text) >= 7 && len(w) >= 7 && p.text[len(p.text)-7:] == w[len(w)-7:]:
			return part1
		}
		return levels
	}
	same := sound(p.text) == sound(w)
	letters := near(signature(p.text), signature(w), most) // nearly the same ones
	fits := len(w) >= len(p.text)-most && len(w) <= len(p.text)+most
	switch {
	case slices.Contains(tables.spelt[p.text], w):
		return spelling
	case slices.Contains(tables.nick[p.text], w):
		return nickname
	case len(p.text) == 1 && len(w) > 1 && w[0] == p.text[0], len(w) == 1 && w[0] == p.text[0]:
		return initial
	case len(p.text) == 1 || len(w) == 1:
		return levels
	case len(p.text) > 2 && (d == 1 || d == 2 && same && letters && fits):
		return slip
	case len(p.text) > 2 && d == 2 && most == 2 && len(w) >= 6:
		return slips2
	case same:
		return heard
	case len(p.text) >= 3 && len(w) >= 3 && (strings.HasPrefix(p.text, w) || strings.HasPrefix(w, p.text)):
		return part1
	}
	return levels
}
