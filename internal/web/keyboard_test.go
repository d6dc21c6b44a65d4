package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"offramp/internal/testbed"
)

// tab goes on by the Tab key until what has the focus is what sel says, and
// holds that the focus can be seen there.
func (h *hand) tab(sel string) {
	h.t.Helper()
	for range 250 {
		h.p.Type(testbed.Tab)
		if testbed.Eval[bool](h.p, fmt.Sprintf(`!!document.activeElement && document.activeElement.matches(%q)`, sel)) {
			seen := testbed.Eval[bool](h.p, `(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(); return r.width > 0 && (s.outlineStyle !== "none" || s.boxShadow !== "none") })()`)
			if !seen {
				h.t.Errorf("%s has the focus, and nothing shows it", sel)
			}
			return
		}
	}
	h.t.Fatalf("250 times Tab do not lead to %s at %s: %.300s", sel, h.p.URL(), h.p.Text("main"))
}

// press goes to a link or a button and presses it, until the page says so.
func (h *hand) press(sel, key, until string) {
	h.t.Helper()
	h.tab(sel)
	h.p.Type(key)
	h.until(until)
}

// key goes to a field and types.
func (h *hand) key(sel, text string) {
	h.t.Helper()
	h.tab(sel)
	h.p.Type(text)
}

// until waits until a condition of the page holds.
func (h *hand) until(js string) {
	h.t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if testbed.Eval[bool](h.p, `(() => { try { return !!(`+js+`) } catch { return false } })()`) {
			return
		}
	}
	h.t.Fatalf("it did not come to %s at %s: %s", js, h.p.URL(), h.p.Text("main"))
}

// TestJobByKeyboard walks the main job with the keyboard alone: a report at the
// portal, taken and accepted, its questions answered, a fact, triage, an
// assessment begun. Each stop is reached by Tab and shows that it has the focus.
func TestJobByKeyboard(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	h := &hand{t: t, p: p, m: newTeam(t, testbed.Engines(t)["sqlite"])}
	step := func(name string) string { return `document.querySelector("input[name=step]").value === "` + name + `"` }
	p.Open(h.m.portal.URL + "/?lang=en")
	h.press("a.button", testbed.Enter, step("what"))
	h.key("#narrative", "He says he will make them pay.")
	for _, next := range []string{"who", "danger", "more", "you", "check"} {
		if next == "more" { // a weapon is spoken of, or this step would not come
			h.key("input[name=weapon]", " ")
		}
		h.press("button[value=next]", testbed.Enter, step(next))
	}
	h.press("button[value=send]", testbed.Enter, `document.querySelector(".ref")`)

	h.signs("Desk")
	p.Type("g")
	p.Type("r")
	h.until(`location.pathname === "/reports"`)
	h.press("td a", testbed.Enter, `document.querySelector("form[action$='/take']")`)
	h.press("form[action$='/take'] button", testbed.Enter, `!document.querySelector("form[action$='/take']")`)
	h.press(`details:has(form[action$="/accept"]) > summary`, testbed.Enter, `document.querySelector('details:has(form[action$="/accept"])').open`)
	on := `form[action$="/accept"] `
	for _, f := range testbed.Eval[[]string](p, `[...document.querySelectorAll('form[action$="/accept"] [name]')].filter(e => e.type !== "hidden" && e.type !== "checkbox").map(e => e.name)`) {
		switch f {
		case "title":
			h.key(on+`[name="title"]`, "A threat at work")
		case "subject":
			h.key(on+`[name="subject"]`, "Unknown man")
		case "reason":
			h.key(on+`[name="reason"]`, "Named a place")
		case "next":
			h.key(on+`[name="next"]`, "Call back")
		case "by":
			h.key(on+`[name="by"]`, "01012030"+testbed.Tab+"1000AM")
		}
	}
	h.press(on+"button.primary", testbed.Enter, `location.pathname.startsWith("/cases/")`)
	h.kase = strings.TrimPrefix(p.URL(), h.m.desk.URL)

	h.signs("Chair")
	p.Type("g")
	p.Type("c")
	h.until(`location.pathname === "/cases"`)
	h.press("tbody a", testbed.Enter, `document.querySelector(".casenav")`)
	h.press(".casenav a[href$='/factors']", testbed.Enter, `location.pathname.endsWith("/factors")`)
	for _, q := range []string{"danger-now", "conflict"} {
		h.press(`td a[href$="/do/answer?question=`+q+`"]`, testbed.Enter, `document.querySelector(".form [name=text]")`)
		h.key(".form [name=text]", "Asked, no")
		h.press(".form button.primary", testbed.Enter, `location.pathname.endsWith("/factors") && !document.querySelector(".form [name=text]")`)
	}
	h.press(".casenav a[href$='/facts']", testbed.Enter, `location.pathname.endsWith("/facts")`)
	h.press("a[href$='/do/observation']", testbed.Enter, `document.querySelector(".form [name=text]")`)
	h.press(".form button.primary", testbed.Enter, `document.activeElement.id === "faults"`) // refused: the keyboard is at what was wrong
	h.key(".form [name=text]", "He stood at the gate at noon")
	h.press(".form button.primary", testbed.Enter, `document.querySelector("main").textContent.includes("at the gate at noon") && !document.querySelector(".form [name=text]")`)
	h.press(".casenav a[href$='/overview'], .casenav a[href$='"+h.kase+"']", testbed.Enter, `document.querySelector("a[href$='/do/move?to=triage']")`)
	h.press("a[href$='/do/move?to=triage']", testbed.Enter, `document.querySelector(".form [name=to]")`)
	h.press(".form button.primary", testbed.Enter, `document.querySelector(".chips, .head").textContent.includes("Triage") && !document.querySelector(".form [name=to]")`)
	h.press(".casenav a[href$='/assessment']", testbed.Enter, `document.querySelector("a[href$='/do/assess']")`)
	h.press("a[href$='/do/assess']", testbed.Enter, `document.querySelector(".form [name=risk]")`)
	h.key(".form [name=risk]", "Words at the gate")
	h.press(".form button.primary", testbed.Enter, `document.querySelector("main").textContent.includes("Words at the gate") && !document.querySelector(".form [name=risk]")`)
	if h.m.log.Len() > 0 {
		t.Errorf("the log says: %s", h.m.log)
	}
}

// signs signs somebody in by the keyboard.
func (h *hand) signs(name string) {
	h.t.Helper()
	h.p.Open(h.m.desk.URL + "/sign-in")
	h.press("button[value='"+h.id(name)+"']", testbed.Enter, `document.readyState === "complete" && document.querySelector(".who").textContent.includes("`+name+`") && location.pathname === "/"`)
}
