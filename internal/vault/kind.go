package vault

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"regexp"
	"strings"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// look finds out what a file is. Names and what the sender's browser says count
// for nothing. The beginning decides; text and Outlook mail are told only by
// the whole.
type look struct {
	kind tatm.FileType
	tail []byte // end of the chunk before, where what is sought may begin
	msg  bool   // Outlook's mark was seen
}

func refused() error { return fault.Bad("file", "attachment.type") }

// kindOf tells the type by the first chunk.
func kindOf(head []byte) (*look, error) {
	media := mediaOf(head)
	if media == "" {
		return nil, refused()
	}
	return &look{kind: tatm.TypeOf(media)}, nil
}

// signatures are beginnings that say what a file is.
var signatures = []struct{ begins, media string }{
	{"\xff\xd8\xff", "image/jpeg"},
	{"\x89PNG\r\n\x1a\n", "image/png"},
	{"GIF87a", "image/gif"},
	{"GIF89a", "image/gif"},
	{"%PDF-", "application/pdf"},
	{"ID3", "audio/mpeg"},
	{"OggS", "audio/ogg"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-outlook"},
}

// brands are what the first box of an ISO media file names.
var brands = map[string]string{
	"heic": "image/heic", "heix": "image/heic", "heim": "image/heic", "heis": "image/heic", "mif1": "image/heic",
	"M4A ": "audio/mp4", "M4B ": "audio/mp4", "qt  ": "video/quicktime",
	"isom": "video/mp4", "iso2": "video/mp4", "iso4": "video/mp4", "iso5": "video/mp4", "iso6": "video/mp4", "mp41": "video/mp4", "mp42": "video/mp4",
	"avc1": "video/mp4", "M4V ": "video/mp4", "MSNV": "video/mp4", "dash": "video/mp4", "3gp4": "video/mp4", "3gp5": "video/mp4", "3gp6": "video/mp4",
}

func mediaOf(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return s.media
		}
	}
	if len(head) >= 12 {
		switch {
		case string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
			return "image/webp"
		case string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
			return "audio/wav"
		case string(head[4:8]) == "ftyp":
			return brands[string(head[8:12])]
		}
	}
	switch {
	case isMP3(head):
		return "audio/mpeg"
	case bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) && bytes.Contains(head[:min(64, len(head))], []byte("\x42\x82\x84webm")):
		return "video/webm"
	case !strings.HasPrefix(http.DetectContentType(head), "text/plain"), bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("<")):
		return "" // HTML, SVG and XML are text that runs or loads
	case isMail(head):
		return "message/rfc822"
	}
	return "text/plain"
}

// isMP3 knows MPEG audio, layer III, by the head of its first frame.
func isMP3(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	h := binary.BigEndian.Uint32(head)
	return h>>21 == 0x7ff && h>>19&3 != 1 && h>>17&3 == 1 && h>>12&15 != 15 && h>>12&15 != 0 && h>>10&3 != 3
}

// headLine is a line of a mail's head, or the rest of one.
var headLine = regexp.MustCompile(`^(?:[!-9;-~]+:|[ \t])`)

// isMail knows a mail by its head: nothing but head lines before the first
// empty one, a sender among them and one more that only mails have.
func isMail(head []byte) bool {
	from, mail := false, false
	for line := range strings.Lines(string(head)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if !headLine.MatchString(line) {
			return false
		}
		name, _, _ := strings.Cut(strings.ToLower(line), ":")
		from = from || name == "from"
		mail = mail || name == "date" || name == "message-id" || name == "received" || name == "mime-version"
	}
	return from && mail
}

// outlook is the stream that every Outlook mail has, as its directory names
// it. Other documents in the same container (.doc, .xls) have none.
var outlook = func() []byte {
	var out []byte
	for _, c := range []byte("__properties_version1.0") {
		out = append(out, c, 0)
	}
	return out
}()

// see looks at the next chunk.
func (l *look) see(chunk []byte) error {
	switch l.kind.Type {
	case "text/plain", "message/rfc822":
		if bytes.ContainsFunc(chunk, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1b }) {
			return refused()
		}
	case "application/vnd.ms-outlook":
		if !l.msg {
			l.msg = bytes.Contains(append(l.tail, chunk...), outlook)
			l.tail = bytes.Clone(chunk[max(0, len(chunk)-len(outlook)):])
		}
	}
	return nil
}

// end says what only the whole file tells.
func (l *look) end() error {
	if l.kind.Type == "application/vnd.ms-outlook" && !l.msg {
		return refused()
	}
	return nil
}
