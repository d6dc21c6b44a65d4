package app

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// sees says which roles see something of a kind of file: the policy once more,
// so that a change of it shows here.
var sees = map[tatm.FileKind][]tatm.Role{
	tatm.CaseFile:    {tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake, tatm.RecordsOffice, tatm.Approver},
	tatm.ReportFile:  {tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake, tatm.RecordsOffice},
	tatm.PersonFile:  {tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake, tatm.RecordsOffice},
	tatm.MeetingFile: {tatm.Chair, tatm.Deputy, tatm.Core, tatm.RecordsOffice},
}

// withGuests are the seats of a world, with somebody invited to the case, and
// somebody to give seats to.
func withGuests() map[string]tatm.Seat {
	out := maps.Clone(seats)
	out["guest"], out["spare"] = tatm.Seat{Role: tatm.Affiliate}, tatm.Seat{Role: tatm.Affiliate}
	return out
}

// everyRole runs a test on every engine for everybody, the clock among them.
func everyRole(t *testing.T, fn func(t *testing.T, s stage, fresh func() stage)) {
	t.Helper()
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, url, withGuests())
			fresh := func() stage { return set(t, w) }
			fn(t, fresh(), fresh)
		})
	}
}

// asks tries an operation as somebody and holds the answer, and the line of a
// refusal, against what is wanted: "" for let in, whatever a rule says then.
func (s stage) asks(t *testing.T, op, who string, try func(Desk) error, want fault.Kind) error {
	t.Helper()
	desk, mark := s.as(t, who), s.lineCount(t)
	err := try(desk)
	lines := s.refusals(t, desk.who.ID, mark)
	k := fault.KindOf(err)
	switch {
	case want == "" && lines == 0 && len(fault.All(err)) == 0 && err != nil:
		t.Errorf("%s as %s: %v", op, who, err)
	case want == "" && lines > 0:
		t.Errorf("%s as %s was refused: %v", op, who, err)
	case want != "" && (k != want || len(fault.All(err)) != 1):
		t.Errorf("%s as %s: %v, want %s", op, who, err, want)
	case want != "" && lines != 1:
		t.Errorf("%s as %s: the refusal is %d lines of the audit", op, who, lines)
	}
	return err
}

// everybody are the people of the stage and the clock.
func (s stage) everybody() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for who := range s.who {
			if !yield(who) {
				return
			}
		}
		yield("clock")
	})
}

// may is what the ledger says of somebody: let in, denied, or shown nothing.
func (s stage) may(op access.Op, kind tatm.FileKind, who string) fault.Kind {
	role := withGuests()[who].Role
	has := func(r tatm.Role) bool { return slices.Contains(op.Roles, r) }
	invited := who == "guest" && kind == tatm.CaseFile
	switch {
	case who == "clock" && op.Clock:
		return ""
	case who == "clock" || !slices.Contains(sees[kind], role) && !invited:
		return fault.NotFound
	case has(role) || invited && has(access.Guest) || who == "detective" && kind == tatm.CaseFile && has(access.Owner):
		return ""
	}
	return fault.Denied
}

// TestEveryOperationIsTried: each operation of the ledger has a try below.
func TestEveryOperationIsTried(t *testing.T) {
	tried := map[string]int{}
	count := func(tries map[string]func(Desk) error) {
		for name := range tries {
			tried[name]++
		}
	}
	s := stage{world: world{App: New(Parts{Now: func() time.Time { return start }})}}
	for _, tries := range triesOn(s, "") {
		count(tries)
	}
	count(inTeam(s, ""))
	count(listing())
	count(inOffice(s))
	for _, op := range Ledger() {
		if tried[op.Name] != 1 {
			t.Errorf("%s is tried %d times", op.Name, tried[op.Name])
		}
		delete(tried, op.Name)
	}
	for name := range tried {
		t.Errorf("%s is no operation of the ledger", name)
	}
}

