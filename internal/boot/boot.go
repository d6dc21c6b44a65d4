// Package boot wires the program together: keys, database, vocabularies, app,
// listeners. It decides nothing.
package boot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/catalog"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/letter"
	"offramp/internal/portal"
	"offramp/internal/rounds"
	"offramp/internal/scanner"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/web"
)

// Opened is an installation that is open.
type Opened struct {
	DB       *store.DB
	Keys     *seal.Keys
	App      *app.App
	Library  *catalog.Library
	Recovery string // shown once, when the keys were just made
}

// Open opens the installation c names, or begins one where there is neither a
// key file nor a database. A database without its keys, or keys without their
// database, is refused: nothing new is made beside something lost.
func Open(ctx context.Context, c config.Config, now func() time.Time) (*Opened, error) {
	o := &Opened{}
	var err error
	if o.Library, err = catalog.Load(); err != nil {
		return nil, err
	}
	if o.Keys, o.Recovery, err = keys(c); err != nil {
		return nil, err
	}
	names, err := config.ReadNames(c.NameFile())
	if err != nil {
		return nil, err
	}
	expect := store.ARecord
	if o.Recovery != "" {
		expect = store.NoRecord
	}
	o.DB, err = store.Open(ctx, store.Options{URL: c.DatabaseURL(), Keys: o.Keys, Packs: o.Library.Packs(), Readers: max(2, runtime.NumCPU()), CacheKB: 16 << 10, Expect: expect})
	if err != nil && o.Recovery != "" {
		// Keys nobody was shown the recovery key of must not stay.
		err = errors.Join(err, empty(c))
	}
	if err != nil {
		return nil, err
	}
	parts := app.Parts{DB: o.DB, Keys: o.Keys, Library: o.Library, Now: now, AttachmentMost: c.FileMost << 20, Names: names}
	if c.Scanner != "" {
		if parts.Scanner, err = scanner.New(c.Scanner); err != nil {
			return nil, errors.Join(err, o.DB.Close())
		}
	}
	o.App = app.New(parts)
	return o, nil
}

func keys(c config.Config) (k *seal.Keys, recovery string, err error) {
	k, err = seal.Load(c.KeyFile())
	file := !store.Postgres(c.DatabaseURL())
	_, missing := os.Stat(c.DatabaseURL())
	switch {
	case err == nil && file && errors.Is(missing, os.ErrNotExist):
		return nil, "", fault.New(fault.Conflict, "store.missing", c.DatabaseURL())
	case err == nil:
		return k, "", nil
	case fault.KindOf(err) != fault.NotFound:
		return nil, "", err
	case file && missing == nil:
		return nil, "", err // a database whose keys are missing
	}
	return seal.Create(c.KeyFile())
}

// Close closes the installation.
func (o *Opened) Close() error {
	return errors.Join(o.DB.Flush(context.Background()), o.DB.Close())
}

// drainMost is how long requests at work may go on at the end.
const drainMost = 8 * time.Second

// collectAt lets the heap grow to four times what is alive before it is
// collected. What is alive is small, for SQLite keeps its pages outside the
// heap, and collecting it less often is a good part of what a page costs.
const collectAt = 300

// Serve serves desk and portal until ctx ends, then ends cleanly.
func Serve(ctx context.Context, c config.Config, o *Opened, org tatm.OrgID, personas []web.Persona, log *slog.Logger, ready func(desk, door string)) error {
	if store.Postgres(c.DatabaseURL()) {
		if walled, err := o.DB.SecondWall(ctx); err == nil && !walled {
			log.Warn("the database's user is a superuser or has BYPASSRLS: PostgreSQL does not keep organisations apart for it (docs/guide/operator.md)")
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	desk, err := listen(c.Addr)
	if err != nil {
		return err
	}
	door, err := listen(c.PortalAddr)
	if err != nil {
		desk.Close()
		return err
	}
	single, err := single(c)
	if err != nil {
		return errors.Join(err, desk.Close(), door.Close())
	}
	staff := server(web.New(web.Options{App: o.App, Log: log, Secure: c.Secure(), Personas: personas, URL: c.StaffURL, Single: single, Portal: c.PortalAt(door.Addr().String()), Mail: c.MailDomain}))
	face := portal.New(o.App, org, log)
	face.Mails = c.MailServer != ""
	public := server(face)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	host, _ := os.Hostname()
	post, err := couriers(c, o.App.Now)
	if err != nil {
		return errors.Join(err, desk.Close(), door.Close())
	}
	post.Portal = c.PortalAt(door.Addr().String())
	made := make(chan struct{})
	go func() {
		defer close(made)
		if err := o.App.Recall(ctx); err != nil && ctx.Err() == nil {
			log.Error("people on file", "error", err)
		}
		rounds.Run(ctx, o.App, post, fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()), log)
	}()
	failed := make(chan error, 3)
	if err := mailIn(ctx, c, o, org, log, failed); err != nil {
		stop()
		<-made
		return errors.Join(err, desk.Close(), door.Close())
	}
	go func() { failed <- run(staff, desk, c) }()
	go func() { failed <- run(public, door, c) }()
	ready(desk.Addr().String(), door.Addr().String())
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	stop()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainMost)
	defer cancel()
	err = errors.Join(err, staff.Shutdown(drain), public.Shutdown(drain))
	<-made
	return err
}

// single is single sign-on, if the set-up names a provider.
func single(c config.Config) (*authn.Single, error) {
	if c.SSOIssuer == "" {
		return nil, nil
	}
	s := &authn.Single{Issuer: c.SSOIssuer, Client: c.SSOClient, Back: strings.TrimSuffix(c.StaffURL, "/") + "/sso/back"}
	var err error
	s.Secret, err = secret(c.SSOSecret)
	return s, err
}

// couriers are the ways out that the set-up names.
func couriers(c config.Config, now func() time.Time) (rounds.Post, error) {
	p := rounds.Post{Desk: c.StaffURL}
	if p.Desk == "" {
		p.Desk = "http://" + c.Addr
	}
	if c.MailServer != "" {
		password, err := secret(c.MailPassword)
		if err != nil {
			return p, err
		}
		host, _, _ := net.SplitHostPort(c.Addr)
		if u, err := url.Parse(c.StaffURL); err == nil && u.Hostname() != "" {
			host = u.Hostname()
		}
		p.Couriers = append(p.Couriers, letter.Mail{Server: c.MailServer, From: c.MailFrom, User: c.MailUser, Password: password, Host: host})
	}
	if c.Hook != "" {
		key, err := secret(c.HookSecret)
		if err != nil {
			return p, err
		}
		p.Couriers = append(p.Couriers, letter.Hook{URL: c.Hook, Secret: []byte(key), Now: now})
	}
	return p, nil
}

// secret reads a secret from its file: none stands on a command line.
func secret(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fault.Bad("secret", "config.secret", path)
	}
	return strings.TrimSpace(string(b)), nil
}

func run(s *http.Server, l net.Listener, c config.Config) error {
	var err error
	if c.Cert != "" {
		err = s.ServeTLS(l, c.Cert, c.CertKey)
	} else {
		err = s.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		// The library's own log would name remote addresses.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}

// Free says in one sentence if a port that c names is taken.
func Free(c config.Config) error {
	for _, addr := range []string{c.Addr, c.PortalAddr} {
		l, err := listen(addr)
		if err != nil {
			return err
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
	return nil
}

// listen takes a port, or says in one sentence that somebody has it.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.New(fault.Conflict, "config.port-taken", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return l, nil
}

// SchemaVersion is the newest schema this program knows.
var SchemaVersion = store.SchemaVersion
