package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"crypto/sha256"
	"encoding/hex"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// film is size bytes of what begins as a film, made as they are read.
type film struct {
	at, size int64
	h        hash.Hash
	peak     uint64 // live heap, looked at every few megabytes
	quiet    bool   // not looked at
}

func newFilm(size int64) *film { return &film{size: size, h: sha256.New()} }

func (f *film) Read(p []byte) (int, error) {
	if f.at >= f.size {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), f.size-f.at, 64<<10)]
	for i := range p {
		n := f.at + int64(i)
		p[i] = byte(n>>16) ^ byte(n*7)
	}
	if f.at == 0 {
		copy(p, "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00")
	}
	if !f.quiet && f.at>>22 != (f.at+int64(len(p)))>>22 {
		f.peak = max(f.peak, live())
	}
	f.at += int64(len(p))
	f.h.Write(p)
	return len(p), nil
}

// live is the heap that is reachable now.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// seen is a case with one observation to attach to.
func (w world) seen(t *testing.T) (kase tatm.FileID, observation tatm.EntryID) {
	t.Helper()
	made, chair := must[Made](t), w.as(t, "chair")
	kase = made(chair.OpenCase(t.Context(), w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: start.Add(time.Hour)}})).File
	return kase, made(chair.AddObservation(t.Context(), kase, tatm.Observation{Text: "seen"}, Circumstance{})).Entry
}

// attached attaches what a reader gives.
func (w world) attached(t *testing.T, d Desk, kase tatm.FileID, o tatm.EntryID, name string, from io.Reader) tatm.EntryID {
	t.Helper()
	s := must[Staged](t)(d.StageFile(t.Context(), kase, name, from))
	return must[Made](t)(d.Attach(t.Context(), kase, o, []tatm.BlobID{s.ID}, Given{})).Entry
}

