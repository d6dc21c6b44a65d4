// Package bulk loads a big caseload for measurements, past the use cases: it
// computes the rows that they would leave behind and writes them table by
// table. A test holds it, row by row, against the use cases. It checks nothing
// and admits anybody, so nothing of it is linked into the program.
package bulk

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/bits"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/authn"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Plan says what to load, and where.
type Plan struct {
	Org   tatm.OrgID
	Cases int
	Start time.Time // the first step of the first case
	Crews []Crew
	Pack  *tatm.Pack
	Packs tatm.Packs
	Keys  *seal.Keys
	// Progress is told how many cases are loaded, now and then.
	Progress func(done int)
}

// chunk is how many cases one commit takes in.
const chunk = 500

// loader gathers the rows of a chunk and what counts on over all of them.
type loader struct {
	keys  *seal.Keys
	packs tatm.Packs
	org   tatm.OrgID
	tally map[tatm.FileKind]int64
	n     int64       // lines of the audit
	edge  []tlog.Hash // right edge of its tree: one hash a bit of n, smallest first
	full  map[string][][]any
}

// Load loads the caseload into the database of url, which has been migrated
// and holds the organisation, its teams and its people. Nobody else may write
// meanwhile.
func Load(ctx context.Context, url string, p Plan) (err error) {
	s, err := open(ctx, url, p.Keys)
	if err != nil {
		return err
	}
	defer func() {
		if e := s.close(); err == nil {
			err = e
		}
	}()
	l := &loader{keys: p.Keys, packs: p.Packs, org: p.Org, full: map[string][][]any{}}
	if err := l.resume(ctx, s); err != nil {
		return err
	}
	for i := range p.Cases {
		if err := l.tell(Tell(i, p.Start, p.Crews), p.Pack); err != nil {
			return err
		}
		if (i+1)%chunk == 0 || i+1 == p.Cases {
			if err := s.write(ctx, l.full, l.counters()); err != nil {
				return err
			}
			clear(l.full)
			if p.Progress != nil {
				p.Progress(i + 1)
			}
		}
	}
	return nil
}

// resume reads how far the organisation's counters are.
func (l *loader) resume(ctx context.Context, s sink) error {
	var raw []byte
	var err error
	if l.tally, l.n, raw, err = s.counters(ctx, l.org); err != nil {
		return err
	}
	if len(raw) != bits.OnesCount64(uint64(l.n))*tlog.HashSize {
		return fmt.Errorf("bulk: the edge of the tree has %d bytes for %d lines", len(raw), l.n)
	}
	for ; len(raw) > 0; raw = raw[tlog.HashSize:] {
		l.edge = append(l.edge, tlog.Hash(raw[:tlog.HashSize]))
	}
	return nil
}

func (l *loader) add(table string, cells ...any) {
	l.full[table] = append(l.full[table], cells)
}

// line adds a line to the audit. Its leaf joins the trees that stand at the
// edge as one is carried over the bits of a number.
func (l *loader) line(x store.Line, digests []byte) error {
	x.N, x.Digests = l.n, hex.EncodeToString(digests)
	leaf := x.Leaf()
	l.add("audit", l.org, x.N, x.At, x.Actor, x.Op, x.File, x.Outcome, x.Facts, append([]byte{}, digests...), leaf[:])
	h, joined := leaf, bits.TrailingZeros64(^uint64(l.n))
	for _, left := range l.edge[:joined] {
		h = tlog.NodeHash(left, h)
	}
	l.edge = append([]tlog.Hash{h}, l.edge[joined:]...)
	l.n++
	return nil
}

// counters are the organisation's counters as they are to be written.
func (l *loader) counters() counters {
	c := counters{org: l.org, tally: l.tally, n: l.n}
	for _, h := range l.edge {
		c.edge = append(c.edge, h[:]...)
	}
	return c
}

// tell does what the use cases do, in the order in which they do it.
func (l *loader) tell(s Story, pack *tatm.Pack) error {
	step := 0
	tick := func() time.Time { step++; return s.At.Add(time.Duration(step-1) * time.Second) }
	report, err := l.report(s, tick())
	if err != nil {
		return err
	}
	person, err := l.person(s, tick())
	if err != nil {
		return err
	}
	kase, charge, err := l.accept(s, report, person.ID, pack, tick())
	if err != nil {
		return err
	}
	if err := l.inquire(s, kase, charge, pack, tick); err != nil {
		return err
	}
	for _, f := range []*folder{report, person, kase} {
		l.rows(f)
	}
	return nil
}

