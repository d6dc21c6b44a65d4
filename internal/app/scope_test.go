package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// TestFindIsScoped: on random organisations every actor finds, with the same
// words and numbers, what an index finds that holds none but the people whose
// files that actor may open: somebody hidden, by team or by wall, changes
// neither a result, nor a count, nor a band.
func TestFindIsScoped(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, dice := t.Context(), rand.New(rand.NewPCG(7, 11))
		teams, desks := []tatm.TeamID{w.team}, []string{"intake"}
		for i := range 2 {
			name := fmt.Sprintf("far%d", i)
			w.far(t, name, tatm.Intake)
			teams, desks = append(teams, w.teamOf(t, name)), append(desks, name)
		}
		roles := []tatm.Role{tatm.Chair, tatm.Core, tatm.Intake, tatm.RecordsOffice, tatm.Approver, tatm.Affiliate}
		var actors []string
		for i := range 8 {
			name := fmt.Sprintf("actor%d", i)
			w.seated(t, name, tatm.Seat{Team: teams[dice.IntN(3)], Role: roles[dice.IntN(len(roles))], Discipline: tatm.LawEnforcement})
			if dice.IntN(2) == 0 {
				w.alsoSeated(t, name, tatm.Seat{Team: teams[dice.IntN(3)], Role: roles[dice.IntN(len(roles))], Discipline: tatm.MentalHealth})
			}
			actors = append(actors, name)
		}
		made := must[Made](t)
		var files []match.Person
		for i, p := range crowd(90, 5) {
			if i%3 > 0 {
				p.Names[0] = tatm.Name{Given: []string{"Ana", "Anna", "Hana"}[i%3], Family: []string{"Ruiz", "Ruis", "Reyes"}[i/3%3], Type: tatm.LegalName}
			}
			at := dice.IntN(3)
			id := made(w.as(t, desks[at]).FilePerson(ctx, teams[at], p.Names[0])).File
			born := tatm.PartialDate{Year: 2000 + i%4}
			made(w.as(t, desks[at]).TellOfPerson(ctx, id, tatm.Birth{Date: born}, Circumstance{}))
			files = append(files, match.Person{ID: id, Names: p.Names[:1], Births: []tatm.PartialDate{born}})
		}
		for _, p := range files {
			if dice.IntN(8) == 0 {
				w.walled(t, p.ID, actors[dice.IntN(len(actors))])
			}
		}
		for _, name := range actors {
			d := w.as(t, name)
			var mine []match.Person
			for _, p := range files {
				if _, err := d.SeePerson(ctx, p.ID); err == nil {
					mine = append(mine, p)
				}
			}
			alone := match.New(match.Shipped())
			alone.Put(mine...)
			for _, q := range []match.Query{match.ParseTyped("Ana Ruiz 2001", 2026), match.ParseTyped("Hanna Reyes", 2026), match.Ask(files[dice.IntN(len(files))]), match.Ask(files[dice.IntN(len(files))])} {
				v, err := d.FindPeople(ctx, q, 1)
				var got []match.Suggestion
				for _, x := range v.People {
					got = append(got, x.Suggestion)
				}
				want := alone.Search(q, nil, findMost)
				if want = want[:min(findPage, len(want))]; err != nil {
					want = nil // who may find nobody sees nobody
				}
				if len(mine) > 0 && err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
					t.Errorf("%s, who sees %d of %d, finds\n%+v\nnot\n%+v (%v)", name, len(mine), len(files), got, want, err)
				}
			}
		}
	})
}

// alsoSeated gives somebody one more seat.
func (w world) alsoSeated(t *testing.T, name string, s tatm.Seat) {
	t.Helper()
	if _, err := w.as(t, "clock").GiveSeat(t.Context(), w.who[name], s); err != nil {
		t.Fatal(err)
	}
}

// walled puts a wall between somebody and a file.
func (w world) walled(t *testing.T, on tatm.FileID, name string) {
	t.Helper()
	row, err := json.Marshal([]any{w.org, on, newID(w.Now(), 1), w.who[name], start.UnixMicro(), 0})
	if err == nil {
		err = w.db.Write(t.Context(), w.org, func(tx *store.Tx) error {
			return tx.LoadRow("wall", []string{"org", "file", "entry", "actor", "from_at", "until_at"}, row)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}
