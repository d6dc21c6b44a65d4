package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/coherence"
	"offramp/internal/tatm"
)

// TestEveryFindingHasItsForm: the link of each finding leads to an act there
// is, on the screen the finding names, and names the entry where the act asks
// for one.
func TestEveryFindingHasItsForm(t *testing.T) {
	for _, r := range coherence.Rules() {
		if _, ok := acts[r.Act]; !ok {
			t.Errorf("%s: no act is called %q", r.Code, r.Act)
		}
	}
	for name := range takes {
		if _, ok := acts[name]; !ok {
			t.Errorf("takes: no act is called %q", name)
		}
	}
	for _, tt := range []struct {
		f    coherence.Finding
		want string
	}{
		{coherence.Finding{Act: "charge"}, "/cases/c/do/charge"},
		{coherence.Finding{Act: "need", Entry: "e"}, "/cases/c/do/need/e"},
		{coherence.Finding{Act: "effect", Entry: "e"}, "/cases/c/do/effect?intervention=e"},
		{coherence.Finding{Code: "question-open", Act: "answer", Args: []string{"weapons"}}, "/cases/c/do/answer?question=weapons"},
		{coherence.Finding{Code: "dynamic-unaddressed", Act: "intervention", Entry: "e"}, "/cases/c/do/intervention?moves=e"},
	} {
		if got := clearing("c", tt.f); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.f.Act, got, tt.want)
		}
	}
}

// TestNoLineIsEmpty: gist says something of every kind, even of one that holds
// nothing: an emergency raised without a word is a line of the timeline too.
func TestNoLineIsEmpty(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &call{s: &Server{app: app.New(app.Parts{Library: lib})}, r: httptest.NewRequest("GET", "/", nil)}
	// A closed word is always there; everything else may be empty.
	words := map[tatm.Kind]string{
		"check-in": `{"word":"fine"}`, "answer": `{"question":"weapons"}`, "duty": `{"what":"warn"}`, "printout": `{"what":"case"}`, "stage": `{"to":"triage"}`, "view": `{"level":"low"}`,
		"effect": `{"change":"same","verdict":"keep"}`, "look-back": `{"what":"retention"}`, "screening": `{"outcome":"unfounded"}`, "part": `{"role":"target"}`,
	}
	for kind := range tatm.Kinds {
		doc := words[kind]
		if doc == "" {
			doc = "{}"
		}
		r, err := tatm.Decode(kind, []byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		if s := gist(c, r); strings.TrimSpace(s) == "" || strings.HasPrefix(s, "kind.") || strings.HasPrefix(s, ":") || strings.HasSuffix(s, ".") {
			t.Errorf("%s says %q", kind, s)
		}
	}
}
