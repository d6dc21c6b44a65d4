package mailin_test

import (
	"fmt"
	"log/slog"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/mailin"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// house is an organisation that mail comes to.
type house struct {
	app   *app.App
	org   tatm.OrgID
	team  tatm.TeamID
	log   *strings.Builder
	staff app.Desk
	chair app.Desk
}

func newHouse(t *testing.T, url string) house {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := house{app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now}), log: &strings.Builder{}}
	if h.org, err = h.app.Found(t.Context(), "Org", "UTC"); err != nil {
		t.Fatal(err)
	}
	boot := h.app.As(access.Actor{ID: "console", Org: h.org, Clock: true})
	if h.team, err = boot.AddTeam(t.Context(), "Team", "county"); err != nil {
		t.Fatal(err)
	}
	seat := func(role tatm.Role) app.Desk {
		id, _, err := boot.AddMember(t.Context(), app.NewMember{Login: string(role), Name: string(role)})
		if err != nil {
			t.Fatal(err)
		}
		s := tatm.Seat{Team: h.team, Role: role}
		if _, err := boot.GiveSeat(t.Context(), id, s); err != nil {
			t.Fatal(err)
		}
		return h.app.As(access.Actor{ID: id, Org: h.org, Seats: []tatm.Seat{s}})
	}
	h.staff, h.chair = seat(tatm.Intake), seat(tatm.Chair)
	return h
}

func (h house) logger() *slog.Logger { return slog.New(slog.NewTextHandler(h.log, nil)) }