// report is app.Door.Report.
func (l *loader) report(s Story, now time.Time) (*folder, error) {
	f, err := l.begin(tatm.ReportFile, s.Team, now)
	if err != nil {
		return nil, err
	}
	w := f.work("portal", now)
	r := s.Report
	r.Channel, r.Anonymous = tatm.ByPortal, s.Reporter == (tatm.Reporter{})
	if _, err := w.putAs(r, tatm.General, r.Received); err != nil {
		return nil, err
	}
	if !r.Anonymous {
		if _, err := w.putAs(s.Reporter, tatm.ReporterID, now); err != nil {
			return nil, err
		}
	}
	kind := "report"
	if r.Urgent() {
		kind = "report-urgent"
	}
	words := make([]byte, 32)
	rand.Read(words) // never fails (crypto/rand)
	l.add("receipt", l.org, l.keys.Mark("receipt", []byte(authn.PlainWords(authn.Words(r.Language, words)))), f.ID, stamp(now))
	l.add("outbox", l.org, newID(now, 0), kind, f.ID, "", stamp(now), nil)
	return f, w.keep(l, "report.file")
}

// person is app.Desk.FilePerson.
func (l *loader) person(s Story, now time.Time) (*folder, error) {
	f, err := l.begin(tatm.PersonFile, s.Team, now)
	if err != nil {
		return nil, err
	}
	w := f.work(s.Chair, now)
	if _, err := w.put(s.Person); err != nil {
		return nil, err
	}
	return f, w.keep(l, "person.file")
}

// accept is app.Desk.AcceptReport.
func (l *loader) accept(s Story, report *folder, person tatm.FileID, pack *tatm.Pack, now time.Time) (kase *folder, charge tatm.EntryID, err error) {
	if kase, err = l.begin(tatm.CaseFile, s.Team, now); err != nil {
		return nil, "", err
	}
	w := kase.work(s.Chair, now)
	c := s.newCase(person)
	for _, r := range []tatm.Record{
		tatm.Case{Title: c.Title, Summary: c.Summary, Pack: pack.Ref()}, c.Charge, tatm.Stage{To: tatm.AtIntake, Role: tatm.Chair, Pack: pack.Ref()},
		tatm.Part{Role: tatm.SubjectPart, Person: person}, tatm.ReportLink{Report: report.ID, Basis: "screening"},
	} {
		id, err := w.put(r)
		if err != nil {
			return nil, "", err
		}
		if r.Kind() == "charge" {
			charge = id
		}
	}
	if _, err := w.putAs(tatm.Observation{Text: s.Report.Narrative, Report: report.ID}, tatm.General, s.Report.Received); err != nil {
		return nil, "", err
	}
	if err := w.keep(l, "report.accept"); err != nil {
		return nil, "", err
	}
	w = report.work(s.Chair, now)
	w.facts = append(w.facts, "outcome="+string(tatm.Accepted))
	if _, err := w.put(tatm.Known{Person: person, Verdict: tatm.SameOne, Why: "screening"}); err != nil {
		return nil, "", err
	}
	if _, err := w.put(tatm.Screening{Outcome: tatm.Accepted, Reason: s.Reason, Cases: []tatm.FileID{kase.ID}, First: s.Chair}); err != nil {
		return nil, "", err
	}
	return kase, charge, w.keep(l, "report.accept")
}

// inquire is AddObservation, AddFactor, ChargeCase, GiveAnswer and MoveCase of
// app.Desk.
func (l *loader) inquire(s Story, kase *folder, charge tatm.EntryID, pack *tatm.Pack, tick func() time.Time) error {
	one := func(op string, facts []string, act func(*work) error) error {
		w := kase.work(s.Chair, tick())
		w.facts = facts
		if err := act(w); err != nil {
			return err
		}
		return w.keep(l, op)
	}
	seen := make([]tatm.EntryID, len(s.Seen))
	for i, o := range s.Seen {
		if err := one("observation.add", nil, func(w *work) (err error) { seen[i], err = w.put(o); return err }); err != nil {
			return err
		}
	}
	for i, k := range s.Factors {
		k.Observations = []tatm.EntryID{seen[i]}
		if err := one("factor.add", nil, func(w *work) error { _, err := w.put(k); return err }); err != nil {
			return err
		}
	}
	if s.Recharge != "" {
		if err := one("case.charge", nil, func(w *work) error {
			return w.revise(charge, tatm.Charge{Owner: s.Chair, Next: s.Recharge, By: s.By})
		}); err != nil {
			return err
		}
	}
	for _, a := range s.Asked {
		if err := one("answer.give", nil, func(w *work) error { _, err := w.put(a); return err }); err != nil {
			return err
		}
	}
	if len(s.Asked) > 0 {
		to := tatm.AtTriage
		return one("case.move", []string{"to=" + string(to)}, func(w *work) error {
			moved, err := tatm.Move(kase.File, pack, to, tatm.Asker{Actor: s.Chair, Roles: []tatm.Role{tatm.Chair}, TeamSize: 1}, "", "", w.now)
			if err == nil {
				_, err = w.put(moved)
			}
			return err
		})
	}
	return nil
}
