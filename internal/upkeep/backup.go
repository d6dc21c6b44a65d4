package upkeep

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/store"
)

// backupFormat names the form of a backup: lines of JSON, encrypted as a whole
// with age to the installation's recovery key.
const backupFormat = "offramp-backup/1"

// header is the first line of a backup.
type header struct {
	Format string          `json:"format"`
	Schema int             `json:"schema"`
	Made   time.Time       `json:"made"`
	Keys   json.RawMessage `json:"keys"`
}

// line is a table's columns, one of its rows, or the end with what it holds.
type line struct {
	Table   string          `json:"t,omitempty"`
	Columns []string        `json:"c,omitempty"`
	Row     json.RawMessage `json:"r,omitempty"`
	Rows    int64           `json:"rows,omitempty"`
	Sum     string          `json:"sum,omitempty"`
}

// Backup writes one encrypted, engine-neutral file of everything but sessions,
// from one unchanging picture, while the server runs, and tells its progress in
// rows.
func Backup(ctx context.Context, db *store.DB, keys *seal.Keys, made time.Time, out io.Writer, progress func(done, all int)) (rows int64, err error) {
	to, err := age.ParseX25519Recipient(keys.Recipient())
	if err != nil {
		return 0, fmt.Errorf("upkeep: recipient: %w", err)
	}
	sealed, err := age.Encrypt(out, to)
	if err != nil {
		return 0, fmt.Errorf("upkeep: backup: %w", err)
	}
	export, err := keys.Export()
	if err != nil {
		return 0, fmt.Errorf("upkeep: keys: %w", err)
	}
	w := newSummed(sealed)
	if err := w.put(header{backupFormat, store.SchemaVersion, made, export}); err != nil {
		return 0, err
	}
	err = db.Read(ctx, store.Everywhere, func(tx *store.Tx) error {
		all := 0
		for _, table := range store.Dumped {
			n, err := tx.Rows(table)
			if err != nil {
				return err
			}
			all += n
		}
		rows = 0
		for _, table := range store.Dumped {
			if err := dump(tx, table, w, func() { rows++; progress(int(rows), all) }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := w.put(line{Rows: rows, Sum: w.sum()}); err != nil {
		return 0, err
	}
	return rows, errors.Join(w.buf.Flush(), sealed.Close())
}

func dump(tx *store.Tx, table string, w *summed, row func()) (err error) {
	columns := func(c []string) { err = w.put(line{Table: table, Columns: c}) }
	e := tx.Dump(table, columns, func(cells store.Cells) error {
		b, e := json.Marshal(cells)
		if e != nil {
			return e
		}
		row()
		return w.put(line{Row: b})
	})
	return errors.Join(err, e)
}

// summed writes lines and sums them up.
type summed struct {
	buf *bufio.Writer
	h   hash.Hash
}

func newSummed(w io.Writer) *summed { return &summed{bufio.NewWriterSize(w, 1<<16), sha256.New()} }

func (s *summed) put(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b = append(b, '\n')
	s.h.Write(b)
	_, err = s.buf.Write(b)
	return err
}

func (s *summed) sum() string { return hex.EncodeToString(s.h.Sum(nil)) }

// lineMost bounds a line of a backup: an entry with a long text.
const lineMost = 16 << 20

// Restore reads a backup with the recovery key into an empty database, which
// open opens with the keys that travel in it. It is all there or nothing is:
// one transaction, and a damaged or shortened file is refused.
func Restore(ctx context.Context, in io.Reader, recovery string, open func(keys json.RawMessage) (*store.DB, error)) (rows int64, err error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(recovery))
	if err != nil {
		return 0, fault.New(fault.Invalid, "backup.bad-key")
	}
	clear, err := age.Decrypt(in, id)
	if err != nil {
		return 0, fault.New(fault.Denied, "backup.wrong-key")
	}
	r := bufio.NewScanner(clear)
	r.Buffer(make([]byte, 0, 1<<16), lineMost)
	sum := sha256.New()
	var h header
	if !r.Scan() || json.Unmarshal(r.Bytes(), &h) != nil || h.Format != backupFormat {
		return 0, fault.New(fault.Invalid, "backup.damaged")
	}
	count(sum, r.Bytes())
	if h.Schema > store.SchemaVersion {
		return 0, fault.New(fault.Conflict, "backup.newer", fmt.Sprint(h.Schema), fmt.Sprint(store.SchemaVersion))
	}
	db, err := open(h.Keys)
	if err != nil {
		return 0, err
	}
	err = db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		empty, err := tx.Empty()
		if err == nil && !empty {
			err = fault.New(fault.Conflict, "backup.not-empty")
		}
		if err != nil {
			return err
		}
		rows, err = load(tx, r, sum)
		return err
	})
	return rows, errors.Join(err, db.Close())
}

func count(h hash.Hash, b []byte) {
	h.Write(b)
	h.Write([]byte{'\n'})
}

// load puts the rows of a backup and holds them against its last line.
func load(tx *store.Tx, r *bufio.Scanner, sum hash.Hash) (rows int64, err error) {
	damaged := fault.New(fault.Invalid, "backup.damaged")
	table, columns := "", []string(nil)
	for r.Scan() {
		var l line
		if json.Unmarshal(r.Bytes(), &l) != nil {
			return 0, damaged
		}
		switch {
		case l.Sum != "":
			if l.Sum != hex.EncodeToString(sum.Sum(nil)) || l.Rows != rows || r.Scan() || r.Err() != nil {
				return 0, damaged
			}
			return rows, tx.SeekAll()
		case l.Table != "":
			if !slices.Contains(store.Dumped, l.Table) {
				return 0, damaged
			}
			have, err := tx.Columns(l.Table)
			if err != nil || !slices.Equal(slices.Sorted(slices.Values(have)), slices.Sorted(slices.Values(l.Columns))) {
				return 0, damaged
			}
			table, columns = l.Table, l.Columns
		case table == "":
			return 0, damaged
		default:
			if err := tx.LoadRow(table, columns, l.Row); err != nil {
				return 0, err
			}
			rows++
		}
		count(sum, r.Bytes())
	}
	return 0, damaged // it ends before its end
}
