package portal

import (
	"net/http"
	"net/url"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// A partner refers here by a personal link and without an account: on this
// listener, so that no staff cookie is ever sent along. They see their own
// referrals, each with one word for where it stands, and what the team wrote.

// referView is what a partner's page shows.
type referView struct {
	view
	Token   string
	Once    string
	Partner app.PartnerView
	Done    string // code of what was done
	Gone    bool
}

func (s *Server) refer(w http.ResponseWriter, r *http.Request) {
	v := s.referral(r)
	s.showRefer(w, r, v, nil)
}

func (s *Server) referral(r *http.Request) referView {
	token := r.PathValue("token")
	v := referView{view: view{Lang: language(r), Path: "/refer/" + token, Values: url.Values{}}, Once: once(), Token: token}
	v.Form = tatm.StandardForm()
	return v
}

// doRefer takes a referral, an answer to the team, or the word that what to
// know was read.
func (s *Server) doRefer(w http.ResponseWriter, r *http.Request) {
	v := s.referral(r)
	if err := r.ParseForm(); err != nil {
		s.showRefer(w, r, v, fault.New(fault.Invalid, "form.too-long"))
		return
	}
	v.Values = r.PostForm
	door := s.app.Door(s.org)
	if k := v.Values.Get("once"); k != "" && len(k) <= 64 {
		door, v.Once = door.Once(k), k
	}
	var err error
	switch v.Values.Get("do") {
	case "brief":
		_, err = door.BriefByLink(r.Context(), v.Token)
		v.Done = "refer.briefed"
	case "add":
		_, err = door.WriteByLink(r.Context(), v.Token, tatm.FileID(v.Values.Get("file")), v.text("text"))
		v.Done = "thread.added"
	default:
		t := func(name string) tatm.Tri { return tatm.Tri(v.Values.Get(name)) }
		_, err = door.ReferByLink(r.Context(), v.Token, tatm.Report{Language: v.Lang, Narrative: v.text("narrative"), Who: v.text("who"), Where: v.text("where"), When: v.text("when"), Knows: v.text("knows"),
			Weapon: t("weapon"), Target: t("target"), Imminent: t("imminent"), Details: v.text("details")})
		v.Done = "refer.taken"
	}
	if err == nil {
		v.Values, v.Once = url.Values{}, once()
	} else {
		v.Done = ""
	}
	s.showRefer(w, r, v, err)
}

// showRefer answers with the page; a link that does not hold looks like one
// that never was.
func (s *Server) showRefer(w http.ResponseWriter, r *http.Request, v referView, wrong error) {
	status := http.StatusOK
	p, err := s.app.Door(s.org).OpenPartner(r.Context(), v.Token, tatm.FileID(r.URL.Query().Get("after")))
	switch k := fault.KindOf(err); {
	case err == nil:
	case k == fault.NotFound:
		status, v.Gone = http.StatusNotFound, true
	default:
		s.log.Error("portal: refer", "error", err.Error())
		status, v.Broken = http.StatusServiceUnavailable, true
	}
	v.Partner, v.Faults = p, fault.Fields(wrong)
	if wrong != nil && status == http.StatusOK {
		switch fault.KindOf(wrong) {
		case fault.Invalid:
			status = http.StatusUnprocessableEntity
		case fault.NotFound:
			status, v.Gone = http.StatusNotFound, true
		default:
			s.log.Error("portal: refer", "error", wrong.Error())
			status, v.Broken = http.StatusServiceUnavailable, true
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := referPage(v).Render(locale.With(r.Context(), locale.Setting{Lang: v.Lang}), w); err != nil {
		s.log.Error("portal: page broke off", "error", err.Error())
	}
}
