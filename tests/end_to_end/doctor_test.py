"""`homeward doctor --peer`: the whole path both ways, up to the first broken
link, and what mends it."""

import unittest
from datetime import timedelta

import broken
from patience import at_best
from shared_federation import SharedFederationTest

THERE = ["resolve", "connect", "handshake", "identity", "clock", "mou"]
BACK = ["resolve", "connect", "handshake", "identity", "mou"]


class DoctorTest(SharedFederationTest):

    def doctor(self, due):
        """All that was said once the steps that are shown are those `due`, as
        (where, name, ok). A busy machine may not walk a good path in its time."""
        def is_due():
            self.net.sign_in("police", "ops-1", "node.admin")
            ended.append(self.net.at("police", "doctor", "--peer", "clinic", code=None))
            steps = []
            for line in ended[-1].out.splitlines()[1:]:
                word, where, name = line.split(maxsplit=3)[:3]
                steps.append((where, name.rstrip(":"), word == "ok"))
            return steps == due

        ended = []
        self.assertTrue(at_best(is_due), f"{ended[-1]}\n{due}")
        return ended[-1]

    def assert_breaks(self, where, name, code, *mend):
        """Every step before the one that fails works, none is after it, and what
        mends it is the next thing to do."""
        whole = [("there", step, True) for step in THERE] + [("back", step, True) for step in BACK]
        at = whole.index((where, name, True))
        ended = self.doctor(whole[:at] + [(where, name, False)])
        self.assertEqual(ended.code, 1, ended)
        self.assertIn(code, ended.out.splitlines()[-1])
        (next_line,) = [line for line in ended.err.splitlines() if line.startswith("Next: ")]
        for words in mend:
            self.assertIn(words, next_line)

    def test_a_good_path_both_ways(self):
        ended = self.doctor([("there", step, True) for step in THERE] + [("back", step, True) for step in BACK])
        self.assertEqual(ended.code, 0, ended)
        self.assertNotIn("Next: ", ended.err)
        (answer,) = self.net.json("police", "doctor", "--peer", "clinic", code=None)
        self.assertEqual([step["name"] for step in answer["forward"]], THERE)

    def test_the_peer_is_down(self):
        self.net.stop("clinic")
        self.assert_breaks("there", "connect", "HW-NET-002", "ask clinic whether its node runs")
        self.net.start("clinic")

    def test_the_peer_hangs(self):
        with broken.hanging(self.net.nodes["clinic"]):
            self.assert_breaks("there", "handshake", "HW-NET-003", "ask clinic", "firewall")

    def test_the_clock_of_the_peer_is_off(self):
        self.net.stop("clinic")
        self.net.start("clinic", env=broken.clock_off(timedelta(minutes=10)))
        self.assert_breaks("there", "clock", "HW-CLOCK-001", "compare both clocks")
        self.net.stop("clinic")
        self.net.start("clinic")

    def test_nobody_finds_the_way_back(self):
        with broken.listens_elsewhere(self.net, "police"):
            self.assert_breaks("back", "connect", "HW-NET-002", "listen_address in node.textproto")

    def test_no_mou(self):
        self.net.at("police", "mou", "suspend", "police-clinic", "--confirm", "police-clinic")
        self.assert_breaks("there", "mou", "HW-MOU-003", "homeward mou list")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        for agency in ("clinic", "police"):
            self.net.at(agency, "mou", "resume", "police-clinic", "--confirm", "police-clinic")
        self.net.await_true(lambda: self.net.at("police", "doctor", "--peer", "clinic", code=None).code == 0)

    def test_nobody_of_that_name(self):
        self.net.sign_in("police", "ops-1", "node.admin")
        ended = self.net.at("police", "doctor", "--peer", "nobody", code=None)
        self.assertEqual(ended.code, 1)
        self.assertIn("HW-TLS-009", ended.err)
        self.assertIn("no other member has it; `homeward status` lists them", ended.err)


if __name__ == "__main__":
    unittest.main()
