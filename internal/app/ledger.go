package app

import "offramp/internal/access"

// Ledger lists every operation: docs/permissions.txt is printed from it, and a
// test holds that none is left out.
func Ledger() []access.Op {
	return []access.Op{
		opReportFile, opReportAcknowledge, opReportAdd, opReportScreen, opReportAccept, opReportCloseShort, opReportLink,
		opReportClimb, opReportLate, opReportUnlink, opReportResemble, opReportAbout, opReportKnown, opReportReply,
		opReportReceipt, opThreadSee, opThreadWrite, opThreadReveal, opReportSee, opReportList, opPersonFile, opPersonTell,
		opPersonMend, opPersonSame, opPersonApart, opPersonSee, opPersonList, opPersonSearch, opCaseOpen, opCaseCarry,
		opCaseSee, opCaseThen, opCaseVersions, opCaseActivity, opCaseList, opCaseload, opCaseSearch, opCaseDescribe,
		opCaseMove, opCaseCharge, opCaseHandOver, opCaseInvite, opCaseRevoke, opCaseWall, opCaseRecuse, opCasePrint,
		opPartAdd, opPartMend, opNexusJudge, opEmergencyRaise, opEmergencyFill, opEmergencyRatify, opEmergencyLower,
		opObservationAdd, opObservationMend, opInterviewAdd, opAttachmentStage, opAttachmentAdd, opAttachmentShow,
		opAttachmentOpen, opFactorAdd, opFactorMend, opAnswerGive, opRequestMake, opRequestClose, opViewGive, opViewReveal,
		opAssessmentDraft, opAssessmentSecond, opAssessmentSign, opAssessmentStands, opPlanDraft, opPlanApprove,
		opInterventionAdd, opInterventionMend, opInterventionJustify, opInterventionRatify, opDeliveryNote, opEffectJudge,
		opNeedKeep, opGrievanceKeep, opTargetPlanKeep, opTripwireArm, opTripwireRaise, opTripwireLook, opTripwireMend,
		opTripwireTest, opTripwireRetire, opTripwireSilent, opTripwireQuiet, opMonitorAgree, opMonitorEnd, opCheckInNote,
		opTaskGive, opTaskMend, opMessagePost, opMessageTurn, opNoticeRecord, opDutyPrompt, opDutyAnswer, opSheetKeep,
		opDecisionMake, opDissentAdd, opCloseShort, opClosureWrite, opClosureAgree, opCaseLookBack, opDeskSee,
		opRecordsSee, opRecordsDesk, opHoldPlace, opHoldRelease, opMilestoneNote, opChallengeNote, opChallengeDecide,
		opEntryValidate, opPurgePropose, opPurgeWithdraw, opPurgeAgree, opTombstoneList, opTombstoneSee,
		opDeskReports, opDeskMeetings, opOutsideAsk, opOutsideRevoke, opOutsideSee, opOutsideAnswer, opMeetingCall,
		opMeetingSee, opMeetingList, opMeetingSeat, opMeetingAgenda, opMeetingMinutes, opMeetingSign, opMeetingPrint,
		opTeamSee, opOfficeSee, opMemberAdd, opMemberChange, opMemberMail, opLettersSee, opLetterTest, opSeatGive,
		opSeatEnd, opTeamAdd, opAuditRead,
	}
}
