"""A malicious node of the police: it has the real keys of its agency - TLS,
assertions, MOUs, revocations, the root - and keeps none of its rules. Without
the word of another principal for this officer, child, purpose and time it gets
no field, and is told what it is when nobody is there."""

import copy
import time
import unittest

import api
import grpc
from asker import Asker, child, sealed, without_ids
from documents import GIRL, registration
from federation import MANY_QUESTIONS
from homeward.v1 import (category_pb2, envelope_pb2, evidence_pb2, evidence_service_pb2,
                         evidence_service_pb2_grpc, question_pb2, roles_pb2, staff_pb2)
from patience import PATIENCE
from shared_federation import SharedFederationTest

TYPE = "application/vnd.homeward.case-token.v1+protobuf"
NOBODY = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "702-00250118" }'
OTHER = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "111-00111111" }'
SEARCH = roles_pb2.PURPOSE_MISSING_SEARCH
NAME = "Мельник".encode()
NUMBER = b"00412907"
HOUR = 3600


class CaseTokenTest(SharedFederationTest):

    agencies = ("registrar", "clinic", "police")
    config = MANY_QUESTIONS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        net.at("clinic", "register", "-", stdin=registration())
        net.sign_in("police", "officer-7", "police.missing")
        # The supervisor's word, about the girl and about who is not there, so
        # that no answer differs because the token does.
        nobody = net.write("nobody", NOBODY)
        cls.token = cls.opened("good.token", "--also", nobody)
        cls.good = staff_pb2.CaseToken.FromString(cls.token.payload)

    @classmethod
    def opened(cls, name, *more, to="officer-7", agency="police", text=GIRL):
        """A token by the command, as a good supervisor opens it."""
        path = cls.net.path(name)
        cls.net.at(agency, "case", "open", "--case", "2026/117", "--to", to, "--purpose",
                   "missing-search", "--out", path, cls.net.write(f"{name}.child", text), *more)
        return envelope_pb2.Envelope.FromString(api.read(path))

    @classmethod
    def key(cls, name, agency="police"):
        return cls.net.path(agency, name)

    def signed(self, change, key="keys/case.pem", agency="police"):
        """The good token, changed, and signed with a real key of `agency`."""
        token = copy.deepcopy(self.good)
        change(token)
        return sealed(TYPE, token, self.key(key, agency))

    def ask(self, asker, token, text=GIRL, **more):
        more.setdefault("purpose", SEARCH)
        mou = more.pop("mou", "police_clinic")
        return asker.ask(asker.question(mou, child=child(text), action=roles_pb2.ACTION_LOCATE,
                                        case_token=token, **more))

    def assert_worthless(self, asker, token, **more):
        """`token` gives no field, and nothing that tells who is there."""
        told = {without_ids(self.ask(asker, each, text, **more))
                for each in (token, None) for text in (GIRL, NOBODY)}
        self.assertEqual(len(told), 1)
        answer = question_pb2.Answer.FromString(told.pop())
        self.assertEqual(answer.outcome, question_pb2.OUTCOME_DENIED)
        self.assertFalse(answer.matches)

    def findings(self):
        """What the clinic's log says of the tokens that came."""
        self.net.sign_in("clinic", "auditor-1", "oversight.auditor")
        with api.channel(self.net, "clinic") as channel:
            service = evidence_service_pb2_grpc.EvidenceServiceStub(channel)
            entries = service.ListEntries(evidence_service_pb2.ListEntriesRequest(page_size=1000),
                                          metadata=api.signed_in(self.net, "clinic")).entries
        return [entry.event.decision.case_finding for entry in entries
                if entry.event.kind == evidence_pb2.AUDIT_KIND_DECIDED]

    def test_with_another_principals_word_it_is_answered(self):
        """The questions below are good ones: a token is all that they lack."""
        with Asker(self.net, "police", "clinic") as asker:
            answer = self.ask(asker, self.token)
            self.assertEqual(answer.outcome, question_pb2.OUTCOME_ANSWERED)
            self.assertIn(NAME, answer.SerializeToString())
            nothing = self.ask(asker, self.token, NOBODY)
            self.assertEqual(nothing.outcome, question_pb2.OUTCOME_NOTHING_TO_SHOW)

    def test_a_token_that_is_not_for_this_question_is_none(self):
        now = int(time.time())

        def times(issued, expiry):
            def change(token):
                token.issued_time.FromSeconds(now + issued)
                token.expiry_time.FromSeconds(now + expiry)
            return change

        tokens = {
            "expired": self.signed(times(-2 * HOUR, -1)),
            "not begun": self.signed(times(HOUR, 2 * HOUR)),
            "too long": self.signed(times(0, 91 * 24 * HOUR)),
            "another child": self.opened("other.token", text=OTHER),
            "another officer": self.opened("officer-8.token", to="officer-8"),
            "another agency": self.opened("clinic.token", "--agency", "clinic"),
            "another purpose": self.signed(
                lambda t: setattr(t, "purpose", roles_pb2.PURPOSE_FAMILY_TRACING)),
        }
        with Asker(self.net, "police", "clinic") as asker:
            for what, token in tokens.items():
                with self.subTest(what):
                    self.assert_worthless(asker, token)
            with self.subTest("the good one, for another purpose"):
                self.assert_worthless(asker, self.token,
                                      purpose=roles_pb2.PURPOSE_CRIMINAL_INVESTIGATION)

    def test_a_token_for_some_categories_gives_no_more(self):
        """She who may ask for photographs learns that there is a record, and
        nothing else that the MOU permits to who has the whole case."""
        token = self.opened("photo.token", "--category", "photo")
        with Asker(self.net, "police", "clinic") as asker:
            for categories in ([category_pb2.CATEGORY_ID_MIN],
                               [category_pb2.CATEGORY_ID_MIN, category_pb2.CATEGORY_PHOTO], []):
                answer = self.ask(asker, token, categories=categories)
                for secret in (NAME, NUMBER):
                    self.assertNotIn(secret, answer.SerializeToString())
            whole = self.ask(asker, self.token).SerializeToString()
            self.assertIn(NAME, whole)
            self.assertIn(NUMBER, whole)

    def test_with_all_keys_of_its_agency_it_vouches_for_nobody(self):
        keys = ("keys/assertion.pem", "keys/mou.pem", "keys/revocation.pem", "root/key.pem",
                "certificates/node/key.pem", "certificates/client/key.pem")
        with Asker(self.net, "police", "clinic") as asker:
            for key in keys:
                for who in ("supervisor-1", "officer-7", ""):
                    with self.subTest(key=key, who=who):
                        self.assert_worthless(asker, self.signed(
                            lambda t, w=who: setattr(t, "issuer_subject", w), key))
        self.assertIn(evidence_pb2.CASE_FINDING_NOT_SIGNED, self.findings())

    def test_who_vouches_never_vouches_for_herself(self):
        """The supervisor asks by her own word, under her own name or not."""
        with Asker(self.net, "police", "clinic") as asker:
            self.net.sign_in("police", "supervisor-1", "police.missing")
            self.addCleanup(self.net.sign_in, "police", "officer-7", "police.missing")
            own = self.signed(lambda t: setattr(t, "holder_subject", "supervisor-1"))
            self.assert_worthless(asker, own)
            self.assertEqual(self.findings().count(evidence_pb2.CASE_FINDING_SAME_PRINCIPAL), 2)
            # Nor with a token that is made out to another.
            self.assert_worthless(asker, self.token)

    def test_an_issuer_whom_the_mou_does_not_name_counts_for_nothing(self):
        token = self.opened("registrar.token", "--agency", "police", agency="registrar")
        with Asker(self.net, "police", "clinic") as asker:
            self.assert_worthless(asker, token)
            # As the police, with the registrar's keys.
            self.assert_worthless(asker, self.signed(lambda t: None, agency="registrar"))

    def test_another_agency_that_saw_the_token_has_none(self):
        self.net.sign_in("registrar", "officer-7", "police.missing", "imm.registrar")
        with Asker(self.net, "registrar", "clinic") as asker:
            for mou in ("clinic_registrar", "police_clinic"):
                self.assert_worthless(asker, self.token, mou=mou)

    def test_a_question_that_is_played_again_gives_nothing_new(self):
        with Asker(self.net, "police", "clinic") as police, \
                Asker(self.net, "registrar", "clinic") as registrar:
            said = set()
            for text in (GIRL, NOBODY):
                question = police.question("police_clinic", child=child(text), purpose=SEARCH,
                                           action=roles_pb2.ACTION_LOCATE, case_token=self.token)
                request = police.sign(question)
                first = police.peer.Ask(request, timeout=PATIENCE)
                self.assertEqual(police.peer.Ask(request, timeout=PATIENCE).answer, first.answer)
                # By another's connection, and with other words under its id.
                question.categories.append(category_pb2.CATEGORY_PHOTO)
                for peer, played in ((registrar.peer, request),
                                     (police.peer, police.sign(question))):
                    with self.assertRaises(grpc.RpcError) as refused:
                        peer.Ask(played, timeout=PATIENCE)
                    self.assertEqual(refused.exception.code(), grpc.StatusCode.PERMISSION_DENIED)
                    said.add(refused.exception.details())
            self.assertEqual(len(said), 1)


if __name__ == "__main__":
    unittest.main()
