package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
)

// Old opens an empty database at an older schema and puts the rows in that it
// could hold: those of its tables, in its columns.
func Old(ctx context.Context, o Options, schema int, rows []OldRow) (err error) {
	db := &DB{keys: o.Keys, packs: o.Packs, shown: newShown()}
	if Postgres(o.URL) {
		err = db.openPostgres(ctx, o)
	} else {
		err = db.openSQLite(ctx, o)
	}
	if err != nil {
		return err
	}
	defer db.Close()
	p, err := db.provider()
	if err != nil {
		return err
	}
	if _, err := p.UpTo(ctx, int64(schema)); err != nil {
		return err
	}
	sqlTx, err := db.write.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return err
	}
	defer sqlTx.Rollback()
	tx, have := &Tx{ctx: ctx, db: db, q: sqlTx}, map[string][]string{}
	for _, table := range Dumped {
		if there(ctx, sqlTx, db.engine, table) {
			if have[table], err = tx.Columns(table); err != nil {
				return err
			}
		}
	}
	for _, r := range rows {
		if have[r.Table] == nil {
			continue
		}
		var columns []string
		var cells []json.RawMessage
		for i, c := range r.Columns {
			if slices.Contains(have[r.Table], c) {
				columns, cells = append(columns, c), append(cells, r.Cells[i])
			}
		}
		b, err := json.Marshal(cells)
		if err != nil {
			return err
		}
		if err := tx.LoadRow(r.Table, columns, b); err != nil {
			return err
		}
	}
	if err := tx.SeekAll(); err != nil {
		return err
	}
	return sqlTx.Commit()
}

// OldRow is a row of a table as a backup carries it.
type OldRow struct {
	Table   string
	Columns []string
	Cells   []json.RawMessage
}

func there(ctx context.Context, tx *sql.Tx, e *engine, table string) bool {
	q := `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '` + table + `'`
	if e == postgresEngine {
		q = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = '` + table + `'`
	}
	var n int
	return tx.QueryRowContext(ctx, q).Scan(&n) == nil && n > 0
}
