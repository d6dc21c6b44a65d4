#!/usr/bin/env bash
# fuzz.sh TIME fuzzes every fuzz target for TIME (such as 10s), one by one: go
# test takes one at a time.
set -euo pipefail
cd "$(dirname "$0")/.."
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "$package"
	done
done
