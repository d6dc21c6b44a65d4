package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"offramp/internal/tatm"
)

// Saw records that a person was shown a file on a day, before it is shown.
func (t *Tx) Saw(org tatm.OrgID, who tatm.ActorID, file tatm.FileID, now time.Time, times int64) error {
	day := now.Unix() / 86400
	_, err := t.exec(`INSERT INTO seen (org, actor, file, day, first, last, times) VALUES ($1, $2, $3, $4, $5, $5, $6)
		ON CONFLICT (org, actor, file, day) DO UPDATE SET last = $5, times = seen.times + $6`, org, who, file, day, stamp(now), times)
	return wrap(err, "view of %s", file)
}

// Stranger counts a refusal of somebody who is not signed in. They are counted
// by day and kind, not listed: else a flood would fill the log.
func (t *Tx) Stranger(org tatm.OrgID, what string, now time.Time) error {
	_, err := t.exec(`INSERT INTO stranger (org, day, what, times) VALUES ($1, $2, $3, 1) ON CONFLICT (org, day, what) DO UPDATE SET times = stranger.times + 1`,
		org, now.Unix()/86400, what)
	return wrap(err, "strangers")
}

// glance is one person's view of one file on one day.
type glance struct {
	org  tatm.OrgID
	who  tatm.ActorID
	file tatm.FileID
	day  int64
}

// Show records a view so that the page may follow. The first view of a file by
// a person on a day is on the disk before Show returns; further ones of that
// day are counted and written with the next Flush, so a crash may cost a count
// of repeats but never the fact that the person saw the file.
func (db *DB) Show(ctx context.Context, org tatm.OrgID, who tatm.ActorID, file tatm.FileID, now time.Time) error {
	v := glance{org, who, file, now.Unix() / 86400}
	if db.shown.again(v, now) {
		return nil
	}
	if err := db.Write(ctx, org, func(t *Tx) error { return t.Saw(org, who, file, now, 1) }); err != nil {
		return err
	}
	db.shown.first(v)
	return nil
}

// Flush writes the counted repeats of views.
func (db *DB) Flush(ctx context.Context) error {
	counts := db.shown.take()
	if len(counts) == 0 {
		return nil
	}
	return db.Write(ctx, Everywhere, func(t *Tx) error {
		for v, c := range counts {
			if err := t.Saw(v.org, v.who, v.file, c.last, c.times); err != nil {
				return err
			}
		}
		return nil
	})
}

// ViewDays lists the days from day from on, up to and without day until, on
// which somebody was shown a file.
func (t *Tx) ViewDays(org tatm.OrgID, from, until int64) ([]int64, error) {
	var out []int64
	err := t.each(`SELECT DISTINCT day FROM seen WHERE org = $1 AND day >= $2 AND day < $3 ORDER BY day`, []any{org, from, until}, func(rows *sql.Rows) error {
		var day int64
		err := rows.Scan(&day)
		out = append(out, day)
		return err
	})
	return out, wrap(err, "days of views")
}

// viewer is the part of the program that digests views; viewsOp is its line.
const (
	viewer  tatm.ActorID = "views"
	viewsOp string       = "view.digest"
)

// CloseViews digests each day before day until that has views and no line yet
// into one line of the audit, so that a view changed, removed or made up later
// is found.
func (t *Tx) CloseViews(org tatm.OrgID, until int64, now time.Time) error {
	var from int64
	last, err := t.lines(`actor = $2`, org, string(viewer), 0, 1)
	if err == nil && len(last) > 0 {
		from, _ = last[0].ViewDay()
		from++
	}
	if err != nil {
		return err
	}
	days, err := t.ViewDays(org, from, until)
	if err != nil {
		return err
	}
	for _, day := range days {
		d, n, err := t.DigestViews(org, day)
		if err != nil {
			return err
		}
		l := Line{At: now.UnixMicro(), Actor: viewer, Op: viewsOp, Outcome: Done, Facts: fmt.Sprintf("day=%d views=%d", day, n)}
		if err := t.Append(org, l, []Digest{d}); err != nil {
			return err
		}
	}
	return nil
}

// ViewDay is the day, in days since 1970, whose views the line digests. It
// reports false for any other line.
func (l Line) ViewDay() (day int64, ok bool) {
	var views int64
	n, _ := fmt.Sscanf(l.Facts, "day=%d views=%d", &day, &views)
	return day, n == 2 && l.Op == viewsOp && l.Actor == viewer
}

// DigestViews is the SHA-256 of all views of a day, and how many there are.
func (t *Tx) DigestViews(org tatm.OrgID, day int64) (d Digest, n int64, err error) {
	var lines []string
	err = t.each(`SELECT actor, file, first, last, times FROM seen WHERE org = $1 AND day = $2`, []any{org, day}, func(rows *sql.Rows) error {
		var actor, file string
		var first, last, times int64
		err := rows.Scan(&actor, &file, &first, &last, &times)
		lines = append(lines, fmt.Sprintf("%s %s %d %d %d\n", actor, file, first, last, times))
		return err
	})
	slices.Sort(lines) // not by the engine: each sorts text in its own way
	return sha256.Sum256([]byte(strings.Join(lines, ""))), int64(len(lines)), wrap(err, "views of a day")
}

// View is who saw a file on a day, from when to when and how often.
type View struct {
	Actor       tatm.ActorID
	First, Last time.Time
	Times       int64
}

// ViewsOf lists who saw a file, last first.
func (t *Tx) ViewsOf(org tatm.OrgID, file tatm.FileID, limit int) ([]View, error) {
	var out []View
	err := t.each(`SELECT actor, first, last, times FROM seen WHERE org = $1 AND file = $2 ORDER BY last DESC LIMIT $3`, []any{org, file, limit}, func(rows *sql.Rows) error {
		var v View
		var first, last int64
		err := rows.Scan(&v.Actor, &first, &last, &v.Times)
		v.First, v.Last = unstamp(first), unstamp(last)
		out = append(out, v)
		return err
	})
	return out, wrap(err, "views of %s", file)
}
