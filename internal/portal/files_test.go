package portal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/catalog"
	"offramp/internal/portal"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// secretPlace stands in the Exif of the picture that the tests send.
const secretPlace = "GPS 40.4406N 79.9959W"

// photo is a JPEG that says where it was taken.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"), secretPlace...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}
	return append(append(head, exif...), b.Bytes()[2:]...)
}

type sentFile struct {
	name string
	from io.Reader
}

// parcel sends a form with files as a browser does: fields first.
func (d door) parcel(t *testing.T, path string, f url.Values, files ...sentFile) (int, string) {
	t.Helper()
	body, into := io.Pipe()
	form := multipart.NewWriter(into)
	go func() {
		for k, vs := range f {
			for _, v := range vs {
				form.WriteField(k, v)
			}
		}
		for _, x := range files {
			if w, err := form.CreateFormFile("file", x.name); err == nil {
				io.Copy(w, x.from)
			}
		}
		form.Close()
		into.Close()
	}()
	r, err := http.Post(d.URL+path+"?lang=en", form.FormDataContentType(), body)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// TestFiles: files come with a report and later by the thread; each is typed by
// what it holds, sealed and shown without what the camera wrote; a refused one
// is named and takes nothing with it; a form sent again encloses nothing twice;
// nobody at the portal gets one back.
func TestFiles(t *testing.T) {
	for name, db := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, db)
			ctx, pic := t.Context(), photo(t)
			f := url.Values{"once": {"a"}, "go": {"send"}, "step": {"check"}, "narrative": {"He posted a picture."}}
			send := func() (int, string) {
				return d.parcel(t, "/tell", f, sentFile{"IMG_1.jpg", bytes.NewReader(pic)}, sentFile{"", strings.NewReader("")},
					sentFile{"tool.exe", strings.NewReader("MZ\x90\x00\x03\x00\x00\x00\x04")}, sentFile{"notes.txt", strings.NewReader("What he wrote.")})
			}
			status, page := send()
			words := receipt.FindStringSubmatch(page)
			if status != 200 || words == nil || !strings.Contains(page, "2 files have arrived") || !strings.Contains(page, "tool.exe<") {
				t.Fatalf("status %d: %s", status, page)
			}
			if _, again := send(); receipt.FindStringSubmatch(again)[1] != words[1] {
				t.Error("the same form sent again has another receipt")
			}
			report := d.only(t)
			v, err := d.intake().SeeReport(ctx, report)
			if err != nil {
				t.Fatal(err)
			}
			es := tatm.All[tatm.Enclosure](v.File)
			if len(es) != 2 || es[0].Rec.Name != "IMG_1.jpg" || es[0].Rec.Type != "image/jpeg" || es[0].Rec.Later || es[0].Rec.Looked != tatm.NotLooked {
				t.Fatalf("enclosed: %+v", es)
			}
			if _, waits := tatm.Unheard(v.File); waits {
				t.Error("files that came with the report count as news after it")
			}
			shown, err := d.intake().ShowEnclosure(ctx, report, es[0].ID)
			if err != nil || len(shown.Picture) == 0 || bytes.Contains(shown.Picture, []byte(secretPlace)) {
				t.Errorf("shown: %d bytes, %v", len(shown.Picture), err)
			}
			whole, err := d.intake().OpenEnclosure(ctx, report, es[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := io.ReadAll(whole.Bytes); !bytes.Equal(b, pic) {
				t.Error("the original is not what was sent")
			}
			d.later(t, words[1], report)
			d.notBack(t, words[1], report, es[0].ID)
		})
	}
}

