package testbed

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRequired(t *testing.T) {
	for _, tt := range []struct {
		part, named, ci string
		want            bool
	}{
		{"postgres", "", "", false},
		{"postgres", "", "true", true},
		{"postgres", "postgres,chromium", "", true},
		{"chromium", "postgres,chromium", "", true},
		{"chromium", "postgres", "true", false},
	} {
		if got := required(tt.part, tt.named, tt.ci); got != tt.want {
			t.Errorf("required(%q, %q, %q) = %v", tt.part, tt.named, tt.ci, got)
		}
	}
}

// TestPostgres: two databases of one server know nothing of each other, and are
// gone after the test that made them.
func TestPostgres(t *testing.T) {
	var urls []string
	t.Run("a test", func(t *testing.T) {
		for range 2 {
			url := Postgres(t)
			if url == "" {
				return
			}
			db := dial(t, url)
			if _, err := db.Exec("CREATE TABLE mark (n BIGINT)"); err != nil {
				t.Fatal(err)
			}
			urls = append(urls, url)
		}
	})
	for _, url := range urls {
		if err := dial(t, url).Ping(); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("the database outlived its test: %v", err)
		}
	}
}

func dial(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

const sound = `<!DOCTYPE html><html lang="en"><head><title>Sound</title><style>
	@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }
	@media print { body { color: #00f; background: #fff } }
	</style></head>
	<body><main><h1>Sound</h1><form method="post" action="/took">
	<label for="who">Who</label><input id="who" name="who">
	<input type="checkbox" id="agree" name="agree" style="position:absolute;left:-9999px"><label for="agree">Agree</label>
	<label for="level">Level</label><select id="level" name="level"><option value="">?</option><option value="low">Low</option></select>
	<button id="send">Send</button></form><p id="late"></p></main></body></html>`

// site serves pages by path under a strict content security policy, and shows
// what a form posted.
func site(t *testing.T, pages map[string]string) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusUnprocessableEntity)
			fmt.Fprintf(w, `<!DOCTYPE html><p id="took">%s|%s|%s</p>`, r.PostFormValue("who"), r.PostFormValue("agree"), r.PostFormValue("level"))
			return
		}
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".js") {
			w.Header().Set("Content-Type", "text/javascript")
		}
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'")
		fmt.Fprint(w, page)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestForm(t *testing.T) {
	url := site(t, map[string]string{"/": sound})
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
			p, ok := Browser(t)
			if !ok {
				return
			}
			p.Scripts(scripts)
			if status := p.Open(url + "/"); status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
			p.Fill("#who", "A neighbour")
			p.Check("#agree")
			p.Fill("#level", "low")
			if status := p.Follow("#send"); status != http.StatusUnprocessableEntity {
				t.Errorf("status %d", status)
			}
			if got, want := p.Text("#took"), "A neighbour|on|low"; got != want {
				t.Errorf("posted %q, want %q", got, want)
			}
			if p.URL() != url+"/took" {
				t.Errorf("at %s", p.URL())
			}
		})
	}
}

// TestAxe: a sound page passes, and a page with a planted fault of each sort
// does not.
func TestAxe(t *testing.T) {
	p, ok := Browser(t)
	if !ok {
		return
	}
	url := site(t, map[string]string{
		"/": sound,
		"/faulty": strings.NewReplacer(
			`<label for="who">Who</label>`, ``,
			`<h1>Sound</h1>`, `<h1 style="color:#999;background:#888">Pale</h1>`).Replace(sound),
	})
	p.Open(url + "/")
	if found := p.Axe(); len(found) > 0 {
		t.Errorf("a sound page: %v", found)
	}
	p.Open(url + "/faulty")
	var ids []string
	for _, v := range p.Axe() {
		ids = append(ids, v.ID)
	}
	for _, want := range []string{"color-contrast", "label"} {
		if !slices.Contains(ids, want) {
			t.Errorf("the planted fault %s was not found in %v", want, ids)
		}
	}
}

// TestStored: what a page keeps in the browser is seen, and another page of the
// same browser has none of it.
func TestStored(t *testing.T) {
	p, ok := Browser(t)
	if !ok {
		return
	}
	url := site(t, map[string]string{"/": sound, "/keeps": `<!DOCTYPE html><script src="/keeps.js"></script>`, "/keeps.js": `
		document.cookie = "seen=1"; localStorage.setItem("who", "x"); sessionStorage.setItem("tab", "y"); 
		indexedDB.open("case").onsuccess = () => { document.documentElement.id = "kept" };`})
	p.Open(url + "/")
	if s := p.Stored(); !s.Empty() {
		t.Errorf("a page that keeps nothing: %+v", s)
	}
	p.Open(url + "/keeps")
	p.Wait("#kept")
	s := p.Stored()
	if len(s.Cookies) != 1 || !slices.Equal(s.Local, []string{"who"}) || !slices.Equal(s.Session, []string{"tab"}) || !slices.Equal(s.Databases, []string{"case"}) {
		t.Errorf("what the page keeps was not all seen: %+v", s)
	}
	stranger := p.Another()
	stranger.Open(url + "/")
	if s := stranger.Stored(); !s.Empty() {
		t.Errorf("another person's page holds %+v", s)
	}
}

// TestRequests: every address that a page asks for is on the log, elsewhere's
// among them, and what the policy refuses is trouble.
func TestRequests(t *testing.T) {
	p, ok := Browser(t)
	if !ok {
		return
	}
	elsewhere := site(t, nil)
	url := site(t, map[string]string{
		"/":      strings.Replace(sound, `<h1>`, `<img alt="" src="/own.png"><h1>`, 1),
		"/leaks": `<!DOCTYPE html><img alt="" src="` + elsewhere + `/pixel.png"><script>void 0</script>`,
	})
	p.Open(url + "/")
	for _, want := range []string{url + "/", url + "/own.png"} {
		if !slices.Contains(p.Requests(), want) {
			t.Errorf("%s is not on the log: %v", want, p.Requests())
		}
	}
	p.Open(url + "/leaks")
	if all := strings.Join(p.Trouble(), "\n"); !strings.Contains(all, elsewhere+"/pixel.png") || !strings.Contains(all, "script") {
		t.Errorf("what the policy refused is no trouble: %s", all)
	}
}

// TestLook: size, colours, paper and keyboard reach the page.
func TestLook(t *testing.T) {
	p, ok := Browser(t)
	if !ok {
		return
	}
	url := site(t, map[string]string{"/": sound, "/wide": `<!DOCTYPE html><div style="width:900px">wide</div>`})
	colour := func() string { return Eval[string](p, `getComputedStyle(document.body).color`) }
	p.Open(url + "/")
	p.Dark(true)
	if got := colour(); got != "rgb(255, 255, 255)" {
		t.Errorf("dark: text is %s", got)
	}
	p.Dark(false)
	p.Paper(true)
	if got := colour(); got != "rgb(0, 0, 255)" {
		t.Errorf("paper: text is %s", got)
	}
	p.Paper(false)
	p.Type(Tab)
	if got := p.Focused(); got != "input#who[who]" {
		t.Errorf("after Tab the keyboard is at %s", got)
	}
	p.Size(360, 740)
	if got := p.Overflow(); got != 0 {
		t.Errorf("the sound page is %d pixels too wide", got)
	}
	file := filepath.Join(t.TempDir(), "shots", "phone.png")
	p.Screenshot(file)
	if b, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(b), "\x89PNG") {
		t.Errorf("no picture: %v", err)
	}
	p.Open(url + "/wide")
	if p.Overflow() < 500 {
		t.Error("a page wider than the window was not seen")
	}
}
