package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/fault"
)

// site is this desk as a browser names it, for passkeys; nil where it has no
// name, such as a bare address. The set-up names it; without one only a
// loopback name is taken from the request.
func (c *call) site() *authn.Passkeys {
	origin := c.s.url
	if origin == "" && !c.s.secure {
		origin = "http://" + c.r.Host
	}
	site, err := authn.NewPasskeys(origin)
	if err != nil {
		return nil
	}
	return site
}

// askPasskey is the question to a device that stands on a page; zero where the
// site has no passkeys.
func (c *call) askPasskey() app.Asked {
	site := c.site()
	if site == nil {
		return app.Asked{}
	}
	q, err := c.s.app.AskPasskey(site)
	if err != nil {
		c.s.log.Error("passkey question", "error", err.Error())
	}
	return q
}

// entered keeps the token of a session that began or was renewed.
func (c *call) entered(token string) {
	c.token = token
	c.s.keep(c.w, "offramp", token, 0)
}

// passkeySignIn serves POST /passkey.
func (c *call) passkeySignIn() error {
	site := c.site()
	if site == nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	token, err := c.s.app.SignInByPasskey(c.ctx(), site, c.form.Get("ticket"), c.form.Get("answer"))
	if err != nil {
		return c.signInAgain(err)
	}
	c.entered(token)
	return c.goTo("/")
}

// proving are the fields of a form that prove who is signed in.
func proving(name string) bool { return name == "proof" || strings.HasPrefix(name, "proof.") }

// prove takes the fresh proof that a form brings, before what it asks for. It
// is no part of what is asked for: the form is the same with it and without.
func (c *call) prove() (err error) {
	given := url.Values{}
	for name, vs := range c.form {
		if proving(name) {
			given[name] = vs
			delete(c.form, name)
		}
	}
	var token string
	switch {
	case given.Get("proof.answer") != "" && c.site() != nil:
		token, err = c.s.app.ProveByPasskey(c.ctx(), c.site(), c.token, given.Get("proof.ticket"), given.Get("proof.answer"))
	case given.Has("proof"):
		token, err = c.s.app.Prove(c.ctx(), c.token, strings.TrimSpace(given.Get("proof")), network(c.r))
	default:
		return nil
	}
	if err != nil {
		return &unproved{err}
	}
	c.entered(token)
	c.signed.Actor.Unproved = false
	c.desk = c.s.app.As(c.signed.Actor)
	return nil
}

// unproved is a proof that was not taken; the page asks again.
type unproved struct{ why error }

// Error is why.
func (u *unproved) Error() string { return u.why.Error() }

// askProof asks for a fresh proof and carries everything typed, so that the
// act goes on where it stopped.
func (c *call) askProof(why error) {
	f := form{Title: "proof.title", Lead: "proof.lead", Action: c.r.URL.RequestURI(), Submit: "proof.go", Once: c.form.Get("once"), Values: url.Values{}, Fields: []field{{Name: "proof", Kind: line, Need: true}}}
	f.faulty(why)
	c.show(http.StatusForbidden, proofPage(c.frame("proof.title"), f, c.typed(), c.askPasskey()))
}

// typed is the form as it came, with the files that came with it as kept ones.
func (c *call) typed() url.Values {
	all := maps.Clone(c.form)
	for _, k := range c.sent {
		all.Add("kept", keptAs(k))
	}
	return all
}

// accountPage serves GET /account.
func (c *call) accountPage() error { return c.account(http.StatusOK, nil) }

// account shows somebody their own account with its forms; err is what was
// wrong with one.
func (c *call) account(status int, err error) error {
	v, see := c.s.app.SeeAccount(c.ctx(), c.token)
	if see != nil {
		return see
	}
	p := form{Title: "account.password", Action: "/account/password", Submit: "save", Once: fresh(), Values: url.Values{}, Fields: []field{
		{Name: "old", Kind: secret, Need: true}, {Name: "password", Kind: secret, Need: true},
	}}
	p.faulty(err)
	q := app.Asked{}
	if site := c.site(); site != nil {
		if q, see = c.s.app.AskForPasskey(c.ctx(), site, c.token); see != nil {
			return see
		}
	}
	c.show(status, accountPage(c.frame("account.title"), v, p, q, c.s.single != nil))
	return nil
}

