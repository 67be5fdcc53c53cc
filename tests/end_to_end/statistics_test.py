"""Counts of children, as an analyst asks for them: no small one is told, the
same table stays the same, also when an older copy of the store is restored, and
nobody else is told anything."""

import datetime
import json
import os
import shutil
import time
import unittest

import api
from documents import registration, stamp
from homeward.v1 import (evidence_pb2, evidence_service_pb2, evidence_service_pb2_grpc, question_pb2,
                         statistics_pb2)
from patience import PATIENCE
from shared_federation import SharedFederationTest

REGISTRATIONS = statistics_pb2.STATISTICS_TABLE_REGISTRATIONS
PER_DAY = 4
AREA = "PL1465"
DAY = 24 * 3600


def quarter():
    """The seconds in which the quarter to count begins and ends."""
    now = datetime.datetime.fromtimestamp(time.time() - 14 * DAY, datetime.timezone.utc)
    end = now.replace(month=now.month - (now.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0)
    begin = end.replace(year=end.year - (end.month == 1), month=(end.month - 4) % 12 + 1)
    return begin.timestamp(), end.timestamp()


def await_day():
    """Waits where the day, and what may be counted in it, would end before the
    test does."""
    left = DAY - time.time() % DAY
    if left < PATIENCE:
        time.sleep(left)


def child(number, band, agreed=True):
    """One who was registered on the last day of the quarter."""
    at = quarter()[1] - DAY
    consent = {"purpose": "PURPOSE_STATISTICS", "recipientAgencyIds": ["ngo"],
               "categories": ["CATEGORY_LOC_COARSE"], "givenBy": "CONSENT_GIVER_CAREGIVER",
               "givenTime": stamp(at), "consentReporting": agreed}
    return registration(
        f"Girl Number{number}", number=f"305-{number:08}", ago=time.time() - at, consents=[consent],
        identity={"nameFull": f"Girl Number{number}", "ageBand": band,
                  "addressCurrent": {"countryCode": "PL", "admin2Code": AREA}})


def patient(number, health, screening):
    """One of whom a clinic told on the last day of the quarter; her area is not
    to be counted."""
    at = quarter()[1] - DAY
    source = {"sourceTime": stamp(at), "basis": "BASIS_OBSERVED"}
    consent = {"purpose": "PURPOSE_STATISTICS", "recipientAgencyIds": ["clinic"],
               "categories": ["CATEGORY_HEALTH", "CATEGORY_SCREEN_RES"],
               "givenBy": "CONSENT_GIVER_CAREGIVER", "givenTime": stamp(at), "consentReporting": True}
    facts = [{"healthSummary": {**health, "sensitiveProblems": [{"display": "told to nobody"}]}},
             {"screening": {"screeningId": f"screening-{number}", "screenedTime": stamp(at), **screening}}]
    return registration(f"Girl Number{number}", number=f"305-{number:08}", ago=time.time() - at,
                        consents=[consent],
                        furtherClaims=[{"source": source, "claim": fact} for fact in facts])


class StatisticsTest(SharedFederationTest):

    agencies = ("ngo", "clinic")
    config = f"statistics_tables_per_day: {PER_DAY}\n"

    @classmethod
    def setUpClass(cls):
        await_day()
        super().setUpClass()

    def register(self, number, band, agreed=True):
        self.net.at("ngo", "register", "-", stdin=child(number, band, agreed))

    def table(self, agency="ngo", name="registrations"):
        (said,) = self.net.json(agency, "statistics", name)
        return said["table"]

    def test_no_small_count_is_told_and_the_table_stays(self):
        net = self.net
        net.sign_in("ngo", "anna-4", "cp.caseworker")
        for number in range(8):
            self.register(number, "AGE_BAND_6_TO_11")
        for number in range(8, 11):
            self.register(number, "AGE_BAND_0_TO_5")
        self.register(11, "AGE_BAND_0_TO_5", agreed=False)
        net.at("ngo", "statistics", "registrations", code=3)

        net.sign_in("ngo", "rita-1", "research.analyst")
        first = self.table()
        self.assertEqual(first["startTime"], stamp(quarter()[0]))
        self.assertEqual(first["endTime"], stamp(quarter()[1]))
        (row,) = first["rows"]
        # Proto3 JSON writes whole numbers of 64 bits as text.
        self.assertEqual((row["name"], row["total"]), (AREA, {"children": "11"}))
        self.assertEqual(row["counts"], [{}, {}, {"children": "0"}, {"children": "0"}])
        self.assertIn("hidden", net.at("ngo", "statistics", "registrations").out)

        # Who comes later is in no table of this quarter, nor after a restart.
        net.sign_in("ngo", "anna-4", "cp.caseworker")
        self.register(12, "AGE_BAND_0_TO_5")
        net.sign_in("ngo", "rita-1", "research.analyst")
        net.kill("ngo")
        net.start("ngo")
        self.assertEqual(self.table(), first)

        # Not without end.
        for _ in range(PER_DAY - 1):
            self.table()
        self.assertIn("used up", net.at("ngo", "statistics", "registrations", code=6).err)

        self.assert_in_the_log()

    def assert_in_the_log(self):
        self.net.sign_in("ngo", "auditor-1", "oversight.auditor")
        with api.channel(self.net, "ngo") as channel:
            service = evidence_service_pb2_grpc.EvidenceServiceStub(channel)
            entries = service.ListEntries(evidence_service_pb2.ListEntriesRequest(page_size=1000),
                                          metadata=api.signed_in(self.net, "ngo")).entries
        counted = [entry for entry in entries if entry.event.kind == evidence_pb2.AUDIT_KIND_COUNTED]
        self.assertEqual({(entry.event.statistics_table, entry.details.subject, entry.event.outcome)
                          for entry in counted},
                         {(REGISTRATIONS, "anna-4", question_pb2.OUTCOME_DENIED),
                          (REGISTRATIONS, "rita-1", question_pb2.OUTCOME_ANSWERED),
                          (REGISTRATIONS, "rita-1", question_pb2.OUTCOME_DENIED)})
        self.assertFalse([entry for entry in counted if entry.details.record_ids])

    def test_health_and_screenings_without_what_is_sensitive(self):
        net = self.net
        net.sign_in("clinic", "nurse-2", "clinic.clinician")
        for number in range(6):
            net.at("clinic", "register", "-", stdin=patient(
                number, {"functionalNeeds": ["needs a ramp"], "immunizations": [{"display": "Measles"}]},
                {"urgency": "SCREENING_URGENCY_SOON", "requestedServices": ["SCREENING_SERVICE_LEGAL_AID"]}))
        net.at("clinic", "register", "-", stdin=patient(
            6, {}, {"urgency": "SCREENING_URGENCY_AT_ONCE",
                    "answers": [{"questionId": "q1", "reply": "SCREENING_REPLY_YES"}]}))
        older = self.copy_store("clinic")

        net.sign_in("clinic", "rita-2", "research.analyst")
        health = self.table("clinic", "health")
        self.assertEqual(health["columns"], ["vaccines", "no vaccines", "not told"])
        self.assertEqual(health["rows"][0]["name"], "needs")
        self.assertEqual(health["rows"][0]["counts"], [{"children": "6"}, {"children": "0"}, {"children": "0"}])
        # Of whom only what is sensitive was told is not there.
        self.assertEqual(health["total"]["total"], {"children": "6"})
        screening = self.table("clinic", "screening")
        self.assertEqual([row["name"] for row in screening["rows"]], ["at once", "soon", "none"])
        self.assertEqual(screening["total"]["total"], {"children": "7"})
        shown = [count.get("children") for row in screening["rows"] for count in row["counts"]]
        self.assertNotIn("1", shown)
        self.assertNotIn("6", shown)  # The sum less this would be 1.

        # A copy from before it was told does not count it again.
        self.put_back("clinic", older)
        self.assertIn("not counted again", net.at("clinic", "statistics", "health", code=1).err)

    def copy_store(self, agency):
        """A copy of the store, as docs/operations.md has it made."""
        self.net.stop(agency)
        copy = self.net.path(f"{agency}-copy")
        shutil.copytree(self.net.path(agency, "data/store"), os.path.join(copy, "store"))
        shutil.copy(self.net.path(agency, "data/log-head"), copy)
        self.net.start(agency)
        return copy

    def put_back(self, agency, copy):
        """Restores `copy`; the keyring stays, as it should."""
        self.net.stop(agency)
        store = self.net.path(agency, "data/store")
        shutil.rmtree(store)
        shutil.copytree(os.path.join(copy, "store"), store)
        shutil.copy(os.path.join(copy, "log-head"), self.net.path(agency, "data/log-head"))
        self.net.start(agency)

    def test_the_list_needs_no_node_and_no_table_is_made_up(self):
        said = json.loads(self.net.run("-o", "json", "statistics", "--list").out)
        self.assertEqual([table["name"] for table in said["tables"]],
                         ["registrations", "protection", "wellbeing", "missing", "health", "screening"])
        self.net.sign_in("clinic", "rita-1", "research.analyst")
        self.assertIn("one of: registrations", self.net.at("clinic", "statistics", "names", code=2).err)
        (said,) = self.net.json("clinic", "statistics", "registrations")
        self.assertEqual(said["table"]["total"]["total"], {"children": "0"})


if __name__ == "__main__":
    unittest.main()
