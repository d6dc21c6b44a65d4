package tatm

import "time"

// What a line of the docket is about: a closed vocabulary.
const (
	DueAcknowledge   = "acknowledge"      // a report nobody has taken
	DueFirstLook     = "first-look"       // a report nobody has screened
	DueKnown         = "known"            // a likely earlier file that nobody has answered
	DueReporterWrote = "reporter-wrote"   // words of a reporter that nobody has answered
	DueRouted        = "routed"           // a routed report the receiver has not accepted
	DueRetaliation   = "retaliation"      // a reporter says they are punished for reporting
	DueDemand        = "demand"           // counsel looks at a demand by legal process
	DueSample        = "sample"           // a dismissed report somebody else looks at
	DueExpunge       = "expunge"          // an unfounded report is to be expunged
	DueNext          = "next"             // the next action of a case
	DueStage         = "stage"            // the clock of the state
	DueReview        = "review"           // reassessment by level
	DueExpiry        = "level-expires"    // the level expires
	DueStale         = "stale"            // something new that nobody answered
	DueEmergency     = "emergency"        // raised, nobody ratified
	DueBackfill      = "back-fill"        // emergency not written down
	DueTask          = "task"             //
	DueRequest       = "request"          // information asked for
	DueIntervention  = "intervention"     // an intervention of the plan
	DuePlanReview    = "plan-review"      //
	DueRaised        = "tripwire-raised"  // a raised tripwire
	DueTripwireEnds  = "tripwire-expires" //
	DueSilence       = "silence"          // no word for so many days: the clock raises the tripwire
	DueCheckIn       = "check-in"         // a monitor's next word
	DueWord          = "monitor-word"     // a monitor saw something, and nobody has read it
	DueQuestion      = "question"         // asked in the discussion
	DueDecision      = "decision-review"  //
	DueDuty          = "duty"             // a duty prompt
	DueMinutes       = "minutes"          //
	DueMeeting       = "meeting"          //
	DueClosure       = "closure"          // proposed, not approved
	DueEvent         = "event"            // an anticipated event
	DueTransfer      = "transfer"         // a transfer the receiver has not accepted
	DueRatify        = "ratify-step"      // a protective action done first, not ratified
	DueRelease       = "release"          // a disclosure drafted, not released
	DueCorrected     = "corrected-copy"   // a copy whose holder has not said that they have the correction
	DueConsent       = "consent-ends"     //
	DueAgreement     = "agreement-ends"   // so that it is renewed in time
	DueRights        = "rights-request"   // asked by the person or a parent
	DueRightsPass    = "rights-pass"      // the rights pass soon
	DueOutside       = "outside"          // somebody outside is asked to second
	DueAfterCare     = "after-care"       // after closing: how does it go?
	DueRetention     = "retention"        // after closing: is the file still needed?
	DueCounsel       = "counsel-mark"     // possibly discoverable or exculpatory: counsel decides
	DueOpeningAsked  = "opening-asked"    // somebody asks to see a sealed part
	DueOpeningRatify = "opening-ratify"   // opened alone in an emergency, not ratified
	DueOpeningReview = "opening-review"   // a sealed part was opened: how was it used?
	DueKeep          = "keep-until"       // the time of keeping has run out
	DueMilestone     = "milestone"        // an event is not noted that the time of keeping counts from
	DueHold          = "hold"             // is the hold still needed?
	DueValidate      = "validate"         // an intelligence entry is validated again, or purged
	DueChallenge     = "challenge"        // somebody challenges the file
	DuePurge         = "purge"            // proposed, a second person has not agreed
)

// docket gathers the lines of a file.
type docket struct {
	d *Derived
	f File
}

func (k docket) add(e Entry, what, id string, owner ActorID, at time.Time, done time.Time) {
	if at.IsZero() {
		return
	}
	k.d.Docket = append(k.d.Docket, Due{
		Entry: e.ID, What: what, ID: id, Owner: owner, At: at, Done: done,
		Section: Kinds[e.Record.Kind()].Section, Regime: e.Regime,
	})
}

// open adds a line while it is open, and nothing once it is done: what was
// done stands in the entries.
func (k docket) open(e Entry, what string, owner ActorID, at time.Time, open bool) {
	if open {
		k.add(e, what, "", owner, at, time.Time{})
	}
}

// next is the soonest open line.
func (d *Derived) next() time.Time {
	var at time.Time
	for _, l := range d.Docket {
		if l.Done.IsZero() && (at.IsZero() || l.At.Before(at)) {
			at = l.At
		}
	}
	return at
}
