"""What a candidate would have changed of what a real node decided: by its log."""

import os
import re
import tempfile
import unittest

from documents import GIRL, registration, template
from federation import MANY_QUESTIONS, Federation

STRANGER = 'identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "305-00999999" }'


class MouReplayTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name, config=MANY_QUESTIONS).__enter__()
        self.addCleanup(self.net.__exit__)
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        self.net.sign_in("police", "officer-7", "police.missing")
        self.net.at("clinic", "register", "-", stdin=registration())
        for name in ("mous", "next"):
            os.mkdir(self.net.path(name))
            self.net.write(os.path.join(name, "police_clinic.textproto"), template("police_clinic"))

    def ask(self, child, *options):
        said = self.net.at("police", "locate", "--purpose", "missing-search", "-o", "json", *options, "-",
                           stdin=child, code=None)
        return '"OUTCOME_ANSWERED"' in said.out

    def replay(self, *options, code=0):
        said = self.net.json("clinic", "mou", "replay", "--charter", self.net.path("charter.textproto"),
                             "--mous", self.net.path("mous"), "--candidate", self.net.path("next"), *options,
                             code=code)
        return said[0] if said else None

    def test_the_candidate_is_tried_on_what_the_node_decided(self):
        self.assertTrue(self.ask(GIRL, "--case", self.net.open_case()))
        self.assertFalse(self.ask(STRANGER, "--case", self.net.open_case(STRANGER, "other.token")))
        self.assertFalse(self.ask(GIRL))  # Without a case no peer is asked.
        self.net.sign_in("clinic", "ops-1", "node.admin")
        before = self.replay()
        # Each node decided on one record, and on none of the stranger's.
        self.assertEqual(before["decisions"], "2")
        self.assertEqual(before["withoutRecord"], "1")
        self.assertNotIn("changed", before)

        path = self.net.path("next", "police_clinic.textproto")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            text = text.replace("roles: [ ROLE_POLICE_MISSING ]", "roles: [ ROLE_POLICE_GENERAL ]")
            # Nor may that role break the glass.
            file.write(re.sub(r"\n\s*allow_break_glass: true", "", text))
        after = self.replay()
        self.assertEqual(after["changed"], "2")
        changes = {change["field"]["fieldPath"]: change for change in after["changes"]}
        name = changes["identity.name_full"]
        self.assertEqual((name["ownerAgencyId"], name["requesterAgencyId"]), ("clinic", "police"))
        self.assertEqual(name["field"]["before"]["outcome"], "FIELD_OUTCOME_CLEAR")
        self.assertEqual(name["field"]["after"]["outcome"], "FIELD_OUTCOME_DROP")
        self.assertNotIn("decisions", self.replay("--until", "2020-01-01T00:00:00Z"))

    def test_who_may_not_read_the_log_may_not_replay_it(self):
        self.replay(code=3)


if __name__ == "__main__":
    unittest.main()
