"""Double Metaphone, Jaro-Winkler and edit distance agree with Debian's
python3-abydos and python3-jellyfish, on 100,000 pairs of words.

The pairs are drawn from a fixed seed: names, names with up to three typing
mistakes, and letters at random.

Usage: agreement_test.py PROGRAM
"""

import random
import string
import subprocess
import sys
import unittest

import jellyfish
from abydos.phonetic import DoubleMetaphone

PAIRS = 100000
STARTS = "aa ab ah al ch chr cz gh gn ge h ja kn mac mc o ps sch sh st sugar th tch v van w wh wr x zh"
MIDDLES = ("a ach acc ae au b cc ch cia ck d dg e ea ei f g gg gh gn h i ie isl j k l ll m mb n o ou p ph "
           "q r rg s sc sch sh sio ss t tch th tia tt u umb v w x y z zz")
ENDS = "a as au bach cz e eau er ez i ich ier illo j m ois ov ow owski o os s sz th tz u wicz witz x y z"


def damaged(word, rng):
    letters = list(word)
    for _ in range(rng.randint(0, 3)):
        edit, at = rng.randint(0, 3), rng.randrange(len(letters))
        if edit == 0:
            letters.insert(at, rng.choice(string.ascii_lowercase))
        elif edit == 1 and len(letters) > 1:
            del letters[at]
        elif edit == 2:
            letters[at] = rng.choice(string.ascii_lowercase)
        elif len(letters) > at + 1:
            letters[at:at + 2] = reversed(letters[at:at + 2])
    return "".join(letters)


def word(rng):
    if rng.random() < 0.2:
        return "".join(rng.choices(string.ascii_lowercase, k=rng.randint(1, 10)))
    middles = rng.choices(MIDDLES.split(), k=rng.randint(1, 5))
    return rng.choice(STARTS.split()) + "".join(middles) + rng.choice(ENDS.split())


def pairs():
    rng = random.Random(4)
    for _ in range(PAIRS):
        one = word(rng)
        yield one, damaged(one, rng) if rng.random() < 0.7 else word(rng)


class AgreementTest(unittest.TestCase):

    def test_all_pairs(self):
        drawn = list(pairs())
        said = subprocess.run([PROGRAM], input="".join(f"{a}\t{b}\n" for a, b in drawn),
                              capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(len(said), PAIRS)
        metaphone = DoubleMetaphone()
        for (one, other), line in zip(drawn, said):
            keys, edits, alike = line.split("\t")
            # abydos leaves a comma where only one of the keys is empty.
            self.assertEqual(keys, metaphone.encode(one).strip(","), one)
            distance = jellyfish.damerau_levenshtein_distance(one, other)
            self.assertEqual(int(edits), distance, (one, other))
            similarity = jellyfish.jaro_winkler_similarity(one, other)
            self.assertAlmostEqual(float(alike), similarity, 9, (one, other))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(warnings="ignore")
