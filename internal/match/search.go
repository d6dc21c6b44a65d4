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
	return out[:min(max(k, 0), len(out))]
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
	even  float64 // the weight of an even chance
}

// behind is what is too far behind the best to be suggested. Whoever is
// plausible alone stays: a person may have two files.
func (t *top) behind(best float64) float64 { return min(best-behind, t.even-fair) }

// take puts f on the list if it belongs there.
func (t *top) take(f found) {
	if f.bits < t.least {
		return
	}
	t.least = max(t.least, t.behind(f.bits))
	if len(t.list) < weighed {
		if t.list = append(t.list, f); len(t.list) == weighed {
			slices.SortFunc(t.list, found.ahead)
			t.least = max(t.least, t.list[weighed-1].bits)
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
	t.least = max(t.least, t.list[weighed-1].bits)
}

// ranked is the list, the best first, without those who fell behind since.
func (t *top) ranked() []found {
	slices.SortFunc(t.list, found.ahead)
	return slices.DeleteFunc(t.list, func(f found) bool { return f.bits < t.behind(t.list[0].bits) })
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
	t := top{least: a.least, even: math.Log2(float64(a.n) + 1)}
	if everybody {
		for i := range a.parts {
			for ord := range uint32(a.parts[i].people) {
				a.visit(i, ord, &t)
			}
		}
		return t.ranked()
	}
	posts := a.postings()
	slices.SortFunc(posts, func(x, y posting) int { return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.group, y.group)) })
	c := a.ceiling(posts)
	for _, p := range posts {
		if c.sum < t.least-slack {
			break
		}
		for _, l := range p.lists {
			d := c.doubts(p.group, l, t.least)
			for _, ord := range l.list {
				if d.atMost(ord) >= t.least-slack {
					a.visit(l.part, ord, &t)
				}
			}
		}
		c.pass(p)
	}
	return t.ranked()
}

// slack is what sums of weights in another order may differ by.
const slack = 1e-9

func (a *asked) visit(part int, ord uint32, t *top) {
	v := &a.parts[part]
	if v.done.has(ord) {
		return
	}
	v.done.set(ord)
	a.looked++
	if !v.open(ord) {
		return
	}
	if w := a.score(v, ord, nil); w >= t.least && w > 0 {
		t.take(found{bits: w, part: part, ord: ord, id: v.id(ord)})
	}
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
		if p.lists != nil { // one without lists counts for everybody
			out = append(out, p)
		}
	}
	known := []agreement{dateClose, dateTwo, dateYear, monthKnown, yearKnown, yearBeside, monthDay}
	if a.birth.full() {
		y, m, d := a.birth.year(), a.birth.month(), a.birth.day()
		put(dateExact, days(a.birth)...)
		put(dateNear, days(a.birth.slipped()...)...)
		put(dateClose, days(a.birth.around()...)...)
		put(monthKnown, days(partial(y, m, 0))...)
		put(yearKnown, days(partial(y, 0, 0))...)
		put(monthDay, days(partial(0, m, d))...)
		var beside []date
		for month := range 13 {
			beside = append(beside, partial(y-1, month, 0), partial(y+1, month, 0))
		}
		put(yearBeside, days(beside...)...)
		known = []agreement{dateTwo, dateYear}
	}
	// Whoever agrees in less is in no posting: these weights count for
	// everybody, as a ceiling, and a name has to bring them in.
	rest := math.Inf(-1)
	for _, g := range known {
		rest = max(rest, a.dates[g])
	}
	return append(out, posting{bits: rest, group: len(a.probes)})
}

// days are spans of one date each.
func days(list ...date) (out [][2]date) {
	for _, d := range list {
		out = append(out, [2]date{d, d})
	}
	return out
}

func partial(y, m, d int) date { return packDate(tatm.PartialDate{Year: y, Month: m, Day: d}) }
