// Package rounds is what the program does by the clock: raising tripwires on
// silence, taking in search words, flushing counts of views, signing audit
// checkpoints, sweeping what has ended. Several servers on one database take
// turns by a lease with a fencing number.
package rounds

import (
	"context"
	"log/slog"
	"time"

	"offramp/internal/app"
)

// beats are how often each round is made.
const (
	quick = time.Second
	slow  = time.Minute
)

// Run makes the rounds until ctx ends. holder names this server.
func Run(ctx context.Context, a *app.App, holder string, log *slog.Logger) {
	fast, calm := time.NewTicker(quick), time.NewTicker(slow)
	defer fast.Stop()
	defer calm.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-fast.C:
			told(log, "words", a.TakeWords(ctx))
			told(log, "views", a.FlushViews(ctx))
		case <-calm.C:
			told(log, "minute", a.Minute(ctx, holder))
		}
	}
}

// told logs a failure; the next round tries again.
func told(log *slog.Logger, what string, err error) {
	if err != nil {
		log.Error("round failed", "round", what, "error", err.Error())
	}
}
