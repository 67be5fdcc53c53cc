"""A member's node that reads down a list of names: it soon learns nothing more,
not even that it was noticed, and the people of the node that it asks know."""

import unittest
import urllib.request

from asker import Asker, child, without_ids
from documents import GIRL, referred, registration
from homeward.v1 import question_pb2, roles_pb2
from shared_federation import SharedFederationTest

KNOWN = "Соломія Мельник"
SPELLINGS = ("Solomiia Melnyk", "Solomija Melnik", "Solomiya Melnyk", "Solomiia Melnykk")
SHARE = len(SPELLINGS) + 2  # Of one child, of one person: by each, her number and her id.
MOST = 80  # The default is 40 names of one person in an hour, counted roughly.


class ProbingTest(SharedFederationTest):

    agencies = ("ngo", "clinic")
    config = "probe_limits { child { questions_per_hour: %d } }\n" % SHARE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        cls.net.at("clinic", "register", "-", stdin=registration(
            KNOWN, furtherClaims=referred("ngo")))

    def ask(self, asker, name):
        return self.ask_about(asker, f'name {{ full_name: "{name}" }}')

    def ask_about(self, asker, descriptor):
        """What the clinic tells the other's node, which keeps no limits."""
        return asker.ask(asker.question(
            "ngo_clinic", child=child(descriptor),
            purpose=roles_pb2.PURPOSE_LOCATE_SAFETY, action=roles_pb2.ACTION_LOCATE))

    def lockouts(self):
        (said,) = self.net.json("clinic", "lockout", "list")
        return said.get("lockouts", [])

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.net.ports['clinic'][1]}/metrics") as page:
            return page.read().decode()

    def sweep(self, asker):
        for number in range(MOST):
            self.assertEqual(self.ask(asker, f"Nobody Number{number}").outcome,
                             question_pb2.OUTCOME_NOTHING_TO_SHOW)
            if "probe_lockouts_total{scope=\"officer\"} 1" in self.metrics():
                return
        self.fail(f"nobody noticed {MOST} names")

    def test_a_sweep_of_names_ends_in_a_lockout_that_only_the_owner_sees(self):
        self.net.sign_in("ngo", "anna-4", "cp.caseworker")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        with Asker(self.net, "ngo", "clinic") as asker:
            self.assertEqual(self.ask(asker, KNOWN).outcome, question_pb2.OUTCOME_ANSWERED)
            absent = without_ids(self.ask(asker, "Nobody Atall"))
            self.assertEqual(self.lockouts(), [])
            self.sweep(asker)
            self.assertEqual(without_ids(self.ask(asker, KNOWN)), absent)

            (lockout,) = self.lockouts()
            self.assertEqual((lockout["scope"], lockout["agencyId"], lockout["subject"], lockout["cause"]),
                             ("PROBE_SCOPE_OFFICER", "ngo", "anna-4", "PROBE_CAUSE_NAMES"))
            self.assert_told()
            # Somebody else of the ngo still may.
            self.net.sign_in("ngo", "ben-2", "cp.caseworker")
            self.assertEqual(self.ask(asker, KNOWN).outcome, question_pb2.OUTCOME_ANSWERED)

            # A restart frees nobody.
            self.net.sign_in("ngo", "anna-4", "cp.caseworker")
            self.assertEqual(self.net.stop("clinic"), 0)
            self.net.start("clinic")
            self.assertEqual(without_ids(self.ask(asker, KNOWN)), absent)
            self.assertEqual(self.lockouts(), [lockout])

            self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
            self.net.at("clinic", "lockout", "list", code=3)
            self.net.at("clinic", "lockout", "lift", lockout["lockoutId"], code=3)
            self.net.sign_in("clinic", "ops-1", "node.admin")
            self.net.at("clinic", "lockout", "lift", lockout["lockoutId"])
            self.assertEqual(self.ask(asker, KNOWN).outcome, question_pb2.OUTCOME_ANSWERED)
            self.net.at("clinic", "lockout", "lift", lockout["lockoutId"], code=1)

    def test_one_child_in_many_spellings_is_one_child(self):
        self.net.sign_in("ngo", "cleo-9", "cp.caseworker")
        self.net.sign_in("clinic", "ops-1", "node.admin")
        with Asker(self.net, "ngo", "clinic") as asker:
            absent = without_ids(self.ask(asker, "Nobody Atall"))
            answers = [self.ask(asker, name) for name in SPELLINGS] + [self.ask_about(asker, GIRL)]
            by_id = f'record_id: "{answers[0].matches[0].record.record_id}"'
            answers.append(self.ask_about(asker, by_id))
            self.assertEqual({answer.outcome for answer in answers}, {question_pb2.OUTCOME_ANSWERED})
            # Each way was asked once; she herself as often as she may be.
            for descriptor in (f'name {{ full_name: "{KNOWN}" }}', by_id, GIRL):
                self.assertEqual(without_ids(self.ask_about(asker, descriptor)), absent)
            (lockout,) = [each for each in self.lockouts() if each["subject"] == "cleo-9"]
            self.assertEqual((lockout["scope"], lockout["cause"]),
                             ("PROBE_SCOPE_CHILD", "PROBE_CAUSE_QUESTIONS"))

    def assert_told(self):
        """The owner's people are told of whom, and nobody is named where others read."""
        status = self.net.at("clinic", "status", code=None).out
        self.assertRegex(status, r"soon +probing: 1 lockouts?, of ngo")
        with open(self.net.path("clinic/log"), encoding="utf-8") as log:
            lines = log.read()
        self.assertIn('"event":"probe_lockout","agency":"ngo"', lines)
        for said in (status, lines, self.metrics()):
            self.assertNotIn("anna-4", said)


if __name__ == "__main__":
    unittest.main()
