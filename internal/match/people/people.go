// Package people makes people who do not exist, and what a worker at intake
// might type when one of them is reported: with slips, short names, another
// spelling, half a date. Every query is labelled with whom it means and with
// what was done to it. It serves tests and measurements only. All of it follows
// from a seed, so a measurement can be repeated.
package people

import (
	"fmt"

	"offramp/internal/match"
	"offramp/internal/tatm"
)

// Maker makes people.
type Maker struct {
	dice
	prefix string
	made   int
	home   *home // of the person made last, for those who share it
}

// home is what people of one household share.
type home struct {
	family, city, postcode, street, phone, school string
	births                                        []tatm.PartialDate
	culture                                       int
}

// Made is a person and the origin of the name, which only the measurement of
// fairness knows.
type Made struct {
	match.Person
	Culture string
}

// New returns a maker whose ids begin with prefix.
func New(seed uint64, prefix string) *Maker { return &Maker{dice: dice{seed}, prefix: prefix} }

// Cultures are the origins of names that the maker knows.
func Cultures() (out []string) {
	for _, c := range cultures {
		out = append(out, c.name)
	}
	return out
}

// Anybody makes a person of any origin. Some share a household with the one
// before: siblings, twins, a father and his son of the same name.
func (m *Maker) Anybody() Made {
	if m.home != nil && m.of(100) < 6 {
		return m.make(m.home.culture, m.home)
	}
	share := m.of(100)
	for i, c := range cultures {
		if share -= c.share; share < 0 {
			return m.make(i, nil)
		}
	}
	return m.make(0, nil)
}

// One makes a person with a name of the given origin.
func (m *Maker) One(culture string) Made {
	for i, c := range cultures {
		if c.name == culture {
			return m.make(i, nil)
		}
	}
	panic("people: no culture " + culture)
}

func (m *Maker) make(of int, kin *home) Made {
	c := cultures[of]
	m.made++
	p := match.Person{ID: tatm.FileID(fmt.Sprintf("%s%024d", m.prefix, m.made))}
	n := c.person(&m.dice)
	if kin == nil {
		kin = m.newHome(of, n.Family)
	} else if n.Family != "" {
		n.Family = kin.family
	}
	birth := tatm.PartialDate{Year: 1945 + m.of(68), Month: 1 + m.of(12), Day: 1 + m.of(28)}
	if len(kin.births) > 0 && m.of(100) < 8 {
		birth = kin.births[0] // twins
	}
	kin.births = append(kin.births, birth)
	m.home = kin
	n.Type = tatm.LegalName
	p.Names = []tatm.Name{n}
	if m.of(100) < 4 {
		p.Names = append(p.Names, tatm.Name{Given: c.person(&m.dice).Given, Family: n.Family, Type: tatm.AliasName})
	}
	if m.of(100) < 3 && n.Family != "" {
		p.Names = append(p.Names, tatm.Name{Given: n.Given, Family: c.person(&m.dice).Family, Type: tatm.FormerName})
	}
	switch k := m.of(100); {
	case k < 86:
		p.Births = []tatm.PartialDate{birth}
	case k < 92:
		p.Births = []tatm.PartialDate{{Year: birth.Year}}
	}
	m.details(&p, n, kin)
	return Made{p, c.name}
}

func (m *Maker) newHome(of int, family string) *home {
	town := m.zipf(len(towns) * len(townEnds))
	return &home{
		culture: of, family: family, city: towns[town%len(towns)] + townEnds[town/len(towns)%len(townEnds)], postcode: fmt.Sprintf("%05d", 10000+town*37+m.of(3)),
		street: fmt.Sprintf("%d %s %s", 1+m.of(900), m.pick(trees), m.pick([]string{"Street", "Avenue", "Road", "Lane", "Court"})), phone: fmt.Sprintf("%03d555%04d", 200+m.of(700), m.of(10000)),
		school: towns[(town+m.of(3))%len(towns)] + " " + m.pick([]string{"High School", "Middle School", "Central High School", "Academy", "North High School"}),
	}
}

func (m *Maker) details(p *match.Person, n tatm.Name, h *home) {
	add := func(percent int, what tatm.DetailKind, value string) {
		if m.of(100) < percent {
			p.Details = append(p.Details, tatm.Detail{What: what, Value: value})
		}
	}
	add(80, match.CityDetail, h.city)
	add(60, match.PostcodeDetail, h.postcode)
	add(70, tatm.SchoolDetail, h.school)
	add(40, tatm.PhoneDetail, h.phone[:6]+fmt.Sprintf("%04d", m.of(10000)))
	add(15, tatm.PhoneDetail, h.phone)
	add(30, tatm.HandleDetail, m.handle(n))
	add(15, tatm.MailDetail, m.handle(n)+"@"+m.pick([]string{"example.org", "mail.example", "post.example"}))
	add(35, tatm.AddressDetail, h.street)
}

func (m *Maker) handle(n tatm.Name) string {
	word := m.pick(handles)
	if m.of(3) == 0 && len(n.Given) > 2 {
		word = lower(n.Given)
	}
	return fmt.Sprintf("%s_%s%d", word, m.pick(handles), m.of(1000))
}

// dice is chance from a seed (SplitMix64).
type dice struct{ state uint64 }

// Next is the next number.
func (d *dice) Next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (d *dice) of(n int) int { return int(d.Next() % uint64(n)) }

// zipf is a rank below n; the first are much more common.
func (d *dice) zipf(n int) int {
	u := float64(d.Next()>>11) / (1 << 53)
	r := int(pow(float64(n)+1, u)) - 1
	return min(max(r, 0), n-1)
}

func (d *dice) pick(from []string) string { return from[d.of(len(from))] }

func (d *dice) common(from []string) string { return from[d.zipf(len(from))] }
