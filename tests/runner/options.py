"""What a person may ask of tests/run."""

import collections

USAGE = """\
Usage: tests/run [OPTION]... [STAGE]...

Sets up the machine, builds and runs every test, and ends with the line
"N passed, N failed". Exits 0 when nothing failed, 1 when something did, 2 on a
wrong option.

Stages, all by default, in this order:
  lint    format, protos, what documents promise, walls between rooms
  test    every test target
  asan    the same under the address and undefined-behaviour sanitizers
  tsan    storage and auth under the thread sanitizer
  fuzz    every fuzz target for a while

Options:
  --fast       no sanitizer stage, 5 s for each fuzz target
  --long       also tests tagged "long", and 10 minutes for each fuzz target
  --strict     a check that can't run has failed (as in .ci/run)
  --benchmark  run the benchmarks, optimised, instead of the stages
  --help       this text
"""

STAGES = ("lint", "test", "asan", "tsan", "fuzz")
FAST_STAGES = ("lint", "test", "fuzz")

Options = collections.namedtuple("Options", "stages fuzz_seconds long strict benchmark help")


def parse(words):
    """Options from command-line words. Raises ValueError for an unknown one."""
    flags = {w for w in words if w.startswith("-")}
    named = [w for w in words if not w.startswith("-")]
    known = {"--fast", "--long", "--strict", "--benchmark", "--help", "-h"}
    for word in sorted(flags - known) + [w for w in named if w not in STAGES]:
        raise ValueError(f"unknown: {word}")
    if {"--fast", "--long"} <= flags:
        raise ValueError("--fast and --long exclude each other")
    fast = "--fast" in flags
    stages = tuple(s for s in STAGES if s in named) or (FAST_STAGES if fast else STAGES)
    seconds = 5 if fast else 600 if "--long" in flags else 30
    return Options(stages, seconds, "--long" in flags, "--strict" in flags,
                   "--benchmark" in flags, bool({"--help", "-h"} & flags))
