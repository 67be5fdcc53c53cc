#!/usr/bin/env bash
# Runs one Python test file, from the folder of the runfiles.
set -euo pipefail
PYTHONPATH="$(dirname "$1"):$PWD/tests/lint" exec python3 -B -m unittest -v "$(dirname "$1")/$(basename "$1")"
