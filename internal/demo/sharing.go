package demo

import (
	"offramp/internal/app"
	"offramp/internal/tatm"
)

// gives adds a disclosure that is drafted and released in one step. Keys stand
// where it names entries.
func (s *story) gives(key string, x tatm.Disclosure) {
	s.ask(func(d app.Desk) (app.Made, error) {
		x.Items, x.Consent = s.keys(x.Items), s.key(x.Consent)
		m, err := d.DraftDisclosure(s.w.ctx, s.kase, "", 0, x)
		if err != nil {
			return m, err
		}
		s.acts[key] = m.Entry
		return d.Release(s.w.ctx, s.kase, m.Entry, 1)
	})
}

// decides ends a request about the record.
func (s *story) decides(key string, r tatm.RightsRequest) {
	s.ask(func(d app.Desk) (app.Made, error) {
		return d.DecideRights(s.w.ctx, s.kase, s.key(tatm.EntryID(key)), 1, r)
	})
}

// writeShared writes what goes out and whose rights are asked about.
func (s *story) writeShared(d app.Desk, r tatm.Record, c app.Circumstance) (made app.Made, ok bool, err error) {
	ctx, on := s.w.ctx, s.kase
	switch r := r.(type) {
	case tatm.Consent:
		made, err = d.RecordConsent(ctx, on, r, c)
	case tatm.Guardian:
		made, err = d.KeepGuardian(ctx, on, "", 0, r, c)
	case tatm.RightsPass:
		made, err = d.PassRights(ctx, on, 0, r)
	case tatm.RightsRequest:
		r.Owner = s.w.ids[string(r.Owner)]
		made, err = d.AskRights(ctx, on, r, c)
	case tatm.EmergencyDisclosure:
		made, err = d.DiscloseInEmergency(ctx, on, r, c)
	case tatm.Correction:
		r.Item = s.key(r.Item)
		made, err = d.CorrectItem(ctx, on, r)
	default:
		return made, false, nil
	}
	return made, true, err
}

// sharedWithCollege: what goes to the college goes on her own consent, after
// she read it, for the rights are hers since her birthday.
func (s *story) sharedWithCollege() {
	w := s.w
	s.by("couns").put("", tatm.RightsPass{On: w.back(30, 9, 0), Cause: "majority", Known: "Registrar: date of birth", Told: "Nadia and her mother together, at school"})
	s.put("leave", tatm.Consent{Giver: "Nadia herself", As: "self", Answer: tatm.Yes, Scope: "What helped her, who saw her through, and what to watch for", Recipients: "Campus team of Harlow State\nDr. Mbeki", Purpose: "Care goes on at the college", Until: w.ahead(120), How: "Signed at school after she read the package; kept by the registrar"})
	s.gives("package", tatm.Disclosure{To: "Campus team of Harlow State", Purpose: "Hand-over", Basis: "ferpa-consent", Consent: "leave", Manner: "paper", Conditions: "For her care alone; not for her academic file", Items: cite([]string{"better"})})
	s.put("own", tatm.RightsRequest{What: "access", Who: "Nadia herself", As: "self", Words: "I want to read what you wrote about me before anybody else does.", Owner: "couns"})
	s.decides("own", tatm.RightsRequest{Decision: "granted", Why: "It is her record", Done: "Read with her, two hours, names of others taken out", Told: "In person"})
}

// sharedForLily: what child protection needs went to them; the stepfather must
// not be contacted; her mother's request runs.
func (s *story) sharedForLily() {
	w := s.w
	s.by("couns").put("", tatm.Guardian{Name: "Dale Ames", Relation: "stepfather", Custody: tatm.No, Suspected: tatm.Yes, Barred: true, Why: "She names him; child protection asks that he not be told"})
	s.gives("cps", tatm.Disclosure{To: "Child protection hotline", Purpose: "Report of suspected abuse", Basis: "child-abuse", Manner: "electronic", Conditions: "The school is not to be named to the stepfather", Items: cite([]string{"essay"})})
	s.put("", tatm.Consent{Giver: "Mother", As: "parent", Answer: tatm.Yes, Scope: "That Lily stays at her grandmother's, and how she is at school", Recipients: "Her grandmother", Purpose: "Somebody who looks after her", Until: w.ahead(60), How: "Spoken before child protection, written down the same day"})
	s.put("", tatm.RightsRequest{What: "access", Who: "Mother", As: "parent", Words: "I want to see the essay.", Owner: "couns"})
}
