"""A girl has her record erased: refused while a case is open, then gone for good,
at the ngo that owns it and at the police who held a copy, also after a kill."""

import unittest

from federation import GIRL, MANY_QUESTIONS, registration
from shared_federation import SharedFederationTest

NUMBER = "pfif.example/person.1"


class ErasureTest(SharedFederationTest):

    agencies = ("police", "ngo")
    config = MANY_QUESTIONS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        net.sign_in("ngo", "vera-1", "cp.supervisor")
        net.sign_in("police", "officer-7", "police.missing")

    def register(self, **more):
        return self.net.at("ngo", "register", "-", "-o", "ndjson", code=None,
                           stdin=registration(sourceRecordId=NUMBER, **more))

    def ask(self, case):
        """What the ngo answers the police."""
        said = self.net.json("police", "locate", "--purpose", "missing-search", "--case", case, "-",
                             stdin=GIRL, code=None)
        return [answer["outcome"] for one in said for answer in one.get("answers", [])
                if answer["agencyId"] == "ngo"]

    def erase(self, record, *more, code=0):
        return self.net.at("ngo", "child", "erase", record, "--request-of", "subject", "--ground",
                           "told-as-child", *more, code=code)

    def confirmed(self, record, code=0):
        return self.erase(record, f"--confirm={record}", code=code)

    def erasures(self, *more):
        (said,) = self.net.json("ngo", "child", "erasures", *more)
        return said.get("erasures", [])

    def kept(self):
        (said,) = self.net.json("police", "answers", "list")
        (answer,) = [one for one in said["answers"] if one["ownerAgencyId"] == "ngo"]
        return answer

    def test_what_a_girl_told_as_a_child_is_gone_everywhere(self):
        (said,) = self.net.json("ngo", "register", "-", stdin=registration(sourceRecordId=NUMBER))
        record = said["recordId"]
        case = self.net.open_case()
        self.assertEqual(self.ask(case), ["OUTCOME_ANSWERED"])
        self.assertEqual(self.kept()["state"], "COPY_STATE_KEPT")

        # The police look for her: not now.
        self.assertIn("a case that is open", self.confirmed(record, code=6).out)
        self.assertEqual([one["state"] for one in self.erasures()], ["ERASURE_STATE_REFUSED"])
        self.assertIn("do not tell of them", self.net.at("ngo", "child", "seen", record).err)
        self.net.at("police", "case", "withdraw", case)
        self.net.await_true(lambda: self.erase(record, "--dry-run", code=None).code == 0)
        self.assertIn("police, for missing search", self.net.at("ngo", "child", "seen", record).out)

        # A law asks to keep it, for a time.
        self.net.at("ngo", "child", "keep", record, "--investigation-days", "90")
        self.assertIn("to investigate a crime", self.erase(record, "--dry-run", code=6).out)
        self.net.at("ngo", "child", "keep", record, "--investigation-days", "0")

        # Nobody erases by mistake.
        self.assertIn("police: 1 copy", self.erase(record, code=2).out)
        self.erase(record, f"--confirm={record[:-1]}", code=2)  # Another record's.
        self.net.at("ngo", "show", record, "--purpose", "register")
        # Nor does who may only write.
        self.net.sign_in("ngo", "anna-4", "cp.caseworker")
        self.confirmed(record, code=3)
        self.net.sign_in("ngo", "vera-1", "cp.supervisor")

        # The police are away, and the node of the ngo is killed.
        self.net.kill("police")
        self.assertIn("erased", self.confirmed(record).out)
        self.net.await_true(lambda: any("acknowledgedCount" not in one and one["copyCount"] == 1
                                        for erasure in self.erasures("--open") for one in erasure["holders"]))
        self.net.kill("ngo")
        self.net.start("ngo")
        self.assertEqual([one["state"] for one in self.erasures()], ["ERASURE_STATE_ERASED"])
        self.net.at("ngo", "show", record, "--purpose", "register", code=1)

        self.net.start("police")
        self.net.await_true(lambda: not self.erasures("--open"))
        ((holder,),) = [one["holders"] for one in self.erasures()]
        self.assertEqual((holder["agencyId"], holder["copyCount"], holder["acknowledgedCount"]),
                         ("police", 1, 1))
        gone = self.kept()
        self.assertEqual((gone["state"], gone["withdrawalCause"]),
                         ("COPY_STATE_ERASED", "WITHDRAWAL_CAUSE_ERASED"))
        self.net.at("police", "answers", "show", gone["copyId"], "--purpose", "missing-search", code=1)

        # To who asks again she was never there.
        self.net.await_peers()
        self.assertEqual(self.ask(self.net.open_case(name="again.token")), ["OUTCOME_NOTHING_TO_SHOW"])
        again = self.register()
        self.assertNotEqual(again.code, 0)
        self.assertIn("was erased here", again.err)
        for agency in ("ngo", "police"):
            self.net.sign_in(agency, "auditor-1", "oversight.auditor")
            self.net.at(agency, "audit", "verify")


if __name__ == "__main__":
    unittest.main()
