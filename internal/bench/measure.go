package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// figure is one thing measured, beside its floor.
type figure struct {
	name       string
	full, half pace
	floor      float64 // per second; 0 where there is none
	target     float64
}

// halfLoad is half of what is to be reached, or of what was.
func (c figure) halfLoad() float64 {
	if c.target > 0 {
		return c.target / 2
	}
	return c.full.per / 2
}

// figures are what was measured on one engine.
type figures struct {
	engine    string
	lines     []figure
	ready     []time.Duration
	resident  float64 // MB, the most
	behind    time.Duration
	unwritten int64 // reports thanked for that are not in the database
}

// warm is how long a page is asked for before it is measured.
const warm = 2 * time.Second

// measure lays a yard and measures on it: the program first, then the floors.
func measure(ctx context.Context, s settings, p programs, e engine, dir string) (f figures, err error) {
	f.engine = e.name
	y, err := lay(ctx, s, e, dir)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, y.clear(e.server)) }()
	if err := f.program(ctx, s, p, y); err != nil {
		return f, err
	}
	if err := f.pageFloors(ctx, s, p, y); err != nil {
		return f, err
	}
	if e.server == "" {
		f.lines[0].floor, err = createFloor(ctx, s, p, dir)
	}
	return f, err
}

// page is a page that is measured.
type page struct {
	name, path, text string
	target           float64
}

func (y yard) pages() []page {
	at := "/cases/" + string(y.kase)
	return []page{
		{"case page: overview", at, y.title, 800},
		{"case page: timeline", at + "/timeline", y.title, 800},
		{"case page: factors", at + "/factors", y.title, 800},
		{"queue page of 50", "/reports", "</table>", 0},
		{"case list of 50", "/cases", "</table>", 0},
	}
}

// program measures the program itself.
func (f *figures) program(ctx context.Context, s settings, p programs, y yard) error {
	args := []string{"serve", "--data", y.config.Data, "--addr", y.config.Addr, "--portal-addr", y.config.PortalAddr}
	if y.config.Database != "" {
		args = append(args, "--database", y.config.Database)
	}
	var srv *server
	for i := range 3 {
		var err error
		if srv, err = start(ctx, nil, p.offramp, args...); err != nil {
			return err
		}
		f.ready = append(f.ready, srv.ready)
		if i < 2 {
			if err := srv.stop(); err != nil {
				return err
			}
		}
	}
	defer func() { _, f.resident = srv.resident(); _ = srv.stop() }()
	w, err := watch(ctx, y)
	if err != nil {
		return err
	}
	defer w.close()
	if err := f.creates(ctx, s, srv, w); err != nil {
		return err
	}
	for _, x := range y.pages() {
		c, err := both(ctx, s, srv, x, y)
		if err != nil {
			return fmt.Errorf("%s: %w", x.name, err)
		}
		f.lines = append(f.lines, c)
		say(c, srv)
	}
	return nil
}

// fromOne is how many reports one network sends: more would be made to wait.
const fromOne = 5

// creates has reports sent at full and at half load, and counts them after.
func (f *figures) creates(ctx context.Context, s settings, srv *server, w *watcher) error {
	before, err := w.reports(ctx)
	if err != nil {
		return err
	}
	c := figure{name: "reports created", target: 500}
	thanked := holds(`<p class="ref">`)
	c.full = full(ctx, srv.door, crowd{s.callers, fromOne}, s.seconds, report("full"), thanked)
	if f.behind, err = w.behind(ctx); err != nil {
		return err
	}
	c.half = paced(ctx, srv.door, crowd{s.callers, fromOne}, s.seconds, c.halfLoad(), report("half"), thanked)
	after, err := w.reports(ctx)
	if err != nil {
		return err
	}
	f.unwritten = c.full.done + c.half.done - (after - before)
	f.lines = append(f.lines, c)
	say(c, srv)
	return first(c.full.lost, c.half.lost)
}

