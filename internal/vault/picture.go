package vault

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	_ "image/gif" // the decoders that a picture may need
	"image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	// pixelsMost bounds what is drawn: a small file can claim a picture that
	// fills the machine. It lets in what telephones take (24 million).
	pixelsMost = 25_000_000
	// sideMost is the longer side of what is shown.
	sideMost = 1600
)

// Picture draws a picture anew as a JPEG that fits a page and carries nothing
// that the camera wrote beside it: no place, no device, no name. The size is
// read before anything is drawn. It reports false for a picture that is too
// large or does not decode, which is no failure: the original is still there.
func Picture(from io.ReadSeeker) (jpg []byte, ok bool, err error) {
	size, _, err := image.DecodeConfig(from)
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > pixelsMost/size.Height {
		return nil, false, nil
	}
	turn, err := orientation(from)
	if err != nil {
		return nil, false, err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return nil, false, err
	}
	img, _, err := image.Decode(from)
	if err != nil {
		return nil, false, nil
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, turned(fitted(img), turn), &jpeg.Options{Quality: 82}); err != nil {
		return nil, false, err
	}
	return out.Bytes(), true, nil
}

// fitted is the picture on white, no larger than a page needs.
func fitted(img image.Image) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > sideMost {
		w, h = max(1, w*sideMost/long), max(1, h*sideMost/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out
}

// turned is the picture as it was held, by the eight ways of Exif 2.3, 4.6.4.
func turned(in *image.RGBA, way int) *image.RGBA {
	if way < 2 || way > 8 {
		return in
	}
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if way >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[way]
			out.SetRGBA(to.X, to.Y, in.RGBAAt(x, y))
		}
	}
	return out
}

// exifMost is how far into a JPEG its Exif segment is sought.
const exifMost = 128 << 10

// orientation is how a JPEG's camera was held, 1 where nothing says it. Only
// this one number is read of what the camera wrote.
func orientation(from io.ReadSeeker) (int, error) {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return 1, err
	}
	b, err := io.ReadAll(io.LimitReader(from, exifMost))
	if err != nil {
		return 1, err
	}
	if len(b) < 4 || b[0] != 0xff || b[1] != 0xd8 {
		return 1, nil
	}
	for b = b[2:]; len(b) >= 4 && b[0] == 0xff && b[1] != 0xda; {
		size := int(binary.BigEndian.Uint16(b[2:])) + 2
		if size < 4 || size > len(b) {
			break
		}
		if tiff, ok := bytes.CutPrefix(b[4:size], []byte("Exif\x00\x00")); ok && b[1] == 0xe1 {
			return orientationIn(tiff), nil
		}
		b = b[size:]
	}
	return 1, nil
}

// orientationIn reads tag 0x0112 of the first directory.
func orientationIn(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	rows := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(rows) < 12 {
			break
		}
		if order.Uint16(rows) == 0x0112 {
			return int(order.Uint16(rows[8:]))
		}
		rows = rows[12:]
	}
	return 1
}
