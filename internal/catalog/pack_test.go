package catalog

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"offramp/internal/tatm"
)

func TestDefaultPack(t *testing.T) {
	l := load(t)
	p := l.PackAt("default", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	if p == nil {
		t.Fatal("no default pack in force")
	}
	if l.Pack(p.Ref()) != p || l.Packs()[p.Ref()] != p {
		t.Error("the pack is not found by its reference")
	}
	if l.PackAt("default", p.From.Add(-time.Second)) != nil {
		t.Error("a pack is in force before it begins")
	}
	// A Friday evening: the four business hours run out on Monday at noon.
	fri := time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC)
	if got, want := p.Due(tatm.ClockAcknowledge, fri), time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("acknowledge by %v, want %v", got, want)
	}
	// Thanksgiving is closed: one business day after Wednesday is Friday.
	wed := time.Date(2026, 11, 25, 15, 0, 0, 0, time.UTC)
	if got, want := p.Due(tatm.ClockFirstLook, wed), time.Date(2026, 11, 27, 22, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("first look by %v, want %v", got, want)
	}
	if got := p.Pauses(tatm.ClockFirstLook, wed); !slices.Equal(got, []string{"Thanksgiving Day"}) {
		t.Errorf("the first look pauses for %q", got)
	}
	// An emergency does not wait for Monday.
	if got := p.Due(tatm.ClockEmergencyAnswer, fri); got.Sub(fri) != 15*time.Minute {
		t.Errorf("an emergency is answered after %v", got.Sub(fri))
	}
	for _, q := range []string{"weapons", tatm.PriorContact} {
		if !slices.ContainsFunc(p.Questions, func(x tatm.Question) bool { return x.Code == q && x.Must }) {
			t.Errorf("%s is no must-answer question", q)
		}
	}
	if len(p.Questions) != 16 {
		t.Errorf("%d questions, want the two of intake, the thirteen themes and prior contact", len(p.Questions))
	}
}

// TestEveryFigureHasItsOrigin: nothing in the pack stands without a source, and
// what is a proposal of the project says so.
func TestEveryFigureHasItsOrigin(t *testing.T) {
	for _, p := range load(t).Packs() {
		for c, s := range p.Clocks {
			if s.Source == "" || strings.Contains(s.Source, "proposal") && !s.Draft {
				t.Errorf("%s: source %q, draft %v", c, s.Source, s.Draft)
			}
		}
		for _, name := range []string{"calendar", "seats", "quorum", "young", "horizon", "tripwire"} {
			if o := p.Origins[name]; o.Source == "" || strings.Contains(o.Source, "proposal") && !o.Draft {
				t.Errorf("%s: %+v", name, o)
			}
		}
		for _, r := range p.Keep {
			if r.Source == "" || strings.Contains(r.Source, "proposal") && !r.Draft {
				t.Errorf("%s after %s: %+v", r.Class, r.After, r.Origin)
			}
		}
		for _, q := range p.Questions {
			if q.Source == "" || q.Label["en"] == "" || q.Label["es"] == "" {
				t.Errorf("question %s is not whole", q.Code)
			}
		}
	}
}

