package app

import (
	"context"
	"io"
	"strings"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// EnclosureMost is how many bytes a file from the public may have: a minute of a
// telephone's film. Where the set-up allows less for everybody, that holds.
const EnclosureMost = 25 << 20

// EnclosureMost is how many bytes a file from the public may have here.
func (a *App) EnclosureMost() int64 { return min(EnclosureMost, a.most) }

// Enclosing is what became of the files that a reporter sent: how many were
// taken, and for each of the others its name and why not.
type Enclosing struct {
	Taken   int
	Refused []RefusedFile
}

// RefusedFile is a file that was not taken, and why.
type RefusedFile struct {
	Name string
	Why  *fault.Fault
}

// NextFile gives the next file of a form, or io.EOF after the last.
type NextFile func() (name string, from io.Reader, err error)

// EncloseWith takes in the files that came with a report. The report is on the
// disk already; a file that is refused does not take it back. The same form
// sent twice encloses each file once.
func (d Door) EncloseWith(ctx context.Context, s Sent, next NextFile) (Enclosing, error) {
	return d.enclose(ctx, []tatm.FileID{s.report}, next, false)
}

// EncloseInThread takes in files by the thread: for the report, and as news for
// the cases it led to.
func (d Door) EncloseInThread(ctx context.Context, words, network string, next NextFile) (Enclosing, error) {
	file, err := d.find(ctx, words, network)
	if err != nil {
		return Enclosing{}, err
	}
	t, err := d.desk().SeeThread(ctx, file)
	if err != nil {
		return Enclosing{}, err
	}
	return d.enclose(ctx, append([]tatm.FileID{file}, t.cases...), next, true)
}

// enclose takes in one file after the other. At most a few of the public's are
// taken at once: others wait, so that nobody at work does.
func (d Door) enclose(ctx context.Context, on []tatm.FileID, next NextFile, later bool) (out Enclosing, err error) {
	for {
		name, from, err := next()
		if err == io.EOF {
			return out, nil
		}
		if err == nil {
			err = d.encloseOne(ctx, on, name, from, later)
		}
		switch {
		case err == nil:
			out.Taken++
		case fault.KindOf(err) == fault.Invalid:
			out.Refused = append(out.Refused, RefusedFile{plainName(name), fault.All(err)[0]})
		default:
			return out, err
		}
		if fault.KindOf(err) == fault.Invalid && strings.HasSuffix(fault.All(err)[0].Code, ".broken") {
			return out, nil // the rest of the form is not to be had either
		}
	}
}

// plainName is what a file that was not taken is called back to its sender.
func plainName(given string) string {
	none := tatm.TypeOf("")
	return strings.TrimSuffix(tatm.CleanName(given, none), none.Ends[0])
}

func (d Door) encloseOne(ctx context.Context, on []tatm.FileID, name string, from io.Reader, later bool) error {
	select {
	case d.app.taking <- struct{}{}:
		defer func() { <-d.app.taking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	s, err := d.desk().StageEnclosure(ctx, on[0], name, from)
	if err != nil {
		return err
	}
	desk := d.desk()
	if d.key != "" {
		desk = desk.Once(d.key + "\x00" + s.SHA256 + "\x00" + s.Name)
	}
	_, err = desk.Enclose(ctx, on, s, later)
	return err
}

// StageEnclosure takes in a file from a reporter; see StageFile.
func (d Desk) StageEnclosure(ctx context.Context, on tatm.FileID, name string, from io.Reader) (Staged, error) {
	s, err := d.bring(ctx, opEnclosureStage, on, name, d.app.EnclosureMost(), from)
	return s, broken(err)
}

// Enclose encloses a staged file in the first of the files, a report. Later is
// set for one that came by the thread: it is news, and stands in each case that
// the report led to as an observation that goes back to the report.
func (d Desk) Enclose(ctx context.Context, on []tatm.FileID, s Staged, later bool) (Made, error) {
	return d.many(ctx, opEnclosureAdd, "", on, func(_ *work, of map[tatm.FileID]*work) error {
		report := of[on[0]]
		if report.row.Kind != tatm.ReportFile {
			return absent()
		}
		held, err := report.take(s.ID)
		if err != nil {
			return err
		}
		if _, err := report.add(tatm.Enclosure{HeldFile: held, Later: later}, Circumstance{}); err != nil || !later {
			return err
		}
		for _, w := range of {
			if w.row.Kind == tatm.CaseFile {
				w.put(tatm.Observation{Text: held.Name, Report: on[0]})
			}
		}
		return report.post("reporter-wrote", report.row.Head.Owner, report.Now)
	})
}

// OpenEnclosure hands out the original to the staff; see OpenAttachment.
func (d Desk) OpenEnclosure(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Handed, error) {
	h, err := d.hand(ctx, opEnclosureOpen, on, id, 0)
	if err == nil {
		err = h.Bytes.Whole(h.Rec.SHA256)
	}
	return h, err
}

// ShowEnclosure makes of a reporter's file what can be looked at safely.
func (d Desk) ShowEnclosure(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Shown, error) {
	h, err := d.hand(ctx, opEnclosureShow, on, id, shownWithin)
	if err != nil {
		return Shown{Handed: h}, err
	}
	return d.app.shown(ctx, h)
}
