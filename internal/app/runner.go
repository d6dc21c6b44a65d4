package app

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// This file is the one runner: admit, lock, decide, run, write the audit line,
// commit; or none of it happens. fn may run twice, so it has no effect outside
// its work.

// Made is what a write made: the file, its number and the first entry put.
type Made struct {
	File   tatm.FileID  `json:"file,omitempty"`
	Number int64        `json:"number,omitempty"`
	Entry  tatm.EntryID `json:"entry,omitempty"`
	// Again: the same request was done before; nothing was done now.
	Again bool `json:"-"`
}

// do is a write on one file.
func (d Desk) do(ctx context.Context, op access.Op, on tatm.FileID, fn func(*work) error) (Made, error) {
	return d.write(ctx, op, func(tx *store.Tx, r *run) error {
		w, err := r.admit(tx, op, on)
		if err != nil {
			return err
		}
		if err := fn(w); err != nil {
			return err
		}
		return w.keep()
	})
}

// open is a write that begins a file in a team.
func (d Desk) open(ctx context.Context, op access.Op, team tatm.TeamID, kind tatm.FileKind, fn func(*work) error) (Made, error) {
	return d.write(ctx, op, func(tx *store.Tx, r *run) error {
		if err := r.admitTeam(tx, op, team); err != nil {
			return err
		}
		w, err := r.create(tx, op, kind, team)
		if err != nil {
			return err
		}
		if err := fn(w); err != nil {
			return err
		}
		return w.keep()
	})
}

