package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Door is the entrance for people who are not signed in.
type Door struct {
	app *App
	org tatm.OrgID
	key string
	// apart is why a report is held apart, as the door's count said.
	apart tatm.ApartWhy
	// counts are what a report counts for, in its own transaction.
	counts []count
}

// Door opens the entrance of an organisation.
func (a *App) Door(org tatm.OrgID) Door { return Door{app: a, org: org} }

// Once returns the door with an idempotency key.
func (d Door) Once(key string) Door {
	d.key = key
	return d
}

func (d Door) desk() Desk {
	return d.app.As(access.Actor{ID: "portal", Org: d.org, Clock: true}).Once(d.key)
}

// Channel finds a channel that is open by the slug of its address, or else by
// the host name that was asked for; with neither it is the default one.
func (d Door) Channel(ctx context.Context, host, slug string) (c Channel, err error) {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	err = d.app.db.Read(ctx, d.org, func(tx *store.Tx) error {
		all, teams, err := channelsOf(tx, d.org)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c store.Channel) bool { return slug != "" && c.Slug == slug })
		if slug == "" {
			i = max(0, slices.IndexFunc(all, func(c store.Channel) bool { return c.Host != "" && c.Host == host }))
		}
		if i < 0 || all[i].Closed {
			return absent()
		}
		c.Channel = all[i]
		for _, t := range teams {
			if t.ID == c.Channel.Team {
				c.Team = t.Name
			}
		}
		if c.Team == "" {
			return absent()
		}
		c.Form, err = formOf(tx, d.org, c.ID, c.Channel.Form)
		return err
	})
	return c, err
}

// Report takes a report from the portal and returns the words by which its
// reporter finds it again. Nothing of the sender but the words is kept; the
// same request sent twice gives the same words.
func (d Door) Report(ctx context.Context, team tatm.TeamID, r tatm.Report, from tatm.Reporter) (s Sent, err error) {
	r.Channel, r.Anonymous = tatm.ByPortal, from == (tatm.Reporter{})
	s.Words = d.app.newWords(r.Language, d.key)
	desk := d.desk()
	desk.mark, desk.apart = d.app.receiptMark(s.Words), d.apart
	desk.said, desk.counts = d.app.sameWords(d.org, r.Narrative), d.counts
	made, err := desk.FileReport(ctx, team, r, from)
	s.report = made.File
	return s, err
}

// Sent is a report that is on the disk: the words of its receipt, and the
// report itself for the files that came with it.
type Sent struct {
	Words  string
	report tatm.FileID
}

// newWords makes the words of a receipt: from chance, or from the key of a
// request, so that a request sent again gets the receipt it had.
func (a *App) newWords(lang, key string) string {
	seed := make([]byte, 32)
	rand.Read(seed)
	if key != "" {
		seed = a.keys.Mark("receipt-words", []byte(key))
	}
	return authn.Words(lang, seed)
}

// receiptMark finds a report by words as somebody types them.
func (a *App) receiptMark(words string) []byte {
	return a.keys.Mark("receipt", []byte(authn.PlainWords(words)))
}

// Thread is what a reporter sees: a word for where it stands and what the team
// wrote. What the reporter wrote is not shown again: a receipt that falls into
// other hands tells nothing of it.
type Thread struct {
	Status  tatm.ThreadStatus
	Lang    string // of the report
	Replies []tatm.Item[tatm.Reply]
	Named   bool // the reporter has said who they are
	cases   []tatm.FileID
}

// guessAlarm is how many wrong receipts of one day call for a person: more than
// honest slips, few enough that a guesser is noticed at once. Guesses that are
// made to wait are not looked at and not counted.
const guessAlarm = 200

// SeeThread shows a report's thread to whoever has its words. Words that are
// wrong and words whose report was closed long ago get the same answer, after
// the same slow hash; wrong ones are slowed by the network they come from.
func (d Door) SeeThread(ctx context.Context, words, network string) (t Thread, err error) {
	file, err := d.find(ctx, words, network)
	if err != nil {
		return t, err
	}
	return d.desk().SeeThread(ctx, file)
}

// WriteToThread adds a reporter's words to a report, and to the case it led to.
func (d Door) WriteToThread(ctx context.Context, words, network, text string) error {
	file, err := d.find(ctx, words, network)
	if err != nil {
		return err
	}
	t, err := d.desk().SeeThread(ctx, file)
	if err != nil {
		return err
	}
	_, err = d.desk().WriteThread(ctx, append([]tatm.FileID{file}, t.cases...), text)
	return err
}

// PunishedInThread says that the reporter is punished for reporting.
func (d Door) PunishedInThread(ctx context.Context, words, network, text string) error {
	file, err := d.find(ctx, words, network)
	if err == nil {
		_, err = d.desk().PunishedInThread(ctx, file, text)
	}
	return err
}

// RevealInThread says who the reporter is: into its own compartment.
func (d Door) RevealInThread(ctx context.Context, words, network string, who tatm.Reporter) error {
	file, err := d.find(ctx, words, network)
	if err == nil {
		_, err = d.desk().RevealThread(ctx, file, who)
	}
	return err
}

