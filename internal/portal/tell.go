package portal

import (
	"net/http"
	"slices"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// step is one topic of a report, a page of its own. Everything told so far
// travels in the form, so nothing is kept anywhere until it is sent, and the
// address stays the same for the browser's history.
type step string

const (
	stepWhat   step = "what"
	stepWho    step = "who"
	stepDanger step = "danger"
	stepMore   step = "more" // only where a weapon, a target or danger was spoken of
	stepYou    step = "you"
	stepCheck  step = "check"
	stepSend   step = "send"
)

var steps = []step{stepWhat, stepWho, stepDanger, stepMore, stepYou, stepCheck, stepSend}

// asked are the questions of each step.
var asked = map[step][]string{
	stepWhat:   {"narrative"},
	stepWho:    {"who", "where", "when", "knows"},
	stepDanger: {"imminent", "weapon", "target"},
	stepMore:   {"details"},
	stepYou:    {"name", "contact", "safe_way"},
}

// questions are all of them, in the order of the steps.
func questions() (out []string) {
	for _, p := range steps {
		out = append(out, asked[p]...)
	}
	return out
}

// stepOf is the step on which a question stands.
func stepOf(question string) step {
	for _, p := range steps {
		if slices.Contains(asked[p], question) {
			return p
		}
	}
	return stepCheck
}

// applies reports whether a step is asked after these answers.
func (p step) applies(v view) bool {
	return p != stepMore || v.text("weapon") == "yes" || v.text("target") == "yes" || v.text("imminent") == "yes" || v.text("details") != ""
}

// next is the step after p, or before it with by -1.
func (p step) next(v view, by int) step {
	for i := slices.Index(steps, p) + by; i >= 0 && i < len(steps); i += by {
		if steps[i].applies(v) {
			return steps[i]
		}
	}
	return stepWhat
}

// of is which of how many steps p is, the receipt left out.
func (p step) of(v view) (n, all int) {
	for _, q := range steps[:len(steps)-1] {
		if !q.applies(v) {
			continue
		}
		all++
		if q == p {
			n = all
		}
	}
	return n, all
}

// begin serves GET /tell.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	v, _, err := s.visit(w, r)
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	v.Values.Set("once", once())
	s.show(w, r, http.StatusOK, v, tellPage(v, stepWhat))
}

// tell serves POST /tell: the next step, an earlier one, another language, or
// the sending. A form with nothing but answers is sent.
func (s *Server) tell(w http.ResponseWriter, r *http.Request) {
	v, files, err := s.visit(w, r)
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	at, to := step(v.Values.Get("step")), step(v.Values.Get("go"))
	switch {
	case v.Values.Has("lang"):
		to = at
	case to == "next":
		to = at.next(v, 1)
	case to == "back":
		to = at.next(v, -1)
	case to == "":
		to = stepSend
	}
	if !slices.Contains(steps, to) {
		to = stepWhat
	}
	if to == stepSend {
		s.send(w, r, v, files)
		return
	}
	if v.Values.Get("once") == "" {
		v.Values.Set("once", once())
	}
	if past(to, stepWhat) && v.text("narrative") == "" {
		v.Faults = map[string]*fault.Fault{"narrative": {Kind: fault.Invalid, Code: "field.missing", Field: "narrative"}}
		s.show(w, r, http.StatusUnprocessableEntity, v, tellPage(v, stepWhat))
		return
	}
	s.show(w, r, http.StatusOK, v, tellPage(v, to))
}

func past(p, q step) bool { return slices.Index(steps, p) > slices.Index(steps, q) }

// send takes a report. It is on the disk before the reporter is thanked; the
// same form sent twice is one report with one receipt.
func (s *Server) send(w http.ResponseWriter, r *http.Request, v view, files *parcel) {
	report := tatm.Report{
		Language: v.Lang, Narrative: v.text("narrative"), Who: v.text("who"), Where: v.text("where"), When: v.text("when"), Knows: v.text("knows"), Details: v.text("details"),
		Weapon: tatm.Tri(v.text("weapon")), Target: tatm.Tri(v.text("target")), Imminent: tatm.Tri(v.text("imminent")), Received: s.app.Now(),
	}
	from := tatm.Reporter{Name: v.text("name"), Contact: v.text("contact"), SafeWay: v.text("safe_way")}
	door := s.app.Door(s.org)
	// The whole form is the key: one changed after an error is another report,
	// and of one without a key its words tell a second sending from a second report.
	door = door.Once(v.Values.Encode())
	team, err := door.PortalTeam(r.Context())
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	sent, err := door.Report(r.Context(), team.ID, report, from)
	if fault.KindOf(err) == fault.Invalid {
		v.Faults = fault.Fields(err)
		s.show(w, r, http.StatusUnprocessableEntity, v, tellPage(v, s.faulty(v)))
		return
	}
	if err != nil {
		s.broken(w, r, v, err)
		return
	}
	taken := app.Enclosing{}
	if files.any() {
		// The report is there whatever becomes of them: the receipt is shown.
		if taken, err = door.EncloseWith(r.Context(), sent, files.next); err != nil {
			s.log.Error("portal: files", "error", err.Error())
			v.Broken = true
		}
	}
	v.Refused = taken.Refused
	s.show(w, r, http.StatusOK, v, receiptPage(v, sent.Words, taken.Taken))
}

// faulty is the first step with something wrong.
func (s *Server) faulty(v view) step {
	for _, q := range questions() {
		if v.Faults[q] != nil {
			return stepOf(q)
		}
	}
	return stepCheck
}

// broken says plainly that nothing was taken, with everything typed kept.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, v view, err error) {
	s.log.Error("portal: report not taken", "error", err.Error())
	if v.Lang == "" {
		v.Lang = locale.Choose("", r.Header.Get("Accept-Language"))
	}
	v.Broken = true
	at := stepCheck
	if v.text("narrative") == "" {
		at = stepWhat
	}
	s.show(w, r, http.StatusServiceUnavailable, v, tellPage(v, at))
}
