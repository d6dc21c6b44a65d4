package match

import (
	"math"
)

// teller writes the explanation while a person is scored; a nil teller is
// silent.
type teller struct {
	v        *view
	clues    []Clue
	anchored bool // something agrees that is no name
	firm     bool // and it is more than a year of birth, which one in seventy shares
	born     date
}

var fieldOf = [kinds]string{"name", "school-or-work", "city", "postcode", "region", "address", "phone", "e-mail", "handle", "number"}

var (
	roleNames  = [anyRole + 1]string{"given", "middle", "family", "name"}
	levelNames = [levels]string{"same", "spelling", "nickname", "slip", "slips", "sounds", "part", "initial"}
	dateNames  = [agreements]string{dateNone: "differs", dateExact: "same", dateNear: "slip", dateClose: "close", dateTwo: "two-of-three", dateYear: "year-only", monthKnown: "same-month", yearKnown: "same-year", yearBeside: "year-beside", monthDay: "same-day"}
)

func (t *teller) say(field, code string, w float64, args ...string) {
	if t != nil {
		t.clues = append(t.clues, Clue{Field: field, Code: code, Args: args, Bits: round(w)})
	}
}

func round(w float64) float64 { return math.Round(w*100) / 100 }

func (t *teller) name(p *probe, g agreed, c uint32, w float64) {
	if t != nil {
		t.say(roleNames[p.role], levelNames[g.level], w, p.text, t.v.word(c&lowBits))
	}
}

// anchor is the weight from which a field that is no name holds a suggestion.
const anchor = 3

func (t *teller) date(asked, has date, g agreement, w float64) {
	if t == nil {
		return
	}
	if t.born = has; has == 0 {
		return
	}
	t.say("birth", dateNames[g], w, asked.String(), has.String())
	if w >= anchor && g != dateNone {
		t.anchored = true
		t.firm = t.firm || g != dateYear && g != yearKnown && g != yearBeside
	}
}

func (t *teller) value(kind uint8, p *probe, h hit, w float64) {
	if t == nil {
		return
	}
	t.say(fieldOf[kind], levelNames[h.level], w, p.text, t.v.word(h.term))
	if w >= anchor {
		t.anchored, t.firm = true, true
	}
}

// suggest turns the weighed list into suggestions.
func (a *asked) suggest(list []found) []Suggestion {
	odds := float64(a.n) / onFile
	sum := odds
	for _, f := range list {
		sum += math.Exp2(f.bits)
	}
	out := make([]Suggestion, 0, len(list))
	for _, f := range list {
		v := &a.parts[f.part]
		t := &teller{v: v}
		a.score(v, f.ord, t)
		w := math.Exp2(f.bits)
		s := Suggestion{ID: f.id, Bits: f.bits, Chance: w / sum, Pair: w / (w + odds), Clues: t.clues}
		for _, g := range list {
			if g.id != f.id && g.bits > f.bits-1 {
				s.Others++
			}
		}
		s.Band = band(s.Chance, t)
		s.Settle = a.settle(v.person(f.ord), s)
		out = append(out, s)
	}
	return out
}

func band(chance float64, t *teller) Band {
	switch {
	case t.firm && chance >= like:
		return Likely
	case t.anchored && chance >= maybe:
		return Possible
	}
	return NameOnly
}

// settle lists what would decide: what the file has and the query lacks.
func (a *asked) settle(cells []uint32, s Suggestion) (codes []string) {
	if s.Band == Likely && s.Others == 0 {
		return nil
	}
	var has [kinds]bool
	var born date
	for _, c := range cells {
		switch kind, isTerm := kindOf(c >> cellBits); {
		case c>>cellBits == cellBirth:
			born = max(born, date(c&lowBits))
		case isTerm:
			has[kind] = true
		}
	}
	switch {
	case born.year() > 0 && a.birth.year() == 0:
		codes = append(codes, "birth")
	case born.month() > 0 && a.birth.month() == 0:
		codes = append(codes, "birth.month")
	case born.day() > 0 && a.birth.day() == 0:
		codes = append(codes, "birth.day")
	}
	for _, kind := range []uint8{numberTerm, phoneTerm, mailTerm, handleTerm, orgTerm, streetTerm, cityTerm} {
		if has[kind] && a.asks&(1<<kind) == 0 && len(codes) < 3 {
			codes = append(codes, fieldOf[kind])
		}
	}
	return codes
}