func both(ctx context.Context, s settings, srv *server, x page, y yard) (figure, error) {
	c := figure{name: x.name, target: x.target}
	a, r := get(x.path, y.token), holds(x.text)
	_ = full(ctx, srv.desk, crowd{most: s.callers}, warm, a, r)
	c.full = full(ctx, srv.desk, crowd{most: s.callers}, s.pages, a, r)
	c.half = paced(ctx, srv.desk, crowd{most: s.callers}, s.pages, c.halfLoad(), a, r)
	return c, first(c.full.lost, c.half.lost)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// say tells of a figure while the run goes on.
func say(c figure, srv *server) {
	now, most := srv.resident()
	fmt.Fprintf(os.Stderr, "%-22s %7.0f/s  p50 %v p99 %v  half: p50 %v p99 %v  resident %.0f MB (most %.0f)\n", c.name, c.full.per, ms(c.full.p50), ms(c.full.p99), ms(c.half.p50), ms(c.half.p99), now, most)
}

// pageFloors asks for the same pages of the same database under a scope that
// allows all: the tests of package store serve them.
func (f *figures) pageFloors(ctx context.Context, s settings, p programs, y yard) error {
	srv, err := start(ctx, []string{"OFFRAMP_FLOOR_SERVES=" + y.config.Data, "OFFRAMP_FLOOR_DATABASE=" + y.config.Database}, p.floor)
	if err != nil {
		return err
	}
	defer func() { _ = srv.stop() }()
	for i, x := range y.pages() {
		a, r := get(x.path, y.token), holds(x.text)
		_ = full(ctx, srv.desk, crowd{most: s.callers}, warm, a, r)
		c := full(ctx, srv.desk, crowd{most: s.callers}, s.pages, a, r)
		if c.lost != nil {
			return fmt.Errorf("floor of %s: %w", x.name, c.lost)
		}
		f.lines[i+1].floor = c.per
		fmt.Fprintf(os.Stderr, "floor of %-22s %7.0f/s\n", x.name, c.per)
	}
	return nil
}

// createFloor runs the statements of a report with sealed bytes through the
// driver, on the database as the program left it.
func createFloor(ctx context.Context, s settings, p programs, data string) (float64, error) {
	c := exec.CommandContext(ctx, p.floor, "-test.run", "^TestFloorCreates$", "-test.v")
	c.Env = append(os.Environ(), "OFFRAMP_FLOOR_DATA="+data, "OFFRAMP_FLOOR_FOR="+s.seconds.String(), fmt.Sprintf("OFFRAMP_FLOOR_CALLERS=%d", s.callers))
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return 0, fmt.Errorf("floor of creates: %w: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		var per float64
		if _, err := fmt.Sscanf(strings.TrimSpace(line), "creates per second: %f", &per); err == nil {
			fmt.Fprintf(os.Stderr, "floor of creates %.0f/s\n", per)
			return per, nil
		}
	}
	return 0, fmt.Errorf("floor of creates: no figure in %q", out)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// print writes the figures as a table.
func (f figures) print(w io.Writer) {
	fmt.Fprintf(w, "\n### %s\n\n", f.engine)
	fmt.Fprintln(w, "| | per second | p50 | p99 | half load: p50 | p99 | floor per second | floor ÷ figure | to reach |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|---|")
	for _, l := range f.lines {
		floor, ratio, target := "—", "—", "—"
		if l.floor > 0 {
			floor, ratio = fmt.Sprintf("%.0f", l.floor), fmt.Sprintf("%.2f", l.floor/l.full.per)
		}
		if l.target > 0 {
			target = fmt.Sprintf("%.0f/s, p99 under 50 ms at half", l.target)
		}
		fmt.Fprintf(w, "| %s | %.0f | %s | %s | %s | %s | %s | %s | %s |\n", l.name, l.full.per, ms(l.full.p50), ms(l.full.p99), ms(l.half.p50), ms(l.half.p99), floor, ratio, target)
	}
	fmt.Fprintf(w, "\nReady after %s, %s and %s (to reach: under 1 s). Server resident at most %.0f MB (under 200 MB). Search words %.1f s behind at the end of the full load (at most 10 s). Reports thanked for and not in the database: %d.\n",
		ms(f.ready[0]), ms(f.ready[1]), ms(f.ready[2]), f.resident, f.behind.Seconds(), f.unwritten)
}

// machine says what it was measured on.
func machine() string {
	host := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if _, name, ok := strings.Cut(line, "model name\t: "); ok {
				host = strings.TrimSpace(name)
				break
			}
		}
	}
	load := ""
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load before the run " + strings.Join(strings.Fields(string(b))[:1], " ")
	}
	return fmt.Sprintf("Measured %s on %d cores (%s)%s, %s", time.Now().Format("2006-01-02"), runtime.NumCPU(), host, load, runtime.Version())
}
