package tatm

import (
	"encoding/binary"
	"strings"
	"time"
)

// OrgID names an organisation: the tenant. Every row of the record begins with it.
type OrgID string

// TeamID names a team of an organisation.
type TeamID string

// ActorID names a person with an account, or a part of the program.
type ActorID string

// FileID names a file: a report, a case, a person, a meeting.
type FileID string

// EntryID names an entry of a file through all its versions.
type EntryID string

const (
	idLength   = 26
	idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32, lower case
)

// MintID returns an id of 26 characters: 56 bits of time in microseconds, 8
// bits that count within one piece of work, 64 bits of entropy. Ids of a file
// sort in the order in which its entries were put, so rows arrive in key order
// and "the last one" means what it says.
func MintID(at time.Time, n uint8, entropy [8]byte) string {
	hi := uint64(at.UnixMicro())<<8 | uint64(n)
	lo := binary.BigEndian.Uint64(entropy[:])
	out := make([]byte, idLength)
	for i := idLength - 1; i >= 0; i-- {
		out[i] = idAlphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out)
}

// ValidID reports whether s has the form of an id. It says nothing about
// whether such a thing exists.
func ValidID(s string) bool {
	if len(s) != idLength {
		return false
	}
	for i := range len(s) {
		if !inAlphabet(s[i]) {
			return false
		}
	}
	return true
}

// PackID returns the 128 bits that an id stands for: what is held of many ids
// in memory takes a fifth, and the collector has nothing to follow. False for
// what MintID does not make.
func PackID(s string) (out [16]byte, ok bool) {
	if !ValidID(s) || s[0] > '7' {
		return out, false
	}
	var hi, lo uint64
	for i := range len(s) {
		hi, lo = hi<<5|lo>>59, lo<<5|uint64(strings.IndexByte(idAlphabet, s[i]))
	}
	binary.BigEndian.PutUint64(out[:8], hi)
	binary.BigEndian.PutUint64(out[8:], lo)
	return out, true
}

func inAlphabet(c byte) bool {
	switch {
	case c >= '0' && c <= '9':
		return true
	case c < 'a' || c > 'z':
		return false
	}
	return c != 'i' && c != 'l' && c != 'o' && c != 'u'
}
