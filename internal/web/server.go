// Package web is the staff's desk in a browser: server-rendered pages that
// work without JavaScript. It decodes, asks the desk and shows; it decides
// nothing.
package web

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/a-h/templ"

	"offramp/internal/app"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

//go:embed assets
var assets embed.FS

// Server serves the staff's desk.
type Server struct {
	app    *app.App
	log    *slog.Logger
	secure bool
	demo   []Persona
	url    string
	single *authn.Single
	portal string
	mail   string
	mux    *http.ServeMux
	origin *http.CrossOriginProtection
}

// Options say how the desk is served.
type Options struct {
	App *app.App
	Log *slog.Logger
	// Secure: the browser reaches us by TLS, directly or through a proxy.
	Secure bool
	// URL is the address of the desk as browsers see it; passkeys and single
	// sign-on need it.
	URL string
	// Single is single sign-on with a provider, if there is one.
	Single *authn.Single
	// Personas are people to sign in as with one click: the demo alone has any.
	Personas []Persona
	// Mail is what stands after the @ of the addresses of cases; empty where no
	// mail is taken in.
	Mail string
	// Portal is the address of the portal as the public sees it: links to
	// people outside begin with it.
	Portal string
}

// Persona is somebody to be in the demo.
type Persona struct {
	Org   tatm.OrgID
	ID    tatm.ActorID
	Name  string
	Seat  string // code of the role
	Team  string
	Field string // discipline
}

// New returns the desk's handler.
func New(o Options) *Server {
	s := &Server{app: o.App, log: o.Log, secure: o.Secure, demo: o.Personas, url: o.URL, single: o.Single, portal: o.Portal, mail: o.Mail, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	static, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the assets are embedded: they are there
	}
	s.mux.Handle("GET /assets/", http.StripPrefix("/assets/", cached(http.FileServerFS(static))))
	for _, r := range s.routes() {
		s.mux.Handle(r.pattern, s.page(r))
	}
	return s
}

// bodyMost bounds a posted form, without the files that it carries.
const bodyMost = 1 << 20

// policy is what a page may load: nothing but ours.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP sets the headers every answer carries and refuses what comes from
// another site.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if s.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if err := s.origin.Check(r); err != nil {
		http.Error(w, "cross-site request refused", http.StatusForbidden)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func cached(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=3600")
		h.ServeHTTP(w, r)
	})
}

// call is one request with who makes it.
type call struct {
	s      *Server
	w      http.ResponseWriter
	r      *http.Request
	signed app.Signed
	token  string
	desk   app.Desk
	zone   *time.Location
	form   url.Values
	bad    []error
	found  map[string][]option // what a field's words found more than once
	kept   []app.Staged        // files that wait to be attached: this form's, and those of a try before it
	sent   []app.Staged        // files that came with this form
}

func (c *call) ctx() context.Context { return c.r.Context() }

// faults joins what could not be read with what the desk said.
func (c *call) faults(err error) error { return errors.Join(append(c.bad, err)...) }

// file is the file the address names; a malformed one does not exist.
func (c *call) file(name string) (tatm.FileID, error) {
	id := c.r.PathValue(name)
	if !tatm.ValidID(id) {
		return "", fault.New(fault.NotFound, "record.absent")
	}
	return tatm.FileID(id), nil
}

func (c *call) entry() (tatm.EntryID, error) {
	id := c.r.PathValue("entry")
	if !tatm.ValidID(id) {
		return "", fault.New(fault.NotFound, "record.absent")
	}
	return tatm.EntryID(id), nil
}

// cookieName: the prefix __Host- binds the cookie to this host, over TLS; on
// loopback without TLS a plain name is all a browser takes.
func (s *Server) cookieName(base string) string {
	if s.secure {
		return "__Host-" + base
	}
	return base
}

// page runs a route: session, language, handler, and one place where a failure
// becomes an answer.
func (s *Server) page(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{s: s, w: w, r: r, zone: time.UTC}
		if cookie, err := r.Cookie(s.cookieName("offramp")); err == nil {
			c.token = cookie.Value
		}
		lang := locale.Choose(s.setting(r, "lang"), r.Header.Get("Accept-Language"))
		c.r = r.WithContext(locale.With(r.Context(), locale.Setting{Lang: lang}))
		err := s.enter(c, rt, lang)
		if err == nil && r.Method == http.MethodPost {
			err = c.parse(rt)
		}
		if err == nil && r.Method == http.MethodPost && rt.writes() {
			err = c.keyed()
		}
		if err == nil {
			err = rt.handle(c)
		}
		if err != nil {
			s.fail(c, err)
		}
	})
}

// enter finds out who asks, where a route needs somebody signed in. A page that
// is open to all shows whoever is signed in their own frame.
func (s *Server) enter(c *call, rt route, lang string) error {
	if c.token == "" {
		if rt.open {
			return nil
		}
		return fault.New(fault.SignIn, "sign-in.needed")
	}
	if rt.open && c.r.Method != http.MethodGet {
		return nil
	}
	signed, err := s.app.Session(c.ctx(), c.token)
	switch {
	case rt.open && (fault.KindOf(err) == fault.SignIn || signed.NeedsFactor):
		return nil
	case err != nil:
		return err
	case signed.NeedsFactor && !rt.half:
		http.Redirect(c.w, c.r, "/second-factor", http.StatusSeeOther)
		return errAnswered
	}
	s.known(c, signed, lang)
	return nil
}

