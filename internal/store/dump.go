package store

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"offramp/internal/fault"
)

// Dumped are the tables that a backup carries, in the order in which they are
// loaded. Sessions, throttles and leases are of the moment; search words are
// made anew.
var Dumped = []string{
	"org", "team", "channel", "channel_form", "member", "seat", "credential", "tally", "file", "entry", "docket", "mark", "link", "share", "wall",
	"audit", "audit_head", "checkpoint", "seen", "stranger", "outbox", "delivery", "once", "receipt", "turn", "absence", "canned", "partner", "referral", "briefing", "staged", "blob", "variant", "tombstone",
}

// Cells is one row of a table as it travels: engine-neutral JSON values, bytes
// as {"b": base64}.
type Cells []any

type blob struct {
	B string `json:"b"`
}

// Dump calls each for every row of a table, in key order.
func (t *Tx) Dump(table string, columns func([]string), each func(Cells) error) error {
	rows, err := t.rows(`SELECT * FROM ` + table + ` ORDER BY 1, 2, 3`)
	if err != nil {
		return wrap(err, "dump %s", table)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return wrap(err, "dump %s", table)
	}
	columns(names)
	for rows.Next() {
		cells, err := scanCells(rows, len(names))
		if err == nil {
			err = each(cells)
		}
		if err != nil {
			return wrap(err, "dump %s", table)
		}
	}
	return wrap(rows.Err(), "dump %s", table)
}

func scanCells(rows *sql.Rows, n int) (Cells, error) {
	cells, dest := make(Cells, n), make([]any, n)
	for i := range cells {
		dest[i] = &cells[i]
	}
	if err := rows.Scan(dest...); err != nil {
		return nil, err
	}
	for i, c := range cells {
		if b, ok := c.([]byte); ok {
			cells[i] = blob{base64.StdEncoding.EncodeToString(b)}
		}
	}
	return cells, nil
}

// Rows counts the rows of a table that is dumped.
func (t *Tx) Rows(table string) (n int, err error) {
	_, err = t.row(`SELECT COUNT(*) FROM `+table, nil, &n)
	return n, wrap(err, "rows of %s", table)
}

// LoadRow puts one dumped row into a table.
func (t *Tx) LoadRow(table string, columns []string, row json.RawMessage) error {
	d := json.NewDecoder(bytes.NewReader(row))
	d.UseNumber()
	var cells []any
	if err := d.Decode(&cells); err != nil || len(cells) != len(columns) {
		return fault.New(fault.Invalid, "backup.damaged")
	}
	for i, c := range cells {
		v, err := uncell(c)
		if err != nil {
			return fault.New(fault.Invalid, "backup.damaged")
		}
		cells[i] = v
	}
	_, err := t.exec(`INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES (`+slots(1, len(columns))+`)`, cells...)
	return wrap(err, "load %s", table)
}

func uncell(c any) (any, error) {
	switch x := c.(type) {
	case json.Number:
		return x.Int64()
	case map[string]any:
		s, ok := x["b"].(string)
		if !ok {
			return nil, fmt.Errorf("not bytes")
		}
		return base64.StdEncoding.DecodeString(s)
	}
	return c, nil
}

// Columns lists the columns of a table.
func (t *Tx) Columns(table string) ([]string, error) {
	rows, err := t.rows(`SELECT * FROM ` + table + ` WHERE 1 = 0`)
	if err != nil {
		return nil, wrap(err, "columns of %s", table)
	}
	defer rows.Close()
	return rows.Columns()
}

// Empty reports whether the database holds no organisation yet.
func (t *Tx) Empty() (bool, error) {
	var n int64
	_, err := t.row(`SELECT COUNT(*) FROM org`, nil, &n)
	return n == 0, wrap(err, "organisations")
}

// SeekAll queues the words of every file to be taken in anew.
func (t *Tx) SeekAll() error {
	_, err := t.exec(`INSERT INTO seek_todo (org, file, at) SELECT org, id, changed_at FROM file WHERE TRUE ON CONFLICT (org, file) DO NOTHING`)
	return wrap(err, "words")
}
