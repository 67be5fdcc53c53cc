"""A child's name leaves no trace: not in logs, metrics, arguments, the
environment, file names, nor in any file of the node's folder."""

import contextlib
import os
import subprocess
import tempfile
import unittest
import urllib.request

from documents import registration
from federation import TRY_AGAIN, Federation
from patience import PATIENCE
from programs import program

# Nobody is called so; the year and the numbers are as rare.
FIRST, LAST = "Quexivora", "Zhbaltymenko"
CHILD = f"{FIRST} {LAST}"
PHONE, NUMBER = "447700900917", "917-55003381"
DESCRIPTOR = f'name {{ full_name: "{CHILD}" birth_year: 2013 }}'


def forms():
    """What is looked for: each word as it is, folded, and in UTF-16."""
    for word in (FIRST, LAST, PHONE, NUMBER, NUMBER.replace("-", "")):
        for text in {word, word.lower(), word.upper()}:
            yield text.encode()
            yield text.encode("utf-16-le")


def traces(data):
    return sorted({form.decode("utf-8", "replace") for form in forms() if form in data})


class CanaryTest(unittest.TestCase):

    def assert_clean(self, data, where):
        self.assertEqual(traces(data), [], where)

    def assert_folder_clean(self, top):
        count = 0
        for folder, _, names in os.walk(top):
            self.assert_clean(folder.encode(), "the name of a folder")
            for name in names:
                self.assert_clean(name.encode(), "the name of a file")
                path = os.path.join(folder, name)
                # A node that runs may take a file away.
                with contextlib.suppress(FileNotFoundError):
                    if os.path.isfile(path):
                        with open(path, "rb") as file:
                            self.assert_clean(file.read(), path)
                        count += 1
        self.assertGreater(count, 10)

    def assert_process_clean(self, pid):
        for part in ("cmdline", "environ", "comm"):
            with open(f"/proc/{pid}/{part}", "rb") as file:
                self.assert_clean(file.read(), f"{part} of a process")

    def typed(self, net, agency, *args, stdin, code=0):
        """Runs the command, looking at its process before it has its input."""
        for _ in range(5):
            child = subprocess.Popen([program("homeward"), "--home", net.path(agency), *args],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True)
            self.assert_process_clean(child.pid)
            out, err = child.communicate(stdin, timeout=PATIENCE)
            if child.returncode != TRY_AGAIN:  # As one of a node that is too busy.
                break
        self.assertEqual(child.returncode, code, out + err)
        return out, err

    def test_the_search_finds_what_is_there(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder:
            with open(os.path.join(folder, "plain"), "w", encoding="utf-8") as file:
                file.write(registration(name=CHILD.lower()))
            with self.assertRaises(AssertionError):
                self.assert_folder_clean(folder)
        with self.assertRaises(AssertionError):
            self.assert_clean(CHILD.encode("utf-16-le"), "text")

    def test_a_name_leaves_no_trace(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            child = registration(
                name=CHILD, number=NUMBER, sourceRecordId="canary-1",
                identity={"nameFull": CHILD, "nameFirst": FIRST, "nameLast": LAST,
                          "telephoneCurrent": ["+" + PHONE],
                          "dateOfBirth": {"year": 2013},
                          "documents": [{"type": "DOCUMENT_TYPE_UNHCR_INDIVIDUAL",
                                         "number": NUMBER}]})
            self.typed(net, "clinic", "register", "-", stdin=child)
            # One who is refused, and one that can't be read.
            self.typed(net, "clinic", "register", "-", code=1,
                       stdin=registration(name=CHILD, ago=-86400))
            _, said = self.typed(net, "clinic", "register", "-", code=1,
                                 stdin='{"identity": {"nameFul": "%s"}}' % CHILD)
            net.sign_in("police", "officer-7", "police.missing")
            self.typed(net, "police", "case", "open", "--case", "2026/9", "--to", "officer-7",
                       "--purpose", "missing-search", "--out", net.path("case.token"), "-",
                       stdin=DESCRIPTOR)
            out, _ = self.typed(net, "police", "locate", "--purpose", "missing-search", "--case",
                                net.path("case.token"), "-", stdin=DESCRIPTOR)
            self.assertIn("clinic: answered", out)  # The name reached both nodes.
            self.typed(net, "police", "locate", "--purpose", "missing-search", "-",
                       stdin=DESCRIPTOR, code=3)
            self.assert_clean(said.encode(), "the words of an error")
            self.looks_everywhere(net)
            for agency in net.agencies:
                self.assertEqual(net.stop(agency), 0)
                net.start(agency)
            self.looks_everywhere(net)

    def looks_everywhere(self, net):
        for agency in net.agencies:
            self.assert_process_clean(net.nodes[agency].pid)
            url = f"http://127.0.0.1:{net.ports[agency][1]}/metrics"
            with urllib.request.urlopen(url, timeout=PATIENCE) as page:
                metrics = page.read()
            self.assertIn(b"homeward_decisions_total", metrics)
            self.assert_clean(metrics, "metrics")
        self.assert_folder_clean(net.folder)

    def test_a_name_as_a_flag_is_refused_and_not_repeated(self):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder, \
                Federation(folder, ("clinic",)) as net:
            net.sign_in("clinic", "nurse-2", "clinic.clinician")
            for args in (("--name", CHILD), (CHILD, "2013"), ("--phone", PHONE)):
                ended = net.at("clinic", "locate", "--purpose", "treat", *args, code=None)
                self.assertIn(ended.code, (1, 2), ended)
                if args[0].startswith("--"):
                    self.assertEqual(ended.code, 2)
                    self.assert_clean((ended.out + ended.err).encode(), "an error")


if __name__ == "__main__":
    unittest.main()
