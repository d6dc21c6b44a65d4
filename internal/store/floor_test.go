package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"offramp/internal/access"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// The floors of the benchmark (internal/bench): how fast it could be. They
// stand here, among the tests, because no program may be able to do what they
// do: read without a scope, write without a use case.

// TestMain serves the floor of a page instead of testing, where internal/bench
// asks for it.
func TestMain(m *testing.M) {
	data := os.Getenv("OFFRAMP_FLOOR_SERVES")
	if data == "" {
		os.Exit(m.Run())
	}
	if err := serveFloor(config.Config{Data: data, Database: os.Getenv("OFFRAMP_FLOOR_DATABASE"), Addr: "127.0.0.1:0", PortalAddr: "127.0.0.1:0"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serveFloor serves an installation under a scope that allows all, until it is
// told to end.
func serveFloor(c config.Config) error {
	store.AllowAll()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	o, err := boot.Open(ctx, c, time.Now)
	if err != nil {
		return err
	}
	defer o.Close()
	orgs, err := o.App.Orgs(ctx)
	if err != nil {
		return err
	}
	return boot.Serve(ctx, c, o, orgs[0].ID, nil, slog.New(slog.DiscardHandler), func(desk, door string) {
		fmt.Printf("The desk:   http://%s\nThe portal: http://%s\n", desk, door)
	})
}

// TestFloorCreates prints how many reports a second the statements alone allow,
// on the SQLite database of OFFRAMP_FLOOR_DATA. Without the variable it holds,
// on a database of its own, that these are the statements of a report.
func TestFloorCreates(t *testing.T) {
	data, length, callers := os.Getenv("OFFRAMP_FLOOR_DATA"), 50*time.Millisecond, 4
	if data == "" {
		data = t.TempDir()
	} else {
		var err error
		if length, err = time.ParseDuration(os.Getenv("OFFRAMP_FLOOR_FOR")); err != nil {
			t.Fatal(err)
		}
		if callers, err = strconv.Atoi(os.Getenv("OFFRAMP_FLOOR_CALLERS")); err != nil {
			t.Fatal(err)
		}
	}
	c := config.Config{Data: data}
	f := learn(t, c)
	f.open(t, c)
	defer f.db.Close()
	before := f.reports(t)
	done, took := f.run(t, callers, length)
	if after := f.reports(t); after-before != done {
		t.Errorf("%d reports, %d of them in the database", done, after-before)
	}
	t.Logf("the statements: %d", len(f.texts))
	fmt.Printf("creates per second: %f\n", float64(done)/took.Seconds())
}

// floor runs the statements of a report, as the program was heard to run them,
// with bytes that are sealed already.
type floor struct {
	org     tatm.OrgID
	team    tatm.TeamID
	texts   []string // of one report, in order, its savepoint left out
	db      *sql.DB
	stmts   map[string]*sql.Stmt
	jobs    chan job
	n       atomic.Int64
	sealed  []byte
	wrapped []byte
	edge    []byte
}

type job struct {
	n    int64
	done chan error
}

// learn has the program file one report and listens.
func learn(t *testing.T, c config.Config) *floor {
	t.Helper()
	o, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	f := &floor{stmts: map[string]*sql.Stmt{}, jobs: make(chan job, 4*store.BatchMost), sealed: make([]byte, 560), wrapped: make([]byte, 60), edge: make([]byte, 640)}
	rand.Read(f.sealed)
	orgs, err := o.App.Orgs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(orgs) == 0 {
		if f.org, err = o.App.Found(t.Context(), "Floor", "UTC"); err != nil {
			t.Fatal(err)
		}
		if _, err = o.App.As(access.Actor{ID: "console", Org: f.org, Clock: true}).AddTeam(t.Context(), "Team", "county"); err != nil {
			t.Fatal(err)
		}
	} else {
		f.org = orgs[0].ID
	}
	door := o.App.Door(f.org)
	by, err := door.Channel(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	f.team = by.Channel.Team
	var heard []string
	if err := o.DB.Trace(func(text string) { heard = append(heard, text) }); err != nil {
		t.Fatal(err)
	}
	r := tatm.Report{Language: "en", Narrative: strings.Repeat("He said it again in the yard. ", 9), Who: "a driver", Received: time.Now()}
	if door, _, err = door.Once(fmt.Sprint("learn", time.Now().UnixNano())).Knock(t.Context(), "a network", "a form", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := door.Report(t.Context(), f.team, r, tatm.Reporter{Name: "Ines Lund"}); err != nil {
		t.Fatal(err)
	}
	if err := o.DB.Trace(nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range heard {
		switch {
		case strings.HasPrefix(text, "SAVEPOINT"):
			f.texts = nil // what came before is not the report's
		case strings.HasPrefix(text, "RELEASE"):
			return f
		default:
			f.texts = append(f.texts, text)
		}
	}
	t.Fatalf("no report was heard in %q", heard)
	return nil
}

func (f *floor) open(t *testing.T, c config.Config) {
	t.Helper()
	keys, err := seal.Load(c.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	f.db, err = driver.Open("file:"+c.DatabaseURL()+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		for _, p := range []string{
			"hexkey='" + keys.PageHex() + "'", "busy_timeout=10000", "temp_store=memory", "foreign_keys=1", "secure_delete=ON",
			"cache_size=-16384", "journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0",
		} {
			if err := c.Exec("PRAGMA " + p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	f.db.SetMaxOpenConns(1)
}

func (f *floor) reports(t *testing.T) (n int64) {
	t.Helper()
	if err := f.db.QueryRow(`SELECT COUNT(*) FROM file WHERE kind = 'report'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// run has callers wait for their reports to be on the disk, as the writer of
// the program does it: what waits goes into one commit.
func (f *floor) run(t *testing.T, callers int, length time.Duration) (done int64, took time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var wg, writer sync.WaitGroup
	var count atomic.Int64
	writer.Go(func() {
		before := 0
		for j := range f.jobs {
			batch := store.Gather(f.jobs, j, before)
			before = len(batch)
			err := f.commit(batch)
			for _, j := range batch {
				j.done <- err
			}
		}
	})
	began := time.Now()
	for range callers {
		wg.Go(func() {
			for ctx.Err() == nil {
				j := job{f.n.Add(1), make(chan error, 1)}
				f.jobs <- j
				if err := <-j.done; err != nil {
					t.Error(err)
					return
				}
				count.Add(1)
			}
		})
	}
	wg.Wait()
	took = time.Since(began)
	close(f.jobs)
	writer.Wait()
	return count.Load(), took
}

func (f *floor) commit(batch []job) error {
	if err := f.do("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range batch {
		if err := f.report(j.n); err != nil {
			return err
		}
	}
	if err := f.do("COMMIT"); err != nil {
		return err
	}
	var busy, frames, kept int
	p, err := f.stmt("PRAGMA wal_checkpoint(NOOP)")
	if err == nil {
		err = p.QueryRow().Scan(&busy, &frames, &kept)
	}
	if err != nil || frames < store.CheckpointFrames {
		return err
	}
	if p, err = f.stmt("PRAGMA wal_checkpoint(RESTART)"); err != nil {
		return err
	}
	return p.QueryRow().Scan(&busy, &frames, &kept)
}

func (f *floor) stmt(text string) (*sql.Stmt, error) {
	if p := f.stmts[text]; p != nil {
		return p, nil
	}
	p, err := f.db.Prepare(text)
	f.stmts[text] = p
	return p, err
}

func (f *floor) do(text string, args ...any) error {
	p, err := f.stmt(text)
	if err == nil {
		_, err = p.Exec(args...)
	}
	return err
}

// report runs the statements of one report.
func (f *floor) report(n int64) error {
	if err := f.do("SAVEPOINT work"); err != nil {
		return err
	}
	now := time.Now()
	id := tatm.MintID(now, 0, [8]byte{7: byte(n), 6: byte(n >> 8), 5: byte(n >> 16)})
	entries := 0
	var line int64
	counts := 0
	for _, text := range f.texts {
		p, err := f.stmt(text)
		if err != nil {
			return err
		}
		args := f.args(text, id, n, now.UnixMicro(), &entries, line)
		if strings.HasPrefix(text, "INSERT INTO throttle") { // of the network, of the door, of the words
			key := []string{"network" + strconv.FormatInt(n/10, 10), "door", id}[counts]
			counts, args = counts+1, []any{[]byte(key), now.UnixMicro(), now.Add(-time.Minute).UnixMicro()}
		}
		if !strings.HasPrefix(text, "SELECT") && !strings.Contains(text, "RETURNING") {
			if _, err := p.Exec(args...); err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
			continue
		}
		rows, err := p.Query(args...)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		for rows.Next() {
			if strings.Contains(text, "FROM audit_head") {
				err = rows.Scan(&line, new([]byte))
			}
		}
		if err := firstOf(err, rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return f.do("RELEASE work")
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// args are the arguments of a statement of a report. One that is not known
// here is a fault of the floor: the program does something new.
func (f *floor) args(text, id string, n, now int64, entries *int, line int64) []any {
	entry := func() string { return id[:24] + strconv.Itoa(10+*entries) }
	table, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(text, "INSERT INTO "), "UPDATE "), " ")
	switch insert := strings.HasPrefix(text, "INSERT"); {
	case insert && table == "once":
		return []any{f.org, "report.file portal floor " + id, now}
	case table == "once":
		return []any{f.org, "report.file portal floor " + id, `{"file":"` + id + `","number":100000,"entry":"` + id + `"}`}
	case insert && table == "tally":
		return []any{f.org, "report"}
	case insert && table == "file":
		return []any{f.org, id, "report", f.team, 1_000_000 + n, now, f.wrapped, 1}
	case insert && table == "entry":
		*entries++
		return []any{f.org, id, entry(), 1, []string{"report", "reporter"}[*entries%2], "report", "GENERAL", "", now, now, "portal", f.sealed[:32], f.sealed[:280*(*entries%2+1)]}
	case insert && table == "docket":
		*entries++
		return []any{f.org, id, entry(), "first-look", "", "report", f.team, "", "report", "GENERAL", now, nil}
	case table == "file":
		return []any{f.org, id, "received", "", now, "", 0, false, false, false, false, 1, now, 0, 0, 0, false}
	case insert && table == "seek_todo":
		return []any{f.org, id, now}
	case insert && table == "receipt":
		return []any{f.org, []byte(id), id, now}
	case insert && table == "outbox":
		return []any{f.org, id, "report", id, "", now}
	case insert && table == "audit":
		return []any{f.org, line, now, "portal", "report.file", id, "done", "report=" + id + "/1 reporter=" + id + "/1", f.sealed[:64], f.sealed[:32]}
	case table == "audit_head":
		return []any{f.org, line + 1, f.edge}
	case insert && table == "throttle":
		return nil // report says which
	case strings.Contains(text, "FROM audit_head"):
		return []any{f.org}
	case strings.Contains(text, "FROM team"):
		return []any{f.org, f.team}
	}
	panic("the floor does not know " + text)
}
