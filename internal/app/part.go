package app

import (
	"context"

	"offramp/internal/tatm"
)

// AddPart puts a person into the case.
func (d Desk) AddPart(ctx context.Context, on tatm.FileID, p tatm.Part, c Circumstance) (Made, error) {
	return d.do(ctx, opPartAdd, on, func(w *work) error {
		if p.Person != "" {
			if err := w.mayName("person", "field.person-file", opPersonSee, p.Person); err != nil {
				return err
			}
		}
		_, err := w.add(p, c)
		return err
	})
}

// MendPart corrects a part: the unknown one was found, the role has ended.
func (d Desk) MendPart(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, p tatm.Part, c Circumstance) (Made, error) {
	return d.do(ctx, opPartMend, on, func(w *work) error {
		was, err := find[tatm.Part](w, id)
		if err != nil {
			return err
		}
		if p.Person != "" && p.Person != was.Rec.Person {
			if err := w.mayName("person", "field.person-file", opPersonSee, p.Person); err != nil {
				return err
			}
		}
		return w.mend(id, seen, p, c)
	})
}
