#!/bin/sh
# Builds the Go programs that Debian doesn't package, as static binaries, into the directory $1.
set -eu
cd "$(dirname "$0")"
version=$(go list -m -f '{{.Version}}' github.com/prometheus/statsd_exporter)
mkdir -p "$1"
CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$1/" \
  -ldflags "-s -w -X github.com/prometheus/common/version.Version=${version#v}" \
  ./cadvisor github.com/prometheus/statsd_exporter
