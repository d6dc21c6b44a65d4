package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/catalog"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// chance draws a history; its number is its seed, so a failure can be run again.
type chance struct{ *rand.Rand }

func (c chance) one(of ...int) int { return of[c.IntN(len(of))] }

// someRegimes are drawn; GENERAL most of all.
func (c chance) regime() tatm.Regime {
	if c.IntN(2) == 0 {
		return tatm.General
	}
	return tatm.Regimes[c.IntN(len(tatm.Regimes))]
}

// sectionsOf are the kinds of entry that a history writes.
var sectionsOf = []tatm.Section{tatm.SectionFacts, tatm.SectionTask, tatm.SectionDiscussion, tatm.SectionDecision}

// next draws what happens next in a history of some people, the first of whom
// presides and is never shut out.
func (c chance) next(n *naive, now int) happening {
	who := 1 + c.IntN(len(n.seats)-1)
	h := happening{at: now, who: who, entry: -1, from: now}
	switch c.IntN(10) {
	case 0, 1, 2:
		h.what, h.until = "invite", now+c.one(3, 10, 40)
		h.from = now + c.one(0, 0, 5) - c.one(0, 0, 2)
		switch c.IntN(3) {
		case 0:
			h.section = sectionsOf[c.IntN(len(sectionsOf))]
		case 1:
			if len(n.entries) > 0 {
				h.entry = c.IntN(len(n.entries))
			}
		}
	case 3:
		h.what, h.of = "revoke", -1
		for i, x := range n.log {
			if x.what == "invite" && c.IntN(2) == 0 {
				h.of = i
			}
		}
		if h.of < 0 {
			h.what = "write"
		}
	case 4:
		h.what, h.until = "wall", c.one(0, now+4, now+20)
	case 5:
		h.what = []string{"convene", "open"}[c.IntN(2)]
	case 6:
		h.what = "own"
	default:
		h.what = "write"
	}
	return h
}

// people draws the seats: the chair, and five others here and elsewhere.
func (c chance) people(ends bool) [][]seatedIn {
	out := [][]seatedIn{{{role: tatm.Chair, here: true}}}
	roles := []tatm.Role{tatm.Deputy, tatm.Core, tatm.Core, tatm.Core, tatm.Intake, tatm.Approver, tatm.RecordsOffice, tatm.Affiliate, tatm.Auditor}
	fields := []tatm.Discipline{tatm.LawEnforcement, tatm.MentalHealth, tatm.LegalCounsel, ""}
	for range 5 {
		var seats []seatedIn
		for range c.one(1, 1, 2) {
			s := seatedIn{role: roles[c.IntN(len(roles))], discipline: fields[c.IntN(len(fields))], here: c.IntN(4) > 0}
			if ends && c.IntN(3) == 0 {
				s.until = c.one(8, 30)
			}
			seats = append(seats, s)
		}
		out = append(out, seats)
	}
	return out
}

func clockAt(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }

// paper is the case as a file of entries, shown by the rules themselves: the
// derivation and package access, without a database.
type paper struct {
	f      tatm.File
	ids    []tatm.EntryID // of the model's entries
	source map[int]tatm.EntryID
	pack   tatm.PackRef
	rules  *tatm.Pack // what clears the seats
}

func (p *paper) put(r tatm.Record, g tatm.Regime, only tatm.ActorID) tatm.EntryID {
	id := tatm.EntryID(fmt.Sprintf("e%d", len(p.f.Entries)))
	p.f.Entries = append(p.f.Entries, tatm.Entry{ID: id, Version: 1, Regime: g, OnlyFor: only, Record: r})
	return id
}

func actor(n int) tatm.ActorID { return tatm.ActorID(fmt.Sprintf("p%d", n)) }

// do enters what happened.
func (p *paper) do(h happening, at int, n *naive) {
	switch h.what {
	case "invite":
		v := tatm.Invitation{Actor: actor(h.who), From: clockAt(h.from), Until: clockAt(h.until)}
		if h.section != "" {
			v.Sections = []tatm.Section{h.section}
		}
		if h.entry >= 0 {
			v.Entries = []tatm.EntryID{p.ids[h.entry]}
		}
		p.source[at] = p.put(v, tatm.General, "")
	case "revoke":
		i := slices.IndexFunc(p.f.Entries, func(e tatm.Entry) bool { return e.ID == p.source[h.of] })
		v := p.f.Entries[i].Record.(tatm.Invitation)
		v.Revoked = clockAt(h.at)
		p.f.Entries[i].Record = v
	case "wall":
		w := tatm.Wall{Actor: actor(h.who), From: clockAt(h.from)}
		if h.until > 0 {
			w.Until = clockAt(h.until)
		}
		p.put(w, tatm.General, "")
	case "convene", "open":
		p.put(tatm.Case{Convened: h.what == "convene", Pack: p.pack}, tatm.General, "")
	case "own":
		p.put(tatm.Charge{Owner: actor(h.who)}, tatm.General, "")
	case "write":
		e := n.entries[h.entry]
		only := tatm.ActorID("")
		if e.author >= 0 {
			only = actor(e.author)
		}
		r := map[tatm.Section]tatm.Record{tatm.SectionFacts: tatm.Observation{}, tatm.SectionTask: tatm.Task{}, tatm.SectionDiscussion: tatm.Message{}, tatm.SectionDecision: tatm.Decision{}}[e.section]
		p.ids = append(p.ids, p.put(r, e.regime, only))
	}
}

