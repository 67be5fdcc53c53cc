"""Families are traced from both sides between real nodes, with consent on both,
and else not matched at all."""

import json
import time
import unittest

from documents import in_force, registration, stamp
from federation import MANY_QUESTIONS
from shared_federation import SharedFederationTest

PURPOSE = "PURPOSE_FAMILY_TRACING"
MOTHER = "FAMILY_RELATIONSHIP_MOTHER"

# Each traces with the other: names for all, whom a record names with consent.
FAMILY = '''
mou_id: "family"
version: 1
party_agency_ids: [ "ngo", "clinic" ]
effective_time {}
expiry_time {}
legal_authority: "the agreement on tracing"
schema_version: 1
%s'''
CLAUSE = '''
clauses {
  clause_id: "%s"
  effect: EFFECT_PERMIT
  match {
    owner { agency_ids: "%s" }
    requester { agency_ids: "%s" }
    roles { roles: ROLE_RFL_TRACER }
    purposes { purposes: PURPOSE_FAMILY_TRACING }
    actions { actions: ACTION_LOCATE }
    categories { categories: [ %s ] }
    %s
  }
  %s
}'''
CONSENT_ON_FILE = "conditions { fact: FACT_CONSENT_ON_FILE expected: true }"
CLAUSES = (
    ("names", "CATEGORY_EXIST, CATEGORY_ID_MIN", "",
     ("source_time", "identity.name_full", "missing_report.child.name_full")),
    ("families", "CATEGORY_FAMILY, CATEGORY_ADULTS", CONSENT_ON_FILE,
     ("family_member.relation_name", "family_member.relation", "missing_report.guardian_name")),
)


def mou():
    return in_force(FAMILY) % "".join(
        CLAUSE % (f"{name}-{requester}", owner, requester, categories, condition, "".join(
            f'fields {{ field_path: "{path}" outcome: FIELD_OUTCOME_CLEAR }}' for path in paths))
        for owner, requester in (("ngo", "clinic"), ("clinic", "ngo"))
        for name, categories, condition, paths in CLAUSES)


def further(**fact):
    return {"source": {"sourceTime": stamp(time.time() - 3600), "basis": "BASIS_OBSERVED"}, "claim": fact}


def consent(recipient, **more):
    return {"purpose": PURPOSE, "recipientAgencyIds": [recipient], "givenBy": "CONSENT_GIVER_CHILD",
            "givenTime": stamp(time.time() - 7200), "consentForTracing": True,
            "categories": ["CATEGORY_ID_MIN", "CATEGORY_FAMILY", "CATEGORY_ADULTS"], **more}


