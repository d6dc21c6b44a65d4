package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// Shelf is what a list scope lets an actor list. Only the runner hands it out.
type Shelf struct {
	tx    *Tx
	scope access.ListScope
}

// Lists opens what s covers.
func (t *Tx) Lists(s access.ListScope) *Shelf { return &Shelf{t, s} }

// Order is a saved order of a list: each has an index.
type Order string

// The orders.
const (
	ByDue     Order = "due"     // next date first
	ByNumber  Order = "number"  // newest first
	ByChanged Order = "changed" // last touched first
)

// Filter narrows a list of files. Zero fields do not narrow.
type Filter struct {
	State     string
	Owner     tatm.ActorID
	Emergency bool
	Stale     bool
	Level     tatm.Level
	Closed    bool // closed ones; otherwise open ones only
	All       bool // open and closed
	Team      tatm.TeamID
	Number    int64 // the one file of this number
	Order     Order
	After     string // cursor of the last row shown
	Limit     int    // at most 100
}

// By is the order that the list has. What is closed has no date, so a list that
// holds closed files goes by the last change where it would go by date.
func (f Filter) By() Order {
	switch {
	case f.Order == ByNumber || f.Order == ByChanged:
		return f.Order
	case f.All || f.Closed:
		return ByChanged
	}
	return ByDue
}

// ListRow is a line of a list: the head of a file.
type ListRow struct {
	Row
	Cursor string
	branch int // of the scope, or more: found through a share alone
}

// sorted says how an order reads: the column, its direction and its comparison.
var sorted = map[Order]struct{ column, dir, past string }{
	ByDue:     {"next_due", "ASC", ">"},
	ByNumber:  {"number", "DESC", "<"},
	ByChanged: {"changed_at", "DESC", "<"},
}

// Files lists the heads of files, a page at a time.
func (s *Shelf) Files(f Filter) ([]ListRow, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	order := sorted[f.By()]
	limit := min(max(f.Limit, 1), 100)
	q := &query{}
	where := s.narrow(q, f)
	if at, id, ok := parseCursor(f.After); ok {
		a, b := q.arg(at), q.arg(id)
		where += fmt.Sprintf(" AND (f.%s, f.id) %s (%s, %s)", order.column, order.past, a, b)
	}
	var parts []string
	for i, branch := range s.fileBranches(q, s.asker(q)) {
		if f.veiled() {
			branch.where += " AND " + branch.body // who sees heads alone learns no level by asking for one
		}
		parts = append(parts, `SELECT * FROM (SELECT `+rowColumns+fmt.Sprintf(`, f.key, f.key_no, %d AS branch, `, i)+branch.body+` AS body FROM file f WHERE `+branch.where+where+
			fmt.Sprintf(" ORDER BY f.%s %s, f.id %s LIMIT %d) b%d", order.column, order.dir, order.dir, limit+1, len(parts)))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" ORDER BY %s %s, id %s", order.column, order.dir, order.dir)
	return s.files(q, text, order.column, limit)
}

// veiled reports whether the filter asks for what only who may see the case
// itself may know.
func (f Filter) veiled() bool { return f.Level != "" || f.Emergency || f.Stale }

// files reads the rows of a list, each file once: seats in a team and over the
// organisation find it twice, and a share once more. It is shown as the first
// of its branches shows it, with the level if any of them shows that.
func (s *Shelf) files(q *query, text, column string, limit int) ([]ListRow, error) {
	var out []ListRow
	at := map[tatm.FileID]int{}
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var sc scanned
		var branch int
		var body bool
		var key []byte
		var keyNo int64
		if err := rows.Scan(append(sc.dest(), &key, &keyNo, &branch, &body)...); err != nil {
			return err
		}
		r := sc.done(s.scope.Org())
		var err error
		if r.key, err = s.tx.db.keys.Open(key, keyNo, fileBinding(r.Org, r.ID)); err != nil {
			return err
		}
		i, twice := at[r.ID]
		if !twice {
			i, at[r.ID] = len(out), len(out)
			out = append(out, ListRow{veiled(r, body), cursor(sc, column), branch})
		}
		if out[i].branch = min(out[i].branch, branch); body {
			out[i].Row = r
		}
		return nil
	})
	return out, wrap(err, "list of %s", s.scope.Kind())
}

func cursor(sc scanned, column string) string {
	at := sc.due
	switch column {
	case "number":
		at = sc.row.Number
	case "changed_at":
		at = sc.changed
	}
	return fmt.Sprintf("%d.%s", at, sc.row.ID)
}

