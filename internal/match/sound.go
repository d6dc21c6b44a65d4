package match

import "math/bits"

// signature holds which letters and digits a word has, most letters twice, so
// that words more than d edits apart mostly differ in more than 2d bits.
func signature(s string) (sig uint64) {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			b := uint64(1) << (2 * (c - 'a'))
			if sig&b != 0 {
				b <<= 1
			}
			sig |= b
		case c >= '0' && c <= '9':
			sig |= 1 << (52 + c - '0')
		default:
			sig |= 1 << 62
		}
	}
	return sig
}

func near(a, b uint64, edits int) bool { return bits.OnesCount64(a^b) <= 2*edits }

const longest = 64

// edits counts insertions, deletions, substitutions and swaps of neighbours
// between a and b, up to most; what is further is most+1.
func edits(a, b string, most int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most || len(b) >= longest {
		return most + 1
	}
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 {
		return len(b)
	}
	var rows [3][longest + 1]uint8
	two, one, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		one[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		now[0] = uint8(i)
		least := now[0]
		for j := 1; j <= len(b); j++ {
			d := one[j-1]
			if a[i-1] != b[j-1] {
				d = min(d, one[j], now[j-1]) + 1
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, two[j-2]+1)
				}
			}
			now[j] = d
			least = min(least, d)
		}
		if int(least) > most {
			return most + 1
		}
		two, one, now = one, now, two
	}
	return min(int(one[len(b)]), most+1)
}

// sound is the consonant skeleton of a name: spellings that are heard alike,
// and most ways to write a name of another script in Latin, share it.
func sound(s string) uint32 {
	var out [12]byte
	n := 0
	put := func(c byte) {
		if n < len(out) && (n == 0 || out[n-1] != c) {
			out[n] = c
			n++
		}
	}
	at := func(i int) byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	for i := 0; i < len(s); i++ {
		switch c, next := s[i], at(i+1); c {
		case 'a', 'e', 'i', 'o', 'u':
			if i == 0 {
				put('a')
			}
		case 'y':
			if i == 0 {
				put('y')
			}
		case 'h':
			if i == 0 {
				put('h')
			}
		case 'p':
			if next == 'h' {
				put('f')
				i++
			} else {
				put('p')
			}
		case 'v', 'w', 'f':
			put('f')
		case 's', 'z':
			if c == 's' && next == 'c' && at(i+2) == 'h' {
				i += 2
			} else if next == 'h' {
				i++
			}
			put('s')
		case 't':
			switch {
			case next == 'h':
				i++
				put('t')
			case next == 'c' && at(i+2) == 'h':
				i += 2
				put('c')
			case next == 's' || next == 'z':
				i++
				put('c')
			default:
				put('t')
			}
		case 'c':
			switch {
			case next == 'h' || next == 'z':
				i++
				put('c')
			case next == 'e' || next == 'i' || next == 'y':
				put('s')
			default:
				put('k')
			}
		case 'k', 'q':
			if next == 'h' {
				i++
			}
			put('k')
		case 'x':
			if i == 0 {
				put('s')
			} else {
				put('k')
				put('s')
			}
		case 'g', 'd':
			if next == 'h' {
				i++
			}
			put(c)
		case 'j':
			if i > 0 && vowel(s[i-1]) && !vowel(next) {
				break // the glide of Sergej, Andrej
			}
			put('j')
		default:
			put(c)
		}
	}
	return hash32(0, string(out[:n]))
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' }

// hash32 is FNV-1a over a kind and a text.
func hash32(kind uint8, s string) uint32 {
	h := (uint32(2166136261) ^ uint32(kind)) * 16777619
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
