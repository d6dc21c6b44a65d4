package match

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed data
var data embed.FS

// Share is how many of 100,000 people bear a name, from a public list.
type Share struct {
	Name          string
	Given, Family float64
}

// Tables are what is known of names beforehand: frequencies from public lists,
// short forms, spellings. They are never changed; With returns new ones.
type Tables struct {
	nick, spelt map[string][]string // every name and the others of its lines
	shares      map[string]share
	common      *lexicon // the names of shares, to look for similar ones in
}

type share struct{ given, family float64 } // of 1

// Shipped returns the tables that come with the program. They are part of the
// build, so a damaged one is a build that must not run.
func Shipped() *Tables {
	t := &Tables{nick: map[string][]string{}, spelt: map[string][]string{}, shares: map[string]share{}}
	shares, err := ParseShares(read("frequencies.csv"))
	if err != nil {
		panic(err)
	}
	return t.With(lines(read("diminutives.txt")), lines(read("variants.txt")), shares)
}

func read(name string) string {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func lines(text string) (out [][]string) {
	for l := range strings.Lines(text) {
		if f := strings.Fields(fold(l)); len(f) > 1 && !strings.HasPrefix(l, "#") {
			out = append(out, f)
		}
	}
	return out
}

// With returns tables that know more: lines of short forms, lines of
// spellings, shares of names. This is how a team's own additions come in.
func (t *Tables) With(diminutives, spellings [][]string, shares []Share) *Tables {
	out := &Tables{nick: grown(t.nick, diminutives), spelt: grown(t.spelt, spellings), shares: map[string]share{}}
	if len(shares) == 0 && t.common != nil {
		out.shares, out.common = t.shares, t.common // neither is ever changed
		return out
	}
	for name, s := range t.shares {
		out.shares[name] = s
	}
	for _, s := range shares {
		name := fold(s.Name)
		now := out.shares[name]
		now.given, now.family = max(now.given, s.Given/1e5), max(now.family, s.Family/1e5)
		out.shares[name] = now
	}
	b := newBuilder()
	for name := range out.shares {
		b.term(nameTerm, name)
	}
	out.common = b.lexicon()
	return out
}

func grown(old map[string][]string, added [][]string) map[string][]string {
	out := make(map[string][]string, len(old)+3*len(added))
	for k, v := range old {
		out[k] = v[:len(v):len(v)]
	}
	for _, line := range added {
		for i, a := range line {
			for j, b := range line {
				if i != j {
					out[fold(a)] = append(out[fold(a)], fold(b))
				}
			}
		}
	}
	return out
}

// ParseShares reads lines "name,given|family,per 100,000", with a heading.
func ParseShares(text string) ([]Share, error) {
	var out []Share
	n, head := 0, true
	for l := range strings.Lines(text) {
		n++
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		f := strings.Split(l, ",")
		if head {
			head = false
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("match: line %d has %d fields, want 3", n, len(f))
		}
		v, err := strconv.ParseFloat(f[2], 64)
		if err != nil || v < 0 || v > 1e5 {
			return nil, fmt.Errorf("match: line %d: %q is no share of 100,000", n, f[2])
		}
		switch s := (Share{Name: f[0]}); f[1] {
		case "given":
			s.Given = v
			out = append(out, s)
		case "family":
			s.Family = v
			out = append(out, s)
		default:
			return nil, fmt.Errorf("match: line %d: %q is neither given nor family", n, f[1])
		}
	}
	return out, nil
}

// of is the public share of a name in a role.
func (t *Tables) of(name string, as role) float64 {
	s := t.shares[name]
	switch as {
	case given, middle:
		return s.given
	case family:
		return s.family
	}
	return max(s.given, s.family)
}
