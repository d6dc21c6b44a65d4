package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// watched is a case with a monitor, a tripwire that they watch and one that
// they do not.
func (w world) watched(t *testing.T) (kase tatm.FileID, monitor, theirs, other tatm.EntryID) {
	t.Helper()
	ctx, made, cop := t.Context(), must[Made](t), w.as(t, "detective")
	kase = w.newCase(t, "Secret title")
	monitor = made(cop.AgreeMonitor(ctx, kase, tatm.Monitor{Name: "Aunt Vera", Relation: "aunt", Why: "w", Told: "t", Basis: "b", Watch: "Days missed; goodbyes", Reach: "telephone", Every: 7, Until: start.AddDate(0, 1, 0)})).Entry
	wire := tatm.Tripwire{Watch: "He gives things away", Type: "behaviour", Monitor: monitor, Action: "a", Within: time.Hour, Expires: start.AddDate(0, 2, 0)}
	theirs = made(cop.ArmTripwire(ctx, kase, wire)).Entry
	wire.Watch, wire.Monitor, wire.Watcher = "Police call", "", w.who["detective"]
	other = made(cop.ArmTripwire(ctx, kase, wire)).Entry
	return kase, monitor, theirs, other
}

// TestMonitorPage: a monitor checks in on a page of their own; what they saw
// raises the tripwire they agreed to, stands on every desk until somebody has
// read it, and they see that it was read. Nothing of the case is on the page.
func TestMonitorPage(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, cop, door := t.Context(), must[Made](t), w.as(t, "detective"), w.Door(w.org)
		kase, monitor, theirs, other := w.watched(t)
		token, shown, err := cop.LinkMonitor(ctx, kase, monitor)
		if err != nil || shown.Watch != "Days missed; goodbyes" {
			t.Fatal(shown, err)
		}
		p, err := door.Monitor(ctx, token, "n")
		if err != nil || p.State != "open" || len(p.Wires) != 1 || p.Wires[0] != (Wire{theirs, "He gives things away"}) {
			t.Fatalf("%+v %v", p, err)
		}
		if err := door.CheckIn(ctx, token, "n", tatm.CheckIn{Word: "changed"}); fault.Fields(err)["text"] == nil {
			t.Errorf("a change without a word was taken: %v", err)
		}
		if err := door.CheckIn(ctx, token, "n", tatm.CheckIn{Word: "changed", Text: "x", Seen: []tatm.EntryID{other}}); fault.Fields(err)["seen"] == nil {
			t.Errorf("somebody else's tripwire was raised: %v", err)
		}
		if err := door.CheckIn(ctx, token, "n", tatm.CheckIn{Word: "fine", Seen: []tatm.EntryID{theirs}}); fault.Fields(err)["word"] == nil {
			t.Errorf("seen, and nothing seen: %v", err)
		}
		if err := door.CheckIn(ctx, token, "n", tatm.CheckIn{Word: "fine"}); err != nil {
			t.Fatal(err)
		}
		if l := must[CaseView](t)(cop.SeeCase(ctx, kase)); len(tatm.Unread(l.File)) != 0 {
			t.Error("a quiet word waits for somebody")
		}
		w.pass(time.Minute)
		seen := tatm.CheckIn{Word: "changed", Text: "He gave his drum away", When: "Sunday", Seen: []tatm.EntryID{theirs}}
		for range 2 { // the same form sent twice is one word
			if err := door.Once("k").CheckIn(ctx, token, "n", seen); err != nil {
				t.Fatal(err)
			}
		}
		v := must[CaseView](t)(cop.SeeCase(ctx, kase))
		wire, _ := tatm.Find[tatm.Tripwire](v.File, theirs)
		word, _ := tatm.Last[tatm.CheckIn](v.File)
		if wire.Rec.State != tatm.Raised || wire.Rec.Seen != seen.Text || wire.Rec.RaisedBy != tatm.MonitorActor || word.RecordedBy != tatm.MonitorActor || len(tatm.All[tatm.CheckIn](v.File)) != 2 {
			t.Errorf("the tripwire: %+v, the word: %+v", wire.Rec, word)
		}
		for _, who := range []string{"chair", "clinician"} {
			if got := w.onDesk(t, who, kase); !got[tatm.DueRaised] || !got[tatm.DueWord] {
				t.Errorf("the desk of the %s: %v", who, got)
			}
		}
		made(w.as(t, "clinician").ReadCheckIn(ctx, kase, word.ID, "Called her; we see him tonight"))
		if _, err := cop.ReadCheckIn(ctx, kase, word.ID, "again"); !errors.Is(err, fault.Conflict) {
			t.Errorf("read twice: %v", err)
		}
		if w.onDesk(t, "chair", kase)[tatm.DueWord] {
			t.Error("read, and still on the desk")
		}
		if p, err = door.Monitor(ctx, token, "n"); err != nil || !p.Read || p.Last.Rec.Word != "changed" {
			t.Errorf("their word was read, and the page says %+v %v", p, err)
		}
		w.audited(t, "monitor.link", "monitor.open", "monitor.word", "check-in.read")
	})
}

