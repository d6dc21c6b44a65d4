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
	s.mux.HandleFunc("GET /{$}", s.start)
	s.mux.HandleFunc("GET /tell", s.begin)
	s.mux.HandleFunc("POST /tell", s.tell)
	s.mux.HandleFunc("GET /thread", s.receiptForm)
	s.mux.HandleFunc("POST /thread", s.thread)
	s.mux.HandleFunc("GET /exit", s.exit)
	s.mux.HandleFunc("GET /second/{token}", s.second)
	s.mux.HandleFunc("POST /second/{token}", s.answerSecond)
	s.mux.Handle("GET /assets/", http.FileServerFS(assets))
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusSeeOther) })
	return s
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
	most := int64(bodyMost)
	if carries(r) {
		most += filesMost * (app.EnclosureMost + bodyMost) // a file past its bound gets a sentence, not a broken line
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
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
	// Refused are files that were not taken; Most is how large one may be.
	Refused []app.RefusedFile
	Most    int64
}

// language is chosen in the address, so that no cookie is needed.
func language(r *http.Request) string {
	return locale.Choose(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

// visit begins the view of a request. A button may choose the language too.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) (view, *parcel, error) {
	v := view{Path: r.URL.Path, Values: url.Values{}, Most: s.app.EnclosureMost()}
	var files *parcel
	var err error
	switch {
	case r.Method == http.MethodPost && carries(r):
		v.Values, files, err = s.unpack(w, r)
	case r.Method == http.MethodPost:
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
	return v, files, err
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
	v, _, err := s.visit(w, r)
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
