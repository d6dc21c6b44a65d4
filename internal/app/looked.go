package app

import (
	"context"
	"io"

	"offramp/internal/tatm"
)

// Scanner looks through what a file holds for what it knows as malware. It says
// what it found, or nothing.
type Scanner interface {
	Scan(ctx context.Context, from io.Reader) (found string, err error)
}

// looked lets the scanner read along while a file is taken in, so that it is
// read once. Said, called when the file was read or broke off, waits for the
// scanner's word. One that fails or stops reading holds nothing up.
func (a *App) looked(ctx context.Context, from io.Reader) (along io.Reader, said func(error) (tatm.Looked, string)) {
	if a.scanner == nil {
		return from, func(error) (tatm.Looked, string) { return tatm.NotLooked, "" }
	}
	out, in := io.Pipe()
	type answer struct {
		found string
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		found, err := a.scanner.Scan(ctx, out)
		done <- answer{found, err}
		_, _ = io.Copy(io.Discard, out)
	}()
	return io.TeeReader(from, in), func(broke error) (tatm.Looked, string) {
		in.CloseWithError(broke) // nil ends it as the file ends
		w := <-done
		switch {
		case w.err != nil:
			return tatm.LookFailed, ""
		case w.found != "":
			return tatm.FoundBad, w.found
		}
		return tatm.FoundClean, ""
	}
}

// Scans reports whether a scanner for malware is set up.
func (a *App) Scans() bool { return a.scanner != nil }
