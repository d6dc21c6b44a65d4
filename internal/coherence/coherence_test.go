package coherence_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/catalog"
	"offramp/internal/coherence"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

var (
	opened = time.Date(2026, 9, 1, 14, 0, 0, 0, time.UTC)
	signed = opened.AddDate(0, 0, 7)
	now    = opened.AddDate(0, 0, 14)
)

// book builds a case file entry by entry.
type book struct {
	f  tatm.File
	p  *tatm.Pack
	id map[string]tatm.EntryID
}

// put adds an entry written at a time, under a name.
func (b *book) put(name string, at time.Time, r tatm.Record) {
	n := len(b.f.Entries)
	id := tatm.EntryID(tatm.MintID(at, uint8(n), [8]byte{byte(n)}))
	b.f.Entries = append(b.f.Entries, tatm.Entry{ID: id, Version: 1, Regime: tatm.General, HappenedAt: at, RecordedAt: at, RecordedBy: "m", Record: r})
	b.id[name] = id
}

// change replaces the record of a name, as a later version without a new time.
func change[R tatm.Record](b *book, name string, how func(*R)) {
	for i, e := range b.f.Entries {
		if e.ID == b.id[name] {
			r := e.Record.(R)
			how(&r)
			b.f.Entries[i].Record = r
		}
	}
}

// drop takes the entry of a name away.
func (b *book) drop(names ...string) {
	b.f.Entries = slices.DeleteFunc(b.f.Entries, func(e tatm.Entry) bool {
		return slices.ContainsFunc(names, func(n string) bool { return b.id[n] == e.ID })
	})
}

// sound is a managed case whose file lacks nothing.
func sound(p *tatm.Pack) *book {
	b := &book{p: p, id: map[string]tatm.EntryID{}, f: tatm.File{Kind: tatm.CaseFile, Opened: opened, ChangedAt: now.Add(-time.Hour)}}
	b.put("case", opened, tatm.Case{Title: "t", Feared: "Fire at the mill", Pack: p.Ref()})
	b.put("charge", opened, tatm.Charge{Owner: "m", Next: "n", By: now.AddDate(0, 0, 1)})
	b.put("subject", opened, tatm.Part{Role: tatm.SubjectPart, Known: "s"})
	b.put("one", opened, tatm.Observation{Text: "a", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "x"})
	b.put("two", opened, tatm.Observation{Text: "b", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "y"})
	for _, q := range p.Questions {
		b.put("q-"+q.Code, opened, tatm.Answer{Question: q.Code, Status: tatm.Answered, Text: "t"})
	}
	cite := []tatm.EntryID{b.id["one"], b.id["two"]}
	b.put("risk", opened, tatm.Factor{Class: tatm.RiskFactor, Own: "r", Dynamic: true, Rating: tatm.Present, Observations: cite})
	b.put("risk2", opened, tatm.Factor{Class: tatm.RiskFactor, Own: "r2", Rating: tatm.Present, Observations: cite})
	b.put("protective", opened, tatm.Factor{Class: tatm.Protective, Own: "p", Rating: tatm.Present, Observations: cite})
	for seat, name := range map[tatm.Discipline]string{tatm.LawEnforcement: "view1", tatm.MentalHealth: "view2"} {
		b.put(name, opened, tatm.View{Level: tatm.Moderate, Reason: "r", Rater: tatm.ActorID(name), Seat: seat})
	}
	b.put("assessment", signed, tatm.Assessment{Level: tatm.Moderate, Observations: cite, Signed: signed, SignedBy: "c", Expires: now.AddDate(0, 1, 0)})
	b.put("step1", signed, tatm.Intervention{Column: tatm.OnSubject, What: "w", Domain: "mental-health", Moves: []tatm.EntryID{b.id["risk"]}, Owner: "m", Due: now.AddDate(0, 0, 5), State: "planned"})
	b.put("step2", signed, tatm.Intervention{Column: tatm.OnEnvironment, What: "w", Domain: "family", Owner: "m", Due: now.AddDate(0, 0, 5), State: "planned"})
	b.put("plan", signed, tatm.Plan{Approved: signed.Add(time.Minute), Review: now.AddDate(0, 1, 0)})
	b.put("wire", signed, tatm.Tripwire{Watch: "w", Type: "behaviour", Watcher: "m", State: tatm.Armed, Expires: now.AddDate(1, 0, 0)})
	b.put("monitor", signed, tatm.Monitor{Name: "n", Every: 30, Owner: "m"})
	b.put("stage", signed, tatm.Stage{To: tatm.Managed})
	return b
}

