package store

import (
	"sync"
	"time"
)

// shownMost bounds the views remembered; past it the day's list starts anew,
// which costs a write, not a view.
const shownMost = 200_000

type count struct {
	times int64
	last  time.Time
}

// shown remembers which views of today are on the disk already, and counts
// their repeats until the next flush.
type shown struct {
	mu   sync.Mutex
	kept map[glance]bool
	more map[glance]count
}

func newShown() *shown { return &shown{kept: map[glance]bool{}, more: map[glance]count{}} }

// again counts a repeat and reports whether v is on the disk already.
func (s *shown) again(v glance, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.kept[v] {
		return false
	}
	s.more[v] = count{s.more[v].times + 1, now}
	return true
}

// first notes that v is on the disk.
func (s *shown) first(v glance) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) >= shownMost {
		s.kept = map[glance]bool{}
	}
	s.kept[v] = true
}

// take gives the counted repeats and forgets them.
func (s *shown) take() map[glance]count {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.more
	s.more = map[glance]count{}
	return out
}
