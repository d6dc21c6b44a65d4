package web

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// Kind is how a field is asked.
type kind string

const (
	line   kind = "line"
	area   kind = "area"
	choice kind = "choice" // one of a few, as radio buttons
	pick   kind = "pick"   // one of many, as a list
	many   kind = "many"   // several, as checkboxes
	check  kind = "check"
	day    kind = "day"
	minute kind = "minute"
	// partialDay is a date of which month and day may be unknown.
	partialDay kind = "partial-day"
	number     kind = "number"
	hidden     kind = "hidden"
	secret     kind = "secret"
	upload     kind = "upload" // files; the form is then sent in parts
)

// option is one answer of a choice.
type option struct {
	Value, Label, Hint string
	Group              string
	Draft              bool
}

// field is one question of a form. Its name is the json name of what it fills.
type field struct {
	Name    string
	Kind    kind
	Options []option
	Need    bool   // must be given
	Label   string // code of the question; "field.<name>" when empty
	Hint    string // code of a sentence beneath the question; "hint.<name>" when empty
	Args    []string
}

func (f field) label(ctx context.Context) string {
	if f.Label != "" {
		return locale.T(ctx, f.Label, f.Args...)
	}
	return locale.T(ctx, "field."+f.Name)
}

// hint is the code of the sentence beneath the question, if there is one.
func (f field) hint() string {
	if f.Hint != "" {
		return f.Hint
	}
	if h := "hint." + f.Name; locale.Has(h) {
		return h
	}
	return ""
}

// anchor is where the summary of faults leads: the input, of a choice its first.
func (f field) anchor() string {
	if (f.Kind == choice || f.Kind == many) && len(f.Options) > 0 {
		return "f-" + f.Name + "-0"
	}
	return "f-" + f.Name
}

// form is a page of questions with what was typed and what was wrong with it.
type form struct {
	Title   string // code
	Group   string // code of a heading above, where it begins a group of forms
	Lead    string // code of a sentence above, or empty
	Action  string
	Back    string
	Submit  string // code of the button
	Fields  []field
	Values  url.Values
	Faults  map[string]*fault.Fault
	Others  []*fault.Fault // not at a field: conflicts, what a guard lacks
	Once    string
	Version int64
	Warning bool        // indicators are chosen here: the JCAT notice stands above
	Theirs  [][2]string // conflict: what the record says now, question and answer
	Case    tatm.FileID
	Kept    []app.Staged // files that were sent already and wait
	Most    int64        // bytes of a file
	Open    bool         // shown open where forms are folded
	InPlace bool         // sent and shown again without the rest of the page
	Beside  string       // address that tells, as the form is filled, what stands beside it
}

// described names what a field's input is explained by: the hint, the fault.
func described(x form, y field) string {
	var ids []string
	if locale.Has("hint." + y.Name) {
		ids = append(ids, "h-"+y.Name)
	}
	if x.Faults[y.Name] != nil {
		ids = append(ids, "e-"+y.Name)
	}
	return strings.Join(ids, " ")
}

// uploads reports whether the form can carry files.
func (f form) uploads() bool {
	return slices.ContainsFunc(f.Fields, func(y field) bool { return y.Kind == upload })
}

// faulty puts what was wrong to its fields; the rest stands above the form.
func (f *form) faulty(err error) {
	f.Faults = fault.Fields(err)
	for _, x := range fault.All(err) {
		at := slices.ContainsFunc(f.Fields, func(y field) bool { return y.Name == x.Field || strings.HasPrefix(y.Name, x.Field+".") })
		if x.Kind != fault.Invalid || !at {
			f.Others = append(f.Others, x)
		}
	}
}

// read fills a record from a form by its json names. What cannot be read as a
// date or a number is a fault of its field.
func read[R any](c *call) R {
	var r R
	c.fill(reflect.ValueOf(&r).Elem())
	return r
}

func (c *call) fill(v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		c.set(v.Field(i), name)
	}
}

