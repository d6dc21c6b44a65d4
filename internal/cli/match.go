package cli

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"offramp/internal/config"
	"offramp/internal/match"
	"offramp/internal/tatm"
)

type matchCmd struct {
	Eval        matchEvalCmd  `cmd:"" help:"Ask for each row of a table whom it may mean in another, to measure the search on labelled sets."`
	Pairs       matchPairsCmd `cmd:"" help:"List the pairs of one table, or of two, that may be one person."`
	Frequencies struct {
		Import matchSharesCmd `cmd:"" help:"Take a public list of names with counts into the data folder, or show how it was understood."`
	} `cmd:"" help:"How common names are."`
}

// tables is what eval and pairs read tables by. docs/matching.md says which
// headers are understood without a mapping.
type tables struct {
	Map         string            `help:"YAML file of lines \"what: header\", such as \"given: first\"; an empty header leaves a column out." type:"existingfile"`
	Column      map[string]string `help:"The same for one column, such as --column given=first; may be given again." mapsep:","`
	Out         string            `help:"Where the answer goes, as CSV." required:"" type:"path"`
	Bad         string            `help:"Where rows go that were not understood, with line and reason; otherwise beside --out." type:"path"`
	Frequencies string            `help:"Name frequencies made by \"match frequencies import\"." type:"existingfile"`

	mapped map[string]string
	used   map[string]bool
	bad    *csv.Writer
	badN   int
}

// open reads the mapping and begins both files; done ends them.
func (c *tables) open() (out *csv.Writer, known *match.Tables, done func() error, err error) {
	c.mapped, c.used = map[string]string{}, map[string]bool{}
	if c.Map != "" {
		b, err := os.ReadFile(c.Map)
		if err == nil {
			err = yaml.Unmarshal(b, &c.mapped)
		}
		if err != nil {
			return nil, nil, nil, fmt.Errorf("the mapping %s: %w", c.Map, err)
		}
	}
	for what, header := range c.Column {
		c.mapped[what] = header
	}
	known = match.Shipped()
	if c.Frequencies != "" {
		shares, err := config.ReadNames(c.Frequencies)
		if err != nil {
			return nil, nil, nil, err
		}
		known = known.With(nil, nil, shares)
	}
	if c.Bad == "" {
		c.Bad = strings.TrimSuffix(c.Out, ".csv") + ".bad.csv"
	}
	o, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, nil, err
	}
	b, err := os.OpenFile(c.Bad, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, nil, errors.Join(err, o.Close())
	}
	out, c.bad = csv.NewWriter(o), csv.NewWriter(b)
	c.bad.Write([]string{"file", "line", "taken", "reason"}) // a failed write shows at Flush
	return out, known, func() error {
		out.Flush()
		c.bad.Flush()
		return errors.Join(out.Error(), c.bad.Error(), o.Close(), b.Close())
	}, nil
}

// row is one record of a table.
type matchRow struct {
	id    string
	line  int
	query match.Query
}

func (r matchRow) person() match.Person {
	p := match.Person{ID: tatm.FileID(r.id), Names: r.query.Names, Details: r.query.Details}
	if r.query.Birth != (tatm.PartialDate{}) {
		p.Births = []tatm.PartialDate{r.query.Birth}
	}
	return p
}

// read calls take for each row of a table that can be understood at least in
// part. What cannot is written to the report of bad rows: none is lost, none
// ends the run. side names the columns of one side of a table of pairs.
func (c *tables) read(path, side string, year int, take func(matchRow)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	first, _ := in.Peek(4096)
	first, _, _ = bytes.Cut(first, []byte("\n"))
	for _, sep := range []rune{';', '\t'} {
		if strings.Count(string(first), string(sep)) > strings.Count(string(first), ",") {
			r.Comma = sep
		}
	}
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s has no first line with the names of its columns", path)
	}
	lay, err := match.Lay(sideOf(header, side), c.mapped)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for what := range lay {
		c.used[what] = true
	}
	seen := map[string]bool{}
	for n := 1; ; n++ {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			var broken *csv.ParseError
			if !errors.As(err, &broken) {
				return err
			}
			c.refuse(path, broken.Line, false, "the line is not CSV")
			continue
		}
		id, q, wrong := lay.Row(cells, year)
		if id == "" {
			id = strconv.Itoa(n)
		}
		usable := len(q.Names)+len(q.Details) > 0
		if seen[id] && side == "" {
			usable, wrong = false, append(wrong, "the id "+id+" stands twice")
		}
		seen[id] = true
		if len(wrong) > 0 {
			c.refuse(path, line, usable, strings.Join(wrong, "; "))
		}
		if usable {
			take(matchRow{id: id, line: line, query: q})
		}
	}
}

func (c *tables) refuse(path string, line int, taken bool, reason string) {
	c.badN++
	c.bad.Write([]string{filepath.Base(path), strconv.Itoa(line), map[bool]string{true: "in part", false: "no"}[taken], reason})
}

// unused finds a mapped column that no table has.
func (c *tables) unused() error {
	for what, header := range c.mapped {
		if header != "" && !c.used[what] {
			return fmt.Errorf("no table has the column %q, which was named for %q", header, what)
		}
	}
	return nil
}

