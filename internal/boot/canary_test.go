package boot_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/letter"
	"offramp/internal/match"
	"offramp/internal/portal"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/web"
)

// canary begins every text that this test writes; it stands nowhere else.
const canary = "zqcanary"

// spoken are the fields of plain type whose words are closed vocabularies: they
// may stand in clear, and the record's own rules let nothing else in.
var spoken = map[string]bool{
	"factor.Item": true, "intervention.State": true, "closure.Reason": true, "meeting.Type": true,
	"tripwire.Type": true, "task.State": true, "request.State": true, "duty.What": true,
}

// fill writes a distinct canary into every text of a record.
func fill(v reflect.Value, name string, n *int) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && !spoken[name] {
			*n++
			v.SetString(fmt.Sprintf("%s%d", canary, *n))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), name+"."+v.Type().Field(i).Name, n)
			}
		}
	case reflect.Slice:
		if v.Type().Elem() == reflect.TypeFor[string]() {
			v.Set(reflect.Append(v, reflect.ValueOf(canary)))
		}
	case reflect.Map:
		if v.Type().Elem() == reflect.TypeFor[string]() {
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(reflect.ValueOf("k").Convert(v.Type().Key()), reflect.ValueOf(canary))
		}
	}
}

// everyRecord is one record of each kind, full of canaries.
func everyRecord(t *testing.T) (out []tatm.Record, texts int) {
	t.Helper()
	for kind := range tatm.Kinds {
		r, err := tatm.Decode(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(r)).Elem()
		fill(v, string(kind), &texts)
		out = append(out, v.Interface().(tatm.Record))
	}
	return out, texts
}

// TestNothingInClear writes a canary into every text of every kind of entry and
// through every door, and looks for it wherever something is kept or said
// outside the sealed documents: database files or tables, audit, outbox, log,
// addresses, pages that refuse.
func TestNothingInClear(t *testing.T) {
	for engine, at := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			c := config.Config{Data: t.TempDir()}
			if engine == "postgres" {
				c.Database = at
			}
			o, err := boot.Open(t.Context(), c, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			org, err := o.App.Found(t.Context(), "Org", "UTC")
			if err != nil {
				t.Fatal(err)
			}
			chair, token := seated(t, o, org)
			writeAll(t, o, org, chair.Who().Seats[0].Team)
			useAll(t, chair)
			log := throughTheDoors(t, o, org, token)
			for range 3 {
				if err := o.App.TakeWords(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if err := o.App.Minute(t.Context(), "test"); err != nil {
				t.Fatal(err)
			}
			if found, err := chair.SearchCases(t.Context(), canary+"title"); err != nil || len(found) == 0 {
				t.Errorf("what is sealed is not found by who may: %v", err)
			}
			clean(t, "the log", []byte(log))
			if engine == "postgres" {
				tables(t, c)
			}
			files(t, c)
			if err := o.Close(); err != nil {
				t.Fatal(err)
			}
			files(t, c)
		})
	}
}

// clean fails if a canary stands in b, as text or as hex.
func clean(t *testing.T, where string, b []byte) {
	t.Helper()
	low := bytes.ToLower(b)
	for _, form := range []string{canary, hex.EncodeToString([]byte(canary))} {
		if i := bytes.Index(low, []byte(form)); i >= 0 {
			t.Errorf("%s says %.120q", where, b[max(0, i-40):])
			return
		}
	}
}

func seated(t *testing.T, o *boot.Opened, org tatm.OrgID) (app.Desk, string) {
	t.Helper()
	boot := o.App.As(console(org))
	team, err := boot.AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := boot.AddMember(t.Context(), app.NewMember{Login: "chair", Name: "The chair"})
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Team: team, Role: tatm.Chair}
	if _, err := boot.GiveSeat(t.Context(), who, seat); err != nil {
		t.Fatal(err)
	}
	token, err := o.App.Persona(t.Context(), org, who)
	if err != nil {
		t.Fatal(err)
	}
	return o.App.As(access.Actor{ID: who, Org: org, Seats: []tatm.Seat{seat}}), token
}

