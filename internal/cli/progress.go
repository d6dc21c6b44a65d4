package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress draws a bar on one line of a terminal. Into a file or a pipe it
// writes a plain line at each quarter.
func progress(env Env, what string) func(done, all int) {
	last, steps := 0, 40
	bar := terminal(env.Out)
	if !bar {
		steps = 4
	}
	return func(done, all int) {
		if all == 0 || done*steps/all == last {
			return
		}
		last = done * steps / all
		switch {
		case !bar:
			fmt.Fprintf(env.Out, "%s: %d of %d\n", what, done, all)
		case done < all:
			fmt.Fprintf(env.Out, "\r%s [%s%s] %d of %d", what, strings.Repeat("#", last), strings.Repeat(".", steps-last), done, all)
		default:
			fmt.Fprintf(env.Out, "\r%s [%s] %d of %d\n", what, strings.Repeat("#", last), done, all)
		}
	}
}

// terminal reports whether somebody looks at what is written.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// counted reads a file and draws how much of it was read.
func counted(env Env, what string, f *os.File) io.Reader {
	info, err := f.Stat()
	if err != nil {
		return f
	}
	return &counting{f, 0, info.Size(), progress(env, what)}
}

type counting struct {
	io.Reader
	done, all int64
	progress  func(done, all int)
}

// Read reads on and tells of it, in KiB.
func (c *counting) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.done += int64(n)
	c.progress(int((c.done+1023)/1024), int((c.all+1023)/1024))
	return n, err
}