// sees asks the rules.
func (p *paper) sees(n *naive, who, now int, d tatm.Derived, roles []tatm.Role) (answer string, shown []int) {
	a := access.Actor{ID: actor(who), Org: "o", Pack: p.rules}
	for _, s := range n.seats[who] {
		seat := tatm.Seat{Team: "here", Role: s.role, Discipline: s.discipline, From: clockAt(s.from)}
		if !s.here {
			seat.Team = "there"
		}
		if s.until > 0 {
			seat.Until = clockAt(s.until)
		}
		a.Seats = append(a.Seats, seat)
	}
	h := access.Head{Org: "o", File: "f", Kind: tatm.CaseFile, Team: "here", Owner: d.Head.Owner, Convened: d.Head.Convened}
	for _, b := range d.Bars {
		h.Walled = h.Walled || b.Actor == a.ID && b.Holds(clockAt(now))
	}
	for _, g := range d.Grants {
		if g.Actor == a.ID && g.Holds(clockAt(now)) {
			h.Shared, h.SharedWhole = true, h.SharedWhole || g.Entry == "" && g.Section == ""
		}
	}
	scope, err := access.Decide(a, access.Op{Name: "test", Roles: roles}, h, clockAt(now))
	if err != nil {
		return map[fault.Kind]string{fault.NotFound: "none", fault.Denied: "no"}[fault.KindOf(err)], nil
	}
	for i, id := range p.ids {
		at := slices.IndexFunc(p.f.Entries, func(e tatm.Entry) bool { return e.ID == id })
		if scope.Shows(p.f.Entries[at], d.Grants) {
			shown = append(shown, i)
		}
	}
	return "", shown
}

// enter writes what happened into the model's log, with the entry it made.
func (n *naive) enter(c chance, h happening, sealed bool) happening {
	if h.what == "write" {
		e := wrote{section: sectionsOf[c.IntN(len(sectionsOf))], regime: c.regime(), author: -1}
		if sealed && c.IntN(6) == 0 {
			e.author = c.IntN(len(n.seats))
		}
		h.entry = len(n.entries)
		n.entries = append(n.entries, e)
	}
	n.log = append(n.log, h)
	return h
}

// TestTenThousandHistories: over 10,000 random histories of inviting, revoking,
// walling off, convening, handing over, writing and waiting, the derivation and
// package access show each person, each time, what the naive model shows them.
func TestTenThousandHistories(t *testing.T) {
	most := 10_000
	if testing.Short() {
		most = 1_000
	}
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	pack := lib.PackAt("default", start)
	every := append(slices.Clone(tatm.Roles), access.Owner, access.Guest)
	asked, let := 0, 0
	for i := range most {
		c := chance{rand.New(rand.NewPCG(1, uint64(i)))}
		n, p, now := &naive{seats: c.people(true)}, &paper{f: tatm.File{Kind: tatm.CaseFile}, source: map[int]tatm.EntryID{}, pack: pack.Ref(), rules: pack}, 1
		first := happening{what: "own", at: now}
		n.log = append(n.log, first)
		p.do(first, 0, n)
		p.put(tatm.Case{Pack: pack.Ref()}, tatm.General, "")
		for range 8 + c.IntN(12) {
			h := n.enter(c, c.next(n, now), true)
			p.do(h, len(n.log)-1, n)
			now += c.one(0, 1, 1, 6)
			d := tatm.Derive(p.f, lib.Packs())
			roles := every
			if c.IntN(3) == 0 {
				c.Shuffle(len(every), func(i, j int) { every[i], every[j] = every[j], every[i] })
				roles = every[:1+c.IntN(len(every))]
			}
			for who := range n.seats {
				asked++
				want, shown := n.sees(who, now, roles)
				got, sees := p.sees(n, who, now, d, roles)
				if want == "" {
					let++
				}
				if got != want || !slices.Equal(shown, sees) {
					t.Fatalf("history %d, minute %d, person %d %+v, roles %v: the rules say %q %v, the model %q %v\nentries %+v\nlog %+v", i, now, who, n.seats[who], roles, got, sees, want, shown, n.entries, n.log)
				}
			}
		}
	}
	t.Logf("%d histories, %d looks, %d let in", most, asked, let)
	if let < asked/10 || let > asked*9/10 {
		t.Errorf("of %d looks %d were let in: the histories prove little", asked, let)
	}
}

// TestHistoriesOnEngines: some of the same histories through the desk, on both
// engines: the page, the list and the search show what the model shows.
func TestHistoriesOnEngines(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		most := 60
		if testing.Short() {
			most = 15
		}
		for i := range most {
			c := chance{rand.New(rand.NewPCG(2, uint64(i)))}
			h := &lived{t: t, w: w, c: c, n: &naive{seats: c.people(false)}, source: map[int]tatm.EntryID{}}
			h.settle(i)
			for range 14 {
				h.step()
				h.look(i)
			}
		}
	})
}