class FamilyTest(SharedFederationTest):

    agencies = ("ngo", "clinic")
    config = MANY_QUESTIONS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        net = cls.net
        draft, signed = net.write("family.textproto", mou()), net.path("family.signed")
        for party in ("ngo", "clinic"):
            net.at(party, "mou", "sign", draft, "--out", signed)
            draft = signed
        for party in ("ngo", "clinic"):
            net.at(party, "mou", "propose", signed)
        cls.net.await_true(lambda: all(cls.is_active(party) for party in ("ngo", "clinic")))
        net.sign_in("ngo", "anna-4", "cp.caseworker", "rfl.tracer")
        net.sign_in("clinic", "nurse-2", "clinic.clinician", "rfl.tracer")

    @classmethod
    def is_active(cls, party):
        return any(mou["mou"]["mouId"] == "family" and mou["state"] == "MOU_STATE_ACTIVE"
                   for page in cls.net.json(party, "mou", "list") for mou in page.get("mous", []))

    def register(self, agency, **more):
        (said,) = self.net.json(agency, "register", "-", stdin=registration(**more))
        return said["recordId"]

    def add_consent(self, agency, record, **more):
        request = {"purpose": "PURPOSE_REGISTER", "recordId": record, "newClaim": further(consent=consent(**more))}
        self.net.at(agency, "add", "consent", "-", stdin=json.dumps(request))

    def revoke(self, agency, record, recipient):
        self.add_consent(agency, record, recipient=recipient, revokedTime=stamp(time.time() - 1))

    def confirm(self, agency, name, record):
        self.net.at(agency, "matches", "confirm", "--purpose", "register", "--candidate", record, "--because",
                    "child-met", "-", stdin=f'name {{ full_name: "{name}" }}')

    def knows(self, agency, name, number, **more):
        """A record of `agency` that its staff say is the child of this name."""
        record = self.register(agency, name=name, number=number, **more)
        self.confirm(agency, name, record)
        return record

    def locate(self, agency, child, mother="", **options):
        """What `agency` types to ask for `child`, whose mother is `mother`."""
        relative = f' relatives {{ relation: {MOTHER} full_name: "{mother}" }}' if mother else ""
        return self.net.at(agency, "-o", "ndjson", "locate", "--purpose", "family-tracing", "--mou", "family", "-",
                           stdin=f'name {{ full_name: "{child}"{relative} }}', **options)

    def answer(self, agency, of, child, mother=""):
        said = [json.loads(line) for line in self.locate(agency, child, mother).out.splitlines()]
        (answer,) = [a for one in said for a in one.get("answers", []) if a["agencyId"] == of]
        return answer, said[0]["queryId"]

    def ask(self, agency, of, child, mother=""):
        """What `of` tells `agency` of `child`, whose mother is `mother`."""
        return self.answer(agency, of, child, mother)[0].get("matches", [])

    def expect_mother_helps(self, agency, of, child, mother, record):
        (alone,) = self.ask(agency, of, child)
        (match,) = self.ask(agency, of, child, mother)
        self.assertEqual(match["record"]["recordId"], record)
        self.assertGreater(int(match["scoreMillibits"]), int(alone["scoreMillibits"]) + 3000)
        return match

    def test_a_mother_finds_the_child_who_seeks_her(self):
        child = self.register("clinic", name="Соломія Мельник", number="305-00412907", consents=[consent("ngo")],
                              furtherClaims=[further(familyMember={
                                  "familyMemberId": "m", "relationName": "Оксана Мельник", "relation": MOTHER})])
        self.knows("ngo", "Solomiya Melnik", "305-00412917", consents=[consent("clinic")])
        match = self.expect_mother_helps("ngo", "clinic", "Solomiya Melnik", "Oksana Melnyk", child)
        (relative,) = [one for one in match["evidence"] if one["field"] == "relative"]
        self.assertEqual(relative["recordValue"], "Оксана Мельник")
        # She takes her word back: no relative is matched, whoever is named.
        self.revoke("clinic", child, "ngo")
        asked = [self.ask("ngo", "clinic", "Solomiya Melnik", mother)
                 for mother in ("Oksana Melnyk", "Iryna Bondar", "")]
        self.assertEqual([one["evidence"] for one in asked[0]], [one["evidence"] for one in asked[1]])
        self.assertEqual([one["evidence"] for one in asked[0]], [one["evidence"] for one in asked[2]])
        self.assertEqual(len(asked[0]), 1)

    def test_a_child_finds_the_mother_who_seeks_her(self):
        report = {"reportId": "r", "child": {"nameFull": "Amina Khalil"}, "guardianName": "Layla Khalil"}
        sought = self.register("ngo", name="Amina Khalil", number="305-00412908", consents=[consent("clinic")],
                               furtherClaims=[further(missingReport=report)])
        self.knows("clinic", "أمينة خليل", "305-00412918", consents=[consent("ngo")])
        self.expect_mother_helps("clinic", "ngo", "أمينة خليل", "ليلى خليل", sought)

    def test_a_child_whose_name_nobody_knows_is_found_by_her_mother_with_consent_alone(self):
        self.knows("ngo", "Daryna Lysenko", "305-00412919", consents=[consent("clinic")])
        for number, consents in (("305-00412910", [consent("ngo")]), ("305-00412911", [])):
            mother = "Halyna Shevchenko" if consents else "Tetiana Kovalenko"
            found = self.register("clinic", name="", number=number, consents=consents, furtherClaims=[
                further(familyMember={"familyMemberId": "m", "relationName": mother, "relation": MOTHER})])
            self.assertEqual(self.ask("ngo", "clinic", "Daryna Lysenko"), [])
            matches = self.ask("ngo", "clinic", "Daryna Lysenko", mother)
            self.assertEqual([one["record"]["recordId"] for one in matches], [found] if consents else [])

    def kinds(self, query_id):
        """Which entries the ngo's log has of a query, and about whom."""
        (said,) = self.net.json("ngo", "explain", query_id)
        return [(entry["event"]["kind"], entry["event"]["responderAgencyId"]) for entry in said["entries"]]

    def test_nobody_is_asked_before_the_own_records_consent_nor_after(self):
        name, mother = "Mykyta Savchenko", "Lesia Savchenko"
        self.register("clinic", name=name, number="305-00412930", consents=[consent("ngo")], furtherClaims=[
            further(familyMember={"familyMemberId": "m", "relationName": mother, "relation": MOTHER})])

        def expect_nobody_asked():
            answer, query_id = self.answer("ngo", "clinic", name, mother)
            self.assertEqual((answer["outcome"], answer.get("matches")), ("OUTCOME_DENIED", None))
            self.assertEqual(self.kinds(query_id), [("AUDIT_KIND_ASKED", "ngo"), ("AUDIT_KIND_ASKED", "clinic")])
            explained = self.net.at("ngo", "explain", query_id).out
            self.assertIn("taken away by rule P-TRACE", explained)
            self.assertIn("homeward add consent", explained)

        expect_nobody_asked()
        record = self.knows("ngo", name, "305-00412931")
        expect_nobody_asked()
        self.add_consent("ngo", record, recipient="police")
        expect_nobody_asked()
        self.add_consent("ngo", record, recipient="clinic")
        answer, query_id = self.answer("ngo", "clinic", name, mother)
        self.assertEqual((answer["outcome"], len(answer["matches"])), ("OUTCOME_ANSWERED", 1))
        self.assertIn(("AUDIT_KIND_SENT", "clinic"), self.kinds(query_id))
        self.revoke("ngo", record, "clinic")
        expect_nobody_asked()

    def test_who_is_shown_nothing_is_told_what_to_do(self):
        # The clinic's house rules show a tracer nothing.
        for name in ("Taras Hnatiuk", "Nobody Anywhere"):
            ended = self.locate("clinic", name, code=3)
            error = json.loads(ended.err.splitlines()[-1])
            self.assertEqual(error["code"], "HW-TRACE-001", ended)
            self.assertIn("homeward add consent", error["nextCommand"])


if __name__ == "__main__":
    unittest.main()
