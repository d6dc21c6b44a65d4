package app

import (
	"context"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// RecordConsent records that somebody gave leave to give something away, or
// refused it. A consent does not change: another one is recorded anew.
func (d Desk) RecordConsent(ctx context.Context, on tatm.FileID, x tatm.Consent, c Circumstance) (Made, error) {
	return d.do(ctx, opConsentRecord, on, func(w *work) error {
		x.Revoked, x.RevokedWhy = time.Time{}, ""
		if g, ok := tatm.GuardianNamed(w.file, x.Giver); ok && w.visible(g.ID) == nil {
			x.Guardian = g.ID
		}
		_, err := w.add(x, c)
		return err
	})
}

// RevokeConsent ends a consent at once: nothing more goes on it.
func (d Desk) RevokeConsent(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opConsentRevoke, on, func(w *work) error {
		x, err := find[tatm.Consent](w, id)
		if err != nil {
			return err
		}
		if x.Rec.Answer != tatm.Yes || !x.Rec.Revoked.IsZero() {
			return fault.New(fault.Conflict, "consent.over")
		}
		if x.Rec.RevokedWhy = strings.TrimSpace(why); x.Rec.RevokedWhy == "" {
			return fault.Bad("revoked_why", "field.missing")
		}
		x.Rec.Revoked = w.Now
		return w.mend(id, x.Version, x.Rec, Circumstance{})
	})
}

// KeepAgreement keeps a written agreement with another body.
func (d Desk) KeepAgreement(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, x tatm.Agreement) (Made, error) {
	return d.do(ctx, opAgreementKeep, on, func(w *work) error {
		return w.keepOne(id, seen, x, Circumstance{})
	})
}
