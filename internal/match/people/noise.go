package people

import (
	"strings"

	"offramp/internal/match"
	"offramp/internal/tatm"
)

// Report is what a worker typed of somebody.
type Report struct {
	match.Query
	Means tatm.FileID // empty when the person is not on file
	Class string
}

// Classes are the kinds of report, each with what helps to know the person.
// Those that end in "name only" have nothing but the name.
var Classes = []string{
	"right name, date", "slip in the name, date", "slip in the name, school", "short name, school and year", "names swapped, date", "one of two family names, date",
	"other spelling, date", "names run together, date", "slip in the name and in the date", "slip, age and town", "handle and first name", "phone and a slip", "e-mail, no name",
	"right name, name only", "slip in the name, name only",
}

// Alike are the classes that are done to names of every origin alike.
var Alike = []string{"right name, date", "slip in the name, date", "slip in the name, school", "names swapped, date", "slip in the name and in the date"}

// Customs are the classes that follow the customs of an origin: how its names
// are written in other ways and which part is left out.
var Customs = []string{"other spelling, date", "one of two family names, date", "short name, school and year"}

const year = 2026

// Ask is a report of p of the given class; ok is false where p has not what the
// class needs.
func (m *Maker) Ask(p Made, class string) (r Report, ok bool) {
	n := p.Names[0]
	r = Report{Means: p.ID, Class: class}
	full := len(p.Births) > 0 && p.Births[0].Day > 0
	if full && (strings.Contains(class, "date") || strings.Contains(class, "and year")) {
		r.Birth = p.Births[0]
	}
	needs := func(what tatm.DetailKind) bool {
		for _, d := range p.Details {
			if d.What == what {
				r.Details = append(r.Details, d)
				return true
			}
		}
		return false
	}
	ok = n.Family != ""
	switch class {
	case "right name, date":
		ok = full
	case "slip in the name, date":
		m.slipName(&n)
		ok = ok && full
	case "slip in the name, school":
		m.slipName(&n)
		ok = ok && needs(tatm.SchoolDetail)
	case "short name, school and year":
		n.Given = m.short(n.Given)
		r.Birth = tatm.PartialDate{Year: r.Birth.Year}
		ok = ok && full && needs(tatm.SchoolDetail)
	case "names swapped, date":
		n.Given, n.Family = n.Family, n.Given
		ok = ok && full
	case "one of two family names, date":
		if ok = ok && full; ok {
			n.Family, n.Middle = m.pick(strings.FieldsFunc(n.Family, func(r rune) bool { return r == ' ' || r == '-' })), ""
		}
	case "other spelling, date":
		n.Given, n.Family = m.respell(p.Culture, n.Given), m.respell(p.Culture, n.Family)
		ok = ok && full
	case "names run together, date":
		n = tatm.Name{Given: strings.ReplaceAll(n.Given+n.Family, " ", "")}
		ok = ok && full
	case "slip in the name and in the date":
		m.slipName(&n)
		r.Birth = m.slipDate(r.Birth)
		ok = ok && full
	case "slip, age and town":
		m.slipName(&n)
		if ok = ok && len(p.Births) > 0 && needs(match.CityDetail); ok {
			age := year - p.Births[0].Year + m.of(3) - 1
			r.Between = [2]int{year - age - 2, year - age + 1}
		}
	case "handle and first name":
		n = tatm.Name{Given: n.Given}
		ok = needs(tatm.HandleDetail)
	case "phone and a slip":
		m.slipName(&n)
		ok = ok && needs(tatm.PhoneDetail)
	case "e-mail, no name":
		n = tatm.Name{}
		ok = needs(tatm.MailDetail)
	case "right name, name only":
	case "slip in the name, name only":
		m.slipName(&n)
	default:
		panic("people: no class " + class)
	}
	if n.Given+n.Family != "" {
		r.Names = []tatm.Name{n}
	}
	return r, ok
}

// slipName makes one slip of the fingers in the given or the family name.
func (m *Maker) slipName(n *tatm.Name) {
	if m.of(2) == 0 && len(n.Given) > 3 || len(n.Family) < 4 {
		n.Given = m.slip(n.Given)
	} else {
		n.Family = m.slip(n.Family)
	}
}

