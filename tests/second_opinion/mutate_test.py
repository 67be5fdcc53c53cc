"""Every mutant can still be made, and is refused where it can't."""

import glob
import os
import tempfile
import unittest

import mutate

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))

MUTANT = "# It is wrong.\na.cc\n-----\none\n+++++\ntwo\n"


class MutateTest(unittest.TestCase):
    def test_every_mutant_changes_a_source(self):
        mutants = glob.glob(os.path.join(HERE, "mutants", "*.txt"))
        self.assertGreaterEqual(len(mutants), 20)
        sources = glob.glob(os.path.join(TOP, "auth", "decision", "*.cc"))
        for path in mutants:
            with self.subTest(os.path.basename(path)):
                with open(path, encoding="utf-8") as file:
                    self.assertTrue(mutate.mutated(file.read(), sources))

    def test_no_two_are_the_same(self):
        made = set()
        for path in glob.glob(os.path.join(HERE, "mutants", "*.txt")):
            with open(path, encoding="utf-8") as file:
                made.add(mutate.parse(file.read())[1:])
        self.assertEqual(len(made), len(glob.glob(os.path.join(HERE, "mutants", "*.txt"))))

    def made(self, source, mutant=MUTANT):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.cc")
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
            return mutate.mutated(mutant, [path])

    def test_the_code_must_be_there_exactly_once(self):
        self.assertEqual(self.made("zero\none\n"), "zero\ntwo\n")
        for source in ("zero\n", "one\none\n"):
            with self.assertRaises(mutate.Wrong):
                self.made(source)

    def test_it_must_say_what_and_change_something(self):
        for mutant in (MUTANT.replace("# It is wrong.\n", ""), MUTANT.replace("two", "one"),
                       MUTANT.replace("a.cc", "b.cc"), MUTANT.replace("+++++", "++")):
            with self.assertRaises(mutate.Wrong):
                self.made("one\n", mutant)