func parseCursor(s string) (at int64, id string, ok bool) {
	n, id, cut := strings.Cut(s, ".")
	if !cut || !tatm.ValidID(id) {
		return 0, "", false
	}
	_, err := fmt.Sscanf(n, "%d", &at)
	return at, id, err == nil
}

// query numbers the arguments of a statement as it is built.
type query struct{ args []any }

func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// narrow is the condition of a filter.
func (s *Shelf) narrow(q *query, f Filter) string {
	var b strings.Builder
	add := func(cond string, v any) { fmt.Fprintf(&b, " AND f.%s %s", cond, q.arg(v)) }
	// In the order of dates the index of the column serves. In another order
	// the index of that order does: what stands in the way of the column's own
	// keeps the engine from reading all of a state to sort it.
	own, number := "", ""
	if f.By() != ByDue {
		own, number = "|| '' ", "+ 0 "
	}
	if f.State != "" {
		add("state "+own+"=", f.State)
	}
	if f.Owner != "" {
		add("owner "+own+"=", f.Owner)
	}
	if f.Team != "" {
		add("team =", f.Team)
	}
	if f.Level != "" {
		add("level =", string(f.Level))
	}
	if f.Number > 0 {
		add("number =", f.Number)
	}
	if f.Emergency {
		b.WriteString(" AND f.emergency")
	}
	if f.Stale {
		b.WriteString(" AND f.stale")
	}
	if f.Closed && !f.All {
		b.WriteString(" AND f.closed " + number + "> 0")
	}
	if !f.Closed && !f.All {
		b.WriteString(" AND f.closed " + number + "= 0")
		if f.State == "" && s.scope.Kind() == tatm.ReportFile {
			add("state "+own+"<>", tatm.ReportApart) // of a flood; asked for by its state
		}
	}
	return b.String()
}

// asker is who asks, as numbered arguments of a statement.
type asker struct{ org, who, now, kind string }

func (s *Shelf) asker(q *query) asker {
	return asker{q.arg(s.scope.Org()), q.arg(s.scope.Who()), q.arg(stamp(s.scope.Now())), q.arg(s.scope.Kind())}
}

// listBranch is one SELECT of a list: the condition that a file f is in it, and
// the one that more than its head shows.
type listBranch struct{ where, body string }

// fileBranches are one for each branch of the scope and one for what was shared
// with the asker.
func (s *Shelf) fileBranches(q *query, a asker) []listBranch {
	base := "f.org = " + a.org + " AND f.kind = " + a.kind + " AND " + unwalled("f", a.who, a.now)
	var out []listBranch
	for _, b := range s.scope.Branches() {
		l := listBranch{base + inBranch(q, b, "f", a), "TRUE"}
		if !b.Body {
			l.body = `EXISTS (SELECT 1 FROM share s WHERE s.org = f.org AND s.file = f.id AND ` + sharing(a.who, a.now) + `)`
		}
		out = append(out, l)
	}
	if !s.scope.Guest() {
		return out
	}
	return append(out, listBranch{base + ` AND f.id IN (SELECT s.file FROM share s WHERE s.org = ` + a.org + ` AND ` + sharing(a.who, a.now) + `)`, "TRUE"})
}

// inBranch is the condition that a file f is listed in the branch; team is the
// alias whose index leads to it.
func inBranch(q *query, b access.Branch, team string, a asker) string {
	var where string
	if b.Team != "" {
		where = " AND " + team + ".team = " + q.arg(b.Team)
	}
	if b.Owned {
		where += " AND f.owner = " + a.who
	}
	return where + " AND " + convenedFor("f", q.arg(b.Convened), a.who, a.now)
}

// shows is the condition that alias e, whose entry stands in column id, falls
// under branch i of the scope, or is shared with the asker.
func (s *Shelf) shows(q *query, i int, e, id string, a asker) string {
	if s.scope.Clock() {
		return "TRUE"
	}
	if i >= len(s.scope.Branches()) {
		return sharedTo(e, id, a.who, a.now)
	}
	cond, _ := visible(e, len(q.args)+1)
	q.args = append(q.args, visibleArgs(s.scope.Branches()[i].Grants)...)
	return "(" + cond + " OR " + sharedTo(e, id, a.who, a.now) + ")"
}

// DocketLine is a line of what is due.
type DocketLine struct {
	tatm.Due
	File   tatm.FileID
	Kind   tatm.FileKind
	Team   tatm.TeamID
	Number int64
}

// DocketFilter narrows the docket. Zero fields do not narrow.
type DocketFilter struct {
	Owner tatm.ActorID // lines on this person's desk
	Own   bool         // lines of nobody in particular are left out
	Not   tatm.ActorID // lines on this desk are left out
	Team  tatm.TeamID
	What  string
	From  time.Time
	Until time.Time
	After string
	Limit int // at most 100
}

