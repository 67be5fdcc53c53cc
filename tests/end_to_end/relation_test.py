"""A malicious node of a child protection agency, and real nodes: it has the real
keys of its agency, makes up staff and purpose, and learns of no child with whom
it has nothing to do by what her clinic wrote down, or by the word of a second
person of its own agency."""

import json
import os
import re
import tempfile
import time
import unittest

import api
from asker import Asker, child, without_ids
from documents import GIRL, referred, registration, stamp
from federation import MANY_QUESTIONS, Federation
from homeward.v1 import envelope_pb2, question_pb2, roles_pb2

NOBODY = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "702-00250118" }'
LOCATE = roles_pb2.PURPOSE_LOCATE_SAFETY
CARE = roles_pb2.PURPOSE_CARE_COORDINATION
NAME = "Мельник".encode()


class RelationTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name, ("ngo", "clinic"), config=MANY_QUESTIONS).__enter__()
        self.addCleanup(self.net.__exit__)
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        said = self.net.json("clinic", "register", "-", stdin=registration())
        self.record = re.search("agencies/clinic/children/[0-9a-f]{32}", str(said)).group()
        # Nobody of this name works there; her node vouches for her all the same.
        self.net.sign_in("ngo", "invented-1", "cp.caseworker")
        self.asker = Asker(self.net, "ngo", "clinic")
        self.addCleanup(self.asker.__exit__)

    def ask(self, purpose=LOCATE, token=None, text=GIRL):
        more = {"case_token": token} if token else {}
        return self.asker.ask(self.asker.question(
            "ngo_clinic", child=child(text), purpose=purpose, action=roles_pb2.ACTION_LOCATE, **more))

    def assert_nothing(self, answer, purpose=LOCATE):
        """It is told what it is told when nobody is there."""
        self.assertEqual(answer.outcome, question_pb2.OUTCOME_NOTHING_TO_SHOW)
        self.assertEqual(without_ids(answer), without_ids(self.ask(purpose, text=NOBODY)))

    def assert_answered(self, answer):
        self.assertEqual(answer.outcome, question_pb2.OUTCOME_ANSWERED)
        self.assertIn(NAME, answer.SerializeToString())

    def refer(self, agency, **more):
        (claim,) = referred(agency)
        claim["claim"]["referral"].update(more)
        request = {"purpose": "PURPOSE_TREAT", "recordId": self.record, "newClaim": claim}
        self.assertIn("Added", self.net.at("clinic", "add", "referral", "-", stdin=json.dumps(request)).out)

    def test_only_a_relation_that_the_owner_wrote_down_opens_a_record(self):
        for purpose in (LOCATE, CARE):
            self.assert_nothing(self.ask(purpose), purpose)
        self.refer("police")
        self.assert_nothing(self.ask())
        self.refer("ngo")
        for purpose in (LOCATE, CARE):
            self.assert_answered(self.ask(purpose))
        # A person asks as she always does.
        self.net.await_peers()
        said = self.net.at("ngo", "locate", "--purpose", "locate-safety", "-", stdin=GIRL)
        self.assertIn("clinic: answered", said.out + said.err)
        self.refer("ngo", closedTime=stamp(time.time() - 60))
        self.assert_nothing(self.ask())

    def test_or_a_live_token_of_a_second_person(self):
        token = self.net.path("locate.token")
        self.net.at("ngo", "case", "open", "--case", "CP/2026-9", "--to", "invented-1", "--purpose",
                    "locate-safety", "--out", token, "-", stdin=GIRL)
        good = envelope_pb2.Envelope.FromString(api.read(token))
        self.assert_answered(self.ask(token=good))
        self.assert_nothing(self.ask(CARE, good), CARE)
        self.net.sign_in("ngo", "invented-2", "cp.caseworker")
        self.assert_nothing(self.ask(token=good))
        self.net.sign_in("ngo", "invented-1", "cp.caseworker")
        self.net.await_peers()
        said = self.net.at("ngo", "locate", "--purpose", "locate-safety", "--case", token, "-", stdin=GIRL)
        self.assertIn("clinic: answered", said.out + said.err)


if __name__ == "__main__":
    unittest.main()
