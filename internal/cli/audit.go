package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/upkeep"
)

type auditCmd struct {
	Verify verifyCmd `cmd:"" help:"Hold every line and entry against the tree and its signed checkpoints."`
	Point  pointCmd  `cmd:"" name:"checkpoint" help:"Print the newest signed checkpoint, to keep outside."`
}

type verifyCmd struct {
	config.Config `embed:""`
	Checkpoint    []string `help:"A checkpoint kept outside; may be given again." type:"existingfile"`
	JSON          bool     `help:"Print the verdict as JSON."`
}

func (c *verifyCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	var outside []string
	for _, path := range c.Checkpoint {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		outside = append(outside, string(b))
	}
	v, err := upkeep.Verify(ctx, o.DB, o.Keys, outside)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(env.Out).Encode(v); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(env.Out, "%d lines, %d entries, %d checkpoints.\n", v.Lines, v.Entries, v.Checkpoints)
		for _, f := range v.Findings {
			fmt.Fprintf(env.Out, "line %d: %s\n", f.Line, f.What)
		}
		if len(v.Findings) == 0 {
			fmt.Fprintln(env.Out, "Nothing was changed outside the program.")
		}
	}
	if len(v.Findings) > 0 {
		return errFound
	}
	return nil
}

type pointCmd struct {
	config.Config `embed:""`
}

func (c *pointCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	orgs, err := o.App.Orgs(ctx)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		text, err := upkeep.Checkpoint(ctx, o.DB, org.ID)
		if err != nil {
			return err
		}
		fmt.Fprint(env.Out, text)
	}
	return nil
}
