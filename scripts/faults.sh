#!/usr/bin/env bash
# Runs every test whose name begins with TestKill, with OFFRAMP_KILLS kills an
# engine, and refuses to call it done where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=()
all=$(go list ./...)
for package in $all; do
	tests=$(go test -list '^TestKill' "$package") || { echo "$tests" >&2; exit 1; }
	case "$tests" in TestKill*) packages+=("$package") ;; esac
done
[ ${#packages[@]} -gt 0 ] || { echo "no test named TestKill… found" >&2; exit 1; }
go test -count=1 -p 1 -timeout 90m -v -run '^TestKill' "${packages[@]}"
