package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocsNameTestsThatExist: a test that docs/asvs.md or docs/attacks.md names
// is there, and each row names one or says plainly what is not met.
func TestDocsNameTestsThatExist(t *testing.T) {
	root := "../.."
	there := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`).FindAllStringSubmatch(string(b), -1) {
			there[m[1]] = true
		}
		return err
	})
	if err != nil || len(there) < 200 {
		t.Fatalf("%d tests, %v", len(there), err)
	}
	for doc, least := range map[string]int{"asvs.md": 85, "attacks.md": 44} {
		b, err := os.ReadFile(filepath.Join(root, "docs", doc))
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, line := range strings.Split(string(b), "\n") {
			if !regexp.MustCompile(`^\| \d`).MatchString(line) {
				continue
			}
			rows++
			named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)`").FindAllStringSubmatch(line, -1)
			for _, m := range named {
				if !there[m[1]] {
					t.Errorf("%s names %s, which is not there: %s", doc, m[1], line)
				}
			}
			if len(named) == 0 && !regexp.MustCompile(`[Nn]ot (met|offered|shown|part)|does not apply`).MatchString(line) {
				t.Errorf("%s: the row names no test and does not say what is not met: %s", doc, line)
			}
		}
		if rows < least {
			t.Errorf("%s has %d rows, want %d", doc, rows, least)
		}
	}
}
