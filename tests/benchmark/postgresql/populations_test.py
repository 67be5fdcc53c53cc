import random
import tempfile
import unicodedata
import unittest

import populations

NAMES = populations.Names("tests/testdata/names")


def script_of(name):
    return {unicodedata.name(letter).split()[0] for letter in name if letter.isalpha()}


class PopulationsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.asked = list(populations.make_asked(NAMES, random.Random(1)))

    def of(self, population):
        return [pair for pair in self.asked if pair[0][0].rpartition("-")[0] == population]

    def test_every_population_is_asked_as_often(self):
        for population in populations.POPULATIONS:
            self.assertEqual(len(self.of(population)), populations.QUESTIONS)

    def test_a_row_and_its_question_have_one_id(self):
        self.assertTrue(all(row[0] == question[0] for row, question in self.asked))
        self.assertEqual(len({row[0] for row, _ in self.asked}), len(self.asked))

    def test_scripts_are_those_of_the_populations_name(self):
        for population in populations.SCRIPTS:
            asked, held = population.upper().split("-")
            for row, question in self.of(population):
                self.assertIn(held, script_of(row[1]))
                self.assertIn(asked, script_of(question[1]))
                self.assertNotIn(asked, script_of(row[1]))

    def test_spellings_are_latin_and_most_differ(self):
        pairs = self.of("spelling")
        self.assertTrue(all("LATIN" in script_of(row[1]) for row, _ in pairs))
        self.assertGreater(sum(row[1] != question[1] for row, question in pairs),
                           len(pairs) // 2)

    def test_births_are_damaged_as_often_as_said(self):
        rng = random.Random(2)
        births = [populations.asked_birth("2010-05-06", rng) for _ in range(10000)]
        for birth, share in (("2010-05-06", 0.75), ("2010-01-01", 0.1), ("2011-05-06", 0.1),
                             ("", 0.05)):
            self.assertAlmostEqual(births.count(birth) / len(births), share, delta=0.015)

    def test_others_have_the_names_and_years_of_the_questions(self):
        rng = random.Random(3)
        others = [populations.make_other(NAMES, number, rng) for number in range(3000)]
        words = {word for row, _ in self.asked for word in row[1].split()}
        shared = sum(word in words for _, name, _ in others for word in name.split())
        self.assertGreater(shared / sum(len(name.split()) for _, name, _ in others), 0.8)
        self.assertEqual({birth[:4] for _, _, birth in others},
                         {row[2][:4] for row, _ in self.asked})


class GeneratedTest(unittest.TestCase):
    def test_rows_have_one_name_and_a_birth_as_written_everywhere(self):
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
            file.write("rec_id,given_name,surname,suburb,date_of_birth\n"
                       "rec-0-org,anna,bell,x,20100203\n"
                       "rec-1-org,,bell,x,\n")
            file.flush()
            self.assertEqual(list(populations.generated(file.name, "other")),
                             [("latin-0", "anna bell", "2010-02-03"), ("latin-1", "bell", "")])


class MixedTest(unittest.TestCase):
    COUNT = populations.GENERATED_QUESTIONS + 100 * populations.EVERY

    def mixed(self, asked):
        rows = ((f"g-{number}", "x", "") for number in range(self.COUNT))
        return list(populations.mixed(rows, asked, NAMES, random.Random(1)))

    def test_as_many_rows_as_before(self):
        self.assertEqual(len(self.mixed([])), self.COUNT)

    def test_generated_questions_keep_their_rows(self):
        self.assertTrue(all(row[0].startswith("g-") for row in
                            self.mixed([])[:populations.GENERATED_QUESTIONS]))

    def test_all_who_are_asked_for_are_there_once(self):
        asked = [(f"asked-{number}", "y", "") for number in range(100)]
        self.assertEqual([row for row in self.mixed(asked) if row[0].startswith("asked")], asked)

    def test_too_few_rows_are_an_error(self):
        with self.assertRaises(ValueError):
            self.mixed([("asked", "y", "")] * 101)


if __name__ == "__main__":
    unittest.main()
