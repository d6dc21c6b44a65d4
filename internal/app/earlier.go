package app

import (
	"cmp"
	"slices"

	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Earlier is a report about somebody, with what came of it.
type Earlier struct {
	Row     store.Row
	Outcome tatm.Outcome // empty while it was not screened
	// Source counts the reporters of a list, from 1: reports with the same
	// number are one source. It is 0 where nothing tells who reported.
	Source int
}

// EarlierCase is a case somebody has a part in, with why it was closed, as far
// as the reader may see that.
type EarlierCase struct {
	store.LinkedLine
	Closed string // a reason of tatm.ClosureReasons
}

// Sources counts who told of somebody: several reports of one reporter are one
// source, and reports that were found unfounded or knowingly false count for
// nothing.
func Sources(all []Earlier) (reports, sources int) {
	seen := map[int]bool{}
	for _, e := range all {
		if !e.Outcome.Patterns() {
			continue
		}
		if reports++; e.Source == 0 || !seen[e.Source] {
			sources++
		}
		seen[e.Source] = true
	}
	return reports, sources
}

// reportsAbout lists the reports that were answered to be about any of these
// files, but for one, newest first, those of one reporter together.
func (s *sight) reportsAbout(but tatm.FileID, people ...tatm.FileID) (out []Earlier, err error) {
	reports, err := s.lists(opReportList, tatm.ReportFile)
	if err != nil {
		return nil, err
	}
	sources := map[string]int{}
	seen := map[tatm.FileID]bool{but: true}
	for _, p := range people {
		lines, err := reports.LinkedTo(p, reportsMost)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if seen[l.Row.ID] {
				continue
			}
			seen[l.Row.ID] = true
			e, ok, err := s.earlier(l.Row, sources)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, e)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Earlier) int { return cmp.Compare(b.Row.Number, a.Row.Number) })
	return out, nil
}

// reportsMost is how many reports about one file a page lists.
const reportsMost = 20

// earlier reads one. Who reported is compared by the program alone: that two
// reports are one source shows, and not whose.
func (s *sight) earlier(row store.Row, sources map[string]int) (e Earlier, ok bool, err error) {
	head, f, ok, err := peek(s.tx, s.desk, s, opReportSee, row.ID)
	if err != nil || !ok {
		return e, false, err
	}
	e.Row = head
	if v, screened := tatm.Last[tatm.Screening](f); screened && v.Rec.Undone == "" {
		e.Outcome = v.Rec.Outcome
	}
	source, err := s.sourceOf(row.ID)
	if err != nil || source == "" {
		return e, true, err
	}
	if sources[source] == 0 {
		sources[source] = len(sources) + 1
	}
	e.Source = sources[source]
	return e, true, nil
}

// sourceOf is what tells the reporter of a report from another one.
func (s *sight) sourceOf(report tatm.FileID) (string, error) {
	_, row, found, err := s.tx.Head(s.desk.who.Org, report, "", s.Now, false)
	if err != nil || !found {
		return "", err
	}
	f, err := s.tx.Whole(row)
	who, _ := tatm.Last[tatm.Reporter](f)
	return who.Rec.Source(), err
}

// casesOf lists the cases that any of these files has a part in.
func (s *sight) casesOf(people ...tatm.FileID) (out []EarlierCase, err error) {
	cases, err := s.lists(opCaseList, tatm.CaseFile)
	if err != nil {
		return nil, err
	}
	seen := map[tatm.FileID]bool{}
	for _, p := range people {
		lines, err := cases.LinkedTo(p, suggestMost)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if seen[l.Row.ID] {
				continue
			}
			seen[l.Row.ID] = true
			_, f, _, err := peek(s.tx, s.desk, s, opCaseSee, l.Row.ID)
			if err != nil {
				return nil, err
			}
			k := EarlierCase{LinkedLine: l}
			if c, ok := tatm.Last[tatm.Closure](f); ok && l.Row.Head.State == tatm.Closed {
				k.Closed = c.Rec.Reason
			}
			out = append(out, k)
		}
	}
	return out, nil
}
