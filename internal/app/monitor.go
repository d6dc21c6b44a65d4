package app

import (
	"context"
	"encoding/hex"

	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// AgreeMonitor records a third party who agreed to tell the team of changes.
func (d Desk) AgreeMonitor(ctx context.Context, on tatm.FileID, m tatm.Monitor) (Made, error) {
	return d.do(ctx, opMonitorAgree, on, func(w *work) error {
		if m.Owner == "" {
			m.Owner = w.who()
		}
		_, err := w.add(m, Circumstance{})
		return err
	})
}

// EndMonitor thanks a monitor and ends the agreement.
func (d Desk) EndMonitor(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opMonitorEnd, on, func(w *work) error {
		m, err := find[tatm.Monitor](w, id)
		if err != nil {
			return err
		}
		if why == "" {
			return fault.Bad("ended", "field.missing")
		}
		if m.Rec.Ended != "" {
			return fault.New(fault.Conflict, "record.changed")
		}
		m.Rec.Ended = why
		return w.mend(id, m.Version, m.Rec, Circumstance{})
	})
}

// NoteCheckIn records word from a monitor. Anything but "fine" calls the team.
func (d Desk) NoteCheckIn(ctx context.Context, on tatm.FileID, k tatm.CheckIn, c Circumstance) (Made, error) {
	return d.do(ctx, opCheckInNote, on, func(w *work) error {
		k.Link, k.Seen = "", nil // a member raises the tripwire itself
		_, err := w.checkIn(k, c)
		return err
	})
}

// checkIn adds word from a monitor. Anything but "fine" calls the owner;
// urgent calls everybody on duty.
func (w *work) checkIn(k tatm.CheckIn, c Circumstance) (tatm.EntryID, error) {
	id, err := w.add(k, c)
	if err != nil || k.Word == "fine" {
		return id, err
	}
	if k.Word == "urgent" {
		if err := w.post("look-again", "", w.Now); err != nil {
			return id, err
		}
	}
	return id, w.post("look-again", w.row.Head.Owner, w.Now)
}

// ReadCheckIn says that somebody read a monitor's word, and what came of it.
func (d Desk) ReadCheckIn(ctx context.Context, on tatm.FileID, id tatm.EntryID, found string) (Made, error) {
	return d.do(ctx, opCheckInRead, on, func(w *work) error {
		if _, err := find[tatm.CheckIn](w, id); err != nil {
			return err
		}
		if tatm.Read(w.file, id) {
			return fault.New(fault.Conflict, "record.changed")
		}
		_, err := w.add(tatm.CheckInRead{CheckIn: id, Found: found}, Circumstance{})
		return err
	})
}

// LinkMonitor makes the link of a monitor's own page, shown once; an earlier
// one ends.
func (d Desk) LinkMonitor(ctx context.Context, on tatm.FileID, monitor tatm.EntryID) (token string, page MonitorPage, err error) {
	_, err = d.do(ctx, opMonitorLink, on, func(w *work) error {
		if _, err := find[tatm.Monitor](w, monitor); err != nil {
			return err
		}
		if was, ok := tatm.LinkOf(w.file, monitor); ok && was.Rec.State(w.file, w.Now) == "open" {
			was.Rec.Revoked = w.Now
			if err := w.revise(was.ID, was.Version, was.Rec); err != nil {
				return err
			}
		}
		secret, hash := authn.Token()
		l := tatm.MonitorLink{Monitor: monitor, Made: w.who(), Hash: hex.EncodeToString(hash)}
		if l.State(w.file, w.Now) != "open" {
			return fault.New(fault.Conflict, "monitor.over")
		}
		id, err := w.add(l, Circumstance{})
		token, page = w.run.desk.app.linkToken(monitorLink, w.row.ID, id, secret), pageOf(w.file, l, "open")
		return err
	})
	return token, page, err
}

// UnlinkMonitor ends the link of a monitor's page at once.
func (d Desk) UnlinkMonitor(ctx context.Context, on tatm.FileID, monitor tatm.EntryID) (Made, error) {
	return d.do(ctx, opMonitorUnlink, on, func(w *work) error {
		if _, err := find[tatm.Monitor](w, monitor); err != nil {
			return err
		}
		l, ok := tatm.LinkOf(w.file, monitor)
		if !ok || l.Rec.State(w.file, w.Now) != "open" {
			return fault.New(fault.Conflict, "monitor.over")
		}
		l.Rec.Revoked = w.Now
		return w.revise(l.ID, l.Version, l.Rec)
	})
}

