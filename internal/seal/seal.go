// Package seal holds the installation's keys and seals what is written: the
// documents of a file under the file's own key, that key under the
// installation's.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"offramp/internal/fault"
)

const keySize = 32

// keyFile is the key file's form. Wrap keys are numbered: the newest wraps,
// all open.
type keyFile struct {
	Format    string           `json:"format"` // offramp-keys/1
	Wrap      map[int64][]byte `json:"wrap"`
	Page      []byte           `json:"page"`      // the SQLite file as a whole
	Mark      []byte           `json:"mark"`      // HMACs: receipts, blind words
	Sign      []byte           `json:"sign"`      // Ed25519 seed: audit checkpoints
	Recipient string           `json:"recipient"` // age recipient of backups
}

// Keys are the installation's keys. They never print.
type Keys struct {
	file   keyFile
	wrap   map[int64]cipher.AEAD
	newest int64
}

// String hides the keys.
func (k *Keys) String() string { return "(keys)" }

// GoString hides the keys.
func (k *Keys) GoString() string { return "(keys)" }

func random() []byte {
	b := make([]byte, keySize)
	rand.Read(b) // never fails (crypto/rand)
	return b
}

func fresh() (keyFile, string, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return keyFile{}, "", err
	}
	return keyFile{
		Format: "offramp-keys/1", Wrap: map[int64][]byte{1: random()}, Page: random(), Mark: random(), Sign: random(),
		Recipient: id.Recipient().String(),
	}, id.String(), nil
}

// Ephemeral returns fresh keys that are kept nowhere: for tests.
func Ephemeral() *Keys {
	f, _, err := fresh()
	if err != nil {
		panic(err)
	}
	k, err := ready(f)
	if err != nil {
		panic(err)
	}
	return k
}

// Create makes the keys of a new installation and writes them to path, which
// must not exist, readable by its owner alone. recovery opens backups; it is
// shown once and kept apart.
func Create(path string) (k *Keys, recovery string, err error) {
	f, recovery, err := fresh()
	if err != nil {
		return nil, "", err
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, "", err
	}
	if err := writeNew(path, b); err != nil {
		return nil, "", err
	}
	k, err = ready(f)
	return k, recovery, err
}

// writeNew writes a file that must not exist, to the disk, before it returns.
func writeNew(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "keys.exist", path)
	}
	if err != nil {
		return fmt.Errorf("seal: %w", err)
	}
	_, err = w.Write(b)
	err = errors.Join(err, w.Sync(), w.Close())
	if dir, e := os.Open(filepath.Dir(path)); e == nil {
		err = errors.Join(err, dir.Sync(), dir.Close())
	}
	return err
}

// Load reads the key file. What is wrong with it is said in one sentence.
func Load(path string) (*Keys, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "keys.missing", path)
	}
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Denied, "keys.open-to-others", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.New(fault.Denied, "keys.unreadable", path)
	}
	var f keyFile
	if json.Unmarshal(b, &f) != nil || f.Format != "offramp-keys/1" {
		return nil, fault.New(fault.Invalid, "keys.damaged", path)
	}
	k, err := ready(f)
	if err != nil {
		return nil, fault.New(fault.Invalid, "keys.damaged", path)
	}
	return k, nil
}

func ready(f keyFile) (*Keys, error) {
	k := &Keys{file: f, wrap: map[int64]cipher.AEAD{}}
	for no, b := range f.Wrap {
		a, err := aead(b)
		if err != nil {
			return nil, err
		}
		k.wrap[no] = a
		k.newest = max(k.newest, no)
	}
	for _, b := range [][]byte{f.Page, f.Mark, f.Sign} {
		if len(b) != keySize {
			return nil, errors.New("seal: a key has the wrong length")
		}
	}
	if k.newest == 0 {
		return nil, errors.New("seal: no wrapping key")
	}
	return k, nil
}

