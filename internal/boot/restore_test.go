package boot_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"offramp/internal/boot"
	"offramp/internal/config"
	"offramp/internal/demo"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/testbed"
	"offramp/internal/upkeep"
)

// state is what must be equal after a backup went from one engine to another.
type state struct {
	derived []string
	tree    store.Tree
	blobs   int64 // attachments whose bytes are what was sealed
}

func stateOf(t *testing.T, o *boot.Opened) (s state) {
	t.Helper()
	orgs, err := o.App.Orgs(t.Context())
	if err != nil || len(orgs) != 1 {
		t.Fatalf("%d organisations, %v", len(orgs), err)
	}
	err = o.DB.Read(t.Context(), store.Everywhere, func(tx *store.Tx) (err error) {
		if s.derived, err = tx.Derived(orgs[0].ID); err != nil {
			return err
		}
		s.tree, err = tx.Tree(orgs[0].ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := upkeep.Verify(t.Context(), o.DB, o.Keys, nil)
	if err != nil || len(v.Findings) > 0 {
		t.Fatalf("does not verify: %v %v", err, v.Findings)
	}
	s.blobs = v.Blobs
	return s
}

func take(t *testing.T, o *boot.Opened) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := upkeep.Backup(t.Context(), o.DB, o.Keys, time.Now(), &b, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBackupGoesFromEngineToEngine: SQLite to PostgreSQL and back gives equal
// rows, docket and audit root: this is how a school grows.
func TestBackupGoesFromEngineToEngine(t *testing.T) {
	clock := demo.NewClock(time.Now().AddDate(0, -6, 0))
	first := config.Config{Data: t.TempDir()}
	o, err := boot.Open(t.Context(), first, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	recovery := o.Recovery
	if _, err := demo.Build(t.Context(), o.App, clock, time.Now(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	want, copy := stateOf(t, o), take(t, o)
	o.Close()
	if want.blobs == 0 {
		t.Error("there is no attachment: the test shows nothing of them")
	}
	if bytes.Contains(copy, []byte("Keene")) {
		t.Error("a name stands in clear in the backup")
	}
	places := []config.Config{{Data: t.TempDir()}}
	if pg := testbed.Postgres(t); pg != "" {
		places = []config.Config{{Data: t.TempDir(), Database: pg}, {Data: t.TempDir()}}
	}
	for _, place := range places {
		if _, err := boot.Restore(t.Context(), place, bytes.NewReader(copy), recovery); err != nil {
			t.Fatal(err)
		}
		o, err := boot.Open(t.Context(), place, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		got := stateOf(t, o)
		if !slices.Equal(got.derived, want.derived) || got.tree != want.tree || got.blobs != want.blobs {
			t.Errorf("%s: %d derived rows, root %v and %d attachments, want %d, %v and %d", o.DB.Engine(), len(got.derived), got.tree, got.blobs, len(want.derived), want.tree, want.blobs)
		}
		copy = take(t, o)
		o.Close()
		if _, err := boot.Restore(t.Context(), config.Config{Data: t.TempDir(), Database: place.Database}, bytes.NewReader(copy), recovery); place.Database != "" && !errors.Is(err, fault.Conflict) {
			t.Errorf("a record was restored over another: %v", err)
		}
	}
}

// TestRestoreRefuses: what is damaged, cut short or of somebody else is
// refused, and nothing is left behind.
func TestRestoreRefuses(t *testing.T) {
	o, err := boot.Open(t.Context(), config.Config{Data: t.TempDir()}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.App.Found(t.Context(), "Org", "UTC"); err != nil {
		t.Fatal(err)
	}
	copy, recovery := take(t, o), o.Recovery
	o.Close()
	other, err := boot.Open(t.Context(), config.Config{Data: t.TempDir()}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	flipped := slices.Clone(copy)
	flipped[len(flipped)-20] ^= 1
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"cut short": {copy[:len(copy)-40], recovery}, "one bit flipped": {flipped, recovery}, "another's key": {copy, other.Recovery},
		"no key": {copy, "hello"}, "not a backup": {[]byte("hello"), recovery}, "empty": {nil, recovery},
	} {
		dir := t.TempDir()
		_, err := boot.Restore(t.Context(), config.Config{Data: dir}, bytes.NewReader(c.file), c.key)
		if len(fault.All(err)) == 0 {
			t.Errorf("%s: %v, want a sentence", name, err)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "*"))
		if len(left) > 0 {
			t.Errorf("%s: left behind %v", name, left)
		}
	}
}
