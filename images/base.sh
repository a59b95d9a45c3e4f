#!/bin/sh
# The base of every local image, as a tar archive on standard output: Debian's minimal system with certificates, time
# zones and busybox (whose wget the health checks use). $1: the Debian mirror, for example http://deb.debian.org/debian
set -eu
mirror=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# Debian's older debootstrap doesn't know newer releases by name; "sid" is the script that all of them share.
debootstrap --variant=minbase --include=busybox,ca-certificates,tzdata forky "$dir" "$mirror" sid >&2
cd "$dir"
rm -rf var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/doc/* usr/share/man/* usr/share/info/* usr/share/locale/*
ln -s busybox usr/bin/wget
# A mirror may lag behind the release file's end date; the builder's own root may not switch to apt's user.
cat >etc/apt/apt.conf.d/10sightline <<'END'
Acquire::Check-Valid-Until "false";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
END
tar -c .
