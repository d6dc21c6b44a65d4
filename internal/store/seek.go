package store

import (
	"context"
	"database/sql"
	"encoding/base32"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"offramp/internal/tatm"
)

// Seekable notes that a file has words to take into the search. They follow
// within seconds (package rounds calls TakeWords): cutting and indexing words
// is half the cost of a write, and a write must not wait for it.
func (t *Tx) Seekable(r Row, puts []tatm.Entry, now time.Time) error {
	waits := false
	for _, e := range puts {
		if tatm.Words(e.Record) == "" {
			continue
		}
		waits = true
		if e.Version == 1 {
			continue
		}
		// The words of the version before are found until then, but by nobody
		// whom the new regime shuts out.
		_, err := t.exec(`UPDATE seek SET regime = $4 WHERE org = $1 AND file = $2 AND entry = $3 AND regime <> $4`, r.Org, r.ID, e.ID, e.Regime)
		if err != nil {
			return wrap(err, "words of %s", r.ID)
		}
	}
	if !waits {
		return nil
	}
	// One that waits already is told apart from what a round has read of it.
	_, err := t.exec(`INSERT INTO seek_todo (org, file, at) VALUES ($1, $2, $3) ON CONFLICT (org, file) DO UPDATE SET at = seek_todo.at + 1`, r.Org, r.ID, stamp(now))
	return wrap(err, "words of %s", r.ID)
}

// Cut cuts a text into words to search for: folded, without marks, each once,
// in order. It must stay the same for ever, or be versioned: the words of an
// entry are taken out of the index by cutting its text again.
func Cut(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if n := len(w); n > 1 && n <= 40 && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// indexed are the words as the engine keeps them: in clear inside the wholly
// encrypted SQLite file, blind on PostgreSQL (an HMAC of each), which keeps
// words of deleted rows in its index and its log.
func (db *DB) indexed(words []string) []string {
	if db.engine == sqliteEngine {
		return words
	}
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(db.keys.Mark("seek", []byte(w))[:10]))
	}
	return out
}

// TakeWords indexes the words of up to n files that wait, and returns how many
// it took. Reading, opening and cutting happen beside the writer, which only
// writes.
func (db *DB) TakeWords(ctx context.Context, n int) (took int, err error) {
	all, err := db.waiting(ctx, n)
	if err == nil && len(all) > 0 {
		err = db.take(ctx, all)
	}
	return len(all), wrap(err, "take in words")
}

// waiting is a file whose words wait, and what is to be written of it.
type waiting struct {
	org   tatm.OrgID
	file  tatm.FileID
	at    int64
	row   Row
	wordy []wordy
}

// wordy is an entry that is not in the index as it is: its words as the index
// takes them, and those of the version that is in it.
type wordy struct {
	entry      tatm.Entry
	words, was string
	docid      int64 // of the version in the index; 0: there is none
	next       int64 // of the version taken in
}

// waiting reads what the first n files that wait need.
func (db *DB) waiting(ctx context.Context, n int) (out []waiting, err error) {
	err = db.Read(ctx, Everywhere, func(t *Tx) (err error) {
		out, err = t.waiting(n)
		return err
	})
	return out, err
}

func (t *Tx) waiting(n int) (out []waiting, err error) {
	err = t.each(`SELECT org, file, at FROM seek_todo ORDER BY org, file LIMIT $1`, []any{n}, func(rows *sql.Rows) error {
		var w waiting
		err := rows.Scan(&w.org, &w.file, &w.at)
		out = append(out, w)
		return err
	})
	for i := 0; i < len(out) && err == nil; i++ {
		err = t.wordy(&out[i])
	}
	return out, err
}

// wordy reads which entries of a file are not in the index as they are. Views
// and counsel's notes are not searched, nor what only its author sees, nor
// hidden passages.
func (t *Tx) wordy(w *waiting) error {
	_, r, found, err := t.Head(w.org, w.file, "", time.Unix(0, 0), false)
	if err != nil || !found {
		return err
	}
	w.row = r
	f, err := t.Whole(r)
	if err != nil {
		return err
	}
	type place struct{ docid, version int64 }
	have := map[tatm.EntryID]place{}
	err = t.each(`SELECT entry, docid, version FROM seek WHERE org = $1 AND file = $2`, []any{w.org, w.file}, func(rows *sql.Rows) error {
		var id tatm.EntryID
		var p place
		err := rows.Scan(&id, &p.docid, &p.version)
		have[id] = p
		return err
	})
	if err != nil {
		return err
	}
	hidden := tatm.VeilsOf(f.Entries)
	for _, e := range f.Entries {
		p := have[e.ID]
		x := wordy{entry: e, words: t.words(e, hidden), docid: p.docid}
		if p.version == e.Version || x.words == "" && x.docid == 0 {
			continue
		}
		if x.docid != 0 {
			if x.was, err = t.wordsWere(r, e.ID, p.version, hidden); err != nil {
				return err
			}
		}
		w.wordy = append(w.wordy, x)
	}
	return nil
}

// words are those of an entry as the index takes them; empty: it is not searched.
func (t *Tx) words(e tatm.Entry, hidden tatm.Veils) string {
	if e.OnlyFor != "" {
		return ""
	}
	return strings.Join(t.db.indexed(Cut(tatm.Words(hidden.Hide(e).Record))), " ")
}

