package tatm

// ReportWall takes a report away from somebody whom it concerns, or who stepped
// back from it. It goes with the report into every case that it is tied to.
type ReportWall struct{ Wall }

// Kind is "report-wall".
func (ReportWall) Kind() Kind { return "report-wall" }

// PersonWall takes a person's file away from somebody whom it concerns: the
// member who is that person, or is close to them.
type PersonWall struct{ Wall }

// Kind is "person-wall".
func (PersonWall) Kind() Kind { return "person-wall" }

// Walls are the walls of a file, oldest first.
func Walls(f File) []Item[Wall] {
	out := All[Wall](f)
	for _, w := range All[ReportWall](f) {
		out = append(out, Item[Wall]{w.Entry, w.Rec.Wall})
	}
	for _, w := range All[PersonWall](f) {
		out = append(out, Item[Wall]{w.Entry, w.Rec.Wall})
	}
	return out
}

// In is the wall as a record of a file of the kind; false where there are none.
func (w Wall) In(kind FileKind) (Record, bool) {
	switch kind {
	case CaseFile:
		return w, true
	case ReportFile:
		return ReportWall{w}, true
	case PersonFile:
		return PersonWall{w}, true
	}
	return nil, false
}

func (d *Derived) walls(f File) {
	for _, w := range Walls(f) {
		d.Bars = append(d.Bars, Bar{Entry: w.ID, Actor: w.Rec.Actor, From: w.Rec.From, Until: w.Rec.Until})
	}
}
