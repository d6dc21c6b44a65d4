package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// caller is somebody signed in without a browser.
type caller struct {
	t *testing.T
	m team
	c *http.Client
}

func (m team) caller(t *testing.T, name string) caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := caller{t, m, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	for _, p := range m.personas {
		if p.Name == name {
			r, err := c.c.PostForm(m.desk.URL+"/persona", url.Values{"id": {string(p.ID)}})
			if err != nil || r.StatusCode != http.StatusSeeOther {
				t.Fatal(r, err)
			}
			r.Body.Close()
		}
	}
	return c
}

func (c caller) ask(q *http.Request, err error) (*http.Response, string) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := c.c.Do(q)
	if err != nil {
		c.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return r, string(b)
}

func (c caller) get(path string) (*http.Response, string) {
	c.t.Helper()
	return c.ask(http.NewRequest("GET", c.m.desk.URL+path, nil))
}

// sent is a file as a browser sends it.
type sent struct{ name, holds string }

// send posts a form with files: the files first, as a hostile client would.
func (c caller) send(path string, fields url.Values, files ...sent) (*http.Response, string) {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range files {
		h := map[string][]string{"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename="%s"`, f.name)}, "Content-Type": {"image/png"}}
		p, _ := w.CreatePart(h)
		io.WriteString(p, f.holds)
	}
	for k, vs := range fields {
		for _, v := range vs {
			w.WriteField(k, v)
		}
	}
	w.Close()
	q, err := http.NewRequest("POST", c.m.desk.URL+path, &b)
	q.Header.Set("Content-Type", w.FormDataContentType())
	return c.ask(q, err)
}

func (m team) newCase(t *testing.T) string {
	t.Helper()
	chair := m.app.As(access.Actor{ID: m.personas[0].ID, Org: m.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	teams, err := chair.SeeTeams(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, err := chair.OpenCase(t.Context(), teams[0].Team.ID, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: time.Now().Add(time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	return "/cases/" + string(made.File)
}

var (
	keptField    = regexp.MustCompile(`name="kept" value="([^"]+)"`)
	attachedLink = regexp.MustCompile(`href="(/cases/\w+/attachments/\w+)">([^<]*)<`)
)

// TestFilesOverHTTP sends files with forms, as browsers and as others do, and
// asks for them back.
func TestFilesOverHTTP(t *testing.T) {
	for name, dsn := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, dsn)
			kase, chair := m.newCase(t), m.caller(t, "Chair")

			// One file is refused, one is not: nothing typed and nothing sent is lost.
			form := url.Values{"once": {"k1"}, "text": {"seen <b>"}, "source": {"a driver"}}
			r, page := chair.send(kase+"/do/observation", form, sent{"picture.png", "PK\x03\x04"}, sent{"..\\\\a\u202Egpj.exe", "hello"})
			kept := keptField.FindStringSubmatch(page)
			if r.StatusCode != 422 || !strings.Contains(page, "seen &lt;b&gt;") || !strings.Contains(page, "a driver") || !strings.Contains(page, "kind of file is not taken") || kept == nil {
				t.Fatalf("%d, kept %v", r.StatusCode, kept)
			}
			if !strings.Contains(page, "Never upload sexual images") || strings.Index(page, "Never upload sexual images") > strings.Index(page, `type="file"`) {
				t.Error("the sentence about images of minors does not stand above the field")
			}
			form.Set("kept", kept[1])
			for range 2 { // sent twice: done once
				if r, _ = chair.send(kase+"/do/observation", form, sent{"", ""}); r.StatusCode != http.StatusSeeOther {
					t.Fatalf("the form with what was kept: %d", r.StatusCode)
				}
			}
			_, page = chair.get(kase + "/facts")
			links := attachedLink.FindAllStringSubmatch(page, -1)
			if len(links) != 1 || links[0][2] != "agpj.exe.txt" || strings.Contains(page, "\u202E") {
				t.Fatalf("attached: %q", links)
			}
			m.originalOf(t, chair, links[0][1], "hello", "text/plain", "agpj.exe.txt")

			// The same without JavaScript and without a file: a form like any other.
			if r, _ = chair.send(kase+"/do/observation", url.Values{"once": {"k2"}, "text": {"no file"}}, sent{"", ""}); r.StatusCode != http.StatusSeeOther {
				t.Errorf("a form without a file: %d", r.StatusCode)
			}
			m.film(t, chair, kase, page)
			m.flood(t, chair, kase)
			m.strangers(t, kase, links[0][1])
			m.hostile(t, chair, kase)
		})
	}
}

// originalOf downloads an original and looks at how it is sent.
func (m team) originalOf(t *testing.T, c caller, link, holds, media, name string) {
	t.Helper()
	r, body := c.get(link + "/original")
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	if r.StatusCode != 200 || body != holds || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || params["filename"] != name || err != nil {
		t.Errorf("the original: %d, %d bytes, %q", r.StatusCode, len(body), r.Header.Get("Content-Disposition"))
	}
	if r.Header.Get("Content-Type") != media || r.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(r.Header.Get("Content-Security-Policy"), "sandbox;") || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the original is sent with %v", r.Header)
	}
}

// film attaches a film and fetches a piece of it.
func (m team) film(t *testing.T, c caller, kase, facts string) {
	t.Helper()
	attach := regexp.MustCompile(`/cases/\w+/do/attach/\w+`).FindString(facts)
	holds := "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00" + strings.Repeat("0123456789", 60_000)
	if r, page := c.send(attach, url.Values{"once": {"k3"}, "given_by": {"a parent"}}, sent{"yard.mp4", holds}); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d: %s", r.StatusCode, page)
	}
	if r, _ := c.send(attach, url.Values{"once": {"k4"}}, sent{"", ""}); r.StatusCode != 422 {
		t.Errorf("attaching nothing: %d", r.StatusCode)
	}
	_, page := c.get(kase + "/facts")
	links := attachedLink.FindAllStringSubmatch(page, -1)
	link := links[1][1]
	r, page := c.get(link)
	if !strings.Contains(page, "<video controls") || !strings.Contains(r.Header.Get("Content-Security-Policy"), "media-src 'self'") {
		t.Error("the page of a film does not play it")
	}
	q, err := http.NewRequest("GET", m.desk.URL+link+"/shown", nil)
	q.Header.Set("Range", "bytes=300000-300009")
	r, body := c.ask(q, err)
	if r.StatusCode != http.StatusPartialContent || body != holds[300000:300010] || r.Header.Get("Content-Type") != "video/mp4" {
		t.Errorf("a piece: %d, %q", r.StatusCode, body)
	}
	m.originalOf(t, c, link, holds, "video/mp4", "yard.mp4")
}

