// Package upkeep is what an operator does with the database as a whole: verify
// the audit, make derived rows anew. It has no actor and never shows content.
package upkeep

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/vault"
)

// Finding is something a verification found wrong.
type Finding struct {
	Org  tatm.OrgID `json:"org"`
	Line int64      `json:"line"` // -1: the tree as a whole
	What string     `json:"what"`
}

// Verdict is what a verification saw.
type Verdict struct {
	Lines       int64     `json:"lines"`
	Checkpoints int       `json:"checkpoints"`
	Entries     int64     `json:"entries"`
	Blobs       int64     `json:"blobs"`
	Findings    []Finding `json:"findings"`
}

// Verify holds every line of the audit against its leaf, the leaves against
// the head of the tree and every signed checkpoint, the ones given from
// outside too, every entry against the digest that its line carries, and the
// sealed bytes of every attachment against the sum that its entry names.
func Verify(ctx context.Context, db *store.DB, keys *seal.Keys, outside []string) (Verdict, error) {
	var v Verdict
	err := db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		v = Verdict{}
		orgs, err := tx.Orgs()
		if err != nil {
			return err
		}
		for _, o := range orgs {
			if err := v.org(tx, keys, o.ID, outside); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

func (v *Verdict) bad(org tatm.OrgID, line int64, format string, args ...any) {
	v.Findings = append(v.Findings, Finding{org, line, fmt.Sprintf(format, args...)})
}

func (v *Verdict) org(tx *store.Tx, keys *seal.Keys, org tatm.OrgID, outside []string) error {
	points, err := v.points(tx, keys, org, outside)
	if err != nil {
		return err
	}
	roots := map[int64]tlog.Hash{}
	hashes := map[int64]tlog.Hash{}
	read := tlog.HashReaderFunc(func(ix []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(ix))
		for i, x := range ix {
			out[i] = hashes[x]
		}
		return out, nil
	})
	next, digests, days := int64(0), map[string]tatm.FileID{}, map[int64]store.Line{}
	purged := map[tatm.FileID]bool{}
	err = tx.Lines(org, 0, func(l store.Line, leaf tlog.Hash) bool {
		if l.N != next {
			v.bad(org, next, "line is missing: the next one is %d", l.N)
			return false
		}
		if l.Leaf() != leaf {
			v.bad(org, l.N, "line does not match its leaf")
		}
		if day, is := l.ViewDay(); is {
			days[day] = l
		}
		for d := l.Digests; len(d) >= 64; d = d[64:] {
			digests[d[:64]] = l.File
		}
		if l.Purges() {
			purged[l.File] = true
		}
		stored, e := tlog.StoredHashesForRecordHash(l.N, leaf, read)
		if e != nil {
			v.bad(org, l.N, "tree cannot be built: %v", e)
			return false
		}
		at := tlog.StoredHashIndex(0, l.N)
		for i, h := range stored {
			hashes[at+int64(i)] = h
		}
		next++
		if _, asked := points[next]; asked {
			roots[next], _ = tlog.TreeHash(next, read)
		}
		return true
	})
	if err != nil {
		return err
	}
	v.Lines += next
	tree, err := tx.Tree(org)
	if err != nil {
		v.bad(org, -1, "the head of the tree is damaged")
		return nil
	}
	root, _ := tlog.TreeHash(next, read)
	if tree.Size != next || tree.Root != root {
		v.bad(org, -1, "the head of the tree says %d lines, the lines give %d", tree.Size, next)
	}
	for n, want := range points {
		if got, ok := roots[n]; !ok || got != want {
			v.bad(org, -1, "a checkpoint of %d lines does not fit what is there", n)
		}
	}
	if err := v.views(tx, org, days); err != nil {
		return err
	}
	if err := v.entries(tx, org, digests, purged); err != nil {
		return err
	}
	return v.blobs(tx, org)
}

// views holds who saw what against the lines that digest each day.
func (v *Verdict) views(tx *store.Tx, org tatm.OrgID, lines map[int64]store.Line) error {
	var last int64
	for day, l := range lines {
		last = max(last, day)
		d, n, err := tx.DigestViews(org, day)
		if err != nil {
			return err
		}
		if hex.EncodeToString(d[:]) != l.Digests {
			v.bad(org, l.N, "the %d views of that day are not those that were digested", n)
		}
	}
	days, err := tx.ViewDays(org, 0, last)
	for _, day := range days {
		if _, digested := lines[day]; !digested {
			v.bad(org, -1, "views of a day that had none were added")
		}
	}
	return err
}

// points are the roots that signed checkpoints vouch for, by size.
func (v *Verdict) points(tx *store.Tx, keys *seal.Keys, org tatm.OrgID, outside []string) (map[int64]tlog.Hash, error) {
	kept, err := tx.Checkpoints(org)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(keys.Verifier())
	if err != nil {
		return nil, err
	}
	texts := append([]string{}, outside...)
	for _, c := range kept {
		texts = append(texts, c.Note)
	}
	out := map[int64]tlog.Hash{}
	for _, t := range texts {
		n, err := note.Open([]byte(t), note.VerifierList(verifier))
		if err != nil {
			v.bad(org, -1, "a checkpoint is not signed by this installation")
			continue
		}
		parts := strings.Split(n.Text, "\n")
		if len(parts) < 4 || parts[1] != string(org) {
			continue // of another organisation
		}
		size, err1 := strconv.ParseInt(parts[2], 10, 64)
		root, err2 := tlog.ParseHash(parts[3])
		if err1 != nil || err2 != nil {
			v.bad(org, -1, "a checkpoint cannot be read")
			continue
		}
		v.Checkpoints++
		out[size] = root
	}
	return out, nil
}

// entries holds every entry's sealed document against the digests the audit
// carries: one written or changed around the program has none. Each digest has
// its entry, but for files that two people purged: one deleted around the
// program is found too.
func (v *Verdict) entries(tx *store.Tx, org tatm.OrgID, digests map[string]tatm.FileID, purged map[tatm.FileID]bool) error {
	err := tx.Digests(org, func(file tatm.FileID, entry tatm.EntryID, version int64, stored, actual string) {
		v.Entries++
		if _, known := digests[stored]; stored != actual || !known || purged[file] {
			v.bad(org, -1, "entry %s version %d of file %s was not written by the program", entry, version, file)
		}
		delete(digests, stored)
	})
	for _, file := range digests {
		if file != "" && !purged[file] {
			v.bad(org, -1, "an entry of file %s is missing", file)
		}
	}
	return err
}

// blobs holds the chunks of every attachment against the sum in its entry,
// which the audit vouches for: bytes that were swapped, moved, cut off, lost or
// put there around the program are found without a look at what they say.
func (v *Verdict) blobs(tx *store.Tx, org tatm.OrgID) error {
	named, err := tx.NamedBlobs(org)
	if err != nil {
		return err
	}
	type place struct {
		file tatm.FileID
		blob tatm.BlobID
	}
	want := map[place]string{}
	for _, n := range named {
		want[place{n.File, n.Blob}] = n.Sum
	}
	sums := map[place]vault.Sum{}
	err = tx.Blobs(org, func(file tatm.FileID, id tatm.BlobID, n int64, sealed []byte) {
		at := place{file, id}
		if _, begun := sums[at]; !begun {
			sums[at] = vault.NewSum()
		}
		sums[at].Add(n, sealed)
	})
	for at, sum := range sums {
		if v.Blobs++; want[at] == "" {
			if _, known := want[at]; !known {
				v.bad(org, -1, "blob %s of file %s belongs to no entry", at.blob, at.file)
			}
		} else if sum.String() != want[at] {
			v.bad(org, -1, "blob %s of file %s is not what was sealed", at.blob, at.file)
		}
	}
	for at, sum := range want {
		if _, there := sums[at]; !there && sum != "" {
			v.bad(org, -1, "blob %s of file %s is missing", at.blob, at.file)
		}
	}
	return err
}

// Checkpoint is the newest signed checkpoint of an organisation, to be kept
// outside.
func Checkpoint(ctx context.Context, db *store.DB, org tatm.OrgID) (text string, err error) {
	err = db.Read(ctx, org, func(tx *store.Tx) error {
		all, err := tx.Checkpoints(org)
		if err == nil && len(all) > 0 {
			text = all[len(all)-1].Note
		}
		return err
	})
	return text, err
}
