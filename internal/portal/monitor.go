package portal

import (
	"net/http"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// A monitor, somebody near a person who agreed to tell the team of changes,
// checks in here by a link of their own and without an account. The page says
// what they agreed to look for and nothing of any case: it may be open on a
// phone that others hold.

// monitor serves GET and POST /checkin/{token}.
func (s *Server) monitor(w http.ResponseWriter, r *http.Request) {
	token, door, from := r.PathValue("token"), s.app.Door(s.org), network(r)
	v, _, err := s.visit(w, r)
	if fault.KindOf(err) == fault.NotFound {
		err = nil // no channel is open: a monitor's link needs none
	}
	if k := v.Values.Get("once"); k != "" && len(k) <= 64 {
		door = door.Once(k)
	}
	done := false
	if err == nil && r.Method == http.MethodPost {
		err = door.CheckIn(r.Context(), token, from, v.checkIn())
		done = err == nil
	}
	wrong := err
	if fault.KindOf(wrong) == fault.Conflict {
		wrong = nil // the link is over: the page says so
	}
	var p app.MonitorPage
	if wrong == nil || fault.KindOf(wrong) == fault.Invalid {
		if p, err = door.Monitor(r.Context(), token, from); err != nil {
			wrong = err
		}
	}
	status := http.StatusOK
	switch k := fault.KindOf(wrong); {
	case wrong == nil && p.State != "open":
		status = http.StatusGone
	case wrong == nil:
	case k == fault.Invalid:
		v.Faults, v.Others, status = fault.Fields(wrong), unplaced(wrong), http.StatusUnprocessableEntity
	case k == fault.Busy:
		v.Others, status = fault.All(wrong), http.StatusTooManyRequests
	case k == fault.NotFound || k == fault.Denied:
		status = http.StatusNotFound
	default:
		s.log.Error("portal: check-in", "error", wrong.Error())
		v.Broken, status = true, http.StatusServiceUnavailable
	}
	s.show(w, r, status, v, monitorPage(v, p, done))
}

// checkIn reads the form of a check-in.
func (v view) checkIn() tatm.CheckIn {
	k := tatm.CheckIn{Word: v.Values.Get("word"), Text: v.text("seen_words"), When: v.text("seen_when")}
	for _, id := range v.Values["wire"] {
		k.Seen = append(k.Seen, tatm.EntryID(id))
	}
	return k
}

// unplaced are the faults that stand at no question of the form.
func unplaced(err error) (out []*fault.Fault) {
	for _, f := range fault.All(err) {
		if f.Field == "" {
			out = append(out, f)
		}
	}
	return out
}
