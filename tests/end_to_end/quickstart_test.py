"""docs/quickstart.md: its commands, as they stand, in one shell."""

import os
import re
import subprocess
import tempfile
import time
import unittest

from federation import PROJECT, program


def commands():
    with open(os.path.join(PROJECT, "docs/quickstart.md"), encoding="utf-8") as file:
        fenced = re.findall(r"^```\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
    return [line for block in fenced for line in block.splitlines() if line]


class QuickstartTest(unittest.TestCase):

    def test_every_command(self):
        lines = commands()
        self.assertLessEqual(len(lines), 6)
        with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder:
            programs = os.path.join(folder, "programs")
            scene = os.path.join(folder, "scene")
            os.mkdir(programs)
            os.mkdir(scene)
            for name in ("homeward", "homewardd"):
                os.symlink(os.path.realpath(program(name)), os.path.join(programs, name))
            # The programs are built already: the one thing done otherwise.
            lines = [line.replace("deploy/demo --keep", f"deploy/demo --keep --binaries {programs}")
                     for line in lines]
            start = time.monotonic()
            try:
                done = subprocess.run(
                    ["bash", "-euc", "\n".join(lines)], cwd=PROJECT, text=True,
                    capture_output=True, timeout=240, env={**os.environ, "TMPDIR": scene})
            finally:
                subprocess.run(["deploy/demo", "--stop"], cwd=PROJECT, stdout=subprocess.DEVNULL,
                               env={**os.environ, "TMPDIR": scene}, check=False)
            self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr)
            self.assertLess(time.monotonic() - start, 15 * 60)
            last = done.stdout[done.stdout.index("Case RM-2026-200"):]
            for agency in ("registrar", "open-hands", "st-luke"):
                self.assertIn(f"{agency}: answered", last)
            self.assertEqual(os.listdir(scene), [])


if __name__ == "__main__":
    unittest.main()
