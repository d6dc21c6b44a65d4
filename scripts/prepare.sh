#!/usr/bin/env bash
# Installs what the whole test run needs and this machine lacks: PostgreSQL and
# Chromium. It does so on Debian as root only; elsewhere it says what is left
# out. Where nothing is lacking it does nothing.
set -euo pipefail
cd "$(dirname "$0")"

lacks=()
./postgres-bin.sh >/dev/null || lacks+=(PostgreSQL)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || lacks+=(Chromium)
[ ${#lacks[@]} -gt 0 ] || exit 0

if [ ! -e /etc/debian_version ] || [ "$(id -u)" != 0 ]; then
	echo "left out: the tests that need ${lacks[*]} (not found, and installed by itself on Debian as root only)" >&2
	exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
for lack in "${lacks[@]}"; do
	package=chromium
	if [ "$lack" = PostgreSQL ]; then
		package=postgresql-15
		apt-cache show "$package" >/dev/null 2>&1 || package=postgresql
	fi
	echo "installing $package" >&2
	apt-get install -y -qq --no-install-recommends "$package" >/dev/null
done