func aead(key []byte) (cipher.AEAD, error) {
	if len(key) != keySize {
		return nil, errors.New("seal: a key has the wrong length")
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(b)
}

// FileKey seals the documents of one file with AES-256-GCM.
type FileKey struct{ aead cipher.AEAD }

// NewFileKey makes the key of a new file, and its wrapped form to be kept.
// aad ties it to its place.
func (k *Keys) NewFileKey(aad []byte) (key FileKey, wrapped []byte, no int64, err error) {
	b := random()
	a, err := aead(b)
	if err != nil {
		return FileKey{}, nil, 0, err
	}
	return FileKey{a}, k.wrap[k.newest].Seal(nil, nil, b, aad), k.newest, nil
}

// Open unwraps the key of a file.
func (k *Keys) Open(wrapped []byte, no int64, aad []byte) (FileKey, error) {
	w, ok := k.wrap[no]
	if !ok {
		return FileKey{}, fmt.Errorf("seal: wrapping key %d is not in the key file", no)
	}
	b, err := w.Open(nil, nil, wrapped, aad)
	if err != nil {
		return FileKey{}, errors.New("seal: a file's key does not open")
	}
	a, err := aead(b)
	return FileKey{a}, err
}

// NewKey makes a key beneath this one, and its wrapped form to be kept: bytes
// under it are lost with this key. aad ties it to its place.
func (f FileKey) NewKey(aad []byte) (key FileKey, wrapped []byte, err error) {
	b := random()
	a, err := aead(b)
	if err != nil {
		return FileKey{}, nil, err
	}
	return FileKey{a}, f.Seal(b, aad), nil
}

// OpenKey unwraps a key that NewKey made.
func (f FileKey) OpenKey(wrapped, aad []byte) (FileKey, error) {
	b, err := f.Open(wrapped, aad)
	if err != nil {
		return FileKey{}, errors.New("seal: a key beneath a file's does not open")
	}
	a, err := aead(b)
	return FileKey{a}, err
}

// Seal seals a document, tied to aad.
func (f FileKey) Seal(doc, aad []byte) []byte { return f.aead.Seal(nil, nil, doc, aad) }

// Open opens a sealed document if it is whole and in its place.
func (f FileKey) Open(sealed, aad []byte) ([]byte, error) {
	return f.aead.Open(nil, nil, sealed, aad)
}

// Bind joins parts, each with its length, so that no two lists look alike.
func Bind(parts ...string) []byte {
	n := 0
	for _, p := range parts {
		n += len(p) + 2
	}
	out := make([]byte, 0, n)
	for _, p := range parts {
		out = binary.AppendUvarint(out, uint64(len(p)))
		out = append(out, p...)
	}
	return out
}

// PageHex is the key of the SQLite file, for the driver.
func (k *Keys) PageHex() string { return hex.EncodeToString(k.file.Page) }

// Mark is an HMAC-SHA-256 of data for a purpose: it finds a thing again
// without keeping it.
func (k *Keys) Mark(purpose string, data []byte) []byte {
	h := hmac.New(sha256.New, k.file.Mark)
	h.Write(Bind(purpose))
	h.Write(data)
	return h.Sum(nil)
}

// signerName names the installation's signature on audit checkpoints.
const signerName = "offramp"

// algEd25519 is the algorithm byte of the note format.
const algEd25519 = 1

func (k *Keys) signing() (private ed25519.PrivateKey, encoded []byte) {
	private = ed25519.NewKeyFromSeed(k.file.Sign)
	return private, append([]byte{algEd25519}, private.Public().(ed25519.PublicKey)...)
}

// Signer signs audit checkpoints.
func (k *Keys) Signer() (note.Signer, error) {
	_, public := k.signing()
	secret := append([]byte{algEd25519}, k.file.Sign...)
	return note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", signerName, noteHash(public), base64.StdEncoding.EncodeToString(secret)))
}

// Verifier is the public text that checks the installation's checkpoints.
func (k *Keys) Verifier() string {
	_, public := k.signing()
	return fmt.Sprintf("%s+%08x+%s", signerName, noteHash(public), base64.StdEncoding.EncodeToString(public))
}

func noteHash(public []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(signerName))
	h.Write([]byte("\n"))
	h.Write(public)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// Recipient is who may open backups.
func (k *Keys) Recipient() string { return k.file.Recipient }

// Export is the key file's content, to travel inside an encrypted backup.
func (k *Keys) Export() ([]byte, error) { return json.Marshal(k.file) }

// Import reads keys that Export wrote and writes them to path, which must not
// exist.
func Import(b []byte, path string) (*Keys, error) {
	var f keyFile
	if err := json.Unmarshal(b, &f); err != nil || f.Format != "offramp-keys/1" {
		return nil, fault.New(fault.Invalid, "keys.damaged", path)
	}
	k, err := ready(f)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return k, nil
	}
	return k, writeNew(path, b)
}
