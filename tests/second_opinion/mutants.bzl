"""Engines with one thing wrong, each linked with the agreement of the second
opinion."""

load("@rules_cc//cc:defs.bzl", "cc_binary")

def mutants(specs, sources, deps):
    """A program `mutant_NAME` for each `mutants/NAME.txt` of `specs`.

    The changed source takes the place of the one in the library of the engine,
    of which nothing else is compiled anew.

    Args:
      specs: the mutants' files; see mutate.py.
      sources: the target with the sources of the engine.
      deps: what has main(), and the libraries of the engine.

    Returns:
      The labels of the programs.
    """
    programs = []
    for spec in specs:
        name = "mutant_" + spec.split("/")[-1][:-len(".txt")]
        native.genrule(
            name = name + "_source",
            testonly = True,
            srcs = [
                spec,
                sources,
            ],
            outs = [name + ".cc"],
            cmd = "/usr/bin/python3 -B $(location mutate.py) $(location %s) $(locations %s) > $@" %
                  (spec, sources),
            tags = ["manual"],
            tools = ["mutate.py"],
        )
        cc_binary(
            name = name,
            testonly = True,
            srcs = [name + ".cc"],
            # What is wrong may leave something unused.
            copts = ["-w"],
            # It includes what only the engine itself may.
            features = ["-layering_check"],
            tags = ["manual"],
            deps = deps,
        )
        programs.append(name)
    return programs
