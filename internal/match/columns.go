package match

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"offramp/internal/tatm"
)

// Columns are what a row of a table may tell of a person, each with the headers
// that are understood without a mapping.
var Columns = map[string][]string{
	"id":       {"id", "person_id", "query_id", "rec_id", "record_id", "unique_id"},
	"given":    {"given", "given_name", "first_name", "firstname", "forename", "primary_name_first"},
	"middle":   {"middle", "middle_name", "middlename", "second_name", "primary_name_middle"},
	"family":   {"family", "family_name", "surname", "last_name", "lastname", "primary_name_last"},
	"name":     {"name", "full_name", "fullname", "primary_name_full"},
	"alias":    {"alias", "aliases", "aka", "nickname"},
	"former":   {"former", "former_name", "former_names", "maiden_name", "previous_name"},
	"birth":    {"birth", "dob", "date_of_birth", "birth_date", "birthdate", "born"},
	"year":     {"year", "birth_year", "year_of_birth", "yob"},
	"age":      {"age"},
	"school":   {"school", "schools", "school_name"},
	"employer": {"employer", "employers", "workplace", "company"},
	"handle":   {"handle", "handles", "username", "screen_name", "social"},
	"phone":    {"phone", "phones", "phone_number", "telephone", "mobile", "tel"},
	"email":    {"email", "emails", "e_mail", "email_address", "mail"},
	"house":    {"house", "street_number", "house_number"},
	"street":   {"street", "address_1", "address1", "address_line_1", "addr_line1", "street_address"},
	"address":  {"address", "addresses", "addr_full", "full_address"},
	"city":     {"city", "town", "suburb", "locality", "addr_city", "birth_place", "birthplace", "place"},
	"postcode": {"postcode", "zip", "zipcode", "zip_code", "postal_code", "addr_postal_code", "postcode_fake"},
	"region":   {"region", "state", "province", "addr_state"},
	"number":   {"number", "student_id", "student_number", "staff_id", "ssn", "soc_sec_id", "ssn_number", "national_id_number"},
}

// Layout is where a table has what: column positions by what they tell.
type Layout map[string]int

// Lay finds the columns of a header. mapped names the header for what it tells,
// or "" for a column that is to be left out.
func Lay(header []string, mapped map[string]string) (Layout, error) {
	out := Layout{}
	for i, h := range header {
		header[i] = headerWord(h)
	}
	for what := range mapped {
		if Columns[what] == nil {
			return nil, fmt.Errorf("match: there is no column %q", what)
		}
	}
	for what, known := range Columns {
		if want, ok := mapped[what]; ok {
			known = nil
			if want != "" {
				known = []string{headerWord(want)}
			}
		}
		for _, k := range known {
			if i := slices.Index(header, k); i >= 0 {
				out[what] = i
				break
			}
		}
	}
	return out, nil
}

func headerWord(h string) string {
	h = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
	return strings.NewReplacer(" ", "_", "-", "_", ".", "_").Replace(h)
}

