#!/usr/bin/env bash
# From another process's write to the animation frame that shows it: builds, measures, prints the table.
# Optionally the names of cases; "transport" for the ways of bringing frames to a page; "host" for what 1, 4, 16 watched and 200 unwatched
# segments cost the host; "endure MINUTES CASE" for whether anything grows in that time. As root it runs among segments of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build src/ShmDashboard.Web -c Release --nologo -v quiet -clp:ErrorsOnly
dotnet build tests/bench/ShmDashboard.Display -c Release --nologo -v quiet -clp:ErrorsOnly
if [[ " $* " == *" transport "* && ! -d tests/bench/ShmDashboard.Display/node/node_modules ]]; then
  npm ci --prefix tests/bench/ShmDashboard.Display/node --no-audit --no-fund
fi
run=(dotnet tests/bench/ShmDashboard.Display/bin/Release/net10.0/ShmDashboard.Display.dll "$@")
[ "$(id -u)" = 0 ] || exec "${run[@]}"
exec unshare --ipc --mount --pid --fork --mount-proc bash -c 'mount -t tmpfs tmpfs /dev/shm && exec "$@"' - "${run[@]}"
