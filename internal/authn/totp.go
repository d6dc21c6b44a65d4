package authn

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"image/png"
	"net/url"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// totpPeriod is the length of a time step (RFC 6238).
const totpPeriod = 30 * time.Second

// NewTOTP returns a secret of 160 bits for one-time codes.
func NewTOTP() string {
	b := make([]byte, 20)
	rand.Read(b)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// totpLink is what an authenticator app reads.
func totpLink(secret, login, issuer string) string {
	q := url.Values{"secret": {secret}, "issuer": {issuer}, "period": {"30"}, "digits": {"6"}, "algorithm": {"SHA1"}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + q.Encode()
}

// TOTPPicture is what an authenticator app scans: a picture as a data address.
func TOTPPicture(secret, login, issuer string) (string, error) {
	key, err := otp.NewKeyFromURL(totpLink(secret, login, issuer))
	if err != nil {
		return "", fmt.Errorf("authn: %w", err)
	}
	img, err := key.Image(240, 240)
	if err != nil {
		return "", fmt.Errorf("authn: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return "", fmt.Errorf("authn: %w", err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// CheckTOTP returns the time step of a code that is right now, or one step
// before or after. The caller refuses a step that was used already.
func CheckTOTP(secret, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / int64(totpPeriod/time.Second)
	for _, s := range []int64{at, at - 1, at + 1} {
		want, err := hotp.GenerateCodeCustom(secret, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return s, true
		}
	}
	return 0, false
}

// CodeAt is the code of a moment: for the demo and tests.
func CodeAt(secret string, now time.Time) (string, error) {
	return hotp.GenerateCodeCustom(secret, uint64(now.Unix()/int64(totpPeriod/time.Second)), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}
