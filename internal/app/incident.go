package app

import (
	"context"
	"fmt"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Incident is another report that may tell of the same incident, what came of
// it first, with what speaks for it and what somebody found.
type Incident struct {
	Earlier
	Evidence []tatm.Evidence
	Answer   tatm.Item[tatm.SameIncident] // zero while nobody answered
	Past     []tatm.Entry                 // earlier answers, oldest first
}

// incidentsNear is how many reports around one are looked at beside those about
// the same people: reports of one incident come in close together.
const incidentsNear = 40

// AnswerIncident says of two reports whether they tell of one incident. It
// links them, or takes the link back; each stays as it was told.
func (d Desk) AnswerIncident(ctx context.Context, on, other tatm.FileID, verdict tatm.Verdict, basis string) (Made, error) {
	return d.many(ctx, opReportIncident, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		if on == other {
			return fault.Bad("other", "field.report")
		}
		for id, w := range of {
			if w.row.Kind != tatm.ReportFile {
				return absent()
			}
			s := tatm.SameIncident{Other: on, Verdict: verdict, Basis: basis}
			if id == on {
				s.Other = other
			}
			var entry tatm.EntryID
			was, before := tatm.IncidentWith(w.file, s.Other)
			if before {
				entry = was.ID
			}
			if err := w.keepOne(entry, was.Version, s, Circumstance{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// incidents lists the reports that may tell of the same, of those the reader
// may see: those about the same people, those that came in close to it, and
// those that were answered.
func (s *sight) incidents(f tatm.File) (out []Incident, err error) {
	near, err := s.around(f)
	if err != nil {
		return nil, err
	}
	mine, err := s.sourceOf(f.ID)
	if err != nil {
		return nil, err
	}
	sources := map[string]int{}
	if mine != "" {
		sources[mine] = 1
	}
	for _, id := range near {
		row, other, ok, err := peek(s.tx, s.desk, s, opReportSee, id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		x := Incident{}
		var ask bool
		if x.Evidence, ask = tatm.OneIncident(f, other); !ask {
			if _, answered := tatm.IncidentWith(f, id); !answered {
				continue
			}
		}
		if x, err = s.incident(f, row, x, sources); err != nil {
			return nil, err
		}
		out = append(out, x)
		if len(out) == suggestMost {
			break
		}
	}
	return out, nil
}

// incident reads what a page shows of one.
func (s *sight) incident(f tatm.File, row store.Row, x Incident, sources map[string]int) (Incident, error) {
	var err error
	if x.Earlier, _, err = s.earlier(row, sources); err != nil {
		return x, err
	}
	if x.Source == 1 && len(sources) > 0 {
		if mine, err := s.sourceOf(f.ID); err != nil || mine != "" {
			x.Evidence = append(x.Evidence, tatm.SameSource)
		}
	}
	var answered bool
	if x.Answer, answered = tatm.IncidentWith(f, row.ID); answered && x.Answer.Version > 1 {
		if x.Past, err = s.Versions(x.Answer.ID); err != nil {
			return x, err
		}
		x.Past = x.Past[:max(len(x.Past)-1, 0)]
	}
	return x, nil
}

// around are the reports to look at, each once.
func (s *sight) around(f tatm.File) (out []tatm.FileID, err error) {
	seen := map[tatm.FileID]bool{f.ID: true}
	add := func(id tatm.FileID) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, x := range tatm.All[tatm.SameIncident](f) {
		add(x.Rec.Other)
	}
	reports, err := s.lists(opReportList, tatm.ReportFile)
	if err != nil {
		return nil, err
	}
	for _, k := range tatm.All[tatm.Known](f) {
		if k.Rec.Verdict != tatm.SameOne {
			continue
		}
		lines, err := reports.LinkedTo(k.Rec.Person, reportsMost)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			add(l.Row.ID)
		}
	}
	rows, err := reports.Files(store.Filter{All: true, Order: store.ByNumber, After: fmt.Sprintf("%d.%s", f.Number+incidentsNear/2, f.ID), Limit: incidentsNear})
	for _, r := range rows {
		add(r.ID)
	}
	return out, err
}
