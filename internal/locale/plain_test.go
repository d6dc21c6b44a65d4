package locale_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// said are the sentences that the public reads: questions, hints, what happens
// next; labels of a word or two have no sentence to judge.
func said(lang string) (out map[string]string) {
	out = map[string]string{}
	for code, text := range locale.Codes(lang) {
		prefix, _, _ := strings.Cut(code, ".")
		if slices.Contains([]string{"portal", "receipt", "thread", "wait", "poster", "canned"}, prefix) && len(strings.Fields(text)) >= 6 {
			out[code] = blanks.ReplaceAllString(text, "ten")
		}
	}
	return out
}

var (
	blanks    = regexp.MustCompile(`\{\d\}`)
	ends      = regexp.MustCompile(`[.!?:]+(\s|$)`)
	word      = regexp.MustCompile(`[\p{L}\d’'-]+`)
	vowelsEN  = regexp.MustCompile(`[aeiouy]+`)
	silentEN  = regexp.MustCompile(`([^laeiouy]e|[^td]ed|[^aeiouy]es)$`)
	nucleusES = regexp.MustCompile(`[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+|y$`)
)

func sentences(text string) int { return max(1, len(ends.FindAllString(text+" ", -1))) }

// syllablesEN counts the groups of vowels, less a silent ending.
func syllablesEN(w string) int {
	w = strings.ToLower(w)
	n := len(vowelsEN.FindAllString(w, -1))
	if n > 1 && silentEN.MatchString(w) {
		n--
	}
	return max(1, n)
}

// syllablesES counts the cores of syllables: a strong vowel with the weak ones
// beside it, an accented weak one, or weak ones alone.
func syllablesES(w string) int { return max(1, len(nucleusES.FindAllString(strings.ToLower(w), -1))) }

// grade is the school grade of an English text after Kincaid and others (1975).
func grade(text string) float64 {
	words := word.FindAllString(text, -1)
	n := 0
	for _, w := range words {
		n += syllablesEN(w)
	}
	return 0.39*float64(len(words))/float64(sentences(text)) + 11.8*float64(n)/float64(len(words)) - 15.59
}

// ease is the perspicuity of a Spanish text after Szigriszt (1993), read on the
// scale INFLESZ of Barrio (2008): 55 to 65 is normal, above it quite easy.
func ease(text string) float64 {
	words := word.FindAllString(text, -1)
	n := 0
	for _, w := range words {
		n += syllablesES(w)
	}
	return 206.835 - 62.3*float64(n)/float64(len(words)) - float64(len(words))/float64(sentences(text))
}

// TestPlain: what the public reads is English of grade 8 or below, text by text,
// and of grade 5 as a whole; and Spanish that is normal or easier, text by text,
// and quite easy as a whole. A text of a few words is let go a grade further: one
// long word decides there.
func TestPlain(t *testing.T) {
	whole := map[string]*strings.Builder{"en": {}, "es": {}}
	for lang, all := range whole {
		texts := said(lang)
		if len(texts) < 50 {
			t.Fatalf("%s: %d texts: the test shows little", lang, len(texts))
		}
		for code, text := range texts {
			all.WriteString(text + "\n")
			if !ends.MatchString(text + " ") {
				all.WriteString(". ")
			}
			short := len(strings.Fields(text)) < 12
			if g := grade(text); lang == "en" && (g > 9 || (g > 8 && !short)) {
				t.Errorf("%s is of grade %.1f: %s", code, g, text)
			}
			if e := ease(text); lang == "es" && (e < 45 || (e < 55 && !short)) {
				t.Errorf("%s is of ease %.0f: %s", code, e, text)
			}
		}
	}
	g, e := grade(whole["en"].String()), ease(whole["es"].String())
	t.Logf("English: grade %.1f; Spanish: INFLESZ %.0f", g, e)
	if g > 5 || e < 65 {
		t.Errorf("as a whole: grade %.1f, ease %.0f", g, e)
	}
	if g := grade("The multidisciplinary committee institutionalises longitudinal behavioural documentation requirements notwithstanding jurisdictional particularities."); g < 12 {
		t.Errorf("officialese is of grade %.1f", g)
	}
	if e := ease("La institucionalización interdisciplinaria de la documentación comportamental longitudinal exige responsabilidades administrativas jurisdiccionales."); e > 40 {
		t.Errorf("jerga is of ease %.0f", e)
	}
}

// TestLanguagesOfThePublic: what a channel may offer is what there are texts in.
func TestLanguagesOfThePublic(t *testing.T) {
	var have []string
	for _, l := range locale.Languages {
		have = append(have, l.Code)
	}
	if !slices.Equal(have, tatm.Languages) {
		t.Errorf("texts are there in %v, channels offer %v", have, tatm.Languages)
	}
}
