"""An agency signs what another proposed: the text that somebody read, and no
other."""

import base64
import hashlib
import json
import os
import pty
import re
import subprocess
import tempfile
import unittest

from documents import template
from federation import Federation
from patience import PATIENCE
from programs import program

MOU = "next-agreement"


class MouCountersignTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        self.addCleanup(folder.cleanup)
        self.net = Federation(folder.name).__enter__()
        self.addCleanup(self.net.__exit__)
        for agency in ("police", "clinic"):
            self.net.sign_in(agency, "ops-1", "node.admin")
        self.first = template("police_clinic").replace('mou_id: "police-clinic"', f'mou_id: "{MOU}"')
        self.assertIn(MOU, self.first)

    def propose(self, text, version):
        """The police sign `text` and propose it; returns once the clinic has it."""
        signed = self.net.path(f"v{version}.signed")
        self.net.at("police", "mou", "sign", self.net.write(f"v{version}.textproto", text), "--out", signed)
        self.net.at("police", "mou", "propose", signed)
        self.net.await_true(lambda: version in self.missing("clinic"))

    def propose_second(self):
        """A second version, which follows a first that only the police signed."""
        page = json.loads(self.net.at("police", "-o", "json", "mou", "list").out)
        (sha256,) = [self.sha256(one["envelope"]["payload"]) for one in page["mous"] if one["mou"]["mouId"] == MOU]
        digits = "".join(f"\\{byte:03o}" for byte in sha256)
        self.propose(self.first.replace("\nversion: 1\n", f'\nversion: 2\nprevious_sha256: "{digits}"\n'), 2)

    @staticmethod
    def sha256(payload):
        return hashlib.sha256(base64.b64decode(payload)).digest()

    def missing(self, agency):
        """Who must sign which version of the MOU, as the node of `agency` has it."""
        return {int(one["mou"]["version"]): one.get("missingAgencyIds", [])
                for page in self.net.json(agency, "mou", "list") for one in page.get("mous", [])
                if one["mou"]["mouId"] == MOU}

    def preview(self):
        """The fingerprint of what would be signed."""
        (said,) = self.net.json("clinic", "mou", "countersign", MOU, "--dry-run")
        return said["fingerprint"], int(said["mou"]["mou"]["version"])

    def countersign(self, *more, code=0):
        return self.net.at("clinic", "mou", "countersign", MOU, *more, code=code)

    def test_nothing_is_signed_that_nobody_read(self):
        self.propose(self.first, 1)
        refused = self.countersign(code=2)
        self.assertIn("nobody has read", refused.err)
        self.countersign("--confirm=rapif-lozun-davib-mutog-kisaf-bolun-gatiz-domup", code=1)
        self.assertEqual(self.missing("clinic"), {1: ["clinic"]})

    def test_the_preview_is_a_page_for_people_and_signs_nothing(self):
        self.propose(self.first, 1)
        said = self.countersign("--dry-run")
        self.assertIn(f"Memorandum {MOU}, version 1", said.out)
        self.assertIn("to find a child who is reported missing", said.out)
        self.assertIn("Signed by: police. Still must sign: clinic.", said.out)
        self.assertIn("nothing was changed", said.err)
        self.assertEqual(self.missing("clinic"), {1: ["clinic"]})
        # What it says to type next does sign.
        following = re.search(r"Next: homeward (mou countersign .*)", said.err).group(1).split()
        self.assertIn("version 1: active", self.net.at("clinic", *following).out)
        self.assertEqual(self.missing("clinic"), {1: []})
        self.assertIn("has signed every version", self.countersign("--dry-run", code=1).err)

    def test_a_version_that_comes_after_the_preview_is_not_signed_for_it(self):
        self.propose(self.first, 1)
        fingerprint, version = self.preview()
        self.assertEqual(version, 1)
        self.propose_second()
        # The lowest that lacks the signature: it is the one that was read.
        self.assertIn("version 1: active", self.countersign(f"--confirm={fingerprint}").out)
        self.assertEqual(self.missing("clinic"), {1: [], 2: ["clinic"]})
        # And the word for the first is none for the second.
        refused = self.countersign(f"--confirm={fingerprint}", code=1)
        self.assertIn("HW-MOU-004", refused.err)
        self.assertEqual(self.missing("clinic"), {1: [], 2: ["clinic"]})
        second, version = self.preview()
        self.assertEqual(version, 2)
        self.countersign(f"--confirm={second}")
        self.assertEqual(self.missing("clinic"), {1: [], 2: []})

    def typed(self, answer):
        """What `answer`, typed at a terminal after the page, comes to."""
        mine, theirs = pty.openpty()
        try:
            os.write(mine, (answer + "\n").encode())
            return subprocess.run(
                [program("homeward"), "--home", self.net.path("clinic"), "mou", "countersign", MOU],
                stdin=theirs, capture_output=True, text=True, timeout=PATIENCE, check=False)
        finally:
            os.close(mine)
            os.close(theirs)

    def test_at_a_terminal_the_fingerprint_is_typed_below_the_page(self):
        self.propose(self.first, 1)
        for answer in ("", "yes"):
            said = self.typed(answer)
            self.assertEqual(said.returncode, 1, said)
            self.assertIn(f"Memorandum {MOU}, version 1", said.stdout)
            self.assertIn("nothing was signed", said.stderr)
        self.assertEqual(self.missing("clinic"), {1: ["clinic"]})
        said = self.typed(self.preview()[0])
        self.assertEqual(said.returncode, 0, said)
        self.assertEqual(self.missing("clinic"), {1: []})


if __name__ == "__main__":
    unittest.main()
