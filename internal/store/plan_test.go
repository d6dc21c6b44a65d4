package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/boot"
	"offramp/internal/bulk"
	"offramp/internal/config"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// TestPlans holds that every order of a list has an index on both engines: the
// plan of each list, docket and search under a scope of three teams and what
// was shared reads no table from end to end and sorts nothing but the pages
// that its branches give.
func TestPlans(t *testing.T) {
	for engine, url := range testbed.Engines(t) {
		t.Run(engine, func(t *testing.T) {
			db, scopes := planned(t, url)
			asked := 0
			for name, ask := range questions() {
				for _, s := range db.Hear(t.Context(), func(tx *store.Tx) error { return ask(tx, scopes) }) {
					asked++
					plan := db.Plan(t, s)
					if bad := unbounded(engine, plan); bad != "" {
						t.Errorf("%s: %s\n%s\n%s", name, bad, s.Text, strings.Join(plan, "\n"))
					}
				}
			}
			if asked < len(questions()) {
				t.Errorf("only %d statements were heard", asked)
			}
		})
	}
}

// planned is a database of some thousand rows, and a list scope for each kind.
func planned(t *testing.T, url string) (*store.DB, map[tatm.FileKind]access.ListScope) {
	t.Helper()
	c := config.Config{Data: t.TempDir()}
	if store.Postgres(url) {
		c.Database = url
	}
	o, err := boot.Open(t.Context(), c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	org, err := o.App.Found(t.Context(), "Plans", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	console := o.App.As(access.Actor{ID: "console", Org: org, Clock: true})
	who := access.Actor{ID: "06bdrg67grg002atprrm9k0dyb", Org: org}
	var crews []bulk.Crew
	for range 3 {
		team, err := console.AddTeam(t.Context(), "Team", "county")
		if err != nil {
			t.Fatal(err)
		}
		crews = append(crews, bulk.Crew{Team: team, Chair: who.ID})
		who.Seats = append(who.Seats, tatm.Seat{Team: team, Role: tatm.Core, Discipline: tatm.LawEnforcement})
	}
	err = bulk.Load(t.Context(), c.DatabaseURL(), bulk.Plan{Org: org, Cases: 400, Start: time.Now().Add(-24 * time.Hour), Crews: crews, Pack: o.Library.PackAt("default", time.Now()), Packs: o.Library.Packs(), Keys: o.Keys})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.App.TakeWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	scopes := map[tatm.FileKind]access.ListScope{}
	for _, kind := range []tatm.FileKind{tatm.ReportFile, tatm.CaseFile, tatm.PersonFile, tatm.MeetingFile} {
		if scopes[kind], err = access.DecideList(who, access.Op{Roles: []tatm.Role{tatm.Core, access.Guest}}, kind, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return o.DB, scopes
}

// question asks something of the shelves.
type question func(*store.Tx, map[tatm.FileKind]access.ListScope) error

const someID = "06bdrg67grg002atprrm9k0dyb"

// questions are what the pages ask: every order with every filter that has an
// index or could keep one from serving, first pages and later ones.
func questions() map[string]question {
	out := map[string]question{}
	for _, order := range []store.Order{store.ByDue, store.ByNumber, store.ByChanged} {
		filters := map[string]store.Filter{
			"open": {}, "all": {All: true}, "closed": {Closed: true}, "a state": {State: "triage"}, "a state of all": {State: "closed", All: true},
			"mine": {Owner: someID}, "mine of all": {Owner: someID, All: true}, "a level": {Level: tatm.High}, "flagged": {Emergency: true, Stale: true},
		}
		for name, f := range filters {
			f.Order, f.Limit = order, 50
			for page, after := range map[string]string{"first": "", "later": "1789394407000000." + someID} {
				f.After = after
				out["files by "+string(order)+", "+name+", "+page+" page"] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
					_, err := tx.Lists(in[tatm.CaseFile]).Files(f)
					return err
				}
			}
		}
	}
	soon := time.Now().Add(time.Hour)
	for name, f := range map[string]store.DocketFilter{
		"a desk": {Owner: someID, Until: soon, Limit: 61}, "my own": {Owner: someID, Own: true, Limit: 60}, "overdue": {Until: soon, Limit: 100},
		"one matter": {What: tatm.DueNext, Until: soon, Limit: 100}, "later": {From: time.Unix(1, 0), After: "1789394407000000." + someID, Limit: 50},
	} {
		out["docket, "+name] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
			_, err := tx.Lists(in[tatm.CaseFile]).Docket(f)
			return err
		}
	}
	out["search"] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
		_, err := tx.Lists(in[tatm.CaseFile]).Seek("library number", 50)
		return err
	}
	for page, after := range map[string]store.Pair{"first": {}, "later": {Rank: 1, One: someID, Two: someID}} {
		out["pairs, "+page+" page"] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
			_, err := tx.Lists(in[tatm.PersonFile]).Pairs(after, 11)
			return err
		}
	}
	out["variants"] = func(tx *store.Tx, _ map[tatm.FileKind]access.ListScope) error {
		_, err := tx.VariantPage(someID, "", 51)
		return err
	}
	out["people since"] = func(tx *store.Tx, _ map[tatm.FileKind]access.ListScope) error {
		return tx.OnFileSince(someID, 1000, nil)
	}
	out["gone since"] = func(tx *store.Tx, _ map[tatm.FileKind]access.ListScope) error {
		_, err := tx.GoneSince(someID, 1000)
		return err
	}
	out["linked"] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
		_, err := tx.Lists(in[tatm.CaseFile]).LinkedTo(someID, 50)
		return err
	}
	out["one"] = func(tx *store.Tx, in map[tatm.FileKind]access.ListScope) error {
		_, _, err := tx.Lists(in[tatm.CaseFile]).One(someID)
		return err
	}
	return out
}

