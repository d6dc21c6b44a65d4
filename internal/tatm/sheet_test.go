package tatm

import (
	"testing"
	"time"

	"offramp/internal/fault"
)

// TestContactSheet: weapons are known, asked or unknown, and what is known or
// was asked is said; the call back lies ahead, and before the sheet ends.
func TestContactSheet(t *testing.T) {
	end := day0.Add(24 * time.Hour)
	for name, tt := range map[string]struct {
		s    ContactSheet
		want string // the field at fault
	}{
		"unknown":        {ContactSheet{Arms: ArmsUnknown, CallBack: end.Add(-time.Hour)}, ""},
		"not asked for":  {ContactSheet{Weapons: "none", CallBack: end.Add(-time.Hour)}, "arms"},
		"known, which?":  {ContactSheet{Arms: ArmsKnown, CallBack: end.Add(-time.Hour)}, "weapons"},
		"asked":          {ContactSheet{Arms: ArmsAsked, Weapons: "his wife", CallBack: end}, ""},
		"no call back":   {ContactSheet{Arms: ArmsUnknown}, "call_back"},
		"call back past": {ContactSheet{Arms: ArmsUnknown, CallBack: day0}, "call_back"},
		"too late":       {ContactSheet{Arms: ArmsUnknown, CallBack: end.Add(time.Minute)}, "call_back"},
	} {
		tt.s.Expires = end
		faults := fault.Fields(Check(File{}, tt.s, day0))
		if tt.want == "" && len(faults) > 0 || tt.want != "" && faults[tt.want] == nil {
			t.Errorf("%s: %v", name, faults)
		}
	}
}