// many is a write on several files, each admitted by itself under op; they are
// locked in the order of their ids, so two such writes never wait for each
// other for ever. begin, if not empty, is the kind of a file to begin beside
// them in the team of the first.
func (d Desk) many(ctx context.Context, op access.Op, begin tatm.FileKind, on []tatm.FileID, fn func(made *work, of map[tatm.FileID]*work) error) (Made, error) {
	return d.write(ctx, op, func(tx *store.Tx, r *run) error {
		of, err := r.admitAll(tx, op, on)
		if err != nil {
			return err
		}
		var made *work
		if begin != "" {
			if made, err = r.create(tx, op, begin, of[on[0]].row.Team); err != nil {
				return err
			}
		}
		if err := fn(made, of); err != nil {
			return err
		}
		if made != nil {
			if err := made.keep(); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(slices.Values(on)) {
			if err := of[id].keep(); err != nil {
				return err
			}
		}
		return nil
	})
}

// office is a write on the organisation: accounts, seats, teams. It shows no file.
func (d Desk) office(ctx context.Context, op access.Op, fn func(*office) error) (Made, error) {
	return d.write(ctx, op, func(tx *store.Tx, r *run) error {
		if err := access.DecideOffice(d.who, op, r.now); err != nil {
			return err
		}
		o := &office{Tx: tx, Now: r.now, Org: d.who.Org, run: r}
		if err := fn(o); err != nil {
			return err
		}
		if !o.byFile {
			r.lines = append(r.lines, line{file: "", facts: o.facts.text()})
		}
		return nil
	})
}

// see is a read of one file. That it was seen is on record before fn's answer
// leaves: the caller gets it only when see returns nil.
func (d Desk) see(ctx context.Context, op access.Op, on tatm.FileID, fn func(*sight) error) error {
	now := d.app.Now()
	var refused error
	err := d.app.db.Read(ctx, d.who.Org, func(tx *store.Tx) error {
		refused = nil
		head, row, found, err := tx.Head(d.who.Org, on, d.who.ID, now, false)
		if err != nil {
			return err
		}
		if !found {
			refused = absent()
			return nil
		}
		var scope access.Scope
		if scope, refused = access.Decide(d.who, op, head, now); refused != nil {
			return nil
		}
		return fn(&sight{Records: tx.Admit(scope, row), Now: now, tx: tx, desk: d})
	})
	if err != nil {
		return err
	}
	if refused != nil {
		return errors.Join(refused, d.refusal(ctx, op, on))
	}
	return d.app.db.Show(ctx, d.who.Org, d.who.ID, on, now)
}

// list is a read over all files of a kind that the actor may see.
func (d Desk) list(ctx context.Context, op access.Op, kind tatm.FileKind, fn func(*survey) error) error {
	now := d.app.Now()
	scope, err := access.DecideList(d.who, op, kind, now)
	if err != nil {
		return errors.Join(err, d.refusal(ctx, op, ""))
	}
	err = d.app.db.Read(ctx, d.who.Org, func(tx *store.Tx) error {
		return fn(&survey{Shelf: tx.Lists(scope), Now: now, tx: tx, desk: d})
	})
	if err != nil || !op.Line {
		return err
	}
	return d.line(ctx, op, "", store.Done)
}

// ask is a read of the organisation's accounts, teams and audit.
func (d Desk) ask(ctx context.Context, op access.Op, fn func(*office) error) error {
	now := d.app.Now()
	if err := access.DecideOffice(d.who, op, now); err != nil {
		return errors.Join(err, d.refusal(ctx, op, ""))
	}
	return d.app.db.Read(ctx, d.who.Org, func(tx *store.Tx) error {
		return fn(&office{Tx: tx, Now: now, Org: d.who.Org})
	})
}

// run is one write while it lasts.
type run struct {
	desk  Desk
	now   time.Time // the program's clock, read once
	lines []line
	made  Made
	on    tatm.FileID // file of a refusal
}

// line is an audit line to be.
type line struct {
	file    tatm.FileID
	facts   string
	digests []store.Digest
}

// write runs a piece of work in one transaction. A refusal of a signed-in
// person is a line of its own, written after the work was rolled back.
func (d Desk) write(ctx context.Context, op access.Op, fn func(*store.Tx, *run) error) (Made, error) {
	var r *run
	err := d.app.db.Write(ctx, d.who.Org, func(tx *store.Tx) error {
		r = &run{desk: d, now: d.app.Now()}
		again, err := r.once(tx, op)
		if err != nil || again {
			return err
		}
		if err := fn(tx, r); err != nil {
			return err
		}
		if err := r.answer(tx, op); err != nil {
			return err
		}
		return r.audit(tx, op)
	})
	if k := fault.KindOf(err); k == fault.NotFound || k == fault.Denied {
		return Made{}, errors.Join(err, d.refusal(ctx, op, r.on))
	}
	if err != nil {
		return Made{}, err
	}
	return r.made, nil
}

// onceKey binds an idempotency key to who asked for what. Keys of imports stay
// recognisable: they are kept for good.
func (d Desk) onceKey(op access.Op) string {
	if d.key == "" {
		return ""
	}
	var imported string
	if strings.HasPrefix(d.key, "import ") {
		imported = "import "
	}
	return op.Name + " " + string(d.who.ID) + " " + imported + hex.EncodeToString(d.app.keys.Mark("once", []byte(d.key))[:16])
}

func (r *run) once(tx *store.Tx, op access.Op) (again bool, err error) {
	key := r.desk.onceKey(op)
	if key == "" {
		return false, nil
	}
	was, again, err := tx.Once(r.desk.who.Org, key, r.now)
	if err != nil || !again {
		return false, err
	}
	err = json.Unmarshal([]byte(was), &r.made)
	r.made.Again = true
	return true, err
}

func (r *run) answer(tx *store.Tx, op access.Op) error {
	key := r.desk.onceKey(op)
	if key == "" {
		return nil
	}
	b, err := json.Marshal(r.made)
	if err != nil {
		return err
	}
	return tx.Answer(r.desk.who.Org, key, string(b))
}

func (r *run) audit(tx *store.Tx, op access.Op) error {
	for _, l := range r.lines {
		err := tx.Append(r.desk.who.Org, store.Line{
			At: r.now.UnixMicro(), Actor: r.desk.who.ID, Op: op.Name, File: l.file, Outcome: store.Done, Facts: l.facts,
		}, l.digests)
		if err != nil {
			return err
		}
	}
	return nil
}

// refusal writes the line of a refusal. Whether the file exists makes no
// difference to what is written or how long it takes.
func (d Desk) refusal(ctx context.Context, op access.Op, on tatm.FileID) error {
	return d.line(ctx, op, on, store.Refused)
}

// line writes a line that stands by itself.
func (d Desk) line(ctx context.Context, op access.Op, on tatm.FileID, outcome string) error {
	if !tatm.ValidID(string(on)) {
		on = "" // what was asked for may be anything that somebody typed
	}
	return d.app.db.Write(ctx, d.who.Org, func(tx *store.Tx) error {
		return tx.Append(d.who.Org, store.Line{At: d.app.Now().UnixMicro(), Actor: d.who.ID, Op: op.Name, File: on, Outcome: outcome}, nil)
	})
}

func absent() error { return fault.New(fault.NotFound, "record.absent") }

// admit locks a file, decides and reads it whole for the rules.
func (r *run) admit(tx *store.Tx, op access.Op, on tatm.FileID) (*work, error) {
	r.on = on
	head, row, found, err := tx.Head(r.desk.who.Org, on, r.desk.who.ID, r.now, true)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, absent()
	}
	scope, err := access.Decide(r.desk.who, op, head, r.now)
	if err != nil {
		return nil, err
	}
	whole, err := tx.Whole(row)
	if err != nil {
		return nil, err
	}
	return r.work(tx, row, whole, tx.Admit(scope, row), scope.Roles()), nil
}

