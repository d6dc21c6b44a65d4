package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings a text to small Latin letters, digits and single spaces. Marks
// are dropped, apostrophes close up, everything else parts words.
func fold(s string) string {
	if t, ok := foldASCII(s); ok {
		return t
	}
	var b []byte
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case r < utf8.RuneSelf:
			if c := asciiClass(byte(r)); c != 0 {
				b = append(b, c)
			}
		case r == 0x3099 || r == 0x309a:
			voice(b, r)
		case isApostrophe(r) || unicode.Is(unicode.Mn, r) && scripts[r] == "":
		default:
			b = foldRune(b, r)
		}
	}
	return strings.Join(strings.Fields(string(b)), " ")
}

// foldRune writes what a letter beyond ASCII sounds like in Latin; a letter of
// a script without a table stays what it is, so that it still finds itself.
func foldRune(b []byte, r rune) []byte {
	if t, ok := jamo(r); ok {
		return append(b, t...)
	}
	switch t, ok := scripts[r]; {
	case t == "-":
		return b
	case ok:
		return append(b, t...)
	case unicode.IsLetter(r):
		return utf8.AppendRune(b, r)
	}
	return append(b, ' ')
}

// voice turns the syllable of kana that stands last into its voiced form.
func voice(b []byte, mark rune) {
	to := map[byte]byte{'k': 'g', 's': 'z', 't': 'd', 'h': 'b', 'f': 'b'}
	if len(b) < 2 {
		return
	}
	at := len(b) - 2
	switch {
	case mark == 0x309a:
		b[at] = 'p'
	case to[b[at]] != 0:
		b[at] = to[b[at]]
	}
}

func isApostrophe(r rune) bool {
	return strings.ContainsRune("’‘ʼʻʹʺ`´ˈ", r)
}

// asciiClass is what becomes of an ASCII character: itself in small letters, a
// space, or nothing (0).
func asciiClass(c byte) byte {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		return c
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c == '\'' || c == '`':
		return 0
	}
	return ' '
}

func foldASCII(s string) (string, bool) {
	clean := true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		clean = clean && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if clean {
		return s, true
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := asciiClass(s[i]); {
		case c == 0:
		case c != ' ':
			out = append(out, c)
		case len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	return strings.TrimSuffix(string(out), " "), true
}

// digits that stand for letters in a name, typed or read by a machine.
var asLetter = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g")

// token is one word of a name and what part of the name it stands in.
type token struct {
	text string
	role role
}

// role is the part of a name in which a word stands.
type role uint8

const (
	given role = iota
	middle
	family
	anyRole // the parts were not told apart
)

// nameRow is one name as words, and its suffix (0 when it has none).
type nameRow struct {
	tokens []token
	suffix uint8
	// glued are words that a particle was taken from, with it, by position.
	glued map[int]string
}

const mostTokens = 8

// add takes the words of one part of a name into the row.
func (n *nameRow) add(part string, as role) {
	words := wordsOf(part)
	plain := 0
	for i, w := range words {
		if s := suffixes[w]; s != 0 && (i > 0 || len(n.tokens) > 0) {
			if s != noSuffix {
				n.suffix = s
			}
			words[i] = ""
			continue
		}
		if titles[w] && len(words) > 1 {
			words[i] = ""
			continue
		}
		plain++
	}
	before := ""
	for i, w := range words {
		if w == "" || len(n.tokens) == mostTokens {
			continue
		}
		last := i == len(words)-1
		if particles[w] && plain > 1 && (as == family && !last || as != family && i > 0 && !last || as == anyRole && plain > 2 || w == "al" && !last) {
			before += w
			continue
		}
		if strings.ContainsAny(w, "abcdefghijklmnopqrstuvwxyz") {
			w = asLetter.Replace(w)
		}
		if before != "" {
			if n.glued == nil {
				n.glued = map[int]string{}
			}
			n.glued[len(n.tokens)] = before + w
			before = ""
		}
		if len(w) == 2 && as != family && !strings.ContainsAny(w, "aeiouy0123456789") && w[0] < 'z' && w[1] < 'z' && w != "ng" && len(n.tokens)+1 < mostTokens {
			n.tokens = append(n.tokens, token{w[:1], as}) // JC is J. C.
			w = w[1:]
		}
		if len(w) > 40 {
			w = w[:40]
		}
		n.tokens = append(n.tokens, token{w, as})
	}
}

// wordsOf parts a name into words.
func wordsOf(s string) []string { return joinServants(strings.Fields(fold(s))) }

// joinServants writes "abd al aziz", "abdel aziz" and "abdulaziz" in one way:
// the word is one name and means "servant of".
func joinServants(words []string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch w {
		case "abd", "abdul", "abdel", "abdal", "abdu":
			j := i + 1
			for j < len(words) && (words[j] == "al" || words[j] == "el" || words[j] == "ul") {
				j++
			}
			if j < len(words) {
				out = append(out, "abdul"+words[j])
				i = j
				continue
			}
		}
		for _, p := range []string{"abdel", "abdal"} {
			if strings.HasPrefix(w, p) && len(w) > 7 {
				w = "abdul" + w[5:]
			}
		}
		out = append(out, w)
	}
	return out
}

const noSuffix = 15

// suffixes are the words behind a name that tell father from son, and those of
// companies and degrees, which tell nothing.
var suffixes = map[string]uint8{
	"jr": 2, "jnr": 2, "junior": 2, "ii": 2, "2nd": 2, "sr": 1, "snr": 1, "senior": 1, "iii": 3, "3rd": 3, "iv": 4, "4th": 4,
	"llc": noSuffix, "ltd": noSuffix, "inc": noSuffix, "sa": noSuffix, "phd": noSuffix, "md": noSuffix, "esq": noSuffix,
}

var (
	titles = set("mr mrs ms miss mx dr prof professor sir dame lord lady president präsident prasident monsieur madame mme mlle herr frau " +
		"senor senora sr sra srta don dona haji hajji hadji sheikh shaikh sheik shaykh sayyid syed imam mullah rabbi rev reverend father sister coach officer capt sgt lt pastor")
	particles = set("de la las los del da das do dos di du der den von van ter ten zu zur bin ibn ben bint al el ul ad as ash at an y e af av st")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
