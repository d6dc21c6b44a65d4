package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// lines are the lines of the audit under one operation.
func (w world) lines(t *testing.T, op string) (out []store.Line) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		return tx.Lines(w.org, 0, func(l store.Line, _ tlog.Hash) bool {
			if l.Op == op {
				out = append(out, l)
			}
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLease: of two servers one works; when it slept past its lease the other
// takes over, and what the first still wants to write is not written.
func TestLease(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		one, mine, err := w.take(ctx, "one")
		if err != nil || !mine {
			t.Fatal(mine, err)
		}
		if _, mine, err := w.take(ctx, "two"); err != nil || mine {
			t.Fatalf("two servers hold one lease: %v", err)
		}
		again, mine, err := w.take(ctx, "one")
		if err != nil || !mine || again.fence != one.fence {
			t.Fatalf("the holder could not go on: %v %v %d %d", mine, err, again.fence, one.fence)
		}
		w.pass(leaseLasts + time.Second)
		two, mine, err := w.take(ctx, "two")
		if err != nil || !mine || two.fence <= one.fence {
			t.Fatalf("nobody took over: %v %v, fence %d after %d", mine, err, two.fence, one.fence)
		}
		points := func() (n int) {
			err := w.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
				all, err := tx.Checkpoints(w.org)
				n = len(all)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for name, do := range map[string]func(turn) error{
			"checkpoint": func(m turn) error { return m.checkpoint(ctx, w.org) },
			"views":      func(m turn) error { return m.views(ctx, w.org) },
			"sweep":      func(m turn) error { return m.sweep(ctx) },
			"uploads":    func(m turn) error { return m.sweepStaged(ctx) },
		} {
			if err := do(one); !errors.Is(err, errTaken) {
				t.Errorf("%s under a stale fence: %v", name, err)
			}
			if points() > 0 && name == "checkpoint" {
				t.Error("a stale server signed a checkpoint")
			}
		}
		if err := two.checkpoint(ctx, w.org); err != nil || points() != 1 {
			t.Errorf("the server whose turn it is could not: %v", err)
		}
		if err := w.Minute(ctx, "one"); err != nil {
			t.Errorf("a server that lost its turn waits quietly: %v", err)
		}
		w.pass(leaseLasts + time.Second)
		if back, mine, err := w.take(ctx, "one"); err != nil || !mine || back.fence <= two.fence {
			t.Errorf("fence %d after %d, %v %v", back.fence, two.fence, mine, err)
		}
	})
}

// TestViewsAreDigested: one line for each day and organisation, when the day is
// over and once.
func TestViewsAreDigested(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		kase := made(w.as(t, "chair").OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		minute := func() {
			t.Helper()
			if err := errors.Join(w.FlushViews(ctx), w.Minute(ctx, "one")); err != nil {
				t.Fatal(err)
			}
		}
		for _, who := range []string{"chair", "chair", "clinician", "records"} {
			if _, err := w.as(t, who).SeeCase(ctx, kase); err != nil {
				t.Fatal(err)
			}
		}
		minute()
		if n := len(w.lines(t, "view.digest")); n != 0 {
			t.Fatalf("a day that is not over was digested %d times", n)
		}
		w.pass(24 * time.Hour)
		minute()
		minute()
		if _, err := w.as(t, "chair").SeeCase(ctx, kase); err != nil {
			t.Fatal(err)
		}
		w.pass(72 * time.Hour)
		minute()
		minute()
		ls := w.lines(t, "view.digest")
		if len(ls) != 2 || !strings.HasSuffix(ls[0].Facts, " views=3") || !strings.HasSuffix(ls[1].Facts, " views=1") || len(ls[0].Digests) != 64 {
			t.Fatalf("lines: %+v", ls)
		}
	})
}

// TestSearchesAndPrintsAreLines: each is a line of its own, that tells who and
// which operation and nothing of what was asked.
func TestSearchesAndPrintsAreLines(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		chair := w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		for range 2 {
			if _, err := chair.SearchCases(ctx, "secretword"); err != nil {
				t.Fatal(err)
			}
			if _, err := chair.FindPeople(ctx, match.ParseTyped("secretword", 2026), 1); err != nil {
				t.Fatal(err)
			}
			if _, err := chair.PrintCase(ctx, kase, tatm.Printout{What: "case", For: "secretword", Purpose: "secretword"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.as(t, "auditor").FindPeople(ctx, match.ParseTyped("x", 2026), 1); !errors.Is(err, fault.Denied) {
			t.Fatal(err)
		}
		for _, op := range []string{"case.search", "person.search", "case.print"} {
			done := 0
			for _, l := range w.lines(t, op) {
				if l.Outcome == store.Done && l.Actor == w.who["chair"] {
					done++
				}
				if strings.Contains(l.Facts, "secret") {
					t.Errorf("%s: the line says what was asked", op)
				}
			}
			if done != 2 {
				t.Errorf("%s: %d lines, want 2", op, done)
			}
		}
	})
}
