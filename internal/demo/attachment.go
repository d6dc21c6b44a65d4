package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// attach attaches a file to an observation.
func (s *story) attach(key, by, name string, holds []byte) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := d.StageFile(s.w.ctx, s.kase, name, bytes.NewReader(holds))
		if err != nil {
			return app.Made{}, err
		}
		return d.Attach(s.w.ctx, s.kase, s.acts[key], []tatm.BlobID{f.ID}, app.Given{By: by})
	})
}

// vanMail is what the dispatcher wrote.
const vanMail = `From: The dispatcher <late-shift@depot.example>
To: Depot manager <manager@depot.example>
Subject: It happened again
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The grey van was behind me again tonight, from the gate to my street.
I drove around the block twice and it was still there. The camera at the
gate must have it. I did not sleep.

The dispatcher, late shift
`

// vanPicture is what the camera at the gate saw, drawn for the demo.
func vanPicture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 960, 600))
	box := func(x, y, w, h int, c color.RGBA) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	for y := range 600 {
		box(0, y, 960, 1, color.RGBA{uint8(18 + y/14), uint8(22 + y/13), uint8(38 + y/16), 255})
	}
	box(0, 430, 960, 170, color.RGBA{44, 44, 46, 255})
	for x := 20; x < 960; x += 160 {
		box(x, 512, 90, 6, color.RGBA{196, 188, 120, 255})
	}
	box(70, 90, 10, 340, color.RGBA{70, 72, 78, 255})
	box(40, 80, 110, 16, color.RGBA{250, 236, 170, 255})
	van := color.RGBA{128, 132, 138, 255}
	box(330, 300, 330, 150, van)
	box(640, 350, 90, 100, van)
	box(655, 362, 60, 40, color.RGBA{34, 44, 58, 255})
	box(720, 412, 14, 16, color.RGBA{255, 240, 190, 255})
	for _, x := range []int{390, 640} {
		box(x, 428, 52, 44, color.RGBA{16, 16, 18, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		panic(err) // a picture in memory: there is nothing that could fail
	}
	return b.Bytes()
}
