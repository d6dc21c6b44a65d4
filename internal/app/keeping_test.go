package app

import (
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// closedReport is an unfounded report.
func (w world) closedReport(t testing.TB) tatm.FileID {
	t.Helper()
	on := must[Made](t)(w.as(t, "chair").FileReport(t.Context(), w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
	must[Made](t)(w.as(t, "chair").ScreenReport(t.Context(), on, tatm.Screening{Outcome: tatm.Unfounded, Reason: "r"}))
	return on
}

func wants(t testing.TB, err error, k fault.Kind, code string) {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Kind == k && (code == "" || f.Code == code) {
			return
		}
	}
	t.Errorf("%v, want %s %s", err, k, code)
}

// TestPurgeNeedsTwo: the records officer proposes, somebody else agrees; a hold
// and an open challenge stop it; then the file answers like none and its
// tombstone stands for the records officer alone.
func TestPurgeNeedsTwo(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		on, records, chair := w.closedReport(t), w.as(t, "records"), w.as(t, "chair")
		due := tatm.PurgeProposal{Rule: tatm.PurgeDue, Basis: "b"}
		_, err := records.ProposePurge(ctx, on, due)
		wants(t, err, fault.Lacking, "lacks.time")
		hold := made(records.PlaceHold(ctx, on, tatm.Hold{Reason: "suit", Scope: tatm.HoldFile, Look: w.Now().AddDate(0, 1, 0)}))
		w.pass(366 * 24 * time.Hour)
		_, err = records.ProposePurge(ctx, on, due)
		wants(t, err, fault.Lacking, "lacks.hold")
		_, err = w.as(t, "detective").ReleaseHold(ctx, on, hold.Entry, 1, "w", time.Time{})
		wants(t, err, fault.Conflict, "hold.who")
		desk, err := records.SeeRecordsDesk(ctx)
		if err != nil || len(desk.Lines) != 1 || desk.Lines[0].What != tatm.DueHold {
			t.Errorf("an overdue look at a hold: %v %v", desk.Lines, err)
		}
		made(records.ReleaseHold(ctx, on, hold.Entry, 1, "the suit was dropped", time.Time{}))
		if desk, _ = records.SeeRecordsDesk(ctx); len(desk.Lines) != 2 || desk.Lines[0].What != tatm.DueExpunge || desk.Lines[1].What != tatm.DueKeep {
			t.Errorf("what is due once it is released: %v", desk.Lines)
		}
		if mine, err := chair.SeeDesk(ctx); err != nil || len(mine.Lines)+len(mine.Team) != 0 {
			t.Errorf("the chair's desk of cases bears lines of records: %v %v", mine.Lines, err)
		}
		c := made(chair.NoteChallenge(ctx, on, tatm.Challenge{By: "parent", Words: "never said so"}))
		_, err = records.ProposePurge(ctx, on, due)
		wants(t, err, fault.Lacking, "lacks.challenge")
		made(records.DecideChallenge(ctx, on, c.Entry, 1, "granted", "nothing supports it"))
		_, err = chair.ProposePurge(ctx, on, due)
		wants(t, err, fault.Denied, "")
		made(records.ProposePurge(ctx, on, due))
		_, err = records.AgreePurge(ctx, on)
		wants(t, err, fault.Conflict, "second.needed")
		if v, err := records.SeeRecords(ctx, on); err != nil || v.Proposal == nil || len(v.Lacks) > 0 || len(tatm.All[tatm.Report](v.File)) > 0 {
			t.Errorf("the records officer sees %+v, %v", v, err)
		}
		made(chair.AgreePurge(ctx, on))
		_, err = chair.SeeReport(ctx, on)
		_, none := chair.SeeReport(ctx, tatm.FileID(newID(w.Now(), 0)))
		if err == nil || err.Error() != none.Error() {
			t.Errorf("a purged report: %v; none: %v", err, none)
		}
		v, err := records.SeeTombstone(ctx, on)
		if err != nil || v.Stone.Entries < 4 || v.Stone.Single || v.Line.Op != store.PurgeOp || v.Stone.ProposedBy != records.who.ID || v.Stone.AgreedBy != chair.who.ID {
			t.Errorf("the tombstone %+v, %v", v, err)
		}
		_, err = chair.SeeTombstone(ctx, on)
		wants(t, err, fault.Denied, "")
	})
}

