import unittest

import comparison


def side(p50, a_second, recall):
    found = {"latin": {"recall_1": recall / 2, "recall_10": recall}}
    return {"latin": {"p50": p50, "p95": 2 * p50, "a_second": a_second, "populations": found}}


class ComparisonTest(unittest.TestCase):
    def test_less_time_is_better(self):
        self.assertEqual(comparison.times_better("p50", 2, 10), 5)
        self.assertEqual(comparison.times_better("p95", 20, 10), 0.5)

    def test_more_throughput_is_better(self):
        self.assertEqual(comparison.times_better("a_second", 100, 40), 2.5)

    def test_each_strategy_is_compared_with_homeward(self):
        lines = comparison.table({
            "groups": ["latin"],
            "homeward": side(2, 500, 0.9),
            "postgresql": {"strategies": {"fast": side(10, 100, 0.5), "sure": side(40, 25, 0.95)}},
        })
        self.assertEqual(lines[0].split(), ["homeward", "fast", "sure"])
        cells = {line.split("  ")[0]: line.split("  ", 1)[1].split() for line in lines[1:]}
        self.assertEqual(" ".join(cells["latin: p50, ms"]), "2.00 10.00 (x 5.0) 40.00 (x 20.0)")
        self.assertEqual(" ".join(cells["latin: queries a second"]),
                         "500 100 (x 5.0) 25 (x 20.0)")
        self.assertEqual(" ".join(cells["latin: among ten"]), "0.900 0.500 (+0.400) 0.950 (-0.050)")


if __name__ == "__main__":
    unittest.main()
