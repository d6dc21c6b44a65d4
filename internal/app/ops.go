package app

import (
	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Who may, by role. Owner is the case manager, Guest somebody invited.
var (
	chairs  = []tatm.Role{tatm.Chair, tatm.Deputy}
	core    = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, access.Owner}
	members = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, access.Owner, access.Guest}
	intake  = []tatm.Role{tatm.Intake, tatm.Chair, tatm.Deputy, tatm.Core}
	rolls   = []tatm.Role{tatm.Intake, tatm.Chair, tatm.Deputy, tatm.Core, tatm.RecordsOffice} // who keeps whose file is whose
	seers   = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, access.Owner, access.Guest, tatm.Intake, tatm.RecordsOffice, tatm.Approver}
	// onDutyNow are those who may ask to see more than their seat, and in an
	// emergency open it alone; openers those who let them, and look afterwards.
	onDutyNow = append([]tatm.Role{tatm.Intake}, core...)
	openers   = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.RecordsOffice, tatm.Core}
	admins    = []tatm.Role{tatm.Administrator}
	audits    = []tatm.Role{tatm.Auditor, tatm.RecordsOffice}
	records   = []tatm.Role{tatm.RecordsOffice}
	keepers   = []tatm.Role{tatm.RecordsOffice, tatm.Chair, tatm.Deputy}
	anybody   = tatm.Roles
	// wordings are who keeps the spellings of names.
	wordings = []tatm.Role{tatm.RecordsOffice, tatm.Administrator}
)

func onCase(name string, roles []tatm.Role) access.Op {
	return access.Op{Name: name, On: tatm.CaseFile, Roles: roles, Write: true}
}

// fresh is an operation that asks for a fresh proof of who is asking: a
// signature, a copy that leaves, a change of who may do what.
func fresh(op access.Op) access.Op {
	op.Fresh = true
	return op
}

func seeing(name string, on tatm.FileKind, roles []tatm.Role) access.Op {
	return access.Op{Name: name, On: on, Roles: roles}
}

func searching(name string, on tatm.FileKind, roles []tatm.Role) access.Op {
	return access.Op{Name: name, On: on, Roles: roles, Line: true}
}

