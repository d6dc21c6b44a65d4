package tatm

import (
	"cmp"
	"maps"
	"slices"
	"time"
	"unicode"
)

// Veil hides a passage of a report, of a message in its thread, or of what a
// case took over from it, because it would give the reporter away (regime
// REPORTER-ID). The words themselves never change; who is not cleared reads
// Hidden in their place, on every page, print and answer, and no search finds
// them. The mark holds where the passage stands, never what it says.
type Veil struct {
	Of      EntryID `json:"of"`
	Version int64   `json:"version"` // of it: another version has other words
	Field   string  `json:"field"`   // by its json name
	From    int     `json:"from"`    // in characters
	To      int     `json:"to"`
	Lifted  string  `json:"lifted,omitempty"` // taken off, why
}

// Kind is "veil".
func (Veil) Kind() Kind { return "veil" }

// CaseVeil is the same in a case that took the report's words over.
type CaseVeil struct{ Veil }

// Kind is "case-veil".
func (CaseVeil) Kind() Kind { return "case-veil" }

// veils reports whether a record hides a passage.
func veils(r Record) bool { return r.Kind() == Veil{}.Kind() || r.Kind() == CaseVeil{}.Kind() }

func (v Veil) check(_ File, _ time.Time, c *checks) {
	if v.From < 0 || v.To <= v.From {
		c.bad("passage", "field.missing")
	}
	c.text("lifted", v.Lifted, LineMost)
}

// Hidden stands for a hidden passage: the same for a long and a short one.
const Hidden = "▮▮▮"

// passages are the texts of a record that may be veiled, by their json names.
func passages(r Record) map[string]string {
	switch x := r.(type) {
	case Report:
		return map[string]string{"narrative": x.Narrative, "who": x.Who, "where": x.Where, "when": x.When, "knows": x.Knows, "details": x.Details}
	case Addition:
		return map[string]string{"text": x.Text}
	case Reply:
		return map[string]string{"text": x.Text}
	case Retaliation:
		return map[string]string{"text": x.Text}
	case Observation:
		return map[string]string{"text": x.Text}
	}
	return nil
}

// MayVeil reports whether a record has texts that may be veiled.
func MayVeil(r Record) bool { return passages(r) != nil }

// written is the record with other texts.
func written(r Record, with map[string]string) Record {
	switch x := r.(type) {
	case Report:
		x.Narrative, x.Who, x.Where, x.When, x.Knows, x.Details = with["narrative"], with["who"], with["where"], with["when"], with["knows"], with["details"]
		return x
	case Addition:
		x.Text = with["text"]
		return x
	case Reply:
		x.Text = with["text"]
		return x
	case Retaliation:
		x.Text = with["text"]
		return x
	case Observation:
		x.Text = with["text"]
		return x
	}
	return r
}

type veilPlace struct {
	of      EntryID
	version int64
	field   string
}

// Veils are the hidden passages of a file.
type Veils map[veilPlace][][2]int

// VeilsOf gathers the veils among entries that were not lifted.
func VeilsOf(es []Entry) Veils {
	out := Veils{}
	for _, e := range es {
		v, ok := e.Record.(Veil)
		if c, inCase := e.Record.(CaseVeil); inCase {
			v, ok = c.Veil, true
		}
		if ok && v.Lifted == "" {
			p := veilPlace{v.Of, v.Version, v.Field}
			out[p] = append(out[p], [2]int{v.From, v.To})
		}
	}
	return out
}

// Hide is the entry as somebody who is not cleared reads it.
func (vs Veils) Hide(e Entry) Entry {
	texts := passages(e.Record)
	hid := false
	for field, text := range texts {
		if spans := vs[veilPlace{e.ID, e.Version, field}]; len(spans) > 0 {
			texts[field], hid = blanked(text, spans), true
		}
	}
	if hid {
		e.Record = written(e.Record, texts)
	}
	return e
}

// blanked is a text with its spans hidden; spans that touch are one.
func blanked(text string, spans [][2]int) string {
	rs := []rune(text)
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	var out []rune
	at := 0
	for _, s := range spans {
		from, to := max(s[0], 0), min(s[1], len(rs))
		if to <= at {
			continue
		}
		if from > at || at == 0 {
			out = append(out, rs[at:max(from, at)]...)
			out = append(out, []rune(Hidden)...)
		}
		at = to
	}
	return string(append(out, rs[at:]...))
}

// Veiled is a file as somebody who is not cleared reads it.
func Veiled(f File) File {
	vs := VeilsOf(f.Entries)
	if len(vs) == 0 {
		return f
	}
	f.Entries = slices.Clone(f.Entries)
	for i := range f.Entries {
		f.Entries[i] = vs.Hide(f.Entries[i])
	}
	return f
}

// Over reports whether a passage of an entry is hidden.
func (vs Veils) Over(id EntryID) bool {
	for p := range vs {
		if p.of == id {
			return true
		}
	}
	return false
}

// Differ lists the entries whose hidden passages are others in now.
func (vs Veils) Differ(now Veils) (out []EntryID) {
	places := slices.Collect(maps.Keys(vs))
	for p := range now {
		if _, known := vs[p]; !known {
			places = append(places, p)
		}
	}
	for _, p := range places {
		if !slices.Equal(vs[p], now[p]) && !slices.Contains(out, p.of) {
			out = append(out, p.of)
		}
	}
	return out
}

// VeilOver is a veil for every place in entries where a passage stands, in
// whatever case. Without seesHidden, what is hidden already is not looked at:
// a guess of hidden words must answer like one of words that are not there.
func VeilOver(es []Entry, had Veils, passage string, seesHidden bool) (out []Veil) {
	want := []rune(passage)
	for _, e := range es {
		texts := passages(e.Record)
		for _, field := range slices.Sorted(maps.Keys(texts)) {
			spans := had[veilPlace{e.ID, e.Version, field}]
			for _, at := range places([]rune(texts[field]), want) {
				hidden := slices.ContainsFunc(spans, func(s [2]int) bool { return at < s[1] && s[0] < at+len(want) })
				if !hidden || (seesHidden && !slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= at && at+len(want) <= s[1] })) {
					out = append(out, Veil{Of: e.ID, Version: e.Version, Field: field, From: at, To: at + len(want)})
				}
			}
		}
	}
	return out
}

// places are where want stands in text.
func places(text, want []rune) (out []int) {
	same := func(a, b rune) bool { return unicode.ToLower(a) == unicode.ToLower(b) }
	for i := 0; i+len(want) <= len(text) && len(want) > 0; i++ {
		if slices.EqualFunc(text[i:i+len(want)], want, same) {
			out = append(out, i)
			i += len(want) - 1
		}
	}
	return out
}

// PassageOf is the text of a record that a veil hides.
func PassageOf(r Record, v Veil) string {
	rs := []rune(passages(r)[v.Field])
	from, to := min(v.From, len(rs)), min(v.To, len(rs))
	return string(rs[from:to])
}
