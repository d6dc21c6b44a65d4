package match_test

import (
	"math"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"offramp/internal/match"
	"offramp/internal/tatm"
)

func named(id, given, family string, more ...any) match.Person {
	p := match.Person{ID: tatm.FileID(id), Names: []tatm.Name{{Given: given, Family: family, Type: tatm.LegalName}}}
	for _, m := range more {
		switch m := m.(type) {
		case tatm.PartialDate:
			p.Births = append(p.Births, m)
		case tatm.Detail:
			p.Details = append(p.Details, m)
		case tatm.Name:
			p.Names = append(p.Names, m)
		}
	}
	return p
}

func day(y, m, d int) tatm.PartialDate { return tatm.PartialDate{Year: y, Month: m, Day: d} }

func detail(what tatm.DetailKind, value string) tatm.Detail {
	return tatm.Detail{What: what, Value: value}
}

// school is a small file: a handful of people among a crowd.
func school(people ...match.Person) *match.Index {
	x := match.New(match.Shipped())
	x.Load(each(crowd(400, 77)), nil)
	x.Put(people...)
	return x
}

func codes(s match.Suggestion) (out []string) {
	for _, c := range s.Clues {
		out = append(out, c.Field+" "+c.Code)
	}
	return out
}

// TestWhoIsFirst: the cases that a worker meets, each with the band and a clue
// that the explanation must have.
func TestWhoIsFirst(t *testing.T) {
	x := school(
		named("a", "Katherine", "O'Connell", day(2009, 3, 14), detail(tatm.SchoolDetail, "Lincoln High School"), detail(tatm.HandleDetail, "@kat_oc09")),
		named("b", "Mohammed", "al-Masri", day(2008, 11, 2), detail(tatm.PhoneDetail, "(555) 010-7788")),
		named("c", "María", "García López", day(2010, 5, 30), tatm.Name{Given: "Mari", Family: "Rivas", Type: tatm.FormerName}),
		named("d", "Robert", "Bell Sr", day(1970, 1, 5)), named("e", "Robert", "Bell Jr", day(2010, 1, 5)),
		named("f", "Anna", "Tverdova", day(2009, 9, 9)), named("g", "Hanna", "Tverdova", day(2009, 9, 9)), // twins
		named("h", "Sukarno", ""),
	)
	for _, tt := range []struct {
		what string
		ask  match.Query
		want string
		band match.Band
		clue string
	}{
		{"misspelt", match.Ask(named("", "Katherine", "OConel", day(2009, 3, 14))), "a", match.Likely, "family slip"},
		{"short name", match.Ask(named("", "Katie", "O'Connell", detail(tatm.SchoolDetail, "Lincoln HS"))), "a", match.Likely, "given nickname"},
		{"handle alone", match.Ask(match.Person{Details: []tatm.Detail{detail(tatm.HandleDetail, "https://x.example/kat.oc09")}}), "a", match.Likely, "handle same"},
		{"other spelling", match.Ask(named("", "Muhammad", "Almasri", day(2008, 11, 2))), "b", match.Likely, "given spelling"},
		{"phone with country code", match.Ask(named("", "Mo", "Masri", detail(tatm.PhoneDetail, "+1 555-010-7788"))), "b", match.Likely, "phone same"},
		{"one of two family names", match.Ask(named("", "Maria", "Lopez", day(2010, 5, 30))), "c", match.Likely, "family same"},
		{"former name", match.Ask(named("", "Mari", "Rivas", day(2010, 5, 30))), "c", match.Likely, "family same"},
		{"swapped, day and month too", match.Ask(named("", "Lopez", "Maria", day(2010, 5, 3))), "c", match.Possible, "name order"},
		{"father", match.Ask(named("", "Robert", "Bell Sr")), "d", match.NameOnly, "suffix same"},
		{"son by date", match.Ask(named("", "Bob", "Bell", day(2010, 1, 5))), "e", match.Likely, "birth same"},
		{"name only", match.Ask(named("", "Katherine", "O'Connell")), "a", match.NameOnly, "family same"},
		{"twin", match.Ask(named("", "Hanna", "Tverdova", day(2009, 9, 9))), "g", match.Likely, "given same"},
		{"one name", match.Ask(named("", "Sukarno", "")), "h", match.NameOnly, "given same"},
	} {
		list := x.Search(tt.ask, nil, 5)
		if len(list) == 0 || string(list[0].ID) != tt.want || list[0].Band != tt.band || !slices.Contains(codes(list[0]), tt.clue) {
			t.Errorf("%s: %+v, want %s first, %s, with %q", tt.what, list, tt.want, tt.band, tt.clue)
		}
	}
}

