package match

// agreed is one word of a name on file set against a probe.
type agreed struct {
	probe uint8
	word  uint8
	level level
	bits  float64
}

// score is the weight of evidence that the person ord of part v is whom the
// query means; whoever agrees in nothing that could have found them weighs
// nothing. It is the only place where evidence is added up; tell, when not nil,
// writes down what it finds.
func (a *asked) score(v *view, ord uint32, tell *teller) float64 {
	cells := v.person(ord)
	var chosen []uint32
	best, met, loosely := 0.0, uint64(0), uint64(0)
	some := false
	i := 0
	for i < len(cells) && cells[i]>>cellBits == cellRow {
		end := i + 1
		for end < len(cells) && cells[end]>>cellBits < cellRow {
			end++
		}
		if len(a.words) > 0 {
			w, closely, roughly, any := a.row(v, cells[i:end], nil)
			if chosen == nil || w > best {
				best, chosen, met, loosely = w, cells[i:end], closely, roughly
			}
			some = some || any
		}
		i = end
	}
	if tell != nil && chosen != nil {
		a.row(v, chosen, tell)
	}
	w, closely, any := a.facts(v, cells[i:], tell)
	if !some && !any {
		return 0
	}
	met |= closely
	for _, p := range a.pairs {
		less := 0.0
		switch {
		case met&p.both == p.both:
			less = p.less
		case loosely&p.both == p.both:
			less = p.loose
		}
		if less > 0 {
			w -= less
			tell.say("name", "together", -less)
		}
	}
	return best + w
}

const mostAgreed = 48

// row weighs one name of a person. It says also which probes agree closely, or
// at least roughly, and whether any does.
func (a *asked) row(v *view, row []uint32, tell *teller) (w float64, closely, roughly uint64, any bool) {
	var list [mostAgreed]agreed
	n := 0
	words := row[1:]
	if len(words) > mostTokens {
		words = words[:mostTokens]
	}
	for j, c := range words {
		for at := v.hits.of(c & lowBits); at != 0 && n < mostAgreed; at = v.hits.next[at-1] {
			h := v.hits.pool[at-1]
			p := &a.probes[h.probe]
			g := agreed{probe: h.probe, word: uint8(j), level: h.level, bits: p.at[h.level].bits + misfit(p.role, role(c>>cellBits))}
			k := n
			for ; k > 0 && list[k-1].weaker(g); k-- {
				list[k] = list[k-1]
			}
			list[k] = g
			n++
		}
	}
	w, closely, roughly = a.assign(row, words, list[:n], tell)
	return w, closely, roughly, n > 0
}

// weaker orders by weight, then by what is asked first, so that equal evidence
// is always used in one way.
func (g agreed) weaker(h agreed) bool {
	if g.bits != h.bits {
		return g.bits < h.bits
	}
	if g.probe != h.probe {
		return g.probe > h.probe
	}
	return g.word > h.word
}

// misfit makes a word prefer its own part of the name.
func misfit(a, b role) float64 {
	switch {
	case a == b || a == anyRole || b == anyRole:
		return 0
	case a == middle || b == middle:
		return misplace
	}
	return -.5
}

// assign gives each word at most one partner, the strongest first, and weighs
// what is left over.
func (a *asked) assign(row, words []uint32, list []agreed, tell *teller) (total float64, closely, roughly uint64) {
	used, taken := uint32(0), uint32(0)
	swap, lastAsked, lastWord := false, -1, -1
	ordered := true
	for _, g := range list {
		p := &a.probes[g.probe]
		if used&p.cover != 0 || taken&(1<<g.word) != 0 {
			continue
		}
		used, taken = used|p.cover, taken|1<<g.word
		w := g.bits
		r := role(words[g.word] >> cellBits)
		if p.role != r && p.role != anyRole && r != anyRole && p.role != middle && r != middle {
			w += .5 // misfit was only to choose
			swap = true
		}
		if p.role == anyRole && r == anyRole {
			ordered = ordered && (lastAsked < 0 || (int(p.cover) > lastAsked) == (int(g.word) > lastWord))
			lastAsked, lastWord = int(p.cover), int(g.word)
		}
		total += w
		if g.level <= spelling {
			closely |= 1 << g.probe
		}
		if g.level <= heard {
			roughly |= 1 << g.probe
		}
		tell.name(p, g, words[g.word], w)
	}
	if swap {
		total += swapped
		tell.say("name", "order", swapped)
	}
	if !ordered {
		total += shuffled
		tell.say("name", "order", shuffled)
	}
	return total + a.left(words, used, taken, tell) + a.son(row[0], tell), closely, roughly
}

