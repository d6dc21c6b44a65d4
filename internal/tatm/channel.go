package tatm

import (
	"regexp"
	"slices"
	"time"
)

// ChannelID names a channel of the public.
type ChannelID string

// DefaultChannel is the channel at the portal's own address. It is there from
// the beginning, with the standard form, until an administrator changes it.
const DefaultChannel ChannelID = "default"

// Languages are those that the public can be asked in.
var Languages = []string{"en", "es"}

// Texts are a text by language.
type Texts map[string]string

// PublicChannel is a way for the public to report: its address, who receives
// what comes by it, what it asks, and what its pages look like.
type PublicChannel struct {
	Name      string         `json:"name"` // for the staff
	Slug      string         `json:"slug,omitempty"`
	Host      string         `json:"host,omitempty"` // a host name of its own, instead of an address beneath the portal's
	Team      TeamID         `json:"team"`           // who receives
	Keep      RetentionClass `json:"keep,omitempty"`
	Languages []string       `json:"languages"`
	Numbers   []HelpNumber   `json:"numbers,omitempty"` // local ones, beside 911 and 988
	Theme     Theme          `json:"theme,omitempty"`
	Closed    bool           `json:"closed,omitempty"` // takes no new report; its receipts go on working
}

// HelpNumber is a number that can be called, and for what.
type HelpNumber struct {
	Number string `json:"number"`
	For    Texts  `json:"for"`
	Urgent bool   `json:"urgent,omitempty"` // for danger now: stands beside 911
}

// NumbersMost is how many local numbers a channel shows: more are not read.
const NumbersMost = 3

// RetentionClass says how long the reports of a channel are to be kept. The
// report carries it; the figures are those of the policy pack.
type RetentionClass string

// The classes.
const (
	KeepUsual RetentionClass = ""
	KeepBrief RetentionClass = "brief"
	KeepLong  RetentionClass = "long"
)

// RetentionClasses lists them.
var RetentionClasses = []RetentionClass{KeepUsual, KeepBrief, KeepLong}

// Theme is one of a few looks of a channel's pages, each tried for contrast.
type Theme string

// Themes lists the looks, the usual one first.
var Themes = []Theme{"", "forest", "plum", "slate"}

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	hostForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	dialForm = regexp.MustCompile(`^[0-9+*#() .-]{2,30}$`)
)

// slugMost keeps an address short enough to be typed from a poster.
const slugMost = 40

// CheckChannel holds a channel against its rules. It stands at an address of its
// own, unless it is the default one.
func CheckChannel(id ChannelID, ch PublicChannel) error {
	var c checks
	c.need("name", ch.Name, LineMost)
	switch {
	case id == DefaultChannel && ch.Slug != "":
		c.bad("slug", "channel.default-slug")
	case id != DefaultChannel && (len(ch.Slug) > slugMost || !slugForm.MatchString(ch.Slug)):
		c.bad("slug", "channel.slug")
	}
	if ch.Host != "" && (len(ch.Host) > 200 || !hostForm.MatchString(ch.Host)) {
		c.bad("host", "channel.host")
	}
	if !slices.Contains(RetentionClasses, ch.Keep) {
		c.bad("keep", "field.choose")
	}
	if !slices.Contains(Themes, ch.Theme) {
		c.bad("theme", "field.choose")
	}
	if len(ch.Languages) == 0 || slices.ContainsFunc(ch.Languages, func(l string) bool { return !slices.Contains(Languages, l) }) {
		c.bad("languages", "field.choose")
	}
	if len(ch.Numbers) > NumbersMost {
		c.bad("numbers", "channel.numbers")
	}
	for _, n := range ch.Numbers {
		if !dialForm.MatchString(n.Number) {
			c.bad("numbers", "channel.number")
		}
		c.words("numbers", n.For, ch.Languages, true)
	}
	return c.err()
}

// words asks that a text is readable in each language, and given if it must be.
func (c *checks) words(field string, w Texts, languages []string, need bool) {
	given := 0
	for _, l := range languages {
		c.text(field, w[l], LineMost)
		if w[l] != "" {
			given++
		}
	}
	if given < len(languages) && (need || given > 0) {
		c.bad(field, "form.languages")
	}
}

// FormPages are the standard questions of a form, page by page, in their order.
// The first is always asked; every other may be left out.
var FormPages = [][]string{
	{"narrative"},
	{"who", "where", "when", "knows"},
	{"imminent", "weapon", "target"},
	{"details"},
	{"name", "contact", "safe_way"},
}

// FormTopics are the standard questions that a form may leave out.
func FormTopics() []string { return slices.Concat(FormPages[1:]...) }

// Form is one version of what a channel asks. A version never changes: a report
// names the one that was in force, and is shown with its words.
type Form struct {
	N     int64            `json:"n"`
	Asks  []string         `json:"asks"`            // of FormTopics
	Words map[string]Texts `json:"words,omitempty"` // of standard questions, instead of the usual
	Own   []OwnQuestion    `json:"own,omitempty"`
}

// StandardForm is the form of a channel that has none of its own.
func StandardForm() Form { return Form{Asks: FormTopics()} }

// Has reports whether the form asks a standard question.
func (f Form) Has(question string) bool {
	return question == "narrative" || slices.Contains(f.Asks, question)
}

// AskKind is how an own question is answered.
type AskKind string

// The kinds: simple ones, that everybody knows how to answer.
const (
	AskLine   AskKind = "line"
	AskText   AskKind = "text"
	AskYesNo  AskKind = "yes-no"
	AskChoice AskKind = "choice"
)

// AskKinds lists them.
var AskKinds = []AskKind{AskLine, AskText, AskYesNo, AskChoice}

// OwnQuestion is a question that a channel asks beside the standard ones.
type OwnQuestion struct {
	Kind    AskKind `json:"kind"`
	Words   Texts   `json:"words"`
	Choices []Texts `json:"choices,omitempty"`
}

const (
	// OwnMost is how many questions of its own a form asks: more, and people stop.
	OwnMost = 6
	// ChoicesMost is how many answers one of them offers.
	ChoicesMost = 10
)

// CheckForm holds a form against its rules: every word in every language of the
// channel, so that nobody is asked half in another.
func CheckForm(f Form, languages []string) error {
	var c checks
	for _, q := range f.Asks {
		if !slices.Contains(FormTopics(), q) {
			c.bad("asks", "field.choose")
		}
	}
	for q, w := range f.Words {
		c.words(q, w, languages, false)
	}
	if len(f.Own) > OwnMost {
		c.bad("own", "form.own-many")
	}
	for i, q := range f.Own {
		field := OwnKey(i)
		c.words(field, q.Words, languages, true)
		if !slices.Contains(AskKinds, q.Kind) {
			c.bad(field, "field.choose")
		}
		if q.Kind == AskChoice && (len(q.Choices) < 2 || len(q.Choices) > ChoicesMost) {
			c.bad(field, "form.choices")
		}
		for _, w := range q.Choices {
			c.words(field, w, languages, true)
		}
	}
	return c.err()
}

// OwnKey is what the n-th own question of a form is called where it is answered.
func OwnKey(n int) string { return "own" + string(rune('1'+n)) }

// Told is the answer to an own question, with the question as it was asked.
type Told struct {
	Ask    string `json:"ask"`
	Answer string `json:"answer"`
}

// FormVersion is when a version of a form was made, and by whom.
type FormVersion struct {
	Form
	Made time.Time
	By   ActorID
}
