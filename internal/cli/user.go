package cli

import (
	"context"
	"fmt"

	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/tatm"
)

type userCmd struct {
	Add   userAddCmd   `cmd:"" help:"Add an account from the console, with a seat."`
	Reset userResetCmd `cmd:"" help:"Take password and second factors away and print a one-time secret, for somebody who lost them."`
}

type userAddCmd struct {
	config.Config `embed:""`
	Login         string `arg:"" help:"What the person types at sign-in."`
	Name          string `help:"The person's name." required:""`
	Role          string `help:"Role of the seat." default:"administrator" enum:"chair,deputy,core,affiliate,intake,records,approver,auditor,administrator"`
	Discipline    string `help:"Discipline of the seat, such as mental-health."`
}

func (c *userAddCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	org, err := found(ctx, env, o)
	if err != nil {
		return err
	}
	desk := clock(o, org)
	id, invite, err := desk.AddMember(ctx, app.NewMember{Login: c.Login, Name: c.Name})
	if err != nil {
		return err
	}
	seat := tatm.Seat{Role: tatm.Role(c.Role), Discipline: tatm.Discipline(c.Discipline)}
	if _, err := desk.GiveSeat(ctx, id, seat); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "Within 72 hours: /welcome?login=%s\nOne-time secret, shown once: %s\n", c.Login, invite)
	return nil
}

type userResetCmd struct {
	config.Config `embed:""`
	Login         string `arg:"" help:"What the person types at sign-in."`
}

func (c *userResetCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	org, who, err := o.App.Account(ctx, c.Login)
	if err != nil {
		return err
	}
	invite, err := clock(o, org).ChangeMember(ctx, who, "reset")
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "Within 72 hours: /welcome?login=%s\nOne-time secret, shown once: %s\n", c.Login, invite)
	return nil
}
