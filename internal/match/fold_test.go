package match

import (
	"testing"

	"offramp/internal/tatm"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"O'Brien": "obrien", "Müller-Lüdenscheidt": "muller ludenscheidt", "Łukasz Żółć": "lukasz zolc", "Đặng Văn": "dang van", "STRAßE": "strasse",
		"Сергей Лавров": "sergei lavrov", "Володимир Зеленський": "volodimir zelenskii", "王杰": "wang jie", "バラク・オバマ": "baraku obama", "김정은": "gimjeongeun", "Γιώργος": "giorgos",
		"محمد": "mhmd", "  J.-C.  ": "j c", "": "", "🙂": "", "N'Diaye": "ndiaye",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Ana", "\xff\xfe", "Ünïcödé 王 ", "-", "Abd al-Aziz bin Baz Jr."} {
		f.Add(s)
	}
	tables := Shipped()
	f.Fuzz(func(t *testing.T, s string) {
		once := fold(s)
		if again := fold(once); again != once {
			t.Errorf("fold(%q) = %q, and again %q", s, once, again)
		}
		x := New(tables)
		x.Put(Person{ID: "a", Names: []tatm.Name{ParseName(s)}}) // never breaks
		x.Search(Query{Names: []tatm.Name{{Given: s, Family: s}}}, nil, 3)
	})
}

func TestRowOf(t *testing.T) {
	for _, tt := range []struct {
		name tatm.Name
		want []string
	}{
		{tatm.Name{Given: "Juan", Family: "de la Cruz"}, []string{"juan", "cruz"}},
		{tatm.Name{Given: "Abd al-Aziz", Family: "al-Masri"}, []string{"abdulaziz", "masri"}},
		{tatm.Name{Given: "Dr. Ana", Family: "Ruiz Soto"}, []string{"ana", "ruiz", "soto"}},
		{tatm.Name{Given: "Van", Family: "Nguyen"}, []string{"van", "nguyen"}},
		{tatm.Name{Given: "Robert", Family: "Bell Jr"}, []string{"robert", "bell"}},
		{tatm.Name{Given: "Ig0r"}, []string{"igor"}},
		{tatm.Name{Given: "JC", Family: "Juncker"}, []string{"j", "c", "juncker"}},
	} {
		var got []string
		for _, tk := range rowOf(tt.name).tokens {
			got = append(got, tk.text)
		}
		if len(got) != len(tt.want) {
			t.Errorf("%+v: %q, want %q", tt.name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%+v: %q, want %q", tt.name, got, tt.want)
			}
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"anna", "anna", 0}, {"jon", "john", 1}, {"smiht", "smith", 1}, {"smith", "smyth", 1}, {"garcia", "gracia", 1}, {"meyer", "maier", 2}, {"abc", "xyz", 3}, {"a", "abcdef", 3}} {
		if got := edits(tt.a, tt.b, 2); got != min(tt.want, 3) || edits(tt.b, tt.a, 2) != got {
			t.Errorf("edits(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestSlippedIsWhole holds the list of near dates against every date there is.
func TestSlippedIsWhole(t *testing.T) {
	for _, d := range []tatm.PartialDate{{Year: 1971, Month: 6, Day: 24}, {Year: 2000, Month: 1, Day: 1}, {Year: 1899, Month: 12, Day: 31}, {Year: 1990, Month: 10, Day: 11}} {
		of := packDate(d)
		listed := map[date]bool{}
		for _, s := range of.slipped() {
			listed[s] = true
		}
		for y := 1; y < 4096; y++ {
			for m := 1; m <= 12; m++ {
				for day := 1; day <= 31; day++ {
					other := packDate(tatm.PartialDate{Year: y, Month: m, Day: day})
					if near := agreeFull(of, other) == dateNear; near != listed[other] {
						t.Fatalf("%v and %v: near %v, listed %v", of, other, near, listed[other])
					}
				}
			}
		}
	}
}
