package web

import (
	"net/url"
	"slices"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// builder is the page that makes the next version of a channel's form: what was
// typed, what was wrong, and how it would look.
type builder struct {
	View    app.ChannelView
	Values  url.Values
	Faults  map[string]*fault.Fault
	Others  []*fault.Fault
	Once    string
	Preview *tatm.Form
}

// builderOf fills the page from the form in force.
func builderOf(v app.ChannelView) builder {
	b := builder{View: v, Once: fresh(), Values: url.Values{"version": {itoa(v.Form)}, "ask": v.InForce.Asks}}
	for q, w := range v.InForce.Words {
		for l, s := range w {
			b.Values.Set(q+"."+l, s)
		}
	}
	for i, q := range v.InForce.Own {
		key := tatm.OwnKey(i)
		b.Values.Set(key+".kind", string(q.Kind))
		for l, s := range q.Words {
			b.Values.Set(key+"."+l, s)
		}
		for _, l := range v.Languages {
			var lines []string
			for _, w := range q.Choices {
				lines = append(lines, w[l])
			}
			b.Values.Set(key+".choices."+l, strings.Join(lines, "\n"))
		}
	}
	return b
}

// asks reports whether a standard question is ticked.
func (b builder) asks(q string) bool { return slices.Contains(b.Values["ask"], q) }

// readForm reads what was built. A question without words in any language is
// not there.
func (c *call) readForm(languages []string) tatm.Form {
	f := tatm.Form{Asks: c.form["ask"], Words: map[string]tatm.Texts{}}
	for _, q := range append([]string{"narrative"}, tatm.FormTopics()...) {
		if w := c.texts(q+".", languages); len(w) > 0 {
			f.Words[q] = w
		}
	}
	for i := range tatm.OwnMost {
		key := tatm.OwnKey(i)
		q := tatm.OwnQuestion{Kind: tatm.AskKind(c.form.Get(key + ".kind")), Words: c.texts(key+".", languages)}
		if len(q.Words) == 0 {
			continue
		}
		if q.Kind == tatm.AskChoice {
			q.Choices = c.choicesOf(key, languages)
		}
		f.Own = append(f.Own, q)
	}
	return f
}

func (c *call) texts(prefix string, languages []string) tatm.Texts {
	out := tatm.Texts{}
	for _, l := range languages {
		if s := c.text(prefix + l); s != "" {
			out[l] = s
		}
	}
	return out
}

// choicesOf reads the answers of an own question, one a line, the n-th of one
// language beside the n-th of the other.
func (c *call) choicesOf(key string, languages []string) (out []tatm.Texts) {
	for _, l := range languages {
		n := 0
		for s := range strings.Lines(c.text(key + ".choices." + l)) {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			if n == len(out) {
				out = append(out, tatm.Texts{})
			}
			out[n][l] = s
			n++
		}
	}
	return out
}

func (c *call) builderPage() error {
	v, err := c.desk.SeeChannel(c.ctx(), c.channelID())
	if err != nil {
		return err
	}
	return c.see(builderPage(c.frame("form.build"), c, builderOf(v)))
}

// keepForm shows how a form would look, or makes it the one in force.
func (c *call) keepForm() error {
	id := c.channelID()
	v, err := c.desk.SeeChannel(c.ctx(), id)
	if err != nil {
		return err
	}
	f := c.readForm(v.Languages)
	b := builder{View: v, Values: c.form, Once: fresh()}
	if c.form.Get("go") == "preview" {
		if err = tatm.CheckForm(f, v.Languages); err == nil {
			b.Preview = &f
			return c.see(builderPage(c.frame("form.build"), c, b))
		}
	} else {
		typed := read[struct {
			Version int64 `json:"version"`
		}](c)
		if _, err = c.desk.KeepForm(c.ctx(), id, typed.Version, f); err == nil {
			return c.goTo("/office/channels/" + string(id))
		}
	}
	k := fault.KindOf(err)
	if k != fault.Invalid && k != fault.Conflict {
		return err
	}
	b.Faults = fault.Fields(err)
	for _, x := range fault.All(err) {
		if x.Kind != fault.Invalid {
			b.Others = append(b.Others, x)
		}
	}
	c.show(statuses[k], builderPage(c.frame("form.build"), c, b))
	return nil
}

// formVersionPage shows a version of a form as it was.
func (c *call) formVersionPage() error {
	v, err := c.desk.SeeChannel(c.ctx(), c.channelID())
	if err != nil {
		return err
	}
	for _, f := range v.Forms {
		if itoa(f.N) == c.r.PathValue("n") {
			return c.see(formVersionPage(c.frame("form.version-title"), c, v, f))
		}
	}
	return fault.New(fault.NotFound, "record.absent")
}

// askOf is a question in the words of a form and a language.
func askOf(f tatm.Form, q, lang string) string {
	if w := f.Words[q][lang]; w != "" {
		return w
	}
	return locale.Text(lang, "portal."+q)
}

// askedOn are the questions of a page that a form asks.
func askedOn(f tatm.Form, page []string) []string {
	return slices.DeleteFunc(slices.Clone(page), func(q string) bool { return !f.Has(q) })
}

// steps are the titles of the form's pages, by their place in tatm.FormPages.
var formSteps = []string{"portal.step.what", "portal.step.who", "portal.step.danger", "portal.step.more", "portal.step.you"}

// boxed reports whether a question takes more than a line.
func boxed(q string) bool { return q == "narrative" || q == "details" }

// ticked reports whether a question is answered by yes, no or not known.
func ticked(q string) bool { return slices.Contains(tatm.FormPages[2], q) }