// The ledger of operations. docs/permissions.txt, the audit's vocabulary and
// the metric labels are printed from it; each is used by one method of Desk.
var (
	opReportFile        = access.Op{Name: "report.file", Roles: []tatm.Role{tatm.Intake, tatm.Chair, tatm.Deputy, tatm.Core, tatm.Affiliate}, Write: true, Clock: true}
	opReportAcknowledge = access.Op{Name: "report.acknowledge", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportTakeOver    = access.Op{Name: "report.take-over", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportAdd         = access.Op{Name: "report.add", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportScreen      = access.Op{Name: "report.screen", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportSample      = access.Op{Name: "report.sample", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportReturn      = access.Op{Name: "report.return", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportVeil        = access.Op{Name: "report.veil", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportUnveil      = access.Op{Name: "report.unveil", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportRetaliation = access.Op{Name: "report.retaliation", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportProtect     = access.Op{Name: "report.protect", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportDemand      = access.Op{Name: "report.demand", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportAnswer      = access.Op{Name: "report.answer-demand", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportAccept      = access.Op{Name: "report.accept", Roles: intake, Write: true}
	opReportCloseShort  = access.Op{Name: "report.close-short", Roles: chairs, Write: true}
	opReportRelease     = access.Op{Name: "report.release", Roles: intake, Write: true}
	opReportLink        = access.Op{Name: "report.link", Roles: intake, Write: true}
	opReportClimb       = access.Op{Name: "report.climb", On: tatm.ReportFile, Write: true, Clock: true}
	opReportLate        = access.Op{Name: "report.late", On: tatm.ReportFile, Clock: true}
	opReportUnlink      = access.Op{Name: "report.unlink", Roles: intake, Write: true}
	opReportResemble    = seeing("report.resemble", tatm.ReportFile, intake)
	opReportAbout       = access.Op{Name: "report.about", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportKnown       = access.Op{Name: "report.known", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportIncident    = access.Op{Name: "report.incident", Roles: intake, Write: true}
	opReportReply       = access.Op{Name: "report.reply", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportReceipt     = access.Op{Name: "report.receipt", On: tatm.ReportFile, Roles: intake, Write: true}
	opRosterSee         = access.Op{Name: "roster.see", Roles: intake}
	opRosterTurn        = access.Op{Name: "roster.turn", Roles: append([]tatm.Role{tatm.Intake}, chairs...), Write: true}
	opRosterAway        = access.Op{Name: "roster.away", Roles: intake, Write: true}
	opRosterEnd         = access.Op{Name: "roster.end", Roles: append([]tatm.Role{tatm.Intake}, chairs...), Write: true}
	opReferralList      = access.Op{Name: "referral.list", Roles: []tatm.Role{tatm.Affiliate}, Clock: true}
	opReferralWrite     = access.Op{Name: "referral.write", Roles: []tatm.Role{tatm.Affiliate}, Write: true, Clock: true}
	opReferralBrief     = access.Op{Name: "referral.brief", Roles: []tatm.Role{tatm.Affiliate}, Write: true, Clock: true}
	opPartnerSee        = access.Op{Name: "partner.see", Roles: append([]tatm.Role{tatm.Intake}, chairs...)}
	opPartnerAdd        = fresh(access.Op{Name: "partner.add", Roles: append([]tatm.Role{tatm.Intake}, chairs...), Write: true})
	opPartnerEnd        = access.Op{Name: "partner.end", Roles: append([]tatm.Role{tatm.Intake}, chairs...), Write: true}
	opCannedSee         = access.Op{Name: "canned.see", Roles: intake}
	opCannedKeep        = access.Op{Name: "canned.keep", Roles: intake, Write: true}
	opMailStage         = access.Op{Name: "mail.stage", Write: true, Clock: true}
	opMailCase          = access.Op{Name: "mail.case", On: tatm.CaseFile, Write: true, Clock: true}
	opMailEnclose       = access.Op{Name: "mail.enclose", On: tatm.ReportFile, Write: true, Clock: true}
	opMailOpen          = seeing("mail.open", tatm.ReportFile, []tatm.Role{tatm.Intake})
	opThreadSee         = access.Op{Name: "thread.see", On: tatm.ReportFile, Write: true, Clock: true}
	opThreadWrite       = access.Op{Name: "thread.write", Write: true, Clock: true}
	opThreadPunished    = access.Op{Name: "thread.punished", On: tatm.ReportFile, Write: true, Clock: true}
	opThreadReveal      = access.Op{Name: "thread.reveal", On: tatm.ReportFile, Write: true, Clock: true}
	opThreadNotify      = access.Op{Name: "thread.notify", On: tatm.ReportFile, Write: true, Clock: true}
	opEnclosureStage    = access.Op{Name: "enclosure.stage", On: tatm.ReportFile, Write: true, Clock: true}
	opEnclosureAdd      = access.Op{Name: "enclosure.add", Write: true, Clock: true}
	opEnclosureShow     = seeing("enclosure.show", tatm.ReportFile, intake)
	opEnclosureOpen     = seeing("enclosure.open", tatm.ReportFile, intake)
	opReportSee         = seeing("report.see", tatm.ReportFile, intake)
	opReportList        = seeing("report.list", tatm.ReportFile, intake)

	opPersonFile   = access.Op{Name: "person.file", Roles: intake, Write: true}
	opPersonTell   = access.Op{Name: "person.tell", On: tatm.PersonFile, Roles: intake, Write: true}
	opPersonMend   = access.Op{Name: "person.mend", On: tatm.PersonFile, Roles: intake, Write: true}
	opPersonSame   = access.Op{Name: "person.same", Roles: rolls, Write: true}
	opPersonDiffer = access.Op{Name: "person.differ", Roles: rolls, Write: true}
	opPersonApart  = access.Op{Name: "person.apart", Roles: rolls, Write: true}
	opPersonSplit  = access.Op{Name: "person.split", Roles: rolls, Write: true}
	opPersonSee    = seeing("person.see", tatm.PersonFile, rolls)
	opPersonList   = seeing("person.list", tatm.PersonFile, rolls)
	opPersonSearch = searching("person.search", tatm.PersonFile, rolls)
	opPersonGuess  = searching("person.guess", tatm.PersonFile, intake)
	opPairList     = seeing("pair.list", tatm.PersonFile, append([]tatm.Role{tatm.RecordsOffice}, chairs...))
	opPairSweep    = access.Op{Name: "pair.sweep", Roles: append([]tatm.Role{tatm.RecordsOffice}, chairs...), Write: true}
	opVariantSee   = access.Op{Name: "variant.see", Roles: wordings}
	opVariantAdd   = access.Op{Name: "variant.add", Roles: wordings, Write: true}
	opVariantDrop  = access.Op{Name: "variant.drop", Roles: wordings, Write: true}

	opCaseOpen     = access.Op{Name: "case.open", Roles: intake, Write: true}
	opCaseCarry    = access.Op{Name: "case.carry", Roles: intake, Write: true}
	opCaseSee      = seeing("case.see", tatm.CaseFile, seers)
	opCaseThen     = seeing("case.as-it-was", tatm.CaseFile, members)
	opCaseVersions = seeing("case.versions", tatm.CaseFile, members)
	opCaseActivity = seeing("case.activity", tatm.CaseFile, chairs)
	opCaseList     = seeing("case.list", tatm.CaseFile, seers)
	opCaseload     = seeing("case.caseload", tatm.CaseFile, append([]tatm.Role{tatm.Core}, chairs...))
	opCaseSearch   = searching("case.search", tatm.CaseFile, members)
	opCaseDescribe = onCase("case.describe", core)
	opCaseMove     = onCase("case.move", append([]tatm.Role{tatm.Intake}, core...))
	opCaseCharge   = onCase("case.charge", append([]tatm.Role{tatm.Intake}, core...))
	opCaseHandOver = access.Op{Name: "case.hand-over", Write: true, Clock: true}
	opCaseInvite   = onCase("case.invite", chairs)
	opCaseRevoke   = onCase("case.revoke", chairs)
	opCaseWall     = onCase("case.wall", chairs)
	opCaseRecuse   = onCase("case.recuse", members)
	opFileWall     = access.Op{Name: "file.wall", Roles: chairs, Write: true}
	opFileRecuse   = access.Op{Name: "file.recuse", Roles: intake, Write: true}
	opProceeding   = onCase("proceeding.link", core)
	opProceedEnd   = onCase("proceeding.end", core)
	opCounselMark  = onCase("counsel.mark", core)
	opCounselEnd   = onCase("counsel.decide", core)
	opCounselList  = seeing("counsel.list", tatm.CaseFile, append([]tatm.Role{tatm.Core}, chairs...))
	opCasePrint    = fresh(onCase("case.print", core))
	opPartAdd      = onCase("part.add", append([]tatm.Role{tatm.Intake}, core...))
	opPartMend     = onCase("part.mend", core)
	opNexusJudge   = onCase("nexus.judge", core)

	opEmergencyRaise  = onCase("emergency.raise", append([]tatm.Role{tatm.Intake}, members...))
	opEmergencyFill   = onCase("emergency.fill", append([]tatm.Role{tatm.Intake}, members...))
	opEmergencyRatify = onCase("emergency.ratify", chairs)
	opEmergencyLower  = onCase("emergency.lower", chairs)

	opAccessSee     = seeing("access.see", "", seers)
	opOpeningAsk    = access.Op{Name: "opening.ask", Roles: onDutyNow, Write: true}
	opOpeningAnswer = fresh(access.Op{Name: "opening.answer", Roles: openers, Write: true})
	opOpeningNow    = access.Op{Name: "opening.now", Roles: onDutyNow, Write: true}
	opOpeningRatify = access.Op{Name: "opening.ratify", Roles: openers, Write: true}
	opOpeningLook   = access.Op{Name: "opening.look", Roles: openers, Write: true}
	opOpeningEnd    = access.Op{Name: "opening.end", Roles: append([]tatm.Role{tatm.Intake, tatm.RecordsOffice}, core...), Write: true}

	opObservationAdd  = onCase("observation.add", members)
	opObservationMend = onCase("observation.mend", members)
	opInterviewAdd    = onCase("interview.add", members)
	opAttachmentStage = onCase("attachment.stage", members)
	opAttachmentAdd   = onCase("attachment.add", members)
	opAttachmentShow  = seeing("attachment.show", tatm.CaseFile, members)
	opAttachmentOpen  = seeing("attachment.open", tatm.CaseFile, members)
	opFactorAdd       = onCase("factor.add", core)
	opFactorMend      = onCase("factor.mend", core)
	opAnswerGive      = onCase("answer.give", core)
	opRequestMake     = onCase("request.make", core)
	opRequestClose    = onCase("request.close", core)

	opViewGive         = onCase("view.give", members)
	opViewReveal       = onCase("view.reveal", chairs)
	opAssessmentDraft  = onCase("assessment.draft", core)
	opAssessmentSecond = fresh(onCase("assessment.second", core))
	opAssessmentSign   = fresh(onCase("assessment.sign", chairs))
	opAssessmentStands = onCase("assessment.stands", core)

	opPlanDraft           = onCase("plan.draft", core)
	opPlanApprove         = fresh(onCase("plan.approve", core))
	opInterventionAdd     = onCase("intervention.add", core)
	opInterventionMend    = onCase("intervention.mend", core)
	opInterventionJustify = onCase("intervention.justify", core)
	opInterventionRatify  = onCase("intervention.ratify", chairs)
	opDeliveryNote        = onCase("delivery.note", members)
	opEffectJudge         = onCase("effect.judge", core)
	opNeedKeep            = onCase("need.keep", core)
	opGrievanceKeep       = onCase("grievance.keep", core)
	opTargetPlanKeep      = onCase("target-plan.keep", core)

	opTripwireArm    = onCase("tripwire.arm", core)
	opTripwireRaise  = onCase("tripwire.raise", members)
	opTripwireLook   = onCase("tripwire.look", core)
	opTripwireMend   = onCase("tripwire.mend", core)
	opTripwireTest   = onCase("tripwire.test", core)
	opTripwireRetire = onCase("tripwire.retire", core)
	opTripwireSilent = access.Op{Name: "tripwire.silent", On: tatm.CaseFile, Write: true, Clock: true}
	opTripwireQuiet  = access.Op{Name: "tripwire.quiet", On: tatm.CaseFile, Clock: true}
	opMonitorAgree   = onCase("monitor.agree", core)
	opMonitorEnd     = onCase("monitor.end", core)
	opMonitorLink    = onCase("monitor.link", core)
	opMonitorUnlink  = onCase("monitor.unlink", core)
	opMonitorOpen    = access.Op{Name: "monitor.open", On: tatm.CaseFile, Write: true, Clock: true}
	opMonitorWord    = access.Op{Name: "monitor.word", On: tatm.CaseFile, Write: true, Clock: true}
	opCheckInNote    = onCase("check-in.note", members)
	opCheckInRead    = onCase("check-in.read", members)

	opTaskGive            = onCase("task.give", members)
	opTaskMend            = onCase("task.mend", members)
	opMessagePost         = onCase("message.post", members)
	opMessageTurn         = onCase("message.turn", members)
	opNoticeRecord        = onCase("notice.record", core)
	opDisclosureDraft     = onCase("disclosure.draft", core)
	opDisclosureCover     = onCase("disclosure.cover", core)
	opDisclosureUncover   = onCase("disclosure.uncover", core)
	opDisclosureRelease   = fresh(onCase("disclosure.release", core))
	opDisclosureDrop      = onCase("disclosure.drop", core)
	opDisclosureEmergency = onCase("disclosure.emergency", core)
	opCorrectionMake      = onCase("correction.make", core)
	opCorrectionFollow    = onCase("correction.follow", core)
	opConsentRecord       = onCase("consent.record", core)
	opConsentRevoke       = onCase("consent.revoke", core)
	opAgreementKeep       = onCase("agreement.keep", core)
	opGuardianKeep        = onCase("guardian.keep", core)
	opRightsPass          = onCase("rights.pass", core)
	opRightsAsk           = onCase("rights.ask", core)
	opRightsDecide        = onCase("rights.decide", core)

	opDutyPrompt   = onCase("duty.prompt", members)
	opDutyAnswer   = onCase("duty.answer", members)
	opSheetKeep    = onCase("contact-sheet.keep", core)
	opDecisionMake = onCase("decision.make", core)
	opDissentAdd   = onCase("dissent.add", members)
	opCloseShort   = onCase("case.close-short", chairs)
	opClosureWrite = onCase("closure.write", core)
	opClosureAgree = fresh(onCase("closure.agree", append([]tatm.Role{tatm.RecordsOffice}, core...)))
	opCaseLookBack = onCase("case.look-back", append([]tatm.Role{tatm.RecordsOffice}, core...))
	opDeskSee      = seeing("desk.see", tatm.CaseFile, seers)
	opDeskReports  = seeing("desk.reports", tatm.ReportFile, append([]tatm.Role{tatm.RecordsOffice}, intake...))
	opDeskMeetings = seeing("desk.meetings", tatm.MeetingFile, append([]tatm.Role{tatm.Core}, chairs...))

	opOutsideAsk    = access.Op{Name: "outside.ask", Roles: core, Write: true}
	opOutsideRevoke = access.Op{Name: "outside.revoke", Roles: core, Write: true}
	opOutsideSee    = access.Op{Name: "outside.see", Write: true, Clock: true}
	opOutsideAnswer = access.Op{Name: "outside.answer", Write: true, Clock: true}

	opRecordsSee      = access.Op{Name: "records.see", Roles: append([]tatm.Role{tatm.Core}, keepers...)}
	opRecordsDesk     = access.Op{Name: "records.desk", Roles: keepers}
	opHoldPlace       = access.Op{Name: "hold.place", Roles: append([]tatm.Role{tatm.Core}, keepers...), Write: true}
	opHoldRelease     = access.Op{Name: "hold.release", Roles: append([]tatm.Role{tatm.Core}, keepers...), Write: true}
	opMilestoneNote   = access.Op{Name: "milestone.note", Roles: keepers, Write: true}
	opChallengeNote   = access.Op{Name: "challenge.note", Roles: keepers, Write: true}
	opChallengeDecide = access.Op{Name: "challenge.decide", Roles: keepers, Write: true}
	opEntryValidate   = access.Op{Name: "entry.validate", Roles: append([]tatm.Role{tatm.Core}, keepers...), Write: true}
	opPurgePropose    = access.Op{Name: "purge.propose", Roles: records, Write: true}
	opPurgeWithdraw   = access.Op{Name: "purge.withdraw", Roles: keepers, Write: true}
	opPurgeAgree      = fresh(access.Op{Name: store.PurgeOp, Roles: keepers, Write: true})
	opTombstoneList   = access.Op{Name: "tombstone.list", Roles: records}
	opTombstoneSee    = access.Op{Name: "tombstone.see", Roles: records}

	opMeetingCall    = access.Op{Name: "meeting.call", Roles: chairs, Write: true}
	opMeetingSee     = seeing("meeting.see", tatm.MeetingFile, append([]tatm.Role{tatm.Core}, chairs...))
	opMeetingList    = seeing("meeting.list", tatm.MeetingFile, append([]tatm.Role{tatm.Core}, chairs...))
	opMeetingSeat    = access.Op{Name: "meeting.seat", On: tatm.MeetingFile, Roles: chairs, Write: true}
	opMeetingAgenda  = access.Op{Name: "meeting.agenda", On: tatm.MeetingFile, Roles: chairs, Write: true}
	opMeetingMinutes = access.Op{Name: "meeting.minutes", On: tatm.MeetingFile, Roles: append([]tatm.Role{tatm.Core}, chairs...), Write: true}
	opMeetingSign    = fresh(access.Op{Name: "meeting.sign", On: tatm.MeetingFile, Roles: chairs, Write: true})
	opMeetingPrint   = access.Op{Name: "meeting.print", On: tatm.MeetingFile, Roles: append([]tatm.Role{tatm.Core}, chairs...), Write: true}

	opTeamSee      = access.Op{Name: "team.see", Roles: anybody}
	opOfficeSee    = access.Op{Name: "office.see", Roles: admins}
	opMemberAdd    = fresh(access.Op{Name: "member.add", Roles: admins, Write: true, Clock: true})
	opMemberChange = fresh(access.Op{Name: "member.change", Roles: admins, Write: true, Clock: true})
	opMemberMail   = access.Op{Name: "member.mail", Roles: admins, Write: true, Clock: true}
	opLettersSee   = access.Op{Name: "letters.see", Roles: admins}
	opLetterTest   = access.Op{Name: "letter.test", Roles: admins, Write: true}
	opSeatGive     = fresh(access.Op{Name: "seat.give", Roles: admins, Write: true, Clock: true})
	opSeatEnd      = fresh(access.Op{Name: "seat.end", Roles: admins, Write: true})
	opTeamAdd      = fresh(access.Op{Name: "team.add", Roles: admins, Write: true, Clock: true})
	opChannelList  = access.Op{Name: "channel.list", Roles: admins}
	opChannelSee   = access.Op{Name: "channel.see", Roles: admins}
	opChannelKeep  = fresh(access.Op{Name: "channel.keep", Roles: admins, Write: true, Clock: true})
	opFormKeep     = access.Op{Name: "form.keep", Roles: admins, Write: true, Clock: true}
	opAuditRead    = access.Op{Name: "audit.read", Roles: audits}
)
