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
	for _, branch := range s.fileBranches(q) {
		parts = append(parts, `SELECT * FROM (SELECT `+rowColumns+`, f.key, f.key_no, `+branch.body+` AS body FROM file f WHERE `+branch.where+where+
			fmt.Sprintf(" ORDER BY f.%s %s, f.id %s LIMIT %d) b%d", order.column, order.dir, order.dir, limit+1, len(parts)))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" ORDER BY %s %s, id %s", order.column, order.dir, order.dir)
	return s.files(q, text, order.column, limit)
}

// files reads the rows of a list, each file once: a share in an own team finds
// it twice, and the row that shows more is kept.
func (s *Shelf) files(q *query, text, column string, limit int) ([]ListRow, error) {
	var out []ListRow
	at := map[tatm.FileID]int{}
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var sc scanned
		var body bool
		var key []byte
		var keyNo int64
		if err := rows.Scan(append(sc.dest(), &key, &keyNo, &body)...); err != nil {
			return err
		}
		r := sc.done(s.scope.Org())
		var err error
		if r.key, err = s.tx.db.keys.Open(key, keyNo, fileBinding(r.Org, r.ID)); err != nil {
			return err
		}
		line := ListRow{Row: veiled(r, body), Cursor: cursor(sc, column)}
		if i, twice := at[r.ID]; twice {
			if body {
				out[i].Row = line.Row
			}
			return nil
		}
		at[r.ID] = len(out)
		out = append(out, line)
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
	}
	return b.String()
}

// listBranch is one SELECT of a list: the condition that a file is in it, and
// whether more than its head shows.
type listBranch struct{ where, body string }

// fileBranches are one branch for each cleared team and one for what was
// shared with the asker.
func (s *Shelf) fileBranches(q *query) []listBranch {
	org, who, now, kind := q.arg(s.scope.Org()), q.arg(s.scope.Who()), q.arg(stamp(s.scope.Now())), q.arg(s.scope.Kind())
	base := "f.org = " + org + " AND f.kind = " + kind
	var out []listBranch
	for _, b := range s.scope.Branches() {
		where := base
		if b.Team != "" {
			where += " AND f.team = " + q.arg(b.Team)
		}
		where += " AND " + convenedFor("f", q.arg(b.Convened), who, now) + " AND " + unwalled("f", who, now)
		out = append(out, listBranch{where, "CAST(" + q.arg(b.Body) + " AS BOOLEAN)"})
	}
	shared := base + ` AND f.id IN (SELECT s.file FROM share s WHERE s.org = ` + org + ` AND s.grantee = ` + who + ` AND s.revoked_at IS NULL
  AND s.from_at <= ` + now + ` AND (s.until_at = 0 OR s.until_at > ` + now + `)) AND ` + unwalled("f", who, now)
	return append(out, listBranch{shared, "TRUE"})
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
	org, who, now, kind := q.arg(s.scope.Org()), q.arg(s.scope.Who()), q.arg(stamp(s.scope.Now())), q.arg(s.scope.Kind())
	tail, desks := docketTail(q, f), docketDesks(q, f)
	var parts []string
	add := func(where string) {
		for _, desk := range desks {
			parts = append(parts, docketSelect(where+desk+tail, limit, len(parts)))
		}
	}
	for _, b := range s.scope.Branches() {
		where := "d.org = " + org + " AND d.kind = " + kind
		if b.Team != "" {
			where += " AND d.team = " + q.arg(b.Team)
		}
		where += " AND " + convenedFor("f", q.arg(b.Convened), who, now) + " AND " + unwalled("f", who, now) + " AND " + s.docketSeen(q, b)
		add(where)
	}
	shared := "d.org = " + org + " AND d.kind = " + kind + ` AND d.file IN (SELECT s.file FROM share s WHERE s.org = ` + org + ` AND s.grantee = ` + who + ` AND s.revoked_at IS NULL) AND EXISTS (SELECT 1 FROM share s WHERE s.org = d.org AND s.grantee = ` + who + ` AND s.file = d.file AND s.revoked_at IS NULL
  AND s.from_at <= ` + now + ` AND (s.until_at = 0 OR s.until_at > ` + now + `) AND ((s.entry = '' AND s.section = '') OR s.entry = d.entry OR s.section = d.section)) AND d.regime = 'GENERAL' AND ` + unwalled("f", who, now)
	add(shared)
	text := strings.Join(parts, " UNION ") + fmt.Sprintf(" ORDER BY due_at, file, entry LIMIT %d", limit+1)
	return s.docketLines(q, text)
}

// docketSeen is the condition that a docket line falls under the branch. The
// clock sees every line.
func (s *Shelf) docketSeen(q *query, b access.Branch) string {
	if len(s.scope.Branches()) == 1 && b.Team == "" && len(b.Grants) == 0 && !b.Body {
		return "TRUE"
	}
	cond, _ := visible("d", len(q.args)+1)
	q.args = append(q.args, visibleArgs(b.Grants)...)
	return cond
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

// LinkedLine is a file on the other end of a link.
type LinkedLine struct {
	Row   Row
	Entry tatm.EntryID
	Role  string
}

// LinkedTo lists the files of the scope's kind that link to other. A link
// shows only if the scope admits the file and the section and regime of the
// entry that makes it; the caller has been admitted to other already.
func (s *Shelf) LinkedTo(other tatm.FileID, limit int) ([]LinkedLine, error) {
	if !s.scope.Admits() {
		return nil, nil
	}
	q := &query{}
	org, o := q.arg(s.scope.Org()), q.arg(other)
	var parts []string
	for _, b := range s.fileBranches(q) {
		parts = append(parts, `SELECT `+rowColumns+`, l.entry, l.role, `+b.body+` AS body FROM link l JOIN file f ON f.org = l.org AND f.id = l.file WHERE l.org = `+org+` AND l.other = `+o+` AND l.until_at = 0 AND `+b.where)
	}
	text := strings.Join(parts, " UNION ") + fmt.Sprintf(" LIMIT %d", min(max(limit, 1), 100))
	var out []LinkedLine
	err := s.tx.each(text, q.args, func(rows *sql.Rows) error {
		var sc scanned
		var l LinkedLine
		var body bool
		if err := rows.Scan(append(sc.dest(), &l.Entry, &l.Role, &body)...); err != nil {
			return err
		}
		l.Row = veiled(sc.done(s.scope.Org()), body)
		out = append(out, l)
		return nil
	})
	return out, wrap(err, "links to %s", other)
}

// One finds one file of the scope's kind, if the scope lists it.
func (s *Shelf) One(id tatm.FileID) (ListRow, bool, error) {
	if !s.scope.Admits() {
		return ListRow{}, false, nil
	}
	q := &query{}
	want := q.arg(id)
	var parts []string
	for _, b := range s.fileBranches(q) {
		parts = append(parts, `SELECT `+rowColumns+`, f.key, f.key_no, `+b.body+` AS body FROM file f WHERE `+b.where+` AND f.id = `+want)
	}
	rows, err := s.files(q, strings.Join(parts, " UNION ALL "), "next_due", 1)
	if err != nil || len(rows) == 0 {
		return ListRow{}, false, err
	}
	return rows[0], true, nil
}
