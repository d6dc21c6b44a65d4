package match

// ceiling is the most that somebody can weigh who is in no posting that was
// passed.
type ceiling struct {
	*asked
	sum    float64
	groups []group
}

// group is what remains of the postings of one word or field.
type group struct {
	left  []posting        // not passed, the strongest first
	floor float64          // the most that somebody can have of it who is in no posting
	in    map[int][]bitset // by part, who is in each of left; made when asked for
}

func (a *asked) ceiling(posts []posting) *ceiling {
	c := &ceiling{asked: a, sum: max(a.inAge, 0), groups: make([]group, len(a.probes)+int(kinds)+1)}
	if a.suffix != 0 {
		c.sum += sameSon
	}
	for _, p := range posts {
		g := &c.groups[p.group]
		if p.lists == nil {
			g.floor = max(g.floor, p.bits)
			continue
		}
		g.left = append(g.left, p)
	}
	for i := range c.groups {
		c.sum += c.groups[i].most()
	}
	return c
}

func (g *group) most() float64 {
	if len(g.left) == 0 {
		return g.floor
	}
	return max(g.left[0].bits, g.floor)
}

// pass takes a posting off the ceiling.
func (c *ceiling) pass(p posting) {
	if p.lists == nil {
		return // its weight stays: nobody was looked at for it
	}
	g := &c.groups[p.group]
	was := g.most()
	g.left = g.left[1:]
	for part, sets := range g.in {
		g.in[part] = sets[1:]
	}
	c.sum += g.most() - was
}

// size is how many places there are on the lists that remain of a group.
func (g *group) size(part int) (n int) {
	for _, p := range g.left {
		for _, l := range p.lists {
			if l.part == part {
				n += len(l.list)
			}
		}
	}
	return n
}

// sets are, for each posting that remains, who of a part is in it.
func (g *group) sets(a *asked, part int) []bitset {
	if sets := g.in[part]; sets != nil {
		return sets
	}
	sets := make([]bitset, len(g.left))
	for i, p := range g.left {
		for _, l := range p.lists {
			if l.part != part {
				continue
			}
			if sets[i] == nil {
				sets[i] = newBitset(a.parts[part].people)
			}
			for _, ord := range l.list {
				sets[i].set(ord)
			}
		}
	}
	if g.in == nil {
		g.in = map[int][]bitset{}
	}
	g.in[part] = sets
	return sets
}

// doubts say how much less than the ceiling somebody of one list can weigh:
// what costs less to ask than to score them, whose cells lie all over the memory.
type doubts struct {
	*asked
	rest   float64 // of the ceiling, without what is asked
	groups []doubt
	asks   bool    // whether to look at the date of birth
	born   []date  // of the part
	date   float64 // the most that it can weigh
}

// doubt is what somebody can have of a group, by the postings they are in.
type doubt struct {
	*group
	sets []bitset
}

// atMost is a weight that the person does not pass.
func (d *doubts) atMost(ord uint32) float64 {
	w := d.rest
	for i := range d.groups {
		w += d.groups[i].of(ord)
	}
	if !d.asks {
		return w
	}
	b := d.born[ord]
	if b == manyDates {
		return w + d.date
	}
	w += d.age(b, nil)
	if met := agree(d.birth, b); met != dateOpen {
		w += d.dates[met]
	}
	return w
}

func (d *doubt) of(ord uint32) float64 {
	for i, in := range d.sets {
		if in.has(ord) {
			return max(d.left[i].bits, d.floor)
		}
	}
	return d.floor
}

// doubts are what can be asked of those on a list of a posting of group mine.
// For a short list it is quicker not to ask, and sets are not made for a list
// much shorter than they are unless nobody gets onto the list of the best from
// outside of them.
func (c *ceiling) doubts(mine int, l ords, least float64) doubts {
	d := doubts{asked: c.asked, rest: c.sum, born: c.parts[l.part].birth}
	if len(l.list) < 64 {
		return d
	}
	dates := len(c.probes)
	for i := range c.groups {
		g := &c.groups[i]
		if i == mine || i == dates || len(g.left) == 0 {
			continue
		}
		if g.in[l.part] != nil || c.sum-g.most()+g.floor < least-slack || g.size(l.part) <= 8*len(l.list) {
			d.groups = append(d.groups, doubt{g, g.sets(c.asked, l.part)})
			d.rest -= g.most()
		}
	}
	switch {
	case c.ages[1] > 0:
		d.asks, d.date = true, max(c.inAge, 0)
	case c.birth != 0 && mine != dates:
		d.asks, d.date = true, c.groups[dates].most()
	}
	d.rest -= d.date
	return d
}
