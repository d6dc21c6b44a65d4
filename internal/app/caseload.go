package app

import (
	"context"
	"time"

	"offramp/internal/coherence"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// LoadLine is a case in the caseload with what its file lacks.
type LoadLine struct {
	ListLine
	Findings []coherence.Finding
}

// LoadView is a page of the caseload. Its first page also says where the open
// cases stand, with whom, and when they are to be looked at again.
type LoadView struct {
	Lines   []LoadLine
	Next    string // cursor of the next page, empty at the end
	Names   Names
	Now     time.Time
	States  map[string]int
	Owners  map[string]int
	Reviews []store.DocketLine // late and coming ones, at most a page
}

// reviewsAhead is how far ahead the caseload shows reassessments.
const reviewsAhead = 4 * 7 * 24 * time.Hour

// Caseload lists cases with their findings, a page at a time.
func (d Desk) Caseload(ctx context.Context, f store.Filter) (v LoadView, err error) {
	err = d.list(ctx, opCaseload, tatm.CaseFile, func(s *survey) error {
		page, err := s.page(f, "case", "charge")
		if err != nil {
			return err
		}
		v = LoadView{Next: page.Next, Names: page.Names, Now: s.Now}
		for _, r := range page.Rows {
			full, err := s.Full(r.ListRow)
			if err != nil {
				return err
			}
			v.Lines = append(v.Lines, LoadLine{r, coherence.Findings(full, d.app.packOf(full), s.Now)})
		}
		if f.After == "" {
			return s.figures(&v)
		}
		return nil
	})
	return v, err
}

// figures counts the open cases, as far as the scope lists them.
func (s *survey) figures(v *LoadView) (err error) {
	if v.States, err = s.Tally(store.CountState); err != nil {
		return err
	}
	if v.Owners, err = s.Tally(store.CountOwner); err != nil {
		return err
	}
	v.Reviews, err = s.Docket(store.DocketFilter{What: tatm.DueReview, Until: s.Now.Add(reviewsAhead), Limit: 100})
	return err
}
