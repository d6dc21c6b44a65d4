package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestAffiliateRefers: somebody with a sign-in refers, sees their own referrals
// with status words alone, is asked back and answers; others' they never see.
func TestAffiliateRefers(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, aff, intake := t.Context(), must[Made](t), w.as(t, "affiliate"), w.as(t, "intake")
		v := must[ReferralsView](t)(aff.MyReferrals(ctx, ""))
		if !v.Due || len(v.Teams) != 1 || len(v.Referrals) != 0 {
			t.Fatalf("at first: %+v", v)
		}
		made(aff.ReadBriefing(ctx))
		if v = must[ReferralsView](t)(aff.MyReferrals(ctx, "")); v.Due {
			t.Error("read, and still due")
		}
		w.pass(366 * 24 * time.Hour)
		if v = must[ReferralsView](t)(aff.MyReferrals(ctx, "")); !v.Due {
			t.Error("a year later it is not due")
		}
		on := made(aff.FileReport(ctx, w.team, tatm.Report{Narrative: "He sleeps in the vestry"}, tatm.Reporter{})).File
		other := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		if _, named := tatm.Last[tatm.Reporter](must[ReportView](t)(intake.SeeReport(ctx, on)).File); named {
			t.Error("who has not taken it sees who referred")
		}
		made(intake.AcknowledgeReport(ctx, on))
		r := must[ReportView](t)(intake.SeeReport(ctx, on))
		told, _ := tatm.Last[tatm.Report](r.File)
		from, named := tatm.Last[tatm.Reporter](r.File)
		if told.Rec.Channel != tatm.ByPartner || !named || from.Rec.Name != "The affiliate" || from.Regime != tatm.ReporterID {
			t.Errorf("it came by %s from %+v", told.Rec.Channel, from)
		}
		w.pass(time.Minute)
		made(intake.ReplyToReporter(ctx, on, tatm.Reply{Text: "Since when?", Asks: true}))
		v = must[ReferralsView](t)(aff.MyReferrals(ctx, ""))
		if len(v.Referrals) != 1 || v.Referrals[0].Status != tatm.ThreadAsked || len(v.Referrals[0].Replies) != 1 || strings.Contains(fmt.Sprintf("%+v", v), "vestry") {
			t.Errorf("own referrals: %+v", v)
		}
		w.pass(time.Minute)
		made(aff.AddToReferral(ctx, on, "Since Easter"))
		if v := must[ReportView](t)(intake.SeeReport(ctx, on)); tatm.All[tatm.Addition](v.File)[0].Rec.From != "reporter" {
			t.Error("the answer did not reach the report")
		}
		if _, err := aff.AddToReferral(ctx, other, "x"); !errors.Is(err, fault.NotFound) {
			t.Errorf("wrote to another's report: %v", err)
		}
		if _, err := aff.SeeReport(ctx, on); !errors.Is(err, fault.NotFound) {
			t.Errorf("sees the file of their own referral: %v", err)
		}
		for range 25 {
			made(aff.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{}))
		}
		v = must[ReferralsView](t)(aff.MyReferrals(ctx, ""))
		next := must[ReferralsView](t)(aff.MyReferrals(ctx, v.Next))
		if len(v.Referrals) != 20 || len(next.Referrals) != 6 || next.Next != "" {
			t.Errorf("pages of %d and %d", len(v.Referrals), len(next.Referrals))
		}
	})
}

// TestPartnerRefersByLink: a partner without an account does the same by a
// personal link, until it is ended or runs out.
func TestPartnerRefersByLink(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, intake, door := t.Context(), must[Made](t), w.as(t, "intake"), w.Door(w.org)
		token := must[string](t)(intake.AddPartner(ctx, w.team, tatm.Partner{Name: "Harbor Shelter, night desk", Kind: "shelter", Contact: "555-0177"}))
		second := must[string](t)(intake.AddPartner(ctx, w.team, tatm.Partner{Name: "Other", Kind: "employer", Contact: "c", Until: w.Now().Add(time.Hour)}))
		if _, err := door.BriefByLink(ctx, token); err != nil {
			t.Fatal(err)
		}
		on := made(door.Once("k").ReferByLink(ctx, token, tatm.Report{Narrative: "A guest keeps a knife"})).File
		again := made(door.Once("k").ReferByLink(ctx, token, tatm.Report{Narrative: "A guest keeps a knife"}))
		if again.File != on {
			t.Error("sent twice it is there twice")
		}
		v := must[PartnerView](t)(door.OpenPartner(ctx, token, ""))
		if v.Team != "County team" || v.Partner.Kind != "shelter" || len(v.Referrals) != 1 || v.Due {
			t.Errorf("the link shows %+v", v)
		}
		if v := must[PartnerView](t)(door.OpenPartner(ctx, second, "")); len(v.Referrals) != 0 {
			t.Error("one partner sees another's")
		}
		if _, err := door.WriteByLink(ctx, second, on, "x"); !errors.Is(err, fault.NotFound) {
			t.Errorf("one partner writes to another's: %v", err)
		}
		made(door.WriteByLink(ctx, token, on, "He left"))
		made(intake.AcknowledgeReport(ctx, on))
		r := must[ReportView](t)(intake.SeeReport(ctx, on))
		if from, _ := tatm.Last[tatm.Reporter](r.File); from.Rec.Contact != "555-0177" || len(tatm.All[tatm.Addition](r.File)) != 1 {
			t.Errorf("the report: %+v", r.File)
		}
		w.pass(2 * time.Hour)
		for _, bad := range []string{second, "", "x", token + "x", strings.Replace(token, ".", ".x", 1)} {
			if _, err := door.OpenPartner(ctx, bad, ""); !errors.Is(err, fault.NotFound) {
				t.Errorf("a link that does not hold: %v", err)
			}
		}
		ps := must[[]tatm.Partner](t)(intake.SeePartners(ctx, w.team))
		if len(ps) != 1 {
			t.Fatalf("%d partners", len(ps))
		}
		made(intake.EndPartner(ctx, w.team, ps[0].ID))
		if _, err := door.OpenPartner(ctx, token, ""); !errors.Is(err, fault.NotFound) {
			t.Errorf("an ended link: %v", err)
		}
		for _, p := range []tatm.Partner{{}, {Name: "n", Kind: "odd", Contact: "c"}, {Name: "n", Kind: "shelter", Contact: "c", Until: w.Now().AddDate(3, 0, 0)}} {
			if _, err := intake.AddPartner(ctx, w.team, p); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%+v: %v", p, err)
			}
		}
	})
}
