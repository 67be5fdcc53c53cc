"""What becomes of an answer between real nodes: consent is revoked while its
recipient is down, and retention ends by the clock."""

import json
import time
import unittest

from documents import referred, registration, stamp, template
from patience import TooSlow, tried_again
from shared_federation import SharedFederationTest

PURPOSE = "PURPOSE_CARE_COORDINATION"
BRIEF = 4  # Seconds that a brief MOU lets an answer be kept.
BOUND = 35  # Seconds until a node that is back has acknowledged: it is told every 30 s.


def with_consent(name, seconds):
    """An MOU by which the clinic tells the ngo where a child is while consent
    to it is on file, to keep it for `seconds`."""
    head, *clauses = template("ngo_clinic").split("\nclauses {")
    (clause,) = [one for one in clauses if '"locate-ngo"' in one]
    clause = clause.split("\n# ")[0].replace("7776000", str(seconds))
    clause = clause.replace("\n  match {", "\n  match {\n    conditions { fact: FACT_CONSENT_ON_FILE expected: true }")
    return head.replace('"ngo-clinic"', f'"{name}"') + "\nclauses {" + clause


def consent(**more):
    return {"purpose": PURPOSE, "recipientAgencyIds": ["ngo"], "givenBy": "CONSENT_GIVER_CAREGIVER",
            "givenTime": stamp(time.time() - 7200),
            "categories": ["CATEGORY_EXIST", "CATEGORY_ID_MIN", "CATEGORY_LOC_COARSE", "CATEGORY_WELLBEING"], **more}


class ConsentTest(SharedFederationTest):

    agencies = ("ngo", "clinic")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        for name, seconds in (("ngo-clinic-long", 86400), ("ngo-clinic-brief", BRIEF)):
            cls.agree(name, with_consent(name, seconds))
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        net.sign_in("ngo", "anna-4", "cp.caseworker")

    @classmethod
    def agree(cls, name, text):
        net, draft, signed = cls.net, cls.net.write(f"{name}.textproto", text), cls.net.path(f"{name}.signed")
        for party in ("ngo", "clinic"):
            net.at(party, "mou", "sign", draft, "--out", signed)
            draft = signed
        for party in ("ngo", "clinic"):
            net.at(party, "mou", "propose", signed)
        cls.net.await_true(lambda: all(cls.is_active(party, name) for party in ("ngo", "clinic")))

    @classmethod
    def is_active(cls, party, name):
        return any(mou["mou"]["mouId"] == name and mou["state"] == "MOU_STATE_ACTIVE"
                   for page in cls.net.json(party, "mou", "list") for mou in page.get("mous", []))

    def register(self, number):
        said = self.net.json("clinic", "register", "-", stdin=registration(
            number=number, consents=[consent()], furtherClaims=referred("ngo")))
        return said[0]["recordId"]

    def ask(self, record, mou):
        """What the clinic answers the ngo."""
        said = self.net.json("ngo", "locate", "--purpose", "care-coordination", "--mou", mou, "-",
                             stdin=f'record_id: "{record}"', code=None)
        answers = [answer for one in said for answer in one.get("answers", []) if answer["agencyId"] == "clinic"]
        return answers[0]["outcome"] if answers else "OUTCOME_DENIED"

    def kept(self, mou):
        """The newest answer by `mou` that the ngo has or had."""
        (said,) = self.net.json("ngo", "answers", "list")
        return [one for one in said["answers"] if one["mou"].startswith(mou)][0]

    def show(self, answer, purpose="care-coordination", code=0):
        return self.net.at("ngo", "answers", "show", answer["copyId"], "--purpose", purpose, code=code).out

    def revoke(self, record):
        request = {"purpose": "PURPOSE_REGISTER", "recordId": record, "newClaim": {
            "source": {"sourceTime": stamp(time.time()), "basis": "BASIS_OBSERVED"},
            "claim": {"consent": consent(revokedTime=stamp(time.time() - 1))}}}
        self.net.at("clinic", "add", "consent", "-", stdin=json.dumps(request))

    def withdrawals(self, *options):
        (said,) = self.net.json("clinic", "consent", "revocations", *options)
        return said.get("withdrawals", [])

    def test_a_revocation_reaches_who_was_down_and_its_copy_is_dead(self):
        record = self.register("305-00412907")
        self.assertEqual(self.ask(record, "ngo-clinic-long"), "OUTCOME_ANSWERED")
        answer = self.kept("ngo-clinic-long")
        self.assertEqual((answer["state"], answer["ownerAgencyId"]), ("COPY_STATE_KEPT", "clinic"))
        self.assertIn("Соломія Мельник", self.show(answer))
        self.show(answer, "locate-safety", code=1)
        self.net.kill("ngo")

        self.revoke(record)
        self.net.await_promised(self.withdrawals, 5)
        (open_one,) = self.withdrawals("--open")
        self.assertEqual((open_one["recordId"], open_one["recipientAgencyId"], open_one["copyCount"]),
                         (record, "ngo", 1))
        self.assertIn("ngo: NOT ACKNOWLEDGED", self.net.at("clinic", "consent", "revocations").out)
        # Nor does the owner forget.
        self.assertEqual(self.net.stop("clinic"), 0)
        self.net.start("clinic")
        self.assertEqual(self.withdrawals("--open"), [open_one])

        self.net.start("ngo")
        self.net.await_promised(lambda: not self.withdrawals("--open"), BOUND)
        (acknowledged,) = self.withdrawals()
        self.assertEqual(acknowledged["erasedCount"], 1)
        self.assertIn("acknowledgedTime", acknowledged)
        self.show(answer, code=1)
        gone = self.kept("ngo-clinic-long")
        self.assertEqual((gone["state"], gone["withdrawalCause"]),
                         ("COPY_STATE_ERASED", "WITHDRAWAL_CAUSE_CONSENT_REVOKED"))
        self.net.await_peers()
        self.assertNotEqual(self.ask(record, "ngo-clinic-long"), "OUTCOME_ANSWERED")
        explained = self.net.at("ngo", "explain", answer["queryId"]).out
        self.assertRegex(explained, "(?i)erased", explained)
        for agency, *staff in (("ngo", "anna-4", "cp.caseworker"), ("clinic", "nurse-2", "clinic.clinician")):
            self.net.sign_in(agency, "auditor-1", "oversight.auditor")
            self.net.at(agency, "audit", "verify")
            self.net.sign_in(agency, *staff)

    @tried_again
    def test_an_answer_is_kept_as_long_as_its_mou_says_and_no_longer(self):
        record = self.register("702-00250118")
        asked = time.monotonic()
        self.assertEqual(self.ask(record, "ngo-clinic-brief"), "OUTCOME_ANSWERED")
        answered = time.monotonic()
        answer = self.kept("ngo-clinic-brief")
        shown = self.show(answer, code=None)
        if time.monotonic() - asked > BRIEF:
            raise TooSlow("its time was over before it was read")
        self.assertIn("Соломія", shown)
        self.net.await_promised(lambda: self.kept("ngo-clinic-brief")["state"] == "COPY_STATE_ERASED",
                                BRIEF + 3, answered)
        self.show(answer, code=1)
        self.assertNotIn("withdrawalCause", self.kept("ngo-clinic-brief"))


if __name__ == "__main__":
    unittest.main()
