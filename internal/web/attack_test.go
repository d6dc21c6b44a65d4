package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// The attacks of the security reference (A4) that need the pages, by number;
// docs/attacks.md lists all of them.

// fieldTags are the fields of the records of a case that say who or when, by
// their names in a form.
func fieldTags() (names map[string]bool) {
	names = map[string]bool{}
	for kind, row := range tatm.Kinds {
		if row.File != tatm.CaseFile {
			continue
		}
		r, err := tatm.Decode(kind, []byte("{}"))
		if err != nil {
			panic(err)
		}
		v := reflect.TypeOf(r)
		for i := range v.NumField() {
			switch reflect.Zero(v.Field(i).Type).Interface().(type) {
			case time.Time:
				names[tag(v.Field(i))] = true
			case tatm.ActorID:
				names[tag(v.Field(i))] = false
			}
		}
	}
	return names
}

func tag(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

var (
	inputs  = regexp.MustCompile(`<(?:input|textarea|select)[^>]*\sname="([^"]+)"[^>]*>`)
	kindOf  = regexp.MustCompile(`\stype="([^"]+)"`)
	valueOf = regexp.MustCompile(`\svalue="([^"]+)"`)
	options = regexp.MustCompile(`(?s)<select[^>]*\sname="([^"]+)".*?</select>`)
)

// offered fills in a form as its page offers it, each field with something
// that it may hold.
func offered(page string) url.Values {
	out := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(page, -1) {
		value := "x"
		if k := kindOf.FindStringSubmatch(m[0]); k != nil {
			switch k[1] {
			case "date":
				value = "2030-01-01"
			case "datetime-local":
				value = "2030-01-01T10:00"
			case "number":
				value = "1"
			case "radio", "checkbox", "hidden":
				if v := valueOf.FindStringSubmatch(m[0]); v != nil {
					value = v[1]
				}
			case "file":
				continue
			}
		}
		if !out.Has(m[1]) {
			out.Set(m[1], value)
		}
	}
	for _, m := range options.FindAllStringSubmatch(page, -1) {
		if v := valueOf.FindStringSubmatch(strings.SplitN(m[0], "<option", 3)[len(strings.SplitN(m[0], "<option", 3))-1]); v != nil {
			out.Set(m[1], v[1])
		}
	}
	return out
}

// legit are fields that another form of the same record offers: to say them
// is no forgery.
var legit = map[string]bool{
	"invitation from": true, // begins when the chair says
	"wall from":       true,
	"factor on":       true, // the day of a precipitating event
	"notice by":       true, // who gave it, where somebody else writes it down
}

// TestA4_04_FieldsThatNoFormOffers: each form of a case is sent with every
// field of every record that says who or when, besides those it offers. None
// of them reaches the record: who signed, approved, ratified, revoked or wrote
// something, and when, is the program's to say.
func TestA4_04_FieldsThatNoFormOffers(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	chair, seat := m.as(t, "Chair")
	made, err := chair.OpenCase(t.Context(), seat.Team, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: m.app.Now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	victim := tatm.ActorID(m.id(t, "Out"))
	forged := time.Date(2001, 2, 3, 10, 0, 0, 0, time.UTC)
	c, tags, sent := m.caller(t, "Chair"), fieldTags(), 0
	base := "/cases/" + string(made.File) + "/do/"
	for _, act := range web.Acts() {
		if act == "recuse" {
			continue
		}
		r, page := c.get(base + act)
		if r.StatusCode != http.StatusOK {
			continue
		}
		f := offered(page)
		for name, v := range f {
			if v[0] == string(victim) {
				f.Set(name, m.id(t, "Chair")) // whom a form offers is no forgery
			}
		}
		for name, isTime := range tags {
			switch {
			case f.Has(name):
			case isTime:
				f.Set(name, forged.Format("2006-01-02T15:04"))
			default:
				f.Set(name, string(victim))
			}
		}
		f.Set("once", act)
		c.form(base+act, f)
		sent++
	}
	v, err := chair.SeeCase(t.Context(), made.File)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range v.File.Entries {
		r := reflect.ValueOf(e.Record)
		for i := range r.NumField() {
			name, x := tag(r.Type().Field(i)), r.Field(i).Interface()
			at, isTime := x.(time.Time)
			if legit[string(e.Record.Kind())+" "+name] {
				continue
			}
			if who, _ := x.(tatm.ActorID); who == victim || isTime && at.Equal(forged) {
				t.Errorf("a form forged %s of a %s: %v", name, e.Record.Kind(), x)
			}
		}
		if e.RecordedBy == victim || e.RecordedAt.Equal(forged) {
			t.Errorf("a form forged who wrote a %s, or when", e.Record.Kind())
		}
	}
	if sent < 30 || len(v.File.Entries) < 15 {
		t.Errorf("%d forms were sent and %d entries written: the attack was none", sent, len(v.File.Entries))
	}
}

// as is somebody of the team at the desk, with their seat.
func (m team) as(t *testing.T, name string) (app.Desk, tatm.Seat) {
	t.Helper()
	id := tatm.ActorID(m.id(t, name))
	token, err := m.app.Persona(t.Context(), m.org, id)
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.app.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return m.app.As(s.Actor), s.Actor.Seats[0]
}

func (m team) id(t *testing.T, name string) string {
	t.Helper()
	for _, p := range m.personas {
		if p.Name == name {
			return string(p.ID)
		}
	}
	t.Fatalf("nobody is called %s", name)
	return ""
}

func (c caller) form(path string, f url.Values) int {
	c.t.Helper()
	r, err := c.c.PostForm(c.m.desk.URL+path, f)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Body.Close()
	return r.StatusCode
}

// TestA4_14_Sessions: a session that the browser brings along is not taken at
// sign-in; each proof gives a new id and the old one ends; signing out,
// disabling an account and changing a seat end what is open by the next request.
func TestA4_14_Sessions(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	robin := m.admin(t, "robin")
	ctx := t.Context()
	secret := authn.NewTOTP()
	code := func() string {
		m.pass(31 * time.Second)
		c, err := authn.CodeAt(secret, m.app.Now())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	open := func(token string) bool { s, err := m.app.Session(ctx, token); return err == nil && !s.NeedsFactor }
	in := func(form url.Values, cookie string) (status int, token string) {
		q := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.AddCookie(&http.Cookie{Name: "offramp", Value: cookie})
		w := httptest.NewRecorder()
		m.desk.Config.Handler.ServeHTTP(w, q)
		for _, c := range w.Result().Cookies() {
			if c.Name == "offramp" {
				token = c.Value
			}
		}
		return w.Code, token
	}
	_, half := in(url.Values{"login": {"robin"}, "password": {firstPassword}}, "fixed-by-somebody")
	if half == "" || half == "fixed-by-somebody" || open("fixed-by-somebody") {
		t.Fatal("the session that was brought along was taken")
	}
	whole, codes, err := m.app.SetTOTP(ctx, half, secret, code())
	if err != nil || len(codes) == 0 || whole == half || open(half) || !open(whole) {
		t.Fatalf("a second factor did not renew the session: %v", err)
	}
	proved, err := m.app.Prove(ctx, whole, code(), "here")
	if err != nil || proved == whole || open(whole) || !open(proved) {
		t.Fatalf("a fresh proof did not renew the session: %v", err)
	}
	_, second := in(url.Values{"login": {"robin"}, "password": {firstPassword}, "code": {code()}}, "")
	if !open(second) || second == proved {
		t.Fatal("a second browser was not let in beside the first")
	}
	if err := m.app.SignOut(ctx, second); err != nil || open(second) || !open(proved) {
		t.Errorf("signing out ended another session, or not its own: %v", err)
	}
	console := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true})
	for what, end := range map[string]func() error{
		"a changed seat":      func() error { _, err := console.GiveSeat(ctx, robin, tatm.Seat{Role: tatm.Auditor}); return err },
		"a disabled account":  func() error { _, err := console.ChangeMember(ctx, robin, "disable"); return err },
		"a reset of the keys": func() error { _, err := console.ChangeMember(ctx, robin, "reset"); return err },
	} {
		_, _ = console.ChangeMember(ctx, robin, "enable")
		token, err := m.app.Persona(ctx, m.org, robin)
		if err != nil || !open(token) {
			t.Fatal(err)
		}
		if err := end(); err != nil || open(token) {
			t.Errorf("%s left the session open: %v", what, err)
		}
	}
}

// TestA4_15_CrossSite: every form of the desk, sent from another site in each
// way a browser may send it, is refused before anything is read; none writes by
// GET, by another method, or without a form's key.
func TestA4_15_CrossSite(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	chair, seat := m.as(t, "Chair")
	made, err := chair.OpenCase(t.Context(), seat.Team, app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: m.app.Now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := m.app.Persona(t.Context(), m.org, tatm.ActorID(m.id(t, "Chair")))
	if err != nil {
		t.Fatal(err)
	}
	send := func(method, at, media string, head map[string]string, form url.Values) *httptest.ResponseRecorder {
		q := httptest.NewRequest(method, at, strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", media)
		q.AddCookie(&http.Cookie{Name: "offramp", Value: token})
		for k, v := range head {
			q.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		m.desk.Config.Handler.ServeHTTP(w, q)
		return w
	}
	const plain = "application/x-www-form-urlencoded"
	n := 0
	for _, r := range web.Routes() {
		method, at, found := strings.Cut(r.Pattern, " ")
		if !found || method != http.MethodPost {
			continue
		}
		at = regexp.MustCompile(`\{\w+\}`).ReplaceAllString(at, string(made.File))
		for _, media := range []string{plain, "text/plain", "application/json"} {
			for _, head := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}} {
				n++
				if got := send(method, at, media, head, url.Values{"once": {"k"}}).Code; got != http.StatusForbidden {
					t.Errorf("%s from %v as %s: status %d", r.Pattern, head, media, got)
				}
			}
		}
	}
	message := "/cases/" + string(made.File) + "/do/message"
	form := url.Values{"text": {"forged"}, "once": {"k"}}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a GET":             send(http.MethodGet, message+"?"+form.Encode(), plain, nil, nil),
		"another method":    send(http.MethodPut, message, plain, nil, form),
		"a method override": send(http.MethodGet, message, plain, map[string]string{"X-HTTP-Method-Override": "POST"}, form),
		"plain text":        send(http.MethodPost, message, "text/plain", nil, form),
		"JSON":              send(http.MethodPost, message, "application/json", nil, form),
		"no key":            send(http.MethodPost, message, plain, nil, url.Values{"text": {"forged"}}),
	} {
		v, err := chair.SeeCase(t.Context(), made.File)
		if err != nil || len(tatm.All[tatm.Message](v.File)) > 0 {
			t.Errorf("%s wrote a message (status %d)", name, w.Code)
		}
	}
	if n < 100 {
		t.Errorf("only %d forms were sent", n)
	}
	for _, c := range send(http.MethodPost, "/persona", plain, nil, url.Values{"id": {m.id(t, "Chair")}}).Result().Cookies() {
		if c.Name == "offramp" && (c.SameSite != http.SameSiteLaxMode || !c.HttpOnly || c.Domain != "") {
			t.Errorf("the session's cookie: %+v", c)
		}
	}
}

// TestA4_19_HalfSignedIn: a password alone, also after a reset or single
// sign-on without more, opens no route but those that ask for the second factor;
// a recovery code counts once.
func TestA4_19_HalfSignedIn(t *testing.T) {
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	robin, ctx := m.admin(t, "robin"), t.Context()
	half, err := m.app.SignIn(ctx, "robin", firstPassword, "", "n")
	if err != nil {
		t.Fatal(err)
	}
	m.closedTo(t, half, "a new account")
	secret := authn.NewTOTP()
	code, err := authn.CodeAt(secret, m.app.Now())
	if err != nil {
		t.Fatal(err)
	}
	_, codes, err := m.app.SetTOTP(ctx, half, secret, code)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.app.SignIn(ctx, "robin", firstPassword, codes[0], "n"); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	if _, err := m.app.SignIn(ctx, "robin", firstPassword, codes[0], "n"); err == nil {
		t.Error("a recovery code was taken twice")
	}
	if _, err := m.app.SignIn(ctx, "robin", firstPassword, "", "n2"); err == nil {
		t.Error("a password alone signed in somebody with a second factor")
	}
	console := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true})
	invite, err := console.ChangeMember(ctx, robin, "reset")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.app.Welcome(ctx, "robin", invite, nextPassword); err != nil {
		t.Fatal(err)
	}
	if err := m.app.Welcome(ctx, "robin", invite, nextPassword); err == nil {
		t.Error("a one-time link was taken twice")
	}
	after, err := m.app.SignIn(ctx, "robin", nextPassword, "", "n3")
	if err != nil {
		t.Fatal(err)
	}
	m.closedTo(t, after, "an account that was reset")
}

// closedTo holds that a session of one factor opens nothing.
func (m team) closedTo(t *testing.T, token, whose string) {
	t.Helper()
	n := 0
	for _, r := range web.Routes() {
		if r.Open || strings.Contains(r.Pattern, "/second-factor") || r.Pattern == "POST /account/passkey" {
			continue
		}
		method, at, _ := strings.Cut(r.Pattern, " ")
		at = strings.ReplaceAll(regexp.MustCompile(`\{\w+\}`).ReplaceAllString(at, "06bdrg67grg002atprrm9k0dyb"), "{$}", "")
		q := httptest.NewRequest(method, at, strings.NewReader("once=k"))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.AddCookie(&http.Cookie{Name: "offramp", Value: token})
		w := httptest.NewRecorder()
		m.desk.Config.Handler.ServeHTTP(w, q)
		if n++; w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/second-factor" {
			t.Errorf("%s with one factor of %s: status %d to %q", r.Pattern, whose, w.Code, w.Header().Get("Location"))
		}
	}
	if n < 40 {
		t.Errorf("only %d routes were tried", n)
	}
}
