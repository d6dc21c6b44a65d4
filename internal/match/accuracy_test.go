package match

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"offramp/internal/tatm"
)

// labelled is a set at hand; nil, and said so, where the data is not.
func labelled(t testing.TB, name string) [][]string {
	t.Helper()
	for _, dir := range []string{os.Getenv("OFFRAMP_MATCH_DATA"), "../../../shared/data/matching", "../../../../shared/data/matching"} {
		if dir == "" {
			continue
		}
		if f, err := os.Open(filepath.Join(dir, name)); err == nil {
			defer f.Close()
			r := csv.NewReader(f)
			r.FieldsPerRecord, r.Comment = -1, '#'
			rows, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
	}
	t.Logf("left out: the labelled set %s is not here (OFFRAMP_MATCH_DATA names its folder)", name)
	return nil
}

type table struct {
	people  []Person
	cluster map[tatm.FileID]string
}

func tableOf(t testing.TB, name string, leave ...string) table {
	rows := labelled(t, name)
	if rows == nil {
		return table{}
	}
	mapped := map[string]string{}
	for _, l := range leave {
		mapped[l] = ""
	}
	lay, err := Lay(rows[0], mapped)
	if err != nil {
		t.Fatal(err)
	}
	out := table{cluster: map[tatm.FileID]string{}}
	at := -1
	for i, h := range rows[0] {
		if h == "cluster" {
			at = i
		}
	}
	for _, r := range rows[1:] {
		id, q, _ := lay.Row(r, 2026)
		p := Person{ID: tatm.FileID(id), Names: q.Names, Details: q.Details}
		if q.Birth.Year != 0 {
			p.Births = []tatm.PartialDate{q.Birth}
		}
		out.people = append(out.people, p)
		out.cluster[p.ID] = r[at]
	}
	return out
}

type judged struct {
	chance float64
	same   bool
	a, b   tatm.FileID
}

type f1 struct{ at, best, p, r, bestAt float64 }

func (f f1) String() string {
	return fmt.Sprintf("F1 at default %.4f (precision %.4f, recall %.4f), best %.4f at %.4f", f.at, f.p, f.r, f.best, f.bestAt)
}

func measure(list []judged, total int) (out f1) {
	sort.Slice(list, func(i, j int) bool { return list[i].chance > list[j].chance })
	tp := 0
	for i, j := range list {
		if j.same {
			tp++
		}
		p, r := float64(tp)/float64(i+1), float64(tp)/float64(total)
		f := 2 * p * r / max(p+r, 1e-9)
		if j.chance >= .5 {
			out.at, out.p, out.r = f, p, r
		}
		if f > out.best && (i+1 == len(list) || list[i+1].chance < j.chance) {
			out.best, out.bestAt = f, j.chance
		}
	}
	return out
}

func TestSets(t *testing.T) {
	noNumber := []string{"number", "street", "house"}
	nameAndBirth := append([]string{"city", "postcode", "region"}, noNumber...)
	for _, s := range []struct {
		name, right string
		leave       []string
		at, best    float64 // what must be reached (matching.md, section 4)
	}{
		{name: "febrl4a.csv", right: "febrl4b.csv", at: .999},
		{name: "febrl4a.csv", right: "febrl4b.csv", leave: noNumber, at: .997},
		{name: "febrl4a.csv", right: "febrl4b.csv", leave: nameAndBirth, at: .955},
		{name: "febrl1.csv", at: .9985},
		{name: "febrl2.csv", at: .9985},
		{name: "febrl3.csv", at: .9985},
		{name: "fake_1000.csv", at: .88, best: .92},
		{name: "historical_dev.csv", at: .83},
	} {
		if testing.Short() && s.name != "fake_1000.csv" {
			continue
		}
		t.Run(fmt.Sprint(s.name, s.leave), func(t *testing.T) {
			left := tableOf(t, s.name, s.leave...)
			right := left
			if left.people == nil {
				return
			}
			if s.right != "" {
				right = tableOf(t, s.right, s.leave...)
			}
			var list []Pair
			if s.right == "" {
				list = Within(Shipped(), left.people, nil)
			} else {
				list = Link(Shipped(), left.people, right.people, nil)
			}
			var js []judged
			for _, p := range list {
				js = append(js, judged{p.Pair, left.cluster[p.Left] == right.cluster[p.Right], p.Left, p.Right})
			}
			got := measure(js, truth(left, right, s.right == ""))
			t.Log(got)
			atLeast(t, "F1 at default", got.at, s.at)
			atLeast(t, "best F1", got.best, s.best)
			if os.Getenv("SHOW") != "" {
				show(t, left, right, js, s.right == "")
			}
		})
	}
}

func truth(l, r table, within bool) (n int) {
	count := map[string]int{}
	for _, c := range r.cluster {
		count[c]++
	}
	if within {
		for _, c := range count {
			n += c * (c - 1) / 2
		}
		return n
	}
	for _, c := range l.cluster {
		n += count[c]
	}
	return n
}

func show(t *testing.T, l, r table, js []judged, within bool) {
	by := map[tatm.FileID]Person{}
	for _, p := range r.people {
		by[p.ID] = p
	}
	lby := map[tatm.FileID]Person{}
	for _, p := range l.people {
		lby[p.ID] = p
	}
	n := 0
	got := map[[2]tatm.FileID]float64{}
	for _, j := range js {
		got[[2]tatm.FileID{j.a, j.b}] = j.chance
		if j.chance > .5 && !j.same {
			if n++; n < 25 {
				t.Log("FALSE", j.chance, lby[j.a], by[j.b])
			}
		}
	}
	n = 0
	for _, a := range l.people {
		for _, b := range r.people {
			if l.cluster[a.ID] == r.cluster[b.ID] && (!within || a.ID < b.ID) && got[[2]tatm.FileID{a.ID, b.ID}] < .5 {
				if n++; n < 25 {
					t.Log("MISSED", got[[2]tatm.FileID{a.ID, b.ID}], a, b)
				}
			}
		}
	}
}
