package match

import (
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"offramp/internal/tatm"
)

// Index holds people in memory and finds those whom a query may mean. Readers
// never wait: they work on a state that is replaced as a whole. Nothing is
// persisted; the index is made anew from the record when the program starts.
type Index struct {
	tables atomic.Pointer[Tables]
	state  atomic.Pointer[state]
	write  sync.Mutex // one writer at a time
	folds  sync.Mutex // one fold at a time
}

// state is what the index holds at one moment. It is never changed.
type state struct {
	parts []part
}

// part is a segment and those of it who were dropped or written anew.
type part struct {
	*segment
	dead bitset
	gone int
}

func (s *state) live() (n int) {
	for _, p := range s.parts {
		n += p.people - p.gone
	}
	return n
}

// bitset is a set of ordinals; nil is empty.
type bitset []uint64

func (b bitset) has(i uint32) bool { return b != nil && b[i>>6]&(1<<(i&63)) != 0 }

func (b bitset) set(i uint32) { b[i>>6] |= 1 << (i & 63) }

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

// New returns an empty index that knows names by t.
func New(t *Tables) *Index {
	x := &Index{}
	x.tables.Store(t)
	x.state.Store(&state{})
	return x
}

// Use makes the next search go by other tables: a team added a spelling.
func (x *Index) Use(t *Tables) { x.tables.Store(t) }

// Len is how many people the index holds.
func (x *Index) Len() int { return x.state.Load().live() }

// Sizes of the parts: what is put one by one gathers in a small tail, and parts
// of like size are folded together when there are fanOut of them.
const (
	tail   = 64
	fanOut = 8
	atOnce = 8192 // people that may be folded while a writer waits
)

// Load puts many people at once, such as everybody at start. It calls tell,
// which may be nil, after each thousand.
func (x *Index) Load(people iter.Seq[Person], tell func(done int)) {
	d, n := newDraft(), 0
	known := map[tatm.FileID]bool{}
	checks := x.Len() > 0
	for p := range people {
		if checks {
			known[p.ID] = true
		}
		d.add(p)
		if n++; tell != nil && n%1000 == 0 {
			tell(n)
		}
	}
	if n == 0 {
		return
	}
	s := d.segment()
	x.write.Lock()
	defer x.write.Unlock()
	now := x.state.Load()
	for id := range known {
		now = now.without(id)
	}
	x.state.Store(&state{parts: append(slices.Clone(now.parts), s.latest())})
}

// latest is the segment as a part; of people who came twice the last counts.
func (s *segment) latest() part {
	p := part{segment: s}
	for ord := range uint32(s.people) {
		last := ord
		s.each(s.id(ord), func(o uint32) { last = max(last, o) })
		if last != ord {
			p.kill(ord)
		}
	}
	return p
}

// Put adds people, or replaces what is held of them. When it returns they are
// found.
func (x *Index) Put(people ...Person) {
	x.write.Lock()
	defer x.write.Unlock()
	now := x.state.Load()
	for _, p := range people {
		now = now.without(p.ID)
	}
	d := newDraft()
	parts := slices.Clone(now.parts)
	if n := len(parts); n > 0 && parts[n-1].people+len(people) <= tail {
		d.take(parts[n-1].segment, parts[n-1].dead)
		parts = parts[:n-1]
	}
	for i, p := range people {
		if !slices.ContainsFunc(people[i+1:], func(q Person) bool { return q.ID == p.ID }) {
			d.add(p)
		}
	}
	parts = append(parts, part{segment: d.segment()})
	x.state.Store(&state{parts: foldSmall(parts)})
	if len(x.state.Load().heavy()) > 0 {
		go x.fold()
	}
}

// Drop takes people out. When it returns nothing that the index says depends
// on them any more, as if they had never been there.
func (x *Index) Drop(ids ...tatm.FileID) {
	x.write.Lock()
	defer x.write.Unlock()
	now := x.state.Load()
	for _, id := range ids {
		now = now.without(id)
	}
	x.state.Store(now)
}

