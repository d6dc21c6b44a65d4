package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// tries are the operations on one case, each as somebody would do it. What a
// rule of the field says afterwards does not matter here: only whether they
// were let in.
func tries(kase tatm.FileID, some tatm.EntryID, w world) map[string]func(Desk) error {
	t := func(_ Made, err error) error { return err }
	ctx := context.Background()
	in := func() time.Time { return w.Now().AddDate(0, 0, 7) }
	return map[string]func(Desk) error{
		"case.see":       func(d Desk) error { _, err := d.SeeCase(ctx, kase); return err },
		"case.as-it-was": func(d Desk) error { _, err := d.SeeCaseThen(ctx, kase, w.Now()); return err },
		"case.versions":  func(d Desk) error { _, _, err := d.VersionsOf(ctx, kase, some); return err },
		"case.activity":  func(d Desk) error { _, _, _, err := d.Activity(ctx, kase, 0); return err },
		"case.move":      func(d Desk) error { return t(d.MoveCase(ctx, kase, tatm.AtTriage, "", "")) },
		"case.charge": func(d Desk) error {
			return t(d.ChargeCase(ctx, kase, 0, tatm.Charge{Owner: w.who["detective"], Next: "x", By: in()}))
		},
		"case.invite": func(d Desk) error {
			return t(d.Invite(ctx, kase, tatm.Invitation{Actor: w.who["deputy"], Purpose: "p", Basis: "b", Until: in()}))
		},
		"case.wall": func(d Desk) error { return t(d.WallOff(ctx, kase, tatm.Wall{Actor: w.who["admin"], Reason: "r"})) },
		"case.print": func(d Desk) error {
			_, err := d.PrintCase(ctx, kase, tatm.Printout{What: "case", For: "f", Purpose: "p"})
			return err
		},
		"part.add": func(d Desk) error {
			return t(d.AddPart(ctx, kase, tatm.Part{Role: tatm.WitnessPart, Known: "w"}, Circumstance{}))
		},
		"emergency.raise": func(d Desk) error { return t(d.RaiseEmergency(ctx, kase, "")) },
		"observation.add": func(d Desk) error { return t(d.AddObservation(ctx, kase, tatm.Observation{Text: "o"}, Circumstance{})) },
		"attachment.stage": func(d Desk) error {
			_, err := d.StageFile(ctx, kase, "f.txt", strings.NewReader("f"))
			return err
		},
		"attachment.add":  func(d Desk) error { return t(d.Attach(ctx, kase, some, nil, Given{})) },
		"attachment.show": func(d Desk) error { _, err := d.ShowAttachment(ctx, kase, some); return err },
		"attachment.open": func(d Desk) error { _, err := d.OpenAttachment(ctx, kase, some); return err },
		"factor.add": func(d Desk) error {
			return t(d.AddFactor(ctx, kase, tatm.Factor{Class: tatm.RiskFactor, Own: "f", Rating: tatm.NotKnown}, "", Circumstance{}))
		},
		"answer.give": func(d Desk) error {
			return t(d.GiveAnswer(ctx, kase, tatm.Answer{Question: "weapons", Status: tatm.NotSought, Text: "x"}))
		},
		"request.make": func(d Desk) error {
			return t(d.MakeRequest(ctx, kase, tatm.Request{Question: "q", Of: "o", Due: in()}))
		},
		"view.give":         func(d Desk) error { return t(d.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "r"})) },
		"view.reveal":       func(d Desk) error { return t(d.RevealViews(ctx, kase)) },
		"assessment.draft":  func(d Desk) error { return t(d.DraftAssessment(ctx, kase, 0, tatm.Assessment{})) },
		"assessment.sign":   func(d Desk) error { return t(d.SignAssessment(ctx, kase, 0)) },
		"assessment.stands": func(d Desk) error { return t(d.SayUnchanged(ctx, kase, "b", nil)) },
		"plan.draft":        func(d Desk) error { return t(d.DraftPlan(ctx, kase, 0, tatm.Plan{})) },
		"plan.approve":      func(d Desk) error { return t(d.ApprovePlan(ctx, kase, 0)) },
		"intervention.add": func(d Desk) error {
			return t(d.AddIntervention(ctx, kase, tatm.Intervention{Column: tatm.OnSubject, What: "w", Intrusiveness: tatm.Supportive}))
		},
		"need.keep": func(d Desk) error {
			return t(d.KeepNeed(ctx, kase, "", 0, tatm.Need{Domain: "housing", Words: "w", State: "open"}))
		},
		"grievance.keep": func(d Desk) error {
			return t(d.KeepGrievance(ctx, kase, "", 0, tatm.Grievance{Words: "w", Nature: "personal", State: "open"}))
		},
		"target-plan.keep": func(d Desk) error {
			return t(d.KeepTargetPlan(ctx, kase, "", 0, tatm.TargetPlan{Contact: "c", SafeWay: "s", Steps: "s", State: "running"}))
		},
		"tripwire.arm": func(d Desk) error {
			return t(d.ArmTripwire(ctx, kase, tatm.Tripwire{Watch: "w", Type: "behaviour", Action: "a", Within: time.Hour, Expires: in()}))
		},
		"task.give": func(d Desk) error {
			return t(d.GiveTask(ctx, kase, tatm.Task{What: "t", Owner: w.who["chair"], Due: in()}))
		},
		"message.post": func(d Desk) error { return t(d.PostMessage(ctx, kase, tatm.Message{Text: "m"}, Becomes{})) },
		"notice.record": func(d Desk) error {
			return t(d.RecordNotice(ctx, kase, tatm.Notice{To: "t", What: "w", How: "h"}, Circumstance{}))
		},
		"duty.prompt": func(d Desk) error { return t(d.PromptDuty(ctx, kase, tatm.Duty{What: "warn"})) },
		"decision.make": func(d Desk) error {
			return t(d.MakeDecision(ctx, kase, tatm.Decision{Question: "q", Decided: "d", Why: "w", How: "chair"}))
		},
		"dissent.add":      func(d Desk) error { return t(d.AddDissent(ctx, kase, tatm.Dissent{From: some, Text: "t"})) },
		"closure.write":    func(d Desk) error { return t(d.WriteClosure(ctx, kase, 0, tatm.Closure{}, false)) },
		"case.close-short": func(d Desk) error { return t(d.CloseShort(ctx, kase, tatm.ShortClose{})) },
	}
}

