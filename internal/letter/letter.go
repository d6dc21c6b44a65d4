// Package letter takes notices out of the house: by mail, or as a signed
// message to another program. A letter never holds case content, a name or a
// number: it says that something waits, and where to look.
package letter

import (
	"context"
	"time"
)

// Letter is a notice to one person.
type Letter struct {
	ID      string // the same for every try, so that a receiver can drop a repeat
	Kind    string // code: what waits
	To      string // address of mail
	Subject string
	Text    string
	At      time.Time
}

// Courier takes letters out. An error is tried again later; the same letter
// may then arrive twice, with the same ID.
type Courier interface {
	Name() string
	Take(ctx context.Context, l Letter) error
}

// patience is how long a courier waits for the other side.
const patience = 20 * time.Second
