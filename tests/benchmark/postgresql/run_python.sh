#!/usr/bin/env bash
# Runs a Python program with Debian's Python, from the folder of the runfiles.
set -euo pipefail
exec /usr/bin/python3 -B "$@"
