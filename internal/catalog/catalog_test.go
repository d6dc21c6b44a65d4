package catalog

import (
	"testing"
	"time"

	"offramp/internal/tatm"
)

func TestLoad(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if l.Warning().Text == "" {
		t.Error("the JCAT warning is missing")
	}
	p := l.PackAt("default", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	if p == nil {
		t.Fatal("no default pack in force")
	}
	// A Friday evening: the four business hours run out on Monday at noon.
	fri := time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC)
	if got, want := p.Due(tatm.ClockAcknowledge, fri), time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("acknowledge by %v, want %v", got, want)
	}
	// Thanksgiving is closed: one business day after Wednesday is Friday.
	wed := time.Date(2026, 11, 25, 15, 0, 0, 0, time.UTC)
	if got, want := p.Due(tatm.ClockFirstLook, wed), time.Date(2026, 11, 27, 22, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("first look by %v, want %v", got, want)
	}
	for _, q := range []string{"weapons", tatm.PriorContact} {
		found := false
		for _, x := range p.Questions {
			found = found || (x.Code == q && x.Must)
		}
		if !found {
			t.Errorf("%s is no must-answer question", q)
		}
	}
}

func TestPackIsStrict(t *testing.T) {
	good, err := files.ReadFile("packs/default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readPack(good); err != nil {
		t.Fatal(err)
	}
	if _, err := readPack(append(good, []byte("\nsurprise: 1\n")...)); err == nil {
		t.Error("an unknown key was read past")
	}
	if _, err := readPack([]byte("format: offramp-pack/1\nid: x\nversion: '1'\nfrom: '2020-01-01'\nzone: UTC\n")); err == nil {
		t.Error("a pack without clocks was taken")
	}
}
