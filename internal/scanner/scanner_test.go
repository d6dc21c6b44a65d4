package scanner_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/scanner"
)

// mark is what the small daemon of the test calls malware.
const mark = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR"

// TestMain lets this program be the daemon too: a process of its own that
// speaks the protocol, since the real one needs a gigabyte of signatures.
func TestMain(m *testing.M) {
	if at := os.Getenv("OFFRAMP_TEST_CLAMD"); at != "" {
		daemon(at)
		return
	}
	os.Exit(m.Run())
}

func daemon(at string) {
	network, addr, _ := strings.Cut(at, ":")
	l, err := net.Listen(network, addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(l.Addr())
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go serve(c)
	}
}

const streamMost = 1 << 20

func serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	if command, err := in.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		io.WriteString(c, "UNKNOWN COMMAND\x00")
		return
	}
	var all bytes.Buffer
	for {
		var n uint32
		if err := binary.Read(in, binary.BigEndian, &n); err != nil {
			return
		}
		if n == 0 {
			break
		}
		if all.Len()+int(n) > streamMost {
			io.WriteString(c, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
		if _, err := io.CopyN(&all, in, int64(n)); err != nil {
			return
		}
	}
	switch {
	case strings.Contains(all.String(), "hang up"):
	case strings.Contains(all.String(), mark):
		io.WriteString(c, "stream: Eicar-Test-Signature FOUND\x00")
	default:
		io.WriteString(c, "stream: OK\x00")
	}
}

// start starts the daemon and returns where it listens.
func start(t *testing.T, at string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "OFFRAMP_TEST_CLAMD="+at)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	network, _, _ := strings.Cut(at, ":")
	return network + ":" + strings.TrimSpace(addr)
}

// TestScan: what is clean, what is not, what is too long for the daemon, and a
// daemon that hangs up or is not there.
func TestScan(t *testing.T) {
	for _, at := range []string{"tcp:127.0.0.1:0", "unix:" + filepath.Join(t.TempDir(), "clamd")} {
		c, err := scanner.New(start(t, at))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			name, holds, found string
			fails              bool
		}{
			{name: "clean", holds: "words"},
			{name: "empty"},
			{name: "many chunks", holds: strings.Repeat("words ", 50_000)},
			{name: "found", holds: strings.Repeat("words ", 50_000) + mark, found: "Eicar-Test-Signature"},
			{name: "too long", holds: strings.Repeat("words ", 500_000), fails: true},
			{name: "no answer", holds: "hang up", fails: true},
		} {
			found, err := c.Scan(t.Context(), strings.NewReader(x.holds))
			if found != x.found || (err != nil) != x.fails {
				t.Errorf("%s: %s: found %q, %v", at, x.name, found, err)
			}
		}
	}
	gone, err := scanner.New("tcp:127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Scan(t.Context(), strings.NewReader("words")); err == nil {
		t.Error("a daemon that is not there found nothing")
	}
	for _, bad := range []string{"", "clamd", "http:x", "unix:"} {
		if _, err := scanner.New(bad); err == nil {
			t.Errorf("%q is taken as an address", bad)
		}
	}
}

// TestScanEnds: one who waits no longer is not kept.
func TestScanEnds(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := scanner.New("tcp:" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Scan(ctx, strings.NewReader("words")); err == nil {
		t.Error("a daemon that says nothing found nothing")
	}
}