var keys = map[byte]string{'a': "sq", 'b': "vn", 'c': "xv", 'd': "sf", 'e': "wr", 'f': "dg", 'g': "fh", 'h': "gj", 'i': "uo", 'j': "hk", 'k': "jl", 'l': "k", 'm': "n", 'n': "bm", 'o': "ip", 'p': "o", 'q': "w", 'r': "et", 's': "ad", 't': "ry", 'u': "yi", 'v': "cb", 'w': "qe", 'x': "zc", 'y': "tu", 'z': "x"}

// slip leaves out, doubles, swaps or mistypes one letter behind the first.
func (m *Maker) slip(s string) string {
	b := []byte(s)
	if len(b) < 3 {
		return s
	}
	i := 1 + m.of(len(b)-1)
	switch m.of(4) {
	case 0:
		return string(append(b[:i:i], b[i+1:]...))
	case 1:
		return s[:i] + s[i:i+1] + s[i:]
	case 2:
		if i+1 < len(b) {
			b[i], b[i+1] = b[i+1], b[i]
		} else {
			b[i-1], b[i] = b[i], b[i-1]
		}
	default:
		if near := keys[b[i]]; near != "" {
			b[i] = near[m.of(len(near))]
		}
	}
	return string(b)
}

func (m *Maker) slipDate(d tatm.PartialDate) tatm.PartialDate {
	switch m.of(4) {
	case 0:
		if d.Day <= 12 {
			d.Month, d.Day = d.Day, d.Month
		} else {
			d.Day--
		}
	case 1:
		d.Year += 1 - 2*m.of(2)
	case 2:
		d.Day = 1 + (d.Day+9)%28
	default:
		d.Year -= 10
	}
	return d
}

// respell writes one or two sounds of a name as another system does.
func (m *Maker) respell(culture, s string) string {
	var ways [][2]string
	for _, c := range cultures {
		if c.name == culture {
			ways = c.ways
		}
	}
	for range 1 + m.of(2) {
		from := m.of(len(ways))
		for i := range ways {
			w := ways[(from+i)%len(ways)]
			low := strings.ToLower(s)
			if at := strings.LastIndex(low, w[0]); at > 0 || at == 0 && w[1] != "" {
				s = s[:at] + w[1] + s[at+len(w[0]):]
				break
			}
		}
	}
	return title(s)
}

// shorts are everyday short forms, apart from what the product ships.
var shorts = map[string]string{
	"James": "Jim", "Robert": "Bob", "Jennifer": "Jen", "Michael": "Mike", "William": "Bill", "Elizabeth": "Liz", "David": "Dave", "Richard": "Rick", "Susan": "Sue", "Joseph": "Joe", "Jessica": "Jess", "Thomas": "Tom", "Charles": "Chuck", "Christopher": "Chris", "Daniel": "Dan", "Matthew": "Matt", "Margaret": "Peggy", "Steven": "Steve", "Kimberly": "Kim", "Andrew": "Andy", "Joshua": "Josh", "Kenneth": "Ken", "Deborah": "Debbie", "Edward": "Ted", "Stephanie": "Steph", "Rebecca": "Becky", "Timothy": "Tim", "Jeffrey": "Jeff", "Kathleen": "Kathy", "Nicholas": "Nick", "Jonathan": "Jon", "Samantha": "Sam", "Benjamin": "Ben", "Katherine": "Kate", "Gregory": "Greg", "Alexander": "Alex", "Patrick": "Pat",
	"Jose": "Pepe", "Francisco": "Paco", "Guadalupe": "Lupe", "Jesus": "Chuy", "Antonio": "Toño", "Manuel": "Manny", "Roberto": "Beto", "Eduardo": "Lalo", "Enrique": "Quique", "Alejandro": "Alex", "Rafael": "Rafa", "Graciela": "Chela", "Santiago": "Santi", "Teresa": "Tere",
	"Aleksandr": "Sasha", "Dmitri": "Dima", "Tatiana": "Tanya", "Mikhail": "Misha", "Natalia": "Natasha", "Ekaterina": "Katya", "Vladimir": "Vova", "Maria": "Masha",
}

func (m *Maker) short(given string) string {
	if s := shorts[given]; s != "" {
		return s
	}
	return given
}