// Docket lists what is due in the files of the scope's kind, soonest first.
func (s *Shelf) Docket(f DocketFilter) ([]DocketLine, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	limit := min(max(f.Limit, 1), 100)
	q := &query{}
	a := s.asker(q)
	base := "d.org = " + a.org + " AND d.kind = " + a.kind + " AND " + unwalled("f", a.who, a.now) + docketTail(q, f)
	desks := docketDesks(q, f)
	var parts []string
	add := func(where string) {
		for _, desk := range desks {
			parts = append(parts, docketSelect(base+desk+where, limit, len(parts)))
		}
	}
	for i, b := range s.scope.Branches() {
		add(inBranch(q, b, "d", a) + " AND " + s.shows(q, i, "d", "entry", a))
	}
	if s.scope.Guest() {
		// The list of what was shared repeats a part of sharedTo, so that its index leads to the lines.
		add(" AND d.file IN (SELECT s.file FROM share s WHERE s.org = " + a.org + " AND " + sharing(a.who, a.now) + ") AND " + sharedTo("d", "entry", a.who, a.now))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := strings.Join(parts, " UNION ") + fmt.Sprintf(" ORDER BY due_at, file, entry LIMIT %d", limit+1)
	return s.docketLines(q, text)
}

func docketSelect(where string, limit, n int) string {
	return `SELECT * FROM (SELECT d.entry, d.what, d.id, d.owner, d.section, d.regime, d.due_at, d.file, d.kind, d.team, f.number
 FROM docket d JOIN file f ON f.org = d.org AND f.id = d.file WHERE d.done_at IS NULL AND ` + where + fmt.Sprintf(` ORDER BY d.due_at, d.file, d.entry LIMIT %d) b%d`, limit+1, n)
}

// docketDesks are the desks whose lines are wanted, each a branch of its own:
// an index gives one desk in order, not two.
func docketDesks(q *query, f DocketFilter) []string {
	if f.Owner == "" {
		return []string{""}
	}
	desks := []string{" AND d.owner = " + q.arg(f.Owner)}
	if !f.Own {
		desks = append(desks, " AND d.owner = ''")
	}
	return desks
}

func docketTail(q *query, f DocketFilter) string {
	var b strings.Builder
	if f.Team != "" {
		fmt.Fprintf(&b, " AND d.team = %s", q.arg(f.Team))
	}
	if f.Not != "" {
		fmt.Fprintf(&b, " AND d.owner <> %s", q.arg(f.Not))
	}
	if f.What != "" {
		fmt.Fprintf(&b, " AND d.what = %s", q.arg(f.What))
	}
	if !f.From.IsZero() {
		fmt.Fprintf(&b, " AND d.due_at >= %s", q.arg(stamp(f.From)))
	}
	if !f.Until.IsZero() {
		fmt.Fprintf(&b, " AND d.due_at < %s", q.arg(stamp(f.Until)))
	}
	if at, id, ok := parseCursor(f.After); ok {
		a, c := q.arg(at), q.arg(id)
		fmt.Fprintf(&b, " AND (d.due_at, d.file) > (%s, %s)", a, c)
	}
	return b.String()
}

func (s *Shelf) docketLines(q *query, text string) ([]DocketLine, error) {
	var out []DocketLine
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var l DocketLine
		var due int64
		err := rows.Scan(&l.Entry, &l.What, &l.ID, &l.Owner, &l.Section, &l.Regime, &due, &l.File, &l.Kind, &l.Team, &l.Number)
		l.At = unstamp(due)
		out = append(out, l)
		return err
	})
	return out, wrap(err, "docket")
}

// One finds one file of the scope's kind, if the scope lists it.
func (s *Shelf) One(id tatm.FileID) (ListRow, bool, error) {
	if !s.scope.Admits() {
		return ListRow{}, false, nil
	}
	q := &query{}
	want := q.arg(id)
	var parts []string
	for i, b := range s.fileBranches(q, s.asker(q)) {
		parts = append(parts, `SELECT `+rowColumns+fmt.Sprintf(`, f.key, f.key_no, %d AS branch, `, i)+b.body+` AS body FROM file f WHERE `+b.where+` AND f.id = `+want)
	}
	if len(parts) == 0 {
		return ListRow{}, false, nil
	}
	rows, err := s.files(q, strings.Join(parts, " UNION ALL "), "next_due", 1)
	if err != nil || len(rows) == 0 {
		return ListRow{}, false, err
	}
	return rows[0], true, nil
}
