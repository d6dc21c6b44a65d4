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

// minute is the name of the minute's work on the lease.
const minute = "minute"

// errTaken says that another server took the work over meanwhile.
var errTaken = errors.New("app: the minute's work was taken over by another server")

// turn is one server's turn at the minute's work. What it writes, it writes
// under the fencing number of its lease: a server that slept past the end of
// its lease writes nothing more.
type turn struct {
	*App
	fence int64
}

func (m turn) write(ctx context.Context, org tatm.OrgID, fn func(*store.Tx) error) error {
	return m.db.Write(ctx, org, func(tx *store.Tx) error {
		mine, err := tx.Fenced(minute, m.fence)
		if err == nil && !mine {
			err = errTaken
		}
		if err != nil {
			return err
		}
		return fn(tx)
	})
}

// Minute does what is due each minute, on one server at a time: tripwires on
// silence, the digest of yesterday's views, checkpoints of the audit, sweeping.
func (a *App) Minute(ctx context.Context, holder string) error {
	m, mine, err := a.take(ctx, holder)
	if err != nil || !mine {
		return err
	}
	orgs, err := a.Orgs(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, o := range orgs {
		desk := a.As(access.Actor{ID: "clock", Org: o.ID, Clock: true})
		errs = append(errs, a.silences(ctx, desk), a.climbs(ctx, desk), a.handOvers(ctx, o.ID), m.views(ctx, o.ID), m.checkpoint(ctx, o.ID))
	}
	return errors.Join(append(errs, m.sweep(ctx), m.sweepStaged(ctx))...)
}

// take takes the minute's work, if nobody else has it.
func (a *App) take(ctx context.Context, holder string) (m turn, mine bool, err error) {
	now := a.Now()
	m.App = a
	err = a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		m.fence, mine, err = tx.Lease(minute, holder, now, now.Add(leaseLasts))
		return err
	})
	return m, mine, err
}

// viewsSettle is how long after midnight the counts of views may still come in
// from servers that were busy.
const viewsSettle = time.Hour

// views digests the views of days that are over.
func (m turn) views(ctx context.Context, org tatm.OrgID) error {
	now := m.Now()
	return m.write(ctx, org, func(tx *store.Tx) error {
		return tx.CloseViews(org, now.Add(-viewsSettle).Unix()/86400, now)
	})
}

