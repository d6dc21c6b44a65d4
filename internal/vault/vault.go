// Package vault seals the files that people attach, and makes of them what can
// be looked at safely. It seals in chunks, so that no file is ever held whole:
// each chunk says which one it is and whether it is the last, so one that was
// swapped, moved, doubled or cut off does not open. It knows no database.
package vault

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"

	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/tatm"
)

// ChunkSize is how many bytes of a file are sealed together.
const ChunkSize = 256 << 10

// Sealed is what is known of a file once it has been sealed.
type Sealed struct {
	Type   tatm.FileType
	Size   int64
	SHA256 string // of the original
	Chunks string // SHA-256 over the sealed chunks, in order
}

// Place ties a blob to the file it belongs to.
type Place struct {
	Org  tatm.OrgID
	File tatm.FileID
	Blob tatm.BlobID
}

// Bind is what the key of the blob is bound to.
func (p Place) Bind() []byte { return seal.Bind("blob", string(p.Org), string(p.File), string(p.Blob)) }

func (p Place) chunk(n int64, last bool) []byte {
	return seal.Bind("chunk", string(p.Org), string(p.File), string(p.Blob), strconv.FormatInt(n, 10), strconv.FormatBool(last))
}

// Seal reads a file once: it finds its type by what it holds, refuses what is
// not taken, is empty or longer than most, hashes it, and hands each sealed
// chunk to keep. It holds two chunks at a time.
func Seal(key seal.FileKey, at Place, from io.Reader, most int64, keep func(n int64, sealed []byte) error) (Sealed, error) {
	var s Sealed
	whole, chunks := sha256.New(), NewSum()
	this, next := make([]byte, ChunkSize), make([]byte, ChunkSize)
	size, err := fill(from, this)
	if err != nil {
		return s, err
	}
	if size == 0 {
		return s, fault.Bad("file", "attachment.empty")
	}
	look, err := kindOf(this[:size])
	if err != nil {
		return s, err
	}
	for n := int64(0); ; n++ {
		more := 0
		if size == ChunkSize {
			if more, err = fill(from, next); err != nil {
				return s, err
			}
		}
		if s.Size += int64(size); s.Size+int64(more) > most {
			return s, fault.Bad("file", "attachment.too-big", strconv.FormatInt(most>>20, 10))
		}
		whole.Write(this[:size])
		if err := look.see(this[:size]); err != nil {
			return s, err
		}
		sealed := key.Seal(this[:size], at.chunk(n, more == 0))
		chunks.Add(n, sealed)
		if err := keep(n, sealed); err != nil {
			return s, err
		}
		if more == 0 {
			break
		}
		this, next, size = next, this, more
	}
	if err := look.end(); err != nil {
		return s, err
	}
	s.Type, s.SHA256, s.Chunks = look.kind, hex.EncodeToString(whole.Sum(nil)), chunks.String()
	return s, nil
}

// fill reads until b is full or the file ends. A file that breaks off ends
// with another error than io.EOF, which is not forgiven.
func fill(from io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = from.Read(b[n:])
		n += m
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// Sum sums up sealed chunks, so that a blob can be held against its record
// without being opened.
type Sum struct{ h hash.Hash }

// NewSum begins a sum.
func NewSum() Sum { return Sum{sha256.New()} }

// Add takes in chunk n, the next one, by its number and its own hash.
func (s Sum) Add(n int64, sealed []byte) {
	one := sha256.Sum256(sealed)
	s.h.Write(binary.BigEndian.AppendUint64(one[:], uint64(n)))
}

// String is the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s.h.Sum(nil)) }

// Blob is an open blob: a file to read and to seek in. Fetch gives sealed
// chunk n. What does not open is never given out, not even in part.
type Blob struct {
	Key   seal.FileKey
	At    Place
	Size  int64
	Fetch func(n int64) ([]byte, error)

	pos  int64
	n    int64 // number of the chunk in have
	have []byte
}

// Read gives the bytes at the place sought.
func (b *Blob) Read(p []byte) (int, error) {
	if b.pos >= b.Size {
		return 0, io.EOF
	}
	n := b.pos / ChunkSize
	if b.have == nil || b.n != n {
		if err := b.open(n); err != nil {
			return 0, err
		}
	}
	copied := copy(p, b.have[b.pos-n*ChunkSize:])
	b.pos += int64(copied)
	return copied, nil
}

// open fetches a chunk and opens it. Its length follows from the size that the
// record names, so one that is longer or shorter is not the one.
func (b *Blob) open(n int64) error {
	sealed, err := b.Fetch(n)
	if err != nil {
		return err
	}
	last := (b.Size - 1) / ChunkSize
	clear, err := b.Key.Open(sealed, b.At.chunk(n, n == last))
	if err != nil {
		return fmt.Errorf("vault: chunk %d of blob %s does not open: %w", n, b.At.Blob, err)
	}
	if want := min(ChunkSize, b.Size-n*ChunkSize); int64(len(clear)) != want {
		return fmt.Errorf("vault: chunk %d of blob %s has %d bytes, want %d", n, b.At.Blob, len(clear), want)
	}
	b.n, b.have = n, clear
	return nil
}

// Seek says where to read next.
func (b *Blob) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += b.pos
	case io.SeekEnd:
		offset += b.Size
	}
	if offset < 0 {
		return 0, errors.New("vault: a place before the beginning")
	}
	b.pos = offset
	return offset, nil
}

// Whole reads the blob once and holds it against the hash of the original, so
// that nothing of a damaged one is given out; then it is at the beginning.
func (b *Blob) Whole(hash string) error {
	if _, err := b.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, b); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != hash {
		return fmt.Errorf("vault: blob %s is not the file that was given", b.At.Blob)
	}
	_, err := b.Seek(0, io.SeekStart)
	return err
}
