#!/usr/bin/env python3
"""How far the probabilities of `homeward match search`, or of a node, mean what
they say, for each population of names: the share of candidates who are the
person, beside what was said of them."""
import argparse
import csv
import json
import signal
import subprocess
import sys

import generated
import homeward_search
import ranks

FLOOR = 0.01  # Candidates that were given less are not counted.
BOUNDS = (FLOOR, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.01)


def judged(rows):
    """Population -> [(probability, whether it is the person)], of the rows of
    a file of candidates."""
    populations = {}
    for row in rows:
        probability = float(row["probability"])
        if probability >= FLOOR:
            populations.setdefault(ranks.population_of(row["query_id"]), []).append(
                (probability, row["candidate_id"] == row["query_id"]))
    return populations


def reliability(candidates):
    """A row for each part of BOUNDS that holds any candidate."""
    rows = []
    for low, high in zip(BOUNDS, BOUNDS[1:]):
        inside = [one for one in candidates if low <= one[0] < high]
        if inside:
            rows.append({
                "from": low,
                "candidates": len(inside),
                "said": sum(said for said, _ in inside) / len(inside),
                "is": sum(true for _, true in inside) / len(inside),
            })
    return rows


def calibration_error(rows):
    """The mean distance of what is said and what is, over all candidates.

    Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated
    probabilities using Bayesian binning", AAAI 2015, section on ECE.
    """
    count = sum(row["candidates"] for row in rows)
    return sum(row["candidates"] * abs(row["said"] - row["is"]) for row in rows) / count


def figures_of(rows):
    """Population -> its error and its table; "all" is over every population."""
    populations = judged(rows)
    populations["all"] = [one for many in populations.values() for one in many]
    tables = {name: reliability(many) for name, many in populations.items() if many}
    return {name: {"error": calibration_error(table), "rows": table}
            for name, table in tables.items()}


def text(figures):
    lines = []
    for name, one in figures.items():
        lines.append(f"{name}: calibration error {one['error']:.3f}")
        lines += [f"  from {row['from']:.2f}  {row['candidates']:6} candidates  "
                  f"said {row['said']:.3f}  is {row['is']:.3f}" for row in one["rows"]]
    return "\n".join(lines)


def search(options, folder):
    """Writes found.csv in `folder`: of a file, or as a node finds."""
    rows, questions = f"{folder}/rows.csv", f"{folder}/questions.csv"
    if options.ask == "file":
        homeward_search.search(options.homeward, folder, questions)
    else:
        subprocess.run([options.node, options.ask, rows, questions, f"{folder}/found.csv"],
                       check=True)


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that all is put away.
    parser = argparse.ArgumentParser(description=__doc__)
    generated.add_options(parser)
    parser.add_argument("--persons", type=int, default=100000)
    parser.add_argument("--node", help="the program node_search, optimised")
    parser.add_argument("--ask", choices=("file", "year", "birth"), default="file",
                        help="a file; or a node, by name with a year or a birth")
    options = parser.parse_args(arguments)
    with generated.persons(options, options.persons) as folder:
        search(options, folder)
        with open(f"{folder}/found.csv", encoding="utf-8", newline="") as file:
            figures = figures_of(csv.DictReader(file))
    print(json.dumps(figures, indent=1) if options.json else text(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
