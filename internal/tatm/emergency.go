package tatm

import "time"

// Emergency is the flag that runs beside the states: raised with one tap,
// never blocked, written down afterwards (back-fill) and ratified by the chair.
type Emergency struct {
	Words      string    `json:"words,omitempty"` // may be empty when raised
	Called     string    `json:"called,omitempty"`
	CalledAt   time.Time `json:"called_at,omitzero"`
	Steps      string    `json:"steps,omitempty"` // protective steps taken
	TargetTold Tri       `json:"target_told,omitempty"`
	Totality   string    `json:"totality,omitempty"` // what, beside one indicator, it rested on
	Filled     time.Time `json:"filled,omitzero"`
	Ratified   ActorID   `json:"ratified,omitempty"`
	RatifiedAt time.Time `json:"ratified_at,omitzero"`
	Lowered    time.Time `json:"lowered,omitzero"`
	LoweredWhy string    `json:"lowered_why,omitempty"`
}

// Kind is "emergency".
func (Emergency) Kind() Kind { return "emergency" }