// TestPurgeByOne: in a team of one whoever proposed agrees after the wait, and
// the tombstone says so.
func TestPurgeByOne(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, url, map[string]tatm.Seat{"chair": {Role: tatm.Chair}})
			boot, who := w.as(t, "clock"), w.who["chair"]
			must[Made](t)(boot.GiveSeat(t.Context(), who, tatm.Seat{Team: w.team, Role: tatm.RecordsOffice}))
			on := w.closedReport(t)
			must[Made](t)(w.as(t, "chair").ProposePurge(t.Context(), on, tatm.PurgeProposal{Rule: tatm.PurgeUnfounded, Basis: "b"}))
			_, err := w.as(t, "chair").AgreePurge(t.Context(), on)
			wants(t, err, fault.Conflict, "purge.wait")
			w.pass(25 * time.Hour)
			must[Made](t)(w.as(t, "chair").AgreePurge(t.Context(), on))
			if v, err := w.as(t, "chair").SeeTombstone(t.Context(), on); err != nil || !v.Stone.Single {
				t.Errorf("%+v, %v", v.Stone, err)
			}
		})
	}
}

// TestPurgedPersonIsForgotten: nobody on file is suggested any more once their
// file was purged, on this server or on another one; while a case goes on about
// them it is not.
func TestPurgedPersonIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		chair, records := w.as(t, "chair"), w.as(t, "records")
		person := made(chair.FilePerson(ctx, w.team, tatm.Name{Given: "Zuleika", Family: "Quillfeather", Type: tatm.LegalName})).File
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Person: person, Charge: tatm.Charge{Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File
		other := New(Parts{DB: w.db, Keys: w.keys, Library: w.library, Now: w.Now})
		found := func(a *App) int {
			n := 0
			err := w.db.Read(ctx, w.org, func(tx *store.Tx) error {
				r, err := a.onFile.current(tx, w.org, true)
				n = len(r.index.Search(match.Query{Names: []tatm.Name{{Given: "Zuleika", Family: "Quillfeather"}}}, func(tatm.FileID) bool { return true }, 5))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if found(w.App) != 1 || found(other) != 1 {
			t.Fatal("the person is not found while on file")
		}
		order := tatm.PurgeProposal{Rule: tatm.PurgeOrder, Basis: "order of the court"}
		_, err := records.ProposePurge(ctx, person, order)
		wants(t, err, fault.Lacking, "lacks.tied")
		made(chair.CloseShort(ctx, kase, tatm.ShortClose{What: "w", CheckedWith: "c", Prior: "p", WhyNone: "n", Help: "h", SecondLook: "s"}))
		held := made(chair.PlaceHold(ctx, kase, tatm.Hold{Reason: "suit", Scope: tatm.HoldTied, Look: w.Now().AddDate(0, 1, 0)}))
		_, err = records.ProposePurge(ctx, person, order)
		wants(t, err, fault.Lacking, "lacks.hold-tied")
		made(chair.ReleaseHold(ctx, kase, held.Entry, 1, "dropped", time.Time{}))
		made(records.ProposePurge(ctx, person, order))
		made(chair.AgreePurge(ctx, person))
		if found(w.App) != 0 || found(other) != 0 {
			t.Error("somebody purged is still suggested")
		}
		if v, err := chair.SeeCase(ctx, kase); err != nil || v.People[person] != "" {
			t.Errorf("the case that named them: %v, %v", v.People, err)
		}
	})
}

// TestKeptByEvent: a case about a minor is kept until an age, which counts from
// a birthday that is noted; intelligence is validated by who may see it.
func TestKeptByEvent(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		chair, records := w.as(t, "chair"), w.as(t, "records")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Minor: true, Charge: tatm.Charge{Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File
		made(chair.CloseShort(ctx, kase, tatm.ShortClose{What: "w", CheckedWith: "c", Prior: "p", WhyNone: "n", Help: "h", SecondLook: "s"}))
		v, err := records.SeeRecords(ctx, kase)
		if err != nil || !v.Kept.Until.IsZero() || len(v.Kept.Waits) != 1 {
			t.Fatalf("without a birthday: %+v, %v", v.Kept, err)
		}
		if desk, err := records.SeeRecordsDesk(ctx); err != nil || len(desk.Lines) != 1 || desk.Lines[0].What != tatm.DueMilestone {
			t.Errorf("the desk asks for %v, %v", desk.Lines, err)
		}
		day := w.Now().AddDate(6, 0, 0)
		made(records.NoteMilestone(ctx, kase, tatm.Milestone{Event: tatm.OnMajority, On: day, Source: "school record"}))
		if v, err = records.SeeRecords(ctx, kase); err != nil || !v.Kept.Until.Equal(day.AddDate(3, 0, 0)) || v.Kept.Class != tatm.KeepLow {
			t.Errorf("kept until %v, %v", v.Kept.Until, err)
		}
	})
}
