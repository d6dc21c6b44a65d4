package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	signed "golang.org/x/mod/sumdb/note"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// wordsMost is how many files' words one round takes in: few enough that a
// writer never waits long for it.
const wordsMost = 200

// TakeWords takes in search words that wait.
func (a *App) TakeWords(ctx context.Context) error {
	for {
		n, err := a.db.TakeWords(ctx, wordsMost)
		if err != nil || n < wordsMost {
			return err
		}
	}
}

// FlushViews writes the counted repeats of views.
func (a *App) FlushViews(ctx context.Context) error { return a.db.Flush(ctx) }

// leaseLasts is longer than the longest minute's work.
const leaseLasts = 3 * time.Minute

// Minute does what is due each minute, on one server at a time: tripwires on
// silence, checkpoints of the audit, sweeping.
func (a *App) Minute(ctx context.Context, holder string) error {
	now := a.Now()
	var mine bool
	err := a.db.Write(ctx, func(tx *store.Tx) (err error) {
		_, mine, err = tx.Lease("minute", holder, now, now.Add(leaseLasts))
		return err
	})
	if err != nil || !mine {
		return err
	}
	orgs, err := a.Orgs(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, o := range orgs {
		errs = append(errs, a.silences(ctx, o.ID), a.checkpoint(ctx, o.ID))
	}
	return errors.Join(append(errs, a.sweep(ctx))...)
}

// silences raises the tripwires on silence whose time has run out. Each raise
// looks again inside its own transaction, so two servers raise one once.
func (a *App) silences(ctx context.Context, org tatm.OrgID) error {
	desk := a.As(access.Actor{ID: "clock", Org: org, Clock: true})
	due, err := desk.Silences(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for id, file := range due {
		_, err := desk.FireSilence(ctx, file, id)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// checkpoint signs the size and root of the organisation's audit, if it grew.
func (a *App) checkpoint(ctx context.Context, org tatm.OrgID) error {
	signer, err := a.keys.Signer()
	if err != nil {
		return err
	}
	now := a.Now()
	return a.db.Write(ctx, func(tx *store.Tx) error {
		tree, err := tx.Tree(org)
		if err != nil || tree.Size == 0 {
			return err
		}
		msg, err := signed.Sign(&signed.Note{Text: CheckpointText(tree)}, signer)
		if err != nil {
			return err
		}
		return tx.KeepCheckpoint(org, store.Checkpoint{N: tree.Size, At: now, Note: string(msg)})
	})
}

// CheckpointText is what a checkpoint signs.
func CheckpointText(t store.Tree) string {
	return fmt.Sprintf("offramp audit\n%s\n%d\n%s\n", t.Org, t.Size, t.Root)
}

// onceKept is how long an idempotency key is remembered.
const onceKept = 7 * 24 * time.Hour

// receiptLasts is how long a reporter can look back after a report was closed.
const receiptLasts = 90 * 24 * time.Hour

func (a *App) sweep(ctx context.Context) error {
	now := a.Now()
	return a.db.Write(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.SweepSessions(now.Add(-authn.SessionIdle)), tx.SweepThrottles(now.Add(-time.Hour)), tx.ForgetOnce(now.Add(-onceKept)), tx.EndReceipts(now.Add(-receiptLasts)))
	})
}
