#!/usr/bin/env bash
# Stops what start.sh started, the gateway first, by process id. Idempotent; the data stays for the next start.
set -euo pipefail

# shellcheck source=settings.sh
. "$(cd "$(dirname "$0")" && pwd)/settings.sh"

ends_within() {
  local pid=$1 tries=$(($2 * 4))
  for ((; tries > 0; tries--)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.25
  done
  return 1
}

for daemon in client osd mgr mon; do
  if pid=$(pid_of "$daemon"); then
    kill -TERM "$pid"
    ends_within "$pid" 10 || kill -KILL "$pid" || true
  fi
  rm -f "$REAL_S3_HOME/run/$daemon.pid"
done
