package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestEnclosuresOverHTTP: the staff see a reporter's file at the report, look at
// it safely and download the original; somebody who may not see the report gets
// the same answer as for none.
func TestEnclosuresOverHTTP(t *testing.T) {
	for name, dsn := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, dsn)
			ctx, door, file := t.Context(), m.app.Door(m.org), strings.NewReader("hello")
			by, err := door.Channel(ctx, "", "")
			if err != nil {
				t.Fatal(err)
			}
			sent, err := door.Report(ctx, by.Channel.Team, tatm.Report{Language: "en", Narrative: "He wrote this.", Received: m.app.Now()}, tatm.Reporter{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := door.EncloseWith(ctx, sent, func() (string, io.Reader, error) {
				if file.Len() == 0 {
					return "", nil, io.EOF
				}
				return "note.txt", file, nil
			}); err != nil {
				t.Fatal(err)
			}
			chair := m.caller(t, "Chair")
			_, list := chair.get("/reports")
			report := "/reports/" + between(list, `href="/reports/`, `"`, "blank?lang=en", "blank?lang=es", "blank", "key", "new")
			_, page := chair.get(report)
			at := report + "/files/" + between(page, `href="`+report+`/files/`, `"`)
			r, page := chair.get(at)
			if r.StatusCode != 200 || !strings.Contains(page, "hello") || !strings.Contains(page, "no scanner is set up") || !strings.Contains(page, "Never upload sexual images") {
				t.Errorf("%s: %d", at, r.StatusCode)
			}
			m.originalOf(t, chair, at, "hello", "text/plain", "note.txt")
			if r, _ := chair.get(at + "/shown"); r.StatusCode != http.StatusNotFound {
				t.Errorf("a text has no picture: %d", r.StatusCode)
			}
			if r, _ := chair.get(report + "/files/" + strings.Repeat("0", 26)); r.StatusCode != http.StatusNotFound {
				t.Errorf("a file that is not there: %d", r.StatusCode)
			}
		})
	}
}

// between is what first stands between two marks and is none of those named.
func between(page, from, to string, not ...string) string {
	for _, part := range strings.Split(page, from)[1:] {
		found, _, _ := strings.Cut(part, to)
		named := false
		for _, n := range not {
			named = named || found == n
		}
		if !named && !strings.ContainsAny(found, "/?") {
			return found
		}
	}
	return ""
}
