#!/usr/bin/env bash
# Runs every test whose name begins with TestKill, with OFFRAMP_KILLS kills an
# engine, and refuses to call it done where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$(go list ./... | while read -r package; do
	if go test -list '^TestKill' "$package" | grep -q '^TestKill'; then echo "$package"; fi
done)
[ -n "$packages" ] || { echo "no test named TestKill… found" >&2; exit 1; }
# shellcheck disable=SC2086 # one word a package
go test -count=1 -p 1 -timeout 90m -v -run '^TestKill' $packages
