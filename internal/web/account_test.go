package web_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os/exec"
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

const (
	firstPassword = "four lamps on a quiet street"
	nextPassword  = "nine boats under a low bridge"
)

// named is the address of a test server by a name, which passkeys need.
func named(s *httptest.Server) string { return strings.Replace(s.URL, "127.0.0.1", "localhost", 1) }

// admin makes an account with an administrator's seat and sets its password.
func (m team) admin(t *testing.T, login string) tatm.ActorID {
	t.Helper()
	console := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true})
	who, invite, err := console.AddMember(t.Context(), app.NewMember{Login: login, Name: "Robin"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := console.GiveSeat(t.Context(), who, tatm.Seat{Role: tatm.Administrator}); err != nil {
		t.Fatal(err)
	}
	if err := m.app.Welcome(t.Context(), login, invite, firstPassword); err != nil {
		t.Fatal(err)
	}
	return who
}

func (m team) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*m.at = m.at.Add(d)
}

// TestPasskeyInABrowser: a passkey as first second factor, at sign-in, as a
// fresh proof for an act that asks for one, and not twice with one answer.
func TestPasskeyInABrowser(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	m.admin(t, "robin")
	desk := named(m.desk)
	p.Device()
	p.Open(desk + "/sign-in")
	p.Fill("[name=login]", "robin")
	p.Fill("[name=password]", firstPassword)
	p.Follow(".form button.primary")
	if !strings.HasSuffix(p.URL(), "/second-factor") {
		t.Fatalf("somebody with a password alone came to %s", p.URL())
	}
	if p.Open(desk + "/office"); !strings.HasSuffix(p.URL(), "/second-factor") {
		t.Fatalf("the office is open to a password alone: %s", p.URL())
	}
	p.Click("form[data-passkey=create] button")
	p.Wait(".codes")
	if n := p.Count(".codes code"); n != 10 {
		t.Errorf("%d recovery codes", n)
	}
	p.Open(desk + "/account")
	p.Follow("form[action='/sign-out'] button")

	p.Open(desk + "/sign-in")
	testbed.Eval[bool](p, `(() => { HTMLFormElement.prototype.submit = function() { window.sent = new URLSearchParams(new FormData(this)).toString() }; return true })()`)
	p.Click("form[data-passkey=get] button")
	sent := testbed.Eval[string](p, `new Promise(r => { const i = setInterval(() => { if (window.sent) { clearInterval(i); r(window.sent) } }, 20) })`)
	answer, err := url.ParseQuery(sent)
	if err != nil {
		t.Fatal(err)
	}
	if got := post(t, desk+"/passkey", answer); got != http.StatusSeeOther {
		t.Fatalf("sign-in by passkey: status %d", got)
	}
	if got := post(t, desk+"/passkey", answer); got != http.StatusUnprocessableEntity {
		t.Fatalf("the same answer a second time: status %d", got)
	}

	p.Open(desk + "/sign-in")
	p.Click("form[data-passkey=get] button")
	p.Wait("form[action='/sign-out']")
	m.pass(authn.StepUp + time.Minute)
	if got := p.Open(desk + "/office"); got != 200 {
		t.Fatalf("the office: status %d", got)
	}
	testbed.Eval[bool](p, `(() => { document.querySelectorAll("details").forEach(d => { d.open = true }); return true })()`)
	p.Fill("form[action='/office/add'] [name=login]", "newcomer")
	p.Fill("form[action='/office/add'] [name=name]", "New Comer")
	if got := p.Follow("form[action='/office/add'] button.primary"); got != http.StatusForbidden {
		t.Fatalf("a new account on an old proof: status %d", got)
	}
	p.Click("form[data-passkey=get] button")
	p.Wait("table.list")
	if !strings.Contains(p.Text("main"), "New Comer") {
		t.Error("the act did not go on after the proof")
	}
	for _, trouble := range p.Trouble() {
		if !strings.Contains(trouble, "403") {
			t.Error(trouble)
		}
	}
}

