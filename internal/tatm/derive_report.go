package tatm

import "time"

// The states of a report (practice reference 2.2).
const (
	ReportReceived     State = "received"
	ReportAcknowledged State = "acknowledged"
	ReportPending      State = "pending" // asked back, routed and not yet taken, or a second person to agree
	ReportScreened     State = "screened"
	ReportApart        State = "apart" // held apart from the queue in a flood
)

func deriveReport(f File, packs Packs, d *Derived) {
	r, ok := Last[Report](f)
	if !ok {
		return
	}
	p := packs.inForce(PackRef{}, f.Opened)
	k := docket{d, f}
	d.Head.State, d.Head.Urgent = ReportReceived, r.Rec.Urgent()
	if HeldApart(f) {
		d.Head.State, d.Head.NextDue = ReportApart, farAway
		return
	}
	ack, taken := Last[Acknowledgement](f)
	if taken {
		d.Head.State, d.Head.Owner = ReportAcknowledged, ack.RecordedBy
	}
	s, screened := Last[Screening](f)
	look, from := ClockFirstLook, queued(f, r)
	waits := !screened
	if screened && s.Rec.Undone != "" {
		waits, from = true, s.RecordedAt // again: its last tie was taken back
	}
	if r.Rec.Urgent() {
		look = ClockFirstLookUrgent
	}
	k.open(r.Entry, DueAcknowledge, "", p.Due(r.Rec.takeClock(), from), !taken && !screened)
	k.open(r.Entry, DueFirstLook, d.Head.Owner, p.Due(look, from), waits)
	if screened {
		k.screened(s, p)
	}
	k.known(p)
	k.incidents()
	d.walls(f)
	k.openings(p)
	k.takers(r, screened && s.Rec.Final())
	k.protection(p)
	if a, waits := Unheard(f); waits {
		k.add(a, DueReporterWrote, "", d.Head.Owner, p.Due(look, a.RecordedAt), time.Time{})
	}
	d.Head.NextDue = d.next()
	for _, x := range All[Screening](f) {
		d.Marks = append(d.Marks, Mark{Entry: x.ID, Catalog: "screening", Code: string(x.Rec.Outcome), Status: "", At: x.RecordedAt, Regime: x.Regime})
	}
}

func (k docket) screened(s Item[Screening], p *Pack) {
	k.d.Head.State = ReportPending
	if s.Rec.Final() {
		k.d.Head.State, k.d.Head.Closed = ReportScreened, s.RecordedAt
	}
	k.open(s.Entry, DueRouted, "", p.Due(ClockRouted, s.RecordedAt), !s.Rec.Final() && s.Rec.Undone == "")
	if x, waits := Sampled(k.f); waits {
		k.add(x.Entry, DueSample, "", x.Rec.For, p.Due(ClockSample, x.RecordedAt), time.Time{})
	}
	for _, id := range s.Rec.Cases {
		k.d.Links = append(k.d.Links, Link{Entry: s.ID, Other: id, Role: "case", Section: SectionScreening, Regime: s.Regime, From: s.RecordedAt})
	}
}

func deriveMeeting(f File, packs Packs, d *Derived) {
	m, ok := Last[Meeting](f)
	if !ok {
		return
	}
	p := packs.inForce(m.Rec.Pack, f.Opened)
	k := docket{d, f}
	d.Head.State = "planned"
	if m.Rec.Held == Yes {
		d.Head.State = "held"
	}
	if m.Rec.Held == No {
		d.Head.State, d.Head.Closed = "cancelled", m.RecordedAt
	}
	k.open(m.Entry, DueMeeting, "", m.Rec.When, m.Rec.Held == "")
	n, noted := Last[Minutes](f)
	k.open(m.Entry, DueMinutes, "", p.Due(ClockMinutes, m.Rec.When), m.Rec.Held == Yes && (!noted || n.Rec.Signed.IsZero()))
	if noted && !n.Rec.Signed.IsZero() {
		d.Head.State, d.Head.Closed = "signed", n.Rec.Signed
	}
	for _, a := range All[AgendaItem](f) {
		d.Links = append(d.Links, Link{Entry: a.ID, Other: a.Rec.Case, Role: "agenda", Section: SectionMeeting, Regime: a.Regime, From: a.RecordedAt})
	}
	d.Head.NextDue = d.next()
}

// inForce returns the pack named, or the default one in force at a time.
func (ps Packs) inForce(ref PackRef, at time.Time) *Pack {
	if p := ps[ref]; p != nil {
		return p
	}
	var best *Pack
	for _, p := range ps {
		if p.ID != "default" || (!p.Until.IsZero() && !at.Before(p.Until)) || p.From.After(at) {
			continue
		}
		if best == nil || p.From.After(best.From) {
			best = p
		}
	}
	if best == nil {
		return &Pack{}
	}
	return best
}

// keeping is the pack whose times of keeping hold for a file.
func (ps Packs) keeping(f File) *Pack {
	if c, ok := Last[Case](f); ok {
		return ps.inForce(c.Rec.Pack, f.Opened)
	}
	if m, ok := Last[Meeting](f); ok {
		return ps.inForce(m.Rec.Pack, f.Opened)
	}
	return ps.inForce(PackRef{}, f.Opened)
}

// climbMost is how often a notice climbs: to the chairs, then to everybody.
const climbMost = 2

// NextClimb is which step of climbing comes next for a report that nobody has
// taken, and when; step 0 when none does.
func NextClimb(f File, p *Pack) (step int, due time.Time) {
	r, ok := Last[Report](f)
	if !ok || len(All[Acknowledgement](f))+len(All[Screening](f)) > 0 || HeldApart(f) {
		return 0, time.Time{}
	}
	from := queued(f, r)
	for _, c := range All[Climb](f) {
		step, from = c.Rec.Step, c.RecordedAt
	}
	if step == climbMost {
		return 0, time.Time{}
	}
	return step + 1, p.Due(r.Rec.takeClock(), from)
}

// takeClock is the clock by which somebody takes the report: one whose answers
// speak of a weapon, a target or danger now does not wait for office hours.
func (r Report) takeClock() Clock {
	if r.Urgent() {
		return ClockAcknowledgeUrgent
	}
	return ClockAcknowledge
}
