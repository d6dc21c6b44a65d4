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
	"offramp/internal/letter"
	"offramp/internal/locale"
)

// beats are how often each round is made.
const (
	quick  = time.Second
	steady = 5 * time.Second
	slow   = time.Minute
)

// Post is how notices leave the house, if at all.
type Post struct {
	Couriers []letter.Courier
	Desk     string // address of the desk, to name in a notice
	Portal   string // address of the portal, to name to a reporter
}

// words are those of a letter: a code's text and the address of the desk.
func (p Post) words(lang, kind string) (subject, text string) {
	if kind == "answer-waits" { // to a reporter, who knows no desk and whose mail others may read
		return locale.Text(lang, "letter."+kind), locale.Text(lang, "letter.reporter-text", p.Portal)
	}
	return locale.Text(lang, "letter."+kind), locale.Text(lang, "letter.text", locale.Text(lang, "letter."+kind), p.Desk)
}

// Run makes the rounds until ctx ends. holder names this server.
func Run(ctx context.Context, a *app.App, post Post, holder string, log *slog.Logger) {
	fast, mail, calm := time.NewTicker(quick), time.NewTicker(steady), time.NewTicker(slow)
	defer mail.Stop()
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
		case <-mail.C:
			told(log, "pairs", a.SweepPairs(ctx))
			if len(post.Couriers) > 0 {
				told(log, "letters", a.Deliver(ctx, holder, post.Couriers, post.words))
			}
		}
	}
}

// told logs a failure; the next round tries again.
func told(log *slog.Logger, what string, err error) {
	if err != nil {
		log.Error("round failed", "round", what, "error", err.Error())
	}
}
