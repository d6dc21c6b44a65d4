package match

import "offramp/internal/tatm"

// Exhaustively searches without leaving anybody out, and Looked says how many a
// search looked at: for tests of the pruning.
func (x *Index) Exhaustively(q Query, sees func(tatm.FileID) bool, k int) []Suggestion {
	return x.search(q, sees, k, true)
}

// Looked is how many people a search for q looks at.
func (x *Index) Looked(q Query) int {
	a := prepare(x.tables.Load(), x.state.Load(), q, nil, 0)
	a.best(false)
	return a.looked
}
