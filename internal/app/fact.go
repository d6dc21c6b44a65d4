package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// AddObservation writes down what was seen or heard. Only the text must be
// given: who, when, source and regime have defaults and can be corrected. Files
// that were staged for it are attached in the same piece of work.
func (d Desk) AddObservation(ctx context.Context, on tatm.FileID, o tatm.Observation, c Circumstance, files ...tatm.BlobID) (Made, error) {
	return d.do(ctx, opObservationAdd, on, func(w *work) error {
		o.Typing, o.Substance, o.Withdrawn = "", time.Time{}, ""
		id, err := w.add(o, c)
		if err != nil {
			return err
		}
		return w.attach(id, files, Given{By: o.Source})
	})
}

// MendObservation corrects an observation. With Typing set it mends only a slip
// of typing and is no news.
func (d Desk) MendObservation(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, o tatm.Observation, c Circumstance) (Made, error) {
	return d.do(ctx, opObservationMend, on, func(w *work) error {
		if err := w.retype(id, seen, o, c); err != nil {
			return err
		}
		return w.attachedFollow(id)
	})
}

// retype mends an entry, and keeps when it last changed in more than typing.
func (w *work) retype(id tatm.EntryID, seen int64, r tatm.Record, c Circumstance) error {
	i := slices.IndexFunc(w.file.Entries, func(e tatm.Entry) bool { return e.ID == id })
	if i < 0 {
		return absent()
	}
	r, err := tatm.OnlyTyping(w.file.Entries[i], r)
	if err != nil {
		return err
	}
	return w.mend(id, seen, r, c)
}

// AddInterview records who spoke, in which capacity, and what they were told.
func (d Desk) AddInterview(ctx context.Context, on tatm.FileID, i tatm.Interview, c Circumstance) (Made, error) {
	return d.do(ctx, opInterviewAdd, on, func(w *work) error {
		_, err := w.add(i, c)
		return err
	})
}

// AddFactor puts a risk, protective or precipitating factor. A citation can be
// typed in place: seen becomes an observation and is cited.
func (d Desk) AddFactor(ctx context.Context, on tatm.FileID, k tatm.Factor, seen string, c Circumstance) (Made, error) {
	return d.do(ctx, opFactorAdd, on, func(w *work) error {
		k.Typing, k.Substance = "", time.Time{}
		k, err := w.cite(k, seen)
		if err != nil {
			return err
		}
		_, err = w.add(k, c)
		return err
	})
}

// MendFactor rates a factor anew.
func (d Desk) MendFactor(ctx context.Context, on tatm.FileID, id tatm.EntryID, version int64, k tatm.Factor, seen string, c Circumstance) (Made, error) {
	return d.do(ctx, opFactorMend, on, func(w *work) error {
		k, err := w.cite(k, seen)
		if err != nil {
			return err
		}
		return w.retype(id, version, k, c)
	})
}

// cite makes an observation of what was typed in place and cites it. An item
// must be one of the catalogs'.
func (w *work) cite(k tatm.Factor, seen string) (tatm.Factor, error) {
	if k.Item != "" {
		item, ok := w.run.desk.app.library.Item(k.Item)
		if !ok {
			return k, fault.Bad("item", "field.choose")
		}
		k.Dynamic = k.Dynamic || item.Dynamics == "dynamic" || item.Dynamics == "acute"
	}
	var err error
	k.Observations, err = w.typed(k.Observations, seen)
	return k, err
}

// typed makes an observation of each text typed in place and cites it too.
func (w *work) typed(cited []tatm.EntryID, texts ...string) ([]tatm.EntryID, error) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		id, err := w.add(tatm.Observation{Text: text}, Circumstance{})
		if err != nil {
			return cited, fault.Bad("seen", "field.long")
		}
		cited = append(slices.Clone(cited), id)
	}
	return cited, nil
}

// GiveAnswer answers a question of the pack, or says why not. version is that
// of the answer the asker had before them, 0 for none. What was seen can be
// typed in place and is cited.
func (d Desk) GiveAnswer(ctx context.Context, on tatm.FileID, version int64, a tatm.Answer, seen ...string) (Made, error) {
	return d.do(ctx, opAnswerGive, on, func(w *work) error {
		known := false
		for _, q := range w.pack().Questions {
			known = known || q.Code == a.Question
		}
		if !known {
			return fault.Bad("question", "field.choose")
		}
		// An answer that the asker may not see is no hindrance and is not told
		// of: theirs stands beside it, for who sees both.
		mine, err := w.File()
		if err != nil {
			return err
		}
		if a.Observations, err = w.typed(a.Observations, seen...); err != nil {
			return err
		}
		if was, ok := tatm.AnswerTo(mine, a.Question); ok {
			return w.retype(was.ID, version, a, Circumstance{})
		}
		a.Typing, a.Substance = "", time.Time{}
		_, err = w.add(a, Circumstance{})
		return err
	})
}

// MakeRequest asks somebody for what is missing.
func (d Desk) MakeRequest(ctx context.Context, on tatm.FileID, r tatm.Request) (Made, error) {
	return d.do(ctx, opRequestMake, on, func(w *work) error {
		r.State = "open"
		if r.Owner == "" {
			r.Owner = w.who()
		}
		_, err := w.add(r, Circumstance{})
		return err
	})
}

// CloseRequest says what came of a request.
func (d Desk) CloseRequest(ctx context.Context, on tatm.FileID, id tatm.EntryID, state, got string) (Made, error) {
	return d.do(ctx, opRequestClose, on, func(w *work) error {
		r, err := find[tatm.Request](w, id)
		if err != nil {
			return err
		}
		if r.Rec.State != "open" {
			return fault.New(fault.Conflict, "record.changed")
		}
		if state == "open" {
			return fault.Bad("state", "field.choose")
		}
		r.Rec.State, r.Rec.Got = state, got
		return w.mend(id, r.Version, r.Rec, Circumstance{})
	})
}
