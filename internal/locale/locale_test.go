package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var blank = regexp.MustCompile(`\{\d\}`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	en, es := Codes("en"), Codes("es")
	for code, text := range en {
		other, ok := es[code]
		if !ok {
			t.Errorf("%s is missing in Spanish", code)
			continue
		}
		if strings.TrimSpace(text) == "" || strings.TrimSpace(other) == "" {
			t.Errorf("%s is empty", code)
		}
		a, b := map[string]bool{}, map[string]bool{}
		for _, m := range blank.FindAllString(text, -1) {
			a[m] = true
		}
		for _, m := range blank.FindAllString(other, -1) {
			b[m] = true
		}
		if len(a) != len(b) {
			t.Errorf("%s has other blanks in Spanish", code)
		}
	}
	for code := range es {
		if _, ok := en[code]; !ok {
			t.Errorf("%s is missing in English", code)
		}
	}
}

// said finds codes in the sources: T(ctx, "…"), faults and guards.
var said = []*regexp.Regexp{
	regexp.MustCompile(`\bT\(ctx, "([a-z0-9.-]+)"[,)]`),
	regexp.MustCompile(`fault\.New\(fault\.\w+, "([a-z.-]+)"`),
	regexp.MustCompile(`fault\.Bad\([^,]+, "([a-z.-]+)"`),
	regexp.MustCompile(`c\.bad\([^,]+, "([a-z.-]+)"`),
	regexp.MustCompile(`"(lacks\.[a-z-]+)"`),
}

func TestEverySentenceExists(t *testing.T) {
	n := 0
	err := filepath.WalkDir("..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(p, "_test.go") || strings.HasSuffix(p, "_templ.go") || !(strings.HasSuffix(p, ".go") || strings.HasSuffix(p, ".templ")) {
			return err
		}
		b, err := os.ReadFile(p)
		for _, re := range said {
			for _, m := range re.FindAllStringSubmatch(string(b), -1) {
				n++
				if !Has(m[1]) {
					t.Errorf("%s: %s has no text", p, m[1])
				}
			}
		}
		return err
	})
	if err != nil || n < 100 {
		t.Fatalf("%d codes found, %v", n, err)
	}
}
