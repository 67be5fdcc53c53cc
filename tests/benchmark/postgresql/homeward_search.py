"""The search with `homeward match search`, on one thread."""
import csv
import os
import re
import subprocess

INDEXED = re.compile(r"(\d+) records indexed in ([0-9.]+) s; (\d+) bytes a record")
TIMES = re.compile(r"(\d+) queries: p50 ([0-9.]+) ms, p95 ([0-9.]+) ms, p99 ([0-9.]+) ms; "
                   r"([0-9.]+) queries a second")


def parse_said(text):
    """What the command says on stderr, as figures."""
    indexed, times = INDEXED.search(text), TIMES.search(text)
    if not indexed or not times:
        raise ValueError("no figures in what homeward said:\n" + text)
    return {
        "index_seconds": float(indexed.group(2)),
        "record_bytes": int(indexed.group(3)),
        "p50": float(times.group(2)),
        "p95": float(times.group(3)),
        "p99": float(times.group(4)),
        "a_second": float(times.group(5)),
    }


def parse_found(lines):
    """The candidates of each query, best first, of the rows of its CSV file."""
    found = {}
    for row in csv.DictReader(lines):
        found.setdefault(row["query_id"], []).append(row["candidate_id"])
    return found


def run(command):
    """(exit code, stderr, most resident bytes) of `command`."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, usage.ru_maxrss * 1024


def search(homeward, folder, questions, threads=1):
    """What is found among rows.csv for the file `questions`, and figures."""
    output = f"{folder}/found.csv"
    code, said, resident = run(
        [homeward, "match", "search", "--index", f"{folder}/rows.csv", "--queries", questions,
         "--columns", f"{folder}/columns.map", "--top", "10", "--output", output,
         "--threads", str(threads)])
    if code:
        raise RuntimeError(f"homeward ended with {code}:\n{said}")
    with open(output, encoding="utf-8", newline="") as file:
        found = parse_found(file)
    return found, {**parse_said(said), "resident_bytes": resident}
