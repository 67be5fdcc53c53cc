import argparse
import os
import tempfile
import unittest

import calibration

ROWS = [{"query_id": f"latin-arabic-{number}", "candidate_id": candidate, "probability": said}
        for number, candidate, said in (
            (1, "latin-arabic-1", "0.9"), (1, "other-5", "0.9"), (2, "other-6", "0.6"),
            (2, "other-7", "0.001"))]


class CalibrationTest(unittest.TestCase):
    def test_the_person_is_who_has_the_question_s_id(self):
        self.assertEqual(calibration.judged(ROWS),
                         {"latin-arabic": [(0.9, True), (0.9, False), (0.6, False)]})

    def test_a_row_has_what_was_said_beside_what_is(self):
        rows = calibration.figures_of(ROWS)["latin-arabic"]["rows"]
        self.assertEqual([(row["from"], row["candidates"]) for row in rows], [(0.5, 1), (0.8, 2)])
        self.assertAlmostEqual(rows[1]["said"], 0.9)
        self.assertAlmostEqual(rows[1]["is"], 0.5)

    def test_the_error_counts_each_row_by_its_candidates(self):
        figures = calibration.figures_of(ROWS)
        self.assertAlmostEqual(figures["latin-arabic"]["error"], (0.6 + 2 * 0.4) / 3)
        self.assertAlmostEqual(figures["all"]["error"], (0.6 + 2 * 0.4) / 3)

    def test_who_is_certain_and_right_has_no_error(self):
        rows = calibration.reliability([(1.0, True)] * 3)
        self.assertEqual(calibration.calibration_error(rows), 0)

    def test_a_node_is_asked_in_the_place_of_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            node = f"{folder}/node"
            with open(node, "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\necho "$1 $2 $3" > "$4"\n')
            os.chmod(node, 0o700)
            calibration.search(argparse.Namespace(ask="year", node=node), folder)
            with open(f"{folder}/found.csv", encoding="utf-8") as file:
                self.assertEqual(file.read(), f"year {folder}/rows.csv {folder}/questions.csv\n")

    def test_the_table_is_for_people(self):
        self.assertIn("from 0.80       2 candidates  said 0.900  is 0.500",
                      calibration.text(calibration.figures_of(ROWS)))


if __name__ == "__main__":
    unittest.main()