func ledger() map[string]access.Op {
	out := map[string]access.Op{}
	for _, op := range Ledger() {
		out[op.Name] = op
	}
	return out
}

// spends are the operations that take away what they are about: the case from
// who asked, a link for everybody.
var spends = []string{"case.recuse", "report.unlink", "person.apart"}

// TestEveryRoleOnFiles: each operation on a file, as everybody, on each engine:
// let in or refused as the ledger says. Who may see nothing of the file gets,
// byte for byte, the answer of one that does not exist, and every refusal is a
// line.
func TestEveryRoleOnFiles(t *testing.T) {
	everyRole(t, func(t *testing.T, s stage, fresh func() stage) {
		absent, ops := tatm.FileID(newID(s.Now(), 0)), ledger()
		for kind := range sees {
			for name := range triesOn(s, "")[kind] {
				s := fresh()
				for _, who := range s.everybody() {
					if slices.Contains(spends, name) {
						s = fresh()
					}
					want := s.may(ops[name], kind, who)
					err := s.asks(t, name, who, triesOn(s, s.file[kind])[kind][name], want)
					if want != fault.NotFound {
						continue
					}
					other := s.asks(t, name+" on none", who, triesOn(s, absent)[kind][name], fault.NotFound)
					if err == nil || other == nil || err.Error() != other.Error() {
						t.Errorf("%s as %s: %q for a hidden file, %q for none", name, who, err, other)
					}
				}
			}
		}
	})
}

// TestEveryRoleInTeams: likewise for what begins in a team. A team in which
// somebody has no seat answers like none.
func TestEveryRoleInTeams(t *testing.T) {
	everyRole(t, func(t *testing.T, s stage, _ func() stage) {
		other := must[tatm.TeamID](t)(s.as(t, "clock").AddTeam(t.Context(), "Other", "county"))
		absent, ops := tatm.TeamID(newID(s.Now(), 0)), ledger()
		for name := range inTeam(s, "") {
			for _, who := range s.everybody() {
				role, overall := withGuests()[who].Role, who == "admin" || who == "auditor"
				mine, others := fault.Denied, fault.NotFound
				switch {
				case who == "clock" && ops[name].Clock:
					mine, others = "", ""
				case who == "clock":
					mine = fault.NotFound
				case slices.Contains(ops[name].Roles, role):
					mine = ""
				}
				if overall {
					others = fault.Denied
				}
				s.asks(t, name, who, inTeam(s, s.team)[name], mine)
				a := s.asks(t, name+" in another team", who, inTeam(s, other)[name], others)
				b := s.asks(t, name+" in no team", who, inTeam(s, absent)[name], fault.NotFound)
				if others == fault.NotFound && a.Error() != b.Error() {
					t.Errorf("%s as %s: %q in a hidden team, %q in none", name, who, a, b)
				}
			}
		}
	})
}

// TestEveryRoleOnListsAndOffice: likewise for lists, searches and the
// administration, where there is nothing to hide: no, or yes.
func TestEveryRoleOnListsAndOffice(t *testing.T) {
	everyRole(t, func(t *testing.T, s stage, _ func() stage) {
		ops := ledger()
		for _, tries := range []map[string]func(Desk) error{listing(), inOffice(s)} {
			for name, try := range tries {
				for _, who := range s.everybody() {
					want := fault.Denied
					switch {
					case who == "clock":
						if want = fault.NotFound; ops[name].Clock {
							want = ""
						}
					case slices.Contains(ops[name].Roles, withGuests()[who].Role), slices.Contains(ops[name].Roles, access.Guest):
						want = ""
					}
					s.asks(t, name, who, try, want)
				}
			}
		}
	})
}