// wordsWere are those of an older version. SQLite's index forgets a word only
// when it is told the exact words it was given: hidden is what was then.
func (t *Tx) wordsWere(r Row, id tatm.EntryID, version int64, hidden tatm.Veils) (was string, err error) {
	if t.db.engine == postgresEngine {
		return "", nil
	}
	old, err := t.entries(r, `SELECT `+entryColumns+` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.id = $3 AND e.version = $4`, r.Org, r.ID, id, version)
	for _, e := range old {
		was = t.words(e, hidden)
	}
	return was, err
}

// take writes what was read.
func (db *DB) take(ctx context.Context, all []waiting) error {
	return db.Write(ctx, Everywhere, func(t *Tx) error {
		for i := range all {
			if err := t.claim(&all[i]); err != nil {
				return err
			}
		}
		return t.takeWords(all)
	})
}

// claim takes a file off what waits, if it waits as it did when it was read.
// Whoever changes a file, or takes it away, changes that row too, so words of
// what is gone never come back: what is left is taken in by the next round.
func (t *Tx) claim(w *waiting) error {
	n, err := t.exec(`DELETE FROM seek_todo WHERE org = $1 AND file = $2 AND at = $3`, w.org, w.file, w.at)
	if n == 0 {
		w.wordy = nil
	}
	return err
}

// takeWords writes which entries are in the index, and then the words
// themselves, where they are a table of their own: SQLite's index writes a piece
// of itself whenever another table is written between two of its rows, so its
// rows come last and together.
func (t *Tx) takeWords(all []waiting) error {
	for i := range all {
		for j := range all[i].wordy {
			if err := t.place(all[i], &all[i].wordy[j]); err != nil {
				return err
			}
		}
	}
	if t.db.engine == postgresEngine {
		return nil
	}
	for _, w := range all {
		for _, x := range w.wordy {
			if x.docid != 0 {
				if _, err := t.exec(`INSERT INTO seek_fts (seek_fts, rowid, words) VALUES ('delete', $1, $2)`, x.docid, x.was); err != nil {
					return err
				}
			}
			if x.words == "" {
				continue
			}
			if _, err := t.exec(`INSERT INTO seek_fts (rowid, words) VALUES ($1, $2)`, x.next, x.words); err != nil {
				return err
			}
		}
	}
	return nil
}

// place writes where an entry stands in the index.
func (t *Tx) place(w waiting, x *wordy) error {
	if x.docid != 0 {
		if _, err := t.exec(`DELETE FROM seek WHERE docid = $1`, x.docid); err != nil {
			return err
		}
	}
	if x.words == "" {
		return nil
	}
	e := x.entry
	columns, values := `org, file, entry, version, team, kind, section, regime, at`, `$1, $2, $3, $4, $5, $6, $7, $8, $9`
	args := []any{w.org, w.file, e.ID, e.Version, w.row.Team, w.row.Kind, tatm.Kinds[e.Record.Kind()].Section, e.Regime, stamp(e.RecordedAt)}
	if t.db.engine == postgresEngine {
		columns, values, args = columns+`, words`, values+`, to_tsvector('simple', CAST($10 AS TEXT))`, append(args, x.words)
	}
	_, err := t.row(`INSERT INTO seek (`+columns+`) VALUES (`+values+`) RETURNING docid`, args, &x.next)
	return err
}

// Hit is an entry that a search found.
type Hit struct {
	File  tatm.FileID
	Entry tatm.EntryID
	At    time.Time
}

// Seek finds entries that hold all the words of question, newest first, in
// files of the scope's kind that the actor may see: the row predicate of the
// lists holds here too, branch by branch.
func (s *Shelf) Seek(question string, limit int) ([]Hit, error) {
	words := s.tx.db.indexed(Cut(question))
	if !s.scope.Admits() || len(words) == 0 {
		return nil, nil
	}
	words = words[:min(len(words), 8)]
	limit = min(max(limit, 1), 100)
	q := &query{}
	match := s.match(q, words)
	var parts []string
	for _, b := range s.seekBranches(q) {
		parts = append(parts, `SELECT * FROM (SELECT k.file, k.entry, k.at FROM seek k `+match+` AND `+b+fmt.Sprintf(" ORDER BY %s LIMIT %d) b%d", s.tx.db.engine.newest, limit, len(parts)))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	var out []Hit
	err := s.tx.each(strings.Join(parts, " UNION ")+fmt.Sprintf(" ORDER BY at DESC, entry LIMIT %d", limit), q.args, func(rows *sql.Rows) error {
		var h Hit
		var at int64
		err := rows.Scan(&h.File, &h.Entry, &at)
		h.At = unstamp(at)
		out = append(out, h)
		return err
	})
	return out, wrap(err, "search")
}

// match is the engine's own way of asking for all the words.
func (s *Shelf) match(q *query, words []string) string {
	if s.tx.db.engine == postgresEngine {
		return `JOIN file f ON f.org = k.org AND f.id = k.file WHERE k.words @@ to_tsquery('simple', ` + q.arg(strings.Join(words, " & ")) + `)`
	}
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	return `JOIN seek_fts x ON x.rowid = k.docid JOIN file f ON f.org = k.org AND f.id = k.file WHERE x.words MATCH ` + q.arg(strings.Join(words, " "))
}

func (s *Shelf) seekBranches(q *query) []string {
	a := s.asker(q)
	base := "k.org = " + a.org + " AND k.kind = " + a.kind + " AND " + unwalled("f", a.who, a.now)
	var out []string
	for i, b := range s.scope.Branches() {
		out = append(out, base+inBranch(q, b, "k", a)+" AND "+s.shows(q, i, "k", "entry", a))
	}
	if s.scope.Guest() {
		out = append(out, base+" AND "+sharedTo("k", "entry", a.who, a.now))
	}
	return out
}
