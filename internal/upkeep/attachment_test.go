package upkeep_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io"
	"testing"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// attached attaches a text of three chunks to an observation of the county and
// returns where it is.
func (c county) attached(t *testing.T) (app.Desk, tatm.FileID, tatm.EntryID) {
	t.Helper()
	desk := c.app.As(access.Actor{ID: "chair", Org: c.org, Seats: []tatm.Seat{{Role: tatm.Chair}}})
	v, err := desk.ListCases(t.Context(), app.Filter{Order: app.ByNumber, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	kase := v.Rows[0].ID
	o, err := desk.AddObservation(t.Context(), kase, tatm.Observation{Text: "seen"}, app.Circumstance{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := desk.StageFile(t.Context(), kase, "x.txt", bytes.NewReader(bytes.Repeat([]byte("0123456789"), 60_000)))
	if err != nil {
		t.Fatal(err)
	}
	a, err := desk.Attach(t.Context(), kase, o.Entry, []tatm.BlobID{f.ID}, app.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return desk, kase, a.Entry
}

// TestBlobsDoneAroundTheProgram: whatever is done to the bytes of an attachment
// in the database, the verification finds it, and nothing of it is handed out.
func TestBlobsDoneAroundTheProgram(t *testing.T) {
	const big = `(SELECT id FROM blob WHERE n = 2)`
	attacks := []struct {
		name, do string
		opens    bool // the file itself is whole
	}{
		{"a chunk is changed", `UPDATE blob SET bytes = (SELECT bytes FROM blob WHERE n = 1 AND id IN ` + big + `) WHERE n = 2 AND id IN ` + big, false},
		{"two chunks change places", `UPDATE blob SET n = CASE n WHEN 0 THEN -1 ELSE -2 END WHERE n < 2 AND id IN ` + big + `; UPDATE blob SET n = CASE n WHEN -1 THEN 1 ELSE 0 END WHERE n < 0`, false},
		{"the end is cut off", `DELETE FROM blob WHERE n = 2`, false},
		{"the beginning is cut off", `DELETE FROM blob WHERE n = 0 AND id IN ` + big, false},
		{"it is gone", `DELETE FROM blob WHERE id IN (SELECT id FROM (SELECT id FROM blob WHERE n = 2) AS x)`, false},
		{"another's bytes", `UPDATE blob SET bytes = (SELECT bytes FROM blob WHERE n = 0 AND id NOT IN ` + big + ` LIMIT 1) WHERE n = 0 AND id IN ` + big, false},
		{"bytes that no entry names", `INSERT INTO blob SELECT org, file, 'other', n, bytes FROM blob WHERE n = 1`, true},
		{"more at the end", `INSERT INTO blob SELECT org, file, id, 3, bytes FROM blob WHERE n = 1`, true},
	}
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			c := newCounty(t, url)
			desk, kase, id := c.attached(t)
			if v := c.verify(t); len(v.Findings) != 0 || v.Blobs < 3 {
				t.Fatalf("an untouched database: %+v", v)
			}
			raw := c.raw(t)
			run(t, raw, "CREATE TABLE blob_kept AS SELECT * FROM blob")
			for _, a := range attacks {
				run(t, raw, a.do)
				if v := c.verify(t); len(v.Findings) == 0 {
					t.Errorf("%s: not found", a.name)
				}
				h, err := desk.OpenAttachment(t.Context(), kase, id)
				if (err == nil) != a.opens {
					t.Errorf("%s: handed out: %v", a.name, err)
				}
				if !a.opens {
					if b, e := io.ReadAll(h.Bytes); e == nil {
						t.Errorf("%s: %d bytes can be read", a.name, len(b))
					}
				}
				run(t, raw, "DELETE FROM blob", "INSERT INTO blob SELECT * FROM blob_kept")
			}
			if v := c.verify(t); len(v.Findings) != 0 {
				t.Errorf("not taken back: %+v", v.Findings)
			}
			run(t, raw, "DROP TABLE blob_kept")
		})
	}
}

func run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, q := range statements {
		if r, err := db.Exec(q); err != nil {
			t.Fatal(errors.Join(errors.New(q), err))
		} else if n, _ := r.RowsAffected(); n == 0 && q[:6] != "CREATE" && q[:4] != "DROP" {
			t.Fatalf("%s: nothing was changed", q)
		}
	}
}
