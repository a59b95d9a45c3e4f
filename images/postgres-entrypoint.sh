#!/bin/sh
# Makes the database cluster on the first start, then runs the server: what the published image's entrypoint does, with
# the same variables, for a process that is already the right user. Passwords are asked for over the network (scram).
set -eu
if [ "${1#-}" != "$1" ]; then set -- postgres "$@"; fi

secret() { # secret NAME: the content of the file in NAME_FILE, or else NAME itself
  eval "file=\${$1_FILE:-}"
  if [ -n "$file" ]; then cat "$file"; else eval "printf %s \"\${$1:-}\""; fi
}

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=$(secret POSTGRES_USER) user=${user:-postgres}
  database=$(secret POSTGRES_DB) database=${database:-$user}
  password=$(secret POSTGRES_PASSWORD)
  if [ -z "$password" ]; then
    echo "The database is empty and has no password: set POSTGRES_PASSWORD_FILE." >&2
    exit 1
  fi
  # Half a cluster would look like a whole one on the next start.
  trap 'rm -rf "$PGDATA"/*' EXIT
  printf %s "$password" | initdb --username="$user" --pwfile=/dev/stdin --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 ${POSTGRES_INITDB_ARGS:-}
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # Reached over the socket only until it is ready, so that no client meets a half-made database.
  pg_ctl -w start -o "-c listen_addresses=''"
  export PGUSER="$user" PGDATABASE="$database"
  if [ "$database" != postgres ]; then createdb "$database"; fi
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc -f "$script" ;;
      *.sh) sh "$script" ;;
    esac
  done
  pg_ctl -w -m fast stop
  trap - EXIT
  unset PGUSER PGDATABASE password
fi
# The published image listens on all addresses too; within the container's network only.
if [ "$1" = postgres ]; then shift; set -- postgres -c listen_addresses='*' "$@"; fi
unset POSTGRES_PASSWORD
exec "$@"
