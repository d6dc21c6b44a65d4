package tatm

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestPackID: ids that differ are kept apart, in their order, and what is no
// id is none.
func TestPackID(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var before string
	var packed [16]byte
	for i := range 10_000 {
		var entropy [8]byte
		for j := range entropy {
			entropy[j] = byte(r.Uint32())
		}
		id := MintID(time.UnixMicro(r.Int64N(1<<56)), uint8(i), entropy)
		b, ok := PackID(id)
		if !ok || strings.Compare(id, before) != bytes.Compare(b[:], packed[:]) {
			t.Fatalf("%s is %x (%t), %s is %x", id, b, ok, before, packed)
		}
		before, packed = id, b
	}
	for _, id := range []string{"", before[1:], before + "0", "8" + before[1:], "u" + before[1:]} {
		if b, ok := PackID(id); ok {
			t.Errorf("%q is %x", id, b)
		}
	}
}
