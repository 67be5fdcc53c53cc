import json
import unittest

import events


def summary(label, status):
    return json.dumps({"id": {"testSummary": {"label": label}},
                       "testSummary": {"overallStatus": status}})


def result(label, status, uri):
    return json.dumps({"id": {"testResult": {"label": label}},
                       "testResult": {"status": status, "testActionOutput": [
                           {"name": "test.log", "uri": uri}]}})


def completed(label, **body):
    return json.dumps({"id": {"targetCompleted": {"label": label}}, **body})


class ReadTest(unittest.TestCase):
    def test_keeps_the_log_of_what_failed_only(self):
        outcome = events.read([
            result("//a:a", "FAILED", "file:///x/a%20b.log"), summary("//a:a", "FAILED"),
            result("//a:b", "PASSED", "file:///x/b.log"), summary("//a:b", "PASSED"), "\n"])
        self.assertEqual(outcome.tests, {"//a:a": "FAILED", "//a:b": "PASSED"})
        self.assertEqual(outcome.logs, {"//a:a": "/x/a b.log"})

    def test_notes_what_did_not_build(self):
        outcome = events.read([
            completed("//a:ok", completed={"success": True}),
            completed("//a:bad", completed={}),
            completed("//a:cut", aborted={"reason": "ANALYSIS_FAILURE"})])
        self.assertEqual(outcome.broken, ["//a:bad", "//a:cut"])


class SettleTest(unittest.TestCase):
    def test_what_has_no_result_failed(self):
        outcome = events.Outcome({"//a:a": "PASSED"}, {}, [])
        self.assertEqual(events.settle(outcome, ["//a:a", "//a:b"]),
                         (["//a:a"], [("//a:b", "NOT BUILT")]))

    def test_only_passed_is_passed(self):
        for status in ("FAILED", "TIMEOUT", "FLAKY", "INCOMPLETE", "NO_STATUS"):
            outcome = events.Outcome({"//a:a": status}, {}, [])
            self.assertEqual(events.settle(outcome, ["//a:a"]), ([], [("//a:a", status)]))

    def test_a_program_that_does_not_build_fails(self):
        outcome = events.Outcome({}, {}, ["//a:program"])
        self.assertEqual(events.settle(outcome, []), ([], [("//a:program", "NOT BUILT")]))


if __name__ == "__main__":
    unittest.main()
