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

# Figure -> how its column is called and shown.
COLUMNS = {
    "persons": ("persons", "{}"),
    "index_seconds": ("index, s", "{:.1f}"),
    "record_bytes": ("bytes a record", "{}"),
    "resident_bytes": ("resident, bytes", "{}"),
    "p50": ("p50, ms", "{:.2f}"),
    "p95": ("p95, ms", "{:.2f}"),
    "p99": ("p99, ms", "{:.2f}"),
    "a_second": ("queries a second", "{:.0f}"),
    "recall_latin": ("among ten, Latin", "{:.3f}"),
    "recall_scripts": ("across scripts", "{:.3f}"),
    "load": ("load", "{:.1f}"),
}


def measure(options, count):
    """The figures of COLUMNS among `count` persons."""
    with generated.persons(options, count) as folder:
        found, figures = homeward_search.search(options.homeward, folder,
                                                f"{folder}/questions.csv", options.threads)
        for group in generated.GROUPS:
            asked = generated.read_questions(generated.group_path(folder, group))
            figures[f"recall_{group}"] = ranks.recall(found, [one[0] for one in asked], 10)
    return {"persons": count, "load": os.getloadavg()[0], **figures}


def line(figures):
    return "  ".join(shown.format(figures[name]).rjust(len(title))
                     for name, (title, shown) in COLUMNS.items())


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
    if not options.json:
        print("  ".join(title for title, _ in COLUMNS.values()))
    for count in options.persons:
        sizes.append(measure(options, count))
        if not options.json:
            print(line(sizes[-1]), flush=True)
    if options.json:
        print(json.dumps(sizes, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
