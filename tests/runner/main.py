"""Runs the stages that were asked for, and ends with "N passed, N failed"."""

import os
import sys

import options as command_line
import stages
import tally as tallies

TITLES = {
    "lint": "Lint",
    "test": "Tests",
    "asan": "Tests under the address and undefined-behaviour sanitizers",
    "tsan": "The rooms that share memory, under the thread sanitizer",
    "fuzz": "Fuzzing",
}


def run(tally, options):
    if options.benchmark:
        stages.benchmark(tally)
        return
    for stage in options.stages:
        tally.stage(TITLES[stage])
        try:
            getattr(stages, stage)(tally, options)
        except RuntimeError as error:
            tally.failed(f"{stage}: Bazel can't read the BUILD files", "bazel query //...", str(error))


def main(words):
    options = command_line.parse(words)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    tally = tallies.Tally()
    try:
        run(tally, options)
    except KeyboardInterrupt:
        tally.failed("the run", "tests/run", "interrupted")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
