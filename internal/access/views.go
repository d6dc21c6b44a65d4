package access

import "offramp/internal/tatm"

// view is what a role sees of a kind of file. With no sections it is the head
// alone: number, state, owner, dates.
type view struct{ sections []tatm.Section }

// grant returns what seat s shows through the view.
func (v view) grant(s tatm.Seat) Grant {
	return Grant{Sections: v.sections, Regimes: Cleared(s.Role, s.Discipline)}
}

var (
	whole   = view{tatm.Sections}
	headsOf = view{}
	keeps   = view{[]tatm.Section{tatm.SectionRecords}} // the head, and how long it is kept
)

// views says which role sees what of which kind of file (practice reference
// 2.5). A role or kind that is not named sees nothing.
var views = map[tatm.Role]map[tatm.FileKind]view{
	tatm.Chair:  {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Deputy: {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Core:   {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Intake: {tatm.ReportFile: whole, tatm.CaseFile: headsOf, tatm.PersonFile: whole},
	tatm.RecordsOffice: {
		tatm.ReportFile: keeps, tatm.CaseFile: keeps, tatm.PersonFile: keeps, tatm.MeetingFile: keeps,
	},
	tatm.Approver: {tatm.CaseFile: view{[]tatm.Section{
		tatm.SectionHead, tatm.SectionAssessment, tatm.SectionPlan, tatm.SectionDecision,
	}}},
}

// Cleared returns the regimes a seat is cleared for, besides GENERAL: the
// first form of the clearance that policy packs will set (practice reference
// 4.7). What no seat is cleared for by default (substance-use records,
// counsel's notes of others, intelligence) is not listed for it.
func Cleared(r tatm.Role, d tatm.Discipline) []tatm.Regime {
	out := []tatm.Regime{tatm.General}
	switch r {
	case tatm.Intake:
		return append(out, tatm.ReporterID)
	case tatm.Chair, tatm.Deputy:
		return append(out, tatm.Education, tatm.Health, tatm.Personnel, tatm.Juvenile, tatm.ChildWelfare, tatm.Victim)
	}
	switch d {
	case tatm.LawEnforcement:
		return append(out, tatm.CrimeHistory, tatm.Juvenile, tatm.Victim)
	case tatm.MentalHealth, tatm.SchoolPsych, tatm.Medical:
		return append(out, tatm.Health, tatm.Education, tatm.ChildWelfare, tatm.Victim)
	case tatm.SchoolAdmin, tatm.SpecialEducation:
		return append(out, tatm.Education, tatm.ChildWelfare)
	case tatm.HumanResources:
		return append(out, tatm.Personnel)
	case tatm.LegalCounsel:
		return append(out, tatm.Counsel, tatm.Personnel)
	case tatm.SocialServices, tatm.VictimAdvocate:
		return append(out, tatm.ChildWelfare, tatm.Victim)
	}
	return out
}
