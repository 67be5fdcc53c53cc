"""A revoked certificate stops working on live connections, with no restart."""

import os
import tempfile
import time
import unittest

from federation import GIRL, Federation, registration


class RevocationTest(unittest.TestCase):

    def ask(self, net, case):
        """What came of asking the clinic, through the node of the police."""
        ended = net.at("police", "locate", "--purpose", "missing-search", "--case", case, "-",
                       stdin=GIRL, code=None)
        for line in ended.out.splitlines():
            if line.startswith("clinic: "):
                return line.split(" by ")[0]
        return str(ended)

    def test_a_node_is_denied_within_five_seconds(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "register", "-", stdin=registration())
            net.sign_in("police", "officer-7", "police.missing")
            case = net.open_case()
            self.assertEqual(self.ask(net, case), "clinic: answered")
            before = {agency: node.pid for agency, node in net.nodes.items()}

            net.at("police", "certificate", "revoke", "--offline", "--leaf",
                   net.path("police/certificates/node/cert.pem"))
            net.sign_in("clinic", "ops-1", "node.admin")
            net.at("clinic", "directory", "revoke", "--list", net.path("police/revocations.binpb"))
            revoked = time.monotonic()
            while self.ask(net, case) == "clinic: answered":
                self.assertLess(time.monotonic() - revoked, 5, "the clinic still answers")
            # It stays so, and the clinic's own people work on.
            time.sleep(1)
            self.assertNotEqual(self.ask(net, case), "clinic: answered")
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "locate", "--own-node", "--purpose", "treat", "-", stdin=GIRL)

            # A new certificate mends it.
            net.at("police", "certificate", "renew")
            deadline = time.monotonic() + 20
            while True:
                signed_in = net.at("police", "sign-in", "--as", "officer-7", "--role",
                                   "police.missing", code=None)
                if signed_in.code == 0 and self.ask(net, case) == "clinic: answered":
                    break
                self.assertLess(time.monotonic(), deadline, f"{self.ask(net, case)}\n{net.troubles()}")
                time.sleep(0.2)
            self.assertEqual({agency: node.pid for agency, node in net.nodes.items()}, before)
            self.assertTrue(all(node.poll() is None for node in net.nodes.values()))

    def test_a_program_of_staff_is_refused_on_its_next_call(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            net.sign_in("clinic", "ops-1", "node.admin")
            net.at("clinic", "status", code=None)
            net.at("clinic", "certificate", "revoke", "--leaf",
                   net.path("clinic/certificates/client/cert.pem"))
            ended = net.at("clinic", "status", code=None)
            self.assertIn(ended.code, (1, 4), ended)
            self.assertIn("HW-TLS-", ended.err)


if __name__ == "__main__":
    unittest.main()
