package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"offramp/internal/fault"
)

func TestKeysAreKeptAndFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "keys.json")
	k, recovery, err := Create(path)
	if err != nil || recovery == "" {
		t.Fatal(err)
	}
	fk, wrapped, no, err := k.NewFileKey(Bind("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	sealed := fk.Seal([]byte("words"), Bind("x"))
	again, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	fk2, err := again.Open(wrapped, no, Bind("a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	if doc, err := fk2.Open(sealed, Bind("x")); err != nil || string(doc) != "words" {
		t.Fatalf("%q %v", doc, err)
	}
	if _, err := fk2.Open(sealed, Bind("y")); err == nil {
		t.Error("a document opened away from its place")
	}
	if _, err := again.Open(wrapped, no, Bind("ab", "")); err == nil {
		t.Error("a file's key opened away from its place")
	}
	if _, _, err := Create(path); !errors.Is(err, fault.Conflict) {
		t.Errorf("a key file was overwritten: %v", err)
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad")
	os.WriteFile(bad, []byte("{}"), 0o600)
	loose := filepath.Join(dir, "loose")
	os.WriteFile(loose, []byte("{}"), 0o644)
	for path, want := range map[string]error{filepath.Join(dir, "none"): fault.NotFound, bad: fault.Invalid, loose: fault.Denied} {
		if _, err := Load(path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	k := Ephemeral()
	for _, s := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v %s", k, k, k, k)} {
		if strings.Contains(s, k.PageHex()) || strings.Contains(s, fmt.Sprint(k.file.Page)) {
			t.Error("a key was printed")
		}
	}
}

func TestSignature(t *testing.T) {
	k := Ephemeral()
	s, err := k.Signer()
	if err != nil {
		t.Fatal(err)
	}
	msg, err := note.Sign(&note.Note{Text: "5\nroot\n"}, s)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(k.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(msg, note.VerifierList(v)); err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(bytes.Replace(msg, []byte("5\n"), []byte("6\n"), 1), note.VerifierList(v)); err == nil {
		t.Error("a forged checkpoint was taken")
	}
}
