package web_test

import (
	"testing"

	"offramp/internal/catalog"
	"offramp/internal/locale"
)

// TestEveryDisciplineHasWords: a seat of the catalog never shows as its code.
func TestEveryDisciplineHasWords(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range lib.Disciplines() {
		n++
		for _, l := range locale.Languages {
			if locale.Codes(l.Code)["discipline."+d.ID] == "" {
				t.Errorf("%s has no word in %s", d.ID, l.Name)
			}
		}
	}
	if n < 20 {
		t.Fatalf("the catalog has %d disciplines", n)
	}
}
