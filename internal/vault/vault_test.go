package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"offramp/internal/fault"
	"offramp/internal/seal"
	"offramp/internal/tatm"
)

var here = Place{"org", "file", "blob"}

func newKey(t testing.TB) seal.FileKey {
	t.Helper()
	key, _, _, err := seal.Ephemeral().NewFileKey(here.Bind())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sealed seals a file and returns its chunks and an opener over them.
func sealed(t testing.TB, key seal.FileKey, at Place, b []byte) (Sealed, map[int64][]byte) {
	t.Helper()
	chunks := map[int64][]byte{}
	s, err := Seal(key, at, bytes.NewReader(b), 1<<30, func(n int64, c []byte) error {
		chunks[n] = c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, chunks
}

func opener(key seal.FileKey, at Place, size int64, chunks map[int64][]byte) *Blob {
	return &Blob{Key: key, At: at, Size: size, Fetch: func(n int64) ([]byte, error) {
		if c, ok := chunks[n]; ok {
			return c, nil
		}
		return nil, errors.New("not there")
	}}
}

// text is a readable file of n bytes whose chunks differ.
func text(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	return b.Bytes()[:n]
}

func TestRoundTrip(t *testing.T) {
	key := newKey(t)
	for _, n := range []int{1, 100, ChunkSize - 1, ChunkSize, ChunkSize + 1, 3 * ChunkSize, 3*ChunkSize + 7} {
		want := text(n)
		s, chunks := sealed(t, key, here, want)
		if s.Size != int64(n) || s.Type.Type != "text/plain" || len(chunks) != (n+ChunkSize-1)/ChunkSize {
			t.Errorf("%d bytes: sealed %+v in %d chunks", n, s, len(chunks))
		}
		b := opener(key, here, s.Size, chunks)
		if err := b.Whole(s.SHA256); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		if err := iotest.TestReader(b, want); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		for _, c := range chunks {
			if bytes.Contains(c, []byte("line")) {
				t.Errorf("%d bytes: clear text in a chunk", n)
			}
		}
	}
}

// TestTampering: whatever is done to the chunks, nothing wrong comes out, and
// the sum over them differs where they do.
func TestTampering(t *testing.T) {
	key := newKey(t)
	s, chunks := sealed(t, key, here, text(3*ChunkSize+7))
	other, others := sealed(t, key, Place{"org", "file", "another"}, text(3*ChunkSize+7))
	short, cut := sealed(t, key, here, text(2*ChunkSize))
	if other.SHA256 != s.SHA256 || other.Chunks == s.Chunks {
		t.Fatal("two blobs of one file have one sum")
	}
	with := func(do func(map[int64][]byte)) map[int64][]byte {
		m := maps.Clone(chunks)
		do(m)
		return m
	}
	for name, m := range map[string]map[int64][]byte{
		"one bit": with(func(m map[int64][]byte) {
			m[1] = slices.Clone(m[1])
			m[1][5000] ^= 1
		}),
		"two chunks change places":         with(func(m map[int64][]byte) { m[0], m[1] = m[1], m[0] }),
		"a chunk twice":                    with(func(m map[int64][]byte) { m[2] = m[1] }),
		"another blob's chunk":             with(func(m map[int64][]byte) { m[1] = others[1] }),
		"the last one is gone":             with(func(m map[int64][]byte) { delete(m, 3) }),
		"one of the middle as last":        with(func(m map[int64][]byte) { m[3] = m[2] }),
		"the last of a shorter one inside": with(func(m map[int64][]byte) { m[1] = cut[1] }),
		"an empty chunk":                   with(func(m map[int64][]byte) { m[0] = nil }),
		"all of another":                   others,
		"a shorter one":                    cut,
	} {
		b := opener(key, here, s.Size, m)
		if err := b.Whole(s.SHA256); err == nil {
			t.Errorf("%s: opened", name)
		}
		b = opener(key, here, s.Size, m)
		got, err := io.ReadAll(b)
		if err == nil || !bytes.HasPrefix(text(3*ChunkSize+7), got) {
			t.Errorf("%s: read %d bytes, %v", name, len(got), err)
		}
	}
	if err := opener(key, here, short.Size, chunks).Whole(short.SHA256); err == nil {
		t.Error("a size that cuts the file off was believed")
	}
}

func TestRefusals(t *testing.T) {
	key := newKey(t)
	keep := func(int64, []byte) error { return nil }
	code := func(err error) string {
		if f := fault.Fields(err)["file"]; f != nil {
			return f.Code
		}
		return fmt.Sprint(err)
	}
	big := string(text(ChunkSize + 10))
	for name, tt := range map[string]struct{ holds, want string }{
		"empty":                            {"", "attachment.empty"},
		"too big":                          {big + big + big + big, "attachment.too-big"},
		"a program":                        {"MZ\x90\x00\x03", "attachment.type"},
		"an archive":                       {"PK\x03\x04\x14\x00", "attachment.type"},
		"a page":                           {"<!DOCTYPE html><html><script>1</script>", "attachment.type"},
		"a drawing that runs":              {`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`, "attachment.type"},
		"XML":                              {`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, "attachment.type"},
		"text that becomes bytes":          {big + "\x00\x01", "attachment.type"},
		"a Word document in Outlook's box": {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + big, "attachment.type"},
		"a Matroska film":                  {"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x42\x82\x88matroska", "attachment.type"},
		"an unknown box":                   {"\x00\x00\x00\x18ftypcrx \x00", "attachment.type"},
		"a PDF that begins as something":   {"\x00\x00%PDF-1.7", "attachment.type"},
		"bytes":                            {"\x80\x00\x01\x02\x03", "attachment.type"},
		"MPEG layer I":                     {"\xff\xff\x90\x64\x00\x00", "attachment.type"},
	} {
		if _, err := Seal(key, here, strings.NewReader(tt.holds), 1<<20, keep); code(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	for _, broke := range []error{io.ErrUnexpectedEOF, errors.New("connection reset")} {
		r := io.MultiReader(strings.NewReader(big), iotest.ErrReader(broke))
		if _, err := Seal(key, here, r, 1<<20, keep); !errors.Is(err, broke) {
			t.Errorf("a file that broke off: %v", err)
		}
	}
	full := errors.New("disk full")
	if _, err := Seal(key, here, strings.NewReader(big), 1<<20, func(int64, []byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("a chunk that was not kept: %v", err)
	}
}

func TestTypes(t *testing.T) {
	var msg []byte
	msg = append(append(msg, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"...), make([]byte, ChunkSize-8-20)...) // the mark lies across two chunks
	msg = append(append(msg, outlook...), 0, 0)
	for want, holds := range map[string]string{
		"image/jpeg":                 "\xff\xd8\xff\xe0\x00\x10JFIF",
		"image/png":                  "\x89PNG\r\n\x1a\n\x00",
		"image/gif":                  "GIF89a\x01\x00",
		"image/webp":                 "RIFF\x10\x00\x00\x00WEBPVP8 ",
		"image/heic":                 "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
		"application/pdf":            "%PDF-1.7\n",
		"audio/mpeg":                 "\xff\xfb\x90\x64\x00\x00",
		"audio/mp4":                  "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00",
		"audio/wav":                  "RIFF\x10\x00\x00\x00WAVEfmt ",
		"audio/ogg":                  "OggS\x00\x02",
		"video/mp4":                  "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00",
		"video/quicktime":            "\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
		"video/webm":                 "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
		"message/rfc822":             "Received: from a by b\r\n\tby c\r\nFrom: a@example.org\r\nSubject: hi\r\n\r\nHello",
		"application/vnd.ms-outlook": string(msg),
		"text/plain":                 "From: him\nhe said: “tomorrow”.\n",
	} {
		s, err := Seal(newKey(t), here, strings.NewReader(holds), 1<<20, func(int64, []byte) error { return nil })
		if err != nil || s.Type.Type != want {
			t.Errorf("%s: taken for %q, %v", want, s.Type.Type, err)
		}
	}
	for _, k := range tatm.FileTypes {
		if tatm.TypeOf(k.Type).Type != k.Type {
			t.Errorf("%s is not in its own list", k.Type)
		}
	}
}

func FuzzSeal(f *testing.F) {
	f.Add([]byte("hello"), []byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, head, tail []byte) {
		key := newKey(t)
		chunks := map[int64][]byte{}
		s, err := Seal(key, here, io.MultiReader(bytes.NewReader(head), bytes.NewReader(tail)), 1<<20, func(n int64, c []byte) error {
			chunks[n] = c
			return nil
		})
		if err != nil {
			return
		}
		got, err := io.ReadAll(opener(key, here, s.Size, chunks))
		if err != nil || !bytes.Equal(got, append(bytes.Clone(head), tail...)) {
			t.Errorf("%d bytes came back as %d, %v", len(head)+len(tail), len(got), err)
		}
	})
}
