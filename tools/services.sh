#!/bin/sh
# Runs a command with a private PostgreSQL and a private Redis, on free ports, and always stops both.
#   tools/services.sh python -m pytest …
# DATABASE_URL and BROKER_URL point at them. The data live in a temporary folder that is gone afterwards.
# POSTGRES_OPTIONS are further options of that PostgreSQL, such as "-c autovacuum_naptime=1s".
set -eu

bin=$(dirname "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)")
home=$(mktemp -d "${TMPDIR:-/tmp}/patrol-services.XXXXXX")
chmod 711 "$home"
as=""
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    as="runuser -u postgres --"
    mkdir "$home/pg" && chown postgres "$home/pg"
else
    mkdir "$home/pg"
fi
redis=""

stop() {
    status=$?
    trap - EXIT INT TERM HUP
    [ -n "$redis" ] && kill "$redis" 2>/dev/null && wait "$redis" 2>/dev/null
    [ -f "$home/pg/data/postmaster.pid" ] && $as "$bin/pg_ctl" -D "$home/pg/data" -m immediate -s stop
    rm -rf "$home"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
secret=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
pg_port=$(free_port)
redis_port=$(free_port)

cd "$home/pg"
printf '%s' "$secret" >pwfile
[ -n "$as" ] && chown postgres pwfile
$as "$bin/initdb" -D "$home/pg/data" -U patrol --pwfile=pwfile -A scram-sha-256 -E UTF8 --locale=C.UTF-8 >/dev/null
# Nothing of this outlives the run, so nothing waits for the disk.
$as "$bin/pg_ctl" -D "$home/pg/data" -w -s -l "$home/pg/log" -o "-p $pg_port -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories=$home/pg -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=200 -c timezone=UTC ${POSTGRES_OPTIONS:-}" start || { cat "$home/pg/log" >&2; exit 1; }
cd "$OLDPWD"

redis-server --bind 127.0.0.1 --port "$redis_port" --requirepass "$secret" --save '' --appendonly no \
    --dir "$home" --logfile "$home/redis.log" --daemonize no &
redis=$!
tries=0
until python3 -c "import socket; socket.create_connection(('127.0.0.1', $redis_port), 1)" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { cat "$home/redis.log" >&2; exit 1; }
    sleep 0.1
done

export DATABASE_URL="postgres://patrol:$secret@127.0.0.1:$pg_port/postgres"
export BROKER_URL="redis://:$secret@127.0.0.1:$redis_port/0"
echo "PostgreSQL on port $pg_port and Redis on port $redis_port, for this run only."
"$@"
