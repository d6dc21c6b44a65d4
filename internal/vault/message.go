package vault

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Message is a mail as it is taken in: who sent it, its text, its files.
type Message struct {
	ID      string // Message-ID; empty where it has none
	From    string // as it says of itself: a claim, no proof
	Subject string
	To      []string // every address it says it was sent to
	Text    string   // the plain text; of a mail in HTML alone, its words
	Files   []MailFile
	Broken  bool // it could not be read as a mail: Text is all of it
}

// MailFile is a file that came with a mail.
type MailFile struct {
	Name  string
	Bytes []byte
}

// receivers are the heads that say where a mail was sent to.
var receivers = []string{"To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"}

// ReadMessage reads a mail whole. What is no mail is a text: it is never lost.
func ReadMessage(raw []byte) Message {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Message{Text: readable(raw[:min(len(raw), textMost)], ""), Broken: true}
	}
	head := func(name string) string {
		v := m.Header.Get(name)
		if d, err := (&mime.WordDecoder{CharsetReader: charsets}).DecodeHeader(v); err == nil {
			v = d
		}
		return strings.Join(strings.Fields(readable([]byte(v), "")), " ")
	}
	out := Message{ID: strings.Trim(m.Header.Get("Message-Id"), " <>\t"), From: head("From"), Subject: head("Subject")}
	for _, name := range receivers {
		out.To = append(out.To, m.Header[name]...)
	}
	r := &reading{}
	r.part(textproto.MIMEHeader(m.Header), m.Body, 6)
	out.Text, out.Files, out.Broken = r.plain, r.files, r.broken
	if out.Text == "" {
		out.Text = r.words
	}
	return out
}

// reading is a mail while it is read.
type reading struct {
	plain, words string
	files        []MailFile
	broken       bool
}

// part reads one part of a mail, at most deep levels down. A file is a part
// with a name, or that is neither a text nor made of parts.
func (r *reading) part(head textproto.MIMEHeader, body io.Reader, deep int) {
	media, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		media, params = "text/plain", nil
	}
	if strings.HasPrefix(media, "multipart/") && deep > 0 && params["boundary"] != "" {
		r.parts(multipart.NewReader(body, params["boundary"]), deep)
		return
	}
	b, err := io.ReadAll(uncoded(head, body))
	r.broken = r.broken || err != nil
	name := nameOf(head, params)
	switch {
	case name == "" && media == "text/plain":
		r.plain = joined(r.plain, readable(bytes.TrimSpace(b[:min(len(b), textMost)]), params["charset"]))
	case name == "" && media == "text/html":
		r.words = joined(r.words, Words(readable(b[:min(len(b), mailMost)], params["charset"])))
	case len(b) > 0 && len(r.files) < partsMost:
		r.files = append(r.files, MailFile{Name: name, Bytes: b})
	}
}

func (r *reading) parts(in *multipart.Reader, deep int) {
	for range partsMost {
		p, err := in.NextRawPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			r.broken = true
			return
		}
		r.part(p.Header, p, deep-1)
	}
}

// uncoded undoes how a part was made fit for travel.
func uncoded(head textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

func nameOf(head textproto.MIMEHeader, params map[string]string) string {
	_, d, _ := mime.ParseMediaType(head.Get("Content-Disposition"))
	name := d["filename"]
	if name == "" {
		name = params["name"]
	}
	if x, err := (&mime.WordDecoder{CharsetReader: charsets}).DecodeHeader(name); err == nil {
		name = x
	}
	return name
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// Words are the words of a page in HTML: no script, no style, no picture, no
// address behind a link. Nothing of it is ever shown as HTML.
func Words(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case unread[a]:
				skip++
			case breaks[a]:
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch a := atom.Lookup(name); {
			case unread[a]:
				skip = max(0, skip-1)
			case breaks[a]:
				b.WriteByte('\n')
			}
		}
	}
}

var (
	unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true, atom.Noscript: true, atom.Template: true}
	breaks = map[atom.Atom]bool{atom.P: true, atom.Br: true, atom.Div: true, atom.Li: true, atom.Tr: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.Blockquote: true, atom.Ul: true, atom.Ol: true, atom.Table: true}
)

// tidy leaves one blank between words and at most one empty line.
func tidy(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		l = strings.Join(strings.Fields(l), " ")
		if l != "" || (len(out) > 0 && out[len(out)-1] != "") {
			out = append(out, l)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
