package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"database/sql"

	_ "github.com/jackc/pgx/v5/stdlib"

	"offramp/internal/access"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

func open(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: seal.Ephemeral(), Packs: tatm.Packs{}, Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestTmp(t *testing.T) {
	urls := []string{filepath.Join(t.TempDir(), "x.db")}
	if pg := os.Getenv("OFFRAMP_TEST_POSTGRES"); pg != "" {
		d, _ := sql.Open("pgx", pg)
		d.Exec("DROP DATABASE IF EXISTS tmpx")
		d.Exec("CREATE DATABASE tmpx")
		urls = append(urls, "postgres://postgres@127.0.0.1:55439/tmpx?sslmode=disable")
	}
	for _, u := range urls {
		db := open(t, u)
		now := time.Now()
		var id tatm.FileID
		err := db.Write(context.Background(), func(tx *store.Tx) error {
			if err := tx.AddOrg(store.Org{ID: "o", Name: "O", Zone: "UTC", Made: now}); err != nil {
				return err
			}
			if err := tx.AddTeam(store.Team{Org: "o", ID: "t", Name: "T", Made: now}); err != nil {
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			err = db.Write(context.Background(), func(tx *store.Tx) error {
				id = tatm.FileID(tatm.MintID(now, [10]byte{byte(i)}))
				r, err := tx.Create("o", id, tatm.ReportFile, "t", now)
				if err != nil {
					return err
				}
				e := tatm.Entry{ID: tatm.EntryID(tatm.MintID(now, [10]byte{1, byte(i)})), Version: 1, Regime: tatm.General, HappenedAt: now, RecordedAt: now, RecordedBy: "me", Record: tatm.Report{Narrative: "hello"}}
				dg, err := tx.Put(r, e)
				if err != nil {
					return err
				}
				f := tatm.File{Org: "o", ID: id, Kind: tatm.ReportFile, Team: "t", Entries: []tatm.Entry{e}}
				if err := tx.Keep(r, tatm.File{}, f, now); err != nil {
					return err
				}
				if err := tx.Seekable(r, f.Entries, now); err != nil {
					return err
				}
				return tx.Append("o", store.Line{At: 1, Actor: "me", Op: "x", File: id, Outcome: store.Done}, []store.Digest{dg})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		who := access.Actor{ID: "me", Org: "o", Seats: []tatm.Seat{{Team: "t", Role: tatm.Core}}}
		op := access.Op{Name: "x", Roles: []tatm.Role{tatm.Core}}
		err = db.Read(context.Background(), func(tx *store.Tx) error {
			h, r, ok, err := tx.Head("o", id, "me", now, false)
			if err != nil || !ok {
				return fmt.Errorf("head %v %v", ok, err)
			}
			s, err := access.Decide(who, op, h, now)
			if err != nil {
				return err
			}
			f, err := tx.Admit(s, r).File()
			if err != nil {
				return err
			}
			fmt.Println(db.Engine(), len(f.Entries), f.Number)
			if g, err := tx.Admit(s, r).FileAt(now.Add(time.Hour)); err != nil || len(g.Entries) != 1 {
				return fmt.Errorf("at %v %v", err, g)
			}
			if v, err := tx.Admit(s, r).Versions(f.Entries[0].ID); err != nil || len(v) != 1 {
				return fmt.Errorf("versions %v %v", err, v)
			}
			ls, err := access.DecideList(who, op, tatm.ReportFile, now)
			if err != nil {
				return err
			}
			sh := tx.Lists(ls)
			for _, o := range []store.Order{store.ByDue, store.ByNumber, store.ByChanged} {
				rows, err := sh.Files(store.Filter{Order: o, Limit: 2})
				if err != nil {
					return err
				}
				next, err := sh.Files(store.Filter{Order: o, Limit: 2, After: rows[1].Cursor})
				fmt.Println(len(rows), len(next))
				if err != nil {
					return err
				}
				if _, err := sh.Openings(rows, "report"); err != nil {
					return err
				}
			}
			if _, err := sh.Docket(store.DocketFilter{Owner: "me", Limit: 10}); err != nil {
				return err
			}
			if _, err := sh.LinkedTo(id, 10); err != nil {
				return err
			}
			if _, err := sh.Seek("hello", 10); err != nil {
				return err
			}
			tr, err := tx.Tree("o")
			fmt.Println(tr.Size, tr.Root, err)
			return err
		})
		if err != nil {
			t.Fatal(db.Engine(), err)
		}
		if err := db.Show(t.Context(), "o", "me", id, now); err != nil {
			t.Fatal(err)
		}
		if _, err := db.TakeWords(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		db.Read(t.Context(), func(tx *store.Tx) error {
			_, got, err := tx.Lease("x", "me", now, now)
			fmt.Println(got, err)
			return nil
		})
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			n, got, err := tx.Lease("x", "me", now, now.Add(time.Hour))
			if err != nil || !got {
				t.Fatal(err, got, n)
			}
			_, again, err := tx.Once("o", "k", now)
			if again || err != nil {
				t.Fatal(err)
			}
			_, again, err = tx.Once("o", "k", now)
			if !again || err != nil {
				t.Fatal(err)
			}
			return tx.Answer("o", "k", "{}")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
