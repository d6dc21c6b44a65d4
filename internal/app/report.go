package app

import (
	"context"
	"errors"
	"slices"

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
		if d.refersFrom(team, w.run.now) {
			if err := w.refer(&r, &from); err != nil {
				return err
			}
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
		if why, err := w.tooMuch(); err != nil || why != "" {
			return errors.Join(err, w.holdApart(why))
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
			return w.acknowledge()
		}
		return nil
	})
}

// TakeOverReport is somebody else's word that the report is theirs from now on:
// a turn ended, or whoever took it cannot go on.
func (d Desk) TakeOverReport(ctx context.Context, on tatm.FileID) (Made, error) {
	return d.do(ctx, opReportTakeOver, on, func(w *work) error {
		if !w.row.Head.Closed.IsZero() {
			return fault.New(fault.Conflict, "report.screened")
		}
		if w.row.Head.Owner == w.who() {
			return nil
		}
		return w.acknowledge()
	})
}

// acknowledge takes the report, and says whether whoever took it was on duty. Who is
// not may take it too: better early by somebody else than late.
func (w *work) acknowledge() error {
	first, cover, err := w.run.desk.app.onDutyFor(w.tx, w.row.Org, w.row.Team, w.Now)
	if err != nil {
		return err
	}
	a := tatm.Acknowledgement{}
	switch {
	case slices.Contains(first, w.who()):
		a.Duty = tatm.FirstOnDuty
	case slices.Contains(cover, w.who()):
		a.Duty = tatm.CoverOnDuty
	}
	w.put(a)
	return nil
}

// AddToReport adds what the staff learned beside the reporter's own words. The
// cases the report is tied to hear of it: it stands there as an observation
// that goes back to the same report.
func (d Desk) AddToReport(ctx context.Context, on tatm.FileID, text string) (Made, error) {
	return d.do(ctx, opReportAdd, on, func(w *work) error {
		if _, err := w.add(tatm.Addition{Text: text, From: "staff"}, Circumstance{}); err != nil {
			return err
		}
		s, _ := tatm.Last[tatm.Screening](w.file)
		for _, id := range s.Rec.Cases {
			kase, err := w.also(opReportAdd, id)
			if k := fault.KindOf(err); k == fault.NotFound || k == fault.Denied {
				continue // a case that the asker may not touch: the report has it
			}
			if err != nil {
				return err
			}
			kase.put(tatm.Observation{Text: text, Report: on})
			if err := kase.post("look-again", kase.row.Head.Owner, w.Now); err != nil {
				return err
			}
		}
		return nil
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
		return w.screen(s, "")
	})
}

// screen writes a finding. Knowingly false needs two people: the first is who
// found it, and only somebody else can be the second.
func (w *work) screen(s tatm.Screening, person tatm.FileID) error {
	if s.Outcome != tatm.InfoRequested {
		if err := w.earlierFiles(person); err != nil {
			return err
		}
	}
	was, again := tatm.Last[tatm.Screening](w.file)
	if again && !was.Rec.GivesWay(s.Outcome) {
		return fault.New(fault.Conflict, "report.screened")
	}
	s.First, s.Second, s.SingleHanded, s.Undone, s.Refused = w.who(), "", false, "", ""
	s.Outside = nil
	if again && was.Rec.Outcome == tatm.KnowinglyFalse && s.Outcome == tatm.KnowinglyFalse {
		by, err := w.screener()
		if err != nil {
			return err
		}
		s.First = was.Rec.First
		if s, err = s.Agree(was.RecordedAt, by, w.Now, w.pack()); err != nil {
			return err
		}
	}
	note(&w.facts, "outcome", s.Outcome)
	var err error
	if again {
		err = w.mend(was.ID, was.Version, s, Circumstance{})
	} else {
		_, err = w.add(s, Circumstance{})
	}
	if err != nil {
		return err
	}
	return w.draw()
}

// screener is who asks, where the second person may be anybody who screens.
func (w *work) screener() (tatm.Asker, error) {
	n, err := w.people(screeners...)
	return tatm.Asker{Actor: w.who(), Roles: w.roles, TeamSize: n}, err
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
		return report.screen(tatm.Screening{Outcome: tatm.Accepted, Reason: reason, Cases: []tatm.FileID{made.row.ID}}, c.Person)
	})
}

// fromReport takes the reporter's account over as the first observation, so
// that facts begin with what was told, as it was told.
func (w *work) fromReport(report *work) error {
	r, ok := tatm.Last[tatm.Report](tatm.Veiled(report.file)) // what is hidden stays behind
	if !ok {
		return absent()
	}
	text := r.Rec.Narrative
	if len([]rune(text)) > tatm.TextMost {
		text = string([]rune(text)[:tatm.TextMost])
	}
	w.put(tatm.Observation{Text: text, Report: report.row.ID}, happened(r.Rec.Received))
	return w.wallsOf(report)
}

