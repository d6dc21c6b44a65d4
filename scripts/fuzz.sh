#!/usr/bin/env bash
# fuzz.sh TIME fuzzes every fuzz target for TIME (such as 10s), one by one: go
# test takes one at a time.
set -euo pipefail
cd "$(dirname "$0")/.."
all=$(go list ./...)
for package in $all; do
	targets=$(go test -list '^Fuzz' "$package") || { echo "$targets" >&2; exit 1; }
	for target in $(grep '^Fuzz' <<<"$targets" || true); do
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "$package"
	done
done
