package catalog

import (
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"offramp/internal/tatm"
)

// packFile is a policy pack as a file: its schema. Every key is known, or the
// file does not load.
type packFile struct {
	Format  string `yaml:"format"` // offramp-pack/1
	ID      string `yaml:"id"`
	Version string `yaml:"version"`
	From    string `yaml:"from"`            // first day in force
	Until   string `yaml:"until,omitempty"` // first day no longer
	Draft   bool   `yaml:"draft"`
	Title   string `yaml:"title"`
	Zone    string `yaml:"zone"` // IANA
	Hours   map[string]struct {
		Open  string `yaml:"open"`
		Close string `yaml:"close"`
	} `yaml:"hours"`
	Closed []struct {
		Day   string `yaml:"day"`
		Until string `yaml:"until,omitempty"` // last day of a longer closure
		Name  string `yaml:"name"`
	} `yaml:"closed"`
	Clocks    map[string]figure   `yaml:"clocks"`
	Questions []question          `yaml:"questions"`
	Seats     map[string][]string `yaml:"seats"`
	Quorum    []string            `yaml:"quorum"`
	Young     int                 `yaml:"young"`
	Horizon   int                 `yaml:"horizon"`
	Tripwire  string              `yaml:"tripwire"`
}

// figure is one length of time with where it comes from.
type figure struct {
	Length int    `yaml:"length"`
	Unit   string `yaml:"unit"`
	Source string `yaml:"source"`
	Draft  bool   `yaml:"draft,omitempty"`
}

type question struct {
	Code   string `yaml:"code"`
	En     string `yaml:"en"`
	Es     string `yaml:"es"`
	Must   bool   `yaml:"must,omitempty"`
	Source string `yaml:"source"`
	Draft  bool   `yaml:"draft,omitempty"`
}

func (l *Library) loadPacks() error {
	list, err := names("packs")
	if err != nil {
		return err
	}
	for _, name := range list {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		p, err := readPack(b)
		if err != nil {
			return fmt.Errorf("catalog: %s: %w", name, err)
		}
		l.packs[p.Ref()] = p
	}
	return nil
}

// readPack reads a pack strictly.
func readPack(b []byte) (*tatm.Pack, error) {
	var f packFile
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return nil, err
	}
	if f.Format != "offramp-pack/1" || f.ID == "" || f.Version == "" {
		return nil, fmt.Errorf("format, id or version is missing")
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return nil, err
	}
	p := &tatm.Pack{
		ID: f.ID, Version: f.Version, Draft: f.Draft, Zone: zone, Young: f.Young, Horizon: f.Horizon, Tripwire: tatm.Level(f.Tripwire),
		Clocks: map[tatm.Clock]tatm.Span{}, Seats: map[tatm.Level][]tatm.Discipline{},
	}
	for _, step := range []func(*tatm.Pack) error{f.days, f.calendar, f.clocks, f.questions, f.seats} {
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (f packFile) days(p *tatm.Pack) (err error) {
	if p.From, err = time.ParseInLocation(time.DateOnly, f.From, p.Zone); err != nil {
		return fmt.Errorf("from: %w", err)
	}
	if f.Until != "" {
		p.Until, err = time.ParseInLocation(time.DateOnly, f.Until, p.Zone)
	}
	return err
}

var weekdays = map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

func (f packFile) calendar(p *tatm.Pack) error {
	c := tatm.Calendar{Open: map[time.Weekday]tatm.Hours{}, Closed: map[string]string{}}
	for name, h := range f.Hours {
		day, ok := weekdays[name]
		from, err1 := time.Parse("15:04", h.Open)
		to, err2 := time.Parse("15:04", h.Close)
		if !ok || err1 != nil || err2 != nil || !to.After(from) {
			return fmt.Errorf("hours: %s is not understood", name)
		}
		c.Open[day] = tatm.Hours{From: from.Hour()*60 + from.Minute(), To: to.Hour()*60 + to.Minute()}
	}
	for _, x := range f.Closed {
		from, err := time.Parse(time.DateOnly, x.Day)
		last := from
		if err == nil && x.Until != "" {
			last, err = time.Parse(time.DateOnly, x.Until)
		}
		if err != nil || x.Name == "" {
			return fmt.Errorf("closed: %s is not understood", x.Day)
		}
		for d := from; !d.After(last); d = d.AddDate(0, 0, 1) {
			c.Closed[d.Format(time.DateOnly)] = x.Name
		}
	}
	p.Calendar = c
	return nil
}

func (f packFile) clocks(p *tatm.Pack) error {
	units := []tatm.Unit{tatm.InMinutes, tatm.InHours, tatm.InDays, tatm.BusinessHours, tatm.BusinessDays}
	for name, x := range f.Clocks {
		known := false
		for _, u := range units {
			known = known || string(u) == x.Unit
		}
		if !known || x.Length < 0 || x.Source == "" {
			return fmt.Errorf("clock %s: length, unit or source is missing", name)
		}
		p.Clocks[tatm.Clock(name)] = tatm.Span{Length: x.Length, Unit: tatm.Unit(x.Unit), Source: x.Source, Draft: x.Draft}
	}
	for _, c := range tatm.Clocks {
		if _, ok := p.Clocks[c]; !ok {
			return fmt.Errorf("clock %s is missing", c)
		}
	}
	if len(p.Clocks) != len(tatm.Clocks) {
		return fmt.Errorf("a clock is named that nothing reads")
	}
	return nil
}

func (f packFile) questions(p *tatm.Pack) error {
	for _, q := range f.Questions {
		if q.Code == "" || strings.TrimSpace(q.En) == "" || strings.TrimSpace(q.Es) == "" {
			return fmt.Errorf("question %s: code or a text is missing", q.Code)
		}
		p.Questions = append(p.Questions, tatm.Question{Code: q.Code, Label: map[string]string{"en": q.En, "es": q.Es}, Must: q.Must, Source: q.Source, Draft: q.Draft})
	}
	return nil
}

func (f packFile) seats(p *tatm.Pack) error {
	for level, ds := range f.Seats {
		for _, d := range ds {
			p.Seats[tatm.Level(level)] = append(p.Seats[tatm.Level(level)], tatm.Discipline(d))
		}
	}
	for _, d := range f.Quorum {
		p.Quorum = append(p.Quorum, tatm.Discipline(d))
	}
	return nil
}
