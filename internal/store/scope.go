package store

import (
	"fmt"
	"slices"
	"strings"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

// This file is the one place where a scope becomes a condition: in three
// shapes, a predicate on the entries of one file, a UNION of one branch a team
// for lists (an OR over teams made the engine read the whole table), and the
// same branches for the search.

// The slots hold every mixture of seats that the policy of package access can
// give (TestSlotsHoldThePolicy), so that one statement text serves everybody.
const (
	sectionSlots = 6  // a role limited to sections names at most this many
	regimeSlots  = 13 // a pack may clear a person's seats for every regime
	grantSlots   = 2  // so many different sets of sections can all seats together see
)

// grantsOf returns exactly grantSlots grants, padded with empty ones.
func grantsOf(grants []access.Grant) []access.Grant {
	out := slices.Clone(grants)
	for len(out) < grantSlots {
		out = append(out, access.Grant{})
	}
	return out[:grantSlots]
}

// visible is the condition that alias e, which has section and regime, falls
// under one of grantSlots grants whose arguments begin at $from. It returns
// the number after the last one used.
func visible(e string, from int) (cond string, next int) {
	var parts []string
	for range grantSlots {
		parts = append(parts, fmt.Sprintf("((CAST($%d AS BOOLEAN) OR %s.section IN (%s)) AND %s.regime IN (%s))",
			from, e, slots(from+1, sectionSlots), e, slots(from+1+sectionSlots, regimeSlots)))
		from += 1 + sectionSlots + regimeSlots
	}
	return "(" + strings.Join(parts, " OR ") + ")", from
}

// visibleArgs are the arguments of visible.
func visibleArgs(grants []access.Grant) []any {
	var args []any
	for _, g := range grantsOf(grants) {
		all := len(g.Sections) == len(tatm.Sections)
		args = append(args, all)
		for i := range sectionSlots {
			if i < len(g.Sections) && !all {
				args = append(args, string(g.Sections[i]))
			} else {
				args = append(args, "")
			}
		}
		for i := range regimeSlots {
			if i < len(g.Regimes) {
				args = append(args, string(g.Regimes[i]))
			} else {
				args = append(args, "")
			}
		}
	}
	return args
}

// inFile is the condition on the entries e of one admitted file: under a grant
// or shared now, and not sealed to somebody else. Arguments: $1 org, $2 file,
// $3 who, $4 now, then those of visible.
var inFile, inFileNext = entryShown("e")

func entryShown(e string) (cond string, next int) {
	cond, next = visible(e, 5)
	return `((` + cond + ` OR ` + sharedTo(e, "id", "$3", "$4") + `) AND (` + e + `.only_for = '' OR ` + e + `.only_for = $3))`, next
}

// inPast is inFile for a version that may be an old one: what was put under a
// stricter regime since, or sealed, takes its past with it.
var inPast = func() string {
	cond, _ := entryShown("c")
	return inFile + ` AND EXISTS (SELECT 1 FROM entry c WHERE c.org = e.org AND c.file = e.file AND c.id = e.id AND c.superseded_at IS NULL AND ` + cond + `)`
}()

func inFileArgs(s access.Scope) []any {
	h := s.Head()
	return append([]any{h.Org, h.File, s.Who(), stamp(s.Now())}, visibleArgs(s.Grants())...)
}

// unwalled is the condition that no wall stands between $who and file alias f.
func unwalled(f, who, now string) string {
	return `NOT EXISTS (SELECT 1 FROM wall w WHERE w.org = ` + f + `.org AND w.actor = ` + who + ` AND w.file = ` + f + `.id AND w.from_at <= ` + now + ` AND (w.until_at = 0 OR w.until_at > ` + now + `))`
}

// sharing is the condition that a share s is given to $who now.
func sharing(who, now string) string {
	return `s.grantee = ` + who + ` AND s.revoked_at IS NULL AND s.from_at <= ` + now + ` AND (s.until_at = 0 OR s.until_at > ` + now + `)`
}

// sharedTo is the condition that alias e, whose entry stands in column id, is
// shared with $who now: by itself whatever its regime, or with its section or
// the whole file if it is GENERAL.
func sharedTo(e, id, who, now string) string {
	return `EXISTS (SELECT 1 FROM share s WHERE s.org = ` + e + `.org AND s.file = ` + e + `.file AND ` + sharing(who, now) + `
  AND (s.entry = ` + e + `.` + id + ` OR (s.entry = '' AND s.section IN ('', ` + e + `.section) AND ` + e + `.regime = 'GENERAL')))`
}

// convenedFor is the condition that file alias f is open to the team, or that
// $who presides (flag), owns it or was invited to the whole of it.
func convenedFor(f, flag, who, now string) string {
	return `(NOT ` + f + `.convened OR CAST(` + flag + ` AS BOOLEAN) OR ` + f + `.owner = ` + who + ` OR EXISTS (SELECT 1 FROM share s WHERE s.org = ` + f + `.org AND s.file = ` + f + `.id AND ` + sharing(who, now) + `
  AND s.entry = '' AND s.section = ''))`
}
