package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// blobs are the files that wait for the entry of this form.
func (c *call) blobs() []tatm.BlobID {
	var out []tatm.BlobID
	for _, k := range c.kept {
		out = append(out, k.ID)
	}
	return out
}

const (
	// uploadMost bounds a form with its files: a file past the limit is read on
	// to here, so that its sender gets a sentence and loses nothing typed.
	uploadMost = 2 << 30
	// filesMost bounds the files of one form.
	filesMost = tatm.AttachmentsMost
	// fieldsMost bounds the fields of such a form.
	fieldsMost = 500
)

// parts reads a form that carries files, part by part. A file goes into the
// vault as it arrives and is never held whole. One that is refused is a fault
// of its field: the rest of the form is read all the same.
func (c *call) parts() error {
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, uploadMost)
	c.r.Body = patient{c.r.Body, c}
	c.form = url.Values{}
	on, err := c.file("case")
	if err != nil {
		return err
	}
	form, err := c.r.MultipartReader()
	if err != nil {
		return fault.New(fault.Invalid, "form.too-long")
	}
	left := int64(bodyMost)
	for range fieldsMost {
		p, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fault.New(fault.Invalid, "attachment.broken")
		}
		if p.FormName() == "file" {
			err = c.filePart(on, p)
		} else {
			left, err = c.value(p, left)
		}
		if err != nil {
			return err
		}
	}
	return fault.New(fault.Invalid, "form.too-long")
}

// value reads a field that is no file, as long as left bytes are left.
func (c *call) value(p *multipart.Part, left int64) (int64, error) {
	b, err := io.ReadAll(io.LimitReader(p, left+1))
	if err != nil {
		return 0, fault.New(fault.Invalid, "attachment.broken")
	}
	if left -= int64(len(b)); left < 0 {
		return 0, fault.New(fault.Invalid, "form.too-long")
	}
	c.form.Add(p.FormName(), string(b))
	return left, nil
}

// part takes in one file. A browser sends an empty part where none was chosen.
func (c *call) filePart(on tatm.FileID, p *multipart.Part) error {
	_, params, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if params["filename"] == "" {
		return nil
	}
	if len(c.kept) >= filesMost {
		c.bad = append(c.bad, fault.Bad("file", "attachment.too-many"))
		return nil
	}
	s, err := c.desk.StageFile(c.ctx(), on, params["filename"], p)
	switch {
	case err == nil:
		c.kept, c.sent = append(c.kept, s), append(c.sent, s)
	case fault.KindOf(err) != fault.Invalid:
		return err
	default:
		c.bad = append(c.bad, err)
	}
	return nil
}

// keep takes up the files that an earlier try of the same form brought.
func (c *call) keep() {
	for _, k := range c.form["kept"] {
		id, name, _ := strings.Cut(k, " ")
		if tatm.ValidID(id) && len(c.kept) < filesMost {
			c.kept = append(c.kept, app.Staged{ID: tatm.BlobID(id), Name: name})
		}
	}
}

// keptAs is a staged file in a form that comes again.
func keptAs(k app.Staged) string { return string(k.ID) + " " + k.Name }

// holding is what the files of a form hold and are called: a form with another
// file is another form.
func (c *call) holding() string {
	var b strings.Builder
	for _, k := range c.sent {
		fmt.Fprintf(&b, " %s %q", k.SHA256, k.Name)
	}
	return b.String()
}

// patience is how long an upload or a download may stand still.
const patience = time.Minute

// patient lets a large body take its time as long as it moves.
type patient struct {
	io.ReadCloser
	c *call
}

func (p patient) Read(b []byte) (int, error) {
	until := p.c.s.app.Now().Add(patience)
	rc := http.NewResponseController(p.c.w)
	_ = rc.SetReadDeadline(until) // a listener without deadlines has none to move
	_ = rc.SetWriteDeadline(until.Add(patience))
	n, err := p.ReadCloser.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.Join(fault.Bad("file", "attachment.broken"), err) // the sender went away
	}
	return n, err
}

// moving lets a large answer take its time as long as it moves.
type moving struct {
	io.ReadSeeker
	c *call
}

