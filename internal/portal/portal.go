// Package portal is the public's door: a listener of its own that neither
// reads nor sets a cookie, keeps no address and needs no JavaScript.
package portal

import (
	"crypto/rand"
	"embed"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

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
	s.mux.HandleFunc("POST /{$}", s.send)
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
	r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
	s.mux.ServeHTTP(w, r)
}

// view is what the report page shows.
type view struct {
	Lang   string
	Team   string
	Values url.Values
	Faults map[string]*fault.Fault
	Once   string
	Broken bool
}

// language is chosen in the address, so that no cookie is needed.
func language(r *http.Request) string {
	return locale.Choose(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

func (s *Server) view(r *http.Request) (view, error) {
	v := view{Lang: language(r), Values: url.Values{}, Once: once()}
	t, err := s.app.Door(s.org).PortalTeam(r.Context())
	v.Team = t.Name
	return v, err
}

func once() string {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	v, err := s.view(r)
	if err != nil {
		s.log.Error("portal", "error", err.Error())
		v.Broken = true
	}
	s.show(w, r, http.StatusOK, v)
}

func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	ctx := locale.With(r.Context(), locale.Setting{Lang: v.Lang})
	if err := reportPage(v).Render(ctx, w); err != nil {
		s.log.Error("portal: page broke off", "error", err.Error())
	}
}

// send takes a report. It is on the disk before the reporter is thanked; the
// same form sent twice is one report.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	v, err := s.view(r)
	if err == nil {
		err = r.ParseForm()
	}
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	f := r.PostForm
	text := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(f.Get(name), "\r\n", "\n"))
	}
	report := tatm.Report{
		Language: v.Lang, Narrative: text("narrative"), Who: text("who"), Where: text("where"), When: text("when"), Knows: text("knows"),
		Weapon: tatm.Tri(f.Get("weapon")), Target: tatm.Tri(f.Get("target")), Imminent: tatm.Tri(f.Get("imminent")), Received: s.app.Now(),
	}
	from := tatm.Reporter{Name: text("name"), Contact: text("contact"), SafeWay: text("safe_way")}
	// A form without a key is taken too: no report is refused for that. Its
	// words alone then tell a second sending from a second report.
	door := s.app.Door(s.org).Once(f.Encode())
	team, err := door.PortalTeam(r.Context())
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	ref, err := door.Report(r.Context(), team.ID, report, from)
	if fault.KindOf(err) == fault.Invalid {
		v.Values, v.Faults = f, fault.Fields(err)
		if f.Get("once") != "" {
			v.Once = f.Get("once")
		}
		s.show(w, r, http.StatusUnprocessableEntity, v)
		return
	}
	if err != nil {
		v.Values = f
		s.broken(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	ctx := locale.With(r.Context(), locale.Setting{Lang: v.Lang})
	if err := thanksPage(v, ref).Render(ctx, w); err != nil {
		s.log.Error("portal: page broke off", "error", err.Error())
	}
}

// broken says plainly that nothing was taken, with everything typed kept.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, v view, err error) {
	s.log.Error("portal: report not taken", "error", err.Error())
	v.Broken = true
	if r.PostForm != nil {
		v.Values = r.PostForm
	}
	s.show(w, r, http.StatusServiceUnavailable, v)
}

// exit leaves for another site.
func (s *Server) exit(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, away, http.StatusSeeOther)
}
