"""docs/clients.md: its commands make stubs, and its program asks a node."""

import os
import re
import subprocess
import tempfile
import unittest

from documents import GIRL, registration
from federation import Federation
from patience import PATIENCE
from programs import PROJECT


def blocks(language):
    """The fenced blocks of the document that are marked `language`."""
    with open(os.path.join(PROJECT, "docs/clients.md"), encoding="utf-8") as file:
        return re.findall(rf"^```{language}\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)


class ClientsTest(unittest.TestCase):

    def test_the_document(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "register", "-", stdin=registration(
                crossingEvent={"crossingEventId": "crossing-1",
                               "crossingTime": "2026-01-02T03:04:05Z", "toCountryCode": "GB"}))
            net.sign_in("police", "officer-7", "police.missing")
            case = net.open_case()
            (set_up,) = blocks("sh")
            (text,) = blocks("python")
            # The packages are there; everything else is done as it stands.
            lines = [line for line in set_up.splitlines() if not line.startswith("apt-get")]
            os.symlink(os.path.join(PROJECT, "proto"), net.path("proto"))
            subprocess.run(["bash", "-euc", "\n".join(lines)], cwd=folder, check=True)
            net.write("locate.py", text)

            done = self.locate(net, case, GIRL)
            self.assertEqual(done.returncode, 0, done.stderr + net.troubles())
            said = done.stdout.splitlines()
            self.assertEqual(said[0], "asked: police, clinic")
            self.assertEqual(sorted(said[1:3]), ["clinic OUTCOME_ANSWERED",
                                                 "police OUTCOME_NOTHING_TO_SHOW"])
            self.assertEqual(said[3:], ["clinic knows of a crossing_event"])

            other = GIRL.replace("305-00412907", "702-00250118")
            done = self.locate(net, case, other)  # The case is about another child.
            self.assertEqual(done.returncode, 1)
            self.assertIn("PERMISSION_DENIED", done.stderr)

    def locate(self, net, case, child):
        return subprocess.run(
            ["/usr/bin/python3", "locate.py", "police", f"127.0.0.1:{net.ports['police'][0]}", case],
            input=child, text=True, capture_output=True, cwd=net.folder, timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": "stubs"})


if __name__ == "__main__":
    unittest.main()
