"""A case token that its supervisor takes back: her own node refuses it at once,
the nodes that may be asked with it within a minute, also one that was away, and
a malicious node of the police that kept it gets nothing by it any more."""

import hashlib
import unittest

import api
from asker import Asker, child, without_ids
from documents import GIRL, registration
from federation import MANY_QUESTIONS
from homeward.v1 import envelope_pb2, question_pb2, roles_pb2
from shared_federation import SharedFederationTest

NOBODY = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "702-00250118" }'


class CaseWithdrawalTest(SharedFederationTest):

    config = MANY_QUESTIONS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        net.at("clinic", "register", "-", stdin=registration())
        net.sign_in("police", "officer-7", "police.missing")

    def opened(self, name):
        """A token for the girl and for nobody, and its file."""
        path = self.net.path(name)
        self.net.at("police", "case", "open", "--case", "2026/117", "--to", "officer-7",
                    "--purpose", "missing-search", "--out", path,
                    self.net.write(f"{name}.child", GIRL), "--also",
                    self.net.write(f"{name}.nobody", NOBODY))
        return path, envelope_pb2.Envelope.FromString(api.read(path))

    def ask(self, asker, token, text=GIRL):
        return asker.ask(asker.question("police_clinic", child=child(text), case_token=token,
                                        purpose=roles_pb2.PURPOSE_MISSING_SEARCH,
                                        action=roles_pb2.ACTION_LOCATE))

    def within_a_minute(self, holds):
        self.net.await_promised(holds, 60)

    def untold(self):
        """Who has not heard, of each withdrawal."""
        (listed,) = self.net.json("police", "case", "withdrawals")
        return [status.get("untoldAgencyIds", []) for status in listed["statuses"]]

    def clinic_outcome(self, path):
        """What the clinic answers the honest command, none if it is not asked."""
        said = self.net.json("police", "locate", "--purpose", "missing-search", "--case", path, "-",
                             stdin=GIRL, code=None)
        return [answer["outcome"] for one in said for answer in one.get("answers", [])
                if answer["agencyId"] == "clinic"]

    def test_a_withdrawn_token_is_worth_nothing(self):
        path, token = self.opened("one.token")
        _, other = self.opened("other.token")
        with Asker(self.net, "police", "clinic") as asker:
            self.assertEqual(self.ask(asker, token).outcome, question_pb2.OUTCOME_ANSWERED)
            self.assertEqual(self.clinic_outcome(path), ["OUTCOME_ANSWERED"])
            self.net.at("police", "case", "withdraw", path)
            # Her own node asks nobody by it from now on.
            self.assertEqual(self.clinic_outcome(path), [])
            # One that keeps no rule asks, until the clinic has heard.
            self.within_a_minute(
                lambda: self.ask(asker, token).outcome == question_pb2.OUTCOME_DENIED)
            told = {without_ids(self.ask(asker, each, text))
                    for each in (token, None) for text in (GIRL, NOBODY)}
            self.assertEqual(len(told), 1)
            # The other token of the same case is another.
            self.assertEqual(self.ask(asker, other).outcome, question_pb2.OUTCOME_ANSWERED)
            self.within_a_minute(lambda: not any(self.untold()))

            # The clinic is away when the second is taken back, by its number.
            self.net.kill("clinic")
            self.net.at("police", "case", "withdraw", hashlib.sha256(other.payload).hexdigest())
            self.assertEqual(self.untold()[0], ["clinic"])
            self.net.kill("police")
            self.net.start("police")
            self.net.start("clinic")
            self.within_a_minute(lambda: not any(self.untold()))
        with Asker(self.net, "police", "clinic") as asker:
            for each in (token, other):
                self.assertEqual(self.ask(asker, each).outcome, question_pb2.OUTCOME_DENIED)


if __name__ == "__main__":
    unittest.main()
