package app

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// The attacks of the security reference (A4) on use cases, by number;
// docs/attacks.md lists all of them.

// TestA4_02_TenantEscape: ids of another organisation, forged into everything
// that a use case may name, do nothing there and answer like ids of nothing.
func TestA4_02_TenantEscape(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, in := t.Context(), must[Made](t), w.Now().AddDate(0, 0, 7)
		org, err := w.Found(ctx, "Elsewhere", "UTC")
		if err != nil {
			t.Fatal(err)
		}
		theirs := w
		theirs.org, theirs.who = org, map[string]tatm.ActorID{}
		theirs.team = must[tatm.TeamID](t)(theirs.as(t, "clock").AddTeam(ctx, "Theirs", "county"))
		if theirs.who["chair"], _, err = theirs.as(t, "clock").AddMember(ctx, NewMember{Login: "theirs", Name: "T"}); err != nil {
			t.Fatal(err)
		}
		made(theirs.as(t, "clock").GiveSeat(ctx, theirs.who["chair"], tatm.Seat{Team: theirs.team, Role: tatm.Chair}))
		open := NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: in}}
		their := theirs.as(t, "chair")
		kase, person := made(their.OpenCase(ctx, theirs.team, open)).File, made(their.FilePerson(ctx, theirs.team, tatm.Name{Family: "f", Type: tatm.LegalName})).File
		meeting := made(their.CallMeeting(ctx, theirs.team, tatm.Meeting{When: in, Type: "routine"})).File
		chair, admin, none := w.as(t, "chair"), w.as(t, "admin"), newID(w.Now(), 9)
		mine, report := made(chair.OpenCase(ctx, w.team, open)).File, made(chair.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		myMeeting, myPerson := made(chair.CallMeeting(ctx, w.team, tatm.Meeting{When: in, Type: "routine"})).File, made(chair.FilePerson(ctx, w.team, tatm.Name{Family: "f", Type: tatm.LegalName})).File
		before := w.dump(t, org)
		tries := map[string]func(file tatm.FileID, who tatm.ActorID, team tatm.TeamID) error{
			"a report tied to a case": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.LinkReport(ctx, report, f, "r"))
			},
			"a case on an agenda": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.PutOnAgenda(ctx, myMeeting, nil, []tatm.AgendaItem{{Case: f, Why: "chair"}}))
			},
			"a case opened in a team": func(_ tatm.FileID, _ tatm.ActorID, team tatm.TeamID) error {
				return discard(chair.OpenCase(ctx, team, open))
			},
			"an owner of a case": func(_ tatm.FileID, who tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.ChargeCase(ctx, mine, 1, tatm.Charge{Owner: who, Next: "n", By: in}))
			},
			"somebody invited": func(_ tatm.FileID, who tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.Invite(ctx, mine, tatm.Invitation{Actor: who, Purpose: "p", Basis: "b", Until: in}))
			},
			"a seat for somebody": func(_ tatm.FileID, who tatm.ActorID, _ tatm.TeamID) error {
				return discard(admin.GiveSeat(ctx, who, tatm.Seat{Role: tatm.Core}))
			},
			"a seat in a team": func(_ tatm.FileID, _ tatm.ActorID, team tatm.TeamID) error {
				return discard(admin.GiveSeat(ctx, w.who["intake"], tatm.Seat{Team: team, Role: tatm.Core}))
			},
			"an account changed": func(_ tatm.FileID, who tatm.ActorID, _ tatm.TeamID) error {
				return discard(admin.ChangeMember(ctx, who, "disable"))
			},
			"a case's subject": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error {
				n := open
				n.Person = f
				return discard(chair.OpenCase(ctx, w.team, n))
			},
			"the same person": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.SamePerson(ctx, myPerson, f, "b"))
			},
			"a likeness": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error {
				return discard(chair.AnswerLikeness(ctx, report, tatm.Known{Person: f, Verdict: tatm.NotYet}))
			},
			"a case itself": func(f tatm.FileID, _ tatm.ActorID, _ tatm.TeamID) error { return discard(chair.SeeCase(ctx, f)) },
			"a list of another's team": func(_ tatm.FileID, _ tatm.ActorID, team tatm.TeamID) error {
				l, err := chair.ListCases(ctx, store.Filter{All: true, Team: team, Limit: 10})
				return failIf(err, len(l.Rows) == 0)
			},
		}
		for name, try := range tries {
			for _, f := range []tatm.FileID{kase, person, meeting} {
				a, b := try(f, theirs.who["chair"], theirs.team), try(tatm.FileID(none), tatm.ActorID(none), tatm.TeamID(none))
				if a == nil || b == nil || said(a) != said(b) {
					t.Errorf("%s: %v for what is another organisation's, %v for nothing", name, a, b)
				}
			}
		}
		if after := w.dump(t, org); after != before {
			t.Errorf("the other organisation changed from %s to %s", before, after)
		}
	})
}

// failIf is err, or a failure of its own where what was hoped for did not come.
func failIf(err error, empty bool) error {
	if err == nil && empty {
		return fault.New(fault.NotFound, "record.absent")
	}
	return err
}

