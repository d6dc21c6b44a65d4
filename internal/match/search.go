package match

import (
	"cmp"
	"math"
	"slices"

	"offramp/internal/tatm"
)

// Search returns the at most k people on file whom q may mean, the most likely
// first. sees says whom the asker may see; nil is everybody. The answer is the
// same whatever the order in which people were put, and whatever else the index
// holds that the asker may not see.
func (x *Index) Search(q Query, sees func(tatm.FileID) bool, k int) []Suggestion {
	return x.search(q, sees, k, false)
}

func (x *Index) search(q Query, sees func(tatm.FileID) bool, k int, everybody bool) []Suggestion {
	s, t := x.state.Load(), x.tables.Load()
	var out []Suggestion
	for _, one := range q.each() {
		a := prepare(t, s, one, sees, 0)
		if len(a.probes) > 0 {
			out = append(out, a.suggest(a.best(everybody))...)
		}
	}
	slices.SortStableFunc(out, ahead)
	seen := map[tatm.FileID]bool{}
	out = slices.DeleteFunc(out, func(s Suggestion) bool {
		had := seen[s.ID]
		seen[s.ID] = true
		return had
	})
	return out[:min(k, len(out))]
}

func ahead(a, b Suggestion) int {
	return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(a.ID, b.ID))
}

func prepare(t *Tables, s *state, q Query, sees func(tatm.FileID) bool, twins float64) *asked {
	a := &asked{tables: t, twins: twins, parts: make([]view, 0, len(s.parts))}
	for _, p := range s.parts {
		v := view{part: p, sees: sees, done: newBitset(p.people)}
		if sees != nil {
			v.known, v.shown = newBitset(p.people), newBitset(p.people)
		}
		a.parts = append(a.parts, v)
	}
	a.read(q)
	a.weigh()
	return a
}

// found is a person on the list, with the weight.
type found struct {
	bits float64
	part int
	ord  uint32
	id   tatm.FileID
}

func (f found) ahead(g found) int {
	return cmp.Or(cmp.Compare(g.bits, f.bits), cmp.Compare(f.id, g.id))
}

// top is the list of the best, the worst of them first to go.
type top struct {
	list  []found
	least float64
}

// take puts f on the list if it belongs there.
func (t *top) take(f found) {
	if f.bits < t.least {
		return
	}
	if len(t.list) < weighed {
		if t.list = append(t.list, f); len(t.list) == weighed {
			slices.SortFunc(t.list, found.ahead)
			t.least = t.list[weighed-1].bits
		}
		return
	}
	last := t.list[weighed-1]
	if f.ahead(last) > 0 {
		return
	}
	i, _ := slices.BinarySearchFunc(t.list, f, found.ahead)
	copy(t.list[i+1:], t.list[i:])
	t.list[i] = f
	t.least = t.list[weighed-1].bits
}

// posting is everybody who agrees with one probe, or with the date of birth, at
// one level.
type posting struct {
	bits  float64
	group int // probes of which at most one counts share a group
	lists []ords
}

type ords struct {
	part int
	list []uint32
}

// best finds the weighed best. Everybody who agrees with something is looked
// at, strongest evidence first, until what is left of the evidence could not
// bring anybody onto the list (MaxScore; Turtle and Flood 1995). A person who
// is looked at is scored whole, so stopping early loses nobody.
func (a *asked) best(everybody bool) []found {
	t := top{least: a.least}
	if everybody {
		for i := range a.parts {
			for ord := range uint32(a.parts[i].people) {
				a.visit(i, ord, &t)
			}
		}
		slices.SortFunc(t.list, found.ahead)
		return t.list
	}
	posts := a.postings()
	slices.SortFunc(posts, func(x, y posting) int { return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.group, y.group)) })
	rest := a.ceilings(posts)
	for i, p := range posts {
		if rest[i] < t.least-1e-9 {
			break
		}
		for _, l := range p.lists {
			for _, ord := range l.list {
				a.visit(l.part, ord, &t)
			}
		}
	}
	slices.SortFunc(t.list, found.ahead)
	return t.list
}

func (a *asked) visit(part int, ord uint32, t *top) {
	v := &a.parts[part]
	if v.done.has(ord) {
		return
	}
	v.done.set(ord)
	if !v.open(ord) {
		return
	}
	if w := a.score(v, ord, nil); w >= t.least && w > 0 {
		t.take(found{bits: w, part: part, ord: ord, id: v.id(ord)})
	}
}

// ceilings is, for each posting, the most that somebody can weigh who is in no
// posting before it.
func (a *asked) ceilings(posts []posting) []float64 {
	groups := len(a.probes) + int(kinds) + 1
	left := make([]float64, groups)
	always := max(a.inAge, 0)
	if a.suffix != 0 {
		always += sameSon
	}
	out := make([]float64, len(posts))
	sum := always
	for i := len(posts) - 1; i >= 0; i-- {
		g := posts[i].group
		sum += max(posts[i].bits, 0) - left[g]
		left[g] = max(posts[i].bits, 0)
		out[i] = sum
	}
	return out
}

// postings lists who agrees with what. Fields share a group, for only the best
// value of a field counts; each word of a name has its own.
func (a *asked) postings() []posting {
	by := make([][levels]int, len(a.probes)) // posting+1
	var out []posting
	for part := range a.parts {
		v := &a.parts[part]
		for _, h := range v.hits.pool {
			p := &a.probes[h.probe]
			at := &by[h.probe][h.level]
			if *at == 0 {
				group := int(h.probe)
				if p.kind != nameTerm {
					group = len(a.probes) + int(p.kind)
				}
				out = append(out, posting{bits: p.at[h.level].bits, group: group})
				*at = len(out)
			}
			if list := v.having(h.term); len(list) > 0 {
				out[*at-1].lists = append(out[*at-1].lists, ords{part, list})
			}
		}
	}
	return append(out, a.born()...)
}

// born lists who was born when, as far as that speaks for anybody.
func (a *asked) born() (out []posting) {
	if a.birth == 0 {
		return nil
	}
	put := func(g agreement, spans ...[2]date) {
		p := posting{bits: a.dates[g], group: len(a.probes)}
		for part := range a.parts {
			for _, s := range spans {
				if list := a.parts[part].bornIn(s[0], s[1]); len(list) > 0 {
					p.lists = append(p.lists, ords{part, list})
				}
			}
		}
		out = append(out, p)
	}
	if a.birth.full() {
		put(dateExact, [2]date{a.birth, a.birth})
		var near [][2]date
		for _, d := range a.birth.slipped() {
			near = append(near, [2]date{d, d})
		}
		put(dateNear, near...)
	}
	// Whoever agrees in less is in no posting: these weights count for
	// everybody, as a ceiling, and a name has to bring them in.
	rest := math.Inf(-1)
	for _, g := range []agreement{dateTwo, dateYear, monthKnown, yearKnown, yearBeside, monthDay} {
		rest = max(rest, a.dates[g])
	}
	return append(out, posting{bits: rest, group: len(a.probes)})
}
