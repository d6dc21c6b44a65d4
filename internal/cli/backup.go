package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/upkeep"
)

type backupCmd struct {
	config.Config `embed:""`
	File          string `arg:"" help:"The file to write; it must not exist." type:"path"`
}

// Run writes the backup beside its name and renames it when it is whole.
func (c *backupCmd) Run(ctx context.Context, env Env) error {
	o, err := boot.Open(ctx, c.Config, env.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	if _, err := os.Stat(c.File); err == nil {
		return fault.New(fault.Conflict, "backup.exists", c.File)
	}
	part := c.File + ".part"
	w, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	rows, err := upkeep.Backup(ctx, o.DB, o.Keys, env.Now(), w, progress(env, "Writing rows"))
	if err = errors.Join(err, w.Sync(), w.Close()); err == nil {
		err = os.Rename(part, c.File)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	fmt.Fprintf(env.Out, "%d rows are in %s. Only the recovery key opens it.\n", rows, c.File)
	return nil
}

type restoreCmd struct {
	config.Config `embed:""`
	File          string `arg:"" help:"The backup." type:"existingfile"`
	Recovery      string `help:"File that holds the recovery key." required:"" type:"existingfile"`
}

func (c *restoreCmd) Run(ctx context.Context, env Env) error {
	key, err := os.ReadFile(c.Recovery)
	if err != nil {
		return err
	}
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := boot.Restore(ctx, c.Config, counted(env, "Restoring, KiB", in), strings.TrimSpace(string(key)))
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%d rows were restored. Search words follow when the server runs.\n", rows)
	return nil
}