// onDesk are the lines of a case on somebody's desk.
func (w world) onDesk(t *testing.T, who string, kase tatm.FileID) map[string]bool {
	t.Helper()
	v := must[DeskView](t)(w.as(t, who).SeeDesk(t.Context()))
	out := map[string]bool{}
	for _, l := range append(v.Lines, v.Team...) {
		if l.File == kase {
			out[l.What] = true
		}
	}
	return out
}

// TestMonitorLinkEnds: a link ends when it is revoked, when a new one is made,
// with the agreement and with its date; one of another use opens nothing, and
// a made-up one is slowed down.
func TestMonitorLinkEnds(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, cop, door := t.Context(), must[Made](t), w.as(t, "detective"), w.Door(w.org)
		kase, monitor, _, _ := w.watched(t)
		link := func() string {
			t.Helper()
			token, _, err := cop.LinkMonitor(ctx, kase, monitor)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		state := func(token, want string) {
			t.Helper()
			p, err := door.Monitor(ctx, token, "n")
			if err != nil || p.State != want || p.Watch != "" || len(p.Wires) > 0 {
				t.Errorf("%s: %+v %v", want, p, err)
			}
			if err := door.CheckIn(ctx, token, "n", tatm.CheckIn{Word: "fine"}); !errors.Is(err, fault.Conflict) {
				t.Errorf("%s: still taken: %v", want, err)
			}
		}
		a := link()
		b := link()
		state(a, "revoked")
		made(cop.UnlinkMonitor(ctx, kase, monitor))
		state(b, "revoked")
		if _, err := cop.UnlinkMonitor(ctx, kase, monitor); !errors.Is(err, fault.Conflict) {
			t.Errorf("a link was ended twice: %v", err)
		}
		c := link()
		if _, err := w.opened(t, c); !errors.Is(err, fault.NotFound) {
			t.Errorf("a monitor's link opened another page: %v", err)
		}
		secret := strings.Split(c, ".")[2]
		if l, _ := tatm.LinkOf(must[CaseView](t)(cop.SeeCase(ctx, kase)).File, monitor); l.Rec.Hash == "" || strings.Contains(l.Rec.Hash, secret) {
			t.Errorf("kept of the secret: %q", l.Rec.Hash)
		}
		w.pass(32 * 24 * time.Hour)
		state(c, "ended")
		if _, _, err := cop.LinkMonitor(ctx, kase, monitor); !errors.Is(err, fault.Conflict) {
			t.Errorf("a link for an agreement that is over: %v", err)
		}
		for range 5 {
			if _, err := door.Monitor(ctx, c+"x", "m"); !errors.Is(err, fault.NotFound) {
				t.Fatalf("a made-up link: %v", err)
			}
		}
		if _, err := door.Monitor(ctx, c, "m"); !errors.Is(err, fault.Busy) {
			t.Errorf("after five made-up links: %v", err)
		}
	})
}
