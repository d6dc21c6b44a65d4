// Package app is what the program can do, one method a thing. Pages, the
// command line, the clock and the demo all come through here, and only through
// here, to the records.
package app

import (
	"cmp"
	"crypto/rand"
	"time"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/catalog"
	"offramp/internal/match"
	"offramp/internal/seal"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// App is the running program.
type App struct {
	db      *store.DB
	keys    *seal.Keys
	library *catalog.Library
	hasher  *authn.Hasher
	onFile  *onFile
	slow    *authn.Hasher // of the public door: it must not make the staff wait
	now     func() time.Time
	most    int64         // bytes of an attachment
	drawing chan struct{} // held while a picture is drawn: one at a time
	taking  chan struct{} // held while a file from the public is taken in
	scanner Scanner       // nil: nobody looks for malware
}

// Parts are what an App is made of.
type Parts struct {
	DB      *store.DB
	Keys    *seal.Keys
	Library *catalog.Library
	// Now is the clock; it is read once a piece of work.
	Now func() time.Time
	// AttachmentMost is how many bytes an attachment may have; 0 for
	// AttachmentUsual.
	AttachmentMost int64
	// Names are frequencies of names from public lists, beside those shipped.
	Names []match.Share
	// Scanner looks for malware in files that are taken in; nil for none.
	Scanner Scanner
}

// AttachmentUsual is how many bytes an attachment may have where the set-up
// does not say: some minutes of a telephone's film.
const AttachmentUsual = 100 << 20

// New returns an App.
func New(p Parts) *App {
	return &App{db: p.DB, keys: p.Keys, library: p.Library, hasher: authn.NewHasher(), slow: authn.NewHasher(), onFile: newOnFile(p.Names), now: p.Now,
		most: cmp.Or(p.AttachmentMost, AttachmentUsual), drawing: make(chan struct{}, 1), taking: make(chan struct{}, takingMost), scanner: p.Scanner}
}

// takingMost is how many files from the public are taken in at once.
const takingMost = 4

// AttachmentMost is how many bytes an attachment may have.
func (a *App) AttachmentMost() int64 { return a.most }

// Now is the time by the program's clock.
func (a *App) Now() time.Time { return a.now().UTC() }

// Library is the vocabularies and policy packs.
func (a *App) Library() *catalog.Library { return a.library }

// As seats an actor. A Desk is the only way to ask for anything of the record,
// so nobody can ask without saying who is asking.
// The policy pack in force says what their seats are cleared for.
func (a *App) As(who access.Actor) Desk {
	who.Pack = a.library.PackAt("default", a.Now())
	return Desk{app: a, who: who}
}

// Desk is an actor's seat. Every exported method that asks for something is
// one use case under one operation of the ledger.
type Desk struct {
	app *App
	who access.Actor
	key string
	// mark is what finds a new report again by its reporter's words.
	mark []byte
	// refers is who refers, where it is a partner with a link.
	refers string
	// apart is why a new report is held apart from the queue, if it is.
	apart tatm.ApartWhy
	// said is what counts the words of a report from the public, counts what it
	// counts for besides.
	said   []byte
	counts []count
}

// Once returns the desk with an idempotency key: a second write with the same
// key does nothing and gives the first one's answer. A form's key binds what is
// in the form: one that was changed and sent again is another request, never
// dropped. The key is marked, not kept, so it may hold content.
func (d Desk) Once(key string) Desk {
	d.key = key
	return d
}

// Who is the actor in the seat.
func (d Desk) Who() access.Actor { return d.who }

// newID makes an id; n counts within one piece of work. Entropy comes from the
// system.
func newID(now time.Time, n int) string {
	var b [8]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return tatm.MintID(now, uint8(n), b)
}
