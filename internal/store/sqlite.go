package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum" // the encrypting VFS

	"offramp/internal/fault"
)

// batchMost is how many waiting pieces of work one commit takes in.
const batchMost = 64

// lingers is how long a commit waits for those whom the one before answered:
// less than a commit takes.
const lingers = 500 * time.Microsecond

// checkpointFrames is the length of the write-ahead log, in pages, at which
// the writer copies it back between two batches. Another goroutine would never
// catch up with a busy writer (the log grew to 1.4 GB in a trial). Whoever
// writes waits for the copying, so it is done often and is short: 8192 pages
// took six times as long as 1024, and a create cost no less processor time.
const checkpointFrames = 1024

// openSQLite opens the two handles on the file: one writer and the readers.
func (db *DB) openSQLite(_ context.Context, o Options) error {
	db.engine = sqliteEngine
	if err := os.MkdirAll(filepath.Dir(o.URL), 0o700); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := db.rightKey(o); err != nil {
		return err
	}
	cache := fmt.Sprintf("PRAGMA cache_size=-%d", max(o.CacheKB, 4096))
	var err error
	db.write, err = db.openLite(o.URL, 1, cache, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=0")
	if err != nil {
		return err
	}
	if err := db.write.Ping(); err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	db.read, err = db.openLite(o.URL, max(o.Readers, 1), cache, "PRAGMA query_only=1")
	return err
}

// rightKey holds the key against the file before the write-ahead log is
// touched. SQLite takes a log that the key does not open for an empty one and
// throws it away, and with it all that was not copied back yet.
func (db *DB) rightKey(o Options) error {
	if info, err := os.Stat(o.URL); err != nil || info.Size() == 0 {
		if o.Expect == ARecord {
			return fault.New(fault.Conflict, "store.not-begun")
		}
		return nil
	}
	h, err := driver.Open("file:"+o.URL+"?vfs=adiantum&mode=ro&immutable=1", func(c *sqlite3.Conn) error {
		return c.Exec("PRAGMA hexkey='" + db.keys.PageHex() + "'")
	})
	if err == nil {
		_, err = h.Exec("PRAGMA schema_version")
		err = errors.Join(err, h.Close())
	}
	if errors.Is(err, sqlite3.NOTADB) {
		return fault.New(fault.Conflict, "store.wrong-key")
	}
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	return nil
}

// openLite opens the file with the key first: nothing may be read before it.
// secure_delete overwrites what is deleted, so an expunged entry is gone.
func (db *DB) openLite(path string, most int, pragmas ...string) (*sql.DB, error) {
	first := []string{
		"PRAGMA hexkey='" + db.keys.PageHex() + "'", "PRAGMA busy_timeout=10000", "PRAGMA temp_store=memory",
		"PRAGMA foreign_keys=1", "PRAGMA secure_delete=ON",
	}
	h, err := driver.Open("file:"+path+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		for _, p := range append(first, pragmas...) {
			if err := c.Exec(p); err != nil {
				return err
			}
		}
		return fts5.Register(c)
	})
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	h.SetMaxOpenConns(most)
	h.SetMaxIdleConns(most)
	return h, nil
}

// startSQLite starts the writer and fills the pool of readers.
func (db *DB) startSQLite(ctx context.Context, o Options) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("store: writer: %w", err)
	}
	n := max(o.Readers, 1)
	db.idle = make(chan *session, n)
	for range n {
		c, err := db.read.Conn(ctx)
		if err != nil {
			return fmt.Errorf("store: reader: %w", err)
		}
		db.idle <- newSession(c)
	}
	db.lite = &writer{db: db, on: newSession(conn), jobs: make(chan job, 4*batchMost), ended: make(chan struct{})}
	go db.lite.run()
	return nil
}

// session is one connection with its prepared statements. One goroutine at a
// time holds it.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func newSession(c *sql.Conn) *session { return &session{c, map[string]*sql.Stmt{}} }

func (s *session) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	if p, ok := s.stmts[q]; ok {
		return p, nil
	}
	p, err := s.conn.PrepareContext(ctx, sqliteEngine.text(q))
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s.stmts[q] = p
	return p, nil
}

func (s *session) do(ctx context.Context, q string) error {
	p, err := s.stmt(ctx, q)
	if err != nil {
		return err
	}
	_, err = p.ExecContext(ctx)
	return err
}

func (s *session) inRead(ctx context.Context, db *DB, fn func(*Tx) error) error {
	if err := s.do(ctx, "BEGIN"); err != nil {
		return err
	}
	ended := false
	defer func() { // a panic of fn must not leave the reader inside a transaction
		if !ended {
			s.do(ctx, "ROLLBACK")
		}
	}()
	tx := &Tx{ctx: ctx, db: db, q: s.conn, on: s}
	err := fn(tx)
	ended = true
	if end := s.do(ctx, "COMMIT"); err == nil {
		err = end
	}
	if err == nil {
		for _, f := range tx.after {
			f()
		}
	}
	return err
}

// job is one piece of work waiting for the writer.
type job struct {
	ctx  context.Context
	fn   func(*Tx) error
	done chan error
}