func (c *call) set(v reflect.Value, name string) {
	switch v.Interface().(type) {
	case time.Time:
		at, err := c.time(name)
		if err != nil {
			c.bad = append(c.bad, err)
		}
		v.Set(reflect.ValueOf(at))
		return
	case time.Duration:
		hours, err := strconv.ParseFloat(orZero(c.form.Get(name)), 64)
		if err != nil || hours < 0 || hours > 10_000 {
			c.bad = append(c.bad, fault.Bad(name, "field.number"))
		}
		v.Set(reflect.ValueOf(time.Duration(hours * float64(time.Hour))))
		return
	case tatm.PartialDate:
		v.Set(reflect.ValueOf(c.partial(name)))
		return
	case map[string]tatm.Considered:
		out := map[string]tatm.Considered{}
		for _, k := range tatm.Considerations {
			out[k] = tatm.Considered{Answer: tatm.Tri(c.form.Get(name + "." + k)), Why: c.text(name + "." + k + ".why")}
		}
		v.Set(reflect.ValueOf(out))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(c.text(name))
	case reflect.Bool:
		v.SetBool(c.form.Get(name) != "")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(orZero(c.form.Get(name)), 10, 32)
		if err != nil {
			c.bad = append(c.bad, fault.Bad(name, "field.number"))
		}
		v.SetInt(n)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String {
			for _, s := range c.form[name] {
				if s = strings.TrimSpace(s); s != "" {
					v.Set(reflect.Append(v, reflect.ValueOf(s).Convert(v.Type().Elem())))
				}
			}
		}
	case reflect.Map:
		c.setMap(v, name)
	}
}

// setMap reads name.key for every key the form has.
func (c *call) setMap(v reflect.Value, name string) {
	if v.Type().Elem().Kind() != reflect.String {
		return
	}
	m := reflect.MakeMap(v.Type())
	for k := range c.form {
		if rest, ok := strings.CutPrefix(k, name+"."); ok && c.text(k) != "" {
			m.SetMapIndex(reflect.ValueOf(rest).Convert(v.Type().Key()), reflect.ValueOf(c.text(k)).Convert(v.Type().Elem()))
		}
	}
	v.Set(m)
}

func orZero(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return "0"
	}
	return s
}

// text is what was typed, with the line ends of one kind and no blanks around.
func (c *call) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(c.form.Get(name), "\r\n", "\n"))
}

// time reads a day or a minute in the organisation's zone.
func (c *call) time(name string) (time.Time, error) {
	s := c.text(name)
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", time.DateOnly, "01/02/2006", "1/2/2006", "2006-01-02 15:04"} {
		at, err := time.ParseInLocation(layout, s, c.zone)
		if err != nil {
			continue
		}
		if len(layout) <= len(time.DateOnly) && layout != "2006-01-02T15:04" && !strings.Contains(layout, "15") {
			// A day means until it ends: five in the afternoon.
			at = at.Add(17 * time.Hour)
		}
		return at.UTC(), nil
	}
	return time.Time{}, fault.Bad(name, "field.date")
}

func (c *call) partial(name string) tatm.PartialDate {
	n := func(part string) int {
		v, err := strconv.Atoi(orZero(c.form.Get(name + "." + part)))
		if err != nil {
			c.bad = append(c.bad, fault.Bad(name, "field.past"))
		}
		return v
	}
	return tatm.PartialDate{Year: n("year"), Month: n("month"), Day: n("day")}
}

// values are the typed form of a record: the other way round, for a form that
// changes one.
func values(r any, zone *time.Location) url.Values {
	out := url.Values{}
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			write(out, name, v.Field(i), zone)
		}
	}
	return out
}

func write(out url.Values, name string, v reflect.Value, zone *time.Location) {
	switch x := v.Interface().(type) {
	case time.Time:
		if !x.IsZero() {
			out.Set(name, x.In(zone).Format("2006-01-02T15:04"))
		}
		return
	case time.Duration:
		out.Set(name, strconv.FormatFloat(x.Hours(), 'f', -1, 64))
		return
	case tatm.PartialDate:
		for part, n := range map[string]int{"year": x.Year, "month": x.Month, "day": x.Day} {
			if n > 0 {
				out.Set(name+"."+part, strconv.Itoa(n))
			}
		}
		return
	case map[string]tatm.Considered:
		for k, c := range x {
			out.Set(name+"."+k, string(c.Answer))
			out.Set(name+"."+k+".why", c.Why)
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		out.Set(name, v.String())
	case reflect.Bool:
		if v.Bool() {
			out.Set(name, "yes")
		}
	case reflect.Int, reflect.Int64:
		if v.Int() != 0 {
			out.Set(name, strconv.FormatInt(v.Int(), 10))
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Index(i).Kind() == reflect.String {
				out.Add(name, v.Index(i).String())
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if it.Value().Kind() == reflect.String {
				out.Set(name+"."+it.Key().String(), it.Value().String())
			}
		}
	}
}
