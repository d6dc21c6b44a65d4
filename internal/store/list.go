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
	order, known := sorted[f.Order]
	if !known {
		order = sorted[ByDue]
	}
	limit := min(max(f.Limit, 1), 100)
	q := &query{}
	where := s.narrow(q, f)
	if at, id, ok := parseCursor(f.After); ok {
		a, b := q.arg(at), q.arg(id)
		where += fmt.Sprintf(" AND (f.%s %s %s OR (f.%s = %s AND f.id > %s))", order.column, order.past, a, order.column, a, b)
	}
	var parts []string
	for _, branch := range s.fileBranches(q) {
		parts = append(parts, `SELECT * FROM (SELECT `+rowColumns+`, f.key, f.key_no, `+branch.body+` AS body FROM file f WHERE `+branch.where+where+
			fmt.Sprintf(" ORDER BY f.%s %s, f.id LIMIT %d) b%d", order.column, order.dir, limit+1, len(parts)))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" ORDER BY %s %s, id", order.column, order.dir)
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
	if f.State != "" {
		add("state =", f.State)
	}
	if f.Owner != "" {
		add("owner =", f.Owner)
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
		b.WriteString(" AND f.closed > 0")
	}
	if !f.Closed && !f.All {
		b.WriteString(" AND f.closed = 0")
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
	tail := docketTail(q, f)
	var parts []string
	for _, b := range s.scope.Branches() {
		where := "d.org = " + org + " AND d.kind = " + kind
		if b.Team != "" {
			where += " AND d.team = " + q.arg(b.Team)
		}
		where += " AND " + convenedFor("f", q.arg(b.Convened), who, now) + " AND " + unwalled("f", who, now) + " AND " + s.docketSeen(q, b)
		parts = append(parts, docketSelect(where+tail, limit, len(parts)))
	}
	shared := "d.org = " + org + " AND d.kind = " + kind + ` AND EXISTS (SELECT 1 FROM share s WHERE s.org = d.org AND s.grantee = ` + who + ` AND s.file = d.file AND s.revoked_at IS NULL
  AND s.from_at <= ` + now + ` AND (s.until_at = 0 OR s.until_at > ` + now + `) AND ((s.entry = '' AND s.section = '') OR s.entry = d.entry OR s.section = d.section)) AND d.regime = 'GENERAL' AND ` + unwalled("f", who, now)
	parts = append(parts, docketSelect(shared+tail, limit, len(parts)))
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

func docketTail(q *query, f DocketFilter) string {
	var b strings.Builder
	if f.Owner != "" {
		o := q.arg(f.Owner)
		if f.Own {
			fmt.Fprintf(&b, " AND d.owner = %s", o)
		} else {
			fmt.Fprintf(&b, " AND d.owner IN (%s, '')", o)
		}
	}
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
		fmt.Fprintf(&b, " AND (d.due_at > %s OR (d.due_at = %s AND d.file > %s))", a, a, c)
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
	o := q.arg(other)
	var parts []string
	for _, b := range s.fileBranches(q) {
		parts = append(parts, `SELECT `+rowColumns+`, l.entry, l.role, `+b.body+` AS body FROM file f JOIN link l ON l.org = f.org AND l.file = f.id WHERE l.other = `+o+` AND l.until_at = 0 AND `+b.where)
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
