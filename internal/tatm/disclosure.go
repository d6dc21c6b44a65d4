package tatm

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Disclosure is what the team gives to somebody outside it, or shows to somebody
// not cleared: which items, to whom, for what, on which legal basis, on which
// conditions (practice reference 4; 34 CFR 99.32; 28 CFR 23.20(g)). It is
// drafted, looked at as it would go, and then released: from then on it does
// not change, and what went stands in its Released entries, word for word.
type Disclosure struct {
	To         string    `json:"to"`
	Purpose    string    `json:"purpose"`
	Basis      string    `json:"basis"`            // code of the catalogue of legal bases
	Threat     string    `json:"threat,omitempty"` // what is feared, where the basis rests on it
	Consent    EntryID   `json:"consent,omitempty"`
	Agreement  EntryID   `json:"agreement,omitempty"`
	Manner     string    `json:"manner"`            // one of Manners
	Meeting    FileID    `json:"meeting,omitempty"` // the meeting it was shown in
	Conditions string    `json:"conditions,omitempty"`
	Items      []EntryID `json:"items"`
	Covered    []Covered `json:"covered,omitempty"`
	Copy       int       `json:"copy,omitempty"` // numbered with the prints of the case
	By         ActorID   `json:"by,omitempty"`
	Released   time.Time `json:"released,omitzero"`
	Dropped    string    `json:"dropped,omitempty"` // why the draft was given up
}

// Kind is "disclosure".
func (Disclosure) Kind() Kind { return "disclosure" }

// Manners are the ways in which something is given away.
var Manners = []string{"paper", "electronic", "spoken", "shown"}

// Covered is a range of a text that is taken out of a copy. It holds places,
// never the words: taking it off the draft brings them back, and nothing of
// them is in the copy.
type Covered struct {
	Item    EntryID `json:"item"`
	Version int64   `json:"version"` // of the item whose places these are
	Piece   int     `json:"piece"`
	From    int     `json:"from"` // in characters, the first
	To      int     `json:"to"`   // and the one after the last
	Why     string  `json:"why"`
}

// Covering stands in a copy where something was taken out. It is always as
// long, so that its length tells nothing.
const Covering = "████"

// Released is one item of a copy as it went out: fixed, without what was taken
// out. It stands under the item's regime, so that it shows to whom the item
// shows, and names it, for the notice of that regime to travel with it.
type Released struct {
	Disclosure EntryID   `json:"disclosure"`
	Item       EntryID   `json:"item"`
	Version    int64     `json:"version"`
	Of         Kind      `json:"of"`
	Regime     Regime    `json:"regime"`
	Happened   time.Time `json:"happened"`
	Pieces     []Piece   `json:"pieces"`
}

// Kind is "released".
func (Released) Kind() Kind { return "released" }

// Piece is one question of an item with its answer: words, or the code of a
// closed word.
type Piece struct {
	Ask  string `json:"ask"`
	Text string `json:"text,omitempty"`
	Code string `json:"code,omitempty"`
}

// Releasable are the kinds of entry that may be items of a disclosure. Views
// that a member gave before the team's are nobody else's; discussion stays in
// the team.
var Releasable = []Kind{"observation", "interview", "answer", "factor", "assessment", "plan", "intervention", "need", "tripwire", "decision", "target-plan"}

