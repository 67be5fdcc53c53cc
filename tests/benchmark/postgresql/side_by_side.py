#!/usr/bin/env python3
"""`homeward match search` and PostgreSQL with pg_trgm, on the same persons and
the same questions, one after the other.

PostgreSQL is installed if it is missing, and runs in a temporary folder.
"""
import argparse
import json
import os
import signal
import sys
import time

import cluster
import comparison
import generated
import homeward_search
import ranks
import romanise
import trigram_search


def judged(found, times, questions):
    return {**times, "populations": ranks.by_population(found, [one[0] for one in questions])}


def ask_homeward(homeward, folder):
    report = {}
    for group in generated.GROUPS:
        path = generated.group_path(folder, group)
        found, figures = homeward_search.search(homeward, folder, path)
        report[group] = judged(found, figures, generated.read_questions(path))
    return report


def ask_each_way(server, questions):
    """`questions` is table -> group -> the questions as that table has names."""
    report = {}
    for strategy, parts in trigram_search.STRATEGIES.items():
        report[strategy] = {}
        for group, asked in questions[parts["table"]].items():
            print(f"PostgreSQL: {strategy}, {len(asked)} questions ({group})", file=sys.stderr)
            found, times = trigram_search.search(server, strategy, asked)
            report[strategy][group] = judged(found, ranks.times_of(times), asked)
    return report


def ask_postgresql(folder):
    written = {"rows": f"{folder}/rows.csv",
               **{group: generated.group_path(folder, group) for group in generated.GROUPS}}
    tables = {
        trigram_search.WRITTEN: written,
        trigram_search.ROMANISED: {name: romanise.romanise(path)
                                   for name, path in written.items()},
    }
    questions = {table: {group: generated.read_questions(paths[group])
                         for group in generated.GROUPS} for table, paths in tables.items()}
    with cluster.Cluster() as server:
        start = time.monotonic()
        trigram_search.load(server, trigram_search.WRITTEN, written["rows"])
        index_seconds = time.monotonic() - start
        trigram_search.load(server, trigram_search.ROMANISED,
                            tables[trigram_search.ROMANISED]["rows"])
        return {
            "version": server.psql("SHOW server_version").strip(),
            "settings": cluster.SETTINGS,
            "index_seconds": index_seconds,
            "memory_bytes": trigram_search.memory_bytes(server, trigram_search.WRITTEN),
            "strategies": ask_each_way(server, questions),
        }


def compare(options):
    with generated.persons(options, options.persons) as folder:
        report = {
            "persons": options.persons,
            "groups": list(generated.GROUPS),
            "load_before": os.getloadavg()[0],
            "homeward": ask_homeward(options.homeward, folder),
            "postgresql": ask_postgresql(folder),
        }
    return {**report, "load_after": os.getloadavg()[0]}


def summary(report):
    ours = report["homeward"]["latin"]
    theirs = report["postgresql"]
    yield (f"{report['persons']} persons; one client, one thread; load "
           f"{report['load_before']:.1f} before, {report['load_after']:.1f} after")
    yield (f"homeward: indexed in {ours['index_seconds']:.1f} s, "
           f"{ours['resident_bytes'] / 2**20:.0f} MiB resident")
    yield (f"PostgreSQL {theirs['version']}: loaded and indexed in "
           f"{theirs['index_seconds']:.1f} s, {theirs['memory_bytes'] / 2**20:.0f} MiB of table "
           "and indexes")
    yield ""
    yield from comparison.table(report)


def parse_options(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    generated.add_options(parser)
    parser.add_argument("--persons", type=int, default=1000000)
    return parser.parse_args(arguments)


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that all is put away.
    options = parse_options(arguments)
    report = compare(options)
    print(json.dumps(report, indent=1) if options.json else "\n".join(summary(report)))


if __name__ == "__main__":
    main(sys.argv[1:])
