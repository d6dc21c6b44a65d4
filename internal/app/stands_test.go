package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// outside is somebody to whom the files of the stage do not show, or not the
// case alone.
type outside struct {
	stand string
	who   access.Actor
	kinds []tatm.FileKind // that do not show
}

var (
	allFiles = []tatm.FileKind{tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile}
	theCase  = []tatm.FileKind{tatm.CaseFile}
)

// outsiders seats every role in every stand from which a file does not show:
// another team, another organisation, a seat that ended or has not begun, a
// share that is over or was taken back, a wall, one's own recusal, nobody.
func outsiders(t *testing.T, s stage) (out []outside) {
	t.Helper()
	ctx, chair, kase := t.Context(), s.as(t, "chair"), s.file[tatm.CaseFile]
	south := must[tatm.TeamID](t)(s.as(t, "clock").AddTeam(ctx, "South", "county"))
	n := 0
	somebody := func(stand string, kinds []tatm.FileKind, seat tatm.Seat) access.Actor {
		n++
		id, _, err := s.as(t, "clock").AddMember(ctx, NewMember{Login: stand + newID(s.Now(), n), Name: stand})
		if err != nil {
			t.Fatal(err)
		}
		a := access.Actor{ID: id, Org: s.org, Seats: []tatm.Seat{seat}}
		out = append(out, outside{stand, a, kinds})
		return a
	}
	in := func(from, until time.Duration, by access.Actor) tatm.Invitation {
		return tatm.Invitation{Actor: by.ID, Sections: tatm.Sections, Purpose: "p", Basis: "b", From: s.Now().Add(from), Until: s.Now().Add(until)}
	}
	for _, role := range tatm.Roles {
		here := tatm.Seat{Team: s.team, Role: role, From: start}
		there := tatm.Seat{Team: south, Role: role, From: start}
		over, ahead := here, here
		over.Until, ahead.From = s.Now(), s.Now().Add(time.Hour)
		somebody("other-team", allFiles, there)
		somebody("seat-over", allFiles, over)
		somebody("seat-ahead", allFiles, ahead)
		must[Made](t)(chair.Invite(ctx, kase, in(-2*time.Hour, -time.Hour, somebody("share-over", allFiles, there))))
		back := must[Made](t)(chair.Invite(ctx, kase, in(-time.Hour, time.Hour, somebody("share-taken-back", allFiles, there))))
		must[Made](t)(chair.Revoke(ctx, kase, back.Entry))
		must[Made](t)(chair.WallOff(ctx, kase, tatm.Wall{Actor: somebody("walled", theCase, here).ID, Reason: "kin"}))
		if slices.Contains(members, role) {
			must[Made](t)(s.As(somebody("recused", theCase, here)).Recuse(ctx, kase, "kin"))
		}
		out = append(out, outside{"other-organisation", access.Actor{ID: chair.who.ID, Org: tatm.OrgID(newID(start, n)), Seats: []tatm.Seat{here}}, allFiles})
	}
	return append(out, outside{"signed-out", access.Actor{}, allFiles})
}

// TestA4_01_Operations: every operation of the ledger on a file that does not
// show answers, for every role in every stand, exactly like one on a file that
// does not exist, and what it lists, counts or finds holds nothing of it.
func TestA4_01_Operations(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			s := set(t, newWorld(t, url, withGuests()))
			for range 3 {
				if err := s.TakeWords(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			people, absent := outsiders(t, s), tatm.FileID(newID(s.Now(), 0))
			var wg sync.WaitGroup
			turn := make(chan struct{}, 8)
			for _, p := range people {
				wg.Go(func() {
					turn <- struct{}{}
					defer func() { <-turn }()
					desk := s.As(p.who)
					for _, kind := range p.kinds {
						none := triesOn(s, absent)[kind]
						for name, try := range triesOn(s, s.file[kind])[kind] {
							hidden(t, p, name, try(desk), none[name](desk))
						}
					}
					lists(t, s, p, desk)
				})
			}
			wg.Wait()
			if len(people) < 7*len(tatm.Roles) {
				t.Errorf("only %d people asked", len(people))
			}
		})
	}
}

// hidden holds that two refusals read alike.
func hidden(t *testing.T, p outside, op string, a, b error) {
	t.Helper()
	if a == nil || b == nil || a.Error() != b.Error() || p.stand != "signed-out" && fault.KindOf(a) != fault.NotFound {
		t.Errorf("LEAK: %s as %s %s: %v for a hidden file, %v for none", op, p.stand, p.who.Seats, a, b)
	}
}

