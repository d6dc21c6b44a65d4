#!/usr/bin/env bash
# Prints the folder that holds initdb and pg_ctl; fails where there is none.
# Debian keeps them outside PATH; version 15 is what CI runs.
set -euo pipefail
for dir in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
	if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then
		echo "$dir"
		exit 0
	fi
done
exit 1
