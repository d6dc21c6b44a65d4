package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

func (c *call) newPersonFormOf() (form, error) {
	teams, err := c.myTeams()
	fields := append([]field{{Name: "team", Kind: pick, Options: teams, Need: true}}, c.nameFields()...)
	return form{Title: "act.person", Action: "/people/new", Back: "/people", Submit: "save", Once: fresh(), Values: url.Values{"type": {"legal"}}, Fields: fields}, err
}

func (c *call) newPersonForm() error {
	f, err := c.newPersonFormOf()
	if err != nil {
		return err
	}
	return c.seeForm(f)
}

func (c *call) newPerson() error {
	n := read[tatm.Name](c)
	err := c.faults(nil)
	if err == nil {
		var made app.Made
		if made, err = c.desk.FilePerson(c.ctx(), tatm.TeamID(c.form.Get("team")), n); err == nil {
			return c.goTo("/people/" + string(made.File))
		}
	}
	f, ferr := c.newPersonFormOf()
	if ferr != nil {
		return ferr
	}
	return c.refill(f, err)
}

// span asks for the time in which something held; each part may be empty.
func span() []field {
	return []field{{Name: "from", Kind: partialDay, Label: "field.span-from"}, {Name: "to", Kind: partialDay, Label: "field.span-to"}}
}

// told asks what each entry of a person ends with: who says so, and the regime.
func (c *call) told() []field {
	return []field{{Name: "source", Kind: line}, {Name: "regime", Kind: pick, Options: c.openRegimes()}}
}

func (c *call) nameFields() []field {
	scripts := append([]option{{Label: locale.T(c.ctx(), "script.Latn")}}, c.options("script.", tatm.Scripts...)...)
	fs := []field{{Name: "given", Kind: line}, {Name: "middle", Kind: line}, {Name: "family", Kind: line},
		{Name: "type", Kind: choice, Need: true, Label: "field.name-type", Options: c.options("name.", "legal", "called", "alias", "former")}, {Name: "script", Kind: pick, Options: scripts}}
	return slices.Concat(fs, span(), c.told())
}

func (c *call) birthFields() []field {
	return append([]field{{Name: "date", Kind: partialDay, Need: true, Label: "kind.birth"}}, c.told()...)
}

func (c *call) detailFields() []field {
	fs := []field{{Name: "what", Kind: pick, Label: "field.detail-what", Options: c.options("detail.", "school", "employer", "handle", "phone", "e-mail", "address", "language")}, {Name: "value", Kind: line, Need: true}}
	return slices.Concat(fs, span(), c.told())
}

// personKinds are the kinds of entry of a person's file that a form writes.
var personKinds = map[string]struct {
	fields func(*call) []field
	read   func(*call) tatm.Record
	value  string // what a new one begins with, and of which field
	of     string
}{
	"name":   {(*call).nameFields, func(c *call) tatm.Record { return read[tatm.Name](c) }, "alias", "type"},
	"birth":  {(*call).birthFields, func(c *call) tatm.Record { return read[tatm.Birth](c) }, "", ""},
	"detail": {(*call).detailFields, func(c *call) tatm.Record { return read[tatm.Detail](c) }, "", ""},
}

func (c *call) personPage() error {
	on, err := c.file("person")
	if err != nil {
		return err
	}
	return c.personWith(on, "", nil)
}

