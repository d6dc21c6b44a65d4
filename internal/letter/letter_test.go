package letter

import (
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// box is a real mail server's store.
type box struct{ got chan string }

func (b box) NewSession(*smtp.Conn) (smtp.Session, error) { return session{b}, nil }
func (s session) Mail(string, *smtp.MailOptions) error    { return nil }
func (s session) Rcpt(string, *smtp.RcptOptions) error    { return nil }
func (s session) Reset()                                  {}
func (s session) Logout() error                           { return nil }
func (s session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.b.got <- string(text)
	return err
}

type session struct{ b box }

// TestMail: a letter reaches a mail server, one a line break would forge does
// not, and a server that is not there is an error.
func TestMail(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := box{make(chan string, 4)}
	s := smtp.NewServer(b)
	s.Domain = "localhost"
	go s.Serve(l)
	defer s.Close()
	m := Mail{Server: l.Addr().String(), From: "desk@offramp.example", Host: "desk.example"}
	at := time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)
	if err := m.Take(t.Context(), Letter{ID: "l1", To: "robin@example.org", Subject: "Something waits", Text: "Open the desk.", At: at}); err != nil {
		t.Fatal(err)
	}
	got := <-b.got
	for _, want := range []string{"To: <robin@example.org>", "Subject: Something waits", "Message-ID: <l1@desk.example>", "Open the desk."} {
		if !strings.Contains(got, want) {
			t.Errorf("the message lacks %q:\n%s", want, got)
		}
	}
	if err := m.Take(t.Context(), Letter{ID: "l2", To: "a@example.org>\r\nBcc: b@example.org", Subject: "x", Text: "y", At: at}); err == nil {
		t.Error("a forged receiver was taken")
	}
	s.Close()
	if err := m.Take(t.Context(), Letter{ID: "l3", To: "robin@example.org", Subject: "x", Text: "y", At: at}); err == nil {
		t.Error("a server that is gone took a letter")
	}
}

// TestHook: the signature is the specification's, and neither a redirect nor a
// plain address elsewhere is followed.
func TestHook(t *testing.T) {
	var seen *http.Request
	var body []byte
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r
		body, _ = io.ReadAll(r.Body)
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/", http.StatusFound)
		}
	}))
	defer there.Close()
	at := time.Unix(1_789_000_000, 0)
	h := Hook{URL: there.URL, Secret: []byte("between us"), Now: func() time.Time { return at }}
	if err := h.Take(t.Context(), Letter{ID: "l1", Kind: "report", To: "robin@example.org", At: at}); err != nil {
		t.Fatal(err)
	}
	sig, _ := strings.CutPrefix(seen.Header.Get("webhook-signature"), "v1,")
	if want := base64.StdEncoding.EncodeToString(h.sign("l1", "1789000000", body)); sig != want || seen.Header.Get("webhook-id") != "l1" {
		t.Errorf("signature %s, want %s", sig, want)
	}
	h.URL = there.URL + "/away"
	if err := h.Take(t.Context(), Letter{ID: "l2", At: at}); err == nil {
		t.Error("a redirect was followed")
	}
	h.URL = "http://hooks.example.org/"
	if err := h.Take(t.Context(), Letter{ID: "l3", At: at}); err == nil {
		t.Error("a plain address elsewhere was taken")
	}
}

// TestHookVector holds the signature against the specification's own example.
func TestHookVector(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := base64.StdEncoding.EncodeToString(Hook{Secret: secret}.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`)))
	if got != "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signature %s", got)
	}
}
