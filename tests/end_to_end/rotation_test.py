"""Certificates change under load with no failed call; a bad pair is refused."""

import os
import shutil
import tempfile
import threading
import unittest

from federation import GIRL, MANY_QUESTIONS, Federation, registration


class Askers:
    """Ask the clinic through the node of the police, again and again."""

    def __init__(self, net, case, count=3):
        self.net, self.case = net, case
        self.answered, self.failures = 0, []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.ask) for _ in range(count)]

    def ask(self):
        while not self.stopped.is_set():
            ended = self.net.at("police", "locate", "--purpose", "missing-search", "--case",
                                self.case, "-", stdin=GIRL, code=None)
            if ended.code == 0 and "clinic: answered" in ended.out:
                self.answered += 1
            else:
                self.failures.append(str(ended))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


class RotationTest(unittest.TestCase):

    def said(self, net, agency, words):
        """How often the log of `agency` says so."""
        with open(net.path(agency, "log"), encoding="utf-8") as log:
            return log.read().count(words)

    def test_rotation_under_load(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, config=MANY_QUESTIONS) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            net.at("clinic", "register", "-", stdin=registration())
            net.sign_in("police", "officer-7", "police.missing")
            with Askers(net, net.open_case()) as askers:
                for agency in ("clinic", "police", "clinic", "police"):
                    changed = self.said(net, agency, "tls_pair_changed")
                    net.at(agency, "certificate", "renew")
                    net.await_true(lambda: self.said(net, agency, "tls_pair_changed") > changed)
                    # A session is good for the present certificate of its node
                    # and the one before.
                    net.sign_in("police", "officer-7", "police.missing")
                    self.await_answers(net, askers)
                self.refuses_a_bad_pair(net, askers)
            self.assertEqual(askers.failures, [])
            print(f"{askers.answered} calls answered, none failed")

    def await_answers(self, net, askers):
        """Until each of them may have asked once more."""
        enough = askers.answered + 2 * len(askers.threads)
        net.await_true(lambda: askers.answered >= enough or askers.failures)

    def refuses_a_bad_pair(self, net, askers):
        """The key of one certificate beside another: the good pair goes on."""
        link = net.path("clinic/certificates/node")
        good = os.readlink(link)
        bad = net.path("clinic/certificates/bad")
        shutil.copytree(link, bad)
        shutil.copy(net.path("clinic/certificates/client/key.pem"), bad)
        self.point(link, "bad")
        net.await_true(lambda: self.said(net, "clinic", "tls_pair_refused"))
        self.await_answers(net, askers)
        net.sign_in("clinic", "ops-1", "node.admin")
        refused = "is refused, and the one before goes on: "
        self.assertIn(refused, net.at("clinic", "status", code=None).out)
        self.point(link, good)
        net.await_true(lambda: refused not in net.at("clinic", "status", code=None).out)

    def point(self, link, target):
        os.symlink(target, link + ".new")
        os.replace(link + ".new", link)


if __name__ == "__main__":
    unittest.main()
