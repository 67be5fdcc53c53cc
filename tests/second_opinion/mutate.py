"""Makes a mutant: a source of the engine with one thing wrong.

A mutant is a text file: a line that says what is wrong, the source's path, and
the code before and after:

    # A prohibition beats nothing.
    auth/decision/authorize.cc
    -----
      fields &= ~prohibited;
    +++++

Usage: mutate.py MUTANT SOURCE...
Prints the changed source.
"""

import sys


class Wrong(Exception):
    pass


def parse(text):
    """(what is wrong, path, before, after) of a mutant's text."""
    head, _, rest = text.partition("-----\n")
    before, found, after = rest.partition("+++++\n")
    lines = head.splitlines()
    if len(lines) != 2 or not lines[0].startswith("# ") or not found or not before.strip():
        raise Wrong("it must have a line '# what is wrong', a path, '-----', code, "
                    "'+++++' and other code")
    return lines[0][2:], lines[1], before, after


def mutated(text, sources):
    """The changed source. `sources` are paths, of which one must end as the
    mutant says; the code before must be in it exactly once."""
    _, path, before, after = parse(text)
    named = [source for source in sources if source.endswith(path)]
    if len(named) != 1:
        raise Wrong(f"{path} is not one of the sources")
    with open(named[0], encoding="utf-8") as file:
        code = file.read()
    if code.count(before) != 1:
        raise Wrong(f"the code before is in {path} {code.count(before)} times: "
                    "write the mutant anew for the code of today")
    if before == after:
        raise Wrong("it changes nothing")
    return code.replace(before, after)


def main(mutant, *sources):
    with open(mutant, encoding="utf-8") as file:
        text = file.read()
    try:
        sys.stdout.write(mutated(text, sources))
    except Wrong as wrong:
        sys.exit(f"{mutant}: {wrong}")


if __name__ == "__main__":
    main(*sys.argv[1:])
