// Package scanner asks clamd, the daemon of ClamAV, what it knows of a file.
// The file is streamed to it and kept nowhere.
package scanner

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"offramp/internal/fault"
)

// Clamd is a clamd that listens at an address. It speaks INSTREAM, as clamd(8)
// describes it: chunks with their length before them, an empty one at the end,
// then one line of answer.
type Clamd struct {
	network, addr string
}

const (
	// chunk is how many bytes go over at once.
	chunk = 64 << 10
	// patience is how long clamd may take for the whole of a file.
	patience = 2 * time.Minute
	// answerMost bounds the line that it answers.
	answerMost = 4 << 10
)

// New names a clamd by its address: unix:/path or tcp:host:port.
func New(addr string) (Clamd, error) {
	network, at, ok := strings.Cut(addr, ":")
	if !ok || at == "" || (network != "unix" && network != "tcp") {
		return Clamd{}, fault.Bad("scanner", "config.scanner")
	}
	return Clamd{network, at}, nil
}

// Scan streams a file to clamd and says what it found in it, or nothing.
func (c Clamd) Scan(ctx context.Context, from io.Reader) (found string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, c.network, c.addr)
	if err != nil {
		return "", fmt.Errorf("scanner: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	defer conn.Close()
	sent := send(conn, from)
	// Past its own limit clamd answers and hangs up while the file still goes.
	answer, err := bufio.NewReader(io.LimitReader(conn, answerMost)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("scanner: no answer: %w", errors.Join(err, sent))
	}
	return verdict(strings.TrimRight(answer, "\x00\n"))
}

func send(to io.Writer, from io.Reader) error {
	if _, err := io.WriteString(to, "zINSTREAM\x00"); err != nil {
		return err
	}
	b := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(from, b[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(b, uint32(n))
			if _, err := to.Write(b[:4+n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			_, err = to.Write(make([]byte, 4))
			return err
		}
		if err != nil {
			return err
		}
	}
}

// verdict reads "stream: OK", "stream: NAME FOUND", or an error.
func verdict(answer string) (found string, err error) {
	said, ok := strings.CutPrefix(answer, "stream: ")
	if name, bad := strings.CutSuffix(said, " FOUND"); ok && bad {
		return name, nil
	}
	if ok && said == "OK" {
		return "", nil
	}
	return "", fmt.Errorf("scanner: it says %q", answer)
}
