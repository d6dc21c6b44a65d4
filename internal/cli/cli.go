// Package cli is the command line: what an operator types.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/alecthomas/kong"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/demo"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
	"offramp/internal/upkeep"
	"offramp/internal/web"
)

// Exit codes. A script can tell what happened; help and the operator's guide
// list them.
const (
	ExitFine    = 0
	ExitOurs    = 1 // our mistake
	ExitUsage   = 2 // the command, or something given to it, cannot be used
	ExitRefused = 3 // something stands in the way: a taken port, a wrong key
	ExitFound   = 4 // it was done and found something: a tampered line, a bad row
)

const description = `Offramp: the record and the desk of a threat assessment and management team.

Try it: offramp demo

Exit codes:
  0  done
  1  our mistake; the message says where
  2  the command, or something given to it, cannot be used: nothing was done
  3  something stands in the way, such as a taken port or a wrong key: nothing was done
  4  done, and it found something: a tampered line, a row that could not be taken`

// commands is the grammar of the command line.
type commands struct {
	Serve   serveCmd   `cmd:"" help:"Serve the staff's desk and the public portal."`
	Demo    demoCmd    `cmd:"" help:"Build a fictional county's caseload and serve it, to try everything."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up to date and end."`
	Rebuild rebuildCmd `cmd:"" help:"Make lists, dates and marks anew from the entries."`
	Audit   auditCmd   `cmd:"" help:"Look after the audit."`
	Backup  backupCmd  `cmd:"" help:"Write one encrypted file of everything, while the server runs."`
	Restore restoreCmd `cmd:"" help:"Restore a backup into an empty place, on either engine."`
	Purged  purgedCmd  `cmd:"" help:"What was purged: the list to keep outside, and purging again after a restore."`
	Import  importCmd  `cmd:"" help:"Take over what a team keeps in spreadsheets."`
	Match   matchCmd   `cmd:"" help:"Measure the search for people on labelled sets; take in name frequencies."`
	User    userCmd    `cmd:"" help:"Accounts."`
	Config  configCmd  `cmd:"" help:"Print the set-up in force."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// Env is what the command line has of the world.
type Env struct {
	Out, Err io.Writer
	Now      func() time.Time
}

// Run runs one command and returns its exit code.
func Run(ctx context.Context, args []string, env Env) int {
	var c commands
	code := -1
	parser, err := kong.New(&c, kong.Name("offramp"),
		kong.Description(description),
		kong.UsageOnError(), kong.Writers(env.Out, env.Err), kong.Exit(func(n int) { code = n }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(env))
	if err != nil {
		fmt.Fprintln(env.Err, err)
		return ExitOurs
	}
	k, err := parser.Parse(args)
	if code >= 0 {
		return code // help was asked for
	}
	if err != nil {
		fmt.Fprintf(env.Err, "offramp: %v\n", err)
		return ExitUsage
	}
	return explain(env, k.Run())
}

// errFound says that a verification found something and said so already.
var errFound = errors.New("found")

// explain says what went wrong in one sentence.
func explain(env Env, err error) int {
	switch {
	case err == nil:
		return ExitFine
	case errors.Is(err, errFound):
		return ExitFound
	}
	faults := fault.All(err)
	if len(faults) == 0 {
		fmt.Fprintf(env.Err, "offramp: %v\n", err)
		return ExitOurs
	}
	for _, f := range faults {
		fmt.Fprintf(env.Err, "offramp: %s\n", locale.Text("en", f.Code, f.Args...))
	}
	if faults[0].Kind == fault.Invalid {
		return ExitUsage
	}
	return ExitRefused
}

// quiet is a log without content: what failed and where, never what was in it.
func quiet(env Env) *slog.Logger { return slog.New(slog.NewTextHandler(env.Err, nil)) }

type serveCmd struct {
	config.Config `embed:""`
}

func (c *serveCmd) Run(ctx context.Context, env Env) error {
	if err := c.Check(); err != nil {
		return err
	}
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	announce(env, o)
	org, err := found(ctx, env, o)
	if err != nil {
		return err
	}
	return boot.Serve(ctx, c.Config, o, org, nil, quiet(env), func(desk, door string) {
		fmt.Fprintf(env.Out, "The desk:   %s\nThe portal: %s\n", address(c.Config, desk, c.StaffURL), address(c.Config, door, c.PortalURL))
		if c.Proxy {
			fmt.Fprintln(env.Out, "It stands behind a proxy that speaks TLS.")
		}
	})
}

func address(c config.Config, addr, url string) string {
	switch {
	case url != "":
		return url
	case c.Secure():
		return "https://" + addr
	}
	return "http://" + addr
}

// announce shows the recovery key once, when the keys were just made.
func announce(env Env, o *boot.Opened) {
	if o.Recovery != "" {
		fmt.Fprintf(env.Out, "New keys were made. This recovery key opens backups. It is shown once;\nwrite it down and keep it apart from this machine:\n\n  %s\n\n", o.Recovery)
	}
}

// found begins the organisation of an empty installation, with an
// administrator who sets a password by a one-time link. There is no account
// with a password known beforehand.
func found(ctx context.Context, env Env, o *boot.Opened) (tatm.OrgID, error) {
	orgs, err := o.App.Orgs(ctx)
	if err != nil {
		return "", err
	}
	if len(orgs) > 0 {
		return orgs[0].ID, nil
	}
	org, err := o.App.Found(ctx, "My organisation", "America/New_York")
	if err != nil {
		return "", err
	}
	desk := clock(o, org)
	if _, err := desk.AddTeam(ctx, "Threat assessment team", "county"); err != nil {
		return "", err
	}
	id, invite, err := desk.AddMember(ctx, app.NewMember{Login: "admin", Name: "Administrator"})
	if err != nil {
		return "", err
	}
	if _, err := desk.GiveSeat(ctx, id, tatm.Seat{Role: tatm.Administrator}); err != nil {
		return "", err
	}
	fmt.Fprintf(env.Out, "Begin here, within 72 hours: /welcome?login=admin\nOne-time secret, shown once: %s\n\n", invite)
	return org, nil
}

func clock(o *boot.Opened, org tatm.OrgID) app.Desk {
	return o.App.As(access.Actor{ID: "console", Org: org, Clock: true})
}

type demoCmd struct {
	Data       string `help:"Folder to keep the demonstration in; a temporary one otherwise." type:"path"`
	Addr       string `help:"Where the staff's desk listens." default:"127.0.0.1:8080"`
	PortalAddr string `help:"Where the public portal listens." default:"127.0.0.1:8081"`
}

func (c *demoCmd) Run(ctx context.Context, env Env) error {
	dir := c.Data
	if dir == "" {
		tmp, err := os.MkdirTemp("", "offramp-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	cfg := config.Config{Data: dir, Addr: c.Addr, PortalAddr: c.PortalAddr}
	if err := cfg.Check(); err != nil {
		return err
	}
	if err := boot.Free(cfg); err != nil {
		return err // before the minute it takes to build
	}
	moved := demo.NewClock(env.Now().AddDate(0, -6, 0))
	o, err := boot.Open(ctx, cfg, moved.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	org, personas, err := caseload(ctx, env, o, moved)
	if err != nil {
		return err
	}
	return boot.Serve(ctx, cfg, o, org, personas, quiet(env), func(desk, door string) {
		fmt.Fprintf(env.Out, "\nThe desk, sign in with one click:  http://%s\nThe public portal:                 http://%s\n\nEverybody and everything in it is made up. Ctrl-C ends it.\n", desk, door)
	})
}

// caseload builds the demo's caseload, or finds the one that was kept.
func caseload(ctx context.Context, env Env, o *boot.Opened, moved *demo.Clock) (tatm.OrgID, []web.Persona, error) {
	orgs, err := o.App.Orgs(ctx)
	if err != nil {
		return "", nil, err
	}
	var org tatm.OrgID
	if len(orgs) > 0 {
		org = orgs[0].ID
	} else {
		bar := progress(env, "Building a fictional county")
		if org, err = demo.Build(ctx, o.App, moved, env.Now(), bar); err != nil {
			return "", nil, err
		}
	}
	moved.Real(env.Now)
	people, err := demo.Personas(ctx, o.App, org)
	var out []web.Persona
	for _, p := range people {
		out = append(out, web.Persona{Org: p.Org, ID: p.ID, Name: p.Name, Seat: p.Role, Field: p.Discipline, Team: p.Team})
	}
	return org, out, err
}

type migrateCmd struct {
	config.Config `embed:""`
}

func (c *migrateCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	announce(env, o)
	fmt.Fprintf(env.Out, "The schema is at version %d.\n", boot.SchemaVersion)
	return nil
}

type rebuildCmd struct {
	config.Config `embed:""`
}

func (c *rebuildCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := upkeep.Rebuild(ctx, o.DB, progress(env, "Rebuilding")); err != nil {
		return err
	}
	fmt.Fprintln(env.Out, "Done.")
	return nil
}

type versionCmd struct {
	JSON bool `help:"Print it as JSON."`
}

func (c versionCmd) Run(env Env) error {
	v := "development"
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		v = b.Main.Version
	}
	if c.JSON {
		return json.NewEncoder(env.Out).Encode(map[string]any{"version": v, "schema": boot.SchemaVersion})
	}
	fmt.Fprintf(env.Out, "offramp %s, schema %d\n", v, boot.SchemaVersion)
	return nil
}
