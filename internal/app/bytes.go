package app

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/vault"
)

// This file is the runner's two entrances for bytes: in, ahead of the entry
// that will name them, and out, after the line that says who had them. Bytes
// pass in small transactions of their own, so that nobody at work waits for a
// large file; nothing is decided here that access.Decide does not decide.

// batch is how many chunks one transaction takes in: few enough that the one
// writer is held for milliseconds.
const batch = 2

// Staged is a file that is sealed and waits to be attached.
type Staged struct {
	ID     tatm.BlobID
	Name   string
	SHA256 string // of what it holds
}

// bring seals a file for the case or report and stages it. Nobody sees it until
// an entry takes it; what breaks off is swept.
func (d Desk) bring(ctx context.Context, op access.Op, on tatm.FileID, name string, most int64, from io.Reader) (Staged, error) {
	row, err := d.may(ctx, op, on)
	if err != nil {
		return Staged{}, err
	}
	id := tatm.BlobID(newID(d.app.Now(), 0))
	at := vault.Place{Org: d.who.Org, File: on, Blob: id}
	key, wrapped, err := row.BlobKey(at.Bind())
	if err != nil {
		return Staged{}, err
	}
	write := func(fn func(*store.Tx) error) error { return d.app.db.Write(ctx, d.who.Org, fn) }
	if err := write(func(tx *store.Tx) error { return tx.Stage(row, id, d.who.ID, d.app.Now()) }); err != nil {
		return Staged{}, err
	}
	var next int64
	var waiting [][]byte
	flush := func() error {
		chunks, first := waiting, next
		next, waiting = next+int64(len(waiting)), nil
		return write(func(tx *store.Tx) error { return tx.PutChunks(row, id, first, chunks, d.app.Now()) })
	}
	from, said := d.app.looked(ctx, from)
	s, err := vault.Seal(key, at, from, most, func(_ int64, sealed []byte) error {
		if waiting = append(waiting, sealed); len(waiting) < batch {
			return nil
		}
		return flush()
	})
	if err == nil && len(waiting) > 0 {
		err = flush()
	}
	look, found := said(err)
	if err != nil {
		return Staged{}, errors.Join(err, d.app.db.Write(context.WithoutCancel(ctx), d.who.Org, func(tx *store.Tx) error { return tx.Drop(row, id) }))
	}
	a := tatm.HeldFile{Blob: id, Key: wrapped, Name: tatm.CleanName(name, s.Type), Type: s.Type.Type, Size: s.Size, SHA256: s.SHA256, Sealed: s.Chunks, Looked: look, Found: found}
	return Staged{id, a.Name, a.SHA256}, write(func(tx *store.Tx) error {
		if err := tx.Staged(row, a, d.app.Now()); err != nil {
			return err
		}
		var f facts
		note(&f, "blob", id)
		return tx.Append(d.who.Org, store.Line{At: d.app.Now().UnixMicro(), Actor: d.who.ID, Op: op.Name, File: on, Outcome: store.Done, Facts: f.text()}, nil)
	})
}

// may decides on one file for bytes to be brought. The entry that takes them is
// decided again, in the transaction that puts it.
func (d Desk) may(ctx context.Context, op access.Op, on tatm.FileID) (row store.Row, err error) {
	now := d.app.Now()
	var refused error
	err = d.app.db.Read(ctx, d.who.Org, func(tx *store.Tx) error {
		head, r, found, err := tx.Head(d.who.Org, on, d.who.ID, now, false)
		if err != nil {
			return err
		}
		row, refused = r, absent()
		if found {
			_, refused = access.Decide(d.who, op, head, now)
		}
		return nil
	})
	if err == nil && refused != nil {
		err = errors.Join(refused, d.refusal(ctx, op, on))
	}
	return row, err
}

// Handed is a file that was handed out: its entry, what it is, and its bytes.
type Handed struct {
	tatm.Entry
	Rec   tatm.HeldFile
	Bytes *vault.Blob
}

// hand hands out the bytes of a file that the actor may see; what is attached,
// as they may see its observation. That they had it is a line of the audit, on the disk
// before the first byte. With within set, a film that is fetched piece by piece
// is one line in that time and not one a piece.
func (d Desk) hand(ctx context.Context, op access.Op, on tatm.FileID, id tatm.EntryID, within time.Duration) (Handed, error) {
	var h Handed
	var row store.Row
	var refused error
	err := d.app.db.Write(ctx, d.who.Org, func(tx *store.Tx) (err error) {
		now := d.app.Now()
		head, r, found, err := tx.Head(d.who.Org, on, d.who.ID, now, false)
		if err != nil {
			return err
		}
		row, refused = r, absent()
		if found {
			var scope access.Scope
			if scope, refused = access.Decide(d.who, op, head, now); refused == nil {
				h, refused, err = heldIn(tx.Admit(scope, r), id)
			}
		}
		if err != nil || refused != nil {
			return err
		}
		return d.handed(tx, op, on, h, now, within)
	})
	if err != nil {
		return h, err
	}
	if refused != nil {
		return h, errors.Join(refused, d.refusal(ctx, op, on))
	}
	at := vault.Place{Org: d.who.Org, File: on, Blob: h.Rec.Blob}
	key, err := row.OpenBlobKey(h.Rec.Key, at.Bind())
	if err != nil {
		return h, err
	}
	h.Bytes = &vault.Blob{Key: key, At: at, Size: h.Rec.Size, Fetch: func(n int64) (sealed []byte, err error) {
		err = d.app.db.Read(ctx, d.who.Org, func(tx *store.Tx) error {
			sealed, err = tx.Chunk(at.Org, at.File, at.Blob, n)
			return err
		})
		return sealed, err
	}}
	return h, d.app.db.Show(ctx, d.who.Org, d.who.ID, on, d.app.Now())
}

// heldIn finds a file that is held: enclosed in a report, or attached to an
// observation that can be seen too.
func heldIn(rec *store.Records, id tatm.EntryID) (h Handed, refused, err error) {
	e, ok, err := rec.Entry(id)
	if err != nil || !ok {
		return h, absent(), err
	}
	h.Entry = e
	switch r := e.Record.(type) {
	case tatm.Enclosure:
		h.Rec = r.HeldFile
		return h, nil, nil
	case tatm.MailIn:
		h.Rec = r.HeldFile
		return h, nil, nil
	case tatm.Attachment:
		h.Rec = r.HeldFile
		if _, ok, err = rec.Entry(r.Observation); err == nil && ok {
			return h, nil, nil
		}
	}
	return h, absent(), err
}

// handed writes the line of the audit, unless the same person had the same
// attachment in the same stretch of time.
func (d Desk) handed(tx *store.Tx, op access.Op, on tatm.FileID, h Handed, now time.Time, within time.Duration) error {
	if within > 0 {
		key := op.Name + " " + string(d.who.ID) + " " + string(h.ID) + " " + strconv.FormatInt(now.Truncate(within).Unix(), 10)
		if _, again, err := tx.Once(d.who.Org, key, now); err != nil || again {
			return err
		}
	}
	var f facts
	f.entry(h.Entry)
	return tx.Append(d.who.Org, store.Line{At: now.UnixMicro(), Actor: d.who.ID, Op: op.Name, File: on, Outcome: store.Done, Facts: f.text()}, nil)
}

// broken turns a file that broke off on its way into a sentence.
func broken(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) {
		return fault.Bad("file", "attachment.broken")
	}
	return err
}
