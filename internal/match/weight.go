package match

import "math"

// level is how well a word or value on file agrees with what was asked.
type level uint8

const (
	exact    level = iota
	spelling       // a known other spelling
	nickname       // a known short form
	slip           // one edit
	slips2         // two edits, in longer words
	heard          // sounds alike
	part1          // one begins with the other, or holds it as a word
	initial        // one is the first letter of the other
	levels
)

// The chance m that two records of one person agree at each level is fixed
// (design: freely trained, it fell apart on files with few fields). u, the
// chance that two people agree by accident, is counted for each value asked.
var nameM = [levels]float64{.74, .03, .03, .10, .02, .02, .01, .90}

// rule is how a field other than names is weighed.
type rule struct {
	m     [levels]float64
	none  float64 // chance that one person's values differ
	prior float64 // share of people with a value that nobody was seen with
	k     float64 // people that the prior counts for
	rare  float64 // what a value counts for that nobody else has
	edits int     // edits looked for in long values
}

var rules = [kinds]rule{
	orgTerm:      {m: m3(.70, .06, .04), none: .20, prior: .02, k: 20, rare: unseen, edits: 2},
	cityTerm:     {m: m3(.74, .12, .03), none: .11, prior: .02, k: 20, rare: unseen, edits: 2},
	postcodeTerm: {m: m3(.74, .10, .04), none: .12, prior: .01, k: 20, rare: unseen, edits: 1},
	regionTerm:   {m: m3(.84, .05, 0), none: .11, prior: .1, k: 20, rare: unseen, edits: 1},
	streetTerm:   {m: m3(.60, .12, .03), none: .25, prior: 1e-3, k: 100, rare: .2, edits: 3},
	phoneTerm:    {m: m3(.62, .06, .02), none: .30, prior: 1e-4, k: 100, rare: .05, edits: 1},
	mailTerm:     {m: m3(.70, .12, .03), none: .15, prior: 1e-4, k: 100, rare: .02, edits: 2},
	handleTerm:   {m: m3(.62, .08, .04), none: .26, prior: 1e-4, k: 100, rare: .05, edits: 2},
	numberTerm:   {m: m3(.80, .12, 0), none: .08, prior: 1e-5, k: 100, rare: .02, edits: 2},
}

func m3(same, near, holds float64) [levels]float64 {
	return [levels]float64{exact: same, slip: near, slips2: near / 3, part1: holds}
}

// nameFloor is the share of people whom a word agrees with at a level by
// accident, where neither a public list nor the file knows better.
var nameFloor = [levels]float64{1e-5, 3e-4, 5e-4, 5e-4, 1e-3, 1e-3, 2e-3, .08}

const nameK = 200 // people that public lists of names count for

// weight is that of an agreement that m of those who are the same person
// and u of all others show.
func weight(m, u float64) float64 { return math.Log2(m / u) }

// unseen is what a name counts for that nobody else has: the share of the next
// such value among those seen once (Good and Turing), about. Values made to be
// one person's own count for less.
const unseen = .4

// blended is a share among everybody but the one who is weighed: c of n people
// counted, prior known beforehand as if k people had been counted. own is how
// many of those counted are expected to be the person asked for.
func blended(c, n int, own, prior, k, rare float64) float64 {
	if own < 0 {
		return min(max(prior, kin/crowd), .999)
	}
	return min((max(float64(c)-own, 0)+max(k*prior, rare))/(float64(n)+k), .999)
}

// What parts of names that have no partner cost, in bits.
const (
	differs  = -4.06 // log2 of .06: words that do not agree at all
	swapped  = -4    // given name for family name
	shuffled = -3    // words of a name without roles, in another order
	misplace = -1    // middle name for given name, or for family name
	extra    = -1.2  // a word that only one side has
	second   = -.7   // a family name that only one side has
	midDiffs = -2.5  // middle names that differ
	sonOf    = -5    // Jr against Sr
	sameSon  = 2
)

// dateM is the chance of each agreement for one person, dateU by accident
// among people of all ages; exact and year are counted for the date asked.
var (
	dateM = [agreements]float64{dateNone: .04, dateExact: .86, dateNear: .065, dateClose: .015, dateTwo: .02, dateYear: .01, monthKnown: .90, yearKnown: .92, yearBeside: .05, monthDay: .90}
	dateU = [agreements]float64{dateExact: 4e-5, dateNear: 1.8e-3, dateClose: 1.2e-3, dateTwo: 4.5e-3, dateYear: .014, monthKnown: .0012, yearKnown: .014, yearBeside: .028, monthDay: 1.0 / 365}
)

const dateK = 200

// alone, in place of the further records expected, says that there is no file
// to count in.
const alone = -1e6

// crowd is how many people a pair is thought to be picked from, where there is
// no file: a big school.
const crowd = 200

// kin is how many others bear a name even where it is rare: families do.
const kin = .12
