package store

import (
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestSlotsHoldThePolicy: however many unlike seats one person holds, in a
// team and over the organisation, the slots of the statements show all of it.
func TestSlotsHoldThePolicy(t *testing.T) {
	disciplines := []tatm.Discipline{
		tatm.LawEnforcement, tatm.MentalHealth, tatm.SchoolAdmin, tatm.SpecialEducation, tatm.HumanResources,
		tatm.LegalCounsel, tatm.SchoolPsych, tatm.Medical, tatm.SocialServices, tatm.VictimAdvocate, "",
	}
	now := time.Unix(1, 0)
	pack := &tatm.Pack{Regimes: map[tatm.Regime]tatm.RegimeRule{}}
	for i, r := range tatm.Regimes { // a pack that clears every seat for something else
		pack.Regimes[r] = tatm.RegimeRule{Roles: tatm.Roles[:i%len(tatm.Roles)+1], Disciplines: disciplines[:i%len(disciplines)]}
	}
	for set := range 1 << len(tatm.Roles) {
		who := access.Actor{ID: "a", Org: "o", Pack: pack}
		for i, r := range tatm.Roles {
			for j, d := range disciplines {
				if set&(1<<i) != 0 {
					who.Seats = append(who.Seats, tatm.Seat{Team: []tatm.TeamID{"t", ""}[j%2], Role: r, Discipline: d})
				}
			}
		}
		for _, kind := range []tatm.FileKind{tatm.ReportFile, tatm.CaseFile, tatm.PersonFile, tatm.MeetingFile} {
			scope, err := access.DecideList(who, access.Op{Roles: append(tatm.Roles, access.Guest)}, kind, now)
			if fault.KindOf(err) == fault.Denied {
				continue // seats that see none of the kind
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range scope.Branches() {
				if len(b.Grants) > grantSlots {
					t.Fatalf("%d grants for %d slots: %+v", len(b.Grants), grantSlots, b.Grants)
				}
				for _, g := range b.Grants {
					if len(g.Regimes) > regimeSlots || len(g.Sections) > sectionSlots && len(g.Sections) < len(tatm.Sections) {
						t.Fatalf("a grant of %d sections and %d regimes does not fit", len(g.Sections), len(g.Regimes))
					}
				}
			}
		}
	}
}
