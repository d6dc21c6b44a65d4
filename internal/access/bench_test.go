package access_test

import (
	"testing"
	"time"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// BenchmarkDecide is one decision for somebody with several seats, on a case of
// their team that they own and of which something is shared with them, and one
// that hides it. To reach: under 2 µs.
func BenchmarkDecide(b *testing.B) {
	now := time.Date(2026, 9, 14, 12, 0, 0, 0, time.UTC)
	who := access.Actor{ID: "a", Org: "o", Seats: []tatm.Seat{
		{Team: "t", Role: tatm.Core, Discipline: tatm.LawEnforcement}, {Team: "u", Role: tatm.Chair}, {Team: "t", Role: tatm.Core, Discipline: tatm.MentalHealth},
	}}
	one := who
	one.Seats = who.Seats[:1]
	op := access.Op{Name: "case.see", On: tatm.CaseFile, Roles: []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, access.Owner, access.Guest}}
	head := access.Head{Org: "o", File: "f", Kind: tatm.CaseFile, Team: "t", Owner: "a", Shared: true}
	hidden := head
	hidden.Walled = true
	for _, c := range []struct {
		name string
		who  access.Actor
		on   access.Head
	}{{"one seat", one, head}, {"three seats", who, head}, {"hidden", who, hidden}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = access.Decide(c.who, op, c.on, now)
			}
		})
	}
}
