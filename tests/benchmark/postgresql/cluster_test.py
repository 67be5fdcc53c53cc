"""The cluster answers, and is gone afterwards whatever happens."""
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

import cluster

# Prints the folder and the server's process, then waits to be stopped.
WAITING = """
import signal, sys, time
import cluster
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
with cluster.Cluster({"listen_addresses": "''"}) as server:
    print(server.folder, server.process, flush=True)
    time.sleep(60)
"""
SETTINGS = {"listen_addresses": "''"}


def runs(process):
    """Whether the process is there, and not only waited for."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def ends(process):
    deadline = time.monotonic() + 240
    while runs(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not runs(process)


@unittest.skipUnless((cluster.BINARIES / "initdb").exists(), "PostgreSQL is not installed")
class ClusterTest(unittest.TestCase):
    def test_answers_and_says_what_is_wrong(self):
        with cluster.Cluster(SETTINGS) as server:
            self.assertEqual(server.psql("SELECT 1, 'é';"), "1\té\n")
            with self.assertRaisesRegex(RuntimeError, "no_such_table"):
                server.psql("SELECT * FROM no_such_table;")

    def test_trigrams_know_letters_of_every_script(self):
        with cluster.Cluster(SETTINGS) as server:
            like = server.psql("CREATE EXTENSION pg_trgm; SELECT similarity('محمد', 'محمود'), "
                               "similarity('Олена', 'олена');").split()
        self.assertGreater(float(like[0]), 0)
        self.assertEqual(float(like[1]), 1)

    def test_listens_on_no_port(self):
        with cluster.Cluster(SETTINGS) as server:
            self.assertEqual(server.psql("SHOW listen_addresses;"), "\n")

    def test_is_gone_after_an_error(self):
        with self.assertRaises(ValueError):
            with cluster.Cluster(SETTINGS) as server:
                raise ValueError
        self.assertFalse(runs(server.process))
        self.assertFalse(os.path.exists(server.folder))

    def test_is_gone_if_it_does_not_start(self):
        server = cluster.Cluster({"no_such_setting": "1"})
        with self.assertRaisesRegex(RuntimeError, "no_such_setting"):
            server.__enter__()
        self.assertFalse(os.path.exists(server.folder))

    def stopped_by(self, number):
        waiting = subprocess.Popen([sys.executable, "-B", "-c", WAITING], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with waiting:
            folder, process = waiting.stdout.readline().split()
            waiting.send_signal(number)
            waiting.wait()
        self.assertTrue(ends(process))
        return folder

    def test_is_gone_after_ctrl_c_and_when_stopped(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            self.assertFalse(os.path.exists(self.stopped_by(number)))

    def test_does_not_outlive_a_program_that_is_killed(self):
        folder = self.stopped_by(signal.SIGKILL)
        subprocess.run(["rm", "-r", folder], check=True)  # Nobody was left to do it.


if __name__ == "__main__":
    unittest.main()
