package app

import "offramp/internal/store"

// What lists and rows look like to the surfaces, which know app and not the
// store beneath it.
type (
	// Filter narrows a list.
	Filter = store.Filter
	// Order is a saved order of a list.
	Order = store.Order
	// ListRow is the head of a listed file.
	ListRow = store.ListRow
	// DocketLine is a line of what is due.
	DocketLine = store.DocketLine
	// Line is a line of the audit.
	Line = store.Line
	// Glance is who saw a file on a day.
	Glance = store.View
	// LinkedLine is a file on the other end of a link.
	LinkedLine = store.LinkedLine
	// SeatRow is a seat as the administration lists it.
	SeatRow = store.SeatRow
)

// The orders of a list.
const (
	ByDue     = store.ByDue
	ByNumber  = store.ByNumber
	ByChanged = store.ByChanged
)

// Refused is the outcome of an audit line that says no.
const Refused = store.Refused
