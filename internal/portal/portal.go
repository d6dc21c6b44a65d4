// Package portal is the public's door: a listener of its own that neither
// reads nor sets a cookie, keeps no address and needs no JavaScript.
package portal

import (
	"crypto/rand"
	"embed"
	"encoding/hex"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

//go:embed assets/portal.css assets/work.js
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
	// Mails says that mail is set up: reporters may ask for a note of an answer.
	Mails bool
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
		{"GET /c/{slug}", http.HandlerFunc(s.start)},
		{"GET /c/{slug}/{$}", http.HandlerFunc(s.start)},
		{"GET /c/{slug}/tell", http.HandlerFunc(s.begin)},
		{"POST /c/{slug}/tell", http.HandlerFunc(s.tell)},
		{"GET /c/{slug}/thread", http.HandlerFunc(s.receiptForm)},
		{"POST /c/{slug}/thread", http.HandlerFunc(s.thread)},
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

// policy is what a page may load: its style alone.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// bodyMost bounds a report.
const bodyMost = 256 << 10

// ServeHTTP sets the headers every answer carries.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
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
	Lang string
	Path string
	Base string // of the channel's addresses: "" or /c/slug
	app.Channel
	Values url.Values
	Faults map[string]*fault.Fault
	Others []*fault.Fault
	Broken bool
	// Refused are files that were not taken; Most is how large one may be.
	Refused []app.RefusedFile
	Most    int64
	Mails   bool
}

// language is chosen in the address, so that no cookie is needed.
func language(r *http.Request) string {
	return locale.Choose(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

// speak chooses the language of a page among those of its channel.
func (v *view) speak(r *http.Request) {
	v.Lang = language(r)
	for _, name := range []string{"spoken", "lang"} {
		if l := v.Values.Get(name); l != "" && !(name == "spoken" && r.URL.Query().Has("lang")) {
			v.Lang = locale.Choose(l, "")
		}
	}
	if len(v.Languages) > 0 && !slices.Contains(v.Languages, v.Lang) {
		v.Lang = v.Languages[0]
	}
}

// languages are those that a page can be had in.
func (v view) languages() (out []locale.Language) {
	for _, l := range locale.Languages {
		if len(v.Languages) == 0 || slices.Contains(v.Languages, l.Code) {
			out = append(out, l)
		}
	}
	return out
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
	slug := r.PathValue("slug")
	if slug != "" {
		v.Base = "/c/" + slug
	}
	if err == nil {
		door := s.app.Door(s.org)
		v.Channel, err = door.Channel(r.Context(), r.Host, slug)
		if slug != "" && r.Method == http.MethodPost && fault.KindOf(err) == fault.NotFound {
			// A channel that was closed while somebody wrote: what they wrote is taken.
			v.Base = ""
			v.Channel, err = door.Channel(r.Context(), r.Host, "")
		}
	}
	if err != nil && v.ID == "" {
		v.Form = tatm.StandardForm()
	}
	v.speak(r)
	return v, files, err
}

// elsewhere leads to the portal's own address where there is no such channel.
// It reports whether it did.
func elsewhere(w http.ResponseWriter, r *http.Request, err error) bool {
	if r.PathValue("slug") == "" || fault.KindOf(err) != fault.NotFound {
		return false
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return true
}

// carried are what was told so far beside the questions that a step asks: also
// what no form asks any more, so that nothing typed is lost.
func (v view) carried(at step) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(v.Values)) {
		switch name {
		case "step", "once", "go", "lang", "spoken", "file", "ticket", "work":
			continue
		}
		if v.Values.Get(name) != "" && !slices.Contains(v.asked(at), name) {
			names = append(names, name)
		}
	}
	return names
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
	if elsewhere(w, r, err) {
		return
	}
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
