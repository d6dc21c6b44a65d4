package store

import (
	"time"

	"offramp/internal/tatm"
)

// Once claims an idempotency key for this transaction. It reports the result
// of an earlier use, if there was one: the caller then does nothing and gives
// that answer again.
func (t *Tx) Once(org tatm.OrgID, key string, now time.Time) (result string, again bool, err error) {
	n, err := t.exec(`INSERT INTO once (org, key, at, result) VALUES ($1, $2, $3, '') ON CONFLICT (org, key) DO NOTHING`, org, key, stamp(now))
	if err != nil || n == 1 {
		return "", false, wrap(err, "idempotency key")
	}
	_, err = t.row(`SELECT result FROM once WHERE org = $1 AND key = $2`, []any{org, key}, &result)
	return result, true, wrap(err, "idempotency key")
}

// Answered reports whether the work of a key was done.
func (t *Tx) Answered(org tatm.OrgID, key string) (bool, error) {
	var one int
	found, err := t.row(`SELECT 1 FROM once WHERE org = $1 AND key = $2`, []any{org, key}, &one)
	return found, wrap(err, "idempotency key")
}

// Answer keeps the result of the work that claimed the key.
func (t *Tx) Answer(org tatm.OrgID, key, result string) error {
	_, err := t.exec(`UPDATE once SET result = $3 WHERE org = $1 AND key = $2`, org, key, result)
	return wrap(err, "idempotency key")
}

// ForgetOnce drops keys claimed before the time given. Those of imports stay:
// a list may be imported again after a year.
func (t *Tx) ForgetOnce(before time.Time) error {
	_, err := t.exec(`DELETE FROM once WHERE at < $1 AND key NOT LIKE '% import %'`, stamp(before))
	return wrap(err, "old idempotency keys")
}

// Lease gives holder the named work until the time given, with a fencing
// number that only grows. It reports false while somebody else holds it.
func (t *Tx) Lease(name, holder string, now, until time.Time) (fence int64, got bool, err error) {
	_, err = t.exec(`INSERT INTO lease (name, holder, fence, until_at) VALUES ($1, '', 0, 0) ON CONFLICT (name) DO NOTHING`, name)
	if err != nil {
		return 0, false, wrap(err, "lease %s", name)
	}
	got, err = t.row(`UPDATE lease SET holder = $2, until_at = $4, fence = fence + CASE WHEN holder = $2 THEN 0 ELSE 1 END
		WHERE name = $1 AND (holder = $2 OR until_at <= $3) RETURNING fence`, []any{name, holder, stamp(now), stamp(until)}, &fence)
	return fence, got, wrap(err, "lease %s", name)
}

// Fenced reports whether fence is still the number of the named lease: work
// done under an older one must not be written.
func (t *Tx) Fenced(name string, fence int64) (bool, error) {
	var now int64
	_, err := t.row(`SELECT fence FROM lease WHERE name = $1`+t.db.engine.lock, []any{name}, &now)
	return now == fence, wrap(err, "lease %s", name)
}
