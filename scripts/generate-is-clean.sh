#!/usr/bin/env bash
# Fails if the generated pages (*_templ.go) are not what the .templ files give.
set -euo pipefail
cd "$(dirname "$0")/.."
sums() { find internal -name '*_templ.go' -exec cksum {} + | sort -k 3; }
before=$(sums)
make --no-print-directory generate
if [ "$before" != "$(sums)" ]; then
	echo "generated pages were stale; make generate has renewed them: commit them" >&2
	diff <(echo "$before") <(sums) | awk '/^[<>]/ {print "  " $4}' | sort -u >&2
	exit 1
fi
