package cli

import (
	"context"
	"fmt"
	"os"

	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/upkeep"
)

type purgedCmd struct {
	List  purgedListCmd  `cmd:"" help:"Print the list of what was purged, to keep outside beside the backups."`
	Again purgedAgainCmd `cmd:"" help:"Purge what such a list names and an older backup brought back."`
}

type purgedListCmd struct {
	config.Config `embed:""`
}

func (c *purgedListCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = upkeep.Purged(ctx, o.DB, env.Out)
	return err
}

type purgedAgainCmd struct {
	config.Config `embed:""`
	File          string `arg:"" help:"The list." type:"existingfile"`
}

func (c *purgedAgainCmd) Run(ctx context.Context, env Env) error {
	list, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer list.Close()
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	n, err := upkeep.PurgeAgain(ctx, o.DB, list, env.Now())
	if err == nil {
		fmt.Fprintf(env.Out, "%d files were purged again.\n", n)
	}
	return err
}
