package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/intake"
	"offramp/internal/tatm"
)

type importCmd struct {
	Reports importReportsCmd `cmd:"" help:"Take reports from a spreadsheet saved as CSV."`
	Cases   importCasesCmd   `cmd:"" help:"Take an open caseload from a spreadsheet saved as CSV."`
}

// importing is what both imports ask for.
type importing struct {
	config.Config `embed:""`
	File          string `arg:"" help:"The CSV file." type:"existingfile"`
	As            string `help:"Login of the person who imports: their seat decides what is allowed." required:""`
	Team          string `help:"Name of the team; the first one otherwise."`
	Map           string `help:"JSON file that maps what we read to the file's headers." type:"existingfile"`
	Bad           string `help:"Where the rows that could not be taken go." type:"path"`
	JSON          bool   `help:"Print the summary as JSON."`
}

type importReportsCmd struct{ importing }

// Run takes the reports of a file.
func (c *importReportsCmd) Run(ctx context.Context, env Env) error {
	return c.run(ctx, env, func(d app.Desk, p place, in io.Reader, cols intake.Columns, bad io.Writer) (intake.Summary, error) {
		return intake.Reports(ctx, d, p.team, p.zone, in, cols, bad)
	})
}

type importCasesCmd struct{ importing }

// Run takes the cases of a file.
func (c *importCasesCmd) Run(ctx context.Context, env Env) error {
	return c.run(ctx, env, func(d app.Desk, p place, in io.Reader, cols intake.Columns, bad io.Writer) (intake.Summary, error) {
		return intake.Cases(ctx, d, p.team, p.zone, p.owners, in, cols, bad)
	})
}

// place is where the rows go.
type place struct {
	team   tatm.TeamID
	zone   *time.Location
	owners map[string]tatm.ActorID
}

func (c *importing) run(ctx context.Context, env Env, take func(app.Desk, place, io.Reader, intake.Columns, io.Writer) (intake.Summary, error)) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	desk, p, err := c.find(ctx, o)
	if err != nil {
		return err
	}
	var cols intake.Columns
	if c.Map != "" {
		b, err := os.ReadFile(c.Map)
		if err == nil {
			err = json.Unmarshal(b, &cols)
		}
		if err != nil {
			return fault.New(fault.Invalid, "import.map", c.Map)
		}
	}
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Bad == "" {
		c.Bad = strings.TrimSuffix(c.File, ".csv") + ".bad.csv"
	}
	bad, err := os.OpenFile(c.Bad, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer bad.Close()
	from := io.Reader(in)
	if !c.JSON {
		from = counted(env, "Reading, KiB", in)
	}
	sum, err := take(desk, p, from, cols, bad)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(env.Out).Encode(sum)
	} else {
		fmt.Fprintf(env.Out, "%d rows: %d taken, %d were here already, %d could not be taken.\n", sum.Rows, sum.Taken, sum.Again, sum.Bad)
	}
	if err == nil && sum.Bad > 0 {
		fmt.Fprintf(env.Err, "The rows that could not be taken are in %s, each with its line and the reason.\n", c.Bad)
		err = errFound
	}
	return err
}

// find finds who imports, the team and the accounts that a list may name.
func (c *importing) find(ctx context.Context, o *boot.Opened) (app.Desk, place, error) {
	orgs, err := o.App.Orgs(ctx)
	if err != nil || len(orgs) == 0 {
		return app.Desk{}, place{}, fault.New(fault.NotFound, "record.absent")
	}
	console := o.App.As(access.Actor{ID: "console", Org: orgs[0].ID, Seats: []tatm.Seat{{Role: tatm.Administrator}}})
	v, err := console.SeeOffice(ctx)
	if err != nil {
		return app.Desk{}, place{}, err
	}
	p := place{owners: map[string]tatm.ActorID{}}
	if p.zone, err = time.LoadLocation(orgs[0].Zone); err != nil {
		return app.Desk{}, place{}, err
	}
	who := access.Actor{Org: orgs[0].ID}
	for _, m := range v.Members {
		p.owners[strings.ToLower(m.Login)], p.owners[strings.ToLower(m.Name)] = m.ID, m.ID
		if m.Login == strings.ToLower(c.As) && m.Disabled.IsZero() {
			who.ID = m.ID
		}
	}
	for _, s := range v.Seats {
		if s.Actor == who.ID {
			who.Seats = append(who.Seats, s.Seat)
		}
	}
	for _, t := range v.Teams {
		if c.Team == "" && p.team == "" || t.Name == c.Team {
			p.team = t.ID
		}
	}
	if who.ID == "" || p.team == "" {
		return app.Desk{}, place{}, fault.New(fault.Invalid, "import.who")
	}
	return o.App.As(who), p, nil
}