// later sends files by the thread of a report that led to a case.
func (d door) later(t *testing.T, words string, report tatm.FileID) {
	t.Helper()
	ctx := t.Context()
	made, err := d.intake().AcceptReport(ctx, report, "r", app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: d.staff, Next: "n", By: d.app.Now().AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	f := url.Values{"once": {"b"}, "words": {words}, "do": {"add"}}
	if status, page := d.parcel(t, "/thread", f, sentFile{"chat.txt", strings.NewReader("More.")}); status != 200 || !strings.Contains(page, "It has been added") {
		t.Fatalf("status %d: %s", status, page)
	}
	if _, page := d.parcel(t, "/thread", url.Values{"once": {"c"}, "words": {words}, "do": {"add"}}, sentFile{"x.zip", strings.NewReader("PK\x03\x04zip")}); strings.Contains(page, "It has been added") || !strings.Contains(page, "x.zip<") {
		t.Error("a file that was refused was added")
	}
	if status, _ := d.parcel(t, "/thread", url.Values{"once": {"d"}, "words": {"one two three four five six seven"}, "do": {"add"}}, sentFile{"chat.txt", strings.NewReader("More.")}); status != 422 {
		t.Errorf("a file with wrong words: status %d", status)
	}
	v, err := d.intake().SeeReport(ctx, report)
	if err != nil {
		t.Fatal(err)
	}
	es := tatm.All[tatm.Enclosure](v.File)
	if len(es) != 3 || !es[2].Rec.Later {
		t.Fatalf("enclosed: %+v", es)
	}
	if _, waits := tatm.Unheard(v.File); !waits {
		t.Error("a file by the thread waits for nobody")
	}
	chair := d.app.As(access.Actor{ID: "chair", Org: d.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	k, err := chair.SeeCase(ctx, made.File)
	if err != nil {
		t.Fatal(err)
	}
	if os := tatm.All[tatm.Observation](k.File); len(os) != 2 || os[1].Rec.Report != report {
		t.Errorf("the case heard %+v", os)
	}
}

// notBack looks for the file wherever the portal could give it.
func (d door) notBack(t *testing.T, words string, report tatm.FileID, id tatm.EntryID) {
	t.Helper()
	_, page := d.post(t, "/thread", url.Values{"words": {words}})
	for _, trace := range []string{"IMG_1", "notes.txt", string(id), string(report)} {
		if strings.Contains(page, trace) {
			t.Errorf("the thread tells of a file: %s", trace)
		}
	}
	for _, path := range []string{"/reports/" + string(report) + "/files/" + string(id), "/files/" + string(id), "/thread/" + string(id)} {
		r, err := http.Get(d.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.Request.URL.Path != "/" {
			t.Errorf("%s answers %d", path, r.StatusCode)
		}
	}
}

// TestFileTooBig: a file past its bound is refused in words, and the report is
// there; nothing of the file stays.
func TestFileTooBig(t *testing.T) {
	d := newDoor(t, testbed.Engines(t)["sqlite"])
	film := io.MultiReader(strings.NewReader("\x00\x00\x00\x18ftypisom"), io.LimitReader(zeros{}, app.EnclosureMost))
	status, page := d.parcel(t, "/tell", url.Values{"once": {"a"}, "go": {"send"}, "step": {"check"}, "narrative": {"A film."}}, sentFile{"film.mp4", film}, sentFile{"n.txt", strings.NewReader("and this")})
	if status != 200 || !strings.Contains(page, "larger than 25 MB") || !strings.Contains(page, "1 file has arrived") {
		t.Errorf("status %d: %s", status, page)
	}
	many := make([]sentFile, 7)
	for i := range many {
		many[i] = sentFile{fmt.Sprint(i, ".txt"), strings.NewReader(fmt.Sprint("file ", i))}
	}
	if _, page := d.parcel(t, "/tell", url.Values{"once": {"b"}, "go": {"send"}, "step": {"check"}, "narrative": {"Many."}}, many...); !strings.Contains(page, "5 files have arrived") || !strings.Contains(page, "Five files at a time") {
		t.Errorf("seven files at once: %s", page)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// doubtful is a scanner for the test of what its word does; scanner's own test
// speaks with a process.
type doubtful struct{}

func (doubtful) Scan(_ context.Context, from io.Reader) (string, error) {
	b, err := io.ReadAll(from)
	switch {
	case err != nil:
		return "", err
	case bytes.Contains(b, []byte("wicked")):
		return "Wicked.Test", nil
	case bytes.Contains(b, []byte("broken")):
		return "", errors.New("no answer")
	}
	return "", nil
}

// TestScannerSays: what the scanner said is on the record; what it calls
// malware is taken, for it may be what matters, and not shown.
func TestScannerSays(t *testing.T) {
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := seal.Ephemeral()
	db, err := store.Open(t.Context(), store.Options{URL: testbed.Engines(t)["sqlite"], Keys: keys, Packs: lib.Packs(), Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	d := door{app: app.New(app.Parts{DB: db, Keys: keys, Library: lib, Now: time.Now, Scanner: doubtful{}}), log: &strings.Builder{}, staff: "intake"}
	if d.org, err = d.app.Found(t.Context(), "Org", "UTC"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.app.As(access.Actor{ID: "console", Org: d.org, Clock: true}).AddTeam(t.Context(), "Team", "county"); err != nil {
		t.Fatal(err)
	}
	d.Server = httptest.NewServer(portal.New(d.app, d.org, slog.New(slog.NewTextHandler(d.log, nil))))
	defer d.Close()
	status, page := d.parcel(t, "/tell", url.Values{"once": {"a"}, "go": {"send"}, "step": {"check"}, "narrative": {"He sent me these."}},
		sentFile{"a.txt", strings.NewReader("fine")}, sentFile{"b.txt", strings.NewReader("wicked")}, sentFile{"c.txt", strings.NewReader("broken")})
	if status != 200 || !strings.Contains(page, "3 files have arrived") {
		t.Fatalf("status %d: %s", status, page)
	}
	report := d.only(t)
	v, err := d.intake().SeeReport(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	es := tatm.All[tatm.Enclosure](v.File)
	for i, want := range []tatm.Looked{tatm.FoundClean, tatm.FoundBad, tatm.LookFailed} {
		if es[i].Rec.Looked != want {
			t.Errorf("%s: %q, want %q", es[i].Rec.Name, es[i].Rec.Looked, want)
		}
	}
	s, err := d.intake().ShowEnclosure(t.Context(), report, es[1].ID)
	if err != nil || s.Mail != nil || s.Rec.Found != "Wicked.Test" {
		t.Errorf("of malware is shown: %+v %v", s, err)
	}
}
