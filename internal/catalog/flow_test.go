package catalog_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/catalog"
	"offramp/internal/tatm"
)

var update = flag.Bool("update", false, "write the printed files anew")

func defaultPack(t *testing.T) *tatm.Pack {
	t.Helper()
	lib, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return lib.PackAt("default", time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC))
}

// sample is a case with one entry under each regime, and one that its author
// keeps to themselves.
func sample() tatm.File {
	f := tatm.File{Kind: tatm.CaseFile}
	for i, r := range tatm.Regimes {
		f.Entries = append(f.Entries, tatm.Entry{ID: tatm.EntryID(fmt.Sprint(i)), Regime: r, Record: tatm.Observation{Text: string(r)}})
	}
	return tatm.File{Kind: f.Kind, Entries: append(f.Entries, tatm.Entry{ID: "own", Regime: tatm.General, OnlyFor: "me", Record: tatm.View{}})}
}

// TestFlowsOverSampleCases runs the matrix as the program uses it: a case is
// given to a recipient on a ground, and what goes is what counsel would expect.
func TestFlowsOverSampleCases(t *testing.T) {
	p := defaultPack(t)
	tests := []struct {
		story string
		to    tatm.Recipient
		on    tatm.Ground
		goes  []tatm.Regime
	}{
		{"the detective of the team, day to day", tatm.ToPolice, tatm.ByDuty, []tatm.Regime{tatm.General, tatm.Education, tatm.CrimeHistory, tatm.Intelligence, tatm.Suspicious, tatm.Juvenile}},
		{"the detective, while somebody is in danger", tatm.ToPolice, tatm.ByEmergency, []tatm.Regime{tatm.Education, tatm.Health, tatm.Personnel, tatm.ChildWelfare, tatm.Victim, tatm.ReporterID}},
		{"the police of the next county ask by phone", tatm.ToPoliceAgency, tatm.ByDuty, []tatm.Regime{tatm.CrimeHistory, tatm.Juvenile}},
		{"the police of the next county bring a subpoena", tatm.ToPoliceAgency, tatm.ByLaw, []tatm.Regime{tatm.Education, tatm.Health, tatm.ChildWelfare, tatm.Victim, tatm.ReporterID}},
		{"the pupil changes school", tatm.ToSchool, tatm.ByTransfer, []tatm.Regime{tatm.Education}},
		{"the mother asks for the record", tatm.ToParent, tatm.ByRight, []tatm.Regime{tatm.Education}},
		{"the person signed a release for the counselor", tatm.ToMentalHealth, tatm.ByConsent, []tatm.Regime{tatm.Health, tatm.SubstanceUse, tatm.Personnel, tatm.Victim}},
		{"a referral to the fusion center", tatm.ToFusion, tatm.ByForm, []tatm.Regime{tatm.General, tatm.Suspicious}},
		{"the threatened colleague must be warned", tatm.ToTarget, tatm.ByEmergency, []tatm.Regime{tatm.General, tatm.Education, tatm.Health, tatm.Intelligence, tatm.Personnel}},
		{"the coach who watches", tatm.ToMonitor, tatm.ByDuty, []tatm.Regime{tatm.General}},
		{"an affiliate with nothing but interest", tatm.ToAffiliate, tatm.ByLaw, nil},
	}
	for _, tt := range tests {
		goes, stays := p.Released(sample(), tt.to, tt.on)
		var got []tatm.Regime
		for _, e := range goes {
			got = append(got, e.Regime)
		}
		if !slices.Equal(got, tt.goes) {
			t.Errorf("%s: goes %v, want %v", tt.story, got, tt.goes)
		}
		if len(goes)+len(stays) != len(tatm.Regimes)+1 {
			t.Errorf("%s: %d entries went astray", tt.story, len(tatm.Regimes)+1-len(goes)-len(stays))
		}
	}
}

// TestWhatNeverFlows: the refusals that no pack of the project may lack.
func TestWhatNeverFlows(t *testing.T) {
	p := defaultPack(t)
	for _, to := range tatm.Recipients {
		for _, on := range tatm.Grounds {
			refuse := func(r tatm.Regime, why string) {
				if p.Flows(r, to).Allows(on) {
					t.Errorf("%s flows to %s on %s: %s", r, to, on, why)
				}
			}
			refuse(tatm.Counsel, "privileged")
			if on != tatm.ByConsent && on != tatm.ByLaw {
				refuse(tatm.SubstanceUse, "42 CFR part 2 knows no exception for a threat to others")
			}
			if to == tatm.ToPolice || to == tatm.ToPoliceAgency || to == tatm.ToFusion {
				refuse(tatm.SubstanceUse, "never to the police by this path")
			}
			if to == tatm.ToParent || to == tatm.ToTarget || to == tatm.ToMonitor || to == tatm.ToAffiliate {
				refuse(tatm.ReporterID, "whoever reported would pay for it")
				refuse(tatm.CrimeHistory, "CJIS")
			}
		}
	}
}

