package portal

import (
	"net/http"
	"net/url"
	"strings"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// A person outside the team who is asked to second one matter comes in here,
// by a link and without an account. It is this listener and not the staff's, so
// that no staff cookie can ever be sent along. The pages show the words of the
// one matter and nothing else.

// secondView is what the page of a link shows.
type secondView struct {
	view
	Token   string
	Once    string
	Outside app.Outside
	Done    bool
	Busy    *fault.Fault
}

func (s *Server) second(w http.ResponseWriter, r *http.Request) {
	v := secondView{view: view{Lang: language(r), Values: url.Values{}}, Once: once(), Token: r.PathValue("token")}
	var err error
	v.Outside, err = s.app.Door(s.org).Outside(r.Context(), v.Token, network(r))
	s.showSecond(w, r, v, err)
}

func (s *Server) answerSecond(w http.ResponseWriter, r *http.Request) {
	v := secondView{view: view{Lang: language(r), Values: url.Values{}}, Once: once(), Token: r.PathValue("token")}
	if err := r.ParseForm(); err != nil {
		s.showSecond(w, r, v, fault.New(fault.Invalid, "form.too-long"))
		return
	}
	f := r.PostForm
	text := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(f.Get(name), "\r\n", "\n"))
	}
	door := s.app.Door(s.org)
	if k := f.Get("once"); k != "" && len(k) <= 64 {
		door, v.Once = door.Once(k), k
	}
	given := tatm.OutsideSecond{Answer: tatm.Tri(f.Get("answer")), Words: text("words"), SignedName: text("signed_name"), SignedRole: text("signed_role")}
	err := door.SecondFromOutside(r.Context(), v.Token, network(r), given)
	if err == nil {
		v.Done = true
		s.showSecond(w, r, v, nil)
		return
	}
	wrong := err
	if v.Outside, err = door.Outside(r.Context(), v.Token, network(r)); err != nil {
		s.showSecond(w, r, v, err)
		return
	}
	v.Values, v.Faults = f, fault.Fields(wrong)
	s.showSecond(w, r, v, wrong)
}

// showSecond answers with the page, and the kind of failure as its status. What
// does not exist and what belongs to others look the same.
func (s *Server) showSecond(w http.ResponseWriter, r *http.Request, v secondView, err error) {
	status := http.StatusOK
	switch k := fault.KindOf(err); {
	case err == nil:
	case k == fault.Invalid:
		status = http.StatusUnprocessableEntity
	case k == fault.Conflict:
		status = http.StatusConflict
	case k == fault.Busy:
		status, v.Busy = http.StatusTooManyRequests, fault.All(err)[0]
	case k == fault.NotFound || k == fault.Denied:
		status = http.StatusNotFound
	default:
		s.log.Error("portal: second", "error", err.Error())
		status, v.Broken = http.StatusInternalServerError, true
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	ctx := locale.With(r.Context(), locale.Setting{Lang: v.Lang})
	if err := secondPage(v).Render(ctx, w); err != nil {
		s.log.Error("portal: page broke off", "error", err.Error())
	}
}
