package app

import "offramp/internal/access"

// Ledger lists every operation: docs/permissions.txt is printed from it, and a
// test holds that none is left out.
func Ledger() []access.Op {
	return []access.Op{
		opReportFile, opReportAcknowledge, opReportTakeOver, opReportAdd, opReportScreen, opReportSample, opReportReturn,
		opReportVeil, opReportUnveil, opReportRetaliation, opReportProtect, opReportDemand, opReportAnswer, opReportAccept,
		opReportCloseShort, opReportRelease, opReportLink, opReportClimb, opReportLate, opReportUnlink, opReportResemble,
		opReportAbout, opReportKnown, opReportIncident, opReportReply, opReportReceipt, opRosterSee, opRosterTurn,
		opRosterAway, opRosterEnd, opReferralList, opReferralWrite, opReferralBrief, opPartnerSee, opPartnerAdd,
		opPartnerEnd, opCannedSee, opCannedKeep, opMailStage, opMailCase, opMailEnclose, opMailOpen, opThreadSee,
		opThreadWrite, opThreadPunished, opThreadReveal, opThreadNotify, opEnclosureStage, opEnclosureAdd, opEnclosureShow,
		opEnclosureOpen, opReportSee, opReportList, opPersonFile, opPersonTell, opPersonMend, opPersonSame, opPersonDiffer,
		opPersonApart, opPersonSplit, opPersonSee, opPersonList, opPersonSearch, opPersonGuess, opPairList, opPairSweep,
		opVariantSee, opVariantAdd, opVariantDrop, opCaseOpen, opCaseCarry, opCaseSee, opCaseThen, opCaseVersions,
		opCaseActivity, opCaseList, opCaseload, opCaseSearch, opCaseDescribe, opCaseMove, opCaseCharge, opCaseHandOver,
		opCaseInvite, opCaseRevoke, opCaseWall, opCaseRecuse, opFileWall, opFileRecuse, opProceeding, opProceedEnd,
		opCounselMark, opCounselEnd, opCounselList, opCasePrint, opPartAdd, opPartMend, opNexusJudge, opEmergencyRaise,
		opEmergencyFill, opEmergencyRatify, opEmergencyLower, opAccessSee, opOpeningAsk, opOpeningAnswer, opOpeningNow,
		opOpeningRatify, opOpeningLook, opOpeningEnd, opObservationAdd, opObservationMend, opInterviewAdd,
		opAttachmentStage, opAttachmentAdd, opAttachmentShow, opAttachmentOpen, opFactorAdd, opFactorMend, opAnswerGive,
		opRequestMake, opRequestClose, opViewGive, opViewReveal, opAssessmentDraft, opAssessmentSecond, opAssessmentSign,
		opAssessmentStands, opPlanDraft, opPlanApprove, opInterventionAdd, opInterventionMend, opInterventionJustify,
		opInterventionRatify, opDeliveryNote, opEffectJudge, opNeedKeep, opGrievanceKeep, opTargetPlanKeep, opTripwireArm,
		opTripwireRaise, opTripwireLook, opTripwireMend, opTripwireTest, opTripwireRetire, opTripwireSilent,
		opTripwireQuiet, opMonitorAgree, opMonitorEnd, opMonitorLink, opMonitorUnlink, opMonitorOpen, opMonitorWord,
		opCheckInNote, opCheckInRead, opTaskGive, opTaskMend, opMessagePost, opMessageTurn, opNoticeRecord,
		opDisclosureDraft, opDisclosureCover, opDisclosureUncover, opDisclosureRelease, opDisclosureDrop,
		opDisclosureEmergency, opCorrectionMake, opCorrectionFollow, opConsentRecord, opConsentRevoke, opAgreementKeep,
		opGuardianKeep, opRightsPass, opRightsAsk, opRightsDecide, opDutyPrompt, opDutyAnswer, opSheetKeep, opDecisionMake,
		opDissentAdd, opCloseShort, opClosureWrite, opClosureAgree, opCaseLookBack, opDeskSee, opDeskReports,
		opDeskMeetings, opOutsideAsk, opOutsideRevoke, opOutsideSee, opOutsideAnswer, opRecordsSee, opRecordsDesk,
		opHoldPlace, opHoldRelease, opMilestoneNote, opChallengeNote, opChallengeDecide, opEntryValidate, opPurgePropose,
		opPurgeWithdraw, opPurgeAgree, opTombstoneList, opTombstoneSee, opMeetingCall, opMeetingSee, opMeetingList,
		opMeetingSeat, opMeetingAgenda, opMeetingMinutes, opMeetingSign, opMeetingPrint, opTeamSee, opOfficeSee,
		opMemberAdd, opMemberChange, opMemberMail, opLettersSee, opLetterTest, opSeatGive, opSeatEnd, opTeamAdd,
		opChannelList, opChannelSee, opChannelKeep, opFormKeep, opAuditRead,
	}
}
