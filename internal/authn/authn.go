// Package authn holds the mechanisms of proving who one is: password records,
// one-time codes, session tokens, throttles. It knows no database and no web;
// time comes in as an argument.
package authn

import (
	"context"
	"crypto/fips140"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"offramp/internal/fault"
)

// Lengths of a password in characters (NIST SP 800-63B-4: 15 where it stands
// alone, 8 beside a second factor; long ones are welcome).
const (
	PasswordLeast        = 15
	PasswordLeastWithTwo = 8
	PasswordMost         = 256
)

// Hasher hashes and checks passwords. It lets as many run at once as there are
// processors, so that hashing cannot exhaust the memory.
type Hasher struct{ slots chan struct{} }

// NewHasher returns a Hasher.
func NewHasher() *Hasher { return &Hasher{make(chan struct{}, runtime.NumCPU())} }

// argon2id with 19 MiB, two passes, one lane (measured: 129 ms on one core).
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	pbkdf2Turns = 600_000
)

// Hash returns the record of a password: algorithm, parameters, salt and hash.
// A FIPS build uses PBKDF2, for Argon2 is not an approved algorithm.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	if fips140.Enabled() {
		return h.run(ctx, fmt.Sprintf("pbkdf2-sha256$%d$%s", pbkdf2Turns, b64(salt)), password)
	}
	return h.run(ctx, fmt.Sprintf("argon2id$%d,%d,%d$%s", argonMemory, argonTime, argonLanes, b64(salt)), password)
}

// Check reports whether the password is the record's.
func (h *Hasher) Check(ctx context.Context, record, password string) (bool, error) {
	i := strings.LastIndexByte(record, '$')
	if i < 0 {
		return false, fmt.Errorf("authn: not a password record")
	}
	again, err := h.run(ctx, record[:i], password)
	return err == nil && subtle.ConstantTimeCompare([]byte(again), []byte(record)) == 1, err
}

// Pretend takes the time of a Check, for a login that does not exist.
func (h *Hasher) Pretend(ctx context.Context, password string) {
	_, _ = h.Hash(ctx, password)
}

func (h *Hasher) run(ctx context.Context, head, password string) (string, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	p := norm.NFKC.String(password)
	parts := strings.Split(head, "$")
	if len(parts) != 3 {
		return "", fmt.Errorf("authn: not a password record")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[2])
	if err != nil {
		return "", fmt.Errorf("authn: not a password record")
	}
	switch parts[0] {
	case "argon2id":
		var m, t uint32
		var l uint8
		if _, err := fmt.Sscanf(parts[1], "%d,%d,%d", &m, &t, &l); err != nil || m > 1<<20 || t == 0 || t > 16 || l == 0 {
			return "", fmt.Errorf("authn: not a password record")
		}
		return head + "$" + b64(argon2.IDKey([]byte(p), salt, t, m, l, 32)), nil
	case "pbkdf2-sha256":
		n, err := strconv.Atoi(parts[1])
		if err != nil || n < 1 || n > 10_000_000 {
			return "", fmt.Errorf("authn: not a password record")
		}
		key, err := pbkdf2.Key(sha256.New, p, salt, n, 32)
		return head + "$" + b64(key), err
	}
	return "", fmt.Errorf("authn: unknown algorithm")
}

func b64(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

// common are passwords and stems that are tried first everywhere.
var common = []string{
	"password", "passw0rd", "contraseña", "qwerty", "letmein", "welcome", "iloveyou", "admin", "dragon", "monkey", "football", "baseball",
	"superman", "princess", "sunshine", "123456", "654321", "111111", "000000", "abc123", "trustno1", "changeme", "offramp", "threatassessment",
}

// Acceptable says whether a new password may be used. words are the person's
// and the organisation's own, which a guesser tries too.
func Acceptable(password string, least int, words ...string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		return fault.Bad("password", "field.unreadable")
	case n < least:
		return fault.Bad("password", "password.short", strconv.Itoa(least))
	case n > PasswordMost:
		return fault.Bad("password", "password.long", strconv.Itoa(PasswordMost))
	}
	low := strings.ToLower(norm.NFKC.String(password))
	rest := low
	for _, w := range append(words, common...) {
		if w = strings.ToLower(strings.TrimSpace(w)); len(w) > 3 {
			rest = strings.ReplaceAll(rest, w, "")
		}
	}
	if utf8.RuneCountInString(rest) < 6 || fewRunes(rest) {
		return fault.Bad("password", "password.common")
	}
	return nil
}

// fewRunes reports whether a text is made of one or two characters.
func fewRunes(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 3
}

// Token is a secret of 256 bits that is shown to its bearer and kept only as
// its SHA-256.
func Token() (secret string, hash []byte) {
	b := make([]byte, 32)
	rand.Read(b)
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, TokenHash(secret)
}

// TokenHash is what is kept of a token.
func TokenHash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// Recovery returns codes of 120 bits, to be shown once: enough that a plain hash
// may keep them (OWASP ASVS 5.0 6.5.2 asks for 112).
func Recovery(n int) []string {
	var out []string
	for range n {
		b := make([]byte, 15)
		rand.Read(b)
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		out = append(out, s[:4]+"-"+s[4:8]+"-"+s[8:12]+"-"+s[12:16]+"-"+s[16:20]+"-"+s[20:])
	}
	return out
}

// Times of a session (CJIS 5.9.5 IA-11, AC-11: 30 minutes idle, 12 hours at most).
const (
	SessionIdle = 30 * time.Minute
	SessionMost = 12 * time.Hour
	// StepUp is how fresh the proof must be for a signature or a disclosure.
	StepUp = 10 * time.Minute
)

// Expired reports whether a session that began and was last seen then has
// ended at now: idle too long, or simply too old whatever the activity.
func Expired(began, seen, now time.Time) bool {
	return !now.Before(seen.Add(SessionIdle)) || !now.Before(began.Add(SessionMost))
}
