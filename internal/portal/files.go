package portal

import (
	"errors"
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

// A form that carries files has everything else before them, so that what was
// said is on the disk before the first file is read, and a file is never held
// whole nor kept beside the record.

const (
	// filesMost is how many files one form carries.
	filesMost = 5
	// fieldsMost bounds the fields before them.
	fieldsMost = 200
	// patience is how long an upload may stand still.
	patience = time.Minute
)

// carries reports whether a request has its form in parts.
func carries(r *http.Request) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media == "multipart/form-data"
}

// parcel is a form in parts: its fields were read, its files wait.
type parcel struct {
	form *multipart.Reader
	part *multipart.Part // the first file, if there is one
	left int
}

// unpack reads the fields of a form in parts, up to its first file.
func (s *Server) unpack(w http.ResponseWriter, r *http.Request) (url.Values, *parcel, error) {
	r.Body = patient{r.Body, http.NewResponseController(w), s.app}
	form, err := r.MultipartReader()
	if err != nil {
		return url.Values{}, nil, err
	}
	p, v, left := &parcel{form: form, left: filesMost}, url.Values{}, int64(bodyMost)
	for range fieldsMost {
		part, err := form.NextPart()
		if err == io.EOF {
			return v, p, nil
		}
		if err != nil {
			return v, p, err
		}
		if part.FormName() == "file" {
			p.part = part
			return v, p, nil
		}
		b, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return v, p, err
		}
		if left -= int64(len(b)); left < 0 {
			return v, p, errLong
		}
		v.Add(part.FormName(), string(b))
	}
	return v, p, errLong
}

var errLong = errors.New("portal: the form is longer than any")

// next gives the next file; a browser sends an empty part where none was
// chosen.
func (p *parcel) next() (name string, from io.Reader, err error) {
	for {
		part := p.part
		if p.part = nil; part == nil {
			if part, err = p.form.NextPart(); err == io.EOF {
				return "", nil, io.EOF
			}
			if err != nil {
				return "", nil, fault.Bad("file", "attachment.broken")
			}
		}
		_, said, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if part.FormName() != "file" || said["filename"] == "" {
			continue
		}
		if p.left--; p.left < 0 {
			return said["filename"], nil, fault.Bad("file", "enclosure.at-once")
		}
		return said["filename"], part, nil
	}
}

// any reports whether a file was chosen, without reading it.
func (p *parcel) any() bool {
	if p == nil || p.part == nil {
		return false
	}
	_, said, _ := mime.ParseMediaType(p.part.Header.Get("Content-Disposition"))
	return said["filename"] != ""
}

// patient lets a large body take its time as long as it moves.
type patient struct {
	io.ReadCloser
	rc  *http.ResponseController
	app *app.App
}

func (p patient) Read(b []byte) (int, error) {
	until := p.app.Now().Add(patience)
	_ = p.rc.SetReadDeadline(until) // a listener without deadlines has none to move
	_ = p.rc.SetWriteDeadline(until.Add(patience))
	n, err := p.ReadCloser.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.Join(fault.Bad("file", "attachment.broken"), err) // the sender went away
	}
	return n, err
}

// takes are the endings of what is taken, for the browser's own chooser. What a
// file is, is decided by what it holds.
func takes() string {
	var out []string
	for _, t := range tatm.FileTypes {
		out = append(out, t.Ends...)
	}
	return strings.Join(out, ",")
}
