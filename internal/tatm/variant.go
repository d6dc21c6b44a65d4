package tatm

import (
	"strings"
	"unicode"
)

// VariantKind is how names of one line belong together.
type VariantKind string

// The kinds of variant.
const (
	ShortForm VariantKind = "short"    // diminutives: Guadalupe, Lupe
	Spelling  VariantKind = "spelling" // spellings and transliterations: Yusuf, Joseph, Youssef
)

// Variant is a line of names that a team takes for forms of one name. It is
// about names, never about anybody.
type Variant struct {
	What  VariantKind `json:"what"`
	Names string      `json:"names"` // with commas or blanks between
}

// Words are the names of the line.
func (v Variant) Words() []string {
	return strings.FieldsFunc(v.Names, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
}

// variantMost is how many names a line may have.
const variantMost = 20

// Check says what is wrong with the line.
func (v Variant) Check() error {
	c := &checks{}
	c.oneOf("what", string(v.What), string(ShortForm), string(Spelling))
	c.need("names", v.Names, LineMost)
	if n := len(v.Words()); v.Names != "" && (n < 2 || n > variantMost) {
		c.bad("names", "variant.names")
	}
	for _, w := range v.Words() {
		if strings.IndexFunc(w, unicode.IsLetter) < 0 || len([]rune(w)) > 40 {
			c.bad("names", "variant.names")
		}
	}
	return c.err()
}
