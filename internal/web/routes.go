package web

import "net/http"

// route is one address of the desk. What each role gets there is decided by
// the desk's operations, never here.
type route struct {
	pattern string
	handle  func(*call) error
	open    bool // nobody needs to be signed in
	half    bool // open to somebody who still has to set up the second factor
	asks    bool // a form that only asks: nothing is written
	files   bool // its form may carry files
}

// writes reports whether a form sent there writes to the record.
func (r route) writes() bool { return !r.open && !r.half && !r.asks }

// routes is every address of the desk.
func (s *Server) routes() []route {
	out := []route{
		{pattern: "GET /{$}", handle: (*call).deskPage},
		{pattern: "GET /sign-in", handle: (*call).signInForm, open: true},
		{pattern: "POST /sign-in", handle: (*call).signIn, open: true},
		{pattern: "POST /sign-out", handle: (*call).signOut, open: true},
		{pattern: "GET /welcome", handle: (*call).welcomeForm, open: true},
		{pattern: "POST /welcome", handle: (*call).welcome, open: true},
		{pattern: "POST /passkey", handle: (*call).passkeySignIn, open: true},
		{pattern: "GET /sso", handle: (*call).singleSignOn, open: true},
		{pattern: "GET /sso/back", handle: (*call).singleBack, open: true},
		{pattern: "GET /second-factor", handle: (*call).factorForm, half: true},
		{pattern: "POST /second-factor", handle: (*call).factor, half: true},
		{pattern: "GET /account", handle: (*call).accountPage},
		{pattern: "POST /account/passkey", handle: (*call).accountPasskey, half: true},
		{pattern: "POST /account/sso", handle: (*call).tieSingle},
		{pattern: "POST /account/{act}", handle: (*call).accountAct},
		{pattern: "GET /locked", handle: (*call).locked, open: true},
		{pattern: "POST /setting", handle: (*call).setting, open: true},
		{pattern: "GET /keys", handle: (*call).keysPage, open: true},

		{pattern: "GET /reports", handle: (*call).reportsPage},
		{pattern: "GET /reports/new", handle: (*call).reportForm},
		{pattern: "POST /reports/new", handle: (*call).fileReport},
		{pattern: "POST /reports/guess", handle: (*call).guessPeople, asks: true},
		{pattern: "POST /reports/release", handle: (*call).releaseReports},
		{pattern: "GET /reports/blank", handle: (*call).blankReport},
		{pattern: "GET /reports/key", handle: (*call).keyPage},
		{pattern: "POST /reports/key", handle: (*call).keyReport},
		{pattern: "GET /reports/{report}", handle: (*call).reportPage},
		{pattern: "GET /reports/{report}/mail/{entry}", handle: (*call).mailOriginal},
		{pattern: "GET /reports/{report}/files/{entry}", handle: (*call).enclosurePage},
		{pattern: "GET /reports/{report}/files/{entry}/shown", handle: (*call).enclosureShown},
		{pattern: "GET /reports/{report}/files/{entry}/original", handle: (*call).enclosureOriginal},
		{pattern: "GET /reports/{report}/close-short", handle: (*call).shortPage},
		{pattern: "POST /reports/{report}/close-short", handle: (*call).closeShort},
		{pattern: "POST /reports/{report}/{act}", handle: (*call).reportAct},
		{pattern: "GET /reports/{report}/access", handle: (*call).accessPage},
		{pattern: "GET /reports/{report}/access/{entry}", handle: (*call).accessPage},
		{pattern: "GET /reports/{report}/opening/{act}", handle: (*call).openingForm},
		{pattern: "POST /reports/{report}/opening/{act}", handle: (*call).openingDo},

		{pattern: "GET /cases", handle: (*call).casesPage},
		{pattern: "GET /caseload", handle: (*call).caseloadPage},
		{pattern: "GET /cases/new", handle: (*call).newCaseForm},
		{pattern: "POST /cases/new", handle: (*call).newCase},
		{pattern: "GET /cases/{case}", handle: (*call).casePage},
		{pattern: "GET /cases/{case}/{tab}", handle: (*call).casePage},
		{pattern: "GET /cases/{case}/access", handle: (*call).accessPage},
		{pattern: "GET /cases/{case}/access/{entry}", handle: (*call).accessPage},
		{pattern: "GET /cases/{case}/opening/{act}", handle: (*call).openingForm},
		{pattern: "POST /cases/{case}/opening/{act}", handle: (*call).openingDo},
		{pattern: "GET /counsel", handle: (*call).counselPage},
		{pattern: "GET /flows", handle: (*call).flowsPage},
		{pattern: "GET /cases/{case}/versions/{entry}", handle: (*call).versionsPage},
		{pattern: "GET /cases/{case}/do/{act}", handle: (*call).caseForm},
		{pattern: "GET /cases/{case}/do/{act}/{entry}", handle: (*call).caseForm},
		{pattern: "POST /cases/{case}/do/{act}", handle: (*call).caseAct, files: true},
		{pattern: "POST /cases/{case}/do/{act}/{entry}", handle: (*call).caseAct, files: true},
		{pattern: "GET /cases/{case}/releases/{entry}", handle: (*call).releasePage},
		{pattern: "GET /cases/{case}/releases/{entry}/print", handle: (*call).releasePrint},
		{pattern: "GET /cases/{case}/attachments/{entry}", handle: (*call).attachmentPage},
		{pattern: "GET /cases/{case}/attachments/{entry}/shown", handle: (*call).attachmentShown},
		{pattern: "GET /cases/{case}/attachments/{entry}/original", handle: (*call).attachmentOriginal},

		{pattern: "GET /people", handle: (*call).peoplePage},
		{pattern: "GET /people/new", handle: (*call).newPersonForm},
		{pattern: "POST /people/new", handle: (*call).newPerson},
		{pattern: "GET /people/doubles", handle: (*call).pairsPage},
		{pattern: "POST /people/doubles", handle: (*call).pairsAct},
		{pattern: "GET /spellings", handle: (*call).variantsPage},
		{pattern: "POST /spellings", handle: (*call).variantsAct},
		{pattern: "GET /people/{person}", handle: (*call).personPage},
		{pattern: "POST /people/{person}/{act}", handle: (*call).personAct},
		{pattern: "GET /people/{person}/entry/{entry}", handle: (*call).mendPersonForm},
		{pattern: "POST /people/{person}/entry/{entry}", handle: (*call).mendPerson},
		{pattern: "GET /search", handle: (*call).searchPage},
		{pattern: "POST /search", handle: (*call).searchPage, asks: true},

		{pattern: "GET /meetings", handle: (*call).meetingsPage},
		{pattern: "GET /meetings/new", handle: (*call).newMeetingForm},
		{pattern: "POST /meetings/new", handle: (*call).newMeeting},
		{pattern: "GET /meetings/{meeting}", handle: (*call).meetingPage},
		{pattern: "GET /meetings/{meeting}/print", handle: (*call).meetingPrint},
		{pattern: "POST /meetings/{meeting}/{act}", handle: (*call).meetingAct},

		{pattern: "GET /records", handle: (*call).recordsDeskPage},
		{pattern: "GET /records/purged", handle: (*call).tombstonesPage},
		{pattern: "GET /records/purged/{stone}", handle: (*call).certificatePage},
		{pattern: "GET /records/{file}", handle: (*call).recordsPage},
		{pattern: "POST /records/{file}/{act}", handle: (*call).recordsAct},
		{pattern: "GET /team", handle: (*call).teamPage},
		{pattern: "GET /audit", handle: (*call).auditPage},
		{pattern: "GET /canned", handle: (*call).cannedPage},
		{pattern: "GET /canned/{team}", handle: (*call).cannedForm},
		{pattern: "POST /canned/{team}", handle: (*call).keepCanned},
		{pattern: "GET /refer", handle: (*call).referPage},
		{pattern: "POST /refer/{act}", handle: (*call).referAct},
		{pattern: "GET /partners", handle: (*call).partnersPage},
		{pattern: "POST /partners", handle: (*call).partnersAct},
		{pattern: "GET /roster", handle: (*call).rosterPage},
		{pattern: "POST /roster/{team}/{act}", handle: (*call).rosterAct},
		{pattern: "GET /office", handle: (*call).officePage},
		{pattern: "GET /office/channels", handle: (*call).channelsPage},
		{pattern: "GET /office/channels/{channel}", handle: (*call).channelPage},
		{pattern: "POST /office/channels/{channel}", handle: (*call).keepChannel},
		{pattern: "GET /office/channels/{channel}/form", handle: (*call).builderPage},
		{pattern: "POST /office/channels/{channel}/form", handle: (*call).keepForm},
		{pattern: "GET /office/channels/{channel}/form/{n}", handle: (*call).formVersionPage},
		{pattern: "GET /office/channels/{channel}/poster", handle: (*call).posterPage},
		{pattern: "POST /office/{act}", handle: (*call).officeAct},
		{pattern: "/", handle: (*call).nowhere, open: true},
	}
	if len(s.demo) > 0 {
		out = append(out, route{pattern: "POST /persona", handle: (*call).persona, open: true})
	}
	return out
}

// nowhere answers every other address.
func (c *call) nowhere() error {
	c.show(http.StatusNotFound, errorPage(c.frame("error.404"), http.StatusNotFound, nil))
	return nil
}