func (s *state) without(id tatm.FileID) *state {
	for i, p := range s.parts {
		if p.people == 0 {
			continue
		}
		var found []uint32
		p.each(id, func(o uint32) {
			if !p.dead.has(o) {
				found = append(found, o)
			}
		})
		if len(found) == 0 {
			continue
		}
		out := &state{parts: slices.Clone(s.parts)}
		q := part{segment: p.segment, dead: slices.Clone(p.dead), gone: p.gone}
		for _, o := range found {
			q.kill(o)
		}
		out.parts[i] = q
		return out
	}
	return s
}

// kill marks a person of a part that nobody else holds yet.
func (p *part) kill(ord uint32) {
	if p.dead == nil {
		p.dead = newBitset(p.people)
	}
	if !p.dead.has(ord) {
		p.dead.set(ord)
		p.gone++
	}
}

// class is how big a part is, in powers of fanOut.
func class(p part) int {
	c := 0
	for n := p.people; n > tail; n /= fanOut {
		c++
	}
	return c
}

// foldSmall folds parts of like size while there are fanOut of them and few
// enough people for a writer to wait.
func foldSmall(parts []part) []part {
	for {
		from := alike(parts)
		total := 0
		for _, p := range parts[from:] {
			total += p.people
		}
		if len(parts)-from < fanOut || total > atOnce {
			return parts
		}
		parts = append(slices.Clone(parts[:from]), folded(parts[from:]))
	}
}

// alike is where the parts at the end begin that are no bigger than the last.
func alike(parts []part) int {
	if len(parts) == 0 {
		return 0
	}
	from := len(parts) - 1
	last := class(parts[from])
	for from > 0 && class(parts[from-1]) <= last {
		from--
	}
	return from
}

func folded(parts []part) part {
	d := newDraft()
	for _, p := range parts {
		d.take(p.segment, p.dead)
	}
	return part{segment: d.segment()}
}

// heavy lists the parts that a fold in the background takes together: many of
// a middle size, or one of which an eighth is gone.
func (s *state) heavy() (out []int) {
	by := map[int][]int{}
	for i, p := range s.parts {
		if c := class(p); p.people > tail {
			by[c] = append(by[c], i)
		}
		if p.people > tail && p.gone*8 > p.people {
			return []int{i}
		}
	}
	for c := 1; c < 12; c++ {
		if len(by[c]) >= fanOut {
			return by[c]
		}
	}
	return nil
}

// fold takes big parts together while readers and the writer go on.
func (x *Index) fold() {
	if !x.folds.TryLock() {
		return // one is under way, and looks again when it ends
	}
	defer x.folds.Unlock()
	for {
		now := x.state.Load()
		which := now.heavy()
		if len(which) == 0 {
			return
		}
		x.replace(now, which)
	}
}

// Compact folds everything into one part. What was dropped is then out of the
// memory as well.
func (x *Index) Compact() {
	x.folds.Lock()
	defer x.folds.Unlock()
	now := x.state.Load()
	all := make([]int, len(now.parts))
	for i := range all {
		all[i] = i
	}
	if len(all) > 0 {
		x.replace(now, all)
	}
}

// replace folds the named parts of a state. Only small parts change under the
// writer meanwhile, besides who is dead: whoever died since is taken out of
// the fold as well.
func (x *Index) replace(was *state, which []int) {
	olds := make([]part, len(which))
	for i, at := range which {
		olds[i] = was.parts[at]
	}
	made := folded(olds)
	x.write.Lock()
	defer x.write.Unlock()
	var parts []part
	placed, lost := false, len(olds)
	for _, p := range x.state.Load().parts {
		i := slices.IndexFunc(olds, func(o part) bool { return o.segment == p.segment })
		if i < 0 {
			parts = append(parts, p)
			continue
		}
		lost--
		for ord := range uint32(p.people) {
			if p.gone > olds[i].gone && p.dead.has(ord) && !olds[i].dead.has(ord) {
				made.each(p.id(ord), func(o uint32) { made.kill(o) })
			}
		}
		if !placed {
			parts, placed = append(parts, part{}), true
		}
	}
	if lost > 0 {
		return // the writer folded some of them itself
	}
	parts[slices.IndexFunc(parts, func(p part) bool { return p.segment == nil })] = made
	x.state.Store(&state{parts: parts})
}