// LinkReport ties a report to a case: linked, never merged away. A report may be
// tied to several cases, and a case to several reports.
func (d Desk) LinkReport(ctx context.Context, on, to tatm.FileID, reason string) (Made, error) {
	return d.many(ctx, opReportLink, "", []tatm.FileID{on, to}, func(_ *work, of map[tatm.FileID]*work) error {
		report, kase := of[on], of[to]
		if report.row.Kind != tatm.ReportFile || kase.row.Kind != tatm.CaseFile {
			return absent()
		}
		if reason == "" {
			return fault.Bad("reason", "field.missing")
		}
		if _, tied := tie(kase, on); tied {
			return fault.New(fault.Conflict, "report.linked")
		}
		kase.put(tatm.ReportLink{Report: on, Basis: reason})
		if err := kase.fromReport(report); err != nil {
			return err
		}
		was, ok := tatm.Last[tatm.Screening](report.file)
		if !ok || len(was.Rec.Cases) == 0 {
			return report.screen(tatm.Screening{Outcome: tatm.Linked, Reason: reason, Cases: []tatm.FileID{to}}, "")
		}
		was.Rec.Cases = append(slices.Clone(was.Rec.Cases), to)
		return report.revise(was.ID, was.Version, was.Rec)
	})
}

// tie finds the link of a case to a report that holds.
func tie(kase *work, report tatm.FileID) (tatm.Item[tatm.ReportLink], bool) {
	for _, l := range tatm.All[tatm.ReportLink](kase.file) {
		if l.Rec.Report == report && l.Rec.Undone == "" {
			return l, true
		}
	}
	return tatm.Item[tatm.ReportLink]{}, false
}

// UnlinkReport takes a tie back for a reason: the report was about somebody
// else. What it told the case no longer holds there, and a report that is tied
// to no case any more waits again.
func (d Desk) UnlinkReport(ctx context.Context, on, from tatm.FileID, reason string) (Made, error) {
	return d.many(ctx, opReportUnlink, "", []tatm.FileID{on, from}, func(_ *work, of map[tatm.FileID]*work) error {
		report, kase := of[on], of[from]
		link, tied := tie(kase, on)
		if !tied {
			return absent()
		}
		if reason == "" {
			return fault.Bad("reason", "field.missing")
		}
		link.Rec.Undone = reason
		if err := kase.revise(link.ID, link.Version, link.Rec); err != nil {
			return err
		}
		for _, o := range tatm.All[tatm.Observation](kase.file) {
			if o.Rec.Report == on && o.Rec.Withdrawn == "" {
				o.Rec.Withdrawn, o.Rec.Typing = reason, ""
				if err := kase.revise(o.ID, o.Version, o.Rec); err != nil {
					return err
				}
			}
		}
		was, ok := tatm.Last[tatm.Screening](report.file)
		if !ok {
			return absent()
		}
		was.Rec.Cases = slices.DeleteFunc(slices.Clone(was.Rec.Cases), func(id tatm.FileID) bool { return id == from })
		if len(was.Rec.Cases) == 0 {
			was.Rec.Undone = reason
		}
		return report.revise(was.ID, was.Version, was.Rec)
	})
}

// ReportView is a report as a page shows it.
type ReportView struct {
	Row   store.Row
	File  tatm.File
	Names Names
	Found []tatm.Entry // earlier versions of the finding, oldest first
	Cases []store.Row  // the cases it is tied to, as far as the reader may see them
	Me    tatm.ActorID
	// Cleared: the reader may know who made the report.
	Cleared bool
	// By is the channel of the public that it came by, as it is called now, and
	// Form what was asked there then.
	By   string
	Form tatm.Form
}

// SeeReport shows a report.
func (d Desk) SeeReport(ctx context.Context, on tatm.FileID) (v ReportView, err error) {
	err = d.see(ctx, opReportSee, on, func(s *sight) error {
		v = ReportView{Row: s.Head(), Me: d.who.ID}
		if v.Cleared, err = s.Knows(); err != nil {
			return err
		}
		if v.File, err = s.File(); err != nil {
			return err
		}
		if told, ok := tatm.Last[tatm.Report](v.File); ok {
			if v.By, v.Form, err = cameBy(s.tx, d.who.Org, told.Rec); err != nil {
				return err
			}
		}
		x, screened := tatm.Last[tatm.Screening](v.File)
		if screened && x.Version > 1 {
			if v.Found, err = s.Versions(x.ID); err != nil {
				return err
			}
			v.Found = v.Found[:max(len(v.Found)-1, 0)]
		}
		for _, id := range x.Rec.Cases {
			row, _, ok, err := peek(s.tx, d, s, opCaseSee, id)
			if err != nil {
				return err
			}
			if ok {
				v.Cases = append(v.Cases, row)
			}
		}
		who := []tatm.ActorID{v.Row.Head.Owner, x.Rec.First, x.Rec.Second}
		for _, n := range tatm.All[tatm.Sample](v.File) {
			who = append(who, n.Rec.For)
		}
		for _, n := range tatm.All[tatm.Demand](v.File) {
			who = append(who, n.Rec.Counsel)
		}
		for _, e := range v.Found {
			who = append(who, e.RecordedBy)
		}
		v.Names, err = namesIn(s.tx, v.File, who...)
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
