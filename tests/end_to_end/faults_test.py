"""The faults that people meet, each made for real: the code, what is said, and
how `homeward` ends. docs/errors.md lists them."""

import os
import re
import shutil
import subprocess
import time
import unittest
from datetime import timedelta

import api
import broken
from documents import GIRL
from patience import PATIENCE, at_best, idle_time
from ports import free_ports
from programs import program
from shared_federation import SharedFederationTest


class FaultsTest(SharedFederationTest):

    def setUp(self):
        self.net.sign_in("police", "officer-7", "police.missing", "node.admin")

    def assert_fault(self, ended, code, exit_code, *words):
        self.assertEqual(ended.code, exit_code, ended)
        self.assertIn(f"homeward: {code}: ", ended.err)
        self.assertIn("  Look at: ", ended.err)
        self.assertIn("  Next: ", ended.err)
        for word in words:
            self.assertIn(word, ended.err)
        self.assertNotIn("DEADLINE_EXCEEDED", ended.err)

    def status(self, code, exit_code, *words, home="police", address=None):
        """`homeward status` ends with this fault, in two seconds."""
        where = ["--address", address] if address else []
        self.assert_fault(self.soon(code, "--home", self.net.path(home), *where, "status"),
                          code, exit_code, *words)

    def soon(self, code, *args):
        """How the command ended that says `code` in two seconds, as well as this
        machine can now."""
        def is_soon():
            limit = 2 + 5 * idle_time()
            start = time.monotonic()
            ended.append(self.net.run(*args, code=None, silent_node=True))
            return time.monotonic() - start < limit and code in ended[-1].out + ended[-1].err

        ended = []
        self.assertTrue(at_best(is_soon), ended[-1])
        return ended[-1]

    def shown(self, code, exit_code, words, **pair):
        """What is said of a node that shows a pair of the right root, made so."""
        folder = broken.issued_pair(self.net, "police", **pair)
        with broken.tls_server(folder) as address:
            self.status(code, exit_code, words, address=address)

    def test_01_no_root_certificate(self):
        for name in ("root/cert.pem", "certificates/client"):
            with broken.moved_away(self.net.path("police", name)):
                self.status("HW-TLS-014", 1, name)

    def test_02_another_root(self):
        self.status("HW-TLS-005", 1, "another agency's node",
                    address=f"127.0.0.1:{self.net.ports['clinic'][0]}")

    def test_03_expired(self):
        self.shown("HW-TLS-003", 1, "homeward certificate renew", made_at=timedelta(days=-8))

    def test_04_not_yet_valid(self):
        self.shown("HW-TLS-004", 1, "date -u", made_at=timedelta(days=1))

    def test_05_a_clock_that_is_ten_minutes_off(self):
        self.net.stop("clinic")
        self.net.start("clinic", env=broken.clock_off(timedelta(minutes=10)))
        try:
            ended = self.soon("HW-CLOCK-001", "--home", self.net.path("police"), "doctor", "--peer", "clinic")
            self.assertEqual(ended.code, 1, ended)
            lines = ended.out.splitlines()
            self.assertIn("FAIL  there clock: HW-CLOCK-001 the clock of clinic is 10m", lines[-1])
            self.assertIn("Next: compare both clocks", ended.err)
        finally:
            self.net.stop("clinic")
            self.net.start("clinic")

    def test_06_another_name(self):
        self.shown("HW-TLS-002", 1, "compare --address", names="clinic/node/1")
        self.shown("HW-TLS-002", 1, "compare --address", names="police/client/desk-2")

    def test_07_a_port_of_another_service(self):
        self.status("HW-TLS-010", 1, "does not speak TLS",
                    address=f"127.0.0.1:{self.net.ports['police'][1]}")

    def test_08_no_tls_where_tls_is_spoken(self):
        broken.copied_home(self.net, "police", "plain",
                           health_address=f'"127.0.0.1:{self.net.ports["police"][0]}"')
        ended = self.net.run("--home", self.net.path("plain"), "health", code=None)
        self.assert_fault(ended, "HW-TLS-010", 1, "a port with TLS", "health_address")

    def test_09_refused(self):
        (port,) = free_ports(1)
        self.status("HW-NET-002", 6, "refused", address=f"127.0.0.1:{port}")
        broken.copied_home(self.net, "police", "silent", health_address=f'"127.0.0.1:{port}"')
        ended = self.net.run("--home", self.net.path("silent"), "health", code=None)
        self.assert_fault(ended, "HW-NET-002", 6, "refused")

    def test_10_a_name_without_an_address(self):
        self.status("HW-NET-001", 6, "no-such-host.invalid", address="no-such-host.invalid:7443")

    def test_11_no_answer_in_time(self):
        with broken.hanging(self.net.nodes["police"]):
            self.status("HW-NET-003", 6, f"127.0.0.1:{self.net.ports['police'][0]}")

    def test_12_denied(self):
        ended = self.net.at("police", "locate", "--purpose", "missing-search", "-", stdin=GIRL, code=None)
        self.assert_fault(ended, "HW-MOU-001", 3, "denied", "homeward explain q-")
        self.assertIn("prohibited by house-police@1/no-search-without-case", self.explained(ended))
        ended = self.net.at("police", "locate", "--purpose", "missing-search", "--mou", "police-clinic", "-",
                            stdin=GIRL, code=3)
        self.assertIn("homeward case open", self.explained(ended))

    def test_12_denied_by_the_house_rules(self):
        ended = self.net.at("police", "show", "agencies/police/children/" + "0" * 32, "--purpose", "treat", code=None)
        self.assert_fault(ended, "HW-MOU-001", 3, "denied", "homeward mou list", "--purpose")
        self.assertNotIn("QUERY_ID", ended.err)

    def explained(self, ended):
        """What the one who asked is told of why it was denied."""
        query = re.search(r"homeward explain (q-\w+)", ended.err).group(1)
        return self.net.at("police", "explain", query).out

    def test_13_a_stale_mou(self):
        with broken.listens_elsewhere(self.net, "police"):
            self.net.sign_in("police", "officer-7", "police.missing", "node.admin")
            self.next_version()
            ended = self.net.at("police", "locate", "--purpose", "missing-search", "--case",
                                self.net.open_case(), "-", stdin=GIRL, code=None)
            self.assert_fault(ended, "HW-MOU-002", 5, "another version", "homeward mou list")

    def next_version(self):
        """Version 2 of the MOU, signed by both, is known at the clinic only."""
        draft, signed = broken.next_version(self.net), self.net.path("next.signed")
        self.net.at("police", "mou", "sign", draft, "--out", signed)
        self.net.at("clinic", "mou", "sign", signed, "--out", signed)
        self.net.sign_in("clinic", "ops-1", "node.admin")
        self.net.at("clinic", "mou", "propose", signed)

    def test_14_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program("homeward"), "--home", self.net.path("police"), "status"],
                                  stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("homeward: HW-DISK-001: ", done.stderr)

    @unittest.skipUnless(shutil.which("unshare"), "SKIPPED: no unshare, so no disk is made full")
    def test_14_a_full_disk_keeps_the_file_that_was_there(self):
        folder = self.net.path("disk")
        os.mkdir(folder)
        self.net.write("disk/mou.signed", "what was there")
        done = broken.on_a_full_disk(folder, [
            program("homeward"), "--home", self.net.path("police"), "mou", "sign",
            self.net.path("police_clinic.textproto"), "--out", os.path.join(folder, "mou.signed")])
        if done is None:
            self.skipTest("SKIPPED: this user may not mount a tmpfs")
        self.assertEqual(done.returncode, 1, done.stderr)
        for words in ("homeward: HW-DISK-001: ", "No space left", "  Look at: ", "  Next: df -h"):
            self.assertIn(words, done.stderr)
        self.assertEqual(os.listdir(folder + ".after"), ["mou.signed"])
        self.assertEqual(api.read(folder + ".after", "mou.signed"), b"what was there")


if __name__ == "__main__":
    unittest.main()
