package testbed

import (
	"context"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for one step before the test fails.
const patience = 20 * time.Second

// Page is a tab of a headless Chromium. Its methods fail the test instead of
// returning an error.
type Page struct {
	t    testing.TB
	ctx  context.Context
	dark bool

	mu       sync.Mutex
	requests []string
	trouble  []string
}

// Browser starts a headless Chromium with a profile of its own and returns its
// first page, in a window of 1280 × 900. ok is false where there is no Chromium
// and in a short run (go test -short).
func Browser(t testing.TB) (p *Page, ok bool) {
	t.Helper()
	if testing.Short() {
		t.Log("left out: chromium (a short run)")
		return nil, false
	}
	path := chromium()
	if path == "" {
		absent(t, "chromium", "neither chromium nor google-chrome is in PATH")
		return nil, false
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, // the tests may run as root, and load only our own pages
		chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true), // containers have a small /dev/shm
	)
	// Not t.Context, which ends before cleanup: the browser closes in order.
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	return tab(t, alloc), true
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Another returns a page of the same browser that shares nothing with p: the
// page of another person, or of nobody.
func (p *Page) Another() *Page {
	p.t.Helper()
	return tab(p.t, p.ctx, chromedp.WithNewBrowserContext())
}

func tab(t testing.TB, parent context.Context, opts ...chromedp.ContextOption) *Page {
	t.Helper()
	p := &Page{t: t}
	ctx, _ := chromedp.NewContext(parent, opts...)
	p.ctx = ctx
	t.Cleanup(func() {
		end, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := chromedp.Cancel(end); err != nil {
			t.Logf("closing the page: %v", err)
		}
	})
	// The first run has no deadline of its own: it would end the whole browser.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	p.Size(1280, 900)
	return p
}

// hear keeps what the tab asks of the network and what goes wrong in it.
func (p *Page) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	case *page.EventJavascriptDialogOpening:
		go p.leave() // an answer sent from here would wait for this event to end
	case *runtime.EventExceptionThrown:
		p.trouble = append(p.trouble, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.trouble = append(p.trouble, e.Entry.Text)
		}
	}
}

// leave says yes to a page that asks whether to leave what was typed.
func (p *Page) leave() {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, _ = chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		return chromedp.Void{}, err
	})
}

// do runs one step within patience.
func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ask(p, what, chromedp.Steps(steps...))
}

func ask[T any](p *Page, what string, step chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, step)
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	return out
}

func call[P, R any](p *Page, c cdp.Command[P, R], params P) R {
	p.t.Helper()
	return ask(p, string(c.Method), func(ctx context.Context, t *chromedp.Target) (R, error) {
		return cdp.Call(ctx, t, c, params)
	})
}

// Size makes the window w × h CSS pixels.
func (p *Page) Size(w, h int) {
	p.t.Helper()
	p.do("size", chromedp.EmulateViewport(int64(w), int64(h)))
}

// Dark asks pages for their dark colours, or for the light ones again.
func (p *Page) Dark(on bool) {
	p.t.Helper()
	p.dark = on
	p.media("")
}

// Paper shows pages as they print, or as on the screen again.
func (p *Page) Paper(on bool) {
	p.t.Helper()
	if on {
		p.media("print")
	} else {
		p.media("")
	}
}

func (p *Page) media(name string) {
	p.t.Helper()
	scheme := "light"
	if p.dark {
		scheme = "dark"
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media:    name,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
}

// Scripts switches the scripts of the pages opened from now on; pages must
// work without. Axe needs them on.
func (p *Page) Scripts(on bool) {
	p.t.Helper()
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}