// flaws are, for each finding, the change that makes a sound file lack it.
var flaws = map[string]func(b *book){
	"no-charge":             func(b *book) { b.drop("charge") },
	"charge-overdue":        func(b *book) { change(b, "charge", func(c *tatm.Charge) { c.By = now.Add(-time.Hour) }) },
	"emergency-not-filled":  func(b *book) { b.put("e", opened, tatm.Emergency{Ratified: "c"}) },
	"imminent-no-emergency": func(b *book) { change(b, "assessment", func(a *tatm.Assessment) { a.Level = tatm.Imminent }) },
	"parent-not-told":       func(b *book) { change(b, "case", func(c *tatm.Case) { c.Minor = true }) },
	"violence-not-said":     func(b *book) { change(b, "case", func(c *tatm.Case) { c.Feared = "" }) },
	"nexus-not-said": func(b *book) {
		change(b, "case", func(c *tatm.Case) { c.Violence = []string{tatm.ExtremistViolence} })
	},
	"level-expired":            func(b *book) { change(b, "assessment", func(a *tatm.Assessment) { a.Expires = now.Add(-time.Hour) }) },
	"assessment-stale":         func(b *book) { b.put("new", now.Add(-time.Hour), tatm.Observation{Text: "n"}) },
	"plan-stale":               func(b *book) { change(b, "plan", func(p *tatm.Plan) { p.Approved = signed.Add(-time.Hour) }) },
	"one-source":               func(b *book) { change(b, "two", func(o *tatm.Observation) { o.Source = "X" }) },
	"one-indicator":            func(b *book) { b.drop("risk2") },
	"no-protective":            func(b *book) { b.drop("protective") },
	"dynamic-unaddressed":      func(b *book) { change(b, "step1", func(v *tatm.Intervention) { v.Moves = nil }) },
	"need-no-service":          func(b *book) { b.put("n", signed, tatm.Need{Words: "w", State: "open"}) },
	"grievance-no-strategy":    func(b *book) { b.put("g", signed, tatm.Grievance{Words: "w", State: "open"}) },
	"intervention-no-owner":    func(b *book) { change(b, "step1", func(v *tatm.Intervention) { v.Owner = "" }) },
	"intervention-overdue":     func(b *book) { change(b, "step1", func(v *tatm.Intervention) { v.Due = now.Add(-time.Hour) }) },
	"intervention-undelivered": func(b *book) { change(b, "step1", func(v *tatm.Intervention) { v.State = "running" }) },
	"intervention-no-verdict":  func(b *book) { change(b, "step1", func(v *tatm.Intervention) { v.State = "done" }) },
	"step-not-ratified": func(b *book) {
		b.put("first", signed, tatm.Intervention{Column: tatm.OnTarget, What: "w", Domain: "d", Owner: "m", Due: now.AddDate(0, 0, 5), State: "planned", DoneFirst: true})
	},
	"step-one-source": func(b *book) {
		b.put("first", signed, tatm.Intervention{Column: tatm.OnTarget, What: "w", Domain: "d", Owner: "m", Due: now.AddDate(0, 0, 5), State: "planned", DoneFirst: true, Ratified: "c", Intrusiveness: tatm.Restrictive})
	},
	"step-not-approved": func(b *book) {
		b.put("late", signed, tatm.Intervention{Column: tatm.OnSubject, What: "w", Domain: "d", Owner: "m", Due: now.AddDate(0, 0, 5), State: "running", Intrusiveness: tatm.Restrictive})
		b.put("got", signed, tatm.Delivery{Intervention: b.id["late"], Done: true})
	},
	"one-domain": func(b *book) { change(b, "step2", func(v *tatm.Intervention) { v.Domain = "mental-health" }) },
	"event-near": func(b *book) {
		b.put("ev", opened, tatm.Factor{Class: tatm.Precipitating, Own: "e", Timing: tatm.Anticipated, On: now.AddDate(0, 0, 9), Rating: tatm.Present})
	},
	"no-tripwire":         func(b *book) { b.drop("wire") },
	"tripwire-no-watcher": func(b *book) { change(b, "wire", func(t *tatm.Tripwire) { t.Watcher = "" }) },
	"tripwire-raised":     func(b *book) { change(b, "wire", func(t *tatm.Tripwire) { t.State, t.RaisedAt = tatm.Raised, signed }) },
	"no-monitor":          func(b *book) { b.drop("monitor") },
	"check-in-overdue":    func(b *book) { change(b, "monitor", func(m *tatm.Monitor) { m.Every = 1 }) },
	"review-overdue": func(b *book) {
		change(b, "assessment", func(a *tatm.Assessment) { a.Signed = opened.AddDate(0, -3, 0) })
	},
	"question-open": func(b *book) { b.drop("q-weapons") },
	"seat-missing": func(b *book) {
		change(b, "assessment", func(a *tatm.Assessment) { a.Level = tatm.High })
		b.drop("view1")
	},
	"target-no-plan": func(b *book) { b.put("t", signed, tatm.Part{Role: tatm.TargetPart, Known: "t"}) },
	"stressors": func(b *book) {
		b.put("s1", opened, tatm.Factor{Class: tatm.Precipitating, Own: "a", Timing: tatm.Current, Rating: tatm.Present})
		b.put("s2", now.Add(-time.Hour), tatm.Factor{Class: tatm.Precipitating, Own: "b", Timing: tatm.Current, Rating: tatm.Present})
	},
	"correction-open": func(b *book) { b.put("cc", signed, tatm.CorrectedCopy{To: "t", State: "told"}) },
	"rights-late": func(b *book) {
		b.put("rr", now.AddDate(0, 0, -46), tatm.RightsRequest{What: "access", Who: "w", As: "self"})
	},
	"rights-pass": func(b *book) { b.put("rp", signed, tatm.RightsPass{On: now.AddDate(0, 0, 29), Cause: "majority"}) },
	"consent-anew": func(b *book) {
		b.put("rp", signed, tatm.RightsPass{On: now.AddDate(0, 0, -1), Cause: "college", Told: "t"})
		b.put("co", signed, tatm.Consent{Giver: "g", As: "parent", Answer: tatm.Yes, Until: now.AddDate(1, 0, 0)})
	},
	"duty-open": func(b *book) { b.put("d", signed, tatm.Duty{What: "warn"}) },
	"untouched": func(b *book) { b.f.ChangedAt = now.AddDate(0, -2, 0) },
	"carried": func(b *book) {
		b.drop("assessment")
		b.put("c", opened, tatm.Carried{Level: tatm.Low, Review: now.AddDate(0, 1, 0)})
	},
}