// TestClearedOnlyWhereItFlows: no seat is cleared for a regime that the matrix
// keeps from its profession altogether.
func TestClearedOnlyWhereItFlows(t *testing.T) {
	p := defaultPack(t)
	column := map[tatm.Discipline]tatm.Recipient{
		tatm.LawEnforcement: tatm.ToPolice, tatm.MentalHealth: tatm.ToMentalHealth, tatm.SchoolPsych: tatm.ToMentalHealth, tatm.Medical: tatm.ToMentalHealth,
		tatm.SchoolAdmin: tatm.ToEducation, tatm.SpecialEducation: tatm.ToEducation,
	}
	for d, to := range column {
		for _, r := range p.Cleared(tatm.Seat{Role: tatm.Core, Discipline: d}) {
			if len(p.Flows(r, to).By) == 0 {
				t.Errorf("%s is cleared for %s, which never flows to %s", d, r, to)
			}
		}
	}
	for _, r := range tatm.Roles {
		if got := p.Cleared(tatm.Seat{Role: r}); slices.Contains(got, tatm.ReporterID) || r == tatm.RecordsOffice && len(got) != 1 {
			t.Errorf("%s is cleared for %v", r, got)
		}
	}
	if got := (*tatm.Pack)(nil).Cleared(tatm.Seat{Role: tatm.Chair}); !slices.Equal(got, []tatm.Regime{tatm.General}) {
		t.Errorf("without a pack a chair is cleared for %v", got)
	}
}

// TestRegimeOfAnEntry: the record it was taken from decides, then the author's
// profession; and what comes from a criminal history cannot be GENERAL.
func TestRegimeOfAnEntry(t *testing.T) {
	p := defaultPack(t)
	core := func(d tatm.Discipline) tatm.Seat { return tatm.Seat{Role: tatm.Core, Discipline: d} }
	tests := []struct {
		r    tatm.Record
		by   tatm.Seat
		want tatm.Regime
	}{
		{tatm.Observation{}, core(tatm.LawEnforcement), tatm.General},
		{tatm.Observation{}, core(tatm.MentalHealth), tatm.Health},
		{tatm.Interview{}, core(tatm.HumanResources), tatm.Personnel},
		{tatm.Observation{}, core(tatm.LegalCounsel), tatm.Counsel},
		{tatm.Observation{}, tatm.Seat{Role: tatm.Chair, Discipline: tatm.SocialServices}, tatm.General},
		{tatm.Observation{Register: tatm.CriminalHistory}, core(tatm.MentalHealth), tatm.CrimeHistory},
		{tatm.Observation{Register: tatm.SchoolRecord}, tatm.Seat{Role: tatm.Chair}, tatm.Education},
		{tatm.Observation{Register: tatm.PublicRecord}, core(tatm.MentalHealth), tatm.Health},
		{tatm.Task{}, core(tatm.MentalHealth), tatm.General},
	}
	for _, tt := range tests {
		if got := p.RegimeOf(tt.r, tt.by); got != tt.want {
			t.Errorf("%T %+v by %+v stands under %s, want %s", tt.r, tt.r, tt.by, got, tt.want)
		}
	}
	for _, d := range []tatm.Discipline{tatm.MentalHealth, tatm.Medical, tatm.HumanResources, tatm.LegalCounsel, tatm.SocialServices, tatm.VictimAdvocate} {
		if r := p.RegimeOf(tatm.Observation{}, core(d)); !slices.Contains(p.Cleared(core(d)), r) {
			t.Errorf("%s does not see what they write: %s", d, r)
		}
	}
	chri := tatm.Observation{Register: tatm.CriminalHistory}
	for _, r := range tatm.Regimes {
		if err := p.MayStand(chri, "", r); (err == nil) != (r == tatm.CrimeHistory) {
			t.Errorf("a criminal history under %s: %v", r, err)
		}
	}
	if err := p.MayStand(tatm.Observation{}, "", tatm.SubstanceUse); err == nil {
		t.Error("a regime that is off takes entries")
	}
	if err := p.MayStand(tatm.Observation{}, tatm.SubstanceUse, tatm.SubstanceUse); err != nil {
		t.Errorf("what stood under a regime before it was switched off cannot be mended: %v", err)
	}
}

const printedFlows = "../../docs/flows.txt"

// TestFlowsArePrinted: what counsel reads is what the program does.
func TestFlowsArePrinted(t *testing.T) {
	p := defaultPack(t)
	var b strings.Builder
	fmt.Fprintf(&b, "What may flow to whom, on which ground. Printed from policy pack %s %s, in force from %s. Never: it does not flow.\n", p.ID, p.Version, p.From.Format(time.DateOnly))
	for _, r := range tatm.Regimes {
		fmt.Fprintf(&b, "\n%s%s\n  source: %s%s\n", r, mark(p.Regimes[r].Off, " (off)"), p.FlowRows[r].Source, mark(p.FlowRows[r].Draft, " [draft]"))
		for _, to := range tatm.Recipients {
			f := p.Flows(r, to)
			var on []string
			for _, g := range f.By {
				on = append(on, string(g))
			}
			if len(on) == 0 {
				on = []string{"never"}
			}
			fmt.Fprintf(&b, "  %-23s %s%s%s\n", to, strings.Join(on, ", "), mark(f.Least, ", only what is needed"), mark(f.Note != "", " ("+f.Note+")"))
		}
	}
	if *update {
		if err := os.WriteFile(printedFlows, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(printedFlows)
	if err != nil || string(have) != b.String() {
		t.Errorf("docs/flows.txt is not what the pack says: run go test ./internal/catalog -run Flows -update (%v)", err)
	}
}

func mark(yes bool, words string) string {
	if yes {
		return words
	}
	return ""
}
