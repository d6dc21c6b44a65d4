package boot_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// TestKillWhileAFileArrives kills the server in the middle of an upload: the
// case is as it was, the bytes that had arrived show nowhere, and a day later
// they are gone.
func TestKillWhileAFileArrives(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			cfg := config.Config{Data: t.TempDir()}
			args := []string{"--data", cfg.Data}
			if name == "postgres" {
				args, cfg.Database = append(args, "--database", url), url
			}
			org, kase, token := prepared(t, cfg)
			s := serve(t, args...)
			body, send := io.Pipe()
			q, err := http.NewRequest("POST", s.desk+"/cases/"+string(kase)+"/do/observation", body)
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", "multipart/form-data; boundary=b")
			q.AddCookie(&http.Cookie{Name: "offramp", Value: token})
			answered := make(chan error, 1)
			go func() {
				r, err := http.DefaultClient.Do(q)
				if err == nil {
					r.Body.Close()
				}
				answered <- err
			}()
			io.WriteString(send, "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nseen\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"\r\n\r\n")
			// More than the sockets between hold, so that some of it is on the disk.
			io.WriteString(send, strings.Repeat("he was here\n", 2_000_000))
			s.kill()
			send.CloseWithError(io.ErrUnexpectedEOF)
			if err := <-answered; err == nil {
				t.Error("half an upload was answered")
			}
			left(t, cfg, org, kase)
		})
	}
}

// prepared is an installation with one case and a session of its chair.
func prepared(t *testing.T, cfg config.Config) (tatm.OrgID, tatm.FileID, string) {
	t.Helper()
	o, err := boot.Open(t.Context(), cfg, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	org, err := o.App.Found(t.Context(), "Org", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	console := o.App.As(access.Actor{ID: "console", Org: org, Clock: true})
	team, err := console.AddTeam(t.Context(), "Team", "county")
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := console.AddMember(t.Context(), app.NewMember{Login: "chair", Name: "Chair"})
	if err != nil {
		t.Fatal(err)
	}
	seat := tatm.Seat{Team: team, Role: tatm.Chair}
	if _, err := console.GiveSeat(t.Context(), who, seat); err != nil {
		t.Fatal(err)
	}
	made, err := o.App.As(access.Actor{ID: who, Org: org, Seats: []tatm.Seat{seat}}).OpenCase(t.Context(), team,
		app.NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: time.Now().Add(time.Hour)}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := o.App.Persona(t.Context(), org, who)
	if err != nil {
		t.Fatal(err)
	}
	return org, made.File, token
}

// left looks at what the killed server left, now and a day later.
func left(t *testing.T, cfg config.Config, org tatm.OrgID, kase tatm.FileID) {
	t.Helper()
	now := time.Now()
	o, err := boot.Open(t.Context(), cfg, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	chunks := func() (n int) {
		err := o.DB.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
			n = 0
			return tx.Blobs(org, func(tatm.FileID, tatm.BlobID, int64, []byte) { n++ })
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if chunks() == 0 {
		t.Error("nothing had arrived: the test shows nothing")
	}
	v, err := o.App.As(access.Actor{ID: "test", Org: org, Seats: []tatm.Seat{{Role: tatm.Chair}}}).SeeCase(t.Context(), kase)
	if err != nil || len(tatm.All[tatm.Attachment](v.File))+len(tatm.All[tatm.Observation](v.File)) != 0 {
		t.Errorf("something of the upload shows: %v", err)
	}
	if found, err := upkeep.Verify(t.Context(), o.DB, o.Keys, nil); err != nil || len(found.Findings) > 0 {
		t.Errorf("it does not verify: %v %v", err, found.Findings)
	}
	now = now.Add(25 * time.Hour)
	if err := o.App.Minute(t.Context(), "test"); err != nil || chunks() != 0 {
		t.Errorf("%d chunks are left after a day, %v", chunks(), err)
	}
}
