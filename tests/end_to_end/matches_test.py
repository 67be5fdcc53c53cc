"""Somebody asks for a child, sees why a record may be hers, and decides; two who
disagree, and a restart in between."""

import os
import re
import tempfile
import unittest

from documents import registration
from federation import Federation

HELD = "Соломія Мельник"
ASKED = 'name { full_name: "Solomiya Melnik" birth_year: 2014 }'
# Shown by no MOU to the police: the day.
BORN = {"dateOfBirth": {"year": 2014, "month": 5, "day": 3}}


class MatchesTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name)
        self.net.__enter__()
        self.addCleanup(self.net.__exit__)
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        identity = {"identity": {"nameFull": HELD, **BORN}}
        (said,) = self.net.json("clinic", "register", "-", stdin=registration(**identity))
        self.record = said["recordId"]
        self.case = self.net.open_case(ASKED)
        self.net.sign_in("police", "officer-7", "police.missing")

    def locate(self, *more):
        """The clinic's answer, and what people read of all."""
        words = ("locate", "--purpose", "missing-search", "--case", self.case, *more, "-")
        events = self.net.json("police", *words, stdin=ASKED)
        answers = {a["agencyId"]: a for event in events for a in event.get("answers", [])}
        return answers["clinic"], self.net.at("police", *words, stdin=ASKED).out

    def decide(self, verdict, *because, code=0):
        return self.net.at("police", "matches", verdict, "--purpose", "missing-search", "--candidate",
                           self.record, *because, "-", stdin=ASKED, code=code)

    def test_the_evidence_sums_exactly_to_the_score(self):
        answer, text = self.locate()
        (match,) = answer["matches"]
        self.assertEqual(match["record"]["recordId"], self.record)
        weights = [int(one["weightMillibits"]) for one in match["evidence"]]
        self.assertEqual(sum(weights), int(match["scoreMillibits"]))
        fields = [one["field"] for one in match["evidence"]]
        self.assertEqual(fields[0], "prior")
        self.assertIn("name", fields)
        self.assertIn("мельник", [one.get("recordValue") for one in match["evidence"]])
        # The table is the same: its lines add up to the line of the score.
        lines = re.findall(r"^    (.{19}) .{21} +([-+]\d+)\.(\d{3})", text, re.MULTILINE)
        shown = {name.strip(): int(sign_and_bits + part) for name, sign_and_bits, part in lines}
        self.assertEqual(shown["score"], int(match["scoreMillibits"]))
        self.assertEqual(sum(int(bits + part) for name, bits, part in lines if name.strip() != "score"),
                         shown["score"])

    def test_a_rejection_is_remembered_and_who_disagrees_contests_it(self):
        self.assertIn("rejected", self.decide("reject", "--because", "family-says").out)
        for _ in range(2):
            answer, text = self.locate()
            self.assertEqual(answer.get("matches", []), [])
            self.assertEqual(answer["rejectedMatchCount"], 1)
            self.assertIn("not shown: 1 that people here rejected", text)
            self.assertEqual(self.net.stop("police"), 0)
            self.net.start("police")
        answer, _ = self.locate("--include-rejected")
        self.assertEqual(answer["matches"][0]["state"], "MATCH_STATE_REJECTED")

        self.net.sign_in("police", "officer-8", "police.missing")
        ended = self.decide("confirm", "--because", "child-met")
        self.assertIn("contested", ended.out)
        self.assertIn("People here disagree", ended.err)
        listed = self.net.at("police", "matches", "list", "--purpose", "missing-search", "-", stdin=ASKED).out
        self.assertRegex(listed, r"officer-7 rejected it: family says")
        self.assertRegex(listed, r"officer-8 confirmed it: child met")
        # Who asks again sees it, marked. The case is officer-7's.
        self.net.sign_in("police", "officer-7", "police.missing")
        self.assertIn("contested by people here", self.locate()[1])
        self.decide("withdraw")
        self.assertEqual(self.locate()[0]["matches"][0]["state"], "MATCH_STATE_CONFIRMED")

    def test_who_may_not_write_decides_nothing(self):
        self.net.sign_in("police", "auditor-1", "oversight.auditor")
        self.decide("reject", "--because", "photo", code=3)
        self.net.at("police", "matches", "list", "--purpose", "missing-search", "-", stdin=ASKED, code=3)


if __name__ == "__main__":
    unittest.main()
