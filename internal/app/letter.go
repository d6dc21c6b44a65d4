package app

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/letter"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Worded gives the words of a letter of a kind in a language. They are fixed:
// nothing of a case can get into them.
type Worded func(lang, kind string) (subject, text string)

const (
	lettersAtOnce = 50
	triesMost     = 12 // after about two days a letter is only shown as stuck
)

// again is when the n-th try follows: one minute, two, four, up to six hours.
func again(n int64) time.Duration { return min(time.Minute<<min(n, 9), 6*time.Hour) }

// Deliver takes the letters that are due out, on one server at a time. Each
// leaves at least once: a server that dies between the taking and the note of
// it takes the letter again, under the same id.
func (a *App) Deliver(ctx context.Context, holder string, couriers []letter.Courier, words Worded) error {
	now := a.Now()
	var due []store.Letter
	err := a.db.Write(ctx, store.Everywhere, func(tx *store.Tx) error {
		due = nil
		_, mine, err := tx.Lease("letters", holder, now, now.Add(leaseLasts))
		if err != nil || !mine {
			return err
		}
		due, err = tx.DueLetters(now, lettersAtOnce)
		return err
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, l := range due {
		errs = append(errs, a.takeOut(ctx, l, couriers, words, now))
	}
	return errors.Join(errs...)
}

// receiver is somebody a letter goes to.
type receiver struct {
	id         tatm.ActorID
	mail, lang string
}

func (a *App) takeOut(ctx context.Context, l store.Letter, couriers []letter.Courier, words Worded, now time.Time) error {
	to, err := a.receivers(ctx, l)
	if err != nil {
		return err
	}
	tries, left := []store.Delivery(nil), true
	for i, r := range to {
		subject, text := words(r.lang, l.Kind)
		out := letter.Letter{ID: fmt.Sprintf("%s-%d", l.ID, i), Kind: l.Kind, To: r.mail, Subject: subject, Text: text, At: l.Due}
		for _, c := range couriers {
			if (r.mail == "" && c.Name() == "mail") || (r.id == toReporter && c.Name() == "hook") {
				continue
			}
			taken := c.Take(ctx, out) == nil
			left = left && taken
			tries = append(tries, store.Delivery{Letter: l.ID, Kind: l.Kind, At: now, Courier: c.Name(), To: r.id, Done: taken})
		}
	}
	return a.db.Write(ctx, l.Org, func(tx *store.Tx) error {
		for _, d := range tries {
			if err := tx.AddDelivery(l.Org, d); err != nil {
				return err
			}
		}
		if left {
			return tx.Sent(l, now)
		}
		if l.Tries >= triesMost {
			return tx.Delayed(l, now.AddDate(1, 0, 0))
		}
		return tx.Delayed(l, now.Add(again(l.Tries)))
	})
}

// toReporter stands in a letter for whoever made the report of its file, and
// answerWaits is the one notice that goes to them.
const (
	toReporter  tatm.ActorID = "reporter"
	answerWaits string       = "answer-waits"
)

// reporterOf is where the reporter of a file wants to hear of an answer, if
// anywhere. Only the letter that leaves knows the address.
func reporterOf(tx *store.Tx, l store.Letter, now time.Time) (out []receiver, err error) {
	_, row, found, err := tx.Head(l.Org, l.File, "", now, false)
	if err != nil || !found {
		return nil, err
	}
	f, err := tx.Whole(row)
	if n, ok := tatm.Last[tatm.AnswerNotice](f); ok && n.Rec.Mail != "" {
		out = append(out, receiver{toReporter, n.Rec.Mail, n.Rec.Language})
	}
	return out, err
}

// receivers are whom a letter is for: one person, or those on duty for the
// team of its file.
func (a *App) receivers(ctx context.Context, l store.Letter) (out []receiver, err error) {
	err = a.db.Read(ctx, l.Org, func(tx *store.Tx) error {
		out = nil
		if l.To == toReporter {
			out, err = reporterOf(tx, l, a.Now())
			return err
		}
		ids := []tatm.ActorID{l.To}
		if l.To == "" {
			if ids, err = a.onDuty(tx, l, a.Now()); err != nil {
				return err
			}
		}
		for _, id := range ids {
			m, found, err := tx.Member(l.Org, id)
			if err != nil {
				return err
			}
			if found && m.Disabled.IsZero() {
				out = append(out, receiver{m.ID, m.Mail, m.Lang})
			}
		}
		return nil
	})
	return out, err
}

// dutyRoles are who hears of a letter to nobody in particular where no roster
// says it; a notice that climbed goes to more.
var dutyRoles = map[string][]tatm.Role{
	"report-climbed-1": {tatm.Chair, tatm.Deputy},
	"report-climbed-2": {tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake},
	"opening-asked":    {tatm.Chair, tatm.Deputy, tatm.RecordsOffice},
	"opening-granted":  {tatm.Chair, tatm.Deputy},
	"opening-now":      {tatm.Chair, tatm.Deputy, tatm.RecordsOffice},
	"receipt-guessing": {tatm.Administrator},
	"test":             {tatm.Administrator},
}

// onDuty are whom a letter to nobody in particular reaches: for a report, those
// on duty by the roster, and when they did not answer, those who cover; where
// nobody is, the roles that always hear of it. Everybody hears of it at last.
func (a *App) onDuty(tx *store.Tx, l store.Letter, now time.Time) ([]tatm.ActorID, error) {
	roles := dutyRoles[l.Kind]
	byRoster := roles == nil || l.Kind == "report-climbed-1"
	if roles == nil {
		roles = []tatm.Role{tatm.Intake, tatm.Chair, tatm.Deputy}
	}
	if l.File == "" {
		return seated(tx, l.Org, "", now, roles)
	}
	_, row, found, err := tx.Head(l.Org, l.File, "", now, false)
	if err != nil || !found {
		return nil, err
	}
	if row.Kind == tatm.ReportFile && byRoster {
		first, cover, err := a.onDutyFor(tx, l.Org, row.Team, now)
		if l.Kind == "report-climbed-1" {
			first = cover
		}
		if err != nil {
			return nil, err
		}
		if first, err = unwalled(tx, l, first, now); err != nil || len(first) > 0 {
			return first, err
		}
	}
	out, err := seated(tx, l.Org, row.Team, now, roles)
	if err != nil {
		return nil, err
	}
	return unwalled(tx, l, out, now)
}

// unwalled leaves out those between whom and the file a wall stands: a notice
// would tell them that there is one.
func unwalled(tx *store.Tx, l store.Letter, who []tatm.ActorID, now time.Time) (out []tatm.ActorID, err error) {
	for _, id := range who {
		head, _, found, err := tx.Head(l.Org, l.File, id, now, false)
		if err != nil {
			return nil, err
		}
		if found && !head.Walled {
			out = append(out, id)
		}
	}
	return out, nil
}

// mailAddress reports whether notices can go there; nowhere is fine.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return s == "" || (err == nil && a.Address == s && len(s) <= 200)
}

// MemberMail says where somebody's notices go; empty for nowhere.
func (d Desk) MemberMail(ctx context.Context, who tatm.ActorID, address string) (Made, error) {
	return d.office(ctx, opMemberMail, func(o *office) error {
		if _, found, err := o.Member(o.Org, who); err != nil || !found {
			return firstErr(err, absent())
		}
		address = strings.TrimSpace(address)
		if !mailAddress(address) {
			return fault.Bad("mail", "field.mail")
		}
		note(&o.facts, "member", who)
		return o.SetMail(o.Org, who, address)
	})
}

// LettersView is how notices fare: the last tries and how many letters wait.
type LettersView struct {
	Last  []store.Delivery
	Stuck int64
	Names Names
}

// SeeLetters shows how notices fare.
func (d Desk) SeeLetters(ctx context.Context) (v LettersView, err error) {
	err = d.ask(ctx, opLettersSee, func(o *office) error {
		if v.Last, err = o.Deliveries(o.Org, 50); err != nil {
			return err
		}
		if v.Stuck, err = o.Waiting(o.Org); err != nil {
			return err
		}
		v.Names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return v, err
}

// TestLetter sends a letter to the administrators, to see that notices leave.
func (d Desk) TestLetter(ctx context.Context) (Made, error) {
	return d.office(ctx, opLetterTest, func(o *office) error {
		return o.Post(store.Letter{Org: o.Org, ID: newID(o.Now, 0), Kind: "test", To: d.who.ID, Due: o.Now})
	})
}

// LateReports lists the reports whose time to be taken has run out.
func (d Desk) LateReports(ctx context.Context) (late []tatm.FileID, err error) {
	err = d.list(ctx, opReportLate, tatm.ReportFile, func(s *survey) error {
		late = nil
		lines, err := s.Docket(docketOf(tatm.DueAcknowledge, s.Now))
		for _, l := range lines {
			late = append(late, l.File)
		}
		return err
	})
	return late, err
}

// ClimbReport sends the notice of a report that nobody took on to the next
// people: to who covers when its time has run out, or the chairs where nobody
// does, and to everybody after as long again.
func (d Desk) ClimbReport(ctx context.Context, on tatm.FileID) (Made, error) {
	return d.do(ctx, opReportClimb, on, func(w *work) error {
		step, due := tatm.NextClimb(w.file, w.pack())
		if step == 0 || w.Now.Before(due) {
			return nil
		}
		w.put(tatm.Climb{Step: step})
		return w.post(fmt.Sprintf("report-climbed-%d", step), "", w.Now)
	})
}

// climbs moves late reports on to the next people.
func (a *App) climbs(ctx context.Context, desk Desk) error {
	late, err := desk.LateReports(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range late {
		_, err := desk.ClimbReport(ctx, id)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
