package boot

import (
	"context"
	"log/slog"
	"net"

	"offramp/internal/config"
	"offramp/internal/mailin"
	"offramp/internal/tatm"
)

// mailIn takes mail in where the set-up asks for it: from a folder, and from a
// mail server on this machine.
func mailIn(ctx context.Context, c config.Config, o *Opened, org tatm.OrgID, log *slog.Logger, failed chan<- error) error {
	if c.MailFolder != "" {
		go mailin.Box{App: o.App, Org: org, Dir: c.MailFolder, Most: o.App.AttachmentMost(), Log: log}.Watch(ctx)
	}
	if c.MailIn == "" {
		return nil
	}
	l, err := net.Listen("tcp", c.MailIn)
	if err != nil {
		return err
	}
	go func() {
		if err := mailin.Serve(ctx, mailin.Server(o.App, org, o.App.AttachmentMost(), log), l); err != nil {
			failed <- err
		}
	}()
	return nil
}