// writer is the one connection that writes. It takes what waits into one
// commit, each piece of work in its own savepoint, and answers all of them
// after the commit. fn must not call the database again: it would wait for
// itself.
type writer struct {
	db    *DB
	on    *session
	jobs  chan job
	ended chan struct{}
	// scrub: the log is to be cut to nothing; it stays set while a reader is
	// in the way.
	scrub atomic.Bool
	// longer is how long the log may grow before it is copied back again, while a
	// reader was in the way.
	longer int
}

func (w *writer) do(ctx context.Context, fn func(*Tx) error) error {
	j := job{context.WithoutCancel(ctx), fn, make(chan error, 1)}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	return <-j.done
}

func (w *writer) close() {
	close(w.jobs)
	<-w.ended
}

func (w *writer) run() {
	defer close(w.ended)
	before := 0
	for j := range w.jobs {
		batch := gather(w.jobs, j, before)
		before = len(batch)
		w.commit(batch)
		w.checkpoint()
	}
}

// gather takes what waits into one batch, the first piece of it given. Those
// whom one commit answered together come back within the same moment: without
// waiting for them, every second commit would be for the first of them alone.
// So it waits, a short while at most, for as many as the batch before held;
// where people write one at a time, for nobody.
func gather[J any](jobs <-chan J, first J, before int) []J {
	batch := []J{first}
	var late <-chan time.Time
	if before > 1 {
		late = time.After(lingers)
	}
	for len(batch) < batchMost {
		select {
		case j, open := <-jobs:
			if !open {
				return batch
			}
			batch = append(batch, j)
			continue
		default:
		}
		if late == nil || len(batch) >= before {
			return batch
		}
		select {
		case j, open := <-jobs:
			if !open {
				return batch
			}
			batch = append(batch, j)
		case <-late:
			late = nil
		}
	}
	return batch
}

// commit does a batch in one transaction. If the commit fails, all of it
// failed: nobody is told of a success that is not on the disk.
func (w *writer) commit(batch []job) {
	ctx := context.Background()
	errs := make([]error, len(batch))
	after := make([][]func(), len(batch))
	err := w.on.do(ctx, "BEGIN IMMEDIATE")
	if err == nil {
		for i, j := range batch {
			after[i], errs[i] = w.one(j)
		}
		if err = w.on.do(ctx, "COMMIT"); err != nil {
			w.on.do(ctx, "ROLLBACK")
			err = w.db.failed(err)
		}
	}
	for i, j := range batch {
		if err != nil {
			errs[i] = err
		} else if errs[i] == nil {
			for _, f := range after[i] {
				f()
			}
		}
		j.done <- errs[i]
	}
}

// one runs a piece of work in a savepoint, so that its failure leaves the
// others of the batch untouched. A panic is its failure alone.
func (w *writer) one(j job) (after []func(), err error) {
	if err := w.on.do(j.ctx, "SAVEPOINT work"); err != nil {
		return nil, err
	}
	tx := &Tx{ctx: j.ctx, db: w.db, q: w.on.conn, on: w.on}
	err = guarded(j.fn, tx)
	if err != nil {
		err = errors.Join(err, w.on.do(j.ctx, "ROLLBACK TO work"))
	}
	if end := w.on.do(j.ctx, "RELEASE work"); end != nil {
		return nil, errors.Join(err, end)
	}
	return tx.after, err
}

func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: work panicked: %v", r)
		}
	}()
	return fn(tx)
}

// checkpoint copies the write-ahead log back when it has grown.
func (w *writer) checkpoint() {
	ctx := context.Background()
	if w.scrub.Load() {
		w.truncate(ctx)
		return
	}
	p, err := w.on.stmt(ctx, "PRAGMA wal_checkpoint(NOOP)")
	if err != nil {
		return
	}
	var busy, frames, done int
	if p.QueryRowContext(ctx).Scan(&busy, &frames, &done) != nil || frames < max(checkpointFrames, w.longer) {
		return
	}
	// Whoever writes waits ten milliseconds for a reader, not for a backup to end:
	// the log grows by as much again before it is tried once more.
	if w.on.do(ctx, "PRAGMA busy_timeout=10") != nil {
		return
	}
	defer w.on.do(ctx, "PRAGMA busy_timeout=10000")
	w.longer = 0
	if p, err = w.on.stmt(ctx, "PRAGMA wal_checkpoint(RESTART)"); err != nil {
		return
	}
	if p.QueryRowContext(ctx).Scan(&busy, &frames, &done) != nil || busy != 0 {
		w.longer = frames + checkpointFrames
	}
}

// truncate copies the whole log back and cuts it to nothing, if no reader is in
// the way: writers wait ten milliseconds for that, not for a backup to end.
func (w *writer) truncate(ctx context.Context) {
	if w.on.do(ctx, "PRAGMA busy_timeout=10") != nil {
		return
	}
	defer w.on.do(ctx, "PRAGMA busy_timeout=10000")
	p, err := w.on.stmt(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		return
	}
	var busy, frames, done int
	if p.QueryRowContext(ctx).Scan(&busy, &frames, &done) == nil && busy == 0 {
		w.scrub.Store(false)
	}
}
