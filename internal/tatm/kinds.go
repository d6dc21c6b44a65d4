package tatm

import (
	"encoding/json"
	"fmt"
)

// FileKind is a kind of file.
type FileKind string

// The kinds of file.
const (
	ReportFile  FileKind = "report"
	CaseFile    FileKind = "case"
	PersonFile  FileKind = "person"
	MeetingFile FileKind = "meeting"
)

// Kind is a kind of entry: a closed vocabulary that stays readable in the
// database, so it never says anything about a person.
type Kind string

// Section is the part of a file an entry stands in: what an invitation or a
// role can be limited to.
type Section string

// The sections.
const (
	SectionHead       Section = "head"       // what the file is, its state, its owner
	SectionReport     Section = "report"     // the words of a report
	SectionScreening  Section = "screening"  // what became of a report
	SectionIdentity   Section = "identity"   // names, dates, numbers of a person
	SectionFacts      Section = "facts"      // observations, interviews, attachments
	SectionFactors    Section = "factors"    // factors, answers, requests
	SectionAssessment Section = "assessment" // views, assessments
	SectionPlan       Section = "plan"       // plan, interventions, needs, grievances
	SectionTarget     Section = "target"     // safety of a target, a regime of its own
	SectionTripwire   Section = "tripwire"   // tripwires and monitors
	SectionTask       Section = "task"
	SectionDecision   Section = "decision" // decisions, closure
	SectionMeeting    Section = "meeting"
	SectionDiscussion Section = "discussion"
	SectionNotice     Section = "notice"
	SectionAccess     Section = "access"  // who was let see more than their seat, and why
	SectionRecords    Section = "records" // how long the file is kept, holds, challenges, its purge
)

// Sections lists every section, in the order of the pages.
var Sections = []Section{
	SectionHead, SectionReport, SectionScreening, SectionIdentity, SectionFacts, SectionFactors,
	SectionAssessment, SectionPlan, SectionTarget, SectionTripwire, SectionTask, SectionDecision,
	SectionMeeting, SectionDiscussion, SectionNotice, SectionAccess, SectionRecords,
}

// Regime is the body of law or duty that governs who may see an entry
// (practice reference, section 4).
type Regime string

// The regimes.
const (
	General      Regime = "GENERAL"
	Education    Regime = "EDU"
	Health       Regime = "HEALTH"
	SubstanceUse Regime = "SUD-P2"
	CrimeHistory Regime = "CHRI"
	Intelligence Regime = "INTEL-P23"
	Suspicious   Regime = "SAR"
	Personnel    Regime = "HR"
	Juvenile     Regime = "JUV"
	ChildWelfare Regime = "CHILD-WELFARE"
	Victim       Regime = "VICTIM"
	Counsel      Regime = "COUNSEL"
	ReporterID   Regime = "REPORTER-ID"
)

// Regimes lists every regime.
var Regimes = []Regime{
	General, Education, Health, SubstanceUse, CrimeHistory, Intelligence, Suspicious,
	Personnel, Juvenile, ChildWelfare, Victim, Counsel, ReporterID,
}

// KindRow says what the program must know of a kind of entry.
type KindRow struct {
	File    FileKind // empty: any kind of file
	Section Section
	// Stales says that a new one makes a signed assessment stale until
	// somebody answers. Tasks, delivery lines and discussion do not.
	Stales bool
	// Fixed says that an entry of this kind never gets a second version: the
	// words of a report, a signed view, a transition.
	Fixed  bool
	decode func([]byte) (Record, error)
}

func row[R Record](file FileKind, s Section, traits ...trait) KindRow {
	k := KindRow{File: file, Section: s, decode: func(b []byte) (Record, error) {
		var r R
		err := json.Unmarshal(b, &r)
		return r, err
	}}
	for _, t := range traits {
		switch t {
		case stales:
			k.Stales = true
		case fixed:
			k.Fixed = true
		}
	}
	return k
}

type trait int

const (
	stales trait = iota
	fixed
)

// Decode returns the record of kind k that doc holds. It applies no rules:
// what was written under yesterday's rules stays readable under today's.
func Decode(k Kind, doc []byte) (Record, error) {
	row, ok := Kinds[k]
	if !ok {
		return nil, fmt.Errorf("tatm: no kind of entry %q", k)
	}
	r, err := row.decode(doc)
	if err != nil {
		return nil, fmt.Errorf("tatm: %s: %w", k, err)
	}
	return r, nil
}

// Encode returns r as it is stored.
func Encode(r Record) ([]byte, error) { return json.Marshal(r) }

