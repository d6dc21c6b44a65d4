package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// A phone's reader and writer, a slow reader: 200 words a minute read (Brysbaert
// 2019 finds 238 for adults reading silently), 36 typed with thumbs (the mean of
// Palin and others 2019), two seconds for each thing pressed.
const (
	wordsRead  = 200
	wordsTyped = 36
	perPress   = 2 * time.Second
)

// walk goes through the portal as a reader would and adds up the time.
type walk struct {
	*testbed.Page
	took  time.Duration
	read  map[string]bool // blocks of text that were read already
	pages []int           // words that were new on each page
}

// look reads what is new on the page: what stands on every page is read once.
func (w *walk) look() {
	blocks := testbed.Eval[[]string](w.Page, `(() => {
		const block = "h1,h2,p,li,label,legend,button,dt,dd,a,summary";
		return [...document.querySelectorAll(block)].filter(e => e.checkVisibility() && !e.querySelector(block.replace(",a,", ",")) && !e.parentElement.closest(block)).map(e => e.innerText.trim());
	})()`)
	n := 0
	for _, b := range blocks {
		if !w.read[b] {
			w.read[b] = true
			n += len(strings.Fields(b))
		}
	}
	w.took += time.Duration(n) * time.Minute / wordsRead
	w.pages = append(w.pages, n)
}

func (w *walk) write(field, text string) {
	w.Fill(field, text)
	w.took += time.Duration(len(strings.Fields(text)))*time.Minute/wordsTyped + perPress
}

func (w *walk) press(selector string) {
	w.took += perPress
	if status := w.Follow(selector); status != 200 {
		panic(fmt.Sprint(selector, " answers ", status))
	}
	w.look()
}

// TestFourMinutes: on a window of 320 pixels without scripts, at a slow reader's
// pace, a report with who, where, when and a weapon takes under four minutes
// from the first page to the receipt.
func TestFourMinutes(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	for _, lang := range []string{"en", "es"} {
		w := &walk{Page: p, read: map[string]bool{}}
		p.Size(320, 640)
		p.Scripts(false)
		p.Open(d.URL + "/?lang=" + lang)
		w.look()
		w.press(`.go a.button`)
		w.write("#narrative", "A boy in my class said he will bring a gun on Monday and that we will see who laughs then.")
		w.press(`button[value="next"]`)
		w.write("#who", "Tom from ninth grade")
		w.write("#where", "In the gym")
		w.write("#when", "Today at noon")
		w.press(`button[value="next"]`)
		p.Check(`input[name="weapon"][value="yes"]`)
		w.took += perPress
		w.press(`button[value="next"]`)
		w.write("#details", "He says his father has one at home.")
		w.press(`button[value="next"]`)
		w.press(`button[value="next"]`)
		w.press(`button[value="send"]`)
		if p.Count(".ref") != 1 {
			t.Fatalf("%s: no receipt", lang)
		}
		t.Logf("%s: %v; words read, page by page: %v", lang, w.took.Round(time.Second), w.pages)
		if w.took > 4*time.Minute {
			t.Errorf("%s: a report takes %v", lang, w.took)
		}
		leavesNothing(t, p, d)
	}
}

// leavesNothing: everything came from the portal, and the browser keeps nothing.
func leavesNothing(t *testing.T, p *testbed.Page, d door) {
	t.Helper()
	if s := p.Stored(); !s.Empty() {
		t.Errorf("the portal stored %+v", s)
	}
	for _, r := range p.Requests() {
		if !strings.HasPrefix(r, d.URL+"/") && r != "about:blank" {
			t.Errorf("the portal asked elsewhere: %s", r)
		}
		if u, err := url.Parse(r); err != nil || (u.RawQuery != "" && u.RawQuery != "lang=en" && u.RawQuery != "lang=es") {
			t.Errorf("an address says more than the language: %s", r)
		}
	}
	for _, bad := range p.Trouble() {
		if !strings.Contains(bad, "status of 4") { // a page that says what is wrong
			t.Errorf("the browser says: %s", bad)
		}
	}
}

