package app

import "offramp/internal/access"

// Ledger lists every operation: docs/permissions.txt is printed from it, and a
// test holds that none is left out.
func Ledger() []access.Op {
	return []access.Op{
		opReportFile, opReportAcknowledge, opReportAdd, opReportScreen, opReportAccept, opReportLink, opReportReply, opReportReceipt, opThreadSee,
		opThreadWrite, opThreadReveal, opReportSee,
		opReportList, opPersonFile, opPersonTell, opPersonMend, opPersonSee, opPersonList, opPersonSearch, opCaseOpen, opCaseCarry,
		opCaseSee, opCaseThen, opCaseVersions, opCaseActivity, opCaseList, opCaseload, opCaseSearch, opCaseDescribe,
		opCaseMove, opCaseCharge, opCaseInvite, opCaseRevoke, opCaseWall, opCaseRecuse, opCasePrint, opPartAdd, opPartMend,
		opNexusJudge, opEmergencyRaise, opEmergencyFill, opEmergencyRatify, opEmergencyLower, opObservationAdd,
		opObservationMend, opInterviewAdd, opFactorAdd, opFactorMend, opAnswerGive, opRequestMake, opRequestClose,
		opViewGive, opViewReveal, opAssessmentDraft, opAssessmentSecond, opAssessmentSign, opAssessmentStands, opPlanDraft,
		opPlanApprove, opInterventionAdd, opInterventionMend, opDeliveryNote, opEffectJudge, opNeedKeep, opGrievanceKeep,
		opTargetPlanKeep, opTripwireArm, opTripwireRaise, opTripwireLook, opTripwireRetire, opTripwireSilent,
		opTripwireQuiet, opMonitorAgree, opMonitorEnd, opCheckInNote, opTaskGive, opTaskMend, opMessagePost, opNoticeRecord,
		opDutyPrompt, opDutyAnswer, opSheetKeep, opDecisionMake, opDissentAdd, opCloseShort, opClosureWrite, opClosureAgree,
		opDeskSee, opDeskReports, opDeskMeetings, opMeetingCall, opMeetingSee, opMeetingList, opMeetingSeat, opMeetingAgenda,
		opMeetingMinutes, opMeetingSign, opTeamSee, opOfficeSee, opMemberAdd, opMemberChange, opSeatGive, opSeatEnd,
		opTeamAdd, opAuditRead,
	}
}
