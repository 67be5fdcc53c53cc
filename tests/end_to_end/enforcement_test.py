"""Immigration enforcement is told nothing, whatever it asks and however: not by
its own node, and not by others' nodes when its node breaks every rule."""

import itertools
import re
import unittest

import api
from asker import Asker, child, without_ids
from documents import GIRL, registration, template
from homeward.v1 import (envelope_pb2, evidence_pb2, evidence_service_pb2, evidence_service_pb2_grpc,
                         question_pb2, roles_pb2)
from shared_federation import SharedFederationTest

NAME = 'name { full_name: "Соломія Мельник" }'
NOBODY = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "702-00250118" }'
ABSENT = 'record_id: "agencies/clinic/children/00000000000000000000000000000000"'
PURPOSES = ("missing-search", "locate-safety", "treat", "imm-enforcement")


class EnforcementTest(SharedFederationTest):

    agencies = ("registrar", "enforcement", "clinic", "police")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        cls.befriend(net)
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        said = net.json("clinic", "register", "-", stdin=registration())
        cls.known = f'record_id: "{re.search("agencies/clinic/children/[0-9a-f]{32}", str(said)).group()}"'
        cls.children = (cls.known, ABSENT, GIRL, NOBODY, NAME)
        # A case that the police really vouch for, about this child.
        files = [net.write(f"child-{i}", text) for i, text in enumerate(cls.children)]
        cls.case = net.path("enforcement.token")
        net.at("police", "case", "open", "--case", "2026/118", "--agency", "enforcement", "--to",
               "agent-9", "--purpose", "missing-search", "--out", cls.case, files[0],
               *(part for name in files[1:] for part in ("--also", name)))

    @staticmethod
    def befriend(net):
        """An MOU that would permit enforcement what the police may, signed by
        both and in force. What denies must be the firewall."""
        text = template("police_clinic").replace('"police"', '"enforcement"')
        draft = net.write("friends.textproto", text.replace("police-clinic", "enforcement-clinic"))
        for party in ("enforcement", "clinic"):
            net.sign_in(party, "ops-1", "node.admin")
            net.at(party, "mou", "sign", draft, "--out", net.path("enforcement_clinic.signed"))
            draft = net.path("enforcement_clinic.signed")
        for party in ("enforcement", "clinic"):
            net.at(party, "mou", "propose", draft)

    def denied(self, agency, command, purpose, text, case):
        """What `agency`'s staff are told, without what names the question."""
        options = ("--case", case) if case else ()
        ended = self.net.at(agency, command, "--purpose", purpose, *options, "-", stdin=text, code=3)
        self.assertEqual(ended.out, "")
        return re.sub("q-[0-9a-f]{32}", "", ended.err)

    def test_its_own_node_denies_every_question_in_one_text(self):
        said = set()
        for role in ("imm.enforcement", "police.missing"):
            self.net.sign_in("enforcement", "agent-9", role)
            for command, purpose, text, case in itertools.product(
                    ("locate", "wellbeing"), PURPOSES, self.children, ("", self.case)):
                if case and purpose != "missing-search":
                    continue
                said.add(self.denied("enforcement", command, purpose, text, case))
        self.assertEqual(len(said), 1, said)

    def questions(self, asker, mou):
        """Every kind of question, each about who is there and who is not."""
        token = envelope_pb2.Envelope.FromString(api.read(self.case))
        for text, purpose, action, case in itertools.product(
                self.children,
                (roles_pb2.PURPOSE_MISSING_SEARCH, roles_pb2.PURPOSE_LOCATE_SAFETY,
                 roles_pb2.PURPOSE_IMM_ENFORCEMENT),
                (roles_pb2.ACTION_LOCATE, roles_pb2.ACTION_GET_WELLBEING), (None, token)):
            yield asker.question(mou, child=child(text), purpose=purpose, action=action,
                                 case_token=case)

    def assert_denied_alike(self, asker, mou):
        """Returns how many questions were denied."""
        answers = [asker.ask(question) for question in self.questions(asker, mou)]
        self.assertEqual({answer.outcome for answer in answers}, {question_pb2.OUTCOME_DENIED})
        self.assertEqual(len({without_ids(answer) for answer in answers}), 1)
        return len(answers)

    def red_lines(self, asker_agency):
        """How many denials of that agency the clinic's log explains so."""
        self.net.sign_in("clinic", "auditor-1", "oversight.auditor")
        with api.channel(self.net, "clinic") as channel:
            service = evidence_service_pb2_grpc.EvidenceServiceStub(channel)
            entries = service.ListEntries(evidence_service_pb2.ListEntriesRequest(page_size=1000),
                                          metadata=api.signed_in(self.net, "clinic")).entries
        return sum(entry.event.asker_agency_id == asker_agency and
                   entry.event.kind == evidence_pb2.AUDIT_KIND_DECIDED and
                   entry.event.decision.reason == evidence_pb2.DECISION_REASON_RED_LINE and
                   "P-FIREWALL" in entry.event.decision.built_in_rules for entry in entries)

    def test_another_node_denies_what_a_node_without_rules_asks(self):
        denied = 0
        with Asker(self.net, "enforcement", "clinic") as asker:
            for role in ("imm.enforcement", "police.missing", "cp.caseworker"):
                self.net.sign_in("enforcement", "agent-9", role)
                denied += self.assert_denied_alike(asker, "enforcement_clinic")
                # Nor by an MOU of others.
                denied += self.assert_denied_alike(asker, "police_clinic")
        self.assertEqual(self.red_lines("enforcement"), denied)

    def test_an_agent_who_is_staff_of_a_friendly_member_is_denied_too(self):
        self.net.sign_in("registrar", "agent-9", "imm.enforcement")
        said = {self.denied("registrar", command, "register", text, "")
                for command in ("locate", "wellbeing") for text in self.children}
        self.assertEqual(len(said), 1, said)
        with Asker(self.net, "registrar", "clinic") as asker:
            denied = self.assert_denied_alike(asker, "clinic_registrar")
            self.net.sign_in("registrar", "agent-9", "imm.enforcement", "imm.registrar")
            denied += self.assert_denied_alike(asker, "clinic_registrar")
        self.assertEqual(self.red_lines("registrar"), denied)

    def test_the_same_node_of_the_police_is_answered(self):
        """The questions above are good ones: who may ask them is answered."""
        self.net.sign_in("police", "officer-7", "police.missing")
        token = envelope_pb2.Envelope.FromString(api.read(self.net.open_case()))
        with Asker(self.net, "police", "clinic") as asker:
            asked = {"child": child(GIRL), "purpose": roles_pb2.PURPOSE_MISSING_SEARCH,
                     "action": roles_pb2.ACTION_LOCATE}
            answer = asker.ask(asker.question("police_clinic", case_token=token, **asked))
            self.assertEqual(answer.outcome, question_pb2.OUTCOME_ANSWERED)
            answer = asker.ask(asker.question("police_clinic", **asked))
            self.assertEqual(answer.outcome, question_pb2.OUTCOME_DENIED)


if __name__ == "__main__":
    unittest.main()