// unbounded says what in a plan grows with the table, or nothing. A step below
// the outermost may not sort; no step may read a table without an index. What
// was shared with one person is theirs to sort: it begins at share_to.
func unbounded(engine string, plan []string) string {
	if engine == "postgres" {
		return unboundedPostgres(plan)
	}
	branch := ""
	for i, line := range plan {
		step := strings.TrimSpace(line)
		if strings.HasPrefix(step, "CO-ROUTINE") || strings.HasPrefix(step, "MATERIALIZE") {
			branch = line[:len(line)-len(step)]
		}
		inside := branch != "" && strings.HasPrefix(line, branch+"  ")
		switch {
		case strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX") && !strings.HasPrefix(step, "SCAN b") && !strings.Contains(step, "VIRTUAL TABLE"):
			return "reads a whole table: " + step
		case inside && strings.HasPrefix(step, "USE TEMP B-TREE") && !shared(plan[:i]):
			return "sorts: " + step
		}
	}
	return ""
}

// shared reports whether the branch that ends here begins at what was shared:
// a list of files found by share_to, each then found by its key.
func shared(plan []string) bool {
	for i, line := range slices.Backward(plan) {
		step := strings.TrimSpace(line)
		if strings.HasPrefix(step, "LIST SUBQUERY") && strings.Contains(plan[i+1], "share_to") {
			return true
		}
		if strings.HasPrefix(step, "CO-ROUTINE") {
			return false
		}
	}
	return false
}

// unboundedPostgres reads the plan as a tree: below a sort, what comes straight
// from a table, and not through the limit of a branch, grows with the table,
// unless it begins at what was shared or was found by words.
func unboundedPostgres(plan []string) string {
	for i, line := range plan {
		step := strings.TrimPrefix(strings.TrimSpace(line), "->  ")
		if strings.HasPrefix(step, "Seq Scan") {
			return "reads a whole table: " + step
		}
		if !strings.HasPrefix(step, "Sort") && !strings.HasPrefix(step, "Incremental Sort") || strings.HasPrefix(step, "Sort Key") {
			continue
		}
		below := straight(plan[i+1:], indent(line))
		if below != "" && !strings.Contains(below, "share_to") && !strings.Contains(below, "seek_words") {
			return step + " of what comes straight from" + below
		}
	}
	return ""
}

// straight are the scans below a step that no limit bounds. What a condition
// looks up for one row (a SubPlan) is none of them.
func straight(plan []string, above int) (scans string) {
	skip := -1
	for _, line := range plan {
		at, step := indent(line), strings.TrimPrefix(strings.TrimSpace(line), "->  ")
		switch {
		case at <= above:
			return scans
		case skip >= 0 && at > skip:
			continue
		case strings.HasPrefix(step, "SubPlan"), strings.HasPrefix(step, "Limit"):
			skip = at
			continue
		case strings.Contains(step, " using "), strings.HasPrefix(step, "Bitmap Index Scan"):
			scans += " " + step
		}
		skip = -1
	}
	return scans
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
