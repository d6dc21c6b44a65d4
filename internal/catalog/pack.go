package catalog

import (
	"io/fs"
	"slices"
	"strconv"
	"time"

	"offramp/internal/tatm"
)

// packFile is a policy pack as a file; data/schema/policy-pack.schema.json is
// its form and says what each key means.
type packFile struct {
	ID       string `yaml:"id"`
	Version  string `yaml:"version"`
	From     string `yaml:"from"`
	Until    string `yaml:"until"`
	Draft    bool   `yaml:"draft"`
	Calendar struct {
		Zone  string `yaml:"zone"`
		Hours map[string]struct {
			Open  string `yaml:"open"`
			Close string `yaml:"close"`
		} `yaml:"hours"`
		Closed      []closure `yaml:"closed"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"calendar"`
	Clocks    map[tatm.Clock]figure `yaml:"clocks"`
	Keep      []keepRule            `yaml:"keep"`
	Questions []question            `yaml:"questions"`
	Seats     struct {
		Levels      map[tatm.Level][]tatm.Discipline `yaml:"levels"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"seats"`
	Quorum struct {
		Disciplines []tatm.Discipline `yaml:"disciplines"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"quorum"`
	Regimes  map[tatm.Regime]regimeRow `yaml:"regimes"`
	Flows    map[tatm.Regime]flowRow   `yaml:"flows"`
	Young    number                    `yaml:"young"`
	Sample   number                    `yaml:"sample"`
	Horizon  number                    `yaml:"horizon"`
	Tripwire struct {
		Level       tatm.Level `yaml:"level"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"tripwire"`
	Across struct {
		Tell        bool `yaml:"tell"`
		tatm.Origin `yaml:",inline"`
	} `yaml:"across_teams"`
}

type figure struct {
	Length      int       `yaml:"length"`
	Unit        tatm.Unit `yaml:"unit"`
	tatm.Origin `yaml:",inline"`
}

type number struct {
	Value       int `yaml:"value"`
	tatm.Origin `yaml:",inline"`
}

type keepRule struct {
	Class       tatm.KeepClass `yaml:"class"`
	After       tatm.KeepEvent `yaml:"after"`
	Years       int            `yaml:"years"`
	tatm.Origin `yaml:",inline"`
}

type closure struct {
	Day   string `yaml:"day"`
	Until string `yaml:"until"` // last day of a longer closure
	Name  string `yaml:"name"`
}

type question struct {
	Code        string `yaml:"code"`
	En          string `yaml:"en"`
	Es          string `yaml:"es"`
	Must        bool   `yaml:"must"`
	tatm.Origin `yaml:",inline"`
}

func (l *Library) loadPacks(from fs.FS) error {
	rules, err := readSchema("policy-pack.schema.json")
	if err != nil {
		return err
	}
	return each(from, "packs", func(name string, text []byte) error {
		var f packFile
		s, err := readSheet(name, text, rules, &f)
		if err != nil {
			return err
		}
		p := f.pack(s)
		l.checkPack(f, s)
		if _, twice := l.packs[p.Ref()]; twice {
			s.fault(place{"version"}, "%s %s is there twice", p.ID, p.Version)
		}
		l.packs[p.Ref()] = p
		return s.err()
	})
}

// pack returns the pack that the file describes; what it cannot read is a
// fault of the sheet.
func (f packFile) pack(s *sheet) *tatm.Pack {
	zone, err := time.LoadLocation(f.Calendar.Zone)
	if err != nil {
		s.fault(place{"calendar", "zone"}, "%q is no time zone", f.Calendar.Zone)
		zone = time.UTC
	}
	p := &tatm.Pack{
		ID: f.ID, Version: f.Version, Draft: f.Draft, Zone: zone, Calendar: f.calendar(s),
		From: s.day(place{"from"}, f.From, zone), Clocks: map[tatm.Clock]tatm.Span{},
		Seats: f.Seats.Levels, Quorum: f.Quorum.Disciplines,
		Young: f.Young.Value, Sample: f.Sample.Value, Horizon: f.Horizon.Value, Tripwire: f.Tripwire.Level, AcrossTeams: f.Across.Tell,
		Origins: map[string]tatm.Origin{
			"calendar": f.Calendar.Origin, "seats": f.Seats.Origin, "quorum": f.Quorum.Origin,
			"young": f.Young.Origin, "sample": f.Sample.Origin, "horizon": f.Horizon.Origin, "tripwire": f.Tripwire.Origin, "across": f.Across.Origin,
		},
	}
	if f.Until != "" {
		p.Until = s.day(place{"until"}, f.Until, zone)
	}
	for name, x := range f.Clocks {
		p.Clocks[name] = tatm.Span{Length: x.Length, Unit: x.Unit, Source: x.Source, Draft: x.Draft}
	}
	p.Regimes, p.FlowRows = f.regimes(), f.flows()
	for _, r := range f.Keep {
		p.Keep = append(p.Keep, tatm.KeepRule{Class: r.Class, After: r.After, Years: r.Years, Origin: r.Origin})
	}
	for _, q := range f.Questions {
		p.Questions = append(p.Questions, tatm.Question{
			Code: q.Code, Label: map[string]string{"en": q.En, "es": q.Es}, Must: q.Must, Source: q.Source, Draft: q.Draft,
		})
	}
	return p
}

// day reads a date; a day that no calendar has is a fault.
func (s *sheet) day(at place, text string, zone *time.Location) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		s.fault(at, "%q is no day", text)
	}
	return d
}

var weekdays = map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// longest is the longest closure, in days: a longer one is a slip of the year.
const longest = 184

func (f packFile) calendar(s *sheet) tatm.Calendar {
	c := tatm.Calendar{Open: map[time.Weekday]tatm.Hours{}, Closed: map[string]string{}}
	at := place{"calendar"}
	for name, h := range f.Calendar.Hours {
		c.Open[weekdays[name]] = tatm.Hours{From: minutes(h.Open), To: minutes(h.Close)}
		if minutes(h.Close) <= minutes(h.Open) {
			s.fault(at.to("hours").to(name), "closes before it opens")
		}
	}
	if len(c.Open) == 0 {
		s.fault(at.to("hours"), "no day is open")
	}
	for i, x := range f.Calendar.Closed {
		here := at.to("closed").to(i)
		from := s.day(here, x.Day, time.UTC)
		last := from
		if x.Until != "" {
			last = s.day(here, x.Until, time.UTC)
		}
		if last.Before(from) || last.After(from.AddDate(0, 0, longest)) {
			s.fault(here, "ends before it begins, or lasts over %d days", longest)
			continue
		}
		for d := from; !d.After(last); d = d.AddDate(0, 0, 1) {
			c.Closed[d.Format(time.DateOnly)] = x.Name
		}
	}
	return c
}

// minutes are the minutes after midnight of a time that fits the schema.
func minutes(hhmm string) int {
	h, _ := strconv.Atoi(hhmm[:2])
	m, _ := strconv.Atoi(hhmm[3:])
	return h*60 + m
}

// checkPack checks what the schema cannot say.
func (l *Library) checkPack(f packFile, s *sheet) {
	once(s, "questions", f.Questions, func(q question) string { return q.Code })
	known := func(at place, ds []tatm.Discipline) {
		for i, d := range ds {
			if !l.resolves("tatm-mdt-disciplines#" + string(d)) {
				s.fault(at.to(i), "there is no discipline %q", d)
			}
		}
	}
	for _, level := range tatm.Levels {
		known(place{"seats", "levels", string(level)}, f.Seats.Levels[level])
	}
	known(place{"quorum", "disciplines"}, f.Quorum.Disciplines)
	for _, r := range tatm.Regimes {
		known(place{"regimes", string(r), "disciplines"}, f.Regimes[r].Disciplines)
		known(place{"regimes", string(r), "authors"}, f.Regimes[r].Authors)
	}
	f.checkRegimes(s)
	for _, k := range tatm.KeepClasses {
		if !slices.ContainsFunc(f.Keep, func(r keepRule) bool { return r.Class == k }) {
			s.fault(place{"keep"}, "%s has no time of keeping", k)
		}
	}
	for _, c := range tatm.Clocks {
		if most := longestSpan[f.Clocks[c].Unit]; f.Clocks[c].Length > most {
			s.fault(place{"clocks", string(c)}, "is longer than %d %s: in the wrong unit?", most, f.Clocks[c].Unit)
		}
	}
}

// longestSpan bounds a clock in its unit: business time must end within the
// years that a calendar is searched.
var longestSpan = map[tatm.Unit]int{
	tatm.InMinutes: 7 * 24 * 60, tatm.InHours: 366 * 24, tatm.InDays: 10 * 366, tatm.BusinessHours: 2000, tatm.BusinessDays: 500,
}
