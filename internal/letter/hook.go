package letter

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Hook takes letters to another program, such as a pager gateway, signed as
// the Standard Webhooks specification says: HMAC-SHA-256 over id, time and
// body. Only an https address is taken, or one on this machine; redirects are
// not followed.
type Hook struct {
	URL    string
	Secret []byte
	Now    func() time.Time
}

// Name is "hook".
func (Hook) Name() string { return "hook" }

// notice is the body: a kind, never content.
type notice struct {
	Type string    `json:"type"`
	Kind string    `json:"kind"`
	To   string    `json:"to"`
	At   time.Time `json:"timestamp"`
}

var caller = &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error {
	return errors.New("redirected")
}}

// Take posts one letter.
func (h Hook) Take(ctx context.Context, l Letter) error {
	u, err := url.Parse(h.URL)
	if err != nil || (u.Scheme != "https" && !local(u.Hostname())) {
		return errors.New("letter: the hook's address is neither https nor on this machine")
	}
	body, err := json.Marshal(notice{"offramp.notice", l.Kind, l.To, l.At})
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("letter: hook: %w", err)
	}
	at := strconv.FormatInt(h.Now().Unix(), 10)
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("webhook-id", l.ID)
	q.Header.Set("webhook-timestamp", at)
	q.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(h.sign(l.ID, at, body)))
	res, err := caller.Do(q)
	if err != nil {
		return errors.New("letter: hook: no answer") // the library's error names the address
	}
	res.Body.Close()
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("letter: hook: status %d", res.StatusCode)
	}
	return nil
}

func (h Hook) sign(id, at string, body []byte) []byte {
	m := hmac.New(sha256.New, h.Secret)
	fmt.Fprintf(m, "%s.%s.", id, at)
	m.Write(body)
	return m.Sum(nil)
}