// post sends a form as a browser of this site would, without following.
func post(t *testing.T, to string, form url.Values) int {
	t.Helper()
	res, err := quietly.PostForm(to, form)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

var quietly = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// provider starts a real OpenID Connect provider on loopback and returns its
// issuer.
func provider(t *testing.T, back, subject string) string {
	t.Helper()
	bin := t.TempDir() + "/provider"
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Dir = "../../tools/oidc-provider"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(bin, back, subject)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	issuer, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(issuer)
}

// TestSingleSignOn: with a real provider, an account is tied by somebody signed
// in, found again by (issuer, subject) alone, and its word is one factor.
func TestSingleSignOn(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, db)
			m.admin(t, "robin")
			var desk *web.Server
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { desk.ServeHTTP(w, r) }))
			defer front.Close()
			at := named(front)
			issuer := provider(t, at+"/sso/back", "person-7")
			desk = web.New(web.Options{App: m.app, URL: at, Log: nil, Single: &authn.Single{Issuer: issuer, Client: "desk", Secret: "between-us", Back: at + "/sso/back"}})

			stranger := browser(t)
			if page := stranger.provider(t, at+"/sso"); !strings.Contains(page, "No account here is tied") {
				t.Fatalf("an unknown subject was not told so: %.300s", page)
			}
			robin := browser(t)
			secret := robin.enrol(t, m, at)
			page := robin.post(t, at+"/account/sso", url.Values{"once": {"k1"}})
			away := regexp.MustCompile(`class="button primary" href="([^"]+)"`).FindStringSubmatch(page)
			if away == nil {
				t.Fatalf("no way to the provider: %.300s", page)
			}
			if page := robin.provider(t, strings.ReplaceAll(away[1], "&amp;", "&")); !strings.Contains(page, "Single sign-on of your organisation") {
				t.Fatalf("the account is not tied: %.300s", page)
			}
			again := browser(t)
			page = again.provider(t, at+"/sso")
			if !strings.Contains(page, "Is it you?") {
				t.Fatalf("the provider's word alone was enough, or nothing: %.300s", page)
			}
			if page := again.get(t, at+"/office"); strings.Contains(page, "New one-time link") {
				t.Fatal("the office is open to the provider's word alone")
			}
			if page := again.post(t, at+"/second-factor", url.Values{"secret": {authn.NewTOTP()}, "code": {"123456"}}); strings.Contains(page, "Recovery codes") {
				t.Fatal("one factor put a second one of its own in place")
			}
			m.pass(time.Minute)
			code, err := authn.CodeAt(secret, m.now())
			if err != nil {
				t.Fatal(err)
			}
			again.post(t, at+"/second-factor", url.Values{"proof": {code}})
			if page := again.get(t, at+"/office"); !strings.Contains(page, "New one-time link") {
				t.Fatalf("both factors do not open the office: %.300s", page)
			}
		})
	}
}

func (m team) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return *m.at
}

// visitor is a browser without a screen.
type visitor struct{ *http.Client }

func browser(t *testing.T) visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{&http.Client{Jar: jar}}
}

func (v visitor) read(t *testing.T, res *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (v visitor) get(t *testing.T, at string) string {
	res, err := v.Get(at)
	return v.read(t, res, err)
}

func (v visitor) post(t *testing.T, at string, form url.Values) string {
	res, err := v.PostForm(at, form)
	return v.read(t, res, err)
}

// enrol signs robin in and sets up an authenticator app.
func (v visitor) enrol(t *testing.T, m team, at string) (secret string) {
	t.Helper()
	v.post(t, at+"/sign-in", url.Values{"login": {"robin"}, "password": {firstPassword}})
	secret = authn.NewTOTP()
	code, err := authn.CodeAt(secret, m.now())
	if err != nil {
		t.Fatal(err)
	}
	if page := v.post(t, at+"/second-factor", url.Values{"secret": {secret}, "code": {code}}); !strings.Contains(page, "Recovery codes") {
		t.Fatalf("the app was not taken: %.300s", page)
	}
	return secret
}

// provider goes to the provider, signs in there and comes back.
func (v visitor) provider(t *testing.T, to string) string {
	t.Helper()
	res, err := v.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	page := v.read(t, res, nil)
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page)
	if id == nil {
		t.Fatalf("no sign-in of the provider: %.300s", page)
	}
	return v.post(t, res.Request.URL.String(), url.Values{"id": {id[1]}, "username": {"robin"}, "password": {"a password of the provider"}})
}

// TestOwnAccount: what somebody does to their own account, on both engines.
func TestOwnAccount(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			m := newTeam(t, db)
			m.admin(t, "robin")
			at := m.desk.URL
			robin, phone := browser(t), browser(t)
			secret := robin.enrol(t, m, at)
			m.pass(time.Minute)
			code, _ := authn.CodeAt(secret, m.now())
			sign := url.Values{"login": {"robin"}, "password": {firstPassword}, "code": {code}}
			if page := phone.post(t, at+"/sign-in", sign); !strings.Contains(page, "Administration") {
				t.Fatalf("sign-in: %.300s", page)
			}
			if page := browser(t).post(t, at+"/sign-in", sign); !strings.Contains(page, "is not right") {
				t.Fatal("a code was taken twice")
			}
			if page := robin.post(t, at+"/account/drop", url.Values{"once": {"k1"}, "factor": {"totp"}}); !strings.Contains(page, "last second factor") {
				t.Fatalf("the last second factor went: %.300s", page)
			}
			if page := robin.post(t, at+"/account/password", url.Values{"once": {"k2"}, "old": {"wrong"}, "password": {nextPassword}}); !strings.Contains(page, "not your password") {
				t.Fatal("a wrong password changed the password")
			}
			robin.post(t, at+"/account/password", url.Values{"once": {"k3"}, "old": {firstPassword}, "password": {nextPassword}})
			if page := robin.get(t, at+"/account"); !strings.Contains(page, "Your account") {
				t.Fatal("the changer's own session ended")
			}
			if page := phone.get(t, at+"/account"); strings.Contains(page, "Your account") {
				t.Fatal("the other session goes on after a change of password")
			}
			m.pass(authn.StepUp)
			if page := robin.post(t, at+"/account/codes", url.Values{"once": {"k4"}}); !strings.Contains(page, "Is it you?") {
				t.Fatalf("recovery codes on an old proof: %.300s", page)
			}
			m.pass(authn.SessionIdle - authn.StepUp - 2*time.Minute)
			if page := robin.get(t, at+"/account"); !strings.Contains(page, "Your account") {
				t.Fatal("a session ended before its time")
			}
			m.pass(authn.SessionIdle)
			if page := robin.get(t, at+"/account"); strings.Contains(page, "Your account") {
				t.Fatal("a session outlived its idle time")
			}
		})
	}
}
