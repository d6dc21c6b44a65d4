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
	_, err := t.exec(`INSERT INTO seek_todo (org, file, at) VALUES ($1, $2, $3) ON CONFLICT (org, file) DO NOTHING`, r.Org, r.ID, stamp(now))
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
// it took.
func (db *DB) TakeWords(ctx context.Context, n int) (took int, err error) {
	err = db.Write(ctx, func(t *Tx) error {
		type todo struct {
			org  tatm.OrgID
			file tatm.FileID
		}
		var todos []todo
		err := t.each(`SELECT org, file FROM seek_todo ORDER BY org, file LIMIT $1`, []any{n}, func(rows *sql.Rows) error {
			var d todo
			err := rows.Scan(&d.org, &d.file)
			todos = append(todos, d)
			return err
		})
		if err != nil {
			return err
		}
		for _, d := range todos {
			if err := t.takeWords(d.org, d.file); err != nil {
				return err
			}
		}
		took = len(todos)
		return nil
	})
	return took, wrap(err, "take in words")
}

func (t *Tx) takeWords(org tatm.OrgID, file tatm.FileID) error {
	_, r, found, err := t.Head(org, file, "", time.Unix(0, 0), true)
	if err != nil {
		return err
	}
	if found {
		f, err := t.Whole(r)
		if err != nil {
			return err
		}
		hidden := tatm.VeilsOf(f.Entries)
		for _, e := range f.Entries {
			if err := t.index(r, e, hidden); err != nil {
				return err
			}
		}
	}
	_, err = t.exec(`DELETE FROM seek_todo WHERE org = $1 AND file = $2`, org, file)
	return err
}

// index brings one entry's words up to date. Views and counsel's notes are
// not searched, nor what only its author sees, nor hidden passages.
func (t *Tx) index(r Row, e tatm.Entry, hidden tatm.Veils) error {
	words := tatm.Words(hidden.Hide(e).Record)
	if words == "" || e.OnlyFor != "" {
		return nil
	}
	var docid, version int64
	have, err := t.row(`SELECT docid, version FROM seek WHERE org = $1 AND file = $2 AND entry = $3`, []any{r.Org, r.ID, e.ID}, &docid, &version)
	if err != nil || (have && version == e.Version) {
		return err
	}
	if have {
		if err := t.unindex(r, e.ID, docid, version, hidden); err != nil {
			return err
		}
	}
	text := strings.Join(t.db.indexed(Cut(words)), " ")
	kind := e.Record.Kind()
	args := []any{r.Org, r.ID, e.ID, e.Version, r.Team, r.Kind, tatm.Kinds[kind].Section, e.Regime, stamp(e.RecordedAt)}
	if t.db.engine == postgresEngine {
		_, err = t.exec(`INSERT INTO seek (org, file, entry, version, team, kind, section, regime, at, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_tsvector('simple', CAST($10 AS TEXT)))`, append(args, text)...)
		return err
	}
	if _, err = t.row(`INSERT INTO seek (org, file, entry, version, team, kind, section, regime, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING docid`, args, &docid); err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO seek_fts (rowid, words) VALUES ($1, $2)`, docid, text)
	return err
}

// unindex takes the words of an older version out. SQLite's index forgets a
// word only when it is told the exact words it was given: hidden is what was then.
func (t *Tx) unindex(r Row, id tatm.EntryID, docid, version int64, hidden tatm.Veils) error {
	if t.db.engine == sqliteEngine {
		old, err := t.entries(r, `SELECT `+entryColumns+` FROM entry e WHERE e.org = $1 AND e.file = $2 AND e.id = $3 AND e.version = $4`, r.Org, r.ID, id, version)
		if err != nil {
			return err
		}
		for _, e := range old {
			text := strings.Join(t.db.indexed(Cut(tatm.Words(hidden.Hide(e).Record))), " ")
			if _, err := t.exec(`INSERT INTO seek_fts (seek_fts, rowid, words) VALUES ('delete', $1, $2)`, docid, text); err != nil {
				return err
			}
		}
	}
	_, err := t.exec(`DELETE FROM seek WHERE docid = $1`, docid)
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
