package store

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/tatm"
)

// Line is one line of the audit. It holds identifiers and states, never what a
// person wrote: the runner builds Facts from typed values only.
type Line struct {
	N       int64        `json:"n"`
	At      int64        `json:"at"` // microseconds UTC
	Actor   tatm.ActorID `json:"actor"`
	Op      string       `json:"op"`
	File    tatm.FileID  `json:"file,omitempty"`
	Outcome string       `json:"outcome"` // done, refused
	Facts   string       `json:"facts,omitempty"`
	Digests string       `json:"digests,omitempty"` // hex SHA-256 of each sealed entry written
}

// The outcomes of a line.
const (
	Done    = "done"
	Refused = "refused"
)

// Leaf is the hash of the line in the tree.
func (l Line) Leaf() tlog.Hash {
	b, err := json.Marshal(l)
	if err != nil {
		panic("store: an audit line is plain data: " + err.Error())
	}
	return tlog.RecordHash(b)
}

// Append adds a line to the organisation's tree. It locks the head of the tree
// until the commit, so the runner calls it last.
func (t *Tx) Append(org tatm.OrgID, l Line, digests []Digest) error {
	var edge []byte
	found, err := t.row(`SELECT n, edge FROM audit_head WHERE org = $1`+t.db.engine.lock, []any{org}, &l.N, &edge)
	if err == nil && !found {
		err = fmt.Errorf("no organisation %s", org)
	}
	if err != nil {
		return wrap(err, "audit")
	}
	raw := make([]byte, 0, len(digests)*len(Digest{}))
	for _, d := range digests {
		raw = append(raw, d[:]...)
	}
	l.Digests = hex.EncodeToString(raw)
	leaf := l.Leaf()
	edge, err = grow(l.N, edge, leaf)
	if err != nil {
		return wrap(err, "audit")
	}
	_, err = t.exec(`INSERT INTO audit (org, n, at, actor, op, file, outcome, facts, digests, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		org, l.N, l.At, l.Actor, l.Op, l.File, l.Outcome, l.Facts, raw, leaf[:])
	if err != nil {
		return wrap(err, "audit")
	}
	_, err = t.exec(`UPDATE audit_head SET n = $2, edge = $3 WHERE org = $1`, org, l.N+1, edge)
	return wrap(err, "audit")
}

// edgeIndexes are the places, in tlog's storage order, of the hashes on the
// right edge of a tree of n leaves: all that is needed to append and to give
// the root, so inner nodes are not stored.
func edgeIndexes(n int64) []int64 {
	var ix []int64
	for l := 0; n>>l > 0; l++ {
		if (n>>l)&1 == 1 {
			ix = append(ix, tlog.StoredHashIndex(l, n>>l-1))
		}
	}
	return ix
}

// edgeHashes reads the hashes that edge holds.
func edgeHashes(n int64, edge []byte) (map[int64]tlog.Hash, error) {
	ix := edgeIndexes(n)
	if len(edge) != len(ix)*tlog.HashSize {
		return nil, fmt.Errorf("the edge of the tree has %d bytes for %d lines", len(edge), n)
	}
	m := make(map[int64]tlog.Hash, len(ix))
	for i, x := range ix {
		m[x] = tlog.Hash(edge[i*tlog.HashSize:])
	}
	return m, nil
}

func reader(m map[int64]tlog.Hash) tlog.HashReader {
	return tlog.HashReaderFunc(func(ix []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(ix))
		for i, x := range ix {
			h, ok := m[x]
			if !ok {
				return nil, fmt.Errorf("no hash at %d", x)
			}
			out[i] = h
		}
		return out, nil
	})
}

// grow returns the edge after leaf has been added to a tree of n leaves.
func grow(n int64, edge []byte, leaf tlog.Hash) ([]byte, error) {
	m, err := edgeHashes(n, edge)
	if err != nil {
		return nil, err
	}
	hashes, err := tlog.StoredHashesForRecordHash(n, leaf, reader(m))
	if err != nil {
		return nil, err
	}
	at := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		m[at+int64(i)] = h
	}
	out := make([]byte, 0, len(edge)+tlog.HashSize)
	for _, x := range edgeIndexes(n + 1) {
		h := m[x]
		out = append(out, h[:]...)
	}
	return out, nil
}

// Tree is the audit's size and root hash at one moment.
type Tree struct {
	Org  tatm.OrgID
	Size int64
	Root tlog.Hash
}

// Tree returns the size and root of the organisation's audit.
func (t *Tx) Tree(org tatm.OrgID) (Tree, error) {
	var edge []byte
	tree := Tree{Org: org}
	found, err := t.row(`SELECT n, edge FROM audit_head WHERE org = $1`, []any{org}, &tree.Size, &edge)
	if err != nil || !found {
		return tree, wrap(err, "audit head of %s", org)
	}
	m, err := edgeHashes(tree.Size, edge)
	if err == nil {
		tree.Root, err = tlog.TreeHash(tree.Size, reader(m))
	}
	return tree, wrap(err, "audit root of %s", org)
}

// Lines calls each for every line of the organisation's audit from number
// from on, in order, until it returns false.
func (t *Tx) Lines(org tatm.OrgID, from int64, each func(Line, tlog.Hash) bool) error {
	rows, err := t.rows(`SELECT n, at, actor, op, file, outcome, facts, digests, leaf FROM audit WHERE org = $1 AND n >= $2 ORDER BY n`, org, from)
	if err != nil {
		return wrap(err, "audit lines")
	}
	defer rows.Close()
	for rows.Next() {
		l, leaf, err := scanLine(rows)
		if err != nil {
			return wrap(err, "audit line")
		}
		if !each(l, leaf) {
			return nil
		}
	}
	return rows.Err()
}

func scanLine(rows *sql.Rows) (Line, tlog.Hash, error) {
	var l Line
	var digests, leaf []byte
	var h tlog.Hash
	err := rows.Scan(&l.N, &l.At, &l.Actor, &l.Op, &l.File, &l.Outcome, &l.Facts, &digests, &leaf)
	if err == nil && len(leaf) != tlog.HashSize {
		return l, h, nil // a damaged leaf: the zero hash never matches
	}
	copy(h[:], leaf)
	l.Digests = hex.EncodeToString(digests)
	return l, h, err
}

// Checkpoint is a signed note of the tree's size and root at a moment.
type Checkpoint struct {
	N    int64
	At   time.Time
	Note string
}

// KeepCheckpoint stores a signed checkpoint.
func (t *Tx) KeepCheckpoint(org tatm.OrgID, c Checkpoint) error {
	_, err := t.exec(`INSERT INTO checkpoint (org, n, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (org, n) DO NOTHING`, org, c.N, stamp(c.At), c.Note)
	return wrap(err, "checkpoint")
}

// Checkpoints returns the organisation's checkpoints, oldest first.
func (t *Tx) Checkpoints(org tatm.OrgID) ([]Checkpoint, error) {
	var out []Checkpoint
	err := t.each(`SELECT n, at, note FROM checkpoint WHERE org = $1 ORDER BY n`, []any{org}, func(rows *sql.Rows) error {
		var c Checkpoint
		var at int64
		err := rows.Scan(&c.N, &at, &c.Note)
		c.At = unstamp(at)
		out = append(out, c)
		return err
	})
	return out, wrap(err, "checkpoints")
}

// LinesOf lists the lines about one file, newest first, before number before
// (0: from the newest).
func (t *Tx) LinesOf(org tatm.OrgID, file tatm.FileID, before int64, limit int) ([]Line, error) {
	return t.lines(`file = $2`, org, string(file), before, limit)
}

// LatestLines lists lines of the organisation's audit, newest first.
func (t *Tx) LatestLines(org tatm.OrgID, before int64, limit int) ([]Line, error) {
	return t.lines(`$2 = ''`, org, "", before, limit)
}

func (t *Tx) lines(cond string, org tatm.OrgID, of string, before int64, limit int) ([]Line, error) {
	if before <= 0 {
		before = 1<<62 - 1
	}
	var out []Line
	err := t.each(`SELECT n, at, actor, op, file, outcome, facts, digests, leaf FROM audit WHERE org = $1 AND `+cond+` AND n < $3 ORDER BY n DESC LIMIT $4`,
		[]any{org, of, before, limit}, func(rows *sql.Rows) error {
			l, _, err := scanLine(rows)
			out = append(out, l)
			return err
		})
	return out, wrap(err, "audit lines")
}
