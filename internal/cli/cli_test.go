package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"offramp/internal/cli"
	"offramp/internal/seal"
)

// offramp is the program as it is shipped.
var offramp string

// TestMain builds it once.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "offramp-cli-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	offramp = filepath.Join(dir, "offramp")
	if out, err := exec.Command("go", "build", "-o", offramp, "offramp/cmd/offramp").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v: %s\n", err, out)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// said is what a command printed and how it ended.
type said struct {
	out, err string
	code     int
}

func run(t *testing.T, args ...string) said {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, offramp, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if e := (*exec.ExitError)(nil); err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
	s := said{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
	if strings.Contains(s.out+s.err, "\r") {
		t.Errorf("%v draws a bar into a file: %q", args, s.out)
	}
	if strings.Contains(s.err, "goroutine ") {
		t.Errorf("%v panicked: %s", args, s.err)
	}
	return s
}

// wants runs a command that must end with a code and say something.
func wants(t *testing.T, code int, say string, args ...string) said {
	t.Helper()
	s := run(t, args...)
	if s.code != code || !strings.Contains(s.out+s.err, say) {
		t.Errorf("%v ended with %d, want %d and %q:\n%s%s", args, s.code, code, say, s.out, s.err)
	}
	return s
}

// file writes a file of the test.
func file(t *testing.T, name, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestHelp: every command explains itself and every flag of it.
func TestHelp(t *testing.T) {
	top := wants(t, cli.ExitFine, "Exit codes:", "--help")
	for _, command := range []string{
		"serve", "demo", "migrate", "rebuild", "audit verify", "audit checkpoint", "backup", "restore", "import reports", "import cases", "user add", "config", "version",
	} {
		if !strings.Contains(top.out, "\n  "+command) {
			t.Errorf("%s is not in the help", command)
		}
		h := wants(t, cli.ExitFine, "Usage: offramp "+command, append(strings.Fields(command), "--help")...)
		lines := strings.Split(h.out, "\n")
		for i, l := range lines {
			flag := regexp.MustCompile(`^ +(-\w, )?--[a-z-]+(=\S+)?( +(.*))?$`).FindStringSubmatch(l)
			if flag != nil && flag[4] == "" && (i+1 == len(lines) || strings.TrimSpace(lines[i+1]) == "") {
				t.Errorf("%s: a flag that says nothing: %s", command, l)
			}
			if len(l) > 120 {
				t.Errorf("%s: a line of %d characters", command, len(l))
			}
		}
	}
	for _, unknown := range [][]string{{"frobnicate"}, {"serve", "--nope"}, {"user", "add"}, {"restore"}, {"user", "add", "x", "--name", "X", "--role", "king"}} {
		wants(t, cli.ExitUsage, "offramp:", unknown...)
	}
	for _, place := range []string{top.out, string(read(t, "../../docs/guide/operator.md"))} {
		for code := cli.ExitFine; code <= cli.ExitFound; code++ {
			if !regexp.MustCompile(fmt.Sprintf(`(?m)(^ *|: |· *\n? *)%d `, code)).MatchString(place) {
				t.Errorf("exit code %d is not documented in %.40q", code, place)
			}
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestConfig prints each setting with its reason, and what is not safe.
func TestConfig(t *testing.T) {
	if s := run(t, "version"); s.code != 0 || !regexp.MustCompile(`^offramp \S+, schema \d+\n$`).MatchString(s.out) {
		t.Errorf("version: %+v", s)
	}
	var v struct {
		Version string
		Schema  int
	}
	if s := run(t, "version", "--json"); json.Unmarshal([]byte(s.out), &v) != nil || v.Schema < 2 || v.Version == "" {
		t.Errorf("version --json: %+v", s)
	}
	t.Setenv("OFFRAMP_ADDR", "127.0.0.1:7001")
	s := wants(t, cli.ExitFine, "OFFRAMP_ADDR. Where the staff's desk listens", "config", "--database", "postgres://u:hidden@h/db", "--data", "/srv/x")
	if strings.Contains(s.out, "hidden") || !strings.Contains(s.out, "127.0.0.1:7001") || !strings.Contains(s.out, "command line. Folder for") {
		t.Errorf("config: %s", s.out)
	}
	var settings []map[string]string
	if s := run(t, "config", "--json"); json.Unmarshal([]byte(s.out), &settings) != nil || len(settings) < 8 {
		t.Errorf("config --json: %+v", s)
	}
	wants(t, cli.ExitUsage, "addresses of their own", "config", "--portal-addr", "127.0.0.1:7001")
	wants(t, cli.ExitUsage, "Without TLS", "serve", "--addr", "0.0.0.0:0", "--data", t.TempDir())
}

var recoveryKey = regexp.MustCompile(`AGE-SECRET-KEY-\S+`)

// TestALife is an installation from its first day to its restore elsewhere.
func TestALife(t *testing.T) {
	dir := t.TempDir()
	data := "--data=" + dir
	first := wants(t, cli.ExitFine, "The schema is at version", "migrate", data)
	recovery := recoveryKey.FindString(first.out)
	if recovery == "" {
		t.Fatalf("no recovery key is shown: %s", first.out)
	}
	if again := wants(t, cli.ExitFine, "The schema is at version", "migrate", data); recoveryKey.MatchString(again.out) {
		t.Error("the recovery key is shown twice")
	}
	wants(t, cli.ExitFine, "/welcome?login=chair", "user", "add", "chair", "--name", "The chair", "--role", "chair", data)
	wants(t, cli.ExitUsage, "offramp: ", "user", "add", "chair", "--name", "Another", data)

	reports := file(t, "reports.csv", "Was,Wann,Nr\nHe said it in the yard,2026-09-01,1\nSomething else,soon,2\n,2026-09-02,3\nA third thing,2026-09-03,4\n")
	mapping := file(t, "map.json", `{"narrative": "Was", "received": "Wann", "key": "Nr"}`)
	bad := filepath.Join(t.TempDir(), "bad.csv")
	take := []string{"import", "reports", reports, "--as", "chair", "--map", mapping, "--bad", bad, data}
	wants(t, cli.ExitFound, "4 rows: 2 taken, 0 were here already, 2 could not be taken", take...)
	if b := string(read(t, bad)); !strings.Contains(b, "\n3,") || !strings.Contains(b, "\n4,") || !strings.Contains(b, "soon") {
		t.Errorf("the bad rows: %s", b)
	}
	s := wants(t, cli.ExitFound, "", append(take, "--json")...)
	var sum struct{ Rows, Taken, Again, Bad int }
	if json.Unmarshal([]byte(s.out), &sum) != nil || sum.Taken != 0 || sum.Again != 2 || sum.Bad != 2 {
		t.Errorf("a second run: %s", s.out)
	}
	cases := file(t, "cases.csv", "title,person,level,next,by,owner,state\nThe yard,J. Roe,low,Call,2027-01-02,chair,open\nThe bus,K. Poe,scary,Call,2027-01-02,chair,open\n")
	wants(t, cli.ExitFound, "2 rows: 1 taken", "import", "cases", cases, "--as", "chair", data)
	wants(t, cli.ExitUsage, "mapping file", "import", "cases", cases, "--as", "chair", "--map", reports, data)
	wants(t, cli.ExitUsage, "was not found", "import", "cases", cases, "--as", "nobody", data)

	wants(t, cli.ExitFine, "Done.", "rebuild", data)
	wants(t, cli.ExitFine, "Nothing was changed outside the program", "audit", "verify", data)

	copy := filepath.Join(t.TempDir(), "copy.age")
	if s := wants(t, cli.ExitFine, "rows are in", "backup", copy, data); !strings.Contains(s.out, "Writing rows: ") {
		t.Errorf("a backup tells no progress: %s", s.out)
	}
	wants(t, cli.ExitRefused, "exists already", "backup", copy, data)
	key, wrong := file(t, "recovery", recovery+"\n"), file(t, "wrong", "AGE-SECRET-KEY-NO")
	elsewhere := t.TempDir()
	b := read(t, copy)
	damaged := file(t, "damaged", string(b[:len(b)-7]))
	for _, refused := range [][]string{{damaged, key}, {copy, wrong}} {
		if s := run(t, "restore", refused[0], "--recovery", refused[1], "--data", elsewhere); s.code != cli.ExitUsage || !strings.HasPrefix(s.err, "offramp: ") {
			t.Errorf("restore %v: %+v", refused, s)
		}
		if left, _ := os.ReadDir(elsewhere); len(left) > 0 {
			t.Errorf("a refused restore left %v", left)
		}
	}
	if s := wants(t, cli.ExitFine, "rows were restored", "restore", copy, "--recovery", key, "--data", elsewhere); !strings.Contains(s.out, "Restoring, KiB: ") {
		t.Errorf("a restore tells no progress: %s", s.out)
	}
	wants(t, cli.ExitRefused, "", "restore", copy, "--recovery", key, "--data", elsewhere)
	wants(t, cli.ExitFine, "Nothing was changed outside the program", "audit", "verify", "--data", elsewhere)
	tamper(t, elsewhere)
	s = wants(t, cli.ExitFound, "", "audit", "verify", "--json", "--data", elsewhere)
	var verdict struct{ Findings []struct{ What string } }
	if json.Unmarshal([]byte(s.out), &verdict) != nil || len(verdict.Findings) == 0 {
		t.Errorf("tampering: %s", s.out)
	}
	os.Rename(filepath.Join(dir, "keys.json"), filepath.Join(dir, "away"))
	wants(t, cli.ExitRefused, "no key file", "audit", "verify", data)
}

// tamper changes a line of the audit around the program.
func tamper(t *testing.T, dir string) {
	t.Helper()
	keys, err := seal.Load(filepath.Join(dir, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := driver.Open("file:"+filepath.Join(dir, "offramp.db")+"?vfs=adiantum", func(c *sqlite3.Conn) error {
		return c.Exec("PRAGMA hexkey='" + keys.PageHex() + "'")
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE audit SET actor = 'nobody' WHERE n = 2"); err != nil {
		t.Fatal(err)
	}
}

// TestTakenPort: said in one sentence, by the demo before it builds anything.
func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().String()
	for _, args := range [][]string{
		{"serve", "--addr", taken, "--portal-addr", "127.0.0.1:0"}, {"serve", "--addr", "127.0.0.1:0", "--portal-addr", taken},
		{"demo", "--addr", taken, "--portal-addr", "127.0.0.2:0"}, {"demo", "--addr", "127.0.0.1:0", "--portal-addr", taken},
	} {
		dir := t.TempDir()
		s := wants(t, cli.ExitRefused, "Somebody else listens on "+taken, append(args, "--data", dir)...)
		if strings.Count(strings.TrimSpace(s.err), "\n") > 0 {
			t.Errorf("%v: more than a sentence: %s", args, s.err)
		}
		if left, _ := os.ReadDir(dir); args[0] == "demo" && len(left) > 0 {
			t.Errorf("the demo began to build: %v", left)
		}
	}
}
