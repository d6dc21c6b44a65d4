package authn

import (
	"embed"
	"math/big"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The lists are the project's own: plain, calm words, no accents, no two that
// sound alike.
//
//go:embed words
var wordFiles embed.FS

// WordsInReceipt is how many words a receipt has. Seven of at least 7,776 are
// 90 bits: past guessing where each try is slowed, and still to be said over
// the phone (docs/decisions/0009).
const WordsInReceipt = 7

var wordLists = map[string][]string{"en": wordList("en"), "es": wordList("es")}

func wordList(lang string) []string {
	b, err := wordFiles.ReadFile("words/" + lang + ".txt")
	if err != nil {
		panic(err) // the lists are embedded: they are there
	}
	return strings.Fields(string(b))
}

// Words turns a seed of at least 16 bytes into the words of a receipt, in the
// language asked for or in English.
func Words(lang string, seed []byte) string {
	list := wordLists[lang]
	if list == nil {
		list = wordLists["en"]
	}
	n, size, at := new(big.Int).SetBytes(seed), big.NewInt(int64(len(list))), new(big.Int)
	out := make([]string, WordsInReceipt)
	for i := range out {
		n.DivMod(n, size, at)
		out[i] = list[at.Int64()]
	}
	return strings.Join(out, " ")
}

// PlainWords is how words are compared: small letters, no accents, one blank
// between two, whatever stood there.
func PlainWords(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r == '\u0303' && strings.HasSuffix(b.String(), "n"): // the tilde of ñ is a letter's, not an accent
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return norm.NFC.String(strings.Join(strings.Fields(b.String()), " "))
}
