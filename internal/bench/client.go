package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// ask makes the n-th request, as bytes to send.
type ask func(n int64) []byte

// right says whether an answer is the one asked for.
type right func(status int, body []byte) error

// pace is what a phase saw.
type pace struct {
	done     int64
	per      float64 // answers per second
	p50, p99 time.Duration
	lost     error // the first wrong answer
}

// full has callers ask one after the other, as fast as they are answered.
func full(ctx context.Context, addr string, callers crowd, length time.Duration, a ask, r right) pace {
	return drive(ctx, addr, callers, length, 0, a, r)
}

// paced asks at a steady rate, whatever the answers do: the time of an answer
// counts from when it was to be asked for, so a server that stands still for a
// second is seen to.
func paced(ctx context.Context, addr string, callers crowd, length time.Duration, per float64, a ask, r right) pace {
	return drive(ctx, addr, callers, length, time.Duration(float64(time.Second)/per), a, r)
}

// next is where numbers of requests go on, so that no key is used twice.
var next atomic.Int64

func drive(ctx context.Context, addr string, callers crowd, length, every time.Duration, a ask, r right) pace {
	var mu sync.Mutex
	var all []time.Duration
	var p pace
	var slot atomic.Int64
	began := time.Now()
	until := began.Add(length)
	var wg sync.WaitGroup
	for range callers.most {
		wg.Go(func() {
			mine, err := caller(ctx, addr, callers.each, began, until, every, &slot, a, r)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
			if p.lost == nil {
				p.lost = err
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	if len(all) == 0 {
		p.lost = errors.Join(p.lost, errors.New("no answer"))
		return p
	}
	slices.Sort(all)
	p.done, p.per = int64(len(all)), float64(len(all))/took.Seconds()
	p.p50, p.p99 = all[len(all)/2], all[len(all)*99/100]
	return p
}

// crowd is how many ask at once. Each of them asks over one connection, or comes
// from another network every so many requests: the door slows a network that
// sends many reports.
type crowd struct{ most, each int }

// places are where callers have come from so far.
var places atomic.Int64

// dial connects from a loopback address that nobody else has, or from anywhere.
func dial(addr string, own bool) (net.Conn, error) {
	var d net.Dialer
	if own {
		n := places.Add(1)
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, byte(1+n>>16%250), byte(n>>8), byte(n))}
	}
	return d.Dial("tcp", addr)
}

// caller asks until its time is over.
func caller(ctx context.Context, addr string, each int, began, until time.Time, every time.Duration, slot *atomic.Int64, a ask, r right) ([]time.Duration, error) {
	var c net.Conn
	in := bufio.NewReaderSize(c, 64<<10)
	defer func() {
		if c != nil {
			c.Close()
		}
	}()
	var took []time.Duration
	var body bytes.Buffer
	for ctx.Err() == nil {
		from := time.Now()
		if every > 0 {
			from = began.Add(time.Duration(slot.Add(1)-1) * every)
			time.Sleep(time.Until(from))
		}
		if from.After(until) {
			return took, nil
		}
		if c == nil || each > 0 && len(took)%each == 0 {
			if c != nil {
				c.Close()
			}
			var err error
			if c, err = dial(addr, each > 0); err != nil {
				return took, err
			}
			in.Reset(c)
		}
		if _, err := c.Write(a(next.Add(1))); err != nil {
			return took, err
		}
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			return took, err
		}
		body.Reset()
		if _, err := io.Copy(&body, answer.Body); err != nil {
			return took, err
		}
		if err := r(answer.StatusCode, body.Bytes()); err != nil {
			return took, err
		}
		took = append(took, time.Since(from))
	}
	return took, ctx.Err()
}

// holds is right for an answer 200 that holds a text.
func holds(text string) right {
	return func(status int, body []byte) error {
		if status != http.StatusOK || !bytes.Contains(body, []byte(text)) {
			return fmt.Errorf("answer %d of %d bytes without %q", status, len(body), text)
		}
		return nil
	}
}

// get asks for a page as somebody signed in.
func get(path, token string) ask {
	q := []byte("GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept-Language: en\r\nCookie: offramp=" + token + "\r\n\r\n")
	return func(int64) []byte { return q }
}

// tell is where the portal takes a form.
const tell = "/tell?lang=en"

// report posts a filled portal form, each with a key and words of its own.
func report(run string) ask {
	const words = "narrative=He+said+it+again+in+the+yard+and+two+people+heard+it.+He+said+it+again+in+the+yard+and+two+people+heard+it.+" +
		"He+said+it+again+in+the+yard+and+two+people+heard+it.+He+said+it+again+in+the+yard%%2C+twice.+%d" +
		"&who=a+driver&where=the+yard&when=Monday&knows=his+sister&weapon=unknown&target=no&imminent=no&name=Ines+Lund&contact=by+the+office&safe_way=after+four&once="
	return func(n int64) []byte {
		body := fmt.Sprintf(words+"%s-%d", n, run, n)
		return fmt.Appendf(nil, "POST "+tell+" HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
}