// silences raises the tripwires on silence whose time has run out. Each raise
// looks again inside its own transaction, so two servers raise one once.
func (a *App) silences(ctx context.Context, desk Desk) error {
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

// seatsLookBack is how far back a seat that ran out is looked for: longer than
// any stop of the server for its upkeep.
const seatsLookBack = 7 * 24 * time.Hour

// handOvers gives away the cases of people whose seats ran out by themselves.
func (a *App) handOvers(ctx context.Context, org tatm.OrgID) error {
	now, desk := a.Now(), a.As(access.Actor{ID: "clock", Org: org, Clock: true})
	var gone []tatm.ActorID
	err := a.db.Read(ctx, org, func(tx *store.Tx) (err error) {
		gone, err = tx.SeatsEnded(org, now.Add(-seatsLookBack), now)
		return err
	})
	errs := []error{err}
	for _, who := range gone {
		errs = append(errs, desk.HandOver(ctx, who))
	}
	return errors.Join(errs...)
}

// checkpoint signs the size and root of the organisation's audit, if it grew.
func (m turn) checkpoint(ctx context.Context, org tatm.OrgID) error {
	signer, err := m.keys.Signer()
	if err != nil {
		return err
	}
	now := m.Now()
	return m.write(ctx, org, func(tx *store.Tx) error {
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

func (m turn) sweep(ctx context.Context) error {
	now := m.Now()
	return m.write(ctx, store.Everywhere, func(tx *store.Tx) error {
		return errors.Join(tx.SweepSessions(now.Add(-authn.SessionIdle)), tx.SweepThrottles(now.Add(-time.Hour)), tx.ForgetOnce(now.Add(-onceKept)), tx.EndReceipts(now.Add(-receiptLasts)))
	})
}

// stagedKept is how long an upload that no entry took waits for its form to be
// sent again.
const stagedKept = 24 * time.Hour

// sweepsMost bounds the steps of one minute: a large leftover goes over several
// minutes, and no writer waits for it.
const sweepsMost = 100

// sweepStaged deletes uploads that broke off or that nobody took.
func (m turn) sweepStaged(ctx context.Context) error {
	before, more := m.Now().Add(-stagedKept), true
	for range sweepsMost {
		err := m.write(ctx, store.Everywhere, func(tx *store.Tx) (err error) {
			more, err = tx.SweepStaged(before)
			return err
		})
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// scrub finishes a purge: chunks of attachments, the database's own files, the
// people in memory. What it does not finish the minute's work does.
func (a *App) scrub(ctx context.Context, org tatm.OrgID) error {
	for more := true; more; {
		err := a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) (err error) {
			more, err = tx.SweepStaged(time.UnixMicro(1))
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := a.db.Scrub(ctx); err != nil {
		return err
	}
	return a.db.Read(ctx, org, func(tx *store.Tx) error {
		_, err := a.onFile.current(tx, org, true)
		return err
	})
}

// Recall takes everybody on file into memory, so that the first question after
// a start waits for nobody, least of all one that is asked within a write.
func (a *App) Recall(ctx context.Context) error {
	return a.db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		orgs, err := tx.Orgs()
		for _, org := range orgs {
			if _, failed := a.onFile.current(tx, org.ID, true); failed != nil {
				err = errors.Join(err, failed)
			}
		}
		return err
	})
}

// SweepPairs goes on looking for files that may be one person's, from where it
// stopped: through the people whom the audit names since.
func (a *App) SweepPairs(ctx context.Context) error {
	orgs, err := a.Orgs(ctx)
	errs := []error{err}
	for _, o := range orgs {
		errs = append(errs, a.sweepPairs(ctx, o.ID))
	}
	return errors.Join(errs...)
}

func (a *App) sweepPairs(ctx context.Context, org tatm.OrgID) error {
	var from, to int64
	var gone []tatm.FileID
	var known *roll
	var teams []store.Team
	var files []tatm.File
	err := a.db.Read(ctx, org, func(tx *store.Tx) (err error) {
		if from, err = tx.Swept(org); err != nil {
			return err
		}
		size, err := tx.AuditSize(org)
		if err != nil {
			return err
		}
		if teams, err = tx.Teams(org); err != nil {
			return err
		}
		if to = min(from+max(1, sweepSearches/int64(max(1, len(teams)))), size); to <= from {
			return err
		}
		if gone, err = tx.GoneSince(org, from); err != nil {
			return err
		}
		if known, err = a.onFile.current(tx, org, true); err != nil {
			return err
		}
		files = nil
		return tx.OnFileBetween(org, from, to, func(f tatm.File) error {
			files = append(files, f)
			return nil
		})
	})
	if err != nil || to <= from {
		return err
	}
	// Searched outside the transaction: SQLite cannot cut its log back while
	// somebody reads, and whoever writes would wait.
	pairs := map[tatm.FileID][]store.Pair{}
	for _, f := range files {
		pairs[f.ID] = known.pairs(f, teams)
	}
	now := a.Now()
	return a.db.Write(ctx, org, func(tx *store.Tx) error {
		fresh, err := tx.SetSwept(org, from, to)
		if err != nil || !fresh {
			return err
		}
		if err := tx.PairsGone(org, gone...); err != nil {
			return err
		}
		for id, ps := range pairs {
			for i := range ps {
				ps[i].At = now
			}
			if err := tx.SetPairs(org, id, ps); err != nil {
				return err
			}
		}
		return nil
	})
}
