"""What a person may ask of tests/run."""

import collections
import os
import sys

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "usage.txt"), encoding="utf-8") as text:
    USAGE = text.read()

STAGES = ("lint", "test", "asan", "tsan", "fuzz")
# The sanitizers build everything anew: only --long, or by their names.
USUAL_STAGES = ("lint", "test", "fuzz")

Options = collections.namedtuple("Options", "stages fuzz_seconds long strict benchmark")


def parse(words):
    """Options from command-line words. Raises ValueError for an unknown one."""
    flags = {w for w in words if w.startswith("-")}
    named = [w for w in words if not w.startswith("-")]
    known = {"--fast", "--long", "--strict", "--benchmark"}
    for word in sorted(flags - known) + [w for w in named if w not in STAGES]:
        raise ValueError(f"unknown: {word}")
    if {"--fast", "--long"} <= flags:
        raise ValueError("--fast and --long exclude each other")
    fast = "--fast" in flags
    usual = STAGES if "--long" in flags else USUAL_STAGES
    stages = tuple(s for s in STAGES if s in named) or usual
    seconds = 5 if fast else 600 if "--long" in flags else 30
    return Options(stages, seconds, "--long" in flags, "--strict" in flags,
                   "--benchmark" in flags)


if __name__ == "__main__":
    try:
        parse(sys.argv[1:])
    except ValueError as problem:
        sys.exit(f"tests/run: {problem}\n\n{USAGE}")