// flood attaches a picture of a few bytes that claims 10,000 million pixels: the
// page says that there is nothing to see, and the original is there.
func (m team) flood(t *testing.T, c caller, kase string) {
	t.Helper()
	holds := "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00\x00\x00\x00\x00"
	if r, _ := c.send(kase+"/do/observation", url.Values{"once": {"k5"}, "text": {"a flood"}}, sent{"flood.jpg", holds}); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("a PNG that is called JPEG: %d", r.StatusCode)
	}
	_, page := c.get(kase + "/facts")
	links := attachedLink.FindAllStringSubmatch(page, -1)
	link := links[len(links)-1]
	if link[2] != "flood.jpg.png" {
		t.Errorf("it is called %q", link[2])
	}
	if r, page := c.get(link[1]); r.StatusCode != 200 || strings.Contains(page, link[1]+"/shown") || !strings.Contains(page, "no safe preview") {
		t.Errorf("the page of a flood: %d", r.StatusCode)
	}
	if r, _ := c.get(link[1] + "/shown"); r.StatusCode != 404 {
		t.Errorf("a flood was drawn: %d", r.StatusCode)
	}
	m.originalOf(t, c, link[1], holds, "image/png", "flood.jpg.png")
}

// strangers get the answer of what does not exist, byte for byte.
func (m team) strangers(t *testing.T, kase, link string) {
	t.Helper()
	none := "/cases/" + strings.Repeat("0", 26) + "/attachments/" + strings.Repeat("0", 26)
	for _, end := range []string{"", "/shown", "/original"} {
		nobody := caller{t, m, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
		if r, _ := nobody.get(link + end); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/sign-in" {
			t.Errorf("nobody at %s: %d", end, r.StatusCode)
		}
		if r, page := m.caller(t, "Desk").get(link + end); strings.Contains(page, "agpj") || r.StatusCode == 200 {
			t.Errorf("intake at %s: %d", end, r.StatusCode)
		}
		r1, hidden := m.caller(t, "Out").get(link + end)
		r2, absent := m.caller(t, "Out").get(none + end)
		if r1.StatusCode != 404 || r2.StatusCode != 404 || strings.ReplaceAll(hidden, link, none) != absent {
			t.Errorf("a stranger at %s: %d and %d", end, r1.StatusCode, r2.StatusCode)
		}
	}
	if r, _ := m.caller(t, "Out").send(kase+"/do/observation", url.Values{"text": {"x"}}, sent{"a.txt", "x"}); r.StatusCode != 404 {
		t.Errorf("a stranger sends a file: %d", r.StatusCode)
	}
}

