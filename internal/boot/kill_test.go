package boot_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "offramp-bin-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "offramp")
	out, err := exec.Command("go", "build", "-o", path, "offramp/cmd/offramp").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// served is a running server of its own process.
type served struct {
	cmd          *exec.Cmd
	desk, portal string
	out          *bytes.Buffer
	ended        chan error
}

// where is the address that a line of the start names.
var where = regexp.MustCompile(`The (desk|portal):\s+(http://\S+)`)

// serve starts a server on free ports and waits until it is ready.
func serve(t *testing.T, args ...string) *served {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{out: &bytes.Buffer{}, ended: make(chan error, 1)}
	s.cmd = exec.Command(path, append([]string{"serve", "--addr", "127.0.0.1:0", "--portal-addr", "127.0.0.2:0"}, args...)...)
	r, w := io.Pipe()
	s.cmd.Stdout, s.cmd.Stderr = w, w
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(r); lines.Scan(); {
			m := where.FindStringSubmatch(lines.Text())
			if m == nil {
				continue
			}
			if m[1] == "desk" {
				s.desk = m[2]
			} else {
				s.portal = m[2]
				close(ready)
			}
		}
	}()
	go func() {
		err := s.cmd.Wait()
		w.Close()
		s.ended <- err
	}()
	select {
	case <-ready:
	case err := <-s.ended:
		t.Fatalf("the server ended: %v", err)
	case <-time.After(30 * time.Second):
		s.cmd.Process.Kill()
		t.Fatal("the server was not ready in 30 seconds")
	}
	return s
}

// kill ends the process without a word, as a power switch would end it.
func (s *served) kill() {
	s.cmd.Process.Kill()
	<-s.ended
}

var receipt = regexp.MustCompile(`class="ref">([a-zñ ]+)<`)

var places atomic.Int64

// elsewhere is a client on a loopback address that nobody else has: the door
// slows a network that sends many reports.
func elsewhere() *http.Client {
	n := places.Add(1)
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(n>>8), byte(n))}}
	return &http.Client{Transport: &http.Transport{DialContext: d.DialContext, DisableKeepAlives: true}}
}

// tell sends one report and returns the receipt the reporter is shown, or
// "" when there was no answer.
func tell(portal, once string) string {
	r, err := elsewhere().PostForm(portal+"/tell?lang=en", url.Values{"once": {once}, "narrative": {narrative(once)}})
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if m := receipt.FindSubmatch(b); err == nil && m != nil && r.StatusCode == http.StatusOK {
		return string(m[1])
	}
	return ""
}

// TestKillLosesNothing kills the server under write load, again and again, and
// holds what reporters were told against what is there.
func TestKillLosesNothing(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			args := []string{"--data", dir}
			cfg := config.Config{Data: dir}
			if name == "postgres" {
				args, cfg.Database = append(args, "--database", url), url
			}
			told := map[string]string{}
			for round := range testbed.Kills(t) {
				s := serve(t, args...)
				for once, ref := range storm(s, round) {
					told[once] = ref
				}
			}
			s := serve(t, args...)
			for once, ref := range some(told, 20) {
				if again := tell(s.portal, once); again != ref {
					t.Errorf("%s was answered %s, and now %s", once, ref, again)
				}
			}
			s.kill()
			check(t, cfg, told)
		})
	}
}

// storm sends reports from eight senders until the server is killed at a
// moment nobody chose, and returns what was acknowledged.
func storm(s *served, round int) map[string]string {
	var mu sync.Mutex
	var wg sync.WaitGroup
	told := map[string]string{}
	stop := make(chan struct{})
	for sender := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				once := fmt.Sprintf("r%d-s%d-%d", round, sender, i)
				if ref := tell(s.portal, once); ref != "" {
					mu.Lock()
					told[once] = ref
					mu.Unlock()
				}
			}
		})
	}
	time.Sleep(time.Duration(100+rand.IntN(300)) * time.Millisecond)
	s.kill()
	close(stop)
	wg.Wait()
	return told
}

func some(m map[string]string, n int) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		if len(out) == n {
			break
		}
		out[k] = v
	}
	return out
}