func (c *call) personWith(on tatm.FileID, act string, wrong error) error {
	v, err := c.desk.SeePerson(c.ctx(), on)
	if err != nil {
		return err
	}
	base := "/people/" + string(on)
	var forms []form
	for _, kind := range c.tells() {
		k := personKinds[kind]
		f := form{Title: "person.add-" + kind, Action: base + "/" + kind, Values: url.Values{"regime": {string(tatm.General)}}, Fields: k.fields(c)}
		if k.of != "" {
			f.Values.Set(k.of, k.value)
		}
		forms = append(forms, f)
	}
	forms = append(forms, c.likenessForms(base, v)...)
	if c.frame("").has(tatm.Chair, tatm.Deputy) {
		forms = append(forms, c.wallForm(base))
	}
	forms = append(forms, stepBackForm(base))
	status := 200
	for i := range forms {
		forms[i].Once, forms[i].Submit = fresh(), cmp.Or(forms[i].Submit, "save")
		if wrong != nil && forms[i].Action == base+"/"+act {
			forms[i].Values = c.form
			forms[i].faulty(wrong)
			status = statuses[fault.KindOf(wrong)]
		}
	}
	c.show(status, personPage(c.frame("nav.people"), v, forms, c.zone))
	return nil
}

// tells are the kinds of entry of a person's file that the reader may add: who
// keeps the records says whose file is whose, not what is known of anybody.
func (c *call) tells() []string {
	if c.frame("").has(tatm.Intake, tatm.Chair, tatm.Deputy, tatm.Core) {
		return []string{"name", "birth", "detail"}
	}
	return nil
}

// likenessForms are what can be said of two files, and the way to make two of
// one.
func (c *call) likenessForms(base string, v app.PersonView) []form {
	other := c.whichField("other", "field.which-other")
	other.Need = true
	basis := field{Name: "basis", Kind: line, Need: true, Label: "field.same-basis"}
	out := []form{
		{Title: "person.same", Lead: "person.same.lead", Action: base + "/same", Values: url.Values{}, Fields: []field{other, basis}},
		{Title: "person.differ", Lead: "person.differ.lead", Action: base + "/differ", Values: url.Values{"verdict": {string(tatm.OtherOne)}}, Fields: []field{other,
			{Name: "verdict", Kind: choice, Need: true, Options: c.options("likely.", string(tatm.OtherOne), string(tatm.Unsure))}, basis}},
	}
	if files := c.sameOptions(v); len(files) > 0 {
		out = append(out, form{Title: "person.apart", Lead: "person.apart.lead", Action: base + "/apart", Values: url.Values{}, Fields: []field{{Name: "other", Kind: choice, Need: true, Label: "person.same-files", Options: files}, {Name: "undone", Kind: line, Need: true, Label: "field.undone"}}})
	}
	if told := c.toldOptions(v); len(told) > 1 {
		out = append(out, form{Title: "person.split", Lead: "person.split.lead", Action: base + "/split", Values: url.Values{}, Fields: []field{{Name: "entries", Kind: many, Need: true, Label: "person.split.entries", Options: told}, {Name: "why", Kind: line, Need: true, Label: "field.undone"}}})
	}
	return out
}

// toldOptions are the entries that say who somebody is.
func (c *call) toldOptions(v app.PersonView) (out []option) {
	for _, e := range v.File.Entries {
		for _, text := range known(c.ctx(), tatm.File{Entries: []tatm.Entry{e}}) {
			out = append(out, option{Value: string(e.ID), Label: text})
		}
	}
	return out
}

// sameOptions are the files of which something was found that stands.
func (c *call) sameOptions(v app.PersonView) []option {
	var out []option
	for _, s := range append(v.Same, v.Apart...) {
		if s.Rec.Found() == "" {
			continue
		}
		out = append(out, option{Value: string(s.Row.ID), Label: s.Name + " · " + locale.T(c.ctx(), "person.number", itoa(s.Row.Number))})
	}
	return out
}

func (c *call) personAct() error {
	on, err := c.file("person")
	if err != nil {
		return err
	}
	act := c.r.PathValue("act")
	err = c.doPerson(on, act)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.personWith(on, act, err)
	}
	if err != nil {
		return err
	}
	if act == "recuse" {
		return c.goTo("/people") // for who stepped back there is no file
	}
	return c.goTo("/people/" + string(on))
}

