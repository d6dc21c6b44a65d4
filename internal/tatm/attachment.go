package tatm

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// BlobID names the sealed bytes of an attachment.
type BlobID string

// HeldFile is a file that somebody gave, as it is held: the original sealed with
// its hash, which never changes, and what is known of it.
type HeldFile struct {
	Blob   BlobID `json:"blob"`
	Key    []byte `json:"key"`    // of the blob, wrapped under the file's key
	Name   string `json:"name"`   // as given, cleaned
	Type   string `json:"type"`   // by content, one of FileTypes
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // of the original
	Sealed string `json:"sealed"` // SHA-256 over the sealed chunks: a swapped blob is found without opening it
	Looked Looked `json:"looked,omitempty"`
	Found  string `json:"found,omitempty"` // what the scanner calls it
}

// Looked is what a scanner for known malware said of a file when it was taken
// in. A file is never refused for it: what somebody was sent may be what
// matters. It is marked, and not shown.
type Looked string

// What a scanner said.
const (
	NotLooked  Looked = "" // no scanner is set up
	FoundClean Looked = "clean"
	FoundBad   Looked = "found"
	LookFailed Looked = "failed" // it did not answer, or the file was too long for it
)

// Attachment is a file that somebody gave with an observation. A later version
// of the entry changes its regime alone, when that of its observation changes.
// When it was taken is the time at which the entry happened.
type Attachment struct {
	Observation EntryID `json:"observation"`
	HeldFile
	GivenBy string `json:"given_by,omitempty"`
}

// Kind is "attachment".
func (Attachment) Kind() Kind { return "attachment" }

func (a Attachment) words() []string { return []string{a.Name, a.GivenBy} }

// AttachmentsMost is how many files one observation carries. More than that is
// no longer one thing that was seen.
const AttachmentsMost = 20

func (a Attachment) check(f File, _ time.Time, c *checks) {
	c.ids("observation", f, []EntryID{a.Observation})
	if len(AttachedTo(f, a.Observation)) >= AttachmentsMost {
		c.bad("file", "attachment.too-many")
	}
	c.text("given_by", a.GivenBy, LineMost)
}

// AttachedTo are the attachments of an observation, oldest first.
func AttachedTo(f File, observation EntryID) []Item[Attachment] {
	return slices.DeleteFunc(All[Attachment](f), func(a Item[Attachment]) bool { return a.Rec.Observation != observation })
}

// Showing is how a file of a type can be looked at without its original.
type Showing string

// The ways of showing.
const (
	AsPicture Showing = "picture" // drawn anew, without what the camera wrote beside it
	AsSound   Showing = "sound"
	AsFilm    Showing = "film"
	AsMail    Showing = "mail" // a few heads and the plain text
	AsText    Showing = "text"
	NotShown  Showing = "none" // the original alone
)

// FileType is a type of file that is taken.
type FileType struct {
	Type string   // media type
	Ends []string // how names of such files end, the usual one first
	Show Showing
}

// FileTypes is the closed list of what is taken. What is not in it is refused:
// archives, programs and office documents, which can carry what nobody looks at.
var FileTypes = []FileType{
	{"image/jpeg", []string{".jpg", ".jpeg"}, AsPicture},
	{"image/png", []string{".png"}, AsPicture},
	{"image/gif", []string{".gif"}, AsPicture},
	{"image/webp", []string{".webp"}, AsPicture},
	{"image/heic", []string{".heic", ".heif"}, NotShown},
	{"application/pdf", []string{".pdf"}, NotShown},
	{"audio/mpeg", []string{".mp3"}, AsSound},
	{"audio/mp4", []string{".m4a"}, AsSound},
	{"audio/wav", []string{".wav"}, AsSound},
	{"audio/ogg", []string{".ogg", ".oga", ".opus"}, AsSound},
	{"video/mp4", []string{".mp4", ".m4v"}, AsFilm},
	{"video/quicktime", []string{".mov"}, AsFilm},
	{"video/webm", []string{".webm"}, AsFilm},
	{"message/rfc822", []string{".eml"}, AsMail},
	{"application/vnd.ms-outlook", []string{".msg"}, NotShown},
	{"text/plain", []string{".txt", ".csv", ".log", ".md"}, AsText},
}

// TypeOf is the type that a record names; one it does not know is not shown.
func TypeOf(media string) FileType {
	i := slices.IndexFunc(FileTypes, func(t FileType) bool { return t.Type == media })
	if i < 0 {
		return FileType{Type: "application/octet-stream", Ends: []string{".bin"}, Show: NotShown}
	}
	return FileTypes[i]
}

// NameMost is how many characters the name of a file keeps.
const NameMost = 120

// CleanName is the name of a file as it may be shown and saved again: without
// folders, without characters that cannot be seen or turn the reading order
// ("gpj.exe" shown as "exe.jpg"), without what a file system refuses, and with
// the ending of what the file is by content, whatever its name said.
func CleanName(given string, t FileType) string {
	if i := strings.LastIndexAny(given, `/\`); i >= 0 {
		given = given[i+1:]
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.C, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return -1 // controls, formats such as U+202E, private use, surrogates
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(given, "")))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	stem, end := name, t.Ends[0]
	if i := strings.LastIndexByte(name, '.'); i > 0 && slices.Contains(t.Ends, strings.ToLower(name[i:])) {
		stem, end = name[:i], strings.ToLower(name[i:])
	}
	if stem = strings.Trim(stem, ". "); stem == "" {
		stem = "file"
	}
	if r := []rune(stem); len(r) > NameMost-len(end) {
		stem = strings.TrimSpace(string(r[:NameMost-len(end)]))
	}
	return reserved(stem) + end
}

// reserved marks a stem that Windows keeps for a device.
func reserved(stem string) string {
	first, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL"}, first) || (len(first) == 4 && first[3] >= '0' && first[3] <= '9' && (first[:3] == "COM" || first[:3] == "LPT")) {
		return "_" + stem
	}
	return stem
}
