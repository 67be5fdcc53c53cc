"""Every mutant of the engine is caught: it disagrees with the second opinion on
some of many generated questions, and the engine as it is on none."""

import glob
import os
import subprocess
import sys
import unittest

import mutate

HERE = os.path.dirname(os.path.abspath(__file__))
QUESTIONS = "100000"


def ask(program):
    return subprocess.run([os.path.join(HERE, program), QUESTIONS], capture_output=True, text=True)


class MutantsTest(unittest.TestCase):
    def test_the_engine_as_it_is_agrees(self):
        done = ask("agreement_program")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_mutant_is_caught(self):
        mutants = sorted(glob.glob(os.path.join(HERE, "mutants", "*.txt")))
        self.assertGreaterEqual(len(mutants), 20)
        for path in mutants:
            name = os.path.basename(path)[:-len(".txt")]
            with open(path, encoding="utf-8") as file:
                wrong = mutate.parse(file.read())[0]
            with self.subTest(name):
                done = ask("mutant_" + name)
                # 1 says that the decisions differ: one that crashes proves nothing.
                self.assertEqual(done.returncode, 1, f"not caught: {wrong} {done.stderr}")
                print(f"{done.stdout.splitlines()[0]}: {wrong}", file=sys.stderr)
