package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// Keys are the installation's keys.
type Keys struct{ wrap, page, mark [32]byte }

// Ephemeral returns fresh keys.
func Ephemeral() *Keys {
	k := &Keys{}
	rand.Read(k.wrap[:])
	rand.Read(k.page[:])
	rand.Read(k.mark[:])
	return k
}

// PageHex is the key of the VFS.
func (k *Keys) PageHex() string { return hex.EncodeToString(k.page[:]) }

// Mark is an HMAC.
func (k *Keys) Mark(p string, b []byte) []byte {
	h := hmac.New(sha256.New, k.mark[:])
	h.Write([]byte(p))
	h.Write(b)
	return h.Sum(nil)
}

// FileKey seals documents.
type FileKey struct{ aead cipher.AEAD }

func aead(key []byte) cipher.AEAD {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	g, err := cipher.NewGCMWithRandomNonce(b)
	if err != nil {
		panic(err)
	}
	return g
}

// NewFileKey makes one.
func (k *Keys) NewFileKey(aad []byte) (FileKey, []byte, int64, error) {
	var b [32]byte
	rand.Read(b[:])
	return FileKey{aead(b[:])}, aead(k.wrap[:]).Seal(nil, nil, b[:], aad), 1, nil
}

// Open unwraps one.
func (k *Keys) Open(w []byte, no int64, aad []byte) (FileKey, error) {
	b, err := aead(k.wrap[:]).Open(nil, nil, w, aad)
	if err != nil {
		return FileKey{}, errors.New("seal: key does not open")
	}
	return FileKey{aead(b)}, nil
}

// Seal seals.
func (f FileKey) Seal(doc, aad []byte) []byte { return f.aead.Seal(nil, nil, doc, aad) }

// Open opens.
func (f FileKey) Open(doc, aad []byte) ([]byte, error) { return f.aead.Open(nil, nil, doc, aad) }

// Bind binds.
func Bind(parts ...string) []byte {
	var out []byte
	for _, p := range parts {
		out = binary.AppendUvarint(out, uint64(len(p)))
		out = append(out, p...)
	}
	return out
}
