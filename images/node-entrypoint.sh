#!/bin/sh
# Flags, or a file that isn't a program, are arguments of node, as in the published image.
set -eu
program=$(command -v "$1" || true)
# The shell's "command -v" takes any file with a slash in its name for a program.
if [ "${1#-}" != "$1" ] || [ -z "$program" ] || { [ -f "$1" ] && [ ! -x "$1" ]; }; then set -- node "$@"; fi
exec "$@"
