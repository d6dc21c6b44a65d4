#!/usr/bin/env bash
# with-postgres.sh CMD… runs CMD with OFFRAMP_TEST_POSTGRES naming a PostgreSQL
# of its own: on a free port of 127.0.0.1, in a temporary folder, run as the
# user postgres where we are root (initdb refuses root), durable as in real use
# (fsync on). It is stopped and its folder removed when CMD ends, however it
# ends. A server that OFFRAMP_TEST_POSTGRES names already is used as it is.
# Where there is no PostgreSQL, CMD runs without.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 CMD…" >&2; exit 2; }
[ -z "${OFFRAMP_TEST_POSTGRES:-}" ] || exec "$@"

as=()
if ! bin=$("$(dirname "$0")/postgres-bin.sh"); then
	echo "left out: PostgreSQL (no initdb found)" >&2
	exec "$@"
fi
if [ "$(id -u)" = 0 ]; then
	if ! id postgres >/dev/null 2>&1; then
		echo "left out: PostgreSQL (it does not run as root, and there is no user postgres)" >&2
		exec "$@"
	fi
	as=(runuser -u postgres --)
fi

parent=${TMPDIR:-/tmp}
if [ "$(id -u)" = 0 ]; then parent=/tmp; fi # root's TMPDIR may be closed to the user postgres
dir=$(mktemp -d "$parent/offramp-postgres.XXXXXX")
pid=
stop() {
	trap - EXIT INT TERM HUP
	if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then # fast shutdown
		for _ in $(seq 100); do
			kill -0 "$pid" 2>/dev/null || break
			sleep 0.1
		done
		kill -QUIT "$pid" 2>/dev/null || true # immediate shutdown
	fi
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
cd "$dir" # a folder that the user postgres may be in
run() { ${as[@]+"${as[@]}"} "$@"; }
init() { run "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale="$1" >"$dir/initdb.log" 2>&1; }
init C.UTF-8 || init C || { cat "$dir/initdb.log" >&2; exit 1; }
: >"$dir/log"
if [ "$(id -u)" = 0 ]; then chown postgres "$dir/log"; fi

for _ in $(seq 20); do # a port that is taken ends the start; take another
	port=$((20000 + RANDOM % 12000))
	if run "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" -o "-p $port \
		-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" start >/dev/null 2>&1; then
		pid=$(head -n 1 "$dir/data/postmaster.pid")
		break
	fi
done
[ -n "$pid" ] || { cat "$dir/log" >&2; exit 1; }

cd - >/dev/null
export OFFRAMP_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
code=0
"$@" || code=$?
exit "$code"
