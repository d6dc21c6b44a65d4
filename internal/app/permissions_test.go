package app

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"offramp/internal/access"
	"offramp/internal/tatm"
)

var update = flag.Bool("update", false, "write the printed files anew")

const printed = "../../docs/permissions.txt"

// TestPermissions: what counsel reads is what the program does.
func TestPermissions(t *testing.T) {
	source, err := os.ReadFile("ops.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`(?m)^\top[A-Z]\w+\s+=`).FindAll(source, -1)); n != len(Ledger()) {
		t.Errorf("%d operations are declared, %d stand in the ledger", n, len(Ledger()))
	}
	want := permissions()
	if *update {
		if err := os.WriteFile(printed, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(printed)
	if err != nil || string(have) != want {
		t.Errorf("docs/permissions.txt is not what the ledger says: run go test ./internal/app -run Permissions -update (%v)", err)
	}
}

// permissions prints the ledger as a table: a change of policy is a diff.
func permissions() string {
	roles := append(slices.Clone(tatm.Roles), access.Owner, access.Guest)
	var b strings.Builder
	fmt.Fprintf(&b, "Who may do what. Printed from the ledger of operations; x: may, if the file can be seen.\nowner: case manager; guest: invited to the file; clock: the program by itself; proof: asks for a fresh proof of who is asking.\n\n%-24s", "operation")
	for _, r := range roles {
		fmt.Fprintf(&b, " %-13s", r)
	}
	b.WriteString(" clock  proof\n")
	for _, op := range Ledger() {
		fmt.Fprintf(&b, "%-24s", op.Name)
		for _, r := range roles {
			fmt.Fprintf(&b, " %-13s", tick(slices.Contains(op.Roles, r)))
		}
		fmt.Fprintf(&b, " %-6s %s\n", tick(op.Clock), tick(op.Fresh))
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func tick(yes bool) string {
	if yes {
		return "x"
	}
	return ""
}