func (m moving) Read(b []byte) (int, error) {
	_ = http.NewResponseController(m.c.w).SetWriteDeadline(m.c.s.app.Now().Add(patience))
	return m.ReadSeeker.Read(b)
}

// attachmentPage shows what an attachment is and, as far as that is safe, what
// is in it.
func (c *call) attachmentPage() error {
	on, id, err := c.attachment()
	if err != nil {
		return err
	}
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return err
	}
	a, ok := tatm.Find[tatm.Attachment](v.File, id)
	o, seen := tatm.Find[tatm.Observation](v.File, a.Rec.Observation)
	if !ok || !seen {
		return fault.New(fault.NotFound, "record.absent")
	}
	// A picture is drawn here to know whether it can be, and again when the
	// browser asks for it: keeping it would be a second copy in the clear.
	s, err := c.desk.ShowAttachment(c.ctx(), on, id)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Security-Policy", policy+"; media-src 'self'")
	return c.see(attachmentPage(c.frame("kind.attachment"), v, a, o, s))
}

func (c *call) attachment() (on tatm.FileID, id tatm.EntryID, err error) {
	if on, err = c.file("case"); err == nil {
		id, err = c.entry()
	}
	return on, id, err
}

// sealedOff is the policy of what somebody else made: should a browser open it
// by itself, it runs nothing, loads nothing and belongs to nobody.
const sealedOff = "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

// attachmentShown serves the picture drawn anew, or sound and film in pieces.
func (c *call) attachmentShown() error {
	on, id, err := c.attachment()
	if err != nil {
		return err
	}
	s, err := c.desk.ShowAttachment(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.shown(s)
}

func (c *call) shown(s app.Shown) (err error) {
	h := c.w.Header()
	h.Set("Content-Security-Policy", sealedOff)
	switch {
	case s.Picture != nil:
		h.Set("Content-Type", "image/jpeg")
		_, err = c.w.Write(s.Picture)
		return err
	case s.Plays:
		h.Set("Content-Type", s.Rec.Type)
		http.ServeContent(c.w, c.r, "", time.Time{}, moving{s.Bytes, c})
		return nil
	}
	return fault.New(fault.NotFound, "record.absent")
}

// attachmentOriginal serves the original, to be saved and never opened here.
func (c *call) attachmentOriginal() error {
	on, id, err := c.attachment()
	if err != nil {
		return err
	}
	a, err := c.desk.OpenAttachment(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.original(a)
}

// mailOriginal serves GET /reports/{report}/mail/{entry}: the message that a
// report came by, whole.
func (c *call) mailOriginal() error {
	on, err := c.file("report")
	if err != nil {
		return err
	}
	id, err := c.entry()
	if err != nil {
		return err
	}
	a, err := c.desk.OpenMail(c.ctx(), on, id)
	if err != nil {
		return err
	}
	return c.original(a)
}

// original sends a file to be saved, never to be run.
func (c *call) original(a app.Handed) error {
	h := c.w.Header()
	h.Set("Content-Security-Policy", sealedOff)
	h.Set("Content-Type", a.Rec.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Rec.Name}))
	h.Set("Content-Length", itoa(a.Rec.Size))
	if _, err := io.Copy(c.w, moving{a.Bytes, c}); err != nil {
		c.s.log.Error("download broke off", "route", c.r.Pattern, "error", err.Error())
	}
	return nil
}

// showing is how the page shows an attachment: a picture that is too large or
// damaged has its original alone.
func showing(media string, s app.Shown) tatm.Showing {
	if s.Rec.Looked == tatm.FoundBad {
		return tatm.NotShown
	}
	if k := tatm.TypeOf(media).Show; k != tatm.AsPicture || s.Picture != nil {
		return k
	}
	return tatm.NotShown
}

// takenTypes are the endings of what is taken, for the browser's own chooser. What
// a file is, is decided by what it holds.
func takenTypes() string {
	var out []string
	for _, t := range tatm.FileTypes {
		out = append(out, t.Ends...)
	}
	return strings.Join(out, ",")
}