// hostile sends what no browser sends; each gets an answer in words, and none a
// mistake of ours.
func (m team) hostile(t *testing.T, c caller, kase string) {
	t.Helper()
	post := func(media, body string) int {
		q, err := http.NewRequest("POST", m.desk.URL+kase+"/do/observation", strings.NewReader(body))
		q.Header.Set("Content-Type", media)
		r, _ := c.ask(q, err)
		return r.StatusCode
	}
	once := `--b` + "\r\n" + `Content-Disposition: form-data; name="once"` + "\r\n\r\nk9\r\n"
	part := func(head, body string) string { return "--b\r\n" + head + "\r\n\r\n" + body + "\r\n" }
	var many strings.Builder
	for range 2000 {
		many.WriteString(part(`Content-Disposition: form-data; name="x"`, "1"))
	}
	for name, tt := range map[string][2]string{
		"no boundary":        {"multipart/form-data", "x"},
		"no end":             {"multipart/form-data; boundary=b", part(`Content-Disposition: form-data; name="file"; filename="a.txt"`, "hello")},
		"half a head":        {"multipart/form-data; boundary=b", "--b\r\nContent-Disp"},
		"too many fields":    {"multipart/form-data; boundary=b", many.String() + "--b--"},
		"a field of 2 MB":    {"multipart/form-data; boundary=b", part(`Content-Disposition: form-data; name="text"`, strings.Repeat("x", 2<<20)) + "--b--"},
		"a form of 2 MB":     {"application/x-www-form-urlencoded", "text=" + strings.Repeat("x", 2<<20)},
		"an empty form":      {"multipart/form-data; boundary=b", once + "--b--"},
		"another's kept one": {"multipart/form-data; boundary=b", once + part(`Content-Disposition: form-data; name="text"`, "x") + part(`Content-Disposition: form-data; name="kept"`, strings.Repeat("0", 26)+" a") + "--b--"},
	} {
		if got := post(tt[0], tt[1]); got != 422 {
			t.Errorf("%s: %d", name, got)
		}
	}
	if m.log.Len() > 0 {
		t.Errorf("the log says: %s", m.log)
	}
}

// TestAttachInABrowser attaches with scripts off, looks at the picture and
// plays nothing that the policy forbids.
func TestAttachInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	s.be(t, p, "Rosa Delgado")
	p.Scripts(false)
	p.Open(s.desk.URL + "/cases?all=1&order=changed")
	p.Open(s.desk.URL + testbed.Eval[string](p, `[...document.querySelectorAll("tr")].find(r => r.textContent.includes("Waiting in the lot")).querySelector("a").pathname`) + "/facts")
	p.Follow(".attached a")
	p.Wait(".shown img")
	p.Scripts(true)
	p.Open(p.URL())
	p.Wait(".shown img")
	if w := testbed.Eval[int](p, `(async () => { const i = document.querySelector(".shown img"); await i.decode(); return i.naturalWidth })()`); w != 960 {
		t.Errorf("the picture is %d wide", w)
	}
	for _, bad := range p.Trouble() {
		t.Errorf("the browser says: %s", bad)
	}
}
