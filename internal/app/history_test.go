package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// step is one thing somebody does in a random history. Numbers choose among
// what there is then.
type step struct{ Stage, Kind, Op, Who, Entry, Regime, Minutes int }

func drawStep(t *rapid.T) step {
	n := func(what string) int { return rapid.IntRange(0, 9999).Draw(t, what) }
	return step{n("stage"), n("kind"), n("op"), n("who"), n("entry"), n("regime"), rapid.IntRange(-90, 300).Draw(t, "minutes")}
}

// seenAt is what the chair was shown of a case just after it was changed.
type seenAt struct {
	at   time.Time
	text string
}

func textOf(f tatm.File) string {
	var out string
	for _, e := range f.Entries {
		out += fmt.Sprintf("%s/%d %s %s %v %+v\n", e.ID, e.Version, e.Regime, e.OnlyFor, e.RecordedAt, e.Record)
	}
	return out
}

// history is a long one over several files.
type history struct {
	w      world
	stages []stage
	kept   map[tatm.FileID][]seenAt
	done   int
}

// TestLongHistory: after hundreds of random acts by everybody on many files,
// with a clock that also goes back, the derived rows are those that are made
// anew; every case is shown as it was at each of its changes; and no change is
// dated before the one it followed.
func TestLongHistory(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.who["guest"], w.who["spare"] = w.who["affiliate"], w.who["affiliate"]
		w.pass(10 * 24 * time.Hour) // the clock goes back too, but to no time before there were seats
		for seed := range 2 {
			h := history{w: w, kept: map[tatm.FileID][]seenAt{}}
			for range 3 {
				h.stages = append(h.stages, set(t, w))
			}
			for _, x := range rapid.SliceOfN(rapid.Custom(drawStep), 450, 450).Example(seed) {
				h.take(t, x)
			}
			if h.done < 60 {
				t.Errorf("seed %d: only %d acts were done: the history is too short to show much", seed, h.done)
			}
			h.asItWas(t)
			h.rebuilt(t)
		}
	})
}

// take does one step and looks at what became of it.
func (h *history) take(t *testing.T, x step) {
	t.Helper()
	h.w.pass(time.Duration(x.Minutes) * time.Minute)
	s := h.stages[x.Stage%len(h.stages)]
	people := []string{"chair", "deputy", "detective", "clinician", "intake", "clock", "affiliate"}
	who := people[x.Who%len(people)]
	kinds := []tatm.FileKind{tatm.CaseFile, tatm.CaseFile, tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile}
	kind := kinds[x.Kind%len(kinds)]
	tries := triesOn(s, s.file[kind])[kind]
	name := slices.Sorted(maps.Keys(tries))[x.Op%len(tries)]
	var err error
	switch {
	case name == "case.recuse" || name == "case.close-short" && x.Entry%4 > 0:
		return // the chair must go on seeing the case, and most cases go on
	case kind == tatm.CaseFile && x.Entry%3 == 0:
		err = h.mend(t, s, who, x)
	default:
		err = tries[name](s.as(t, who))
	}
	if err != nil && len(fault.All(err)) == 0 {
		t.Fatalf("%s as %s: %v", name, who, err)
	}
	if err == nil {
		h.done++
	}
	h.look(t, s.file[tatm.CaseFile])
}

// mend writes another version of an entry of the case, under another regime
// that the chair is cleared for.
func (h *history) mend(t *testing.T, s stage, who string, x step) error {
	t.Helper()
	on := s.file[tatm.CaseFile]
	v, err := s.as(t, who).SeeCase(t.Context(), on)
	if err != nil || len(v.File.Entries) == 0 {
		return err
	}
	e := v.File.Entries[x.Entry%len(v.File.Entries)]
	c := Circumstance{Regime: []tatm.Regime{tatm.General, tatm.Health, tatm.Education, tatm.Juvenile}[x.Regime%4]}
	text, desk := fmt.Sprint("text ", x.Entry), s.as(t, who)
	switch r := e.Record.(type) {
	case tatm.Observation:
		r.Text = text
		return discard(desk.MendObservation(t.Context(), on, e.ID, e.Version, r, c))
	case tatm.Part:
		r.Known = text
		return discard(desk.MendPart(t.Context(), on, e.ID, e.Version, r, c))
	case tatm.Factor:
		r.Own = text
		return discard(desk.MendFactor(t.Context(), on, e.ID, e.Version, r, "", c))
	case tatm.Task:
		r.State, r.Evidence = []string{"open", "accepted", "done", "cancelled"}[x.Regime%4], text
		return discard(desk.MendTask(t.Context(), on, e.ID, e.Version, r))
	case tatm.Case:
		r.Convened = x.Regime%2 == 0
		return discard(desk.DescribeCase(t.Context(), on, e.ID, e.Version, r))
	case tatm.Need:
		r.Words = text
		return discard(desk.KeepNeed(t.Context(), on, e.ID, e.Version, r))
	}
	return nil
}

// look keeps what the chair is shown of a case, if it was changed.
func (h *history) look(t *testing.T, on tatm.FileID) {
	t.Helper()
	v, err := h.w.as(t, "chair").SeeCase(t.Context(), on)
	if err != nil {
		t.Fatal(err)
	}
	now, kept := seenAt{v.Row.ChangedAt, textOf(v.File)}, h.kept[on]
	if n := len(kept); n > 0 {
		last := kept[n-1]
		if now == last {
			return
		}
		if !now.at.After(last.at) {
			t.Fatalf("the case was changed at %v, after a change at %v", now.at, last.at)
		}
	}
	h.kept[on] = append(kept, now)
}

// asItWas asks for every case at each time kept, and just before it.
func (h *history) asItWas(t *testing.T) {
	t.Helper()
	chair, asked := h.w.as(t, "chair"), 0
	for on, kept := range h.kept {
		for i, k := range kept {
			v, err := chair.SeeCaseThen(t.Context(), on, k.at)
			if err != nil || textOf(v.File) != k.text {
				t.Errorf("as it was at %v, %v:\n%s\nit was then:\n%s", k.at, err, textOf(v.File), k.text)
				return
			}
			asked++
			if i == 0 {
				continue
			}
			v, err = chair.SeeCaseThen(t.Context(), on, k.at.Add(-time.Microsecond))
			if err != nil || textOf(v.File) != kept[i-1].text {
				t.Errorf("just before %v it was not as it was at %v: %v", k.at, kept[i-1].at, err)
				return
			}
		}
	}
	if asked < 50 {
		t.Errorf("only %d changes were looked back at", asked)
	}
}

// rebuilt makes every derived row anew and compares.
func (h *history) rebuilt(t *testing.T) {
	t.Helper()
	read := func() (rows []string) {
		err := h.w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) {
			rows, err = tx.Derived(h.w.org)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	before := read()
	err := h.w.db.Write(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		ids, err := tx.AllFiles(h.w.org)
		for _, id := range ids {
			err = errors.Join(err, tx.Remake(h.w.org, id))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	after := read()
	if !slices.Equal(before, after) {
		for _, r := range before {
			if !slices.Contains(after, r) {
				t.Errorf("kept, not made anew: %s", r)
			}
		}
		for _, r := range after {
			if !slices.Contains(before, r) {
				t.Errorf("made anew, not kept: %s", r)
			}
		}
	}
	if len(before) < 40 {
		t.Errorf("only %d derived rows", len(before))
	}
}
