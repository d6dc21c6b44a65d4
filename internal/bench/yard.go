package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/bulk"
	"offramp/internal/config"
	"offramp/internal/tatm"
)

// yard is an installation with a big caseload, and somebody signed in to it:
// chair of one team, core member of two others, of ten.
type yard struct {
	config config.Config
	kase   tatm.FileID // the typical case
	title  string
	token  string
}

const teams = 10

// lay builds the yard: an organisation, teams and people by use cases, the
// caseload in bulk, and a typical case by use cases again.
func lay(ctx context.Context, s settings, e engine, dir string) (y yard, err error) {
	y.config = config.Config{Data: dir}
	for _, at := range []*string{&y.config.Addr, &y.config.PortalAddr} {
		if *at, err = free(); err != nil {
			return y, err
		}
	}
	if e.server != "" {
		if y.config.Database, err = database(ctx, e.server); err != nil {
			return y, err
		}
	}
	o, err := boot.Open(ctx, y.config, time.Now)
	if err != nil {
		return y, err
	}
	org, crews, err := people(ctx, o.App)
	if err == nil {
		err = o.Close()
	}
	if err != nil {
		return y, err
	}
	began := time.Now()
	err = bulk.Load(ctx, y.config.DatabaseURL(), bulk.Plan{
		Org: org, Cases: s.cases, Start: began.Add(-45 * 24 * time.Hour), Crews: crews, Pack: o.Library.PackAt("default", began), Packs: o.Library.Packs(), Keys: o.Keys,
		Progress: func(done int) {
			if done%5000 == 0 {
				fmt.Fprintf(os.Stderr, "\r%s: %d of %d cases loaded", e.name, done, s.cases)
			}
		},
	})
	if err != nil {
		return y, err
	}
	fmt.Fprintf(os.Stderr, " in %s\n", time.Since(began).Round(time.Second))
	return y, y.settle(ctx, org, crews[0])
}

// free is an address that nobody listens on.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// database makes an empty database on a server.
func database(ctx context.Context, server string) (string, error) {
	name := fmt.Sprintf("bench_%d", time.Now().UnixNano())
	return strings.Replace(server, "/postgres?", "/"+name+"?", 1), onServer(ctx, server, "CREATE DATABASE "+name)
}

// clear takes the database away again; a folder goes with its parent.
func (y yard) clear(server string) error {
	if server == "" {
		return nil
	}
	u, err := url.Parse(y.config.Database)
	if err != nil {
		return err
	}
	return onServer(context.Background(), server, "DROP DATABASE "+strings.TrimPrefix(u.Path, "/")+" WITH (FORCE)")
}

func onServer(ctx context.Context, server, text string) error {
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, text)
	return errors.Join(err, c.Close(ctx))
}

func people(ctx context.Context, a *app.App) (org tatm.OrgID, crews []bulk.Crew, err error) {
	if org, err = a.Found(ctx, "Bench County", "UTC"); err != nil {
		return org, nil, err
	}
	console := a.As(access.Actor{ID: "console", Org: org, Clock: true})
	for i := range teams {
		c := bulk.Crew{}
		if c.Team, err = console.AddTeam(ctx, fmt.Sprint("Team ", i), "county"); err != nil {
			return org, nil, err
		}
		if c.Chair, _, err = console.AddMember(ctx, app.NewMember{Login: fmt.Sprint("chair", i), Name: fmt.Sprint("Chair ", i)}); err != nil {
			return org, nil, err
		}
		crews = append(crews, c)
		if _, err = console.GiveSeat(ctx, c.Chair, tatm.Seat{Team: c.Team, Role: tatm.Chair}); err != nil {
			return org, nil, err
		}
	}
	// The first chair is who is signed in: two more teams for them.
	for _, c := range crews[1:3] {
		if _, err = console.GiveSeat(ctx, crews[0].Chair, tatm.Seat{Team: c.Team, Role: tatm.Core}); err != nil {
			return org, nil, err
		}
	}
	return org, crews, nil
}

// settle takes in the words of the caseload, makes the typical case and signs
// the first chair in.
func (y *yard) settle(ctx context.Context, org tatm.OrgID, c bulk.Crew) error {
	o, err := boot.Open(ctx, y.config, time.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	began := time.Now()
	if err := o.App.TakeWords(ctx); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "words taken in in %s\n", time.Since(began).Round(time.Second))
	desk := o.App.As(access.Actor{ID: c.Chair, Org: org, Seats: []tatm.Seat{{Team: c.Team, Role: tatm.Chair}}})
	y.title = "A typical case"
	if y.kase, err = typical(ctx, desk, c.Team, y.title); err != nil {
		return err
	}
	y.token, err = o.App.Persona(ctx, org, c.Chair)
	return err
}

// typical is a case of 20 entries on the timeline and 30 factors.
func typical(ctx context.Context, desk app.Desk, team tatm.TeamID, title string) (tatm.FileID, error) {
	made, err := desk.OpenCase(ctx, team, app.NewCase{Title: title, Subject: "Somebody", Charge: tatm.Charge{Next: "Look", By: time.Now().Add(time.Hour)}})
	if err != nil {
		return "", err
	}
	var seen []tatm.EntryID
	for i := range 19 { // and the stage the case begins with
		m, err := desk.AddObservation(ctx, made.File, tatm.Observation{Text: strings.Repeat("Something was seen by somebody. ", 8), How: tatm.SawOrHeard, Nature: tatm.Fact, Source: fmt.Sprint("witness ", i)}, app.Circumstance{})
		if err != nil {
			return "", err
		}
		seen = append(seen, m.Entry)
	}
	for i := range 30 {
		class := []tatm.FactorClass{tatm.RiskFactor, tatm.Protective}[i%2]
		k := tatm.Factor{Class: class, Own: fmt.Sprint("Factor ", i), Rating: tatm.Present, Observations: seen[i%len(seen) : i%len(seen)+1]}
		if _, err := desk.AddFactor(ctx, made.File, k, "", app.Circumstance{}); err != nil {
			return "", err
		}
	}
	return made.File, nil
}
