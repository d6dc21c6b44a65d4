package match_test

import (
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"offramp/internal/match"
	"offramp/internal/match/people"
	"offramp/internal/tatm"
)

// reports makes n reports of people on file, in every class, and one in five of
// somebody who is not.
func reports(made []people.Made, n int, seed uint64) (out []people.Report) {
	m := people.New(seed, "q")
	for i := 0; len(out) < n; i++ {
		p := made[int(m.Next()%uint64(len(made)))]
		if i%5 == 4 {
			p = m.Anybody()
		}
		if r, ok := m.Ask(p, people.Classes[i%len(people.Classes)]); ok {
			out = append(out, r)
		}
	}
	return out
}

func full() (n, queries int) {
	n, queries = 4000, 300
	if v, err := strconv.Atoi(os.Getenv("OFFRAMP_MATCH_EXACT")); err == nil {
		n, queries = v, 2000
	}
	return n, queries
}

// TestPrunedIsExhaustive holds the search that stops early against one that
// scores everybody: the same people, weights, chances and explanations.
// OFFRAMP_MATCH_EXACT=100000 is the full size.
func TestPrunedIsExhaustive(t *testing.T) {
	n, queries := full()
	made := crowd(n, 3)
	x := match.New(match.Shipped())
	x.Load(each(made[:n/2]), nil)
	for _, p := range made[n/2 : n/2+200] {
		x.Put(p.Person) // in small parts as well
	}
	x.Load(each(made[n/2+200:]), nil)
	looked := 0
	for i, r := range reports(made, queries, 4) {
		got, want := x.Search(r.Query, nil, 10), x.Exhaustively(r.Query, nil, 10)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("report %d (%s) %+v: pruned %v, exhaustive %v", i, r.Class, r.Query, brief(got), brief(want))
		}
		looked += x.Looked(r.Query)
	}
	t.Logf("%d people, %d reports, the same answers; looked at %.1f of %d on average", n, queries, float64(looked)/float64(queries), n)
}

func brief(list []match.Suggestion) (out []string) {
	for _, s := range list {
		out = append(out, string(s.ID)+" "+strconv.FormatFloat(s.Bits, 'f', 6, 64)+" "+string(s.Band))
	}
	return out
}

// TestAnyOrder puts the same people in three orders and ways.
func TestAnyOrder(t *testing.T) {
	made := crowd(1500, 5)
	one, two, three := match.New(match.Shipped()), match.New(match.Shipped()), match.New(match.Shipped())
	one.Load(each(made), nil)
	back := slices.Clone(made)
	slices.Reverse(back)
	for chunk := range slices.Chunk(back, 17) {
		var list []match.Person
		for _, p := range chunk {
			list = append(list, p.Person)
		}
		two.Put(list...)
	}
	odd := slices.Clone(made)
	for i := range odd {
		j := (i*7919 + 13) % len(odd)
		odd[i], odd[j] = odd[j], odd[i]
	}
	three.Load(each(odd[:700]), nil)
	three.Load(each(odd[500:]), nil) // some come again
	three.Compact()
	for i, r := range reports(made, 150, 6) {
		a, b, c := one.Search(r.Query, nil, 10), two.Search(r.Query, nil, 10), three.Search(r.Query, nil, 10)
		if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(a, c) {
			t.Fatalf("report %d (%s): %v, %v, %v", i, r.Class, brief(a), brief(b), brief(c))
		}
	}
}

// TestHiddenChangesNothing adds people whom the asker may not see, many of them
// namesakes and twins of those asked for, and drops others.
func TestHiddenChangesNothing(t *testing.T) {
	made := crowd(1200, 7)
	alone, among, dropped := match.New(match.Shipped()), match.New(match.Shipped()), match.New(match.Shipped())
	alone.Load(each(made), nil)
	hidden := crowd(1500, 8)
	for i := range hidden {
		if i%3 == 0 {
			hidden[i].Person = made[i%len(made)].Person // the same person in another team's file
		}
		hidden[i].ID = tatm.FileID("h" + strconv.Itoa(i))
	}
	among.Load(each(append(slices.Clone(hidden), made...)), nil)
	sees := func(id tatm.FileID) bool { return id[0] != 'h' }
	dropped.Load(each(append(slices.Clone(made), hidden...)), nil)
	for _, h := range hidden {
		dropped.Drop(h.ID)
	}
	for i, r := range reports(made, 200, 9) {
		want := alone.Search(r.Query, nil, 10)
		if got := among.Search(r.Query, sees, 10); !reflect.DeepEqual(got, want) {
			t.Fatalf("report %d (%s): with hidden people %v, without %v", i, r.Class, brief(got), brief(want))
		}
		if got := dropped.Search(r.Query, nil, 10); !reflect.DeepEqual(got, want) {
			t.Fatalf("report %d (%s): after dropping %v, never there %v", i, r.Class, brief(got), brief(want))
		}
	}
}
