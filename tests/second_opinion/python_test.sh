#!/usr/bin/env bash
# Runs one Python test file, from the folder of the runfiles.
set -euo pipefail
PYTHONPATH=$(dirname "$1") exec /usr/bin/python3 -B -m unittest -v "$1"
