package match

import (
	"strings"
	"unicode"

	"offramp/internal/tatm"
)

// ParseTyped reads what somebody typed into one box: a name, and beside it, in
// any order, a date or year of birth, a phone, an e-mail, a handle. What is
// none of these is the name.
func ParseTyped(s string, now int) (q Query) {
	var name []string
	for _, w := range strings.Fields(s) {
		bare := strings.Trim(w, ",;()")
		digits := strings.Count(strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return '9'
			}
			return 'x'
		}, bare), "9")
		switch d, ok := ParseBirth(bare, now); {
		case strings.Contains(bare, "@") && strings.Contains(bare, ".") && !strings.HasPrefix(bare, "@"):
			q.Details = append(q.Details, tatm.Detail{What: tatm.MailDetail, Value: bare})
		case strings.HasPrefix(bare, "@") && len(bare) > 1:
			q.Details = append(q.Details, tatm.Detail{What: tatm.HandleDetail, Value: bare})
		case ok && d.Year >= 1900 && d.Year <= now && q.Birth == (tatm.PartialDate{}):
			q.Birth = d
		case digits >= 7:
			q.Details = append(q.Details, tatm.Detail{What: tatm.PhoneDetail, Value: bare})
		default:
			name = append(name, w)
		}
	}
	if text := strings.Trim(strings.Join(name, " "), ",; "); text != "" {
		q.Names = Readings(text)
	}
	return q
}

// Readings are the names that words in one box may be: which of them is the
// family name is not known, and a name without roles says too little where
// many bear it. "Family, Given" says so itself.
func Readings(s string) []tatm.Name {
	words := strings.Fields(s)
	if strings.Contains(s, ",") || len(words) == 0 {
		return []tatm.Name{ParseName(s)}
	}
	if len(words) == 1 {
		return []tatm.Name{{Given: s, Type: tatm.LegalName}, {Family: words[0], Type: tatm.LegalName}}
	}
	last := len(words) - 1
	head, tail := strings.Join(words[:last], " "), strings.Join(words[1:], " ")
	out := []tatm.Name{
		{Given: words[0], Family: tail, Type: tatm.LegalName}, {Given: tail, Family: words[0], Type: tatm.LegalName},
		{Given: head, Family: words[last], Type: tatm.LegalName}, ParseName(s),
	}
	if last == 1 {
		out = append(out[:2], out[3]) // the third is the first
	}
	return out
}