// report tells of bad rows. They are no failure: a measurement goes on without.
func (c *tables) report(env Env) {
	if c.badN > 0 {
		fmt.Fprintf(env.Err, "%d rows were not understood in full. They are in %s, each with its line and the reason.\n", c.badN, c.Bad)
	}
}

// sideOf keeps the headers of one side of a table of pairs ("1" or "2"), without
// what marks the side.
func sideOf(header []string, side string) []string {
	if side == "" {
		return header
	}
	out := make([]string, len(header))
	for i, h := range header {
		for _, end := range map[string][]string{"1": {"_1", "1", "_l"}, "2": {"_2", "2", "_r"}}[side] {
			if name, ok := strings.CutSuffix(strings.ToLower(strings.TrimSpace(h)), end); ok && out[i] == "" {
				out[i] = name
			}
		}
	}
	return out
}

// why is an explanation as JSON.
func why(s match.Suggestion) string {
	b, err := json.Marshal(struct {
		Clues  []match.Clue `json:"clues"`
		Others int          `json:"others_fit"`
		Settle []string     `json:"would_settle"`
	}{s.Clues, s.Others, s.Settle})
	if err != nil {
		return ""
	}
	return string(b)
}

func figure(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }

type matchEvalCmd struct {
	tables  `embed:""`
	People  string `help:"The people on file, as CSV." required:"" type:"existingfile"`
	Queries string `help:"The questions, as CSV." required:"" type:"existingfile"`
	K       int    `help:"How many suggestions at most." default:"10"`
}

// Run searches for each query and writes what was suggested.
func (c *matchEvalCmd) Run(env Env) (err error) {
	if c.K < 1 {
		return errors.New("--k must be at least 1")
	}
	out, known, done, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(done(), err) }()
	x, year := match.New(known), env.Now().Year()
	begun := env.Now()
	var broken error
	x.Load(func(yield func(match.Person) bool) {
		broken = c.read(c.People, "", year, func(r matchRow) { yield(r.person()) })
	}, nil)
	if broken != nil {
		return broken
	}
	fmt.Fprintf(env.Out, "%d people, index built in %d ms.\n", x.Len(), env.Now().Sub(begun).Milliseconds())
	out.Write([]string{"query_id", "rank", "person_id", "bits", "probability", "band", "explanation", "microseconds"})
	asked, none := 0, 0
	err = c.read(c.Queries, "", year, func(r matchRow) {
		start := env.Now()
		list := x.Search(r.query, nil, c.K)
		took := strconv.FormatInt(env.Now().Sub(start).Microseconds(), 10)
		if asked++; len(list) == 0 {
			none++
		}
		for i, s := range list {
			out.Write([]string{r.id, strconv.Itoa(i + 1), string(s.ID), figure(s.Bits), figure(s.Chance), string(s.Band), why(s), took})
		}
	})
	if err = errors.Join(err, c.unused()); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%d questions, %d without a suggestion.\n", asked, none)
	c.report(env)
	return nil
}

type matchPairsCmd struct {
	tables `embed:""`
	Left   string `help:"A table, as CSV." required:"" type:"existingfile"`
	Right  string `help:"A second table; without it, pairs within the first." type:"existingfile"`
	Beside bool   `help:"Each row of --left is a pair already: its columns end in 1 and 2, or in _l and _r."`
}

// Run lists the pairs.
func (c *matchPairsCmd) Run(env Env) (err error) {
	out, known, done, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(done(), err) }()
	year := env.Now().Year()
	var left, right []matchRow
	into := func(list *[]matchRow) func(matchRow) { return func(r matchRow) { *list = append(*list, r) } }
	switch {
	case c.Beside:
		err = errors.Join(c.read(c.Left, "1", year, into(&left)), c.read(c.Left, "2", year, into(&right)))
	case c.Right != "":
		err = errors.Join(c.read(c.Left, "", year, into(&left)), c.read(c.Right, "", year, into(&right)))
	default:
		err = c.read(c.Left, "", year, into(&left))
	}
	if err = errors.Join(err, c.unused()); err != nil {
		return err
	}
	pairs := c.pairs(env, known, left, right)
	out.Write([]string{"left_id", "right_id", "bits", "probability", "match", "band", "explanation"})
	for _, p := range pairs {
		out.Write([]string{string(p.Left), string(p.Right), figure(p.Bits), figure(p.Suggestion.Pair), strconv.FormatBool(p.Suggestion.Pair >= .5), string(p.Band), why(p.Suggestion)})
	}
	fmt.Fprintf(env.Out, "%d pairs written.\n", len(pairs))
	c.report(env)
	return nil
}

func (c *matchPairsCmd) pairs(env Env, known *match.Tables, left, right []matchRow) (out []match.Pair) {
	people := func(rows []matchRow) (list []match.Person) {
		for _, r := range rows {
			list = append(list, r.person())
		}
		return list
	}
	bar := progress(env, "Comparing")
	defer fmt.Fprintln(env.Out)
	switch {
	case c.Beside:
		at := map[int]matchRow{}
		for _, r := range right {
			at[r.line] = r
		}
		for _, l := range left {
			if r, ok := at[l.line]; ok {
				out = append(out, match.Pair{Left: tatm.FileID(l.id), Right: tatm.FileID(r.id), Suggestion: match.Beside(known, l.person(), r.person())})
			}
		}
		return out
	case c.Right != "":
		return match.Link(known, people(left), people(right), bar)
	}
	return match.Within(known, people(left), bar)
}
