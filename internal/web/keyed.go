package web

import (
	"crypto/rand"
	"encoding/hex"
	"mime"
	"net/http"

	"offramp/internal/fault"
)

// parse reads a form, then the fresh proof that it may bring.
func (c *call) parse(rt route) error {
	if media, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); rt.files && media == "multipart/form-data" {
		if err := c.parts(); err != nil {
			return err
		}
	} else {
		c.r.Body = http.MaxBytesReader(c.w, c.r.Body, bodyMost)
		if err := c.r.ParseForm(); err != nil {
			return fault.New(fault.Invalid, "form.too-long")
		}
		c.form = c.r.PostForm
	}
	if rt.files {
		c.keep()
	}
	return c.prove()
}

// keyed gives the desk the form's idempotency key. A form without one was not
// made by a page of the desk: it is refused, else a second click writes twice.
func (c *call) keyed() error {
	once := c.form.Get("once")
	if once == "" || len(once) > 64 {
		return fault.New(fault.Invalid, "form.once")
	}
	c.desk = c.desk.Once(c.r.URL.Path + " " + c.form.Encode() + c.holding())
	return nil
}

// fresh is a new idempotency key for a form.
func fresh() string {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b)
}