// admitAll admits each file by itself. Denied is answered only where all may be
// seen: one that is hidden answers like none, whichever comes first.
func (r *run) admitAll(tx *store.Tx, op access.Op, on []tatm.FileID) (map[tatm.FileID]*work, error) {
	of := map[tatm.FileID]*work{}
	anyKind := op
	anyKind.On = ""
	var denied error
	for _, id := range slices.Sorted(slices.Values(on)) {
		if of[id] != nil {
			continue
		}
		w, err := r.admit(tx, anyKind, id)
		if errors.Is(err, fault.Denied) {
			denied = err
			continue
		}
		if err != nil {
			return nil, err
		}
		of[id] = w
	}
	return of, denied
}

// also admits another file to the same piece of work, under the same operation.
// It is kept with the first.
func (w *work) also(op access.Op, on tatm.FileID) (*work, error) {
	op.On = ""
	other, err := w.run.admit(w.tx, op, on)
	if err == nil {
		w.others = append(w.others, other)
	}
	return other, err
}

// mayName holds that the actor may see the file of a kind that they name: what
// they may not see answers like what does not exist.
func (w *work) mayName(field, code string, op access.Op, on tatm.FileID) error {
	head, _, found, err := w.tx.Head(w.row.Org, on, w.who(), w.run.now, false)
	if err != nil {
		return err
	}
	if found {
		_, err = access.Decide(w.run.desk.who, op, head, w.run.now)
	}
	if !found || err != nil {
		return fault.Bad(field, code)
	}
	return nil
}

func (r *run) admitTeam(tx *store.Tx, op access.Op, team tatm.TeamID) error {
	found, err := tx.HasTeam(r.desk.who.Org, team)
	if err != nil {
		return err
	}
	if !found {
		return absent()
	}
	return access.DecideTeam(r.desk.who, op, r.desk.who.Org, team, r.now)
}

// create begins a file; its opener sees it for the rest of the work.
func (r *run) create(tx *store.Tx, _ access.Op, kind tatm.FileKind, team tatm.TeamID) (*work, error) {
	row, err := tx.Create(r.desk.who.Org, tatm.FileID(newID(r.now, 0)), kind, team, r.now)
	if err != nil {
		return nil, err
	}
	if r.made.File == "" {
		r.made.File, r.made.Number = row.ID, row.Number
	}
	whole := tatm.File{Org: row.Org, ID: row.ID, Kind: kind, Team: team, Number: row.Number, Opened: row.Opened}
	return r.work(tx, row, whole, nil, r.desk.who.RolesIn(team, r.now)), nil
}

func (r *run) work(tx *store.Tx, row store.Row, whole tatm.File, seen *store.Records, roles []tatm.Role) *work {
	now := row.Later(r.now)
	if len(whole.Entries) == 0 {
		now = r.now.Truncate(time.Microsecond)
	}
	return &work{Records: seen, Now: now, tx: tx, run: r, row: row, before: whole, file: whole, roles: roles}
}
