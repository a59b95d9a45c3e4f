#!/bin/sh
# Flags, or a configuration file, are arguments of redis-server, as in the published image. As there, protected mode is
# off unless it is asked for: with it, Redis refuses other containers until a password is set.
set -eu
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then set -- redis-server "$@"; fi
if [ "$1" = redis-server ]; then
  shift
  case "${1:-}" in
    *.conf) grep -q '^ *protected-mode' "$1" || set -- "$@" --protected-mode no ;;
    *) set -- --protected-mode no "$@" ;;
  esac
  set -- redis-server "$@"
fi
exec "$@"