// accountAct serves POST /account/{act}.
func (c *call) accountAct() error {
	acts := map[string]func() ([]string, error){
		"password": c.changePassword,
		"codes":    func() ([]string, error) { return c.s.app.RenewCodes(c.ctx(), c.token) },
		"drop":     func() ([]string, error) { return nil, c.s.app.DropFactor(c.ctx(), c.token, c.form.Get("factor")) },
		"end":      func() ([]string, error) { return nil, c.s.app.EndOtherSession(c.ctx(), c.token, c.form.Get("session")) },
	}
	act, ok := acts[c.r.PathValue("act")]
	if !ok {
		return fault.New(fault.NotFound, "record.absent")
	}
	codes, err := act()
	switch k := fault.KindOf(err); {
	case err == nil && len(codes) > 0:
		return c.see(codesPage(c.frame("codes.title"), codes))
	case err == nil:
		return c.goTo("/account")
	case k == fault.Invalid || k == fault.Conflict:
		return c.account(statuses[k], err)
	}
	return err
}

func (c *call) changePassword() ([]string, error) {
	token, err := c.s.app.ChangePassword(c.ctx(), c.token, c.form.Get("old"), c.form.Get("password"))
	if err == nil {
		c.entered(token)
	}
	return nil, err
}

// accountPasskey serves POST /account/passkey: a first second factor, or one
// more.
func (c *call) accountPasskey() error {
	site := c.site()
	if site == nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	token, codes, err := c.s.app.AddPasskey(c.ctx(), site, c.token, c.form.Get("ticket"), c.form.Get("answer"))
	if fault.KindOf(err) == fault.Invalid {
		if c.signed.NeedsFactor {
			f := c.totpFormOf(authn.NewTOTP())
			f.faulty(err)
			return c.showTOTP(http.StatusUnprocessableEntity, f)
		}
		return c.account(http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	c.entered(token)
	if len(codes) == 0 {
		return c.goTo("/account")
	}
	return c.see(codesPage(c.frame("codes.title"), codes))
}

// ssoLasts is how long the browser keeps the ticket of a trip to the provider.
const ssoLasts = 10 * time.Minute

// singleSignOn serves GET /sso: off to the provider.
func (c *call) singleSignOn() error {
	if c.s.single == nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	to, ticket, err := c.s.app.GoSingle(c.ctx(), c.s.single, "")
	if err != nil {
		c.s.log.Error("single sign-on", "error", err.Error())
		return c.signInAgain(fault.New(fault.SignIn, "sso.down"))
	}
	c.s.keep(c.w, "sso", ticket, ssoLasts)
	http.Redirect(c.w, c.r, to, http.StatusFound)
	return nil
}

// tieSingle serves POST /account/sso: a page with the way to the provider, for
// a form may not lead away from this site.
func (c *call) tieSingle() error {
	if c.s.single == nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	to, ticket, err := c.s.app.GoSingle(c.ctx(), c.s.single, c.token)
	if err != nil {
		return err
	}
	c.s.keep(c.w, "sso", ticket, ssoLasts)
	return c.see(awayPage(c.frame("sso.title"), to))
}

// singleBack serves GET /sso/back: who comes from the provider.
func (c *call) singleBack() error {
	if c.s.single == nil {
		return fault.New(fault.NotFound, "record.absent")
	}
	ticket := c.s.setting(c.r, "sso")
	c.s.keep(c.w, "sso", "", -time.Hour)
	q := c.r.URL.Query()
	token, err := c.s.app.CameSingle(c.ctx(), c.s.single, c.token, ticket, q.Get("state"), q.Get("code"))
	switch k := fault.KindOf(err); {
	case k == fault.SignIn || k == fault.Conflict:
		return c.signInAgain(err)
	case err != nil:
		return err
	case token == "":
		return c.goTo("/account")
	}
	c.entered(token)
	return c.goTo("/")
}