// TestEveryRole: each operation on a case, as each role, on each engine: let in
// or refused as the ledger says. Who may see nothing of the case gets the
// answer of one that does not exist, and every refusal is a line.
func TestEveryRole(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made := must[Made](t)
		kase := made(w.as(t, "chair").OpenCase(t.Context(), w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: start.Add(time.Hour)}})).File
		some := made(w.as(t, "chair").AddObservation(t.Context(), kase, tatm.Observation{Text: "seen"}, Circumstance{})).Entry
		ledger := map[string]access.Op{}
		for _, op := range Ledger() {
			ledger[op.Name] = op
		}
		absent := tatm.FileID(newID(w.Now(), 0))
		for name, try := range tries(kase, some, w) {
			none := tries(absent, some, w)[name]
			for who, seat := range seats {
				before := w.refusals(t, who)
				err := try(w.as(t, who))
				heads := slices.Contains([]tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake, tatm.RecordsOffice, tatm.Approver}, seat.Role)
				may := slices.Contains(ledger[name].Roles, seat.Role) || (who == "detective" && slices.Contains(ledger[name].Roles, access.Owner))
				k := fault.KindOf(err)
				switch {
				case !heads && k != fault.NotFound:
					t.Errorf("%s as %s: %v, want not found", name, who, err)
				case heads && !may && k != fault.Denied:
					t.Errorf("%s as %s: %v, want denied", name, who, err)
				case heads && may && k == fault.Denied && name != "assessment.sign":
					t.Errorf("%s as %s was denied", name, who)
				}
				if refused := !heads || !may; refused && w.refusals(t, who) != before+1 {
					t.Errorf("%s as %s: the refusal is not a line of the audit", name, who)
				}
				if !heads {
					if other := none(w.as(t, who)); other.Error() != err.Error() {
						t.Errorf("%s as %s: %q for a hidden case, %q for none", name, who, err, other)
					}
				}
			}
		}
	})
}

// refusals counts the refused lines of somebody.
func (w world) refusals(t *testing.T, who string) (n int) {
	t.Helper()
	err := w.db.Read(t.Context(), func(tx *store.Tx) error {
		return tx.Lines(w.org, 0, func(l store.Line, _ tlog.Hash) bool {
			if l.Actor == w.who[who] && l.Outcome == store.Refused {
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
