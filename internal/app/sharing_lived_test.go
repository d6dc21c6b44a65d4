package app

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// lived is a history through the desk.
type lived struct {
	t      *testing.T
	w      world
	c      chance
	n      *naive
	began  time.Time
	now    int
	people []access.Actor
	kase   tatm.FileID
	ids    []tatm.EntryID
	source map[int]tatm.EntryID
}

// settle seats the people in teams of their own and opens the case.
func (h *lived) settle(i int) {
	h.t.Helper()
	ctx, clock := h.t.Context(), h.w.as(h.t, "clock")
	var teams [2]tatm.TeamID
	for k := range teams {
		teams[k] = must[tatm.TeamID](h.t)(clock.AddTeam(ctx, fmt.Sprint("Team ", i, k), "county"))
	}
	h.began = h.w.Now()
	for k, seats := range h.n.seats {
		id, _, err := clock.AddMember(ctx, NewMember{Login: fmt.Sprintf("h%d-%d", i, k), Name: "N"})
		if err != nil {
			h.t.Fatal(err)
		}
		a := access.Actor{ID: id, Org: h.w.org}
		for _, s := range seats {
			seat := tatm.Seat{Team: teams[1], Role: s.role, Discipline: s.discipline, From: h.began}
			if s.here {
				seat.Team = teams[0]
			}
			must[Made](h.t)(clock.GiveSeat(ctx, id, seat))
			a.Seats = append(a.Seats, seat)
		}
		h.people = append(h.people, a)
	}
	open := NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: h.people[0].ID, Next: "n", By: h.began.AddDate(0, 0, 7)}}
	h.kase = must[Made](h.t)(h.chair().OpenCase(ctx, teams[0], open)).File
	h.n.log = append(h.n.log, happening{what: "own"})
}

func (h *lived) chair() Desk { return h.w.As(h.people[0]) }

func (h *lived) at(minute int) time.Time { return h.began.Add(time.Duration(minute) * time.Minute) }

// step lets something happen. What the desk refuses by a rule of the field (an
// owner cannot be walled off) did not happen.
func (h *lived) step() {
	h.t.Helper()
	x := h.c.next(h.n, h.now)
	x.from = max(x.from, h.now)
	was := *h.n
	x = h.n.enter(h.c, x, false)
	if !h.do(x) {
		h.n.entries, h.n.log = was.entries, was.log
	}
	pass := h.c.one(0, 1, 1, 6)
	h.now += pass
	h.w.pass(time.Duration(pass) * time.Minute)
}

// do does it at the desk and reports whether it was done.
func (h *lived) do(x happening) bool {
	h.t.Helper()
	ctx, chair, k := h.t.Context(), h.chair(), h.kase
	var m Made
	var err error
	switch x.what {
	case "invite":
		v := tatm.Invitation{Actor: h.people[x.who].ID, Purpose: "p", Basis: "b", From: h.at(x.from), Until: h.at(x.until)}
		if x.section != "" {
			v.Sections = []tatm.Section{x.section}
		}
		if x.entry >= 0 {
			v.Entries = []tatm.EntryID{h.ids[x.entry]}
		}
		m, err = chair.Invite(ctx, k, v)
		h.source[len(h.n.log)-1] = m.Entry
	case "revoke":
		_, err = chair.Revoke(ctx, k, h.source[x.of])
	case "wall":
		w := tatm.Wall{Actor: h.people[x.who].ID, Reason: "r"}
		if x.until > 0 {
			w.Until = h.at(x.until)
		}
		_, err = chair.WallOff(ctx, k, w)
	case "convene", "open":
		var v CaseView
		if v, err = chair.SeeCase(ctx, k); err == nil {
			c, _ := tatm.Last[tatm.Case](v.File)
			c.Rec.Convened = x.what == "convene"
			_, err = chair.DescribeCase(ctx, k, c.ID, c.Version, c.Rec)
		}
	case "own":
		var v CaseView
		if v, err = chair.SeeCase(ctx, k); err == nil {
			c, _ := tatm.Last[tatm.Charge](v.File)
			_, err = chair.ChargeCase(ctx, k, c.Version, tatm.Charge{Owner: h.people[x.who].ID, Next: "n", By: h.began.AddDate(0, 0, 7)})
		}
	case "write":
		if m, err = h.write(h.n.entries[x.entry]); err == nil {
			h.ids = append(h.ids, m.Entry)
		}
	}
	if err != nil && fault.KindOf(err) == "" {
		h.t.Fatal(err)
	}
	return err == nil
}

func (h *lived) write(e wrote) (Made, error) {
	ctx, chair, k := h.t.Context(), h.chair(), h.kase
	if e.section == tatm.SectionFacts {
		return chair.AddObservation(ctx, k, tatm.Observation{Text: fmt.Sprintf("zq%d", len(h.ids))}, Circumstance{Regime: e.regime})
	}
	h.n.entries[len(h.n.entries)-1].regime = tatm.General // the others take no regime
	switch e.section {
	case tatm.SectionTask:
		return chair.GiveTask(ctx, k, tatm.Task{What: "t", Owner: h.people[0].ID, Due: h.began.AddDate(0, 0, 2)})
	case tatm.SectionDiscussion:
		return chair.PostMessage(ctx, k, tatm.Message{Text: "m"}, Becomes{})
	}
	return chair.MakeDecision(ctx, k, tatm.Decision{Question: "q", Decided: "d", Why: "w", How: "chair"})
}

// look has everybody look, and holds what they were shown against the model.
func (h *lived) look(i int) {
	h.t.Helper()
	ctx := h.t.Context()
	for who, a := range h.people {
		want, shown := h.n.sees(who, h.now, opCaseSee.Roles)
		desk := h.w.As(a)
		v, err := desk.SeeCase(ctx, h.kase)
		got := map[fault.Kind]string{"": "", fault.NotFound: "none", fault.Denied: "no"}[fault.KindOf(err)]
		if err != nil && got == "" {
			h.t.Fatal(err)
		}
		var sees []int
		for n, id := range h.ids {
			if slices.ContainsFunc(v.File.Entries, func(e tatm.Entry) bool { return e.ID == id }) {
				sees = append(sees, n)
			}
		}
		l, err := desk.ListCases(ctx, store.Filter{All: true, Limit: 50})
		listed := err == nil && slices.ContainsFunc(l.Rows, func(r ListLine) bool { return r.ID == h.kase })
		if got != want || !slices.Equal(sees, shown) || listed != (want == "") {
			h.t.Fatalf("history %d, minute %d, person %d %+v: shown %q %v, listed %v; the model says %q %v\nentries %+v\nlog %+v", i, h.now, who, h.n.seats[who], got, sees, listed, want, shown, h.n.entries, h.n.log)
		}
	}
}
