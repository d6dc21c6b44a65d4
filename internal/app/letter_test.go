package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/letter"
	"offramp/internal/tatm"
)

// satchel is a courier that keeps what it takes, or takes nothing.
type satchel struct {
	down bool
	got  []letter.Letter
}

func (*satchel) Name() string { return "mail" }

func (s *satchel) Take(_ context.Context, l letter.Letter) error {
	if s.down {
		return errors.New("down")
	}
	s.got = append(s.got, l)
	return nil
}

func (s *satchel) to() (out []string) {
	for _, l := range s.got {
		out = append(out, l.Kind+" "+l.To)
	}
	slices.Sort(out)
	s.got = nil
	return out
}

func plainWords(_, kind string) (string, string) { return kind, kind }

// TestLetters: a notice of a report reaches the people on duty, climbs while
// nobody takes it, waits for a server that is down, and holds no word of it.
func TestLetters(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		for _, who := range []string{"chair", "deputy", "detective", "clinician", "intake"} {
			made(w.as(t, "admin").MemberMail(ctx, w.who[who], who+"@example.org"))
		}
		if _, err := w.as(t, "admin").MemberMail(ctx, w.who["intake"], "not an address"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a bad address: %v", err)
		}
		s := &satchel{}
		round := func() []string {
			t.Helper()
			if err := w.Minute(ctx, "one"); err != nil {
				t.Fatal(err)
			}
			if err := w.Deliver(ctx, "one", []letter.Courier{s}, plainWords); err != nil {
				t.Fatal(err)
			}
			return s.to()
		}
		round() // what is told of the seats that were given
		report := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "canary-word", Weapon: tatm.Yes}, tatm.Reporter{Name: "canary-name"})).File
		if got := round(); strings.Join(got, ", ") != "report-urgent chair@example.org, report-urgent deputy@example.org, report-urgent intake@example.org" {
			t.Errorf("first: %v", got)
		}
		if got := round(); len(got) != 0 {
			t.Errorf("the same letters left twice: %v", got)
		}
		s.down = true
		w.pass(72 * time.Hour)
		round()
		s.down = false
		if got := round(); len(got) != 0 {
			t.Errorf("a server that is down was asked again at once: %v", got)
		}
		w.pass(5 * time.Minute)
		if got := round(); len(got) != 2 || got[0] != "report-climbed-1 chair@example.org" {
			t.Errorf("after its time: %v", got)
		}
		w.pass(72 * time.Hour)
		if got := round(); len(got) != 5 {
			t.Errorf("after as long again: %v", got)
		}
		w.pass(240 * time.Hour)
		if got := round(); len(got) != 0 {
			t.Errorf("it climbs for ever: %v", got)
		}
		made(w.as(t, "intake").AcknowledgeReport(ctx, report))
		v := must[LettersView](t)(w.as(t, "admin").SeeLetters(ctx))
		if v.Stuck != 0 || len(v.Last) < 12 {
			t.Errorf("the log of deliveries: %d stuck, %d tries", v.Stuck, len(v.Last))
		}
	})
}
