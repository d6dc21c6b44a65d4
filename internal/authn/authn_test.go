package authn

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
)

func TestPasswordRecord(t *testing.T) {
	h := NewHasher()
	rec, err := h.Hash(t.Context(), "a long way round the lake")
	if err != nil {
		t.Fatal(err)
	}
	for pw, want := range map[string]bool{"a long way round the lake": true, "a long way round the lakf": false, "": false} {
		if ok, err := h.Check(t.Context(), rec, pw); err != nil || ok != want {
			t.Errorf("%q: %v %v, want %v", pw, ok, err, want)
		}
	}
	// PBKDF2 records open too, whatever the build.
	old, err := h.run(t.Context(), "pbkdf2-sha256$1000$c2FsdHNhbHQ", "x")
	if err != nil {
		t.Fatal(err)
	}
	if ok, _ := h.Check(t.Context(), old, "x"); !ok {
		t.Error("a PBKDF2 record does not open")
	}
}

func TestAcceptable(t *testing.T) {
	for pw, ok := range map[string]bool{
		"short":                      false,
		"passwordpassword":           false,
		"aaaaaaaaaaaaaaaaaaaa":       false,
		"mira.sol mira.sol xx":       false,
		"three geese on a warm lake": true,
		"ocho gansos en el río azul": true,
	} {
		err := Acceptable(pw, PasswordLeast, "mira.sol")
		if (err == nil) != ok {
			t.Errorf("%q: %v", pw, err)
		}
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v is no fault of the field", pw, err)
		}
	}
}

func TestSessionEndsToTheSecond(t *testing.T) {
	began := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		seen, now time.Duration
		ended     bool
	}{
		{0, 30*time.Minute - time.Second, false},
		{0, 30 * time.Minute, true},
		{12*time.Hour - time.Minute, 12*time.Hour - time.Second, false},
		{12*time.Hour - time.Second, 12 * time.Hour, true},
	} {
		if got := Expired(began, began.Add(c.seen), began.Add(c.now)); got != c.ended {
			t.Errorf("seen %v, now %v: ended = %v", c.seen, c.now, got)
		}
	}
}

func TestCodeIsRightForItsStep(t *testing.T) {
	secret, now := NewTOTP(), time.Date(2026, 1, 1, 8, 0, 10, 0, time.UTC)
	code, err := CodeAt(secret, now)
	if err != nil {
		t.Fatal(err)
	}
	step, ok := CheckTOTP(secret, code, now.Add(25*time.Second))
	if !ok || step != now.Unix()/30 {
		t.Errorf("step %d %v", step, ok)
	}
	if _, ok := CheckTOTP(secret, code, now.Add(2*time.Minute)); ok {
		t.Error("an old code was taken")
	}
}

func TestThrottleSlowsAndForgets(t *testing.T) {
	now := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	var tr Tries
	for range freeTries {
		tr = tr.Failed(now)
	}
	if tr.Waits(now) != 0 {
		t.Error("an early slip already waits")
	}
	tr = tr.Failed(now)
	if tr.Waits(now) == 0 {
		t.Error("the fifth failure costs nothing")
	}
	for range 40 {
		tr = tr.Failed(now)
	}
	if tr.Waits(now) > waitMost {
		t.Error("the wait has no bound")
	}
	if later := tr.Failed(now.Add(time.Hour)); later.Count != 1 {
		t.Error("old failures are not forgotten")
	}
}

// TestASVS_Secrets: tokens have 256 bits, recovery codes at least the 112 that a
// plain hash asks for, and none comes twice.
func TestASVS_Secrets(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range Recovery(1000) {
		plain := strings.ReplaceAll(code, "-", "")
		if bits := 5 * len(plain); bits < 112 || seen[code] || strings.Trim(plain, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Errorf("%q has %d bits, or came twice", code, bits)
		}
		seen[code] = true
	}
	for range 1000 {
		token, hash := Token()
		b, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(b) != 32 || seen[token] || string(hash) == string(b) {
			t.Errorf("a token of %d bytes, %v", len(b), err)
		}
		seen[token] = true
	}
}