// NotifyInThread says where the reporter wants to hear that an answer waits.
func (d Door) NotifyInThread(ctx context.Context, words, network, address, lang string) error {
	file, err := d.find(ctx, words, network)
	if err == nil {
		_, err = d.desk().NotifyThread(ctx, file, address, lang)
	}
	return err
}

// find looks a receipt up. The slow hash is not of the words: it only makes
// every try cost the same, whatever it finds.
func (d Door) find(ctx context.Context, words, network string) (file tatm.FileID, err error) {
	a, now := d.app, d.app.Now()
	key := a.keys.Mark("throttle", []byte("receipt\x00"+now.Format(time.DateOnly)+"\x00"+network))
	found, tries := false, authn.Tries{}
	err = a.db.Read(ctx, d.org, func(tx *store.Tx) error {
		h, err := tx.Throttle(key)
		if err != nil {
			return err
		}
		tries = authn.Tries{Count: h.Tries, Since: h.Since, Until: h.Until}
		file, found, err = tx.Receipt(d.org, a.receiptMark(words))
		return err
	})
	if err != nil {
		return "", err
	}
	if wait := tries.Waits(now); wait > 0 {
		return "", fault.New(fault.Busy, "sign-in.wait", strconv.Itoa(int(wait.Seconds())+1))
	}
	a.slow.Pretend(ctx, words)
	if found {
		return file, nil
	}
	return "", firstErr(a.wrongWords(ctx, d.org, key, tries.Failed(now), now), fault.Bad("words", "receipt.wrong"))
}

// wrongWords counts a wrong receipt, and calls for a person once a day when
// somebody guesses.
func (a *App) wrongWords(ctx context.Context, org tatm.OrgID, key []byte, t authn.Tries, now time.Time) error {
	return a.db.Write(ctx, org, func(tx *store.Tx) error {
		if err := tx.SaveThrottle(store.Throttle{Key: key, Tries: t.Count, Since: t.Since, Until: t.Until}); err != nil {
			return err
		}
		if err := tx.Stranger(org, "receipt", now); err != nil {
			return err
		}
		n, err := tx.Strangers(org, "receipt", now)
		if err != nil || n != guessAlarm {
			return err
		}
		if err := tx.Post(store.Letter{Org: org, ID: newID(now, 0), Kind: "receipt-guessing", Due: now}); err != nil {
			return err
		}
		return tx.Append(org, store.Line{At: now.UnixMicro(), Actor: "portal", Op: "receipt.guessing", Outcome: store.Refused}, nil)
	})
}

// partner finds who holds a link. A link that is none, was ended or has run
// out answers like one that never was.
func (d Door) partner(ctx context.Context, token string) (p tatm.Partner, team tatm.TeamID, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !tatm.ValidID(parts[0]) {
		return p, "", absent()
	}
	a := d.app
	want := a.partnerToken(parts[0], parts[1])
	if !bytes.Equal(a.keys.Mark("same", []byte(want)), a.keys.Mark("same", []byte(token))) {
		return p, "", absent()
	}
	err = a.db.Read(ctx, d.org, func(tx *store.Tx) error {
		var hash []byte
		var found bool
		var err error
		p, team, hash, found, err = tx.Partner(d.org, parts[0], a.Now())
		if err == nil && (!found || !bytes.Equal(hash, authn.TokenHash(parts[1]))) {
			err = absent()
		}
		return err
	})
	return p, team, err
}

// PartnerView is what a partner's link shows.
type PartnerView struct {
	Partner tatm.Partner
	Team    string
	ReferralsView
}

func (d Door) partnerDesk(p tatm.Partner) Desk {
	desk := d.desk()
	desk.refers = "partner/" + p.ID
	return desk
}

// OpenPartner shows a partner their own referrals.
func (d Door) OpenPartner(ctx context.Context, token string, after tatm.FileID) (v PartnerView, err error) {
	p, team, err := d.partner(ctx, token)
	if err != nil {
		return v, err
	}
	if v.ReferralsView, err = d.partnerDesk(p).MyReferrals(ctx, after); err != nil {
		return v, err
	}
	v.Partner = p
	err = d.app.db.Read(ctx, d.org, func(tx *store.Tx) error {
		n, err := namesOf(tx, d.org)
		v.Team = n.Team(team)
		return err
	})
	return v, err
}

// ReferByLink takes a partner's referral; who they are goes into the reporter's
// compartment.
func (d Door) ReferByLink(ctx context.Context, token string, r tatm.Report) (Made, error) {
	p, team, err := d.partner(ctx, token)
	if err != nil {
		return Made{}, err
	}
	r.Received = time.Time{}
	return d.partnerDesk(p).FileReport(ctx, team, r, tatm.Reporter{Name: p.Name, Contact: p.Contact, Relation: p.Kind})
}

// WriteByLink adds a partner's words to their own referral.
func (d Door) WriteByLink(ctx context.Context, token string, on tatm.FileID, text string) (Made, error) {
	p, _, err := d.partner(ctx, token)
	if err != nil {
		return Made{}, err
	}
	return d.partnerDesk(p).AddToReferral(ctx, on, text)
}

// BriefByLink notes that a partner read what to know before referring.
func (d Door) BriefByLink(ctx context.Context, token string) (Made, error) {
	p, _, err := d.partner(ctx, token)
	if err != nil {
		return Made{}, err
	}
	return d.partnerDesk(p).ReadBriefing(ctx)
}
