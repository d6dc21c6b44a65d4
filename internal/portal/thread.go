package portal

import (
	"net/http"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// receiptForm serves GET /thread.
func (s *Server) receiptForm(w http.ResponseWriter, r *http.Request) {
	v, _, err := s.visit(w, r)
	if elsewhere(w, r, err) {
		return
	}
	if err != nil {
		s.log.Error("portal", "error", err.Error())
		v.Broken = true
	}
	s.show(w, r, http.StatusOK, v, wordsPage(v))
}

// thread serves POST /thread: the words open it; with them come what the
// reporter adds, or who they are. The words travel in the form, never in an
// address.
func (s *Server) thread(w http.ResponseWriter, r *http.Request) {
	v, files, err := s.visit(w, r)
	words, door, from := v.text("words"), s.app.Door(s.org), network(r)
	if k := v.Values.Get("once"); k != "" && len(k) <= 64 {
		door = door.Once(k)
	}
	done := ""
	switch {
	case err != nil:
	case v.Values.Get("do") == "add":
		var taken app.Enclosing
		if taken, err = s.add(r, door, v, files); err == nil {
			v.Refused = taken.Refused
		}
		if err == nil && (v.text("text") != "" || taken.Taken > 0) {
			done = "thread.added"
		}
	case v.Values.Get("do") == "punished":
		if err = door.PunishedInThread(r.Context(), words, from, v.text("punished")); err == nil {
			done = "thread.punished.done"
		}
		if f := fault.Fields(err)["text"]; f != nil {
			err = fault.Bad("punished", f.Code, f.Args...)
		}
	case v.Values.Get("do") == "notify" && s.Mails:
		if err = door.NotifyInThread(r.Context(), words, from, v.text("mail"), v.Lang); err == nil {
			done = "thread.notified"
		}
	case v.Values.Get("do") == "reveal":
		who := tatm.Reporter{Name: v.text("name"), Contact: v.text("contact"), SafeWay: v.text("safe_way")}
		if err = door.RevealInThread(r.Context(), words, from, who); err == nil {
			done = "thread.revealed"
		}
	}
	faults := fault.Fields(err)
	if err != nil && (len(faults) == 0 || faults["words"] != nil) {
		s.closed(w, r, v, err)
		return
	}
	v.Mails = s.Mails
	t, again := door.SeeThread(r.Context(), words, from)
	if again != nil {
		s.closed(w, r, v, again)
		return
	}
	status := http.StatusOK
	if v.Faults = faults; err != nil {
		status = http.StatusUnprocessableEntity
	} else {
		for _, name := range []string{"text", "punished", "name", "contact", "safe_way", "mail"} {
			v.Values.Del(name)
		}
	}
	s.show(w, r, status, v, threadPage(v, t, words, done))
}

// add adds what the form holds: words, files, or both.
func (s *Server) add(r *http.Request, door app.Door, v view, files *parcel) (taken app.Enclosing, err error) {
	words, from := v.text("words"), network(r)
	if v.text("text") != "" || !files.any() {
		if err := door.WriteToThread(r.Context(), words, from, v.text("text")); err != nil {
			return taken, err
		}
	}
	if files.any() {
		return door.EncloseInThread(r.Context(), words, from, files.next)
	}
	return taken, nil
}

// closed answers words that open nothing, whatever the reason.
func (s *Server) closed(w http.ResponseWriter, r *http.Request, v view, err error) {
	status := http.StatusUnprocessableEntity
	switch fault.KindOf(err) {
	case fault.Invalid:
		v.Faults = fault.Fields(err)
	case fault.Busy:
		v.Others, status = fault.All(err), http.StatusTooManyRequests
	default:
		s.log.Error("portal: thread", "error", err.Error())
		v.Broken, status = true, http.StatusServiceUnavailable
	}
	s.show(w, r, status, v, wordsPage(v))
}