// lists holds that what somebody lists, counts and finds holds none of the
// files that do not show.
func lists(t *testing.T, s stage, p outside, d Desk) {
	ctx := context.Background()
	of := map[tatm.FileKind]func() (ListView, error){
		tatm.CaseFile: func() (ListView, error) { return d.ListCases(ctx, listAll) }, tatm.ReportFile: func() (ListView, error) { return d.ListReports(ctx, listAll) },
		tatm.PersonFile: func() (ListView, error) { return d.ListPeople(ctx, listAll) }, tatm.MeetingFile: func() (ListView, error) { return d.ListMeetings(ctx, listAll) },
	}
	for _, kind := range p.kinds {
		l, err := of[kind]()
		if err == nil && len(l.Rows) > 0 {
			t.Errorf("LEAK: %s %s lists %d of %s", p.stand, p.who.Seats, len(l.Rows), kind)
		}
	}
	if v, err := d.SeeDesk(ctx); err == nil && len(v.Lines)+len(v.Team) > 0 {
		t.Errorf("LEAK: %s %s has %d lines on their desk", p.stand, p.who.Seats, len(v.Lines)+len(v.Team))
	}
	for _, word := range []string{"t", "o", "w", "m", "roe"} {
		cases, _ := d.SearchCases(ctx, word)
		found, _ := d.FindPeople(ctx, match.Query{Names: []tatm.Name{{Family: word}}}, 1)
		if len(cases) > 0 || len(found.People) > 0 && slices.Contains(p.kinds, tatm.PersonFile) {
			t.Errorf("LEAK: %s %s finds %d cases, %d people by %q", p.stand, p.who.Seats, len(cases), len(found.People), word)
		}
	}
	if v, err := d.Caseload(ctx, store.Filter{Limit: 25}); err == nil && len(v.Lines)+len(v.States)+len(v.Owners)+len(v.Reviews) > 0 {
		t.Errorf("LEAK: %s %s sees a caseload: %v", p.stand, p.who.Seats, v)
	}
}

// TestEveryOperationOnOthersEntries: an entry under a regime that somebody is
// not cleared for cannot be named by them in any operation: it answers like one
// that does not exist.
func TestEveryOperationOnOthersEntries(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			s := set(t, newWorld(t, url, withGuests()))
			// Each entry that an operation may name is put under a regime that
			// nobody is cleared for.
			putAway(t, s)
			none := s
			none.entry = map[string]tatm.EntryID{}
			for name, id := range s.entry {
				if none.entry[name] = id; slices.Contains(entriesOf(s), id) {
					none.entry[name] = tatm.EntryID(newID(s.Now(), 7))
				}
			}
			refused := 0
			for kind, file := range s.file {
				others := triesOn(none, file)[kind]
				for name, try := range triesOn(s, file)[kind] {
					// An emergency stands in the head, under no regime but GENERAL: who may
					// see the head alone fills it in.
					if strings.HasPrefix(name, "emergency.") || slices.Contains(spends, name) {
						continue
					}
					for _, who := range []string{"chair", "detective", "clinician"} {
						b := others[name](s.as(t, who))
						if b == nil {
							continue // it names no entry, and was done
						}
						refused++
						if a := try(s.as(t, who)); said(a) != said(b) {
							t.Errorf("LEAK: %s as %s: %v for a hidden entry, %v for none", name, who, a, b)
						}
					}
				}
			}
			if refused < 60 {
				t.Errorf("only %d operations refused an entry that is not there", refused)
			}
		})
	}
}

// said is a failure in words, whatever the order of its faults.
func said(err error) string {
	if err == nil {
		return ""
	}
	lines := strings.Split(err.Error(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// putAway puts the entries of the stage under a regime of nobody's, as the record
// would if counsel had it done.
func putAway(t *testing.T, s stage) {
	t.Helper()
	for _, kind := range []tatm.FileKind{tatm.CaseFile, tatm.ReportFile, tatm.PersonFile} {
		err := s.db.Write(t.Context(), s.org, func(tx *store.Tx) error {
			_, row, _, err := tx.Head(s.org, s.file[kind], "", s.Now(), true)
			if err != nil {
				return err
			}
			before, err := tx.Whole(row)
			if err != nil {
				return err
			}
			after := before
			after.Entries = slices.Clone(before.Entries)
			for i, e := range after.Entries {
				if !slices.Contains(entriesOf(s), e.ID) {
					continue
				}
				e.Version, e.RecordedAt, e.Regime = e.Version+1, row.Later(s.Now()), tatm.SubstanceUse
				if _, err := tx.Put(row, e); err != nil {
					return err
				}
				after.Entries[i] = e
			}
			return tx.Keep(row, before, after, row.Later(s.Now()))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// entriesOf are the entries of the stage but those that say who sees the case.
func entriesOf(s stage) (out []tatm.EntryID) {
	for name, id := range s.entry {
		if name != "case" && !strings.Contains(name, "invitation") && !strings.Contains(name, "guest") {
			out = append(out, id)
		}
	}
	return out
}
