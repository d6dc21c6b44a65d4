package app

import (
	"sync"

	"offramp/internal/tatm"
)

// homes are whose people are whose: the team of each person's file. A search
// asks for every candidate, and a hundred thousand are held, so an id is kept
// as its bits and a team by its number.
type homes struct {
	mu    sync.RWMutex
	of    map[[16]byte]uint32
	teams []tatm.TeamID
}

// set says whose a file is.
func (h *homes) set(id tatm.FileID, team tatm.TeamID) {
	key, ok := tatm.PackID(string(id))
	if !ok {
		return // no file has such an id
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for n < len(h.teams) && h.teams[n] != team {
		n++
	}
	if n == len(h.teams) {
		h.teams = append(h.teams, team)
	}
	if h.of == nil {
		h.of = map[[16]byte]uint32{}
	}
	h.of[key] = uint32(n)
}

// team is whose a file is; false where nobody holds it.
func (h *homes) team(id tatm.FileID) (tatm.TeamID, bool) {
	key, ok := tatm.PackID(string(id))
	if !ok {
		return "", false
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	n, ok := h.of[key]
	if !ok {
		return "", false
	}
	return h.teams[n], true
}

// drop forgets a file, and says whether it was held.
func (h *homes) drop(id tatm.FileID) (had bool) {
	key, _ := tatm.PackID(string(id))
	h.mu.Lock()
	defer h.mu.Unlock()
	_, had = h.of[key]
	delete(h.of, key)
	return had
}