// reports are what came in, newest first.
func (h house) reports(t *testing.T) (out []app.ReportView) {
	t.Helper()
	l, err := h.staff.ListReports(t.Context(), app.Filter{All: true, Order: app.ByNumber, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Rows {
		v, err := h.staff.SeeReport(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// letter is a mail of two texts and a picture's name.
func letter(id string) string {
	return strings.ReplaceAll(`From: =?utf-8?q?Jos=C3=A9_Roe?= <jose@example.org>
To: report@county.example
Subject: =?utf-8?q?La_f=C3=A1brica?=
Message-ID: <`+id+`>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/html; charset=utf-8

<p>only in html <script>alert(1)</script></p>
--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Dice que lo har=E1 el lunes.
--c--
--b
Content-Type: text/plain; name="list.txt"
Content-Disposition: attachment; filename="list.txt"
Content-Transfer-Encoding: base64

bmFtZXM=
--b--
`, "\n", "\r\n")
}

// taken are the same once staff took them all: they see who wrote.
func (h house) taken(t *testing.T) []app.ReportView {
	t.Helper()
	for _, v := range h.reports(t) {
		if _, err := h.staff.AcknowledgeReport(t.Context(), v.Row.ID); err != nil {
			t.Fatal(err)
		}
	}
	return h.reports(t)
}

// TestMailBySMTP: a real mail server hands a message on; it is in the record
// when the answer comes, once however often it is sent, whole; to a case it
// goes by an address that nobody can make up; other mailboxes there are none.
func TestMailBySMTP(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, url)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := mailin.Server(h.app, h.org, 1<<20, h.logger())
			go mailin.Serve(t.Context(), s, l)
			send := func(to, text string) error {
				return smtp.SendMail(l.Addr().String(), nil, "jose@example.org", []string{to}, []byte(text))
			}
			for range 3 {
				if err := send("report@county.example", letter("m1@example.org")); err != nil {
					t.Fatal(err)
				}
			}
			got := h.reports(t)
			if len(got) != 1 {
				t.Fatalf("one message is %d reports", len(got))
			}
			if _, named := tatm.Last[tatm.Reporter](got[0].File); named {
				t.Error("who has not taken it sees who wrote")
			}
			got = h.taken(t)
			r, _ := tatm.Last[tatm.Report](got[0].File)
			from, _ := tatm.Last[tatm.Reporter](got[0].File)
			e, _ := tatm.Last[tatm.MailIn](got[0].File)
			if r.Rec.Narrative != "La fábrica\n\nDice que lo hará el lunes." || r.Rec.Channel != tatm.ByMail {
				t.Errorf("%+v", r.Rec)
			}
			if from.Rec.Name != "José Roe" || from.Rec.Contact != "jose@example.org" || from.Regime != tatm.ReporterID || e.Regime != tatm.ReporterID {
				t.Errorf("%+v %s", from.Rec, e.Regime)
			}
			if len(e.Rec.Files) != 1 || e.Rec.Files[0] != "list.txt" || e.Rec.Broken {
				t.Errorf("%+v", e.Rec)
			}
			open, err := h.staff.OpenMail(t.Context(), got[0].Row.ID, e.ID)
			if err != nil || open.Rec.Size < 400 {
				t.Fatalf("the original: %v", err)
			}
			if _, err := h.chair.OpenMail(t.Context(), got[0].Row.ID, e.ID); err == nil {
				t.Error("who is not cleared has the original")
			}
			kase, err := h.chair.OpenCase(t.Context(), h.team, app.NewCase{Title: "T", Subject: "s", Charge: tatm.Charge{Owner: h.chair.Who().ID, Next: "n", By: time.Now().AddDate(0, 0, 1)}})
			if err != nil {
				t.Fatal(err)
			}
			tag := h.app.MailTag(kase.File)
			for range 2 {
				if err := send(strings.ToUpper(tag)+"@county.example", letter("m2@example.org")); err != nil {
					t.Fatal(err)
				}
			}
			v, err := h.chair.SeeCase(t.Context(), kase.File)
			if err != nil {
				t.Fatal(err)
			}
			os, as := tatm.All[tatm.Observation](v.File), tatm.All[tatm.Attachment](v.File)
			if len(os) != 1 || len(as) != 2 || as[1].Rec.Name != "list.txt" || len(h.reports(t)) != 1 {
				t.Errorf("in the case: %d observations, %d files; reports %d", len(os), len(as), len(h.reports(t)))
			}
			for _, to := range []string{"someone@county.example", tag[:len(tag)-1] + "0@county.example", "case+x-y@county.example"} {
				if to == tag+"@county.example" {
					continue
				}
				if err := send(to, letter("m3@example.org")); err == nil || !strings.Contains(err.Error(), "550") {
					t.Errorf("%s: %v", to, err)
				}
			}
			other := strings.Replace(letter("m1@example.org"), "har=E1 el lunes", "har=E1 el martes", 1)
			if err := send("report@county.example", other); err != nil {
				t.Fatal(err)
			}
			if got = h.reports(t); len(got) != 2 {
				t.Errorf("other words under the name of an earlier message: %d reports", len(got))
			}
			if h.log.Len() > 0 {
				t.Errorf("the log says: %s", h.log)
			}
		})
	}
}

// TestMailFolder: what stands in a mailbox folder is taken in and leaves it;
// what is no mail is kept as a report all the same; what is too large is put
// aside and said; nothing of it is in the log.
func TestMailFolder(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, url)
			dir := t.TempDir()
			put := func(name, text string) {
				if err := os.MkdirAll(filepath.Join(dir, "new"), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "new", name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			put("1", letter("f1@example.org"))
			put("2", letter("f1@example.org"))
			put("3", "\x00\xff no mail at all, zqcanary")
			put("4", "From: a@example.org\r\nContent-Type: text/html\r\n\r\n<style>x</style><p>Only &amp; html</p><br>zqcanary")
			put("5", "From: a@example.org\r\nSubject: cut\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nbroken off zqcan")
			put("6", strings.Repeat("x", 1<<20+1))
			b := mailin.Box{App: h.app, Org: h.org, Dir: dir, Most: 1 << 20, Log: h.logger()}
			for range 2 {
				if err := b.Look(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			var texts []string
			broken := 0
			for _, v := range h.taken(t) {
				r, _ := tatm.Last[tatm.Report](v.File)
				e, ok := tatm.Last[tatm.MailIn](v.File)
				if !ok {
					t.Errorf("no original with %q", r.Rec.Narrative)
				}
				if e.Rec.Broken {
					broken++
				}
				texts = append(texts, r.Rec.Narrative)
			}
			all := strings.Join(texts, "|")
			if len(texts) != 4 || broken != 2 || !strings.Contains(all, "Only & html\n\nzqcanary") || !strings.Contains(all, "no mail at all") || !strings.Contains(all, "broken off") {
				t.Errorf("%d reports, %d broken: %s", len(texts), broken, all)
			}
			left, _ := os.ReadDir(filepath.Join(dir, "new"))
			held, _ := os.ReadDir(filepath.Join(dir, "held"))
			if len(left) != 0 || len(held) != 1 {
				t.Errorf("%d left, %d put aside", len(left), len(held))
			}
			if s := h.log.String(); strings.Contains(s, "zqcanary") || !strings.Contains(s, "put aside") {
				t.Errorf("the log: %s", s)
			}
		})
	}
}

// TestMailThatCannotBeKept: with the record gone the server is told to send
// again, and a folder keeps what it has.
func TestMailThatCannotBeKept(t *testing.T) {
	h := newHouse(t, filepath.Join(t.TempDir(), "x.db"))
	other := house{app: h.app, org: "none"}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go mailin.Serve(t.Context(), mailin.Server(h.app, other.org, 1<<20, h.logger()), l)
	err = smtp.SendMail(l.Addr().String(), nil, "a@example.org", []string{"report@x"}, []byte(letter("n1@example.org")))
	if err == nil || !strings.Contains(fmt.Sprint(err), "451") {
		t.Errorf("answered for what is not kept: %v", err)
	}
	if n := len(h.reports(t)); n != 0 {
		t.Errorf("%d reports", n)
	}
}
