package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/tatm"
)

// linkUse is what a personal link opens. A link of one use opens no other.
type linkUse struct {
	name string // of its seal and its throttle
	as   tatm.ActorID
}

var (
	secondLink  = linkUse{"outside", tatm.OutsideActor}
	monitorLink = linkUse{"monitor", tatm.MonitorActor}
)

// linkToken is what stands in a personal link: file, entry, secret and a seal
// over them, so that a made-up link is known for one before anything is read.
func (a *App) linkToken(use linkUse, file tatm.FileID, id tatm.EntryID, secret string) string {
	body := string(file) + "." + string(id) + "." + secret
	return body + "." + base64.RawURLEncoding.EncodeToString(a.keys.Mark(use.name, []byte(body))[:12])
}

func (a *App) readLink(use linkUse, token string) (file tatm.FileID, id tatm.EntryID, hash string, ok bool) {
	p := strings.Split(token, ".")
	if len(p) != 4 || !tatm.ValidID(p[0]) || !tatm.ValidID(p[1]) {
		return "", "", "", false
	}
	want := a.linkToken(use, tatm.FileID(p[0]), tatm.EntryID(p[1]), p[2])
	if !bytes.Equal(a.keys.Mark("same", []byte(want)), a.keys.Mark("same", []byte(token))) {
		return "", "", "", false
	}
	return tatm.FileID(p[0]), tatm.EntryID(p[1]), hex.EncodeToString(authn.TokenHash(p[2])), true
}

// byLink acts for who holds a link. A made-up or foreign one is counted, slowed
// down by network, and answered like nothing.
func (d Door) byLink(ctx context.Context, use linkUse, token, network string, fn func(Desk, tatm.FileID, tatm.EntryID, string) error) error {
	now, key := d.app.Now(), d.app.throttleKey(use.name, network)
	tries, err := d.app.tries(ctx, key, now)
	if err != nil {
		return err
	}
	if file, id, hash, ok := d.app.readLink(use, token); ok {
		return fn(d.app.As(access.Actor{ID: use.as, Org: d.org, Clock: true}), file, id, hash)
	}
	return errors.Join(absent(), d.app.strange(ctx, d.org, use.name, key, tries, now))
}
