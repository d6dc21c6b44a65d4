package testbed

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Open goes to url and returns the status of its answer.
func (p *Page) Open(url string) (status int) {
	p.t.Helper()
	return p.through("open "+url, chromedp.Navigate(url))
}

// Click clicks on the first element that the CSS selector finds, where the
// mouse would.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Follow clicks on a link or button and waits for the page it leads to, or for
// the part of the page that htmx puts in its place. It returns the status of
// that answer.
func (p *Page) Follow(selector string) (status int) {
	p.t.Helper()
	click := chromedp.Click(chromedp.CSS(selector))
	if !Eval[bool](p, `!!window.htmx && !!document.querySelector(`+strconv.Quote(selector)+`)?.closest("[hx-get],[hx-post]")`) {
		return p.through("follow "+selector, click)
	}
	// An answer may also lead away from the page, so what is waited for ends
	// with the page too. What comes to stand beside a form answers no click.
	Eval[bool](p, `(() => {
		window.swapped = 0;
		document.addEventListener("htmx:afterSettle", (e) => { if (e.detail.target?.id !== "beside") window.swapped = e.detail.xhr.status });
		return true;
	})()`)
	p.do("follow "+selector, click)
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	done := chromedp.Evaluate[int](`document.readyState !== "complete" ? 0 : window.swapped ?? performance.getEntriesByType("navigation")[0].responseStatus`)
	for ctx.Err() == nil {
		// While one page goes and the next comes there is nobody to ask.
		if status, err := chromedp.Run(ctx, done); err == nil && status != 0 {
			return status
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatalf("follow %s: nothing came of it", selector)
	return 0
}

func (p *Page) through(what string, step chromedp.Action[chromedp.Void]) int {
	p.t.Helper()
	answer := ask(p, what, func(ctx context.Context, t *chromedp.Target) (*network.Response, error) {
		return chromedp.RunResponse(ctx, step)
	})
	if answer == nil {
		return 0
	}
	return int(answer.Status)
}

// Check puts a checkbox or a radio button on (or a checkbox off) as the
// keyboard does, so that it works where the page draws its own mark and keeps
// the input itself out of sight.
func (p *Page) Check(selector string) {
	p.t.Helper()
	p.do("check "+selector, chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent(" "))
}

// Fill gives an input, a text area or a select (by its value) what it holds, and
// tells the page that it changed.
func (p *Page) Fill(selector, value string) {
	p.t.Helper()
	p.do("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
	held := Eval[string](p, `(() => {
		const e = document.querySelector(`+strconv.Quote(selector)+`);
		e.focus();
		e.value = `+strconv.Quote(value)+`;
		e.dispatchEvent(new Event("input", {bubbles: true}));
		e.dispatchEvent(new Event("change", {bubbles: true}));
		return e.value.replaceAll("\r\n", "\n");
	})()`)
	if held != value {
		p.t.Fatalf("fill %s: it holds %q, not %q", selector, held, value)
	}
}

// Type types text where the focus is. Keys that give no letter are written as
// Tab, Enter and Escape.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.do("type", chromedp.KeyEvent(text))
}

// Keys for Type.
const (
	Tab    = kb.Tab
	Enter  = kb.Enter
	Escape = kb.Escape
)

// Focused says where the keyboard is: the focused element as tag#id[name], or
// "body" for nowhere. A keyboard walk reads it after each Tab.
func (p *Page) Focused() string {
	p.t.Helper()
	return Eval[string](p, `(() => {
		const e = document.activeElement;
		return e.localName + (e.id && "#" + e.id) + (e.name ? "[" + e.name + "]" : "");
	})()`)
}

// Text returns the visible text of the first element that the selector finds.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return ask(p, "text of "+selector, chromedp.Text(chromedp.CSS(selector)))
}

// Count says how many elements the selector finds now.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	return Eval[int](p, `document.querySelectorAll(`+strconv.Quote(selector)+`).length`)
}

// Wait waits until the selector finds something, for what a script brings later.
func (p *Page) Wait(selector string) {
	p.t.Helper()
	p.do("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
}

// URL is the address of the page.
func (p *Page) URL() string {
	p.t.Helper()
	return ask(p, "address", chromedp.Location())
}

// Eval returns the value of a JavaScript expression; of a promise, what it
// comes to.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return ask(p, "evaluate", chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Printed returns the page as a PDF, on the paper that its styles ask for.
func (p *Page) Printed() []byte {
	p.t.Helper()
	return call(p, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true), PrintBackground: new(true)}).Data
}

// Screenshot writes a picture (PNG) of the whole page to file, and makes the
// folder for it.
func (p *Page) Screenshot(file string) {
	p.t.Helper()
	png := ask(p, "screenshot", chromedp.FullScreenshot(100))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// Overflow says by how many CSS pixels the page is wider than its window; 0 is
// what every page must give.
func (p *Page) Overflow() int {
	p.t.Helper()
	return Eval[int](p, `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`)
}

// Requests lists the address of everything the tab asked the network for, in
// order, since it began.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Trouble lists what went wrong in the tab since it began: uncaught errors of
// scripts, failed loads, and what the content security policy refused.
func (p *Page) Trouble() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.trouble)
}

// Stored is what a page left in the browser.
type Stored struct {
	Cookies   []string // name@domain
	Local     []string // keys of localStorage
	Session   []string // keys of sessionStorage
	Databases []string // names in IndexedDB and in the cache storage
	Workers   []string // scopes of service workers
}

// Empty reports whether nothing was left.
func (s Stored) Empty() bool {
	return len(s.Cookies)+len(s.Local)+len(s.Session)+len(s.Databases)+len(s.Workers) == 0
}

// Stored tells what the page open now, and the browser for it, keep.
func (p *Page) Stored() Stored {
	p.t.Helper()
	s := Eval[Stored](p, `(async () => ({
		Local: Object.keys(localStorage),
		Session: Object.keys(sessionStorage),
		Databases: [...(await indexedDB.databases()).map(d => d.name), ...("caches" in window ? await caches.keys() : [])],
		Workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).map(r => r.scope) : [],
	}))()`)
	for _, c := range call(p, network.GetCookies, network.GetCookiesParams{}).Cookies {
		s.Cookies = append(s.Cookies, fmt.Sprintf("%s@%s", c.Name, c.Domain))
	}
	return s
}
