package app

import (
	"io"
	"slices"
	"testing"
	"time"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// BenchmarkAttachment takes in and reads a file of 50 MB on each engine, and
// tells how long another writer waits meanwhile and when nothing goes on
// (docs/decisions/0006-attachments-in-the-database.md).
func BenchmarkAttachment(b *testing.B) {
	const size = 50 << 20
	for name, url := range testbed.Engines(b) {
		w := newWorld(b, url, seats)
		chair, made := w.as(b, "chair"), must[Made](b)
		open := func() tatm.FileID {
			return made(chair.OpenCase(b.Context(), w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		}
		kase, other := open(), open()
		var last tatm.EntryID
		in := func(b *testing.B) {
			f := newFilm(size)
			f.quiet = true
			s := must[Staged](b)(chair.StageFile(b.Context(), kase, "x.mp4", f))
			last = made(chair.Attach(b.Context(), kase, made(chair.AddObservation(b.Context(), kase, tatm.Observation{Text: "seen"}, Circumstance{})).Entry, []tatm.BlobID{s.ID}, Given{})).Entry
		}
		b.Run(name+"/in", func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				in(b)
			}
		})
		b.Run(name+"/out", func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				h := must[Handed](b)(chair.hand(b.Context(), opAttachmentOpen, kase, last, 0))
				if n, err := io.Copy(io.Discard, h.Bytes); err != nil || n != size {
					b.Fatal(n, err)
				}
			}
		})
		b.Run(name+"/others-wait", func(b *testing.B) {
			for b.Loop() {
				idle := w.waits(b, chair, other, 300*time.Millisecond, nil)
				done := make(chan struct{})
				go func() {
					defer close(done)
					in(b)
				}()
				busy := w.waits(b, chair, other, 0, done)
				b.ReportMetric(float64(idle[len(idle)/2].Microseconds()), "idle-p50-µs")
				b.ReportMetric(float64(busy[len(busy)/2].Microseconds()), "busy-p50-µs")
				b.ReportMetric(float64(busy[len(busy)*95/100].Microseconds()), "busy-p95-µs")
				b.ReportMetric(float64(busy[len(busy)-1].Microseconds()), "busy-max-µs")
			}
		})
	}
}

// waits writes messages for a while, or until done, and returns how long each
// took, the shortest first.
func (w world) waits(b *testing.B, d Desk, on tatm.FileID, long time.Duration, done chan struct{}) (took []time.Duration) {
	b.Helper()
	stop := done
	if stop == nil {
		stop = make(chan struct{})
		time.AfterFunc(long, func() { close(stop) })
	}
	for {
		select {
		case <-stop:
			slices.Sort(took)
			return took
		default:
		}
		began := time.Now()
		if _, err := d.PostMessage(b.Context(), on, tatm.Message{Text: "m"}, Becomes{}); err != nil {
			b.Error(err)
		}
		took = append(took, time.Since(began))
		time.Sleep(5 * time.Millisecond)
	}
}
