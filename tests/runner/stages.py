"""The stages of tests/run. Each finds its targets by itself and tells the
tally what passed and what failed."""

import os
import subprocess

import bazel

SKIPPED = 77  # A check's exit code for "there is nothing I could check".
FINDINGS = "fuzz-findings"  # Below the project's top; ignored by Git.


def lint(tally, options):
    """Every tests/lint/check_*, each a script that also runs alone."""
    folder = os.path.join("tests", "lint")
    for name in sorted(n for n in os.listdir(folder) if n.startswith("check_")):
        path = os.path.join(folder, name)
        done = subprocess.run([path], capture_output=True, text=True,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        text = done.stdout + done.stderr
        if done.returncode == 0:
            tally.passed()
            tally.say(f"ok       {name}")
        elif done.returncode == SKIPPED and not (options.strict and "not installed" in text):
            tally.say(f"SKIPPED  {name}: {text.strip()}")
        else:
            tally.failed(name, path, text)


def test(tally, options):
    labels = bazel.every_test()
    if options.long:
        labels += bazel.tagged("long")
    # "//..." so that programs which no test needs are built too.
    flags = ["--nobuild_tests_only"] + (["--test_tag_filters="] if options.long else [])
    bazel.test(tally, labels, flags, again_flags=[], patterns=["//...", *labels])


def asan(tally, options):
    del options
    labels = [t for t in bazel.every_test() if t not in set(bazel.tagged("no_asan"))]
    bazel.test(tally, labels, ["--config=asan"])


TSAN_ROOMS = ("storage", "auth", "services/policy", "services/federation")


def tsan(tally, options):
    """The rooms that share memory between threads, and no gRPC."""
    del options
    rooms = "(" + " + ".join(f"//{room}/..." for room in TSAN_ROOMS if os.path.isdir(room)) + ")"
    labels = [t for t in bazel.every_test(rooms) if t not in set(bazel.tagged("no_tsan", rooms))]
    bazel.test(tally, labels + bazel.tagged("tsan_only"), ["--config=tsan"])


def fuzz(tally, options):
    """Two at a time: each keeps one core busy."""
    labels = bazel.tagged("fuzz")
    if not labels:
        tally.say("no fuzz target")
        return
    os.makedirs(FINDINGS, exist_ok=True)
    tally.say(f"{len(labels)} targets, {options.fuzz_seconds} s each; findings go to {FINDINGS}/")
    limit = f"--test_arg=-max_total_time={options.fuzz_seconds}"
    bazel.test(tally, labels,
               ["--config=fuzz", "--local_test_jobs=2", limit, "--test_timeout=3600",
                f"--test_arg=-artifact_prefix={os.path.abspath(FINDINGS)}/"],
               again_flags=["--config=fuzz", limit])


def benchmark(tally):
    """Each target tagged "benchmark", optimised, one after the other."""
    labels = bazel.tagged("benchmark")
    if not labels:
        return  # The tally calls a run without any test a failure.
    if subprocess.run(["bazel", "build", "--config=opt", "--", *labels]).returncode:
        tally.failed("benchmarks", "bazel build --config=opt " + " ".join(labels),
                     "(they did not build: see above)")
        return
    for label in labels:
        tally.stage(label)
        again = f"bazel run --config=opt {label}"
        if subprocess.run(again.split()).returncode:
            tally.failed(label, again)
        else:
            tally.passed()