// Kinds is the table of all kinds of entry.
var Kinds = map[Kind]KindRow{
	"report":          row[Report](ReportFile, SectionReport, fixed),
	"reporter":        row[Reporter](ReportFile, SectionReport),
	"addition":        row[Addition](ReportFile, SectionReport, fixed),
	"enclosure":       row[Enclosure](ReportFile, SectionReport, fixed),
	"reply":           row[Reply](ReportFile, SectionReport, fixed),
	"acknowledgement": row[Acknowledgement](ReportFile, SectionScreening, fixed),
	"answer-notice":   row[AnswerNotice](ReportFile, SectionReport),
	"apart":           row[Apart](ReportFile, SectionScreening),
	"climb":           row[Climb](ReportFile, SectionScreening, fixed),
	"about":           row[About](ReportFile, SectionReport),
	"known":           row[Known](ReportFile, SectionScreening),
	"same-incident":   row[SameIncident](ReportFile, SectionScreening),
	"screening":       row[Screening](ReportFile, SectionScreening),
	"veil":            row[Veil](ReportFile, SectionReport),
	"retaliation":     row[Retaliation](ReportFile, SectionReport),
	"demand":          row[Demand](ReportFile, SectionScreening),
	"mail-in":         row[MailIn](ReportFile, SectionReport, fixed),
	"sample":          row[Sample](ReportFile, SectionScreening),
	"outside-finding": row[OutsideFinding](ReportFile, SectionScreening),
	"report-wall":     row[ReportWall](ReportFile, SectionScreening),
	"identity":        row[IdentityOpening](ReportFile, SectionAccess),

	"name":        row[Name](PersonFile, SectionIdentity),
	"birth":       row[Birth](PersonFile, SectionIdentity),
	"detail":      row[Detail](PersonFile, SectionIdentity),
	"same-person": row[SamePerson](PersonFile, SectionIdentity),
	"person-wall": row[PersonWall](PersonFile, SectionIdentity),

	"case":        row[Case](CaseFile, SectionHead),
	"stage":       row[Stage](CaseFile, SectionHead, fixed),
	"charge":      row[Charge](CaseFile, SectionHead),
	"part":        row[Part](CaseFile, SectionFacts),
	"case-veil":   row[CaseVeil](CaseFile, SectionFacts),
	"report-link": row[ReportLink](CaseFile, SectionFacts, stales),
	"opening":     row[Opening](CaseFile, SectionAccess),
	"carried":     row[Carried](CaseFile, SectionHead, fixed),
	"proceeding":  row[Proceeding](CaseFile, SectionNotice),
	"invitation":  row[Invitation](CaseFile, SectionHead),
	"wall":        row[Wall](CaseFile, SectionHead),
	"emergency":   row[Emergency](CaseFile, SectionHead, stales),

	"observation": row[Observation](CaseFile, SectionFacts, stales),
	"attachment":  row[Attachment](CaseFile, SectionFacts, stales),
	"interview":   row[Interview](CaseFile, SectionFacts, stales),
	"nexus":       row[Nexus](CaseFile, SectionFactors),
	"factor":      row[Factor](CaseFile, SectionFactors, stales),
	"answer":      row[Answer](CaseFile, SectionFactors, stales),
	"request":     row[Request](CaseFile, SectionFactors),

	"view":       row[View](CaseFile, SectionAssessment),
	"assessment": row[Assessment](CaseFile, SectionAssessment),
	"unchanged":  row[Unchanged](CaseFile, SectionAssessment, fixed),

	"plan":         row[Plan](CaseFile, SectionPlan),
	"intervention": row[Intervention](CaseFile, SectionPlan),
	"delivery":     row[Delivery](CaseFile, SectionPlan, fixed),
	"effect":       row[Effect](CaseFile, SectionPlan, fixed),
	"need":         row[Need](CaseFile, SectionPlan),
	"grievance":    row[Grievance](CaseFile, SectionPlan),
	"target-plan":  row[TargetPlan](CaseFile, SectionTarget),

	"tripwire":      row[Tripwire](CaseFile, SectionTripwire),
	"monitor":       row[Monitor](CaseFile, SectionTripwire),
	"monitor-link":  row[MonitorLink](CaseFile, SectionTripwire),
	"check-in":      row[CheckIn](CaseFile, SectionTripwire, fixed),
	"check-in-read": row[CheckInRead](CaseFile, SectionTripwire, fixed),

	"task":          row[Task](CaseFile, SectionTask),
	"duty":          row[Duty](CaseFile, SectionTask),
	"message":       row[Message](CaseFile, SectionDiscussion),
	"notice":        row[Notice](CaseFile, SectionNotice),
	"contact-sheet": row[ContactSheet](CaseFile, SectionNotice),
	"printout":      row[Printout](CaseFile, SectionNotice, fixed),

	"disclosure":           row[Disclosure](CaseFile, SectionNotice),
	"released":             row[Released](CaseFile, SectionNotice, fixed),
	"emergency-disclosure": row[EmergencyDisclosure](CaseFile, SectionNotice, fixed),
	"correction":           row[Correction](CaseFile, SectionNotice, fixed),
	"corrected-copy":       row[CorrectedCopy](CaseFile, SectionNotice),
	"consent":              row[Consent](CaseFile, SectionNotice),
	"agreement":            row[Agreement](CaseFile, SectionNotice),
	"guardian":             row[Guardian](CaseFile, SectionNotice),
	"rights-pass":          row[RightsPass](CaseFile, SectionNotice),
	"rights-request":       row[RightsRequest](CaseFile, SectionNotice),

	"decision":     row[Decision](CaseFile, SectionDecision),
	"counsel-mark": row[CounselMark](CaseFile, SectionDecision),
	"dissent":      row[Dissent](CaseFile, SectionDecision, fixed),
	"closure":      row[Closure](CaseFile, SectionDecision),
	"short-close":  row[ShortClose](CaseFile, SectionDecision, fixed),
	"outside":      row[OutsideSecond](CaseFile, SectionDecision),
	"look-back":    row[LookBack](CaseFile, SectionDecision, fixed),

	"hold":           row[Hold]("", SectionRecords),
	"milestone":      row[Milestone]("", SectionRecords, fixed),
	"challenge":      row[Challenge]("", SectionRecords),
	"validation":     row[Validation]("", SectionRecords, fixed),
	"purge-proposal": row[PurgeProposal]("", SectionRecords),

	"meeting":      row[Meeting](MeetingFile, SectionMeeting),
	"attendance":   row[Attendance](MeetingFile, SectionMeeting),
	"agenda-item":  row[AgendaItem](MeetingFile, SectionMeeting),
	"minutes":      row[Minutes](MeetingFile, SectionMeeting),
	"meeting-copy": row[MeetingCopy](MeetingFile, SectionMeeting, fixed),
}