// TestPortalPages looks at every page of the portal, in each language, at three
// widths, light and dark, read from the left and from the right: axe finds
// nothing, nothing scrolls sideways, none weighs more than 60 kB with its style,
// one origin is asked, nothing is stored; the waiting page's script does its
// work.
func TestPortalPages(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	own := tatm.Form{Asks: tatm.FormTopics(), Own: []tatm.OwnQuestion{
		{Kind: tatm.AskChoice, Words: tatm.Texts{"en": "Which building?", "es": "¿Qué edificio?"}, Choices: []tatm.Texts{{"en": "North", "es": "Norte"}, {"en": "Gym", "es": "Gimnasio"}}},
		{Kind: tatm.AskText, Words: tatm.Texts{"en": "What else?", "es": "¿Qué más?"}}}}
	if _, err := d.admin().KeepForm(t.Context(), tatm.DefaultChannel, 0, own); err != nil {
		t.Fatal(err)
	}
	team := func() tatm.TeamID {
		c, err := d.app.Door(d.org).Channel(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		return c.Channel.Team
	}()
	for _, theme := range tatm.Themes[1:] {
		if _, err := d.admin().KeepChannel(t.Context(), "", 0, tatm.PublicChannel{Name: "n", Slug: "a-" + string(theme), Team: team, Languages: tatm.Languages, Theme: theme,
			Numbers: []tatm.HelpNumber{{Number: "555-0100", For: tatm.Texts{"en": "School police", "es": "Policía escolar"}, Urgent: true}}}); err != nil {
			t.Fatal(err)
		}
	}
	css, _ := d.get(t, "/assets/portal.css", "")
	for _, lang := range tatm.Languages {
		for i, width := range []int{320, 768, 1440} {
			p.Size(width, 800)
			p.Dark(i%2 == 1)
			l := looker{p, d, t, lang, width, int(css.ContentLength)}
			l.all()
		}
	}
	leavesNothing(t, p, d)
}

type looker struct {
	*testbed.Page
	d     door
	t     *testing.T
	lang  string
	width int
	css   int
}

// all goes to every page.
func (l looker) all() {
	at := func(path string) {
		l.Open(l.d.URL + path + "?lang=" + l.lang)
		l.sound(path)
	}
	for _, theme := range tatm.Themes[1:] {
		at("/c/a-" + string(theme))
	}
	at("/")
	at("/thread")
	at("/second/nothing")
	at("/tell")
	l.Follow(`button[value="next"]`)
	l.sound("refused")
	l.Fill("#narrative", "He said "+l.lang+fmt.Sprint(l.width)+" that he would bring it on Monday.")
	l.Follow(`button[value="next"]`)
	l.sound("who")
	l.Follow(`button[value="next"]`)
	l.Check(`input[name="weapon"][value="yes"]`)
	l.sound("danger")
	for _, step := range []string{"more", "own", "you", "check"} {
		l.Follow(`button[value="next"]`)
		l.sound(step)
	}
	l.Follow(`button[value="send"]`)
	l.Wait(".ref") // by the waiting page, where many came before
	l.sound("receipt")
	words := l.Text(".ref")
	l.Fill("#words", "not these words at all")
	l.Follow("main form button")
	l.sound("wrong words")
	l.Fill("#words", words)
	l.Follow("main form button")
	testbed.Eval[bool](l.Page, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
	l.sound("thread")
	l.waits()
}

// waits fills the measure of the browser's network, looks at the page that waits
// and lets its script do the work.
func (l looker) waits() {
	c := http.DefaultClient
	for i := range 12 {
		sendForm(l.t, l.d, c, url.Values{"once": {fmt.Sprint(l.lang, l.width, i)}, "narrative": {fmt.Sprint("Filling ", l.lang, l.width, i)}})
	}
	l.Open(l.d.URL + "/tell?lang=" + l.lang)
	l.Fill("#narrative", "One of many "+l.lang+fmt.Sprint(l.width))
	for range 5 {
		l.Follow(`button[value="next"]`)
	}
	l.Scripts(false)
	l.Follow(`button[value="send"]`)
	if l.Count("#wait") != 1 {
		l.t.Fatalf("%s %d: nobody waits: %s", l.lang, l.width, l.Text("main"))
	}
	l.Scripts(true)
	l.sound("wait")
	l.Click("#wait button") // too early: the page again, now with its script
	l.Wait(".ref")
	l.sound("after the work")
}

// sound says what is wrong with the page.
func (l looker) sound(what string) {
	l.t.Helper()
	if got := testbed.Eval[string](l.Page, `document.documentElement.lang`); got != l.lang {
		l.t.Errorf("%s is in %q, not %q", what, got, l.lang)
	}
	for _, v := range l.Axe() {
		l.t.Errorf("%s %s at %d: %s", l.lang, what, l.width, v)
	}
	for _, dir := range []string{"rtl", "ltr"} {
		testbed.Eval[bool](l.Page, `(document.documentElement.dir = "`+dir+`", true)`)
		if n := l.Overflow(); n > 0 {
			l.t.Errorf("%s %s at %d, %s: %d pixels too wide", l.lang, what, l.width, dir, n)
		}
		if at := os.Getenv("OFFRAMP_SCREENSHOTS"); at != "" && (dir == "ltr" || l.width == 320) {
			l.Screenshot(filepath.Join(at, fmt.Sprintf("portal-%s-%s-%d-%s.png", strings.ReplaceAll(strings.Trim(what, "/"), "/", "_"), l.lang, l.width, dir)))
		}
	}
	if n := len(testbed.Eval[string](l.Page, `document.documentElement.outerHTML.replace(/<script>[^]*?<\/script>/g, "")`)) + l.css; n > 60<<10 {
		l.t.Errorf("%s %s weighs %d bytes", l.lang, what, n)
	}
}