// check opens what is left and looks for every acknowledged report, each once.
func check(t *testing.T, cfg config.Config, told map[string]string) {
	t.Helper()
	o, err := boot.Open(t.Context(), cfg, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	orgs, err := o.App.Orgs(t.Context())
	if err != nil || len(orgs) != 1 {
		t.Fatalf("%d organisations, %v", len(orgs), err)
	}
	there := count(t, o, orgs[0].ID)
	for once := range told {
		if n := there[narrative(once)]; n != 1 {
			t.Errorf("%s was acknowledged and is there %d times", once, n)
		}
	}
	v, err := upkeep.Verify(t.Context(), o.DB, o.Keys, nil)
	if err != nil || len(v.Findings) > 0 {
		t.Errorf("the audit does not verify: %v %v", err, v.Findings)
	}
	t.Logf("%d acknowledged, %d there, %d audit lines", len(told), len(there), v.Lines)
	if len(told) == 0 {
		t.Error("nothing was acknowledged: the test shows nothing")
	}
}

// console is the operator's own seat.
func console(org tatm.OrgID) access.Actor {
	return access.Actor{ID: "console", Org: org, Clock: true}
}

// narrative is what the report of a request says.
func narrative(once string) string { return "Something was said in the yard, " + once }

// count lists every report by its words.
func count(t *testing.T, o *boot.Opened, org tatm.OrgID) map[string]int {
	t.Helper()
	desk := o.App.As(access.Actor{ID: "test", Org: org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	out := map[string]int{}
	f := app.Filter{All: true, Order: app.ByNumber, Limit: 100}
	for {
		v, err := desk.ListReports(context.Background(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range v.Rows {
			told, _ := tatm.Last[tatm.Report](r.File)
			out[told.Rec.Narrative]++
		}
		if v.Next == "" {
			return out
		}
		f.After = v.Next
	}
}

// TestServe holds a server against what its operator is promised.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	s := serve(t, "--data", dir)
	r, err := http.PostForm(s.desk+"/persona", url.Values{"id": {"x"}})
	if err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("the persona picker exists outside the demo: %v %v", r.StatusCode, err)
	}
	r.Body.Close()
	q, _ := http.NewRequest("GET", s.portal+"/", nil)
	q.AddCookie(&http.Cookie{Name: "offramp", Value: "staff"})
	if r, err = http.DefaultClient.Do(q); err != nil || len(r.Cookies()) > 0 || r.Header.Get("Set-Cookie") != "" {
		t.Errorf("the portal set a cookie: %v %v", r.Cookies(), err)
	}
	r.Body.Close()

	path, _ := binary()
	refuse := func(say string, args ...string) {
		t.Helper()
		out, err := exec.Command(path, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), say) {
			t.Errorf("%v: %v, %s, want %q", args, err, out, say)
		}
	}
	taken := strings.TrimPrefix(s.desk, "http://")
	refuse("listens on "+taken, "serve", "--data", t.TempDir(), "--addr", taken, "--portal-addr", "127.0.0.2:0")
	refuse("host names of their own", "serve", "--data", t.TempDir(), "--proxy", "--staff-url", "https://a.example", "--portal-url", "https://a.example:9443")
	refuse("Without TLS", "serve", "--data", t.TempDir(), "--addr", "0.0.0.0:0")

	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("Ctrl-C did not end it cleanly: %v", err)
	}
	keys, db := filepath.Join(dir, "keys.json"), filepath.Join(dir, "offramp.db")
	moved := keys + ".away"
	os.Rename(keys, moved)
	refuse("no key file", "serve", "--data", dir)
	other := t.TempDir()
	if o, err := boot.Open(t.Context(), config.Config{Data: other}, time.Now); err != nil {
		t.Fatal(err)
	} else {
		o.Close()
	}
	b, _ := os.ReadFile(filepath.Join(other, "keys.json"))
	os.WriteFile(keys, b, 0o600)
	refuse("does not open this database", "serve", "--data", dir)
	os.Rename(moved, keys)
	os.Rename(db, db+".away")
	refuse("there is a key file", "serve", "--data", dir)
	if _, err := os.Stat(db); err == nil {
		t.Error("a new empty database was made beside keys whose database is missing")
	}
}
