"""Completion in the real shells, as somebody types: bash, zsh and fish. They
know commands, codes, agencies and MOUs, and never a child."""

import os
import pty
import re
import select
import shutil
import signal
import tempfile
import time
import unittest

from federation import PATIENCE, program, registration
from shared_federation import SharedFederationTest

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(homeward completion bash)"'),
    "zsh": (["zsh", "-f", "-i"],
            'autoload -Uz compinit; compinit -u -D; eval "$(homeward completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "homeward completion fish | source"),
}
TO_START, TO_END = "\x01", "\x05"  # Control-A, Control-E.


class Shell:
    """A shell at a terminal of its own."""

    def __init__(self, name, folder, env):
        self.heard = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(SHELLS[name][0][0], SHELLS[name][0], env)
        self.type(f"{SHELLS[name][1]}\r")
        self.type("echo rea''dy\r")
        self.hear("ready")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def hear(self, pattern):
        """What matches `pattern`, once it was said."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = re.search(pattern, self.heard)
            if found:
                self.heard = self.heard[found.end():]
                return found.group()
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"{pattern!r} was not said: {self.heard!r}")
            self.heard += os.read(self.terminal, 65536).decode(errors="replace")

    def complete(self, line):
        """The words of `line` after the key Tab, as the shell then takes them."""
        self.type(f"{line}\t{TO_START}printf '<%s>' {TO_END} ''\r")
        return re.findall("<([^>%]*)>", self.hear(r"<homeward>(<[^>%]*>)*<>"))[:-1]

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


class CompletionTest(SharedFederationTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net.sign_in("clinic", "nurse-2", "clinic.clinician")
        (answer,) = cls.net.json("clinic", "register", "-", stdin=registration())
        cls.record = answer["recordId"]

    def shell(self, name):
        if shutil.which(name) is None:
            self.skipTest(f"SKIPPED: {name} is not installed")
        folder = tempfile.mkdtemp(dir=self.net.folder)
        os.mkdir(os.path.join(folder, "home"))
        shell = Shell(name, folder, {
            "PATH": f"{os.path.dirname(os.path.abspath(program('homeward')))}:/usr/bin:/bin", "TERM": "dumb",
            "HOME": os.path.join(folder, "home"), "LC_ALL": "C.UTF-8",
            "HOMEWARD_HOME": self.net.path("clinic")})
        self.addCleanup(shell.end)
        os.rmdir(os.path.join(folder, "home")) if name == "bash" else None
        return shell

    def completes(self, name):
        shell = self.shell(name)
        for typed, whole in (("mou sus", "mou suspend"), ("cert", "certificate"),
                             ("locate --purpose missing", "locate --purpose missing-search"),
                             ("locate --rec", "locate --record"), ("sign-in --role node", "sign-in --role node.admin"),
                             ("doctor --peer po", "doctor --peer police"), ("-o nd", "-o ndjson"),
                             ("mou suspend police", "mou suspend police-clinic"),
                             ("locate --mou hou", "locate --mou house-clinic"),
                             ("--home . mou terminate po", "--home . mou terminate po"),
                             ("federation remove po", "federation remove police")):
            self.assertEqual(shell.complete(f"homeward {typed}"), ["homeward", *whole.split()], name)
        # The child is there, and her record's name begins so.
        self.assertTrue(self.record.startswith("agencies/"))
        for typed in ("show agen", "locate --record agen", "locate --nam", "case open --record agen",
                      "__com"):
            self.assertEqual(shell.complete(f"homeward {typed}"), ["homeward", *typed.split()], name)

    def test_bash(self):
        self.completes("bash")

    def test_zsh(self):
        self.completes("zsh")

    def test_fish(self):
        self.completes("fish")

    def test_zsh_from_a_file_of_its_path(self):
        shell = self.shell("zsh")
        shell.type("mkdir f; homeward completion zsh > f/_homeward; fpath=($PWD/f $fpath); "
                   "unfunction _homeward; compinit -u -D; echo 'a''gain'\r")
        shell.hear("again")
        self.assertEqual(shell.complete("homeward mou sus"), ["homeward", "mou", "suspend"])


if __name__ == "__main__":
    unittest.main()
