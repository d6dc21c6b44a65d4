package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// once tells the forms of a test apart.
var once int

// given posts a form of the case and follows to the page it leads to.
func (c caller) given(path string, fields url.Values) (status int, to, page string) {
	c.t.Helper()
	once++
	fields.Set("once", fmt.Sprint("sharing ", once))
	r, body := c.send(path, fields)
	if r.StatusCode != http.StatusSeeOther {
		return r.StatusCode, path, body
	}
	to = r.Header.Get("Location")
	_, body = c.get(to)
	return r.StatusCode, to, body
}

// TestReleaseView: the page shows before what goes and after what went, with the
// rule, its mark as a draft and the notice of its regime; what was taken out is
// in no byte of the page or of the print once it went; a
// refused form keeps what was typed.
func TestReleaseView(t *testing.T) {
	for name, dsn := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, dsn)
			kase := m.newCase(t)
			on, chair := tatm.FileID(strings.TrimPrefix(kase, "/cases/")), m.app.As(m.actor(t, "Chair", tatm.Seat{Role: tatm.Chair}))
			made, err := chair.AddObservation(t.Context(), on, tatm.Observation{Text: "He told Zuleika Quartermain about the gym"}, app.Circumstance{Regime: tatm.Education})
			if err != nil {
				t.Fatal(err)
			}
			c, item := m.caller(t, "Chair"), string(made.Entry)
			form := url.Values{"items": {item}, "to": {"Officer Hale"}, "purpose": {"Keep the gym safe today"}, "basis": {"ferpa-emergency"}, "manner": {"paper"}}
			status, _, page := c.given(kase+"/do/disclose", form)
			if status != http.StatusUnprocessableEntity || !strings.Contains(page, "needs the threat in words") || !strings.Contains(page, "Keep the gym safe today") {
				t.Fatalf("without the threat: %d", status)
			}
			form.Set("threat", "He named noon")
			_, draft, page := c.given(kase+"/do/disclose", form)
			for _, want := range []string{"Zuleika Quartermain", "exactly what goes", "99.36", "34 CFR 99.33", "Draft", "He named noon"} {
				if !strings.Contains(page, want) {
					t.Errorf("the draft lacks %q", want)
				}
			}
			id := draft[strings.LastIndex(draft, "/")+1:]
			_, _, page = c.given(kase+"/do/cover/"+id, url.Values{"item": {item}, "words": {"zuleika quartermain"}, "why": {"another pupil"}, "version": {"1"}})
			if strings.Contains(page, "Quartermain") || !strings.Contains(page, "[taken out]") {
				t.Error("the draft shows what was taken out")
			}
			if r, _ := c.get(draft + "/print"); r.StatusCode != http.StatusNotFound {
				t.Errorf("a draft prints: %d", r.StatusCode)
			}
			_, to, page := c.given(kase+"/do/release/"+id, url.Values{"version": {"2"}})
			_, print := c.get(draft + "/print")
			for what, body := range map[string]string{"page": page, "print": print} {
				low := strings.ToLower(body)
				if strings.Contains(low, "zuleika") || strings.Contains(low, "quartermain") {
					t.Errorf("%s: holds what was taken out", what)
				}
				for _, want := range []string{"[taken out]", "about the gym", "Officer Hale", "Copy 1", "34 CFR 99.33"} {
					if !strings.Contains(body, want) {
						t.Errorf("%s lacks %q", what, want)
					}
				}
			}
			if to != draft || !strings.Contains(page, "This is what went") {
				t.Errorf("after: %s", to)
			}
			m.unseen(t, draft)
		})
	}
}

// unseen: who may not see a copy gets the same as for none.
func (m team) unseen(t *testing.T, draft string) {
	t.Helper()
	cop := m.caller(t, "Cop")
	r, hidden := cop.get(draft)
	at := strings.LastIndex(draft, "/") + 1
	made := tatm.MintID(time.Now(), 0, [8]byte{7})
	q, none := cop.get(draft[:at] + made)
	none = strings.ReplaceAll(none, made, draft[at:]) // the address itself stands in the page
	if r.StatusCode != http.StatusNotFound || q.StatusCode != http.StatusNotFound || hidden != none {
		t.Errorf("hidden %d, absent %d, same %v", r.StatusCode, q.StatusCode, hidden == none)
	}
}

// TestPart2NoticeTravels: with every page, release view and print of what
// stands under Part 2, for who may see it; and with no page of who may not.
func TestPart2NoticeTravels(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	for _, p := range m.packs { // a pack under which such records are kept; the shipped one keeps none
		rule := p.Regimes[tatm.SubstanceUse]
		rule.Off, rule.Roles, rule.Disciplines = false, []tatm.Role{tatm.Chair}, []tatm.Discipline{tatm.MentalHealth}
		p.Regimes[tatm.SubstanceUse] = rule
	}
	kase := m.newCase(t)
	on, chair := tatm.FileID(strings.TrimPrefix(kase, "/cases/")), m.app.As(m.actor(t, "Chair", tatm.Seat{Role: tatm.Chair}))
	ctx := t.Context()
	made, err := chair.AddObservation(ctx, on, tatm.Observation{Text: "In treatment since May"}, app.Circumstance{Regime: tatm.SubstanceUse})
	if err != nil {
		t.Fatal(err)
	}
	doc := m.actor(t, "Doc", tatm.Seat{Role: tatm.Core, Discipline: tatm.MentalHealth})
	d := m.app.As(doc)
	leave, err := d.RecordConsent(ctx, on, tatm.Consent{Giver: "Jo", As: "self", Answer: tatm.Yes, Scope: "s", Recipients: "Dr. Li", Purpose: "p", Until: time.Now().AddDate(0, 1, 0), How: "signed"}, app.Circumstance{})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := d.DraftDisclosure(ctx, on, "", 0, tatm.Disclosure{To: "Dr. Li", Purpose: "p", Basis: "part2-consent", Consent: leave.Entry, Manner: "paper", Items: []tatm.EntryID{made.Entry}})
	if err == nil {
		_, err = d.Release(ctx, on, gone.Entry, 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	sees, other := m.caller(t, "Doc"), m.caller(t, "Cop")
	for _, path := range []string{kase, kase + "/facts", kase + "/sharing", kase + "/releases/" + string(gone.Entry), kase + "/releases/" + string(gone.Entry) + "/print"} {
		if r, page := sees.get(path); r.StatusCode != 200 || !strings.Contains(page, "42 CFR 2.32") {
			t.Errorf("%s: %d, without the notice", path, r.StatusCode)
		}
		if _, page := other.get(path); strings.Contains(page, "42 CFR 2.32") {
			t.Errorf("%s tells the cop of it", path)
		}
	}
}

// TestEmergencySheet: four answers, and the sheet for the pupil's file says all.
func TestEmergencySheet(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	kase, c := m.newCase(t), m.caller(t, "Doc")
	_, form := c.get(kase + "/do/emergency-disclosure")
	if n := strings.Count(form, `id="f-`); n != 4 {
		t.Errorf("%d questions", n)
	}
	_, to, page := c.given(kase+"/do/emergency-disclosure", url.Values{"threat": {"Noon today, at the gym"}, "parties": {"Dispatch of the sheriff"}, "what": {"His name and what he wears"}})
	_, sheet := c.get(to + "/print")
	for _, want := range []string{"Noon today, at the gym", "Dispatch of the sheriff", "His name and what he wears", "34 CFR 99.31(a)(10)"} {
		if !strings.Contains(page, want) || !strings.Contains(sheet, want) {
			t.Errorf("page or sheet lacks %q", want)
		}
	}
}
