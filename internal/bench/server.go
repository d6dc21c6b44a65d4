package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// server is the program at work in a process of its own.
type server struct {
	cmd        *exec.Cmd
	desk, door string        // addresses
	ready      time.Duration // from the start of the process to the first page
}

// start starts a program that prints the addresses of desk and portal, and
// waits for the sign-in page.
func start(ctx context.Context, env []string, program string, args ...string) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, program, args...)}
	s.cmd.Env = append(os.Environ(), env...)
	s.cmd.Stderr = os.Stderr
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for s.door == "" && lines.Scan() {
		if at, ok := strings.CutPrefix(lines.Text(), "The desk:   http://"); ok {
			s.desk = at
		}
		if at, ok := strings.CutPrefix(lines.Text(), "The portal: http://"); ok {
			s.door = at
		}
	}
	if s.door == "" {
		return nil, errors.Join(fmt.Errorf("%s did not start", program), s.stop())
	}
	answer, err := http.Get("http://" + s.desk + "/sign-in")
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	answer.Body.Close()
	s.ready = time.Since(began)
	return s, nil
}

// stop ends the server as an operator does.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

// resident is the server's memory in MB, now and at most so far.
func (s *server) resident() (now, most float64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(b)) {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kb); err == nil {
			now = kb / 1024
		}
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kb); err == nil {
			most = kb / 1024
		}
	}
	return now, most
}
