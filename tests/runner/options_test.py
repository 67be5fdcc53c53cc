import unittest

import options


class ParseTest(unittest.TestCase):
    def test_nothing_means_all_but_the_sanitizers(self):
        parsed = options.parse([])
        self.assertEqual(parsed.stages, ("lint", "test", "fuzz"))
        self.assertEqual(options.parse(["--long"]).stages, options.STAGES)
        self.assertEqual(parsed.fuzz_seconds, 30)
        self.assertFalse(parsed.strict or parsed.long or parsed.benchmark)

    def test_fast_fuzzes_for_a_moment(self):
        parsed = options.parse(["--fast"])
        self.assertEqual(parsed.stages, ("lint", "test", "fuzz"))
        self.assertEqual(parsed.fuzz_seconds, 5)

    def test_fast_runs_a_sanitizer_that_is_named(self):
        self.assertEqual(options.parse(["--fast", "asan"]).stages, ("asan",))

    def test_stages_keep_their_order(self):
        self.assertEqual(options.parse(["fuzz", "lint"]).stages, ("lint", "fuzz"))

    def test_long_fuzzes_ten_minutes(self):
        self.assertEqual(options.parse(["--long"]).fuzz_seconds, 600)

    def test_unknown_words_are_refused(self):
        for words in (["--fats"], ["unit"], ["--fast", "--long"]):
            with self.assertRaises(ValueError, msg=words):
                options.parse(words)


if __name__ == "__main__":
    unittest.main()
