import io
import unittest

import tally


def last_line(out):
    return out.getvalue().splitlines()[-1]


class TallyTest(unittest.TestCase):
    def setUp(self):
        self.out = io.StringIO()
        self.now = 0
        self.tally = tally.Tally(self.out, lambda: self.now)

    def test_all_passed(self):
        self.tally.passed(3)
        self.assertEqual(self.tally.finish(), 0)
        self.assertEqual(last_line(self.out), "3 passed, 0 failed")

    def test_one_failure_fails_the_run_and_says_how_to_repeat_it(self):
        self.tally.passed()
        self.tally.failed("//a:b", "bazel test //a:b", "why\n")
        self.assertEqual(self.tally.finish(), 1)
        self.assertEqual(last_line(self.out), "1 passed, 1 failed")
        self.assertIn("    why\n", self.out.getvalue())
        self.assertIn("Again: bazel test //a:b", self.out.getvalue())

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.tally.finish(), 1)
        self.assertEqual(last_line(self.out), "0 passed, 1 failed")

    def test_a_long_log_is_cut_to_its_end(self):
        self.tally.failed("x", "y", "\n".join(f"line {i}" for i in range(100)))
        self.assertNotIn("line 59\n", self.out.getvalue())
        self.assertIn("line 60\n", self.out.getvalue())
        self.assertIn("line 99\n", self.out.getvalue())

    def test_a_report_far_above_the_end_is_shown(self):
        log = [f"line {i}" for i in range(200)]
        log[50] = "a.cc:3: Failure"
        shown = tally.excerpt(log)
        self.assertIn("a.cc:3: Failure", shown)
        self.assertIn("line 199", shown)
        self.assertNotIn("line 49", shown)
        self.assertNotIn("line 120", shown)

    def test_tells_the_time(self):
        self.now = 125
        self.tally.stage("Next")
        self.assertIn("after 2:05", self.out.getvalue())


if __name__ == "__main__":
    unittest.main()
