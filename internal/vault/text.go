package vault

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// textMost is how much of a text is shown.
const textMost = 64 << 10

// Mail is a mail as it is shown: the heads that matter and the plain text,
// never its HTML, its pictures or its links.
type Mail struct {
	Heads [][2]string // name and value, in this order
	Text  string
	More  bool // the text goes on
}

// Text is the beginning of a plain text, readable whatever it was written in.
func Text(from io.Reader) (text string, more bool, err error) {
	b, err := io.ReadAll(io.LimitReader(from, textMost+1))
	if err != nil {
		return "", false, err
	}
	more = len(b) > textMost
	return readable(b[:min(len(b), textMost)], ""), more, nil
}

// readable decodes a text and takes out what cannot be seen or turns the
// reading order.
func readable(b []byte, charset string) string {
	if e, err := htmlindex.Get(charset); err == nil && charset != "" {
		if d, err := e.NewDecoder().Bytes(b); err == nil {
			b = d
		}
	} else if trimmed := trimRune(b); utf8.Valid(trimmed) {
		b = trimmed
	} else if d, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
		b = d
	}
	s := strings.ReplaceAll(strings.ToValidUTF8(string(b), "�"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// trimRune drops a character that the bound cut in two.
func trimRune(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// mailHeads are the heads that are shown.
var mailHeads = []string{"From", "To", "Cc", "Date", "Subject"}

// mailMost is how much of a mail is read in search of its text.
const mailMost = 8 << 20

// ReadMail reads a mail. One without plain text has an empty Text; one that
// cannot be read at all is shown as having nothing.
func ReadMail(from io.Reader) (Mail, error) {
	watch := &watched{from: io.LimitReader(from, mailMost)}
	m, err := mail.ReadMessage(watch)
	if err != nil {
		return Mail{}, watch.err
	}
	var out Mail
	words := mime.WordDecoder{CharsetReader: charsets}
	for _, name := range mailHeads {
		v := m.Header.Get(name)
		if d, err := words.DecodeHeader(v); err == nil {
			v = d
		}
		if v = strings.Join(strings.Fields(readable([]byte(v), "")), " "); v != "" {
			out.Heads = append(out.Heads, [2]string{name, v})
		}
	}
	out.Text, out.More = plainOf(textproto.MIMEHeader(m.Header), m.Body, 4)
	return out, watch.err
}

// charsets reads what was written in a character set of its own.
func charsets(charset string, in io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(in), nil
}

// watched remembers a failure to read the blob: what a mail says wrong is
// forgiven, that is not.
type watched struct {
	from io.Reader
	err  error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// partsMost bounds the parts of a mail that are looked at.
const partsMost = 50

// plainOf is the first plain text of a mail or of its parts, at most deep
// levels down.
func plainOf(head textproto.MIMEHeader, body io.Reader, deep int) (text string, more bool) {
	media, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		media, params = "text/plain", nil
	}
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	switch {
	case media == "text/plain":
		b, _ := io.ReadAll(io.LimitReader(body, textMost+1)) // as far as it can be read
		more = len(b) > textMost
		return readable(bytes.TrimSpace(b[:min(len(b), textMost)]), params["charset"]), more
	case strings.HasPrefix(media, "multipart/") && deep > 0 && params["boundary"] != "":
		parts := multipart.NewReader(body, params["boundary"])
		for range partsMost {
			p, err := parts.NextRawPart()
			if err != nil {
				break
			}
			if p.FileName() != "" {
				continue
			}
			if text, more = plainOf(p.Header, p, deep-1); text != "" {
				return text, more
			}
		}
	}
	return "", false
}