// rows counts chunks and uploads.
func (w world) rows(t *testing.T) (chunks, staged int) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		for table, n := range map[string]*int{"blob": &chunks, "staged": &staged} {
			*n = 0
			if err := tx.Dump(table, func([]string) {}, func(store.Cells) error { *n++; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return chunks, staged
}

// countDone counts the done lines of an operation.
func (w world) countDone(t *testing.T, op string) (n int) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		return tx.Lines(w.org, 0, func(l store.Line, _ tlog.Hash) bool {
			if l.Op == op && l.Outcome == store.Done {
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

// TestAttachmentRoundTrip: twenty megabytes go in and come out by streaming,
// equal, with the facts that the record promises and a memory that does not
// grow with the file.
func TestAttachmentRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, chair := t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		const size = 20<<20 + 123
		before, in := live(), newFilm(size)
		s := must[Staged](t)(chair.StageFile(ctx, kase, `C:\films\yard.mp4`, in))
		if grown := int64(in.peak) - int64(before); grown > 8<<20 {
			t.Errorf("a file of 20 MB held %d bytes of memory", grown)
		}
		if v := must[CaseView](t)(chair.SeeCase(ctx, kase)); len(tatm.All[tatm.Attachment](v.File)) != 0 {
			t.Error("a staged file shows")
		}
		taken := start.Add(-time.Hour)
		id := must[Made](t)(chair.Attach(ctx, kase, o, []tatm.BlobID{s.ID}, Given{By: "a parent", Taken: taken})).Entry
		v := must[CaseView](t)(chair.SeeCase(ctx, kase))
		a, ok := tatm.Find[tatm.Attachment](v.File, id)
		sum := hex.EncodeToString(in.h.Sum(nil))
		if !ok || a.Rec.Name != "yard.mp4" || a.Rec.Type != "video/mp4" || a.Rec.Size != size || a.Rec.SHA256 != sum || a.Rec.GivenBy != "a parent" || !a.HappenedAt.Equal(taken) || a.RecordedBy != w.who["chair"] || a.Rec.Observation != o {
			t.Errorf("the record says %+v of %v", a.Rec, a.Entry)
		}
		h := must[Handed](t)(chair.OpenAttachment(ctx, kase, id))
		out := sha256.New()
		if n, err := io.Copy(out, h.Bytes); err != nil || n != size || hex.EncodeToString(out.Sum(nil)) != sum {
			t.Errorf("%d bytes came back, %v", n, err)
		}
		if _, err := h.Bytes.Seek(-5, io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(h.Bytes); err != nil || len(b) != 5 {
			t.Errorf("the end is %d bytes, %v", len(b), err)
		}
		if _, staged := w.rows(t); staged != 0 {
			t.Error("an upload that was taken is still staged")
		}
	})
}

// TestAttachmentHides: an attachment shows to whom its observation shows, and
// to nobody else; the answers are those for what does not exist.
func TestAttachmentHides(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx, chair := must[Made](t), t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		id := w.attached(t, chair, kase, o, "note.txt", strings.NewReader("hello"))
		try := func(who string, kase tatm.FileID, id tatm.EntryID) []error {
			d := w.as(t, who)
			_, show := d.ShowAttachment(ctx, kase, id)
			_, open := d.OpenAttachment(ctx, kase, id)
			return []error{show, open}
		}
		absent := func(who, why string) {
			t.Helper()
			for i, err := range try(who, kase, id) {
				none := try(who, tatm.FileID(newID(w.Now(), 0)), id)[i]
				if fault.KindOf(err) != fault.NotFound || err.Error() != none.Error() {
					t.Errorf("%s, %s: %v, want %v", who, why, err, none)
				}
			}
		}
		if errs := try("clinician", kase, id); errors.Join(errs...) != nil {
			t.Errorf("the clinician: %v", errs)
		}
		absent("affiliate", "a stranger to the case")
		absent("auditor", "sees no case")
		for i, err := range try("intake", kase, id) {
			if !errors.Is(err, fault.Denied) {
				t.Errorf("intake, who sees heads alone, try %d: %v", i, err)
			}
		}
		// The observation moves under a regime that the detective is not cleared for.
		made(chair.MendObservation(ctx, kase, o, 1, tatm.Observation{Text: "seen", Typing: "regime"}, Circumstance{Regime: tatm.Health}))
		absent("detective", "not cleared for health")
		if v := must[CaseView](t)(w.as(t, "detective").SeeCase(ctx, kase)); len(tatm.All[tatm.Attachment](v.File)) != 0 {
			t.Error("the name of a hidden attachment shows")
		}
		if errs := try("clinician", kase, id); errors.Join(errs...) != nil {
			t.Errorf("the clinician, cleared: %v", errs)
		}
		// An invitation to the one observation opens what is attached to it.
		made(chair.Invite(ctx, kase, tatm.Invitation{Actor: w.who["detective"], Entries: []tatm.EntryID{o}, Purpose: "p", Basis: "b", Until: w.Now().AddDate(0, 0, 7)}))
		if errs := try("detective", kase, id); errors.Join(errs...) != nil {
			t.Errorf("invited to the observation: %v", errs)
		}
		made(chair.WallOff(ctx, kase, tatm.Wall{Actor: w.who["clinician"], Reason: "r"}))
		w.pass(time.Second)
		absent("clinician", "walled off")
		if _, err := w.as(t, "clinician").StageFile(ctx, kase, "x.txt", strings.NewReader("x")); fault.KindOf(err) != fault.NotFound {
			t.Errorf("walled off and staging: %v", err)
		}
		if errs := try("chair", kase, o); fault.KindOf(errs[0]) != fault.NotFound {
			t.Errorf("an observation was handed out as a file: %v", errs[0])
		}
	})
}

// TestAttachmentIsOnRecord: each download is a line, and looking is one in a
// quarter of an hour, so that a film in pieces is not a hundred.
func TestAttachmentIsOnRecord(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, chair := t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		id := w.attached(t, chair, kase, o, "note.txt", strings.NewReader("hello"))
		for range 3 {
			must[Shown](t)(chair.ShowAttachment(ctx, kase, id))
			must[Handed](t)(chair.OpenAttachment(ctx, kase, id))
		}
		must[Shown](t)(w.as(t, "deputy").ShowAttachment(ctx, kase, id))
		if show, open := w.countDone(t, "attachment.show"), w.countDone(t, "attachment.open"); show != 2 || open != 3 {
			t.Errorf("%d looks and %d downloads are on record", show, open)
		}
		w.pass(shownWithin)
		must[Shown](t)(chair.ShowAttachment(ctx, kase, id))
		if show := w.countDone(t, "attachment.show"); show != 3 {
			t.Errorf("%d looks after a quarter of an hour", show)
		}
		if add, stage := w.countDone(t, "attachment.add"), w.countDone(t, "attachment.stage"); add != 1 || stage != 1 {
			t.Errorf("%d attached, %d staged", add, stage)
		}
	})
}