// Pieces are the words of an entry, each with its question. What only points
// to people or entries by id is left out, and so is who wrote it.
func Pieces(r Record) []Piece {
	var out []Piece
	add := func(ask, text string) {
		if text != "" {
			out = append(out, Piece{Ask: ask, Text: text})
		}
	}
	code := func(ask, word string) { out = append(out, Piece{Ask: ask, Code: word}) }
	each := func(pairs ...[2]string) {
		for _, p := range pairs {
			add(p[0], p[1])
		}
	}
	switch x := r.(type) {
	case Observation:
		each([2]string{"field.text", x.Text}, [2]string{"field.where", x.Where}, [2]string{"field.source", x.Source}, [2]string{"field.origin", x.Origin}, [2]string{"field.reliability", x.Reliability}, [2]string{"field.corroboration", x.Corroboration})
	case Interview:
		each([2]string{"field.with", x.With}, [2]string{"field.capacity", x.Capacity}, [2]string{"field.told", x.Told}, [2]string{"field.summary", x.Summary})
	case Answer:
		code("field.question", "question."+x.Question)
		add("field.text", x.Text)
	case Factor:
		code("field.class", "class."+string(x.Class))
		if x.Item != "" {
			code("field.item", x.Item) // a line of a vocabulary
		}
		each([2]string{"field.own", x.Own}, [2]string{"field.looked", x.Looked})
		code("field.rating", "rating."+string(x.Rating))
	case Assessment:
		code("field.level", "level."+string(x.Level))
		for _, a := range Axes {
			add("axis."+string(a), x.Axes[a])
		}
		each([2]string{"field.level-basis", x.Basis}, [2]string{"field.risk", x.Risk}, [2]string{"field.protective", x.Protective}, [2]string{"field.precipitating", x.Precipitating}, [2]string{"field.gaps", x.Gaps}, [2]string{"field.alternatives", x.Alternatives}, [2]string{"field.confidence", x.Confidence})
	case Plan:
		each([2]string{"field.goals", x.Goals}, [2]string{"field.voice", x.Voice}, [2]string{"field.exit", x.Exit})
	case Intervention:
		add("field.intervention", x.What)
		code("field.intrusiveness", "intrusive."+string(x.Intrusiveness))
		each([2]string{"field.why_not_less", x.WhyNotLess}, [2]string{"field.heard", x.Heard})
	case Need:
		each([2]string{"field.need", x.Words}, [2]string{"field.strength", x.Strength}, [2]string{"field.service", x.Service})
	case Tripwire:
		each([2]string{"field.watch", x.Watch}, [2]string{"field.action", x.Action})
	case Decision:
		each([2]string{"field.question", x.Question}, [2]string{"field.decided", x.Decided}, [2]string{"field.why", x.Why})
	case TargetPlan:
		each([2]string{"field.contact", x.Contact}, [2]string{"field.safe_way", x.SafeWay}, [2]string{"field.steps", x.Steps})
	}
	return out
}

// mayGo reports whether an entry can be an item at all: a draft that nobody
// signed or approved, and what was withdrawn, never goes out.
func mayGo(e Entry) bool {
	switch x := e.Record.(type) {
	case Assessment:
		return !x.Signed.IsZero()
	case Plan:
		return !x.Approved.IsZero()
	case Observation:
		return x.Withdrawn == ""
	}
	return slices.Contains(Releasable, e.Record.Kind())
}

// Offered are the entries of a file that can be items of a disclosure, the
// newest first.
func Offered(f File) []Entry {
	var out []Entry
	for _, e := range f.Entries {
		if mayGo(e) {
			out = append(out, e)
		}
	}
	slices.Reverse(out)
	return out
}

// closest orders the regimes by how few are cleared for them: a copy that mixes
// several stands under the first of them.
var closest = []Regime{SubstanceUse, Counsel, ReporterID, Intelligence, Suspicious, CrimeHistory, Victim, Health, ChildWelfare, Juvenile, Personnel, Education, General}

// Regime is the regime a disclosure stands under: the closest of its items'.
func (d Disclosure) Regime(f File) Regime {
	for _, r := range closest {
		for _, e := range f.Entries {
			if e.Regime == r && slices.Contains(d.Items, e.ID) {
				return r
			}
		}
	}
	return General
}

// State says in a word how a disclosure stands: draft, released or dropped.
func (d Disclosure) State() string {
	switch {
	case !d.Released.IsZero():
		return "released"
	case d.Dropped != "":
		return "dropped"
	}
	return "draft"
}

func (d Disclosure) check(f File, _ time.Time, c *checks) {
	c.need("to", d.To, LineMost)
	c.need("purpose", d.Purpose, LineMost)
	c.need("basis", d.Basis, LineMost)
	c.oneOf("manner", d.Manner, Manners...)
	c.text("threat", d.Threat, TextMost)
	c.text("conditions", d.Conditions, TextMost)
	c.text("dropped", d.Dropped, LineMost)
	if len(d.Items) == 0 {
		c.bad("items", "disclosure.items")
	}
	for _, id := range d.Items {
		if i := slices.IndexFunc(f.Entries, func(e Entry) bool { return e.ID == id }); i < 0 || !mayGo(f.Entries[i]) {
			c.bad("items", "disclosure.item")
			return
		}
	}
}

