"""What real nodes tell their own staff: the owner of an answer, over a kill and
a restart; both agencies of an attempt of immigration enforcement."""

import re
import unittest
import urllib.request

from asker import Asker, child
from documents import GIRL, referred, registration
from homeward.v1 import question_pb2, roles_pb2
from shared_federation import SharedFederationTest


class NoticesTest(SharedFederationTest):

    agencies = ("ngo", "clinic")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        said = net.json("clinic", "register", "-", stdin=registration(
            furtherClaims=referred("ngo")))
        cls.record = re.search("agencies/clinic/children/[0-9a-f]{32}", str(said)).group()

    def notices(self, agency, *options):
        (said,) = self.net.json(agency, "notices", "list", *options)
        return said.get("notices", [])

    def of_kind(self, agency, kind, *options):
        return [one for one in self.notices(agency, *options) if one["kind"] == f"NOTICE_KIND_{kind}"]

    def done(self, agency, notice, code=0):
        return self.net.at(agency, "notices", "done", notice["noticeId"], code=code)

    def status(self, agency):
        (said,) = self.net.json(agency, "status")
        return {item["text"]: item["severity"] for item in said["items"] if item["subject"] == "notices"}

    def await_metric(self, agency, line):
        """The node counts every few seconds."""
        def is_counted():
            with urllib.request.urlopen(f"http://127.0.0.1:{self.net.ports[agency][1]}/metrics") as page:
                return f"\nhomeward_notices_waiting{line}\n" in page.read().decode()

        self.net.await_true(is_counted)

    def test_the_owner_is_told_of_an_answer_until_somebody_has_seen_it(self):
        net = self.net
        net.sign_in("clinic", "auditor-1", "oversight.auditor")
        self.assertEqual(self.of_kind("clinic", "ANSWERED"), [])
        net.sign_in("ngo", "anna-4", "cp.caseworker")
        asked = net.at("ngo", "locate", "--purpose", "locate-safety", "-", stdin=GIRL)
        query = re.search("q-[0-9a-f]{32}", asked.out + asked.err).group()
        # It was written with the answer: not even a kill loses it.
        net.kill("clinic")
        net.start("clinic")
        (told,) = self.of_kind("clinic", "ANSWERED")
        self.assertEqual(
            {key: told[key] for key in ("queryId", "askerAgencyId", "ownerAgencyId", "subject", "purpose", "roles",
                                        "recordIds")},
            {"queryId": query, "askerAgencyId": "ngo", "ownerAgencyId": "clinic", "subject": "anna-4",
             "purpose": "PURPOSE_LOCATE_SAFETY", "roles": ["ROLE_CP_CASEWORKER"], "recordIds": [self.record]})
        self.assertEqual(told["categories"], ["CATEGORY_EXIST", "CATEGORY_ID_MIN"])
        self.assertEqual(self.status("clinic"), {"1 answers to look at": "SEVERITY_OK"})
        self.await_metric("clinic", '{kind="answered"} 1')
        # The asker's staff are told nothing of it.
        net.sign_in("ngo", "boss-1", "cp.supervisor")
        self.assertEqual(self.of_kind("ngo", "ANSWERED"), [])

        # Who runs the node sees that one waits, and not which.
        net.sign_in("clinic", "ops-1", "node.admin")
        self.assertEqual(self.notices("clinic"), [])
        self.assertIn("no such notice for you", self.done("clinic", told, code=1).err)
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        self.assertIn("by nurse-2", self.done("clinic", told).out)
        self.assertEqual(net.stop("clinic"), 0)
        net.start("clinic")
        self.assertEqual(self.of_kind("clinic", "ANSWERED"), [])
        (seen,) = self.of_kind("clinic", "ANSWERED", "--all")
        self.assertEqual((seen["noticeId"], seen["acknowledgedBy"]), (told["noticeId"], "nurse-2"))
        self.assertIn("acknowledgedTime", seen)
        self.await_metric("clinic", '{kind="answered"} 0')
        self.assertIn("done ", net.at("clinic", "notices", "list", "--all").out)

    def test_an_attempt_of_enforcement_is_reported_on_both_sides(self):
        net = self.net
        net.await_peers()
        net.sign_in("ngo", "agent-9", "imm.enforcement")
        net.at("ngo", "locate", "--purpose", "locate-safety", "-", stdin=GIRL, code=3)
        self.assertIn("none of your roles", net.at("ngo", "notices", "list", code=3).err)
        # Her node lets nothing out. A node that does:
        with Asker(net, "ngo", "clinic") as asker:
            answer = asker.ask(asker.question("ngo_clinic", child=child(GIRL),
                                              purpose=roles_pb2.PURPOSE_LOCATE_SAFETY,
                                              action=roles_pb2.ACTION_LOCATE))
        self.assertEqual(answer.outcome, question_pb2.OUTCOME_DENIED)
        for agency in ("ngo", "clinic"):
            net.sign_in(agency, "auditor-1", "oversight.auditor")
            (told,) = self.of_kind(agency, "ENFORCEMENT")
            self.assertEqual((told["askerAgencyId"], told["subject"]), ("ngo", "agent-9"))
            self.assertNotIn("recordIds", told)
            ((text, severity),) = [item for item in self.status(agency).items() if "oversight" in item[0]]
            self.assertIn("1 questions of enforcement", text)
            self.assertEqual(severity, "SEVERITY_WARNING")
            self.done(agency, told)
            self.assertEqual(self.of_kind(agency, "ENFORCEMENT"), [])


if __name__ == "__main__":
    unittest.main()
