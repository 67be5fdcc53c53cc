#!/usr/bin/env python3
"""A second answer to whether MOUs cross red lines, by z3.

It shares nothing with auth/proof nor auth/decision: smt_decision.py writes down
what a decision is, and this asks z3 whether some question, or some questions in
a row, cross a line.

Usage: smt_proof.py FILE, where each line of FILE is the JSON of the charter,
the MOUs, the ids that are suspended, the red lines, and the second from which
on questions count. Prints a line for each: for each red line one character for
claim B, one for claim A and one for claim C. They are `b`, `g` and `c` for a
breach, for a gap of the charter, and for a way over other agencies that breaks
no duty and has at most MAX_HOPS hops; `-` is for none.
"""

import json
import re
import subprocess
import sys

from smt_decision import (CATEGORIES, FIELDS, ROLES, agency, conj, definitions, disclosed, disj,
                          may_be_asked, permits_of, speaks_of, world)

CHUNK = 100
MAX_HOPS = 4
# `next_now` is when who is told asks on.
WORLD = world() + ["(declare-const next_now Int)"]
# What differs from hop to hop.
NAME = re.compile("|".join(re.findall(r"\((?:declare-const|define-fun) (\w+)", "\n".join(WORLD))) +
                  r"|charter_holds|holds_\d+|taken_\w+|charter_takes_\w+")


def counts(document):
    return f"(<= {document['from']} now)"


def narrowed(line):
    terms = []
    if line.get("betweenAgencies"):
        terms.append("(not (= owner requester))")
    if line.get("singleRole"):
        terms.append(f"((_ at-most 1) {' '.join('role_' + r for r in ROLES)})")
    return conj(terms)


def crosses(document, line, match, categories):
    """Whether a question is shown data of these categories of which the line,
    with this match, speaks."""
    shown = [f"(and {speaks_of(match, category)} {disclosed(document, number, path)})"
             for number in range(len(document["mous"])) for path, category in FIELDS.items()
             if category in categories]
    return conj([counts(document), may_be_asked(), narrowed(line), disj(shown)])


def breach(document, line):
    return crosses(document, line, line["match"], CATEGORIES)


def gap(document, line):
    """Claim A knows no narrowing: the charter must prohibit all of the match."""
    return conj([counts(document), "charter_holds", disj(
        f"(and {speaks_of(line['match'], c)} (not charter_takes_{c}))" for c in CATEGORIES)])


def kept_for(permit):
    """How many seconds one may pass on what a permit shows; None for good."""
    duties = permit.get("obligations", [])
    if any(d["type"] == "OBLIGATION_TYPE_NO_ONWARD_SHARING" for d in duties):
        return 0
    return min((int(d["within"].rstrip("s")) for d in duties
                if d["type"] == "OBLIGATION_TYPE_RETAIN_AT_MOST"), default=None)


def passed_on(document, category):
    """Whether a question shows data of a category to another agency, which still
    has it at `next_now`, by the duties of a permit that shows it."""
    shown = []
    for number, mou in enumerate(document["mous"]):
        for permit in permits_of(mou):
            kept = kept_for(permit)
            told = disj(disclosed(document, number, path, [permit])
                        for path, of in FIELDS.items() if of == category)
            shown.append(f"(and {told} {'true' if kept is None else f'(< next_now (+ now {kept}))'})")
    return conj([may_be_asked(), "(not (= owner requester))", "(<= now next_now)", disj(shown)])


def is_owner(line):
    return agency("owner", line["match"]["owner"])


def at(number, text):
    """The same about the question of a hop. The last, across the line, has the
    number 0, and the higher a number the earlier the hop."""
    if number == 0:
        return text
    return re.sub(r"[A-Za-z_]\w*", lambda m: f"{m[0]}@{number}" if NAME.fullmatch(m[0]) else m[0], text)


def way(document, line):
    """Claim C: hops of which each asks whom the one before told, the first an
    owner of the line."""
    others = dict(line["match"], owner={"any": True})
    ways = []
    for category in sorted(set(FIELDS.values())):
        passes = passed_on(document, category)
        told = "false"
        for number in range(MAX_HOPS - 1, 0, -1):
            begins = at(number, is_owner(line))
            if told != "false":
                begins = (f"(or {begins} (and (= requester@{number + 1} owner@{number}) "
                          f"(= next_now@{number + 1} now@{number}) {told}))")
            told = f"(and {at(number, passes)} {begins})"
        last = conj([crosses(document, line, others, {category}), f"(not {is_owner(line)})"])
        ways.append(conj([last, "(= requester@1 owner)", "(= next_now@1 now)", told]))
    return disj(ways)


def asks_for_ways(line):
    """From any owner each hop is a question of its own."""
    return line.get("throughOthers") and not line["match"]["owner"].get("any")


def answers(documents):
    """Asks z3 about a few documents, which keeps the script small."""
    script = [at(number, text) for number in range(MAX_HOPS) for text in WORLD]
    means = []
    for document in documents:
        lines = document["redLines"]["redLines"]
        hops = MAX_HOPS if any(map(asks_for_ways, lines)) else 1
        means.append("bgc" * len(lines))
        script += ["(push)"] + [at(number, text) for number in range(hops) for text in definitions(document)]
        for line in lines:
            for claim in (breach(document, line), gap(document, line),
                          way(document, line) if asks_for_ways(line) else "false"):
                script.append(f"(push)(assert {claim})(check-sat)(pop)")
        script.append("(pop)")
    answered = subprocess.run(["z3", "-in"], input="\n".join(script), capture_output=True,
                              text=True, check=False)
    said = answered.stdout.split("\n")[:-1]
    if len(said) != sum(map(len, means)) or set(said) - {"sat", "unsat"}:
        sys.exit(f"z3 failed: {[a for a in said if a not in ('sat', 'unsat')][:3]} {answered.stderr[:500]}")
    words = iter(said)
    for of_document in means:
        yield "".join({"sat": meaning, "unsat": "-"}[next(words)] for meaning in of_document)


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for start in range(0, len(documents), CHUNK):
        for answer in answers(documents[start:start + CHUNK]):
            print(answer)


if __name__ == "__main__":
    main()
