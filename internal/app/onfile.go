package app

import (
	"errors"
	"slices"
	"sync"

	"offramp/internal/access"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// onFile is who is on file, in memory, so that a suggestion takes the time of
// a keystroke. It is no truth: it is made anew from the record at start and
// follows the audit, so that what another server wrote is in it before the
// next question is answered.
type onFile struct {
	tables *match.Tables
	mu     sync.Mutex
	orgs   map[tatm.OrgID]*roll
}

// roll is the people of one organisation.
type roll struct {
	index  *match.Index
	tables *match.Tables // without what the staff added
	catch  sync.Mutex    // one catching up at a time
	n      int64         // lines of the audit that are in it
	// variants is which state of the staff's spellings is in it.
	variants int64
	homes    homes
}

func newOnFile(shares []match.Share) *onFile {
	return &onFile{tables: match.Shipped().With(nil, nil, shares), orgs: map[tatm.OrgID]*roll{}}
}

func (o *onFile) of(org tatm.OrgID) *roll {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.orgs[org]
	if r == nil {
		r = &roll{index: match.New(o.tables), tables: o.tables}
		o.orgs[org] = r
	}
	return r
}

// current returns the people of an organisation as the transaction sees them.
// Lines that are not committed may yet be taken back: they are in the answer,
// and read again for the next one.
func (o *onFile) current(tx *store.Tx, org tatm.OrgID, committed bool) (*roll, error) {
	r := o.of(org)
	n, err := tx.AuditSize(org)
	if err != nil {
		return r, err
	}
	r.catch.Lock()
	defer r.catch.Unlock()
	switch {
	case r.n == 0:
		err = r.fill(tx, org)
	case n > r.n:
		err = r.follow(tx, org)
	}
	if err == nil && committed {
		r.n = max(r.n, n)
	}
	return r, err
}

// fill puts everybody at once.
func (r *roll) fill(tx *store.Tx, org tatm.OrgID) error {
	var failed error
	r.index.Load(func(yield func(match.Person) bool) {
		failed = tx.OnFile(org, func(f tatm.File) error {
			if p := personOf(f); known(p) {
				r.homes.set(f.ID, f.Team)
				yield(p)
			}
			return nil
		})
	}, nil)
	return errors.Join(failed, r.learn(tx, org))
}

// follow takes in what the audit names since: who is there is put anew, and
// who is no more, or of whom nothing is left to be found by, is dropped, in
// the answer to the very next question.
func (r *roll) follow(tx *store.Tx, org tatm.OrgID) error {
	gone, err := tx.GoneSince(org, r.n)
	if err != nil {
		return err
	}
	if r.drop(gone...) {
		r.index.Compact() // a name that was purged does not stay in memory either
	}
	err = tx.OnFileSince(org, r.n, func(f tatm.File) error {
		p := personOf(f)
		if !known(p) {
			r.drop(f.ID)
			return nil
		}
		r.homes.set(f.ID, f.Team)
		r.index.Put(p)
		return nil
	})
	return errors.Join(err, r.learn(tx, org))
}

// drop takes people out, and says whether any was there.
func (r *roll) drop(ids ...tatm.FileID) (any bool) {
	for _, id := range ids {
		if r.homes.drop(id) {
			r.index.Drop(id)
			any = true
		}
	}
	return any
}

// known reports whether there is anything to find somebody by.
func known(p match.Person) bool { return len(p.Names)+len(p.Births)+len(p.Details) > 0 }

// learn takes over the spellings that the staff added, where they changed.
func (r *roll) learn(tx *store.Tx, org tatm.OrgID) error {
	n, err := tx.VariantsChanged(org)
	if err != nil || n == r.variants {
		return err
	}
	added, err := tx.Variants(org)
	if err != nil {
		return err
	}
	var short, spelt [][]string
	for _, v := range added {
		if v.What == tatm.ShortForm {
			short = append(short, v.Words())
		} else {
			spelt = append(spelt, v.Words())
		}
	}
	r.index.Use(r.tables.With(short, spelt, nil))
	r.variants = n
	return nil
}

// personOf is what is known of a person, as the index takes it: what stands
// under the general regime and was not withdrawn. What a special regime holds
// is not matched by, so that no suggestion tells of it.
func personOf(f tatm.File) match.Person {
	p := match.Person{ID: f.ID}
	for _, e := range f.Entries {
		if e.Regime != tatm.General || e.OnlyFor != "" {
			continue
		}
		switch x := e.Record.(type) {
		case tatm.Name:
			if x.Withdrawn == "" {
				p.Names = append(p.Names, x)
			}
		case tatm.Birth:
			if x.Withdrawn == "" {
				p.Births = append(p.Births, x.Date)
			}
		case tatm.Detail:
			if x.Withdrawn == "" {
				p.Details = append(p.Details, x)
			}
		}
	}
	return p
}

// sees is whom an actor may find: the people of the teams whose files they may
// read, but for those behind a wall. It is asked inside the search, so that
// somebody hidden counts for nothing.
func (r *roll) sees(tx *store.Tx, s access.ListScope) (func(tatm.FileID) bool, error) {
	walled, err := tx.WalledOff(s.Org(), s.Who(), s.Now().UnixMicro())
	if err != nil {
		return nil, err
	}
	teams, all := shown(s)
	return func(id tatm.FileID) bool {
		team, ok := r.homes.team(id)
		return ok && !walled[id] && (all || slices.Contains(teams, team))
	}, nil
}

// others is whom an actor may not find, walls apart: the people of teams whose
// files they may not read.
func (r *roll) others(tx *store.Tx, s access.ListScope) (func(tatm.FileID) bool, error) {
	walled, err := tx.WalledOff(s.Org(), s.Who(), s.Now().UnixMicro())
	if err != nil {
		return nil, err
	}
	teams, all := shown(s)
	return func(id tatm.FileID) bool {
		team, ok := r.homes.team(id)
		return ok && !walled[id] && !all && !slices.Contains(teams, team)
	}, nil
}

// shown are the teams whose people a scope shows.
func shown(s access.ListScope) (teams []tatm.TeamID, all bool) {
	for _, b := range s.Branches() {
		if b.Body && !b.Owned && slices.ContainsFunc(b.Grants, general) {
			teams, all = append(teams, b.Team), all || b.Team == ""
		}
	}
	return teams, all
}

// general reports whether a grant shows who somebody is, under the general
// regime.
func general(g access.Grant) bool {
	return slices.Contains(g.Sections, tatm.SectionIdentity) && slices.Contains(g.Regimes, tatm.General)
}