// TestAttachmentOnce: the same form sent again attaches once; what it brought
// again is swept, and so is what broke off.
func TestAttachmentOnce(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx, chair := must[Made](t), t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		send := func() Made {
			s := must[Staged](t)(chair.StageFile(ctx, kase, "a.txt", strings.NewReader("again")))
			return made(chair.Once("k").Attach(ctx, kase, o, []tatm.BlobID{s.ID}, Given{}))
		}
		if a, b := send(), send(); a.Entry != b.Entry || !b.Again {
			t.Errorf("the same form made %+v and %+v", a, b)
		}
		s := must[Staged](t)(chair.StageFile(ctx, kase, "b.txt", strings.NewReader("b")))
		if _, err := w.as(t, "deputy").Attach(ctx, kase, o, []tatm.BlobID{s.ID}, Given{}); fault.Fields(err)["file"] == nil {
			t.Errorf("somebody else took an upload: %v", err)
		}
		made(chair.AddObservation(ctx, kase, tatm.Observation{Text: "with a file", Source: "a driver"}, Circumstance{Regime: tatm.Education}, s.ID))
		if _, err := chair.Attach(ctx, kase, o, []tatm.BlobID{s.ID}, Given{}); fault.Fields(err)["file"] == nil {
			t.Errorf("one upload was attached twice: %v", err)
		}
		v := must[CaseView](t)(chair.SeeCase(ctx, kase))
		all := tatm.All[tatm.Attachment](v.File)
		if len(all) != 2 || all[1].Regime != tatm.Education || all[1].Rec.GivenBy != "a driver" {
			t.Errorf("%d attachments, %+v", len(all), all)
		}
		if _, err := chair.StageFile(ctx, kase, "x.mp4", io.MultiReader(io.LimitReader(newFilm(1<<30), 3<<20), iotest.ErrReader(io.ErrUnexpectedEOF))); fault.Fields(err)["file"] == nil {
			t.Errorf("a file that broke off: %v", err)
		}
		if chunks, staged := w.rows(t); chunks < 10 || staged != 2 {
			t.Errorf("%d chunks and %d uploads before the sweep", chunks, staged)
		}
		for range 2 { // what broke off goes at once, what waits for its form after a day
			if err := w.Minute(ctx, "test"); err != nil {
				t.Fatal(err)
			}
			if chunks, staged := w.rows(t); chunks > 3 {
				t.Errorf("%d chunks and %d uploads after a sweep", chunks, staged)
			}
			w.pass(stagedKept + time.Minute)
		}
		if chunks, staged := w.rows(t); chunks != 2 || staged != 0 {
			t.Errorf("%d chunks and %d uploads after the sweep", chunks, staged)
		}
		must[Handed](t)(chair.OpenAttachment(ctx, kase, all[0].ID))
	})
}

