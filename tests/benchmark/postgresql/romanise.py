"""Names as ICU romanises them, for a search that knows one script."""
import subprocess

import cluster

UCONV = "/usr/bin/uconv"
TRANSFORM = "Any-Latin; Latin-ASCII; [\\u0022] Remove"


def romanise(path):
    """Writes the CSV file `path` again in ASCII; returns the path of the copy.

    Only names have letters, so only they change. What becomes a quotation mark
    is left out: it would end a field.
    """
    cluster.install(UCONV, "icu-devtools")
    copy = f"{path}.romanised"
    with open(path, "rb") as held, open(copy, "wb") as out:
        subprocess.run([UCONV, "-f", "utf-8", "-t", "utf-8", "-x", TRANSFORM],
                       stdin=held, stdout=out, check=True)
    return copy