// lineCount is how many lines the audit has.
func (w world) lineCount(t *testing.T) (n int64) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		tree, err := tx.Tree(w.org)
		n = tree.Size
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// refusals counts the refused lines of somebody from a line on.
func (w world) refusals(t *testing.T, who tatm.ActorID, from int64) (n int) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		return tx.Lines(w.org, from, func(l store.Line, _ tlog.Hash) bool {
			if l.Actor == who && l.Outcome == store.Refused {
				n++
			}
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOnceAndConflict: the same request twice is done once; of two editors the
// second is told.
func TestOnceAndConflict(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		chair := w.as(t, "chair")
		open := NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}}
		first := made(chair.Once("k").OpenCase(ctx, w.team, open))
		again := made(chair.Once("k").OpenCase(ctx, w.team, open))
		if again.File != first.File || !again.Again {
			t.Errorf("the same request made %+v and %+v", first, again)
		}
		if other := made(w.as(t, "deputy").Once("k").OpenCase(ctx, w.team, open)); other.File == first.File {
			t.Error("somebody else's key gave the same answer")
		}
		o := made(chair.AddObservation(ctx, first.File, tatm.Observation{Text: "one"}, Circumstance{})).Entry
		made(chair.MendObservation(ctx, first.File, o, 1, tatm.Observation{Text: "two"}, Circumstance{}))
		if _, err := w.as(t, "deputy").MendObservation(ctx, first.File, o, 1, tatm.Observation{Text: "three"}, Circumstance{}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a lost update: %v", err)
		}
		es, _, err := chair.VersionsOf(ctx, first.File, o)
		if err != nil || len(es) != 2 || es[0].Record.(tatm.Observation).Text != "one" {
			t.Errorf("versions: %v %v", es, err)
		}
	})
}

// TestWallsAndInvitations: a wall takes a case away, an invitation opens parts
// of it for a time, and convened cases show to the convened alone.
func TestWallsAndInvitations(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		chair := w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		made(chair.AddObservation(ctx, kase, tatm.Observation{Text: "seen"}, Circumstance{}))
		made(chair.GiveTask(ctx, kase, tatm.Task{What: "t", Owner: w.who["chair"], Due: start.Add(time.Hour)}))
		sees := func(who string, want bool) {
			t.Helper()
			_, err := w.as(t, who).SeeCase(ctx, kase)
			l, lerr := w.as(t, who).ListCases(ctx, listAll)
			listed := lerr == nil && slices.ContainsFunc(l.Rows, func(r ListLine) bool { return r.ID == kase })
			if (err == nil) != want || listed != want {
				t.Errorf("%s: %v, listed %v, want %v", who, err, listed, want)
			}
		}
		sees("affiliate", false)
		v := made(chair.Invite(ctx, kase, tatm.Invitation{Actor: w.who["affiliate"], Sections: []tatm.Section{tatm.SectionFacts}, Purpose: "p", Basis: "b", Until: start.Add(48 * time.Hour)})).Entry
		sees("affiliate", true)
		c, _ := w.as(t, "affiliate").SeeCase(ctx, kase)
		if len(tatm.All[tatm.Observation](c.File)) != 1 || len(tatm.All[tatm.Task](c.File)) != 0 {
			t.Errorf("an invitation to the facts shows %d entries", len(c.File.Entries))
		}
		made(chair.Revoke(ctx, kase, v))
		sees("affiliate", false)
		sees("clinician", true)
		made(chair.WallOff(ctx, kase, tatm.Wall{Actor: w.who["clinician"], Reason: "kin"}))
		sees("clinician", false)
		c, _ = chair.SeeCase(ctx, kase)
		k, _ := tatm.Last[tatm.Case](c.File)
		k.Rec.Convened = true
		made(chair.DescribeCase(ctx, kase, k.ID, k.Version, k.Rec))
		sees("detective", false)
		made(chair.Invite(ctx, kase, tatm.Invitation{Actor: w.who["detective"], Purpose: "convened", Basis: "chair", Until: start.Add(48 * time.Hour)}))
		sees("detective", true)
		w.pass(72 * time.Hour)
		sees("detective", false)
		sees("deputy", true)
	})
}
