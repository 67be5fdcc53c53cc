"""Runs Bazel: finds targets, tests them, tells the tally."""

import os
import subprocess
import sys
import tempfile

import events

QUIET = ["--test_output=summary", "--test_summary=none", "--ui_event_filters=-info",
         "--noshow_loading_progress", "--keep_going"]


def query(expression):
    """Labels that a Bazel query finds, sorted. Raises RuntimeError with
    Bazel's words if a BUILD file is wrong."""
    done = subprocess.run(["bazel", "query", "--noshow_progress", expression],
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return sorted(done.stdout.split())


def tagged(tag, scope="//..."):
    return query(f'attr(tags, "\\b{tag}\\b", {scope})')


def every_test(scope="//..."):
    return query(f'tests({scope}) except attr(tags, "\\bmanual\\b", {scope})')


def _progress():
    """A line each ten seconds where nobody watches a terminal."""
    if sys.stderr.isatty():
        return []
    return ["--curses=no", "--color=no", "--show_progress_rate_limit=10"]


def test(tally, labels, flags, again_flags=None, patterns=None):
    """Tests `labels` and tells `tally` each outcome.

    `patterns` is what Bazel is asked to build, `labels` if None: a wider one
    also builds what no test needs. `again_flags` are the flags to show for a
    second run, `flags` if None.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events.json")
        subprocess.run(["bazel", "test", *QUIET, *_progress(), *flags,
                        f"--build_event_json_file={path}", "--", *(patterns or labels)])
        try:
            with open(path, encoding="utf-8") as file:
                outcome = events.read(file)
        except FileNotFoundError:
            outcome = events.Outcome({}, {}, [])
    passed, failed = events.settle(outcome, labels)
    tally.passed(len(passed))
    shown = " ".join(flags if again_flags is None else again_flags)
    for label, status in failed:
        tally.failed(f"{label} ({status.lower().replace('_', ' ')}){' ' + shown if shown else ''}",
                     " ".join(f"bazel test {shown} --test_output=all {label}".split()),
                     _text(outcome.logs.get(label)))
    tally.say(f"{len(passed)} of {len(passed) + len(failed)} passed")


def _text(path):
    if not path:
        return "(no log: see Bazel's words above)"
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError as error:
        return f"(no log: {error})"
