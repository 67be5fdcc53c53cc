"""The demo plays its whole story, and leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import tempfile
import time
import unittest

from federation import TRY_AGAIN
from patience import PATIENCE, TooSlow, idle_time, tried_again
from ports import demo_environment
from programs import program

# Seconds for the whole story, which is far more than it takes.
STORY = 2 * PATIENCE
# Promised, in seconds; and about how many commands it types, each of which takes
# longer on a busy machine.
MINUTE, COMMANDS = 60, 150


class DemoTest(unittest.TestCase):

    def setUp(self):
        self.temporary = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
        self.programs = os.path.join(self.temporary, "programs")
        os.mkdir(self.programs)
        for name in ("homeward", "homewardd"):
            os.symlink(os.path.realpath(program(name)), os.path.join(self.programs, name))
        self.scene = os.path.join(self.temporary, "scene")
        os.mkdir(self.scene)

    def start(self, *options):
        return subprocess.Popen(
            ["deploy/demo", "--binaries", self.programs, *options], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env=demo_environment(self.scene))

    def play(self, *options):
        demo = self.start(*options)
        said, _ = demo.communicate(timeout=STORY)
        return demo.returncode, said

    def nodes(self):
        """The processes that run a node out of the demo's folder."""
        found = []
        for number in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{number}/cmdline", "rb") as file:
                    words = file.read()
            except OSError:
                continue
            if b"homewardd" in words and self.scene.encode() in words:
                found.append(int(number))
        return found

    def assert_nothing_left(self):
        self.assertEqual(self.nodes(), [])
        self.assertEqual(os.listdir(self.scene), [])

    @tried_again
    def test_keep_and_stop(self):
        idle = idle_time()
        began = time.monotonic()
        code, said = self.play("--keep")
        took = time.monotonic() - began
        limit = MINUTE + COMMANDS * max(idle, idle_time())
        self.assertEqual(code, 0, said)
        self.assertEqual(len(self.nodes()), 5, said)
        (kept,) = os.listdir(self.scene)
        self.assertEqual(os.stat(os.path.join(self.scene, kept)).st_mode & 0o777, 0o700)
        self.assertIn("To stop it", said)
        self.tries_work(said)
        code, again = self.play("--keep")
        self.assertEqual(code, 1)
        self.assertIn("./deploy/demo --stop", again)
        self.assertEqual(len(self.nodes()), 5, "a second --keep ended the first")
        code, said = self.play("--stop")
        self.assertEqual(code, 0, said)
        self.assert_nothing_left()
        code, said = self.play("--stop")
        self.assertEqual((code, said), (0, "demo: nothing runs.\n"))
        if took > limit:
            raise TooSlow(f"the story took {took:.0f} s, {limit:.0f} s at most are promised")

    def tries_work(self, said):
        """The three commands that the demo offers do what they should."""
        lines = [line.strip() for line in said.splitlines()]
        first = next(i for i, line in enumerate(lines) if line.startswith("cd ") and "PATH=" in line)
        for command, code in zip(lines[first + 1:first + 4], (0, 3, 0)):
            for _ in range(5):
                done = subprocess.run(["bash", "-c", f"{lines[first]}; {command}"], text=True,
                                      capture_output=True, timeout=PATIENCE)
                if done.returncode != TRY_AGAIN:  # As of a node that is too busy.
                    break
            self.assertEqual(done.returncode, code, f"{command}\n{done.stdout}{done.stderr}")

    def test_interrupted(self):
        demo = self.start()
        deadline = time.monotonic() + STORY
        while len(self.nodes()) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(demo.pid, signal.SIGINT)
        said, _ = demo.communicate(timeout=PATIENCE)
        self.assertEqual(demo.returncode, 130, said)
        self.assert_nothing_left()

    def test_wrong_options(self):
        self.assertEqual(self.play("--kepe")[0], 2)
        self.assert_nothing_left()


if __name__ == "__main__":
    unittest.main()
