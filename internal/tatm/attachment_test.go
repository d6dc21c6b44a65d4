package tatm

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanName(t *testing.T) {
	jpeg, pdf := TypeOf("image/jpeg"), TypeOf("application/pdf")
	for _, tt := range []struct {
		given string
		kind  FileType
		want  string
	}{
		{"locker note.jpg", jpeg, "locker note.jpg"},
		{"IMG_0001.JPEG", jpeg, "IMG_0001.jpeg"},
		{`C:\Users\me\photo.jpg`, jpeg, "photo.jpg"},
		{"../../etc/passwd", jpeg, "passwd.jpg"},
		{"invoice.pdf.exe", pdf, "invoice.pdf.exe.pdf"},
		{"photo\u202Egpj.exe", jpeg, "photogpj.exe.jpg"},
		{"a\u200Bb\u2066c\x00\x1b.jpg", jpeg, "abc.jpg"},
		{"what: \"this\"?.jpg", jpeg, "what_ _this__.jpg"},
		{"", jpeg, "file.jpg"},
		{"...", jpeg, "file.jpg"},
		{".jpg", jpeg, "jpg.jpg"},
		{"CON.jpg", jpeg, "_CON.jpg"},
		{"lpt1.tar.jpg", jpeg, "_lpt1.tar.jpg"},
		{"nota de Ramón.pdf", pdf, "nota de Ramón.pdf"},
		{"\xff\xfe.pdf", pdf, "pdf.pdf"},
	} {
		if got := CleanName(tt.given, tt.kind); got != tt.want {
			t.Errorf("CleanName(%q) = %q, want %q", tt.given, got, tt.want)
		}
	}
	if got := CleanName(strings.Repeat("ñ", 300)+".jpg", jpeg); utf8.RuneCountInString(got) != NameMost || !strings.HasSuffix(got, ".jpg") {
		t.Errorf("a name of 300 characters became %q", got)
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a/b\\c.jpg")
	f.Add("\u202E")
	f.Fuzz(func(t *testing.T, given string) {
		got := CleanName(given, TypeOf("image/jpeg"))
		bad := strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
		if bad || !utf8.ValidString(got) || strings.ContainsAny(got, `/\<>:"|?*`) || utf8.RuneCountInString(got) > NameMost+1 || !(strings.HasSuffix(got, ".jpg") || strings.HasSuffix(got, ".jpeg")) {
			t.Errorf("%q became %q", given, got)
		}
	})
}
