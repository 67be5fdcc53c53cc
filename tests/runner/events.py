"""Reads what a `bazel test` did from its build events (one JSON a line)."""

import collections
import json
import urllib.parse

# `tests`: label -> status ("PASSED", "FAILED", "TIMEOUT", ...).
# `logs`: label -> path of the log of its last failed run.
# `broken`: labels of targets that did not build.
Outcome = collections.namedtuple("Outcome", "tests logs broken")


def read(lines):
    """An Outcome from the lines of --build_event_json_file."""
    tests, logs, broken = {}, {}, set()
    for line in lines:
        if not line.strip():
            continue
        event = json.loads(line)
        ident = event.get("id", {})
        if "testSummary" in ident and "testSummary" in event:
            tests[ident["testSummary"]["label"]] = event["testSummary"]["overallStatus"]
        elif "testResult" in ident and "testResult" in event:
            _note_log(event["testResult"], ident["testResult"]["label"], logs)
        elif "targetCompleted" in ident and _failed_to_build(event):
            broken.add(ident["targetCompleted"]["label"])
    return Outcome(tests, logs, sorted(broken))


def _note_log(result, label, logs):
    if result.get("status") == "PASSED":
        return
    for output in result.get("testActionOutput", []):
        if output.get("name") == "test.log":
            logs[label] = urllib.parse.unquote(urllib.parse.urlparse(output["uri"]).path)


def _failed_to_build(event):
    return "aborted" in event or not event.get("completed", {}).get("success", False)


def settle(outcome, expected):
    """What passed, as labels, and what failed, as (label, status).

    Whatever is in `expected` and has no result failed, so that a target that
    doesn't build, or that Bazel leaves out, can't pass for a success.
    """
    passed, failed = [], []
    for label in sorted(set(expected) | set(outcome.tests)):
        status = outcome.tests.get(label, "NOT BUILT")
        (passed if status == "PASSED" else failed).append(
            label if status == "PASSED" else (label, status))
    known = set(expected) | set(outcome.tests)
    failed += [(label, "NOT BUILT") for label in outcome.broken if label not in known]
    return passed, failed