// Missed are the covered ranges of a draft whose item was changed since: their
// places may no longer be those of the words.
func (d Disclosure) Missed(f File) []Covered {
	return slices.DeleteFunc(slices.Clone(d.Covered), func(x Covered) bool {
		return slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.ID == x.Item && e.Version == x.Version })
	})
}

// Goes is what goes out of a file under a disclosure, item by item in the order
// of their happening, with every covered range taken out. The release and its
// view call the same, so that the view cannot differ from what goes.
func (d Disclosure) Goes(f File) []Item[Released] {
	var out []Item[Released]
	for _, e := range f.Entries {
		if !slices.Contains(d.Items, e.ID) {
			continue
		}
		pieces := Pieces(e.Record)
		for i := range pieces {
			pieces[i].Text = d.uncovered(e.ID, i, pieces[i].Text)
		}
		r := Released{Item: e.ID, Version: e.Version, Of: e.Record.Kind(), Regime: e.Regime, Happened: e.HappenedAt, Pieces: pieces}
		out = append(out, Item[Released]{Entry: e, Rec: r})
	}
	slices.SortStableFunc(out, func(a, b Item[Released]) int { return a.HappenedAt.Compare(b.HappenedAt) })
	return out
}

// uncovered is a text without its covered ranges. Ranges that touch or lie over
// each other are one.
func (d Disclosure) uncovered(item EntryID, piece int, text string) string {
	letters := []rune(text)
	covered := make([]bool, len(letters))
	for _, x := range d.Covered {
		if x.Item == item && x.Piece == piece {
			for i := max(0, x.From); i < min(len(letters), x.To); i++ {
				covered[i] = true
			}
		}
	}
	var b strings.Builder
	for i, l := range letters {
		switch {
		case !covered[i]:
			b.WriteRune(l)
		case i == 0 || !covered[i-1]:
			b.WriteString(Covering)
		}
	}
	return b.String()
}

// Cover returns the ranges of an entry at which words stand, whole and in
// whatever case, each to be taken out for the same reason.
func Cover(e Entry, words, why string) []Covered {
	want := []rune(strings.TrimSpace(words))
	var out []Covered
	if len(want) == 0 {
		return nil
	}
	for n, p := range Pieces(e.Record) {
		letters := []rune(p.Text)
		for i := 0; i+len(want) <= len(letters); i++ {
			if strings.EqualFold(string(letters[i:i+len(want)]), string(want)) && wordEnds(letters, i, i+len(want)) {
				out = append(out, Covered{Item: e.ID, Version: e.Version, Piece: n, From: i, To: i + len(want), Why: why})
				i += len(want) - 1
			}
		}
	}
	return out
}

// wordEnds reports whether a range begins and ends between words.
func wordEnds(s []rune, from, to int) bool {
	inside := func(a, b rune) bool { return wordly(a) && wordly(b) }
	return (from == 0 || !inside(s[from-1], s[from])) && (to == len(s) || !inside(s[to-1], s[to]))
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// EmergencyDisclosure writes down what was told in a health or safety emergency:
// the threat that could be put into words, who was told, what, and when it was
// (34 CFR 99.36; 99.32(a)(5) asks for it in the pupil's file). It is written in
// a minute, so it asks four things and carries nothing out itself.
type EmergencyDisclosure struct {
	Threat  string `json:"threat"`
	Parties string `json:"parties"`
	What    string `json:"what"`
	Copy    int    `json:"copy"`
}

// Kind is "emergency-disclosure".
func (EmergencyDisclosure) Kind() Kind { return "emergency-disclosure" }

func (d EmergencyDisclosure) check(_ File, _ time.Time, c *checks) {
	c.need("threat", d.Threat, TextMost)
	c.need("parties", d.Parties, TextMost)
	c.need("what", d.What, TextMost)
}

// NextCopy is the number of the next copy that leaves a case: prints, releases
// and emergency disclosures are numbered together.
func NextCopy(f File) int {
	n := len(All[Printout](f)) + len(All[EmergencyDisclosure](f))
	for _, d := range All[Disclosure](f) {
		if d.Rec.Copy > 0 {
			n++
		}
	}
	return n + 1
}
