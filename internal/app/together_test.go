package app

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestThousandCopies: one request sent a thousand times at once is done once,
// and all are given the same answer.
func TestThousandCopies(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		desk := w.as(t, "chair").Once("the same")
		before := len(w.lines(t, "case.open"))
		var wg sync.WaitGroup
		var mu sync.Mutex
		told := map[Made]int{}
		for range 1000 {
			wg.Go(func() {
				m, err := desk.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				m.Again = false
				told[m]++
			})
		}
		wg.Wait()
		v := must[ListView](t)(w.as(t, "chair").ListCases(ctx, listAll))
		if lines := len(w.lines(t, "case.open")) - before; len(v.Rows) != 1 || len(told) != 1 || lines != 1 {
			t.Errorf("%d cases, %d answers, %d lines", len(v.Rows), len(told), lines)
		}
	})
}

// TestNumbers: numbers given at once have no double, and a write that failed
// leaves no gap.
func TestNumbers(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		var wg sync.WaitGroup
		var mu sync.Mutex
		var numbers []int64
		for i := range 120 {
			wg.Go(func() {
				narrative := "n"
				if i%4 == 0 {
					narrative = "" // refused after its number was drawn
				}
				m, err := w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: narrative}, tatm.Reporter{})
				if i%4 == 0 {
					if !errors.Is(err, fault.Invalid) {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				defer mu.Unlock()
				numbers = append(numbers, m.Number)
			})
		}
		wg.Wait()
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != int64(i+1) {
				t.Fatalf("numbers %v", numbers)
			}
		}
	})
}

// TestNoUpdateIsLost: five editors read and write one text in any order. Each
// write stands on what its writer had before them or is refused, and every text
// that was taken is a version.
func TestNoUpdateIsLost(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		chair := w.as(t, "chair")
		rapid.Check(t, func(r *rapid.T) {
			kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
			m, err := chair.AddObservation(ctx, kase, tatm.Observation{Text: "first"}, Circumstance{})
			if err != nil {
				r.Fatal(err)
			}
			texts, have := []string{"first"}, [5]int64{1, 1, 1, 1, 1}
			for i, who := range rapid.SliceOfN(rapid.IntRange(0, 9), 5, 25).Draw(r, "who") {
				if who >= 5 {
					have[who-5] = int64(len(texts)) // reads again
					continue
				}
				text := fmt.Sprintf("text %d of %d", i, who)
				_, err := chair.MendObservation(ctx, kase, m.Entry, have[who], tatm.Observation{Text: text}, Circumstance{})
				current := have[who] == int64(len(texts))
				if current != (err == nil) || !current && !errors.Is(err, fault.Conflict) {
					r.Fatalf("version %d of %d: %v", have[who], len(texts), err)
				}
				if err == nil {
					texts = append(texts, text)
					have[who] = int64(len(texts))
				}
			}
			es, _, err := chair.VersionsOf(ctx, kase, m.Entry)
			if err != nil || len(es) != len(texts) {
				r.Fatalf("%d versions of %d texts, %v", len(es), len(texts), err)
			}
			for i, e := range es {
				if e.Record.(tatm.Observation).Text != texts[i] {
					r.Fatalf("version %d is %q, want %q", i+1, e.Record.(tatm.Observation).Text, texts[i])
				}
			}
		})
	})
}

// TestFirstWins: of two people who do the same thing at once, each having seen
// it undone, the second is told, whatever the operation.
func TestFirstWins(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		s := set(t, newWorldLike(w))
		k, id, chair, deputy := s.file[tatm.CaseFile], s.entry, s.as(t, "chair"), s.as(t, "deputy")
		weapons := tatm.Answer{Question: "weapons", Status: tatm.Answered, Text: "none found"}
		for name, do := range map[string]func(Desk) error{
			"answer":    func(d Desk) error { return discard(d.GiveAnswer(ctx, k, 0, weapons)) },
			"request":   func(d Desk) error { return discard(d.CloseRequest(ctx, k, id["request"], "answered", "g")) },
			"monitor":   func(d Desk) error { return discard(d.EndMonitor(ctx, k, id["monitor"], "w")) },
			"emergency": func(d Desk) error { return discard(d.RatifyEmergency(ctx, k, id["emergency"])) },
			"factor": func(d Desk) error {
				return discard(d.MendFactor(ctx, k, id["factor"], 1, tatm.Factor{Class: tatm.RiskFactor, Own: "f", Rating: tatm.NotKnown}, "", Circumstance{}))
			},
			"task": func(d Desk) error {
				return discard(d.MendTask(ctx, k, id["task"], 1, tatm.Task{What: "t", Owner: s.who["chair"], Due: start.Add(time.Hour), State: "accepted"}))
			},
			"duty": func(d Desk) error {
				return discard(d.AnswerDuty(ctx, k, id["duty"], 1, tatm.Duty{Answer: tatm.No, Why: "w"}))
			},
			"part": func(d Desk) error {
				return discard(d.MendPart(ctx, k, id["part"], 1, tatm.Part{Role: tatm.WitnessPart, Known: "w"}, Circumstance{}))
			},
			"case":     func(d Desk) error { return discard(d.DescribeCase(ctx, k, id["case"], 1, tatm.Case{Title: "t"})) },
			"tripwire": func(d Desk) error { return discard(d.RetireTripwire(ctx, k, id["tripwire"], "w")) },
		} {
			if err := do(chair); err != nil {
				t.Errorf("%s, first: %v", name, err)
			}
			if err := do(deputy); !errors.Is(err, fault.Conflict) {
				t.Errorf("%s, second: %v, want a conflict", name, err)
			}
		}
	})
}

// newWorldLike is w, whose guest is one of its own people.
func newWorldLike(w world) world {
	w.who["guest"] = w.who["affiliate"]
	return w
}

// TestRepeats: a repeat is given the first answer: the same copy number, and no
// second secret where one was made.
func TestRepeats(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		chair := w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		print := chair.Once("k")
		one, err1 := print.PrintCase(ctx, kase, tatm.Printout{What: "case", For: "f", Purpose: "p"})
		two, err2 := print.PrintCase(ctx, kase, tatm.Printout{What: "case", For: "f", Purpose: "p"})
		if one != 1 || two != 1 || errors.Join(err1, err2) != nil {
			t.Errorf("one print sent twice is copy %d and %d: %v %v", one, two, err1, err2)
		}
		admin := w.as(t, "admin").Once("k")
		id, secret, err := admin.AddMember(ctx, NewMember{Login: "new", Name: "New"})
		if err != nil || secret == "" {
			t.Fatal(err)
		}
		again, other, err := admin.AddMember(ctx, NewMember{Login: "new", Name: "New"})
		if err != nil || again != id || other != "" {
			t.Errorf("sent twice: %v %v, secret %q", again == id, err, other)
		}
	})
}
