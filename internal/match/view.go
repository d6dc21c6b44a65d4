package match

import (
	"math"

	"offramp/internal/tatm"
)

// view is a part of the index as one asker sees it during one query.
type view struct {
	part
	sees func(tatm.FileID) bool // nil: everybody
	// known and shown remember whom sees was asked about, so that it is asked
	// once for each person; done are those who were scored.
	known, shown, done bitset
	hits               hits
}

// open reports whether the asker may see the person and the person is there.
// Nothing is counted or weighed of anybody before this says yes.
func (v *view) open(ord uint32) bool {
	if v.dead.has(ord) {
		return false
	}
	if v.sees == nil {
		return true
	}
	if v.known.has(ord) {
		return v.shown.has(ord)
	}
	v.known.set(ord)
	if v.sees(v.id(ord)) {
		v.shown.set(ord)
		return true
	}
	return false
}

// count is how many of a list the asker may see.
func (v *view) count(list []uint32) (n int) {
	if v.dead == nil && v.sees == nil {
		return len(list)
	}
	for _, ord := range list {
		if v.open(ord) {
			n++
		}
	}
	return n
}

// population is how many people the asker may see. In a big index it is told
// from one in sampled, chosen by id: the number only moves a logarithm, and
// whether it is told so depends on visible people alone.
func population(parts []view) int {
	n, some := 0, 0
	exactly := true
	for i := range parts {
		if v := &parts[i]; v.sees != nil {
			exactly = false
			some += v.count(v.sample)
		} else {
			n += v.people - v.gone
		}
	}
	if exactly {
		return n
	}
	if some >= 512 {
		return some * sampled
	}
	for i := range parts {
		for ord := range uint32(parts[i].people) {
			if parts[i].open(ord) {
				n++
			}
		}
	}
	return n
}

// hits are the terms of a part that agree with a probe, found by term.
type hits struct {
	table []int32 // first hit+1 by hash of the term
	pool  []hit
	next  []int32 // the next hit+1 of the same term
}

func (h *hits) slot(term uint32) uint32 {
	mask := uint32(len(h.table) - 1)
	i := term * 2654435769 >> 7 & mask
	for ; h.table[i] != 0 && h.pool[h.table[i]-1].term != term; i = (i + 1) & mask {
	}
	return i
}

func (h *hits) add(x hit) {
	if 2*len(h.pool) >= len(h.table) {
		h.grow()
	}
	i := h.slot(x.term)
	h.pool, h.next = append(h.pool, x), append(h.next, h.table[i])
	h.table[i] = int32(len(h.pool))
}

func (h *hits) grow() {
	h.table = make([]int32, max(256, 2*len(h.table)))
	for i, x := range h.pool {
		at := h.slot(x.term)
		h.next[i] = h.table[at]
		h.table[at] = int32(i + 1)
	}
}

// of is the first hit of a term, as a position+1, or 0.
func (h *hits) of(term uint32) int32 {
	if len(h.table) == 0 {
		return 0
	}
	return h.table[h.slot(term)]
}

// weigh counts how common each agreement is among those the asker may see and
// turns that into weights.
func (a *asked) weigh() {
	if a.n = population(a.parts); a.twins == alone {
		a.n = crowd
	}
	a.least = max(0, math.Log2(float64(a.n)+1)-floor)
	for i := range a.probes {
		p := &a.probes[i]
		for j := range a.parts {
			v := &a.parts[j]
			p.similar(a.tables, v.lexicon, func(term uint32, at level) {
				v.hits.add(hit{term: term, probe: uint8(i), level: at})
				p.at[at].count += v.count(v.having(term))
			})
		}
		if p.kind == nameTerm {
			p.similar(a.tables, a.tables.common, func(term uint32, at level) {
				p.at[at].prior += a.tables.of(a.tables.common.word(term), p.role)
			})
		}
		a.weighProbe(p)
	}
	a.weighBirth()
	a.weighPairs()
}

func (a *asked) weighProbe(p *probe) {
	if p.kind == nameTerm {
		for at := range levels {
			t := &p.at[at]
			t.bits = weight(nameM[at], blended(t.count, a.n, 1+a.twins*nameM[at], t.prior+nameFloor[at], nameK, unseen))
			if at == initial || at == exact && len(p.text) == 1 {
				t.bits = weight(nameM[initial], nameFloor[initial])
			}
			if p.cover&(p.cover<<1) == 0 { // two halves say no more than the word
				t.bits = min(t.bits, a.probes[p.whole].at[exact].bits/2)
			}
		}
		return
	}
	a.asks |= 1 << p.kind
	r := &rules[p.kind]
	any := 0
	for at := range levels {
		t := &p.at[at]
		if r.m[at] == 0 {
			continue
		}
		prior, rare := r.prior, r.rare
		if at != exact {
			prior, rare = 2*prior, 4*rare
		}
		t.bits = weight(r.m[at], blended(t.count, a.n, 1+a.twins*r.m[at], prior, r.k, rare))
		any += t.count
	}
	a.differs[p.kind] = min(0, weight(r.none, 1-min(.9, float64(any)/float64(a.n+1))))
}

