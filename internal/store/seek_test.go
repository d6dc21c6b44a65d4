package store_test

import (
	"slices"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// TestWordsOfWhatChangedMeanwhile holds that words read before a change are not
// written after it: the old ones would be found although nobody wrote them any
// more, the new ones never.
func TestWordsOfWhatChangedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		org, team := tatm.OrgID(mint(noon)), tatm.TeamID(mint(noon))
		who := access.Actor{ID: tatm.ActorID(mint(noon)), Org: org, Seats: []tatm.Seat{{Team: team, Role: tatm.Chair}}}
		scope, err := access.DecideList(who, access.Op{Name: "case.search", On: tatm.CaseFile, Roles: []tatm.Role{tatm.Chair}}, tatm.CaseFile, noon)
		if err != nil {
			t.Fatal(err)
		}
		file := tatm.File{Org: org, ID: tatm.FileID(mint(noon)), Kind: tatm.CaseFile, Team: team, Opened: noon}
		e := tatm.Entry{ID: tatm.EntryID(mint(noon)), Regime: tatm.General, HappenedAt: noon, RecordedBy: who.ID}
		write := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Write(t.Context(), org, fn); err != nil {
				t.Fatal(err)
			}
		}
		var row store.Row
		say := func(word string) {
			write(func(tx *store.Tx) error {
				e.Version++
				e.RecordedAt, e.Record = noon.Add(time.Duration(e.Version)*time.Second), tatm.Observation{Text: word}
				if _, err := tx.Put(row, e); err != nil {
					return err
				}
				return tx.Seekable(row, []tatm.Entry{e}, e.RecordedAt)
			})
		}
		found := func() (words []string) {
			for _, word := range []string{"first", "second", "third"} {
				err := db.Read(t.Context(), org, func(tx *store.Tx) error {
					hits, err := tx.Lists(scope).Seek(word, 10)
					if len(hits) > 0 {
						words = append(words, word)
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			return words
		}
		write(func(tx *store.Tx) (err error) {
			if err = tx.AddOrg(store.Org{ID: org, Name: "o", Zone: "UTC", Made: noon}); err == nil {
				row, err = tx.Create(org, file.ID, file.Kind, team, noon)
			}
			return err
		})
		say("first")
		for _, step := range []struct{ word, then string }{{"second", ""}, {"third", "second"}} {
			if err := db.TakeWordsWhile(t.Context(), func() { say(step.word) }); err != nil {
				t.Fatal(err)
			}
			if got := found(); step.then == "" && len(got) > 0 || step.then != "" && !slices.Equal(got, []string{step.then}) {
				t.Errorf("found %q while %q was written", got, step.word)
			}
			if _, err := db.TakeWords(t.Context(), 10); err != nil {
				t.Fatal(err)
			}
			if got := found(); !slices.Equal(got, []string{step.word}) {
				t.Errorf("found %q, want %q", got, step.word)
			}
		}
	})
}
