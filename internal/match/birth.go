package match

import (
	"strconv"

	"offramp/internal/tatm"
)

// date is a date of birth packed as year, month, day; parts may be zero.
type date uint32

func packDate(d tatm.PartialDate) date {
	if d.Year < 0 || d.Year > 4095 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 {
		return 0
	}
	return date(d.Year<<9 | d.Month<<5 | d.Day)
}

func (d date) year() int  { return int(d >> 9) }
func (d date) month() int { return int(d>>5) & 15 }
func (d date) day() int   { return int(d) & 31 }
func (d date) full() bool { return d.year() > 0 && d.month() > 0 && d.day() > 0 }

func (d date) digits() (out [8]byte) {
	n := d.year()*10000 + d.month()*100 + d.day()
	for i := 7; i >= 0; i-- {
		out[i] = byte('0' + n%10)
		n /= 10
	}
	return out
}

func (d date) String() string {
	s := strconv.Itoa(d.year())
	for _, p := range []int{d.month(), d.day()} {
		if p == 0 {
			break
		}
		s += "-" + strconv.Itoa(p/10) + strconv.Itoa(p%10)
	}
	return s
}

// agreement is how two dates of birth agree.
type agreement uint8

const (
	dateNone agreement = iota
	dateExact
	dateNear   // one slip: a digit, two swapped, day and month, a day, a year, ten years
	dateClose  // each part a little off: misremembered
	dateTwo    // two of year, month and day agree
	dateYear   // the year agrees, nothing else does
	monthKnown // year and month agree, a day is not known
	yearKnown  // the year agrees, more is not known
	yearBeside // the next or last year, more is not known
	monthDay   // month and day agree, a year is not known
	dateOpen   // nothing to compare
	agreements // how many there are
)

// agree compares two dates as far as both are known.
func agree(a, b date) agreement {
	switch {
	case a == 0 || b == 0:
		return dateOpen
	case a.full() && b.full():
		return agreeFull(a, b)
	case a.year() > 0 && b.year() > 0:
		return agreeYears(a, b)
	case a.month() > 0 && b.month() > 0 && a.day() > 0 && b.day() > 0:
		if a.month() == b.month() && a.day() == b.day() {
			return monthDay
		}
		return dateNone
	}
	return dateOpen
}

func agreeYears(a, b date) agreement {
	known := a.month() > 0 && b.month() > 0
	switch d := a.year() - b.year(); {
	case d == 0 && known && a.month() == b.month():
		return monthKnown
	case d == 0 && known:
		return dateYear
	case d == 0:
		return yearKnown
	case d == 1 || d == -1:
		return yearBeside
	}
	return dateNone
}

func agreeFull(a, b date) agreement {
	if a == b {
		return dateExact
	}
	y, m, d := a.year() == b.year(), a.month() == b.month(), a.day() == b.day()
	switch dy := a.year() - b.year(); {
	case y && a.month() == b.day() && a.day() == b.month():
		return dateNear
	case m && d && (dy == 1 || dy == -1 || dy == 10 || dy == -10 || dy == 100 || dy == -100):
		return dateNear
	case y && m && (a.day()-b.day() == 1 || b.day()-a.day() == 1):
		return dateNear
	}
	if slips(a.digits(), b.digits()) {
		return dateNear
	}
	switch {
	case within(a.year(), b.year(), 1) && within(a.month(), b.month(), 1) && within(a.day(), b.day(), 2):
		return dateClose
	case y && m, y && d, m && d:
		return dateTwo
	case y:
		return dateYear
	}
	return dateNone
}

func within(a, b, by int) bool { return a-b <= by && b-a <= by }

// slips reports whether a and b differ in one digit or in two neighbours that
// changed places.
func slips(a, b [8]byte) bool {
	first, n := -1, 0
	for i := range a {
		if a[i] != b[i] {
			if n++; n == 1 {
				first = i
			}
		}
	}
	return n == 1 || n == 2 && first < 7 && a[first] == b[first+1] && a[first+1] == b[first]
}

// slipped lists the dates that are near d, without d: where agreeFull says so.
func (d date) slipped() (out []date) {
	seen := map[date]bool{d: true}
	try := func(y, m, day int) {
		t := packDate(tatm.PartialDate{Year: y, Month: m, Day: day})
		if t != 0 && t.full() && !seen[t] && agreeFull(d, t) == dateNear {
			seen[t] = true
			out = append(out, t)
		}
	}
	y, m, day := d.year(), d.month(), d.day()
	try(y, day, m)
	for _, by := range []int{1, -1, 10, -10, 100, -100} {
		try(y+by, m, day)
	}
	try(y, m, day+1)
	try(y, m, day-1)
	digits := d.digits()
	parse := func(t [8]byte) {
		n := 0
		for _, c := range t {
			n = n*10 + int(c-'0')
		}
		try(n/10000, n/100%100, n%100)
	}
	for i := range digits {
		for c := byte('0'); c <= '9'; c++ {
			t := digits
			t[i] = c
			parse(t)
		}
		if i < 7 {
			t := digits
			t[i], t[i+1] = t[i+1], t[i]
			parse(t)
		}
	}
	return out
}

// around lists the dates that are a little off d in each part: where agreeFull
// says so.
func (d date) around() (out []date) {
	for y := -1; y <= 1; y++ {
		for m := -1; m <= 1; m++ {
			for day := -2; day <= 2; day++ {
				t := packDate(tatm.PartialDate{Year: d.year() + y, Month: d.month() + m, Day: d.day() + day})
				if t.full() && agreeFull(d, t) == dateClose {
					out = append(out, t)
				}
			}
		}
	}
	return out
}