func (a *asked) weighBirth() {
	count := func(from, to date) (n int) {
		for i := range a.parts {
			n += a.parts[i].count(a.parts[i].bornIn(from, to))
		}
		return n
	}
	u := dateU
	switch {
	case a.birth.year() > 0:
		from := packDate(tatm.PartialDate{Year: a.birth.year()})
		u[yearKnown] = blended(count(from, from|511), a.n, 1+a.twins, dateU[yearKnown], dateK, unseen)
		dense := u[yearKnown] / dateU[yearKnown] // how much commoner the year is here
		u[dateYear], u[monthKnown], u[yearBeside] = u[yearKnown], u[yearKnown]/12, min(.9, 2*u[yearKnown])
		u[dateNear] *= dense
		u[dateClose] *= dense
		u[dateTwo] = 1.0/365 + u[yearKnown]*(1.0/12+1.0/30)
		if a.birth.full() {
			prior := dateU[dateExact]
			if a.birth.month() == 1 && a.birth.day() == 1 {
				prior *= 10 // written where nobody knows the day
			}
			u[dateExact] = blended(count(a.birth, a.birth), a.n, 1+a.twins*dateM[dateExact], prior, dateK, unseen)
		}
	case a.ages[1] > 0:
		from, to := packDate(tatm.PartialDate{Year: a.ages[0]}), packDate(tatm.PartialDate{Year: a.ages[1]})
		in := blended(count(from, to|511), a.n, 1+a.twins, min(.5, float64(a.ages[1]-a.ages[0]+1)/70), dateK, unseen)
		a.inAge, a.offAge = weight(.92, in), weight(.08, max(.01, 1-in))
	}
	for g := range agreements {
		switch g {
		case dateOpen:
		case dateNone:
			a.dates[g] = weight(dateM[g], 1)
		default:
			a.dates[g] = weight(dateM[g], u[g])
		}
	}
}

// weighPairs counts who agrees in two things at once. Where two go together
// more often than chance would have it, they say less together.
func (a *asked) weighPairs() {
	first, last := -1, -1
	for i, t := range a.words {
		switch {
		case t.role == given && first < 0, t.role == anyRole && i == 0:
			first = i
		case t.role == family && last < 0, t.role == anyRole && i == len(a.words)-1:
			last = i
		}
	}
	a.together(first, last)
	for i := range len(a.words) - 1 {
		if later := a.words[i+1].role; later != family || a.words[i].role == family {
			a.together(i, i+1) // two words of a given name, or of a family name
		}
	}
	for i := range a.probes {
		for j := range a.probes {
			if a.probes[i].kind == cityTerm && a.probes[j].kind == postcodeTerm {
				a.together(i, j)
			}
			if i == last && a.probes[j].kind == streetTerm {
				a.together(i, j)
			}
		}
	}
}

func (a *asked) together(i, j int) {
	if i < 0 || j < 0 || i == j || a.twins == alone {
		return
	}
	p := joint{both: 1<<i | 1<<j, less: a.dependence(i, j, spelling)}
	if a.probes[i].kind == nameTerm && a.probes[j].kind == nameTerm {
		p.loose = a.dependence(i, j, heard)
	}
	if p.less > 0 || p.loose > 0 {
		a.pairs = append(a.pairs, p)
	}
}

// dependence is how many bits less two probes say together, counting whom they
// agree with up to a level.
func (a *asked) dependence(i, j int, upTo level) float64 {
	both := 0
	for part := range a.parts {
		both += a.parts[part].both(uint8(i), uint8(j), upTo)
	}
	apart := a.share(a.probes[i].upTo(upTo)) * a.share(a.probes[j].upTo(upTo))
	seen := (max(float64(both)-1-a.twins*.5, 0) + nameK*apart) / (float64(a.n) + nameK)
	return max(0, min(math.Log2(seen/apart), a.probes[i].at[exact].bits, a.probes[j].at[exact].bits))
}

// upTo is what is known of a probe's levels up to one, as one.
func (p *probe) upTo(last level) (t tally) {
	t.prior = nameFloor[exact]
	for at := exact; at <= last; at++ {
		t.count += p.at[at].count
		t.prior += p.at[at].prior
	}
	return t
}

func (a *asked) share(t tally) float64 {
	return blended(t.count, a.n, 1+a.twins*nameM[exact], t.prior, nameK, unseen)
}

// both counts the visible people who agree with both probes up to a level.
func (v *view) both(x, y uint8, upTo level) (n int) {
	var of [2][]uint32
	for i, probe := range []uint8{x, y} {
		for _, h := range v.hits.pool {
			if h.probe == probe && h.level <= upTo {
				of[i] = append(of[i], h.term)
			}
		}
	}
	if len(of[0]) == 0 || len(of[1]) == 0 {
		return 0
	}
	bears := newBitset(v.people)
	for _, t := range of[0] {
		for _, ord := range v.having(t) {
			bears.set(ord)
		}
	}
	for _, t := range of[1] {
		for _, ord := range v.having(t) {
			if bears.has(ord) && v.open(ord) {
				n++
			}
		}
	}
	return n
}
