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
	seers   = []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, access.Owner, access.Guest, tatm.Intake, tatm.RecordsOffice, tatm.Approver}
	admins  = []tatm.Role{tatm.Administrator}
	audits  = []tatm.Role{tatm.Auditor, tatm.RecordsOffice}
	records = []tatm.Role{tatm.RecordsOffice}
	keepers = []tatm.Role{tatm.RecordsOffice, tatm.Chair, tatm.Deputy}
	anybody = tatm.Roles
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
	opReportAdd         = access.Op{Name: "report.add", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportScreen      = access.Op{Name: "report.screen", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportAccept      = access.Op{Name: "report.accept", Roles: intake, Write: true}
	opReportCloseShort  = access.Op{Name: "report.close-short", Roles: chairs, Write: true}
	opReportLink        = access.Op{Name: "report.link", Roles: intake, Write: true}
	opReportClimb       = access.Op{Name: "report.climb", On: tatm.ReportFile, Write: true, Clock: true}
	opReportLate        = access.Op{Name: "report.late", On: tatm.ReportFile, Clock: true}
	opReportUnlink      = access.Op{Name: "report.unlink", Roles: intake, Write: true}
	opReportResemble    = seeing("report.resemble", tatm.ReportFile, intake)
	opReportAbout       = access.Op{Name: "report.about", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportKnown       = access.Op{Name: "report.known", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportReply       = access.Op{Name: "report.reply", On: tatm.ReportFile, Roles: intake, Write: true}
	opReportReceipt     = access.Op{Name: "report.receipt", On: tatm.ReportFile, Roles: intake, Write: true}
	opThreadSee         = access.Op{Name: "thread.see", On: tatm.ReportFile, Write: true, Clock: true}
	opThreadWrite       = access.Op{Name: "thread.write", Write: true, Clock: true}
	opThreadReveal      = access.Op{Name: "thread.reveal", On: tatm.ReportFile, Write: true, Clock: true}
	opReportSee         = seeing("report.see", tatm.ReportFile, intake)
	opReportList        = seeing("report.list", tatm.ReportFile, intake)

	opPersonFile   = access.Op{Name: "person.file", Roles: intake, Write: true}
	opPersonTell   = access.Op{Name: "person.tell", On: tatm.PersonFile, Roles: intake, Write: true}
	opPersonMend   = access.Op{Name: "person.mend", On: tatm.PersonFile, Roles: intake, Write: true}
	opPersonSame   = access.Op{Name: "person.same", Roles: intake, Write: true}
	opPersonApart  = access.Op{Name: "person.apart", Roles: intake, Write: true}
	opPersonSee    = seeing("person.see", tatm.PersonFile, intake)
	opPersonList   = seeing("person.list", tatm.PersonFile, intake)
	opPersonSearch = searching("person.search", tatm.PersonFile, intake)

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
	opCasePrint    = fresh(onCase("case.print", core))
	opPartAdd      = onCase("part.add", append([]tatm.Role{tatm.Intake}, core...))
	opPartMend     = onCase("part.mend", core)
	opNexusJudge   = onCase("nexus.judge", core)

	opEmergencyRaise  = onCase("emergency.raise", append([]tatm.Role{tatm.Intake}, members...))
	opEmergencyFill   = onCase("emergency.fill", append([]tatm.Role{tatm.Intake}, members...))
	opEmergencyRatify = onCase("emergency.ratify", chairs)
	opEmergencyLower  = onCase("emergency.lower", chairs)

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
	opCheckInNote    = onCase("check-in.note", members)

	opTaskGive     = onCase("task.give", members)
	opTaskMend     = onCase("task.mend", members)
	opMessagePost  = onCase("message.post", members)
	opMessageTurn  = onCase("message.turn", members)
	opNoticeRecord = onCase("notice.record", core)
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
	opDeskReports  = seeing("desk.reports", tatm.ReportFile, intake)
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
	opAuditRead    = access.Op{Name: "audit.read", Roles: audits}
)