func codes(b *book) (out []string) {
	for _, f := range coherence.Findings(b.f, b.p, now) {
		out = append(out, f.Code)
	}
	return out
}

func pack(t testing.TB) *tatm.Pack {
	t.Helper()
	l, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l.PackAt("default", now)
}

// TestEachFinding: a sound file has none, and each flaw shows its own.
func TestEachFinding(t *testing.T) {
	p := pack(t)
	if got := codes(sound(p)); len(got) != 0 {
		t.Fatalf("a sound file lacks %v", got)
	}
	for _, code := range coherence.Codes() {
		flaw, ok := flaws[code]
		if !ok {
			t.Errorf("%s is tested by nothing", code)
			continue
		}
		b := sound(p)
		flaw(b)
		if !slices.Contains(codes(b), code) {
			t.Errorf("%s: not found, only %v", code, codes(b))
		}
		if !locale.Has("finding." + code) {
			t.Errorf("%s has no sentence", code)
		}
	}
}

// cures are the changes that clear findings whose form writes a word instead of
// the thing itself.
var cures = map[string]func(b *book){
	"no-monitor": func(b *book) {
		change(b, "plan", func(p *tatm.Plan) { p.NoMonitor = "Nobody suitable; asked the aunt" })
	},
	"parent-not-told": func(b *book) {
		b.put("notice", signed, tatm.Notice{Whom: tatm.ParentNotice, NotBecause: "The child names the parent"})
	},
	"nexus-not-said":    func(b *book) { b.put("nexus", signed, tatm.Nexus{Tied: tatm.No, Words: "w"}) },
	"step-not-ratified": func(b *book) { change(b, "first", func(v *tatm.Intervention) { v.Ratified = "c" }) },
	"step-one-source": func(b *book) {
		change(b, "first", func(v *tatm.Intervention) { v.OneSource, v.Justified = "because", []tatm.ActorID{"a", "b"} })
	},
	"step-not-approved": func(b *book) { change(b, "plan", func(p *tatm.Plan) { p.Steps = []tatm.EntryID{b.id["late"]} }) },
}

// TestFindingsAreCleared: what the form of a finding writes takes it away.
func TestFindingsAreCleared(t *testing.T) {
	p := pack(t)
	for code, cure := range cures {
		b := sound(p)
		flaws[code](b)
		cure(b)
		if got := codes(b); len(got) != 0 {
			t.Errorf("%s is cured, and the file lacks %v", code, got)
		}
	}
}

var update = flag.Bool("update", false, "write the printed files anew")

// TestFindingsArePrinted: docs/findings.md is the list of rules.
func TestFindingsArePrinted(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What a case file may lack\n\nPrinted from the rules in `internal/coherence/rules.go`. A finding never weighs, adds or ranks.\n\n| Finding | Asked by | Form that clears it |\n|---|---|---|\n")
	for _, r := range coherence.Rules() {
		fmt.Fprintf(&b, "| %s | %s | %s (%s) |\n", locale.Text("en", "finding."+r.Code), r.Source, locale.Text("en", "act."+r.Act), r.Clears)
	}
	const path = "../../docs/findings.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(path); err != nil || string(have) != b.String() {
		t.Errorf("docs/findings.md is not the list: run go test ./internal/coherence -run Printed -update (%v)", err)
	}
}

// TestClosedCasesLackNothing: what is over is not nagged about.
func TestClosedCasesLackNothing(t *testing.T) {
	b := sound(pack(t))
	b.drop("charge", "wire")
	b.put("closed", now, tatm.Stage{From: tatm.AtClosure, To: tatm.Closed})
	if got := codes(b); len(got) != 0 {
		t.Errorf("a closed case lacks %v", got)
	}
}

func BenchmarkFindings(b *testing.B) {
	p := pack(b)
	k := sound(p)
	for b.Loop() {
		coherence.Findings(k.f, p, now)
	}
}
