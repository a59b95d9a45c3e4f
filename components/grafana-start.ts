import { secretsPath } from "./platform/platform";

/** What the script is told, apart so that a test can run it where it likes. */
export interface GrafanaStartArgs {
  /** The folder of `admin-password`, `secret-key` and, where Prometheus asks for a login, `web-password`. */
  readonly secrets: string;
  /** The image's own start. */
  readonly run: string;
  /** Where Grafana answers, from within its container. */
  readonly url: string;
  /** Seconds between two looks at the password's file. */
  readonly lookSeconds: number;
  /** Seconds that Grafana has for its start: the first one makes its tables. */
  readonly startSeconds: number;
  /** Seconds that its API has for taking the new password: after five failed logins it refuses the right one for 300. */
  readonly loginSeconds: number;
}

const inContainer: GrafanaStartArgs = {
  secrets: secretsPath,
  run: "/run.sh",
  url: "http://127.0.0.1:3000",
  lookSeconds: 5,
  startSeconds: 150,
  loginSeconds: 360,
};

/**
 * Grafana reads its admin's password when it makes its tables, and never again. This script stands before it and makes
 * a changed file take effect, with Grafana running and without a restart: it resets the password by Grafana's own
 * program, ends every session by Grafana's API, and only then keeps the file's fingerprint on the volume. Where one of
 * them fails it says so and ends Grafana, so that nobody takes the old password for refused; the container's restart
 * is the next try. The login of the data source takes effect in the same way. A password stands in no argument and in no log: programs read it from their standard input.
 *
 * The fingerprint is keyed: whoever has the volume can't try passwords on it.
 */
export function grafanaStart(given: Partial<GrafanaStartArgs> = {}): string {
  const { secrets, run, url, lookSeconds, startSeconds, loginSeconds } = { ...inContainer, ...given };
  return `#!/bin/sh
set -u
password=${secrets}/admin-password
key=${secrets}/secret-key
data_login=${secrets}/web-password
kept=$GF_PATHS_DATA/sightline-admin-password
server=
stopping=

say() { echo "sightline: $*" >&2; }

fail() {
  say "ERROR: $*"
  [ -z "$server" ] || { kill -TERM "$server" 2>/dev/null; wait "$server"; }
  exit 1
}

# Of a file that is just being replaced: nothing.
fingerprint() {
  [ -s "$password" ] && [ -s "$key" ] || return 0
  { cat "$key"; printf :; cat "$password"; printf :; cat "$key"; } | sha256sum | cut -c 1-64
}

# What the data source logs in with, where it has to: Grafana is provisioned with it.
data_fingerprint() {
  [ ! -s "$data_login" ] || sha256sum <"$data_login"
}

keep() {
  (umask 077; printf %s "$1" >"$kept.new") && mv "$kept.new" "$kept" || fail "$kept can't be written"
}

# Its first line is what Grafana takes.
reset() {
  { cat "$password"; echo; } | grafana cli --homepath "$GF_PATHS_HOME" --config "$GF_PATHS_CONFIG" \\
    --configOverrides "cfg:default.paths.data=$GF_PATHS_DATA" admin reset-admin-password --password-from-stdin \\
    >/dev/null || fail "the admin's password couldn't be reset"
}

# As the admin; what is asked for comes by standard input, so that no list of processes shows it.
ask() {
  login=$({ printf admin:; cat "$password"; } | base64 | tr -d '\\n')
  printf 'header = "Authorization: Basic %s"\\n' "$login" |
    curl --silent --show-error --fail --max-time 10 --config - --header 'Content-Type: application/json' "$@"
}

# An admin can't log out himself in one go (the API refuses), but can revoke each of his sessions.
end_sessions() {
  left=${loginSeconds}
  until sessions=$(ask "${url}/api/user/auth-tokens"); do
    [ -z "$stopping" ] || { wait "$server"; exit; }
    left=$((left - ${lookSeconds}))
    [ "$left" -gt 0 ] || fail "the admin's sessions of before couldn't be listed with the new password"
    say "the admin's sessions couldn't be listed with the new password yet; the next try is in ${lookSeconds} s"
    sleep ${lookSeconds}
  done
  for id in $(printf %s "$sessions" | tr '{,' '\\n\\n' | sed -n 's/^ *"id": *\\([0-9][0-9]*\\)[^0-9]*$/\\1/p'); do
    ask --output /dev/null --data "{\\"authTokenId\\":$id}" "${url}/api/user/revoke-auth-token" ||
      fail "the admin's session $id couldn't be ended"
  done
}

# Grafana reads the login of its data source when it's provisioned, and when it's told to.
reload_data_source() {
  ask --output /dev/null --data '' "${url}/api/admin/provisioning/datasources/reload" ||
    fail "the data source couldn't be told its new password"
  say "the data source has a new password"
}

wait_until_healthy() {
  left=${startSeconds}
  until curl --silent --fail --max-time 5 --output /dev/null "${url}/api/health"; do
    kill -0 "$server" 2>/dev/null || { wait "$server"; code=$?; say "ERROR: Grafana ended by itself ($code)"; exit 1; }
    left=$((left - 1))
    [ "$left" -gt 0 ] || fail "Grafana doesn't answer after ${startSeconds} seconds"
    sleep 1
  done
}

command -v curl >/dev/null || fail "this image has no curl"
now=$(fingerprint)
[ -n "$now" ] || fail "$password or $key isn't there, or is empty"
before=$(cat "$kept" 2>/dev/null)

# Before it answers anybody, so that the old one isn't taken for an instant. A first start makes its own.
[ "$now" = "$before" ] || [ ! -f "$GF_PATHS_DATA/grafana.db" ] || reset

${run} "$@" &
server=$!
trap 'stopping=yes; kill -TERM "$server"' TERM INT
if [ "$now" != "$before" ]; then
  wait_until_healthy
  end_sessions
  keep "$now"
  [ -z "$before" ] || say "the admin's password has changed, and the sessions of before have ended"
fi

# A file that is being replaced may be read in halves: it counts when it's the same twice.
seen=$now
data=$(data_fingerprint)
data_seen=$data
while [ -z "$stopping" ] && kill -0 "$server" 2>/dev/null; do
  sleep ${lookSeconds} &
  pause=$!
  wait "$pause"
  [ -z "$stopping" ] || { kill "$pause" 2>/dev/null; break; }
  latest=$(fingerprint)
  if [ -n "$latest" ] && [ "$latest" != "$now" ] && [ "$latest" = "$seen" ] && kill -0 "$server" 2>/dev/null; then
    wait_until_healthy
    reset
    end_sessions
    now=$latest
    keep "$now"
    say "the admin's password has changed, and the sessions of before have ended"
  fi
  [ -z "$latest" ] || seen=$latest
  data_latest=$(data_fingerprint)
  if [ -n "$data_latest" ] && [ "$data_latest" != "$data" ] && [ "$data_latest" = "$data_seen" ]; then
    wait_until_healthy
    reload_data_source
    data=$data_latest
  fi
  data_seen=$data_latest
done
wait "$server"
`;
}
