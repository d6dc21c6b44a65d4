// Command bench measures Offramp as its users meet it: the program itself,
// started as a process of its own on a big caseload, asked over HTTP by callers
// on the same machine. Beside each figure it measures the floor in the same
// run. It is not part of the program.
//
//	go run ./internal/bench                          prints the tables
//	go run ./internal/bench -into docs/performance.md  puts them there too
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// settings say how long and how big.
type settings struct {
	seconds time.Duration // of each steady phase of creates
	pages   time.Duration // of each phase of a page
	cases   int
	callers int
	engine  string // sqlite, postgres, or both
	into    string // a file to put the tables into
}

func main() {
	var s settings
	flag.DurationVar(&s.seconds, "for", 60*time.Second, "how long each phase lasts")
	flag.DurationVar(&s.pages, "pages", 0, "how long each phase of a page lasts; as long as -for where it is not said")
	flag.IntVar(&s.cases, "cases", 100_000, "cases to load first")
	flag.IntVar(&s.callers, "callers", 16, "callers at once")
	flag.StringVar(&s.engine, "engine", "both", "sqlite, postgres or both")
	flag.StringVar(&s.into, "into", "", "file to put the tables into, between its marks")
	flag.Parse()
	if s.pages == 0 {
		s.pages = s.seconds
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	dir, err := os.MkdirTemp("", "offramp-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tools, err := build(ctx, dir)
	if err != nil {
		return err
	}
	var report bytes.Buffer
	fmt.Fprintf(&report, "%s. %d cases loaded first; %d callers; each phase of creates %s, of a page %s.\n", machine(), s.cases, s.callers, s.seconds, s.pages)
	for _, e := range engines(s.engine) {
		f, err := measure(ctx, s, tools, e, filepath.Join(dir, e.name))
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		f.print(&report)
	}
	os.Stdout.Write(report.Bytes())
	if s.into != "" {
		return put(s.into, report.Bytes())
	}
	return nil
}

// programs are what is measured: the program as it is served, and the tests of
// package store, which hold the floors.
type programs struct{ offramp, floor string }

func build(ctx context.Context, dir string) (programs, error) {
	p := programs{filepath.Join(dir, "offramp"), filepath.Join(dir, "floor.test")}
	for _, args := range [][]string{
		{"build", "-o", p.offramp, "./cmd/offramp"},
		{"test", "-c", "-o", p.floor, "./internal/store"},
	} {
		c := exec.CommandContext(ctx, "go", args...)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return p, fmt.Errorf("go %s: %w", args[0], err)
		}
	}
	return p, nil
}

// engine is a database to measure on.
type engine struct{ name, server string }

func engines(which string) (out []engine) {
	if which != "postgres" {
		out = append(out, engine{name: "SQLite"})
	}
	if server := os.Getenv("OFFRAMP_TEST_POSTGRES"); server != "" && which != "sqlite" {
		out = append(out, engine{"PostgreSQL", server})
	}
	return out
}

// The marks in a document between which the tables stand.
const begins, ends = "<!-- figures: begin -->\n", "<!-- figures: end -->"

func put(path string, report []byte) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, one := bytes.Cut(b, []byte(begins))
	_, tail, two := bytes.Cut(rest, []byte(ends))
	if !one || !two {
		return fmt.Errorf("%s has no marks %q and %q", path, begins, ends)
	}
	out := bytes.Join([][]byte{head, []byte(begins), report, []byte(ends), tail}, nil)
	return os.WriteFile(path, out, 0o644)
}
