# Where the real S3 for tests lives and how it is reached; start.sh and stop.sh read this.
# shellcheck shell=bash disable=SC2034
REAL_S3_HOME=${REAL_S3_HOME:-${TMPDIR:-/tmp}/ingest-real-s3}
# A sparse file: it takes what is written, and no more.
REAL_S3_BYTES=${REAL_S3_BYTES:-21474836480}
# Keys with the characters that signing code gets wrong; they open nothing but this.
REAL_S3_ACCESS_KEY=TESTACCESSKEY0000001
REAL_S3_SECRET_KEY=testSecretKey/withSlash+plus000000000001
REAL_S3_STRANGER_ACCESS_KEY=STRANGERACCESSKEY001
REAL_S3_STRANGER_SECRET_KEY=strangerSecret000000000000000000000001
CONF=$REAL_S3_HOME/ceph.conf
# Chosen once, when the cluster is created: the monitor's address is part of it.
PORTS=$REAL_S3_HOME/ports
# shellcheck source=/dev/null
if [ -f "$PORTS" ]; then . "$PORTS"; fi

# pid_of DAEMON: its pid, if that still is the program that was started with our configuration
pid_of() {
  local file=$REAL_S3_HOME/run/$1.pid pid
  [ -s "$file" ] || return 1
  pid=$(cat "$file")
  [ -r "/proc/$pid/cmdline" ] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$CONF" || return 1
  echo "$pid"
}

is_running() { pid_of "$1" >/dev/null; }
