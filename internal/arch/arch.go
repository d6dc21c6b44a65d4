// Package arch holds the rules of the building as tests: which package may know
// which, that every use case passes the runner under an operation of its own,
// and that what needs a reason stands only in the places named with one. Each
// rule is a function over a parsed tree, tried on a planted violation.
package arch