// TestAttachmentLimits: what is refused leaves nothing that shows, and says why.
func TestAttachmentLimits(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, chair := t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		w.most = 1 << 20
		for want, from := range map[string]io.Reader{
			"attachment.type": strings.NewReader("PK\x03\x04"), "attachment.empty": strings.NewReader(""), "attachment.too-big": newFilm(2 << 20),
		} {
			if _, err := chair.StageFile(ctx, kase, "x.jpg", from); fault.Fields(err)["file"] == nil || fault.Fields(err)["file"].Code != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		var ids []tatm.BlobID
		for i := range tatm.AttachmentsMost + 1 {
			ids = append(ids, must[Staged](t)(chair.StageFile(ctx, kase, fmt.Sprint(i), strings.NewReader("x"))).ID)
		}
		if _, err := chair.Attach(ctx, kase, o, ids, Given{}); fault.Fields(err)["file"] == nil {
			t.Errorf("too many: %v", err)
		}
		must[Made](t)(chair.Attach(ctx, kase, o, ids[:tatm.AttachmentsMost], Given{})) // none of the refused try was lost
		if _, err := chair.Attach(ctx, kase, o, nil, Given{}); fault.Fields(err)["file"] == nil {
			t.Errorf("no file at all: %v", err)
		}
	})
}

// TestServerDiesWhileAFileArrives: a server that goes away between two chunks
// leaves nothing that shows, the next one sweeps it, and goes on.
func TestServerDiesWhileAFileArrives(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		kase, o := w.seen(t)
		arrived, died := make(chan struct{}), make(chan struct{})
		done := make(chan error)
		go func() {
			stuck := readerFunc(func([]byte) (int, error) {
				close(arrived)
				<-died
				return 0, errors.New("the server is gone")
			})
			_, err := w.as(t, "chair").StageFile(context.Background(), kase, "x.mp4", io.MultiReader(io.LimitReader(newFilm(1<<30), 5<<20), stuck))
			done <- err
		}()
		<-arrived
		if chunks, staged := w.rows(t); chunks < 8 || staged != 1 {
			t.Errorf("%d chunks and %d uploads on the disk", chunks, staged)
		}
		if _, err := w.as(t, "chair").Attach(t.Context(), kase, o, []tatm.BlobID{w.half(t)}, Given{}); fault.Fields(err)["file"] == nil {
			t.Errorf("half a file was attached: %v", err)
		}
		close(died)
		if err := <-done; err == nil {
			t.Error("a file that never arrived was staged")
		}
		w.pass(stagedKept + time.Minute)
		if err := w.Minute(t.Context(), "another server"); err != nil {
			t.Fatal(err)
		}
		if chunks, staged := w.rows(t); chunks != 0 || staged != 0 {
			t.Errorf("%d chunks and %d uploads are left", chunks, staged)
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// half is the one upload that is under way.
func (w world) half(t *testing.T) (id tatm.BlobID) {
	t.Helper()
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		named, err := tx.NamedBlobs(w.org)
		if i := slices.IndexFunc(named, func(n store.Named) bool { return n.Sum == "" }); err == nil && i >= 0 {
			id = named[i].Blob
		}
		return err
	})
	if err != nil || id == "" {
		t.Fatal("no upload is under way", err)
	}
	return id
}

// TestShowAttachment: a mail shows its text, a picture that floods is not
// drawn, sound and film are given in pieces.
func TestShowAttachment(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, chair := t.Context(), w.as(t, "chair")
		kase, o := w.seen(t)
		mail := w.attached(t, chair, kase, o, "m.eml", strings.NewReader("From: a@example.org\r\nDate: x\r\n\r\nHello"))
		if s := must[Shown](t)(chair.ShowAttachment(ctx, kase, mail)); s.Mail == nil || s.Mail.Text != "Hello" || s.Plays || s.Picture != nil {
			t.Errorf("a mail is shown as %+v", s)
		}
		flood := w.attached(t, chair, kase, o, "p.png", bytes.NewReader([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00\x00\x00\x00\x00")))
		if s := must[Shown](t)(chair.ShowAttachment(ctx, kase, flood)); s.Picture != nil {
			t.Error("a flood of pixels was drawn")
		}
		sound := w.attached(t, chair, kase, o, "s.mp3", strings.NewReader("ID3sound"))
		if s := must[Shown](t)(chair.ShowAttachment(ctx, kase, sound)); !s.Plays {
			t.Errorf("a sound is shown as %+v", s)
		}
	})
}
