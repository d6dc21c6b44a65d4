package vault

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"
)

// photo is a JPEG, red on the left and blue on the right, with an Exif segment
// that says how the camera was held, where, and by whom.
func photo(t testing.TB, w, h int, way byte) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, map[bool]color.Color{true: color.RGBA{220, 0, 0, 255}, false: color.RGBA{0, 0, 220, 255}}[x < w/2])
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := "II*\x00\x08\x00\x00\x00\x01\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00" + string([]byte{way, 0, 0, 0}) + "\x00\x00\x00\x00" + "GPS 40.7128 N; Phone of Nora Vale"
	exif := "Exif\x00\x00" + tiff
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return append(append(head, exif...), b.Bytes()[2:]...)
}

func shown(t testing.TB, file []byte) (image.Image, []byte) {
	t.Helper()
	b, ok, err := Picture(bytes.NewReader(file))
	if err != nil || !ok {
		t.Fatalf("not shown: %v %v", ok, err)
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img, b
}

func TestPicture(t *testing.T) {
	img, b := shown(t, photo(t, 3200, 1600, 1))
	if img.Bounds().Dx() != sideMost || img.Bounds().Dy() != sideMost/2 {
		t.Errorf("shown as %v", img.Bounds())
	}
	if bytes.Contains(b, []byte("Exif")) || bytes.Contains(b, []byte("Nora")) || bytes.Contains(b, []byte("GPS")) {
		t.Error("what the camera wrote is in what is shown")
	}
	red := func(img image.Image, x, y int) bool {
		r, _, b, _ := img.At(x, y).RGBA()
		return r > b
	}
	for way, want := range map[byte]struct {
		tall bool
		x, y int // where red is
	}{1: {false, 5, 20}, 2: {false, 74, 20}, 3: {false, 74, 20}, 4: {false, 5, 20}, 5: {true, 20, 5}, 6: {true, 20, 5}, 7: {true, 20, 74}, 8: {true, 20, 74}, 9: {false, 5, 20}} {
		img, _ := shown(t, photo(t, 80, 40, way))
		if (img.Bounds().Dy() > img.Bounds().Dx()) != want.tall || !red(img, want.x, want.y) {
			t.Errorf("held way %d: shown as %v, red at %d,%d: %v", way, img.Bounds(), want.x, want.y, red(img, want.x, want.y))
		}
	}
	var p, g bytes.Buffer
	clear := image.NewNRGBA(image.Rect(0, 0, 30, 20))
	if err := png.Encode(&p, clear); err != nil {
		t.Fatal(err)
	}
	if img, _ := shown(t, p.Bytes()); img.Bounds().Dx() != 30 {
		t.Errorf("a small picture became %v", img.Bounds())
	} else if r, _, _, _ := img.At(3, 3).RGBA(); r < 0xf000 {
		t.Error("what is clear is not shown on white")
	}
	if err := gif.Encode(&g, clear, nil); err != nil {
		t.Fatal(err)
	}
	shown(t, g.Bytes())
}

// flood is a PNG of a few bytes that claims w by h pixels.
func flood(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	head = append(head, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

// TestPixelFlood: a picture that claims too much is not drawn, whatever it
// claims, and nothing of its size is asked of the machine.
func TestPixelFlood(t *testing.T) {
	for _, size := range [][2]uint32{{50_000, 50_000}, {1 << 30, 1}, {1, 1 << 30}, {5001, 5000}, {0, 10}} {
		file := flood(size[0], size[1])
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, ok, err := Picture(bytes.NewReader(file)); ok || err != nil {
			t.Errorf("%v: shown %v, %v", size, ok, err)
		}
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 1<<20 {
			t.Errorf("%v asked for %d bytes", size, after.TotalAlloc-before.TotalAlloc)
		}
	}
	for name, file := range map[string][]byte{"nothing": nil, "cut off": photo(t, 80, 40, 1)[:400], "not a picture": []byte("GIF89a"), "JPEG of nothing": []byte("\xff\xd8\xff\xe1\xff\xff")} {
		if _, ok, err := Picture(bytes.NewReader(file)); ok || err != nil {
			t.Errorf("%s: shown %v, %v", name, ok, err)
		}
	}
}

func TestMail(t *testing.T) {
	m, err := ReadMail(strings.NewReader(strings.ReplaceAll(`Received: from a
From: =?utf-8?q?Ram=C3=B3n?= <ramon@example.org>
To: team@example.org
Subject: =?iso-8859-1?q?Ma=F1ana?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=a

--a
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/html

<img src="http://tracker.example/x.png"><script>alert(1)</script>
--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Nos vemos ma=F1ana.=
 En la puerta.
--b--
--a
Content-Type: text/plain
Content-Disposition: attachment; filename=notes.txt

not this
--a--
`, "\n", "\r\n")))
	if err != nil || m.Text != "Nos vemos mañana. En la puerta." {
		t.Errorf("text %q, %v", m.Text, err)
	}
	if len(m.Heads) != 3 || m.Heads[0][1] != `Ramón <ramon@example.org>` || m.Heads[2][1] != "Mañana" {
		t.Errorf("heads %q", m.Heads)
	}
	m, err = ReadMail(strings.NewReader("From: a@example.org\r\nContent-Type: text/html\r\n\r\n<b>hello</b>"))
	if err != nil || m.Text != "" {
		t.Errorf("HTML is shown as %q, %v", m.Text, err)
	}
	m, err = ReadMail(strings.NewReader("From: a\u202Egpj.exe@example.org\r\n\r\nHello\x00\u202E"))
	if err != nil || strings.ContainsAny(m.Heads[0][1]+m.Text, "\u202E\x00") {
		t.Errorf("%+v, %v", m, err)
	}
	if m, err = ReadMail(strings.NewReader("no head at all")); err != nil || m.Text != "" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{"hi\r\nthere": "hi\nthere", "ma\xf1ana": "mañana", "mañana": "mañana", "a\u202Eb\x07c": "abc"} {
		if got, more, err := Text(strings.NewReader(in)); got != want || more || err != nil {
			t.Errorf("%q is shown as %q, %v", in, got, err)
		}
	}
	long := strings.Repeat("ñ", textMost)
	if got, more, err := Text(strings.NewReader("x" + long)); !more || err != nil || strings.Contains(got, "�") || strings.Contains(got, "Ã") {
		t.Errorf("a long text was cut wrongly: %v %v", more, err)
	}
}

func FuzzShown(f *testing.F) {
	f.Add([]byte("From: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhi\r\n--x--"))
	f.Add(photo(f, 8, 4, 6))
	f.Add(flood(1, 1))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := ReadMail(bytes.NewReader(b)); err != nil || len(m.Text) > 4*textMost {
			t.Errorf("%d characters, %v", len(m.Text), err)
		}
		if size, _, err := image.DecodeConfig(bytes.NewReader(b)); err == nil && size.Width*size.Height > 1<<20 {
			return // allowed, and slow to draw many times
		}
		if _, _, err := Picture(bytes.NewReader(b)); err != nil {
			t.Error(err)
		}
	})
}
