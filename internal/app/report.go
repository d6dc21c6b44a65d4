package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// FileReport takes a report that reached the staff: by phone, letter, walk-in.
// Who made it goes into its own compartment.
func (d Desk) FileReport(ctx context.Context, team tatm.TeamID, r tatm.Report, from tatm.Reporter) (Made, error) {
	return d.open(ctx, opReportFile, team, tatm.ReportFile, func(w *work) error {
		if d.mark != nil {
			if err := w.tx.PutReceipt(w.row.Org, d.mark, w.row.ID, w.Now); err != nil {
				return err
			}
		}
		if r.Received.IsZero() {
			r.Received = w.Now
		}
		if r.Channel == "" {
			r.Channel = tatm.ByPhone
		}
		if err := tatm.Check(w.file, from, w.Now); err != nil {
			return err
		}
		if _, err := w.add(r, Circumstance{Happened: r.Received}); err != nil {
			return err
		}
		if from != (tatm.Reporter{}) {
			w.put(from, under(tatm.ReporterID))
		}
		kind := "report"
		if r.Urgent() {
			kind = "report-urgent"
		}
		return w.post(kind, "", w.Now)
	})
}

// AcknowledgeReport says that a person on duty has taken the report, or has
// read what its reporter wrote since. A second one is welcome and changes
// nothing.
func (d Desk) AcknowledgeReport(ctx context.Context, on tatm.FileID) (Made, error) {
	return d.do(ctx, opReportAcknowledge, on, func(w *work) error {
		_, taken := tatm.Last[tatm.Acknowledgement](w.file)
		if _, waits := tatm.Unheard(w.file); !taken || waits {
			w.put(tatm.Acknowledgement{})
		}
		return nil
	})
}

// AddToReport adds what the staff learned beside the reporter's own words.
func (d Desk) AddToReport(ctx context.Context, on tatm.FileID, text string) (Made, error) {
	return d.do(ctx, opReportAdd, on, func(w *work) error {
		_, err := w.add(tatm.Addition{Text: text, From: "staff"}, Circumstance{})
		return err
	})
}

// ScreenReport finds what becomes of a report that opens no case. A later
// finding replaces an earlier one that was not final: the receiver accepted,
// the second person agreed, the answer came.
func (d Desk) ScreenReport(ctx context.Context, on tatm.FileID, s tatm.Screening) (Made, error) {
	return d.do(ctx, opReportScreen, on, func(w *work) error {
		if s.Outcome == tatm.Accepted || s.Outcome == tatm.Linked {
			return fault.Bad("outcome", "field.choose")
		}
		return w.screen(s)
	})
}

// screen writes a finding. Knowingly false needs two people: the first is who
// found it, and only somebody else can be the second.
func (w *work) screen(s tatm.Screening) error {
	was, again := tatm.Last[tatm.Screening](w.file)
	if again && was.Rec.Final() {
		return fault.New(fault.Conflict, "report.screened")
	}
	s.First, s.Second = w.who(), ""
	if again && was.Rec.Outcome == tatm.KnowinglyFalse && s.Outcome == tatm.KnowinglyFalse {
		s.First, s.Second = was.Rec.First, w.who()
		if s.First == s.Second {
			return fault.New(fault.Conflict, "second.needed")
		}
	}
	note(&w.facts, "outcome", s.Outcome)
	if again {
		return w.mend(was.ID, was.Version, s, Circumstance{})
	}
	_, err := w.add(s, Circumstance{})
	return err
}

// NewCase is what opening a case asks for.
type NewCase struct {
	Title   string
	Summary string
	Subject string      // who it is about, in words, while no file is linked
	Person  tatm.FileID // or the person's file
	Young   bool
	Minor   bool
	Charge  tatm.Charge
}

