import unittest

import ranks


class RecallTest(unittest.TestCase):
    FOUND = {"a-1": ["a-1", "x"], "a-2": ["x", "a-2"], "a-3": ["x"] * 10 + ["a-3"]}

    def test_counts_only_who_is_among_the_first(self):
        asked = ["a-1", "a-2", "a-3"]
        self.assertAlmostEqual(ranks.recall(self.FOUND, asked, 1), 1 / 3)
        self.assertAlmostEqual(ranks.recall(self.FOUND, asked, 10), 2 / 3)
        self.assertAlmostEqual(ranks.recall(self.FOUND, asked, 11), 1)

    def test_a_question_without_an_answer_is_not_left_out(self):
        self.assertEqual(ranks.recall(self.FOUND, ["a-1", "a-4"], 10), 0.5)

    def test_another_questions_person_is_no_hit(self):
        self.assertEqual(ranks.recall({"a-1": ["a-2"]}, ["a-1"], 10), 0)

    def test_each_population_by_itself(self):
        found = {"latin-1": ["latin-1"], "latin-arabic-1": ["latin-1", "latin-arabic-1"]}
        self.assertEqual(ranks.by_population(found, ["latin-1", "latin-2", "latin-arabic-1"]), {
            "latin": {"recall_1": 0.5, "recall_10": 0.5},
            "latin-arabic": {"recall_1": 0, "recall_10": 1},
        })


class TimesTest(unittest.TestCase):
    def test_percentiles_are_of_the_ordered_values(self):
        values = list(range(100, 0, -1))
        self.assertEqual(ranks.percentile(values, 0.50), 51)
        self.assertEqual(ranks.percentile(values, 0.95), 96)
        self.assertEqual(ranks.percentile([7], 0.99), 7)

    def test_one_client_asks_one_after_the_other(self):
        self.assertEqual(ranks.times_of([10, 30, 20])["a_second"], 50)


if __name__ == "__main__":
    unittest.main()
