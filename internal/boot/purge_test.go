package boot_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/serdes"

	"offramp/internal/app"
	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// filled is one file of each kind, with every kind of entry that it may have,
// each text a canary, and of one of them a second version; the case has
// attachments, a receipt leads to the report, letters wait about all of them.
func filled(t *testing.T, o *boot.Opened, chair app.Desk) []tatm.FileID {
	t.Helper()
	who, team := chair.Who(), chair.Who().Seats[0].Team
	writeAll(t, o, who.Org, team)
	open := app.NewCase{Title: canary + "title", Summary: canary, Subject: canary, Charge: tatm.Charge{Next: canary, By: time.Now().AddDate(0, 0, 7)}}
	m, err := chair.Once("k "+canary).OpenCase(t.Context(), team, open)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := chair.AddObservation(t.Context(), m.File, tatm.Observation{Text: canary}, app.Circumstance{})
	if err == nil {
		_, err = chair.MendObservation(t.Context(), m.File, seen.Entry, 1, tatm.Observation{Text: canary + " mended"}, app.Circumstance{})
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := chair.StageFile(t.Context(), m.File, canary+".txt", strings.NewReader(strings.Repeat(canary+" ", 70_000)))
	if err == nil {
		_, err = chair.Attach(t.Context(), m.File, seen.Entry, []tatm.BlobID{f.ID}, app.Given{By: canary})
	}
	if err == nil {
		_, err = chair.StageFile(t.Context(), m.File, canary+".txt", strings.NewReader(canary))
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chair.SeeCase(t.Context(), m.File); err != nil {
		t.Fatal(err)
	}
	var files []tatm.FileID
	err = o.DB.Write(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		if files, err = tx.AllFiles(who.Org); err != nil {
			return err
		}
		for i, id := range files {
			if err := tx.PutReceipt(who.Org, fmt.Appendf(nil, "mark %d", i), id, time.Now()); err != nil {
				return err
			}
			if err := tx.Post(store.Letter{Org: who.Org, ID: fmt.Sprint("letter ", i), Kind: "test", File: id, Due: time.Now().Add(time.Hour)}); err != nil {
				return err
			}
			if err := tx.AddDelivery(who.Org, store.Delivery{Letter: fmt.Sprint("letter ", i), Kind: "test", At: time.Now(), Courier: "mail"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// destroy purges files as the app does once two people have agreed: the rules
// for that are tried in package app, here it matters what is left.
func destroy(t *testing.T, o *boot.Opened, org tatm.OrgID, files []tatm.FileID) {
	t.Helper()
	now := time.Now()
	for _, id := range files {
		err := o.DB.Write(t.Context(), store.Everywhere, func(tx *store.Tx) error {
			_, row, found, err := tx.Head(org, id, "", now, true)
			if err != nil || !found {
				return fmt.Errorf("%s: found %v, %w", id, found, err)
			}
			if err := tx.Purge(row, store.Tombstone{Rule: tatm.PurgeOrder, ProposedBy: "a", ProposedAt: now, AgreedBy: "b", AgreedAt: now}); err != nil {
				return err
			}
			return tx.Append(org, store.Line{At: now.UnixMicro(), Actor: "b", Op: "purge.agree", File: id, Outcome: store.Done}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := o.App.Minute(t.Context(), "test"); err != nil { // its chunks go with the minute's sweep
			t.Fatal(err)
		}
	}
	if err := o.DB.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// everything is every value of every table, decrypted from the pages of the
// SQLite file by its VFS, as text; bytes as hex, as clean looks for.
func everything(t *testing.T, c config.Config) string {
	t.Helper()
	db := around(t, c)
	list := `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`
	if store.Postgres(c.DatabaseURL()) {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	var names []string
	rows, err := db.Query(list)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	var out strings.Builder
	for _, name := range names {
		rows, err := db.Query("SELECT * FROM " + name)
		if err != nil {
			t.Fatal(name, err)
		}
		columns, _ := rows.Columns()
		cells, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			dest[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(name, err)
			}
			fmt.Fprintf(&out, "%s|", name)
			for _, c := range cells {
				if b, ok := c.([]byte); ok {
					fmt.Fprintf(&out, "%x|", b)
				} else {
					fmt.Fprintf(&out, "%v|", c)
				}
			}
			out.WriteString("\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(name, err)
		}
	}
	if len(names) < 20 || !strings.Contains(out.String(), "\naudit|") {
		t.Fatalf("%d tables were read: %v", len(names), names)
	}
	return out.String()
}

// TestPurgeLeavesNothing: every kind of entry, in every kind of file, with
// attachments in chunks, search words, receipts, letters and answers, is
// destroyed. Afterwards no planted word stands in a table, in the files of the
// database or in a fresh backup; the file's id stands in the tombstone, the
// audit and the views alone; the audit verifies and a rebuild changes nothing.
func TestPurgeLeavesNothing(t *testing.T) {
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
			chair, _ := seated(t, o, org)
			files := filled(t, o, chair)
			for range 3 {
				if err := o.App.TakeWords(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			sealed := rests(t, c, files)
			if engine == "sqlite" && !bytes.Contains(bytes.ToLower(pages(t, c)), []byte(canary)) {
				t.Fatal("the words of the search are not in the pages before the purge: the test shows nothing")
			}
			older := take(t, o)
			destroy(t, o, org, files)
			if info, err := os.Stat(c.DatabaseURL() + "-wal"); engine == "sqlite" && (err != nil || info.Size() != 0) {
				t.Errorf("the write-ahead log was not cut: %v %v", info, err)
			}
			if found, err := chair.SearchCases(t.Context(), canary+"title"); err != nil || len(found) != 0 {
				t.Errorf("a purged case is found: %v %v", found, err)
			}
			for _, id := range files {
				_, err := chair.SeeCase(t.Context(), id)
				_, none := chair.SeeCase(t.Context(), tatm.FileID(tatm.MintID(time.Now(), 0, [8]byte{3})))
				if fault.KindOf(err) != fault.NotFound || err.Error() != none.Error() {
					t.Errorf("a purged file answers %v, none %v", err, none)
				}
			}
			gone(t, o, c, files, sealed)
			sound(t, o, org, files)
			again(t, o, older, files)
		})
	}
}

// rests are sealed bytes of the files while they are there: what must be gone
// later is found now.
func rests(t *testing.T, c config.Config, files []tatm.FileID) (sealed []string) {
	t.Helper()
	all := everything(t, c)
	for _, id := range files {
		if !strings.Contains(all, string(id)) {
			t.Fatalf("%s is not there before the purge", id)
		}
	}
	for l := range strings.Lines(all) {
		if !strings.HasPrefix(l, "entry|") && !strings.HasPrefix(l, "blob|") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(l), "|")
		if last := cells[len(cells)-2]; len(last) > 64 {
			sealed = append(sealed, last[:64])
		}
	}
	if len(sealed) < 45 {
		t.Fatalf("%d sealed documents: the test shows little", len(sealed))
	}
	return sealed
}

// gone looks for what is left: words, sealed bytes, ids.
func gone(t *testing.T, o *boot.Opened, c config.Config, files []tatm.FileID, sealed []string) {
	t.Helper()
	all := everything(t, c)
	places := map[string]string{"the tables": all, "a fresh backup": unsealed(t, o)}
	if c.Database == "" {
		places["the pages of the file"] = hex.EncodeToString(pages(t, c))
		clean(t, "the pages of the file", pages(t, c))
	}
	for where, text := range places {
		clean(t, where, []byte(text))
		for _, s := range sealed {
			raw, _ := hex.DecodeString(s)
			if strings.Contains(text, s) || strings.Contains(text, base64.StdEncoding.EncodeToString(raw[:30])) {
				t.Errorf("%s hold sealed bytes of a purged file", where)
				break
			}
		}
	}
	may := []string{"tombstone|", "audit|", "seen|"}
	for l := range strings.Lines(all) {
		for _, id := range files {
			if strings.Contains(l, string(id)) && !slices.ContainsFunc(may, func(p string) bool { return strings.HasPrefix(l, p) }) {
				t.Errorf("a purged file's id stands in %.120q", l)
			}
		}
	}
}

// sound: the audit verifies, and a rebuild changes nothing.
func sound(t *testing.T, o *boot.Opened, org tatm.OrgID, files []tatm.FileID) {
	t.Helper()
	v, err := upkeep.Verify(t.Context(), o.DB, o.Keys, nil)
	if err != nil || len(v.Findings) > 0 || v.Lines < int64(len(files)) {
		t.Errorf("the audit does not verify: %v %+v", err, v)
	}
	derived := func() (rows []string) {
		err := o.DB.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) {
			rows, err = tx.Derived(org)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	before := derived()
	if err := upkeep.Rebuild(t.Context(), o.DB, func(int, int) {}); err != nil || !slices.Equal(before, derived()) {
		t.Errorf("a rebuild changes what is derived: %v", err)
	}
}

// pages are the decrypted pages of the SQLite file, free ones too.
func pages(t *testing.T, c config.Config) (out []byte) {
	t.Helper()
	conn, err := around(t, c).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(x any) (err error) {
		out, err = serdes.Serialize(x.(driver.Conn).Raw(), "main")
		return err
	})
	if err != nil || len(out) < 100_000 {
		t.Fatalf("%d bytes of pages, %v", len(out), err)
	}
	return out
}

// unsealed is a fresh backup as the recovery key opens it.
func unsealed(t *testing.T, o *boot.Opened) string {
	t.Helper()
	id, err := age.ParseX25519Identity(o.Recovery)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(take(t, o)), id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil || !bytes.Contains(b, []byte("tombstone")) {
		t.Fatalf("a backup of %d bytes: %v", len(b), err)
	}
	return string(b)
}

// again: a backup from before the purge brings the files back, as it must; the
// list kept outside destroys them once more.
func again(t *testing.T, o *boot.Opened, older []byte, files []tatm.FileID) {
	t.Helper()
	var list bytes.Buffer
	if n, err := upkeep.Purged(t.Context(), o.DB, &list); err != nil || n != len(files) {
		t.Fatalf("a list of %d purges, %v", n, err)
	}
	clean(t, "the list of purges", list.Bytes())
	c := config.Config{Data: t.TempDir()}
	if _, err := boot.Restore(t.Context(), c, bytes.NewReader(older), o.Recovery); err != nil {
		t.Fatal(err)
	}
	sealed := rests(t, c, files)
	p, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	p.Recovery = o.Recovery
	t.Cleanup(func() { p.Close() })
	orgs, err := p.App.Orgs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := upkeep.PurgeAgain(t.Context(), p.DB, &list, time.Now()); err != nil || n != len(files) {
		t.Fatalf("%d purged again, %v", n, err)
	}
	gone(t, p, c, files, sealed)
	sound(t, p, orgs[0].ID, files)
	if _, err := upkeep.PurgeAgain(t.Context(), p.DB, strings.NewReader("{"), time.Now()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a damaged list: %v", err)
	}
}
