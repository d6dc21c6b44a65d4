// Package intake reads the spreadsheets that teams keep today, saved as CSV,
// row by row through the use cases. Every row is taken, was taken before, or
// is given back with its reason: none is lost.
package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// Summary is what became of a file's rows.
type Summary struct {
	Rows  int `json:"rows"`
	Taken int `json:"taken"`
	Again int `json:"again"` // taken at an earlier run
	Bad   int `json:"bad"`
}

// Columns maps what we read to the header that the file uses for it.
type Columns map[string]string

// ReportColumns and CaseColumns are what is read, with the headers that are
// understood without a mapping.
var (
	ReportColumns = map[string][]string{
		"narrative": {"narrative", "report", "description", "what happened", "details"}, "who": {"who", "person", "name", "subject"}, "where": {"where", "location", "place"},
		"when": {"when", "incident date"}, "received": {"received", "date received", "date"}, "key": {"key", "id", "number", "ref"},
	}
	CaseColumns = map[string][]string{
		"title": {"title", "case", "matter"}, "person": {"person", "name", "subject"}, "summary": {"summary", "description"}, "state": {"state", "status"}, "level": {"level", "level of concern"},
		"assessed": {"assessed", "level date", "date of level"}, "owner": {"owner", "case manager"}, "next": {"next", "next action", "next step"}, "by": {"by", "next date", "due"}, "tripwire": {"tripwire", "tripwires"}, "key": {"key", "id", "number", "ref"},
	}
)

// row is one line of the file, by what it means.
type row struct {
	line  int
	cells map[string]string
	raw   []string
}

// key tells a row again at a second run: its own key, or all that it says.
func (r row) key(kind string) string {
	s := r.cells["key"]
	if s == "" {
		s = strings.Join(r.raw, "\x00")
	}
	h := sha256.Sum256([]byte(kind + "\x00" + s))
	return "import " + hex.EncodeToString(h[:16])
}

// sheet is a file that has been opened: its header understood.
type sheet struct {
	header []string
	at     map[string]int
	r      *csv.Reader
}

// open reads the header of a CSV: any of the usual separators, with or without
// a byte order mark, UTF-8 or Windows-1252.
func open(in io.Reader, known map[string][]string, mapped Columns) (*sheet, error) {
	b, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(b) {
		if b, err = charmap.Windows1252.NewDecoder().Bytes(b); err != nil {
			return nil, fault.New(fault.Invalid, "import.encoding")
		}
	}
	first, _, _ := bytes.Cut(b, []byte("\n"))
	s := &sheet{r: csv.NewReader(bytes.NewReader(b)), at: map[string]int{}}
	s.r.FieldsPerRecord, s.r.LazyQuotes = -1, true
	for _, sep := range []rune{';', '\t'} {
		if strings.Count(string(first), string(sep)) > strings.Count(string(first), ",") {
			s.r.Comma = sep
		}
	}
	if s.header, err = s.r.Read(); err != nil {
		return nil, fault.New(fault.Invalid, "import.empty")
	}
	for i, h := range s.header {
		h = strings.ToLower(strings.TrimSpace(h))
		for name, headers := range known {
			if want, ok := mapped[name]; ok {
				headers = []string{strings.ToLower(want)}
			}
			if _, had := s.at[name]; !had && slices.Contains(headers, h) {
				s.at[name] = i
			}
		}
	}
	return s, nil
}

// next reads a row. What the file itself breaks is a fault of that row.
func (s *sheet) next() (row, error) {
	raw, err := s.r.Read()
	if errors.Is(err, io.EOF) {
		return row{}, io.EOF
	}
	line, _ := s.r.FieldPos(0)
	r := row{line: line, raw: raw, cells: map[string]string{}}
	if err != nil {
		return r, fault.New(fault.Invalid, "import.row")
	}
	for name, i := range s.at {
		if i < len(raw) {
			r.cells[name] = strings.TrimSpace(raw[i])
		}
	}
	return r, nil
}

