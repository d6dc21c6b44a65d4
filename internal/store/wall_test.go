package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestSecondWall: on PostgreSQL every table with an organisation shows each
// transaction the rows of the organisation it said, and nothing to one that
// said none or another, whatever its statement asks for; nor can it change or
// add a row of others.
func TestSecondWall(t *testing.T) {
	url := testbed.Postgres(t)
	if url == "" {
		return
	}
	db := open(t, url)
	if walled, err := db.SecondWall(t.Context()); err != nil || !walled {
		t.Fatalf("the tests' user is bound by no policy: %v", err)
	}
	mine, others := tatm.OrgID(mint(noon)), tatm.OrgID(mint(noon))
	for _, org := range []tatm.OrgID{mine, others} {
		if err := db.Write(t.Context(), org, func(tx *store.Tx) error { return tx.AddOrg(store.Org{ID: org, Name: "o", Zone: "UTC", Made: noon}) }); err != nil {
			t.Fatal(err)
		}
	}
	file := tatm.FileID(mint(noon))
	err := db.Write(t.Context(), others, func(tx *store.Tx) error {
		_, err := tx.Create(others, file, tatm.CaseFile, "team", noon)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	head := func(said tatm.OrgID) (found bool) {
		err := db.Read(t.Context(), said, func(tx *store.Tx) (err error) {
			_, _, found, err = tx.Head(others, file, "somebody", noon, false)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if !head(others) || !head(store.Everywhere) || head(mine) {
		t.Errorf("a file of another organisation: found by its own %v, by the installation %v, by another %v", head(others), head(store.Everywhere), head(mine))
	}
	if err := db.Write(t.Context(), mine, func(tx *store.Tx) error { return tx.AddTeam(store.Team{Org: others, ID: "t", Name: "n", Made: noon}) }); err == nil {
		t.Error("a row was put into another organisation")
	}
	for _, said := range []tatm.OrgID{"", "x'; SET offramp.org = '*", "**"} {
		if err := db.Read(t.Context(), said, func(*store.Tx) error { return nil }); err == nil {
			t.Errorf("a transaction of %q began", said)
		}
	}
	everyTable(t, url, mine, others)
}

// everyTable asks for all rows of each table with an organisation, past every
// statement of the program.
func everyTable(t *testing.T, url string, mine, others tatm.OrgID) {
	t.Helper()
	raw, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	tables := texts(t, raw, `SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'org' ORDER BY 1`)
	if len(tables) < 20 {
		t.Fatalf("only %d tables have an organisation", len(tables))
	}
	walled := texts(t, raw, `SELECT tablename FROM pg_policies WHERE policyname = 'wall'`)
	for _, table := range tables {
		if why := store.UnwalledTables[table]; why == "" && !slices.Contains(walled, table) {
			t.Errorf("table %s has an organisation and no policy: raiseWall in store/wall.go must reach it", table)
		}
	}
	for said, want := range map[string]string{"": "[]", string(mine): fmt.Sprint([]tatm.OrgID{mine}), string(others): fmt.Sprint([]tatm.OrgID{others})} {
		tx, err := raw.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if said != "" {
			_, err = tx.Exec("SET LOCAL offramp.org = '" + said + "'")
		}
		if got := fmt.Sprint(texts(t, tx, `SELECT id FROM org`)); err != nil || got != want {
			t.Errorf("a transaction of %q sees the organisations %s, want %s, %v", said, got, want, err)
		}
		for _, table := range tables {
			if store.UnwalledTables[table] != "" {
				continue
			}
			for _, org := range texts(t, tx, `SELECT DISTINCT org FROM `+table) {
				if org != said {
					t.Errorf("a transaction of %q sees rows of %s in %s", said, org, table)
				}
			}
		}
		if n := texts(t, tx, `DELETE FROM file RETURNING org`); said != string(others) && len(n) > 0 {
			t.Errorf("a transaction of %q deleted a file of %v", said, n)
		}
		tx.Rollback()
	}
}

// asker is a database or a transaction.
type asker interface {
	Query(string, ...any) (*sql.Rows, error)
}

// texts are the values of a query's one column.
func texts(t *testing.T, db asker, q string) (out []string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestListsKeepOrganisationsApart: whatever the engine, a scope of one
// organisation lists, counts and finds nothing of another.
func TestListsKeepOrganisationsApart(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		mine, others := tatm.OrgID(mint(noon)), tatm.OrgID(mint(noon))
		for _, org := range []tatm.OrgID{mine, others} {
			err := db.Write(t.Context(), org, func(tx *store.Tx) error {
				if err := tx.AddOrg(store.Org{ID: org, Name: "o", Zone: "UTC", Made: noon}); err != nil {
					return err
				}
				_, err := tx.Create(org, tatm.FileID(mint(noon)), tatm.CaseFile, "team", noon)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		// A seat over the whole organisation is the widest there is.
		chair := access.Actor{ID: "c", Org: mine, Seats: []tatm.Seat{{Role: tatm.Chair}}}
		scope, err := access.DecideList(chair, access.Op{Roles: []tatm.Role{tatm.Chair}}, tatm.CaseFile, noon)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
			rows, err := tx.Lists(scope).Files(store.Filter{All: true, Limit: 10})
			if len(rows) != 1 || rows[0].Org != mine {
				t.Errorf("the chair of one organisation lists %d files", len(rows))
			}
			counts, cerr := tx.Lists(scope).Tally(store.CountState)
			if counts[""] != 1 || cerr != nil {
				t.Errorf("the chair of one organisation counts %v, %v", counts, cerr)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
