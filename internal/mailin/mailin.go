// Package mailin takes mail in, where an installation asks for it: from a
// mailbox folder (Maildir), and from a mail server on the same machine by SMTP.
// A message is answered for, or leaves its folder, only when it is in the
// record; one that cannot be taken in stays where it is and is tried again.
package mailin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/emersion/go-smtp"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

const (
	// looks is how often the folder is looked at.
	looks = 5 * time.Second
	// atOnce is how many messages one look takes in.
	atOnce = 50
	// receiversMost is how many receivers a message may name.
	receiversMost = 20
)

// Box is a mailbox folder: new mail stands in new, what is no message any
// program can keep in held.
type Box struct {
	App  *app.App
	Org  tatm.OrgID
	Dir  string
	Most int64 // bytes of a message
	Log  *slog.Logger
}

// Watch looks into the folder until ctx ends.
func (b Box) Watch(ctx context.Context) {
	t := time.NewTicker(looks)
	defer t.Stop()
	for {
		if err := b.Look(ctx); err != nil && ctx.Err() == nil {
			b.Log.Error("mail folder", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Look takes in what waits in the folder. A message leaves it when it is in the
// record; one that is too large goes to held, and the log says that it did.
func (b Box) Look(ctx context.Context) error {
	var errs []error
	left := atOnce
	for _, from := range []string{"new", "cur"} {
		files, err := os.ReadDir(filepath.Join(b.Dir, from))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		errs = append(errs, err)
		for _, f := range files {
			if !f.Type().IsRegular() || left == 0 || ctx.Err() != nil {
				continue
			}
			left--
			errs = append(errs, b.take(ctx, filepath.Join(b.Dir, from, f.Name())))
		}
	}
	return errors.Join(errs...)
}

func (b Box) take(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > b.Most {
		return b.hold(path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := b.App.Door(b.Org).TakeMail(ctx, raw, nil); err != nil {
		return b.kept(path, err)
	}
	return os.Remove(path)
}

// kept leaves a message for the next look; one that the record refuses whatever
// is tried goes to held, where an administrator finds it.
func (b Box) kept(path string, err error) error {
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return errors.Join(err, b.hold(path))
	}
	return err
}

func (b Box) hold(path string) error {
	held := filepath.Join(b.Dir, "held")
	if err := os.MkdirAll(held, 0o700); err != nil {
		return err
	}
	b.Log.Error("a mail was put aside: see the folder held beside the mailbox")
	return os.Rename(path, filepath.Join(held, filepath.Base(path)))
}

// Server is a mail server for what a server on this machine hands on. It takes
// mail to the addresses of this installation and to no other, and it answers
// for a message when it is in the record.
func Server(a *app.App, org tatm.OrgID, most int64, log *slog.Logger) *smtp.Server {
	s := smtp.NewServer(door{a, org, log})
	s.Domain, s.MaxRecipients, s.MaxMessageBytes = "localhost", receiversMost, most
	s.ReadTimeout, s.WriteTimeout, s.MaxLineLength = time.Minute, time.Minute, 1<<20
	s.AllowInsecureAuth, s.ErrorLog = false, quiet{log}
	return s
}

// Serve takes mail in until ctx ends.
func Serve(ctx context.Context, s *smtp.Server, l net.Listener) error {
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.Join(s.Close(), ignoreClosed(<-done))
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, smtp.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// quiet keeps what a sender wrote out of the log.
type quiet struct{ log *slog.Logger }

func (q quiet) Printf(string, ...any) { q.log.Warn("mail: a connection broke off") }
func (q quiet) Println(...any)        { q.log.Warn("mail: a connection broke off") }

type door struct {
	app *app.App
	org tatm.OrgID
	log *slog.Logger
}

func (d door) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{door: d}, nil }

// session is one message after another from one server.
type session struct {
	door door
	to   []string
}

func (s *session) Reset()                               { s.to = nil }
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.door.app.TakesMail(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	s.to = append(s.to, to)
	return nil
}

// Data answers for the message only when it is in the record: what could not be
// kept is the other server's to send again.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.door.app.Door(s.door.org).TakeMail(ctx, bytes.Clone(raw), s.to); err != nil {
		s.door.log.Error("mail was not taken in", "error", err.Error())
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try again later"}
	}
	return nil
}