// AcceptReport opens a case for a report: both files, linked, in one commit.
func (d Desk) AcceptReport(ctx context.Context, on tatm.FileID, reason string, c NewCase) (Made, error) {
	return d.many(ctx, opReportAccept, tatm.CaseFile, []tatm.FileID{on}, func(made *work, of map[tatm.FileID]*work) error {
		report := of[on]
		if report.row.Kind != tatm.ReportFile {
			return absent()
		}
		if err := made.openCase(c); err != nil {
			return err
		}
		made.put(tatm.ReportLink{Report: on, Basis: "screening"})
		if err := made.fromReport(report); err != nil {
			return err
		}
		return report.screen(tatm.Screening{Outcome: tatm.Accepted, Reason: reason, Case: made.row.ID})
	})
}

// fromReport takes the reporter's account over as the first observation, so
// that facts begin with what was told, as it was told.
func (w *work) fromReport(report *work) error {
	r, ok := tatm.Last[tatm.Report](report.file)
	if !ok {
		return absent()
	}
	text := r.Rec.Narrative
	if len([]rune(text)) > tatm.TextMost {
		text = string([]rune(text)[:tatm.TextMost])
	}
	w.put(tatm.Observation{Text: text, Report: report.row.ID}, happened(r.Rec.Received))
	return nil
}

// LinkReport ties a report to a case that is open: linked, never merged away.
func (d Desk) LinkReport(ctx context.Context, on, to tatm.FileID, reason string) (Made, error) {
	return d.many(ctx, opReportLink, "", []tatm.FileID{on, to}, func(_ *work, of map[tatm.FileID]*work) error {
		report, kase := of[on], of[to]
		if report.row.Kind != tatm.ReportFile || kase.row.Kind != tatm.CaseFile {
			return absent()
		}
		kase.put(tatm.ReportLink{Report: on, Basis: reason})
		if err := kase.fromReport(report); err != nil {
			return err
		}
		return report.screen(tatm.Screening{Outcome: tatm.Linked, Reason: reason, Case: to})
	})
}

// ReportView is a report as a page shows it.
type ReportView struct {
	Row   store.Row
	File  tatm.File
	Names Names
	Case  store.Row // the case it went to, if the reader may see it
}

// SeeReport shows a report.
func (d Desk) SeeReport(ctx context.Context, on tatm.FileID) (v ReportView, err error) {
	err = d.see(ctx, opReportSee, on, func(s *sight) error {
		v = ReportView{Row: s.Head()}
		if v.File, err = s.File(); err != nil {
			return err
		}
		if x, ok := tatm.Last[tatm.Screening](v.File); ok && x.Rec.Case != "" {
			if v.Case, _, _, err = peek(s.tx, d, s, opCaseSee, x.Rec.Case); err != nil {
				return err
			}
		}
		v.Names, err = namesIn(s.tx, v.File, v.Row.Head.Owner)
		return err
	})
	return v, err
}

// ListView is a page of a list.
type ListView struct {
	Rows  []ListLine
	Next  string // cursor of the next page, empty at the end
	Names Names
}

// ListLine is a file in a list with what is shown of it.
type ListLine struct {
	store.ListRow
	File tatm.File // the entries a list shows, as far as the reader may see them
}

// ListReports lists the reports that wait, soonest first, or the screened ones.
func (d Desk) ListReports(ctx context.Context, f store.Filter) (v ListView, err error) {
	err = d.list(ctx, opReportList, tatm.ReportFile, func(s *survey) error {
		v, err = s.page(f, "report", "screening")
		return err
	})
	return v, err
}

// page reads one page of a list with the entries it shows.
func (s *survey) page(f store.Filter, kinds ...tatm.Kind) (v ListView, err error) {
	f.Limit = max(1, min(f.Limit, 100))
	rows, err := s.Files(f)
	if err != nil {
		return v, err
	}
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		v.Next = rows[f.Limit-1].Cursor
	}
	es, err := s.Openings(rows, kinds...)
	if err != nil {
		return v, err
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, ListLine{r, tatm.File{Org: r.Org, ID: r.ID, Kind: r.Kind, Team: r.Team, Number: r.Number, Entries: es[r.ID]}})
	}
	v.Names, err = s.names()
	return v, err
}
