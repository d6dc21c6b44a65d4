package tatm

import "time"

// About is who a report is about, as far as a worker could make it out of the
// reporter's words: what an earlier file is looked for by. It is not yet a
// person's file, and nothing in it is certain.
type About struct {
	Given    string      `json:"given,omitempty"`
	Middle   string      `json:"middle,omitempty"`
	Family   string      `json:"family,omitempty"`
	Birth    PartialDate `json:"birth,omitzero"`
	Age      int         `json:"age,omitempty"`
	School   string      `json:"school,omitempty"`
	Employer string      `json:"employer,omitempty"`
	Handle   string      `json:"handle,omitempty"`
	Phone    string      `json:"phone,omitempty"`
	Mail     string      `json:"e-mail,omitempty"`
	Address  string      `json:"address,omitempty"`
}

// Kind is "about".
func (About) Kind() Kind { return "about" }

// Name is the name in its parts.
func (a About) Name() Name {
	return Name{Given: a.Given, Middle: a.Middle, Family: a.Family, Type: CalledName}
}

// Details are what else is known, as a person's file would hold it.
func (a About) Details() (out []Detail) {
	for _, d := range []Detail{
		{What: SchoolDetail, Value: a.School}, {What: EmployerDetail, Value: a.Employer}, {What: HandleDetail, Value: a.Handle},
		{What: PhoneDetail, Value: a.Phone}, {What: MailDetail, Value: a.Mail}, {What: AddressDetail, Value: a.Address},
	} {
		if d.Value != "" {
			out = append(out, d)
		}
	}
	return out
}

// Empty reports whether nothing is known.
func (a About) Empty() bool { return a == About{} }

func (a About) check(_ File, now time.Time, c *checks) {
	for field, s := range map[string]string{"given": a.Given, "middle": a.Middle, "family": a.Family, "school": a.School, "employer": a.Employer, "handle": a.Handle, "phone": a.Phone, "e-mail": a.Mail, "address": a.Address} {
		c.text(field, s, LineMost)
	}
	if a.Birth != (PartialDate{}) {
		c.partial("birth", a.Birth, now)
	}
	if a.Age < 0 || a.Age > 120 {
		c.bad("age", "field.number")
	}
	if a.Empty() {
		c.bad("family", "field.name-missing")
	}
}

// Verdict is a person's answer to "is this who the report is about?".
type Verdict string

// The answers.
const (
	SameOne  Verdict = "same"
	OtherOne Verdict = "other"
	Unsure   Verdict = "unsure"
	// NotYet: the suggestion waits, because the report could not (an
	// emergency went on without it).
	NotYet Verdict = "not-yet"
)

// Known is somebody's answer to a suggestion that a report is about a person
// already on file. It joins nothing: "same" ties the report to the file, and a
// later version can take that back.
type Known struct {
	Person  FileID  `json:"person"`
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why,omitempty"`
}

// Kind is "known".
func (Known) Kind() Kind { return "known" }

func (k Known) check(_ File, _ time.Time, c *checks) {
	c.oneOf("verdict", string(k.Verdict), string(SameOne), string(OtherOne), string(Unsure), string(NotYet))
	c.text("why", k.Why, TextMost)
	if k.Person == "" {
		c.bad("person", "field.person-file")
	}
}

// KnownAs is the standing answer about a person, if there is one.
func KnownAs(f File, person FileID) (Item[Known], bool) {
	for _, k := range All[Known](f) {
		if k.Rec.Person == person {
			return k, true
		}
	}
	return Item[Known]{}, false
}

// known are the rows that follow from answers to suggestions: a tie to a
// person's file, and a line for what still waits.
func (k docket) known(p *Pack) {
	for _, x := range All[Known](k.f) {
		switch x.Rec.Verdict {
		case SameOne:
			k.d.Links = append(k.d.Links, Link{Entry: x.ID, Other: x.Rec.Person, Role: "about", Section: SectionScreening, Regime: x.Regime, From: x.RecordedAt})
		case NotYet:
			k.add(x.Entry, DueKnown, "", k.d.Head.Owner, p.Due(ClockFirstLook, x.RecordedAt), time.Time{})
		}
	}
}
