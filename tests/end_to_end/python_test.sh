#!/usr/bin/env bash
# Runs one Python test file with Debian's Python, from the folder of the
# runfiles. Further arguments go to the test.
set -euo pipefail
test=$1
shift
PYTHONPATH=$(dirname "$test") exec /usr/bin/python3 -B "$test" -v "$@"