// Row is a row of a table as a query, and what was wrong with it. What can be
// read is read: a bad date does not lose the name. year is the present one, for
// ages.
func (l Layout) Row(cells []string, year int) (id string, q Query, wrong []string) {
	get := func(what string) string {
		if i, ok := l[what]; ok && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	id = get("id")
	n := tatm.Name{Given: get("given"), Middle: get("middle"), Family: get("family"), Type: tatm.LegalName}
	if full := get("name"); n.Given == "" && n.Family == "" && full != "" {
		n = ParseName(full)
	}
	if n.Given+n.Middle+n.Family != "" {
		q.Names = append(q.Names, n)
	}
	for what, kind := range map[string]tatm.NameKind{"alias": tatm.AliasName, "former": tatm.FormerName} {
		for _, s := range several(get(what)) {
			other := ParseName(s)
			other.Type = kind
			q.Names = append(q.Names, other)
		}
	}
	slices.SortStableFunc(q.Names, func(a, b tatm.Name) int { return int(nameKind(a.Type)) - int(nameKind(b.Type)) })
	q.Birth, q.Between, wrong = birthOf(get("birth"), get("year"), get("age"), year)
	for _, d := range detailColumns {
		for _, s := range several(get(d.what)) {
			if d.what == "street" {
				s = strings.TrimSpace(get("house") + " " + s)
			}
			q.Details = append(q.Details, tatm.Detail{What: d.kind, Value: s})
		}
	}
	if len(q.Names) == 0 && len(q.Details) == 0 {
		wrong = append(wrong, "nothing to compare")
	}
	return id, q, wrong
}

var detailColumns = []struct {
	what string
	kind tatm.DetailKind
}{
	{"school", tatm.SchoolDetail}, {"employer", tatm.EmployerDetail}, {"handle", tatm.HandleDetail}, {"phone", tatm.PhoneDetail}, {"email", tatm.MailDetail},
	{"street", tatm.AddressDetail}, {"address", tatm.AddressDetail}, {"city", CityDetail}, {"postcode", PostcodeDetail}, {"region", RegionDetail}, {"number", NumberDetail},
}

func several(s string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '|' }) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// ParseName reads a name typed in one box: "Family, Given" or words without
// roles. One word is a given name, as good as any.
func ParseName(s string) tatm.Name {
	family, given, comma := strings.Cut(s, ",")
	if comma && strings.TrimSpace(given) != "" {
		return tatm.Name{Given: strings.TrimSpace(given), Family: strings.TrimSpace(family), Type: tatm.LegalName}
	}
	return tatm.Name{Given: strings.TrimSpace(s), Type: tatm.LegalName}
}

func birthOf(birth, year, age string, now int) (d tatm.PartialDate, between [2]int, wrong []string) {
	switch {
	case birth != "":
		var ok bool
		if d, ok = ParseBirth(birth, now); !ok {
			wrong = append(wrong, "date of birth not understood in full")
		}
	case year != "":
		y, err := strconv.Atoi(year)
		if err != nil || y < 1 || y > now {
			return d, between, append(wrong, "year of birth not understood")
		}
		d.Year = y
	case age != "":
		a, err := strconv.Atoi(age)
		if err != nil || a < 0 || a > 130 {
			return d, between, append(wrong, "age not understood")
		}
		between = [2]int{now - a - 2, now - a + 1}
	}
	return d, between, wrong
}

// ParseBirth reads a date of birth in the forms that lists use: 1991-08-23,
// 19910823, 8/23/1991 (day first where it must be), 23.08.1991, 1991-08, 1991.
// A part out of range is left open, and ok is false.
func ParseBirth(s string, now int) (d tatm.PartialDate, ok bool) {
	f := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(f) == 1 && len(f[0]) == 8 {
		f = []string{f[0][:4], f[0][4:6], f[0][6:]}
	}
	n := make([]int, 0, 3)
	for _, p := range f {
		v, err := strconv.Atoi(p)
		if err != nil {
			return d, false
		}
		n = append(n, v)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'z' && r != 'T' && r != 'Z' }) || len(n) == 0 || len(n) == 2 && n[0] < 100 {
		return d, false
	}
	if len(n) >= 3 && len(f[0]) <= 2 {
		n[0], n[1], n[2] = n[2], n[0], n[1] // month, day, year
		if n[1] > 12 && n[2] <= 12 || strings.Contains(s, ".") {
			n[1], n[2] = n[2], n[1]
		}
		if n[0] < 100 {
			if n[0] += 2000; n[0] > now {
				n[0] -= 100
			}
		}
	}
	n = append(n, 0, 0)
	d, ok = tatm.PartialDate{Year: n[0], Month: n[1], Day: n[2]}, true
	if d.Year < 1 || d.Year > 4000 {
		return tatm.PartialDate{}, false
	}
	if d.Month > 12 {
		d.Month, d.Day, ok = 0, 0, false
	}
	if d.Day > 31 {
		d.Day, ok = 0, false
	}
	return d, ok
}
