package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

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
	stepOwn    step = "own"  // the channel's own questions
	stepYou    step = "you"
	stepCheck  step = "check"
	stepSend   step = "send"
)

var steps = []step{stepWhat, stepWho, stepDanger, stepMore, stepOwn, stepYou, stepCheck, stepSend}

// standard are the steps of the standard questions, in the order of tatm.FormPages.
var standard = []step{stepWhat, stepWho, stepDanger, stepMore, stepYou}

// asked are the questions that the channel's form asks at a step.
func (v view) asked(p step) (out []string) {
	if p == stepOwn {
		for i := range v.Form.Own {
			out = append(out, tatm.OwnKey(i))
		}
	}
	if i := slices.Index(standard, p); i >= 0 {
		for _, q := range tatm.FormPages[i] {
			if v.Form.Has(q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// questions are all of them, in the order of the steps.
func (v view) questions() (out []string) {
	for _, p := range steps {
		out = append(out, v.asked(p)...)
	}
	return out
}

// stepOf is the step on which a question stands.
func (v view) stepOf(question string) step {
	for _, p := range steps {
		if slices.Contains(v.asked(p), question) {
			return p
		}
	}
	return stepCheck
}

// own is the channel's own question of a name.
func (v view) own(question string) (tatm.OwnQuestion, bool) {
	for i, q := range v.Form.Own {
		if tatm.OwnKey(i) == question {
			return q, true
		}
	}
	return tatm.OwnQuestion{}, false
}

// ask is a question in the words of the channel's form, or else the usual ones.
func (v view) ask(question string) string {
	if q, ok := v.own(question); ok {
		return q.Words[v.Lang]
	}
	if w := v.Form.Words[question][v.Lang]; w != "" {
		return w
	}
	return locale.Text(v.Lang, "portal."+question)
}

// applies reports whether a step is asked after these answers.
func (p step) applies(v view) bool {
	if p == stepCheck || p == stepSend {
		return true
	}
	danger := v.text("weapon") == "yes" || v.text("target") == "yes" || v.text("imminent") == "yes" || v.text("details") != ""
	return len(v.asked(p)) > 0 && (p != stepMore || danger)
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
	if elsewhere(w, r, err) {
		return
	}
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
	report, err := v.report()
	report.Received = s.app.Now()
	from := tatm.Reporter{Name: v.text("name"), Contact: v.text("contact"), SafeWay: v.text("safe_way")}
	door := s.app.Door(s.org)
	// The whole form is the key: one changed after an error is another report,
	// and of one without a key its words tell a second sending from a second report.
	form := v.key()
	door = door.Once(form)
	sent := app.Sent{}
	if err == nil && v.text("narrative") != "" {
		var wait *app.Wait
		if door, wait, err = door.Knock(r.Context(), network(r), form, v.Values.Get("ticket"), v.Values.Get("work")); wait != nil {
			s.wait(w, r, v, *wait, files.any())
			return
		}
	}
	if err == nil {
		sent, err = door.Report(r.Context(), v.Channel.Channel.Team, report, from)
	}
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

// key is what the form says, whichever button sent it.
func (v view) key() string {
	f := url.Values{"once": {v.Values.Get("once")}, "lang": {v.Lang}}
	for _, name := range v.carried(stepSend) {
		f[name] = v.Values[name]
	}
	return v.Base + " " + f.Encode()
}

// wait asks somebody behind a network from which many reports come to wait a
// little: by a button that works after some seconds, or, where scripts run, by
// work that the browser does. Nothing typed is lost, and nobody is refused.
func (s *Server) wait(w http.ResponseWriter, r *http.Request, v view, x app.Wait, files bool) {
	w.Header().Set("Content-Security-Policy", policy+"; script-src 'self'")
	w.Header().Set("Retry-After", strconv.Itoa(seconds(x.Left)))
	s.show(w, r, http.StatusTooManyRequests, v, waitPage(v, x, files))
}

func seconds(d time.Duration) int { return int(d.Seconds()) + 1 }

// report is what was told, as a report. What the form does not ask is not taken.
func (v view) report() (tatm.Report, error) {
	told := func(q string) string {
		if !v.Form.Has(q) {
			return ""
		}
		return v.text(q)
	}
	r := tatm.Report{
		Through: v.ID, Form: v.Form.N, Keep: v.Keep, Language: v.Lang,
		Narrative: told("narrative"), Who: told("who"), Where: told("where"), When: told("when"), Knows: told("knows"), Details: told("details"),
		Weapon: tatm.Tri(told("weapon")), Target: tatm.Tri(told("target")), Imminent: tatm.Tri(told("imminent")),
	}
	var faults []error
	for i, q := range v.Form.Own {
		given := v.text(tatm.OwnKey(i))
		if given == "" {
			continue
		}
		answer, ok := v.answered(q, given)
		if !ok {
			faults = append(faults, fault.Bad(tatm.OwnKey(i), "field.choose"))
		}
		r.Own = append(r.Own, tatm.Told{Ask: q.Words[v.Lang], Answer: answer})
	}
	return r, errors.Join(faults...)
}

// answered is an answer to an own question in words. It reports false for a
// choice that was not offered.
func (v view) answered(q tatm.OwnQuestion, given string) (string, bool) {
	switch q.Kind {
	case tatm.AskYesNo:
		ok := given == "yes" || given == "no" || given == "unknown"
		return locale.Text(v.Lang, "tri."+given), ok
	case tatm.AskChoice:
		for i, w := range q.Choices {
			if strconv.Itoa(i+1) == given {
				return w[v.Lang], true
			}
		}
		return "", false
	}
	return given, true
}

// faulty is the first step with something wrong.
func (s *Server) faulty(v view) step {
	for _, q := range v.questions() {
		if v.Faults[q] != nil {
			return v.stepOf(q)
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
