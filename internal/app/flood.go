package app

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// A flood of reports is slowed and held apart, never refused: somebody who
// means it may sit behind the same network as somebody who does not. Nothing
// here looks at what a report says; the same words are told by their keyed hash.

const (
	// paceWindow is the time in which the reports of one network are counted.
	paceWindow = 10 * time.Minute
	// freeMost is how many of them come in without waiting: more than one person
	// sends, few enough that a script meets the wait at once.
	freeMost = 10
	// queuedMost is how many go into the queue; the rest is held apart.
	queuedMost = 20
	// wordsWindow and sameMost are the same for reports of the same words.
	wordsWindow = time.Hour
	sameMost    = 3
	// doorMost is how many a minute the whole door takes in without a wait: about
	// what a small server can write at all (docs/performance.md), and many times a
	// state's record year in ten minutes (practice reference, section 7).
	doorMost = 60_000
	// workBits is how many zero bits the work of a wait begins with: some 260,000
	// hashes, a second or two on a telephone.
	workBits = 18
	// ticketLasts is how long somebody who waited may take to press the button.
	ticketLasts = time.Hour
)

// waits are how long a report waits, by how many came before it.
func waitAfter(n int64) time.Duration {
	switch {
	case n <= queuedMost:
		return 8 * time.Second
	case n <= 5*queuedMost:
		return 20 * time.Second
	}
	return 40 * time.Second
}

// Wait is what somebody is asked to do before a report is taken: to wait until
// then, or to let the browser do some work.
type Wait struct {
	Left   time.Duration
	Ticket string
	Bits   int
}

// Knock counts a report that comes from a network and says whether it has to
// wait first. What has waited brings its ticket: made for these very words, so
// that one ticket lets in one report. The door that comes back holds apart what
// is too much for the queue.
func (d Door) Knock(ctx context.Context, network, form, ticket, work string) (Door, *Wait, error) {
	now, mark := d.app.Now(), d.app.keys.Mark("portal-form", []byte(form))[:16]
	if n, from, ok := d.app.waited(ticket, mark, now); ok {
		if now.Before(from) && !worked(ticket, work) {
			return d, &Wait{from.Sub(now), ticket, workBits}, nil
		}
		return d.holding(n), nil, nil
	}
	if again, err := d.answered(ctx); err != nil || again {
		return d, nil, err // a request sent again gets the receipt that it had
	}
	counts := d.countsOf(network, now)
	n, all, err := d.counted(ctx, counts, now)
	if err != nil {
		return d, nil, err
	}
	if n < freeMost && all < doorMost {
		d.counts = counts // in the transaction of the report: it waits for the disk once
		return d, nil, nil
	}
	if n, err = d.count(ctx, counts, now); err != nil {
		return d, nil, err
	}
	wait := waitAfter(n)
	data := binary.BigEndian.AppendUint64(nil, uint64(n))
	data = binary.BigEndian.AppendUint64(data, uint64(now.Add(wait).UnixMicro()))
	ticket, err = d.app.keys.Ticket("portal-wait", append(data, mark...), now.Add(wait+ticketLasts))
	return d, &Wait{wait, ticket, workBits}, err
}

func (d Door) holding(n int64) Door {
	if n > queuedMost {
		d.apart = tatm.ManyFromOne
	}
	return d
}

// waited reads a ticket: the how many-th report it is for, and from when it
// lets in.
func (a *App) waited(ticket string, mark []byte, now time.Time) (n int64, from time.Time, ok bool) {
	if ticket == "" {
		return 0, from, false
	}
	data, err := a.keys.OpenTicket("portal-wait", ticket, now)
	if err != nil || len(data) != 32 || string(data[16:]) != string(mark) {
		return 0, from, false
	}
	return int64(binary.BigEndian.Uint64(data)), time.UnixMicro(int64(binary.BigEndian.Uint64(data[8:]))), true
}

// worked reports whether the browser did the work: a number that makes the hash
// of the ticket begin with zeros.
func worked(ticket, work string) bool {
	if work == "" || len(work) > 20 {
		return false
	}
	h := sha256.Sum256([]byte(ticket + "." + work))
	return bits.LeadingZeros32(binary.BigEndian.Uint32(h[:])) >= workBits
}

// count is something of which there may be too many within a time.
type count struct {
	key    []byte
	window time.Duration
}

