// Package boot wires the program together: keys, database, vocabularies, app,
// listeners. It decides nothing.
package boot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/portal"
	"offramp/internal/rounds"
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
	o.DB, err = store.Open(ctx, store.Options{URL: c.DatabaseURL(), Keys: o.Keys, Packs: o.Library.Packs(), Readers: max(2, runtime.NumCPU()), CacheKB: 16 << 10})
	if err != nil {
		return nil, err
	}
	o.App = app.New(app.Parts{DB: o.DB, Keys: o.Keys, Library: o.Library, Now: now})
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
	staff := server(web.New(web.Options{App: o.App, Log: log, Secure: c.Secure(), Personas: personas}))
	public := server(portal.New(o.App, org, log))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	host, _ := os.Hostname()
	made := make(chan struct{})
	go func() {
		defer close(made)
		rounds.Run(ctx, o.App, fmt.Sprintf("%s/%d", host, os.Getpid()), log)
	}()
	failed := make(chan error, 2)
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
const SchemaVersion = store.SchemaVersion
