"""Counts of children, as an analyst asks for them: no small one is told, the
same table stays the same, and nobody else is told anything."""

import datetime
import json
import os
import tempfile
import time
import unittest

import api
from federation import Federation, registration, stamp
from homeward.v1 import (evidence_pb2, evidence_service_pb2, evidence_service_pb2_grpc, question_pb2,
                         statistics_pb2)

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


class StatisticsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        cls.addClassCleanup(folder.cleanup)
        cls.net = net = Federation(folder.name, ("ngo", "clinic"),
                                   config=f"statistics_tables_per_day: {PER_DAY}\n").__enter__()
        cls.addClassCleanup(net.__exit__)

    def register(self, number, band, agreed=True):
        self.net.at("ngo", "register", "-", stdin=child(number, band, agreed))

    def table(self, agency="ngo"):
        (said,) = self.net.json(agency, "statistics", "registrations")
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

    def test_the_list_needs_no_node_and_no_table_is_made_up(self):
        said = json.loads(self.net.run("-o", "json", "statistics", "--list").out)
        self.assertEqual([table["name"] for table in said["tables"]],
                         ["registrations", "protection", "wellbeing", "missing"])
        self.net.sign_in("clinic", "rita-1", "research.analyst")
        self.assertIn("one of: registrations", self.net.at("clinic", "statistics", "names", code=2).err)
        (said,) = self.net.json("clinic", "statistics", "registrations")
        self.assertEqual(said["table"]["total"]["total"], {"children": "0"})


if __name__ == "__main__":
    unittest.main()
