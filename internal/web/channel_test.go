package web_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"offramp/internal/testbed"
)

// TestChannelByHand: an administrator makes a channel and its form in the
// browser, looks at the preview, keeps it, and prints the poster, whose code
// another program reads; the public finds the form at its address.
func TestChannelByHand(t *testing.T) {
	p, ok := testbed.Browser(t)
	if !ok {
		return
	}
	s := newSite(t, filepath.Join(t.TempDir(), "x.db"))
	s.be(t, p, "Ray Castor")
	p.Open(s.desk.URL + "/office/channels/new")
	p.Fill(`[name="name"]`, "North High")
	p.Fill(`[name="slug"]`, "Not An Address")
	p.Fill(`[name="number1"]`, "555-0100")
	p.Fill(`[name="number1en"]`, "School police")
	p.Fill(`[name="number1es"]`, "Policía escolar")
	if status := p.Follow("main form button.primary"); status != 422 || p.Count("#e-slug") != 1 {
		t.Fatalf("a bad address: %d", status)
	}
	p.Fill(`[name="slug"]`, "north-high")
	if status := p.Follow("main form button.primary"); status != 200 {
		t.Fatalf("status %d: %s", status, p.Text("#faults"))
	}
	channel := p.URL()
	p.Open(channel + "/form")
	p.Check(`[name="ask"][value="knows"]`) // off
	testbed.Eval[bool](p, `(document.querySelectorAll("details").forEach(d => { d.open = true }), true)`)
	p.Fill(`[name="own1.en"]`, "Which building?")
	p.Fill(`[name="own1.kind"]`, "choice")
	p.Fill(`[name="own1.choices.en"]`, "North\nGym")
	p.Fill(`[name="own1.choices.es"]`, "Norte\nGimnasio")
	if status := p.Follow(`button[value="preview"]`); status != 422 || p.Count("#e-own1") != 1 {
		t.Fatalf("half a question in one language: %d", status)
	}
	p.Fill(`[name="own1.es"]`, "¿Qué edificio?")
	if status := p.Follow(`button[value="preview"]`); status != 200 || !strings.Contains(p.Text(".previews"), "Gimnasio") || strings.Contains(p.Text(".previews"), "How do you know") {
		t.Fatalf("preview: %d", status)
	}
	p.Screenshot(filepath.Join(shots(t), "builder.png"))
	if status := p.Follow(`button[value="keep"]`); status != 200 {
		t.Fatalf("keep: %d", status)
	}
	p.Screenshot(filepath.Join(shots(t), "channel.png"))
	p.Open(s.portal.URL + "/c/north-high/tell?lang=en")
	p.Fill("#narrative", "He said it again.")
	for _, press := range []string{"next", "next", "next"} {
		p.Follow("button[value=" + press + "]")
	}
	if !strings.Contains(p.Text("main"), "Which building?") {
		t.Errorf("the own question is not asked: %s", p.Text("main"))
	}
	p.Screenshot(filepath.Join(shots(t), "own.png"))
	p.Open(channel + "/poster?lang=es")
	if got := p.Text("h1"); got != "Cuéntenos lo que le preocupa" {
		t.Errorf("the poster says %q", got)
	}
	at := filepath.Join(shots(t), "poster.png")
	p.Screenshot(at)
	if got := scanned(t, at); got != p.Text(".at") || !strings.HasSuffix(got, "/c/north-high") {
		t.Errorf("the code leads to %q, the words to %q", got, p.Text(".at"))
	}
	if err := os.WriteFile(filepath.Join(shots(t), "poster.pdf"), p.Printed(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shots is where pictures are left: a folder that OFFRAMP_SCREENSHOTS names, or
// one that goes with the test.
func shots(t *testing.T) string {
	if at := os.Getenv("OFFRAMP_SCREENSHOTS"); at != "" {
		return at
	}
	return t.TempDir()
}

// scanned reads the code in a picture, as a telephone would.
func scanned(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bits, nil)
	if err != nil {
		t.Fatal(err)
	}
	return read.GetText()
}