// TestNamesakesShare: of ten who fit equally none is likely, each knows of nine
// others, and what would decide is said.
func TestNamesakesShare(t *testing.T) {
	var people []match.Person
	for i := range 10 {
		people = append(people, named("n"+strconv.Itoa(i), "John", "Smith", day(2009, 1, 2+i), detail(tatm.SchoolDetail, "Hill School")))
	}
	list := school(people...).Search(match.Query{Names: people[0].Names, Details: people[0].Details}, nil, 10)
	if len(list) != 10 {
		t.Fatalf("%d suggestions, want 10", len(list))
	}
	sum := 0.0
	for i, s := range list {
		sum += s.Chance
		if s.Band == match.Likely || s.Chance > .1 || s.Others < 9 || !slices.Contains(s.Settle, "birth") || string(s.ID) != "n"+strconv.Itoa(i) {
			t.Errorf("%d: %+v", i, s)
		}
	}
	if sum > 1 {
		t.Errorf("the chances add up to %f", sum)
	}
}

// TestMissingIsNoEvidence: what one side does not know changes no weight.
func TestMissingIsNoEvidence(t *testing.T) {
	bare := named("a", "Rosa", "Quintanar")
	x := match.New(match.Shipped())
	x.Put(bare, named("z", "Pia", "Oduya"))
	want := x.Search(match.Ask(bare), nil, 1)[0].Bits
	got := x.Search(match.Ask(named("", "Rosa", "Quintanar", day(2009, 1, 1), detail(tatm.PhoneDetail, "555 010 9999"))), nil, 1)[0].Bits
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("with a date and a phone that are not on file %f, without %f", got, want)
	}
}

// TestPutDropUse: a change is found at once, the old is not, a spelling that a
// team adds counts from the next search.
func TestPutDropUse(t *testing.T) {
	x := school(named("a", "Wilhelmina", "Abara"))
	x.Put(named("a", "Wilhelmina", "Zubiri"))
	if n := x.Len(); n != 401 {
		t.Errorf("%d people, want 401", n)
	}
	if list := x.Search(match.Ask(named("", "Wilhelmina", "Zubiri")), nil, 1); len(list) == 0 || list[0].ID != "a" {
		t.Errorf("the new name is not found: %v", list)
	}
	for _, s := range x.Search(match.Ask(named("", "", "Abara")), nil, 5) {
		if s.ID == "a" {
			t.Errorf("the old name is still found: %v", s)
		}
	}
	before := x.Search(match.Ask(named("", "Quasimodo", "Zubiri")), nil, 1)[0].Bits
	x.Use(match.Shipped().With([][]string{{"wilhelmina", "quasimodo"}}, nil, nil))
	if after := x.Search(match.Ask(named("", "Quasimodo", "Zubiri")), nil, 1)[0].Bits; after <= before {
		t.Errorf("with the short form %f bits, without %f", after, before)
	}
	x.Drop("a", "nobody")
	if list := x.Search(match.Ask(named("", "Wilhelmina", "Zubiri")), nil, 5); slices.ContainsFunc(list, func(s match.Suggestion) bool { return s.ID == "a" }) || x.Len() != 400 {
		t.Errorf("still there after it was dropped: %v", list)
	}
}

// TestReadersAndWriter: readers and a writer at once see whole states; who is
// put is found by the same goroutine at once.
func TestReadersAndWriter(t *testing.T) {
	x := school()
	var done atomic.Bool
	var wg sync.WaitGroup
	asked := match.Ask(named("", "Ada", "Uniquely", day(1990, 2, 3)))
	x.Put(named("first", "Ada", "Uniquely", day(1990, 2, 3)))
	for range 4 {
		wg.Go(func() {
			for !done.Load() {
				if list := x.Search(asked, nil, 3); len(list) == 0 || list[0].ID != "first" {
					t.Errorf("during writes: %v", list)
					return
				}
			}
		})
	}
	for i := range 1500 {
		id := "w" + strconv.Itoa(i)
		x.Put(named(id, "Given"+strconv.Itoa(i*7), "Family"+strconv.Itoa(i*13)))
		if i%100 == 0 {
			if list := x.Search(match.Ask(named("", "Given"+strconv.Itoa(i*7), "Family"+strconv.Itoa(i*13))), nil, 1); len(list) == 0 || string(list[0].ID) != id {
				t.Errorf("%s was put and is not found: %v", id, list)
			}
		}
		if i%3 == 0 {
			x.Drop(tatm.FileID(id))
		}
	}
	done.Store(true)
	wg.Wait()
	if n := x.Len(); n != 401+1000 {
		t.Errorf("%d people, want 1401", n)
	}
}
