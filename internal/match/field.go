package match

import (
	"strings"

	"offramp/internal/tatm"
)

// fact is one value of a field that is no name and no date, as it is compared.
type fact struct {
	kind uint8
	text string
}

// facts brings details to the form in which they are compared. What nothing
// can be compared by, such as a language, gives none.
func facts(details []tatm.Detail) (out []fact) {
	for _, d := range details {
		switch d.What {
		case tatm.SchoolDetail, tatm.EmployerDetail:
			out = append(out, fact{orgTerm, orgCore(d.Value)})
		case tatm.PhoneDetail:
			out = append(out, fact{phoneTerm, phoneCore(d.Value)})
		case tatm.MailDetail:
			out = append(out, fact{mailTerm, mailCore(d.Value)})
		case tatm.HandleDetail:
			out = append(out, fact{handleTerm, handleCore(d.Value)})
		case tatm.AddressDetail:
			out = append(out, address(d.Value)...)
		case CityDetail:
			out = append(out, fact{cityTerm, fold(d.Value)})
		case PostcodeDetail:
			out = append(out, fact{postcodeTerm, postcodeCore(d.Value)})
		case RegionDetail:
			out = append(out, fact{regionTerm, fold(d.Value)})
		case NumberDetail:
			out = append(out, fact{numberTerm, strings.ReplaceAll(fold(d.Value), " ", "")})
		}
	}
	kept := out[:0]
	for _, f := range out {
		if f.text != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

var plainOrg = set("the of at and for school high hs middle elementary primary secondary sr jr senior junior university univ college academy district inc llc ltd co corp corporation company")

// orgCore is the telling part of the name of a school or an employer.
func orgCore(s string) string {
	s = fold(s)
	var kept []string
	for w := range strings.FieldsSeq(s) {
		if !plainOrg[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return s
	}
	return strings.Join(kept, " ")
}

// phoneCore is the last ten digits.
func phoneCore(s string) string {
	d := digits(s)
	if len(d) > 10 {
		d = d[len(d)-10:]
	}
	if len(d) < 6 {
		return ""
	}
	return d
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// mailCore takes the address out of what a mail program writes around it.
func mailCore(s string) string {
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s, _, _ = strings.Cut(s[i+1:], ">")
	}
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) < 3 {
		return ""
	}
	return s
}

// handleCore is a handle without the site around it and without what people
// sprinkle on it.
func handleCore(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.LastIndexByte(strings.TrimSuffix(s, "/"), '/'); i >= 0 {
		s = strings.TrimSuffix(s[i+1:], "/")
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("@_.-~ ", r) {
			return -1
		}
		return r
	}, s)
}

func postcodeCore(s string) string {
	s = strings.ReplaceAll(fold(s), " ", "")
	if d := digits(s); len(d) == 9 && d == s {
		return d[:5] // ZIP+4
	}
	return s
}

var shortStreet = map[string]string{
	"street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "place": "pl", "court": "ct", "circuit": "cct", "crescent": "cres", "close": "cl",
	"boulevard": "blvd", "highway": "hwy", "terrace": "tce", "parade": "pde", "square": "sq", "north": "n", "south": "s", "east": "e", "west": "w", "apartment": "apt", "suite": "ste",
}

func streetCore(s string) string {
	words := strings.Fields(fold(s))
	for i, w := range words {
		if short, ok := shortStreet[w]; ok {
			words[i] = short
		}
	}
	return strings.Join(words, " ")
}

// address takes a written address apart: street before the first comma, then
// town, region of two letters, postcode.
func address(s string) (out []fact) {
	street, rest, parts := strings.Cut(s, ",")
	if !parts {
		return []fact{{streetTerm, streetCore(s)}}
	}
	out = append(out, fact{streetTerm, streetCore(street)})
	var town []string
	for w := range strings.FieldsSeq(fold(rest)) {
		switch {
		case digits(w) == w && len(w) >= 4:
			out = append(out, fact{postcodeTerm, postcodeCore(w)})
		case len(w) == 2:
			out = append(out, fact{regionTerm, w})
		default:
			town = append(town, w)
		}
	}
	return append(out, fact{cityTerm, strings.Join(town, " ")})
}
