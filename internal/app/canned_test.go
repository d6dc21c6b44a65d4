package app

import (
	"errors"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestReadyMessages: a team keeps its own, changes them, puts them away, and
// sees no other team's.
func TestReadyMessages(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, intake := t.Context(), must[Made](t), w.as(t, "intake")
		made(intake.KeepCanned(ctx, w.team, tatm.Canned{Lang: "es", Status: tatm.ThreadRead, Text: "  Gracias  "}))
		own := must[[]tatm.Canned](t)(intake.SeeCanned(ctx, w.team))
		if len(own) != 1 || own[0].Text != "Gracias" || own[0].Code == "" {
			t.Fatalf("%+v", own)
		}
		w.pass(time.Second)
		own[0].Text = "Muchas gracias"
		made(intake.KeepCanned(ctx, w.team, own[0]))
		w.pass(time.Second)
		made(intake.KeepCanned(ctx, w.team, tatm.Canned{Code: "thanks", Lang: "en"})) // put away
		if own = must[[]tatm.Canned](t)(intake.SeeCanned(ctx, w.team)); len(own) != 2 || own[0].Text != "Muchas gracias" || own[1].Text != "" {
			t.Errorf("%+v", own)
		}
		for _, c := range []tatm.Canned{{Lang: "es"}, {Lang: "fr", Text: "x"}, {Lang: "en", Status: "odd", Text: "x"}, {Lang: "en", Text: "a\x00b"}} {
			if _, err := intake.KeepCanned(ctx, w.team, c); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v was taken: %v", c, err)
			}
		}
		other := must[tatm.TeamID](t)(w.as(t, "clock").AddTeam(ctx, "Another", "county"))
		if _, err := intake.SeeCanned(ctx, other); !errors.Is(err, fault.NotFound) {
			t.Errorf("another team's: %v", err)
		}
	})
}
