package app

import (
	"context"

	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// sweepSearches is how many searches one round of the sweep makes at most: one
// for each line of the audit that names a person, in each team. No writer waits
// for them.
const sweepSearches = 200

// What a pair must be to stand on the review list: nothing is joined by it.
const (
	pairWorth     = .5 // the chance of two records that agree in more than the name
	pairNameWorth = .9 // of a name alone, which must be rare
)

// pairs are the files that may be the same person's as f, whoever may see them.
// Each team is asked by itself: whether a pair is there depends on nobody whom
// a reader who sees both teams may not see.
func (r *roll) pairs(f tatm.File, teams []store.Team) (out []store.Pair) {
	q := match.Ask(personOf(f))
	for _, m := range teams {
		in := func(id tatm.FileID) bool {
			team, ok := r.homes.team(id)
			return ok && id != f.ID && team == m.ID
		}
		for _, s := range r.index.Search(q, in, suggestMost) {
			if rank, ok := pairRank(s); ok {
				out = append(out, store.Pair{One: min(f.ID, s.ID), Two: max(f.ID, s.ID), Rank: rank})
			}
		}
	}
	return out
}

// pairRank is how soon a pair is looked at; false for one that is not worth it.
func pairRank(s match.Suggestion) (rank int64, ok bool) {
	switch {
	case s.Band == match.Likely:
		return 0, true
	case s.Band == match.Possible:
		return 1, s.Pair >= pairWorth
	}
	return 2, s.Pair >= pairNameWorth
}

// PairLine is two files on the review list, with why they may be one person's,
// told from what the reader may see.
type PairLine struct {
	match.Suggestion
	Sides  [2]PairSide
	Stands tatm.Item[tatm.SamePerson] // "not sure", if somebody said so
}

// PairSide is one file of a pair.
type PairSide struct {
	Row  store.Row
	Name string
	File tatm.File
}

// PairView is a page of the review list.
type PairView struct {
	Pairs []PairLine
	Next  string // the last pair of the page, if more follow
	Swept int64  // how much of the record was gone through, in per cent
	Names Names
}

// pairPage is how many pairs a page shows.
const pairPage = 10

// ListPairs lists files that may be one person's, of whom the reader may see
// both and nobody has said what they are.
func (d Desk) ListPairs(ctx context.Context, after string) (v PairView, err error) {
	err = d.list(ctx, opPairList, tatm.PersonFile, func(s *survey) error {
		v = PairView{}
		rows, err := s.Pairs(store.ParsePair(after), pairPage+1)
		if err != nil {
			return err
		}
		if len(rows) > pairPage {
			rows = rows[:pairPage]
			v.Next = rows[pairPage-1].Cursor()
		}
		for _, p := range rows {
			l, ok, err := s.pairLine(p)
			if err != nil {
				return err
			}
			if ok {
				v.Pairs = append(v.Pairs, l)
			}
		}
		swept, err := s.tx.Swept(d.who.Org)
		if err != nil {
			return err
		}
		size, err := s.tx.AuditSize(d.who.Org)
		if err != nil {
			return err
		}
		v.Swept = 100 * swept / max(size, 1)
		v.Names, err = s.names()
		return err
	})
	return v, err
}

// pairLine explains a pair to its reader: how common a name is, is counted
// among those they may see.
func (s *survey) pairLine(p store.Pair) (l PairLine, ok bool, err error) {
	beside := &sight{Now: s.Now, tx: s.tx, desk: s.desk}
	for i, id := range []tatm.FileID{p.One, p.Two} {
		row, f, ok, err := peek(s.tx, s.desk, beside, opPairList, id)
		if err != nil || !ok {
			return l, false, err
		}
		l.Sides[i] = PairSide{row, DisplayName(f), f}
	}
	l.Stands, _ = tatm.Between(l.Sides[0].File, p.Two)
	found, err := s.people(opPairList, match.Ask(personOf(l.Sides[0].File)), p.One)
	if err != nil {
		return l, false, err
	}
	l.Suggestion = match.Suggestion{ID: p.Two, Band: match.NameOnly}
	for _, x := range found {
		if x.ID == p.Two {
			l.Suggestion = x
		}
	}
	return l, true, nil
}

// SweepAnew makes the sweep look through everybody again; it goes on by the
// clock, and the review list says how far it is.
func (d Desk) SweepAnew(ctx context.Context) (Made, error) {
	return d.office(ctx, opPairSweep, func(o *office) error { return o.Tx.SweepAnew(o.Org) })
}
