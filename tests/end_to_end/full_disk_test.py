"""A node whose disk fills up says so, shows and changes nothing, stays up, and
goes on by itself when there is room."""

import os
import tempfile
import unittest

from documents import GIRL, registration
from federation import Federation
from programs import fault


class FullDiskTest(unittest.TestCase):

    def test_full_and_well_again(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            self.net = net
            flag = net.path("full")
            net.stop("clinic")
            net.start("clinic", env={"LD_PRELOAD": fault("full_disk"), "FULL_DISK_FLAG": flag,
                                     "FULL_DISK_FOLDER": net.path("clinic/data")})
            net.sign_in("clinic", "nurse-2", "clinic.clinician", "node.admin",
                        "oversight.auditor")
            for turn in range(2):
                before, during = f"305-0000000{turn}", f"702-0000000{turn}"
                self.register(before)
                net.write("full", "")
                refused = self.register(during, code=6)
                self.assertIn("HW-STORE-001", refused.err)
                self.assertIn("make room on the disk", refused.err)
                shown = self.locate(before)
                self.assertNotEqual(shown.code, 0)
                self.assertNotIn("identified", shown.out + shown.err)
                status = net.at("clinic", "status", code=None)
                self.assertIn("space", status.out)
                self.assertIsNone(net.nodes["clinic"].poll(), net.troubles())

                self.await_health(6)
                self.assertIn("the store can't be written", self.health().out)

                os.remove(flag)
                self.await_health(0)  # Though nobody asks for anything.
                self.await_well(before)
                self.assertIn("identified", self.locate(before).out)
                self.assertNotIn("identified", self.locate(during).out)
                self.register(during)
                net.at("clinic", "audit", "verify")
            self.assertEqual(net.stop("clinic"), 0)
            net.start("clinic")
            self.assertIn("identified", self.locate(before).out)
            net.at("clinic", "audit", "verify")

    def register(self, number, code=0):
        return self.net.at("clinic", "register", "-", stdin=registration(number=number), code=code)

    def locate(self, number):
        return self.net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-",
                           stdin=GIRL.replace("305-00412907", number), code=None)

    def health(self):
        return self.net.at("clinic", "health", code=None)

    def await_health(self, code):
        self.net.await_true(lambda: self.health().code == code)

    def await_well(self, number):
        self.net.await_true(lambda: self.locate(number).code == 0)


if __name__ == "__main__":
    unittest.main()