// TestSchemaNamesEveryClock: a clock of the program that the schema does not
// ask for would run out at once in a pack that lacks it.
func TestSchemaNamesEveryClock(t *testing.T) {
	s, err := readSchema("policy-pack.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	clocks := s.root["properties"].(map[string]any)["clocks"].(map[string]any)
	var required []string
	for _, c := range clocks["required"].([]any) {
		required = append(required, c.(string))
	}
	var want []string
	for _, c := range tatm.Clocks {
		want = append(want, string(c))
	}
	slices.Sort(want)
	slices.Sort(required)
	if !slices.Equal(required, want) {
		t.Errorf("required are %v, the program reads %v", required, want)
	}
	if known := sorted(clocks["properties"].(map[string]any)); !slices.Equal(known, want) {
		t.Errorf("known are %v, the program reads %v", known, want)
	}
}

// TestPackFaults plants one fault at a time: each is found, with its line.
func TestPackFaults(t *testing.T) {
	good, err := fs.ReadFile(files, "packs/default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new, want string }{
		{"unknown key", "young:", "surprise: 1\nyoung:", `"surprise" is not a key`},
		{"clock missing", "  report.acknowledge:", "  # report.acknowledge:", "[clocks]: report.acknowledge is missing"},
		{"clock that nothing reads", "  report.acknowledge:", "  report.forget: {length: 1, unit: days, source: x}\n  report.acknowledge:", `"report.forget" is not a key`},
		{"no source", `source: "project rule"`, `draft: true`, "[clocks contact-sheet.expires]: source is missing"},
		{"no unit that is known", "{length: 15, unit: minutes", "{length: 15, unit: fortnights", "fortnights is none of"},
		{"negative", "{length: 15, unit: minutes", "{length: -15, unit: minutes", "-15 is out of range"},
		{"wrong unit", "{length: 5, unit: business-days", "{length: 5000, unit: business-days", "in the wrong unit?"},
		{"no such zone", "America/New_York", "America/Old_York", `yaml:11: [calendar zone]: "America/Old_York" is no time zone`},
		{"no such day", `from: "2020-01-01"`, `from: "2020-02-30"`, `yaml:7: [from]: "2020-02-30" is no day`},
		{"closes before it opens", `{open: "08:00", close: "17:00"}`, `{open: "18:00", close: "17:00"}`, "closes before it opens"},
		{"endless closure", `{day: "2025-01-01", name`, `{day: "2025-01-01", until: "2026-01-01", name`, "lasts over 184 days"},
		{"no such discipline", "imminent: [law-enforcement", "imminent: [law-enforcers", `[seats levels imminent 0]: there is no discipline "law-enforcers"`},
		{"no such level", "    imminent: [", "    dire: [", "dire is none of"},
		{"question twice", "code: motive,", "code: weapons,", `the id "weapons" is used twice`},
		{"class without a time", "  - {class: meeting, after", "  - {class: report, after", "meeting has no time of keeping"},
		{"kept after what nobody knows", "after: left", "after: leaving", "leaving is none of"},
		{"question without Spanish", `es: "¿Qué parece impulsarlo? ¿Hay un agravio?", `, "", "es is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(string(good), tt.old) {
				t.Fatalf("%q is not in the pack", tt.old)
			}
			l := load(t)
			l.packs = tatm.Packs{}
			err := l.loadPacks(fstest.MapFS{"packs/default.yaml": {Data: []byte(strings.Replace(string(good), tt.old, tt.new, 1))}})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "packs/default.yaml:") {
				t.Errorf("said %v, want %q", err, tt.want)
			}
		})
	}
}

func TestPackTwice(t *testing.T) {
	l := load(t)
	if err := l.loadPacks(files); err == nil || !strings.Contains(err.Error(), "is there twice") {
		t.Errorf("one version read twice: %v", err)
	}
}

// federal returns the holiday of 5 U.S.C. 6103 that falls on a day, before it
// is moved from a weekend.
func federal(d time.Time) bool {
	nth := (d.Day()-1)/7 + 1
	switch d.Format("01-02") {
	case "01-01", "06-19", "07-04", "11-11", "12-25":
		return true
	}
	switch d.Weekday() {
	case time.Monday:
		switch d.Month() {
		case time.January, time.February:
			return nth == 3
		case time.May:
			return d.Day() > 24
		case time.September:
			return nth == 1
		case time.October:
			return nth == 2
		}
	case time.Thursday:
		return d.Month() == time.November && nth == 4
	}
	return false
}

// TestFederalHolidays: from 2025 to 2028 the default pack is closed on the
// federal holidays as observed, and on no other weekday.
func TestFederalHolidays(t *testing.T) {
	p := load(t).PackAt("default", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	n := 0
	for d := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2029; d = d.AddDate(0, 0, 1) {
		want := federal(d)
		switch d.Weekday() {
		case time.Saturday, time.Sunday:
			want = false
		case time.Friday:
			want = want || federal(d.AddDate(0, 0, 1))
		case time.Monday:
			want = want || federal(d.AddDate(0, 0, -1))
		}
		_, closed := p.Calendar.Closed[d.Format(time.DateOnly)]
		if closed != want {
			t.Errorf("%s: closed %v, want %v", d.Format(time.DateOnly), closed, want)
		}
		if closed {
			n++
		}
	}
	if n != len(p.Calendar.Closed) {
		t.Errorf("%d closed days in these years, %d in the pack", n, len(p.Calendar.Closed))
	}
}
