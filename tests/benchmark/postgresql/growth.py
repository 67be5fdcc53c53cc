#!/usr/bin/env python3
"""`homeward match search` among more and more persons: time, memory, recall."""
import argparse
import json
import os
import signal
import sys

import generated
import homeward_search
import ranks


def measure(options, count):
    """Figures of one size, by group of questions."""
    with generated.persons(options, count) as folder:
        groups = {}
        for group in generated.GROUPS:
            path = generated.group_path(folder, group)
            asked = [one[0] for one in generated.read_questions(path)]
            found, figures = homeward_search.search(options.homeward, folder, path,
                                                    options.threads)
            groups[group] = {**figures, "recall_1": ranks.recall(found, asked, 1),
                             "recall_10": ranks.recall(found, asked, 10)}
    return {"persons": count, "load": os.getloadavg()[0], "groups": groups}


def rows(sizes):
    """The lines of the table."""
    yield ("persons     asked    index, s  bytes each  resident, MiB  p50, ms  p95, ms  "
           "p99, ms  a second  first  among ten")
    for size in sizes:
        for group, figures in size["groups"].items():
            yield (f"{size['persons']:<10}  {group:7}  {figures['index_seconds']:8.1f}  "
                   f"{figures['record_bytes']:10}  {figures['resident_bytes'] / 2**20:13.0f}  "
                   f"{figures['p50']:7.2f}  {figures['p95']:7.2f}  {figures['p99']:7.2f}  "
                   f"{figures['a_second']:8.0f}  {figures['recall_1']:5.3f}  "
                   f"{figures['recall_10']:9.3f}")


def parse_options(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    generated.add_options(parser)
    parser.add_argument("--persons", type=int, nargs="+", default=[100000, 1000000, 10000000])
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that all is put away.
    options = parse_options(arguments)
    sizes = []
    for count in options.persons:
        sizes.append(measure(options, count))
        print(f"{count} persons done", file=sys.stderr)
    print(json.dumps(sizes, indent=1) if options.json else "\n".join(rows(sizes)))


if __name__ == "__main__":
    main(sys.argv[1:])
