"""docs/quickstart.md: its commands, as they stand, typed one after the other."""

import os
import re
import subprocess
import tempfile
import threading
import time
import unittest

from federation import TRY_AGAIN
from patience import PATIENCE
from ports import demo_environment
from programs import PROJECT, program

# Seconds for the demo's story, which is far more than it takes.
STORY = 2 * PATIENCE


def commands():
    with open(os.path.join(PROJECT, "docs/quickstart.md"), encoding="utf-8") as file:
        fenced = re.findall(r"^```\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
    return [line for block in fenced for line in block.splitlines() if line]


class Shell:
    """A shell that is typed into, and what it shows."""

    def __init__(self, scene):
        self.shown = ""
        self.shell = subprocess.Popen(
            ["bash"], cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=demo_environment(scene))
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.shell.stdout:
            self.shown += line

    def type(self, line):
        self.shell.stdin.write(line + "\n")
        self.shell.stdin.flush()

    def await_text(self, text, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            if time.monotonic() > deadline or self.shell.poll() is not None:
                raise AssertionError(f"{text!r} was not shown:\n{self.shown[-4000:]}")
            time.sleep(0.05)

    def run(self, line, number):
        """Types a command: what it wrote, once it has ended well."""
        before = len(self.shown)
        for turn in range(5):
            self.type(line)
            self.type(f"echo \"ended {number}.{turn}: $?.\"")
            self.await_text(f"ended {number}.{turn}: ")
            if f"ended {number}.{turn}: {TRY_AGAIN}." not in self.shown:  # As of a node that is too busy.
                break
        self.await_text(f"ended {number}.{turn}: 0.")
        return self.shown[before:]


class QuickstartTest(unittest.TestCase):

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR"))
        programs = os.path.join(self.temporary.name, "programs")
        self.scene = os.path.join(self.temporary.name, "scene")
        os.mkdir(programs)
        os.mkdir(self.scene)
        for name in ("homeward", "homewardd"):
            os.symlink(os.path.realpath(program(name)), os.path.join(programs, name))
        self.programs = programs
        self.shell = Shell(self.scene)

    def tearDown(self):
        # The end of its input ends the demo's shell, and so the demo.
        self.shell.shell.stdin.close()
        self.shell.shell.wait(timeout=PATIENCE)
        self.shell.reader.join()
        self.shell.shell.stdout.close()
        self.temporary.cleanup()

    def folder(self):
        (name,) = os.listdir(self.scene)
        return os.path.join(self.scene, name)

    def await_file(self, name):
        deadline = time.monotonic() + PATIENCE
        while not os.path.exists(os.path.join(self.folder(), name)):
            if time.monotonic() > deadline:
                with open(os.path.join(self.folder(), "others.log"), encoding="utf-8") as log:
                    self.fail(f"no {name}\n{log.read()[-3000:]}\n{self.shell.shown[-2000:]}")
            time.sleep(0.05)

    def test_every_command(self):
        lines = commands()
        self.assertLessEqual(len(lines), 6)
        start, init, join, mou, node, ask = lines
        began = time.monotonic()
        # The programs are built already: the one thing done otherwise.
        self.assertEqual(start, "./deploy/demo --shell")
        self.shell.type(f"{start} --binaries {self.programs}")
        self.shell.await_text("Leave with: exit", STORY)
        self.shell.run(init, 2)
        self.await_file("harbour.invite")
        self.shell.type(join.replace('"$(cat telephone)"', "lusab-babad-gutih-tugad"))
        self.shell.await_text("HW-JOIN-004")
        self.assertIn("harbour has joined", self.shell.run(join, 3))
        self.assertIn("has 1 of 2 signatures", self.shell.run(mou, 4))
        self.shell.run(node, 5)
        self.await_file("harbour-st-luke.mou.signed.answered")
        self.await_serving()
        answer = self.ask(ask)
        self.assertLess(time.monotonic() - began, 15 * 60)
        self.assertIn("st-luke: answered", answer)
        # The clinic alone: nobody else has agreed with the newcomer.
        self.assertNotIn("police", answer)
        self.assertNotIn("registrar", answer)
        # Another purpose is denied.
        self.shell.type(ask.replace("care-coordination", "missing-search") + "; echo \"denied $?\"")
        self.shell.await_text("denied 3\n")

        self.shell.type("exit")
        self.shell.type("exit")
        self.shell.shell.wait(timeout=PATIENCE)
        self.assertEqual(os.listdir(self.scene), [])
        self.assertEqual(self.nodes(), [])

    def await_serving(self):
        deadline = time.monotonic() + PATIENCE
        number = 100
        while True:
            self.assertLess(time.monotonic(), deadline, self.shell.shown[-3000:])
            number += 1
            before = len(self.shell.shown)
            self.shell.type(f"homeward --home harbour health; echo \"health {number}: $?\"")
            self.shell.await_text(f"health {number}: ")
            if f"health {number}: 0\n" in self.shell.shown[before:]:
                return
            time.sleep(0.2)

    def ask(self, line):
        """The first question. The MOU comes to the node within seconds."""
        deadline = time.monotonic() + PATIENCE
        number = 200
        while True:
            number += 1
            before = len(self.shell.shown)
            self.shell.type(f"{line}; echo \"asked {number}: $?\"")
            self.shell.await_text(f"asked {number}: ")
            if f"asked {number}: 0\n" in self.shell.shown[before:]:
                return self.shell.shown[before:]
            self.assertLess(time.monotonic(), deadline, self.shell.shown[before:])
            time.sleep(0.5)

    def nodes(self):
        """The processes that run a node out of the demo's folder."""
        found = []
        for number in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{number}/exe").startswith(self.scene):
                    found.append(number)
            except OSError:
                continue
        return found


if __name__ == "__main__":
    unittest.main()