// each takes every row through take and writes those that are refused to bad,
// with line and reason.
func (s *sheet) each(bad io.Writer, take func(row) (app.Made, error)) (Summary, error) {
	var sum Summary
	w := csv.NewWriter(bad)
	if err := w.Write(append([]string{"line", "reason"}, s.header...)); err != nil {
		return sum, err
	}
	for {
		r, err := s.next()
		if err == io.EOF {
			break
		}
		sum.Rows++
		var made app.Made
		if err == nil {
			made, err = take(r)
		}
		switch {
		case err == nil && made.Again:
			sum.Again++
		case err == nil:
			sum.Taken++
		case len(fault.All(err)) > 0:
			sum.Bad++
			if err := w.Write(append([]string{strconv.Itoa(r.line), reason(err)}, safe(r.raw)...)); err != nil {
				return sum, err
			}
		default:
			return sum, fmt.Errorf("intake: line %d: %w", r.line, err)
		}
	}
	w.Flush()
	return sum, w.Error()
}

// reason is what was wrong with a row, in words.
func reason(err error) string {
	var out []string
	for _, f := range fault.All(err) {
		s := locale.Text("en", f.Code, f.Args...)
		if f.Field != "" {
			s = f.Field + ": " + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// safe keeps a spreadsheet from taking a cell for a formula.
func safe(cells []string) []string {
	out := slices.Clone(cells)
	for i, c := range out {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			out[i] = "'" + c
		}
	}
	return out
}

// Reports takes reports from a CSV into a team's queue.
func Reports(ctx context.Context, desk app.Desk, team tatm.TeamID, zone *time.Location, in io.Reader, mapped Columns, bad io.Writer) (Summary, error) {
	s, err := open(in, ReportColumns, mapped)
	if err != nil {
		return Summary{}, err
	}
	if _, ok := s.at["narrative"]; !ok {
		return Summary{}, fault.New(fault.Invalid, "import.column", "narrative")
	}
	return s.each(bad, func(r row) (app.Made, error) {
		at, err := date(r.cells["received"], "received", zone)
		if err != nil {
			return app.Made{}, err
		}
		return desk.Once(r.key("report")).FileReport(ctx, team, tatm.Report{
			Channel: tatm.ByImport, Narrative: r.cells["narrative"], Who: r.cells["who"], Where: r.cells["where"], When: r.cells["when"], Received: at, Source: r.cells["key"],
		}, tatm.Reporter{})
	})
}

// Cases takes an open caseload from a CSV. owners finds an account by what the
// list calls it.
func Cases(ctx context.Context, desk app.Desk, team tatm.TeamID, zone *time.Location, owners map[string]tatm.ActorID, in io.Reader, mapped Columns, bad io.Writer) (Summary, error) {
	s, err := open(in, CaseColumns, mapped)
	if err != nil {
		return Summary{}, err
	}
	for _, need := range []string{"person", "level"} {
		if _, ok := s.at[need]; !ok {
			return Summary{}, fault.New(fault.Invalid, "import.column", need)
		}
	}
	return s.each(bad, func(r row) (app.Made, error) {
		c, err := carried(r, zone, owners)
		if err != nil {
			return app.Made{}, err
		}
		return desk.Once(r.key("case")).CarryOver(ctx, team, c)
	})
}

func carried(r row, zone *time.Location, owners map[string]tatm.ActorID) (app.Carry, error) {
	var errs []error
	assessed, err := date(r.cells["assessed"], "assessed", zone)
	errs = append(errs, err)
	by, err := date(r.cells["by"], "by", zone)
	errs = append(errs, err)
	level := tatm.Level(strings.ToLower(r.cells["level"]))
	if !slices.Contains(tatm.Levels, level) {
		errs = append(errs, fault.Bad("level", "import.level"))
	}
	owner, known := owners[strings.ToLower(r.cells["owner"])]
	if r.cells["owner"] != "" && !known {
		errs = append(errs, fault.Bad("owner", "field.person"))
	}
	if r.cells["person"] == "" {
		errs = append(errs, fault.Bad("person", "field.missing"))
	}
	title, next := r.cells["title"], r.cells["next"]
	if title == "" {
		title = "Carried over: " + r.cells["person"]
	}
	if next == "" {
		next = "Review what was carried over"
	}
	return app.Carry{
		NewCase: app.NewCase{Title: title, Summary: r.cells["summary"], Subject: r.cells["person"], Charge: tatm.Charge{Owner: owner, Next: next, By: by}},
		State:   r.cells["state"], Level: level, Assessed: assessed, Tripwire: r.cells["tripwire"],
	}, errors.Join(errs...)
}

// date reads a day as American and European lists write it; empty is none.
func date(s, field string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, "1/2/2006", "1/2/06", "2006-01-02 15:04", "1/2/2006 15:04", "2.1.2006", time.RFC3339} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fault.Bad(field, "field.date")
}
