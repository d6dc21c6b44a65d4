// Package testbed holds what tests need of the outside world: a database of
// each engine at hand and a browser. Only tests import it.
package testbed

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// absent notes that part ("postgres", "chromium") is left out of this run and
// why. It fails the test where a run must not leave the part out: OFFRAMP_REQUIRE
// names such parts, with commas between; on a build server (CI=true) all are.
func absent(t testing.TB, part, why string) {
	t.Helper()
	if required(part, os.Getenv("OFFRAMP_REQUIRE"), os.Getenv("CI")) {
		t.Fatalf("%s is required here, but %s", part, why)
	}
	t.Logf("left out: %s (%s)", part, why)
}

func required(part, named, ci string) bool {
	if named == "" {
		return ci == "true"
	}
	return slices.Contains(strings.Split(named, ","), part)
}

// Kills is how often a test of crashes kills each engine: what OFFRAMP_KILLS
// says, else 10.
func Kills(t testing.TB) int {
	t.Helper()
	said := os.Getenv("OFFRAMP_KILLS")
	if said == "" {
		return 10
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 {
		t.Fatalf("OFFRAMP_KILLS=%q is no number of kills", said)
	}
	return n
}
