#!/bin/sh
# Debian has no `python`, which py_test asks for.
exec python3 "$@"
