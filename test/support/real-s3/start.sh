#!/usr/bin/env bash
# Starts a real S3 for tests on loopback: a Ceph RADOS gateway with the smallest cluster there is (monitor, manager, one
# OSD). It checks signatures, signed lengths and expiry as AWS does. Idempotent: while it runs, nothing happens.
#
#   start.sh               prints the settings as TEST_S3_… lines; creates the cluster the first time (about 30 s)
#   REAL_S3_FRESH=1 …      throws the data of earlier runs away first
#
# Everything lives in $REAL_S3_HOME (default: real-s3 in the temporary folder). Needs: ceph-mon ceph-mgr ceph-osd radosgw
# ceph-common ceph-base, curl, node.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=settings.sh
. "$HERE/settings.sh"
CREATED=$REAL_S3_HOME/created
SETUP_LOG=$REAL_S3_HOME/log/setup.log
KEYRING=$REAL_S3_HOME/keyring
export CEPH_CONF=$CONF

logged() { "$@" >>"$SETUP_LOG" 2>&1; }

# until_true SECONDS COMMAND…: asks twice a second
until_true() {
  local tries=$(($1 * 2))
  shift
  for ((; tries > 0; tries--)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  echo "real S3: gave up waiting for: $*" >&2
  tail -n 20 "$SETUP_LOG" >&2 || true
  return 1
}

make_folders() { mkdir -p "$REAL_S3_HOME"/{mon,mgr/x,osd/0,rgw/a,run,log,crash}; }

start_over() {
  "$HERE/stop.sh" >/dev/null
  rm -rf "$REAL_S3_HOME"
  make_folders
}

# Three free ports: several clusters may run on one machine.
choose_ports() {
  node -e '
    const servers = [1, 2, 3].map(() => require("node:net").createServer().listen(0, "127.0.0.1"));
    setImmediate(() => {
      const [s3, v1, v2] = servers.map((server) => server.address().port);
      console.log(`REAL_S3_PORT=${s3}\nMON_ADDRESSES=[v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]`);
      servers.forEach((server) => server.close());
    });' >"$PORTS"
  # shellcheck source=/dev/null
  . "$PORTS"
}

write_configuration() {
  cat >"$CONF" <<CONFIGURATION
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon initial members = a
mon host = $MON_ADDRESSES
public addr = 127.0.0.1
cluster addr = 127.0.0.1
public network = 127.0.0.0/8
cluster network = 127.0.0.0/8
ms bind ipv6 = false
ms bind port min = 16800
ms bind port max = 16899
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = $KEYRING
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
osd crush chooseleaf type = 0
run dir = $REAL_S3_HOME/run
log file = $REAL_S3_HOME/log/\$name.log
pid file = $REAL_S3_HOME/run/\$type.pid
admin socket = $REAL_S3_HOME/run/\$name.asok
crash dir = $REAL_S3_HOME/crash
heartbeat file = $REAL_S3_HOME/run/\$name.heartbeat
mon cluster log file = $REAL_S3_HOME/log/cluster.log
log to stderr = false
err to stderr = false
debug ms = 0
telemetry enabled = false

[mon]
mon data = $REAL_S3_HOME/mon/\$id
auth allow insecure global id reclaim = false
mon data avail warn = 1
mon data avail crit = 1

[mgr]
mgr data = $REAL_S3_HOME/mgr/\$id
mgr initial modules =
mgr disabled modules = dashboard restful prometheus zabbix influx telegraf

[osd]
osd data = $REAL_S3_HOME/osd/\$id
osd objectstore = bluestore
bluestore block size = $REAL_S3_BYTES
bluestore cache size = 268435456
osd memory target = 1073741824
osd op num shards = 2

[client.rgw.a]
rgw data = $REAL_S3_HOME/rgw/a
keyring = $REAL_S3_HOME/keyring.rgw
rgw frontends = beast endpoint=127.0.0.1:$REAL_S3_PORT
rgw enable usage log = false
rgw gc max objs = 8
rgw lc max objs = 4
rgw thread pool size = 64
CONFIGURATION
}

create_monitor() {
  local keyring=$REAL_S3_HOME/keyring.mon map=$REAL_S3_HOME/monmap fsid
  fsid=$(sed -n 's/^fsid = //p' "$CONF")
  logged ceph-authtool --create-keyring "$keyring" --gen-key -n mon. --cap mon 'allow *'
  logged ceph-authtool --create-keyring "$KEYRING" --gen-key -n client.admin \
    --cap mon 'allow *' --cap osd 'allow *' --cap mds 'allow *' --cap mgr 'allow *'
  logged ceph-authtool "$keyring" --import-keyring "$KEYRING"
  logged monmaptool --create --clobber --fsid "$fsid" \
    --addv a "$MON_ADDRESSES" "$map"
  logged ceph-mon -c "$CONF" --mkfs -i a --monmap "$map" --keyring "$keyring"
}

create_other_daemons() {
  local osd
  osd=$(cat /proc/sys/kernel/random/uuid)
  logged ceph auth get-or-create mgr.x mon 'allow profile mgr' osd 'allow *' mds 'allow *' \
    -o "$REAL_S3_HOME/mgr/x/keyring"
  logged ceph osd new "$osd"
  logged ceph auth get-or-create osd.0 mon 'allow profile osd' mgr 'allow profile osd' osd 'allow *' \
    -o "$REAL_S3_HOME/osd/0/keyring"
  logged ceph-osd -c "$CONF" -i 0 --mkfs --osd-uuid "$osd" --osd-data "$REAL_S3_HOME/osd/0" \
    --keyring "$REAL_S3_HOME/osd/0/keyring"
  logged ceph auth get-or-create client.rgw.a mon 'allow rw' osd 'allow rwx' mgr 'allow rw' \
    -o "$REAL_S3_HOME/keyring.rgw"
}

create_users() {
  logged radosgw-admin user create --uid=ingest --display-name=ingest \
    --access-key="$REAL_S3_ACCESS_KEY" --secret-key="$REAL_S3_SECRET_KEY"
  # Another account, to show that it is refused.
  logged radosgw-admin user create --uid=stranger --display-name=stranger \
    --access-key="$REAL_S3_STRANGER_ACCESS_KEY" --secret-key="$REAL_S3_STRANGER_SECRET_KEY"
}

osd_is_up() { ceph osd stat | grep -q '1 up'; }

if [ "${REAL_S3_FRESH:-0}" = 1 ]; then start_over; fi
# A creation that was cut off half-way is thrown away.
if [ -f "$CONF" ] && [ ! -f "$CREATED" ]; then start_over; fi
make_folders

if [ ! -f "$CREATED" ]; then
  choose_ports
  write_configuration
  create_monitor
fi
is_running mon || logged ceph-mon -c "$CONF" -i a
until_true 30 timeout 5 ceph mon stat
[ -f "$CREATED" ] || create_other_daemons
is_running mgr || logged ceph-mgr -c "$CONF" -i x --keyring "$REAL_S3_HOME/mgr/x/keyring"
is_running osd || logged ceph-osd -c "$CONF" -i 0 --keyring "$REAL_S3_HOME/osd/0/keyring"
until_true 60 osd_is_up
is_running client || logged radosgw -c "$CONF" -n client.rgw.a --keyring "$REAL_S3_HOME/keyring.rgw"
until_true 120 curl -fsS "http://127.0.0.1:$REAL_S3_PORT/"
if [ ! -f "$CREATED" ]; then
  create_users
  touch "$CREATED"
fi

cat <<SETTINGS
TEST_S3_ENDPOINT=http://127.0.0.1:$REAL_S3_PORT
TEST_S3_ACCESS_KEY=$REAL_S3_ACCESS_KEY
TEST_S3_SECRET_KEY=$REAL_S3_SECRET_KEY
TEST_S3_STRANGER_ACCESS_KEY=$REAL_S3_STRANGER_ACCESS_KEY
TEST_S3_STRANGER_SECRET_KEY=$REAL_S3_STRANGER_SECRET_KEY
SETTINGS
