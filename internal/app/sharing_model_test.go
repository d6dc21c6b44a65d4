package app

import (
	"slices"

	"offramp/internal/tatm"
)

// This is the independent model of who sees what of a case: naive, slow, and
// written from the practice reference (2.5, 4, 4.7) and the issue on access. It
// reads its whole log anew for each question and asks nothing of package access
// or of the derivation. Times are minutes.

// wrote is an entry of the model.
type wrote struct {
	section tatm.Section
	regime  tatm.Regime
	author  int // who alone sees it, or -1
}

// seatedIn is a seat of the model: in the team of the case, or in another.
type seatedIn struct {
	role        tatm.Role
	discipline  tatm.Discipline
	here        bool
	from, until int // until 0: no end
}

// happening is one thing that was done, at a minute.
type happening struct {
	what        string // invite, revoke, wall, convene, open, own, write, seal
	at          int
	who         int
	section     tatm.Section // invite: to a section
	entry       int          // invite: to an entry, or -1; write, seal: which
	from, until int
	of          int // revoke: which happening it takes back
}

// naive is the model: people with their seats, entries, and the log.
type naive struct {
	seats   [][]seatedIn
	entries []wrote
	log     []happening
}

func holds(from, until, now int) bool { return from <= now && (until == 0 || now < until) }

// walled: a wall or a recusal stands before them now.
func (n *naive) walled(who, now int) bool {
	for _, h := range n.log {
		if h.what == "wall" && h.who == who && holds(h.from, h.until, now) {
			return true
		}
	}
	return false
}

// invitations of somebody that hold now and were not taken back.
func (n *naive) invitations(who, now int) (out []happening) {
	for i, h := range n.log {
		back := slices.ContainsFunc(n.log, func(x happening) bool { return x.what == "revoke" && x.of == i })
		if h.what == "invite" && h.who == who && !back && holds(h.from, h.until, now) {
			out = append(out, h)
		}
	}
	return out
}

// last is who or what a kind of happening named last.
func (n *naive) owner() (who int) {
	for _, h := range n.log {
		if h.what == "own" {
			who = h.who
		}
	}
	return who
}

func (n *naive) convened() (yes bool) {
	for _, h := range n.log {
		if h.what == "convene" || h.what == "open" {
			yes = h.what == "convene"
		}
	}
	return yes
}

// modelReads are the roles that know of a case, with the sections they read;
// all of them where the list is nil, none where it is empty.
var modelReads = map[tatm.Role][]tatm.Section{
	tatm.Chair: nil, tatm.Deputy: nil, tatm.Core: nil,
	tatm.Intake: {}, tatm.RecordsOffice: {tatm.SectionAccess, tatm.SectionRecords},
	tatm.Approver: {tatm.SectionHead, tatm.SectionAssessment, tatm.SectionPlan, tatm.SectionDecision},
}

// modelPresides are the regimes of who presides besides GENERAL (default pack,
// regimes; practice reference 4.7).
var modelPresides = []tatm.Regime{tatm.Education, tatm.Health, tatm.Personnel, tatm.Juvenile, tatm.ChildWelfare, tatm.Victim}

// modelFields are the regimes of a profession besides GENERAL. Who made a report
// is in none of them: it is seen by asking.
var modelFields = map[tatm.Discipline][]tatm.Regime{
	tatm.LawEnforcement: {tatm.CrimeHistory, tatm.Juvenile, tatm.Victim},
	tatm.MentalHealth:   {tatm.Education, tatm.Health, tatm.ChildWelfare, tatm.Victim},
	tatm.LegalCounsel:   {tatm.Personnel, tatm.Counsel},
}

// modelClears reports whether a seat is cleared for a regime: by presiding, by
// its profession, or by both. The records office keeps files and reads none.
func modelClears(s seatedIn, r tatm.Regime) bool {
	if r == tatm.General {
		return true
	}
	presides := s.role == tatm.Chair || s.role == tatm.Deputy
	return s.role != tatm.RecordsOffice && (presides && slices.Contains(modelPresides, r) || slices.Contains(modelFields[s.discipline], r))
}

// sees answers whether somebody is let in to look, under an operation for
// some roles, and which entries they see. "" is let in, "none" is nothing
// there, "no" is seen but not allowed.
func (n *naive) sees(who, now int, roles []tatm.Role) (answer string, shown []int) {
	if n.walled(who, now) {
		return "none", nil
	}
	invited := n.invitations(who, now)
	whole := slices.ContainsFunc(invited, func(h happening) bool { return h.section == "" && h.entry < 0 })
	var sitting []seatedIn
	for _, s := range n.seats[who] {
		_, reads := modelReads[s.role]
		if s.here && reads && holds(s.from, s.until, now) {
			sitting = append(sitting, s)
		}
	}
	presides := slices.ContainsFunc(sitting, func(s seatedIn) bool { return s.role == tatm.Chair || s.role == tatm.Deputy })
	if n.convened() && !presides && !whole && n.owner() != who {
		sitting = nil
	}
	if len(sitting) == 0 && len(invited) == 0 {
		return "none", nil
	}
	asRole := slices.ContainsFunc(sitting, func(s seatedIn) bool { return slices.Contains(roles, s.role) }) ||
		len(sitting) > 0 && n.owner() == who && slices.Contains(roles, "owner")
	asGuest := len(invited) > 0 && slices.Contains(roles, "guest")
	if !asRole && !asGuest {
		return "no", nil
	}
	if !asRole {
		sitting = nil // let in as a guest alone: what was shared, and no more
	}
	for i, e := range n.entries {
		if (e.author < 0 || e.author == who) && (n.bySeat(sitting, e) || n.byShare(invited, i, e)) {
			shown = append(shown, i)
		}
	}
	return "", shown
}

func (n *naive) bySeat(sitting []seatedIn, e wrote) bool {
	for _, s := range sitting {
		sections := modelReads[s.role]
		if (sections == nil || slices.Contains(sections, e.section)) && modelClears(s, e.regime) {
			return true
		}
	}
	return false
}

func (n *naive) byShare(invited []happening, i int, e wrote) bool {
	for _, h := range invited {
		switch {
		case h.entry >= 0:
			if h.entry == i {
				return true
			}
		case e.regime == tatm.General && (h.section == "" || h.section == e.section):
			return true
		}
	}
	return false
}