// MonitorPage is what a monitor sees of what they agreed to: what to look for,
// and whether their last word was read. No name, no title and no word of the
// case is among it: the page may be open on a phone that others hold.
type MonitorPage struct {
	State string // open, revoked, ended
	Watch string
	Wires []Wire
	Last  tatm.Item[tatm.CheckIn] // their last word by the link; only its time and kind are shown
	Read  bool                    // and somebody read it
}

// Wire is an observable that a monitor agreed to tell of.
type Wire struct {
	ID    tatm.EntryID
	Watch string
}

func pageOf(f tatm.File, l tatm.MonitorLink, state string) MonitorPage {
	p := MonitorPage{State: state}
	m, ok := tatm.Find[tatm.Monitor](f, l.Monitor)
	if !ok || state != "open" {
		return p
	}
	p.Watch = m.Rec.Watch
	for _, t := range tatm.WatchedBy(f, l.Monitor) {
		p.Wires = append(p.Wires, Wire{t.ID, t.Rec.Watch})
	}
	for _, k := range tatm.All[tatm.CheckIn](f) {
		if k.Rec.Monitor == l.Monitor && k.Rec.Link != "" {
			p.Last, p.Read = k, tatm.Read(f, k.ID)
		}
	}
	return p
}

// OpenMonitor shows a monitor's page. That it was opened is on record before it
// is shown.
func (d Desk) OpenMonitor(ctx context.Context, on tatm.FileID, id tatm.EntryID, hash string) (p MonitorPage, err error) {
	_, err = d.do(ctx, opMonitorOpen, on, func(w *work) error {
		l, err := w.monitorLink(id, hash)
		if err != nil {
			return err
		}
		p = pageOf(w.file, l.Rec, l.Rec.State(w.file, w.Now))
		if p.State != "open" || !l.Rec.Opened.IsZero() {
			return nil
		}
		l.Rec.Opened = w.Now
		return w.revise(id, l.Version, l.Rec)
	})
	return p, err
}

// monitorLink finds a link by its hash.
func (w *work) monitorLink(id tatm.EntryID, hash string) (tatm.Item[tatm.MonitorLink], error) {
	l, ok := tatm.Find[tatm.MonitorLink](w.file, id)
	if !ok || l.Rec.Hash != hash {
		return l, absent()
	}
	return l, nil
}

// TakeMonitorWord takes a check-in from a monitor's own page. What they saw of
// the agreed observables raises those tripwires.
func (d Desk) TakeMonitorWord(ctx context.Context, on tatm.FileID, id tatm.EntryID, hash string, k tatm.CheckIn) (Made, error) {
	return d.do(ctx, opMonitorWord, on, func(w *work) error {
		l, err := w.monitorLink(id, hash)
		if err != nil {
			return err
		}
		if l.Rec.State(w.file, w.Now) != "open" {
			return fault.New(fault.Conflict, "monitor.over")
		}
		k.Monitor, k.Link = l.Rec.Monitor, id
		if k.Word == "fine" && len(k.Seen) > 0 {
			return fault.Bad("word", "monitor.seen-fine")
		}
		if _, err := w.checkIn(k, Circumstance{}); err != nil {
			return err
		}
		for _, t := range k.Seen {
			wire, _ := tatm.Find[tatm.Tripwire](w.file, t)
			if err := w.raise(wire, k.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

// Monitor shows the page of a monitor's link to who holds it.
func (d Door) Monitor(ctx context.Context, token, network string) (p MonitorPage, err error) {
	err = d.byLink(ctx, monitorLink, token, network, func(desk Desk, file tatm.FileID, id tatm.EntryID, hash string) error {
		p, err = desk.OpenMonitor(ctx, file, id, hash)
		return err
	})
	return p, err
}

// CheckIn takes a word of who holds a monitor's link.
func (d Door) CheckIn(ctx context.Context, token, network string, k tatm.CheckIn) error {
	return d.byLink(ctx, monitorLink, token, network, func(desk Desk, file tatm.FileID, id tatm.EntryID, hash string) error {
		_, err := desk.Once(d.key).TakeMonitorWord(ctx, file, id, hash, k)
		return err
	})
}