// known makes the call that of somebody signed in.
func (s *Server) known(c *call, signed app.Signed, lang string) {
	if zone, err := time.LoadLocation(signed.Org.Zone); err == nil {
		c.zone = zone
	}
	if s.setting(c.r, "lang") == "" && signed.Lang != "" {
		lang = signed.Lang
	}
	c.signed, c.desk = signed, s.app.As(signed.Actor)
	c.r = c.r.WithContext(locale.With(c.ctx(), locale.Setting{Lang: lang, Zone: c.zone}))
}

// errAnswered says that the answer is written already.
var errAnswered = errors.New("answered")

// setting reads a preference that says nothing about a person.
func (s *Server) setting(r *http.Request, name string) string {
	if cookie, err := r.Cookie(s.cookieName(name)); err == nil {
		return cookie.Value
	}
	return ""
}

func (s *Server) keep(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())})
}

// statuses maps the kinds of failure to answers, once.
var statuses = map[fault.Kind]int{
	fault.NotFound: http.StatusNotFound, fault.Denied: http.StatusForbidden, fault.Conflict: http.StatusConflict,
	fault.Invalid: http.StatusUnprocessableEntity, fault.Lacking: http.StatusUnprocessableEntity, fault.Busy: http.StatusTooManyRequests,
}

func (s *Server) fail(c *call, err error) {
	if errors.Is(err, errAnswered) {
		return
	}
	if u, ok := errors.AsType[*unproved](err); ok && (fault.KindOf(u.why) == fault.Invalid || fault.KindOf(u.why) == fault.Busy || fault.KindOf(u.why) == fault.SignIn) {
		c.askProof(u.why)
		return
	}
	k := fault.KindOf(err)
	if k == fault.Proof {
		c.askProof(nil)
		return
	}
	if k == fault.SignIn {
		s.keep(c.w, "offramp", "", -time.Hour)
		if c.part() { // the whole page goes, not what a fragment would replace
			c.w.Header().Set("HX-Redirect", "/sign-in")
			c.w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.Redirect(c.w, c.r, "/sign-in", http.StatusSeeOther)
		return
	}
	status, known := statuses[k]
	if !known {
		// Ours to mend: logged in full, shown without its text.
		s.log.Error("request failed", "method", c.r.Method, "route", c.r.Pattern, "error", err.Error())
		status = http.StatusInternalServerError
	}
	c.show(status, errorPage(c.frame("error.title"), status, fault.All(err)))
}

// part reports whether htmx asks for the inside of the page alone: the same
// answer, with the same status, without what stands around it.
func (c *call) part() bool { return c.r.Header.Get("HX-Request") == "true" }

// leave answers a write with a page that stands in no frame, such as a print.
func (c *call) leave(to string) error {
	if c.part() {
		c.w.Header().Set("HX-Redirect", to)
		return nil
	}
	return c.goTo(to)
}

// show renders a page.
func (c *call) show(status int, page templ.Component) {
	c.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	c.w.Header().Set("Vary", "HX-Request")
	if c.part() && status != http.StatusOK {
		c.w.Header().Set("HX-Push-Url", "false") // a refused post has no address of its own
	}
	c.w.WriteHeader(status)
	if err := page.Render(c.ctx(), c.w); err != nil {
		c.s.log.Error("page broke off", "route", c.r.Pattern, "error", err.Error())
	}
}

// see shows a page that is as it should be.
func (c *call) see(page templ.Component) error {
	c.show(http.StatusOK, page)
	return nil
}

// goTo answers a write with the page to look at next.
func (c *call) goTo(to string) error {
	http.Redirect(c.w, c.r, to, http.StatusSeeOther)
	return nil
}

// frame is what every page of the desk shows around its content.
type frame struct {
	Title  string // code
	Args   []string
	Name   string
	Org    string
	Path   string
	Here   string // the page's address, for what brings the reader back to it
	Lang   string
	Theme  string
	Keys   bool // shortcuts are on
	Part   bool // only the inside of the page is asked for
	Signed bool
	Roles  map[tatm.Role]bool
	Demo   bool
}

func (c *call) frame(title string, args ...string) frame {
	f := frame{Title: title, Args: args, Name: c.signed.Name, Org: c.signed.Org.Name, Path: c.r.URL.Path, Here: c.here(), Lang: locale.From(c.ctx()).Lang,
		Theme: c.s.setting(c.r, "theme"), Keys: c.s.setting(c.r, "keys") != "off", Part: c.part(), Signed: c.signed.Name != "", Roles: map[tatm.Role]bool{}, Demo: len(c.s.demo) > 0}
	for _, seat := range c.signed.Actor.Holds(c.s.app.Now()) {
		f.Roles[seat.Role] = true
	}
	return f
}

// here is an address that shows this page again: after a refused post, the
// nearest one above it that can be asked for.
func (c *call) here() string {
	if c.r.Method == http.MethodGet {
		return c.r.URL.RequestURI()
	}
	at := c.r.URL.Path
	for at != "/" {
		if _, pattern := c.s.mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: at}, Host: c.r.Host}); pattern != "/" {
			break
		}
		at = path.Dir(at)
	}
	return at
}

// has reports whether the reader holds one of the roles anywhere.
func (f frame) has(roles ...tatm.Role) bool {
	for _, r := range roles {
		if f.Roles[r] {
			return true
		}
	}
	return false
}

// network is the part of an address that throttling counts by: never stored,
// only hashed.
func network(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}

// local keeps a redirect inside the site.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return "/"
	}
	return path
}
