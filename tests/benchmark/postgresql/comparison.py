"""Both searches side by side, as a table."""

# Figure -> what it is called, how it is shown, and whether more is better.
FIGURES = {
    "p50": ("p50, ms", "{:.2f}", False),
    "p95": ("p95, ms", "{:.2f}", False),
    "a_second": ("queries a second", "{:.0f}", True),
}
RECALLS = {"recall_1": "first", "recall_10": "among ten"}


def times_better(figure, ours, theirs):
    """How many times better `ours` is than `theirs`."""
    more_is_better = FIGURES[figure][2]
    return ours / theirs if more_is_better else theirs / ours


def speed_rows(group, homeward, strategies):
    """Rows of cells: what, homeward's, and each strategy's with how many times
    better homeward is."""
    for figure, (title, shown, _) in FIGURES.items():
        ours = homeward[group][figure]
        cells = [f"{shown.format(theirs)} (x {times_better(figure, ours, theirs):.1f})"
                 for theirs in (strategy[group][figure] for strategy in strategies)]
        yield [f"{group}: {title}", shown.format(ours), *cells]


def recall_rows(group, homeward, strategies):
    """The same, with how much more of the persons homeward finds."""
    for population, found in homeward[group]["populations"].items():
        for figure, title in RECALLS.items():
            ours = found[figure]
            cells = [f"{theirs:.3f} ({ours - theirs:+.3f})" for theirs in
                     (strategy[group]["populations"][population][figure]
                      for strategy in strategies)]
            yield [f"{population}: {title}", f"{ours:.3f}", *cells]


def table(report):
    """The lines of the table."""
    homeward, strategies = report["homeward"], report["postgresql"]["strategies"]
    rows = [["", "homeward", *strategies]]
    for group in report["groups"]:
        rows += speed_rows(group, homeward, strategies.values())
        rows += recall_rows(group, homeward, strategies.values())
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join([row[0].ljust(widths[0])] +
                      [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])])
            for row in rows]
