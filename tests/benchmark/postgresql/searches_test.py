"""What both programs print is read right."""
import os
import tempfile
import unittest

import homeward_search
import romanise
import trigram_search

QUESTIONS = [("latin-1", "anna o'neill", "2010-02-03"), ("latin-2", "Олена", "")]


class TrigramSearchTest(unittest.TestCase):
    def test_a_name_can_not_end_its_literal(self):
        self.assertEqual(trigram_search.literal("anna o'neill"), "'anna o''neill'")

    def test_a_missing_birth_is_null(self):
        self.assertIn("EXECUTE ask('Олена', NULL);",
                      trigram_search.script("birth, .3", QUESTIONS))

    def test_the_threshold_is_the_strategys(self):
        for threshold in (0.3, 0.5):
            strategy = next(name for name, parts in trigram_search.STRATEGIES.items()
                            if parts["threshold"] == threshold)
            self.assertIn(f"similarity_threshold = {threshold};",
                          trigram_search.script(strategy, QUESTIONS))

    def test_ids_belong_to_the_time_that_follows(self):
        found, times = trigram_search.parse(
            "other-7\nlatin-1\nTime: 12.500 ms\nTime: 1234.567 ms (00:01.235)\n", QUESTIONS)
        self.assertEqual(found, {"latin-1": ["other-7", "latin-1"], "latin-2": []})
        self.assertEqual(times, [12.5, 1234.567])

    def test_a_lost_answer_is_an_error(self):
        with self.assertRaises(ValueError):
            trigram_search.parse("latin-1\nTime: 12.500 ms\n", QUESTIONS)


@unittest.skipUnless(os.path.exists(romanise.UCONV), "icu-devtools is not installed")
class RomaniseTest(unittest.TestCase):
    def test_names_alone_change(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/rows.csv"
            with open(path, "w", encoding="utf-8") as file:
                file.write("id,name,birth\nlatin-cyrillic-1,Олена Бойко,2010-02-03\nb,Mar”yan,\n")
            with open(romanise.romanise(path), encoding="ascii") as file:
                self.assertEqual(file.read(), "id,name,birth\n"
                                 "latin-cyrillic-1,Olena Bojko,2010-02-03\nb,Maryan,\n")


class HomewardSearchTest(unittest.TestCase):
    SAID = ("1000000 records indexed in 12.5 s; 130 bytes a record\n"
            "1000 queries: p50 1.25 ms, p95 3.50 ms, p99 9.00 ms; 640 queries a second with 1 "
            "threads\n")

    def test_figures_are_those_said(self):
        self.assertEqual(homeward_search.parse_said("a warning\n" + self.SAID), {
            "index_seconds": 12.5, "record_bytes": 130, "p50": 1.25, "p95": 3.5, "p99": 9.0,
            "a_second": 640.0})

    def test_figures_that_lack_are_an_error(self):
        with self.assertRaises(ValueError):
            homeward_search.parse_said("no such file")

    def test_candidates_keep_their_order(self):
        lines = ["query_id,rank,candidate_id,probability,score", "a-1,1,b-2,0.9,12",
                 "a-1,2,a-1,0.8,9", "a-2,1,a-2,0.7,8"]
        self.assertEqual(homeward_search.parse_found(lines), {"a-1": ["b-2", "a-1"],
                                                              "a-2": ["a-2"]})

    def test_memory_is_the_most_that_was_resident(self):
        small = homeward_search.run(["/usr/bin/python3", "-c", "pass"])
        large = homeward_search.run(["/usr/bin/python3", "-c", "x = bytearray(1 << 27)"])
        self.assertEqual(large[0], 0)
        self.assertGreater(large[2] - small[2], 100 << 20)

    def test_the_exit_code_is_the_commands(self):
        code, said, _ = homeward_search.run(
            ["/usr/bin/python3", "-c", "import sys; sys.exit('no such file')"])
        self.assertEqual((code, said), (1, "no such file\n"))


if __name__ == "__main__":
    unittest.main()
