package web_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// seconding is a case with a drafted assessment that the account robin, a chair
// too, may put a second signature under; second tells whose it bears.
func (m team) seconding(t *testing.T, login string) (kase string, second func() tatm.ActorID, who tatm.ActorID) {
	t.Helper()
	ctx := t.Context()
	who = m.admin(t, login)
	by, err := m.app.Door(m.org).Channel(ctx, "", "")
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Role: tatm.Chair, Team: by.Channel.Team}
	if _, err := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true}).GiveSeat(ctx, who, seat); err != nil {
		t.Fatal(err)
	}
	var cop tatm.ActorID
	for _, p := range m.personas {
		if p.Name == "Cop" {
			cop = p.ID
		}
	}
	desk := m.app.As(access.Actor{ID: cop, Org: m.org, Seats: []tatm.Seat{{Role: tatm.Core, Team: by.Channel.Team}}})
	made, err := desk.OpenCase(ctx, by.Channel.Team, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: m.now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.DraftAssessment(ctx, made.File, 0, tatm.Assessment{Level: tatm.Low, Basis: "b"}); err != nil {
		t.Fatal(err)
	}
	return "/cases/" + string(made.File), func() tatm.ActorID {
		t.Helper()
		v, err := desk.SeeCase(ctx, made.File)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := tatm.Drafted(v.File)
		return a.Rec.Second
	}, who
}

// TestProofInPlace: a fresh proof asked in a part of a page that was changed in
// place is given by a passkey there, and the act goes on, without the page
// being loaded anew.
func TestProofInPlace(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	kase, second, who := m.seconding(t, "robin")
	desk := named(m.desk)
	p.Device()
	p.Open(desk + "/sign-in")
	p.Fill("[name=login]", "robin")
	p.Fill("[name=password]", firstPassword)
	p.Follow(".form button.primary")
	p.Click("form[data-passkey=create] button")
	p.Wait(".codes")
	p.Open(desk + kase + "/assessment")
	testbed.Eval[string](p, "window.mark = 'here'")
	m.pass(authn.StepUp + time.Minute)
	p.Follow("a[href$='/do/second']")
	if got := p.Follow(".form button.primary"); got != http.StatusForbidden {
		t.Fatalf("a signature on an old proof: status %d: %s", got, p.Text("main"))
	}
	if p.Count("form[data-passkey=get]") != 1 || second() != "" {
		t.Fatalf("no passkey is asked, or it was signed without one: %s", p.Text("main"))
	}
	p.Click("form[data-passkey=get] button")
	p.Wait(".casenav a[aria-current][href$='/assessment']")
	if second() != who {
		t.Errorf("after the proof the second signature is %q", second())
	}
	for _, bad := range p.Trouble() {
		if !strings.Contains(bad, "403") {
			t.Error(bad)
		}
	}
}

// hiddenInputs are the hidden fields of the first form of a page that asks for
// a proof.
func hiddenInputs(page string) url.Values {
	out := url.Values{}
	_, form, _ := strings.Cut(page, `class="form">`)
	form, _, _ = strings.Cut(form, "</form>")
	for _, in := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		out.Add(html.UnescapeString(in[1]), html.UnescapeString(in[2]))
	}
	return out
}

// TestProofWithAFile: a fresh proof is asked of a form that came with a file:
// the file is kept under its name with everything typed, a wrong proof loses
// nothing either, and the right one lets the act go on, once.
func TestProofWithAFile(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, db)
			kase, second, who := m.seconding(t, "robin")
			at := m.desk.URL
			robin := browser(t)
			secret := robin.enrol(t, m, at)
			m.pass(authn.StepUp + time.Minute)

			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			for _, f := range [][2]string{{"once", "k1"}, {"version", "1"}, {"note", "typed beside it"}} {
				if err := w.WriteField(f[0], f[1]); err != nil {
					t.Fatal(err)
				}
			}
			part, err := w.CreateFormFile("file", "seen.txt")
			if err == nil {
				_, err = part.Write([]byte("what the neighbour wrote"))
			}
			if err != nil || w.Close() != nil {
				t.Fatal(err)
			}
			res, err := robin.Post(at+kase+"/do/second", w.FormDataContentType(), &b)
			page := robin.read(t, res, err)
			if res.StatusCode != http.StatusForbidden || second() != "" {
				t.Fatalf("a signature on an old proof: status %d", res.StatusCode)
			}
			kept := hiddenInputs(page)
			if kept.Get("note") != "typed beside it" || kept.Get("once") != "k1" || !strings.HasSuffix(kept.Get("kept"), " seen.txt") {
				t.Fatalf("the page that asks keeps %v: %s", kept, page)
			}
			wrong := url.Values{}
			for k, v := range kept {
				wrong[k] = v
			}
			wrong.Set("proof", "000000")
			again := hiddenInputs(robin.post(t, at+kase+"/do/second", wrong))
			if again.Get("note") != "typed beside it" || again.Get("kept") != kept.Get("kept") || second() != "" {
				t.Fatalf("after a wrong proof the page keeps %v", again)
			}
			m.pass(time.Minute)
			code, err := authn.CodeAt(secret, m.now())
			if err != nil {
				t.Fatal(err)
			}
			again.Set("proof", code)
			if page := robin.post(t, at+kase+"/do/second", again); second() != who {
				t.Errorf("after the proof it is seconded by %q: %.400s", second(), page)
			}
		})
	}
}
