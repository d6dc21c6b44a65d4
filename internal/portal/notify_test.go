package portal_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"offramp/internal/letter"
	"offramp/internal/portal"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// box is a courier that keeps letters.
type box struct {
	name    string
	letters []letter.Letter
}

func (b *box) Name() string { return b.name }

func (b *box) Take(_ context.Context, l letter.Letter) error {
	b.letters = append(b.letters, l)
	return nil
}

// TestNoteOfAnAnswer: a reporter who asks for it hears that a message waits, by
// mail alone, without a word of it; who takes the address back hears no more;
// where no mail is set up nobody is asked for one.
func TestNoteOfAnAnswer(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			_, _, words := d.tell(t, url.Values{"once": {"a"}, "narrative": {"Something."}})
			report := d.only(t)
			if _, page := d.post(t, "/thread", url.Values{"words": {words}}); strings.Contains(page, `id="mail"`) {
				t.Error("an address is asked for where no mail leaves")
			}
			d.post(t, "/thread", url.Values{"words": {words}, "do": {"notify"}, "once": {"0"}, "mail": {"too.early@example.org"}})
			d.Close()
			face := portal.New(d.app, d.org, slog.New(slog.NewTextHandler(d.log, nil)))
			face.Mails = true
			d.Server = httptest.NewServer(face)
			defer d.Close()
			if status, page := d.post(t, "/thread", url.Values{"words": {words}, "do": {"notify"}, "once": {"b"}, "mail": {"not an address"}}); status != 422 || !strings.Contains(page, `id="e-mail"`) {
				t.Errorf("a bad address: status %d", status)
			}
			if status, page := d.post(t, "/thread", url.Values{"words": {words}, "do": {"notify"}, "once": {"c"}, "mail": {"robin@example.org"}}); status != 200 || !strings.Contains(page, "Saved.") || strings.Contains(page, "robin") {
				t.Errorf("status %d", status)
			}
			mail, hook := d.answered(t, report, "Who else heard it?")
			if len(mail) != 1 || mail[0].To != "robin@example.org" || strings.Contains(mail[0].Subject+mail[0].Text, "heard") || len(hook) != 0 {
				t.Fatalf("mail %+v, hook %+v", mail, hook)
			}
			d.post(t, "/thread", url.Values{"words": {words}, "do": {"notify"}, "once": {"d"}, "mail": {""}})
			if mail, _ := d.answered(t, report, "Again?"); len(mail) != 0 {
				t.Errorf("after the address was taken back: %+v", mail)
			}
		})
	}
}

// answered lets the team answer and the notices leave.
func (d door) answered(t *testing.T, report tatm.FileID, text string) (mail, hook []letter.Letter) {
	t.Helper()
	if _, err := d.intake().ReplyToReporter(t.Context(), report, tatm.Reply{Text: text}); err != nil {
		t.Fatal(err)
	}
	m, h := &box{name: "mail"}, &box{name: "hook"}
	if err := d.app.Deliver(t.Context(), "test", []letter.Courier{m, h}, func(_, kind string) (string, string) { return kind, kind }); err != nil {
		t.Fatal(err)
	}
	of := func(ls []letter.Letter) (out []letter.Letter) {
		for _, l := range ls {
			if l.Kind == "answer-waits" {
				out = append(out, l)
			}
		}
		return out
	}
	return of(m.letters), of(h.letters)
}

// BenchmarkWrongAndEnded times words that never were a receipt against those of
// one that has ended, in turns, and reports Welch's t of the two: below 4.5 in
// size they are not told apart.
func BenchmarkWrongAndEnded(b *testing.B) {
	d := newDoor(b, testbed.Engines(b)["sqlite"])
	_, _, words := d.tell(b, url.Values{"once": {"a"}, "narrative": {"Something."}})
	if _, err := d.intake().GiveReceipt(b.Context(), d.only(b)); err != nil {
		b.Fatal(err)
	}
	door, n := d.app.Door(d.org), 0
	var ended, wrong []float64
	try := func(words string) float64 {
		n++
		began := time.Now()
		if _, err := door.SeeThread(b.Context(), words, fmt.Sprint("network ", n)); err == nil {
			b.Fatal("it opened")
		}
		return time.Since(began).Seconds()
	}
	for b.Loop() {
		ended = append(ended, try(words))
		wrong = append(wrong, try("one two three four five six seven"))
	}
	if len(ended) > 1 {
		b.ReportMetric(welch(ended, wrong), "welch-t")
	}
}

// welch is Welch's t of two samples.
func welch(a, b []float64) float64 {
	ma, va := moments(a)
	mb, vb := moments(b)
	return (ma - mb) / math.Sqrt(va/float64(len(a))+vb/float64(len(b)))
}

func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}
