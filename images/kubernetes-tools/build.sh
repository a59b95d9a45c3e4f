#!/bin/sh
# Builds the Prometheus operator and its config reloader, as static binaries, into the directory $1.
set -eu
cd "$(dirname "$0")"
module=github.com/prometheus-operator/prometheus-operator
version=$(go list -m -f '{{.Version}}' "$module")
mkdir -p "$1"
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$1/" \
  -ldflags "-s -w -X github.com/prometheus/common/version.Version=${version#v}" \
  "$module/cmd/operator" "$module/cmd/prometheus-config-reloader"
