import unittest

import growth

FIGURES = {"persons": 100000, "index_seconds": 2.25, "record_bytes": 150,
           "resident_bytes": 70000000, "p50": 0.9, "p95": 20, "p99": 45, "a_second": 269.4,
           "recall_latin": 0.997, "recall_scripts": 1, "load": 5.5}


class GrowthTest(unittest.TestCase):
    def test_a_line_has_each_figure_below_its_title(self):
        titles = "  ".join(title for title, _ in growth.COLUMNS.values())
        line = growth.line(FIGURES)
        self.assertEqual(len(line), len(titles))
        self.assertEqual(line.split(), ["100000", "2.2", "150", "70000000", "0.90", "20.00",
                                        "45.00", "269", "0.997", "1.000", "5.5"])

    def test_sizes_may_be_chosen(self):
        needed = ["--homeward", "h", "--generator", "g", "--testdata", "t"]
        self.assertEqual(growth.parse_options(needed).persons, [100000, 1000000, 10000000])
        self.assertEqual(growth.parse_options(needed + ["--persons", "5", "7"]).persons, [5, 7])


if __name__ == "__main__":
    unittest.main()