// countsOf are what a report of a network counts for: the network, by a hash of
// its day, and the whole door.
func (d Door) countsOf(network string, now time.Time) []count {
	return []count{
		{d.app.keys.Mark("throttle", []byte("report\x00"+now.Format(time.DateOnly)+"\x00"+network)), paceWindow},
		{d.app.keys.Mark("throttle", []byte("reports\x00"+string(d.org))), time.Minute},
	}
}

// answered reports whether the door's request was taken before.
func (d Door) answered(ctx context.Context) (again bool, err error) {
	key := d.desk().onceKey(opReportFile)
	if key == "" {
		return false, nil
	}
	err = d.app.db.Read(ctx, d.org, func(tx *store.Tx) error {
		again, err = tx.Answered(d.org, key)
		return err
	})
	return again, err
}

// counted is how many of each there were.
func (d Door) counted(ctx context.Context, counts []count, now time.Time) (n, all int64, err error) {
	err = d.app.db.Read(ctx, d.org, func(tx *store.Tx) error {
		for i, c := range counts {
			h, err := tx.Throttle(c.key)
			if err != nil {
				return err
			}
			if h.Since.Before(now.Add(-c.window)) {
				h.Tries = 0
			}
			if i == 0 {
				n = h.Tries
			} else {
				all = h.Tries
			}
		}
		return nil
	})
	return n, all, err
}

// count counts a report that has to wait, and says the how many-th of its
// network it is.
func (d Door) count(ctx context.Context, counts []count, now time.Time) (n int64, err error) {
	err = d.app.db.Write(ctx, d.org, func(tx *store.Tx) error {
		for i, c := range counts {
			m, err := tx.Count(c.key, now, c.window)
			if err != nil {
				return err
			}
			if i == 0 {
				n = m
			}
		}
		return nil
	})
	return n, err
}

// sameWords is what words are counted by, whatever the size of their letters and
// the blanks between them.
func (a *App) sameWords(org tatm.OrgID, words string) []byte {
	return a.keys.Mark("throttle", []byte("words\x00"+string(org)+"\x00"+strings.ToLower(strings.Join(strings.Fields(words), " "))))
}

// tooMuch says why a new report from the public is too much for the queue, if it
// is. It counts in the transaction that puts the report: the same request sent
// again is not counted again.
func (w *work) tooMuch() (tatm.ApartWhy, error) {
	d := w.run.desk
	for _, c := range d.counts {
		if _, err := w.tx.Count(c.key, w.run.now, c.window); err != nil {
			return "", err
		}
	}
	if d.apart != "" || d.said == nil {
		return d.apart, nil
	}
	n, err := w.tx.Count(d.said, w.run.now, wordsWindow)
	if n > sameMost {
		return tatm.ManyAlike, err
	}
	return "", err
}

// holdApart puts a new report apart. Whoever screens is told once an hour.
func (w *work) holdApart(why tatm.ApartWhy) error {
	w.put(tatm.Apart{Why: why})
	_, told, err := w.tx.Once(w.row.Org, "reports-apart "+w.Now.Format("2006-01-02T15"), w.Now)
	if err != nil || told {
		return err
	}
	return w.post("reports-apart", "", w.Now)
}

// ReleaseReports puts reports that were held apart into the queue, where their
// clocks begin.
func (d Desk) ReleaseReports(ctx context.Context, on []tatm.FileID) (Made, error) {
	return d.many(ctx, opReportRelease, "", on, func(_ *work, of map[tatm.FileID]*work) error {
		if len(of) == 0 {
			return fault.Bad("report", "field.choose")
		}
		for _, w := range of {
			a, ok := tatm.Last[tatm.Apart](w.file)
			r, told := tatm.Last[tatm.Report](w.file)
			if w.row.Kind != tatm.ReportFile || !told {
				return absent()
			}
			if !ok || a.Rec.Released != "" {
				continue // somebody was first: it is in the queue
			}
			a.Rec.Released, a.Rec.ReleasedAt = w.who(), w.Now
			if err := w.revise(a.ID, a.Version, a.Rec); err != nil {
				return err
			}
			kind := "report"
			if r.Rec.Urgent() {
				kind = "report-urgent"
			}
			if err := w.post(kind, "", w.Now); err != nil {
				return err
			}
		}
		return nil
	})
}
