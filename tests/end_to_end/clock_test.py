"""A clock that is ten minutes off: nothing is told, and it is said whose it is."""

import os
import tempfile
import unittest
from datetime import timedelta

import broken
from documents import GIRL, registration
from federation import MANY_QUESTIONS, Federation


class FoundedAnHourAgo(Federation):
    """One whose documents are valid for a node with a clock that is behind."""

    def run(self, *args, **options):
        if {"create", "init", "admit", "invite", "join", "new", "sign"} & set(args):
            options["env"] = broken.clock_off(timedelta(hours=-1))
        return super().run(*args, **options)


class ClockTest(unittest.TestCase):

    def test_a_node_whose_clock_is_ten_minutes_ahead(self):
        self.off_by(timedelta(minutes=10))

    def test_a_node_whose_clock_is_ten_minutes_behind(self):
        self.off_by(timedelta(minutes=-10))

    def off_by(self, by):
        """Nothing is told by such a node; both sides go on, it is said whose
        clock it is, and all is well once it is right."""
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        net = FoundedAnHourAgo(folder.name, config=MANY_QUESTIONS).__enter__()
        self.addCleanup(net.__exit__)
        net.sign_in("clinic", "nurse-2", "clinic.clinician", "node.admin")
        net.at("clinic", "register", "-", stdin=registration())
        net.sign_in("police", "officer-7", "police.missing", "node.admin")
        case = net.open_case()
        self.await_answer(net, case)
        net.stop("clinic")
        net.start("clinic", env=broken.clock_off(by))
        self.assertNotIn("clinic: answered", self.ask(net, case))
        # Peers that could not be reached are tried again after longer waits.
        net.await_true(lambda: not self.clock_at_the_police(net).startswith("ok"))
        clock = self.clock_at_the_police(net)
        self.assertIn("clinic", clock)
        self.assertRegex(clock, "(9|10) minutes apart")
        self.assertTrue(all(node.poll() is None for node in net.nodes.values()))
        self.assertEqual(net.stop("clinic"), 0)
        net.start("clinic")
        self.await_answer(net, case)
        net.at("clinic", "audit", "verify")

    def clock_at_the_police(self, net):
        """What `homeward status` says there of clocks."""
        status = net.at("police", "status", code=None)
        (line,) = [line for line in status.out.splitlines() if " clock: " in line]
        return line

    def await_answer(self, net, case):
        net.await_true(lambda: "clinic: answered" in self.ask(net, case))

    def ask(self, net, case):
        return net.at("police", "locate", "--purpose", "missing-search", "--case", case, "-",
                      stdin=GIRL, code=None).out

if __name__ == "__main__":
    unittest.main()
