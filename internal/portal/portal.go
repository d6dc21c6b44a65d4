// Package portal is the public's door: a listener of its own that neither
// reads nor sets a cookie, keeps no address and needs no JavaScript.
package portal

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

//go:embed assets/portal.css
var assets embed.FS

// away is where "leave this page" goes: a plain page about the weather, not
// chosen by anything about the reader.
const away = "https://www.weather.gov/"

// Server serves the portal of one organisation.
type Server struct {
	app *app.App
	org tatm.OrgID
	log *slog.Logger
	mux *http.ServeMux
}

// New returns the portal's handler.
func New(a *app.App, org tatm.OrgID, log *slog.Logger) *Server {
	s := &Server{app: a, org: org, log: log, mux: http.NewServeMux()}
	for _, r := range s.routes() {
		s.mux.Handle(r.pattern, r.handle)
	}
	return s
}

// route is one address of the portal.
type route struct {
	pattern string
	handle  http.Handler
}

// routes is every address of the portal.
func (s *Server) routes() []route {
	home := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusSeeOther) }
	return []route{
		{"GET /{$}", http.HandlerFunc(s.start)},
		{"GET /tell", http.HandlerFunc(s.begin)},
		{"POST /tell", http.HandlerFunc(s.tell)},
		{"GET /thread", http.HandlerFunc(s.receiptForm)},
		{"POST /thread", http.HandlerFunc(s.thread)},
		{"GET /exit", http.HandlerFunc(s.exit)},
		{"GET /refer/{token}", http.HandlerFunc(s.refer)},
		{"POST /refer/{token}", http.HandlerFunc(s.doRefer)},
		{"GET /second/{token}", http.HandlerFunc(s.second)},
		{"POST /second/{token}", http.HandlerFunc(s.answerSecond)},
		{"GET /checkin/{token}", http.HandlerFunc(s.monitor)},
		{"POST /checkin/{token}", http.HandlerFunc(s.monitor)},
		{"GET /assets/", http.FileServerFS(assets)},
		{"/", http.HandlerFunc(home)},
	}
}

// bodyMost bounds a report.
const bodyMost = 256 << 10

// ServeHTTP sets the headers every answer carries.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
	s.mux.ServeHTTP(w, r)
}

// view is what every page of the portal shows around its content.
type view struct {
	Lang   string
	Path   string
	Team   string
	Values url.Values
	Faults map[string]*fault.Fault
	Others []*fault.Fault
	Broken bool
}

// language is chosen in the address, so that no cookie is needed.
func language(r *http.Request) string {
	return locale.Choose(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

// visit begins the view of a request. A button may choose the language too.
func (s *Server) visit(r *http.Request) (view, error) {
	v := view{Path: r.URL.Path, Values: url.Values{}}
	var err error
	if r.Method == http.MethodPost {
		err = r.ParseForm()
		v.Values = r.PostForm
	}
	v.Lang = language(r)
	if l := v.Values.Get("lang"); l != "" {
		v.Lang = locale.Choose(l, "")
	}
	if err == nil {
		var t string
		t, err = s.team(r.Context())
		v.Team = t
	}
	return v, err
}

func (s *Server) team(ctx context.Context) (string, error) {
	t, err := s.app.Door(s.org).PortalTeam(ctx)
	return t.Name, err
}

// text is what was typed, with line ends of one kind and no blanks around.
func (v view) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.Values.Get(name), "\r\n", "\n"))
}

func once() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, v view, page templ.Component) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := page.Render(locale.With(r.Context(), locale.Setting{Lang: v.Lang}), w); err != nil {
		s.log.Error("portal: page broke off", "error", err.Error())
	}
}

func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	v, err := s.visit(r)
	if err != nil {
		s.log.Error("portal", "error", err.Error())
		v.Broken = true
	}
	s.show(w, r, http.StatusOK, v, startPage(v))
}

// exit leaves for another site.
func (s *Server) exit(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, away, http.StatusSeeOther)
}

// network is the part of an address that slows guessing. It is never kept,
// only counted by under a key that changes each day.
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
