"""The life of an MOU between real nodes: suspended, resumed, amended, refused,
expired and ended, and how soon that holds here and at the other party."""

import json
import os
import re
import tempfile
import time
import unittest

from documents import GIRL, registration, template
from federation import MANY_QUESTIONS, Federation
from patience import tried_again

# Promised: within a second at the node that is told, within 60 s at the others.
HERE, THERE = 1, 60
MOU = "police-clinic"
# What the clinic's own agency adds to the red lines of the federation.
OWN_RED_LINE = """
red_lines {
  red_line_id: "no-place-of-ours"
  statement: "The police never learn where our patients are."
  match {
    owner { agency_ids: "clinic" }
    requester { agency_ids: "police" }
    roles { any: true }
    purposes { any: true }
    actions { any: true }
    categories { categories: CATEGORY_LOC_COARSE }
  }
  between_agencies: true
}
"""


class MouLifeTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name, config=MANY_QUESTIONS).__enter__()
        self.addCleanup(self.net.__exit__)
        self.net.sign_in("clinic", "nurse-2", "clinic.clinician", "node.admin")
        self.net.sign_in("police", "officer-7", "police.missing", "node.admin")
        self.net.at("clinic", "register", "-", stdin=registration())
        self.case = self.net.open_case()

    def is_shown(self):
        """Whether the clinic's node shows the police the child."""
        said = self.net.at("police", "locate", "--purpose", "missing-search", "--case", self.case, "-o", "json",
                           "-", stdin=GIRL, code=None)
        return '"OUTCOME_ANSWERED"' in said.out

    def state(self, agency):
        """State and version of the MOU, as the node of `agency` has it."""
        said = [mou for page in self.net.json(agency, "mou", "list") for mou in page.get("mous", [])
                if mou["mou"]["mouId"] == MOU]
        newest = max(said, key=lambda one: int(one["mou"]["version"]))
        return newest["state"].removeprefix("MOU_STATE_"), int(newest["mou"]["version"])

    def tell(self, agency, word):
        self.net.at(agency, "mou", word, MOU, f"--confirm={MOU}")

    def signed(self, name, text):
        """`text` as an MOU that both have signed."""
        draft = self.net.write(f"{name}.textproto", text)
        out = self.net.path(f"{name}.signed")
        self.net.at("police", "mou", "sign", draft, "--out", out)
        self.net.at("clinic", "mou", "sign", out, "--out", out)
        return out

    def text(self, *swaps, until=None):
        """The template, with each of `swaps`: what stands there, and what shall."""
        text = template("police_clinic", until)
        for old, new in swaps:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return text

    @tried_again
    def test_suspending_holds_at_once_here_and_soon_there(self):
        self.assertTrue(self.is_shown())
        self.tell("clinic", "suspend")
        self.net.await_promised(lambda: self.state("clinic")[0] == "SUSPENDED", HERE)
        self.assertFalse(self.is_shown())
        self.net.await_promised(lambda: self.state("police")[0] == "SUSPENDED", THERE)
        # One said so; both must say otherwise.
        self.assertEqual(self.suspenders("clinic"), ["clinic", "police"])
        self.tell("clinic", "resume")
        self.net.await_promised(lambda: self.suspenders("police") == ["police"], THERE)
        self.assertFalse(self.is_shown())
        self.tell("police", "resume")
        self.net.await_promised(lambda: self.state("clinic")[0] == "ACTIVE", THERE)
        self.net.await_promised(self.is_shown, THERE)

    def suspenders(self, agency):
        (mou,) = [mou for page in self.net.json(agency, "mou", "list") for mou in page["mous"]
                  if mou["mou"]["mouId"] == MOU]
        return mou.get("suspendingAgencyIds", [])

    @tried_again
    def test_one_party_suspends_while_the_other_is_off_line(self):
        self.net.stop("police")
        self.tell("clinic", "suspend")
        self.net.await_promised(lambda: self.state("clinic")[0] == "SUSPENDED", HERE)
        self.net.start("police")
        self.net.await_promised(lambda: self.state("police")[0] == "SUSPENDED", THERE)
        self.assertFalse(self.is_shown())

    def test_one_that_crosses_a_red_line_is_signed_and_does_nothing(self):
        # The exact place for the police in any case, not only in danger.
        crossing = self.text((f'mou_id: "{MOU}"', 'mou_id: "too-much"'),
                             ("conditions { fact: FACT_IMMINENT_DANGER expected: true }", ""))
        said = self.net.at("clinic", "mou", "propose", self.signed("crossing", crossing), code=None)
        self.assertIn("exact-place-police", said.out + said.err)
        (mou,) = [mou for page in self.net.json("clinic", "mou", "list") for mou in page["mous"]
                  if mou["mou"]["mouId"] == "too-much"]
        self.assertEqual(mou["state"], "MOU_STATE_REFUSED")
        self.assertIn("exact-place-police", " ".join(mou["refusalReasons"]))
        self.assertIn("too-much", self.net.at("clinic", "status", code=None).out)
        # What is active goes on.
        self.assertEqual(self.state("clinic"), ("ACTIVE", 1))
        self.assertTrue(self.is_shown())

    def refusing(self, agency):
        (mou,) = [mou for page in self.net.json(agency, "mou", "list") for mou in page["mous"]
                  if mou["mou"]["mouId"] == MOU]
        return mou.get("refusingAgencyIds", [])

    @tried_again
    def test_one_that_an_own_red_line_refuses_is_known_to_be_at_the_other(self):
        self.assertEqual(self.refusing("police"), [])
        self.net.stop("clinic")
        own = self.net.write(os.path.join("clinic", "own_red_lines.textproto"), OWN_RED_LINE)
        self.net.start("clinic")
        self.net.await_promised(lambda: self.state("clinic")[0] == "REFUSED", THERE)
        self.net.await_promised(lambda: self.refusing("police") == ["clinic"], THERE)
        self.assertFalse(self.is_shown())
        said = self.net.at("police", "mou", "list")
        self.assertIn("refused at clinic", said.out)
        self.assertIn("Next: agree with who refuses it", said.err)
        status = self.net.at("police", "status", code=None).out
        self.assertIn("does nothing at clinic", status)
        # Which line it is is the clinic's own affair.
        for told in (said.out, status, json.dumps(self.net.json("police", "mou", "list"))):
            self.assertNotIn("no-place-of-ours", told)
        self.net.stop("clinic")
        os.remove(own)
        self.net.start("clinic")
        self.net.await_promised(lambda: self.refusing("police") == [], THERE)
        self.net.await_promised(self.is_shown, THERE)

    @tried_again
    def test_the_next_version_takes_the_place_of_the_one_before(self):
        first = self.net.path("police_clinic.signed")
        draft = self.net.path("next.textproto")
        self.net.at("clinic", "mou", "amend", first, "--out", draft)
        with open(draft, encoding="utf-8") as file:
            text = file.read()
        # The MOU's own clause for the search goes; guardians break no glass.
        narrower = re.sub(r"roles: \[?ROLE_POLICE_MISSING\]?", "roles: ROLE_GUARDIAN", text)
        narrower = re.sub(r"allow_break_glass: true", "", narrower)
        self.assertNotEqual(narrower, text)
        both = self.signed("second", narrower)
        self.net.at("clinic", "mou", "propose", both)
        self.net.await_promised(lambda: self.state("clinic") == ("ACTIVE", 2), HERE)
        self.assertFalse(self.is_shown())
        self.net.await_promised(lambda: self.state("police") == ("ACTIVE", 2), THERE)
        said = self.net.at("clinic", "mou", "list").out
        self.assertIn("police-clinic version 1: superseded", said)
        self.assertIn("police-clinic version 2: active", said)

    def agreed_for(self, seconds):
        """When an MOU of so many seconds ends, once it was seen to be in force;
        None if it ended before, since a busy machine took longer to sign it."""
        end = int(time.time()) + seconds
        signed = self.signed("short", self.text((f'mou_id: "{MOU}"', f'mou_id: "for-{seconds}"'), until=end))
        for agency in ("clinic", "police"):
            self.net.at(agency, "mou", "propose", signed, code=None)
        while time.time() < end:
            if self.is_shown():
                return end
        return None

    def test_one_that_is_over_permits_nothing_and_the_end_is_for_good(self):
        self.tell("clinic", "terminate")
        self.assertEqual(self.state("clinic")[0], "TERMINATED")
        self.assertFalse(self.is_shown())
        self.net.at("clinic", "mou", "resume", MOU, f"--confirm={MOU}", code=1)
        end = next(filter(None, map(self.agreed_for, (8, 30, 120))))
        self.net.await_true(lambda: time.time() > end)
        self.assertFalse(self.is_shown())


if __name__ == "__main__":
    unittest.main()
