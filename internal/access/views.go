package access

import "offramp/internal/tatm"

// view is what a role sees of a kind of file. With no sections it is the head
// alone: number, state, owner, dates.
type view struct{ sections []tatm.Section }

// grant returns what seat s shows through the view. The policy pack says which
// regimes it is cleared for.
func (v view) grant(p *tatm.Pack, s tatm.Seat) Grant {
	return Grant{Sections: v.sections, Regimes: p.Cleared(s)}
}

var (
	whole   = view{tatm.Sections}
	headsOf = view{}
	// keeps is the head, who was let see more of the file than their seat, and how
	// long it is kept.
	keeps = view{[]tatm.Section{tatm.SectionAccess, tatm.SectionRecords}}
)

// views says which role sees what of which kind of file (practice reference
// 2.5). A role or kind that is not named sees nothing.
var views = map[tatm.Role]map[tatm.FileKind]view{
	tatm.Chair:  {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Deputy: {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Core:   {tatm.ReportFile: whole, tatm.CaseFile: whole, tatm.PersonFile: whole, tatm.MeetingFile: whole},
	tatm.Intake: {tatm.ReportFile: whole, tatm.CaseFile: headsOf, tatm.PersonFile: whole},
	tatm.RecordsOffice: {
		// Whose files are one person's, and whose are two, is the records
		// officer's to keep: who somebody is shows, and of other files the heads.
		tatm.ReportFile: keeps, tatm.CaseFile: keeps, tatm.PersonFile: view{[]tatm.Section{tatm.SectionIdentity, tatm.SectionRecords}}, tatm.MeetingFile: keeps,
	},
	tatm.Approver: {tatm.CaseFile: view{[]tatm.Section{
		tatm.SectionHead, tatm.SectionAssessment, tatm.SectionPlan, tatm.SectionDecision,
	}}},
}
