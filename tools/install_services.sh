#!/bin/sh
# Sees to it that what the browser tests or the services tests need is on this machine.
# As root it installs by apt; anybody else is told which packages are missing, and nothing is skipped.
set -eu

missing=""
need() { # need PACKAGE "command that succeeds when it is there"
    sh -c "$2" >/dev/null 2>&1 || missing="$missing $1"
}

case "${1:-}" in
browser)
    need chromium "command -v chromium || command -v chromium-browser || command -v google-chrome"
    need fonts-noto-cjk "ls /usr/share/fonts/*/noto/*CJK* || fc-list :lang=zh | grep ."
    ;;
services)
    need postgresql "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb"
    need redis-server "command -v redis-server"
    need nginx "command -v nginx || ls /usr/sbin/nginx /usr/local/sbin/nginx | grep ."
    ;;
*)
    echo "usage: $0 browser|services" >&2
    exit 2
    ;;
esac

[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These tests need:$missing. On Debian: sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing$missing …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of packages
apt-get install -y -qq --no-install-recommends $missing >/dev/null