// writeAll writes every kind of entry as the runner does.
func writeAll(t *testing.T, o *boot.Opened, org tatm.OrgID, team tatm.TeamID) {
	t.Helper()
	records, texts := everyRecord(t)
	if len(records) < 40 || texts < 120 {
		t.Fatalf("%d kinds with %d texts: the test shows little", len(records), texts)
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	err := o.DB.Write(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		for i, kind := range []tatm.FileKind{tatm.CaseFile, tatm.ReportFile, tatm.PersonFile, tatm.MeetingFile} {
			f := tatm.File{Org: org, ID: tatm.FileID(tatm.MintID(now, uint8(i), [8]byte{9})), Kind: kind, Team: team, Opened: now}
			row, err := tx.Create(org, f.ID, kind, team, now)
			if err != nil {
				return err
			}
			for j, r := range records {
				if of := tatm.Kinds[r.Kind()].File; of != "" && of != kind {
					continue
				}
				e := tatm.Entry{ID: tatm.EntryID(tatm.MintID(now, uint8(j), [8]byte{byte(i)})), Version: 1, Regime: tatm.General, HappenedAt: now, RecordedAt: now, RecordedBy: "x", Record: r}
				if _, err := tx.Put(row, e); err != nil {
					return err
				}
				f.Entries = append(f.Entries, e)
			}
			if err := tx.Keep(row, tatm.File{}, f, now); err != nil {
				return err
			}
			if err := tx.Seekable(row, f.Entries, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// useAll goes through use cases with canaries where ids and words belong too:
// what is refused must not leave them behind either.
func useAll(t *testing.T, chair app.Desk) {
	t.Helper()
	ctx, in, team := t.Context(), time.Now().AddDate(0, 0, 7), chair.Who().Seats[0].Team
	m, err := chair.OpenCase(ctx, team, app.NewCase{Title: canary + "title", Summary: canary, Subject: canary, Charge: tatm.Charge{Next: canary, By: in}})
	if err != nil {
		t.Fatal(err)
	}
	k := m.File
	o, err := chair.AddObservation(ctx, k, tatm.Observation{Text: canary}, app.Circumstance{})
	if err != nil {
		t.Fatal(err)
	}
	said := func(_ app.Made, err error) {
		if err != nil {
			clean(t, "an error", []byte(err.Error()))
		}
	}
	said(chair.MendObservation(ctx, k, o.Entry, 1, tatm.Observation{Text: canary + " again"}, app.Circumstance{}))
	said(chair.MendObservation(ctx, k, o.Entry, 1, tatm.Observation{Text: canary + " too late"}, app.Circumstance{}))
	said(chair.GiveTask(ctx, k, tatm.Task{What: canary, Owner: canary, Due: in}))
	said(chair.GiveTask(ctx, k, tatm.Task{What: canary, Owner: chair.Who().ID, Due: in}))
	said(chair.ChargeCase(ctx, k, 1, tatm.Charge{Owner: canary, Next: canary, By: in}))
	said(chair.AddPart(ctx, k, tatm.Part{Role: tatm.SubjectPart, Person: canary, Known: canary}, app.Circumstance{}))
	said(chair.AddPart(ctx, k, tatm.Part{Role: canary, Known: canary}, app.Circumstance{Regime: canary}))
	said(chair.AddFactor(ctx, k, tatm.Factor{Class: tatm.RiskFactor, Item: canary, Rating: tatm.NotKnown}, canary, app.Circumstance{}))
	said(chair.WallOff(ctx, k, tatm.Wall{Actor: canary, Reason: canary}))
	said(chair.Invite(ctx, k, tatm.Invitation{Actor: canary, Purpose: canary, Basis: canary, Until: in}))
	said(chair.MoveCase(ctx, k, canary, canary, canary))
	said(chair.LinkReport(ctx, canary, canary, canary))
	said(chair.AddObservation(ctx, canary, tatm.Observation{Text: canary}, app.Circumstance{}))
	said(chair.WriteClosure(ctx, k, 0, tatm.Closure{Reason: canary}, true))
	said(chair.Once(canary).PostMessage(ctx, k, tatm.Message{Text: canary, Asks: canary}, app.Becomes{}))
	said(chair.Once(canary).PostMessage(ctx, k, tatm.Message{Text: canary}, app.Becomes{}))
	said(chair.CallMeeting(ctx, canary, tatm.Meeting{}))
	if _, err := chair.PrintCase(ctx, k, tatm.Printout{What: "case", For: canary, Purpose: canary}); err != nil {
		t.Error(err)
	}
	if _, err := chair.FindPeople(ctx, match.ParseTyped(canary, 2026), 1); err != nil {
		t.Error(err)
	}
	said(chair.GiveSeat(ctx, canary, tatm.Seat{Role: canary}))
}

// throughTheDoors sends canaries at both servers and returns the log.
func throughTheDoors(t *testing.T, o *boot.Opened, org tatm.OrgID, token string) string {
	t.Helper()
	var log bytes.Buffer
	to := slog.New(slog.NewTextHandler(&log, nil))
	desk, door := web.New(web.Options{App: o.App, Log: to}), portal.New(o.App, org, to)
	door.Mails = true
	typed := url.Values{"once": {"k"}, "q": {canary}, "narrative": {canary}, "who": {canary}, "name": {canary}, "login": {canary}, "password": {canary}, "case": {canary}, "team": {canary}, "weapon": {canary}}
	send := func(h http.Handler, method, path string) *http.Response {
		r := httptest.NewRequest(method, path, strings.NewReader(typed.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "offramp", Value: token})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	for _, x := range []struct {
		h            http.Handler
		method, path string
	}{
		{desk, "POST", "/search"}, {desk, "POST", "/reports/new"}, {desk, "POST", "/people/new"}, {desk, "POST", "/cases/new"}, {desk, "POST", "/sign-in"},
		{desk, "POST", "/office/add"}, {desk, "POST", "/cases/x/do/y"}, {desk, "POST", "/nowhere"}, {desk, "POST", "/reports/x/screen"},
		{door, "POST", "/?lang=en"}, {door, "POST", "/nowhere"},
	} {
		r := send(x.h, x.method, x.path)
		clean(t, x.method+" "+x.path+" redirects and", []byte(r.Header.Get("Location")))
		if b, _ := io.ReadAll(r.Body); r.StatusCode == http.StatusNotFound || r.StatusCode >= 500 {
			clean(t, fmt.Sprint(x.method, " ", x.path, " answers ", r.StatusCode, " and"), b)
		}
		if r.StatusCode >= 500 {
			t.Errorf("%s %s: %d", x.method, x.path, r.StatusCode)
		}
	}
	throughThePortal(t, o, org, door)
	return log.String()
}

// throughThePortal fills every field that the public can fill, sends a file whose
// name and words are canaries, and looks at every answer's head and at the
// notices that leave.
func throughThePortal(t *testing.T, o *boot.Opened, org tatm.OrgID, door http.Handler) {
	t.Helper()
	own := tatm.Form{Asks: tatm.FormTopics(), Own: []tatm.OwnQuestion{{Kind: tatm.AskText, Words: tatm.Texts{"en": "Own?", "es": "¿Propia?"}}}}
	if _, err := o.App.As(console(org)).KeepForm(t.Context(), tatm.DefaultChannel, 0, own); err != nil {
		t.Fatal(err)
	}
	post := func(path string, fields ...string) string {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for i := 0; i+1 < len(fields); i += 2 {
			_ = form.WriteField(fields[i], fields[i+1])
		}
		file, err := form.CreateFormFile("file", canary+".txt")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(file, canary, " in a file ", path, len(fields))
		form.Close()
		r := httptest.NewRequest("POST", path+"?lang=en", &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		clean(t, path+" has a head that", []byte(fmt.Sprint(w.Header())))
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
		return w.Body.String()
	}
	all := []string{"once", "c", "weapon", "yes", "target", "no", "imminent", "unknown"}
	for _, name := range []string{"narrative", "who", "where", "when", "knows", "details", "own1", "name", "contact", "safe_way"} {
		all = append(all, name, canary+" "+name)
	}
	words := regexp.MustCompile(`class="ref">([a-zñ ]+)<`).FindStringSubmatch(post("/tell", all...))
	if words == nil {
		t.Fatal("no receipt")
	}
	post("/thread", "words", words[1], "do", "add", "once", "d", "text", canary+" again")
	post("/thread", "words", words[1], "do", "reveal", "once", "e", "name", canary, "contact", canary, "safe_way", canary)
	post("/thread", "words", words[1], "do", "notify", "once", "f", "mail", canary+"@example.org")
	heard := &listener{}
	if err := o.App.Deliver(t.Context(), "test", []letter.Courier{heard}, func(lang, kind string) (string, string) { return lang, kind }); err != nil {
		t.Fatal(err)
	}
	if len(heard.letters) == 0 {
		t.Error("no notice left: the test shows little")
	}
	for _, l := range heard.letters {
		clean(t, "a notice", []byte(l.Subject+l.Text+l.ID+l.Kind))
		if strings.Contains(l.Subject+l.Text, words[1]) {
			t.Error("a notice holds the words of a receipt")
		}
	}
}

// listener is a courier that keeps what it is given.
type listener struct{ letters []letter.Letter }

func (*listener) Name() string { return "test" }

func (l *listener) Take(_ context.Context, x letter.Letter) error {
	l.letters = append(l.letters, x)
	return nil
}

// tables looks through every column of every row that PostgreSQL keeps.
func tables(t *testing.T, c config.Config) {
	t.Helper()
	db := around(t, c)
	rows, err := db.Query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if !slices.Contains(names, "entry") || len(names) < 20 {
		t.Fatalf("tables: %v", names)
	}
	for _, name := range names {
		var hits int
		var some *string
		err := db.QueryRow(fmt.Sprintf(`SELECT COUNT(*), MAX(x::text) FROM %s x WHERE x::text ILIKE $1 OR x::text ILIKE $2`, name), "%"+canary+"%", "%"+hex.EncodeToString([]byte(canary))+"%").Scan(&hits, &some)
		if err != nil {
			t.Fatal(err)
		}
		if hits > 0 {
			t.Errorf("%s: %d rows in clear, such as %.200s", name, hits, *some)
		}
	}
}

// files looks through everything in the folder: the SQLite file, its log and
// its index among them.
func files(t *testing.T, c config.Config) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(c.Data, "*"))
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, path := range all {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		clean(t, filepath.Base(path), b)
	}
}
