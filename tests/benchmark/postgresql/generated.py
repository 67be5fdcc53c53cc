"""The files that are searched, made in a temporary folder."""
import contextlib
import csv
import os
import subprocess
import tempfile

import populations
import ranks

# Asked apart, since they are timed apart.
GROUPS = {"latin": populations.LATIN, "scripts": populations.SCRIPTS}


def add_options(parser):
    parser.add_argument("--homeward", required=True, help="the command, optimised")
    parser.add_argument("--generator", required=True, help="tests/matching:generate_persons")
    parser.add_argument("--testdata", required=True, help="the folder tests/testdata")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="ask one in so many questions")
    parser.add_argument("--json", action="store_true", help="every figure, for programs")


def read_questions(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def group_path(folder, group):
    return f"{folder}/{group}.csv"


@contextlib.contextmanager
def persons(options, count):
    """A folder with rows.csv (`count` rows), questions.csv, the questions of
    each of GROUPS, and columns.map; it goes with the block. `options` are
    add_options()'s."""
    with tempfile.TemporaryDirectory(prefix="homeward_persons_") as folder:
        subprocess.run([options.generator, "search", f"{options.testdata}/popular_names", folder,
                        str(count), str(options.seed)], check=True)
        populations.write(folder, f"{options.testdata}/names", options.seed)
        os.remove(f"{folder}/index.csv")
        path = f"{folder}/questions.csv"
        questions = read_questions(path)[::options.every]
        populations.write_csv(path, questions)
        for group, members in GROUPS.items():
            populations.write_csv(
                group_path(folder, group),
                [one for one in questions if ranks.population_of(one[0]) in members])
        yield folder