// left weighs the words without a partner. A part of the name that one side
// does not have is no evidence.
func (a *asked) left(words []uint32, used, taken uint32, tell *teller) float64 {
	var mine, theirs, mineLeft, theirsLeft [anyRole + 1]int
	for i, t := range a.words {
		mine[t.role]++
		if used&(3<<(2*i)) == 0 {
			mineLeft[t.role]++
		}
	}
	for j, c := range words {
		r := role(c >> cellBits)
		theirs[r]++
		if taken&(1<<j) == 0 {
			theirsLeft[r]++
		}
	}
	x, y := 0, 0
	for r := given; r <= anyRole; r++ {
		if theirs[r]+theirs[anyRole] > 0 || r == anyRole {
			x += mineLeft[r]
		}
		if mine[r]+mine[anyRole] > 0 || r == anyRole {
			y += theirsLeft[r]
		}
	}
	differ := min(x, y)
	mids := min(differ, mineLeft[middle], theirsLeft[middle])
	more := max(x, y) - differ
	family := min(more, max(mineLeft[family], theirsLeft[family]))
	w := float64(differ-mids)*differs + float64(mids)*midDiffs + float64(more-family)*extra + float64(family)*second
	if w < 0 {
		code := "extra"
		if differ > 0 {
			code = "differs"
		}
		tell.say("name", code, w)
	}
	return w
}

// son weighs Jr and Sr.
func (a *asked) son(row uint32, tell *teller) float64 {
	theirs := uint8(row & 15)
	switch {
	case a.suffix == 0 || theirs == 0:
		return 0
	case a.suffix == theirs:
		tell.say("suffix", "same", sameSon)
		return sameSon
	}
	tell.say("suffix", "differs", sonOf)
	return sonOf
}

// facts weighs everything that is no name, and says whether anything met.
func (a *asked) facts(v *view, cells []uint32, tell *teller) (total float64, closely uint64, some bool) {
	var has [kinds]bool
	var best [kinds]struct {
		bits float64
		hit  hit
		ok   bool
	}
	born, met := date(0), dateOpen
	for _, c := range cells {
		what, low := c>>cellBits, c&lowBits
		if what == cellBirth {
			if g := agree(a.birth, date(low)); g != dateOpen && (met == dateOpen || a.dates[g] > a.dates[met]) {
				met, born = g, date(low)
			} else if born == 0 {
				born = date(low)
			}
			continue
		}
		kind, _ := kindOf(what)
		has[kind] = true
		for at := v.hits.of(low); at != 0; at = v.hits.next[at-1] {
			h := v.hits.pool[at-1]
			if w := a.probes[h.probe].at[h.level].bits; !best[kind].ok || w > best[kind].bits {
				best[kind].bits, best[kind].hit, best[kind].ok = w, h, true
			}
		}
	}
	if met != dateOpen {
		total += a.dates[met]
		some = met == dateExact || met == dateNear
		tell.date(a.birth, born, met, a.dates[met])
	}
	total += a.age(born, tell)
	for kind := nameTerm + 1; kind < kinds; kind++ {
		switch {
		case best[kind].ok:
			total += best[kind].bits
			some = true
			if best[kind].hit.level == exact {
				closely |= 1 << best[kind].hit.probe
			}
			tell.value(kind, &a.probes[best[kind].hit.probe], best[kind].hit, best[kind].bits)
		case has[kind] && a.asks&(1<<kind) != 0:
			total += a.differs[kind]
			tell.say(fieldOf[kind], "differs", a.differs[kind])
		}
	}
	return total, closely, some
}

// age weighs a year of birth against the years that an age leaves open.
func (a *asked) age(born date, tell *teller) float64 {
	if a.ages[1] == 0 || born.year() == 0 {
		return 0
	}
	if y := born.year(); y >= a.ages[0] && y <= a.ages[1] {
		tell.say("birth", "age", a.inAge)
		return a.inAge
	}
	tell.say("birth", "not-age", a.offAge)
	return a.offAge
}
