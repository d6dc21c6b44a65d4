package app

import (
	"context"
	"io"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
	"offramp/internal/vault"
)

// Given is what is said of a file beside what it holds: who gave it, and when
// it was taken; with neither it goes by its observation.
type Given struct {
	By    string
	Taken time.Time
}

// StageFile takes in a file for an entry that is to come: read once, typed by
// what it holds, hashed and sealed. It becomes part of the record with that
// entry, or is swept after a day.
func (d Desk) StageFile(ctx context.Context, on tatm.FileID, name string, from io.Reader) (Staged, error) {
	s, err := d.bring(ctx, opAttachmentStage, on, name, d.app.most, from)
	return s, broken(err)
}

// Attach attaches staged files to an observation.
func (d Desk) Attach(ctx context.Context, on tatm.FileID, observation tatm.EntryID, files []tatm.BlobID, g Given) (Made, error) {
	return d.do(ctx, opAttachmentAdd, on, func(w *work) error {
		if _, err := find[tatm.Observation](w, observation); err != nil {
			return err
		}
		if len(files) == 0 {
			return fault.Bad("file", "attachment.choose")
		}
		return w.attach(observation, files, g)
	})
}

// attach puts an entry for each staged file. It stands where its observation
// stands: under the same regime, for the same eyes.
func (w *work) attach(observation tatm.EntryID, files []tatm.BlobID, g Given) error {
	o, ok := tatm.Find[tatm.Observation](w.file, observation)
	if !ok {
		return absent()
	}
	for _, id := range files {
		held, err := w.take(id)
		if err != nil {
			return err
		}
		a := tatm.Attachment{Observation: observation, HeldFile: held, GivenBy: g.By}
		taken := g.Taken
		if taken.IsZero() {
			taken = o.HappenedAt
		}
		if _, err := w.add(a, Circumstance{Happened: taken, Regime: o.Regime}, onlyFor(o.OnlyFor)); err != nil {
			return err
		}
	}
	return nil
}

// take takes a staged file for an entry of this work.
func (w *work) take(id tatm.BlobID) (tatm.HeldFile, error) {
	held, ok, err := w.tx.Take(w.row, id, w.who())
	if err == nil && !ok {
		err = fault.Bad("file", "attachment.again")
	}
	return held, err
}

// attachedFollow puts what is attached to an observation under its regime when
// that was changed, so that neither shows to whom the other does not.
func (w *work) attachedFollow(observation tatm.EntryID) error {
	o, ok := tatm.Find[tatm.Observation](w.file, observation)
	if !ok {
		return absent()
	}
	for _, a := range tatm.AttachedTo(w.file, observation) {
		if a.Regime == o.Regime {
			continue
		}
		if err := w.revise(a.ID, a.Version, a.Rec, under(o.Regime)); err != nil {
			return err
		}
	}
	return nil
}

// OpenAttachment hands out the original. It is read whole and held against its
// hash first: of a damaged one, nothing leaves.
func (d Desk) OpenAttachment(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Handed, error) {
	h, err := d.hand(ctx, opAttachmentOpen, on, id, 0)
	if err == nil {
		err = h.Bytes.Whole(h.Rec.SHA256)
	}
	return h, err
}

// shownWithin is the time in which looking at the same attachment again is one
// line of the audit.
const shownWithin = 15 * time.Minute

// Shown is what can be looked at of an attachment; by its type, one of them is
// set, or none.
type Shown struct {
	Handed
	Picture []byte      // JPEG
	Mail    *vault.Mail // a text alone has no heads
	Plays   bool        // Bytes are sound or film
}

// ShowAttachment makes of an attachment what can be looked at safely. The
// program draws one picture at a time: a picture can ask for much memory.
func (d Desk) ShowAttachment(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Shown, error) {
	h, err := d.hand(ctx, opAttachmentShow, on, id, shownWithin)
	if err != nil {
		return Shown{Handed: h}, err
	}
	return d.app.shown(ctx, h)
}

// shown makes of a file that was handed out what can be looked at safely. Of
// one that the scanner knows as malware, nothing is made.
func (a *App) shown(ctx context.Context, h Handed) (s Shown, err error) {
	s.Handed = h
	if h.Rec.Looked == tatm.FoundBad {
		return s, nil
	}
	show := tatm.TypeOf(h.Rec.Type).Show
	if s.Plays = show == tatm.AsSound || show == tatm.AsFilm; s.Plays || show == tatm.NotShown {
		return s, nil // each piece is held against its place as it is read
	}
	if err := h.Bytes.Whole(h.Rec.SHA256); err != nil {
		return s, err
	}
	switch show {
	case tatm.AsPicture:
		select {
		case a.drawing <- struct{}{}:
			defer func() { <-a.drawing }()
		case <-ctx.Done():
			return s, ctx.Err()
		}
		s.Picture, _, err = vault.Picture(h.Bytes)
	case tatm.AsMail:
		var m vault.Mail
		m, err = vault.ReadMail(h.Bytes)
		s.Mail = &m
	case tatm.AsText:
		s.Mail = &vault.Mail{}
		s.Mail.Text, s.Mail.More, err = vault.Text(h.Bytes)
	}
	return s, err
}
