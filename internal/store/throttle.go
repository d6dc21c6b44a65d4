package store

import (
	"time"
)

// Throttle is how often something failed of late. Key is a hash.
type Throttle struct {
	Key   []byte
	Tries int64
	Since time.Time
	Until time.Time
}

// Throttle reads how often the thing of key failed.
func (t *Tx) Throttle(key []byte) (Throttle, error) {
	h := Throttle{Key: key}
	var since, until int64
	_, err := t.row(`SELECT tries, since, until_at FROM throttle WHERE key = $1`, []any{key}, &h.Tries, &since, &until)
	h.Since, h.Until = unstamp(since), unstamp(until)
	return h, wrap(err, "throttle")
}

// SaveThrottle keeps it.
func (t *Tx) SaveThrottle(h Throttle) error {
	_, err := t.exec(`INSERT INTO throttle (key, tries, since, until_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET tries = excluded.tries, since = excluded.since, until_at = excluded.until_at`, h.Key, h.Tries, stamp(h.Since), stamp(h.Until))
	return wrap(err, "throttle")
}

// Count counts one more of what key stands for, and says how many there were
// within the window. It is one statement, so that none is missed.
func (t *Tx) Count(key []byte, now time.Time, window time.Duration) (n int64, err error) {
	_, err = t.row(`INSERT INTO throttle (key, tries, since, until_at) VALUES ($1, 1, $2, 0)
 ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN throttle.since < $3 THEN 1 ELSE throttle.tries + 1 END, since = CASE WHEN throttle.since < $3 THEN excluded.since ELSE throttle.since END
 RETURNING tries`, []any{key, stamp(now), stamp(now.Add(-window))}, &n)
	return n, wrap(err, "count")
}

// SweepThrottles forgets what failed before the time given.
func (t *Tx) SweepThrottles(before time.Time) error {
	_, err := t.exec(`DELETE FROM throttle WHERE since < $1 AND until_at < $1`, stamp(before))
	return wrap(err, "throttles")
}
