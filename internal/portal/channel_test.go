package portal_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// admin is somebody who sets channels up, having proved who they are.
func (d door) admin() app.Desk {
	return d.app.As(access.Actor{ID: "console", Org: d.org, Clock: true})
}

func (d door) get(t *testing.T, path, host string) (*http.Response, string) {
	t.Helper()
	q, err := http.NewRequest("GET", d.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		q.Host = host
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(b)
}

// TestChannels: a channel has its address, team, languages, numbers and form; a
// report says which one and which version, and is shown as it was answered when
// the form has changed since; the default channel goes on as before.
func TestChannels(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			ctx, admin := t.Context(), d.admin()
			team, err := admin.AddTeam(ctx, "North High team", "school")
			if err != nil {
				t.Fatal(err)
			}
			ch := tatm.PublicChannel{Name: "North High", Slug: "north-high", Host: "tell.north.example", Team: team, Languages: []string{"es"}, Theme: "forest", Keep: tatm.KeepBrief,
				Numbers: []tatm.HelpNumber{{Number: "(555) 010-0199", For: tatm.Texts{"es": "Seguridad de la escuela"}, Urgent: true}}}
			id, err := admin.KeepChannel(ctx, "", 0, ch)
			if err != nil {
				t.Fatal(err)
			}
			form := tatm.Form{Asks: []string{"who", "weapon"}, Words: map[string]tatm.Texts{"who": {"es": "¿De qué alumno se trata?"}}, Own: []tatm.OwnQuestion{
				{Kind: tatm.AskChoice, Words: tatm.Texts{"es": "¿En qué edificio?"}, Choices: []tatm.Texts{{"es": "Norte"}, {"es": "Gimnasio"}}},
				{Kind: tatm.AskYesNo, Words: tatm.Texts{"es": "¿Fue en clase?"}}}}
			if _, err := admin.KeepForm(ctx, id, 0, form); err != nil {
				t.Fatal(err)
			}
			for _, at := range [][2]string{{"/c/north-high", ""}, {"/", "tell.north.example:443"}} {
				if _, page := d.get(t, at[0], at[1]); !strings.Contains(page, "North High team") || !strings.Contains(page, `lang="es"`) || !strings.Contains(page, `data-look="forest"`) || !strings.Contains(page, "tel:5550100199") {
					t.Errorf("%v: not the channel's page", at)
				}
			}
			f := url.Values{"once": {"a"}, "step": {"what"}, "go": {"next"}, "narrative": {"Algo pasó."}}
			if _, page := d.post(t, "/c/north-high/tell", f); !strings.Contains(page, "¿De qué alumno se trata?") || strings.Contains(page, `name="where"`) || !strings.Contains(page, `action="/c/north-high/tell"`) {
				t.Errorf("the channel's question is not asked: %s", page)
			}
			f = url.Values{"once": {"a"}, "narrative": {"Algo pasó."}, "who": {"Uno de noveno"}, "where": {"not asked"}, "own1": {"2"}, "own2": {"yes"}}
			if status, page := d.post(t, "/c/north-high/tell", url.Values{"once": {"a"}, "narrative": {"Algo."}, "own1": {"9"}}); status != 422 || !strings.Contains(page, `id="e-own1"`) {
				t.Errorf("a choice that is not offered: %d", status)
			}
			if status, _ := d.post(t, "/c/north-high/tell", f); status != 200 {
				t.Fatalf("status %d", status)
			}
			form.Words, form.Own = nil, nil
			if _, err := admin.KeepForm(ctx, id, 1, form); err != nil {
				t.Fatal(err)
			}
			if _, err := admin.KeepForm(ctx, id, 1, form); err == nil {
				t.Error("a form kept over somebody else's")
			}
			v, err := d.intake().SeeReport(ctx, d.only(t))
			if err != nil {
				t.Fatal(err)
			}
			r, _ := tatm.Last[tatm.Report](v.File)
			if v.Row.Team != team || r.Rec.Through != id || r.Rec.Form != 1 || r.Rec.Keep != tatm.KeepBrief || r.Rec.Where != "" || v.By != "North High" || v.Form.Words["who"]["es"] != "¿De qué alumno se trata?" {
				t.Errorf("the report: %+v by %q %+v", r.Rec, v.By, v.Form)
			}
			if len(r.Rec.Own) != 2 || r.Rec.Own[0] != (tatm.Told{Ask: "¿En qué edificio?", Answer: "Gimnasio"}) || r.Rec.Own[1].Answer != "Sí" {
				t.Errorf("own answers: %+v", r.Rec.Own)
			}
			d.asBefore(t, id, ch)
		})
	}
}

// asBefore: the default channel is untouched, and a closed one leads to it with
// nothing typed lost.
func (d door) asBefore(t *testing.T, id tatm.ChannelID, ch tatm.PublicChannel) {
	t.Helper()
	if _, page := d.get(t, "/?lang=en", ""); !strings.Contains(page, ">Team reads it") && !strings.Contains(page, "Team reads it") {
		t.Error("the default channel is another")
	}
	if _, page := d.get(t, "/c/nowhere/tell", ""); !strings.Contains(page, "Team reads it") {
		t.Error("an address of no channel does not lead to the portal")
	}
	ch.Closed = true
	if _, err := d.admin().KeepChannel(t.Context(), id, 3, ch); err != nil {
		t.Fatal(err)
	}
	if status, page := d.post(t, "/c/north-high/tell", url.Values{"once": {"late"}, "narrative": {"While it was closed."}}); status != 200 || receipt.FindString(page) == "" {
		t.Errorf("a report by a channel that was closed meanwhile: %d", status)
	}
	for name, bad := range map[string]tatm.PublicChannel{
		"slug":      {Name: "n", Slug: "No Slug", Team: ch.Team, Languages: []string{"en"}},
		"taken":     {Name: "n", Slug: "north-high", Team: ch.Team, Languages: []string{"en"}},
		"host":      {Name: "n", Slug: "x", Host: "http://x", Team: ch.Team, Languages: []string{"en"}},
		"languages": {Name: "n", Slug: "x", Team: ch.Team},
		"team":      {Name: "n", Slug: "x", Team: "none", Languages: []string{"en"}},
		"number":    {Name: "n", Slug: "x", Team: ch.Team, Languages: []string{"en"}, Numbers: []tatm.HelpNumber{{Number: "javascript:x", For: tatm.Texts{"en": "x"}}}},
		"theme":     {Name: "n", Slug: "x", Team: ch.Team, Languages: []string{"en"}, Theme: "neon"},
	} {
		if _, err := d.admin().KeepChannel(t.Context(), "", 0, bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
