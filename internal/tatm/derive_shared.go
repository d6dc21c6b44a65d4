package tatm

import "time"

// ahead is how long before a thing ends the team is told of it: time enough to
// ask anew (for the passing of rights, issue 3: 30 days).
const ahead = 30 * day24

// shared are the lines of what goes out and of whose rights are asked about.
func (k docket) shared(p *Pack) {
	owner := k.d.Head.Owner
	for _, d := range All[Disclosure](k.f) {
		k.open(d.Entry, DueRelease, d.Rec.By, p.Due(ClockRelease, d.RecordedAt), d.Rec.State() == "draft")
	}
	for _, x := range All[Agreement](k.f) {
		k.open(x.Entry, DueAgreement, x.Rec.Owner, x.Rec.Until.Add(-ahead), x.Rec.Ended == "")
	}
	for _, x := range All[Consent](k.f) {
		k.open(x.Entry, DueConsent, owner, x.Rec.Ends(k.f), x.Rec.Answer == Yes && x.Rec.Revoked.IsZero())
	}
	if r, ok := Last[RightsPass](k.f); ok {
		k.open(r.Entry, DueRightsPass, owner, r.Rec.On.Add(-ahead), r.Rec.Told == "")
	}
	k.owed(p)
}

// owed are the duties that stand even where a case is closed: a request of the
// person or a parent, and a correction that has not reached everybody.
func (k docket) owed(p *Pack) {
	for _, r := range All[RightsRequest](k.f) {
		k.open(r.Entry, DueRights, r.Rec.Owner, p.Due(RightsClock(r.Rec.What), r.HappenedAt), r.Rec.Decision == "")
	}
	asked := map[EntryID]time.Time{}
	for _, c := range All[Correction](k.f) {
		asked[c.ID] = c.RecordedAt
	}
	for _, x := range All[CorrectedCopy](k.f) {
		k.open(x.Entry, DueCorrected, x.Rec.Owner, p.Due(ClockCorrection, asked[x.Rec.Correction]), x.Rec.Open())
	}
}
