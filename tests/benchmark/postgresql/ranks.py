"""How well and how fast a search did."""


def recall(found, questions, first):
    """The share of `questions` whose own id is among the `first` found for it.

    An id for which nothing was found counts as not found.
    """
    hits = sum(question in found.get(question, ())[:first] for question in questions)
    return hits / len(questions)


def population_of(question):
    """"latin-arabic" of "latin-arabic-17"."""
    return question.rpartition("-")[0]


def by_population(found, questions):
    """Population -> {"recall_1", "recall_10"}, in the order of `questions`."""
    groups = {}
    for question in questions:
        groups.setdefault(population_of(question), []).append(question)
    return {name: {"recall_1": recall(found, group, 1), "recall_10": recall(found, group, 10)}
            for name, group in groups.items()}


def percentile(values, share):
    """As `homeward match search` takes it: the value below which `share` are."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def times_of(milliseconds):
    """What homeward says of its own times, of one client's."""
    return {
        "p50": percentile(milliseconds, 0.50),
        "p95": percentile(milliseconds, 0.95),
        "p99": percentile(milliseconds, 0.99),
        "a_second": 1000 * len(milliseconds) / sum(milliseconds),
    }