// dump is what there is of an organisation, in figures.
func (w world) dump(t *testing.T, org tatm.OrgID) (s string) {
	t.Helper()
	err := w.db.Read(t.Context(), org, func(tx *store.Tx) error {
		files, err := tx.AllFiles(org)
		members, merr := tx.Members(org)
		seats, serr := tx.Seats(org, "")
		rows, derr := tx.Derived(org)
		n, aerr := tx.AuditSize(org)
		s = fmt.Sprint(len(files), members, len(seats), rows, n)
		return firstErr(err, merr, serr, derr, aerr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestA4_18_LockOut: somebody who guesses at an account slows themselves down,
// not its owner on another network.
func TestA4_18_LockOut(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		invite, err := w.as(t, "clock").ChangeMember(ctx, w.who["chair"], "reset")
		if err != nil {
			t.Fatal(err)
		}
		const password = "four lamps on a quiet street"
		if err := w.Welcome(ctx, "chair", invite, password); err != nil {
			t.Fatal(err)
		}
		slowed := 0
		for range 30 {
			if _, err := w.SignIn(ctx, "chair", "wrong wrong wrong wrong", "", "guesser"); fault.KindOf(err) == fault.Busy {
				slowed++
			}
		}
		if slowed < 20 {
			t.Errorf("of 30 guesses at once %d were made to wait", slowed)
		}
		if _, err := w.SignIn(ctx, "chair", password, "", "guesser"); fault.KindOf(err) != fault.Busy {
			t.Errorf("the guesser's next try: %v", err)
		}
		if _, err := w.SignIn(ctx, "chair", password, "", "owner"); err != nil {
			t.Errorf("the owner was locked out by somebody else: %v", err)
		}
	})
}

// TestASVS_SignInsAreLines: each sign-in of an account, refused or not, is a line
// of the audit; strangers are counted.
func TestASVS_SignInsAreLines(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		invite, err := w.as(t, "clock").ChangeMember(ctx, w.who["chair"], "reset")
		if err != nil {
			t.Fatal(err)
		}
		const password = "four lamps on a quiet street"
		if err := w.Welcome(ctx, "chair", invite, password); err != nil {
			t.Fatal(err)
		}
		_, wrong := w.SignIn(ctx, "chair", "wrong wrong wrong wrong", "", "n")
		_, unknown := w.SignIn(ctx, "nobody", "wrong wrong wrong wrong", "", "m")
		if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
			t.Errorf("a wrong password answers %v, an unknown login %v", wrong, unknown)
		}
		if _, err := w.SignIn(ctx, "chair", password, "", "n"); err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		err = w.db.Read(ctx, w.org, func(tx *store.Tx) error {
			return tx.Lines(w.org, 0, func(l store.Line, _ tlog.Hash) bool {
				if l.Op == "session.begin" && l.Actor == w.who["chair"] {
					got[l.Outcome]++
				}
				return true
			})
		})
		if err != nil || got[store.Done] != 1 || got[store.Refused] != 1 {
			t.Errorf("lines of sign-ins: %v, %v", got, err)
		}
	})
}

// TestA4_21_RevokedWhileWriting: somebody writes as fast as they can while their
// invitation is taken back: no write of theirs has a line after its line.
func TestA4_21_RevokedWhileWriting(t *testing.T) {
	rounds := 100
	if testing.Short() {
		rounds = 10
	}
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			w := newWorld(t, url, withGuests())
			ctx, made := t.Context(), must[Made](t)
			chair, guest := w.as(t, "chair"), w.as(t, "guest")
			written := 0
			for range rounds {
				open := NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.AddDate(0, 0, 7)}}
				kase := made(chair.OpenCase(ctx, w.team, open)).File
				v := made(chair.Invite(ctx, kase, tatm.Invitation{Actor: guest.who.ID, Sections: []tatm.Section{tatm.SectionFacts}, Purpose: "p", Basis: "b", Until: start.AddDate(0, 0, 7)})).Entry
				mark := w.lineCount(t)
				var wg sync.WaitGroup
				for range 4 {
					wg.Go(func() {
						for range 3 {
							_, _ = guest.AddObservation(ctx, kase, tatm.Observation{Text: "o"}, Circumstance{})
						}
					})
				}
				wg.Go(func() {
					time.Sleep(time.Millisecond)
					if _, err := chair.Revoke(ctx, kase, v); err != nil {
						t.Error(err)
					}
				})
				wg.Wait()
				written += w.afterRevoke(t, guest.who, kase, mark)
			}
			if written == 0 {
				t.Error("nothing was written: there was no race")
			}
		})
	}
}

// afterRevoke fails for a line of somebody's writing after the one that took
// their invitation back, and counts those before it.
func (w world) afterRevoke(t *testing.T, who access.Actor, kase tatm.FileID, from int64) (written int) {
	t.Helper()
	revoked := false
	err := w.db.Read(t.Context(), w.org, func(tx *store.Tx) error {
		return tx.Lines(w.org, from, func(l store.Line, _ tlog.Hash) bool {
			switch {
			case l.File != kase || l.Outcome != store.Done:
			case l.Op == "case.revoke":
				revoked = true
			case l.Actor == who.ID && revoked:
				t.Errorf("%s was done after the invitation was taken back", l.Op)
			case l.Actor == who.ID:
				written++
			}
			return true
		})
	})
	if err != nil || !revoked {
		t.Fatalf("revoked %v, %v", revoked, err)
	}
	return written
}