func (c *call) doPerson(on tatm.FileID, act string) error {
	var err error
	switch act {
	case "wall":
		_, err = c.keepOut(on)
		return err
	case "recuse":
		_, err = c.stepBack(on)
		return err
	case "same", "differ":
		var other tatm.FileID
		if other, err = c.whichPerson("other"); err != nil {
			return err
		}
		if other == "" {
			return fault.Bad("other", "field.missing")
		}
		if act == "same" {
			_, err = c.desk.SamePerson(c.ctx(), on, other, c.text("basis"))
		} else {
			_, err = c.desk.DifferPerson(c.ctx(), on, other, tatm.Verdict(c.form.Get("verdict")), c.text("basis"))
		}
		if fault.KindOf(err) == fault.NotFound {
			err = fault.Bad("other", "field.person-file")
		}
		return err
	case "split":
		var ids []tatm.EntryID
		for _, id := range c.form["entries"] {
			ids = append(ids, tatm.EntryID(id))
		}
		_, err = c.desk.SplitPerson(c.ctx(), on, ids, c.text("why"))
		return err
	case "apart":
		_, err = c.desk.ApartPerson(c.ctx(), on, tatm.FileID(c.form.Get("other")), c.text("undone"))
		return err
	}
	k, ok := personKinds[act]
	if !ok {
		return fault.New(fault.NotFound, "record.absent")
	}
	r := k.read(c)
	if err := c.faults(nil); err != nil {
		return err
	}
	_, err = c.desk.TellOfPerson(c.ctx(), on, r, app.Circumstance{Regime: tatm.Regime(c.form.Get("regime"))})
	return err
}

// personEntry finds the entry of a person's file that the address names.
func (c *call) personEntry() (v app.PersonView, e tatm.Entry, err error) {
	on, err := c.file("person")
	if err != nil {
		return v, e, err
	}
	id, err := c.entry()
	if err != nil {
		return v, e, err
	}
	if v, err = c.desk.SeePerson(c.ctx(), on); err != nil {
		return v, e, err
	}
	i := slices.IndexFunc(v.File.Entries, func(e tatm.Entry) bool { return e.ID == id })
	if i < 0 || personKinds[string(v.File.Entries[i].Record.Kind())].fields == nil {
		return v, e, fault.New(fault.NotFound, "record.absent")
	}
	return v, v.File.Entries[i], nil
}

// mendPersonForm serves GET /people/{person}/entry/{entry}: an entry corrected,
// ended by a date, or withdrawn.
func (c *call) mendPersonForm() error {
	v, e, err := c.personEntry()
	if err != nil {
		return err
	}
	return c.seeForm(c.mendPersonFormOf(v, e))
}

func (c *call) mendPersonFormOf(v app.PersonView, e tatm.Entry) form {
	f := form{Title: "person.mend", Lead: "person.mend.lead", Action: c.r.URL.Path, Back: "/people/" + string(v.Row.ID), Submit: "save", Once: fresh(), Version: e.Version, Values: values(e.Record, c.zone)}
	f.Fields = append(personKinds[string(e.Record.Kind())].fields(c), field{Name: "withdrawn", Kind: line})
	f.Values.Set("regime", string(e.Regime))
	return f
}

func (c *call) mendPerson() error {
	v, e, err := c.personEntry()
	if err != nil {
		return err
	}
	r := personKinds[string(e.Record.Kind())].read(c)
	seen, _ := strconv.ParseInt(orZero(c.form.Get("version")), 10, 64)
	if err = c.faults(nil); err == nil {
		_, err = c.desk.MendPerson(c.ctx(), v.Row.ID, e.ID, seen, r, app.Circumstance{Regime: tatm.Regime(c.form.Get("regime"))})
	}
	if err == nil {
		return c.goTo("/people/" + string(v.Row.ID))
	}
	f := c.mendPersonFormOf(v, e)
	if fault.KindOf(err) == fault.Conflict {
		f.Theirs = c.theirs(f)
	}
	return c.refill(f, err)
}
