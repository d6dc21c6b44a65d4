// Package fault holds the kinds of failure that a person can be told about.
//
// Anything that is not a fault is ours to mend: it is logged in full and shown
// as "our mistake", without its text.
package fault

import (
	"errors"
	"strings"
)

// Kind is one kind of failure. A Kind is itself an error, so that callers ask
// errors.Is(err, fault.Denied).
type Kind string

// The kinds of failure. Surfaces map each to one status, once.
const (
	// NotFound: it does not exist, or the asker may not know that it does.
	NotFound Kind = "not-found"
	// Denied: the asker may see the thing but may not do this to it.
	Denied Kind = "denied"
	// Conflict: somebody else was first, or the state no longer allows it.
	Conflict Kind = "conflict"
	// Invalid: an input is missing or out of range; Field names it.
	Invalid Kind = "invalid"
	// Lacking: a guard of the lifecycle still misses something; Field names
	// the screen that supplies it.
	Lacking Kind = "lacking"
	// Busy: too many tries; wait and try again.
	Busy Kind = "busy"
	// SignIn: nobody is signed in, or the session has ended.
	SignIn Kind = "sign-in"
	// Proof: the act asks for a fresh proof of who is signed in.
	Proof Kind = "proof"
)

// Error makes a Kind an error.
func (k Kind) Error() string { return string(k) }

// Fault is a failure a person can be told about. Code is the key of its text
// in package locale; Args fill its blanks and never carry case text.
type Fault struct {
	Kind  Kind
	Code  string
	Field string
	Args  []string
}

// Error lists kind, field and code; it never carries what a person typed.
func (f *Fault) Error() string {
	parts := []string{string(f.Kind)}
	if f.Field != "" {
		parts = append(parts, f.Field)
	}
	return strings.Join(append(parts, f.Code), ": ")
}

// Unwrap returns the kind, so that errors.Is asks for it.
func (f *Fault) Unwrap() error { return f.Kind }

// New returns a fault of kind k with the text key code.
func New(k Kind, code string, args ...string) error {
	return &Fault{Kind: k, Code: code, Args: args}
}

// Bad says that one input is missing or out of range.
func Bad(field, code string, args ...string) error {
	return &Fault{Kind: Invalid, Field: field, Code: code, Args: args}
}

// Lacks says that a guard misses something which the named screen supplies.
func Lacks(screen, code string, args ...string) error {
	return &Fault{Kind: Lacking, Field: screen, Code: code, Args: args}
}

// All returns every fault in err, in order, joined ones included.
func All(err error) []*Fault {
	if err == nil {
		return nil
	}
	if f, ok := err.(*Fault); ok {
		return []*Fault{f}
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		var out []*Fault
		for _, one := range e.Unwrap() {
			out = append(out, All(one)...)
		}
		return out
	case interface{ Unwrap() error }:
		return All(e.Unwrap())
	}
	return nil
}

// Fields returns the first fault of each faulty input, by field name; it is
// empty when err holds no Invalid fault.
func Fields(err error) map[string]*Fault {
	out := map[string]*Fault{}
	for _, f := range All(err) {
		if _, seen := out[f.Field]; f.Kind == Invalid && !seen {
			out[f.Field] = f
		}
	}
	return out
}

// KindOf returns the kind of the first fault in err, or "" when there is none.
func KindOf(err error) Kind {
	var k Kind
	if errors.As(err, &k) {
		return k
	}
	return ""
}
