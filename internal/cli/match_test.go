package cli

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offramp/internal/config"
)

// run runs a command line in a folder of its own that holds the given files.
func run(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	t.Chdir(dir)
	code = Run(t.Context(), args, Env{Out: &o, Err: &e, Now: time.Now})
	return code, o.String(), e.String()
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func rows(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestMatchEval: the person meant comes first with the reason; bad rows are
// reported, a half-understood one is asked all the same.
func TestMatchEval(t *testing.T) {
	dir := folder(t, map[string]string{
		"people.csv":  "id,first_name,last_name,dob,phone\np1,Rosa,Delgado,2009-04-01,555-010-2233\np2,Noah,Bell,2010-12-24,\np3,,,,\np2,Again,Bell,,\n",
		"queries.csv": "\xef\xbb\xbfquery_id;forename;surname;date_of_birth\nq1;Rosa;Delgdo;01.04.2009\nq2;Noha;Bell;31.24.2010\nq3;Nobody;Knows;\n",
	})
	code, out, errs := run(t, dir, "match", "eval", "--people", "people.csv", "--queries", "queries.csv", "--out", "r.csv", "--k", "3")
	if code != ExitFine || !strings.Contains(out, "2 people") || !strings.Contains(errs, "r.bad.csv") {
		t.Fatalf("%d %q %q", code, out, errs)
	}
	got := rows(t, filepath.Join(dir, "r.csv"))
	if len(got) != 3 || got[1][0] != "q1" || got[1][2] != "p1" || got[1][5] != "likely" || !strings.Contains(got[1][6], `"code":"slip"`) || got[2][2] != "p2" {
		t.Errorf("results: %q", got)
	}
	if bad := rows(t, filepath.Join(dir, "r.bad.csv")); len(bad) != 4 {
		t.Errorf("bad rows: %q", bad)
	}
}

// TestMatchPairs: pairs of one table, of two, and side by side; a mapping.
func TestMatchPairs(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.csv":     "nr,vorname,nachname,dob\n1,Katherine,Oduya,1990-05-06\n2,Ben,Tverdov,1988-01-02\n3,Kate,Oduya,1990-05-06\n",
		"b.csv":     "nr,vorname,nachname,dob\n9,Benjamin,Tverdov,1988-01-02\n",
		"map.yaml":  "id: nr\ngiven: vorname\nfamily: nachname\n",
		"pairs.csv": "name1,name2\nAna Ruiz Soto,\"Ruiz, Ana\"\nAna Ruiz,Omar Haddad\n",
	})
	for _, tt := range []struct {
		what string
		args []string
		want string
	}{
		{"one table", []string{"--left", "a.csv", "--map", "map.yaml"}, "1,3,true"},
		{"two tables", []string{"--left", "a.csv", "--right", "b.csv", "--map", "map.yaml"}, "2,9,true"},
		{"columns", []string{"--left", "a.csv", "--right", "b.csv", "--column", "id=nr", "--column", "given=vorname", "--column", "family=nachname"}, "2,9,true"},
		{"side by side", []string{"--left", "pairs.csv", "--beside"}, "1,1,true 2,2,false"},
	} {
		code, _, errs := run(t, dir, append([]string{"match", "pairs", "--out", "p.csv"}, tt.args...)...)
		var got []string
		for _, r := range rows(t, filepath.Join(dir, "p.csv"))[1:] {
			got = append(got, r[0]+","+r[1]+","+r[4])
		}
		if code != ExitFine || strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %d %q %q, want %q", tt.what, code, got, errs, tt.want)
		}
	}
	if code, _, errs := run(t, dir, "match", "pairs", "--out", "p.csv", "--left", "a.csv", "--column", "given=nowhere"); code == ExitFine || !strings.Contains(errs, "nowhere") {
		t.Errorf("a column that is not there: %d %q", code, errs)
	}
}

// TestMatchFrequencies: public lists in their own forms are taken on top of
// each other, and the search goes by them.
func TestMatchFrequencies(t *testing.T) {
	dir := folder(t, map[string]string{
		"ssa.csv":    "name,sex,count\nZorblax,M,75\nZorblax,F,5\nAnna,F,20\n,F,1\n",
		"census.csv": "name,rank,count\nQUUXLEY,1,50\nBELL,2,50\n",
		"other.csv":  "name,count\nAnna,1\n",
	})
	for _, file := range []string{"ssa.csv", "census.csv"} {
		if code, _, errs := run(t, dir, "match", "frequencies", "import", file, "--data", "d"); code != ExitFine {
			t.Fatalf("%s: %d %q", file, code, errs)
		}
	}
	got, err := config.ReadNames(config.Config{Data: filepath.Join(dir, "d")}.NameFile())
	if err != nil || len(got) != 4 {
		t.Fatalf("%v %v", got, err)
	}
	for _, s := range got {
		if s.Name == "zorblax" && s.Given != 80000 || s.Name == "quuxley" && s.Family != 50000 {
			t.Errorf("%+v", s)
		}
	}
	if code, _, errs := run(t, dir, "match", "frequencies", "import", "other.csv", "--data", "d"); code == ExitFine || !strings.Contains(errs, "--part") {
		t.Errorf("a list of nobody knows what: %d %q", code, errs)
	}
}
