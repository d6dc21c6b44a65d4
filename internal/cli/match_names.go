package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"offramp/internal/config"
	"offramp/internal/match"
)

type matchSharesCmd struct {
	File string `arg:"" help:"CSV with a name and a count: of the Social Security Administration (name,sex,count), the Census Bureau (name,rank,count), or name,part,per100000." type:"existingfile"`
	Part string `help:"Which part of a name the list is of, where its columns do not tell." enum:",given,family" default:""`
	Data string `help:"The data folder." default:"offramp-data" type:"path" env:"OFFRAMP_DATA"`
}

// Run takes the list in, on top of those taken before.
func (c *matchSharesCmd) Run(env Env) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	shares, bad, err := countsOf(f, c.Part)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	to := config.Config{Data: c.Data}.NameFile()
	before, err := config.ReadNames(to)
	if err != nil {
		return err
	}
	if err := writeShares(to, before, shares); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "%d names taken into %s; the program reads it when it starts.\n", len(shares), to)
	if bad > 0 {
		fmt.Fprintf(env.Err, "%d lines had no name or no count and were left out.\n", bad)
	}
	return nil
}

// writeShares keeps one line for a name and a part: the newest.
func writeShares(path string, lists ...[]match.Share) error {
	lines := map[string]string{}
	for _, s := range slices.Concat(lists...) {
		for part, v := range map[string]float64{"given": s.Given, "family": s.Family} {
			if v > 0 {
				key := s.Name + "," + part
				lines[key] = key + "," + strconv.FormatFloat(v, 'f', 4, 64)
			}
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	var text strings.Builder
	text.WriteString("name,part,per100000\n")
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		text.WriteString(lines[key] + "\n")
	}
	part := path + ".part"
	if err := os.WriteFile(part, []byte(text.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// countsOf reads a public list and makes its counts shares of 100,000.
func countsOf(in io.Reader, part string) (shares []match.Share, bad int, err error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.LazyQuotes, r.Comment = -1, true, '#'
	header, err := r.Read()
	if err != nil {
		return nil, 0, errors.New("no first line with the names of its columns")
	}
	for i, h := range header {
		header[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
	}
	name, count, per, parts := slices.Index(header, "name"), slices.Index(header, "count"), slices.Index(header, "per100000"), slices.Index(header, "part")
	switch {
	case part == "" && slices.Contains(header, "sex"):
		part = "given"
	case part == "" && slices.Contains(header, "rank"):
		part = "family"
	}
	if name < 0 || count < 0 && per < 0 || part == "" && parts < 0 {
		return nil, 0, errors.New("the columns name and count are needed, and --part given or --part family")
	}
	sums, total := map[[2]string]float64{}, map[string]float64{}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		get := func(i int) string {
			if err != nil || i < 0 || i >= len(cells) {
				return ""
			}
			return strings.TrimSpace(cells[i])
		}
		v, wrong := strconv.ParseFloat(get(max(count, per)), 64)
		as := part
		if as == "" {
			as = get(parts)
		}
		if n := strings.ToLower(get(name)); wrong == nil && n != "" && v >= 0 && !strings.Contains(n, ",") && (as == "given" || as == "family") {
			sums[[2]string{n, as}] += v
			total[as] += v
		} else {
			bad++
		}
	}
	for key, v := range sums {
		if per < 0 {
			v = 1e5 * v / max(total[key[1]], 1)
		}
		s := match.Share{Name: key[0], Given: v}
		if key[1] == "family" {
			s = match.Share{Name: key[0], Family: v}
		}
		shares = append(shares, s)
	}
	return shares, bad, nil
}
