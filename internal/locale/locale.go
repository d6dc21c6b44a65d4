// Package locale holds every sentence the program says, by message code, in
// English and Spanish. A surface never writes a sentence itself.
package locale

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

//go:embed texts
var files embed.FS

// Languages are the languages of the pages, each named in itself.
var Languages = []Language{{"en", "English"}, {"es", "Español"}}

// Language is a language by its code and its own name.
type Language struct{ Code, Name string }

var texts = load()

// load reads the texts. A damaged file is a build that must not run.
func load() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, l := range Languages {
		out[l.Code] = map[string]string{}
		names, err := fs.Glob(files, path.Join("texts", l.Code, "*.json"))
		if err != nil {
			panic(err)
		}
		for _, name := range names {
			b, err := files.ReadFile(name)
			if err != nil {
				panic(err)
			}
			m := map[string]string{}
			if err := json.Unmarshal(b, &m); err != nil {
				panic(fmt.Errorf("locale: %s: %w", name, err))
			}
			for k, v := range m {
				if _, twice := out[l.Code][k]; twice {
					panic("locale: " + k + " stands twice")
				}
				out[l.Code][k] = v
			}
		}
	}
	return out
}

// Has reports whether a code has a text.
func Has(code string) bool { return texts["en"][code] != "" }

// Codes lists the codes of a language.
func Codes(lang string) map[string]string { return texts[lang] }

// Text is the text of a code, its blanks {0}, {1} … filled with args. A code
// without a text shows itself; a test finds it first.
func Text(lang, code string, args ...string) string {
	s, ok := texts[lang][code]
	if !ok {
		if s, ok = texts["en"][code]; !ok {
			return code
		}
	}
	for i, a := range args {
		s = strings.ReplaceAll(s, "{"+strconv.Itoa(i)+"}", a)
	}
	return s
}

// Setting is how a page speaks: its language and the organisation's zone.
type Setting struct {
	Lang string
	Zone *time.Location
}

type key struct{}

// With returns ctx with a setting.
func With(ctx context.Context, s Setting) context.Context {
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	return context.WithValue(ctx, key{}, s)
}

// From returns the setting of ctx, English and UTC by default.
func From(ctx context.Context) Setting {
	if s, ok := ctx.Value(key{}).(Setting); ok {
		return s
	}
	return Setting{"en", time.UTC}
}

// T is the text of a code in the language of ctx.
func T(ctx context.Context, code string, args ...string) string {
	return Text(From(ctx).Lang, code, args...)
}

// Choose picks a language: what was asked for, else what the browser prefers.
func Choose(asked, accept string) string {
	for _, l := range Languages {
		if l.Code == asked {
			return asked
		}
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err == nil {
		for _, t := range tags {
			base, _ := t.Base()
			for _, l := range Languages {
				if l.Code == base.String() {
					return l.Code
				}
			}
		}
	}
	return "en"
}

var monthsES = []string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"}

// Date is a day as the reader writes it.
func Date(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	s := From(ctx)
	at = at.In(s.Zone)
	if s.Lang == "es" {
		return fmt.Sprintf("%d %s %d", at.Day(), monthsES[at.Month()-1], at.Year())
	}
	return at.Format("Jan 2, 2006")
}

// DateTime is a minute as the reader writes it.
func DateTime(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	s := From(ctx)
	if s.Lang == "es" {
		return Date(ctx, at) + ", " + at.In(s.Zone).Format("15:04")
	}
	return Date(ctx, at) + ", " + at.In(s.Zone).Format("3:04 PM")
}

// Span is a length of time in words, rounded to what matters.
func Span(ctx context.Context, d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Hour:
		return Count(ctx, "span.minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return Count(ctx, "span.hours", int(d.Hours()))
	}
	return Count(ctx, "span.days", int(d.Hours()/24))
}

// Size is a number of bytes as the reader writes it.
func Size(ctx context.Context, n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1_000_000:
		return strconv.FormatInt(n/1000, 10) + " kB"
	}
	s := strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	if From(ctx).Lang == "es" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Days is a number of days in words.
func Days(ctx context.Context, n int) string { return Count(ctx, "span.days", n) }

// Count picks the singular (code.one) or the plural of a code.
func Count(ctx context.Context, code string, n int) string {
	if n == 1 {
		return T(ctx, code+".one", "1")
	}
	return T(ctx, code, strconv.Itoa(n))
}

// Due says how a date lies to now: overdue by, or due in.
func Due(ctx context.Context, at, now time.Time) string {
	if at.IsZero() {
		return "–"
	}
	if at.Before(now) {
		return T(ctx, "due.over", Span(ctx, now.Sub(at)))
	}
	return T(ctx, "due.in", Span(ctx, at.Sub(now)))
}
