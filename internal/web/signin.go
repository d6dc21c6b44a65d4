package web

import (
	"net/http"
	"net/url"
	"time"

	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

func (c *call) signInFormOf() form {
	return form{Title: "sign-in.title", Action: "/sign-in", Submit: "sign-in.go", Once: fresh(), Values: url.Values{}, Fields: []field{
		{Name: "login", Kind: line, Need: true}, {Name: "password", Kind: secret, Need: true}, {Name: "code", Kind: line},
	}}
}

func (c *call) signInForm() error { return c.showSignIn(http.StatusOK, c.signInFormOf()) }

func (c *call) showSignIn(status int, f form) error {
	c.show(status, signInPage(c.frame("sign-in.title"), f, c.s.demo, c.askPasskey(), c.s.single != nil))
	return nil
}

// signIn proves who it is. The answer to a wrong login is that to a wrong
// password and to a wrong code.
func (c *call) signIn() error {
	token, err := c.s.app.SignIn(c.ctx(), c.text("login"), c.form.Get("password"), c.text("code"), network(c.r))
	if err != nil {
		return c.signInAgain(err)
	}
	c.entered(token)
	return c.goTo("/")
}

// signInAgain shows the page with what was wrong.
func (c *call) signInAgain(err error) error {
	status, known := map[fault.Kind]int{fault.SignIn: http.StatusUnprocessableEntity, fault.Busy: http.StatusTooManyRequests, fault.Conflict: http.StatusConflict}[fault.KindOf(err)]
	if !known {
		return err
	}
	f := c.signInFormOf()
	f.Values = url.Values{"login": {c.text("login")}}
	f.faulty(err)
	return c.showSignIn(status, f)
}

func (c *call) signOut() error {
	if c.token != "" {
		if err := c.s.app.SignOut(c.ctx(), c.token); err != nil {
			return err
		}
	}
	c.s.keep(c.w, "offramp", "", -time.Hour)
	c.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return c.goTo("/sign-in")
}

func (c *call) welcomeFormOf() form {
	q := c.r.URL.Query()
	return form{Title: "welcome.title", Lead: "welcome.lead", Action: "/welcome", Submit: "save", Once: fresh(), Values: url.Values{"login": {q.Get("login")}}, Fields: []field{
		{Name: "login", Kind: line, Need: true}, {Name: "invite", Kind: line, Need: true}, {Name: "password", Kind: secret, Need: true},
	}}
}

func (c *call) welcomeForm() error {
	return c.see(simplePage(c.frame("welcome.title"), c.welcomeFormOf()))
}

func (c *call) welcome() error {
	err := c.s.app.Welcome(c.ctx(), c.text("login"), c.text("invite"), c.form.Get("password"))
	if err == nil {
		return c.goTo("/sign-in")
	}
	if k := fault.KindOf(err); k != fault.SignIn && k != fault.Invalid {
		return err
	}
	f := c.welcomeFormOf()
	f.Values = url.Values{"login": {c.text("login")}, "invite": {c.text("invite")}}
	f.faulty(err)
	c.show(http.StatusUnprocessableEntity, simplePage(c.frame("welcome.title"), f))
	return nil
}

func (c *call) totpFormOf(secret string) form {
	return form{Title: "totp.title", Lead: "totp.lead", Action: "/second-factor", Submit: "save", Once: fresh(), Values: url.Values{"secret": {secret}}, Fields: []field{
		{Name: "secret", Kind: hidden}, {Name: "code", Kind: line, Need: true},
	}}
}

// factorForm serves GET /second-factor: who has one gives it, who has none, or
// wants another, sets one up.
func (c *call) factorForm() error {
	if c.signed.NeedsFactor && c.signed.HasFactor {
		c.askProof(nil)
		return nil
	}
	return c.showTOTP(http.StatusOK, c.totpFormOf(authn.NewTOTP()))
}

func (c *call) showTOTP(status int, f form) error {
	secret, q := f.Values.Get("secret"), app.Asked{}
	picture, err := authn.TOTPPicture(secret, c.signed.Name, "Offramp")
	if err != nil {
		return err
	}
	if site := c.site(); site != nil {
		if q, err = c.s.app.AskForPasskey(c.ctx(), site, c.token); err != nil {
			return err
		}
	}
	c.show(status, totpPage(c.frame("totp.title"), f, secret, picture, q))
	return nil
}

// factor serves POST /second-factor.
func (c *call) factor() error {
	if !c.form.Has("secret") {
		return c.goTo("/") // a proof was given, see parse
	}
	token, codes, err := c.s.app.SetTOTP(c.ctx(), c.token, c.form.Get("secret"), c.text("code"))
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		f := c.totpFormOf(c.form.Get("secret"))
		f.faulty(err)
		return c.showTOTP(http.StatusUnprocessableEntity, f)
	}
	c.entered(token)
	if len(codes) == 0 {
		return c.goTo("/account")
	}
	return c.see(codesPage(c.frame("codes.title"), codes))
}

// setting keeps the language, the theme or whether keys are shortcuts in a
// cookie that says nothing else.
func (c *call) setting() error {
	if l := c.form.Get("lang"); l != "" {
		c.s.keep(c.w, "lang", locale.Choose(l, ""), 365*24*time.Hour)
	}
	if t := c.form.Get("theme"); t == "light" || t == "dark" {
		c.s.keep(c.w, "theme", t, 365*24*time.Hour)
	}
	if k := c.form.Get("keys"); k == "on" || k == "off" {
		c.s.keep(c.w, "keys", k, 365*24*time.Hour)
	}
	return c.goTo(local(c.form.Get("back")))
}

// persona signs in as somebody of the demo. The route exists there alone, and
// takes only whom the picker shows.
func (c *call) persona() error {
	id := tatm.ActorID(c.form.Get("id"))
	for _, p := range c.s.demo {
		if p.ID != id {
			continue
		}
		token, err := c.s.app.Persona(c.ctx(), p.Org, p.ID)
		if err != nil {
			return err
		}
		c.entered(token)
		return c.goTo("/")
	}
	return fault.New(fault.NotFound, "record.absent")
}

func (c *call) keysPage() error { return c.see(keysPage(c.frame("keys.title"))) }

// locked serves GET /locked: where a page goes when nobody has touched it for
// the idle time of a session. It shows nothing of what stood there.
func (c *call) locked() error { return c.see(lockedPage(c.frame("locked.title"))) }
