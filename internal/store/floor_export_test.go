package store

import (
	"regexp"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
)

// BatchMost, CheckpointFrames and Gather are what a floor has in common with the
// writer.
const (
	BatchMost        = batchMost
	CheckpointFrames = checkpointFrames
)

// Gather is the group commit.
func Gather[J any](jobs <-chan J, first J, before int) []J { return gather(jobs, first, before) }

// Trace has say hear the text of each statement that the writer of SQLite runs.
func (db *DB) Trace(say func(text string)) error {
	return db.lite.on.conn.Raw(func(c any) error {
		return c.(driver.Conn).Raw().Trace(sqlite3.TRACE_STMT, func(_ sqlite3.TraceEvent, stmt, _ any) error {
			say(stmt.(*sqlite3.Stmt).SQL())
			return nil
		})
	})
}

// conditions are those a scope puts on lists: no wall, and convened.
var conditions = regexp.MustCompile(`NOT EXISTS \(SELECT 1 FROM wall w WHERE [^()]*\([^()]*\)\)|(?s:\(NOT f\.convened OR .*?AND s\.entry = '' AND s\.section = ''\)\))`)

// AllowAll turns the conditions of every scope to true, for the floor of a
// page; those of lists on SQLite alone. It is part of the tests of this
// package and of no program.
func AllowAll() {
	all := "(TRUE OR (" + inFile + "))"
	for _, text := range []*string{&current, &openings, &openingsOfOne} {
		*text = strings.Replace(*text, inFile, all, 1)
	}
	text := sqliteEngine.text
	sqliteEngine.text = func(q string) string { return text(conditions.ReplaceAllString(q, "(TRUE OR $0)")) }
}

// WithoutRegimes turns the conditions on entries to true, so that every entry of
// a file shows, and returns what turns them back. Lists keep their teams, walls
// and shares.
func WithoutRegimes() (back func()) {
	texts := []*string{&current, &openings, &openingsOfOne}
	was := []string{current, openings, openingsOfOne}
	for _, text := range texts {
		*text = strings.Replace(*text, inFile, "(TRUE OR ("+inFile+"))", 1)
	}
	return func() {
		for i, text := range texts {
			*text = was[i]
		}
	}
}
